"""The parts of one clothed person, and the pens that draw folds on them.

Enters: a `Geometry` and a `PosedBody`. Leaves: piles of meshes by material, added to the geometry at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from screenplay2board.stage.body.skeleton import PosedBody
from screenplay2board.stage.body.surface import MeshPile, RingSurface
from screenplay2board.stage.geometry import Array, Faces, Geometry, Part, SurfaceCurve, cross

Way = tuple[float, float, float, float, float, float]
DARK = 0.55  # cloth darker than this carries light fold lines


@dataclass(slots=True)
class Wardrobe:
    """Piles of meshes of one person. skin_label: shared by all that is bare, so that no ink parts neck and head."""

    geometry: Geometry
    body: PosedBody
    skin_label: int
    skin: MeshPile = field(default_factory=MeshPile.empty)
    _piles: dict[str, tuple[int, MeshPile, bool]] = field(default_factory=dict[str, tuple[int, MeshPile, bool]])
    _skin_part: int = 0

    @classmethod
    def open(cls, geometry: Geometry, body: PosedBody) -> Wardrobe:
        """Return an empty wardrobe whose skin has its part."""
        placement = body.placement
        part = geometry.add_part(
            Part(name="skin", figure=placement.figure, grey=placement.look.skin_grey, crease_m=0.012,
                 line_weight=0.85, shade_gain=0.13)
        )  # fmt: skip
        return cls(geometry, body, geometry.parts[part].label, _skin_part=part)

    def pile(
        self,
        name: str,
        grey: float,
        *,
        crease_m: float = 0.03,
        line_weight: float = 1.0,
        shade_gain: float = 0.24,
        label_of: str | None = None,
        two_sided: bool = False,
    ) -> MeshPile:
        """Return the pile of a material, made at its first use; `label_of`: no ink toward that other material."""
        if name not in self._piles:
            label = self.geometry.parts[self._piles[label_of][0]].label if label_of else 0
            part = self.geometry.add_part(
                Part(name=name, figure=self.body.placement.figure, label=label, grey=grey, crease_m=crease_m,
                     line_weight=line_weight, shade_gain=shade_gain)
            )  # fmt: skip
            self._piles[name] = (part, MeshPile.empty(), two_sided)
        return self._piles[name][1]

    def close(self) -> None:
        """Add all meshes to the geometry."""
        self.skin.flush(self.geometry, self._skin_part)
        for part, pile, two_sided in self._piles.values():
            pile.flush(self.geometry, part, two_sided=two_sided)

    def ink(self, points: Array, weight: float, grey: float, min_head_px: float) -> None:
        """Draw a line (n, 3) on the figure."""
        figure = self.body.placement.figure
        self.geometry.curves.append(SurfaceCurve(figure, points, weight, grey, min_head_px))

    def folds(self, surface: RingSurface, ways: Sequence[Way], grey: float) -> None:
        """Draw lines on `surface`, each from (place, theta) to (place, theta) with its weight and smallest head."""
        table = np.array(ways, dtype=np.float64)  # (lines, 6)
        u = np.linspace(0.0, 1.0, 8)
        places = table[:, 0:1] + (table[:, 2:3] - table[:, 0:1]) * u
        theta = table[:, 1:2] + (table[:, 3:4] - table[:, 1:2]) * u
        lines = surface.at(places, theta, 0.0015)  # (lines, 8, 3)
        for line, (weight, min_head_px) in zip(lines, table[:, 4:].tolist(), strict=True):
            self.ink(line, weight, grey, min_head_px)

    def fold(
        self,
        surface: RingSurface,
        way: tuple[float, float, float, float],
        weight: float,
        grey: float,
        min_head_px: float,
    ) -> None:
        """Draw one line on `surface` from (place, theta) to (place, theta)."""
        self.folds(surface, ((*way, weight, min_head_px),), grey)

    def line_grey(self, cloth_grey: float) -> float:
        """Return the darkness of a fold line on cloth of this darkness."""
        return 0.10 if cloth_grey < DARK else 0.0

    def seam_grey(self, cloth_grey: float) -> float:
        """Return the darkness of an edge that must be seen: white on dark cloth."""
        return 0.05 if cloth_grey < DARK else 0.92


def ring_mesh(centres: Array, radii_m: Array, surface_normal: Array, sides: int = 8) -> tuple[Array, Faces]:
    """Return a closed ring of cloth (a rolled collar, a scarf): centres (n, 3), radii (n,), `surface_normal` (3,)."""
    tangents = np.roll(centres, -1, axis=0) - np.roll(centres, 1, axis=0)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    side = cross(surface_normal, tangents)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    upper = cross(tangents, side)
    theta = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    rings = (
        centres[:, None]
        + np.cos(theta)[:, None] * (side * radii_m[:, None])[:, None]
        + np.sin(theta)[:, None] * (upper * radii_m[:, None])[:, None]
    )  # (n, sides, 3)
    count = len(centres)
    index = np.arange(count * sides).reshape(count, sides)
    a, b = index, np.roll(index, -1, axis=1)
    c, d = np.roll(index, -1, axis=0), np.roll(np.roll(index, -1, axis=0), -1, axis=1)
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([b, d, c], -1).reshape(-1, 3)])
    return rings.reshape(-1, 3), faces
