"""What makes a costume of a garment: ribbons, sashes, badges, plates, packs, bibs, cloaks.

Enters: a `Dressed` body. Leaves: meshes and lines in its wardrobe. A new piece is a function and a row in `COSTUME`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import pi

import numpy as np

from screenplay2board.stage.body.dressed import Dressed
from screenplay2board.stage.body.fronts import wedge_half_m
from screenplay2board.stage.body.surface import RingSurface, band, ribbon, rings_of, sheet_mesh
from screenplay2board.stage.body.torso import FRONT, front_angle
from screenplay2board.stage.geometry import Array, unit
from screenplay2board.stage.surfaces import ellipsoid

_AROUND = np.linspace(0, 2 * pi, 25)


def _coat_folds(dressed: Dressed) -> None:
    if dressed.hem is not None:
        ways = ((0.98, 0.85, 0.45, 0.95), (0.98, 2.25, 0.5, 2.15), (0.98, 4.71, 0.3, 4.71), (0.97, 0.2, 0.5, 0.3))
        grey = dressed.wardrobe.line_grey(dressed.grey)
        dressed.wardrobe.folds(dressed.hem, [(*way, 0.7, 100) for way in ways], grey)


def _gown_folds(dressed: Dressed) -> None:
    if dressed.hem is not None:
        grey = dressed.wardrobe.line_grey(dressed.grey)
        angles = np.array((0.3, 0.9, 1.35, 1.8, 2.4, 3.3, 4.2, 4.9, 5.6)).tolist()
        ways = [(0.99, angle, 0.30 + 0.08 * np.cos(3 * angle), angle + 0.05, 0.7, 70.0) for angle in angles]
        dressed.wardrobe.folds(dressed.hem, ways, grey)


def _pleats(dressed: Dressed) -> None:
    _gown_folds(dressed)
    for sign in (1.0, -1.0):
        for theta in (0.55, 0.85):
            way = (0.95, FRONT + sign * theta, 0.28, FRONT + sign * (theta + 0.06))
            dressed.wardrobe.fold(dressed.trunk, way, 0.7, dressed.line, 70)


def _wide_edges(dressed: Dressed) -> None:
    """Line the fronts of a robe with velvet."""
    pile = dressed.wardrobe.pile("facing", min(dressed.grey + 0.1, 1.0) if dressed.grey < 0.85 else 0.7, two_sided=True)
    places = np.linspace(0.98, float(dressed.trunk.places[0]) + 0.01, 16)
    inner = wedge_half_m(places, dressed.garment, dressed.height_m)
    for sign in (1.0, -1.0):
        theta = front_angle(dressed.trunk, places, sign * (inner + 0.014 * dressed.height_m))
        pile.add(ribbon(dressed.trunk, places, theta, 0.014 * dressed.height_m, 0.006))


def _crest(dressed: Dressed) -> None:
    shield = ((0.745, 0.034), (0.745, 0.062), (0.70, 0.062), (0.675, 0.048), (0.70, 0.034))
    dressed.patch(shield, dressed.contrast)
    dressed.outline(shield)


def _lace(dressed: Dressed) -> None:
    if dressed.hem is not None:
        around = np.linspace(0, 2 * pi, 61)
        for place, wave in ((0.93, 0.018), (0.86, 0.014)):
            line = dressed.hem.at(place + wave * np.abs(np.sin(10 * around)), around, 0.003)
            dressed.wardrobe.ink(line, 0.5, dressed.wardrobe.line_grey(dressed.grey), 60)


def _goreum(dressed: Dressed) -> None:
    """Add the ribbon that ties a hanbok on the right breast, with its loop and two long ends."""
    grey = 0.85 if dressed.grey < 0.5 else 0.15
    pile = dressed.wardrobe.pile("goreum", grey, crease_m=0.01, line_weight=0.8, two_sided=True)
    trunk, height = dressed.trunk, dressed.height_m
    start, low = 0.60, max(float(trunk.places[0]) + 0.01, 0.02)
    for aside, end, lean in ((-0.024, low, 0.010), (-0.032, min(low + 0.10, 0.5), -0.014)):
        places = np.linspace(start, end, 10)
        theta = front_angle(trunk, places, height * (aside + lean * np.linspace(0, 1, 10)))
        pile.add(ribbon(trunk, places, theta, 0.0085 * height, 0.014))
    turn = np.linspace(0, 2 * pi, 13)
    loop = front_angle(trunk, start + 0.018 * np.sin(turn), height * (-0.052 + 0.026 * np.cos(turn)))
    pile.add(ribbon(trunk, start + 0.018 * np.sin(turn), loop, 0.005 * height, 0.016))


def _obi(dressed: Dressed) -> None:
    grey = 0.75 if dressed.grey < 0.5 else 0.2
    dressed.wardrobe.pile("obi", grey, two_sided=True).add(band(dressed.trunk, 0.30, 0.55, 0.012))
    dressed.wardrobe.ink(dressed.trunk.at(0.425, _AROUND, 0.014), 1.6, 0.95 if grey > 0.5 else 0.1, 50)
    chest = dressed.wardrobe.body.anchors.frames["chest"]
    centre = dressed.trunk.at(0.46, -FRONT, 0.030)
    knot = ellipsoid(
        tuple(centre.tolist()), (0.062 * dressed.height_m, 0.045 * dressed.height_m, 0.022 * dressed.height_m), chest,  # type: ignore[arg-type]
        around=12, stacked=8,
    )  # fmt: skip
    dressed.wardrobe.pile("obi", grey).add(knot.mesh())


def _wrap_edge(dressed: Dressed) -> None:
    if dressed.hem is not None:
        dressed.wardrobe.fold(dressed.hem, (0.02, FRONT - 0.30, 0.99, FRONT - 0.18), 0.8, dressed.line, 50)


def _sash(dressed: Dressed) -> None:
    """Lead the end of a sari from the right hip over the left shoulder and down the back."""
    pile = dressed.wardrobe.pile("sash", max(dressed.grey - 0.12, 0.0), crease_m=0.015, two_sided=True)
    share = np.linspace(0.0, 1.0, 26)
    places = np.interp(share, (0.0, 0.55, 0.70, 1.0), (0.22, 0.95, 0.97, 0.25))
    theta = np.interp(share, (0.0, 0.45, 0.62, 0.75, 1.0), (FRONT + 0.95, FRONT - 0.35, FRONT - 1.25, -0.7, -1.1))
    pile.add(ribbon(dressed.trunk, places, theta, 0.034 * dressed.height_m, 0.012))
    for aside in (-0.16, 0.0, 0.16):
        line = dressed.trunk.at(places[:16], theta[:16] + aside, 0.015)
        dressed.wardrobe.ink(line, 0.5, dressed.line, 90)


def _star(dressed: Dressed) -> None:
    """Pin a badge on the left breast."""
    turn = np.linspace(0, 2 * pi, 10, endpoint=False) + pi / 2
    reach = np.where(np.arange(10) % 2 == 0, 1.0, 0.5)
    corners = tuple(
        (0.775 + 0.034 * r * np.sin(a), 0.047 + 0.013 * r * np.cos(a)) for r, a in zip(reach, turn, strict=True)
    )
    dressed.patch(corners, 0.05)
    dressed.outline(corners, weight=0.6)


def _medals(dressed: Dressed) -> None:
    for row in range(2):
        for column in range(3):
            top, aside = 0.785 - 0.035 * row, 0.030 + 0.013 * column
            grey = (0.15, 0.75, 0.45)[(row + column) % 3]
            dressed.patch(((top, aside), (top, aside + 0.012), (top - 0.03, aside + 0.012), (top - 0.03, aside)), grey)


def _number(dressed: Dressed) -> None:
    """Print a number on the breast and the back: the seed says which."""
    digit = _DIGITS[dressed.wardrobe.body.placement.look.seed % len(_DIGITS)]
    grey = 0.95 if dressed.grey > 0.4 else 0.0
    for face in (1.0, -1.0):
        for stroke in digit:
            points = np.array(stroke)
            theta = face * FRONT - points[:, 0] * 0.30
            dressed.wardrobe.ink(dressed.trunk.at(0.56 + 0.13 * points[:, 1], theta, 0.004), 2.4, grey, 40)


_DIGITS = (
    (((-0.4, 0.5), (0.0, 1.0), (0.0, -1.0)),),
    (((-0.6, 0.6), (0.0, 1.0), (0.6, 0.6), (0.5, 0.1), (-0.6, -1.0), (0.6, -1.0)),),
    (((-0.6, 1.0), (0.6, 1.0), (-0.2, -1.0)),),
    (((0.6, 1.0), (-0.5, 1.0), (-0.5, 0.1), (0.4, 0.1), (0.6, -0.4), (0.3, -1.0), (-0.6, -0.9)),),
)


def _plates(dressed: Dressed) -> None:
    """Draw the plates of a cuirass, and the lames below it."""
    dressed.outline(((0.92, 0.0), (0.30, 0.0)), closed=False, weight=0.8)
    around = np.linspace(0, 2 * pi, 33)
    for place in (0.30, 0.22, 0.14):
        sag = 0.02 * np.clip(np.sin(around), 0, 1) ** 2
        if place > float(dressed.trunk.places[0]):
            dressed.wardrobe.ink(dressed.trunk.at(place - sag, around, 0.003), 1.0, dressed.line, 36)
    for sign in (1.0, -1.0):
        dressed.outline(((0.80, sign * 0.012), (0.66, sign * 0.045), (0.62, sign * 0.085)), closed=False)
    if dressed.hem is not None:
        for place in (0.25, 0.5, 0.75):
            dressed.wardrobe.ink(dressed.hem.at(place, around, 0.003), 1.0, dressed.line, 36)


def _pauldrons(dressed: Dressed) -> None:
    body = dressed.wardrobe.body
    pile = dressed.wardrobe.pile("pauldrons", dressed.grey, crease_m=0.01)
    chest = body.anchors.frames["chest"]
    for side, sign in (("l", 1.0), ("r", -1.0)):
        centre = body.anchors.joints[f"shoulder_{side}"] + chest[:, 0] * (sign * 0.012 * dressed.height_m)
        size = (0.050 * dressed.height_m, 0.042 * dressed.height_m, 0.052 * dressed.height_m)
        pile.add(ellipsoid(tuple(centre.tolist()), size, chest, around=14, stacked=9).mesh())  # type: ignore[arg-type]


def _ball_joints(dressed: Dressed) -> None:
    """Put the balls of a machine's joints at elbows, wrists, knees and ankles."""
    body = dressed.wardrobe.body
    pile = dressed.wardrobe.pile("ball_joints", min(dressed.grey + 0.35, 1.0), crease_m=0.01)
    for name, share in (("elbow", 0.028), ("wrist", 0.019), ("knee", 0.036), ("ankle", 0.030)):
        for side in "lr":
            centre = tuple(body.anchors.joints[f"{name}_{side}"].tolist())
            size = (share * dressed.height_m,) * 3
            pile.add(ellipsoid(centre, size, np.eye(3), around=14, stacked=9).mesh())  # type: ignore[arg-type]


def _chest_box(dressed: Dressed) -> None:
    dressed.patch(((0.66, -0.05), (0.66, 0.05), (0.50, 0.05), (0.50, -0.05)), 0.35)
    dressed.outline(((0.66, -0.05), (0.66, 0.05), (0.50, 0.05), (0.50, -0.05)))
    for aside in (-0.03, 0.0, 0.03):
        dressed.patch(tuple((0.59 + 0.018 * s, aside + 0.007 * c) for c, s in ((1, 0), (0, 1), (-1, 0), (0, -1))), 0.9)


def _pack(dressed: Dressed) -> None:
    """Carry the life support on the back."""
    height = dressed.height_m
    places = np.array((0.16, 0.18, 0.30, 0.60, 0.88, 0.92))
    half = np.array((0.05, 0.085, 0.09, 0.09, 0.085, 0.05)) * height
    deep = np.array((0.02, 0.045, 0.05, 0.05, 0.045, 0.02)) * height
    frames = dressed.wardrobe.body.spine_frames(places)
    centres = dressed.trunk.at(places, np.full(len(places), -FRONT)) - frames[:, :, 2] * deep[:, None] * 0.9
    points = rings_of(centres, frames[:, :, 0] * half[:, None], frames[:, :, 2] * deep[:, None], 18, 4.0)
    dressed.wardrobe.pile("pack", 0.12, two_sided=True).add(RingSurface(places, points).mesh())


def _bib(dressed: Dressed) -> None:
    """Add the bib and the straps of overalls, in the grey of the trousers."""
    look = dressed.wardrobe.body.placement.look
    pile = dressed.wardrobe.pile("bib", look.bottom_grey, crease_m=0.015, two_sided=True)
    rows = np.linspace(0.70, 0.09, 9)[:, None]
    aside = np.interp(rows, (0.09, 0.34, 0.45, 0.70), (0.098, 0.082, 0.052, 0.046)) * dressed.height_m
    columns = np.linspace(-1.0, 1.0, 9)[None]
    theta = front_angle(dressed.trunk, rows * np.ones_like(columns), aside * columns)
    pile.add(dressed.trunk.patch(rows * np.ones_like(theta), theta, 0.006))
    back = np.linspace(0.42, 0.09, 5)[:, None] * np.ones((1, 9))
    pile.add(dressed.trunk.patch(back, -FRONT + 1.25 * np.linspace(1.0, -1.0, 9)[None] * np.ones((5, 1)), 0.006))
    u = np.linspace(0.0, 1.0, 15)
    places = np.interp(u, (0.0, 0.48, 0.56, 1.0), (0.69, 0.955, 0.955, 0.40))
    for sign in (1.0, -1.0):
        side = np.interp(u, (0.0, 0.45, 0.58, 1.0), (0.48, 1.05, 2.05, 2.85))
        pile.add(ribbon(dressed.trunk, places, FRONT - sign * side, 0.011 * dressed.height_m, 0.008))
    line = dressed.wardrobe.seam_grey(look.bottom_grey)
    corners = np.array(((0.60, -0.024), (0.60, 0.024), (0.49, 0.024), (0.49, -0.024), (0.60, -0.024)))
    place = front_angle(dressed.trunk, corners[:, 0], corners[:, 1] * dressed.height_m)
    dressed.wardrobe.ink(dressed.trunk.at(corners[:, 0], place, 0.009), 0.7, line, 70)


def _cape(dressed: Dressed) -> None:
    """Hang a cloak from the shoulders down the back."""
    body, height = dressed.wardrobe.body, dressed.height_m
    pile = dressed.wardrobe.pile("cape", dressed.grey, crease_m=0.02, two_sided=True)
    chest = body.anchors.frames["chest"]
    theta = np.linspace(-0.62, pi + 0.62, 31)  # from the left front round the back to the right front
    top = dressed.trunk.at(0.965, -theta, 0.012)
    shoulder = 0.5 * (dressed.trunk.at(0.90, -theta, 0.03) + dressed.trunk.at(0.86, -theta, 0.05))
    foot = 0.5 * (body.anchors.joints["ankle_l"] + body.anchors.joints["ankle_r"])
    floor = max(float(foot[1]) + 0.02 * height, float(body.anchors.joints["pelvis"][1]) - 0.50 * height)
    out = chest[:, 0] * np.cos(theta)[:, None] - chest[:, 2] * np.sin(theta)[:, None]
    back = unit(chest[:, 2] * (1.0, 0.0, 1.0))
    rows = [top, shoulder]
    middle = body.anchors.joints["neck"]
    for share in np.linspace(0.2, 1.0, 6).tolist():
        wave = 1.0 + 0.05 * share * np.cos(9 * theta)
        ring = middle + out * ((0.115 + 0.085 * share) * height * wave)[:, None] - back * (0.03 * height)
        ring[:, 1] = float(shoulder[:, 1].mean()) + (floor - float(shoulder[:, 1].mean())) * share
        rows.append(ring)
    pile.add(sheet_mesh(np.stack(rows)))
    line = dressed.wardrobe.line_grey(dressed.grey)
    for column in (4, 9, 13, 17, 21, 26):
        fold: Array = np.stack([row[column] + out[column] * 0.004 for row in rows[2:]])
        dressed.wardrobe.ink(fold, 0.7, line, 60)


COSTUME: Mapping[str, Callable[[Dressed], None]] = {
    "coat_folds": _coat_folds,
    "gown_folds": _gown_folds,
    "pleats": _pleats,
    "wide_edges": _wide_edges,
    "crest": _crest,
    "lace": _lace,
    "goreum": _goreum,
    "obi": _obi,
    "wrap_edge": _wrap_edge,
    "sash": _sash,
    "star": _star,
    "medals": _medals,
    "number": _number,
    "plates": _plates,
    "pauldrons": _pauldrons,
    "ball_joints": _ball_joints,
    "chest_box": _chest_box,
    "pack": _pack,
    "bib": _bib,
    "cape": _cape,
}
