"""The quality gate: is there a picture at all, and is the shot as large as the stage says?

Enters: a painted picture and its stage. Leaves: a `Verdict`. Judges are plug-ins (entry points
`screenplay2board.judges`); `plain` needs nothing but the picture. No detector that finds heads in drawings comes with
the program: `HeadHeightJudge` takes one, and is to be calibrated on one's own drawings before it refuses any.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from screenplay2board.plan.types import ShotSize
from screenplay2board.stage.types import Stage

Picture = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels

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


class HeadHeightJudge:
    """Refuses pictures whose largest head does not fit the shot's size, and whatever `plain_judge` refuses."""

    def __init__(self, find_heads: Callable[[Picture], Sequence[Box]]) -> None:
        self._find_heads = find_heads

    def __call__(self, picture: Picture, stage: Stage) -> Verdict:
        """Compare the largest head, chin to crown, with the crop lines of the stage's shot size."""
        plain = plain_judge(picture, stage)
        if not plain.accepted or not stage.subject_figures:
            return plain
        low, high = HEAD_SHARES[stage.size]
        heads = [(bottom - top) / picture.shape[0] for _, top, _, bottom in self._find_heads(picture)]
        if not heads:
            return Verdict(accepted=stage.size in ("ELS", "ECU"), score=0.0, reason="no head can be found")
        largest = max(heads)
        away = max(low - largest, largest - high, 0.0) / max(high - low, 1e-6)
        reason = f"the head is {largest:.2f} of the frame, a {stage.size} has {low:.2f} to {high:.2f}" if away else ""
        return Verdict(accepted=away == 0.0, score=1.0 / (1.0 + away), reason=reason)
