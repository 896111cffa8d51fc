"""What is worn on the head: hats, cloths and glasses.

Enters: a skull, a look and a head space. Leaves: meshes and ink. A hat is a row of rings in head space.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.head.skull import CROWN_Y, Skull
from screenplay2board.stage.body.head.space import HeadSpace, Outline, height_at, shell_of
from screenplay2board.stage.geometry import Array, Geometry, Loft, Part, SurfaceCurve, ellipsoid, sheet, vec


@dataclass(frozen=True, slots=True, kw_only=True)
class Hat:
    """A hat of rings, lowest first: (y, z, half width, half depth, tilt of the front in y).

    grey: its darkness. band: (y, half width, half depth, weight, grey) of a line around it. peak: length of a visor.
    pressed_y: hair above this height is held down.
    """

    rings: tuple[tuple[float, float, float, float, float], ...]
    grey: float
    pressed_y: float
    band: tuple[float, float, float, float, float] | None = None
    peak: float = 0.0
    peak_y: float = 0.26
    badge: bool = False


HATS: Mapping[str, Hat] = {
    "fedora": Hat(
        rings=((0.30, -0.05, 0.60, 0.68, 0.06), (0.315, -0.05, 0.60, 0.68, 0.06), (0.315, -0.05, 0.37, 0.47, 0.02),
               (0.50, -0.05, 0.355, 0.45, 0.0), (0.66, -0.05, 0.31, 0.39, 0.03), (0.69, -0.05, 0.22, 0.28, 0.03),
               (0.66, -0.05, 0.05, 0.18, 0.0)),
        grey=0.75, pressed_y=0.24, band=(0.38, 0.372, 0.468, 2.4, 0.95),
    ),
    "cap": Hat(
        rings=((0.20, -0.04, 0.355, 0.44, 0.07), (0.36, -0.05, 0.368, 0.455, 0.0), (0.52, -0.06, 0.30, 0.37, 0.0),
               (0.61, -0.07, 0.16, 0.21, 0.0), (0.635, -0.07, 0.02, 0.02, 0.0)),
        grey=0.65, pressed_y=0.20, peak=0.33,
    ),
    "beanie": Hat(
        rings=((0.15, -0.05, 0.368, 0.465, 0.08), (0.30, -0.05, 0.378, 0.475, 0.06), (0.31, -0.05, 0.358, 0.455, 0.06),
               (0.48, -0.06, 0.33, 0.41, 0.02), (0.62, -0.08, 0.20, 0.25, 0.0), (0.66, -0.09, 0.02, 0.02, 0.0)),
        grey=0.5, pressed_y=0.15, band=(0.315, 0.362, 0.46, 0.9, 0.1),
    ),
    "police": Hat(
        rings=((0.22, -0.04, 0.352, 0.43, 0.05), (0.36, -0.04, 0.356, 0.44, 0.05), (0.42, -0.03, 0.50, 0.56, 0.10),
               (0.50, -0.03, 0.52, 0.58, 0.12), (0.56, -0.03, 0.36, 0.42, 0.10), (0.57, -0.03, 0.02, 0.02, 0.06)),
        grey=0.85, pressed_y=0.20, band=(0.29, 0.36, 0.445, 2.0, 0.3), peak=0.22, badge=True,
    ),
    "helmet": Hat(
        rings=((-0.12, -0.08, 0.385, 0.44, 0.34), (0.05, -0.06, 0.405, 0.49, 0.20), (0.25, -0.05, 0.41, 0.52, 0.06),
               (0.45, -0.05, 0.37, 0.47, 0.0), (0.60, -0.06, 0.24, 0.32, 0.0), (0.67, -0.07, 0.03, 0.03, 0.0)),
        grey=0.45, pressed_y=-0.2, band=(0.22, 0.418, 0.528, 0.9, 0.1),
    ),
    "straw": Hat(
        rings=((0.28, -0.04, 0.74, 0.78, 0.0), (0.295, -0.04, 0.74, 0.78, 0.0), (0.33, -0.04, 0.39, 0.48, 0.0),
               (0.52, -0.05, 0.355, 0.44, 0.0), (0.63, -0.05, 0.26, 0.33, 0.0), (0.65, -0.05, 0.02, 0.02, 0.0)),
        grey=0.12, pressed_y=0.22, band=(0.38, 0.388, 0.478, 2.6, 0.6),
    ),
    "top_hat": Hat(
        rings=((0.30, -0.05, 0.52, 0.60, 0.02), (0.318, -0.05, 0.52, 0.60, 0.02), (0.32, -0.05, 0.365, 0.46, 0.0),
               (0.62, -0.05, 0.335, 0.42, 0.0), (1.02, -0.05, 0.37, 0.46, 0.0), (1.03, -0.05, 0.02, 0.02, 0.0)),
        grey=0.92, pressed_y=0.24, band=(0.39, 0.368, 0.462, 2.6, 0.5),
    ),
}  # fmt: skip

_HIJAB_HEM = ((0, 0.36), (0.55, 0.33), (0.9, 0.10), (1.1, -0.14), (1.35, -0.42), (3.2, -0.46))
_HOOD_HEM = ((0, 0.46), (0.6, 0.42), (0.95, 0.20), (1.15, -0.10), (1.35, -0.38), (3.2, -0.46))
_HEADSCARF_HEM = ((0, 0.38), (0.6, 0.35), (0.95, 0.14), (1.2, -0.12), (1.5, -0.40), (2.2, -0.36), (3.2, -0.42))


def pressed_y(look: CharacterLook) -> float:
    """Return the height above which the hair of `look` is held down; infinite without a hat."""
    if look.hat is None:
        return float("inf")
    hat = HATS.get(look.hat)
    return hat.pressed_y if hat is not None else -1.0


def build_headwear(geometry: Geometry, space: HeadSpace, skull: Skull, look: CharacterLook, figure: int) -> None:
    """Add hijab or hood, and the hat of `look`."""
    if look.hair == "hijab":
        part = _cloth(geometry, space, skull, figure, _HIJAB_HEM, look.hair_grey * 0.6, thickness=0.06)
        _shawl(geometry, space, part)
    if look.hair == "hood":
        _cloth(geometry, space, skull, figure, _HOOD_HEM, look.top_grey, thickness=0.11, point=0.06)
    if look.hat == "headscarf":
        part = _cloth(geometry, space, skull, figure, _HEADSCARF_HEM, 0.35, thickness=0.055)
        knot = ellipsoid((0.0, -0.47, 0.30), (0.07, 0.045, 0.05), around=10, stacked=6)
        vertices, faces = knot.mesh()
        geometry.add_mesh(space.world(vertices), faces, part)
    elif look.hat is not None and (hat := HATS.get(look.hat)) is not None:
        _hat(geometry, space, hat, figure)


def _cloth(
    geometry: Geometry,
    space: HeadSpace,
    skull: Skull,
    figure: int,
    hem_points: Outline,
    grey: float,
    *,
    thickness: float,
    point: float = 0.0,
) -> int:
    """Add cloth that lies over the head down to a hem given by (angle, y); return its part."""
    part = geometry.add_part(Part(name="cloth", figure=figure, grey=grey, crease_m=0.016, line_weight=0.95))
    theta = np.linspace(0, 2 * np.pi, 44, endpoint=False)
    angle = np.abs((theta - np.pi / 2 + np.pi) % (2 * np.pi) - np.pi)
    hem = height_at(hem_points, angle)
    rows: list[Array] = []
    for share in np.linspace(1, 0, 13):
        y = hem + (CROWN_Y - hem) * np.sin(share * np.pi / 2)
        row = skull.surface(theta, y, thickness * min(1.0, 0.35 + 2 * share))
        row[:, 2] -= point * share**2 * np.clip(-np.sin(theta), 0, 1)
        rows.append(row)
    rows.append(skull.surface(theta, hem, 0.006))
    vertices, faces = shell_of(np.array(rows), caps=(True, False)).mesh()
    geometry.add_mesh(space.world(vertices), faces, part, two_sided=True)
    return part


def _shawl(geometry: Geometry, space: HeadSpace, part: int) -> None:
    """Add the part of a hijab that lies on neck and shoulders."""
    rings = [
        (vec(0, -0.32, 0.0), vec(0.29, 0, 0), vec(0, 0.05, 0.36)),
        (vec(0, -0.50, -0.03), vec(0.27, 0, 0), vec(0, 0.0, 0.34)),
        (vec(0, -0.68, -0.06), vec(0.42, 0, 0), vec(0, 0, 0.40)),
        (vec(0, -0.82, -0.06), vec(0.52, 0, 0), vec(0, 0, 0.41)),
    ]
    vertices, faces = Loft.from_rings(rings, 22, (False, False)).refine(2).mesh()
    geometry.add_mesh(space.hanging(vertices), faces, part, two_sided=True)


def _hat(geometry: Geometry, space: HeadSpace, hat: Hat, figure: int) -> None:
    """Add a hat of rings, its visor, band and badge."""
    part = geometry.add_part(Part(name="hat", figure=figure, grey=hat.grey, crease_m=0.02, shade_gain=0.15))
    rings = [(vec(0, y, z), vec(width, 0, 0), vec(0, tilt, depth)) for y, z, width, depth, tilt in hat.rings]
    vertices, faces = Loft.from_rings(rings, 28, (False, True)).mesh()
    geometry.add_mesh(space.world(vertices), faces, part, two_sided=True)
    if hat.band is not None:
        y, width, depth, weight, grey = hat.band
        around = np.linspace(0, 2 * np.pi, 28)
        band = np.stack([width * np.cos(around), y + 0.02 * np.sin(around), -0.05 + depth * np.sin(around)], axis=1)
        geometry.curves.append(
            SurfaceCurve(figure=figure, points=space.world(band), weight=weight, grey=grey, min_head_px=50)
        )
    if hat.peak:
        turn = np.linspace(-1.1, 1.1, 13)
        y0 = hat.peak_y
        reach = 0.40 * np.cos(turn) + hat.peak * np.cos(turn) ** 0.8
        outer = np.stack([0.378 * np.sin(turn), y0 - (0.03 + 0.30 * hat.peak) * np.cos(turn), -0.04 + reach], axis=1)
        inner = np.stack([0.355 * np.sin(turn), np.full(13, y0 + 0.01), -0.04 + 0.42 * np.cos(turn)], axis=1)
        visor, faces = sheet(np.array([outer, inner]))
        geometry.add_mesh(space.world(visor), faces, part, two_sided=True)
    if hat.badge:
        vertices, faces = ellipsoid((0.0, 0.40, 0.47), (0.055, 0.07, 0.03), around=8, stacked=6).mesh()
        metal = geometry.add_part(Part(name="badge", figure=figure, grey=0.05))
        geometry.add_mesh(space.world(vertices), faces, metal)
