"""The shape of a head: one skull for all, made individual by traits.

Enters: `Traits`. Leaves: a `Skull`, a surface in head space: origin at the centre of the skull, x to the
person's left, y up, z forward, 1 is the head's height (chin at -0.455, crown at 0.568, whatever the face).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screenplay2board.stage.body.head.traits import Traits
from screenplay2board.stage.geometry import Array, Points, vec

CHIN_Y = -0.455
CROWN_Y = 0.568
# Flattens the front half: a superellipse exponent below 1 gives the face a plane for the features to lie on.
FACE_FLATNESS = 0.86

# Rows: height y, half width, front z, back z.
_PROFILE: Array = np.array(
    [
        (-0.455, 0.030, 0.296, 0.200), (-0.450, 0.072, 0.330, 0.130), (-0.438, 0.112, 0.358, 0.080),
        (-0.418, 0.143, 0.376, 0.040), (-0.390, 0.170, 0.386, 0.010),
        (-0.320, 0.205, 0.388, -0.060), (-0.220, 0.245, 0.376, -0.160), (-0.100, 0.280, 0.368, -0.290),
        (0.020, 0.302, 0.362, -0.380), (0.090, 0.310, 0.356, -0.420), (0.160, 0.318, 0.372, -0.445),
        (0.260, 0.325, 0.366, -0.465), (0.350, 0.312, 0.328, -0.450), (0.430, 0.274, 0.256, -0.400),
        (0.500, 0.208, 0.158, -0.315), (0.545, 0.126, 0.054, -0.215), (0.565, 0.048, -0.034, -0.130),
        (0.568, 0.010, -0.080, -0.100),
    ]
)  # fmt: skip
# Where the lips, the chin and the brows bulge, rows lie close.
_EXTRA_ROWS = (
    -0.405, -0.36, -0.34, -0.30, -0.28, -0.26, -0.24, -0.20, -0.18, -0.16, -0.13, -0.07, -0.04, -0.01, 0.055,
    0.125, 0.14, 0.18, 0.21, 0.305, 0.39, 0.47, 0.525,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Skull:
    """The surface of a head in head space."""

    traits: Traits

    def profile(self, y: Points) -> tuple[Array, Array, Array]:
        """Return half width, front z and back z at heights `y` (any shape)."""
        height = np.asarray(y, dtype=np.float64)
        width, front, back = (np.interp(height, _PROFILE[:, 0], _PROFILE[:, column]) for column in (1, 2, 3))
        traits = self.traits
        width = width * self._breadth(height)
        front = front + traits.chin_forward * np.exp(-(((height + 0.41) / 0.085) ** 2))
        front = front + 0.4 * traits.chin_forward * np.exp(-(((height + 0.30) / 0.10) ** 2))
        return width, front, back

    def _breadth(self, height: Array) -> Array:
        """Return the factor of the half width at heights `height`: chin, corners of the jaw, cheeks, temples."""
        traits = self.traits
        knots = (-0.455, -0.40, -0.335, -0.25, -0.10, 0.06, 0.20, 0.42)
        jaw = traits.jaw * traits.jowl
        factors = (
            traits.chin_width, traits.chin_width * (0.75 + 0.25 * jaw), 0.45 * traits.chin_width + 0.55 * jaw, jaw,
            0.25 * jaw + 0.75 * traits.cheeks, 0.5 * traits.cheeks + 0.5 * traits.temples, traits.temples, 1.0,
        )  # fmt: skip
        return np.asarray(np.interp(height, knots, factors), dtype=np.float64)

    def surface(self, theta: Points, y: Points, extra: Points = 0.0) -> Array:
        """Return points (..., 3) at angles `theta` (0 left, pi/2 front) and heights `y`, `extra` outside the skin."""
        angle, height, out = np.broadcast_arrays(theta, y, extra)
        width, front, back = self.profile(height)
        middle, radius = (front + back) / 2, (front - back) / 2
        sine, cosine = np.sin(angle), np.cos(angle)
        power = np.where(sine > 0, FACE_FLATNESS, 1.0)
        upward = np.clip((height - 0.12) / (CROWN_Y - 0.12), 0, 1)  # out of a dome is up at its top
        aside = out * np.sqrt(1 - 0.96 * upward**2)
        return np.stack(
            [
                np.sign(cosine) * np.abs(cosine) ** power * (width + aside),
                height + out * upward,
                middle + np.sign(sine) * np.abs(sine) ** power * (radius + aside),
            ],
            axis=-1,
        )

    def relief(self, x: Points, y: Points) -> Array:
        """Return how far the face stands out (+) or in (-) of the smooth skull at (x, y), in z."""
        side, height = np.abs(np.asarray(x, dtype=np.float64)), np.asarray(y, dtype=np.float64)
        traits = self.traits

        def bump(x0: float, x_range: float, y0: float, y_range: float) -> Array:
            return np.exp(-(((side - x0) / x_range) ** 2) - ((height - y0) / y_range) ** 2)

        lips = 0.5 + 0.5 * traits.lips
        return (
            -0.030 * bump(traits.eye_x - 0.007, 0.075, traits.eye_y + 0.01, 0.06)
            + 0.013 * bump(0.0, 0.11, traits.mouth_y - 0.02, 0.09)
            + 0.013 * lips * bump(0.0, 0.085, traits.mouth_y + 0.020, 0.022)
            + 0.015 * lips * bump(0.0, 0.075, traits.mouth_y - 0.030, 0.024)
            - 0.012 * bump(0.0, 0.10, traits.mouth_y - 0.086, 0.030)
            + 0.010 * bump(0.0, 0.09, -0.39, 0.045)
            + traits.brow_ridge * bump(0.09, 0.12, traits.eye_y + 0.085, 0.034)
            + traits.cheek_bone * bump(0.20, 0.075, -0.04, 0.06)
            - traits.hollow * bump(0.20, 0.07, -0.20, 0.08)
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
        at, traits = np.asarray(share, dtype=np.float64), self.traits
        plain = np.interp(at, (0, 0.25, 0.7, 0.86, 1), (0.004, 0.028, 0.088, 0.098, 0.02)) * traits.nose_size
        ball = traits.nose_ball * np.exp(-(((at - 0.82) / 0.13) ** 2))
        return plain + ball + traits.nose_hump * np.exp(-(((at - 0.4) / 0.2) ** 2))

    def nose_rise(self, share: Points) -> Array:
        """Return how far the ridge lies over the straight way from root to base at `share`: the tip turned up."""
        at = np.asarray(share, dtype=np.float64)
        return self.traits.nose_tip * np.clip((at - 0.45) / 0.4, 0.0, 1.0)

    def nose_aside(self, share: Points) -> Array:
        """Return how far the ridge lies to the left at `share`: a nose that was broken."""
        at = np.asarray(share, dtype=np.float64)
        return self.traits.nose_bend * np.exp(-(((at - 0.45) / 0.25) ** 2))

    @property
    def nose_root_y(self) -> float:
        """Height where the nose begins."""
        return 0.05 + self.traits.eye_y

    @property
    def nose_base_y(self) -> float:
        """Height of the nose's underside."""
        return self.nose_root_y - 0.232 * self.traits.nose_length

    def nose_rings(self) -> list[tuple[Points, Points, Points]]:
        """Return the rings of the nose's loft, root first."""
        size = 0.5 + 0.5 * self.traits.nose_size
        rings: list[tuple[Points, Points, Points]] = []
        for share in np.linspace(0, 1, 7):
            y = self.nose_root_y + (self.nose_base_y - self.nose_root_y) * share
            width = float(np.interp(share, (0, 0.25, 0.7, 0.88, 1), (0.022, 0.026, 0.045, 0.055, 0.03)))
            width *= size * (1 + (self.traits.nose_width - 1) * share)
            width += self.traits.nose_ball * float(np.exp(-(((share - 0.84) / 0.14) ** 2)))
            aside, rise = float(self.nose_aside(share)), float(self.nose_rise(share))
            z = float(self.on_face(0.0, y, -0.02)[2])
            rings.append(
                (
                    vec(aside, float(y), z),
                    vec(width, 0, 0),
                    vec(0, rise - 0.012 * float(share > 0.6), float(self.nose_reach(share)) + 0.02),
                )
            )
        return rings

    def on_nose(self, x: float, share: float, part: float = 1.0) -> Array:
        """Return a point (3,) beside the nose's ridge at `x`; `part` of the ridge's reach."""
        y = self.nose_root_y + (self.nose_base_y - self.nose_root_y) * share
        z = float(self.on_face(0.0, y, 0.0)[2]) + float(self.nose_reach(share)) * part
        return vec(x + float(self.nose_aside(share)), y + float(self.nose_rise(share)) * part, z)
