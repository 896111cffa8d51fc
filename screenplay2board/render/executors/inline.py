"""The executor without workers: panels are made one after another in this process."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from screenplay2board.render.executors.work import PanelResult, WorkOrder, batches, render_into_store
from screenplay2board.render.types import PanelSpec
from screenplay2board.store import PanelStore


class InlineExecutor:
    """Make panels here, for a few panels, for debugging, and where processes cannot be started."""

    def __init__(self, workers: int = 1) -> None:
        """Take the number of workers as every executor does; there is only this process."""

    def run(self, order: WorkOrder, specs: Sequence[PanelSpec]) -> Generator[PanelResult]:
        """Yield the results in the order of `specs`."""
        backend = order.open_backend()
        store = PanelStore(order.store_root)
        for batch in batches(specs, order.batch_size):
            yield from render_into_store(backend, store, batch)
