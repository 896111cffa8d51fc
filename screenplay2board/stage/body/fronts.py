"""How tops close: buttons, zips, and open fronts with lapels and what is worn under them.

Enters: a `Wardrobe`, a garment and its surfaces. Leaves: meshes and lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import pi

import numpy as np

from screenplay2board.stage.body.collars import UNDER_JACKET, bare_neck, turned_collar
from screenplay2board.stage.body.garments import Garment, inner_grey
from screenplay2board.stage.body.surface import RingSurface, sheet_mesh
from screenplay2board.stage.body.torso import FRONT, front_angle
from screenplay2board.stage.body.wardrobe import Wardrobe
from screenplay2board.stage.geometry import Array, SurfaceFill

_CIRCLE = np.linspace(0, 2 * pi, 8, endpoint=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapel:
    """The edge of an open front, turned outward. width: half the wedge between the fronts at the collar.

    broad: of the lapel; notch: place where it is cut, None for a shawl; step: its width over the notch, as a share of
    `broad`. All lengths in body heights.
    """

    width: float = 0.026
    broad: float = 0.034
    notch: float | None = 0.80
    step: float = 0.66

    def reach(self, places: Array, button: float) -> Array:
        """Return how broad it is at `places`, as a share of `broad`."""
        if self.notch is None:  # a shawl
            return np.asarray(np.interp(places, (button, 0.55, 0.80, 0.99), (0.0, 0.75, 1.0, 0.75)), dtype=np.float64)
        cut = self.notch
        known = (button, cut - 0.05, cut - 0.004, cut + 0.006, cut + 0.03, 0.99)
        return np.asarray(
            np.interp(places, known, (0.0, 0.86, 1.10, self.step + 0.06, self.step, 0.40)), dtype=np.float64
        )


LAPELS: Mapping[str, Lapel] = {
    "notch": Lapel(),
    "small": Lapel(width=0.022, broad=0.026, notch=0.86),
    "wide": Lapel(width=0.030, broad=0.052, notch=0.80),
    "coat": Lapel(width=0.024, broad=0.042, notch=0.82),
    "peak": Lapel(width=0.026, broad=0.042, notch=0.79, step=0.45),
    "shawl": Lapel(width=0.026, broad=0.030, notch=None),
    "": Lapel(width=0.030, broad=0.0),
}


def close_front(wardrobe: Wardrobe, garment: Garment, trunk: RingSurface, hem: RingSurface | None) -> None:
    """Draw how the garment closes, and what is seen where it does not."""
    look = wardrobe.body.placement.look
    line = wardrobe.seam_grey(look.top_grey)
    if garment.front == "open":
        _open_front(wardrobe, garment, trunk)
        _edge_below(wardrobe, trunk, hem, garment.button, 0.34 if garment.inner == "formal" else 0.14)
    elif garment.front == "placket":
        wardrobe.fold(trunk, (0.93, FRONT, 0.74, FRONT), 0.6, line, 80)
        buttons(wardrobe, trunk, np.array((0.86, 0.78)), 0.0)
    elif garment.front != "closed":
        lowest = float(trunk.places[0]) + 0.02
        wardrobe.fold(trunk, (0.955, FRONT, lowest, FRONT), 0.8 if garment.front == "zip" else 0.6, max(line, 0.1), 60)
        if hem is not None:
            wardrobe.fold(hem, (0.30, FRONT, 1.0, FRONT), 0.7, max(line, 0.1), 60)
        if garment.front in ("buttons", "snaps"):
            buttons(wardrobe, trunk, np.arange(0.90, lowest + 0.04, -0.145), 0.0)


def buttons(wardrobe: Wardrobe, surface: RingSurface, places: Array, aside_m: float, size: float = 0.0042) -> None:
    """Draw buttons at `places` on the front, `aside_m` to the left of its middle; size: radius in body heights."""
    body = wardrobe.body
    radius = size * body.proportions.height_m
    dark = body.placement.look.top_grey > 0.5
    for place in places.tolist():
        rise = radius / body.proportions.torso_m
        rows = place + rise * np.sin(_CIRCLE)
        theta = front_angle(surface, rows, aside_m + radius * np.cos(_CIRCLE))
        fill = SurfaceFill(body.placement.figure, surface.at(rows, theta, 0.004), 0.1 if dark else 0.85, 60)
        wardrobe.geometry.fills.append(fill)


def wedge_half_m(places: Array, garment: Garment, height_m: float) -> Array:
    """Return half the width of the wedge between open fronts at `places`."""
    share = np.clip((places - garment.button) / (1.0 - garment.button), 0.0, 1.0)
    return LAPELS[garment.lapel].width * height_m * share**0.85


def _open_front(wardrobe: Wardrobe, garment: Garment, trunk: RingSurface) -> None:
    look, height = wardrobe.body.placement.look, wardrobe.body.proportions.height_m
    places = np.linspace(0.990, garment.button, 22)[:, None] * np.ones((1, 9))
    aside = 1.15 * wedge_half_m(places, garment, height) * np.linspace(-1.0, 1.0, 9)[None]
    patch = trunk.patch(places, front_angle(trunk, places, aside), 0.0045)
    grey = inner_grey(look)
    if garment.inner == "bare":
        wardrobe.skin.add(patch)
    else:
        wardrobe.pile("inner", grey, crease_m=0.02, line_weight=0.8, two_sided=True).add(patch)
    _worn_under(wardrobe, garment, trunk, grey)
    if LAPELS[garment.lapel].broad:
        _lapels(wardrobe, garment, trunk)
    else:
        line = wardrobe.seam_grey(look.top_grey)
        column = np.linspace(0.985, garment.button, 14)
        for sign in (1.0, -1.0):
            edge = front_angle(trunk, column, sign * 1.1 * wedge_half_m(column, garment, height))
            wardrobe.ink(trunk.at(column, edge, 0.006), 0.8, line, 50)


def _worn_under(wardrobe: Wardrobe, garment: Garment, trunk: RingSurface, grey: float) -> None:
    """Add collar, tie or bare neck of what is worn under an open front."""
    look, inner = wardrobe.body.placement.look, garment.inner
    tied = {"shirt_and_tie", "shirt_and_bow", "shirt_and_cravat"}
    formal = inner in tied or (inner == "formal" and (look.gender == "male" or "tie" in look.accessories))
    if formal or (inner == "shirt" and garment.collar != "shirt"):
        turned_collar(wardrobe, trunk, UNDER_JACKET, "inner", grey)
    if inner == "shirt_and_bow" or "bow_tie" in look.accessories:
        bow(wardrobe, trunk, 0.9)
    elif inner == "shirt_and_cravat":
        cravat(wardrobe, trunk)
    elif formal or (inner == "shirt" and "tie" in look.accessories):
        tie(wardrobe, trunk, garment.button + 0.02)
    elif inner == "formal":
        bare_neck(wardrobe, trunk, depth=0.20, width=0.020, pointed=True)
    elif inner == "tee":
        bare_neck(wardrobe, trunk, depth=0.055, width=0.026)


def _lapels(wardrobe: Wardrobe, garment: Garment, trunk: RingSurface) -> None:
    """Turn the edges of the wedge outward, with a notch under the collar."""
    look, height = wardrobe.body.placement.look, wardrobe.body.proportions.height_m
    shape = LAPELS[garment.lapel]
    satin = "satin" in garment.trims
    grey = max(look.top_grey - 0.25, 0.0) if satin else look.top_grey
    pile = wardrobe.pile("satin" if satin else "lapel", grey, crease_m=0.02, line_weight=0.85, two_sided=True)
    notch = shape.notch if shape.notch is not None else 0.80
    places = np.array((0.99, 0.93, notch + 0.03, notch + 0.006, notch - 0.004, notch - 0.06))
    places = np.concatenate([places, np.linspace(notch - 0.12, garment.button, 6)])
    across = np.linspace(0.0, 1.0, 4)[None]
    reach = shape.reach(places, garment.button)
    inner = wedge_half_m(places, garment, height)[:, None]
    rows = places[:, None] * np.ones_like(across)
    lift = 0.0065 + 0.004 * np.sin(pi * across)
    for sign in (1.0, -1.0):
        theta = front_angle(trunk, rows, sign * (inner + shape.broad * height * reach[:, None] * across))
        ground, raised = trunk.at(rows, theta), trunk.at(rows, theta, 1.0)
        pile.add(sheet_mesh(ground + (raised - ground) * lift[..., None]))


def _edge_below(wardrobe: Wardrobe, trunk: RingSurface, hem: RingSurface | None, button: float, swing: float) -> None:
    """Draw where the front closes, down over the hem, where it swings open."""
    grey = wardrobe.seam_grey(wardrobe.body.placement.look.top_grey)
    wardrobe.fold(trunk, (button, FRONT, float(trunk.places[0]) + 0.02, FRONT + 0.3 * swing), 0.8, grey, 50)
    if hem is not None:
        wardrobe.fold(hem, (0.35, FRONT + 0.3 * swing, 1.0, FRONT + swing), 0.8, grey, 50)


def tie(wardrobe: Wardrobe, trunk: RingSurface, end: float, grey: float | None = None) -> None:
    """Add a tie down to place `end`."""
    look, height = wardrobe.body.placement.look, wardrobe.body.proportions.height_m
    grey = (0.75 if look.top_grey < 0.5 else 0.30) if grey is None else grey
    places = np.concatenate([np.linspace(0.995, 0.935, 4), np.linspace(0.93, end, 14)])
    share = (0.995 - places) / (0.995 - end)
    knot = 0.06 / (0.995 - end)
    half = np.interp(share, (0.0, knot, knot * 1.08, 0.92, 1.0), (0.0115, 0.0085, 0.0075, 0.0210, 0.002)) * height
    rows = places[:, None] * np.ones((1, 5))
    theta = front_angle(trunk, rows, half[:, None] * np.linspace(-1.0, 1.0, 5)[None])
    wardrobe.pile("tie", grey, crease_m=0.02, line_weight=0.8, two_sided=True).add(trunk.patch(rows, theta, 0.0075))


def bow(wardrobe: Wardrobe, trunk: RingSurface, grey: float) -> None:
    """Add a bow tie."""
    height = wardrobe.body.proportions.height_m
    across = np.linspace(-1.0, 1.0, 9)
    half = np.interp(np.abs(across), (0.0, 0.12, 0.9, 1.0), (0.008, 0.007, 0.024, 0.021))
    rows = 0.925 + np.stack([half, -half])
    theta = front_angle(trunk, rows, 0.034 * height * np.stack([across, across]))
    pile = wardrobe.pile("bow", grey, crease_m=0.02, line_weight=0.8, two_sided=True)
    pile.add(trunk.patch(rows, theta, 0.017 * height / 1.75))


def cravat(wardrobe: Wardrobe, trunk: RingSurface) -> None:
    """Add a cravat: folds of white cloth below the chin."""
    height = wardrobe.body.proportions.height_m
    pile = wardrobe.pile("cravat", 0.0, crease_m=0.012, line_weight=0.8, two_sided=True)
    for start, end, half in ((0.99, 0.80, 0.030), (0.99, 0.88, 0.024)):
        places = np.linspace(start, end, 7)
        u = np.linspace(-1.0, 1.0, 5)[None]
        rows = places[:, None] * np.ones_like(u)
        widths = half * height * np.linspace(0.5, 1.0, 7)[:, None]
        pile.add(trunk.patch(rows, front_angle(trunk, rows, widths * u), 0.009 if end > 0.85 else 0.006))
    for aside in (-0.4, 0.1, 0.5):
        wardrobe.fold(trunk, (0.96, FRONT + 0.2 * aside, 0.82, FRONT + 0.5 * aside), 0.5, 0.2, 110)
