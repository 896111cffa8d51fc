"""What sets a face apart: freckles, moles, scars, bruises, plasters, bandages, an eye patch, paint.

Enters: a `Face` and the names in `look.marks` (`stage.names.MARKS`). Leaves: fills and lines in its pen. A new
mark is a function and a row in `_MARKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from screenplay2board.stage.body.head.face import Face
from screenplay2board.stage.geometry import Array

_CIRCLE = np.linspace(0, 2 * np.pi, 12, endpoint=False)


def draw_marks(face: Face, *, under_eyes: bool) -> None:
    """Draw what the look names, in that order: what lies under the eyes' ink, or what lies over it."""
    for name in face.look.marks:
        if name in _MARKS and (name in _UNDER_EYES) == under_eyes:
            _MARKS[name](face)


def _spot(face: Face, x: float, y: float, size: float, grey: float, min_px: float) -> None:
    face.ink.fill(face.at(x + size * np.cos(_CIRCLE), y + size * np.sin(_CIRCLE), 0.008), grey, min_px)


def _freckles(face: Face) -> None:
    rng = np.random.default_rng((face.look.seed, 0xF4EC))
    for _ in range(26):
        x, y = float(rng.normal(0.0, 0.12)), float(rng.normal(-0.075, 0.035))
        if abs(x) < 0.24 and y < face.traits.eye_y - 0.045:
            _spot(face, x, y, 0.0065, face.deeper(0.38), 60)


def _mole(face: Face) -> None:
    side = 1 if face.look.seed % 2 else -1
    _spot(face, side * 0.135, -0.165, 0.011, 0.9, 50)


def _cut(face: Face, x: Array, y: Array, stitches: int, min_px: float) -> None:
    """Draw a healed cut along (n,) points, with the stitches it was sewn with."""
    face.ink.line(face.at(x, y), 1.6, 0.05, min_px)
    across = np.stack([np.gradient(y), -np.gradient(x)], axis=1)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    for share in np.linspace(0.18, 0.82, stitches):
        place = share * (len(x) - 1)
        at_x, at_y = (float(np.interp(place, np.arange(len(x)), each)) for each in (x, y))
        way = 0.017 * across[round(place)]
        face.ink.line(face.at([at_x - way[0], at_x + way[0]], [at_y - way[1], at_y + way[1]]), 0.7, 0.05, 90)


def _scar(face: Face) -> None:
    """A cut down the left cheek."""
    _cut(face, np.array([0.195, 0.180, 0.158, 0.150]), np.array([0.0, -0.06, -0.13, -0.19]), 4, 30)


def _scar_eye(face: Face) -> None:
    """A cut through the right brow and over the cheek."""
    x = -face.traits.eye_x + np.array([0.030, 0.012, -0.002, -0.012])
    eye_y = face.traits.eye_y
    upper = np.array([eye_y + 0.165, eye_y + 0.13, eye_y + 0.09, eye_y + 0.055])
    _cut(face, x, upper, 0, 30)
    _cut(face, x - 0.028, np.array([eye_y - 0.045, eye_y - 0.08, eye_y - 0.12, eye_y - 0.16]), 0, 30)


def _eye_patch(face: Face) -> None:
    """A patch over the left eye on a band round the head."""
    x0, y0 = face.traits.eye_x + 0.004, face.traits.eye_y + 0.004
    outline = np.array([(-0.085, 0.052), (0.0, 0.066), (0.092, 0.046), (0.076, -0.046), (0.0, -0.086), (-0.070, -0.05)])
    face.ink.fill(face.at(x0 + outline[:, 0], y0 + outline[:, 1], 0.024), 0.95, 12)
    share = np.linspace(0, 1, 9)
    for start, end in (((x0 - 0.07, y0 + 0.045), (-0.285, 0.20)), ((x0 + 0.085, y0 + 0.035), (0.300, 0.05))):
        x, y = (start[i] + (end[i] - start[i]) * share for i in (0, 1))
        face.ink.line(face.at(x, y, 0.014), 1.5, 0.0, 24)


def _plaster(face: Face) -> None:
    """A plaster across the right cheek."""
    turn, half = 0.45, np.array([(-0.062, -0.024), (0.062, -0.024), (0.062, 0.024), (-0.062, 0.024)])
    x = -0.165 + half[:, 0] * np.cos(turn) - half[:, 1] * np.sin(turn)
    y = -0.105 + half[:, 0] * np.sin(turn) + half[:, 1] * np.cos(turn)
    outline = face.at(x, y, 0.012)
    face.ink.fill(outline, 0.02, 30)
    face.ink.line(np.vstack([outline, outline[:1]]), 0.7, 0.1, 40)
    for share in (0.32, 0.68):
        ends = [outline[0] + (outline[1] - outline[0]) * share, outline[3] + (outline[2] - outline[3]) * share]
        face.ink.line(np.array(ends), 0.5, 0.2, 90)


def _bruise(face: Face) -> None:
    """A black right eye."""
    x = -face.traits.eye_x + 0.088 * np.cos(_CIRCLE)
    y = face.traits.eye_y - 0.036 + 0.052 * np.sin(_CIRCLE) * (np.sin(_CIRCLE) < 0) + 0.012 * np.sin(_CIRCLE)
    face.ink.fill(face.at(x, y - 0.008), face.deeper(0.36), 24)


def _blood(face: Face) -> None:
    """Blood from the left of the forehead."""
    x = np.array([0.13, 0.20, 0.19, 0.208, 0.188, 0.176, 0.168, 0.15, 0.158, 0.128])
    y = np.array([0.25, 0.235, 0.15, 0.06, -0.10, -0.02, 0.09, 0.06, 0.13, 0.17])
    face.ink.fill(face.at(x, y, 0.010), 0.8, 20)


def _dirt(face: Face) -> None:
    """Smudges."""
    rng = np.random.default_rng((face.look.seed, 0xD127))
    for x, y in ((0.15, -0.10), (-0.17, -0.14), (-0.08, 0.22), (0.10, -0.34)):
        wobble = 1 + 0.35 * rng.normal(size=12)
        patch = face.at(x + 0.055 * wobble * np.cos(_CIRCLE), y + 0.026 * wobble * np.sin(_CIRCLE), 0.008)
        face.ink.fill(patch, face.deeper(0.24), 40)


def _make_up(face: Face) -> None:
    """Dark lids and a blush."""
    for side in (1, -1):
        x = face.traits.eye_x * side + 0.066 * np.cos(_CIRCLE)
        y = face.traits.eye_y + 0.034 + 0.030 * np.sin(_CIRCLE) * (np.sin(_CIRCLE) > 0)
        face.ink.fill(face.at(x, y), face.deeper(0.28), 70, side=side)
        _spot(face, side * 0.18, -0.085, 0.042, face.deeper(0.12), 90)


_MARKS: Mapping[str, Callable[[Face], None]] = {
    "freckles": _freckles,
    "mole": _mole,
    "scar": _scar,
    "scar_eye": _scar_eye,
    "eye_patch": _eye_patch,
    "plaster": _plaster,
    "bruise": _bruise,
    "blood": _blood,
    "dirt": _dirt,
    "make_up": _make_up,
}
_UNDER_EYES = frozenset({"bruise", "make_up", "dirt"})
