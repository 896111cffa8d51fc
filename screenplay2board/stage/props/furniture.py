"""Furniture of homes: tables, seats, beds, shelves. Front is +z; who sits on a seat faces +z."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import Loft, sheet


def table(
    site: Site,
    *,
    width: float = 1.4,
    height: float = 0.74,
    depth: float = 0.8,
    grey: float = 0.2,
    style: str = "four",
    cloth: bool = False,
) -> None:
    """Build a table; style: four (legs), round (one foot), trestle, block (solid, a low table)."""
    if style == "round":
        part = site.soft("table", grey)
        radius = width / 2
        site.tube(part, ((0, height - 0.04, 0), (0, height, 0)), radius, 22)
        site.post(part, 0, 0, height, 0.04)
        site.tube(part, ((0, 0, 0), (0, 0.03, 0)), (0.25, 0.22), 14)
        return
    part = site.hard("table", grey)
    site.box(part, (0, height - 0.025, 0), (width, 0.05, depth), weight=1.1, grey=0.12)
    if style == "block":
        site.box(part, (0, height / 2 - 0.03, 0), (width - 0.1, height - 0.06, depth - 0.1))
        return
    x, z = width / 2 - 0.07, depth / 2 - 0.07
    legs = [(sx * x, (height - 0.05) / 2, sz * z) for sx in (-1, 1) for sz in (-1, 1)]
    site.boxes(part, legs, [(0.06, height - 0.05, 0.06)] * 4)
    if cloth:
        white = site.hard("cloth", 0.0)
        site.box(white, (0, height + 0.004, 0), (width + 0.06, 0.012, depth + 0.06))
        drop = 0.26
        for side in (-1.0, 1.0):
            site.box(white, (0, height - drop / 2, side * (depth / 2 + 0.03)), (width + 0.06, drop, 0.006))
            site.box(white, (side * (width / 2 + 0.03), height - drop / 2, 0), (0.006, drop, depth + 0.06))


def chair(
    site: Site,
    *,
    seat: float = 0.45,
    height: float = 0.92,
    width: float = 0.46,
    depth: float = 0.46,
    grey: float = 0.25,
    style: str = "slats",
) -> None:
    """Build a chair; style: slats, solid, office (five feet), plastic (school), folding."""
    part = site.hard("chair", grey)
    half = width / 2 - 0.03
    if style == "office":
        foot = site.soft("chair_foot", 0.7)
        site.post(foot, 0, 0, seat - 0.05, 0.035, y=0.04)
        ends = [(np.cos(a) * 0.27, 0.04, np.sin(a) * 0.27) for a in np.linspace(0, 2 * np.pi, 6)[:-1]]
        for end in ends:
            site.tube(foot, ((0, 0.08, 0), end), 0.022, 5)
        site.box(part, (0, seat - 0.03, 0), (width, 0.08, depth))
        site.box(part, (0, (seat + height) / 2 + 0.06, -depth / 2), (width * 0.94, height - seat - 0.05, 0.06))
        return
    site.box(part, (0, seat - 0.02, 0), (width - 0.02, 0.05, depth - 0.02), weight=0.9)
    legs = [(side * half, (seat - 0.04) / 2, half) for side in (-1, 1)]
    backs = [(side * half, height / 2, -half - 0.01) for side in (-1, 1)]
    site.boxes(part, legs + backs, [(0.045, seat - 0.04, 0.045)] * 2 + [(0.045, height, 0.045)] * 2, weight=0.7)
    if style in ("solid", "plastic"):
        top, low = height - 0.02, seat + (0.12 if style == "plastic" else 0.04)
        site.box(part, (0, (top + low) / 2, -half - 0.01), (width - 0.06, top - low, 0.035))
        return
    rails = (0.66, 0.82, 0.94) if style == "slats" else (0.9,)
    site.boxes(
        part,
        [(0, seat + (height - seat) * t, -half - 0.015) for t in rails],
        [(width - 0.1, 0.06, 0.025)] * len(rails),
        weight=0.7,
    )


def armchair(
    site: Site, *, width: float = 0.9, height: float = 0.95, depth: float = 0.88, seat: float = 0.43, grey: float = 0.28
) -> None:
    """Build an upholstered armchair."""
    sofa(site, width=width, height=height, depth=depth, seat=seat, grey=grey, cushions=1)


def sofa(
    site: Site,
    *,
    width: float = 2.1,
    height: float = 0.85,
    depth: float = 0.9,
    seat: float = 0.45,
    grey: float = 0.26,
    cushions: int = 2,
) -> None:
    """Build a sofa with arms; `width` goes over the arms."""
    part = site.hard("sofa", grey)
    inner = width - 0.36
    site.box(part, (0, (seat - 0.1) / 2, 0), (inner, seat - 0.1, depth - 0.04))
    site.box(part, (0, height * 0.55, -depth / 2 + 0.11), (inner, height * 0.9, 0.22))
    arms = [(side * (width / 2 - 0.09), 0.31, 0.0) for side in (-1, 1)]
    site.boxes(part, arms, [(0.18, 0.62, depth)] * 2, weight=0.9)
    each = inner / cushions
    xs = [-inner / 2 + each * (i + 0.5) for i in range(cushions)]
    soft = site.soft("cushion", max(grey - 0.05, 0.0))
    for x in xs:
        rings = [
            ((x - each / 2 + 0.01, seat - 0.055, 0.09), (0, 0.055, 0), (0, 0, depth / 2 - 0.13)),
            ((x + each / 2 - 0.01, seat - 0.055, 0.09), (0, 0.055, 0), (0, 0, depth / 2 - 0.13)),
        ]
        site.loft(soft, Loft.from_rings(rings, 16, squareness=5.0))
    throw = site.soft("throw_pillow", 0.05)
    site.ball(throw, (-inner / 2 + 0.22, seat + 0.17, -depth / 2 + 0.32), (0.2, 0.19, 0.09), around=10, stacked=6)


def bed(
    site: Site,
    *,
    width: float = 1.6,
    height: float = 1.1,
    depth: float = 2.1,
    seat: float = 0.5,
    grey: float = 0.35,
    linen_grey: float = 0.02,
    cover_grey: float = 0.2,
    style: str = "wood",
) -> None:
    """Build a bed, its head at the back (-z); style: wood, hospital (rails, wheels), bunk, cot."""
    frame, mattress = site.hard("bed_frame", grey), site.hard("mattress", linen_grey)
    site.box(mattress, (0, seat - 0.09, 0), (width, 0.18, depth - 0.04))
    pillow = site.soft("pillow", 0.0)
    xs = (-width * 0.24, width * 0.24) if width > 1.25 else (0.0,)
    for x in xs:
        site.ball(
            pillow, (x, seat + 0.06, -depth / 2 + 0.3), (min(0.33, width * 0.36), 0.09, 0.2), around=14, stacked=8
        )
    cover = site.hard("cover", cover_grey)
    top = -depth / 2 + depth * 0.42
    site.box(cover, (0, seat + 0.008, (top + depth / 2) / 2), (width + 0.05, 0.03, depth / 2 - top), weight=0.9)
    for side in (-1.0, 1.0):
        site.box(cover, (side * (width / 2 + 0.02), seat - 0.12, (top + depth / 2) / 2), (0.012, 0.26, depth / 2 - top))
    fold = site.hard("fold", 0.0)
    site.box(fold, (0, seat + 0.015, top + 0.1), (width + 0.06, 0.035, 0.22), weight=0.8)
    if style == "hospital":
        _hospital_frame(site, width, depth, seat)
    elif style in ("bunk", "cot"):
        legs = [(sx * width / 2, (seat + 0.1) / 2, sz * (depth / 2 - 0.03)) for sx in (-1, 1) for sz in (-1, 1)]
        site.boxes(frame, legs, [(0.05, seat + 0.1, 0.05)] * 4)
        site.box(frame, (0, seat - 0.2, 0), (width + 0.04, 0.06, depth))
    else:
        site.box(frame, (0, (seat - 0.18) / 2 + 0.03, 0), (width + 0.06, seat - 0.2, depth))
        site.box(frame, (0, height / 2, -depth / 2 - 0.03), (width + 0.12, height, 0.07))
        site.box(frame, (0, seat * 0.45, depth / 2 + 0.02), (width + 0.1, seat * 0.86, 0.05))


def _hospital_frame(site: Site, width: float, depth: float, seat: float) -> None:
    metal = site.soft("bed_rail", 0.35)
    for z, height in ((-depth / 2, seat + 0.55), (depth / 2, seat + 0.35)):
        x = width / 2
        site.tube(metal, ((-x, 0.1, z), (-x, height, z), (x, height, z), (x, 0.1, z)), 0.025, 6)
    plate = site.hard("head_plate", 0.1)
    site.box(plate, (0, seat + 0.2, depth / 2), (width - 0.1, 0.26, 0.02))
    for side in (-1.0, 1.0):
        x = side * (width / 2 + 0.04)
        site.tube(metal, ((x, seat, -0.55), (x, seat + 0.28, -0.5), (x, seat + 0.28, 0.3), (x, seat, 0.35)), 0.018, 6)
    site.box(site.hard("under", 0.3), (0, 0.22, 0), (width - 0.15, 0.12, depth - 0.5))
    wheel = site.soft("wheel", 0.75)
    for x in (-width / 2 + 0.06, width / 2 - 0.06):
        for z in (-depth / 2 + 0.08, depth / 2 - 0.08):
            site.ball(wheel, (x, 0.06, z), 0.06, around=8, stacked=6)


def bookshelf(
    site: Site,
    *,
    width: float = 1.2,
    height: float = 2.0,
    depth: float = 0.32,
    grey: float = 0.28,
    seed: int = 1,
    load: str = "books",
    gap: float = 0.36,
) -> None:
    """Build shelves; load: books, bottles, goods, jars, files, boxes, none."""
    part = site.hard("shelf", grey)
    ys = np.arange(0.05, height + 0.01, gap)
    centres = [(0, height / 2, -depth / 2 + 0.015), (-width / 2, height / 2, 0), (width / 2, height / 2, 0)]
    sizes = [(width, height, 0.03), (0.04, height, depth), (0.04, height, depth)]
    site.boxes(part, [*centres, *((0, float(y), 0) for y in ys)], sizes + [(width, 0.03, depth)] * len(ys), weight=0.8)
    if load != "none":
        fill_shelves(site, width - 0.08, [float(y) + 0.015 for y in ys if y < height - 0.16], depth, gap, load, seed)


_LOADS = {  # width range, height range as share of the gap, share filled, greys
    "books": ((0.045, 0.085), (0.55, 0.85), 0.86, (0.0, 0.2, 0.45, 0.72)),
    "goods": ((0.09, 0.2), (0.35, 0.85), 0.93, (0.0, 0.12, 0.3, 0.5)),
    "files": ((0.07, 0.085), (0.78, 0.86), 0.93, (0.05, 0.35, 0.6, 0.6)),
    "boxes": ((0.25, 0.5), (0.4, 0.85), 0.85, (0.12, 0.2, 0.28, 0.2)),
}


def fill_shelves(
    site: Site, width: float, ys: list[float], depth: float, gap: float, load: str, seed: int, front: float = 0.03
) -> None:
    """Stand goods on boards at heights `ys`."""
    random = np.random.default_rng(seed)
    if load in ("bottles", "jars"):
        _fill_round(site, width, ys, gap, load, random, front)
        return
    (narrow, wide), (low, high), share, greys = _LOADS[load]
    rows: list[list[tuple[float, ...]]] = [[], [], [], []]
    for y in ys:
        x = -width / 2
        while x < width / 2 - narrow:
            thick = min(random.uniform(narrow, wide), width / 2 - x)
            tall = gap * random.uniform(low, high)
            if random.random() < share:
                rows[int(random.integers(0, 4))].append((x + thick / 2, y + tall / 2, thick - 0.004, tall))
            x += thick
    for i, (row, grey) in enumerate(zip(rows, greys, strict=True)):
        if row:
            items = np.array(row)
            part = site.hard(f"{load}{i}", grey)
            centres = np.column_stack([items[:, 0], items[:, 1], np.full(len(items), front)])
            sizes = np.column_stack([items[:, 2], items[:, 3], np.full(len(items), depth * 0.6)])
            site.boxes(part, centres, sizes, weight=0.5, grey=0.25, edges="front")


def _fill_round(
    site: Site, width: float, ys: list[float], gap: float, load: str, random: np.random.Generator, front: float
) -> None:
    """Stand bottles or jars in rows: flat silhouettes at this size, so that a bar costs little."""
    greys = (0.05, 0.35, 0.6, 0.8)
    rows: list[list[list[tuple[float, float, float]]]] = [[], [], [], []]
    for y in ys:
        x = -width / 2 + 0.06
        while x < width / 2 - 0.05:
            radius = random.uniform(0.032, 0.046) if load == "bottles" else random.uniform(0.05, 0.07)
            tall = min(gap * 0.88, random.uniform(0.22, 0.32) if load == "bottles" else random.uniform(0.14, 0.22))
            kind = rows[int(random.integers(0, 4))]
            shoulder, neck = (tall * 0.6, 0.014) if load == "bottles" else (tall * 0.85, radius * 0.8)
            kind.append(
                [
                    (x - radius, y, front),
                    (x + radius, y, front),
                    (x + radius, y + shoulder, front),
                    (x - radius, y + shoulder, front),
                ]
            )
            kind.append(
                [
                    (x - neck, y + shoulder, front),
                    (x + neck, y + shoulder, front),
                    (x + neck, y + tall, front),
                    (x - neck, y + tall, front),
                ]
            )
            x += 2 * radius + random.uniform(0.01, 0.06)
    for i, (row, grey) in enumerate(zip(rows, greys, strict=True)):
        if row:
            site.quads(site.hard(f"{load}{i}", grey), row, edge=(0.5, 0.25), two_sided=True)


def wardrobe(
    site: Site, *, width: float = 1.3, height: float = 2.0, depth: float = 0.6, grey: float = 0.22, doors: int = 2
) -> None:
    """Build a wardrobe with doors and knobs."""
    site.box(site.hard("wardrobe", grey), (0, height / 2, 0), (width, height, depth), weight=1.0)
    front = depth / 2 + 0.006
    step = width / doors
    for i in range(1, doors):
        x = -width / 2 + step * i
        site.line(((x, 0.08, front), (x, height - 0.06, front)), 0.8, 0.2, facing=(0, 0, 1))
    knobs = [-width / 2 + step * i + s * 0.06 for i in range(1, doors) for s in (-1, 1)] or [width / 2 - 0.08]
    site.lines([((x, height * 0.48, front), (x, height * 0.55, front)) for x in knobs], 1.4, 0.1, facing=(0, 0, 1))
    site.line(((-width / 2, 0.08, front), (width / 2, 0.08, front)), 0.7, 0.25, facing=(0, 0, 1))


def drawers(
    site: Site,
    *,
    width: float = 0.9,
    height: float = 0.8,
    depth: float = 0.45,
    rows: int = 3,
    columns: int = 1,
    grey: float = 0.22,
) -> None:
    """Build a chest of drawers, a bedside table or a filing cabinet."""
    site.box(site.hard("drawers", grey), (0, height / 2, 0), (width, height, depth), weight=1.0)
    front, facing = depth / 2 + 0.006, (0, 0, 1)
    ys = [0.05 + (height - 0.08) * i / rows for i in range(rows + 1)]
    site.lines([((-width / 2 + 0.02, y, front), (width / 2 - 0.02, y, front)) for y in ys], 0.7, 0.25, facing=facing)
    xs = [-width / 2 + width * i / columns for i in range(columns + 1)]
    site.lines([((x, ys[0], front), (x, ys[-1], front)) for x in xs[1:-1]], 0.7, 0.25, facing=facing)
    grips = [
        (((a + b) / 2 - 0.05, (low + high) / 2, front), ((a + b) / 2 + 0.05, (low + high) / 2, front))
        for a, b in pairwise(xs)
        for low, high in pairwise(ys)
    ]
    site.lines(grips, 1.4, 0.1, facing=facing)


def rug(site: Site, *, width: float = 2.4, depth: float = 1.6, grey: float = 0.22, style: str = "border") -> None:
    """Lay a rug; style: border, round, stripes."""
    part = site.hard("rug", grey, casts=False, gain=0.15)
    if style == "round":
        ring = np.linspace(0, 2 * np.pi, 29)[:-1]
        outline = np.column_stack([np.cos(ring) * width / 2, np.full(28, 0.012), -np.sin(ring) * depth / 2])
        site.polygon(part, outline, edge=(0.8, 0.2), two_sided=False)
        inner = outline * (0.8, 1.0, 0.8) + (0.0, 0.002, 0.0)
        site.line(np.vstack([inner, inner[:1]]), 0.6, 0.3)
        return
    site.slab(part, 0, 0, width, depth, y=0.012, edge=(0.9, 0.2))
    x, z = width / 2 - 0.15, depth / 2 - 0.15
    if style == "border":
        light = site.hard("rug_field", max(grey - 0.14, 0.0), casts=False, gain=0.15)
        site.slab(light, 0, 0, 2 * x, 2 * z, y=0.015, edge=(0.6, 0.3))
        site.line(
            (
                (-x + 0.4, 0.017, 0),
                (0, 0.017, -z + 0.15),
                (x - 0.4, 0.017, 0),
                (0, 0.017, z - 0.15),
                (-x + 0.4, 0.017, 0),
            ),
            0.6,
            0.4,
        )
    else:
        site.lines([((u, 0.015, -depth / 2), (u, 0.015, depth / 2)) for u in np.arange(-x, x + 0.1, 0.25)], 1.2, 0.2)


def plant(site: Site, *, width: float = 0.7, height: float = 1.2, grey: float = 0.5, seed: int = 0) -> None:
    """Stand a pot plant with long leaves."""
    pot, leaf = site.soft("pot", 0.1), site.soft("leaf", grey, crease_m=0.04)
    rim = min(0.2, width * 0.26)
    site.tube(pot, ((0, 0, 0), (0, height * 0.26, 0)), (rim * 0.75, rim), 12)
    random = np.random.default_rng(seed + 31)
    count = 11
    for i in range(count):
        angle = 2 * np.pi * i / count * 2.4 + random.uniform(-0.3, 0.3)
        reach, tall = width / 2 * random.uniform(0.5, 1.0), height * random.uniform(0.55, 1.0)
        out, across = np.array((np.cos(angle), 0, np.sin(angle))), np.array((-np.sin(angle), 0, np.cos(angle)))
        t = np.linspace(0, 1, 5)[:, None]
        spine = out * reach * t**1.4 + np.array((0, 1, 0)) * (
            height * 0.25 + (tall - height * 0.25) * (t - 0.25 * t**3)
        )
        broad = width * 0.11 * np.sin(np.pi * np.clip(t * 0.9 + 0.08, 0, 1))
        site.mesh(leaf, *sheet(np.stack([spine - across * broad, spine + across * broad])), two_sided=True)


def television(site: Site, *, width: float = 1.2, height: float = 0.72, depth: float = 0.08, on: bool = True) -> None:
    """Stand a flat television."""
    site.box(site.hard("television", 0.8), (0, height / 2 + 0.05, 0), (width, height, depth), weight=1.0, grey=0.08)
    glow = site.hard("screen", 0.0, emission=0.05 if on else 0.75, casts=False)
    site.panel(glow, -width / 2 + 0.03, 0.1, width - 0.06, height - 0.1, z=depth / 2 + 0.006, edge=(0.7, 0.2))
    site.write(-0.42 * width, 0.16, 0.84 * width, height - 0.22, z=depth / 2 + 0.01)
    site.box(site.hard("stand", 0.7), (0, 0.02, 0), (width * 0.4, 0.04, 0.22))


def fireplace(site: Site, *, width: float = 1.5, height: float = 1.15, depth: float = 0.4, grey: float = 0.05) -> None:
    """Build a fireplace with a mantel; it burns at night."""
    part = site.hard("mantel", grey)
    side = width * 0.22
    site.boxes(part, [(s * (width - side) / 2, height / 2, 0) for s in (-1, 1)], [(side, height, depth)] * 2)
    site.box(part, (0, height - 0.14, 0), (width, 0.28, depth))
    site.box(part, (0, height + 0.03, 0.03), (width + 0.2, 0.06, depth + 0.1), weight=1.1)
    site.panel(
        site.hard("hearth", 0.85, casts=False), -width / 2 + side, 0, width - 2 * side, height - 0.28, z=0.0, edge=None
    )
    if site.night:
        flame = site.soft("flame", 0.0, emission=0.0, casts=False)
        for x, tall in ((-0.14, 0.26), (0.02, 0.36), (0.16, 0.22)):
            site.tube(
                flame,
                ((x, 0.08, 0.06), (x + 0.02, 0.08 + tall * 0.5, 0.06), (x, 0.08 + tall, 0.06)),
                (0.08, 0.07, 0.005),
                8,
            )
    log = site.soft("log", 0.5)
    site.tube(log, ((-0.3, 0.07, 0.08), (0.3, 0.09, 0.1)), 0.06, 8)


def cushion(
    site: Site, *, width: float = 0.6, height: float = 0.1, depth: float = 0.6, seat: float = 0.1, grey: float = 0.25
) -> None:
    """Lay a floor cushion."""
    part = site.soft("cushion", grey)
    rings = [
        ((-width / 2, seat / 2, 0), (0, height / 2, 0), (0, 0, depth / 2)),
        ((width / 2, seat / 2, 0), (0, height / 2, 0), (0, 0, depth / 2)),
    ]
    site.loft(part, Loft.from_rings(rings, 16, squareness=4.0))


def crate(
    site: Site,
    *,
    width: float = 0.6,
    height: float = 0.5,
    depth: float = 0.5,
    grey: float = 0.2,
    style: str = "wood",
    tilt: float = 0.0,
) -> None:
    """Set down a box; style: wood (slats), card (taped flaps), plain."""
    turned = site.at(0, 0, 0, tilt)
    turned.box(turned.hard("crate", grey), (0, height / 2, 0), (width, height, depth))
    front, facing = depth / 2 + 0.006, (0, 0, 1)
    if style == "wood":
        turned.lines(
            [((-width / 2, height * t, front), (width / 2, height * t, front)) for t in (0.25, 0.5, 0.75)],
            0.6,
            0.25,
            facing=facing,
        )
        turned.lines(
            [((-width / 2 + 0.02, 0.02, front), (width / 2 - 0.02, height - 0.02, front))], 0.8, 0.25, facing=facing
        )
    elif style == "card":
        turned.line(((0, height, -depth / 2), (0, height + 0.004, depth / 2), (0, height * 0.8, front)), 0.9, 0.3)


def shelf_wall(
    site: Site,
    *,
    width: float = 1.0,
    height: float = 0.3,
    depth: float = 0.22,
    y: float = 1.5,
    grey: float = 0.3,
    load: str = "jars",
    seed: int = 0,
) -> None:
    """Hang a board on the wall with things on it."""
    site.box(site.hard("wall_shelf", grey), (0, y, depth / 2), (width, 0.03, depth))
    fill_shelves(site, width - 0.06, [y + 0.016], depth, height, load, seed, front=depth * 0.6)


def stool(
    site: Site, *, width: float = 0.38, height: float = 0.74, depth: float = 0.38, seat: float = 0.74, grey: float = 0.4
) -> None:
    """Stand a round stool on one foot."""
    part = site.soft("stool", grey)
    site.tube(part, ((0, seat - 0.06, 0), (0, seat, 0)), width / 2, 14)
    site.post(part, 0, 0, seat, 0.03, 6)
    site.tube(part, ((0, 0, 0), (0, 0.03, 0)), (width / 2, width / 2 - 0.03), 14)
    if height > 0.6:
        ring = np.linspace(0, 2 * np.pi, 13)
        site.line([(np.cos(a) * 0.14, seat * 0.4, np.sin(a) * depth * 0.37) for a in ring], 1.2, 0.2)


FURNITURE: dict[str, Kind] = {
    "table": Kind(build=table, size=(1.4, 0.74, 0.8)),
    "chair": Kind(build=chair, size=(0.46, 0.92, 0.46), seat_m=0.45),
    "armchair": Kind(build=armchair, size=(0.9, 0.95, 0.88), seat_m=0.43),
    "sofa": Kind(build=sofa, size=(2.1, 0.85, 0.9), seat_m=0.45),
    "bed": Kind(build=bed, size=(1.6, 1.1, 2.1), seat_m=0.5),
    "bookshelf": Kind(build=bookshelf, size=(1.2, 2.0, 0.32)),
    "wardrobe": Kind(build=wardrobe, size=(1.3, 2.0, 0.6)),
    "drawers": Kind(build=drawers, size=(0.9, 0.8, 0.45)),
    "rug": Kind(build=rug, size=(2.4, 0.02, 1.6), solid=False),
    "plant": Kind(build=plant, size=(0.7, 1.2, 0.7)),
    "television": Kind(build=television, size=(1.2, 0.77, 0.08)),
    "fireplace": Kind(build=fireplace, size=(1.5, 1.15, 0.4)),
    "cushion": Kind(build=cushion, size=(0.6, 0.1, 0.6), seat_m=0.1),
    "crate": Kind(build=crate, size=(0.6, 0.5, 0.5), seat_m=0.5, sat_on_top=True),
    "wall_shelf": Kind(build=shelf_wall, size=(1.0, 0.3, 0.22), base_m=1.5, hung=True),
    "stool": Kind(build=stool, size=(0.38, 0.74, 0.38), seat_m=0.74),
}
