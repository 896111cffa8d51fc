"""Eyes and brows, as ink on the surface of the face.

Enters: a `Face`. Leaves: fills and lines in its pen. Shapes stand in `faces.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screenplay2board.stage.body.head.face import Face
from screenplay2board.stage.geometry import Array

_CIRCLE = np.linspace(0, 2 * np.pi, 16, endpoint=False)
_LID = np.linspace(-1, 1, 9)
_SHUT_BELOW = 0.13  # a lid that is open less than this is drawn as one line
_HAPPY_ARC = 0.45
_LASHES_FROM_YEARS = 10  # a small child with lashes is a small grown-up
_WIDE_OPEN = 1.1  # from here on the white shows round the iris


def draw_eyes(face: Face) -> None:
    """Draw both eyes and their brows, without what a patch covers."""
    for side in (1, -1):
        if not (side > 0 and "eye_patch" in face.look.marks):
            _draw_eye(face, side)
        _draw_brow(face, side)


@dataclass(frozen=True, slots=True)
class _Lids:
    """The outline of one eye: x, upper and lower lid (9,), from the person's right to left."""

    x: Array
    upper: Array
    lower: Array
    centre_x: float
    centre_y: float
    half: float
    open_share: float


def _lids(face: Face, side: int) -> _Lids:
    traits, expression = face.traits, face.expression
    half = traits.eye_width * (1 + (face.scale - 1) * 0.6)
    centre_x, centre_y = traits.eye_x * side, traits.eye_y
    outward = _LID * side  # -1 at the nose
    middle = centre_y + traits.eye_slant * outward - 0.004
    lid = expression.lid_open * face.scale * traits.eye_open
    # the upper lid is highest over the inner half, the lower one lowest under the outer half
    upper = middle + 0.047 * lid * (1 - np.abs(_LID) ** 2.3) * (1 - 0.16 * outward)
    lower = middle - 0.024 * (1 - 0.5 * expression.lower_lid) * min(lid, 1.15) * (1 - _LID**2) * (1 + 0.2 * outward)
    return _Lids(centre_x + half * _LID, upper, lower, centre_x, centre_y, half, lid)


def _draw_eye(face: Face, side: int) -> None:
    """Draw the eye on `side` (1 is the person's left)."""
    lids, ink, expression = _lids(face, side), face.ink, face.expression
    weight = 1.75 if face.feminine and face.years >= _LASHES_FROM_YEARS else 1.3
    if expression.lid_open < _SHUT_BELOW:
        _draw_shut(face, side, lids, weight)
        return
    outline = face.at(np.r_[lids.x, lids.x[::-1]], np.r_[lids.upper, lids.lower[::-1]])
    ink.fill(outline, 0.0, 26 if expression.lid_open > _WIDE_OPEN else 40, side=side)
    _draw_iris(face, side, lids)
    ink.line(face.at(lids.x, lids.upper), weight, 0.0, 30, kind="lid", side=side)
    inner = slice(1, 8)
    from_px = 46 if expression.lid_open > _WIDE_OPEN else 120
    ink.line(face.at(lids.x[inner], lids.lower[inner]), 0.55, face.soft(0.2), from_px, side=side)
    if face.feminine and face.years >= _LASHES_FROM_YEARS:
        _draw_lashes(face, side, lids)
    if expression.lid_open > 0.3 and face.traits.eye_fold > 0.004:
        fold = lids.upper[inner] + max(face.traits.eye_fold, 0.006) * (0.7 + 0.3 * expression.lid_open)
        ink.line(face.at(lids.x[inner], fold), 0.45, face.soft(0.3), 190, side=side)


def _draw_shut(face: Face, side: int, lids: _Lids, weight: float) -> None:
    """Draw a closed eye: an arc up where it is squeezed by a smile, down in sleep and pain."""
    squeeze = -1.0 if face.expression.lower_lid < _HAPPY_ARC else 0.6
    closed = lids.centre_y + face.traits.eye_slant * _LID * side - 0.016 + 0.020 * squeeze * (1 - _LID**2)
    face.ink.line(face.at(lids.x, closed), weight * 1.1, 0.0, 20, kind="lid", side=side)
    lashes = ((0.55, 0.72), (0.85, 1.12)) if face.feminine else ((0.62, 0.78),)
    for start, end in lashes if squeeze < 0 or face.feminine else ():
        x = lids.centre_x + side * lids.half * np.array([start, end])
        y = float(np.interp(start * side, _LID, closed))
        face.ink.line(face.at(x, [y, y - 0.024]), 0.8, 0.0, 110, side=side)


def _draw_lashes(face: Face, side: int, lids: _Lids) -> None:
    """Draw the corner that lashes make, and in a close-up the lashes themselves."""
    corner_x, corner_y = lids.centre_x + side * lids.half, lids.centre_y + face.traits.eye_slant
    tip = [corner_x - side * 0.012, corner_x + side * 0.030]
    face.ink.line(face.at(tip, [corner_y + 0.004, corner_y + 0.022]), 1.5, 0.0, 60, side=side)
    young = face.years < 60
    for place in (0.48, 0.74) if young else ():
        x = lids.centre_x + side * lids.half * place
        y = float(np.interp(place * side, _LID, lids.upper))
        lash = face.at([x, x + side * 0.011], [y, y + 0.014])
        face.ink.line(lash, 0.7, 0.0, 260, side=side)


def _draw_iris(face: Face, side: int, lids: _Lids) -> None:
    """Draw iris, pupil and highlight, clipped by the lids."""
    traits, expression, ink = face.traits, face.expression, face.ink
    big = 1.08 if face.feminine or face.look.age == "child" else 1.0
    radius = 0.036 * big * expression.pupil * (1 + (face.scale - 1) * 0.5)
    shift_x = float(np.clip(face.gaze[0] + expression.look[0], -1.1, 1.1))
    shift_y = float(np.clip(face.gaze[1] + expression.look[1], -1.1, 1.1))
    middle_x, middle_y = traits.eye_x * side + shift_x * 0.030, traits.eye_y + 0.004 + shift_y * 0.018

    def disc(size: float) -> tuple[Array, Array]:
        x = np.clip(middle_x + size * np.cos(_CIRCLE), lids.x[0] + 0.004, lids.x[-1] - 0.004)
        y = middle_y + size * np.sin(_CIRCLE)
        return x, np.clip(y, np.interp(x, lids.x, lids.lower), np.interp(x, lids.x, lids.upper))

    ink.fill(face.at(*disc(radius)), 0.93, 22, side=side)
    if _light_eyed(face):  # a lighter ring inside the dark rim
        ink.fill(face.at(*disc(0.80 * radius)), 0.42, 150, side=side)
        ink.fill(face.at(*disc(0.45 * radius)), 0.93, 150, side=side)
    x = middle_x + 0.012
    y = min(middle_y + 0.012, traits.eye_y + 0.042 * lids.open_share * 0.8 - 0.012)
    ink.fill(face.at(x + 0.010 * np.cos(_CIRCLE), y + 0.011 * np.sin(_CIRCLE), 0.008), 0.0, 110, side=side)


def _light_eyed(face: Face) -> bool:
    """Tell whether the eyes are light: of the light-haired many are, of the black-haired none."""
    look = face.look
    return look.skin_grey < 0.15 and look.hair_grey < 0.8 and look.seed % 5 < (3 if look.hair_grey < 0.4 else 2)


def _draw_brow(face: Face, side: int) -> None:
    """Draw the brow on `side` as one stroke that is thick at the nose."""
    traits, expression, ink = face.traits, face.expression, face.ink
    along = np.linspace(0, 1, 8)
    x = traits.eye_x * side + side * np.linspace(-0.078, 0.090, 8)
    y = (
        traits.eye_y + 0.096 + traits.brow_gap + expression.brow_raise
        + expression.brow_inner * (1 - along) ** 1.3 + (expression.brow_outer + traits.brow_tilt) * along
        + 0.017 * traits.brow_arch * np.sin(np.pi * along**1.25)
    )  # fmt: skip
    if side > 0:
        y = y + expression.brow_skew
    # Brows stay below the hair, however surprised, and above the eyes, however angry.
    y = np.minimum(y, face.brow_limit_y - 0.018)
    y = np.maximum(y, traits.eye_y + 0.034 * min(expression.lid_open, 1.2) + 0.012)
    grey = face.soft(0.38) if face.look.hair_grey < 0.3 else 0.0
    ink.line(face.at(x, y), 2.2 * min(traits.brow_weight, 1.5), grey, 20, kind="brow", side=side)
    if traits.brow_weight > 1.1:  # a broad brow: a patch under the stroke, ragged where it is bushy
        broad = 0.020 * traits.brow_weight * (1 - 0.75 * along) + 0.004
        ragged = 0.005 * max(traits.brow_weight - 1.3, 0.0) * np.cos(np.arange(8) * 2.4)
        outline = face.at(np.r_[x, x[::-1]], np.r_[y - 0.3 * broad, (y + 0.7 * broad + ragged)[::-1]])
        ink.fill(outline, 0.62 if grey else 0.95, 60, side=side)
