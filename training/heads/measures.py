"""How well a detector finds heads: which are found, which are none, how wrong the heights are, by size and by style.

Enters: what was found and `Labels`, picture by picture. Leaves: `HeadScores`. NumPy alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from screenplay2board.render.diffusion.heads import Head
from training.heads.targets import GONE_BELOW, HEIGHT, SHOWN, Labels, X, Y

NEAR = 0.5  # of its height: so far from a head's centre a find still is that head
NOBODY = "nobody"  # the group of pictures without people


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadScores:
    """What was found in pictures. asked: heads that should be found, found: those that were, false: finds of no head.

    counted: pictures in which as many heads were found as are there. errors: of the heights of what was found, as the
    logarithm of found through true.
    """

    pictures: int = 0
    asked: int = 0
    found: int = 0
    false: int = 0
    counted: int = 0
    errors: tuple[float, ...] = ()

    def __add__(self, other: HeadScores) -> HeadScores:
        return HeadScores(
            pictures=self.pictures + other.pictures, asked=self.asked + other.asked, found=self.found + other.found,
            false=self.false + other.false, counted=self.counted + other.counted, errors=self.errors + other.errors,
        )  # fmt: skip

    @property
    def recall(self) -> float | None:
        """Return the share of heads that were found; None where none was asked for."""
        return self.found / self.asked if self.asked else None

    @property
    def precision(self) -> float | None:
        """Return the share of finds that are heads; None where nothing was found."""
        finds = self.found + self.false
        return self.found / finds if finds else None

    @property
    def f1(self) -> float:
        """Return the harmonic mean of recall and precision."""
        return 2 * self.found / max(self.asked + self.found + self.false, 1)

    def height_error(self, quantile: float) -> float | None:
        """Return the relative error of heights that a share `quantile` of the finds keeps to; None without finds."""
        return float(np.expm1(np.quantile(np.abs(self.errors), quantile))) if self.errors else None

    def as_json(self) -> dict[str, Any]:
        """Return counts and shares for a report."""
        return {
            "pictures": self.pictures, "heads": self.asked, "found": self.found, "false": self.false,
            "recall": _rounded(self.recall), "precision": _rounded(self.precision),
            "counted_right": _rounded(self.counted / self.pictures if self.pictures else None),
            "height_error_median": _rounded(self.height_error(0.5)),
            "height_error_90": _rounded(self.height_error(0.9)),
        }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def scores_of(found: Sequence[Head], labels: Labels, aspect: float) -> HeadScores:
    """Return the scores of one picture. aspect: its width through its height.

    A find that is nearest to a head of which little shows is neither right nor wrong.
    """
    asked = labels.asked()
    errors: list[float] = []
    false = 0
    free = set(range(len(labels.heads)))
    for head in found:  # surest first
        place = _nearest(head, labels, free, aspect)
        if place is None:
            false += 1
            continue
        free.discard(place)
        if asked[place]:
            errors.append(float(np.log(head.height / labels.heads[place, HEIGHT])))
        elif labels.heads[place, SHOWN] < GONE_BELOW:
            false += 1
    wanted = int(asked.sum())
    right = len(errors) == wanted and not false
    return HeadScores(
        pictures=1, asked=wanted, found=len(errors), false=false, counted=int(right), errors=tuple(errors)
    )  # fmt: skip


def _nearest(head: Head, labels: Labels, free: set[int], aspect: float) -> int | None:
    """Return the place of the nearest head that is left, None where none is near."""
    best: tuple[float, int] | None = None
    for place in sorted(free):
        own = labels.heads[place]
        distance = float(np.hypot((head.x - own[X]) * aspect, head.y - own[Y])) / max(float(own[HEIGHT]), 1e-6)
        if distance < NEAR and (best is None or distance < best[0]):
            best = (distance, place)
    return None if best is None else best[1]


def told(groups: Iterable[tuple[str, HeadScores]]) -> str:
    """Return scores as a small table of text, a row a group."""
    heads = ("pictures", "heads", "found", "false", "recall", "precision", "count right", "height off", "9 in 10")
    lines = ["".ljust(12) + "".join(head.rjust(12) for head in heads)]
    for name, own in groups:
        counts = (own.pictures, own.asked, own.found, own.false)
        shares = (
            own.recall, own.precision, own.counted / max(own.pictures, 1), own.height_error(0.5), own.height_error(0.9)
        )  # fmt: skip
        row = "".join(f"{count:12d}" for count in counts)
        row += "".join("-".rjust(12) if share is None else f"{share:12.3f}" for share in shares)
        lines.append(name.ljust(12) + row)
    return "\n".join(lines)
