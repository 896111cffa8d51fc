"""How often a judge takes one size of shot, or one angle of the camera, for another.

Enters: true and answered classes. Leaves: `Confusion`, counts with rows of truth and columns of answers; a judge may
have no answer, which is a column of its own. NumPy alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt

from screenplay2board.plan.types import CameraAngle
from screenplay2board.render.diffusion.cards import TOKEN_NAMES, TOKENS
from training.dataset import Sample

Counts = npt.NDArray[np.int64]
Rates = npt.NDArray[np.float64]

ANGLES: tuple[CameraAngle, ...] = ("eye", "high", "low")  # the classes of judges of angles
UNSURE = len(TOKENS)  # the answer of a judge that cannot tell: it found no head, or said something else


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """Three classes that a judge tells apart. what: of which kind they are. keys: in order. names: for people."""

    what: Literal["size", "angle"]
    keys: tuple[str, ...]
    names: Mapping[str, str]

    def of(self, sample: Sample) -> str:
        """Return the class of a labelled picture; empty where it is none of these."""
        key = sample.token if self.what == "size" else sample.angle or ""
        return key if key in self.keys else ""


SIZE_CLASSES = Classes(what="size", keys=TOKENS, names=TOKEN_NAMES)
ANGLE_CLASSES = Classes(what="angle", keys=ANGLES, names={"eye": "eye level", "high": "high", "low": "low"})
CLASSES = {classes.what: classes for classes in (SIZE_CLASSES, ANGLE_CLASSES)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Confusion:
    """What a judge answered to pictures whose class is known. counts: int64 (3 true, 3 answered and no answer)."""

    counts: Counts
    classes: Classes = SIZE_CLASSES

    @property
    def totals(self) -> Counts:
        """Return how many pictures of each true class were looked at."""
        return self.counts.sum(axis=1)

    @property
    def rates(self) -> Rates:
        """Return float64 (3 true, 4 answers): the share of each answer to a true class; zeros where none was seen."""
        return self.counts / np.maximum(self.totals, 1)[:, None]

    @property
    def right(self) -> Rates:
        """Return float64 (3): the share of right answers to each true class."""
        return np.diag(self.rates[:, :UNSURE])

    @property
    def accuracy(self) -> float:
        """Return the mean over the classes of the share of right answers: no class weighs more than another."""
        return float(self.right.mean())

    def as_json(self) -> dict[str, Any]:
        """Return counts and shares for a report."""
        return {
            "classes": list(self.classes.keys), "counts": self.counts[:, :UNSURE].tolist(),
            "unsure": self.counts[:, UNSURE].tolist(), "pictures": int(self.counts.sum()),
            "right": {key: round(float(share), 4) for key, share in zip(self.classes.keys, self.right, strict=True)},
            "accuracy": round(self.accuracy, 4),
        }  # fmt: skip

    def told(self) -> str:
        """Return the matrix as a small table of text, rows of truth."""
        names = [self.classes.names[key] for key in self.classes.keys]
        heads = [*names, "unsure", "right"]
        lines = ["true \\ said".ljust(12) + "".join(head.rjust(10) for head in heads)]
        for name, row, right in zip(names, self.counts, self.right, strict=True):
            lines.append(name.ljust(12) + "".join(f"{count:10d}" for count in row) + f"{right:10.3f}")
        return "\n".join(lines)


def confusion_of(
    truth: Sequence[int] | Counts, answers: Sequence[int] | Counts, classes: Classes = SIZE_CLASSES
) -> Confusion:
    """Return the confusion of answers, both as places in `classes.keys`, or `UNSURE`."""
    counts = np.zeros((len(TOKENS), len(TOKENS) + 1), dtype=np.int64)
    np.add.at(counts, (np.asarray(truth, dtype=np.int64), np.asarray(answers, dtype=np.int64)), 1)
    return Confusion(counts=counts, classes=classes)


def confusion_from(data: object) -> Confusion | None:
    """Return the confusion that `as_json` wrote; None where it is none."""
    if not isinstance(data, dict):
        return None
    found = cast("dict[str, Any]", data)
    try:
        counts = np.asarray(found.get("counts"), dtype=np.int64)
        unsure = np.asarray(found.get("unsure", [0] * len(TOKENS)), dtype=np.int64)
    except (TypeError, ValueError, OverflowError):
        return None
    side = len(TOKENS)
    classes = next((one for one in CLASSES.values() if found.get("classes") == list(one.keys)), None)
    if classes is None or counts.shape != (side, side) or unsure.shape != (side,):
        return None
    whole = np.column_stack([counts, unsure])
    return None if bool((whole < 0).any()) else Confusion(counts=whole, classes=classes)
