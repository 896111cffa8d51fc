"""What is worn on the head: hats, hoods and cloths.

Enters: a skull, a look and a head space. Leaves: meshes and ink. A hat is a row of rings in `hats.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from screenplay2board.packaged import Rows, tables
from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.head.skull import CROWN_Y, Skull
from screenplay2board.stage.body.head.space import HeadSpace, Outline, height_at, shell_of
from screenplay2board.stage.geometry import Array, Geometry, Part, SurfaceCurve, vec
from screenplay2board.stage.surfaces import Loft, ellipsoid, sheet

Ring = tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hat:
    """A hat of rings; what the fields mean is told in `hats.toml`. slit: a visor's, before the eyes."""

    rings: tuple[Ring, ...]
    grey: float
    pressed: float
    above: float
    smooth: bool = False
    open: bool = False
    band: tuple[float, float, float, float, float] | None = None
    peak: float = 0.0
    peak_y: float = 0.26
    badge: bool = False
    curl: float = 0.0
    waves: int = 2
    spikes: float = 0.0
    folds: int = 0
    wraps: int = 0
    strap: bool = False
    slit: bool = False
    lenses: bool = False
    brim: bool = False


@cache
def hats() -> Mapping[str, Hat]:
    """Return all hats by name."""
    return Rows(tables("stage/body/head/hats.toml"), _hat_of)


def _hat_of(row: Mapping[str, Any]) -> Hat:
    rings = tuple(tuple(float(each) for each in ring) for ring in row["rings"])
    values: dict[str, Any] = {**row, "rings": rings, "band": tuple(row["band"]) if "band" in row else None}
    return Hat(**values)


# Cloths that are worn over the whole head, and how far they stand over the crown.
CLOTHS: Mapping[str, float] = {"headscarf": 0.06, "veil": 0.09, "space_helmet": 0.20}
_DARK_CLOTH = 0.55
_HIJAB_HEM = ((0, 0.36), (0.55, 0.33), (0.9, 0.10), (1.1, -0.14), (1.35, -0.42), (3.2, -0.46))
_HOOD_HEM = ((0, 0.46), (0.6, 0.42), (0.95, 0.20), (1.15, -0.10), (1.35, -0.38), (3.2, -0.46))
_VEIL_HEM = ((0, 0.44), (0.6, 0.40), (0.95, 0.18), (1.2, -0.10), (1.5, -0.46), (2.0, -0.80), (3.2, -1.0))
_BOWL_HEM = ((0, 0.40), (0.6, 0.36), (0.95, 0.16), (1.1, -0.14), (1.25, -0.42), (1.5, -0.48), (3.2, -0.48))
_HEADSCARF_HEM = ((0, 0.38), (0.6, 0.35), (0.95, 0.14), (1.2, -0.12), (1.5, -0.40), (2.2, -0.36), (3.2, -0.42))


def pressed_y(look: CharacterLook) -> float:
    """Return the height above which the hair of `look` is held down; infinite without a hat."""
    if look.hair == "hood" or look.hat in CLOTHS:
        return -1.0
    hat = hats().get(look.hat or "")
    return hat.pressed if hat is not None else float("inf")


def stands_above(look: CharacterLook) -> float:
    """Return how far what is worn on the head stands over the crown, in head heights; 0.0 for nothing."""
    hat = hats().get(look.hat or "")
    return hat.above if hat is not None else CLOTHS.get(look.hat or "", 0.0)


def shades_face(look: CharacterLook) -> bool:
    """Tell whether a brim or a peak hides the face from above."""
    hat = hats().get(look.hat or "")
    return hat is not None and hat.brim


def covers_ears(look: CharacterLook) -> bool:
    """Tell whether what is worn on the head hides the ears."""
    return look.hair in ("hijab", "hood") or look.hat in (*CLOTHS, "helmet", "knight_helm")


def build_headwear(geometry: Geometry, space: HeadSpace, skull: Skull, look: CharacterLook, figure: int) -> None:
    """Add hijab or hood, and the hat of `look`."""
    if look.hair == "hijab":
        grey = look.hair_grey * 0.6
        part = _cloth(geometry, space, skull, figure, _HIJAB_HEM, grey, thickness=0.06)
        _shawl(geometry, space, part)
        _folds(geometry, space, skull, figure, grey, 0.066)
    if look.hair == "hood":
        _cloth(geometry, space, skull, figure, _HOOD_HEM, look.top_grey, thickness=0.11, point=0.06)
        _folds(geometry, space, skull, figure, look.top_grey, 0.118)
    if look.hat == "headscarf":
        part = _cloth(geometry, space, skull, figure, _HEADSCARF_HEM, 0.35, thickness=0.055)
        vertices, faces = ellipsoid((0.0, -0.47, 0.30), (0.07, 0.045, 0.05), around=10, stacked=6).mesh()
        geometry.add_mesh(space.world(vertices), faces, part)
        _folds(geometry, space, skull, figure, 0.35, 0.061)
    elif look.hat == "veil":
        part = _cloth(geometry, space, skull, figure, _HIJAB_HEM, 0.0, thickness=0.035)
        _shawl(geometry, space, part)
        _cloth(geometry, space, skull, figure, _VEIL_HEM, 0.92, thickness=0.085)
    elif look.hat == "space_helmet":
        part = _cloth(geometry, space, skull, figure, _BOWL_HEM, 0.04, thickness=0.20)
        _shawl(geometry, space, part)
        _folds(geometry, space, skull, figure, 0.04, 0.208)
    elif (hat := hats().get(look.hat or "")) is not None:
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


def _folds(geometry: Geometry, space: HeadSpace, skull: Skull, figure: int, grey: float, thickness: float) -> None:
    """Draw the folds of cloth that is drawn round a face."""
    share = np.linspace(0, 1, 9)
    line_grey = 0.1 if grey < _DARK_CLOTH else 0.7
    ways = ((0.72, 0.46, 1.45, -0.36), (1.05, 0.40, 1.75, -0.20), (1.5, 0.34, 2.2, -0.30), (2.3, 0.30, 2.6, -0.34))
    for start, top, end, bottom in ways:
        for side in (1, -1):
            angle = np.pi / 2 + side * (start + (end - start) * share**0.8)
            points = skull.surface(angle, np.maximum(top + (bottom - top) * share, -0.46), thickness)
            geometry.curves.append(
                SurfaceCurve(figure=figure, points=space.world(points), weight=0.6, grey=line_grey, min_head_px=50)
            )


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
    """Add a hat of rings, its visor, lines and badge."""
    part = geometry.add_part(Part(name="hat", figure=figure, grey=hat.grey, crease_m=0.02, shade_gain=0.15))
    rings = [(vec(0, y, z), vec(width, 0, 0), vec(0, tilt, depth)) for y, z, width, depth, tilt in hat.rings]
    loft = Loft.from_rings(rings, 30, (False, not hat.open))
    around = np.linspace(0, 2 * np.pi, 30, endpoint=False)
    if hat.curl:  # the sides of a brim bend up, its front less
        loft.surface[:2, :, 1] += hat.curl * (0.5 + 0.5 * np.cos(hat.waves * (around - (hat.waves % 2) * np.pi / 2)))
    if hat.spikes:
        loft.surface[-1, :, 1] += hat.spikes * (np.arange(30) % 3 == 0)
    if hat.smooth:
        loft.refine(3)
    vertices, faces = loft.mesh()
    geometry.add_mesh(space.world(vertices), faces, part, two_sided=True)
    if hat.peak:
        _peak(geometry, space, hat, part)
    if hat.badge:
        vertices, faces = ellipsoid(_badge_place(hat), (0.055, 0.07, 0.03), around=8, stacked=6).mesh()
        metal = geometry.add_part(Part(name="badge", figure=figure, grey=0.05 if hat.grey > 0.3 else 0.6))
        geometry.add_mesh(space.world(vertices), faces, metal)
    for points, weight, grey, min_px in _hat_lines(hat, loft):
        geometry.curves.append(
            SurfaceCurve(figure=figure, points=space.world(points), weight=weight, grey=grey, min_head_px=min_px)
        )


def _peak(geometry: Geometry, space: HeadSpace, hat: Hat, part: int) -> None:
    turn = np.linspace(-1.1, 1.1, 13)
    reach = 0.40 * np.cos(turn) + hat.peak * np.cos(turn) ** 0.8
    drop = (0.02 + 0.12 * hat.peak) * np.cos(turn)  # little: who looks down a bit still has eyes under it
    outer = np.stack([0.372 * np.sin(turn), hat.peak_y - drop, -0.04 + reach], axis=1)
    inner = np.stack([0.345 * np.sin(turn), np.full(13, hat.peak_y + 0.01), -0.04 + 0.41 * np.cos(turn)], axis=1)
    visor, faces = sheet(np.array([outer, inner]))
    geometry.add_mesh(space.world(visor), faces, part, two_sided=True)


def _badge_place(hat: Hat) -> tuple[float, float, float]:
    """Return where a badge sits: on the front, halfway up."""
    heights = [ring[0] for ring in hat.rings]
    y = heights[0] + 0.38 * (heights[-1] - heights[0])
    columns = np.array(hat.rings).T
    z, depth, tilt = (float(np.interp(y - 0.04, heights, columns[index])) for index in (1, 3, 4))
    return 0.0, y + tilt, z + depth + 0.005


def _hat_lines(hat: Hat, loft: Loft) -> list[tuple[Array, float, float, float]]:
    """Return (points, weight, grey, smallest head) of the lines on a hat."""
    lines: list[tuple[Array, float, float, float]] = []
    line_grey = 0.1 if hat.grey < _DARK_CLOTH else 0.75
    last = len(hat.rings) - 1

    def on_hat(ring: Array, theta: Array) -> Array:
        points, middle = loft.at(ring, theta), loft.at(ring, theta).mean(axis=0) * (0, 1, 0)
        return middle + (points - middle) * (1.012, 1.0, 1.012)

    if hat.band is not None:
        y, width, depth, weight, grey = hat.band
        around = np.linspace(0, 2 * np.pi, 28)
        ring = np.stack([width * np.cos(around), y + 0.02 * np.sin(around), -0.05 + depth * np.sin(around)], axis=1)
        lines.append((ring, weight, grey, 36.0))
    for index in range(hat.folds):
        theta = np.full(9, np.pi / 2 + 2 * np.pi * (index + 0.5 * (hat.folds % 2 == 0)) / hat.folds)
        lines.append((on_hat(np.linspace(0.3, last - 0.15, 9), theta), 0.55, line_grey, 70.0))
    for index in range(hat.wraps):
        share = (index + 0.6) / (hat.wraps + 0.2) * last
        around = np.linspace(0, 2 * np.pi, 28)
        lines.append((on_hat(share + 0.25 * np.sin(around + 1.7 * index), around), 0.6, line_grey, 50.0))
    if hat.strap:
        for side in (1, -1):
            strap = np.array([(0.335, 0.10, 0.02), (0.30, -0.20, 0.12), (0.17, -0.42, 0.28), (0.0, -0.475, 0.33)])
            lines.append((strap * (side, 1, 1), 1.3, 0.0, 40.0))
    if hat.slit:
        turn = np.linspace(-0.75, 0.75, 11)
        for y, weight in ((0.055, 3.4), (-0.16, 0.8), (-0.22, 0.8), (-0.28, 0.8)):
            width, depth = 0.435, 0.605 + 0.1 * min(y, 0.0)
            bars = np.stack([width * np.sin(turn), np.full(11, y), 0.035 + depth * np.cos(turn)], axis=1)
            lines.append((bars, weight, 0.0, 30.0))
    if hat.lenses:
        lines += _lenses()
    return lines


def _lenses() -> list[tuple[Array, float, float, float]]:
    """Return the lines of a machine's face: two round lenses with dark middles, and a grille below."""
    lines: list[tuple[Array, float, float, float]] = []
    around = np.linspace(0, 2 * np.pi, 17)

    def on_front(turn: Array, y: Array) -> Array:
        return np.stack([0.415 * np.sin(turn), y, 0.03 + 0.515 * np.cos(turn)], axis=1)

    for side in (1.0, -1.0):
        for radius, weight in ((0.105, 2.0), (0.035, 5.0)):
            turn = side * 0.44 + radius / 0.45 * np.cos(around)
            lines.append((on_front(turn, 0.07 + radius * np.sin(around)), weight, 0.0, 20.0))
    for turn in np.linspace(-0.32, 0.32, 6):
        lines.append((on_front(np.full(3, turn), np.linspace(-0.20, -0.32, 3)), 1.2, 0.0, 40.0))
    for y in (-0.19, -0.33):
        turn = np.linspace(-0.38, 0.38, 7)
        lines.append((on_front(turn, np.full(7, y)), 1.2, 0.0, 30.0))
    return lines
