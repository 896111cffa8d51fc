"""Things on the ground that an action names and no set has: a cot, a kerb, heaps of leaves, papers and rubble."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.geometry import rotation
from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import Loft

COT_M = (0.7, 0.98, 1.24)
KERB_M = (9.6, 0.17, 2.4)
_BARS = 11
_KERB_STONE_M = 0.8


def crib(site: Site, *, width: float = COT_M[0], height: float = COT_M[1], depth: float = COT_M[2]) -> None:
    """Build a cot with bars along both sides, its head at the back; a baby sleeps under the cover."""
    wood = site.hard("cot", 0.25)
    half, end, floor = width / 2 - 0.02, depth / 2 - 0.015, 0.40
    for z, tall in ((-end, height), (end, height - 0.14)):
        site.box(wood, (0, 0.16 + (tall - 0.16) / 2, z), (width, tall - 0.16, 0.03))
        posts = [(side * half, tall / 2, z) for side in (-1, 1)]
        site.boxes(wood, posts, [(0.045, tall, 0.045)] * 2, weight=0.7)
    for side in (-1.0, 1.0):
        rails = [(side * half, y, 0) for y in (floor - 0.03, height - 0.2)]
        site.boxes(wood, rails, [(0.03, 0.04, 2 * end)] * 2, weight=0.8)
        zs = np.linspace(-end, end, _BARS + 2)[1:-1]
        bars = [(side * half, (floor + height - 0.2) / 2, z) for z in zs]
        site.boxes(wood, bars, [(0.02, height - 0.2 - floor, 0.02)] * _BARS, weight=0.45)
    site.box(site.hard("cot_mattress", 0.0), (0, floor + 0.05, 0), (width - 0.08, 0.1, 2 * end - 0.04), weight=0.6)
    cover, skin = site.soft("cot_cover", 0.18), site.soft("cot_baby", 0.02)
    site.ball(cover, (0, floor + 0.12, 0.1), (0.2, 0.1, 0.34), around=14, stacked=7, bump=0.05)
    site.ball(skin, (0, floor + 0.17, -0.33), 0.085, around=12, stacked=8)
    site.ball(site.soft("cot_pillow", 0.0), (0, floor + 0.11, -0.38), (0.22, 0.05, 0.13), around=12, stacked=6)


def kerb(site: Site, *, width: float = KERB_M[0], height: float = KERB_M[1], depth: float = KERB_M[2]) -> None:
    """Lay a kerb of stones along x with the pavement behind it; who sits on it has the feet in the gutter at +z."""
    stone, paving = site.hard("kerb", 0.1), site.hard("pavement", 0.04, casts=False)
    front = 0.18
    site.box(stone, (0, height / 2, front - 0.14), (width, height, 0.28), weight=1.0, grey=0.1)
    site.box(
        paving, (0, height / 2 - 0.005, front - 0.28 - (depth - 0.28) / 2), (width, height, depth - 0.28), weight=0.6
    )
    for x in np.arange(-width / 2 + _KERB_STONE_M, width / 2 - 0.1, _KERB_STONE_M):
        joint = [(x, 0.0, front + 0.003), (x, height + 0.003, front + 0.003), (x, height + 0.003, front - 0.28)]
        site.line(joint, 0.8, 0.15)
        site.line([(x, height + 0.002, front - 0.28), (x, height + 0.002, front - depth)], 0.5, 0.4)
    site.line([(-width / 2, 0.004, front + 0.3), (width / 2, 0.004, front + 0.3)], 0.6, 0.35)


def leaves(site: Site, *, width: float = 1.5, height: float = 0.5, depth: float = 1.2, seed: int = 0) -> None:
    """Rake leaves into a heap, some of them lying round it."""
    random = np.random.default_rng(seed + 401)
    heap = site.soft("leaves", 0.3, crease_m=0.04)
    shares = np.linspace(0.0, 0.96, 7)  # of its height
    rings = [
        ((0, height * y, 0), (0.44 * width * np.sqrt(1 - y**2), 0, 0), (0, 0, 0.44 * depth * np.sqrt(1 - y**2)))
        for y in shares.tolist()
    ]
    site.loft(heap, Loft.from_rings(rings, 22))
    for _ in range(110):
        angle, reach = random.uniform(0, 2 * np.pi), np.sqrt(random.uniform(0.0, 1.35))
        x, z = 0.44 * width * reach * np.cos(angle), 0.44 * depth * reach * np.sin(angle)
        y = height * float(np.sqrt(max(1.0 - reach**2, 0.0))) + 0.02
        _leaf(site, (x, y, z), random)


def _leaf(site: Site, place: tuple[float, float, float], random: np.random.Generator) -> None:
    """Add one leaf, pointed at both ends, with its rib."""
    long, yaw = random.uniform(0.05, 0.09), random.uniform(0, 360)
    tilt = rotation(yaw, random.uniform(-35, 35), random.uniform(-35, 35))
    outline = np.array(
        [(0, 0, -long), (0.45 * long, 0.008, -0.1 * long), (0, 0, long), (-0.45 * long, 0.008, -0.1 * long)]
    )
    part = site.hard("leaf", random.choice((0.06, 0.24, 0.42)), casts=False)
    site.polygon(part, outline @ tilt.T + place, edge=(0.5, 0.15))


def papers(site: Site, *, width: float = 0.62, height: float = 0.5, depth: float = 0.46, seed: int = 0) -> None:
    """Pile up papers and files, none straight on the other."""
    random = np.random.default_rng(seed + 409)
    sheet, file = site.hard("papers", 0.0), site.hard("files", 0.26)
    y = 0.0
    while y < height - 0.02:
        tall = random.uniform(0.012, 0.05)
        size = (0.5 * width * random.uniform(0.85, 1.1), tall, 0.66 * depth * random.uniform(0.9, 1.1))
        place = (0.05 * width * random.normal(), y + tall / 2, 0.05 * depth * random.normal())
        site.box(file if random.random() < 0.35 else sheet, place, size, rotation(random.normal(0, 9)), weight=0.7)
        y += tall
    for _ in range(5):
        x, z = random.uniform(-0.5, 0.5) * 1.1 * width, random.uniform(0.2, 0.5) * depth
        site.box(sheet, (x, 0.004, z), (0.21, 0.004, 0.29), rotation(random.uniform(0, 90)), weight=0.7)


def rubble(site: Site, *, width: float = 2.2, height: float = 0.7, depth: float = 1.5, seed: int = 0) -> None:
    """Heap up broken stones, bricks and boards."""
    random = np.random.default_rng(seed + 419)
    stones = [site.hard("rubble", grey) for grey in (0.12, 0.26, 0.4)]
    for index in range(70):
        angle, reach = random.uniform(0, 2 * np.pi), np.sqrt(random.uniform(0.0, 1.0))
        x, z = 0.5 * width * reach * np.cos(angle), 0.5 * depth * reach * np.sin(angle)
        size = random.uniform(0.08, 0.3) * np.array((1.3, 0.8, 1.0)) * (1.25 - 0.5 * reach)
        y = max(height * (1.0 - reach**1.2) * random.uniform(0.5, 1.0), 0.6 * float(size.max()))
        tilt = rotation(random.uniform(0, 180), random.uniform(-35, 35), random.uniform(-35, 35))
        site.box(stones[index % 3], (x, y, z), size.tolist(), tilt, weight=0.7)
    for yaw, lean in ((30.0, 24.0), (-52.0, 17.0)):
        site.box(stones[2], (0.1 * width, 0.62 * height, 0), (0.09, 0.05, 0.9 * width), rotation(yaw, lean), weight=0.8)


NAMED: dict[str, Kind] = {
    "crib": Kind(build=crib, size=COT_M),
    "kerb": Kind(build=kerb, size=KERB_M, solid=False, seat_m=KERB_M[1], sat_on_top=True),
    "leaves": Kind(build=leaves, size=(1.5, 0.5, 1.2)),
    "papers": Kind(build=papers, size=(0.62, 0.5, 0.46)),
    "rubble": Kind(build=rubble, size=(2.2, 0.7, 1.5)),
}
