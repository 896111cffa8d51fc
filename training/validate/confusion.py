"""How often a judge takes one size of shot for another.

Enters: true and answered classes. Leaves: `Confusion`, counts with rows of truth and columns of answers. NumPy alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Rates = npt.NDArray[np.float64]

# The classes of all judges, in this order, by trigger token; docs/film.md says which sizes each stands for.
TOKENS = ("<cu_trg>", "<ms_trg>", "<fs_trg>")
NAMES: Mapping[str, str] = {"<cu_trg>": "close-up", "<ms_trg>": "medium", "<fs_trg>": "full"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Confusion:
    """What a judge answered to pictures whose class is known. counts: int64 (3 true, 3 answered)."""

    counts: Counts

    @property
    def totals(self) -> Counts:
        """Return how many pictures of each true class were looked at."""
        return self.counts.sum(axis=1)

    @property
    def rates(self) -> Rates:
        """Return float64 (3 true, 3 answered): the share of each answer to a true class; zeros where none was seen."""
        return self.counts / np.maximum(self.totals, 1)[:, None]

    @property
    def accuracy(self) -> float:
        """Return the mean over the classes of the share of right answers: no class weighs more than another."""
        return float(np.diag(self.rates).mean())

    def as_json(self) -> dict[str, Any]:
        """Return counts and shares for a report."""
        right = {token: round(float(share), 4) for token, share in zip(TOKENS, np.diag(self.rates), strict=True)}
        return {
            "classes": list(TOKENS), "counts": self.counts.tolist(), "pictures": int(self.counts.sum()),
            "right": right, "accuracy": round(self.accuracy, 4),
        }  # fmt: skip

    def told(self) -> str:
        """Return the matrix as a small table of text, rows of truth."""
        width = max(len(NAMES[token]) for token in TOKENS) + 2
        lines = [
            "".join(["true \\ said".ljust(13), *(NAMES[token].rjust(width) for token in TOKENS), "  right".rjust(9)])
        ]
        for token, row, rates in zip(TOKENS, self.counts, self.rates, strict=True):
            right = rates[TOKENS.index(token)]
            lines.append(
                "".join([NAMES[token].ljust(13), *(str(count).rjust(width) for count in row), f"{right:9.3f}"])
            )
        return "\n".join(lines)


def confusion_of(truth: Sequence[int] | Counts, answers: Sequence[int] | Counts) -> Confusion:
    """Return the confusion of answers, both as places in `TOKENS`."""
    counts = np.zeros((len(TOKENS), len(TOKENS)), dtype=np.int64)
    np.add.at(counts, (np.asarray(truth, dtype=np.int64), np.asarray(answers, dtype=np.int64)), 1)
    return Confusion(counts=counts)


def confusion_from(data: object) -> Confusion | None:
    """Return the confusion that `as_json` wrote; None where it is none."""
    if not isinstance(data, dict):
        return None
    found = cast("dict[str, Any]", data)
    try:
        counts = np.asarray(found.get("counts"), dtype=np.int64)
    except (TypeError, ValueError, OverflowError):
        return None
    if found.get("classes") != list(TOKENS) or counts.shape != (len(TOKENS), len(TOKENS)) or bool((counts < 0).any()):
        return None
    return Confusion(counts=counts)
