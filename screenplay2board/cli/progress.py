"""The progress bar of a long job, on stderr, with its rate and the time left."""

from __future__ import annotations

import rich.progress
from rich.console import Console
from rich.text import Text


class _Rate(rich.progress.ProgressColumn):
    """Items a second, or seconds an item where it is slower than one."""

    def __init__(self, item: str) -> None:
        super().__init__()
        self._item = item

    def render(self, task: rich.progress.Task) -> Text:
        """Return the text of the column."""
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("")
        told = f"{speed:.1f} {self._item}s/s" if speed >= 1 else f"{1 / speed:.1f} s a {self._item}"
        return Text(told, style="progress.data.speed")


class Bar:
    """Shows a job while it runs; writes nothing where stderr is no terminal. item: what its steps are called."""

    def __init__(self, *, item: str = "panel", quiet: bool = False) -> None:
        console = Console(stderr=True, quiet=quiet)
        self._visible = console.is_terminal and not quiet
        self._bar = rich.progress.Progress(
            rich.progress.TextColumn("{task.description}"),
            rich.progress.BarColumn(),
            rich.progress.MofNCompleteColumn(),
            _Rate(item),
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
