"""What people wear below the waist: trousers, shorts, skirts, the skirts of dresses, boots and shoes.

Enters: a `Wardrobe`. Leaves: meshes and folds in it. A new garment is a row in `_LEGS` or `_SKIRTS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import pi

import numpy as np

from screenplay2board.stage.body.garments import Garment, garment_of
from screenplay2board.stage.body.limbs import foot_mesh, leg_surface, shoe_mesh
from screenplay2board.stage.body.patterns import draw_pattern
from screenplay2board.stage.body.surface import RingSurface
from screenplay2board.stage.body.tops import skirt_folds
from screenplay2board.stage.body.torso import Drape, Fit, drape_surface, torso_surface
from screenplay2board.stage.body.wardrobe import Wardrobe, Way

_PATTERNED = ("camouflage", "pinstripes", "bars")  # of a top, that its trousers share
_MATCHING = ("army_uniform", "suit", "tuxedo", "pyjamas", "scrubs", "spacesuit", "tracksuit")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Legs:
    """Trousers. cut: of `cuts.toml`. bare_from: where bare legs begin, none for whole ones. seams: drawn along them.

    boots: they are tucked into; turned_up: their ends.
    """

    cut: str
    bare_from: float | None = None
    seams: bool = False
    boots: bool = False
    turned_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Skirt:
    """A skirt. top: place of the trunk where it begins; length, flare, waves as in `Garment`; pleats: lines down it."""

    top: float = 0.24
    length: float = 0.98
    flare: float = 0.014
    waves: float = 0.035
    pleats: int = 0


_WHOLE, _STUMP = 3.0, 0.98  # places where a leg ends: past its cut, at the knee

_LEGS: Mapping[str, _Legs] = {
    "trousers": _Legs(cut="trouser_leg"),
    "jeans": _Legs(cut="jeans_leg", seams=True, turned_up=True),
    "leggings": _Legs(cut="leggings_leg"),
    "wide_trousers": _Legs(cut="wide_leg"),
    "shorts": _Legs(cut="shorts_leg", bare_from=0.6),
    "briefs": _Legs(cut="briefs_leg", bare_from=0.05),
    "boots": _Legs(cut="tucked_leg", boots=True),
    "baji": _Legs(cut="baji_leg"),
    "padded": _Legs(cut="padded_leg"),
}
_SKIRTS: Mapping[str, _Skirt] = {
    "skirt": _Skirt(),
    "mini_skirt": _Skirt(length=0.52, flare=0.010),
    "pencil_skirt": _Skirt(length=1.04, flare=0.0, waves=0.0),
    "pleated_skirt": _Skirt(length=0.86, flare=0.050, waves=0.02, pleats=26),
    "long_skirt": _Skirt(length=1.82, flare=0.030, waves=0.06),
    "dress": _Skirt(top=0.34, length=1.18, flare=0.026, waves=0.07),
    "chima": _Skirt(top=0.62, length=1.95, flare=0.070, waves=0.06, pleats=18),
}


def add_bottom(wardrobe: Wardrobe) -> None:
    """Dress the legs and feet."""
    look, garment = wardrobe.body.placement.look, garment_of(wardrobe.body.placement.look)
    worn = garment.legs or look.bottom
    _add_feet(wardrobe, garment, worn)
    if worn == "bare":
        _bare_legs(wardrobe, max(garment.length - 0.3, -1.0) if garment.length else -1.0)
    elif worn in _SKIRTS:
        _add_skirt(wardrobe, _SKIRTS[worn])
    else:
        _add_legs(wardrobe, garment, _LEGS.get(worn, _LEGS["trousers"]))


def _add_feet(wardrobe: Wardrobe, garment: Garment, worn: str) -> None:
    """Add shoes, pumps with a skirt, boots, or bare feet."""
    look = wardrobe.body.placement.look
    bare_feet = garment.feet == "bare"
    pumps = (worn in _SKIRTS or worn == "bare") and look.gender == "female" and look.age != "child" and not bare_feet
    pile = wardrobe.skin if bare_feet else wardrobe.pile("shoes", look.shoes_grey, crease_m=0.02)
    for side in "lr":
        pile.add(foot_mesh(wardrobe.body, side) if bare_feet else shoe_mesh(wardrobe.body, side, low=pumps))
        if pumps:
            wardrobe.skin.add(foot_mesh(wardrobe.body, side))


def _bare_legs(wardrobe: Wardrobe, first: float) -> None:
    for side in "lr":
        last = _leg_end(wardrobe, side)
        if first < last:
            wardrobe.skin.add(leg_surface(wardrobe.body, side, "bare_leg", bare=True, first=first, last=last).mesh())


def _leg_end(wardrobe: Wardrobe, side: str) -> float:
    """Return the place where a leg ends: at the knee over an artificial one, which is added."""
    if side == "l" or "prosthetic_leg" not in wardrobe.body.placement.look.accessories:
        return _WHOLE
    wardrobe.pile("prosthesis", 0.3).add(leg_surface(wardrobe.body, side, "prosthesis").mesh())
    return _STUMP


def _grey(wardrobe: Wardrobe) -> float:
    look = wardrobe.body.placement.look
    return look.top_grey if look.top in _MATCHING or garment_of(look).legs else look.bottom_grey


def _pelvis(wardrobe: Wardrobe, grey: float) -> None:
    """Add what covers the hips, unless the top hangs over them: the legs and its hem are all that is seen then."""
    if not garment_of(wardrobe.body.placement.look).hangs:
        fit = Fit(end=0.30, ease_m=0.003 * wardrobe.body.proportions.height_m)
        wardrobe.pile("bottom", grey).add(torso_surface(wardrobe.body, fit, rings=12).mesh())


def _add_legs(wardrobe: Wardrobe, garment: Garment, legs: _Legs) -> None:
    look, grey = wardrobe.body.placement.look, _grey(wardrobe)
    _pelvis(wardrobe, grey)
    booted = legs.boots or garment.feet == "boots"
    cut = "tucked_leg" if booted and legs.bare_from is None and legs.cut != "padded_leg" else legs.cut
    surfaces: list[RingSurface] = []
    for side in "lr":
        if legs.bare_from is not None:
            wardrobe.skin.add(leg_surface(wardrobe.body, side, "bare_leg", bare=True, first=legs.bare_from).mesh())
        last = _leg_end(wardrobe, side)
        leg = leg_surface(wardrobe.body, side, cut, first=0.02 if garment.hangs else -1.0, last=last)
        wardrobe.pile("bottom", grey).add(leg.mesh())
        _leg_folds(wardrobe, leg, side, grey)
        _leg_seams(wardrobe, leg, legs, grey)
        if booted:
            wardrobe.pile("shoes", look.shoes_grey).add(leg_surface(wardrobe.body, side, "boot_shaft").mesh())
        elif legs.cut == "shorts_leg":
            _socks(wardrobe, side, look.shoes_grey)
        surfaces.append(leg)
    if look.pattern in _PATTERNED and look.top in _MATCHING:
        draw_pattern(wardrobe, look.pattern, surfaces, grey)


def _leg_seams(wardrobe: Wardrobe, leg: RingSurface, legs: _Legs, grey: float) -> None:
    if legs.seams:
        line = wardrobe.line_grey(grey)
        places = np.linspace(0.1, float(leg.places[-1]) - 0.05, 14)
        for theta in (0.0, pi):
            wardrobe.ink(leg.at(places, theta, 0.002), 0.55, line, 80)
    if legs.turned_up:
        around = np.linspace(0, 2 * pi, 21)
        wardrobe.ink(leg.at(float(leg.places[-1]) - 0.09, around, 0.003), 0.8, wardrobe.seam_grey(grey), 60)


def _leg_folds(wardrobe: Wardrobe, leg: RingSurface, side: str, grey: float) -> None:
    """Draw the folds behind a bent knee, at the hip and over the shoe."""
    if not wardrobe.body.placement.detailed:
        return
    joints = wardrobe.body.anchors.joints
    thigh = joints[f"knee_{side}"] - joints[f"hip_{side}"]
    shin = joints[f"ankle_{side}"] - joints[f"knee_{side}"]
    bend = 1.0 - float(thigh @ shin) / float(np.linalg.norm(thigh) * np.linalg.norm(shin))
    end = float(leg.places[-1])
    ways: list[Way] = [(0.06, 1.2, 0.13, 2.6, 0.65, 140)]
    if bend > 0.25:
        ways += [(0.93, 3.9, 0.86, 2.9, 0.75, 90), (1.04, 4.0, 1.12, 2.8, 0.75, 90)]
        ways += [(0.97, 5.6, 0.90, 6.3, 0.75, 90), (1.03, 5.5, 1.13, 6.5, 0.75, 90)]
    else:
        ways += [(1.04, 2.5, 0.99, 1.0, 0.65, 150)]
    if end > 1.9:
        ways += [(end - 0.10, 0.4, end - 0.15, 2.0, 0.7, 130), (end - 0.18, 2.9, end - 0.24, 1.3, 0.65, 150)]
    wardrobe.folds(leg, [way for way in ways if max(way[0], way[2]) < end], wardrobe.line_grey(grey))


def _socks(wardrobe: Wardrobe, side: str, shoes_grey: float) -> None:
    grey = 0.0 if shoes_grey > 0.3 else 0.3
    wardrobe.pile("socks", grey, line_weight=0.7).add(leg_surface(wardrobe.body, side, "sock", bare=True).mesh())


def _add_skirt(wardrobe: Wardrobe, skirt: _Skirt) -> None:
    look, height = wardrobe.body.placement.look, wardrobe.body.proportions.height_m
    covered = garment_of(look).hangs
    grey = look.bottom_grey
    _pelvis(wardrobe, grey)
    _bare_legs(wardrobe, skirt.length - 0.3)
    cloth = Drape(
        top=0.10 if covered else skirt.top, length=skirt.length, ease_m=0.004 * height, flare_m=skirt.flare * height,
        folds=skirt.waves, tucked_m=0.018 * height if covered else 0.0,
    )  # fmt: skip
    surface = drape_surface(wardrobe.body, cloth)
    wardrobe.pile("bottom", grey).add(surface.mesh())
    skirt_folds(wardrobe, surface, grey)
    for theta in (2 * pi * np.arange(skirt.pleats) / max(skirt.pleats, 1)).tolist():
        line = surface.at(np.linspace(0.18, 0.99, 8), theta, 0.002)
        wardrobe.ink(line, 0.6, wardrobe.line_grey(grey), 55)
