"""Beards: meshes over jaw and chin with their hairs, patches for moustaches, and stubble.

Enters: a skull and the name of a beard from `stage.names.BEARDS`. Leaves: a mesh, and fills and lines on the face.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.head.skull import Skull
from screenplay2board.stage.body.head.space import HAIR_LABEL, FaceInk, HeadSpace, height_at, strand_grey
from screenplay2board.stage.geometry import Array, Geometry, Part, SurfaceCurve
from screenplay2board.stage.surfaces import sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Moustache:
    """Half width and thickness of a moustache; how far its ends hang, and how far their tips turn up again."""

    width: float = 0.112
    thick: float = 0.048
    droop: float = 0.045
    tips: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Beard:
    """A beard between two angles from the chin. length: how far it stands off; hang: how far it falls below the chin.

    start: it leaves the chin free up to there. stubble: short hairs all over.
    """

    length: float = 0.0
    start: float = 0.0
    reach: float = 0.0
    hang: float = 0.0
    moustache: Moustache | None = None
    stubble: bool = False


BEARDS: Mapping[str, Beard] = {
    "short": Beard(length=0.022, reach=1.72, moustache=Moustache(thick=0.040)),
    "full": Beard(length=0.055, reach=1.75, hang=0.06, moustache=Moustache()),
    "long": Beard(length=0.062, reach=1.75, hang=0.52, moustache=Moustache(width=0.12, thick=0.052, droop=0.06)),
    "moustache": Beard(moustache=Moustache()),
    "pencil": Beard(moustache=Moustache(width=0.105, thick=0.015, droop=0.020)),
    "handlebar": Beard(moustache=Moustache(width=0.165, thick=0.042, droop=0.030, tips=0.075)),
    "walrus": Beard(moustache=Moustache(width=0.135, thick=0.085, droop=0.075)),
    "goatee": Beard(length=0.032, reach=0.42, hang=0.06),
    "van_dyke": Beard(length=0.034, reach=0.34, hang=0.16, moustache=Moustache(width=0.135, thick=0.032, tips=0.045)),
    "mutton_chops": Beard(length=0.042, start=0.50, reach=1.72, moustache=Moustache(width=0.135)),
    "chin_strap": Beard(length=0.018, reach=1.72),
    "stubble": Beard(stubble=True),
}

_TOP = ((0, -0.285), (0.16, -0.285), (0.30, -0.20), (0.52, -0.165), (0.9, -0.115), (1.3, -0.03), (1.75, 0.10))
_STRAP_TOP = ((0, -0.40), (0.5, -0.37), (0.9, -0.27), (1.3, -0.13), (1.75, 0.08))
_BOTTOM = ((0, -0.46), (1.0, -0.44), (1.4, -0.30), (1.75, -0.12))
_COLUMNS, _ROWS = 55, 9


@dataclass(frozen=True, slots=True)
class _Patch:
    """Where a beard grows: the surface between its upper edge and its hem, `share` 0 to 1."""

    skull: Skull
    beard: Beard
    strap: bool
    seed: int

    def edge(self, angle: Array) -> Array:
        """Return the height of the upper edge at angles from the chin."""
        turn = np.abs(angle)
        top = height_at(_STRAP_TOP if self.strap else _TOP, turn)
        if self.beard.reach < 1:  # a goatee stays below the mouth and ends round
            top = np.where(turn < 0.16, top, np.minimum(top, -0.25))
            top = top - 0.17 * np.clip(turn / self.beard.reach, 0, 1) ** 3
        ragged = np.sin(37 * angle + self.seed % 7) + 0.7 * np.sin(61 * angle + self.seed % 5)
        return top + 0.008 * ragged

    def points(self, angle: Array, share: Array) -> Array:
        """Return points (..., 3) of the beard."""
        angle, share = np.broadcast_arrays(angle, share)
        turn, beard = np.abs(angle), self.beard
        y = self.edge(angle) * (1 - share) + height_at(_BOTTOM, turn) * share
        lock = np.abs(np.sin(angle * 11 + 1.3 * share + self.seed % 9))
        off = beard.length * np.minimum(1.0, share * 3) * (0.78 + 0.30 * lock) + 0.005
        found = self.skull.surface(np.pi / 2 - angle, y, off)
        front = np.cos(np.clip(1.1 * turn, 0, np.pi / 2))
        fall = (beard.hang + beard.length) * share**2 * front * (0.82 + 0.30 * lock)
        found[..., 1] -= fall
        found[..., 0] *= 1 - 0.35 * np.clip(fall / 0.5, 0, 1)  # a long one comes to a point
        found[..., 2] += 0.10 * fall
        return found


def build_beard(geometry: Geometry, space: HeadSpace, skull: Skull, look: CharacterLook, figure: int) -> None:
    """Add the mesh of the beard of `look` and its hairs, if it has one."""
    beard = BEARDS.get(look.beard or "")
    if beard is None or not beard.reach:
        return
    part = geometry.add_part(
        Part(name="beard", figure=figure, label=HAIR_LABEL, grey=look.hair_grey * 0.94, crease_m=0.03,
             line_weight=0.55, shade_gain=0.15)
    )  # fmt: skip
    patch = _Patch(skull, beard, look.beard == "chin_strap", look.seed)
    sides = (
        ((-beard.reach, -beard.start), (beard.start, beard.reach)) if beard.start else ((-beard.reach, beard.reach),)
    )
    for low, high in sides:
        angle = np.linspace(low, high, _COLUMNS if len(sides) == 1 else _COLUMNS // 2)
        vertices, faces = sheet(patch.points(angle[None], np.linspace(0, 1, _ROWS)[:, None]))
        geometry.add_mesh(space.world(vertices), faces, part, two_sided=True)
        _draw_hairs(geometry, space, patch, (low, high), look, figure)


def _draw_hairs(
    geometry: Geometry, space: HeadSpace, patch: _Patch, reach: tuple[float, float], look: CharacterLook, figure: int
) -> None:
    """Draw hairs along the beard, and short ones over its upper edge, so that it does not end like a cloth."""
    rng = np.random.default_rng((look.seed, 0xBEA2))
    strand, width = strand_grey(look.hair_grey), reach[1] - reach[0]
    share = np.linspace(0.0, 1.0, 6)
    for index in range(round(12 * width)):
        angle = reach[0] + width * (index + rng.uniform(0.1, 0.9)) / round(12 * width)
        start = rng.uniform(0.04, 0.5)
        along = start + (rng.uniform(start + 0.25, 1.0) - start) * share
        points = patch.points(angle + 0.05 * np.sin(4 * share + angle), along) * (1.01, 1.0, 1.01)
        _hair(geometry, space.world(points), figure, strand, 0.55, 70)
    edge_grey = 0.0 if look.hair_grey > 0.4 else 0.42
    for index in range(round(16 * width)):
        angle = reach[0] + width * (index + rng.uniform(0.0, 1.0)) / round(16 * width)
        low = float(patch.edge(np.array(angle)))
        y = np.linspace(low + rng.uniform(0.004, 0.020), low - 0.022, 4)
        lean = angle + np.linspace(0.0, 0.03 * np.sign(angle), 4)
        points = patch.skull.surface(np.pi / 2 - lean, y, np.linspace(0.004, 0.4 * patch.beard.length + 0.008, 4))
        _hair(geometry, space.world(points), figure, edge_grey, 0.5, 100)


def _hair(geometry: Geometry, points: Array, figure: int, grey: float, weight: float, min_px: float) -> None:
    geometry.curves.append(SurfaceCurve(figure=figure, points=points, weight=weight, grey=grey, min_head_px=min_px))


def draw_beard(ink: FaceInk, skull: Skull, look: CharacterLook) -> None:
    """Draw moustache and stubble of `look` on the face, under the mouth's line."""
    beard = BEARDS.get(look.beard or "")
    if beard is None:
        return
    if beard.moustache is not None:
        _draw_moustache(ink, skull, look, beard.moustache)
    if beard.stubble:
        _draw_stubble(ink, skull, look)


def _draw_moustache(ink: FaceInk, skull: Skull, look: CharacterLook, shape: Moustache) -> None:
    across = np.linspace(-1, 1, 17)
    side, mouth_y = np.abs(across), skull.traits.mouth_y
    x = shape.width * (0.5 + 0.5 * skull.traits.mouth_width) * across
    curl = shape.tips * np.clip((side - 0.62) / 0.38, 0, 1) ** 2
    middle = mouth_y + 0.048 - shape.droop * side**1.5 + curl + shape.tips * 0.1
    thick = shape.thick * (1 - side**2.2) * (1 - 0.35 * np.exp(-((across / 0.10) ** 2))) + 0.003
    ragged = 0.004 * np.cos(np.arange(17) * 2.6)
    upper, lower = middle + 0.5 * thick, middle - 0.5 * thick + ragged * (shape.thick > 0.03)
    outline = skull.on_face(np.r_[x, x[::-1]], np.r_[upper, lower[::-1]], 0.014)
    ink.fill(outline, look.hair_grey, 14)
    if look.hair_grey < 0.55:
        ink.line(np.vstack([outline, outline[:1]]), 0.5, 0.15, 50)
    for index in range(2, 15) if shape.thick > 0.03 else ():
        lean = 0.010 * np.sign(across[index])
        hair = skull.on_face([x[index] - lean, x[index] + lean], [upper[index], lower[index] - 0.004], 0.018)
        ink.line(hair, 0.5, strand_grey(look.hair_grey), 130)


def _draw_stubble(ink: FaceInk, skull: Skull, look: CharacterLook) -> None:
    """Draw short hairs round the mouth, on chin and jaw, denser toward the chin."""
    rng = np.random.default_rng((look.seed, 0xBEA2D))
    width = float(skull.profile(-0.30)[0])
    across = np.linspace(-0.94, 0.94, 15)
    top = -0.15 - 0.10 * (1 - np.abs(across)) - 0.05 * np.exp(-((across / 0.25) ** 2))
    bottom = -0.43 + 0.10 * across**2
    shadow = skull.on_face(np.r_[across, across[::-1]] * width, np.r_[top, bottom[::-1]], 0.008)
    ink.fill(shadow, min(look.skin_grey + (0.12 if look.hair_grey > 0.3 else 0.05), 0.85), 24)
    mouth_y, dark = skull.traits.mouth_y, 0.15 if look.hair_grey > 0.4 else 0.45
    for _ in range(150):
        x, y = float(rng.uniform(-0.92, 0.92)) * width, float(rng.uniform(-0.435, -0.13))
        on_lips = abs(x) < 0.11 and abs(y - mouth_y) < 0.036
        cheek = y > -0.165 - 0.10 * (1 - abs(x) / width) and abs(x) > 0.10
        if not on_lips and not cheek:
            ink.line(skull.on_face([x, x + 0.003 * np.sign(x)], [y, y - 0.012]), 0.5, dark, 70)
