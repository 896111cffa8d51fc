"""What halls and nooks need besides furniture: machines, banners, barriers, slopes under a roof, pools."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.props.site import Kind, Site

_FACING = (0.0, 0.0, 1.0)
_BLOSSOM = np.array(((0.03, 0.02, 0.01), (0.0, 0.05, 0.01), (-0.03, 0.02, 0.01), (0.03, 0.02, 0.01)))


def pigeonholes(site: Site, *, width: float = 3.0, height: float = 1.0, y: float = 1.1, grey: float = 0.3) -> None:
    """Hang the compartments for keys and letters behind a reception desk."""
    site.panel(site.hard("pigeonholes", grey, casts=False), -width / 2, y, width, height, z=0.02, edge=(1.0, 0.12))
    xs, ys = np.linspace(-width / 2, width / 2, int(width / 0.26) + 1), np.linspace(y, y + height, 5)
    site.lines([((x, y, 0.03), (x, y + height, 0.03)) for x in xs], 0.6, 0.15, facing=_FACING)
    site.lines([((-width / 2, v, 0.03), (width / 2, v, 0.03)) for v in ys], 0.6, 0.15, facing=_FACING)
    paper = site.hard("letter", 0.0, casts=False)
    step, rise = float(xs[1] - xs[0]), float(ys[1] - ys[0])
    for i, x in enumerate(xs[:-1]):
        for j, v in enumerate(ys[:-1]):
            if (i * 7 + j * 5) % 4 == 0:
                site.panel(paper, float(x) + 0.05, float(v) + 0.02, step - 0.12, rise * 0.5, z=0.034, edge=(0.5, 0.25))


def row_seats(
    site: Site, *, width: float = 2.4, height: float = 0.86, depth: float = 0.6, seat: float = 0.45, grey: float = 0.4
) -> None:
    """Build a row of seats on a beam, as in waiting halls, facing +z."""
    part, metal = site.hard("row_seat", grey), site.hard("row_beam", 0.6)
    count = max(1, round(width / 0.6))
    xs = (np.arange(count) - (count - 1) / 2) * width / count
    site.boxes(
        part, [(x, seat - 0.04, 0.02) for x in xs], [(width / count - 0.06, 0.07, depth - 0.12)] * count, weight=0.8
    )
    site.boxes(
        part,
        [(x, (seat + height) / 2 + 0.02, -depth / 2 + 0.06) for x in xs],
        [(width / count - 0.06, height - seat - 0.06, 0.06)] * count,
        weight=0.8,
    )
    site.box(metal, (0, seat - 0.12, 0), (width, 0.06, 0.08))
    site.boxes(
        metal,
        [(side * (width / 2 - 0.3), (seat - 0.12) / 2, 0) for side in (-1, 1)],
        [(0.06, seat - 0.12, depth * 0.8)] * 2,
    )


def barrier(site: Site, *, width: float = 1.6, height: float = 0.95) -> None:
    """Stand two posts with a belt between them."""
    post = site.soft("barrier_post", 0.6)
    for x in (-width / 2, width / 2):
        site.post(post, x, 0, height, 0.03, 8)
        site.tube(post, ((x, 0, 0), (x, 0.03, 0)), (0.17, 0.15), 12)
    belt = site.hard("belt", 0.75, casts=False)
    site.panel(belt, -width / 2, height - 0.1, width, 0.06, z=0.0, edge=(0.7, 0.1), two_sided=True)


def machine(
    site: Site, *, width: float = 2.6, height: float = 2.2, depth: float = 1.3, grey: float = 0.28, seed: int = 0
) -> None:
    """Stand a machine: housing, hopper, wheel, dial panel, a pipe up."""
    random = np.random.default_rng(seed + 601)
    part = site.hard("machine", grey)
    site.box(part, (0, height * 0.3, 0), (width, height * 0.6, depth), weight=1.0)
    shift = width * float(random.uniform(-0.2, 0.2))
    site.box(part, (shift, height * 0.75, -depth * 0.1), (width * 0.5, height * 0.3, depth * 0.7))
    site.tube(
        site.soft("stack", grey + 0.1),
        ((shift, height * 0.9, -depth * 0.1), (shift, height * 1.3, -depth * 0.1)),
        0.14,
        10,
    )
    z, ring = depth / 2 + 0.02, np.linspace(0, 2 * np.pi, 21)
    x, y, radius = -width * 0.26, height * 0.32, height * 0.2
    wheel = site.soft("wheel", 0.65, crease_m=0.02)
    site.tube(
        wheel, [(x + np.cos(a) * radius, y + np.sin(a) * radius, z + 0.05) for a in ring], 0.035, 6, caps=(False, False)
    )
    site.lines(
        [((x, y, z + 0.05), (x + np.cos(a) * radius, y + np.sin(a) * radius, z + 0.05)) for a in ring[:-1:4]], 1.1, 0.15
    )
    site.panel(site.hard("dials", 0.0, casts=False), width * 0.1, height * 0.3, width * 0.3, height * 0.2, z=z)
    for i in range(3):
        middle = width * (0.16 + 0.09 * i)
        dial = [(middle + np.cos(a) * 0.07, height * 0.4 + np.sin(a) * 0.07, z + 0.01) for a in ring[:-1:2]]
        site.polygon(site.hard("dial", 0.15, casts=False), dial, edge=(0.8, 0.1), two_sided=False)
    site.lines(
        [((-width / 2, height * t, z), (width / 2, height * t, z)) for t in (0.08, 0.56)], 0.7, 0.25, facing=_FACING
    )


def banner(
    site: Site, *, width: float = 0.9, height: float = 2.6, y: float = 1.9, grey: float = 0.5, seed: int = 0
) -> None:
    """Hang a banner with a device and a forked end."""
    part, x = site.hard("banner", grey, casts=False), width / 2
    for points in (
        [(-x, y + 0.3, 0.03), (0, y + 0.3, 0.03), (0, y + height, 0.03), (-x, y + height, 0.03)],
        [(0, y + 0.3, 0.03), (x, y + 0.3, 0.03), (x, y + height, 0.03), (0, y + height, 0.03)],
        [(-x, y, 0.03), (0, y + 0.3, 0.03), (-x, y + 0.3, 0.03)],
        [(x, y, 0.03), (x, y + 0.3, 0.03), (0, y + 0.3, 0.03)],
    ):
        site.polygon(part, points, two_sided=False)
    outline = ((-x, y), (0, y + 0.3), (x, y), (x, y + height), (-x, y + height), (-x, y))
    site.line([(u, v, 0.035) for u, v in outline], 0.9, 0.12, facing=_FACING)
    sides = (4, 3, 5, 6)[seed % 4]
    angles = np.linspace(0, 2 * np.pi, sides + 1)[:-1] + np.pi / 2
    device = [(np.cos(a) * x * 0.6, y + height * 0.62 + np.sin(a) * x * 0.6, 0.04) for a in angles]
    site.polygon(site.hard("device", 0.0, casts=False), device, edge=(0.8, 0.15), two_sided=False)


def roof_slope(
    site: Site,
    *,
    width: float = 7.0,
    rise: float = 2.6,
    run: float = 2.2,
    base: float = 0.9,
    rafters: bool = True,
    grey: float = 0.12,
) -> None:
    """Lean a roof inward over the front: from `base` at the wall up by `rise` over `run`; seen from below only."""
    part, x = site.hard("roof_slope", grey, casts=False, gain=0.1), width / 2
    low = base if rafters else 0.0
    site.quads(part, [((-x, low, 0.02), (x, low, 0.02), (x, low + rise, run), (-x, low + rise, run))], edge=(0.9, 0.2))
    normal = (0.0, -run, rise)
    ends = [(u, (u, low, 0.06), (u, low + rise, run + 0.04)) for u in np.arange(-x + 0.3, x, 0.9 if rafters else 1.5)]
    site.lines([(a, b) for _, a, b in ends], 2.2 if rafters else 0.6, 0.3, facing=normal)


def folding_screen(site: Site, *, width: float = 1.8, height: float = 1.5, depth: float = 0.16, seed: int = 0) -> None:
    """Stand a painted screen of four leaves."""
    random = np.random.default_rng(seed + 607)
    count = 4
    xs = np.linspace(-width / 2, width / 2, count + 1)
    zs = np.where(np.arange(count + 1) % 2, depth / 2, -depth / 2)
    part = site.hard("screen_leaf", 0.02)
    for i in range(count):
        a, b = np.array((xs[i], 0.0, zs[i])), np.array((xs[i + 1], 0.0, zs[i + 1]))
        up = np.array((0.0, height, 0.0))
        site.quads(part, [(a, b, b + up, a + up)], edge=(1.2, 0.1), two_sided=True)
        bough = [
            a + (b - a) * t + up * (0.25 + 0.5 * t * t + random.uniform(-0.03, 0.03)) + (0, 0, 0.02)
            for t in np.linspace(0.15, 0.85, 5)
        ]
        site.line(bough, 1.2, 0.25)
        for point in bough[1::2]:
            site.line(point + _BLOSSOM, 0.9, 0.3)


def pool_basin(site: Site, *, width: float = 12.0, depth: float = 8.0, grey: float = 0.24) -> None:
    """Sink a pool into the floor: its water with wavering lanes, its white edge."""
    site.slab(
        site.hard("pool_edge", 0.0, casts=False, gain=0.05), 0, 0, width + 0.7, depth + 0.7, y=0.012, edge=(1.0, 0.15)
    )
    site.slab(site.hard("pool_water", grey, casts=False, gain=0.0), 0, 0, width, depth, y=0.02, edge=(1.0, 0.12))
    u = np.linspace(-width / 2, width / 2, 30)
    for z in np.arange(-depth / 2 + 1.6, depth / 2 - 0.5, 1.6):
        site.line(np.column_stack([u, np.full(30, 0.03), z + 0.05 * np.sin(u * 3 + z)]), 0.9, 0.5)
    random = np.random.default_rng(11)
    for _ in range(26):
        x, z = random.uniform(-width / 2, width / 2 - 1.2), random.uniform(-depth / 2 + 0.2, depth / 2 - 0.2)
        w = np.linspace(0, 1.0, 6)
        site.line(np.column_stack([x + w, np.full(6, 0.03), z + 0.06 * np.sin(w * 7 + x)]), 0.9, 1.0)


def diving_board(site: Site, *, width: float = 0.5, height: float = 1.2, depth: float = 2.6, grey: float = 0.1) -> None:
    """Build a diving board that reaches to +z."""
    site.box(site.hard("board", grey), (0, height, depth * 0.25), (width, 0.06, depth))
    site.boxes(
        site.hard("stand", 0.4),
        [(s * width * 0.5, height / 2, -depth * 0.1) for s in (-1, 1)],
        [(0.07, height, 0.07)] * 2,
    )
    rail = [
        (
            (s * width * 0.55, height, -depth * 0.25),
            (s * width * 0.55, height + 0.8, -depth * 0.2),
            (s * width * 0.55, height + 0.8, 0.1),
        )
        for s in (-1, 1)
    ]
    site.lines(rail, 1.3, 0.15)


def parasol(site: Site, *, width: float = 2.4, height: float = 2.4, grey: float = 0.14) -> None:
    """Stand a parasol."""
    site.post(site.soft("parasol_pole", 0.4), 0, 0, height, 0.025, 6)
    part = site.soft("parasol", grey, crease_m=0.05, weight=1.0)
    site.tube(part, ((0, height - 0.5, 0), (0, height, 0)), (width / 2, 0.04), 10, caps=(False, False), two_sided=True)
    angles = np.linspace(0, 2 * np.pi, 11)[:-1]
    site.lines(
        [((np.cos(a) * width / 2, height - 0.5, np.sin(a) * width / 2), (0, height + 0.01, 0)) for a in angles],
        0.7,
        0.2,
    )


INTERIORS: dict[str, Kind] = {
    "pigeonholes": Kind(build=pigeonholes, size=(3.0, 1.0, 0.05), solid=False),
    "row_seats": Kind(build=row_seats, size=(2.4, 0.86, 0.6), seat_m=0.45),
    "barrier": Kind(build=barrier, size=(1.6, 0.95, 0.3)),
    "machine": Kind(build=machine, size=(2.6, 2.2, 1.3)),
    "banner": Kind(build=banner, size=(0.9, 2.6, 0.05), solid=False),
    "roof_slope": Kind(build=roof_slope, size=(7.0, 2.6, 2.2), solid=False),
    "folding_screen": Kind(build=folding_screen, size=(1.8, 1.5, 0.16)),
    "pool_basin": Kind(build=pool_basin, size=(12.0, 0.02, 8.0), solid=False),
    "diving_board": Kind(build=diving_board, size=(0.5, 1.2, 2.6)),
    "parasol": Kind(build=parasol, size=(0.3, 2.4, 0.3)),
}
