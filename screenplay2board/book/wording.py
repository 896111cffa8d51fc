"""Write durations and the little words of a page."""

from __future__ import annotations

from screenplay2board.book.types import BookPanel


def clock(duration_s: float) -> str:
    """Write a length as minutes and seconds: `1:05`, with hours from one hour on: `1:02:05`."""
    total = max(0, round(duration_s))
    hours, rest = divmod(total, 3600)
    minutes, seconds_left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds_left:02d}" if hours else f"{minutes}:{seconds_left:02d}"


def seconds(duration_s: float) -> str:
    """Write the length of a panel in seconds, with one decimal: `3.5 s`."""
    return f"{duration_s:.1f}\u202fs"


def panel_label(panel: BookPanel, *, several: bool) -> str:
    """Return the number of a panel for people: `12A`, and `12A-2` where the shot has several panels."""
    return f"{panel.number}-{panel.panel}" if several else panel.number


def speaker(character: str, extension: str) -> str:
    """Return the cue of a speech: `MINA (V.O.)`."""
    return f"{character} ({extension})" if extension else character
