"""The shape of a head: one skull for all, made individual by a look.

Enters: a `CharacterLook`. Leaves: a `Skull`, a surface in head space: origin at the centre of the skull, x to the
person's left, y up, z forward, 1 is the head's height (chin at -0.455, crown at 0.568, whatever the face).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.geometry import Array, Points, vec

CHIN_Y = -0.455
CROWN_Y = 0.568
# Flattens the front half: a superellipse exponent below 1 gives the face a plane for the features to lie on.
FACE_FLATNESS = 0.86

# Rows: height y, half width, front z, back z.
_PROFILE: Array = np.array(
    [
        (-0.455, 0.050, 0.300, 0.200), (-0.445, 0.115, 0.352, 0.100), (-0.400, 0.165, 0.385, 0.020),
        (-0.320, 0.205, 0.388, -0.060), (-0.220, 0.245, 0.376, -0.160), (-0.100, 0.280, 0.368, -0.290),
        (0.020, 0.302, 0.362, -0.380), (0.090, 0.310, 0.356, -0.420), (0.160, 0.318, 0.372, -0.445),
        (0.260, 0.325, 0.366, -0.465), (0.350, 0.318, 0.330, -0.455), (0.430, 0.290, 0.262, -0.415),
        (0.500, 0.232, 0.165, -0.335), (0.545, 0.150, 0.060, -0.235), (0.565, 0.060, -0.030, -0.140),
        (0.568, 0.010, -0.080, -0.100),
    ]
)  # fmt: skip
_EXTRA_ROWS = (-0.42, -0.36, -0.27, -0.16, -0.04, 0.055, 0.125, 0.21, 0.305, 0.39, 0.47, 0.525)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What makes a face its own; factors of the average, or offsets in head heights where the name says so."""

    jaw: float = 1.0
    chin_width: float = 1.0
    chin_forward: float = 0.0
    cheeks: float = 1.0
    brow_ridge: float = 0.0
    hollow: float = 0.0
    nose_length: float = 1.0
    nose_size: float = 1.0
    nose_width: float = 1.0
    nose_hump: float = 0.0
    eye_x: float = 0.132
    eye_y: float = 0.045
    eye_width: float = 0.064
    eye_open: float = 1.0
    eye_slant: float = 0.0
    brow_weight: float = 1.0
    brow_arch: float = 1.0
    brow_gap: float = 0.0
    mouth_width: float = 1.0
    mouth_y: float = -0.232
    lips: float = 1.0
    ear_size: float = 1.0
    ear_angle: float = 0.0

    @classmethod
    def of(cls, look: CharacterLook) -> Traits:
        """Return the traits that `look` has by age, gender and its seed."""
        rng = np.random.default_rng((look.seed, 0xFACE))
        female, child, elder = look.gender == "female", look.age == "child", look.age == "elder"
        young = child or look.age == "teen"

        def vary(middle: float, spread: float) -> float:
            return float(middle + spread * np.clip(rng.normal(0.0, 0.55), -1, 1))

        spread = 0.45 if child else 1.0
        return cls(
            jaw=look.jaw * vary(0.93 if female or child else 1.03, 0.10 * spread) * (1 + 0.22 * (look.weight - 1)),
            chin_width=vary(0.84 if female else 1.06, 0.20 * spread),
            chin_forward=vary(0.0, 0.022 * spread),
            cheeks=vary(1.02 if female or child else 1.0, 0.05) + 0.12 * (look.weight - 1) + (0.05 if child else 0),
            brow_ridge=0.0 if female or young else vary(0.012, 0.009),
            hollow=0.014 if elder else max(0.0, vary(0.0, 0.008)) * (not young),
            nose_length=vary(0.80 if child else 1.0, 0.15 * spread),
            nose_size=vary(0.86 if female else 1.06, 0.20 * spread) * (0.7 if child else 1.14 if elder else 1.0),
            nose_width=vary(0.92 if female else 1.05, 0.20 * spread),
            nose_hump=0.0 if child else vary(-0.004 if female else 0.004, 0.014),
            eye_x=vary(0.138 if child else 0.133, 0.010),
            eye_y=vary(0.008 if child else 0.045, 0.012 * spread),
            eye_width=vary(0.064, 0.006) * (1.08 if female else 1.0) * (1.14 if child else 1.0),
            eye_open=vary(1.0, 0.14) * (1.14 if female or child else 1.0),
            eye_slant=vary(0.010 if female else 0.002, 0.012),
            brow_weight=vary(0.78 if female else 1.12, 0.28) * (1.15 if elder else 0.85 if child else 1.0),
            brow_arch=vary(1.15 if female else 0.9, 0.55),
            brow_gap=vary(0.008 if female else -0.004, 0.012),
            mouth_width=vary(0.96 if female or child else 1.05, 0.12) * (0.86 if child else 1.0),
            mouth_y=vary(-0.228, 0.012),
            lips=vary(1.2 if female else 0.9, 0.3),
            ear_size=vary(1.0, 0.14) * (1.12 if elder else 1.08 if child else 1.0),
            ear_angle=vary(20.0, 9.0),
        )


@dataclass(frozen=True, slots=True)
class Skull:
    """The surface of a head in head space."""

    traits: Traits

    def profile(self, y: Points) -> tuple[Array, Array, Array]:
        """Return half width, front z and back z at heights `y` (any shape)."""
        height = np.asarray(y, dtype=np.float64)
        width, front, back = (np.interp(height, _PROFILE[:, 0], _PROFILE[:, column]) for column in (1, 2, 3))
        traits = self.traits
        lower = np.clip((-0.02 - height) / 0.43, 0, 1)
        chin = np.clip((-0.29 - height) / 0.14, 0, 1)
        width = width * (1 + (traits.jaw - 1) * lower) * (1 + (traits.chin_width - 1) * chin)
        width = width * (1 + (traits.cheeks - 1) * np.exp(-(((height + 0.10) / 0.13) ** 2)))
        front = front + traits.chin_forward * np.exp(-(((height + 0.40) / 0.09) ** 2))
        return width, front, back

    def surface(self, theta: Points, y: Points, extra: Points = 0.0) -> Array:
        """Return points (..., 3) at angles `theta` (0 left, pi/2 front) and heights `y`, `extra` outside the skin."""
        angle, height, out = np.broadcast_arrays(theta, y, extra)
        width, front, back = self.profile(height)
        middle, radius = (front + back) / 2, (front - back) / 2
        sine, cosine = np.sin(angle), np.cos(angle)
        power = np.where(sine > 0, FACE_FLATNESS, 1.0)
        return np.stack(
            [
                np.sign(cosine) * np.abs(cosine) ** power * (width + out),
                height + out * np.clip((height - 0.1) * 1.8, 0, 1),
                middle + np.sign(sine) * np.abs(sine) ** power * (radius + out),
            ],
            axis=-1,
        )

    def relief(self, x: Points, y: Points) -> Array:
        """Return how far the face stands out (+) or in (-) of the smooth skull at (x, y), in z."""
        side, height = np.abs(np.asarray(x, dtype=np.float64)), np.asarray(y, dtype=np.float64)
        traits = self.traits

        def bump(x0: float, x_range: float, y0: float, y_range: float) -> Array:
            return np.exp(-(((side - x0) / x_range) ** 2) - ((height - y0) / y_range) ** 2)

        return (
            -0.030 * bump(traits.eye_x - 0.007, 0.075, traits.eye_y + 0.01, 0.06)
            + 0.016 * bump(0.0, 0.10, -0.25, 0.07)
            + traits.brow_ridge * bump(0.10, 0.11, traits.eye_y + 0.085, 0.032)
            + 0.008 * bump(0.19, 0.06, -0.06, 0.06)
            - traits.hollow * bump(0.20, 0.06, -0.20, 0.07)
        )

    def on_face(self, x: Points, y: Points, lift: float = 0.006) -> Array:
        """Return points (n, 3) on the face at `x`, `y`, `lift` before the skin."""
        across, height = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
        width, front, back = self.profile(height)
        share = np.clip(np.abs(across) / width, 0, 0.999)
        depth = (1 - share ** (2 / FACE_FLATNESS)) ** (FACE_FLATNESS / 2)
        z = (front + back) / 2 + (front - back) / 2 * depth + self.relief(across, height) + lift
        return np.stack([across, height, z], axis=-1)

    def grid(self, *, detailed: bool = True) -> Array:
        """Return the skin as rings (rows, columns, 3) from chin to crown."""
        theta = np.linspace(0, 2 * np.pi, 44 if detailed else 26, endpoint=False)
        rows = _PROFILE[:, 0] if not detailed else np.sort(np.concatenate([_PROFILE[:, 0], _EXTRA_ROWS]))
        points = self.surface(theta[None, :], rows[:, None])  # (rows, columns, 3)
        points[..., 2] += np.clip(np.sin(theta), 0, 1)[None] * self.relief(points[..., 0], points[..., 1])
        return points

    def nose_reach(self, share: Points) -> Array:
        """Return how far the nose stands out at `share` 0 (root) to 1 (under the tip)."""
        at = np.asarray(share, dtype=np.float64)
        plain = np.interp(at, (0, 0.25, 0.7, 0.86, 1), (0.004, 0.028, 0.088, 0.098, 0.02)) * self.traits.nose_size
        return plain + self.traits.nose_hump * np.exp(-(((at - 0.4) / 0.2) ** 2))

    @property
    def nose_root_y(self) -> float:
        """Height where the nose begins."""
        return 0.05 + self.traits.eye_y

    @property
    def nose_base_y(self) -> float:
        """Height of the nose's underside."""
        return self.nose_root_y - 0.22 * self.traits.nose_length

    def nose_rings(self) -> list[tuple[Points, Points, Points]]:
        """Return the rings of the nose's loft, root first."""
        size = 0.5 + 0.5 * self.traits.nose_size
        rings: list[tuple[Points, Points, Points]] = []
        for share in np.linspace(0, 1, 7):
            y = self.nose_root_y + (self.nose_base_y - self.nose_root_y) * share
            width = float(np.interp(share, (0, 0.25, 0.7, 0.88, 1), (0.022, 0.026, 0.045, 0.055, 0.03)))
            width *= size * (1 + (self.traits.nose_width - 1) * share)
            z = float(self.on_face(0.0, y, -0.02)[2])
            rings.append(
                (
                    vec(0, float(y), z),
                    vec(width, 0, 0),
                    vec(0, -0.012 * float(share > 0.6), float(self.nose_reach(share)) + 0.02),
                )
            )
        return rings

    def on_nose(self, x: float, share: float, part: float = 1.0) -> Array:
        """Return a point (3,) beside the nose's ridge at `x`; `part` of the ridge's reach."""
        y = self.nose_root_y + (self.nose_base_y - self.nose_root_y) * share
        z = float(self.on_face(0.0, y, 0.0)[2]) + float(self.nose_reach(share)) * part
        return vec(x, y, z)
