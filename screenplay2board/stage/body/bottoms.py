"""What people wear below the waist: trousers, shorts, skirts, the skirts of dresses, boots and shoes.

Enters: a `Wardrobe`. Leaves: meshes and folds in it. A new garment is a function and a row in `_BOTTOMS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from screenplay2board.stage.body.limbs import foot_mesh, leg_surface, shoe_mesh
from screenplay2board.stage.body.surface import RingSurface
from screenplay2board.stage.body.torso import Drape, Fit, drape_surface, torso_surface
from screenplay2board.stage.body.wardrobe import Wardrobe, Way

HANGING_TOPS = ("tee", "tank", "sweater", "hoodie", "jacket", "suit", "coat")


def add_bottom(wardrobe: Wardrobe) -> None:
    """Dress the legs and feet."""
    look = wardrobe.body.placement.look
    worn = "dress" if look.top == "dress" else look.bottom
    pumps = worn in ("skirt", "dress") and look.gender == "female" and look.age != "child"
    shoes = wardrobe.pile("shoes", look.shoes_grey, crease_m=0.02)
    for side in "lr":
        shoes.add(shoe_mesh(wardrobe.body, side, low=pumps))
        if pumps:
            wardrobe.skin.add(foot_mesh(wardrobe.body, side))
    _BOTTOMS.get(worn, _trousers)(wardrobe)


def _pelvis(wardrobe: Wardrobe, name: str, grey: float) -> None:
    """Add what covers the hips, unless the top hangs over them: the legs and its hem are all that is seen then."""
    if wardrobe.body.placement.look.top in HANGING_TOPS:
        return
    fit = Fit(end=0.30, ease_m=0.003 * wardrobe.body.proportions.height_m)
    wardrobe.pile(name, grey).add(torso_surface(wardrobe.body, fit, rings=12).mesh())


def _trousers(wardrobe: Wardrobe) -> None:
    _legs(wardrobe, "trouser_leg")


def _legs(wardrobe: Wardrobe, cut: str) -> None:
    look = wardrobe.body.placement.look
    _pelvis(wardrobe, "bottom", look.bottom_grey)
    for side in "lr":
        leg = leg_surface(wardrobe.body, side, cut, first=0.02 if look.top in HANGING_TOPS else -1.0)
        wardrobe.pile("bottom", look.bottom_grey).add(leg.mesh())
        _leg_folds(wardrobe, leg, side, look.bottom_grey)


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
    wardrobe.folds(leg, ways, wardrobe.line_grey(grey))


def _shorts(wardrobe: Wardrobe) -> None:
    look = wardrobe.body.placement.look
    for side in "lr":
        wardrobe.skin.add(leg_surface(wardrobe.body, side, "bare_leg", bare=True, first=0.6).mesh())
    _legs(wardrobe, "shorts_leg")
    for side in "lr":
        _socks(wardrobe, side, look.shoes_grey)


def _socks(wardrobe: Wardrobe, side: str, shoes_grey: float) -> None:
    grey = 0.0 if shoes_grey > 0.3 else 0.3
    wardrobe.pile("socks", grey, line_weight=0.7).add(leg_surface(wardrobe.body, side, "sock", bare=True).mesh())


def _skirt(wardrobe: Wardrobe) -> None:
    look, size = wardrobe.body.placement.look, wardrobe.body.proportions
    height = size.height_m
    covered = look.top in HANGING_TOPS
    cloth = Drape(
        top=0.10 if covered else 0.24,
        length=0.98,
        ease_m=0.004 * height,
        flare_m=0.014 * height,
        folds=0.035,
        tucked_m=0.018 * height if covered else 0.0,
    )
    _hanging(wardrobe, cloth, "bottom", look.bottom_grey)


def _dress(wardrobe: Wardrobe) -> None:
    look, size = wardrobe.body.placement.look, wardrobe.body.proportions
    grey = look.top_grey if look.top == "dress" else look.bottom_grey
    cloth = Drape(top=0.34, length=1.18, ease_m=0.004 * size.height_m, flare_m=0.026 * size.height_m, folds=0.07)
    _hanging(wardrobe, cloth, "top" if look.top == "dress" else "bottom", grey)


def _hanging(wardrobe: Wardrobe, cloth: Drape, name: str, grey: float) -> None:
    body = wardrobe.body
    _pelvis(wardrobe, name, grey)
    for side in "lr":
        wardrobe.skin.add(leg_surface(body, side, "bare_leg", bare=True, first=cloth.length - 0.3).mesh())
    skirt = drape_surface(body, cloth)
    wardrobe.pile(name, grey).add(skirt.mesh())
    if body.placement.detailed:
        pleats = np.array((0.55, 1.15, 1.75, 2.45, 4.1, 4.75, 5.4))
        tops = 0.60 + 0.06 * np.cos(5 * pleats)
        ways = [(0.985, a, top, a + 0.06, 0.7, 110) for a, top in zip(pleats.tolist(), tops.tolist(), strict=True)]
        wardrobe.folds(skirt, ways, wardrobe.line_grey(grey))


def _boots(wardrobe: Wardrobe) -> None:
    look = wardrobe.body.placement.look
    _legs(wardrobe, "tucked_leg")
    for side in "lr":
        wardrobe.pile("shoes", look.shoes_grey).add(leg_surface(wardrobe.body, side, "boot_shaft").mesh())


_BOTTOMS: Mapping[str, Callable[[Wardrobe], None]] = {
    "trousers": _trousers,
    "shorts": _shorts,
    "skirt": _skirt,
    "dress": _dress,
    "boots": _boots,
}
