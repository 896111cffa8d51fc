"""Caves, deserts, ruins, boats and spaceships: the rarer places."""

from __future__ import annotations

import itertools

import numpy as np

from screenplay2board.stage.geometry import Array, Faces, rotation
from screenplay2board.stage.props.nature import merged
from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import Loft, sheet, tube

_FACING = (0.0, 0.0, 1.0)


def cave_shell(
    site: Site, *, width: float = 9.0, height: float = 4.6, depth: float = 26.0, grey: float = 0.26, seed: int = 0
) -> None:
    """Build a cave along z, seen from inside; it opens on daylight at its far end."""
    random = np.random.default_rng(seed + 301)
    rings, sides = 17, 22
    z = np.linspace(depth * 0.45, -depth * 0.55, rings)
    angle = np.linspace(-0.12 * np.pi, 1.12 * np.pi, sides)
    narrow = np.linspace(1.0, 0.42, rings)[:, None]
    bulges = 0.1 * np.sin(angle * 5 + z[:, None] * 1.1) + 0.07 * np.sin(angle * 9 - z[:, None] * 2.3 + seed)
    rough = 1 + bulges + random.uniform(-0.05, 0.05, (rings, sides))
    x = np.cos(angle) * width / 2 * narrow * rough + 0.5 * np.sin(z * 0.35)[:, None]
    y = np.maximum(np.sin(angle) * height * (0.35 + 0.65 * narrow) * rough, -0.2)
    grid = np.stack([x, y, np.broadcast_to(z[:, None], x.shape)], axis=-1)
    a, b, c, d = grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]
    facets = np.stack([a, b, c, d], axis=2)  # (rings - 1, sides - 1, 4, 3)
    for share, rows in ((1.0, slice(0, 7)), (1.4, slice(7, 11)), (1.8, slice(11, None))):
        part = site.hard("cave", grey * share, casts=False, gain=0.1)
        site.quads(part, facets[rows].reshape(-1, 4, 3))
    for ring in grid[1:-1]:
        for start in random.integers(0, sides - 7, 2):
            site.line(ring[start : start + 6] * (0.985, 0.985, 1.0), 0.9, 0.12)
    for side in random.integers(2, sides - 2, 7):
        start = int(random.integers(0, rings - 6))
        site.line(grid[start : start + 5, side] * (0.985, 0.985, 1.0), 0.8, 0.15)
    light = site.hard("daylight", 0.0, emission=0.8 if site.night else 0.0, casts=False)
    mouth = grid[-1].copy()
    site.polygon(light, mouth, two_sided=True)
    site.line(mouth, 1.4, 0.08)


def stalactites(
    site: Site,
    *,
    width: float = 5.0,
    height: float = 1.4,
    depth: float = 4.0,
    y: float = 4.0,
    count: int = 9,
    grey: float = 0.38,
    seed: int = 0,
) -> None:
    """Hang points of stone from `y`, or stand them up where `y` is 0."""
    random = np.random.default_rng(seed + 307)
    part = site.soft("stalactite", grey, crease_m=0.1)
    meshes: list[tuple[Array, Faces]] = []
    for _ in range(count):
        x, z = random.uniform(-0.5, 0.5) * width, random.uniform(-0.5, 0.5) * depth
        tall, thick = height * random.uniform(0.4, 1.0), random.uniform(0.1, 0.24)
        end = y - tall if y > 0 else tall
        meshes.append(tube(((x, y, z), (x, (y + end) / 2, z), (x, end, z)), (thick, thick * 0.55, 0.01), 8).mesh())
    merged(site, part, meshes)


def cactus(site: Site, *, height: float = 2.6, grey: float = 0.42) -> None:
    """Grow a cactus with two arms."""
    part, thick = site.soft("cactus", grey, weight=1.0), height * 0.085
    site.tube(
        part,
        ((0, 0, 0), (0, height * 0.5, 0), (0, height * 0.94, 0), (0, height, 0)),
        (thick * 0.9, thick, thick * 0.85, thick * 0.3),
        10,
    )
    for side, low, high in ((-1.0, 0.36, 0.74), (1.0, 0.48, 0.84)):
        x = side * height * 0.22
        arm = (
            (0, height * low, 0),
            (x * 0.8, height * (low + 0.01), 0),
            (x, height * (low + 0.1), 0),
            (x, height * high, 0),
        )
        site.tube(part, arm, (thick * 0.6, thick * 0.62, thick * 0.62, thick * 0.3), 9)
    for x in (-0.5, 0.0, 0.5):
        site.line(((x * thick, 0.1, thick), (x * thick, height * 0.9, thick)), 0.6, 0.2)


def ruin_wall(
    site: Site,
    *,
    width: float = 6.0,
    height: float = 3.4,
    depth: float = 0.6,
    grey: float = 0.12,
    seed: int = 0,
    opening: bool = True,
) -> None:
    """Build a broken wall along x with a window gap."""
    random = np.random.default_rng(seed + 311)
    part = site.hard("ruin", grey)
    count = max(4, round(width / 0.7))
    xs = np.linspace(-width / 2, width / 2, count + 1)
    tops = height * np.clip(
        0.45 + 0.5 * np.abs(np.sin(np.arange(count) * 1.1 + seed)) + random.uniform(-0.15, 0.15, count), 0.2, 1.0
    )
    gap = count // 2 if opening else -1
    centres: list[tuple[float, float, float]] = []
    sizes: list[tuple[float, float, float]] = []
    for i, top in enumerate(tops):
        middle, wide = float(xs[i] + xs[i + 1]) / 2, float(xs[i + 1] - xs[i])
        if i == gap:
            centres += [(middle, 0.5, 0), (middle, height * 0.86, 0)]
            sizes += [(wide, 1.0, depth), (wide, height * 0.14, depth)]
        else:
            centres.append((middle, float(top) / 2, 0))
            sizes.append((wide, float(top), depth))
    site.boxes(part, centres, sizes, weight=0.8, grey=0.25, edges=False)
    _broken_outline(site, xs, tops, gap, depth)
    lines = [
        ((x, y, depth / 2 + 0.01), (x + random.uniform(0.3, 0.8), y, depth / 2 + 0.01))
        for x, y in zip(
            random.uniform(-width / 2, width / 2 - 0.8, 18), random.uniform(0.2, height * 0.4, 18), strict=True
        )
    ]
    site.lines(lines, 0.6, 0.4, facing=_FACING)


def _broken_outline(site: Site, xs: Array, tops: Array, gap: int, depth: float) -> None:
    for z in (depth / 2, -depth / 2):
        path = [(float(xs[0]), 0.0, z)]
        for i, top in enumerate(tops):
            if i != gap:
                path += [(float(xs[i]), float(top), z), (float(xs[i + 1]), float(top), z)]
        path.append((float(xs[-1]), 0.0, z))
        site.line(path, 1.0, 0.12)


def broken_column(
    site: Site, *, width: float = 0.7, height: float = 2.4, grey: float = 0.1, fallen: bool = False
) -> None:
    """Stand a broken column, or lay its drums down."""
    part, radius = site.soft("broken_column", grey, weight=1.0), width / 2
    if fallen:
        site.tube(part, ((-height / 2, radius, 0), (height / 2, radius, 0.2)), radius, 14)
        return
    site.box(site.hard("column_foot", grey), (0, 0.1, 0), (width * 1.4, 0.2, width * 1.4))
    loft = tube(((0, 0.2, 0), (0, height * 0.6, 0), (0, height, 0)), (radius, radius * 0.97, radius * 0.94), 14)
    loft.surface[-1, :, 1] += 0.22 * np.sin(np.linspace(0, 5, 14))
    site.loft(part, loft)
    angles = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    site.lines(
        [
            (
                (np.cos(a) * radius, 0.25, np.sin(a) * radius),
                (np.cos(a) * radius * 0.96, height * 0.9, np.sin(a) * radius * 0.96),
            )
            for a in angles
        ],
        0.5,
        0.4,
    )


def boat_hull(
    site: Site, *, width: float = 2.0, height: float = 0.75, depth: float = 5.6, grey: float = 0.3, seat: float = 0.42
) -> None:
    """Build an open boat along z, bow at -z, with thwarts to sit on."""
    t = np.linspace(0, 1, 11)
    z = depth / 2 - depth * t
    half = width / 2 * np.clip(0.78 + 0.5 * t - 1.28 * t**3.2, 0.02, 1.0)
    rim = height * (0.92 + 0.35 * t**2.5)
    out = site.soft("hull", grey, crease_m=0.08, weight=1.1)
    inside = site.hard("hull_inside", max(grey - 0.14, 0.0))
    for side in (-1.0, 1.0):
        rows = np.stack(
            [
                np.column_stack([side * half, rim, z]),
                np.column_stack([side * half * 0.92, rim * 0.5, z]),
                np.column_stack([side * half * 0.45, 0 * z, z]),
            ]
        )
        site.mesh(out, *sheet(rows), two_sided=True)
        inner = np.column_stack([side * (half - 0.05), rim, z])
        site.line(rows[0], 1.3, 0.08)
        site.line(inner, 0.8, 0.2)
        site.line(rows[1] * (0.985, 1.0, 1.0), 0.6, 0.4)
    floor = np.stack([np.column_stack([half * 0.5, 0 * z + 0.08, z]), np.column_stack([-half * 0.5, 0 * z + 0.08, z])])
    site.mesh(inside, *sheet(floor), two_sided=True)
    stern = [(-half[0], rim[0], z[0]), (half[0], rim[0], z[0]), (half[0] * 0.45, 0, z[0]), (-half[0] * 0.45, 0, z[0])]
    site.polygon(out, stern, edge=(1.0, 0.1))
    thwart = site.hard("thwart", 0.2)
    places = [1.0, -0.35, -1.5]
    widths = [float(np.interp(-p, -z, half)) * 1.8 for p in places]
    site.boxes(thwart, [(0, seat - 0.02, p) for p in places], [(w, 0.05, 0.34) for w in widths])
    oar = site.soft("oar", 0.3)
    for side in (-1.0, 1.0):
        site.tube(oar, ((side * 0.2, height + 0.1, -0.1), (side * (width * 0.5 + 0.9), 0.1, 0.7)), 0.022, 6)


def mast(site: Site, *, height: float = 7.0, width: float = 3.2) -> None:
    """Raise a mast with a sail set to +x."""
    site.tube(site.soft("mast", 0.4), ((0, 0, 0), (0, height, 0)), (0.06, 0.035), 8)
    u = np.linspace(0, 1, 6)
    low = np.column_stack([0.08 + u * width, np.full(6, 1.3), 0.35 * np.sin(u * np.pi)])
    high = np.column_stack([0.08 + u * 0.12, np.full(6, height - 0.3), 0 * u])
    site.mesh(
        site.soft("sail", 0.0, weight=1.0),
        *sheet(np.stack([low, (low + high) / 2 + (0, 0, 0.3), high])),
        two_sided=True,
    )
    site.tube(site.soft("boom", 0.4), ((0, 1.25, 0), (width + 0.2, 1.25, 0.05)), 0.035, 6)


def console(
    site: Site, *, width: float = 3.0, height: float = 1.05, depth: float = 0.9, grey: float = 0.4, seed: int = 0
) -> None:
    """Build a control desk: sloped panel with screens, keys and lights; who works at it stands at -z or +z alike."""
    part = site.hard("console", grey)
    profile = (
        (-depth / 2, 0.0),
        (-depth / 2, height),
        (-depth / 2 + 0.12, height),
        (depth / 2, height * 0.72),
        (depth / 2 - 0.2, 0.0),
    )
    site.prism(part, profile, width / 2)
    slope = site.at(0, height * 0.86, 0.06, 0)
    tilt = rotation(0, -float(np.degrees(np.arctan2(depth - 0.12, height * 0.28))), 0)
    random = np.random.default_rng(seed + 313)
    screen, dark = slope.hard("screen", 0.0, emission=0.03, casts=False), slope.hard("key", 0.7, casts=False)
    count = max(2, round(width / 0.8))
    for i in range(count):
        x = -width / 2 + width * (i + 0.5) / count
        for part_id, low, high, wide in ((screen, -0.02, 0.3, 0.5), (dark, -0.3, -0.1, 0.42)):
            flat = np.array(
                [(-wide / 2, low, 0.02), (wide / 2, low, 0.02), (wide / 2, high, 0.02), (-wide / 2, high, 0.02)]
            )
            slope.quads(part_id, [flat @ tilt.T + (x, 0, 0)], edge=(0.8, 0.15), two_sided=True)
        curve = np.column_stack([np.linspace(-0.2, 0.2, 7), 0.14 + random.uniform(-0.09, 0.09, 7), np.full(7, 0.03)])
        slope.line(curve @ tilt.T + (x, 0, 0), 0.8, 0.3)


def space_shell(site: Site, *, width: float = 9.0, height: float = 3.6, depth: float = 9.0, grey: float = 0.12) -> None:
    """Build the bridge of a spaceship: ribbed hull seen from inside, and a great window on the stars at the back."""
    half, back = width / 2, -depth / 2
    hull = site.hard("hull", grey, casts=False, gain=0.14)
    floor = site.hard("deck", grey + 0.1, casts=False)
    site.slab(floor, 0, 0, width, depth, y=0.0)
    site.lines([((x, 0.004, back), (x, 0.004, -back)) for x in np.arange(-half + 1, half, 1.0)], 0.5, 0.5)
    section = np.array(
        (
            (-half, 0.0),
            (-half * 1.04, height * 0.45),
            (-half * 0.62, height),
            (half * 0.62, height),
            (half * 1.04, height * 0.45),
            (half, 0.0),
        )
    )
    zs = np.linspace(-back, back, 5)
    for z0, z1 in itertools.pairwise(zs):
        near, far = (np.column_stack([section, np.full(6, z)]) for z in (z0, z1))
        site.quads(hull, np.stack([near[:-1], far[:-1], far[1:], near[1:]], axis=1), edge=(0.8, 0.25))
    rib = site.hard("rib", 0.45)
    for z in zs[1:-1]:
        ring = np.column_stack([section * (0.97, 0.985), np.full(6, z)])
        for a, b in itertools.pairwise(ring):
            site.tube(rib, (a, b), 0.09, 4)
            site.line((a, b), 0.9, 0.15)
    _star_window(site, section, back, half, height)


def _star_window(site: Site, section: Array, back: float, half: float, height: float) -> None:
    wall = site.hard("bulkhead", 0.2, casts=False)
    site.polygon(wall, np.column_stack([section[::-1], np.full(6, back)]), edge=(1.2, 0.1), two_sided=False)
    low, high, wide = 0.95, height - 0.45, half * 0.84
    frame = np.array(((-wide, low), (wide, low), (wide * 0.8, high), (-wide * 0.8, high)))
    site.polygon(
        site.hard("space", 0.92, emission=0.95, casts=False),
        np.column_stack([frame, np.full(4, back + 0.02)]),
        edge=(1.8, 0.05),
        two_sided=False,
    )
    random = np.random.default_rng(5)
    x, y = random.uniform(-wide * 0.78, wide * 0.78, 60), random.uniform(low + 0.05, high - 0.05, 60)
    size, z = random.uniform(0.006, 0.03, 60), np.full(60, back + 0.03)
    rays = np.stack([np.column_stack([x - size, y, z]), np.column_stack([x + size, y, z])], axis=1)
    site.lines(rays, 1.5, 0.97, facing=_FACING)
    ring = np.linspace(0, 2 * np.pi, 29)[:-1]
    planet = [(wide * 0.42 + np.cos(a) * 0.62, low + 0.86 + np.sin(a) * 0.62, back + 0.035) for a in ring]
    site.polygon(site.hard("planet", 0.1, emission=0.1, casts=False), planet, edge=(1.0, 0.1), two_sided=False)
    shade = [
        (wide * 0.42 + np.cos(a) * 0.62 * (0.4 if np.cos(a) < 0 else 1.0), low + 0.86 + np.sin(a) * 0.62, back + 0.04)
        for a in ring
    ]
    site.polygon(
        site.hard("planet_night", 0.5, emission=0.5, casts=False),
        [p for p in shade if p[0] > wide * 0.42 - 0.26],
        two_sided=False,
    )
    strut = site.hard("strut", 0.4)
    for t in (-0.34, 0.34):
        site.tube(strut, ((wide * t * 2 * 0.99, low, back + 0.06), (wide * t * 2 * 0.82, high, back + 0.06)), 0.05, 4)


def captain_chair(
    site: Site, *, width: float = 0.9, height: float = 1.35, depth: float = 0.85, seat: float = 0.5, grey: float = 0.5
) -> None:
    """Build a high-backed chair on one foot, facing +z."""
    part = site.soft("captain_chair", grey, crease_m=0.05, weight=1.0)
    for rings in (
        [((0, seat - 0.08, 0.34), (0.32, 0, 0), (0, 0.08, 0)), ((0, seat - 0.08, -0.28), (0.32, 0, 0), (0, 0.08, 0))],
        [
            ((0, seat - 0.1, -0.3), (0.32, 0, 0), (0, 0, 0.09)),
            ((0, height - 0.25, -0.38), (0.32, 0, 0), (0, 0, 0.09)),
            ((0, height, -0.4), (0.22, 0, 0), (0, 0, 0.07)),
        ],
    ):
        site.loft(part, Loft.from_rings(rings, 14, squareness=3.2))
    arm = site.hard("chair_arm", 0.7)
    site.boxes(arm, [(side * width * 0.43, seat + 0.2, 0.0) for side in (-1, 1)], [(0.12, 0.1, depth * 0.75)] * 2)
    site.post(site.soft("chair_foot", 0.65), 0, 0, seat - 0.12, 0.1, 10)


WILDS: dict[str, Kind] = {
    "cave_shell": Kind(build=cave_shell, size=(9.0, 4.6, 26.0), solid=False),
    "stalactites": Kind(build=stalactites, size=(5.0, 1.4, 4.0), solid=False),
    "cactus": Kind(build=cactus, size=(0.9, 2.6, 0.5)),
    "ruin_wall": Kind(build=ruin_wall, size=(6.0, 3.4, 0.6)),
    "broken_column": Kind(build=broken_column, size=(0.98, 2.4, 0.98)),
    "open_boat": Kind(build=boat_hull, size=(2.0, 0.75, 5.6), solid=False, seat_m=0.42),
    "sail": Kind(build=mast, size=(0.12, 7.0, 0.12)),
    "console": Kind(build=console, size=(3.0, 1.05, 0.9)),
    "space_shell": Kind(build=space_shell, size=(9.0, 3.6, 9.0), solid=False),
    "captain_chair": Kind(build=captain_chair, size=(0.9, 1.35, 0.85), seat_m=0.5),
}
