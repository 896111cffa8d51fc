"""The furniture of towns: buildings, pavements, signs, fences, bins."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.geometry import Array
from screenplay2board.stage.props.site import Kind, Site

_FACING = (0.0, 0.0, 1.0)
_STOREY_M = 3.1


def building(
    site: Site,
    *,
    width: float = 10.0,
    height: float = 13.0,
    depth: float = 9.0,
    grey: float = 0.12,
    seed: int = 0,
    shop: bool = True,
    lit: float = 0.3,
    sides: bool = True,
    style: str = "windows",
) -> None:
    """Raise a house; its front has shops or a door, all sides windows. style: windows, tower (bands), brick."""
    random = np.random.default_rng(seed + 211)
    part = site.hard("building", grey, gain=0.2)
    site.box(part, (0, height / 2, 0), (width, height, depth), grey=0.18)
    cornice = site.hard("cornice", max(grey - 0.05, 0.0), casts=False)
    site.box(cornice, (0, height + 0.1, 0), (width + 0.3, 0.3, depth + 0.3), weight=0.8, grey=0.2)
    dark = site.hard("window", grey + 0.26, casts=False, emission=0.78 if site.night else None)
    bright = site.hard("window_lit", 0.0, casts=False, emission=0.0)
    walls = ((0.0, depth / 2, 0.0, width), (width / 2, 0.0, 90.0, depth), (-width / 2, 0.0, -90.0, depth))
    for x, z, yaw, length in walls if sides else walls[:1]:
        wall = site.at(x, 0, z, yaw)
        _windows(wall, length, height, (dark, bright), random, lit if site.night else 0.0, style)
        if shop and yaw == 0.0:
            shop_front(wall, width=length, seed=seed, plain=True)
        wall.lines(
            [((-length / 2, y, 0.02), (length / 2, y, 0.02)) for y in (3.45, height - 0.5)], 0.7, 0.3, facing=_FACING
        )
    if style == "brick":
        _brick(site.at(0, 0, depth / 2), width, height, random)


def _windows(
    wall: Site,
    length: float,
    height: float,
    parts: tuple[int, int],
    random: np.random.Generator,
    lit: float,
    style: str,
) -> None:
    columns, storeys = max(1, int(length / 2.3)), int((height - 0.8) / _STOREY_M)
    if storeys < 2:
        return
    column, storey = (grid.ravel() for grid in np.meshgrid(np.arange(columns), np.arange(1, storeys)))
    wide, tall = (1.0, 1.5) if style != "tower" else (length / columns - 0.5, 1.7)
    x = -length / 2 + (column + 0.5) * length / columns - wide / 2
    y = storey * _STOREY_M + 1.2
    z = np.full(len(x), 0.03)
    corners = ((x, y, z), (x + wide, y, z), (x + wide, y + tall, z), (x, y + tall, z))
    quads = np.stack([np.stack(corner, axis=-1) for corner in corners], axis=1)
    bright = random.random(len(quads)) < lit
    for part, chosen in zip(parts, (~bright, bright), strict=True):
        if chosen.any():
            wall.quads(part, quads[chosen], edge=(0.6, 0.3))
    if style != "tower":
        sills = [((a - 0.1, b - 0.06, 0.05), (a + wide + 0.1, b - 0.06, 0.05)) for a, b in zip(x, y, strict=True)]
        wall.lines(sills, 0.6, 0.35, facing=_FACING)


def _brick(wall: Site, width: float, height: float, random: np.random.Generator) -> None:
    paths: list[tuple[tuple[float, float, float], tuple[float, float, float]]] = []
    for _ in range(int(width * height / 3)):
        x, y = random.uniform(-width / 2, width / 2 - 0.9), 0.14 * int(random.uniform(0, height - 0.6) / 0.14)
        paths.append(((x, y, 0.02), (x + random.uniform(0.3, 0.9), y, 0.02)))
        paths.append(((x + 0.3, y, 0.02), (x + 0.3, y + 0.14, 0.02)))
    wall.lines(paths, 0.45, 0.5, facing=_FACING)


def shop_front(
    site: Site,
    *,
    width: float = 5.0,
    height: float = 3.2,
    seed: int = 0,
    awning: bool = True,
    plain: bool = False,
    grey: float = 0.3,
) -> None:
    """Build a shop window with door, sign and awning, facing +z, its back on the wall."""
    random = np.random.default_rng(seed + 223)
    bays = max(1, round(width / 3.2))
    step = width / bays
    dark = site.hard("shop_dark", grey + 0.12, casts=False, emission=0.72 if site.night else None)
    bright = site.hard("shop_window", 0.04, casts=False, emission=0.02)
    sign = site.hard("shop_sign", 0.62, casts=False)
    door = site.hard("shop_door", 0.5, casts=False)
    for bay in range(bays):
        left = -width / 2 + bay * step + 0.25
        inside = step - 0.5
        open_shop = random.random() < (0.7 if site.night else 0.5)
        site.panel(bright if open_shop else dark, left, 0.5, inside - 1.05, 2.0, z=0.04)
        site.panel(door, left + inside - 0.9, 0.02, 0.9, 2.3, z=0.04)
        site.panel(bright if open_shop else dark, left + inside - 0.76, 0.9, 0.62, 1.25, z=0.05, edge=(0.6, 0.25))
        site.panel(sign, left, 2.68, inside, 0.48, z=0.06)
        letters = np.arange(left + inside * 0.2, left + inside * 0.8, 0.22)
        site.lines(
            [((u, 2.83, 0.07), (u + 0.13, 3.0 if i % 2 else 2.83, 0.07)) for i, u in enumerate(letters)],
            1.8,
            0.95,
            facing=_FACING,
        )
        if awning and not (plain and random.random() < 0.6):
            _awning(site, left, inside, height)


def _awning(site: Site, left: float, width: float, height: float) -> None:
    light, dark = site.hard("awning", 0.0), site.hard("awning_stripe", 0.45)
    count = max(4, round(width / 0.4))
    xs = np.linspace(left, left + width, count + 1)
    top, low, out = height - 0.55, height - 1.0, 1.0
    for part, start in ((light, 0), (dark, 1)):
        quads = [
            ((xs[i], low, out), (xs[i + 1], low, out), (xs[i + 1], top, 0.06), (xs[i], top, 0.06))
            for i in range(start, count, 2)
        ]
        drops = [
            ((xs[i], low - 0.18, out), (xs[i + 1], low - 0.18, out), (xs[i + 1], low, out), (xs[i], low, out))
            for i in range(start, count, 2)
        ]
        site.quads(part, quads + drops, edge=(0.6, 0.25), two_sided=True)


def pavement(site: Site, *, width: float = 2.6, height: float = 0.12, depth: float = 94.0, grey: float = 0.0) -> None:
    """Lay a pavement along z with its kerb and slabs."""
    site.box(site.hard("pavement", grey), (0, height / 2, 0), (width, height, depth), grey=0.25)
    zs = np.arange(-depth / 2 + 1.2, min(depth / 2, 60), 2.4)
    site.lines([((-width / 2, height + 0.005, z), (width / 2, height + 0.005, z)) for z in zs], 0.4, 0.6)


def road_marks(
    site: Site, *, width: float = 0.16, depth: float = 60.0, style: str = "dashes", gap: float = 4.0
) -> None:
    """Paint white marks on a road along z; style: dashes, line, zebra (bars across `width`)."""
    part = site.hard("road_mark", 0.0, casts=False, gain=0.1)
    if style == "line":
        site.slab(part, 0, 0, width, depth, y=0.012)
        return
    if style == "zebra":
        for x in np.arange(-width / 2 + 0.3, width / 2, 1.0):
            site.slab(part, float(x), 0, 0.5, depth, y=0.012)
        return
    for z in np.arange(-depth / 2, depth / 2, gap):
        site.slab(part, 0, float(z), width, gap * 0.42, y=0.012)


def traffic_light(site: Site, *, height: float = 3.4) -> None:
    """Stand a traffic light that faces +z."""
    post = site.soft("post", 0.7)
    site.post(post, 0, 0, height, 0.06, 8)
    site.box(site.hard("signal", 0.85), (0, height - 0.3, 0.05), (0.34, 0.95, 0.26), grey=0.1)
    ring = np.linspace(0, 2 * np.pi, 13)[:-1]
    for y, on in ((0.02, False), (-0.28, False), (-0.58, True)):
        lamp = site.hard("signal_lamp", 0.0 if on else 0.45, emission=0.0 if on else None, casts=False)
        site.polygon(lamp, [(np.cos(a) * 0.1, height + y + np.sin(a) * 0.1, 0.19) for a in ring], edge=(0.7, 0.1))


def road_sign(site: Site, *, height: float = 2.6, width: float = 0.7, style: str = "round") -> None:
    """Stand a sign that faces +z; style: round, triangle, board, arrow."""
    site.post(site.soft("post", 0.55), 0, 0, height, 0.035, 6)
    plate, z = site.hard("sign", 0.0), 0.05
    if style in ("board", "arrow"):
        tall = width * 0.45
        outline = [
            (-width / 2, height - tall, z),
            (width / 2, height - tall, z),
            (width / 2, height, z),
            (-width / 2, height, z),
        ]
        if style == "arrow":
            outline.insert(2, (width / 2 + tall / 2, height - tall / 2, z))
        site.polygon(plate, outline, edge=(1.2, 0.08))
        field = (-0.45 * width, height - 0.9 * tall, 0.9 * width, 0.8 * tall)
        if not site.write(*field, z=z + 0.01):
            rows = (height - tall * share for share in (0.35, 0.65))
            strokes = [((-width * 0.38, y, z + 0.01), (width * 0.35, y, z + 0.01)) for y in rows]
            site.lines(strokes, 1.2, 0.15, facing=_FACING)
        return
    sides = 3 if style == "triangle" else 20
    angles = np.linspace(0, 2 * np.pi, sides + 1)[:-1] + np.pi / 2
    outline = np.column_stack(
        [np.cos(angles) * width / 2, height - width / 2 + np.sin(angles) * width / 2, np.full(sides, z)]
    )
    site.polygon(site.hard("sign_rim", 0.6), outline, edge=(1.0, 0.08))
    inner = (outline - (0, height - width / 2, z)) * 0.74 + (0, height - width / 2, z + 0.01)
    site.polygon(plate, inner, edge=(0.7, 0.2))


def bin_can(site: Site, *, width: float = 0.5, height: float = 0.9, grey: float = 0.4, style: str = "can") -> None:
    """Stand a dustbin; style: can, basket."""
    part = site.soft("bin", grey)
    radius = width / 2
    site.tube(part, ((0, 0, 0), (0, height * 0.86, 0)), (radius * 0.85, radius), 14)
    rings = np.linspace(0, 2 * np.pi, 17)
    for share in (0.25, 0.55):
        site.line([(np.cos(a) * radius * 0.94, height * share, np.sin(a) * radius * 0.94) for a in rings], 0.6, 0.2)
    if style == "can":
        site.tube(
            part, ((0, height * 0.86, 0), (0, height * 0.92, 0), (0, height, 0)), (radius * 1.08, radius, 0.05), 14
        )


def dumpster(site: Site, *, width: float = 1.9, height: float = 1.35, depth: float = 1.1, grey: float = 0.5) -> None:
    """Stand a refuse container with a lid ajar."""
    part = site.hard("dumpster", grey)
    site.prism(
        part, ((-depth / 2, 0.15), (-depth / 2, height), (depth / 2, height - 0.2), (depth / 2 - 0.12, 0.15)), width / 2
    )
    x = width / 2
    lid = site.hard("lid", grey + 0.18)
    site.quads(
        lid,
        [
            (
                (-x, height - 0.2, depth / 2 + 0.05),
                (0, height - 0.2, depth / 2 + 0.05),
                (0, height + 0.04, -depth / 2),
                (-x, height + 0.04, -depth / 2),
            )
        ],
        edge=(1.0, 0.1),
        two_sided=True,
    )
    site.quads(
        lid,
        [
            (
                (0.02, height + 0.5, -0.1),
                (x, height + 0.5, -0.1),
                (x, height + 0.02, -depth / 2),
                (0.02, height + 0.02, -depth / 2),
            )
        ],
        edge=(1.0, 0.1),
        two_sided=True,
    )
    site.lines(
        [((u, 0.25, depth / 2 - 0.06), (u, height - 0.3, depth / 2 + 0.02)) for u in np.linspace(-x + 0.2, x - 0.2, 5)],
        0.8,
        0.3,
    )
    wheel = site.soft("wheel", 0.85)
    for u in (-x + 0.2, x - 0.2):
        site.ball(wheel, (u, 0.09, depth / 2 - 0.2), (0.05, 0.09, 0.09), around=8, stacked=6)


def bag_pile(
    site: Site, *, width: float = 1.2, height: float = 0.6, depth: float = 0.8, grey: float = 0.75, seed: int = 0
) -> None:
    """Pile up refuse bags."""
    part = site.soft("refuse", grey, crease_m=0.05)
    random = np.random.default_rng(seed + 227)
    for i in range(4):
        x, z = random.uniform(-0.3, 0.3) * width, random.uniform(-0.25, 0.25) * depth
        tall = height * random.uniform(0.6, 1.0)
        site.ball(
            part,
            (x, tall * 0.42, z),
            (width * 0.24, tall * 0.5, depth * 0.3),
            around=10,
            stacked=7,
            bump=0.1,
            seed=seed + i,
        )


def fire_escape(site: Site, *, width: float = 2.4, height: float = 9.0, depth: float = 1.0, grey: float = 0.65) -> None:
    """Hang iron landings and ladders on a wall, facing +z; the origin is on the ground at the wall."""
    part = site.hard("iron", grey)
    levels = np.arange(3.4, height, 3.0)
    site.boxes(part, [(0, y, depth / 2) for y in levels], [(width, 0.06, depth)] * len(levels))
    for i, y in enumerate(levels):
        rail = [
            (-width / 2, y + 0.95, 0.02),
            (-width / 2, y + 0.95, depth),
            (width / 2, y + 0.95, depth),
            (width / 2, y + 0.95, 0.02),
        ]
        site.line(rail, 1.2, 0.12)
        xs = np.linspace(-width / 2, width / 2, 9)
        site.lines([((x, y, depth), (x, y + 0.95, depth)) for x in xs], 0.8, 0.15)
        if i + 1 < len(levels):
            lean = -1.0 if i % 2 else 1.0
            for z in (depth * 0.35, depth * 0.75):
                site.line(((-lean * width * 0.35, y, z), (lean * width * 0.35, y + 3.0, z)), 1.3, 0.12)
            rungs = np.linspace(0, 1, 9)
            site.lines(
                [
                    (
                        (lean * width * (0.7 * t - 0.35), y + 3.0 * t, depth * 0.35),
                        (lean * width * (0.7 * t - 0.35), y + 3.0 * t, depth * 0.75),
                    )
                    for t in rungs
                ],
                0.7,
                0.2,
            )


def fence(site: Site, *, width: float = 8.0, height: float = 1.1, style: str = "planks", grey: float = 0.2) -> None:
    """Build a fence along x; style: planks, rails (a paddock), wire (mesh with posts), iron, picket."""
    part = site.hard("fence", grey)
    xs = np.arange(-width / 2, width / 2 + 0.01, width / max(1, round(width / 2.0)))
    posts = [(float(x), height / 2, -0.03) for x in xs]
    site.boxes(part, posts, [(0.1, height, 0.1)] * len(posts))
    if style == "rails":
        ys = (height * 0.4, height * 0.85)
        site.boxes(part, [(0, y, 0.03) for y in ys], [(width, 0.12, 0.04)] * 2)
    elif style in ("planks", "picket"):
        step = 0.22 if style == "picket" else 0.16
        us = np.arange(-width / 2 + step / 2, width / 2, step)
        wide = step * (0.5 if style == "picket" else 0.96)
        site.boxes(
            part, [(u, height / 2, 0.03) for u in us], [(wide, height, 0.03)] * len(us), weight=0.6, edges="front"
        )
    elif style == "wire":
        slant = np.arange(-width / 2 - height, width / 2, 0.22)
        for lean in (1.0, -1.0):
            ends = [
                (
                    (max(-width / 2, min(width / 2, u + (0 if lean > 0 else height))), 0.05, 0.0),
                    (max(-width / 2, min(width / 2, u + (height if lean > 0 else 0))), height, 0.0),
                )
                for u in slant
            ]
            site.lines(ends, 0.5, 0.45)
        site.line(((-width / 2, height, 0), (width / 2, height, 0)), 1.2, 0.2)
    else:
        site.lines([((u, 0.08, 0), (u, height + 0.1, 0)) for u in np.arange(-width / 2, width / 2, 0.15)], 1.1, 0.12)
        site.lines([((-width / 2, y, 0), (width / 2, y, 0)) for y in (0.15, height - 0.1)], 1.2, 0.12)


def wires(site: Site, *, width: float = 40.0, height: float = 7.5, sag: float = 0.9, count: int = 3) -> None:
    """Hang wires along x between the ends of the piece."""
    u = np.linspace(-0.5, 0.5, 17)
    sagging = height - sag * (1 - (2 * u) ** 2)
    site.lines(
        [np.column_stack([u * width, sagging - 0.35 * i, np.full(17, 0.25 * i)]) for i in range(count)], 0.8, 0.2
    )


def pole(site: Site, *, height: float = 8.0, grey: float = 0.45) -> None:
    """Stand a telegraph pole with its crossarms along x."""
    site.tube(site.soft("pole", grey), ((0, 0, 0), (0, height, 0)), (0.15, 0.11), 8)
    arm = site.hard("crossarm", grey)
    site.boxes(arm, [(0, height - 0.5, 0), (0, height - 1.2, 0)], [(1.8, 0.1, 0.1), (1.4, 0.1, 0.1)])
    site.lines([((x, height - 0.45, 0), (x, height - 0.25, 0)) for x in (-0.8, -0.4, 0.4, 0.8)], 1.6, 0.15)


def bench(
    site: Site, *, width: float = 1.8, height: float = 0.88, depth: float = 0.6, seat: float = 0.45, grey: float = 0.3
) -> None:
    """Build a park bench of boards on iron legs."""
    board, iron = site.hard("bench", grey), site.hard("iron", 0.7)
    slats = [(0.0, seat - 0.02, z) for z in (-0.1, 0.04, 0.18)]
    backs = [(0.0, seat + (height - seat) * t, -depth / 2 + 0.06 - 0.05 * t) for t in (0.5, 0.88)]
    site.boxes(board, slats + backs, [(width, 0.04, 0.12)] * 3 + [(width, 0.11, 0.035)] * 2)
    legs = [(x, seat / 2, z) for x in (-width / 2 + 0.12, width / 2 - 0.12) for z in (-0.14, 0.2)]
    stays = [(x, height / 2 + 0.1, -depth / 2 + 0.05) for x in (-width / 2 + 0.12, width / 2 - 0.12)]
    site.boxes(iron, legs + stays, [(0.06, seat, 0.05)] * 4 + [(0.05, height - 0.2, 0.05)] * 2)


def skyline(
    site: Site,
    *,
    width: float = 90.0,
    height: float = 34.0,
    depth: float = 30.0,
    count: int = 26,
    grey: float = 0.25,
    lit: float = 0.3,
    low: float = 8.0,
    seed: int = 0,
) -> None:
    """Draw far towers in three tones, nearest at z = 0; their windows are lit at night."""
    random = np.random.default_rng(seed + 229)
    x = np.linspace(-width / 2, width / 2, count) + random.uniform(-0.4, 0.4, count) * width / count
    back = random.uniform(0, depth, count)
    wide = random.uniform(0.75, 1.5, count) * width / count * 1.15
    tall = random.uniform(low, height, count) * (1 - 0.35 * np.abs(x) / (width / 2))
    shade = grey * (1 - 0.75 * back / max(depth, 1.0))
    tones = [site.hard(f"tower{i}", grey * share, casts=False) for i, share in enumerate((1.0, 0.65, 0.35))]
    which = np.clip((3 * (1 - shade / max(grey, 1e-6)) / 0.76).astype(np.int64), 0, 2)
    for tone, part in enumerate(tones):
        chosen = which == tone
        if chosen.any():
            centres = np.column_stack([x, tall / 2, -back - wide / 2])[chosen]
            site.boxes(part, centres, np.column_stack([wide, tall, wide])[chosen], weight=0.8, grey=0.25, edges="front")
    _tower_windows(site, np.column_stack([x, back, wide, tall]), random, lit if site.night else 0.3, grey)
    masts = [
        ((a, h, -b - w / 2), (a, h + m, -b - w / 2))
        for a, b, w, h, m in zip(x, back, wide, tall, random.uniform(-8, 6, count), strict=True)
        if m > 1
    ]
    site.lines(masts, 0.8, 0.3)


def _tower_windows(site: Site, towers: Array, random: np.random.Generator, share: float, grey: float) -> None:
    part = site.hard("tower_window", 0.0, casts=False, emission=0.0 if site.night else grey + 0.2)
    quads: list[Array] = []
    scale = float(towers[:, 2].mean()) / 5
    for x, back, wide, tall in towers:
        columns, rows = int((wide - 0.8 * scale) / (1.5 * scale)), int((tall - 2 * scale) / (2.2 * scale))
        if columns < 1 or rows < 1:
            continue
        column, row = (grid.ravel() for grid in np.meshgrid(np.arange(columns), np.arange(rows)))
        on = random.random(len(column)) < share
        a = x - columns * 0.75 * scale + column[on] * 1.5 * scale + 0.3 * scale
        b = tall - 1.6 * scale - row[on] * 2.2 * scale
        z = np.full(len(a), -back + 0.05)
        corners = ((a, b, z), (a + 0.8 * scale, b, z), (a + 0.8 * scale, b + 1.1 * scale, z), (a, b + 1.1 * scale, z))
        quads.append(np.stack([np.stack(corner, axis=-1) for corner in corners], axis=1))
    if quads:
        site.quads(part, np.concatenate(quads))


STREET: dict[str, Kind] = {
    "building": Kind(build=building, size=(10.0, 13.0, 9.0)),
    "shop_front": Kind(build=shop_front, size=(5.0, 3.2, 0.1), solid=False),
    "pavement": Kind(build=pavement, size=(2.6, 0.12, 94.0), solid=False),
    "road_marks": Kind(build=road_marks, size=(0.16, 0.01, 60.0), solid=False),
    "traffic_light": Kind(build=traffic_light, size=(0.34, 3.5, 0.3)),
    "road_sign": Kind(build=road_sign, size=(0.3, 2.6, 0.1)),
    "bin": Kind(build=bin_can, size=(0.5, 0.9, 0.5)),
    "dumpster": Kind(build=dumpster, size=(1.9, 1.35, 1.1)),
    "refuse": Kind(build=bag_pile, size=(1.2, 0.6, 0.8)),
    "fire_escape": Kind(build=fire_escape, size=(2.4, 9.0, 1.0), solid=False),
    "fence": Kind(build=fence, size=(8.0, 1.1, 0.1)),
    "wires": Kind(build=wires, size=(40.0, 7.5, 0.5), solid=False),
    "pole": Kind(build=pole, size=(0.3, 8.0, 0.3)),
    "bench": Kind(build=bench, size=(1.8, 0.88, 0.6), seat_m=0.45),
    "skyline": Kind(build=skyline, size=(90.0, 34.0, 30.0), solid=False),
}
