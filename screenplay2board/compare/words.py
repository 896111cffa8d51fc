"""Mark which words of two texts are different.

Enters: the older and the newer text. Leaves: both in pieces, each of them kept or changed.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

MOST_WORDS = 400  # of a text that is compared word by word; beyond, time would grow with the square
LEAST_LIKENESS = 0.3  # below it, two texts are told as wholes: scattered words in common say nothing
_WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text. changed: whether the other text does not have it."""

    text: str
    changed: bool


def marked(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both texts in pieces."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if max(len(old), len(new)) > 2 * MOST_WORDS or matcher.ratio() < LEAST_LIKENESS:
        return (Piece(before, changed=True),), (Piece(after, changed=True),)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        for pieces, words in ((left, old[first:last]), (right, new[start:end])):
            if words:
                pieces.append(Piece("".join(words), changed=kind != "equal"))
    return tuple(left), tuple(right)
