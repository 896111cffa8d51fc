"""Floors, walls, ceilings, columns, stairs and railings.

Walls are seen from their front only, so that a camera outside a room sees in.
"""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.geometry import Array, rotation
from screenplay2board.stage.props.site import Kind, Site

BEAM_M = (0.2, 0.18)  # height and depth of a beam under a ceiling
_WALL_INK = (0.9, 0.25)
_FRONT = (0.0, 0.0, 1.0)
_UP = (0.0, 1.0, 0.0)


def floor(
    site: Site,
    *,
    width: float = 6.0,
    depth: float = 6.0,
    grey: float = 0.1,
    pattern: str = "plain",
    step: float = 0.55,
) -> None:
    """Lay a floor; pattern: plain, boards, tiles, checker, cross (boards from side to side)."""
    part = site.hard("floor", grey, casts=False, gain=0.2)
    columns, rows = 6, 6  # small enough for the near plane to cut few large faces
    xs, zs = np.linspace(-width / 2, width / 2, columns + 1), np.linspace(-depth / 2, depth / 2, rows + 1)
    x0, z0 = (grid.ravel() for grid in np.meshgrid(xs[:-1], zs[:-1]))
    x1, z1 = (grid.ravel() for grid in np.meshgrid(xs[1:], zs[1:]))
    flat = np.zeros_like(x0)
    corners = ((x0, flat, z1), (x1, flat, z1), (x1, flat, z0), (x0, flat, z0))
    site.quads(part, np.stack([np.stack(corner, axis=-1) for corner in corners], axis=1))
    if pattern == "checker":
        _checker(site, width, depth, step, grey)
    if pattern in ("boards", "tiles"):
        places = np.arange(-width / 2 + step, width / 2 - 0.05, step)
        site.lines([((x, 0.003, -depth / 2), (x, 0.003, depth / 2)) for x in places], 0.5, 0.62, facing=_UP)
    if pattern in ("cross", "tiles"):
        places = np.arange(-depth / 2 + step, depth / 2 - 0.05, step)
        site.lines([((-width / 2, 0.003, z), (width / 2, 0.003, z)) for z in places], 0.5, 0.62, facing=_UP)


def _checker(site: Site, width: float, depth: float, step: float, grey: float) -> None:
    part = site.hard("floor_dark", min(grey + 0.22, 0.9), casts=False, gain=0.15)
    columns, rows = int(width / step), int(depth / step)
    column, row = np.meshgrid(np.arange(columns), np.arange(rows))
    dark = (column + row) % 2 == 0
    x, z = -width / 2 + column[dark] * step, -depth / 2 + row[dark] * step
    y = np.full_like(x, 0.004)
    corners = ((x, y, z + step), (x + step, y, z + step), (x + step, y, z), (x, y, z))
    site.quads(part, np.stack([np.stack(corner, axis=-1) for corner in corners], axis=1))


def wall(
    site: Site,
    *,
    width: float = 4.0,
    height: float = 2.7,
    grey: float = 0.05,
    pattern: str = "plain",
    skirting: bool = True,
    base: float = 0.0,
    gain: float = 0.14,
) -> None:
    """Raise a wall that faces +z, seen from there only.

    pattern: plain, bricks, tiles, half_tiles, panels, stripes, planks, stone, concrete.
    """
    part = site.hard("wall", grey, casts=False, gain=gain)
    left = -width / 2
    site.panel(part, left, base, width, height - base, z=0.0, edge=_WALL_INK)
    if skirting:
        site.line(((left, base + 0.1, 0.01), (-left, base + 0.1, 0.01)), 0.5, 0.4, facing=_FRONT)
    if pattern == "panels":
        dado = site.hard("dado", grey + 0.12, casts=False, gain=gain)
        site.panel(dado, left, base, width, 1.0, z=0.006, edge=(0.7, 0.3))
        count = max(1, round(width / 0.8))
        step = width / count
        for i in range(count):
            site.panel(dado, left + i * step + 0.1, base + 0.2, step - 0.2, 0.65, z=0.008, edge=(0.5, 0.4))
    elif pattern == "half_tiles":
        dado = site.hard("tiles", max(grey - 0.03, 0.0) + 0.08, casts=False, gain=gain)
        site.panel(dado, left, base, width, 1.35, z=0.005, edge=(0.6, 0.35))
        _grid(site, left, base, width, 1.35, 0.225, 0.3)
    elif pattern == "tiles":
        _grid(site, left, base, width, height - base, 0.3, 0.3)
    elif pattern == "stripes":
        xs = np.arange(left + 0.15, -left, 0.3)
        site.lines([((x, base + 0.1, 0.006), (x, height, 0.006)) for x in xs], 0.45, 0.72, facing=_FRONT)
    elif pattern == "planks":
        ys = np.arange(base + 0.22, height, 0.22)
        site.lines([((left, y, 0.006), (-left, y, 0.006)) for y in ys], 0.55, 0.5, facing=_FRONT)
    elif pattern in ("bricks", "stone"):
        _courses(site, left, base, width, height, coarse=pattern == "stone")
    elif pattern == "concrete":
        xs = np.arange(left + 1.3, -left - 0.3, 1.3)
        site.lines([((x, base, 0.006), (x, height, 0.006)) for x in xs], 0.5, 0.55, facing=_FRONT)
        site.line(((left, base + 1.25, 0.006), (-left, base + 1.25, 0.006)), 0.5, 0.55, facing=_FRONT)


def _grid(site: Site, left: float, base: float, width: float, height: float, step: float, grey: float) -> None:
    xs, ys = np.arange(left + step, left + width, step), np.arange(base + step, base + height, step)
    ink = grey + 0.35
    site.lines([((x, base, 0.008), (x, base + height, 0.008)) for x in xs], 0.4, ink, facing=_FRONT)
    site.lines([((left, y, 0.008), (left + width, y, 0.008)) for y in ys], 0.4, ink, facing=_FRONT)


def _courses(site: Site, left: float, base: float, width: float, height: float, *, coarse: bool) -> None:
    """Draw patches of masonry rather than all of it, as a hand would."""
    course, length, patches = (0.32, 0.62, 1.1) if coarse else (0.115, 0.36, 0.9)
    random = np.random.default_rng(int(width * 100) + int(height * 10))
    paths: list[tuple[tuple[float, float, float], tuple[float, float, float]]] = []
    for _ in range(int(width * (height - base) / (2.4 if coarse else 2.0) * patches) + 2):
        x, y = (
            random.uniform(left, left + width - length),
            base + course * int(random.uniform(0, height - base) / course),
        )
        for row in range(int(random.integers(1, 4))):
            top = y + row * course
            if top + course > height:
                break
            start = max(left, x + (length / 2 if row % 2 else 0.0) - random.uniform(0, 0.1))
            end = min(left + width, start + length * int(random.integers(1, 4)))
            paths.append(((start, top, 0.006), (end, top, 0.006)))
            paths.extend(((u, top, 0.006), (u, top + course, 0.006)) for u in np.arange(start + length, end, length))
    site.lines(paths, 0.5, 0.5, facing=_FRONT)


def ceiling(
    site: Site,
    *,
    width: float = 6.0,
    depth: float = 6.0,
    height: float = 2.7,
    grey: float = 0.04,
    pattern: str = "plain",
) -> None:
    """Lay a ceiling, seen from below only; pattern: plain, panels, beams."""
    part = site.hard("ceiling", grey, casts=False, gain=0.0)
    x, z = width / 2, depth / 2
    site.quads(part, [((-x, height, -z), (x, height, -z), (x, height, z), (-x, height, z))], edge=_WALL_INK)
    down = (0.0, -1.0, 0.0)
    if pattern == "panels":
        xs, zs = np.arange(-x + 0.6, x, 1.2), np.arange(-z + 0.6, z, 1.2)
        site.lines([((u, height - 0.01, -z), (u, height - 0.01, z)) for u in xs], 0.5, 0.6, facing=down)
        site.lines([((-x, height - 0.01, u), (x, height - 0.01, u)) for u in zs], 0.5, 0.6, facing=down)
    if pattern == "beams":
        beam = site.hard("beam", 0.4, casts=False)
        zs = beam_places(depth)
        site.boxes(beam, [(0.0, height - BEAM_M[0] / 2, u) for u in zs], [(width, *BEAM_M)] * len(zs))


def beam_places(depth: float) -> tuple[float, ...]:
    """Return where along z the beams lie under a ceiling of this depth."""
    return tuple(np.arange(0.6 - depth / 2, depth / 2 - 0.4, 1.3).tolist())


def room(
    site: Site,
    *,
    width: float = 6.0,
    height: float = 2.7,
    depth: float = 6.0,
    wall_grey: float = 0.04,
    side_grey: float = 0.1,
    floor_grey: float = 0.1,
    ceiling_grey: float = 0.05,
    floor_pattern: str = "boards",
    wall_pattern: str = "plain",
    ceiling_pattern: str = "plain",
    step: float = 0.55,
    skirting: bool = True,
) -> None:
    """Build four walls, floor and ceiling around the middle of the floor; each wall is seen from inside only."""
    floor(site, width=width, depth=depth, grey=floor_grey, pattern=floor_pattern, step=step)
    for x, z, yaw, length, grey in (
        (0.0, -depth / 2, 0.0, width, wall_grey),
        (0.0, depth / 2, 180.0, width, wall_grey),
        (-width / 2, 0.0, 90.0, depth, side_grey),
        (width / 2, 0.0, -90.0, depth, side_grey),
    ):
        wall(site.at(x, 0.0, z, yaw), width=length, height=height, grey=grey, pattern=wall_pattern, skirting=skirting)
    ceiling(site, width=width, depth=depth, height=height, grey=ceiling_grey, pattern=ceiling_pattern)


def column(site: Site, *, width: float = 0.5, height: float = 4.0, grey: float = 0.08, style: str = "round") -> None:
    """Build a column with base and capital; style: round, square, fluted."""
    part = site.hard("column_foot", grey)
    site.boxes(
        part,
        [(0, 0.1, 0), (0, height - 0.12, 0)],
        [(width * 1.35, 0.2, width * 1.35), (width * 1.35, 0.24, width * 1.35)],
    )
    if style == "square":
        site.box(part, (0, height / 2, 0), (width, height - 0.4, width))
        return
    shaft = site.soft("column", grey, weight=1.0)
    site.tube(
        shaft, ((0, 0.2, 0), (0, height * 0.5, 0), (0, height - 0.22, 0)), (width / 2, width * 0.49, width * 0.43), 16
    )
    if style == "fluted":
        angles = np.linspace(0, 2 * np.pi, 12, endpoint=False)
        radius = width * 0.47
        site.lines(
            [
                (
                    (np.cos(a) * radius, 0.3, np.sin(a) * radius),
                    (np.cos(a) * radius * 0.9, height - 0.3, np.sin(a) * radius * 0.9),
                )
                for a in angles
            ],
            0.5,
            0.4,
        )


def beam(site: Site, *, width: float = 6.0, height: float = 0.25, depth: float = 0.25, grey: float = 0.4) -> None:
    """Build a beam that lies along x."""
    site.box(site.hard("beam", grey), (0, height / 2, 0), (width, height, depth))


def block(
    site: Site, *, width: float = 1.0, height: float = 1.0, depth: float = 1.0, grey: float = 0.2, inked: bool = True
) -> None:
    """Build a plain box: a wall with thickness, a platform, a plinth."""
    site.box(site.hard("block", grey), (0, height / 2, 0), (width, height, depth), edges=inked)


def stairs(
    site: Site,
    *,
    width: float = 1.4,
    height: float = 2.4,
    depth: float = 3.6,
    steps: int = 14,
    grey: float = 0.14,
    rail: str = "both",
) -> None:
    """Build a flight that rises toward -z, its foot at the front; rail: both, left, right, none."""
    part = site.hard("stairs", grey)
    index = np.arange(steps)
    rise, run = height / steps, depth / steps
    tops = (index + 1) * rise
    centres = np.stack([np.zeros(steps), tops / 2, depth / 2 - (index + 0.5) * run], axis=-1)
    sizes = np.stack([np.full(steps, width), tops, np.full(steps, run)], axis=-1)
    site.boxes(part, centres, sizes, weight=0.8, edges="front")
    nosing = np.stack(
        [np.stack([np.full(steps, side * width / 2), tops, depth / 2 - index * run], axis=-1) for side in (-1.0, 1.0)],
        axis=1,
    )
    site.lines(nosing, 0.9, 0.15)
    post = site.soft("baluster", 0.55)
    for side, wanted in ((-1.0, rail in ("both", "left")), (1.0, rail in ("both", "right"))):
        if not wanted:
            continue
        x = side * (width / 2 - 0.05)
        low, high = (x, 0.95 + rise, depth / 2 - run / 2), (x, height + 0.95, -depth / 2 + run / 2)
        site.tube(post, (low, high), 0.03, 6)
        site.lines([((x, top, z), (x, top + 0.95, z)) for top, z in zip(tops, centres[:, 2], strict=True)], 0.9, 0.2)
        site.post(post, x, depth / 2 - run / 2, 1.1 + rise, 0.045, 6)


def railing(
    site: Site,
    *,
    width: float = 4.0,
    height: float = 1.0,
    depth: float = 0.06,
    grey: float = 0.5,
    style: str = "bars",
) -> None:
    """Build a railing along x; style: bars, rails, glass, wood."""
    part = site.hard("rail", grey)
    bars = [(0.0, height - 0.025, 0.0)]
    sizes = [(width, 0.05, depth)]
    if style in ("rails", "wood"):
        middles = (height * 0.35, height * 0.65) if style == "rails" else (height * 0.5,)
        bars += [(0.0, y, 0.0) for y in middles]
        sizes += [(width, 0.04, depth * 0.6)] * len(middles)
    count = max(1, round(width / 1.5))
    xs = np.linspace(-width / 2 + 0.03, width / 2 - 0.03, count + 1)
    bars += [(float(x), height / 2, 0.0) for x in xs]
    sizes += [(0.05, height, depth)] * len(xs)
    site.boxes(part, bars, sizes, weight=0.8)
    if style in ("bars", "wood"):
        step = 0.14 if style == "bars" else 0.2
        site.lines([((x, 0.06, 0), (x, height - 0.04, 0)) for x in np.arange(-width / 2, width / 2, step)], 0.7, 0.25)


def steps(
    site: Site, *, width: float = 3.0, height: float = 0.45, depth: float = 1.2, count: int = 3, grey: float = 0.1
) -> None:
    """Build a few broad steps that rise toward -z."""
    stairs(site, width=width, height=height, depth=depth, steps=count, grey=grey, rail="none")


def platform_edge(
    site: Site, *, width: float = 30.0, height: float = 1.0, depth: float = 5.0, grey: float = 0.08
) -> None:
    """Build a railway platform with its white safety line near the front edge."""
    site.box(site.hard("platform", grey), (0, height / 2, 0), (width, height, depth))
    stripe = site.hard("stripe", 0.0, casts=False, gain=0.05)
    site.slab(stripe, 0, depth / 2 - 0.7, width, 0.22, y=height + 0.006, edge=(0.5, 0.4))


def arch(
    site: Site, *, width: float = 3.0, height: float = 4.0, depth: float = 0.5, grey: float = 0.1, thick: float = 0.5
) -> None:
    """Build a round arch on two piers across x."""
    part = site.hard("arch", grey)
    radius = width / 2
    spring = height - radius - thick
    for side in (-1.0, 1.0):
        site.box(part, (side * (radius + thick / 2), spring / 2, 0), (thick, spring, depth))
    angles = np.linspace(0, np.pi, 13)
    inner = np.stack([np.cos(angles) * radius, spring + np.sin(angles) * radius], axis=-1)
    outer = np.stack([np.cos(angles) * (radius + thick), spring + np.sin(angles) * (radius + thick)], axis=-1)
    for z, flip in ((depth / 2, False), (-depth / 2, True)):
        ring = _ring(inner, outer, z)
        site.quads(part, ring[:, ::-1] if flip else ring)
    for line in (inner, outer):
        near, far = (np.column_stack([line, np.full(len(line), z)]) for z in (depth / 2, -depth / 2))
        site.quads(part, np.stack([near[:-1], far[:-1], far[1:], near[1:]], axis=1), two_sided=True)
        site.line(near, 1.0, 0.15)
        site.line(far, 0.8, 0.2)
    spokes = np.stack([inner, outer], axis=1)[2:-2:2]
    front = np.concatenate([spokes, np.full((*spokes.shape[:2], 1), depth / 2 + 0.01)], axis=-1)
    site.lines(front, 0.5, 0.4, facing=_FRONT)


def _ring(inner: Array, outer: Array, z: float) -> Array:
    def lift(points: Array) -> Array:
        return np.column_stack([points, np.full(len(points), z)])

    return np.stack([lift(inner[:-1]), lift(outer[:-1]), lift(outer[1:]), lift(inner[1:])], axis=1)[:, ::1]


def roof(
    site: Site, *, width: float = 8.0, height: float = 1.4, depth: float = 6.0, grey: float = 0.4, base: float = 2.6
) -> None:
    """Build a gabled roof, ridge along x, eaves at `base`."""
    part = site.hard("roof", grey)
    turned = site.at(0, 0, 0, 90)
    turned.prism(
        part, ((-width / 2, base), (-width / 2, base + 0.06), (width / 2, base + 0.06), (width / 2, base)), depth / 2
    )
    x, z = width / 2, depth / 2
    slopes = [
        ((-x, base, z), (x, base, z), (x, base + height, 0), (-x, base + height, 0)),
        ((x, base, -z), (-x, base, -z), (-x, base + height, 0), (x, base + height, 0)),
    ]
    site.quads(part, slopes, edge=(1.0, 0.12), two_sided=True)
    gable = site.hard("gable", 0.1)
    for side in (-x + 0.1, x - 0.1):
        site.polygon(gable, ((side, base, z), (side, base, -z), (side, base + height, 0)), edge=(0.8, 0.2))
    rows = [
        ((-x, base + height * t, z * (1 - t) + 0.01), (x, base + height * t, z * (1 - t) + 0.01))
        for t in (0.25, 0.5, 0.75)
    ]
    site.lines(rows, 0.5, 0.45)


def ramp(site: Site, *, width: float = 3.0, height: float = 1.0, depth: float = 6.0, grey: float = 0.12) -> None:
    """Build a slope that rises toward -z."""
    part = site.hard("ramp", grey)
    tilt = rotation(0, float(np.degrees(np.arctan2(height, depth))), 0)
    site.box(part, (0, height / 2 - 0.1, 0), (width, 0.2, float(np.hypot(height, depth))), tilt)


ARCHITECTURE: dict[str, Kind] = {
    "floor": Kind(build=floor, size=(6.0, 0.01, 6.0), solid=False),
    "wall": Kind(build=wall, size=(4.0, 2.7, 0.05), solid=False),
    "ceiling": Kind(build=ceiling, size=(6.0, 2.7, 6.0), solid=False),
    "room": Kind(build=room, size=(6.0, 2.7, 6.0), solid=False),
    "column": Kind(build=column, size=(0.5, 4.0, 0.5)),
    "beam": Kind(build=beam, size=(6.0, 0.25, 0.25), solid=False),
    "block": Kind(build=block, size=(1.0, 1.0, 1.0)),
    "stairs": Kind(build=stairs, size=(1.4, 2.4, 3.6), flight=True),
    "steps": Kind(build=steps, size=(3.0, 0.45, 1.2), flight=True),
    "railing": Kind(build=railing, size=(4.0, 1.0, 0.06)),
    "platform_edge": Kind(build=platform_edge, size=(30.0, 1.0, 5.0), solid=False),
    "arch": Kind(build=arch, size=(4.0, 4.0, 0.5), solid=False),
    "roof": Kind(build=roof, size=(8.0, 1.4, 6.0), solid=False),
    "ramp": Kind(build=ramp, size=(3.0, 1.0, 6.0), solid=False),
}
