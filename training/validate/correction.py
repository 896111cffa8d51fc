"""What share of pictures truly has the size that was asked for, when the judge that says so errs.

Enters: a judge's answers and its confusion on labelled pictures. Leaves: raw and corrected shares with intervals.
With A the confusion (rows of truth) and q the shares of answers to one asked size, q = A^T p for the true shares p: so
p is inv(A^T) q, brought to the nearest point of the simplex, and its component of the asked size is the accuracy.
Where a judge may have no answer, A has one more column and the inverse is the pseudo-inverse.
Source: the method that this project starts from; Forman 2008, Quantifying counts and costs via classification;
Duchi et al. 2008, Efficient projections onto the l1-ball, for the projection. NumPy alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from screenplay2board.diagnostics import Diagnostics
from training.validate.confusion import SIZE_CLASSES, UNSURE, Classes, Confusion, Counts

Shares = npt.NDArray[np.float64]
Interval = tuple[float, float]

# Beyond it a hundredth more of some answer moves the corrected shares by half: the judge tells two sizes not apart.
LARGEST_CONDITION = 50.0
RESAMPLES = 2000
CERTAINTY = 0.95
Z = 1.959964  # of the normal distribution, for that certainty
PRIOR = 0.5  # Jeffreys: an answer never seen in n pictures may still come, about once in 2n


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """How often an asked size came. answers: counts in the order of the classes, then of none at all.

    shares: corrected, of all sizes. The intervals hold 95 per cent: raw by Wilson's score, corrected by resampling.
    unexplained: share of answers that no true shares explain: painted pictures deceive the judge as labelled ones do
    not, and the corrected shares are to be doubted.
    """

    asked: str
    answers: tuple[int, ...]
    raw: float
    raw_interval: Interval
    shares: tuple[float, ...]
    interval: Interval
    unexplained: float
    classes: Classes = SIZE_CLASSES

    @property
    def corrected(self) -> float:
        """Return the corrected share of pictures that have the asked size."""
        return self.shares[self.classes.keys.index(self.asked)]

    def as_json(self) -> dict[str, Any]:
        """Return it for a report."""
        return {
            "asked": self.asked, "pictures": sum(self.answers), "answers": list(self.answers),
            "raw": round(self.raw, 4), "raw_interval": [round(end, 4) for end in self.raw_interval],
            "corrected": round(self.corrected, 4), "corrected_interval": [round(end, 4) for end in self.interval],
            "corrected_shares": [round(share, 4) for share in self.shares],
            "unexplained": round(self.unexplained, 4),
        }  # fmt: skip


def check_confusion(confusion: Confusion, judge: str, diagnostics: Diagnostics) -> bool:
    """Tell whether answers can be corrected by `confusion`; what stands in the way is reported."""
    classes = confusion.classes
    empty = [key for key, total in zip(classes.keys, confusion.totals, strict=True) if not total]
    if empty:
        told = ", ".join(f"`{key}` ({classes.names[key]})" for key in empty)
        hint = "add labelled pictures of it to the calibration dataset"
        diagnostics.error("S2B842", f"the judge `{judge}` was measured on no picture of {told}", hint=hint)
        return False
    condition = float(np.linalg.cond(confusion.rates))
    if condition <= LARGEST_CONDITION:
        return True
    found = "cannot be inverted" if not np.isfinite(condition) or condition > 1e12 else f"has condition {condition:.0f}"
    message = f"the confusion of the judge `{judge}` {found}, expected at most {LARGEST_CONDITION:.0f}"
    diagnostics.error(
        "S2B842", message, hint=f"it tells some {classes.what}s not apart: nothing can be corrected by it"
    )
    return False


def projected(points: Shares) -> Shares:
    """Return the nearest points of the probability simplex. points: float64 (..., classes), any real numbers."""
    falling = -np.sort(-points, axis=-1)
    excess = np.cumsum(falling, axis=-1) - 1.0
    ranks = np.arange(1, points.shape[-1] + 1)
    kept = (falling - excess / ranks > 0).sum(axis=-1, keepdims=True)  # so many components stay above 0
    threshold = np.take_along_axis(excess, kept - 1, axis=-1) / kept
    return np.maximum(points - threshold, 0.0)


def corrected_shares(answered: Shares, rates: Shares) -> Shares:
    """Return the true shares. answered: float64 (..., answers) shares; rates: float64 (..., 3 true, answers).

    `check_confusion` tells before whether `rates` can be inverted at all.
    """
    inverse = np.linalg.pinv(np.swapaxes(rates, -1, -2))  # (..., 3 true, answers)
    solved: Shares = (inverse @ answered[..., None])[..., 0].astype(np.float64)
    return projected(solved)


def estimate(
    answers: Sequence[int] | Counts, asked: str, confusion: Confusion, *, seed: int, resamples: int = RESAMPLES
) -> Estimate:
    """Return how often `asked` came, from the judge's answers (places in its classes) to pictures that asked for it.

    The interval is a Bayesian bootstrap (Rubin 1981) over prompts and calibration alike: it does not shrink to nothing
    where all answers are right. The seed settles it. Raises: ValueError where there are no answers.
    """
    place = confusion.classes.keys.index(asked)
    counts = np.bincount(np.asarray(answers, dtype=np.int64), minlength=UNSURE + 1)
    total = int(counts.sum())
    if not total:
        raise ValueError(f"no answers for `{asked}`")
    raw = float(counts[place]) / total
    rng = np.random.default_rng((seed, place))
    judge_may_pass = bool(counts[UNSURE] or confusion.counts[:, UNSURE].any())
    known = UNSURE + int(judge_may_pass)
    drawn = rng.dirichlet(counts[:known] + PRIOR, resamples)  # (resamples, known)
    rows = [rng.dirichlet(row[:known] + PRIOR, resamples) for row in confusion.counts]
    rates = np.stack(rows, axis=1)  # (resamples, 3, known)
    components = corrected_shares(drawn, rates)[:, place]
    rest = (1 - CERTAINTY) / 2
    low, high = np.quantile(components, (rest, 1 - rest))
    shares = corrected_shares(counts / total, confusion.rates)
    return Estimate(
        asked=asked,
        classes=confusion.classes,
        answers=tuple(int(count) for count in counts),
        raw=raw,
        raw_interval=wilson(int(counts[place]), total),
        shares=tuple(float(share) for share in shares),
        # the prior pulls inward: a share of exactly 0 or 1 may lie at the very end
        interval=(min(float(low), float(shares[place])), max(float(high), float(shares[place]))),
        unexplained=float(np.abs(shares @ confusion.rates - counts / total).sum() / 2),
    )


def wilson(hits: int, total: int) -> Interval:
    """Return Wilson's score interval of a share, at 95 per cent. Source: Wilson 1927."""
    share, z2 = hits / total, Z * Z
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    reach = Z / (1 + z2 / total) * float(np.sqrt(share * (1 - share) / total + z2 / (4 * total * total)))
    return max(0.0, middle - reach), min(1.0, middle + reach)
