"""The quality gate: is there a picture at all, are its people there, and are they as large as the stage says?

Enters: a painted picture and its stage. Leaves: a `Verdict`. Judges are plug-ins (entry points
`screenplay2board.judges`); `plain` needs nothing but the picture, `framing` (framing.py) a small network that tells
sizes, `heads` a detector that finds heads: the card names it, `drawings` (heads.py) comes with the program, others are
plug-ins (`screenplay2board.head_detectors`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from screenplay2board.registry import load
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.stage.types import Stage

if TYPE_CHECKING:
    from screenplay2board.render.sketch.people import SeenHead

Picture = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels
FindHeads = Callable[[Picture], Sequence[Box]]

# A head of the stage that the picture must show: so much of it is in the frame with nothing before it, and it is
# neither a few pixels high nor larger than the frame.
SHOWN_FROM = 0.5
FINDABLE = (0.05, 1.1)  # head heights through frame height
STEP = 1.5  # from a size of shot to the next one heads grow so much (docs/film.md): by less it is the same shot

BLANK_SPREAD = 2.5  # standard deviation of greys, of 255, below which nothing can be seen
BLACK_MEAN, WHITE_MEAN = 6.0, 250.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a judge says. score: higher is better, to choose among pictures that were all refused."""

    accepted: bool
    score: float
    reason: str = ""


class Judge(Protocol):
    """Looks at a painted picture. picture: uint8 (height, width, 3)."""

    def __call__(self, picture: Picture, stage: Stage) -> Verdict: ...


def plain_judge(picture: Picture, stage: Stage) -> Verdict:  # noqa: ARG001  a judge takes the stage
    """Refuse blank, black and white pictures."""
    greys = picture.mean(axis=2)
    spread, mean = float(greys.std()), float(greys.mean())
    score = min(spread / 64, 1.0)
    if mean < BLACK_MEAN:
        return Verdict(accepted=False, score=score, reason="the picture is black")
    if spread < BLANK_SPREAD or mean > WHITE_MEAN:
        return Verdict(accepted=False, score=score, reason="the picture is blank")
    return Verdict(accepted=True, score=score)


def no_judge(picture: Picture, stage: Stage) -> Verdict:  # noqa: ARG001
    """Accept everything."""
    return Verdict(accepted=True, score=1.0)


class HeadsJudge:
    """Refuses pictures whose people are missing, doubled, or of another size than the stage's."""

    def __init__(self, card: ModelCard) -> None:
        """Take the detector that the card names. Raises: UnknownNameError or ImportError where it cannot be had."""
        self._find_heads: FindHeads = load("head_detectors", card.head_detector)

    def __call__(self, picture: Picture, stage: Stage) -> Verdict:
        """Compare the heads that are found with those of the stage."""
        from screenplay2board.render.sketch.maps import heads

        found = [(bottom - top) / picture.shape[0] for _, top, _, bottom in self._find_heads(picture)]
        return compared(found, heads(stage), stage.camera.frame_px[1])


def compared(found: Sequence[float], staged: Sequence[SeenHead], frame_height_px: int) -> Verdict:
    """Return what heads that were found say of a picture. found: their heights, of the frame's. staged: the stage's.

    More than the stage has are too many, none where one is plain to see are too few. The largest must be as high as
    one of the stage's, give or take a step of shot sizes.
    """
    seen = [head for head in staged if head.shown > 0]
    if len(found) > len(seen):
        return Verdict(accepted=False, score=0.25, reason=f"{_heads(len(found))} found, the stage has {len(seen)}")
    plain = [
        share
        for head in seen
        if head.shown >= SHOWN_FROM and FINDABLE[0] <= (share := head.height / frame_height_px) <= FINDABLE[1]
    ]
    if not plain:
        return Verdict(accepted=True, score=1.0)  # a thing, a place, or people of whom too little is seen to measure
    if not found:
        return Verdict(accepted=False, score=0.0, reason=f"no head is found, the stage has {len(plain)}")
    largest = max(found)
    nearest = min(plain, key=lambda share: abs(log(largest / share)))
    away = abs(log(largest / nearest)) / log(STEP)
    score = min(1.0, len(found) / len(plain)) / (1.0 + away)
    if away <= 1.0:
        return Verdict(accepted=True, score=score)
    reason = f"the largest head is {largest:.2f} of the frame's height, the stage has {nearest:.2f}"
    return Verdict(accepted=False, score=score, reason=reason)


def _heads(number: int) -> str:
    return "1 head is" if number == 1 else f"{number} heads are"
