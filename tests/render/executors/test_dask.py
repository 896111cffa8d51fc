"""Panels survive failures of backends and deaths of workers and schedulers on a Dask cluster."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from distributed import Client

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.packaged import PACKAGE
from screenplay2board.render.executors.dask import IN_FLIGHT, LOST, DaskExecutor
from screenplay2board.render.executors.inline import InlineExecutor
from screenplay2board.render.executors.work import NoWorkersError, RefusedWorker, StoredResult, WorkOrder
from screenplay2board.render.types import FailedPanel, PanelSpec, RenderedPanel
from screenplay2board.stage.types import StageBrief
from screenplay2board.store import PanelStore, content_key

BRIEF = StageBrief(
    set="room", set_seed=1, interior=True, time_of_day="day", weather="clear", roster=(), looks=(), actors=(), props=(),
    subject=(), over=None, size="MS", angle="eye", move="static", framing="single", lens="normal",
)  # fmt: skip
START_S = 120.0  # a busy machine starts a worker in half a minute


def spec(number: int, style: str = "ink") -> PanelSpec:
    return PanelSpec(key=content_key(number), brief=BRIEF, style=style, seed=number)


class LoggingBackend:
    """Draws its seed as text and logs it; the style says what goes wrong. `home`: the process that must not die."""

    def __init__(self, log: str, home: str, version: str = "1") -> None:
        self.log = Path(log)
        self.home = int(home)
        self.version = version

    def fingerprint(self) -> Mapping[str, str]:
        abroad = os.getpid() != self.home
        if self.version == "lost" and abroad:
            raise FileNotFoundError("the model's base `ink` is not on this machine")
        return {"name": "logging", "version": "other" if self.version == "differs" and abroad else self.version}

    def styles(self) -> Sequence[str]:
        return ()

    def render(self, batch: Sequence[PanelSpec]) -> Iterator[RenderedPanel | FailedPanel]:
        for one in batch:
            if one.style == "fail":
                yield FailedPanel(key=one.key, reason="no ink")
                continue
            if one.style == "raise":
                raise ValueError("spilled ink")
            if one.style == "die":
                time.sleep(0.5)  # a nanny restarts only a worker that it has seen running
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(0.02)
            with self.log.open("a") as log:
                log.write(f"{one.seed} {os.getpid()}\n")
            yield RenderedPanel(key=one.key, png=str(one.seed).encode(), reasons=("drawn",))


class LoggingOrder(WorkOrder):
    """Opens the backend without the registry, which workers read afresh."""

    def open_backend(self) -> LoggingBackend:
        return LoggingBackend(**self.options)


def order_at(folder: Path, *, batch_size: int = 1, version: str = "1", gpu: bool = False) -> LoggingOrder:
    options = {"log": str(folder / "log"), "home": str(os.getpid()), "version": version}
    store = folder / "store"
    return LoggingOrder(backend="logging", store_root=store, options=options, batch_size=batch_size, gpu=gpu)


class Cluster:
    """`dask scheduler` and `s2b worker` as people start them, on this machine only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.environment = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        connection = folder / "scheduler.json"
        bound = ["--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0", "--no-show"]
        self.scheduler = self._start("distributed.cli.dask_scheduler", *bound, "--scheduler-file", str(connection))
        self.address = self._wait_for_address(connection)

    def add_worker(self, *flags: str, program: Path = PACKAGE.parent) -> subprocess.Popen[bytes]:
        bound = ["--host", "127.0.0.1"]
        return self._start("screenplay2board.cli", "worker", self.address, *bound, *flags, program=program)

    def _start(self, module: str, *arguments: str, program: Path = PACKAGE.parent) -> subprocess.Popen[bytes]:
        here = Path(__file__).parent  # so that workers can import this module's backend
        environment = {**self.environment, "PYTHONPATH": f"{program}{os.pathsep}{here}"}
        run = f"import sys; sys.argv[0] = 's2b'; from {module} import main; main()"
        with (self.folder / "cluster.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", run, *arguments], cwd=here, env=environment, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def _wait_for_address(self, connection: Path) -> str:
        import json

        end = time.monotonic() + START_S
        while time.monotonic() < end:
            try:
                return str(json.loads(connection.read_text())["address"])
            except (OSError, ValueError):
                time.sleep(0.05)
        raise TimeoutError((self.folder / "cluster.log").read_text())

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path)
    yield cluster
    cluster.stop()


def test_a_cluster_of_this_machine_draws_everything_and_names_what_fails(tmp_path: Path) -> None:
    order = order_at(tmp_path, batch_size=2)
    specs = [spec(1), spec(2, "fail"), spec(3), spec(4, "raise"), *(spec(n) for n in range(5, 12))]
    results = {result.key: result for result in DaskExecutor(2).run(order, specs)}
    assert results.pop(content_key(2)) == FailedPanel(key=content_key(2), reason="no ink")
    assert results.pop(content_key(4)) == FailedPanel(key=content_key(4), reason="ValueError: spilled ink")
    assert all(isinstance(result, StoredResult) for result in results.values())
    store = PanelStore(order.store_root)
    for number in (1, 3, *range(5, 12)):
        assert store.get(content_key(number), Diagnostics()) == str(number).encode()


def test_a_killed_worker_loses_nothing_and_only_what_was_in_flight_is_drawn_twice(
    tmp_path: Path, cluster: Cluster
) -> None:
    first = cluster.add_worker()
    order = order_at(tmp_path)
    specs = [spec(number) for number in range(200)]
    results = {}
    for result in DaskExecutor(1, cluster.address).run(order, specs):
        results[result.key] = result
        if len(results) == 20:
            cluster.add_worker()
            worker_pid = int((tmp_path / "log").read_text().split()[1])
            os.kill(worker_pid, signal.SIGKILL)  # the process that draws; its nanny starts another
        if len(results) == 60:
            first.kill()
    assert set(results) == {one.key for one in specs}
    assert all(isinstance(result, StoredResult) for result in results.values())
    assert len(list(PanelStore(order.store_root).keys())) == 200
    drawn = [line.split()[0] for line in (tmp_path / "log").read_text().splitlines()]
    # at most one panel was being drawn, and four more drawn or waiting on each of the two that died
    assert len(drawn) - len(set(drawn)) <= 10


def test_a_panel_that_kills_its_workers_is_given_up_and_takes_no_other_along(tmp_path: Path, cluster: Cluster) -> None:
    cluster.add_worker()
    order = order_at(tmp_path, batch_size=3)
    specs = [spec(1), spec(2, "die"), spec(3), *(spec(n) for n in range(4, 9))]
    results = {result.key: result for result in DaskExecutor(1, cluster.address).run(order, specs)}
    assert results.pop(content_key(2)) == FailedPanel(key=content_key(2), reason="2 workers died with it")
    assert all(isinstance(result, StoredResult) for result in results.values())


def test_a_lost_scheduler_keeps_what_was_stored_and_the_next_build_draws_the_rest(
    tmp_path: Path, cluster: Cluster
) -> None:
    cluster.add_worker()
    order = order_at(tmp_path)
    specs = [spec(number) for number in range(200)]
    results = []
    for result in DaskExecutor(1, cluster.address).run(order, specs):
        results.append(result)
        if len(results) == 30:
            cluster.scheduler.kill()
    stored = {result.key for result in results if isinstance(result, StoredResult)}
    lost = [result for result in results if isinstance(result, FailedPanel)]
    assert len(stored) >= 30
    assert lost
    assert {result.reason for result in lost} == {LOST}
    assert {result.key for result in results} == {one.key for one in specs}
    store = PanelStore(order.store_root)
    assert set(store.keys()) == stored
    missing = [one for one in specs if one.key not in stored]
    assert all(isinstance(result, StoredResult) for result in InlineExecutor().run(order, missing))
    assert len(list(store.keys())) == 200
    drawn = [line.split()[0] for line in (tmp_path / "log").read_text().splitlines()]
    assert len(drawn) - len(set(drawn)) <= IN_FLIGHT + 1  # what the worker still drew for a scheduler that was gone


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ("differs", "would draw other pictures: version `other` for `differs`"),
        ("lost", "cannot open the backend: FileNotFoundError: the model's base `ink` is not on this machine"),
    ],
)
def test_a_worker_with_another_version_or_without_weights_draws_nothing(
    version: str, reason: str, tmp_path: Path
) -> None:
    refused, *rest = DaskExecutor(1).run(order_at(tmp_path, version=version), [spec(n) for n in range(8)])
    assert isinstance(refused, RefusedWorker)
    assert refused.reason.startswith("the worker `0` on ")
    assert refused.reason.endswith(reason)
    assert {result.key for result in rest if isinstance(result, FailedPanel) and result.lasting} == {
        content_key(n) for n in range(8)
    }
    assert {result.reason for result in rest if isinstance(result, FailedPanel)} == {
        f"could not be drawn: {refused.reason}"
    }


def test_a_worker_that_runs_other_code_is_named_and_the_others_draw_its_panels(
    tmp_path: Path, cluster: Cluster
) -> None:
    left_out = shutil.ignore_patterns("__pycache__", "*.safetensors")
    shutil.copytree(PACKAGE, tmp_path / "other" / PACKAGE.name, ignore=left_out)
    with (tmp_path / "other" / PACKAGE.name / "render" / "sketch" / "ink.py").open("a") as changed:
        changed.write("# a later line\n")
    cluster.add_worker("--name", "same")
    cluster.add_worker("--name", "later", program=tmp_path / "other")
    with Client(cluster.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=START_S)
    results = list(DaskExecutor(1, cluster.address).run(order_at(tmp_path), [spec(number) for number in range(40)]))
    (refused,) = (result for result in results if isinstance(result, RefusedWorker))
    assert re.fullmatch(
        "the worker `later` on .* does not run the program of this build: code `[0-9a-f]{12}` for `[0-9a-f]{12}`",
        refused.reason,
    )
    assert {result.key for result in results if isinstance(result, StoredResult)} == {content_key(n) for n in range(40)}
    assert len(list(PanelStore(tmp_path / "store").keys())) == 40


def test_panels_for_a_gpu_go_to_the_worker_that_has_one(tmp_path: Path, cluster: Cluster) -> None:
    cluster.add_worker()
    cluster.add_worker("--gpu", "--name", "painter")
    with Client(cluster.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=START_S)
    run = DaskExecutor(1, cluster.address).run(order_at(tmp_path, gpu=True), [spec(number) for number in range(12)])
    assert all(isinstance(result, StoredResult) for result in run)
    assert len({line.split()[1] for line in (tmp_path / "log").read_text().splitlines()}) == 1


def test_a_scheduler_without_workers_is_named(
    tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screenplay2board.render.executors.dask.FIRST_WORKER_S", 0.5)
    with pytest.raises(NoWorkersError, match=re.escape(f"the scheduler at `{cluster.address}` has no workers")):
        list(DaskExecutor(1, cluster.address).run(order_at(tmp_path), [spec(1)]))


def test_a_scheduler_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screenplay2board.render.executors.dask.CONNECT_S", 0.5)
    with pytest.raises(NoWorkersError, match=re.escape("no scheduler answers at `tcp://127.0.0.1:1`")):
        list(DaskExecutor(1, "tcp://127.0.0.1:1").run(order_at(tmp_path), [spec(1)]))
