"""Where people play and look on: court lines, hoops, wall bars, rows of a stand, a grandstand, a goal, a ring."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from screenplay2board.stage.geometry import Array, Faces
from screenplay2board.stage.props.nature import merged
from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import ellipsoid

_ARC = np.linspace(0, np.pi, 25)
_HOOP_M, _RING_M = 3.05, 0.23  # Source: FIBA, Official Basketball Rules: height of the ring, its radius
_BAG_M = 0.75  # over the floor hangs the lower end of a punching bag
_SPECTATOR_GREYS = (0.02, 0.25, 0.5, 0.8)
_PLACE_M, _ROW_M, _STEP_M = 0.62, 0.8, 0.42  # of a stand: width of a place, depth and height of a row


def court_lines(site: Site, *, width: float = 11.0, depth: float = 12.0, grey: float = 0.0) -> None:
    """Paint the lines of half a basketball court, its end line at the back (-z)."""
    paint = site.hard("court_line", grey, casts=False, gain=0.1)
    half, back, front, thick = width / 2, -depth / 2, depth / 2, 0.07

    def stripe(x: float, z: float, wide: float, deep: float) -> None:
        site.slab(paint, x, z, wide, deep, y=0.006, edge=(0.5, 0.4))

    for x in (-half, half):
        stripe(x, 0, thick, depth)
    for z in (back, front):
        stripe(0, z, width, thick)
    for x in (-1.8, 1.8):
        stripe(x, back + 2.4, thick, 4.8)
    stripe(0, back + 4.8, 3.6, thick)
    for x, z, radius in ((0.0, back + 4.8, 1.8), (0.0, back + 1.3, min(5.4, half - 0.3))):
        _arc(site, paint, (x, z), radius, thick)
    _arc(site, paint, (0.0, front), 1.8, thick, turned=True)


def _arc(
    site: Site, paint: int, middle: tuple[float, float], radius: float, thick: float, *, turned: bool = False
) -> None:
    """Paint half a circle that opens to the back, or turned to the front."""
    way = -1.0 if turned else 1.0
    inner, outer = (
        np.stack([middle[0] + r * np.cos(_ARC), np.full(len(_ARC), 0.006), middle[1] + way * r * np.sin(_ARC)], axis=-1)
        for r in (radius - thick / 2, radius + thick / 2)
    )
    corners = np.stack([outer[:-1], inner[:-1], inner[1:], outer[1:]], axis=1)
    site.quads(paint, corners if turned else corners[:, ::-1], two_sided=True)
    site.line(outer, 0.4, 0.45)


def basketball_hoop(site: Site, *, width: float = 1.8, height: float = 4.0, depth: float = 1.3) -> None:
    """Hang a backboard with its ring and net on a wall behind it."""
    board, steel = site.hard("backboard", 0.0), site.soft("hoop_steel", 0.7, crease_m=0.02)
    front = depth
    site.box(board, (0, height - 0.53, front - 0.62), (width, 1.05, 0.05), weight=1.2, grey=0.08)
    site.line(
        [(-0.3, height - 0.75, front - 0.59), (-0.3, height - 0.3, front - 0.59), (0.3, height - 0.3, front - 0.59),
         (0.3, height - 0.75, front - 0.59), (-0.3, height - 0.75, front - 0.59)],
        1.6, 0.1, facing=(0.0, 0.0, 1.0),
    )  # fmt: skip
    for x in (-0.45, 0.45):
        site.tube(steel, ((x, height - 0.2, 0.0), (x, height - 0.5, front - 0.65)), 0.03, 6)
        site.tube(steel, ((x, height - 1.0, 0.0), (x, height - 0.7, front - 0.65)), 0.03, 6)
    around = np.linspace(0, 2 * np.pi, 21)
    ring = np.stack([_RING_M * np.cos(around), np.full(21, _HOOP_M), front - 0.3 + _RING_M * np.sin(around)], axis=-1)
    site.tube(steel, ring, 0.014, 6, caps=(False, False))
    low = ring * (0.55, 1.0, 1.0) + (0.0, -0.42, 0.0)
    site.lines(
        [(a, b) for shift in (0, 2) for a, b in zip(ring[::2], np.roll(low[::2], shift, 0), strict=True)], 0.6, 0.3
    )


def wall_bars(site: Site, *, width: float = 2.4, height: float = 2.7, depth: float = 0.2) -> None:
    """Hang climbing bars on a wall."""
    wood = site.hard("wall_bars", 0.25)
    posts = [(x, height / 2, depth / 2) for x in np.linspace(-width / 2, width / 2, 4)]
    site.boxes(wood, posts, [(0.06, height, depth)] * 4, weight=0.8)
    ys = np.arange(0.25, height, 0.2)
    site.boxes(wood, [(0, y, depth - 0.03) for y in ys], [(width, 0.035, 0.035)] * len(ys), weight=0.5)


def stand_row(
    site: Site, *, width: float = 9.0, height: float = 0.45, depth: float = _ROW_M, under: float = 0.0
) -> None:
    """Build one row of a stand that faces +z: a bench on a step; under: how far the step reaches down to the ground."""
    step, bench = site.hard("stand_step", 0.14), site.hard("stand_bench", 0.32)
    site.box(step, (0, 0.02 - under / 2, 0.0), (width, under + 0.04, depth), weight=0.9)
    site.box(bench, (0, height - 0.03, -0.05), (width, 0.06, 0.34), weight=0.9)
    legs = np.linspace(-width / 2 + 0.2, width / 2 - 0.2, max(2, round(width / 1.6)))
    tall = height - 0.06
    site.boxes(step, [(x, tall / 2, -0.05) for x in legs], [(0.06, tall, 0.3)] * len(legs), weight=0.5)


def grandstand(
    site: Site, *, width: float = 40.0, height: float = 8.0, depth: float = 9.6, filled: float = 0.75, seed: int = 0
) -> None:
    """Build a stand of many rows that faces +z, roofed, with spectators on a share `filled` of its places."""
    random = np.random.default_rng(seed + 431)
    step, wall = site.hard("stand_step", 0.16), site.hard("stand_wall", 0.3)
    rows = round(depth / _ROW_M)
    front = depth / 2
    site.box(wall, (0, 0.55, front), (width, 1.1, 0.2), weight=1.2)
    heads: dict[float, list[tuple[Array, Faces]]] = {grey: [] for grey in _SPECTATOR_GREYS}
    faces: list[tuple[Array, Faces]] = []
    for row in range(rows):
        base, z = 1.1 + _STEP_M * row, front - _ROW_M * (row + 0.5)
        site.box(step, (0, base / 2, z), (width, base, _ROW_M), weight=0.6, grey=0.3)
        for x in np.arange(-width / 2 + 0.5, width / 2 - 0.4, _PLACE_M):
            if random.random() > filled:
                continue
            x = float(x + random.uniform(-0.1, 0.1))
            grey = _SPECTATOR_GREYS[int(random.integers(0, len(_SPECTATOR_GREYS)))]
            heads[grey].append(ellipsoid((x, base + 0.42, z), (0.2, 0.4, 0.16), around=8, stacked=5).mesh())
            faces.append(ellipsoid((x, base + 0.92, z), (0.1, 0.13, 0.1), around=7, stacked=5).mesh())
    for grey, meshes in heads.items():
        merged(site, site.soft("spectators", grey, crease_m=0.1, weight=0.5, casts=False), meshes)
    merged(site, site.soft("spectators_faces", 0.0, crease_m=0.1, weight=0.5, casts=False), faces)
    back, roof = -front, height - 0.2
    site.box(wall, (0, roof / 2, back), (width, roof, 0.3), weight=1.0)
    site.box(wall, (0, roof + 0.1, back + 0.42 * depth), (width + 1.0, 0.3, 0.9 * depth), weight=1.2)
    for x in np.arange(-width / 2 + 2.0, width / 2, 6.0):
        site.tube(site.soft("stand_post", 0.6), ((float(x), 1.1, 0.1 * depth), (float(x), roof, 0.1 * depth)), 0.09, 6)


def goal(site: Site, *, width: float = 7.32, height: float = 2.44, depth: float = 0.12, net: float = 1.8) -> None:
    """Stand a football goal that faces +z, its net reaching `net` metres back."""
    post = site.soft("goal_post", 0.0, crease_m=0.05, weight=1.2)
    half = width / 2
    site.tube(post, ((-half, 0, 0), (-half, height, 0), (half, height, 0), (half, 0, 0)), depth / 2, 8)
    columns, rows = np.linspace(-half, half, 25), np.linspace(0, 1, 9)
    behind = [((x, height, 0), (x, height * 0.95, -0.4 * net), (x, 0, -net)) for x in columns]
    across = [((-half, height * (1 - t), -net * t), (half, height * (1 - t), -net * t)) for t in rows[1:]]
    sides = [((x, height * (1 - t), -net * t), (x, height * (1 - t), 0)) for x in (-half, half) for t in rows[1:-1]]
    site.lines(behind, 0.4, 0.45)
    site.lines([*across, *sides], 0.4, 0.45)


def floodlight(site: Site, *, height: float = 22.0) -> None:
    """Stand a mast of floodlights that faces +z."""
    site.tube(site.soft("mast", 0.4), ((0, 0, 0), (0, height, 0)), (0.3, 0.16), 8)
    site.box(site.hard("lamp_frame", 0.5), (0, height, 0.1), (3.4, 2.2, 0.2))
    lamps = [(x, height + y, 0.24) for x in np.linspace(-1.3, 1.3, 5) for y in (-0.7, 0.0, 0.7)]
    site.boxes(site.hard("flood", 0.0, emission=0.0), lamps, [(0.44, 0.5, 0.06)] * len(lamps))


def boxing_ring(site: Site, *, width: float = 5.6, height: float = 1.35, depth: float = 5.6) -> None:
    """Lay a boxing ring on the floor: canvas, four posts, three ropes. Its front (+z), where the camera is, is open."""
    half, deep = width / 2, depth / 2
    site.slab(site.hard("canvas", 0.0, casts=False), 0, 0, width, depth, y=0.008, edge=(1.2, 0.1))
    post, pad = site.soft("ring_post", 0.7, crease_m=0.02), site.hard("corner_pad", 0.5)
    for x, z in ((-half, -deep), (half, -deep), (-half, deep), (half, deep)):
        site.post(post, x, z, height + 0.1, 0.05, 8)
        site.box(pad, (x - np.sign(x) * 0.16, 0.78, z - np.sign(z) * 0.16), (0.16, 1.0, 0.16))
    rope = site.soft("ring_rope", 0.35, crease_m=0.01, weight=0.6)
    for y in height * np.array((0.38, 0.68, 0.98)):
        around = ((-half, y, deep), (-half, y, -deep), (half, y, -deep), (half, y, deep))
        for start, end in pairwise(around):
            site.tube(rope, (start, end), 0.018, 6)


def punching_bag(
    site: Site, *, width: float = 0.38, height: float = 1.1, depth: float = 0.38, ceiling: float = 4.4
) -> None:
    """Hang a punching bag, from a ceiling that is so high over the floor."""
    bag = site.soft("punching_bag", 0.72, crease_m=0.02, weight=0.9)
    across = np.array((0.8, 1.0, 1.0, 0.76)) * min(width, depth) / 2
    low, top = _BAG_M, _BAG_M + height
    site.tube(bag, ((0, low, 0), (0, low + 0.05, 0), (0, top - 0.06, 0), (0, top, 0)), across, 12)
    for x in (-0.12, 0.12):
        site.line([(x, top, 0), (0, top + 0.34, 0)], 0.7, 0.1)
    site.line([(0, top + 0.34, 0), (0, ceiling, 0)], 1.0, 0.1)


SPORTS: dict[str, Kind] = {
    "court_lines": Kind(build=court_lines, size=(11.0, 0.01, 12.0), solid=False),
    "basketball_hoop": Kind(build=basketball_hoop, size=(1.8, 1.4, 1.3), base_m=2.6, hung=True),
    "wall_bars": Kind(build=wall_bars, size=(2.4, 2.7, 0.2), hung=True),
    "stand_row": Kind(build=stand_row, size=(9.0, 0.45, _ROW_M), seat_m=0.45, sat_on_top=True),
    "grandstand": Kind(build=grandstand, size=(40.0, 8.0, 9.6)),
    "boxing_ring": Kind(build=boxing_ring, size=(5.6, 1.35, 5.6), solid=False),
    "punching_bag": Kind(build=punching_bag, size=(0.38, 1.1, 0.38), base_m=_BAG_M),
    "goal": Kind(build=goal, size=(7.32, 2.44, 0.12)),
    "floodlight": Kind(build=floodlight, size=(3.4, 22.0, 0.6)),
}
