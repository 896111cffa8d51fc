"""The lines that years draw on a face, each from the age at which it comes.

Enters: a `Face`. Leaves: lines in its pen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screenplay2board.stage.body.head.face import Face
from screenplay2board.stage.geometry import Array


@dataclass(frozen=True, slots=True)
class _Line:
    """A wrinkle on both sides. years: from which age; x, y: head heights; at_eye: from the eye, else from the middle.

    min_px: smallest head it is drawn on; it deepens with age.
    """

    years: int
    x: tuple[float, ...]
    y: tuple[float, ...]
    min_px: float
    weight: float = 0.6
    at_eye: bool = False


_PAIRS: tuple[_Line, ...] = (
    _Line(38, (0.074, 0.104, 0.124), (-0.125, -0.16, -0.20), 110, 0.6),  # from the nose to the mouth
    _Line(44, (0.082, 0.114), (-0.004, 0.012), 170, 0.45, at_eye=True),  # crow's feet
    _Line(52, (-0.034, 0.012, 0.048), (-0.050, -0.062, -0.050), 90, 0.55, at_eye=True),  # bags
    _Line(54, (0.066, 0.100, 0.128, 0.128), (-0.10, -0.15, -0.205, -0.25), 55, 0.8),
    _Line(56, (0.082, 0.118), (-0.010, -0.030), 130, 0.5, at_eye=True),
    _Line(62, (0.128, 0.140, 0.132), (-0.262, -0.30, -0.345), 75, 0.65),  # from the mouth to the chin
    _Line(68, (-0.030, 0.020, 0.058), (-0.070, -0.088, -0.074), 90, 0.5, at_eye=True),
    _Line(72, (0.190, 0.215, 0.205), (-0.085, -0.15, -0.235), 75, 0.6),  # hollow cheeks
    _Line(74, (0.080, 0.112), (0.012, 0.040), 120, 0.5, at_eye=True),
    _Line(78, (0.040, 0.044), (-0.185, -0.206), 150, 0.45),  # over the lip
    _Line(80, (0.165, 0.195, 0.190), (-0.30, -0.335, -0.375), 80, 0.55),  # jowls
)
_FOREHEAD = ((48, 0.250, 0.10), (58, 0.295, 0.13), (68, 0.205, 0.11), (78, 0.335, 0.10))  # years, y, half width


def draw_age(face: Face) -> None:
    """Draw the lines of an age; the older, the deeper, and from smaller heads on."""
    years, traits = face.years, face.traits
    for line in _PAIRS:
        if years < line.years:
            continue
        deeper = min(1.0 + (years - line.years) / 60.0, 1.4)
        for side in (1, -1):
            x, y = side * np.array(line.x), np.array(line.y)
            if line.at_eye:
                x, y = x + side * traits.eye_x, y + traits.eye_y
            face.ink.line(face.at(x, y), line.weight * deeper, face.soft(0.16), line.min_px / deeper)
    for from_years, y, half in _FOREHEAD:
        if years >= from_years and y < face.brow_limit_y - 0.03:
            _draw_furrow(face, y + 0.3 * (traits.eye_y - 0.045), half)


def _draw_furrow(face: Face, y: float, half: float) -> None:
    wave: Array = 0.006 * np.sin(np.arange(7) + face.look.seed % 5)
    face.ink.line(face.at(np.linspace(-half, half, 7), y + wave), 0.55, face.soft(0.2), 100)
