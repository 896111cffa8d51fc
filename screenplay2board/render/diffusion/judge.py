"""The quality gate: is there a picture at all, and is the shot as large as the stage says?

Enters: a painted picture and its stage. Leaves: a `Verdict`. Judges are plug-ins (entry points
`screenplay2board.judges`); `plain` needs nothing but the picture, `framing` (framing.py) a small network that comes
with the program. No detector that finds heads in drawings does: `heads` takes one from the entry points
`screenplay2board.head_detectors`, which is to be calibrated on one's own drawings before it refuses any.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from screenplay2board.plan.types import ShotSize
from screenplay2board.registry import load, names
from screenplay2board.stage.types import Stage

Picture = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels
FindHeads = Callable[[Picture], Sequence[Box]]

HEAD_POINTS = [0, 14, 15, 16, 17]  # nose, eyes and ears among the points of a body, in OpenPose's order
UNFINDABLE: frozenset[ShotSize] = frozenset({"ECU", "ELS"})  # a head is larger than the frame, or a few pixels

BLANK_SPREAD = 2.5  # standard deviation of greys, of 255, below which nothing can be seen
BLACK_MEAN, WHITE_MEAN = 6.0, 250.0
# Head height through frame height, docs/film.md, with a tenth of tolerance at both ends.
HEAD_SHARES: dict[ShotSize, tuple[float, float]] = {
    "ECU": (1.08, 9.0), "CU": (0.40, 0.83), "MCU": (0.27, 0.50), "MS": (0.18, 0.33), "MLS": (0.126, 0.22),
    "FS": (0.08, 0.143), "LS": (0.036, 0.10), "ELS": (0.0, 0.044),
}  # fmt: skip


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
    """Refuses pictures with too few or too many heads, or with heads that do not fit the shot's size."""

    def __init__(self, find_heads: FindHeads) -> None:
        self._find_heads = find_heads

    def __call__(self, picture: Picture, stage: Stage) -> Verdict:
        """Compare heads, chin to crown, with those that the stage shows and with the crop lines of its shot size."""
        if not stage.subject_figures:
            return Verdict(accepted=True, score=1.0)
        low, high = HEAD_SHARES[stage.size]
        heads = [(bottom - top) / picture.shape[0] for _, top, _, bottom in self._find_heads(picture)]
        if not heads:
            return Verdict(accepted=stage.size in UNFINDABLE, score=0.0, reason="no head can be found")
        most = heads_in_frame(stage)
        if len(heads) > max(most, 1):
            return Verdict(accepted=False, score=0.25, reason=f"{len(heads)} heads can be found, the stage has {most}")
        largest = max(heads)
        away = max(low - largest, largest - high, 0.0) / max(high - low, 1e-6)
        reason = f"the head is {largest:.2f} of the frame, a {stage.size} has {low:.2f} to {high:.2f}" if away else ""
        return Verdict(accepted=away == 0.0, score=1.0 / (1.0 + away), reason=reason)


def heads_in_frame(stage: Stage) -> int:
    """Return how many heads stand before the camera and inside the frame, also those that somebody hides."""
    from screenplay2board.render.sketch.maps import keypoints
    from screenplay2board.render.sketch.people import OUTSIDE

    return sum(bool((person.body[HEAD_POINTS, 2] != OUTSIDE).any()) for person in keypoints(stage))


@cache
def _detector() -> FindHeads:
    return load("head_detectors", names("head_detectors")[0])


def heads_judge(picture: Picture, stage: Stage) -> Verdict:
    """Judge by the first detector of heads that is installed. Raises: IndexError where there is none."""
    return HeadsJudge(_detector())(picture, stage)
