"""The progress bar of a long job, on stderr, with panels a second and the time left."""

from __future__ import annotations

import rich.progress
from rich.console import Console
from rich.text import Text


class _Rate(rich.progress.ProgressColumn):
    """Panels a second, or seconds a panel where it is slower than one."""

    def render(self, task: rich.progress.Task) -> Text:
        """Return the text of the column."""
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("")
        return Text(
            f"{speed:.1f} panels/s" if speed >= 1 else f"{1 / speed:.1f} s a panel", style="progress.data.speed"
        )


class Bar:
    """Shows a job while it runs; writes nothing where stderr is no terminal."""

    def __init__(self, *, quiet: bool = False) -> None:
        console = Console(stderr=True, quiet=quiet)
        self._visible = console.is_terminal and not quiet
        self._bar = rich.progress.Progress(
            rich.progress.TextColumn("{task.description}"),
            rich.progress.BarColumn(),
            rich.progress.MofNCompleteColumn(),
            _Rate(),
            rich.progress.TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._task: rich.progress.TaskID | None = None

    def begin(self, activity: str, total: int) -> None:
        """Start the bar of an activity."""
        if self._visible:
            self._bar.start()
            self._task = self._bar.add_task(activity, total=total)

    def advance(self) -> None:
        """Move the bar by one step."""
        if self._task is not None:
            self._bar.advance(self._task)

    def end(self) -> None:
        """Remove the bar."""
        if self._task is not None:
            self._bar.stop()
            self._task = None
