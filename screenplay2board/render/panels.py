"""Making the pictures of a book: what the store lacks is drawn, and everything is laid into the output folder.

Enters: panel specifications and the files that they should become. Leaves: the files, and why any is missing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import write_atomically
from screenplay2board.output import OutputFolder
from screenplay2board.render.executors.work import Executor, RefusedWorker, StoredResult, WorkOrder
from screenplay2board.render.types import PanelSpec
from screenplay2board.store import PanelStore, StoredPanel

REFUSED_HINT = "install the same version of screenplay2board, with the same models, there; then start the worker again"


class Progress(Protocol):
    """Somebody who watches a long job."""

    def begin(self, activity: str, total: int) -> None:
        """Note that `total` steps of `activity` begin."""
        ...

    def advance(self) -> None:
        """Note one finished step."""
        ...

    def end(self) -> None:
        """Note that the activity is over."""
        ...


class Unwatched:
    """Nobody watches."""

    def begin(self, activity: str, total: int) -> None:
        """Do nothing."""

    def advance(self) -> None:
        """Do nothing."""

    def end(self) -> None:
        """Do nothing."""


@dataclass(slots=True, kw_only=True)
class PanelMaker:
    """Makes pictures and lays them out as files. rendered, failures: keys; files: what lies in the folder now.

    stopped: why no more panels are drawn, such as a full disk; None while all is well.
    """

    order: WorkOrder
    executor: Executor
    folder: OutputFolder
    progress: Progress
    diagnostics: Diagnostics
    rendered: set[str] = field(default_factory=set[str])
    failures: dict[str, str] = field(default_factory=dict[str, str])
    files: dict[str, str] = field(default_factory=dict[str, str])
    stopped: str | None = None

    def make(self, specs: Iterable[PanelSpec], places: Mapping[str, str]) -> None:
        """Bring every panel to its `places` (file name -> key), drawing what the store does not hold whole."""
        by_key = {spec.key: spec for spec in specs}
        store = self.order.open_store()
        known = store.describe_all(by_key)
        self._draw([spec for key, spec in by_key.items() if key not in known])
        before = self.folder.files_as_left()
        damaged = self._place(places, before, store, known)
        if damaged:  # they had looked whole; once more, now that the store has dropped them
            self._draw([by_key[key] for key in damaged])
            self._place({name: key for name, key in places.items() if key in damaged}, {}, store, {})

    def _draw(self, missing: list[PanelSpec]) -> None:
        if not missing:
            return
        if self.stopped is not None:
            self.failures.update(dict.fromkeys((spec.key for spec in missing), self.stopped))
            return
        self.order.open_store().remove_stale()
        self.progress.begin("drawing", len(missing))
        with contextlib.closing(self.executor.run(self.order, missing)) as results:
            for result in results:
                if isinstance(result, RefusedWorker):
                    self.diagnostics.warning("S2B509", result.reason, hint=REFUSED_HINT)
                    continue
                if isinstance(result, StoredResult):
                    self.rendered.add(result.key)
                else:
                    self.failures[result.key] = result.reason
                    if result.lasting:
                        self.stopped = result.reason
                        break
                self.progress.advance()
        self.progress.end()
        if self.stopped is not None:
            left = (spec.key for spec in missing if spec.key not in self.rendered)
            self.failures.update(dict.fromkeys(left, self.stopped))

    def _place(
        self,
        places: Mapping[str, str],
        before: Mapping[str, str],
        store: PanelStore,
        known: Mapping[str, StoredPanel],
    ) -> set[str]:
        """Write pictures into the folder; return the keys of those that turned out damaged.

        known: records that were read before anything was drawn.
        """
        damaged: set[str] = set()
        for name, key in places.items():
            if key in self.failures:
                continue
            record = known.get(key) or store.describe(key)
            target = self.folder.root / name
            if record is not None and before.get(name) == key and _size(target) == record.size_bytes:
                self.files[name] = key
                continue
            png = store.get(key, self.diagnostics)
            if png is None:
                damaged.add(key)
                continue
            write_atomically(target, png)
            self.files[name] = key
        return damaged


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
