"""What one worker does, wherever it runs: render panels and put them into the store.

Enters: a `WorkOrder`, once, and panels to make. Leaves: one result for each panel; the pictures lie in the store.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from screenplay2board.registry import load
from screenplay2board.render.types import Backend, FailedPanel, PanelSpec, RenderedPanel
from screenplay2board.store import PanelStore


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrder:
    """Which backend makes the pictures, with which options, and where the store lies.

    batch_size: how many panels a worker is given at once. gpu: whether the backend is made for a GPU.
    """

    backend: str
    store_root: Path
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    batch_size: int = 1
    gpu: bool = False

    def open_backend(self) -> Backend:
        """Return a new instance of the backend. Raises: LookupError where there is none of that name."""
        factory = load("backends", self.backend)
        backend: Backend = factory(**self.options)
        return backend


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult:
    """A panel that was made and lies in the store."""

    key: str


PanelResult = StoredResult | FailedPanel


class NoWorkersError(Exception):
    """An executor has nobody to do the work; says why, in one line."""


class Executor(Protocol):
    """A way to spread panels over workers."""

    def run(self, order: WorkOrder, specs: Sequence[PanelSpec]) -> Generator[PanelResult]:
        """Yield one result for each panel, in the order in which they are done; closing it ends the work.

        Raises: NoWorkersError where there is nobody to do it.
        """
        ...


def batches(specs: Sequence[PanelSpec], size: int) -> Iterator[tuple[PanelSpec, ...]]:
    """Cut `specs` into runs of `size`, the last one shorter."""
    for start in range(0, len(specs), size):
        yield tuple(specs[start : start + size])


def store_panel(store: PanelStore, result: RenderedPanel | FailedPanel) -> PanelResult:
    """Store what was rendered; a disk that is full becomes a `FailedPanel` that lasts."""
    if isinstance(result, FailedPanel):
        return result
    try:
        store.put(result.key, result.png, result.reasons)
    except OSError as error:
        return FailedPanel(key=result.key, reason=f"could not be stored: {error.strerror or error}", lasting=True)
    return StoredResult(key=result.key)


def render_into_store(backend: Backend, store: PanelStore, batch: Sequence[PanelSpec]) -> Iterator[PanelResult]:
    """Render `batch` and store what comes; whatever goes wrong with one panel becomes its `FailedPanel`."""
    waiting = {spec.key: spec for spec in batch}
    try:
        for result in backend.render(batch):
            waiting.pop(result.key, None)
            yield store_panel(store, result)
    except Exception as error:  # noqa: BLE001  a backend's bug must not lose the panels of the others
        reason = f"{type(error).__name__}: {error}"
    else:
        reason = "the backend returned nothing for it"
    for key in waiting:
        yield FailedPanel(key=key, reason=reason)
