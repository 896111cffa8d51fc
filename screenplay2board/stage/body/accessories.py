"""What people wear over their clothes: scarf, apron, necklace, backpack. Ties belong to shirts and suits.

Enters: a `Wardrobe`. Leaves: meshes and lines in it. A new accessory is a function and a row in `_ACCESSORIES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import pi

import numpy as np

from screenplay2board.stage.body.surface import RingSurface, ribbon, rings_of
from screenplay2board.stage.body.torso import FRONT, Drape, Fit, drape_surface, torso_surface
from screenplay2board.stage.body.wardrobe import Wardrobe, ring_mesh
from screenplay2board.stage.geometry import unit


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
    flare = (0.026 if look.top == "coat" or look.bottom in ("skirt", "dress") else 0.006) * size.height_m
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


_ACCESSORIES: Mapping[str, Callable[[Wardrobe], None]] = {
    "scarf": _scarf,
    "apron": _apron,
    "necklace": _necklace,
    "backpack": _backpack,
}
