"""Nose, mouth and the marks of a mood, as ink on the surface of the face.

Enters: a `Face`. Leaves: fills and lines in its pen, so that a face is right from every side.
"""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.body.head.face import Face
from screenplay2board.stage.geometry import Array

_CIRCLE = np.linspace(0, 2 * np.pi, 16, endpoint=False)
_WIDEST_MOUTH = 0.16  # half of it, in head heights: beyond the cheeks there is no mouth, however small the picture
_LIPS = np.linspace(-1, 1, 13)


def draw_nose(face: Face) -> None:
    """Draw the ridge on the far side, the underside, its shadow and the wings."""
    skull, ink = face.skull, face.ink
    size, wide = face.traits.nose_size, face.traits.nose_width
    ball = face.traits.nose_ball
    for side in (1, -1):
        ridge = np.array(
            [
                skull.on_nose(side * 0.018, 0.16), skull.on_nose(side * 0.030, 0.48),
                skull.on_nose(side * (0.030 + ball), 0.78, 0.97), skull.on_nose(side * 0.012, 0.94, 1.05),
                skull.on_nose(-side * 0.022, 0.98, 0.85),
            ]
        )  # fmt: skip
        ink.line(ridge, 0.95, 0.0, 30, kind="nose", side=side)
        base = skull.nose_base_y + 0.4 * face.traits.nose_tip
        x = side * (wide * np.array([0.046, 0.062, 0.056]) + 0.6 * ball)
        wing = face.at(x, [base + 0.004, base + 0.026, base + 0.047], 0.0)
        wing[:, 2] += np.array([0.022, 0.018, 0.014]) * size
        ink.line(wing, 0.7, face.soft(0.1), 80)
    nostrils = np.linspace(-1, 1, 5)
    under_y = skull.nose_base_y + 0.6 * face.traits.nose_tip
    under = face.at(0.034 * wide * nostrils, under_y + 0.004 + 0.004 * nostrils**2, 0.052 * size)
    ink.line(under, 0.75, face.soft(0.1), 50)
    shade_x = np.r_[0.044 * wide * nostrils, 0.030 * wide * nostrils[::-1]]
    shade_y = skull.nose_base_y + np.r_[0.5 * face.traits.nose_tip - 0.002 + 0 * nostrils, -0.022 + 0 * nostrils]
    ink.fill(face.at(shade_x, shade_y, 0.010), face.deeper(0.16), 150)


def draw_mouth(face: Face) -> None:
    """Draw the mouth, open or shut."""
    expression, traits = face.expression, face.traits
    half = min(0.102 * traits.mouth_width * expression.mouth_width * face.scale, _WIDEST_MOUTH)
    bend = expression.mouth_curve + (traits.mouth_set if abs(expression.mouth_curve) < 0.3 else 0.0)
    curve = 0.034 * bend * (_LIPS**2 - 0.35) + 0.020 * expression.mouth_skew * _LIPS * (_LIPS > -0.2)
    x = half * _LIPS
    if expression.mouth_open <= 0.05:
        _draw_shut_mouth(face, x, traits.mouth_y + curve)
    else:
        _draw_open_mouth(face, x, curve)


def _cupid(face: Face) -> Array:
    """Return the height (13,) of the upper lip, 1 at its two peaks, with the dip between them."""
    return (1 - np.abs(_LIPS) ** 1.7) * (1 - face.traits.lip_bow * np.exp(-((_LIPS / 0.16) ** 2)))


def _draw_shut_mouth(face: Face, x: Array, y: Array) -> None:
    """Draw closed lips: tinted where they are made up or full, else the line and the shadow under it."""
    ink, lips = face.ink, face.traits.lips
    painted = face.feminine and face.years >= 13
    top = y + 0.021 * lips * _cupid(face)
    bottom = y - 0.030 * lips * (1 - np.abs(_LIPS) ** 2.2)
    if painted or lips > 1.05:
        tint = 0.34 if painted else 0.14
        ink.fill(face.at(0.92 * np.r_[x, x[::-1]], np.r_[y, top[::-1]]), face.deeper(tint), 60)
        ink.fill(face.at(0.84 * np.r_[x, x[::-1]], np.r_[y, bottom[::-1]]), face.deeper(0.6 * tint), 100)
    ink.line(face.at(x, y - 0.004 * np.cos(_LIPS * np.pi)), 1.35, 0.0, 18, kind="mouth")
    if not painted:
        ink.line(face.at(0.7 * x[3:10], top[3:10]), 0.4, face.soft(0.4), 220)
    low = _LIPS[3:10]
    ink.line(face.at(0.6 * x[3:10], bottom[3:10] - 0.004 + 0.004 * low**2), 0.6, face.soft(0.22), 100)


def _draw_open_mouth(face: Face, x: Array, curve: Array) -> None:
    """Draw parted lips with what shows between them."""
    expression, ink = face.expression, face.ink
    gap = 0.088 * expression.mouth_open * (1 + (face.scale - 1) * 0.8)
    middle, lips = face.traits.mouth_y, face.traits.lips
    shape = 1 - np.abs(_LIPS) ** expression.mouth_square
    top = middle + 0.016 + curve + 0.006 * np.abs(np.sin(_LIPS * np.pi)) + 0.12 * gap * shape
    bottom = middle + 0.010 + curve - gap * shape
    bottom = np.maximum(bottom, -0.425)  # the chin stays whole
    if face.feminine and face.years >= 13:
        over = top + 0.016 * lips * _cupid(face)
        under = np.maximum(bottom - 0.020 * lips * (1 - _LIPS**2), -0.44)
        ink.fill(face.at(1.05 * np.r_[x, x[::-1]], np.r_[over, under[::-1]]), face.deeper(0.30), 60)
    outline = face.at(np.r_[x, x[::-1]], np.r_[top, bottom[::-1]])
    ink.fill(outline, 0.9, 16)
    if gap > 0.055:
        low = slice(3, 10)
        tongue = bottom[low] + 0.30 * (top[low] - bottom[low]) * (1 - (_LIPS[low] / 0.6) ** 2).clip(0)
        ink.fill(face.at(np.r_[x[low], x[low][::-1]], np.r_[bottom[low] + 0.004, tongue[::-1]]), 0.5, 120)
    if expression.teeth:
        _draw_teeth(face, x, top, bottom, gap)
    ink.line(np.vstack([outline, outline[:1]]), 0.95, 0.0, 26, kind="mouth")
    low_lip = max(float(bottom[6]) - 0.030, -0.44)
    ink.line(face.at(0.5 * x[3:10], np.full(7, low_lip)), 0.55, face.soft(0.3), 120)


def _draw_teeth(face: Face, x: Array, top: Array, bottom: Array, gap: float) -> None:
    depth, wide = min(0.026, gap * 0.42), slice(1, 12)
    upper = np.r_[top[wide] - 0.003, np.maximum(top[wide] - depth, bottom[wide])[::-1]]
    face.ink.fill(face.at(np.r_[x[wide], x[wide][::-1]], upper), 0.0, 34)
    if face.expression.mouth_square > 3.2:
        lower = np.r_[bottom[wide] + 0.003, np.minimum(bottom[wide] + 0.6 * depth, top[wide])[::-1]]
        face.ink.fill(face.at(np.r_[x[wide], x[wide][::-1]], lower), 0.0, 60)


def draw_mood(face: Face) -> None:
    """Draw frown, cheek folds, tears and sweat."""
    expression, ink = face.expression, face.ink
    eye_x, eye_y = face.traits.eye_x, face.traits.eye_y
    for side in (1, -1):
        if expression.frown:
            ink.line(face.at([side * 0.026, side * 0.021], [eye_y + 0.085, eye_y + 0.040]), 0.8, face.soft(0.1), 70)
        if expression.cheek_lines:
            fold = side * np.array([0.080, 0.122, 0.132])
            ink.line(face.at(fold, [-0.11, -0.165, -0.215]), 0.7, face.soft(0.15), 70)
        if expression.tears:
            x = eye_x * side + side * np.array([0.0, 0.008, 0.012])
            ink.line(face.at(x, [eye_y - 0.05, -0.08, -0.16]), 1.0, face.soft(0.25), 40)
            _draw_drop(face, eye_x * side + side * 0.012 + 0.014 * np.cos(_CIRCLE), -0.17 + 0.022 * np.sin(_CIRCLE))
    if expression.sweat:
        drop_x = 0.235 + 0.013 * np.cos(_CIRCLE) * (1 - 0.6 * np.sin(_CIRCLE))
        _draw_drop(face, drop_x, 0.16 + 0.030 * np.sin(_CIRCLE))


def _draw_drop(face: Face, x: Array, y: Array) -> None:
    drop = face.at(x, y, 0.012)
    face.ink.fill(drop, 0.0, 60)
    face.ink.line(np.vstack([drop, drop[:1]]), 0.7, 0.1, 60)
