"""Find room for names on a floor plan, so that none covers another name, a person or a camera.

Enters: what is drawn already, as boxes, and the names in the order of their weight. Leaves: a place for each, with a
leader where it had to go far; None for a name that can be left out and has no room. Lengths are units of the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from screenplay2board.book.captions import text_width_em

Box = tuple[float, float, float, float]  # left, top, right, bottom
LINE = 1.25  # distance of lines, in em
_RINGS = 40  # a needed name may go as far as it has to
_PAD = 0.5  # room between two names
_DIRECTIONS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A text of one or several lines. away: how far its edge stays from the anchor. needed: it is never left out."""

    lines: tuple[str, ...]
    anchor: tuple[float, float]
    size: float
    away: float
    needed: bool = True
    centred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedName:
    """A name with its box; leader: whether a line should lead from it to what it names."""

    name: Name
    box: Box
    leader: bool


class LabelSheet:
    """A sheet on which names are placed one after the other."""

    def __init__(self, frame: Box, taken: Iterable[Box] = ()) -> None:
        self._frame = frame
        self._taken = list(taken)

    def place(self, name: Name) -> PlacedName | None:
        """Return the nearest free place for `name`."""
        width = max(text_width_em(line) for line in name.lines) * name.size + 2 * _PAD
        height = len(name.lines) * LINE * name.size + 2 * _PAD * 0.4
        for rank, (x, y) in enumerate(self._places(name, width, height)):
            box = (x, y, x + width, y + height)
            if self._is_free(box):
                self._taken.append(box)
                return PlacedName(name=name, box=box, leader=rank >= 2 * len(_DIRECTIONS))
        return None

    def _places(self, name: Name, width: float, height: float) -> Iterator[tuple[float, float]]:
        """Yield left and top of ever farther places round the anchor; a name that may be left out stays near."""
        x, y = name.anchor
        if name.centred:
            yield x - width / 2, y - height / 2
        for step in range(_RINGS if name.needed else 0 if name.centred else 1):
            reach = name.away + step * name.size * 0.9
            for across, down in _DIRECTIONS:
                left = x + across * reach - (0.0 if across > 0 else width if across < 0 else width / 2)
                top = y + down * reach - (0.0 if down > 0 else height if down < 0 else height / 2)
                yield left, top

    def _is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < self._frame[0] or top < self._frame[1] or right > self._frame[2] or bottom > self._frame[3]:
            return False
        return not any(left < r and right > l and top < b and bottom > t for l, t, r, b in self._taken)
