"""Write durations and the little words of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from screenplay2board.book.types import BookPanel

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of a book in its language. labels: by name. terms: of cameras and things, English -> its language."""

    labels: Mapping[str, str]
    terms: Mapping[str, str]

    def term(self, word: str) -> str:
        """Return the plan's word in the book's language, in English where the language lacks it."""
        return self.terms.get(word, word)

    def seconds(self, duration_s: float) -> str:
        """Write the length of a panel in seconds, with one decimal: `3.5 s`."""
        return filled(self.labels["seconds"], number=f"{duration_s:.1f}")


def filled(pattern: str, **words: str) -> str:
    """Return `pattern` with `{name}` replaced; nothing in the words themselves is taken for a name."""
    return _PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), pattern)


def clock(duration_s: float) -> str:
    """Write a length as minutes and seconds: `1:05`, with hours from one hour on: `1:02:05`."""
    total = max(0, round(duration_s))
    hours, rest = divmod(total, 3600)
    minutes, seconds_left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds_left:02d}" if hours else f"{minutes}:{seconds_left:02d}"


def panel_label(panel: BookPanel, *, several: bool) -> str:
    """Return the number of a panel for people: `12A`, and `12A-2` where the shot has several panels."""
    return f"{panel.number}-{panel.panel}" if several else panel.number


def speaker(character: str, extension: str) -> str:
    """Return the cue of a speech: `MINA (V.O.)`."""
    return f"{character} ({extension})" if extension else character
