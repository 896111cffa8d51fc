"""Glasses, drawn before the face: rims, bridge, temples, dark lenses.

Enters: a `Face` whose look names one of `stage.names.GLASSES`. Leaves: lines and fills in its pen. A new shape
is a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from screenplay2board.stage.body.head.face import Face
from screenplay2board.stage.geometry import Array, vec


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Half width and height of a lens. square: 2 is an ellipse, 5 nearly a box. droop: how far the outer corner hangs.

    rim: weight of the line; lower_rim: whether it goes round below. lens: darkness, None for clear glass.
    single: only before the left eye.
    """

    width: float
    height: float
    square: float = 2.0
    droop: float = 0.0
    drop: float = 0.0
    rim: float = 1.2
    lower_rim: bool = True
    lens: float | None = None
    single: bool = False


FRAMES: Mapping[str, Frame] = {
    "round": Frame(width=0.088, height=0.078),
    "square": Frame(width=0.100, height=0.068, square=5.0),
    "thick": Frame(width=0.100, height=0.072, square=4.0, rim=3.0),
    "half": Frame(width=0.092, height=0.044, square=3.0, drop=0.048, rim=1.0),
    "cat_eye": Frame(width=0.102, height=0.062, square=2.6, droop=-0.034, rim=1.9),
    "browline": Frame(width=0.098, height=0.066, square=3.4, rim=2.6, lower_rim=False),
    "rimless": Frame(width=0.090, height=0.058, square=3.0, rim=0.5),
    "aviator": Frame(width=0.106, height=0.086, square=2.3, droop=0.030, drop=0.018, rim=1.0, lens=0.62),
    "sunglasses": Frame(width=0.108, height=0.072, square=3.2, droop=-0.008, rim=2.0, lens=0.92),
    "goggles": Frame(width=0.122, height=0.090, square=4.0, rim=3.4, lens=0.25),
    "monocle": Frame(width=0.076, height=0.076, rim=1.1, single=True),
}
_AROUND = np.linspace(0, 2 * np.pi, 25)


def draw_eyewear(face: Face) -> None:
    """Draw the glasses of the look, if it has any."""
    frame = FRAMES.get(face.look.glasses or "")
    if frame is None:
        return
    for side in (1,) if frame.single else (1, -1):
        _draw_lens(face, frame, side)
    if frame.single:
        return
    level = face.traits.eye_y - 0.006 - 0.5 * frame.drop
    inner = max(face.traits.eye_x - frame.width, 0.012)
    bridge_z = float(face.skull.on_nose(0.0, 0.12)[2]) + 0.02
    bridge = np.array([vec(-inner, level + 0.012, bridge_z), vec(0, level + 0.026, bridge_z + 0.012),
                       vec(inner, level + 0.012, bridge_z)])  # fmt: skip
    face.ink.line(bridge, max(frame.rim * 0.8, 0.8), 0.0, 30)


def _draw_lens(face: Face, frame: Frame, side: int) -> None:
    traits = face.traits
    rim_z = float(face.at(traits.eye_x, traits.eye_y, 0.0)[2]) + 0.048
    level = traits.eye_y - 0.006 - frame.drop
    cosine, sine = np.cos(_AROUND), np.sin(_AROUND)
    power = 2.0 / frame.square
    x = frame.width * np.sign(cosine) * np.abs(cosine) ** power
    y = frame.height * np.sign(sine) * np.abs(sine) ** power - frame.droop * x / frame.width
    rim = np.stack([side * (traits.eye_x + x), level + y, rim_z - 0.22 * np.maximum(x, 0.0)], axis=1)
    if frame.lens is not None:
        face.ink.fill(rim[:-1], frame.lens, 12, side=side)
        glint = np.stack([rim[4] * 0.6 + rim[12] * 0.4, rim[8] * 0.5 + rim[16] * 0.5])
        glint[:, 2] = rim_z + 0.01
        face.ink.line(glint, 1.1, 0.9, 70, side=side)
    face.ink.line(rim, frame.rim if frame.lower_rim else 0.6, 0.0, 22)
    if not frame.lower_rim:
        face.ink.line(rim[1:12], frame.rim, 0.0, 22)
    _draw_temple(face, rim, side, frame)


def _draw_temple(face: Face, rim: Array, side: int, frame: Frame) -> None:
    if frame.single:  # a cord
        cord = np.array([rim[18], rim[18] + vec(0.06, -0.16, -0.06), rim[18] + vec(0.03, -0.32, -0.10)])
        face.ink.line(cord, 0.6, 0.1, 60)
        return
    y = float(rim[2, 1])
    temple = np.array([rim[1], vec(side * 0.302, y + 0.004, 0.20), vec(side * 0.328, y + 0.002, 0.02)])
    face.ink.line(temple, min(max(frame.rim, 1.0), 2.2), 0.0, 40)
