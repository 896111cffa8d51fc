"""How long and how wide a person is, from their look.

Enters: a `CharacterLook`. Leaves: `Proportions` in metres, read by the skeleton and the garments.
Source: Drillis and Contini, Body Segment Parameters (1966), with a head a little larger than life, as boards draw it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.garments import garment_of
from screenplay2board.stage.geometry import Array

TORSO_START = -0.16  # share of the way from the pelvis to the neck where the torso begins: the crotch
TORSO_END = 1.015


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportions:
    """Lengths in metres. shoulder_m, hip_m: half the distance between the joints.

    torso_place: shares (n,) of the way from pelvis to neck; torso_across, torso_deep: half widths (n,) of the bare body
    there; torso_ahead: how far (n,) the middle of the body lies before the spine. girth scales the limbs.
    ease_m: how far the top stands off the body.
    """

    height_m: float
    head_m: float
    thigh_m: float
    shin_m: float
    ankle_m: float
    upper_arm_m: float
    forearm_m: float
    torso_m: float
    neck_m: float
    shoulder_m: float
    hip_m: float
    neck_radius_m: float
    girth: float
    hand_scale: float
    foot_scale: float
    ease_m: float
    torso_place: Array
    torso_across: Array
    torso_deep: Array
    torso_ahead: Array

    @property
    def leg_m(self) -> float:
        """Return the length from hip joint to ankle of a straight leg."""
        return self.thigh_m + self.shin_m

    @property
    def arm_m(self) -> float:
        """Return the length from shoulder joint to wrist of a straight arm."""
        return self.upper_arm_m + self.forearm_m

    def torso_at(self, place: float) -> tuple[float, float, float]:
        """Return (half width, half depth, offset ahead) of the clothed torso at `place`."""
        across, deep, ahead = (
            float(np.interp(place, self.torso_place, column))
            for column in (self.torso_across, self.torso_deep, self.torso_ahead)
        )
        return across + self.ease_m, deep + self.ease_m, ahead


@lru_cache(maxsize=256)
def proportions_of(look: CharacterLook) -> Proportions:
    """Return the proportions of a person of this age, gender, height and weight."""
    height = look.height_m
    child, female = look.age == "child", look.gender == "female"
    youth = _youth(look)  # 1 small child ... 0 grown
    head = max(height * (0.146 + 0.036 * youth), 0.205)
    neck = height * (0.036 - 0.010 * youth)
    torso = height * (0.300 + 0.012 * youth)
    ankle = height * 0.043
    leg = (height - 0.92 * head - neck - torso - 0.012 * height - ankle) / 0.975
    slim, shape = 0.5 + 0.5 * look.weight, _shape(look)
    shoulder = height * ((0.080 if female else 0.090) - 0.006 * youth) * (0.62 + 0.38 * look.weight) * shape.shoulder
    girth = height * slim * shape.girth * (0.93 if female else 1.0) * (0.94 if look.age in ("teen", "elder") else 1.0)
    neck_radius = height * (0.026 if female or child else 0.031) * (0.6 + 0.4 * look.weight) * shape.neck
    place, across, deep, ahead = _torso(look, height * slim, shoulder, neck_radius)
    return Proportions(
        height_m=height,
        head_m=head,
        thigh_m=leg * 0.505,
        shin_m=leg * 0.495,
        ankle_m=ankle,
        upper_arm_m=height * (0.166 - 0.006 * youth),
        forearm_m=height * (0.143 - 0.004 * youth),
        torso_m=torso,
        neck_m=neck,
        shoulder_m=shoulder,
        hip_m=height * (0.051 if female else 0.049) * (0.75 + 0.25 * look.weight),
        neck_radius_m=neck_radius,
        girth=girth * (1.0 + 0.06 * youth),
        hand_scale=height / 1.75 * (0.92 if female else 1.0) * (1.0 + 0.15 * youth),
        foot_scale=height / 1.75 * (0.93 if female else 1.0) * (1.0 + 0.12 * youth),
        ease_m=garment_of(look).ease * height,
        torso_place=place,
        torso_across=across,
        torso_deep=deep,
        torso_ahead=ahead,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What a build does beyond weight and height, as factors: of shoulders, chest, waist, limbs and neck.

    belly: how far it stands out, in body heights; stoop_deg: how far the back is bent.
    """

    shoulder: float = 1.0
    chest: float = 1.0
    waist: float = 1.0
    girth: float = 1.0
    neck: float = 1.0
    belly: float = 0.0
    stoop_deg: float = 0.0


_SHAPES: Mapping[str, _Shape] = {
    "average": _Shape(),
    "slim": _Shape(waist=0.97, girth=0.97),
    "wiry": _Shape(shoulder=1.02, waist=0.94, girth=0.94),
    "frail": _Shape(shoulder=0.94, chest=0.94, girth=0.92, neck=0.90, stoop_deg=4.0),
    "athletic": _Shape(shoulder=1.06, chest=1.04, waist=0.95, girth=1.03, neck=1.05),
    "muscular": _Shape(shoulder=1.19, chest=1.18, waist=0.96, girth=1.15, neck=1.28),
    "stocky": _Shape(shoulder=1.07, chest=1.08, waist=1.12, girth=1.08, neck=1.14),
    "heavy": _Shape(neck=1.08),
    "tall": _Shape(),
    "small": _Shape(),
    "pregnant": _Shape(belly=0.046),
    "bent": _Shape(stoop_deg=15.0),
}
_ELDER_STOOP_DEG = 8.0


def stoop_deg(look: CharacterLook) -> float:
    """Return how far the back of a person is bent ahead."""
    return _shape(look).stoop_deg + (_ELDER_STOOP_DEG if look.age == "elder" else 0.0)


def _shape(look: CharacterLook) -> _Shape:
    return _SHAPES.get(look.build, _SHAPES["average"])


def _youth(look: CharacterLook) -> float:
    """Return 1 for the build of a small child, more for a toddler, falling to 0 with the height of a grown person."""
    if look.age == "child":
        return float(np.clip((1.55 - look.height_m) / 0.40, 0.35, 1.35))
    return 0.2 if look.age == "teen" else 0.0


def _torso(look: CharacterLook, size: float, shoulder: float, neck: float) -> tuple[Array, Array, Array, Array]:
    """Return the rings of the bare torso; `size` is the height scaled by the weight, `neck` the neck's radius."""
    height = look.height_m
    female, youth, shape = look.gender == "female", _youth(look), _shape(look)
    curve = 1.0 - 0.8 * youth  # children have neither waist nor bust
    belly = max(0.0, look.weight - 1.0) * 0.13 * height + (0.006 * height if look.age == "elder" else 0.0)
    belly += 0.008 * height * youth
    hip = (0.097 if female else 0.092) * size * (1.0 - 0.06 * youth)
    waist = (0.078 if not female else 0.078 - 0.013 * curve) * size * (1.0 + 0.45 * max(0.0, look.weight - 1.0))
    waist *= shape.waist
    chest = (0.083 if female else 0.097) * size * shape.chest
    front = shape.belly * height
    depth = 0.062 * size
    bust = 0.007 * height * curve if female else 0.0
    rings = (  # place, half width, half depth, ahead
        (-0.16, hip * 0.70, depth * 0.80, -0.006 * height),
        (-0.06, hip * 0.98, depth * 1.06, -0.010 * height),
        (0.06, hip, depth * 1.02 + belly * 0.3, -0.006 * height + belly * 0.3),
        (
            0.20,
            hip * 0.42 + waist * 0.56,
            depth * 0.92 + belly + front * 0.8,
            belly * 0.8 - 0.002 * height + front * 0.7,
        ),
        (0.34, waist + front * 0.25, depth * 0.86 + belly + front, belly * 0.8 + 0.003 * height + front),
        (
            0.52,
            waist * 0.38 + chest * 0.63,
            depth * 0.98 + belly * 0.4 + front * 0.5,
            0.006 * height + belly * 0.3 + front * 0.5,
        ),
        (0.66, chest, depth * 1.12 + bust * 0.6, 0.008 * height + bust * 0.8),
        (0.76, chest * 1.0, depth * 1.08 + bust * 0.35, 0.004 * height + bust * 0.5),
        (0.84, chest * 0.55 + shoulder * 0.50, depth * 0.95, -0.002 * height),
        (0.91, shoulder * 0.93, depth * 0.76, -0.007 * height),
        (0.955, shoulder * 0.70, depth * 0.66, -0.008 * height),
        (0.99, shoulder * 0.47, depth * 0.62, -0.006 * height),
        (TORSO_END, neck * 1.04, neck * 1.10, 0.000 * height),
    )
    columns = np.array(rings, dtype=np.float64).T
    return columns[0], columns[1], columns[2], columns[3]
