"""Where a session stands, and who waits to hear of it.

Enters: what the session says of itself. Leaves: the latest `Status`, to any number of waiting threads.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any, Literal

from screenplay2board.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What people see of a session.

    state: `building`; `ready`, the book is as its sources say; `failed`, the last good book stands.
    books: how many books were made; 0 before the first. done, total: panels of the drawing that goes on.
    """

    state: Literal["building", "ready", "failed"] = "building"
    books: int = 0
    done: int = 0
    total: int = 0
    summary: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the status for the page."""
        return {
            "state": self.state,
            "books": self.books,
            "done": self.done,
            "total": self.total,
            "summary": self.summary,
            "diagnostics": [item.as_json() for item in self.diagnostics],
        }


class StatusBoard:
    """The latest status. It is also the `Progress` of the build that runs."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._status = Status()
        self._turn = 1
        self._closed = False

    @property
    def status(self) -> Status:
        """Return the latest status."""
        return self._status

    def show(self, status: Status) -> None:
        """Let everybody know."""
        with self._changed:
            self._status = status
            self._turn += 1
            self._changed.notify_all()

    def later_than(self, turn: int, *, timeout_s: float) -> tuple[int, Status]:
        """Wait for a status that is later than `turn`, 0 being before the first; return it with its own turn.

        What comes meanwhile is passed over: only the latest counts. At the end of the time the known one is returned.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._turn > turn or self._closed, timeout_s)
            return self._turn, self._status

    @property
    def closed(self) -> bool:
        """Whether nothing more will come."""
        return self._closed

    def close(self) -> None:
        """Let go everybody who waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def begin(self, activity: str, total: int) -> None:  # noqa: ARG002  there is one activity that takes time
        """Note that so many panels are going to be drawn."""
        self.show(replace(self._status, done=0, total=total))

    def advance(self) -> None:
        """Note that a panel is drawn."""
        self.show(replace(self._status, done=self._status.done + 1))

    def end(self) -> None:
        """Note that all panels are drawn."""
        self.show(replace(self._status, done=0, total=0))
