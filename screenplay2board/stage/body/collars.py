"""Collars and necklines: turned down, rolled, standing, crossed, hooded, and the skin that a low one shows.

Enters: a `Wardrobe` and the trunk in its garment. Leaves: meshes and lines. A new collar is a row in `COLLARS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import pi

import numpy as np

from screenplay2board.stage.body.garments import inner_grey
from screenplay2board.stage.body.limbs import arm_surface
from screenplay2board.stage.body.surface import RingSurface, ribbon, sheet_mesh
from screenplay2board.stage.body.torso import FRONT, Fit, front_angle, torso_surface
from screenplay2board.stage.body.wardrobe import DARK, Wardrobe, ring_mesh
from screenplay2board.stage.geometry import Array, cross, unit

CollarMaker = Callable[[Wardrobe, RingSurface], None]  # the trunk is that of the garment


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A turned-down collar. fall, point: how far it falls at the back and at its tips, in places of the trunk.

    rise: height of its fold over the neck's root in body heights; gap: angle left open at the front.
    """

    fall: float
    point: float
    rise: float
    gap: float


def neck_ring(wardrobe: Wardrobe, theta: Array, rise_m: float, radius_m: float) -> Array:
    """Return points (n, 3) around the neck, `rise_m` above the point where it leaves the trunk."""
    joints, frames = wardrobe.body.anchors.joints, wardrobe.body.anchors.frames
    up = unit(joints["skull_base"] - joints["neck"])
    right = unit(frames["chest"][:, 0] - float(frames["chest"][:, 0] @ up) * up)
    forward = cross(right, up)
    middle = joints["neck"] + up * rise_m
    return middle + np.cos(theta)[..., None] * right * radius_m + np.sin(theta)[..., None] * forward * radius_m * 1.06


def turned_collar(wardrobe: Wardrobe, trunk: RingSurface, shape: Turned, name: str, grey: float) -> None:
    """Add a turned-down collar in two halves: from its fold round the neck down onto the trunk."""
    size = wardrobe.body.proportions
    pile = wardrobe.pile(name, grey, crease_m=0.02, line_weight=0.85, two_sided=True)
    up = unit(wardrobe.body.anchors.joints["skull_base"] - wardrobe.body.anchors.joints["neck"])
    for sign in (1.0, -1.0):
        share = np.linspace(0.0, 1.0, 13)  # from the nape to the front
        theta = FRONT + sign * (pi - share * (pi - shape.gap))
        slope = shape.rise - 0.55 * shape.rise * share**2
        top = neck_ring(wardrobe, theta, 0.0, size.neck_radius_m * 1.24) + slope[:, None] * size.height_m * up
        depth = shape.fall + (shape.point - shape.fall) * share**3
        spread = theta + sign * 0.24 * share**4
        low = trunk.at(1.0 - depth, spread, 0.007 * size.height_m / 1.75)
        rows = [top]
        for down in (0.35, 0.70):  # straight down, or over the trunk where it bulges more
            straight = top + (low - top) * down
            lying = trunk.at(1.0 - depth * down, theta + (spread - theta) * down, 0.008 * size.height_m / 1.75)
            bulges = _off_neck(wardrobe, lying) > _off_neck(wardrobe, straight)
            rows.append(np.where(bulges[:, None], lying, straight))
        pile.add(sheet_mesh(np.stack([*rows, low])))


def _off_neck(wardrobe: Wardrobe, points: Array) -> Array:
    """Return the distances (n,) of points (n, 3) from the line through the neck."""
    joints = wardrobe.body.anchors.joints
    up, off = unit(joints["skull_base"] - joints["neck"]), points - joints["neck"]
    return np.asarray(np.linalg.norm(off - (off @ up)[:, None] * up, axis=1), dtype=np.float64)


def _rolled(wardrobe: Wardrobe, trunk: RingSurface, place: float, radius: float, dip: float) -> None:
    """Add a ring of cloth around the root of the neck. radius in body heights; dip: lower at the front."""
    size = wardrobe.body.proportions
    theta = np.linspace(0, 2 * pi, 24, endpoint=False)
    centres = trunk.at(place - dip * np.clip(np.sin(theta), 0, 1) ** 2, theta)
    radii = np.full(24, radius * size.height_m)
    grey = wardrobe.body.placement.look.top_grey
    pile = wardrobe.pile("collar", grey, crease_m=0.02, line_weight=0.8)
    pile.add(ring_mesh(centres, radii, wardrobe.body.anchors.frames["chest"][:, 1]))


def bare_neck(wardrobe: Wardrobe, trunk: RingSurface, *, depth: float, width: float, pointed: bool = False) -> None:
    """Bare the skin below the neck. depth: in places of the trunk; width: half, in body heights; pointed: a V."""
    height = wardrobe.body.proportions.height_m
    columns = np.linspace(-1.0, 1.0, 13)
    fall = 1.0 - np.abs(columns) if pointed else np.sqrt(np.clip(1.0 - columns**2, 0.0, 1.0))
    rows = np.linspace(0.0, 1.0, 8)[:, None]
    places = 1.014 - depth * rows * fall[None]
    theta = front_angle(trunk, places, -width * height * columns[None] * np.ones_like(rows))
    wardrobe.skin.add(trunk.patch(places, theta, 0.0055))
    grey = wardrobe.seam_grey(wardrobe.body.placement.look.top_grey)
    line = trunk.at(places[-1], theta[-1], 0.006)
    wardrobe.ink(line, 0.6, 0.05 if grey > 0.5 else grey, 60)


def _standing(wardrobe: Wardrobe, grey: float, *, rise: float, gap: float = 0.0, radius: float = 1.22) -> None:
    """Add a collar that stands round the neck, `rise` body heights tall, open at the front by an angle."""
    size = wardrobe.body.proportions
    pile = wardrobe.pile("collar", grey, crease_m=0.02, line_weight=0.8, two_sided=True)
    theta = np.linspace(FRONT + gap, FRONT + 2 * pi - gap, 29)
    heights = np.array((-0.012, 0.0, 0.6, 1.0)) * np.array((1.0, 0.0, rise, rise))
    slope = 1.0 - 0.25 * np.clip(np.sin(theta), 0, 1)  # lower under the chin
    widths = np.array((1.45, 1.26, 1.02, 1.0)) * radius
    rings = [
        neck_ring(wardrobe, theta, 0.0, size.neck_radius_m * width)
        + (rise_m * size.height_m * slope)[:, None] * wardrobe.body.anchors.frames["chest"][:, 1]
        for rise_m, width in zip(heights.tolist(), widths.tolist(), strict=True)
    ]
    pile.add(sheet_mesh(np.stack(rings)))


def _hood(wardrobe: Wardrobe, *, thick: float = 1.0) -> None:
    """Lay the hood on the shoulders: a roll around the neck, thick at the nape."""
    body = wardrobe.body
    if body.placement.look.hair == "hood":
        return  # it is on the head
    height = body.proportions.height_m
    theta = np.linspace(0, 2 * pi, 28, endpoint=False)
    back = 0.5 - 0.5 * np.sin(theta)
    ring = neck_ring(wardrobe, theta, 0.0, body.proportions.neck_radius_m * 1.25 + 0.010 * height)
    chest = body.anchors.frames["chest"]
    ring = ring + chest[:, 1] * ((0.004 * back - 0.016 * (1 - back) ** 2) * height)[:, None]
    ring = ring - chest[:, 2] * (0.020 * height * back**2)[:, None]
    radii = (0.0080 + 0.0145 * back**1.5) * height * thick
    grey = body.placement.look.top_grey if thick == 1.0 else 0.12
    wardrobe.pile("hood", grey, crease_m=0.025).add(ring_mesh(ring, radii, chest[:, 1], 10))


def _crossed(wardrobe: Wardrobe, trunk: RingSurface) -> None:
    """Cross the left front over the right: a white band on a broad one, and the skin between them."""
    look, height = wardrobe.body.placement.look, wardrobe.body.proportions.height_m
    bare_neck(wardrobe, trunk, depth=0.15, width=0.030, pointed=True)
    share = np.linspace(0.0, 1.0, 22)
    places = 0.998 - 0.50 * share**1.25
    band = wardrobe.pile("git", max(look.top_grey - 0.2, 0.0) if look.top_grey > 0.3 else 0.25, two_sided=True)
    edge = wardrobe.pile("dongjeong", 0.0, two_sided=True)
    for sign, lift, reach in ((-1.0, 0.006, 0.55), (1.0, 0.009, 1.0)):  # the left one lies over the right one
        along = share <= reach
        aside = sign * height * (0.040 - 0.105 * share**0.9)
        theta = front_angle(trunk, places, aside)
        band.add(ribbon(trunk, places[along], theta[along], 0.0125 * height, lift))
        short = share <= 0.62 * reach
        inside = front_angle(trunk, places, aside - sign * 0.008 * height)
        edge.add(ribbon(trunk, places[short], inside[short], 0.0048 * height, lift + 0.002))


def _bare_shoulders(wardrobe: Wardrobe, *, straps: bool) -> None:
    """Bare everything above the cloth; straps: of the garment."""
    body = wardrobe.body
    bare = torso_surface(body, Fit(start=0.40, ease_m=0.0))
    wardrobe.skin.add(bare.mesh())
    for side in "lr":
        wardrobe.skin.add(arm_surface(body, side, "bare_arm").mesh())
    if not straps:
        return
    u = np.linspace(-1.0, 1.0, 17)
    places = 0.955 - 0.225 * np.abs(u) ** 1.6
    for middle in (0.0, pi):
        pile = wardrobe.pile("straps", body.placement.look.top_grey, label_of="top", two_sided=True)
        pile.add(ribbon(bare, places, middle + 0.78 * u, 0.010 * body.proportions.height_m, 0.006))


def _bare(wardrobe: Wardrobe, trunk: RingSurface) -> None:
    """Draw a bare chest: nothing is worn."""
    grey = 0.15
    for sign in (1.0, -1.0):
        wardrobe.fold(trunk, (0.62, FRONT + sign * 0.12, 0.655, FRONT + sign * 0.85), 0.6, grey, 90)
        wardrobe.fold(trunk, (0.975, FRONT + sign * 0.22, 0.945, FRONT + sign * 0.95), 0.6, grey, 90)
    wardrobe.fold(trunk, (0.72, FRONT, 0.62, FRONT), 0.5, grey, 140)
    wardrobe.fold(trunk, (0.275, FRONT, 0.262, FRONT), 0.9, grey, 90)


def _clerical(wardrobe: Wardrobe, _trunk: RingSurface) -> None:
    grey = wardrobe.body.placement.look.top_grey
    _standing(wardrobe, grey, rise=0.018, gap=0.30)
    _standing_tab(wardrobe)


def _standing_tab(wardrobe: Wardrobe) -> None:
    """Add the white tab in a priest's collar."""
    size = wardrobe.body.proportions
    theta = np.linspace(FRONT - 0.32, FRONT + 0.32, 7)
    up = wardrobe.body.anchors.frames["chest"][:, 1]
    rows = [
        neck_ring(wardrobe, theta, 0.0, size.neck_radius_m * width) + rise * size.height_m * up
        for rise, width in ((-0.004, 1.36), (0.013, 1.20))
    ]
    wardrobe.pile("tab", 0.0, two_sided=True).add(sheet_mesh(np.stack(rows)))


def shirt_collar_grey(grey: float) -> float:
    """Return the darkness of a collar on cloth of this darkness, so that it is seen on black."""
    return grey if grey < DARK else grey - 0.15


SHIRT = Turned(fall=0.045, point=0.105, rise=0.020, gap=0.10)
UNDER_JACKET = Turned(fall=0.008, point=0.085, rise=0.028, gap=0.10)  # only its fold shows at the nape


def _turned(shape: Turned, name: str = "collar", *, depth: float = 0.0, width: float = 0.02) -> CollarMaker:
    """Return the maker of a turned-down collar over a V of bare skin (none for depth 0)."""

    def make(wardrobe: Wardrobe, trunk: RingSurface) -> None:
        if depth:
            bare_neck(wardrobe, trunk, depth=depth, width=width, pointed=True)
        look = wardrobe.body.placement.look
        grey = look.top_grey if name == "lapel" else shirt_collar_grey(look.top_grey)
        turned_collar(wardrobe, trunk, shape, name, grey)

    return make


def _low(depth: float, width: float, *, pointed: bool = False, roll: float = 0.0) -> CollarMaker:
    """Return the maker of a neckline that bares the skin, with a rolled edge where `roll` is its radius."""

    def make(wardrobe: Wardrobe, trunk: RingSurface) -> None:
        bare_neck(wardrobe, trunk, depth=depth, width=width, pointed=pointed)
        if roll:
            _rolled(wardrobe, trunk, 1.0, roll, depth)

    return make


def _stand(rise: float, *, gap: float = 0.0, radius: float = 1.22) -> CollarMaker:
    """Return the maker of a standing collar."""

    def make(wardrobe: Wardrobe, _trunk: RingSurface) -> None:
        _standing(wardrobe, wardrobe.body.placement.look.top_grey, rise=rise, gap=gap, radius=radius)

    return make


def _hooded(thick: float) -> CollarMaker:
    """Return the maker of a hood that lies on the shoulders; a thicker one is of fur."""

    def make(wardrobe: Wardrobe, _trunk: RingSurface) -> None:
        _hood(wardrobe, thick=thick)

    return make


def _shoulders_bare(*, straps: bool) -> CollarMaker:
    """Return the maker of bare shoulders."""

    def make(wardrobe: Wardrobe, _trunk: RingSurface) -> None:
        _bare_shoulders(wardrobe, straps=straps)

    return make


def _shirt_under(wardrobe: Wardrobe, trunk: RingSurface) -> None:
    """Add the collar of the shirt that is worn under a waistcoat."""
    turned_collar(wardrobe, trunk, SHIRT, "inner", inner_grey(wardrobe.body.placement.look))


COLLARS: Mapping[str, CollarMaker] = {
    "shirt": _turned(SHIRT),
    "polo": _turned(Turned(fall=0.045, point=0.095, rise=0.016, gap=0.24), depth=0.09, width=0.012),
    "blouse": _turned(Turned(fall=0.045, point=0.150, rise=0.014, gap=0.34), depth=0.13),
    "coat": _turned(Turned(fall=0.065, point=0.120, rise=0.020, gap=0.22)),
    "lapel": _turned(Turned(fall=0.055, point=0.075, rise=0.016, gap=0.50), "lapel"),
    "coat_lapel": _turned(Turned(fall=0.075, point=0.10, rise=0.026, gap=0.40), "lapel"),
    "under": _shirt_under,
    "crew": _low(0.052, 0.027, roll=0.0040),
    "v": _low(0.11, 0.024, pointed=True),
    "deep_v": _low(0.17, 0.026, pointed=True),
    "scoop": _low(0.13, 0.034),
    "open_v": _low(0.055, 0.026),
    "roll": lambda wardrobe, trunk: _rolled(wardrobe, trunk, 1.006, 0.0085, 0.012),
    "turtle": _stand(0.030, radius=1.16),
    "stand": _stand(0.016, gap=0.07),
    "high": _stand(0.030, gap=0.06, radius=1.42),
    "clerical": _clerical,
    "git": _crossed,
    "hood": _hooded(1.0),
    "fur_hood": _hooded(1.35),
    "straps": _shoulders_bare(straps=True),
    "bustier": _shoulders_bare(straps=False),
    "bare": _bare,
}
