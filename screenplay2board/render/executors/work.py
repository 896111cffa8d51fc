"""What one worker does, wherever it runs: render panels and put them into the store.

Enters: a `WorkOrder`, once, and panels to make. Leaves: one result for each panel; the pictures lie in the store.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from screenplay2board.registry import load
from screenplay2board.render.types import Backend, FailedPanel, PanelSpec
from screenplay2board.store import PanelStore


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrder:
    """Which backend makes the pictures, with which options, and where the store lies."""

    backend: str
    store_root: Path
    options: Mapping[str, str] = field(default_factory=dict[str, str])

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


class Executor(Protocol):
    """A way to spread panels over workers."""

    def run(self, order: WorkOrder, specs: Sequence[PanelSpec]) -> Generator[PanelResult]:
        """Yield one result for each panel, in the order in which they are done; closing it ends the work."""
        ...


def render_into_store(backend: Backend, store: PanelStore, batch: Sequence[PanelSpec]) -> Iterator[PanelResult]:
    """Render `batch` and store what comes; whatever goes wrong with one panel becomes its `FailedPanel`."""
    waiting = {spec.key: spec for spec in batch}
    try:
        for result in backend.render(batch):
            waiting.pop(result.key, None)
            if isinstance(result, FailedPanel):
                yield result
                continue
            try:
                store.put(result.key, result.png, result.reasons)
            except OSError as error:
                reason = f"could not be stored: {error.strerror or error}"
                yield FailedPanel(key=result.key, reason=reason, lasting=True)
            else:
                yield StoredResult(key=result.key)
    except Exception as error:  # noqa: BLE001  a backend's bug must not lose the panels of the others
        reason = f"{type(error).__name__}: {error}"
    else:
        reason = "the backend returned nothing for it"
    for key in waiting:
        yield FailedPanel(key=key, reason=reason)
