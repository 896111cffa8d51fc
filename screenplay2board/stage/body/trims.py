"""What is sewn on garments: pockets, buttons, belts, seams, stripes, bands.

Enters: a `Dressed` body. Leaves: meshes and lines in its wardrobe. A new trim is a function and a row in `TRIMS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import pi

import numpy as np

from screenplay2board.stage.body.costume import COSTUME
from screenplay2board.stage.body.dressed import Corners, Dressed
from screenplay2board.stage.body.fronts import buttons, tie
from screenplay2board.stage.body.surface import band, ribbon
from screenplay2board.stage.body.torso import FRONT, front_angle
from screenplay2board.stage.geometry import SurfaceFill
from screenplay2board.stage.surfaces import ellipsoid

_AROUND = np.linspace(0, 2 * pi, 25)
_LEFT, _RIGHT = 0.0, pi  # angles of the sides


def add_trims(dressed: Dressed) -> None:
    """Add what the garment names, in that order."""
    for name in dressed.garment.trims:
        TRIMS[name](dressed)


def _waistband(dressed: Dressed) -> None:
    if dressed.wardrobe.body.placement.look.bottom != "dress":
        place = float(dressed.trunk.places[0]) + 0.01
        dressed.wardrobe.ink(dressed.trunk.at(place, _AROUND, 0.002), 0.7, 0.05, 80)


def _ribs(dressed: Dressed) -> None:
    surface, place = dressed.lowest()
    at = 0.72 if surface is dressed.hem else place + 0.05
    grey = dressed.wardrobe.line_grey(dressed.grey)
    dressed.wardrobe.ink(surface.at(at, _AROUND, 0.002), 0.6, grey, 90)


def _hem_band(dressed: Dressed) -> None:
    surface, _ = dressed.lowest()
    if surface is dressed.hem:
        dressed.wardrobe.ink(surface.at(0.62, _AROUND, 0.002), 0.7, dressed.line, 60)


def _pocket(place: float, aside: float, *, deep: float = 0.13) -> Corners:
    """Return the corners of a pocket whose upper edge is at `place`, its middle `aside` to the left."""
    left, right, low = aside - 0.026, aside + 0.026, place - deep
    return (place, left), (place, right), (low, right), (low - 0.012, aside), (low, left)


def _breast_pocket(dressed: Dressed) -> None:
    dressed.outline(_pocket(0.72, 0.047))


def _slit_pocket(dressed: Dressed) -> None:
    dressed.outline(((0.705, 0.030), (0.715, 0.066)), closed=False)


def _low_pockets(dressed: Dressed) -> None:
    for sign in (1.0, -1.0):
        dressed.outline(_pocket(0.22, sign * 0.052))


def _flap_pockets(dressed: Dressed) -> None:
    for sign in (1.0, -1.0):
        dressed.outline(_pocket(0.73, sign * 0.047, deep=0.12))
        flap = ((0.735, sign * 0.047 - 0.028), (0.735, sign * 0.047 + 0.028), (0.695, sign * 0.047 + 0.028),
                (0.680, sign * 0.047), (0.695, sign * 0.047 - 0.028))  # fmt: skip
        dressed.outline(flap)


def _slanted(dressed: Dressed, place: float, theta: float, rise: float) -> None:
    surface = dressed.trunk
    for sign in (1.0, -1.0):
        way = (place, FRONT + sign * theta, place + rise, FRONT + sign * (theta + 0.32))
        dressed.wardrobe.fold(surface, way, 0.75, dressed.line, 90)


def _coat_pockets(dressed: Dressed) -> None:
    if dressed.hem is None:
        return
    for sign in (1.0, -1.0):
        way = (0.20, FRONT + sign * 0.62, 0.15, FRONT + sign * 0.94)
        dressed.wardrobe.fold(dressed.hem, way, 0.75, dressed.line, 90)
        dressed.wardrobe.fold(
            dressed.hem, (0.24, FRONT + sign * 0.64, 0.19, FRONT + sign * 0.96), 0.6, dressed.line, 110
        )


def _kangaroo(dressed: Dressed) -> None:
    corners = np.array(((0.08, 0.78), (0.25, 0.46), (0.25, -0.46), (0.08, -0.78)))
    dressed.wardrobe.ink(dressed.trunk.at(corners[:, 0], FRONT + corners[:, 1], 0.003), 0.7, dressed.line, 70)


def _cords(dressed: Dressed) -> None:
    for sign in (1.0, -1.0):
        way = (0.955, FRONT + sign * 0.22, 0.74, FRONT + sign * 0.16)
        dressed.wardrobe.fold(dressed.trunk, way, 0.8, dressed.line, 60)


def _buttons(dressed: Dressed) -> None:
    button = dressed.garment.button
    places = np.arange(button, float(dressed.trunk.places[0]) + 0.03, -0.13)
    buttons(dressed.wardrobe, dressed.trunk, places, -0.004 * dressed.height_m, 0.0048)


def _double_buttons(dressed: Dressed) -> None:
    for sign in (1.0, -1.0):
        places = np.arange(min(dressed.garment.button + 0.30, 0.78), float(dressed.trunk.places[0]) + 0.05, -0.15)
        buttons(dressed.wardrobe, dressed.trunk, places, sign * 0.034 * dressed.height_m, 0.0055)


def _bright_buttons(dressed: Dressed) -> None:
    buttons(dressed.wardrobe, dressed.trunk, np.arange(0.88, 0.12, -0.12), 0.0, 0.0062)


def _long_buttons(dressed: Dressed) -> None:
    buttons(dressed.wardrobe, dressed.trunk, np.arange(0.90, 0.28, -0.065), 0.0, 0.0036)
    if dressed.hem is None:
        return
    figure = dressed.wardrobe.body.placement.figure
    circle = np.linspace(0, 2 * pi, 8, endpoint=False)
    for place in np.arange(0.12, 0.92, 0.075).tolist():
        spot = dressed.hem.at(place + 0.008 * np.sin(circle), FRONT + 0.035 * np.cos(circle), 0.004)
        dressed.wardrobe.geometry.fills.append(SurfaceFill(figure, spot, 0.1 if dressed.grey > 0.5 else 0.85, 70))


def _cuff_buttons(dressed: Dressed) -> None:
    figure = dressed.wardrobe.body.placement.figure
    circle = np.linspace(0, 2 * pi, 8, endpoint=False)
    for sleeve in dressed.sleeves:
        end = float(sleeve.places[-1])
        for place in (end - 0.06, end - 0.11, end - 0.16):
            spot = sleeve.at(place + 0.012 * np.sin(circle), 4.2 + 0.11 * np.cos(circle), 0.003)
            grey = 0.1 if dressed.grey > 0.5 else 0.85
            dressed.wardrobe.geometry.fills.append(SurfaceFill(figure, spot, grey, 130))


def _cuff_straps(dressed: Dressed) -> None:
    for sleeve in dressed.sleeves:
        for back in (0.14, 0.21):
            line = sleeve.at(float(sleeve.places[-1]) - back, _AROUND, 0.002)
            dressed.wardrobe.ink(line, 0.7, dressed.line, 90)


def _epaulettes(dressed: Dressed) -> None:
    pile = dressed.wardrobe.pile("epaulettes", dressed.grey, crease_m=0.02, line_weight=0.9, two_sided=True)
    places = np.linspace(0.985, 0.915, 6)
    for side in (_LEFT, _RIGHT):
        pile.add(ribbon(dressed.trunk, places, np.full(6, side), 0.013 * dressed.height_m, 0.007))


def _belt(dressed: Dressed, *, place: float, grey: float, high: float = 0.030, buckle: bool = True) -> None:
    surface = dressed.trunk
    low = max(place, float(surface.places[0]) + 0.005)
    dressed.wardrobe.pile("belt", grey, line_weight=0.9, two_sided=True).add(
        band(surface, low, low + 2 * high, 0.006, (0.0, 2 * pi))
    )
    if buckle:
        centre, half = low + high, 0.016
        square = ((centre + 1.1 * high, -half), (centre + 1.1 * high, half), (centre - 1.1 * high, half),
                  (centre - 1.1 * high, -half))  # fmt: skip
        points = np.array((*square, square[0]))
        theta = front_angle(surface, points[:, 0], points[:, 1] * dressed.height_m)
        dressed.wardrobe.ink(surface.at(points[:, 0], theta, 0.010), 1.0, 0.95 if grey > 0.5 else 0.05, 60)


def _cloth_belt(dressed: Dressed) -> None:
    _belt(dressed, place=0.30, grey=min(dressed.grey + 0.15, 0.95), buckle=False)
    pile = dressed.wardrobe.pile("belt", 0.0, two_sided=True)
    surface = dressed.hem if dressed.hem is not None else dressed.trunk
    for theta, end in ((FRONT + 0.16, 0.46), (FRONT + 0.30, 0.38)):
        places = np.linspace(0.10, end, 8)
        pile.add(ribbon(surface, places, np.full(8, theta), 0.010 * dressed.height_m, 0.012))


def _duty_belt(dressed: Dressed) -> None:
    _belt(dressed, place=0.105, grey=0.93, high=0.032)
    pile = dressed.wardrobe.pile("holster", 0.93, crease_m=0.02, two_sided=True)
    frame = dressed.wardrobe.body.anchors.frames["pelvis"]
    for theta, drop, deep in ((pi - 0.1, 0.055, 0.018), (0.35, 0.018, 0.012), (2.5, 0.018, 0.012)):
        middle = dressed.trunk.at(0.12, theta, 0.014) - frame[:, 1] * (0.5 * drop * dressed.height_m)
        size = (0.011 * dressed.height_m, drop * dressed.height_m * 0.6, deep * dressed.height_m)
        pile.add(ellipsoid(tuple(middle.tolist()), size, frame, around=8, stacked=6).mesh())  # type: ignore[arg-type]


def _hem_belt(dressed: Dressed) -> None:
    surface, _ = dressed.lowest()
    if surface is dressed.hem:
        dressed.wardrobe.pile("belt", min(dressed.grey + 0.12, 0.95), two_sided=True).add(
            band(surface, 0.62, 0.98, 0.005)
        )


def _side_zip(dressed: Dressed) -> None:
    way = (dressed.garment.button, FRONT - 0.10, float(dressed.trunk.places[0]) + 0.02, FRONT - 0.22)
    dressed.wardrobe.fold(dressed.trunk, way, 1.3, dressed.line, 40)
    for sleeve in dressed.sleeves:
        end = float(sleeve.places[-1])
        dressed.wardrobe.fold(sleeve, (end - 0.02, 4.4, end - 0.30, 4.5), 0.8, dressed.line, 80)


def _storm_flap(dressed: Dressed) -> None:
    dressed.outline(((0.90, -0.010), (0.74, -0.012), (0.70, -0.040), (0.72, -0.082)), closed=False)


def _flap_edge(dressed: Dressed) -> None:
    dressed.outline(((0.965, -0.030), (0.80, -0.046), (0.12, -0.046)), closed=False)


def _yoke(dressed: Dressed) -> None:
    around = np.linspace(0, 2 * pi, 33)
    place = 0.79 + 0.02 * np.cos(4 * around)
    dressed.wardrobe.ink(dressed.trunk.at(place, around, 0.002), 0.6, dressed.line, 80)


def _seams(dressed: Dressed) -> None:
    for sign in (1.0, -1.0):
        dressed.outline(((0.62, sign * 0.024), (0.14, sign * 0.018)), closed=False, weight=0.6)
        dressed.outline(((0.62, sign * 0.068), (0.14, sign * 0.050)), closed=False, weight=0.6)


def _armholes(dressed: Dressed) -> None:
    """Draw where a sleeveless garment ends at the shoulder, over the sleeves of a shirt."""
    turn = np.linspace(0.0, pi, 12)
    for sign in (1.0, -1.0):
        places = 0.775 + 0.165 * np.sin(turn)
        theta = (0.0 if sign > 0 else pi) + sign * 0.92 * np.cos(turn)
        dressed.wardrobe.ink(
            dressed.trunk.at(places, theta, 0.004), 1.0, dressed.line if dressed.grey > 0.5 else 0.05, 40
        )


def _waist_seam(dressed: Dressed) -> None:
    grey = dressed.wardrobe.line_grey(dressed.grey)
    dressed.wardrobe.ink(dressed.trunk.at(0.33, _AROUND, 0.003), 0.7, grey, 70)


def _dark_tie(dressed: Dressed) -> None:
    tie(dressed.wardrobe, dressed.trunk, 0.20, 0.95 if dressed.grey < 0.75 else 0.55)


def _bands(dressed: Dressed) -> None:
    """Sew reflecting bands round chest and hem."""
    pile = dressed.wardrobe.pile("bands", 0.0, line_weight=0.8, two_sided=True)
    for low, high in ((0.20, 0.275), (0.40, 0.475)):
        if low > float(dressed.trunk.places[0]):
            pile.add(band(dressed.trunk, low, high, 0.006))
    if dressed.hem is not None and dressed.garment.length > 0.3:
        pile.add(band(dressed.hem, 0.90, 0.78, 0.006))


def _shoulder_bands(dressed: Dressed) -> None:
    pile = dressed.wardrobe.pile("bands", 0.0, two_sided=True)
    places = np.linspace(0.40, 0.965, 12)
    for sign in (1.0, -1.0):
        for face in (1.0, -1.0):
            theta = face * FRONT + sign * face * np.interp(places, (0.4, 0.8, 0.965), (0.55, 0.62, 0.85))
            pile.add(ribbon(dressed.trunk, places, theta, 0.012 * dressed.height_m, 0.007))


def _sleeve_bands(dressed: Dressed) -> None:
    pile = dressed.wardrobe.pile("bands", 0.0, two_sided=True)
    for sleeve in dressed.sleeves:
        end = float(sleeve.places[-1])
        pile.add(band(sleeve, end - 0.16, end - 0.05, 0.004))


def _sleeve_rings(dressed: Dressed) -> None:
    for sleeve in dressed.sleeves:
        for place in (0.45, 0.86, 1.0, 1.14, 1.55):
            dressed.wardrobe.ink(sleeve.at(place, _AROUND, 0.002), 0.8, dressed.line, 50)


def _sleeve_stripes(dressed: Dressed) -> None:
    grey = 0.95 if dressed.grey > 0.4 else 0.05
    for sleeve in dressed.sleeves:
        places = np.linspace(0.05, float(sleeve.places[-1]) - 0.1, 16)
        for theta in (4.45, 4.95):
            dressed.wardrobe.ink(sleeve.at(places, theta, 0.003), 1.1, grey, 40)


def _side_stripes(dressed: Dressed) -> None:
    grey = 0.95 if dressed.grey > 0.4 else 0.05
    places = np.linspace(0.72, float(dressed.trunk.places[0]) + 0.02, 10)
    for theta in (_LEFT, _RIGHT):
        dressed.wardrobe.ink(dressed.trunk.at(places, theta, 0.003), 1.8, grey, 40)


def _clasps(dressed: Dressed) -> None:
    for place in (0.82, 0.62, 0.34):
        dressed.outline(((place, -0.020), (place, 0.020)), closed=False, weight=1.6)


def _quilt(dressed: Dressed) -> None:
    grey = dressed.line
    for place in np.arange(float(dressed.trunk.places[0]) + 0.05, 0.95, 0.095).tolist():
        dressed.wardrobe.ink(dressed.trunk.at(place, _AROUND, 0.001), 0.8, grey, 45)
    for sleeve in dressed.sleeves:
        for place in np.arange(0.15, 1.85, 0.20).tolist():
            dressed.wardrobe.ink(sleeve.at(place, _AROUND, 0.001), 0.7, grey, 60)


def _satin(dressed: Dressed) -> None:
    """Draw the shine on satin lapels."""
    for sign in (1.0, -1.0):
        dressed.outline(((0.86, sign * 0.036), (0.62, sign * 0.030)), closed=False, weight=0.6)


TRIMS: Mapping[str, Callable[[Dressed], None]] = {
    "waistband": _waistband,
    "ribs": _ribs,
    "hem_band": _hem_band,
    "pocket": _breast_pocket,
    "breast_pocket": _slit_pocket,
    "pocket_low": _low_pockets,
    "flap_pockets": _flap_pockets,
    "slant_pockets": lambda dressed: _slanted(dressed, 0.12, 0.55, 0.05),
    "hip_pockets": lambda dressed: _slanted(dressed, 0.12, 0.58, 0.0),
    "coat_pockets": _coat_pockets,
    "kangaroo": _kangaroo,
    "cords": _cords,
    "buttons": _buttons,
    "double_buttons": _double_buttons,
    "bright_buttons": _bright_buttons,
    "long_buttons": _long_buttons,
    "cuff_buttons": _cuff_buttons,
    "cuff_straps": _cuff_straps,
    "epaulettes": _epaulettes,
    "belt": lambda dressed: _belt(dressed, place=0.30, grey=0.9 if dressed.grey < 0.75 else 0.5),
    "cloth_belt": _cloth_belt,
    "duty_belt": _duty_belt,
    "hem_belt": _hem_belt,
    "side_zip": _side_zip,
    "storm_flap": _storm_flap,
    "flap_edge": _flap_edge,
    "yoke": _yoke,
    "seams": _seams,
    "armholes": _armholes,
    "waist_seam": _waist_seam,
    "dark_tie": _dark_tie,
    "bands": _bands,
    "shoulder_bands": _shoulder_bands,
    "sleeve_bands": _sleeve_bands,
    "sleeve_rings": _sleeve_rings,
    "sleeve_stripes": _sleeve_stripes,
    "side_stripes": _side_stripes,
    "clasps": _clasps,
    "quilt": _quilt,
    "satin": _satin,
    **COSTUME,
}
