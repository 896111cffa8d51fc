"""Trees, bushes, stones, water and hills. Heights and shapes come from a seed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from screenplay2board.stage.geometry import Array, Faces
from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import ellipsoid, sheet, tube


def merged(site: Site, part: int, meshes: list[tuple[Array, Faces]], *, two_sided: bool = False) -> None:
    """Add many meshes of one part as one."""
    starts = np.cumsum([0, *(len(vertices) for vertices, _ in meshes)])
    vertices = np.concatenate([vertices for vertices, _ in meshes])
    faces = np.concatenate([faces + start for (_, faces), start in zip(meshes, starts[:-1], strict=True)])
    site.mesh(part, vertices, faces, two_sided=two_sided)


def tree(
    site: Site,
    *,
    height: float = 8.0,
    radius: float = 0.24,
    style: str = "leafy",
    grey: float = 0.42,
    lean: float = 0.0,
    seed: int = 0,
    far: bool = False,
) -> None:
    """Grow a tree; style: leafy, bare, tall (a forest's trunk, crown out of sight), pine, poplar.

    far: it stands where bark and all of its branches would only be noise.
    """
    random = np.random.default_rng(seed + 101)
    share = np.linspace(0, 1, 6)
    path = np.column_stack(
        [
            lean * share + 0.12 * radius * np.sin(share * 7 + seed),
            share * height,
            0.12 * radius * np.cos(share * 5 + seed),
        ]
    )
    trunk = site.soft("trunk", grey, crease_m=0.15, weight=1.1)
    radii = radius * (1.35 - 0.75 * share) * np.array((1.3, 1, 1, 1, 1, 1))
    if style == "pine":
        _pine(site, height, radius, grey, random, trunk)
        return
    meshes = [tube(path, radii, 6 if far else 9).mesh()]
    branches = {"leafy": 4, "bare": 9, "tall": 4, "poplar": 0}[style]
    for _ in range(min(branches, 1) if far else branches):
        angle, at = random.uniform(0, 2 * np.pi), random.uniform(0.4, 0.92)
        start = path[int(at * 5)]
        reach = (0.24 if style == "bare" else 0.16) * height * random.uniform(0.7, 1.1)
        end = start + np.array((np.cos(angle) * reach, reach * random.uniform(0.4, 1.0), np.sin(angle) * reach))
        meshes.append(
            tube(
                np.stack([start, (start + end) / 2 + (0, -0.05, 0), end]), np.array((0.4, 0.25, 0.08)) * radius, 6
            ).mesh()
        )
        if style == "bare":
            for _twig in range(2):
                tip = end + random.normal(0, 0.3 * reach, 3) + (0, 0.2 * reach, 0)
                meshes.append(tube(np.stack([(start + end) / 2, tip]), np.array((0.16, 0.05)) * radius, 4).mesh())
    merged(site, trunk, meshes)
    if not far:
        _bark(site, height, radius, lean, random)
    if style in ("leafy", "poplar"):
        _crown(site, height, lean, grey, style, random, seed)


def _bark(site: Site, height: float, radius: float, lean: float, random: np.random.Generator) -> None:
    for angle in random.uniform(0, 2 * np.pi, 5):
        rise = np.linspace(0.05, 0.45, 5) * height
        flare = radius * (1.16 - 0.25 * rise / height)
        site.line(
            np.column_stack([lean * rise / height + np.cos(angle) * flare, rise, np.sin(angle) * flare]), 0.6, 0.3
        )


def _crown(
    site: Site, height: float, lean: float, grey: float, style: str, random: np.random.Generator, seed: int
) -> None:
    leaf = site.soft("foliage", grey * 0.55, crease_m=0.5, weight=0.9)
    meshes: list[tuple[Array, Faces]] = []
    if style == "poplar":
        for i in range(4):
            centre = (lean, height * (0.35 + 0.2 * i), 0.0)
            meshes.append(
                ellipsoid(
                    centre, (height * 0.13, height * 0.2, height * 0.13), around=12, stacked=8, bump=0.14, seed=seed + i
                ).mesh()
            )
    else:
        for i in range(6):
            angle, out = random.uniform(0, 2 * np.pi), random.uniform(0, 0.2) * height
            centre = (lean + np.cos(angle) * out, height * random.uniform(0.72, 1.02), np.sin(angle) * out)
            size = np.array((0.2, 0.15, 0.2)) * height * random.uniform(0.75, 1.1)
            meshes.append(ellipsoid(centre, size, around=13, stacked=9, bump=0.14, seed=seed * 7 + i).mesh())
    merged(site, leaf, meshes)


def _pine(site: Site, height: float, radius: float, grey: float, random: np.random.Generator, trunk: int) -> None:
    site.post(trunk, 0, 0, height * 0.35, radius, 8)
    needle = site.soft("needles", grey, crease_m=0.3, weight=0.9)
    layers, meshes = 5, list[tuple[Array, Faces]]()
    for i in range(layers):
        low = height * (0.16 + 0.17 * i)
        wide = height * 0.23 * (1 - i / layers) + 0.12
        loft = tube(
            ((0, low, 0), (0, low + 0.08 * height, 0), (0, low + height * 0.3, 0)), (wide, wide * 0.72, 0.03), 11
        )
        loft.surface[0, :, 1] -= random.uniform(0, 0.07 * height, 11)
        meshes.append(loft.mesh())
    merged(site, needle, meshes)


# Where the branches of a tree that is climbed are held and stood on: hands, then feet, before the trunk's middle.
_HOLDS = ((0.22, 2.78, -0.24), (-0.24, 2.53, -0.20), (0.17, 0.86, -0.20), (-0.20, 1.25, -0.18))


def climbing_tree(site: Site, *, height: float = 8.0, radius: float = 0.17, seed: int = 0) -> None:
    """Grow a tree with branches in reach of who climbs it 0.5 m before its trunk, at -z, feet 0.9 m over the ground."""
    tree(site, height=height, radius=radius, seed=seed)
    branch = site.soft("branch", 0.42, crease_m=0.05)
    for x, y, z in _HOLDS:
        path = [(0.0, y - 0.14, 0.0), (x, y - 0.03, z), (2.4 * x, y + 0.10, 1.3 * z), (4.2 * x, y + 0.34, 1.5 * z)]
        site.tube(branch, path, (0.07, 0.05, 0.035, 0.012), 8)


def palm(site: Site, *, height: float = 5.2, radius: float = 0.2, lean: float = 1.6, seed: int = 0) -> None:
    """Grow a palm that leans to +x."""
    random = np.random.default_rng(seed + 103)
    share = np.linspace(0, 1, 7)
    path = np.column_stack([lean * share**1.7, height * share, 0 * share])
    trunk = site.soft("palm", 0.35)
    site.tube(trunk, path, radius - radius * 0.4 * share, 9)
    rings = [
        ((x - radius * 0.8, y, 0.6 * radius), (x, y - 0.04, radius), (x + radius * 0.8, y, 0.6 * radius))
        for x, y, _ in path[1:]
    ]
    site.lines(rings, 0.6, 0.3)
    frond = site.soft("frond", 0.5, crease_m=0.2)
    k = np.linspace(0, 1, 7)[:, None]
    for angle in np.linspace(0, 2 * np.pi, 9)[:-1] + random.uniform(0, 0.4):
        out, across = np.array((np.cos(angle), 0, np.sin(angle))), np.array((-np.sin(angle), 0, np.cos(angle)))
        spine = path[-1] + out * 2.3 * k + np.array((0, 1, 0)) * (0.7 * k - 1.9 * k * k)
        broad = 0.28 * np.sin(np.pi * np.clip(k * 0.95 + 0.05, 0, 1))
        grid = np.stack([spine - across * broad - (0, 0.1, 0), spine, spine + across * broad - (0, 0.1, 0)])
        site.mesh(frond, *sheet(grid), two_sided=True)


def bush(site: Site, *, width: float = 1.4, height: float = 0.9, grey: float = 0.3, seed: int = 0) -> None:
    """Grow a bush."""
    random = np.random.default_rng(seed + 107)
    meshes: list[tuple[Array, Faces]] = []
    for i in range(3):
        centre = (random.uniform(-0.28, 0.28) * width, height * 0.42, random.uniform(-0.16, 0.16) * width)
        size = np.array((width * 0.42, height * 0.58, width * 0.36)) * random.uniform(0.7, 1)
        meshes.append(ellipsoid(centre, size, around=12, stacked=7, bump=0.16, seed=seed * 5 + i).mesh())
    merged(site, site.soft("bush", grey, crease_m=0.3), meshes)


def hedge(site: Site, *, width: float = 6.0, height: float = 1.2, depth: float = 0.7, grey: float = 0.34) -> None:
    """Grow a trimmed hedge."""
    site.box(site.hard("hedge", grey), (0, height / 2, 0), (width, height, depth), weight=0.9)
    random = np.random.default_rng(int(width * 10))
    count = int(width * 3)
    x, y = random.uniform(-width / 2, width / 2 - 0.2, count), random.uniform(0.1, height - 0.1, count)
    z = np.full(count, depth / 2 + 0.01)
    site.lines(
        np.stack(
            [np.column_stack([x, y, z]), np.column_stack([x + 0.08, y + 0.06, z]), np.column_stack([x + 0.16, y, z])],
            axis=1,
        ),
        0.6,
        0.15,
    )


def grass(
    site: Site,
    *,
    width: float = 10.0,
    depth: float = 8.0,
    count: int = 50,
    height: float = 0.22,
    ink: float = 0.45,
    seed: int = 0,
) -> None:
    """Scatter tufts of grass: ink only."""
    random = np.random.default_rng(seed + 109)
    x, z = random.uniform(-width / 2, width / 2, count), random.uniform(-depth / 2, depth / 2, count)
    blades = np.repeat(np.column_stack([x, z]), 3, axis=0)
    blades[:, 0] += np.tile((0.0, 0.03, 0.06), count)
    bend, tall = random.uniform(-0.12, 0.12, 3 * count), height * random.uniform(0.7, 1.1, 3 * count)
    flat = np.zeros(3 * count)
    paths = np.stack(
        [
            np.column_stack([blades[:, 0], flat, blades[:, 1]]),
            np.column_stack([blades[:, 0] + bend * 0.4, tall * 0.6, blades[:, 1]]),
            np.column_stack([blades[:, 0] + bend, tall, blades[:, 1]]),
        ],
        axis=1,
    )
    site.lines(paths, 0.7, ink)


def rock(
    site: Site, *, width: float = 1.0, height: float = 0.7, depth: float = 0.9, grey: float = 0.24, seed: int = 0
) -> None:
    """Set down a boulder."""
    part = site.soft("rock", grey, crease_m=0.2)
    site.ball(
        part, (0, height * 0.36, 0), (width / 2, height * 0.62, depth / 2), around=10, stacked=7, bump=0.2, seed=seed
    )


def log(
    site: Site, *, width: float = 2.4, height: float = 0.45, depth: float = 0.45, seat: float = 0.45, grey: float = 0.4
) -> None:
    """Lay a fallen trunk along x."""
    part = site.soft("log", grey, weight=1.0)
    radius = max(seat, height) / 2
    site.tube(
        part,
        ((-width / 2, radius, 0), (0, radius, depth * 0.05), (width / 2, radius * 0.94, 0)),
        (radius, radius * 0.96, radius * 0.9),
        12,
    )
    ring = np.linspace(0, 2 * np.pi, 15)
    for share in (0.45, 0.75):
        site.line(
            [(width / 2 + 0.01, radius + np.sin(a) * radius * share, np.cos(a) * radius * share) for a in ring],
            0.6,
            0.25,
        )


def hills(
    site: Site,
    *,
    width: float = 240.0,
    height: float = 18.0,
    grey: float = 0.16,
    style: str = "hills",
    seed: int = 0,
    detail: bool = True,
) -> None:
    """Draw a ridge as a silhouette across x; style: hills, mountains (peaks with snow), dunes, woods."""
    random = np.random.default_rng(seed + 113)
    count = {"hills": 60, "dunes": 60, "mountains": 46, "woods": 160}[style]
    x = np.linspace(-width / 2, width / 2, count)
    if style == "mountains":
        y = _peaks(x, width, height, random)
    else:
        y = np.zeros(count)
        for k in range(1, 6 if style != "dunes" else 3):
            y += np.sin(x / width * k * 6.2 + random.uniform(0, 6)) * height / k * 0.5
        y = y - y.min() + height * 0.2
        if style == "woods":
            y = y * 0.4 + height * (
                0.45 + 0.16 * random.uniform(0, 1, count) + 0.1 * np.abs(np.sin(x * 24 / width * 6))
            )
    y = y * np.clip((width / 2 - np.abs(x)) / (0.1 * width), 0.0, 1.0) ** 0.7
    part = site.soft("ridge", grey, weight=0.7, casts=False, gain=0.1)
    top, base = np.column_stack([x, y, 0 * x]), np.column_stack([x, 0 * x - 3.0, 0 * x])
    site.mesh(part, *sheet(np.stack([top, base])), two_sided=True)
    if style == "mountains" and detail:
        site.line(top + np.array((0.0, 0.0, 0.08)), 0.8, 0.3)
        _snow(site, x, y, height, random)


def _peaks(x: Array, width: float, height: float, random: np.random.Generator) -> Array:
    y = np.full_like(x, height * 0.12)
    for _ in range(7):
        middle, tall = random.uniform(-0.45, 0.45) * width, height * random.uniform(0.5, 1.0)
        y = np.maximum(y, tall - np.abs(x - middle) / width * height * random.uniform(3.0, 4.6))
    return y + random.uniform(-0.03, 0.03, len(x)) * height


def _snow(site: Site, x: Array, y: Array, height: float, random: np.random.Generator) -> None:
    """Give the peaks a shaded flank and strokes down their slopes."""
    white = site.hard("snow", 0.0, casts=False, gain=0.0)
    peaks = [i for i in range(2, len(x) - 2) if y[i] == y[i - 2 : i + 3].max() and y[i] > height * 0.42]
    for i in peaks:
        step, drop = x[1] - x[0], height * 0.2
        left = (x[i] - 1.2 * step, float(np.interp(x[i] - 1.2 * step, x, y)), 0.05)
        right = (x[i] + 1.2 * step, float(np.interp(x[i] + 1.2 * step, x, y)), 0.05)
        low = y[i] - drop
        zigzag = [
            (x[i] + u * step, low + v * drop, 0.05)
            for u, v in ((0.6, 0.1), (0.25, 0.45), (-0.1, 0.05), (-0.45, 0.4), (-0.8, 0.2))
        ]
        fan = [(x[i], y[i], 0.05), right, *zigzag, left]
        for a, b in pairwise(fan[1:]):
            site.polygon(white, (fan[0], a, b))
        site.line([right, *zigzag, left], 0.6, 0.35)
        slope = np.array(
            [(x[i] + (0.2 + 0.5 * t) * step, y[i] - (0.3 + 2.6 * t) * drop, 0.06) for t in np.linspace(0, 1, 4)]
        )
        slope[:, 0] += random.uniform(-0.15, 0.15, 4) * step
        site.line(slope, 0.7, 0.35)


def water(
    site: Site,
    *,
    width: float = 800.0,
    depth: float = 600.0,
    grey: float = 0.18,
    waves: int = 60,
    near: float = 12.0,
    seed: int = 0,
    y: float = -0.02,
) -> None:
    """Lay water from z = 0 back to -depth, with wave strokes within `near` times five metres."""
    part = site.hard("water", grey, casts=False, gain=0.0)
    x = width / 2
    for z0, z1 in ((0.0, -near), (-near, -near * 5), (-near * 5, -depth)):
        if z1 < z0 and -z0 < depth:
            end = max(z1, -depth)
            site.quads(part, [((-x, y, z0), (x, y, z0), (x, y, end), (-x, y, end))])
    random = np.random.default_rng(seed + 127)
    reach = min(depth, near * 5)
    zs = -reach * random.uniform(0.02, 1.0, waves) ** 1.8
    spread = np.minimum(x, 8 - zs)
    starts, lengths = random.uniform(-1, 1, waves) * spread, random.uniform(0.5, 2.6, waves) * (1 - zs / 24)
    u = np.linspace(0, 1, 7)[None]
    xs = np.clip(starts[:, None] + u * lengths[:, None], -x, x)
    ys = np.full_like(xs, y + 0.02)
    zz = zs[:, None] + 0.06 * (1 - zs[:, None] / 14) * np.sin(u * 9 + starts[:, None])
    far = np.stack([xs, ys, zz], axis=-1)
    dark = random.random(waves) < 0.45
    site.lines(far[dark], 0.7, 0.4)
    site.lines(far[~dark], 0.9, 1.0)


def shore(site: Site, *, width: float = 120.0, depth: float = 1.1, seed: int = 0) -> None:
    """Lay the foam where water meets sand, along x."""
    u = np.linspace(-width / 2, width / 2, 80)
    z = 0.5 * np.sin(u * 0.35 + seed) + 0.25 * np.sin(u * 0.9)
    near, far = np.column_stack([u, 0 * u + 0.01, z]), np.column_stack([u, 0 * u + 0.01, z - depth])
    part = site.hard("foam", 0.0, casts=False, gain=0.05)
    site.mesh(part, *sheet(np.stack([far, near])), two_sided=True)
    site.line(near + np.array((0.0, 0.006, 0.0)), 1.0, 0.2)
    site.line(near + np.array((0.0, 0.006, 0.5)), 0.6, 0.5)


def flowers(
    site: Site, *, width: float = 2.0, height: float = 0.5, depth: float = 0.6, count: int = 16, seed: int = 0
) -> None:
    """Plant a bed of flowers: stems in ink, heads as small balls."""
    random = np.random.default_rng(seed + 131)
    heads = site.soft("flower", 0.05, crease_m=0.02, weight=0.7)
    meshes: list[tuple[Array, Faces]] = []
    paths: list[Array] = []
    for i in range(count):
        x, z = random.uniform(-0.5, 0.5) * width, random.uniform(-0.5, 0.5) * depth
        top = np.array((x + random.uniform(-0.06, 0.06), height * random.uniform(0.55, 1.0), z))
        paths.append(np.stack([(x, 0, z), top]))
        meshes.append(ellipsoid(top, (0.055, 0.04, 0.055), around=7, stacked=5, bump=0.25, seed=i).mesh())
    site.lines(np.stack(paths), 0.8, 0.3)
    merged(site, heads, meshes)


NATURE: dict[str, Kind] = {
    "tree": Kind(build=tree, size=(0.7, 8.0, 0.7)),
    "climbing_tree": Kind(build=climbing_tree, size=(0.7, 8.0, 0.5)),
    "palm": Kind(build=palm, size=(0.5, 5.2, 0.5)),
    "bush": Kind(build=bush, size=(1.4, 0.9, 1.0)),
    "hedge": Kind(build=hedge, size=(6.0, 1.2, 0.7)),
    "grass": Kind(build=grass, size=(10.0, 0.2, 8.0), solid=False),
    "rock": Kind(build=rock, size=(1.0, 0.7, 0.9)),
    "log": Kind(build=log, size=(2.4, 0.45, 0.45), seat_m=0.45),
    "hills": Kind(build=hills, size=(240.0, 18.0, 0.1), solid=False),
    "water": Kind(build=water, size=(800.0, 0.01, 600.0), solid=False),
    "shore": Kind(build=shore, size=(120.0, 0.01, 1.1), solid=False),
    "flower_bed": Kind(build=flowers, size=(2.0, 0.5, 0.6)),
}
