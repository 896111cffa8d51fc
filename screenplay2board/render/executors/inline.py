"""The executor without workers: panels are made one after another in this process."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from screenplay2board.render.executors.work import PanelQueue, PanelResult, WorkOrder, render_into_store
from screenplay2board.render.types import Backend, PanelSpec


class InlineExecutor:
    """Make panels here, for a few panels, for debugging, and where processes cannot be started.

    Its backend stays open, with the model that it has loaded, for every further run of the same kind.
    """

    def __init__(self, workers: int = 1) -> None:  # noqa: ARG002
        """Take the number of workers as every executor does; there is only this process."""
        self._opened: tuple[tuple[object, ...], Backend] | None = None

    def run(self, order: WorkOrder, specs: Sequence[PanelSpec]) -> Generator[PanelResult]:
        """Yield the results, those of equal LoRAs together."""
        backend, store = self._backend(order), order.open_store()
        queue = PanelQueue(specs, order.batch_size)
        while batch := queue.take():
            for result in render_into_store(backend, store, batch):
                yield result
                yield from queue.settle(result)

    def _backend(self, order: WorkOrder) -> Backend:
        kind = (order.backend, sorted(order.options.items()))
        if self._opened is None or self._opened[0] != kind:
            self._opened = (kind, order.open_backend())
        return self._opened[1]
