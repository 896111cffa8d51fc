"""What grows and stands in fields, by rivers and in dunes."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.geometry import Array, Faces
from screenplay2board.stage.props.nature import merged
from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import sheet


def furrows(site: Site, *, width: float = 40.0, depth: float = 40.0, step: float = 1.1, seed: int = 0) -> None:
    """Draw furrows along z: ink only, uneven by hand."""
    random = np.random.default_rng(seed + 501)
    z = np.linspace(depth / 2, -depth / 2, 14)
    lines = [
        np.column_stack([x + random.uniform(-0.05, 0.05, 14), np.full(14, 0.01), z])
        for x in np.arange(-width / 2, width / 2, step)
    ]
    site.lines(np.stack(lines), 0.7, 0.5)


def grain(
    site: Site, *, width: float = 8.0, depth: float = 10.0, height: float = 0.85, count: int = 430, seed: int = 0
) -> None:
    """Grow a stand of wheat, ink only: stalks that the wind bends one way, with an ear on each."""
    random = np.random.default_rng(seed + 211)
    x = random.uniform(-width / 2, width / 2, count)
    z = random.uniform(-depth / 2, depth / 2, count)
    lean = 0.14 + 0.08 * np.sin(0.9 * x + 0.5 * z) + random.uniform(-0.05, 0.05, count)
    tall = height * random.uniform(0.8, 1.05, count)
    foot, neck, tip = (
        np.column_stack([x + share * lean, up * tall, z]) for share, up in ((0.0, 0.0), (0.6, 0.8), (1.1, 1.0))
    )
    site.lines(np.stack([foot, 0.5 * (foot + neck), neck], axis=1), 0.7, 0.4)
    site.lines(np.stack([neck, 0.5 * (neck + tip), tip], axis=1), 2.3, 0.5)


def crop(
    site: Site, *, width: float = 5.0, depth: float = 6.0, height: float = 1.5, grey: float = 0.24, seed: int = 0
) -> None:
    """Grow a stand of corn: stalks with two leaves each."""
    random = np.random.default_rng(seed + 503)
    part = site.soft("corn", grey, crease_m=0.2, weight=0.7)
    meshes: list[tuple[Array, Faces]] = []
    for x in np.arange(-width / 2, width / 2, 0.7):
        for z in np.arange(-depth / 2, depth / 2, 0.9):
            foot = np.array((x + random.uniform(-0.1, 0.1), 0.0, z + random.uniform(-0.15, 0.15)))
            meshes.extend(_stalk(foot, height * random.uniform(0.8, 1.15), random))
    merged(site, part, meshes, two_sided=True)


def _stalk(foot: Array, tall: float, random: np.random.Generator) -> list[tuple[Array, Faces]]:
    outline = np.array((((-0.03, 0.0, 0.0), (0.03, 0.0, 0.0)), ((-0.01, tall, 0.0), (0.01, tall, 0.0))))
    meshes = [sheet(foot + outline)]
    for side in (-1.0, 1.0):
        start, reach = tall * random.uniform(0.35, 0.6), side * random.uniform(0.30, 0.52)
        lower = ((0.0, start, 0.0), (reach * 0.5, start + 0.30, 0.05), (reach, start + 0.1, 0.08))
        upper = ((0.0, start + 0.13, 0.0), (reach * 0.5, start + 0.42, 0.05), (reach, start + 0.11, 0.08))
        meshes.append(sheet(foot + np.array((lower, upper))))
    return meshes


def hay_bale(site: Site, *, width: float = 1.5, height: float = 1.5, depth: float = 1.3, grey: float = 0.14) -> None:
    """Lay down a round bale; its flat ends face +z and -z."""
    part, radius = site.soft("hay", grey, weight=1.0), height / 2
    site.tube(part, ((0, radius, -depth / 2), (0, radius, depth / 2)), radius, 18)
    turns = np.linspace(0, 6 * np.pi, 46)
    spiral = np.column_stack(
        [
            np.cos(turns) * radius * turns / (6.4 * np.pi) * width / height,
            radius + np.sin(turns) * radius * turns / (6.4 * np.pi),
            np.full(46, depth / 2 + 0.01),
        ]
    )
    site.line(spiral, 0.6, 0.35, facing=(0, 0, 1))


def ripples(site: Site, *, width: float = 40.0, depth: float = 24.0, count: int = 46, seed: int = 0) -> None:
    """Draw the wind's ripples in sand: ink only."""
    random = np.random.default_rng(seed + 507)
    u = np.linspace(0, 1, 9)
    lines: list[Array] = []
    for _ in range(count):
        x, z, reach = (
            random.uniform(-width / 2, width / 2),
            random.uniform(-depth / 2, depth / 2),
            random.uniform(0.8, 3.0),
        )
        lines.append(np.column_stack([x + u * reach, np.full(9, 0.01), z + 0.12 * np.sin(u * 6 + x)]))
    site.lines(np.stack(lines), 0.6, 0.6)


def reeds(
    site: Site, *, width: float = 1.6, height: float = 1.5, depth: float = 0.7, count: int = 16, seed: int = 0
) -> None:
    """Grow reeds with dark heads."""
    random = np.random.default_rng(seed + 509)
    heads = site.soft("reed_head", 0.65, crease_m=0.02, weight=0.7)
    for i in range(count):
        x, z, tall = (
            random.uniform(-0.5, 0.5) * width,
            random.uniform(-0.5, 0.5) * depth,
            height * random.uniform(0.6, 1.0),
        )
        lean = random.uniform(-0.15, 0.15)
        site.line(((x, 0, z), (x + lean * 0.4, tall * 0.6, z), (x + lean, tall, z)), 0.9, 0.25)
        if i % 3 == 0:
            site.tube(heads, ((x + lean * 0.9, tall * 0.86, z), (x + lean * 1.05, tall * 1.04, z)), 0.025, 6)


def jetty(site: Site, *, width: float = 1.6, height: float = 0.3, depth: float = 5.0, grey: float = 0.26) -> None:
    """Build a landing stage of boards that runs to -z."""
    part = site.hard("jetty", grey)
    zs = np.arange(-depth / 2 + 0.12, depth / 2, 0.24)
    site.boxes(part, [(0, height - 0.03, z) for z in zs], [(width, 0.05, 0.2)] * len(zs), weight=0.7)
    posts = [(sx * (width / 2 - 0.08), 0.0, z) for sx in (-1, 1) for z in (-depth / 2 + 0.2, 0.0, depth / 2 - 0.2)]
    site.boxes(part, posts, [(0.14, 2 * height + 0.5, 0.14)] * len(posts))


def station_clock(site: Site, *, width: float = 0.8, height: float = 1.2) -> None:
    """Hang a round clock with two faces from above; the origin is its lower edge."""
    radius = width / 2
    site.tube(site.soft("clock_case", 0.6), ((0, radius, -0.08), (0, radius, 0.08)), radius, 22)
    ring = np.linspace(0, 2 * np.pi, 25)[:-1]
    for yaw in (0.0, 180.0):
        face = site.at(0, 0, 0, yaw)
        outline = [(np.cos(a) * radius * 0.86, radius + np.sin(a) * radius * 0.86, 0.085) for a in ring]
        face.polygon(face.hard("clock_face", 0.0, emission=0.0, casts=False), outline, edge=(1.0, 0.1), two_sided=False)
        hands = ((-radius * 0.4, radius * 1.25, 0.09), (0, radius, 0.09), (0, radius * 1.7, 0.09))
        face.line(hands, 1.4, 0.05, facing=(0, 0, 1))
    site.line(((0, width, 0), (0, height, 0)), 1.5, 0.15)


def hung_board(site: Site, *, width: float = 2.2, height: float = 0.8, depth: float = 0.14) -> None:
    """Hang the board of departures, dark with lines of light, facing +z; the origin is its lower edge."""
    site.box(site.hard("board", 0.84), (0, height / 2, 0), (width, height, depth), grey=0.1)
    z, rows = depth / 2 + 0.01, 4
    for row in range(rows):
        y = height * (0.82 - 0.2 * row)
        spans = ((-0.46, -0.34), (-0.28, 0.1 - 0.05 * (row % 2)), (0.2, 0.3), (0.36, 0.46))
        site.lines([((a * width, y, z), (b * width, y, z)) for a, b in spans], 1.5, 1.0, facing=(0, 0, 1))
    site.lines([((x, height, 0), (x, height + 0.4, 0)) for x in (-width * 0.4, width * 0.4)], 1.3, 0.15)


COUNTRY: dict[str, Kind] = {
    "furrows": Kind(build=furrows, size=(40.0, 0.01, 40.0), solid=False),
    "crop": Kind(build=crop, size=(5.0, 1.5, 6.0)),
    "grain": Kind(build=grain, size=(8.0, 0.85, 10.0), solid=False),
    "hay_bale": Kind(build=hay_bale, size=(1.5, 1.5, 1.3)),
    "ripples": Kind(build=ripples, size=(40.0, 0.01, 24.0), solid=False),
    "reeds": Kind(build=reeds, size=(1.6, 1.5, 0.7)),
    "jetty": Kind(build=jetty, size=(1.6, 0.3, 5.0)),
    "station_clock": Kind(build=station_clock, size=(0.8, 1.2, 0.2), solid=False),
    "board_hung": Kind(build=hung_board, size=(2.2, 0.8, 0.14), solid=False),
}
