"""What one worker does, wherever it runs: render panels and put them into the store.

Enters: a `WorkOrder`, once, and panels to make. Leaves: one result for each panel; the pictures lie in the store.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.registry import load
from screenplay2board.render.types import Backend, FailedPanel, PanelSpec, RenderedPanel
from screenplay2board.store import PanelStore


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrder:
    """Which backend makes the pictures, with which options, and where the store lies.

    store_url: a store that all machines reach; without it the store is the folder `store_root` of this machine.
    batch_size: how many panels a worker is given at once. gpu: whether the backend is made for a GPU. gpus: the names
    by which CUDA's own variable calls those of this machine, empty where there are none to choose from.
    """

    backend: str
    store_root: Path
    store_url: str | None = None
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    batch_size: int = 1
    gpu: bool = False
    gpus: tuple[str, ...] = ()

    def open_backend(self) -> Backend:
        """Return a new instance of the backend. Raises: LookupError where there is none of that name."""
        factory = load("backends", self.backend)
        backend: Backend = factory(**self.options)
        return backend

    @property
    def workers_store(self) -> bool:
        """Whether workers on other machines reach the same store; `memory://` is each process's own."""
        return self.store_url is not None and not self.store_url.startswith("memory:")

    def open_store(self) -> PanelStore:
        """Return the store. Raises: OSError where it cannot be reached."""
        return PanelStore(self.store_url or self.store_root)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult:
    """A panel that was made and lies in the store."""

    key: str


PanelResult = StoredResult | FailedPanel


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedWorker:
    """A worker that draws nothing, because its pictures would be others; what it was given goes to the rest."""

    reason: str


class NoWorkersError(Exception):
    """An executor has nobody to do the work; says why, in one line."""


class Executor(Protocol):
    """A way to spread panels over workers."""

    def run(self, order: WorkOrder, specs: Sequence[PanelSpec]) -> Generator[PanelResult | RefusedWorker]:
        """Yield one result for each panel, in the order in which they are done; closing it ends the work.

        Between them it names each worker that may not draw, once.

        Raises: NoWorkersError where there is nobody to do it.
        """
        ...


class PanelQueue:
    """The panels of a build that nobody has been given yet.

    Those that need another panel's picture wait until it is made. Panels with equal LoRAs stay together, so that a
    worker changes them as seldom as can be.
    """

    def __init__(self, specs: Sequence[PanelSpec], batch_size: int) -> None:
        self._batch_size = batch_size
        self._ready: dict[tuple[str, ...], deque[PanelSpec]] = {}
        self._alone: deque[PanelSpec] = deque()
        self._held: dict[str, list[PanelSpec]] = {}
        made_now = {spec.key for spec in specs}
        for spec in specs:
            if spec.after in made_now:
                self._held.setdefault(spec.after, []).append(spec)
            else:
                self._add(spec)

    def __len__(self) -> int:
        """Count the batches that can be taken now."""
        return sum(-(-len(specs) // self._batch_size) for specs in self._ready.values()) + len(self._alone)

    @property
    def unfinished(self) -> bool:
        """Whether any panel is left, also of those that cannot be taken yet."""
        return bool(self._ready or self._alone or self._held)

    def take(self) -> tuple[PanelSpec, ...]:
        """Return the next batch; nothing where none can be taken now."""
        for adapters, specs in self._ready.items():
            batch = tuple(specs.popleft() for _ in range(min(self._batch_size, len(specs))))
            if not specs:
                del self._ready[adapters]
            return batch
        return (self._alone.popleft(),) if self._alone else ()

    def put_back_alone(self, spec: PanelSpec) -> None:
        """Let a panel be taken again, after all others and with nothing beside it."""
        self._alone.append(spec)

    def put_back(self, batch: Sequence[PanelSpec]) -> None:
        """Let a batch be taken again, before all others: nobody has drawn it."""
        for spec in reversed(batch):
            self._ready.setdefault(spec.adapters, deque()).appendleft(spec)

    def settle(self, result: PanelResult) -> list[FailedPanel]:
        """Let go the panels that waited for a result; return those that cannot be made without it."""
        waiting = self._held.pop(result.key, [])
        if isinstance(result, FailedPanel):
            failed = [FailedPanel(key=spec.key, reason=f"the panel that it is made after failed: {result.reason}",
                                  lasting=result.lasting) for spec in waiting]  # fmt: skip
            return [*failed, *(later for one in failed for later in self.settle(one))]
        for spec in waiting:
            self._add(spec)
        return []

    def drain(self) -> list[PanelSpec]:
        """Return everything that is left, and forget it."""
        groups = (*self._ready.values(), self._alone, *self._held.values())
        left = [spec for group in groups for spec in group]
        self._ready, self._alone, self._held = {}, deque(), {}
        return left

    def _add(self, spec: PanelSpec) -> None:
        self._ready.setdefault(spec.adapters, deque()).append(spec)


def with_set_pictures(
    store: PanelStore, batch: Sequence[PanelSpec]
) -> tuple[tuple[PanelSpec, ...], tuple[FailedPanel, ...]]:
    """Return the panels of a batch with the pictures that they are made after, and those whose picture is not there."""
    whole: list[PanelSpec] = []
    failed: list[FailedPanel] = []
    pictures: dict[str, bytes | None] = {}
    for spec in batch:
        if spec.after is None:
            whole.append(spec)
            continue
        if spec.after not in pictures:
            pictures[spec.after] = store.get(spec.after, Diagnostics())
        picture = pictures[spec.after]
        if picture is None:
            failed.append(FailedPanel(key=spec.key, reason="the panel that it is made after is not in the store"))
        else:
            whole.append(replace(spec, set_picture=picture))
    return tuple(whole), tuple(failed)


def store_panel(store: PanelStore, result: RenderedPanel | FailedPanel) -> PanelResult:
    """Store what was rendered; a disk that is full becomes a `FailedPanel` that lasts."""
    if isinstance(result, FailedPanel):
        return result
    try:
        store.put(result.key, result.png, result.reasons)
    except OSError as error:
        return FailedPanel(key=result.key, reason=f"could not be stored: {error.strerror or error}", lasting=True)
    return StoredResult(key=result.key)


def rendered(backend: Backend, batch: Sequence[PanelSpec]) -> Iterator[RenderedPanel | FailedPanel]:
    """Yield one result for each panel of a batch; whatever goes wrong with one becomes its `FailedPanel`."""
    waiting = {spec.key: spec for spec in batch}
    try:
        for result in backend.render(batch):
            waiting.pop(result.key, None)
            yield result
    except Exception as error:  # noqa: BLE001  a backend's bug must not lose the panels of the others
        reason = f"{type(error).__name__}: {error}"
    else:
        reason = "the backend returned nothing for it"
    for key in waiting:
        yield FailedPanel(key=key, reason=reason)


def render_into_store(backend: Backend, store: PanelStore, batch: Sequence[PanelSpec]) -> Iterator[PanelResult]:
    """Render `batch` and store what comes; yield one result for each panel."""
    whole, failed = with_set_pictures(store, batch)
    yield from failed
    if whole:
        for result in rendered(backend, whole):
            yield store_panel(store, result)
