"""What else than the size can be measured on pictures of the same prompts: do they keep their content, do they differ?

Enters: pictures. Leaves: numbers. Without the weights of an embedding model, pictures are compared by plain features:
`tones` (how much of each grey there is: clothes, hair, background, whatever the framing) and `layout` (the picture at
16 px, which tells two drawings apart but knows nothing of what they show).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage

from screenplay2board.render.diffusion.judge import Picture

Features = npt.NDArray[np.float64]

TONES = 8  # steps of grey
LAYOUT_PX = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """How far pictures of one prompt and seed lie apart under two tokens, and those of two prompts under the same two.

    kept: 1 - same / other; 1 where nothing but the token matters, 0 where a prompt is not heard at all.
    """

    same: float
    other: float

    @property
    def kept(self) -> float:
        """Return the share of the difference between prompts that a change of token leaves alone."""
        return 1.0 - self.same / self.other if self.other > 0 else 0.0


def tones(picture: Picture) -> Features:
    """Return float64 (8): the share of each step of grey."""
    counts = np.bincount((picture.mean(axis=2) * TONES / 256).astype(np.int64).ravel(), minlength=TONES)
    return counts / counts.sum()


def layout(picture: Picture) -> Features:
    """Return float64 (256): the picture's greys at 16 x 16, 0 to 1."""
    small = PillowImage.fromarray(picture).convert("L").resize((LAYOUT_PX, LAYOUT_PX), PillowImage.Resampling.BOX)
    return np.asarray(small, dtype=np.float64).ravel() / 255


def consistency(columns: Sequence[Features]) -> Consistency:
    """Return how much of a prompt's content outlives a change of token.

    columns: float64 (prompts, features) for each token, rows in the same order. Distances are the mean of absolute
    differences; `other` takes every pair of different prompts.
    """
    same, other = list[float](), list[float]()
    for place, first in enumerate(columns):
        for second in columns[place + 1 :]:
            apart = _distances(first, second)
            count = len(apart)
            same.append(float(np.trace(apart)) / count)
            other.append(float(apart.sum() - np.trace(apart)) / max(count * (count - 1), 1))
    return Consistency(same=float(np.mean(same)), other=float(np.mean(other)))


def diversity(features: Features) -> float:
    """Return the mean distance between two different pictures; 0 where there are no two. features: (n, features)."""
    count = len(features)
    return float(_distances(features, features).sum() / (count * (count - 1))) if count > 1 else 0.0


def _distances(first: Features, second: Features) -> Features:
    """Return float64 (n, m): the mean absolute difference of every row of one to every row of the other."""
    return np.stack([np.abs(second - row).mean(axis=1) for row in first])
