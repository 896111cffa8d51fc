"""What people wear above the waist, with collars, lapels, hoods, sleeves and folds.

Enters: a `Wardrobe`. Leaves: meshes and lines in it. A new garment is a function and a row in `_TOPS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import pi

import numpy as np

from screenplay2board.stage.body.limbs import SHORT_SLEEVES, SLEEVE_OF, arm_surface
from screenplay2board.stage.body.surface import MeshPile, RingSurface, ribbon, sheet_mesh
from screenplay2board.stage.body.torso import FRONT, Drape, Fit, drape_surface, front_angle, torso_surface
from screenplay2board.stage.body.wardrobe import DARK, Wardrobe, Way, ring_mesh
from screenplay2board.stage.geometry import Array, cross, unit


def add_top(wardrobe: Wardrobe) -> None:
    """Dress the trunk and the arms."""
    top = wardrobe.body.placement.look.top
    _TOPS.get(top, _shirt)(wardrobe)


def _cloth(wardrobe: Wardrobe) -> MeshPile:
    return wardrobe.pile("top", wardrobe.body.placement.look.top_grey)


def _trunk(wardrobe: Wardrobe, fit: Fit) -> RingSurface:
    surface = torso_surface(wardrobe.body, fit)
    _cloth(wardrobe).add(surface.mesh())
    _trunk_folds(wardrobe, surface)
    return surface


def _hem(wardrobe: Wardrobe, length: float, ease_m: float, flare_m: float = 0.004) -> RingSurface:
    """Let the top hang over the hips and thighs, down to a share `length` of the thigh."""
    body = wardrobe.body
    flare = flare_m * body.proportions.height_m / max(length, 0.05)
    cloth = Drape(top=0.16, length=length, ease_m=ease_m, flare_m=flare, folds=0.01, loose=True)
    surface = drape_surface(body, cloth)
    _cloth(wardrobe).add(surface.mesh())
    return surface


def _trunk_folds(wardrobe: Wardrobe, surface: RingSurface) -> None:
    """Draw what cloth does at the waist and under the arms; where exactly depends on the person's seed."""
    body = wardrobe.body
    if not body.placement.detailed:
        return
    shift = (body.placement.look.seed % 11) * 0.01
    waist = max(float(surface.places[0]) + 0.03, 0.20)
    ways = (
        (waist, 0.45 + shift, waist + 0.10, 1.0),
        (waist - 0.01, 2.75, waist + 0.07, 2.2 - shift),
        (waist + 0.08, 3.5, waist + 0.01, 4.3),
        (waist + 0.02, 5.9, waist + 0.09, 5.3),
        (0.80, 0.32, 0.71, 0.78),
        (0.80, 2.82, 0.71, 2.36),
        (0.80, 3.55, 0.73, 3.9),
        (0.80, 5.87, 0.73, 5.5),
    )
    grey = wardrobe.line_grey(body.placement.look.top_grey)
    wardrobe.folds(surface, [(*way, 0.65, 130) for way in ways], grey)


def _sleeves(wardrobe: Wardrobe) -> None:
    """Add both arms with the sleeves of the top, whole ones or short ones."""
    body = wardrobe.body
    look = body.placement.look
    top = SLEEVE_OF.get(look.top, look.top if look.top in _TOPS else "shirt")
    arm_parts = wardrobe.pile("sleeve", look.top_grey, crease_m=0.022, label_of="top")
    for side in "lr":
        if top in SHORT_SLEEVES:
            wardrobe.skin.add(arm_surface(body, side, "bare_arm", first=0.15).mesh())
            sleeve = arm_surface(body, side, f"sleeve_{top}")
        else:
            wardrobe.skin.add(arm_surface(body, side, "bare_arm", first=1.72).mesh())
            sleeve = arm_surface(body, side, f"sleeve_{top}")
        arm_parts.add(sleeve.mesh())
        _sleeve_folds(wardrobe, sleeve, side, top)


def _sleeve_folds(wardrobe: Wardrobe, sleeve: RingSurface, side: str, top: str) -> None:
    body = wardrobe.body
    if not body.placement.detailed:
        return
    joints = body.anchors.joints
    upper = unit(joints[f"elbow_{side}"] - joints[f"shoulder_{side}"])
    lower = unit(joints[f"wrist_{side}"] - joints[f"elbow_{side}"])
    bend = 1.0 - float(upper @ lower)
    line = wardrobe.line_grey(body.placement.look.top_grey)
    end = float(sleeve.places[-1])
    if end < 1.0:
        wardrobe.fold(sleeve, (end - 0.05, 0.6, end - 0.22, 1.2), 0.6, line, 140)
        return
    ways: list[Way] = [(0.18, 1.0, 0.34, 2.2, 0.6, 150), (end - 0.20, 0.9, end - 0.26, 2.4, 0.6, 150)]
    if bend > 0.2:
        ways += [(0.97, 1.2, 0.88, 0.2, 0.7, 110), (1.03, 1.3, 1.14, 0.3, 0.7, 110)]
        ways += [(0.98, 2.0, 0.87, 3.0, 0.7, 110), (1.04, 1.9, 1.15, 2.8, 0.7, 110)]
    else:
        ways += [(1.02, 0.6, 0.95, 2.0, 0.6, 150)]
    wardrobe.folds(sleeve, ways, line)
    if top in ("shirt", "blouse", "sweater"):
        around = np.linspace(0, 2 * pi, 17)
        cuff = end - (0.09 if top != "sweater" else 0.10)
        wardrobe.ink(sleeve.at(cuff, around, 0.001), 0.6, wardrobe.line_grey(body.placement.look.top_grey), 130)


# collars


def _neck_ring(wardrobe: Wardrobe, theta: Array, rise_m: float, radius_m: float) -> Array:
    """Return points (n, 3) around the neck, `rise_m` above the point where it leaves the trunk."""
    joints, frames = wardrobe.body.anchors.joints, wardrobe.body.anchors.frames
    up = unit(joints["skull_base"] - joints["neck"])
    right = unit(frames["chest"][:, 0] - float(frames["chest"][:, 0] @ up) * up)
    forward = cross(right, up)
    middle = joints["neck"] + up * rise_m
    return middle + np.cos(theta)[..., None] * right * radius_m + np.sin(theta)[..., None] * forward * radius_m * 1.06


def _collar(
    wardrobe: Wardrobe,
    trunk: RingSurface,
    name: str,
    grey: float,
    *,
    fall: float,
    point: float,
    rise: float,
    gap: float,
) -> None:
    """Add a turned-down collar. fall, point: how far it falls at the back and at its tips, in places of the trunk.

    rise: height of its fold over the neck's root in body heights; gap: angle left open at the front.
    """
    size = wardrobe.body.proportions
    pile = wardrobe.pile(name, grey, crease_m=0.02, line_weight=0.85, two_sided=True)
    for sign in (1.0, -1.0):
        share = np.linspace(0.0, 1.0, 11)  # from the nape to the front
        theta = FRONT + sign * (pi - share * (pi - gap))
        slope = rise - 0.55 * rise * share**2
        top = _neck_ring(wardrobe, theta, 0.0, size.neck_radius_m * 1.20)
        up = unit(wardrobe.body.anchors.joints["skull_base"] - wardrobe.body.anchors.joints["neck"])
        top = top + slope[:, None] * size.height_m * up
        depth = fall + (point - fall) * share**3
        spread = theta + sign * 0.24 * share**4
        low = trunk.at(1.0 - depth, spread, 0.006 * size.height_m / 1.75)
        middle = 0.5 * (top + low) + 0.010 * (low - top).mean(0) + 0.004 * unit_rows(low - top[len(top) // 2])
        pile.add(sheet_mesh(np.stack([top, middle, low])))


def unit_rows(vectors: Array) -> Array:
    """Return rows (n, 3) at length 1."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def _rolled_collar(wardrobe: Wardrobe, trunk: RingSurface, place: float, radius: float, dip: float) -> None:
    """Add a ring of cloth around the root of the neck: a crew neck. radius in body heights; dip: lower at the front."""
    size = wardrobe.body.proportions
    theta = np.linspace(0, 2 * pi, 24, endpoint=False)
    centres = trunk.at(place - dip * np.clip(np.sin(theta), 0, 1) ** 2, theta)
    radii = np.full(24, radius * size.height_m)
    grey = wardrobe.body.placement.look.top_grey
    pile = wardrobe.pile("collar", grey, crease_m=0.02, line_weight=0.8)
    pile.add(ring_mesh(centres, radii, wardrobe.body.anchors.frames["chest"][:, 1]))


def _bare_neck(wardrobe: Wardrobe, trunk: RingSurface, *, depth: float, width: float, pointed: bool = False) -> None:
    """Bare the skin below the neck. depth: in places of the trunk; width: half, in body heights; pointed: a V."""
    height = wardrobe.body.proportions.height_m
    columns = np.linspace(-1.0, 1.0, 11)
    fall = 1.0 - np.abs(columns) if pointed else np.sqrt(np.clip(1.0 - columns**2, 0.0, 1.0))
    rows = np.linspace(0.0, 1.0, 8)[:, None]
    places = 1.014 - depth * rows * fall[None]
    theta = front_angle(trunk, places, -width * height * columns[None] * np.ones_like(rows))
    wardrobe.skin.add(trunk.patch(places, theta, 0.0055))
    grey = wardrobe.seam_grey(wardrobe.body.placement.look.top_grey)
    line = trunk.at(places[-1], theta[-1], 0.006)
    wardrobe.ink(line, 0.6, 0.05 if grey > 0.5 else grey, 60)


# open fronts


@dataclass(frozen=True, slots=True, kw_only=True)
class Neckline:
    """The wedge between the fronts of an open jacket. button, notch: places where it closes and where the lapel is cut.

    width: half of it at the collar; broad: of the lapel at its notch; both shares of the body's height.
    """

    button: float = 0.42
    width: float = 0.026
    broad: float = 0.034
    notch: float = 0.80

    def half_m(self, places: Array, height_m: float) -> Array:
        """Return half the width of the wedge at `places`."""
        share = np.clip((places - self.button) / (1.0 - self.button), 0.0, 1.0)
        return self.width * height_m * share**0.85


def _opening(wardrobe: Wardrobe, trunk: RingSurface, grey: float, line: Neckline) -> None:
    """Show what is worn under an open collar."""
    places = np.linspace(0.990, line.button, 22)[:, None] * np.ones((1, 9))
    aside = 1.15 * line.half_m(places, wardrobe.body.proportions.height_m) * np.linspace(-1.0, 1.0, 9)[None]
    patch = trunk.patch(places, front_angle(trunk, places, aside), 0.0045)
    wardrobe.pile("inner", grey, crease_m=0.02, line_weight=0.8).add(patch)


def _lapels(wardrobe: Wardrobe, trunk: RingSurface, line: Neckline) -> None:
    """Turn the edges of the wedge outward, with a notch under the collar."""
    look, height = wardrobe.body.placement.look, wardrobe.body.proportions.height_m
    pile = wardrobe.pile("lapel", look.top_grey, crease_m=0.02, line_weight=0.85, two_sided=True)
    notch = line.notch
    places = np.array((0.99, 0.93, notch + 0.03, notch + 0.006, notch - 0.004, notch - 0.06))
    places = np.concatenate([places, np.linspace(notch - 0.12, line.button, 6)])
    reach = np.interp(places, (line.button, notch - 0.05, notch - 0.004, notch + 0.006, notch + 0.03, 0.99),
                      (0.0, 0.86, 1.10, 0.72, 0.66, 0.40))  # fmt: skip
    across = np.linspace(0.0, 1.0, 4)[None]
    inner = line.half_m(places, height)[:, None]
    rows = places[:, None] * np.ones_like(across)
    lift = 0.0065 + 0.004 * np.sin(pi * across)
    for sign in (1.0, -1.0):
        theta = front_angle(trunk, rows, sign * (inner + line.broad * height * reach[:, None] * across))
        ground, raised = trunk.at(rows, theta), trunk.at(rows, theta, 1.0)
        pile.add(sheet_mesh(ground + (raised - ground) * lift[..., None]))


def _front_edge(wardrobe: Wardrobe, trunk: RingSurface, hem: RingSurface, button: float, swing: float) -> None:
    """Draw where the front closes, down over the hem, where it swings open."""
    grey = wardrobe.seam_grey(wardrobe.body.placement.look.top_grey)
    wardrobe.fold(trunk, (button, FRONT, float(trunk.places[0]) + 0.02, FRONT + 0.3 * swing), 0.8, grey, 50)
    wardrobe.fold(hem, (0.35, FRONT + 0.3 * swing, 1.0, FRONT + swing), 0.8, grey, 50)


def _tie(wardrobe: Wardrobe, trunk: RingSurface, end: float, lift_m: float = 0.0075) -> None:
    """Add a tie down to place `end`."""
    look, height = wardrobe.body.placement.look, wardrobe.body.proportions.height_m
    grey = 0.75 if look.top_grey < 0.5 else 0.30
    places = np.concatenate([np.linspace(0.995, 0.935, 4), np.linspace(0.93, end, 14)])
    share = (0.995 - places) / (0.995 - end)
    knot = 0.06 / (0.995 - end)
    half = np.interp(share, (0.0, knot, knot * 1.08, 0.92, 1.0), (0.0115, 0.0085, 0.0075, 0.0210, 0.002)) * height
    rows = places[:, None] * np.ones((1, 5))
    theta = front_angle(trunk, rows, half[:, None] * np.linspace(-1.0, 1.0, 5)[None])
    wardrobe.pile("tie", grey, crease_m=0.02, line_weight=0.8, two_sided=True).add(trunk.patch(rows, theta, lift_m))


def _pocket(wardrobe: Wardrobe, surface: RingSurface, place: float, theta: float, *, sloped: float = 0.0) -> None:
    grey = wardrobe.seam_grey(wardrobe.body.placement.look.top_grey)
    for sign in (1.0, -1.0):
        way = (place, FRONT + sign * theta, place + sloped, FRONT + sign * (theta + 0.32))
        wardrobe.fold(surface, way, 0.75, grey, 90)


# garments


def _shirt(wardrobe: Wardrobe) -> None:
    body = wardrobe.body
    look, height = body.placement.look, body.proportions.height_m
    trunk = _trunk(wardrobe, Fit(start=0.10, ease_m=wardrobe.body.proportions.ease_m, gathered_m=0.004 * height))
    _sleeves(wardrobe)
    collar_grey = look.top_grey if look.top_grey < DARK else look.top_grey - 0.15
    _collar(wardrobe, trunk, "collar", collar_grey, fall=0.045, point=0.105, rise=0.020, gap=0.10)
    line = wardrobe.seam_grey(look.top_grey)
    if "tie" in look.accessories:
        _tie(wardrobe, trunk, 0.16)
    else:
        wardrobe.fold(trunk, (0.955, FRONT, 0.115, FRONT), 0.6, max(line, 0.2), 80)
    _belt(wardrobe, trunk)


def _belt(wardrobe: Wardrobe, trunk: RingSurface) -> None:
    """Draw the waistband where the shirt is tucked in."""
    look = wardrobe.body.placement.look
    if look.bottom not in ("trousers", "shorts", "boots", "skirt"):
        return
    around = np.linspace(0, 2 * pi, 25)
    wardrobe.ink(trunk.at(float(trunk.places[0]) + 0.01, around, 0.002), 0.7, 0.05, 80)


def _blouse(wardrobe: Wardrobe) -> None:
    height = wardrobe.body.proportions.height_m
    trunk = _trunk(wardrobe, Fit(start=0.12, ease_m=wardrobe.body.proportions.ease_m, gathered_m=0.006 * height))
    _sleeves(wardrobe)
    _bare_neck(wardrobe, trunk, depth=0.13, width=0.020, pointed=True)
    look = wardrobe.body.placement.look
    _collar(wardrobe, trunk, "collar", look.top_grey, fall=0.045, point=0.150, rise=0.014, gap=0.34)
    wardrobe.fold(trunk, (0.89, FRONT, 0.14, FRONT), 0.6, max(wardrobe.seam_grey(look.top_grey), 0.25), 100)


def _tee(wardrobe: Wardrobe) -> None:
    ease = wardrobe.body.proportions.ease_m
    trunk = _trunk(wardrobe, Fit(start=0.10, ease_m=ease, hangs=True))
    _hem(wardrobe, 0.10, ease)
    _sleeves(wardrobe)
    _bare_neck(wardrobe, trunk, depth=0.052, width=0.027)
    _rolled_collar(wardrobe, trunk, 1.0, 0.0040, 0.052)


def _tank(wardrobe: Wardrobe) -> None:
    body = wardrobe.body
    height = body.proportions.height_m
    bare = torso_surface(body, Fit(start=0.45, ease_m=0.0))
    wardrobe.skin.add(bare.mesh())
    trunk = torso_surface(body, Fit(start=0.04, end=0.745, ease_m=body.proportions.ease_m, hangs=True))
    _hem(wardrobe, 0.06, body.proportions.ease_m)
    _cloth(wardrobe).add(trunk.mesh())
    _trunk_folds(wardrobe, trunk)
    u = np.linspace(-1.0, 1.0, 17)
    places = 0.955 - 0.225 * np.abs(u) ** 1.6
    for middle in (0.0, pi):
        pile = wardrobe.pile("straps", body.placement.look.top_grey, label_of="top", two_sided=True)
        pile.add(ribbon(bare, places, middle + 0.78 * u, 0.010 * height, 0.006))
    for side in "lr":
        wardrobe.skin.add(arm_surface(body, side, "bare_arm").mesh())


def _sweater(wardrobe: Wardrobe) -> None:
    ease = wardrobe.body.proportions.ease_m
    trunk = _trunk(wardrobe, Fit(start=0.10, ease_m=ease, hangs=True))
    hem = _hem(wardrobe, 0.07, ease, -0.007)
    _sleeves(wardrobe)
    _rolled_collar(wardrobe, trunk, 1.006, 0.0085, 0.012)
    _ribs(wardrobe, hem)


def _ribs(wardrobe: Wardrobe, hem: RingSurface) -> None:
    """Draw the ribbed band of a hem."""
    around = np.linspace(0, 2 * pi, 25)
    grey = wardrobe.line_grey(wardrobe.body.placement.look.top_grey)
    wardrobe.ink(hem.at(0.72, around, 0.002), 0.6, grey, 90)


def _hoodie(wardrobe: Wardrobe) -> None:
    body = wardrobe.body
    look = body.placement.look
    ease = body.proportions.ease_m
    trunk = _trunk(wardrobe, Fit(start=0.10, ease_m=ease, hangs=True))
    hem = _hem(wardrobe, 0.09, ease, -0.007)
    _sleeves(wardrobe)
    _ribs(wardrobe, hem)
    grey = wardrobe.seam_grey(look.top_grey)
    low, high = 0.08, 0.25
    corners = np.array(((low, 0.78), (high, 0.46), (high, -0.46), (low, -0.78)))
    wardrobe.ink(trunk.at(corners[:, 0], FRONT + corners[:, 1], 0.003), 0.7, grey, 70)
    for sign in (1.0, -1.0):
        wardrobe.fold(trunk, (0.955, FRONT + sign * 0.22, 0.74, FRONT + sign * 0.16), 0.8, grey, 60)
    if look.hair != "hood":
        _hood(wardrobe)


def _hood(wardrobe: Wardrobe) -> None:
    """Lay the hood on the shoulders: a roll around the neck, thick at the nape."""
    body = wardrobe.body
    height = body.proportions.height_m
    theta = np.linspace(0, 2 * pi, 28, endpoint=False)
    back = 0.5 - 0.5 * np.sin(theta)
    radius = body.proportions.neck_radius_m * 1.25 + 0.010 * height
    ring = _neck_ring(wardrobe, theta, 0.0, radius)
    chest = body.anchors.frames["chest"]
    ring = ring + chest[:, 1] * ((0.004 * back - 0.016 * (1 - back) ** 2) * height)[:, None]
    ring = ring - chest[:, 2] * (0.020 * height * back**2)[:, None]
    radii = (0.0080 + 0.0145 * back**1.5) * height
    grey = body.placement.look.top_grey
    wardrobe.pile("hood", grey, crease_m=0.025).add(ring_mesh(ring, radii, chest[:, 1], 10))


def _jacket(wardrobe: Wardrobe) -> None:
    height = wardrobe.body.proportions.height_m
    look, line = wardrobe.body.placement.look, Neckline(button=0.42)
    ease = wardrobe.body.proportions.ease_m
    trunk = _trunk(wardrobe, Fit(start=0.10, ease_m=ease, hangs=True, padded_m=0.003 * height))
    hem = _hem(wardrobe, 0.16, ease)
    _sleeves(wardrobe)
    _opening(wardrobe, trunk, 0.0 if look.top_grey > 0.2 else 0.55, line)
    _bare_neck(wardrobe, trunk, depth=0.055, width=0.026)
    _collar(wardrobe, trunk, "lapel", look.top_grey, fall=0.055, point=0.075, rise=0.016, gap=0.50)
    _lapels(wardrobe, trunk, line)
    _front_edge(wardrobe, trunk, hem, 0.42, 0.14)
    _pocket(wardrobe, trunk, 0.12, 0.55, sloped=0.05)


def _suit(wardrobe: Wardrobe) -> None:
    height = wardrobe.body.proportions.height_m
    look, line = wardrobe.body.placement.look, Neckline(button=0.40, width=0.024)
    ease = wardrobe.body.proportions.ease_m
    trunk = _trunk(wardrobe, Fit(start=0.10, ease_m=ease, hangs=True, padded_m=0.005 * height))
    hem = _hem(wardrobe, 0.28, ease, 0.006)
    _sleeves(wardrobe)
    shirt_grey = 0.0 if look.top_grey > 0.12 else 0.6
    _opening(wardrobe, trunk, shirt_grey, line)
    if "tie" in look.accessories or look.gender == "male":
        _collar(wardrobe, trunk, "inner", shirt_grey, fall=0.030, point=0.090, rise=0.022, gap=0.10)
        _tie(wardrobe, trunk, 0.42)
    else:
        _bare_neck(wardrobe, trunk, depth=0.20, width=0.020, pointed=True)
        _collar(wardrobe, trunk, "lapel", look.top_grey, fall=0.055, point=0.075, rise=0.016, gap=0.50)
    _lapels(wardrobe, trunk, line)
    _front_edge(wardrobe, trunk, hem, 0.40, 0.34)
    _pocket(wardrobe, trunk, 0.10, 0.60)


def _coat(wardrobe: Wardrobe) -> None:
    body = wardrobe.body
    look, height = body.placement.look, body.proportions.height_m
    ease, line = body.proportions.ease_m, Neckline(button=0.50, width=0.024, broad=0.042, notch=0.82)
    trunk = _trunk(wardrobe, Fit(start=0.24, ease_m=ease, hangs=True, padded_m=0.004 * height))
    _sleeves(wardrobe)
    skirt = drape_surface(body, Drape(top=0.30, length=1.06, ease_m=ease, flare_m=0.020 * height, loose=True))
    _cloth(wardrobe).add(skirt.mesh())
    _opening(wardrobe, trunk, 0.0 if look.top_grey > 0.2 else 0.6, line)
    _bare_neck(wardrobe, trunk, depth=0.055, width=0.026)
    _collar(wardrobe, trunk, "lapel", look.top_grey, fall=0.075, point=0.10, rise=0.026, gap=0.40)
    _lapels(wardrobe, trunk, line)
    _front_edge(wardrobe, trunk, skirt, 0.50, 0.12)
    grey = wardrobe.seam_grey(look.top_grey)
    ways = ((0.98, 0.85, 0.45, 0.95), (0.98, 2.25, 0.5, 2.15), (0.98, 4.71, 0.3, 4.71), (0.97, 0.2, 0.5, 0.3))
    wardrobe.folds(skirt, [(*way, 0.7, 100) for way in ways], wardrobe.line_grey(look.top_grey))
    _pocket(wardrobe, skirt, 0.20, 0.62, sloped=-0.05)
    if look.gender == "female":
        around = np.linspace(0, 2 * pi, 25)
        for place in (0.33, 0.37):
            wardrobe.ink(trunk.at(place, around, 0.003), 0.7, grey, 70)


def _dress_top(wardrobe: Wardrobe) -> None:
    trunk = _trunk(wardrobe, Fit(start=0.20, ease_m=wardrobe.body.proportions.ease_m))
    _sleeves(wardrobe)
    _bare_neck(wardrobe, trunk, depth=0.13, width=0.034)
    around = np.linspace(0, 2 * pi, 25)
    grey = wardrobe.line_grey(wardrobe.body.placement.look.top_grey)
    wardrobe.ink(trunk.at(0.33, around, 0.003), 0.7, grey, 70)


_TOPS: Mapping[str, Callable[[Wardrobe], None]] = {
    "shirt": _shirt,
    "blouse": _blouse,
    "tee": _tee,
    "tank": _tank,
    "sweater": _sweater,
    "hoodie": _hoodie,
    "jacket": _jacket,
    "suit": _suit,
    "coat": _coat,
    "dress": _dress_top,
}
