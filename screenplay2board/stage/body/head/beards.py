"""Beards: meshes over jaw and chin, and patches for moustaches and stubble.

Enters: a skull and the name of a beard from `stage.names.BEARDS`. Leaves: a mesh, and fills on the face.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.head.skull import Skull
from screenplay2board.stage.body.head.space import FaceInk, HeadSpace, height_at
from screenplay2board.stage.geometry import Array, Geometry, Part, sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Beard:
    """length: how far it hangs. reach: angle from the chin to where it ends. moustache, stubble: patches."""

    length: float = 0.0
    reach: float = 0.0
    moustache: bool = True
    stubble: bool = False


BEARDS: Mapping[str, Beard] = {
    "short": Beard(length=0.02, reach=1.72),
    "full": Beard(length=0.055, reach=1.75),
    "moustache": Beard(),
    "goatee": Beard(length=0.03, reach=0.42),
    "stubble": Beard(moustache=False, stubble=True),
}

_TOP = ((0, -0.285), (0.16, -0.285), (0.30, -0.20), (0.52, -0.165), (0.9, -0.13), (1.3, -0.05), (1.75, 0.06))
_BOTTOM = ((0, -0.46), (1.0, -0.44), (1.75, -0.16))


def build_beard(geometry: Geometry, space: HeadSpace, skull: Skull, look: CharacterLook, figure: int) -> None:
    """Add the mesh of the beard of `look`, if it has one."""
    beard = BEARDS.get(look.beard or "")
    if beard is None or not beard.reach:
        return
    grey = look.hair_grey * 0.92
    part = geometry.add_part(
        Part(name="beard", figure=figure, grey=grey, crease_m=0.03, line_weight=0.8, shade_gain=0.15)
    )
    theta = np.linspace(np.pi / 2 - beard.reach, np.pi / 2 + beard.reach, 27)
    angle = np.abs(theta - np.pi / 2)
    top = height_at(_TOP, angle)
    if beard.reach < 1:  # a goatee stays below the mouth and ends round
        top = np.where(angle < 0.16, top, np.minimum(top, -0.25))
        top = top - 0.17 * np.clip(angle / beard.reach, 0, 1) ** 3
    bottom = height_at(_BOTTOM, angle)
    rows: list[Array] = []
    for share in np.linspace(0, 1, 8):
        y = top * (1 - share) + bottom * share
        row = skull.surface(theta, y, beard.length * min(1.0, share * 3) + 0.006)
        drop = beard.length * 1.3 * share**2 * np.cos(np.clip(angle, 0, 1.5))
        row[:, 1] -= drop * (1 + 0.25 * np.sin(angle * 21))  # tips of the locks
        rows.append(row)
    vertices, faces = sheet(np.array(rows))
    geometry.add_mesh(space.world(vertices), faces[:, ::-1], part, two_sided=True)


def draw_beard(ink: FaceInk, skull: Skull, look: CharacterLook) -> None:
    """Draw moustache and stubble of `look` on the face, under the mouth's line."""
    beard = BEARDS.get(look.beard or "")
    if beard is None:
        return
    across = np.linspace(-1, 1, 13)
    mouth_y = skull.traits.mouth_y
    if beard.moustache:
        x = 0.112 * skull.traits.mouth_width * across
        upper = mouth_y + 0.074 - 0.055 * np.abs(across) ** 1.6
        lower = mouth_y + 0.024 - 0.038 * np.abs(across)
        outline = skull.on_face(np.r_[x, x[::-1]], np.r_[upper, lower[::-1]], 0.012)
        ink.fill(outline, look.hair_grey, 16)
        if look.hair_grey < 0.5:
            ink.line(np.vstack([outline, outline[:1]]), 0.6, 0.1, 50)
    if beard.stubble:
        rng = np.random.default_rng((look.seed, 0xBEA2D))
        for x, y in zip(rng.uniform(-0.20, 0.20, 46), rng.uniform(-0.42, -0.17, 46), strict=True):
            in_mouth = abs(x) < 0.12 and abs(y - mouth_y) < 0.06
            if not in_mouth and abs(x) < 0.21 + 0.3 * (y + 0.42):
                ink.line(skull.on_face([x, x + 0.004], [y, y - 0.016]), 0.6, 0.25, 70)
