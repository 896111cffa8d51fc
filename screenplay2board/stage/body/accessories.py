"""What people wear over their clothes and walk with: scarves, bags, jewellery, sticks, casts. Ties belong to tops.

Enters: a `Wardrobe`. Leaves: meshes and lines in it. A new accessory is a function and a row in `_ACCESSORIES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import pi

import numpy as np

from screenplay2board.stage.body.garments import garment_of
from screenplay2board.stage.body.limbs import arm_surface, leg_surface
from screenplay2board.stage.body.surface import RingSurface, band, ribbon, rings_of
from screenplay2board.stage.body.torso import FRONT, Drape, Fit, drape_surface, front_angle, torso_surface
from screenplay2board.stage.body.wardrobe import Wardrobe, ring_mesh
from screenplay2board.stage.geometry import Array, unit
from screenplay2board.stage.surfaces import ellipsoid, tube

GLOVE_GREY = 0.8


def add_accessories(wardrobe: Wardrobe) -> None:
    """Add what the look names, in that order."""
    for name in wardrobe.body.placement.look.accessories:
        if name in _ACCESSORIES:
            _ACCESSORIES[name](wardrobe)


def _outer_trunk(wardrobe: Wardrobe) -> RingSurface:
    """Return the trunk over whatever is worn."""
    size = wardrobe.body.proportions
    return torso_surface(wardrobe.body, Fit(ease_m=size.ease_m + 0.003 * size.height_m, hangs=True))


def _scarf(wardrobe: Wardrobe) -> None:
    body = wardrobe.body
    size, joints = body.proportions, body.anchors.joints
    grey = 0.25 if body.placement.look.top_grey > 0.45 else 0.6
    pile = wardrobe.pile("scarf", grey, crease_m=0.015, line_weight=0.9)
    up = unit(joints["skull_base"] - joints["neck"])
    chest = body.anchors.frames["chest"]
    theta = np.linspace(0, 2 * pi, 26, endpoint=False)
    wobble = 1 + 0.10 * np.cos(3 * theta + 0.7)
    for rise, radius in ((0.006, 1.50), (0.024, 1.32)):
        ring = joints["neck"] + up * (rise * size.height_m)
        ring = ring + (np.cos(theta)[:, None] * chest[:, 0] + np.sin(theta)[:, None] * chest[:, 2] * 1.1) * (
            size.neck_radius_m * radius
        )
        ring = ring - up * (0.010 * size.height_m * np.clip(np.sin(theta), 0, 1))[:, None]
        pile.add(ring_mesh(ring, 0.0145 * size.height_m * wobble, up))
    trunk = _outer_trunk(wardrobe)
    places = np.linspace(0.97, 0.40, 8)[:, None] * np.ones((1, 4))
    theta_end = FRONT + 0.36 - np.linspace(-0.20, 0.20, 4)[None] + 0.10 * (0.97 - places)
    pile.add(trunk.patch(places, theta_end, 0.012 * size.height_m / 1.75))


def _apron(wardrobe: Wardrobe) -> None:
    body = wardrobe.body
    size = body.proportions
    look = body.placement.look
    grey = 0.0 if look.top_grey > 0.15 else 0.45
    pile = wardrobe.pile("apron", grey, two_sided=True)
    trunk = _outer_trunk(wardrobe)
    rows = np.linspace(0.80, 0.16, 9)[:, None]
    half = np.interp(rows, (0.16, 0.30, 0.45, 0.80), (1.25, 1.15, 0.72, 0.55))
    theta = FRONT + half * np.linspace(1.0, -1.0, 9)[None]
    pile.add(trunk.patch(rows * np.ones_like(theta), theta, 0.004))
    swings = garment_of(look).swings or look.bottom == "dress" or "skirt" in look.bottom
    flare = (0.026 if swings else 0.006) * size.height_m
    ease = size.ease_m + 0.008 * size.height_m
    cloth = drape_surface(body, Drape(top=0.26, length=0.86, ease_m=ease, flare_m=flare, loose=True))
    down = np.linspace(0.0, 1.0, 12)[:, None]
    theta = FRONT + 1.25 * np.linspace(1.0, -1.0, 11)[None] * np.ones_like(down)
    pile.add(cloth.patch(down * np.ones_like(theta), theta, 0.004))
    line = wardrobe.seam_grey(look.top_grey)
    u = np.linspace(0.0, 1.0, 12)
    rise = 0.80 + 0.185 * np.sin(0.5 * pi * np.minimum(1.6 * u, 1.0))
    for sign in (1.0, -1.0):
        pile.add(ribbon(trunk, rise, FRONT + sign * (0.50 + 2.2 * u), 0.007 * size.height_m, 0.006))
        wardrobe.fold(trunk, (0.22, FRONT + sign * 1.25, 0.24, FRONT + sign * 3.0), 1.4, line, 60)


def _necklace(wardrobe: Wardrobe) -> None:
    trunk = _outer_trunk(wardrobe)
    u = np.linspace(-1.0, 1.0, 15)
    line = trunk.at(0.90 + 0.11 * np.abs(u) ** 1.6, FRONT + 0.75 * u, -0.002)
    grey = 0.05 if wardrobe.body.placement.look.top_grey < 0.6 else 0.92
    wardrobe.ink(line, 0.9, grey, 70)
    circle = np.linspace(0, 2 * pi, 9)
    wardrobe.ink(trunk.at(0.885 + 0.013 * np.cos(circle), FRONT + 0.05 * np.sin(circle), -0.002), 0.9, grey, 110)


def _backpack(wardrobe: Wardrobe) -> None:
    body = wardrobe.body
    size = body.proportions
    grey = 0.62 if body.placement.look.top_grey < 0.45 else 0.28
    pile = wardrobe.pile("backpack", grey, crease_m=0.03, two_sided=True)
    trunk = _outer_trunk(wardrobe)
    places = np.array((0.10, 0.12, 0.20, 0.40, 0.62, 0.78, 0.86, 0.885))
    half = np.array((0.030, 0.060, 0.078, 0.084, 0.082, 0.072, 0.050, 0.020)) * size.height_m
    deep = np.array((0.018, 0.036, 0.050, 0.054, 0.046, 0.036, 0.024, 0.010)) * size.height_m
    frames = body.spine_frames(places)
    back = trunk.at(places, np.full(len(places), -FRONT))
    centres = back - frames[:, :, 2] * deep[:, None] * 0.95
    points = rings_of(centres, frames[:, :, 0] * half[:, None], frames[:, :, 2] * deep[:, None], 18, 3.2)
    pile.add(RingSurface(places, points).mesh())
    u = np.linspace(-1.0, 1.0, 21)
    places = np.where(u < 0, 0.955 - 0.20 * np.abs(u) ** 1.5, 0.955 - 0.46 * np.abs(u) ** 1.4)
    for middle, sign in ((0.0, 1.0), (pi, -1.0)):
        theta = middle + sign * np.where(u < 0, 0.85, 0.70) * u
        pile.add(ribbon(trunk, places, theta, 0.013 * size.height_m, 0.008))


def _shawl(wardrobe: Wardrobe) -> None:
    size = wardrobe.body.proportions
    grey = 0.25 if wardrobe.body.placement.look.top_grey > 0.45 else 0.6
    pile = wardrobe.pile("shawl", grey, crease_m=0.015, two_sided=True)
    trunk = _outer_trunk(wardrobe)
    theta = np.linspace(FRONT - 2 * pi + 0.45, FRONT - 0.45, 31)
    rows = np.linspace(0.97, 0.62, 6)[:, None] + 0.10 * np.sin(theta)[None] * np.linspace(0, 1, 6)[:, None]
    pile.add(trunk.patch(rows, theta[None] * np.ones_like(rows), 0.016 * size.height_m / 1.75))
    for sign in (1.0, -1.0):
        ends = np.linspace(0.93, 0.30, 8)
        pile.add(ribbon(trunk, ends, FRONT + sign * np.linspace(0.5, 0.62, 8), 0.030 * size.height_m, 0.012))


def _earrings(wardrobe: Wardrobe) -> None:
    body = wardrobe.body
    head, unit_m = body.anchors.frames["head"], body.anchors.head_height_m
    pile = wardrobe.pile("earrings", 0.15, line_weight=0.6)
    for sign in (1.0, -1.0):
        place = body.anchors.joints["head"] + head @ (np.array((sign * 0.345, -0.155, -0.03)) * unit_m)
        pile.add(ellipsoid(tuple(place.tolist()), 0.024 * unit_m, head, around=8, stacked=6).mesh())  # type: ignore[arg-type]


def _shoulder_bag(wardrobe: Wardrobe) -> None:
    body, size = wardrobe.body, wardrobe.body.proportions
    grey = 0.65 if body.placement.look.top_grey < 0.45 else 0.25
    pile = wardrobe.pile("shoulder_bag", grey, crease_m=0.02, two_sided=True)
    trunk = _outer_trunk(wardrobe)
    u = np.linspace(0.0, 1.0, 26)
    places = np.interp(u, (0.0, 0.45, 0.55, 1.0), (0.02, 0.955, 0.955, 0.02))
    theta = np.interp(u, (0.0, 0.42, 0.58, 1.0), (0.55, FRONT + 1.05, FRONT + 2.1, 2 * pi - 0.55))
    pile.add(ribbon(trunk, places, theta, 0.009 * size.height_m, 0.010))
    frame = body.anchors.frames["pelvis"]
    middle = trunk.at(0.0, 0.05, 0.028) - frame[:, 1] * (0.055 * size.height_m)
    centres = middle + frame[:, 1] * (np.linspace(-0.048, 0.048, 5) * size.height_m)[:, None]
    across = np.ones((5, 1)) * frame[:, 2] * (0.070 * size.height_m)
    deep = np.array((0.5, 1.0, 1.0, 1.0, 0.6))[:, None] * frame[:, 0] * (0.020 * size.height_m)
    pile.add(RingSurface(np.linspace(0, 1, 5), rings_of(centres, across, deep, 16, 4.5)).mesh())


def _belt(wardrobe: Wardrobe) -> None:
    trunk = _outer_trunk(wardrobe)
    height = wardrobe.body.proportions.height_m
    pile = wardrobe.pile("belt", 0.93, line_weight=0.9, two_sided=True)
    pile.add(band(trunk, 0.11, 0.165, 0.004))
    corners = np.array(((0.17, -0.016), (0.17, 0.016), (0.105, 0.016), (0.105, -0.016), (0.17, -0.016)))
    theta = front_angle(trunk, corners[:, 0], corners[:, 1] * height)
    wardrobe.ink(trunk.at(corners[:, 0], theta, 0.007), 1.0, 0.95, 60)


def _suspenders(wardrobe: Wardrobe) -> None:
    size = wardrobe.body.proportions
    grey = 0.85 if wardrobe.body.placement.look.top_grey < 0.5 else 0.2
    pile = wardrobe.pile("suspenders", grey, two_sided=True)
    trunk = _outer_trunk(wardrobe)
    u = np.linspace(0.0, 1.0, 21)
    places = np.interp(u, (0.0, 0.48, 0.56, 1.0), (0.10, 0.965, 0.965, 0.10))
    for sign in (1.0, -1.0):
        side = np.interp(u, (0.0, 0.42, 0.58, 1.0), (0.62, 0.85, 2.2, pi - 0.15))
        pile.add(ribbon(trunk, places, FRONT + sign * side, 0.0075 * size.height_m, 0.003))


def _stethoscope(wardrobe: Wardrobe) -> None:
    trunk = _outer_trunk(wardrobe)
    u = np.linspace(0.0, 1.0, 30)
    places = np.interp(u, (0.0, 0.35, 0.5, 0.65, 1.0), (0.52, 0.93, 0.985, 0.93, 0.62))
    theta = np.interp(u, (0.0, 0.35, 0.5, 0.65, 1.0), (FRONT + 0.42, FRONT + 0.6, FRONT + pi, FRONT + 2 * pi - 0.6,
                                                       FRONT + 2 * pi - 0.40))  # fmt: skip
    pile = wardrobe.pile("stethoscope", 0.9, line_weight=0.7, two_sided=True)
    pile.add(ribbon(trunk, places, theta, 0.0036 * wardrobe.body.proportions.height_m, 0.012))
    chest = wardrobe.body.anchors.frames["chest"]
    place = trunk.at(0.51, FRONT + 0.42, 0.014)
    disc = ellipsoid(tuple(place.tolist()), (0.016, 0.016, 0.008), chest, around=10, stacked=6)  # type: ignore[arg-type]
    wardrobe.pile("chest_piece", 0.2).add(disc.mesh())


def _lanyard(wardrobe: Wardrobe) -> None:
    trunk, height = _outer_trunk(wardrobe), wardrobe.body.proportions.height_m
    places = np.linspace(0.985, 0.56, 12)
    pile = wardrobe.pile("lanyard", 0.75, line_weight=0.6, two_sided=True)
    for sign in (1.0, -1.0):
        theta = front_angle(trunk, places, sign * height * np.linspace(0.036, 0.003, 12))
        pile.add(ribbon(trunk, places, theta, 0.0035 * height, 0.010))
    rows = np.linspace(0.57, 0.42, 3)[:, None] * np.ones((1, 5))
    theta = front_angle(trunk, rows, 0.020 * height * np.linspace(-1, 1, 5)[None] * np.ones((3, 1)))
    wardrobe.pile("card", 0.0, line_weight=0.8, two_sided=True).add(trunk.patch(rows, theta, 0.012))
    row = np.full(2, 0.47)
    theta = front_angle(trunk, row, height * np.array((-0.012, 0.012)))
    wardrobe.ink(trunk.at(row, theta, 0.014), 0.7, 0.3, 90)


def _gloves(wardrobe: Wardrobe) -> None:
    """Add the cuffs of gloves; `figure` colours the hands."""
    for side in "lr":
        wardrobe.pile("glove", GLOVE_GREY, line_weight=0.8).add(arm_surface(wardrobe.body, side, "glove_cuff").mesh())


def _stick(wardrobe: Wardrobe, side: str, top: Array, lean: Array) -> None:
    """Add a stick from `top` (3,) through the hand down to the floor under the figure."""
    body = wardrobe.body
    floor = min(float(body.anchors.joints[f"ankle_{each}"][1]) for each in "lr") - body.proportions.ankle_m
    foot = body.anchors.joints[f"hand_{side}"] + lean
    foot[1] = floor + 0.005
    radius = 0.007 * body.proportions.height_m
    path, radii = np.stack([top, 0.5 * (top + foot), foot]), np.array((radius, radius, 0.9 * radius))
    wardrobe.pile("stick", 0.7, line_weight=0.9).add(tube(path, radii, 8).mesh())


def _hand_is_low(wardrobe: Wardrobe, side: str) -> bool:
    """Tell whether a hand is where it could lean on a stick: below the ribs, above the knees, not in a pocket."""
    joints = wardrobe.body.anchors.joints
    y = float(joints[f"hand_{side}"][1])
    waist, knee = float(joints["waist"][1]), float(joints["knee_l"][1])
    free = not wardrobe.body.anchors.lying and not wardrobe.body.hidden_hands["lr".index(side)]
    return free and knee < y < waist + 0.1


def _cane(wardrobe: Wardrobe) -> None:
    if _hand_is_low(wardrobe, "r"):
        joints, frame = wardrobe.body.anchors.joints, wardrobe.body.anchors.frames["root"]
        hand = joints["hand_r"]
        _stick(wardrobe, "r", hand + frame[:, 1] * 0.03, frame[:, 2] * 0.05)
        grip = np.stack([hand + frame[:, 1] * 0.03 + frame[:, 2] * reach for reach in (-0.05, 0.0, 0.05)])
        wardrobe.pile("stick", 0.7).add(tube(grip, np.full(3, 0.009 * wardrobe.body.proportions.height_m), 8).mesh())


def _crutches(wardrobe: Wardrobe) -> None:
    joints, frame = wardrobe.body.anchors.joints, wardrobe.body.anchors.frames["chest"]
    for side, sign in (("l", 1.0), ("r", -1.0)):
        if _hand_is_low(wardrobe, side):
            pit = joints[f"shoulder_{side}"] - frame[:, 1] * (0.075 * wardrobe.body.proportions.height_m)
            pit = pit + frame[:, 0] * (sign * 0.03)
            _stick(wardrobe, side, pit, frame[:, 0] * (sign * 0.06) + frame[:, 2] * 0.04)
            pad = np.stack([pit + frame[:, 2] * reach for reach in (-0.07, 0.0, 0.07)])
            wardrobe.pile("stick", 0.7).add(tube(pad, np.full(3, 0.011 * wardrobe.body.proportions.height_m), 8).mesh())


def _arm_cast(wardrobe: Wardrobe) -> None:
    pile = wardrobe.pile("plaster", 0.0, line_weight=0.9)
    cast = arm_surface(wardrobe.body, "l", "cast_arm")
    pile.add(cast.mesh())
    for place in (1.15, 1.35, 1.55, 1.75):
        wardrobe.ink(cast.at(place, np.linspace(0, 2 * pi, 17), 0.002), 0.5, 0.3, 90)


def _arm_sling(wardrobe: Wardrobe) -> None:
    """Add the cloth that carries the left forearm, and the strap of it round the neck."""
    body = wardrobe.body
    height, joints, chest = body.proportions.height_m, body.anchors.joints, body.anchors.frames["chest"]
    pile = wardrobe.pile("sling", 0.0 if body.placement.look.top_grey > 0.15 else 0.3, line_weight=0.9, two_sided=True)
    pile.add(arm_surface(body, "l", "sling").mesh())
    elbow, wrist, up = joints["elbow_l"], joints["wrist_l"], chest[:, 1]
    nape = joints["neck"] + up * (0.012 * height) - chest[:, 2] * (0.045 * height)
    beside = {
        sign: joints["neck"] + chest[:, 0] * (sign * 0.048 * height) + up * (0.004 * height) for sign in (1.0, -1.0)
    }
    ahead = chest[:, 2] * (0.085 * height)
    for sign, end in ((1.0, elbow + up * (0.03 * height)), (-1.0, wrist + up * (0.02 * height))):
        middle = 0.5 * (beside[sign] + end) + ahead * 0.9
        path = np.stack([nape, beside[sign], beside[sign] + ahead * 0.7, middle, end])
        pile.add(tube(path, np.full(len(path), 0.008 * height), 6, flatness=0.4).mesh())


def _leg_cast(wardrobe: Wardrobe) -> None:
    cast = leg_surface(wardrobe.body, "r", "cast_leg")
    wardrobe.pile("plaster", 0.0, line_weight=0.9).add(cast.mesh())
    for place in (1.1, 1.3, 1.5, 1.7, 1.9):
        wardrobe.ink(cast.at(place, np.linspace(0, 2 * pi, 21), 0.002), 0.5, 0.3, 90)


_ACCESSORIES: Mapping[str, Callable[[Wardrobe], None]] = {
    "scarf": _scarf,
    "shawl": _shawl,
    "apron": _apron,
    "necklace": _necklace,
    "earrings": _earrings,
    "backpack": _backpack,
    "shoulder_bag": _shoulder_bag,
    "belt": _belt,
    "suspenders": _suspenders,
    "stethoscope": _stethoscope,
    "lanyard": _lanyard,
    "gloves": _gloves,
    "cane": _cane,
    "crutches": _crutches,
    "arm_cast": _arm_cast,
    "arm_sling": _arm_sling,
    "leg_cast": _leg_cast,
}
