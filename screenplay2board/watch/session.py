"""Build, wait for a change of the sources, build again.

Enters: a `Desk`, which knows what to build and whom to tell. Leaves: books in the output folder, and a `Status` after
every step.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.order import BuildOrder, BuildReport
from screenplay2board.render.panels import Progress
from screenplay2board.sources import Stamps, sources
from screenplay2board.watch.status import Status, StatusBoard

LOOK_EVERY_S = 0.2  # a change is seen after half of it, on average
SETTLED_AFTER_S = 0.1  # editors write in several steps


class Desk(Protocol):
    """Who builds: the command line, with its options."""

    def config(self) -> Path | None:
        """Return the settings file that holds now, if there is one."""
        ...

    def order(self, diagnostics: Diagnostics) -> BuildOrder | None:
        """Read the settings again; return what to build, None where they are wrong (reported)."""
        ...

    def build(self, order: BuildOrder, diagnostics: Diagnostics, progress: Progress) -> BuildReport | None:
        """Build; return None where there is no book (reported)."""
        ...

    def tell(self, report: BuildReport | None, diagnostics: Diagnostics) -> str:
        """Tell people what was made and found; return the same in one line."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One script that is watched. stop: set it to end the session after the build that runs."""

    script: Path
    desk: Desk
    board: StatusBoard
    stop: threading.Event

    def run(self) -> None:
        """Build at every change until `stop` is set."""
        while not self.stop.is_set():
            self._wait_for_change(self._build())

    def _build(self) -> tuple[Path | None, BuildOrder | None, Stamps]:
        """Build once; return what was built, and the stamps that the sources had before it began."""
        self.board.show(replace(self.board.status, state="building", done=0, total=0))
        diagnostics, report = Diagnostics(), None
        config = self.desk.config()
        before = sources(self.script, config, None).stamps()
        order = self.desk.order(diagnostics)
        before = {**sources(self.script, config, order).stamps(), **before}
        if order is not None:
            report = self.desk.build(order, diagnostics, self.board)
        summary = self.desk.tell(report, diagnostics)
        made = report is not None and bool(report.outputs)
        whole = made and not diagnostics.has_errors
        self.board.show(
            Status(
                state="ready" if whole else "failed",
                books=self.board.status.books + made,
                summary=summary,
                diagnostics=tuple(diagnostics),
            )
        )
        return config, order, before

    def _wait_for_change(self, built: tuple[Path | None, BuildOrder | None, Stamps]) -> None:
        """Return when a source is no longer what it was before the build, and lies still."""
        config, order, before = built
        while not self.stop.is_set():
            now = sources(self.script, self.desk.config() or config, order).stamps()
            if now != before:
                self.stop.wait(SETTLED_AFTER_S)
                if now == sources(self.script, self.desk.config() or config, order).stamps():
                    return
            self.stop.wait(LOOK_EVERY_S)
