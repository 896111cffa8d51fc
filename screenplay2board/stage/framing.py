"""The rules of shot sizes, angles and lenses as numbers, for the camera.

Source: the table of sizes and crop lines in docs/film.md. Head heights are shares of the frame's height.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from screenplay2board.plan.types import CameraAngle, CharacterLook, Lens, ShotSize
from screenplay2board.stage.body.head.headwear import stands_above

EYE_LINE = 0.38  # eyes of an extreme close-up, a little above the middle
DUTCH_ROLL_DEG = 13.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeRule:
    """How one shot size is framed.

    head: the range of the head's height. target: what is aimed at; hair makes a head look about a tenth higher.
    headroom: share of the frame above the hair. fov_deg: of the normal lens. eye: camera height as a share
    of the eyes'. whole: the body is inside the frame.
    """

    head: tuple[float, float]
    target: float
    headroom: float
    fov_deg: float
    eye: float = 1.0
    whole: bool = False

    def ratio_for(self, look: CharacterLook) -> float:
        """Return the head's height to aim at, so that a head with the hair of `look` stays in the range."""
        return max(min(self.target, (self.head[1] - 0.006) / (1 + hair_above(look, hat=False))), self.head[0] * 1.03)


SIZES: Mapping[ShotSize, SizeRule] = {
    "ECU": SizeRule(head=(1.20, inf), target=1.38, headroom=0.0, fov_deg=19.0),
    "CU": SizeRule(head=(0.45, 0.75), target=0.60, headroom=0.055, fov_deg=21.0),
    "MCU": SizeRule(head=(0.30, 0.45), target=0.385, headroom=0.085, fov_deg=24.0),
    "MS": SizeRule(head=(0.20, 0.30), target=0.262, headroom=0.10, fov_deg=27.0),
    "MLS": SizeRule(head=(0.14, 0.20), target=0.174, headroom=0.10, fov_deg=29.0, eye=0.95),
    "FS": SizeRule(head=(0.09, 0.13), target=0.113, headroom=0.10, fov_deg=32.0, eye=0.82, whole=True),
    "LS": SizeRule(head=(0.04, 0.09), target=0.062, headroom=0.30, fov_deg=36.0, eye=0.95, whole=True),
    "ELS": SizeRule(head=(0.0, 0.04), target=0.024, headroom=0.45, fov_deg=40.0, eye=1.3, whole=True),
}

# Positive looks up. Level for dutch: the roll is enough unease.
PITCH_DEG: Mapping[CameraAngle, float] = {
    "eye": 0.0, "low": 17.0, "high": -27.0, "overhead": -80.0, "worm": 36.0, "dutch": 0.0,
}  # fmt: skip


def pitch_deg(angle: CameraAngle, size: ShotSize) -> float:
    """Return the camera's pitch; a close face is not looked at from as far above or below as a whole person."""
    pitch = PITCH_DEG[angle]
    if size in ("ECU", "CU", "MCU"):
        return min(max(pitch, -52.0 if size == "ECU" else -68.0), 24.0)
    return pitch


LENS_FACTOR: Mapping[Lens, float] = {"wide": 1.55, "normal": 1.0, "long": 0.55}

_HAIR_ABOVE: Mapping[str, float] = {
    "afro": 0.27, "curly": 0.16, "curly_long": 0.17, "mohawk": 0.34, "messy": 0.12, "side": 0.12, "bald": 0.0,
    "topknot": 0.24, "high_ponytail": 0.10, "quiff": 0.16, "undercut": 0.12,
    "buzz": 0.02, "hood": 0.12, "spiky": 0.14, "hijab": 0.07,
}  # fmt: skip


def hair_above(look: CharacterLook, *, hat: bool = True) -> float:
    """Return how far hair, and the hat, stand above the crown, in head heights."""
    hair = _HAIR_ABOVE.get(look.hair, 0.07)
    if look.hat is None:
        return hair
    return max(stands_above(look), 0.02) if hat else min(hair, 0.05)
