"""Panels wait for the panels that they are made after, and those with equal LoRAs stay together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.executors.dask import DaskExecutor
from screenplay2board.render.executors.inline import InlineExecutor
from screenplay2board.render.executors.processes import VISIBLE_GPUS, ProcessExecutor
from screenplay2board.render.executors.work import Executor, PanelQueue, StoredResult, WorkOrder
from screenplay2board.render.types import FailedPanel, Likeness, PanelSpec, RenderedPanel
from screenplay2board.stage.types import StageBrief
from screenplay2board.store import PanelStore, content_key

BRIEF = StageBrief(
    set="room", set_seed=1, interior=True, time_of_day="day", weather="clear", roster=(), looks=(), actors=(), props=(),
    subject=(), over=None, size="MS", angle="eye", move="static", framing="single", lens="normal",
)  # fmt: skip


def spec(name: str, after: str | None = None, lora: str = "") -> PanelSpec:
    likenesses = (Likeness(name=lora, adapter="sha256"),) if lora else ()
    return PanelSpec(
        key=content_key(name), brief=BRIEF, style=name, seed=1, likenesses=likenesses,
        after=content_key(after) if after else None,
    )  # fmt: skip


def names(batch: Sequence[PanelSpec]) -> list[str]:
    return [one.style for one in batch]


class EchoBackend:
    """Draws the panel's name after the picture that it is made after; a name with `!` fails."""

    def fingerprint(self) -> Mapping[str, str]:
        return {"name": "echo"}

    def styles(self) -> Sequence[str]:
        return ()

    def render(self, batch: Sequence[PanelSpec]) -> Iterator[RenderedPanel | FailedPanel]:
        import os

        for one in batch:
            if "!" in one.style:
                yield FailedPanel(key=one.key, reason="no ink")
            else:
                seen = os.environ.get(VISIBLE_GPUS, "") if one.style.startswith("gpu") else ""
                yield RenderedPanel(key=one.key, png=one.set_picture + f"/{one.style}{seen}".encode())


class EchoOrder(WorkOrder):
    """Opens the backend without the registry, which a new process reads afresh."""

    def open_backend(self) -> EchoBackend:
        return EchoBackend()


def test_what_needs_a_picture_waits_for_it() -> None:
    queue = PanelQueue([spec("close", after="wide"), spec("wide"), spec("late", after="long ago"), spec("plain")], 4)
    assert names(queue.take()) == ["wide", "late", "plain"]
    assert queue.take() == ()
    assert queue.unfinished
    assert queue.settle(StoredResult(key=content_key("wide"))) == []
    assert names(queue.take()) == ["close"]
    assert not queue.unfinished


def test_equal_loras_stay_together() -> None:
    order = [("a", ""), ("b", "MINA"), ("c", ""), ("d", "MINA"), ("e", "JUN"), ("f", "")]
    queue = PanelQueue([spec(name, lora=lora) for name, lora in order], 2)
    batches = [names(queue.take()) for _ in range(len(queue))]
    assert batches == [["a", "c"], ["f"], ["b", "d"], ["e"]]
    assert not queue.unfinished


def test_a_failure_takes_along_what_was_to_be_made_after_it() -> None:
    queue = PanelQueue([spec("wide"), spec("close", after="wide"), spec("closer", after="close")], 4)
    queue.take()
    failed = queue.settle(FailedPanel(key=content_key("wide"), reason="no ink"))
    assert [one.key for one in failed] == [content_key("close"), content_key("closer")]
    assert not queue.unfinished


@pytest.mark.parametrize("url", [None, "file"])
@pytest.mark.parametrize(
    "executor", [InlineExecutor(), ProcessExecutor(2), DaskExecutor(2)], ids=["inline", "processes", "dask"]
)
def test_every_executor_draws_the_wide_panel_first(executor: Executor, url: str | None, tmp_path: Path) -> None:
    order = EchoOrder(backend="echo", store_root=tmp_path, store_url=url and f"file://{tmp_path}/shared", batch_size=2)
    specs = [spec("close", after="wide"), spec("closer", after="wide"), spec("wide"), spec("plain"), spec("!"),
             spec("lost", after="!")]  # fmt: skip
    results = {result.key: result for result in executor.run(order, specs)}
    assert results.keys() == {one.key for one in specs}
    store = order.open_store()
    assert store.get(content_key("close"), Diagnostics()) == b"/wide/close"
    assert store.get(content_key("closer"), Diagnostics()) == b"/wide/closer"
    assert results[content_key("lost")] == FailedPanel(
        key=content_key("lost"), reason="the panel that it is made after failed: no ink"
    )


def test_a_picture_that_the_store_lacks_fails_its_panel_alone(tmp_path: Path) -> None:
    order = EchoOrder(backend="echo", store_root=tmp_path)
    results = {result.key: result for result in InlineExecutor().run(order, [spec("a", after="gone"), spec("b")])}
    assert results[content_key("a")] == FailedPanel(
        key=content_key("a"), reason="the panel that it is made after is not in the store"
    )
    assert isinstance(results[content_key("b")], StoredResult)


def test_each_gpu_gets_a_process_that_sees_it_alone(tmp_path: Path) -> None:
    order = EchoOrder(backend="echo", store_root=tmp_path, gpu=True, gpus=("3", "5"))
    specs = [spec(f"gpu{number} sees ") for number in range(12)]
    assert all(isinstance(result, StoredResult) for result in ProcessExecutor(1).run(order, specs))
    store = PanelStore(tmp_path)
    seen = {(store.get(one.key, Diagnostics()) or b"").decode().rpartition(" ")[2] for one in specs}
    assert seen == {"3", "5"}


def test_a_backend_stays_open_from_run_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []
    monkeypatch.setattr(EchoOrder, "open_backend", lambda self: (opened.append(1), EchoBackend())[1])
    executor, order = InlineExecutor(), EchoOrder(backend="echo", store_root=tmp_path)
    for name in ("a", "b"):
        list(executor.run(order, [spec(name)]))
    assert len(opened) == 1
    list(executor.run(replace(order, options={"model": "other"}), [spec("c")]))
    assert len(opened) == 2
