"""Eyes, brows, nose, mouth and the lines of age, as ink on the surface of the face.

Enters: a skull, an expression and a pen for one range of head sizes. Leaves: surface curves and fills, so that a face
is right from every side. All lengths in head heights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.head.emotions import Expression
from screenplay2board.stage.body.head.skull import Skull
from screenplay2board.stage.body.head.space import FaceInk
from screenplay2board.stage.geometry import Array

_CIRCLE = np.linspace(0, 2 * np.pi, 16, endpoint=False)
_LID = np.linspace(-1, 1, 9)
_LIPS = np.linspace(-1, 1, 13)
_SHUT_BELOW = 0.13  # a lid that is open less than this is drawn as one line
_HAPPY_ARC = 0.45


@dataclass(frozen=True, slots=True)
class FacePainter:
    """Draw one face with one pen. brow_limit_y: where the hair over the brows ends."""

    skull: Skull
    look: CharacterLook
    expression: Expression
    gaze: tuple[float, float]
    brow_limit_y: float
    ink: FaceInk

    def paint(self) -> None:
        """Draw everything, back to front."""
        for side in (1, -1):
            self._eye(side)
            self._brow(side)
        self._nose()
        self._mouth()
        self._mood_marks()
        if self.look.age == "elder":
            self._age_lines()

    @property
    def _female(self) -> bool:
        return self.look.gender == "female"

    def _eye(self, side: int) -> None:
        """Draw the eye on `side` (1 is the person's left)."""
        traits, expression, scale = self.skull.traits, self.expression, self.ink.tier.scale
        on_face, ink = self.skull.on_face, self.ink
        centre_x, centre_y = traits.eye_x * side, traits.eye_y
        half_width = traits.eye_width * (1 + (scale - 1) * 0.6)
        x = centre_x + half_width * _LID
        slant = traits.eye_slant * _LID * side
        middle = centre_y + slant - 0.004
        lid = expression.lid_open * scale * traits.eye_open
        upper = middle + 0.042 * lid * (1 - np.abs(_LID) ** 2.2)
        lower = middle - 0.024 * (1 - 0.5 * expression.lower_lid) * min(lid, 1.15) * (1 - np.abs(_LID) ** 2)
        lid_weight = 1.55 if self._female else 1.3
        if expression.lid_open < _SHUT_BELOW:
            squeeze = -1.0 if expression.lower_lid < _HAPPY_ARC else 0.6
            closed = middle - 0.012 + 0.020 * squeeze * (1 - _LID**2)
            ink.line(on_face(x, closed), lid_weight * 1.1, 0.0, 20, kind="lid", side=side)
            if self._female or squeeze < 0:
                outer = centre_x + side * half_width * np.array([0.55, 0.85])
                ink.line(on_face(outer, [middle[4] - 0.022, middle[4] - 0.040]), 0.8, 0.0, 110, side=side)
            return
        outline = on_face(np.r_[x, x[::-1]], np.r_[upper, lower[::-1]])
        ink.fill(outline, 0.0, 26 if expression.lid_open > 1.1 else 40, side=side)
        self._iris(side, x, upper, lower, lid)
        ink.line(on_face(x, upper), lid_weight, 0.0, 30, kind="lid", side=side)
        ink.line(on_face(x[1:8], lower[1:8]), 0.6, 0.2, 46 if expression.lid_open > 1.1 else 140, side=side)
        if self._female:
            lash = [centre_x + side * half_width, centre_x + side * (half_width + 0.030)]
            tip = centre_y + traits.eye_slant
            ink.line(on_face(lash, [tip - 0.002, tip + 0.020]), 1.35, 0.0, 80, side=side)
        if expression.lid_open > 0.3:
            ink.line(on_face(x[1:8], upper[1:8] + 0.024), 0.45, 0.3, 210, side=side)

    def _iris(self, side: int, x: Array, upper: Array, lower: Array, lid: float) -> None:
        """Draw iris, pupil and highlight, clipped by the lids."""
        traits, expression, ink = self.skull.traits, self.expression, self.ink
        on_face = self.skull.on_face
        big = 1.08 if self._female or self.look.age == "child" else 1.0
        radius = 0.034 * big * expression.pupil * (1 + (ink.tier.scale - 1) * 0.5)
        shift_x = np.clip(self.gaze[0] + expression.look[0], -1.1, 1.1)
        shift_y = np.clip(self.gaze[1] + expression.look[1], -1.1, 1.1)
        iris_x = traits.eye_x * side + shift_x * 0.030 + radius * np.cos(_CIRCLE)
        iris_y = traits.eye_y + 0.004 + shift_y * 0.018 + radius * np.sin(_CIRCLE)
        inside_x = np.clip(iris_x, x[0] + 0.004, x[-1] - 0.004)
        clipped = np.clip(iris_y, np.interp(inside_x, x, lower), np.interp(inside_x, x, upper))
        ink.fill(on_face(inside_x, clipped), 0.93, 22, side=side)
        spot_x = traits.eye_x * side + shift_x * 0.030 + 0.012
        spot_y = min(traits.eye_y + 0.016 + shift_y * 0.018, traits.eye_y + 0.042 * lid * 0.8 - 0.012)
        ink.fill(
            on_face(spot_x + 0.010 * np.cos(_CIRCLE), spot_y + 0.011 * np.sin(_CIRCLE), 0.008), 0.0, 150, side=side
        )

    def _brow(self, side: int) -> None:
        """Draw the brow on `side` as one stroke that is thick at the nose."""
        traits, expression = self.skull.traits, self.expression
        along = np.linspace(0, 1, 8)
        x = traits.eye_x * side + side * np.linspace(-0.080, 0.088, 8)
        y = (
            traits.eye_y + 0.098 + traits.brow_gap + expression.brow_raise
            + expression.brow_inner * (1 - along) ** 1.3 + expression.brow_outer * along
            + 0.017 * traits.brow_arch * np.sin(np.pi * along * 0.9)
        )  # fmt: skip
        if side > 0:
            y = y + expression.brow_skew
        light_haired = self.look.hair_grey < 0.3
        grey = 0.35 if light_haired else 0.0
        # Brows stay below the hair, however surprised, and above the eyes, however angry.
        y = np.minimum(y, self.brow_limit_y - 0.018)
        y = np.maximum(y, traits.eye_y + 0.034 * min(expression.lid_open, 1.2) + 0.012)
        self.ink.line(self.skull.on_face(x, y), 2.2 * traits.brow_weight, grey, 20, kind="brow", side=side)
        if traits.brow_weight > 1.15 and not self._female:
            self.ink.line(self.skull.on_face(x[:6], y[:6] + 0.014), 1.6, grey, 150, kind="brow", side=side)

    def _nose(self) -> None:
        """Draw the ridge on the far side, the underside and the wings."""
        skull, ink = self.skull, self.ink
        size, wide = skull.traits.nose_size, skull.traits.nose_width
        for side in (1, -1):
            ridge = np.array(
                [
                    skull.on_nose(side * 0.018, 0.16), skull.on_nose(side * 0.030, 0.48),
                    skull.on_nose(side * 0.030, 0.78, 0.97), skull.on_nose(side * 0.012, 0.94, 1.05),
                    skull.on_nose(-side * 0.022, 0.98, 0.85),
                ]
            )  # fmt: skip
            ink.line(ridge, 0.95, 0.0, 30, kind="nose", side=side)
            base = skull.nose_base_y
            x = side * wide * np.array([0.050, 0.062, 0.056])
            wing = skull.on_face(x, [base + 0.006, base + 0.026, base + 0.047], 0.0)
            wing[:, 2] += np.array([0.022, 0.018, 0.014]) * size
            ink.line(wing, 0.7, 0.1, 80)
        nostrils = np.linspace(-1, 1, 5)
        under = skull.on_face(0.034 * wide * nostrils, skull.nose_base_y + 0.004 + 0.004 * nostrils**2, 0.052 * size)
        ink.line(under, 0.7, 0.1, 60)

    def _mouth(self) -> None:
        """Draw the mouth, open or shut."""
        expression, traits = self.expression, self.skull.traits
        half = 0.102 * traits.mouth_width * expression.mouth_width * self.ink.tier.scale
        curve = 0.034 * expression.mouth_curve * (_LIPS**2 - 0.35) + 0.020 * expression.mouth_skew * _LIPS * (
            _LIPS > -0.2
        )
        x = half * _LIPS
        if expression.mouth_open <= 0.05:
            self._shut_mouth(x, traits.mouth_y + curve)
        else:
            self._open_mouth(x, curve)

    def _shut_mouth(self, x: Array, y: Array) -> None:
        """Draw closed lips."""
        traits, ink, on_face = self.skull.traits, self.ink, self.skull.on_face
        if self._female and self.look.age in ("teen", "adult"):
            top = y + 0.020 * traits.lips * (1 - _LIPS**2) * (1 - 0.25 * np.exp(-((_LIPS / 0.18) ** 2)))
            ink.fill(on_face(0.86 * np.r_[x, x[::-1]], np.r_[y, top[::-1]]), 0.34, 60)
            bottom = y - 0.030 * traits.lips * (1 - _LIPS**2)
            ink.fill(on_face(0.80 * np.r_[x, x[::-1]], np.r_[y, bottom[::-1]]), 0.2, 100)
        ink.line(on_face(x, y - 0.004 * np.cos(_LIPS * np.pi)), 1.35, 0.0, 18, kind="mouth")
        low = _LIPS[2:11]
        dip = 0.038 + 0.008 * traits.lips + 0.008 * (1 - low**2)
        ink.line(on_face(0.45 * x[2:11], y[6] - dip), 0.6, 0.25, 105)

    def _open_mouth(self, x: Array, curve: Array) -> None:
        """Draw parted lips with what shows between them."""
        expression, ink, on_face = self.expression, self.ink, self.skull.on_face
        gap = 0.088 * expression.mouth_open * (1 + (ink.tier.scale - 1) * 0.8)
        middle = self.skull.traits.mouth_y
        shape = 1 - np.abs(_LIPS) ** expression.mouth_square
        top = middle + 0.016 + curve + 0.006 * np.abs(np.sin(_LIPS * np.pi)) + 0.12 * gap * shape
        bottom = middle + 0.010 + curve - gap * shape
        bottom = np.maximum(bottom, -0.425)  # the chin stays whole
        outline = on_face(np.r_[x, x[::-1]], np.r_[top, bottom[::-1]])
        ink.fill(outline, 0.9, 16)
        if gap > 0.055:
            low = slice(3, 10)
            tongue = bottom[low] + 0.30 * (top[low] - bottom[low]) * (1 - (_LIPS[low] / 0.6) ** 2).clip(0)
            ink.fill(on_face(np.r_[x[low], x[low][::-1]], np.r_[bottom[low] + 0.004, tongue[::-1]]), 0.5, 120)
        if expression.teeth:
            depth = min(0.026, gap * 0.42)
            wide = slice(1, 12)
            teeth_y = np.r_[top[wide] - 0.003, np.maximum(top[wide] - depth, bottom[wide])[::-1]]
            ink.fill(on_face(np.r_[x[wide], x[wide][::-1]], teeth_y), 0.0, 34)
            if expression.mouth_square > 3.2:
                row = np.r_[bottom[wide] + 0.003, np.minimum(bottom[wide] + 0.6 * depth, top[wide])[::-1]]
                ink.fill(on_face(np.r_[x[wide], x[wide][::-1]], row), 0.0, 60)
        ink.line(np.vstack([outline, outline[:1]]), 0.95, 0.0, 26, kind="mouth")
        low_lip = max(float(bottom[6]) - 0.030, -0.44)
        ink.line(on_face(0.5 * x[3:10], np.full(7, low_lip)), 0.55, 0.3, 120)

    def _mood_marks(self) -> None:
        """Draw frown, cheek folds, tears and sweat."""
        expression, ink, on_face = self.expression, self.ink, self.skull.on_face
        eye_x, eye_y = self.skull.traits.eye_x, self.skull.traits.eye_y
        for side in (1, -1):
            if expression.frown:
                ink.line(on_face([side * 0.026, side * 0.021], [eye_y + 0.085, eye_y + 0.040]), 0.8, 0.1, 70)
            if expression.cheek_lines:
                fold = side * np.array([0.080, 0.122, 0.132])
                ink.line(on_face(fold, [-0.11, -0.165, -0.215]), 0.7, 0.15, 70)
            if expression.tears:
                x = eye_x * side + side * np.array([0.0, 0.008, 0.012])
                ink.line(on_face(x, [eye_y - 0.05, -0.08, -0.16]), 1.0, 0.25, 40)
                drop = on_face(
                    eye_x * side + side * 0.012 + 0.014 * np.cos(_CIRCLE), -0.17 + 0.022 * np.sin(_CIRCLE), 0.012
                )
                ink.fill(drop, 0.12, 60)
                ink.line(np.vstack([drop, drop[:1]]), 0.7, 0.1, 60)
        if expression.sweat:
            drop_x = 0.235 + 0.013 * np.cos(_CIRCLE) * (1 - 0.6 * np.sin(_CIRCLE))
            drop = on_face(drop_x, 0.16 + 0.030 * np.sin(_CIRCLE), 0.012)
            ink.fill(drop, 0.0, 60)
            ink.line(np.vstack([drop, drop[:1]]), 0.7, 0.1, 60)

    def _age_lines(self) -> None:
        """Draw the lines of an old face: forehead, crow's feet, bags, folds to the mouth."""
        ink, on_face, traits = self.ink, self.skull.on_face, self.skull.traits
        for side in (1, -1):
            x = traits.eye_x * side
            bag = x + side * np.array([-0.03, 0.015, 0.05])
            ink.line(on_face(bag, traits.eye_y + np.array([-0.050, -0.060, -0.048])), 0.6, 0.2, 90)
            outer = x + side * (traits.eye_width + np.array([0.018, 0.050]))
            for rise in (-0.022, 0.012):
                ink.line(on_face(outer, [traits.eye_y - 0.002, traits.eye_y + rise]), 0.5, 0.2, 140)
            fold = side * np.array([0.066, 0.100, 0.128, 0.126])
            ink.line(on_face(fold, [-0.10, -0.15, -0.205, -0.25]), 0.75, 0.12, 60)
        for y in (0.245, 0.295):
            wave = 0.006 * np.sin(np.arange(7))
            ink.line(on_face(np.linspace(-0.13, 0.13, 7), y + wave), 0.55, 0.2, 100)
