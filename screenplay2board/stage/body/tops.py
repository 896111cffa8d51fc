"""What people wear above the waist, put together from its row: trunk, hem, sleeves, collar, front, trims, pattern.

Enters: a `Wardrobe`. Leaves: meshes and lines in it. A new garment is a row in `garments.toml`.
"""

from __future__ import annotations

from math import pi

import numpy as np

from screenplay2board.stage.body.collars import COLLARS
from screenplay2board.stage.body.dressed import Dressed
from screenplay2board.stage.body.fronts import bow, close_front, tie
from screenplay2board.stage.body.garments import Garment, garment_of, inner_grey
from screenplay2board.stage.body.limbs import arm_surface
from screenplay2board.stage.body.patterns import draw_pattern
from screenplay2board.stage.body.surface import MeshPile, RingSurface
from screenplay2board.stage.body.torso import Drape, Fit, drape_surface, torso_surface
from screenplay2board.stage.body.trims import add_trims
from screenplay2board.stage.body.wardrobe import Wardrobe, Way
from screenplay2board.stage.geometry import unit

_OVER_TRUNK = 0.0008  # a hem lies that much over the trunk that it overlaps, in body heights
_LONG = 0.40  # share of the thigh from which a hem hangs from the waist and not from the hips


def add_top(wardrobe: Wardrobe) -> None:
    """Dress the trunk and the arms."""
    look = wardrobe.body.placement.look
    garment = garment_of(look)
    trunk = _trunk(wardrobe, garment)
    hem = _hem(wardrobe, garment) if garment.length else None
    sleeves = _sleeves(wardrobe, garment) if garment.sleeve else ()
    if look.top == "bare":
        for side in "lr":
            wardrobe.skin.add(arm_surface(wardrobe.body, side, "bare_arm").mesh())
    if garment.collar != "none":
        COLLARS[garment.collar](wardrobe, trunk)
    close_front(wardrobe, garment, trunk, hem)
    if garment.collar == "shirt" and garment.front == "buttons":
        if "tie" in look.accessories:
            tie(wardrobe, trunk, 0.16)
        elif "bow_tie" in look.accessories:
            bow(wardrobe, trunk, 0.75 if look.top_grey < 0.5 else 0.1)
    add_trims(Dressed(wardrobe=wardrobe, garment=garment, trunk=trunk, hem=hem, sleeves=sleeves))
    own_sleeves = () if garment.shirt_sleeves else sleeves
    draw_pattern(wardrobe, look.pattern, (trunk, *((hem,) if hem is not None else ()), *own_sleeves), look.top_grey)


def _cloth(wardrobe: Wardrobe) -> MeshPile:
    return wardrobe.pile("top", wardrobe.body.placement.look.top_grey)


def _trunk(wardrobe: Wardrobe, garment: Garment) -> RingSurface:
    height = wardrobe.body.proportions.height_m
    fit = Fit(
        start=garment.start, ease_m=garment.ease * height, hangs=garment.hangs, gathered_m=garment.gathered * height,
        padded_m=garment.padded * height,
    )  # fmt: skip
    if garment.end is not None:
        fit = Fit(start=garment.start, end=garment.end, ease_m=garment.ease * height, hangs=garment.hangs)
    surface = torso_surface(wardrobe.body, fit)
    if wardrobe.body.placement.look.top == "bare":
        wardrobe.skin.add(surface.mesh())
        return surface
    _cloth(wardrobe).add(surface.mesh())
    _trunk_folds(wardrobe, surface)
    return surface


def _hem(wardrobe: Wardrobe, garment: Garment) -> RingSurface:
    """Let the top hang over the hips and thighs, or as a skirt from the waist."""
    height = wardrobe.body.proportions.height_m
    ease, flare = garment.ease * height + _OVER_TRUNK * height, garment.flare * height
    if garment.skirt:
        cloth = Drape(top=0.34, length=garment.length, ease_m=0.004 * height, flare_m=flare, folds=garment.waves)
    elif garment.length > _LONG:
        cloth = Drape(top=0.30, length=garment.length, ease_m=ease, flare_m=flare, loose=True)
    else:
        flare = flare / max(garment.length, 0.05)
        cloth = Drape(top=0.16, length=garment.length, ease_m=ease, flare_m=flare, folds=garment.waves, loose=True)
    surface = drape_surface(wardrobe.body, cloth)
    _cloth(wardrobe).add(surface.mesh())
    if garment.skirt:
        skirt_folds(wardrobe, surface, wardrobe.body.placement.look.top_grey)
    return surface


def skirt_folds(wardrobe: Wardrobe, skirt: RingSurface, grey: float) -> None:
    """Draw the folds that rise from the hem of a skirt."""
    if wardrobe.body.placement.detailed:
        pleats = np.array((0.55, 1.15, 1.75, 2.45, 4.1, 4.75, 5.4))
        tops = 0.60 + 0.06 * np.cos(5 * pleats)
        ways = [(0.985, a, top, a + 0.06, 0.7, 110) for a, top in zip(pleats.tolist(), tops.tolist(), strict=True)]
        wardrobe.folds(skirt, ways, wardrobe.line_grey(grey))


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
    highest = float(surface.places[-1])
    grey = wardrobe.line_grey(body.placement.look.top_grey)
    wardrobe.folds(surface, [(*way, 0.65, 130) for way in ways if way[0] < highest], grey)


def _sleeves(wardrobe: Wardrobe, garment: Garment) -> tuple[RingSurface, ...]:
    """Add both arms with the sleeves of the top, whole ones or short ones."""
    body = wardrobe.body
    look = body.placement.look
    if garment.shirt_sleeves:
        arms = wardrobe.pile("shirt_sleeve", inner_grey(look), crease_m=0.022)
        grey = inner_grey(look)
    else:
        grey = look.top_grey
        arms = wardrobe.pile("sleeve", grey, crease_m=0.022, label_of="top")
    found: list[RingSurface] = []
    for side in "lr":
        wardrobe.skin.add(arm_surface(body, side, "bare_arm", first=0.15 if garment.short_sleeved else 1.72).mesh())
        sleeve = arm_surface(body, side, f"sleeve_{garment.sleeve}")
        arms.add(sleeve.mesh())
        _sleeve_folds(wardrobe, sleeve, side, garment, grey)
        found.append(sleeve)
    return tuple(found)


def _sleeve_folds(wardrobe: Wardrobe, sleeve: RingSurface, side: str, garment: Garment, grey: float) -> None:
    body = wardrobe.body
    if not body.placement.detailed:
        return
    joints = body.anchors.joints
    upper = unit(joints[f"elbow_{side}"] - joints[f"shoulder_{side}"])
    lower = unit(joints[f"wrist_{side}"] - joints[f"elbow_{side}"])
    bend = 1.0 - float(upper @ lower)
    line = wardrobe.line_grey(grey)
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
    if garment.cuffs:
        wardrobe.ink(sleeve.at(end - 0.09, np.linspace(0, 2 * pi, 17), 0.001), 0.6, line, 130)
