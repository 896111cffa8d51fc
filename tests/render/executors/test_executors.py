"""Panels survive failures of backends and deaths of workers."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from screenplay2board import registry
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.output import OutputFolder
from screenplay2board.render.executors.inline import InlineExecutor
from screenplay2board.render.executors.processes import FORKED, ProcessExecutor
from screenplay2board.render.executors.work import Executor, StoredResult, WorkOrder, render_into_store
from screenplay2board.render.panels import PanelMaker, Unwatched
from screenplay2board.render.types import FailedPanel, PanelSpec, RenderedPanel
from screenplay2board.stage.types import StageBrief
from screenplay2board.store import PanelStore, content_key

BRIEF = StageBrief(
    set="room", set_seed=1, interior=True, time_of_day="day", weather="clear", roster=(), looks=(), actors=(), props=(),
    subject=(), over=None, size="MS", angle="eye", move="static", framing="single", lens="normal",
)  # fmt: skip


def spec(number: int, style: str = "ink") -> PanelSpec:
    return PanelSpec(key=content_key(number), brief=BRIEF, style=style, seed=number)


class StubbornBackend:
    """Draws its seed as text; the style says what goes wrong: `fail`, `raise`, `die`, or `die once`."""

    def __init__(self, marker: str = "") -> None:
        self.marker = marker

    def fingerprint(self) -> Mapping[str, str]:
        return {"name": "stubborn"}

    def styles(self) -> Sequence[str]:
        return ()

    def render(self, batch: Sequence[PanelSpec]) -> Iterator[RenderedPanel | FailedPanel]:
        for one in batch:
            if one.style == "fail":
                yield FailedPanel(key=one.key, reason="no ink")
                continue
            if one.style == "raise":
                raise ValueError("spilled ink")
            if one.style == "die" or (one.style == "die once" and not Path(self.marker).exists()):
                Path(self.marker).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield RenderedPanel(key=one.key, png=str(one.seed).encode(), reasons=("drawn",))


@pytest.fixture
def order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WorkOrder:
    rows = {**registry._ROWS["backends"], "stubborn": f"{__name__}:StubbornBackend"}
    monkeypatch.setitem(registry._ROWS, "backends", rows)
    return StubbornOrder(backend="stubborn", store_root=tmp_path, options={"marker": str(tmp_path / "died")})


class StubbornOrder(WorkOrder):
    """Opens the backend without the registry, which a new process reads afresh."""

    def open_backend(self) -> StubbornBackend:
        return StubbornBackend(**self.options)


EXECUTORS: list[Executor] = [InlineExecutor(), ProcessExecutor(1), ProcessExecutor(2)]


@pytest.mark.parametrize("executor", EXECUTORS, ids=["inline", "one process", "two processes"])
def test_a_failure_of_one_panel_does_not_lose_the_others(executor: Executor, order: WorkOrder) -> None:
    specs = [spec(1), spec(2, "fail"), spec(3), spec(4, "raise"), spec(5)]
    results = {result.key: result for result in executor.run(order, specs)}
    store = PanelStore(order.store_root)
    for number in (1, 3, 5):
        assert results[content_key(number)] == StoredResult(key=content_key(number))
        assert store.get(content_key(number), Diagnostics()) == str(number).encode()
    assert results[content_key(2)] == FailedPanel(key=content_key(2), reason="no ink")
    assert results[content_key(4)] == FailedPanel(key=content_key(4), reason="ValueError: spilled ink")


def test_the_panel_of_a_killed_worker_is_drawn_by_another(order: WorkOrder) -> None:
    specs = [spec(1, "die once"), *(spec(n) for n in range(2, 8))]
    results = list(ProcessExecutor(2).run(order, specs))
    assert {result.key for result in results} == {one.key for one in specs}
    assert all(isinstance(result, StoredResult) for result in results)
    assert (order.store_root / "died").exists()


def test_a_panel_that_kills_every_worker_is_named_and_given_up(order: WorkOrder) -> None:
    results = {r.key: r for r in ProcessExecutor(2).run(order, [spec(1, "die"), spec(2), spec(3)])}
    assert results[content_key(1)] == FailedPanel(
        key=content_key(1), reason="its worker was killed by signal 9 (SIGKILL), 2 times"
    )
    assert isinstance(results[content_key(2)], StoredResult)
    assert isinstance(results[content_key(3)], StoredResult)


def test_when_every_worker_dies_the_rest_is_given_up_at_once(order: WorkOrder) -> None:
    specs = [spec(n, "die") for n in range(30)]
    results = list(ProcessExecutor(2).run(order, specs))
    assert {result.key for result in results} == {one.key for one in specs}
    assert sum("workers in a row" in r.reason for r in results if isinstance(r, FailedPanel)) >= 25


def test_closing_the_run_early_stops_the_workers(order: WorkOrder) -> None:
    import multiprocessing

    run = ProcessExecutor(2).run(order, [spec(n) for n in range(50)])
    next(run)
    run.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(not FORKED, reason="workers load everything themselves here")
def test_workers_are_forked_from_a_process_that_has_loaded_what_they_draw_with() -> None:
    code = "from screenplay2board.render.executors.processes import *; import sys, time;"
    code += "get_ready(('colorsys',)); get_ready(); context = multiprocessing.get_context('forkserver');"
    code += "worker = context.Process(target=exec, args=(\"import sys; sys.exit(7 * ('colorsys' in sys.modules))\",));"
    code += "worker.start(); worker.join(); print('colorsys' in sys.modules, worker.exitcode)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("False 7\n", "")


def test_a_panel_that_cannot_be_stored_fails_with_the_systems_words(tmp_path: Path) -> None:
    blocked = tmp_path / "panels"
    blocked.write_text("a file where the folder should be")
    (result,) = render_into_store(StubbornBackend(), PanelStore(tmp_path), [spec(1)])
    assert isinstance(result, FailedPanel)
    assert result.reason.startswith("could not be stored: ")


class LeakyStore(PanelStore):
    """A store whose disk is full."""

    def put(self, key: str, png: bytes, reasons: tuple[str, ...] = ()) -> None:
        raise OSError(28, "No space left on device")


def test_a_full_disk_ends_the_drawing_at_once(
    tmp_path: Path, order: WorkOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screenplay2board.render.executors.work.PanelStore", LeakyStore)
    diagnostics = Diagnostics()
    maker = PanelMaker(
        order=order,
        executor=InlineExecutor(),
        folder=OutputFolder(tmp_path / "out"),
        progress=Unwatched(),
        diagnostics=diagnostics,
    )
    drawn: list[str] = []
    render = StubbornBackend.render

    def watched(self: StubbornBackend, batch: Sequence[PanelSpec]) -> Iterator[RenderedPanel | FailedPanel]:
        drawn.extend(one.key for one in batch)
        return render(self, batch)

    monkeypatch.setattr(StubbornBackend, "render", watched)
    specs = [spec(number) for number in range(5)]
    maker.make(specs, {f"panels/{one.seed}.png": one.key for one in specs})
    assert drawn == [specs[0].key]
    assert maker.stopped == "could not be stored: No space left on device"
    assert maker.failures == dict.fromkeys((one.key for one in specs), maker.stopped)
    assert maker.files == {}
