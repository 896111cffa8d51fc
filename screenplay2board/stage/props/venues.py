"""What tells the use of a place: machines of gyms and studios, stalls, thrones, pumps, cribs. Fronts are at +z."""

from __future__ import annotations

import itertools

import numpy as np

from screenplay2board.stage.geometry import rotation
from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import Loft

_CIRCLE = np.linspace(0, 2 * np.pi, 25)


def treadmill(site: Site) -> None:
    """Stand a treadmill; who runs on it looks to +z."""
    steel = site.hard("treadmill", 0.5)
    site.box(steel, (0, 0.1, 0), (0.72, 0.2, 1.7))
    site.slab(site.hard("belt", 0.8), 0, 0, 0.5, 1.6, y=0.205)
    for x in (-0.34, 0.34):
        site.box(steel, (x, 0.65, 0.62), (0.06, 1.0, 0.08), rotation(0, 10, 0))
        site.box(steel, (x, 0.98, 0.42), (0.05, 0.05, 0.5))
    site.box(site.hard("treadmill_screen", 0.7), (0, 1.18, 0.7), (0.66, 0.3, 0.08), rotation(0, 20, 0))


def weight_rack(site: Site, *, width: float = 2.2, height: float = 1.1, depth: float = 0.55) -> None:
    """Stand a rack of dumb-bells in three rows."""
    frame, iron = site.hard("weight_rack", 0.5), site.soft("dumbbell", 0.85, crease_m=0.02)
    for x in (-width / 2, width / 2):
        site.box(frame, (x, height / 2, 0), (0.08, height, depth))
    for row in range(3):
        y, z = 0.25 + row * (height - 0.35) / 2, 0.14 - 0.14 * row
        site.box(frame, (0, y - 0.06, z), (width, 0.05, 0.28))
        for x in np.linspace(-width / 2 + 0.2, width / 2 - 0.2, 7):
            site.tube(iron, ((x, y + 0.02, z - 0.12), (x, y + 0.02, z + 0.12)), (0.075, 0.075), 8)


def loudspeaker(site: Site, *, width: float = 0.8, height: float = 1.7, depth: float = 0.7) -> None:
    """Stand a tower of loudspeakers."""
    site.box(site.hard("loudspeaker", 0.85), (0, height / 2, 0), (width, height, depth))
    cone = site.hard("cone", 0.55, casts=False)
    for y, radius in ((height * 0.28, width * 0.38), (height * 0.7, width * 0.32), (height * 0.92, width * 0.12)):
        ring = [(radius * np.cos(a), y + radius * np.sin(a), depth / 2 + 0.01) for a in _CIRCLE[:-1]]
        site.polygon(cone, ring, edge=(0.8, 0.2), two_sided=False)


def mirror_ball(site: Site, *, height: float = 2.6) -> None:
    """Hang a ball of mirrors at this height."""
    site.line(((0, height + 0.3, 0), (0, height + 1.4, 0)), 1.0, 0.2)
    site.ball(site.soft("mirror_ball", 0.15), (0, height, 0), 0.3, around=18, stacked=12)
    for tilt in np.linspace(-0.8, 0.8, 5):
        flat, y = 0.305 * np.cos(tilt), height + 0.305 * np.sin(tilt)
        site.line([(flat * np.cos(a), y, flat * np.sin(a)) for a in _CIRCLE], 0.7, 0.4)


def studio_camera(site: Site) -> None:
    """Stand a television camera on its pedestal; it looks to +z."""
    body = site.hard("studio_camera", 0.75)
    stem = ((0, 0.0, 0), (0, 0.12, 0), (0, 0.2, 0), (0, 1.2, 0))
    site.tube(site.soft("pedestal", 0.6), stem, (0.4, 0.36, 0.12, 0.08), 14)
    site.box(body, (0, 1.42, -0.05), (0.34, 0.4, 0.7))
    site.tube(site.soft("lens", 0.85), ((0, 1.42, 0.3), (0, 1.42, 0.68)), (0.13, 0.17), 16)
    site.box(body, (0, 1.72, -0.25), (0.3, 0.18, 0.2))
    site.ball(site.soft("tally", 0.0, emission=0.0), (0, 1.66, 0.2), 0.04, around=8, stacked=5)


def server_rack(
    site: Site, *, width: float = 0.7, height: float = 2.1, depth: float = 0.9, grey: float = 0.75, seed: int = 0
) -> None:
    """Stand a cabinet of servers with lamps."""
    site.box(site.hard("server_rack", grey), (0, height / 2, 0), (width, height, depth))
    z = depth / 2 + 0.008
    rows = np.arange(0.14, height - 0.08, 0.11)
    site.lines([((-width * 0.42, y, z), (width * 0.42, y, z)) for y in rows], 0.8, 0.9, facing=(0, 0, 1))
    rng, lamp = np.random.default_rng(seed), site.hard("server_lamp", 0.0, emission=0.0, casts=False)
    for y in rows[:-1]:
        for x in rng.choice(np.linspace(-0.36, 0.3, 10), 3, replace=False):
            site.panel(lamp, x * width, y + 0.035, 0.035, 0.03, z=z, edge=None)


def vault_door(site: Site, *, width: float = 2.2, height: float = 2.3) -> None:
    """Stand a round steel door of a vault with its wheel and bolts."""
    steel = site.soft("vault_door", 0.35, crease_m=0.04, weight=1.2)
    middle = height / 2 + 0.02
    for radius, z0, z1 in ((width / 2, 0.0, 0.2), (width * 0.42, 0.2, 0.34), (width * 0.12, 0.34, 0.42)):
        site.tube(steel, ((0, middle, z0), (0, middle, z1)), radius, 28)
    for angle in _CIRCLE[:-1:4]:
        tip = (0.32 * width * np.cos(angle), middle + 0.32 * width * np.sin(angle), 0.46)
        site.tube(site.soft("spoke", 0.7), ((0, middle, 0.44), tip), 0.03, 6)
        bolt = (0.36 * width * np.cos(angle + 0.4), middle + 0.36 * width * np.sin(angle + 0.4), 0.35)
        site.ball(site.soft("bolt", 0.6), bolt, 0.06, around=8, stacked=5)


def throne(site: Site, *, seat: float = 0.52, grey: float = 0.4) -> None:
    """Stand a throne with a high carved back."""
    wood = site.hard("throne", grey)
    site.box(wood, (0, seat / 2, 0), (0.95, seat, 0.75), weight=1.1)
    site.box(site.hard("throne_cushion", 0.65), (0, seat + 0.005, 0.03), (0.68, 0.05, 0.62))
    site.prism(wood, ((-0.36, seat), (-0.40, 2.0), (-0.30, 2.0), (-0.24, seat)), 0.46)
    peak = [(-0.46, 2.0, -0.35), (0.46, 2.0, -0.35), (0.0, 2.45, -0.36)]
    site.polygon(wood, peak, edge=(1.0, 0.1))
    for x in (-0.44, 0.44):
        site.box(wood, (x, seat + 0.17, 0.05), (0.12, 0.34, 0.66))
        site.ball(site.soft("finial", grey), (x, 2.08, -0.35), 0.09, around=10, stacked=7)


def petrol_pump(site: Site, *, height: float = 1.75) -> None:
    """Stand a petrol pump with its hose."""
    site.box(site.hard("pump", 0.1), (0, height / 2, 0), (0.75, height, 0.5), weight=1.1)
    site.panel(site.hard("pump_screen", 0.6), -0.25, height - 0.5, 0.5, 0.32, z=0.26)
    site.box(site.hard("pump_top", 0.65), (0, height + 0.08, 0), (0.8, 0.16, 0.55))
    hose = ((0.4, 1.35, 0.05), (0.62, 0.9, 0.1), (0.56, 0.45, 0.1), (0.42, 0.7, 0.1))
    site.tube(site.soft("hose", 0.9, crease_m=0.02), hose, 0.025, 6)


def canopy(site: Site, *, width: float = 12.0, height: float = 4.6, depth: float = 7.0, grey: float = 0.06) -> None:
    """Raise a flat roof on four posts."""
    site.box(site.hard("canopy", grey), (0, height, 0), (width, 0.55, depth), weight=1.1)
    for x in (-width * 0.36, width * 0.36):
        for z in (-depth * 0.3, depth * 0.3):
            site.box(site.hard("canopy_post", 0.2), (x, height / 2, z), (0.3, height, 0.3))


def market_stall(
    site: Site, *, width: float = 2.4, height: float = 2.3, depth: float = 1.3, grey: float = 0.3, seed: int = 0
) -> None:
    """Put up a stall with a striped awning and heaps of goods."""
    wood = site.hard("stall", 0.35)
    site.box(wood, (0, 0.42, 0), (width, 0.84, depth * 0.75))
    for x in (-width / 2 + 0.05, width / 2 - 0.05):
        for z in (-depth / 2, depth / 2):
            site.box(wood, (x, height / 2, z), (0.06, height, 0.06))
    cloth = (site.hard("awning", grey + 0.25), site.hard("awning_light", 0.02))
    strips = np.linspace(-width / 2 - 0.1, width / 2 + 0.1, 10)
    for i, (a, b) in enumerate(itertools.pairwise(strips)):
        low, high, front, back = height - 0.25, height + 0.15, depth / 2 + 0.3, -depth / 2
        strip = ((a, low, front), (b, low, front), (b, high, back), (a, high, back))
        site.quads(cloth[i % 2], [strip], edge=(0.8, 0.2), two_sided=True)
    rng = np.random.default_rng(seed)
    for x in np.linspace(-width / 2 + 0.3, width / 2 - 0.3, 4):
        tone = float(rng.uniform(0.05, 0.55))
        goods = site.soft("goods", tone, crease_m=0.02)
        for _ in range(7):
            at = (x + rng.uniform(-0.2, 0.2), 0.9 + rng.uniform(0, 0.08), rng.uniform(-0.3, 0.4))
            site.ball(goods, at, 0.085, around=8, stacked=6)


def slide(site: Site) -> None:
    """Stand a playground slide that runs down to +z."""
    steel, chute = site.soft("slide_frame", 0.5), site.hard("slide", 0.15)
    for x in (-0.3, 0.3):
        site.tube(steel, ((x, 0, -1.9), (x, 1.9, -1.1), (x, 2.6, -1.1)), 0.035, 6)
    site.lines([((-0.3, y, -1.9 + 0.42 * y), (0.3, y, -1.9 + 0.42 * y)) for y in np.arange(0.3, 1.9, 0.3)], 1.6, 0.2)
    path = ((1.85, -1.15), (1.8, -0.8), (0.45, 1.2), (0.35, 1.7))
    for (y0, z0), (y1, z1) in itertools.pairwise(path):
        bed = ((-0.28, y0, z0), (-0.28, y1, z1), (0.28, y1, z1), (0.28, y0, z0))
        site.quads(chute, [bed], edge=(0.9, 0.15), two_sided=True)
        for x in (-0.28, 0.28):
            rim = ((x, y0, z0), (x, y0 + 0.16, z0), (x, y1 + 0.16, z1), (x, y1, z1))
            site.quads(chute, [rim], edge=(0.9, 0.15), two_sided=True)


def swings(site: Site, *, width: float = 3.4, height: float = 2.5, seat: float = 0.5) -> None:
    """Stand a frame with two swings."""
    steel = site.soft("swing_frame", 0.55)
    site.tube(steel, ((-width / 2, height, 0), (width / 2, height, 0)), 0.045, 7)
    for x in (-width / 2, width / 2):
        for z in (-0.9, 0.9):
            site.tube(steel, ((x, height, 0), (x * 1.04, 0, z)), 0.045, 7)
    for x in (-width / 4, width / 4):
        site.lines([((x + d, height, 0), (x + d, seat, 0)) for d in (-0.22, 0.22)], 1.0, 0.2)
        site.box(site.hard("swing_seat", 0.7), (x, seat - 0.02, 0), (0.5, 0.04, 0.26))


def scaffold(site: Site, *, width: float = 6.0, height: float = 6.0, depth: float = 1.2) -> None:
    """Put up a scaffold in three storeys with planks and braces."""
    tubes, plank = site.soft("scaffold", 0.5, crease_m=0.03), site.hard("plank", 0.25)
    xs, levels = np.linspace(-width / 2, width / 2, 4), np.linspace(0.0, height, 4)
    for x in xs:
        for z in (-depth / 2, depth / 2):
            site.tube(tubes, ((x, 0, z), (x, height, z)), 0.04, 6)
    for y in levels[1:]:
        site.box(plank, (0, y - 0.06, 0), (width, 0.06, depth))
        site.line(((-width / 2, y + 0.0, depth / 2), (width / 2, y, depth / 2)), 1.6, 0.2)
    for i, x in enumerate(xs[:-1]):
        braces = [((x, a, depth / 2), (xs[i + 1], b, depth / 2)) for a, b in itertools.pairwise(levels)]
        site.lines(braces, 1.2, 0.25)


def tower_crane(site: Site, *, height: float = 24.0, reach: float = 18.0) -> None:
    """Raise a tower crane."""
    steel = site.hard("tower_crane", 0.45)
    site.box(steel, (0, height / 2, 0), (1.1, height, 1.1), edges=False)
    rungs = np.arange(0, height - 1.5, 1.5)
    site.lines([((-0.55, y, 0.56), (0.55, y + 1.5, 0.56)) for y in rungs], 1.0, 0.1)
    site.box(steel, (reach * 0.32, height + 0.5, 0), (reach, 0.8, 0.8))
    site.box(site.hard("counterweight", 0.6), (-reach * 0.16, height, 0), (1.6, 1.8, 1.2))
    site.lines([((0, height + 4, 0), (reach * 0.8, height + 0.9, 0)), ((0, height + 4, 0), (0, height, 0))], 1.2, 0.15)
    site.line(((reach * 0.6, height, 0), (reach * 0.6, height * 0.5, 0)), 1.0, 0.2)


def sandbags(site: Site, *, width: float = 4.0, height: float = 1.1, depth: float = 0.5, seed: int = 0) -> None:
    """Pile up a breastwork of sandbags."""
    sack = site.soft("sandbag", 0.26, crease_m=0.03)
    rng = np.random.default_rng(seed)
    for row, y in enumerate(np.arange(0.12, height, 0.2)):
        for x in np.arange(-width / 2 + 0.28 * (row % 2), width / 2, 0.56):
            site.ball(sack, (x + 0.28, y, rng.uniform(-0.04, 0.04)), (0.29, 0.12, depth / 2), around=10, stacked=6)


def barbed_wire(site: Site, *, width: float = 6.0, height: float = 1.0) -> None:
    """Stretch coils of barbed wire between slanting stakes."""
    stake = site.soft("stake", 0.55)
    for x in np.linspace(-width / 2, width / 2, 4):
        site.tube(stake, ((x - 0.12, 0, -0.1), (x + 0.1, height, 0.1)), 0.035, 6)
    u = np.linspace(0, 1, int(width * 14))
    coil = [(u - 0.5) * width, height * 0.5 + 0.38 * height * np.sin(u * width * 9), 0.35 * np.cos(u * width * 9)]
    site.line(np.column_stack(coil), 1.0, 0.15)
    for y in (0.35, 0.9):
        site.line(((-width / 2, y * height, 0), (width / 2, y * height, 0)), 0.9, 0.2)


def coffin(site: Site, *, height: float = 0.95, grey: float = 0.5) -> None:
    """Stand a coffin on a draped bier, its lid closed and flowers on it."""
    site.box(site.hard("bier", 0.05), (0, (height - 0.42) / 2, 0), (2.0, height - 0.42, 0.7))
    part = site.hard("coffin", grey)
    outline = ((-1.0, -0.22), (-0.5, -0.34), (1.0, -0.24), (1.0, 0.24), (-0.5, 0.34), (-1.0, 0.22))
    low, high = (np.array([(x, y, z) for x, z in outline]) for y in (height - 0.42, height))
    following = np.roll(np.arange(6), -1)
    walls = np.stack([low, low[following], high[following], high], axis=1)
    site.quads(part, walls, edge=(1.0, 0.1), two_sided=True)
    site.polygon(part, high, edge=(1.1, 0.1))
    for x in np.linspace(-0.5, 0.3, 5):
        wreath = site.soft("wreath", 0.05, crease_m=0.02)
        site.ball(wreath, (x, height + 0.06, 0.05), 0.09, around=9, stacked=6, bump=0.2)


def plinth(site: Site, *, height: float = 1.1, style: str = "bust") -> None:
    """Stand a plinth with what is shown on it; style: bust, vase, buddha."""
    site.box(site.hard("plinth", 0.0), (0, height / 2, 0), (0.55, height, 0.55), weight=1.1)
    stone = site.soft("sculpture", 0.2, crease_m=0.03)
    if style == "vase":
        path = ((0, height, 0), (0, height + 0.2, 0), (0, height + 0.4, 0), (0, height + 0.55, 0))
        site.tube(stone, path, (0.1, 0.2, 0.1, 0.13), 16)
    elif style == "buddha":
        site.ball(stone, (0, height + 0.16, 0.05), (0.42, 0.17, 0.3), around=16, stacked=8)
        site.ball(stone, (0, height + 0.5, 0), (0.26, 0.36, 0.18), around=14, stacked=9)
        site.ball(stone, (0, height + 0.98, 0.02), (0.16, 0.2, 0.17), around=14, stacked=9)
        site.ball(stone, (0, height + 1.2, -0.01), 0.07, around=9, stacked=6)
    else:
        outline = ((0.0, 0.09, 0.09), (0.12, 0.25, 0.13), (0.26, 0.20, 0.11), (0.36, 0.07, 0.07))
        rings = [((0, height + y, 0), (wide, 0, 0), (0, 0, deep)) for y, wide, deep in outline]
        site.loft(stone, Loft.from_rings(rings, 14))
        site.ball(stone, (0, height + 0.5, 0.02), (0.11, 0.16, 0.13), around=14, stacked=9)


def pagoda_hall(
    site: Site, *, width: float = 14.0, height: float = 6.5, depth: float = 7.0, grey: float = 0.45
) -> None:
    """Build a hall with a stone terrace, red columns and a sweeping tiled roof, as in an east Asian palace."""
    site.box(site.hard("terrace", 0.08), (0, 0.4, 0), (width + 2, 0.8, depth + 2), weight=1.1)
    site.box(site.hard("hall_wall", 0.12), (0, 2.1, 0), (width - 0.8, 2.6, depth - 0.8))
    pillar = site.soft("hall_column", grey + 0.15)
    for x in np.linspace(-width / 2 + 0.3, width / 2 - 0.3, 6):
        site.post(pillar, x, depth / 2 - 0.1, 2.8, 0.17, y=0.8)
        if x < width / 2 - 1:
            site.panel(site.hard("lattice", 0.35), x + 0.5, 1.0, 1.4, 2.1, z=depth / 2 - 0.38)
    tiles = site.hard("roof_tiles", 0.6)
    u = np.linspace(-1, 1, 15)
    eave = np.column_stack([u * (width / 2 + 1.4), 3.5 + 0.7 * np.abs(u) ** 3, np.full(15, depth / 2 + 1.2)])
    ridge = np.column_stack([u * width * 0.38, height + 0.2 * u * u, np.zeros(15)])
    for front in (1.0, -1.0):
        low = eave * (1, 1, front)
        site.quads(tiles, np.stack([low[:-1], low[1:], ridge[1:], ridge[:-1]], axis=1), two_sided=True)
        site.line(low, 1.4, 0.1)
        site.lines(np.stack([low, ridge], axis=1), 0.7, 0.9)
    site.line(ridge, 2.0, 0.1)
    for i in (0, -1):
        side = [eave[i], eave[i] * (1, 1, -1), ridge[i]]
        site.polygon(tiles, side, edge=(1.0, 0.1))


def lighthouse_tower(site: Site, *, height: float = 16.0) -> None:
    """Raise a striped lighthouse with its lantern."""
    levels = np.linspace(0, height, 6)
    for i, (a, b) in enumerate(itertools.pairwise(levels)):
        band = site.soft("lighthouse_band" if i % 2 else "lighthouse", 0.6 if i % 2 else 0.0, weight=1.1)
        site.tube(band, ((0, a, 0), (0, b, 0)), (2.4 - 0.06 * a, 2.4 - 0.06 * b), 22)
    site.tube(site.soft("gallery", 0.6), ((0, height, 0), (0, height + 0.2, 0)), 2.0, 22)
    site.tube(site.soft("lantern", 0.0, emission=0.0), ((0, height + 0.2, 0), (0, height + 1.9, 0)), 1.1, 16)
    site.tube(site.soft("lantern_roof", 0.7), ((0, height + 1.9, 0), (0, height + 3.0, 0)), (1.4, 0.05), 16)


def shack_tent(site: Site, *, width: float = 3.4, height: float = 2.4, depth: float = 2.8, grey: float = 0.4) -> None:
    """Put up a street food tent: a canvas roof with side sheets, open to +z."""
    cloth = site.hard("tent_cloth", grey)
    half, z = width / 2, depth / 2
    for x in (-half, half):
        side = ((x, 0.3, z), (x, 0.3, -z), (x, height, -z), (x, height, z))
        site.quads(cloth, [side], edge=(0.9, 0.2), two_sided=True)
        for end in (-z, z):
            site.tube(site.soft("tent_pole", 0.6), ((x, 0, end), (x, height, end)), 0.03, 6)
        roof = ((x, height, z), (x, height, -z), (0, height + 0.5, -z), (0, height + 0.5, z))
        site.quads(cloth, [roof], edge=(1.0, 0.15), two_sided=True)
    back = ((-half, 0.3, -z), (half, 0.3, -z), (half, height, -z), (-half, height, -z))
    site.quads(cloth, [back], edge=(0.9, 0.2), two_sided=True)
    bulb = site.soft("bulb", 0.0, emission=0.0)
    for x in np.linspace(-half + 0.3, half - 0.3, 5):
        site.ball(bulb, (x, height - 0.12, z), 0.06, around=8, stacked=6)


VENUES: dict[str, Kind] = {
    "treadmill": Kind(build=treadmill, size=(0.75, 1.3, 1.75)),
    "weight_rack": Kind(build=weight_rack, size=(2.2, 1.1, 0.55)),
    "loudspeaker": Kind(build=loudspeaker, size=(0.8, 1.7, 0.7)),
    "mirror_ball": Kind(build=mirror_ball, size=(0.6, 2.9, 0.6), solid=False),
    "studio_camera": Kind(build=studio_camera, size=(0.8, 1.8, 1.1)),
    "server_rack": Kind(build=server_rack, size=(0.7, 2.1, 0.9)),
    "vault_door": Kind(build=vault_door, size=(2.2, 2.3, 0.5), hung=True),
    "throne": Kind(build=throne, size=(0.95, 2.4, 0.78), seat_m=0.52),
    "petrol_pump": Kind(build=petrol_pump, size=(1.0, 1.9, 0.55)),
    "canopy": Kind(build=canopy, size=(12.0, 4.9, 7.0), solid=False),
    "market_stall": Kind(build=market_stall, size=(2.5, 2.4, 1.5)),
    "slide": Kind(build=slide, size=(0.7, 2.6, 3.8)),
    "swings": Kind(build=swings, size=(3.5, 2.5, 1.9), seat_m=0.5),
    "scaffold": Kind(build=scaffold, size=(6.0, 6.0, 1.3)),
    "tower_crane": Kind(build=tower_crane, size=(1.2, 24.0, 1.2), solid=False),
    "sandbags": Kind(build=sandbags, size=(4.2, 1.1, 0.5)),
    "barbed_wire": Kind(build=barbed_wire, size=(6.2, 1.0, 0.35)),
    "coffin": Kind(build=coffin, size=(2.0, 1.0, 0.7)),
    "plinth": Kind(build=plinth, size=(0.55, 1.75, 0.55)),
    "pagoda_hall": Kind(build=pagoda_hall, size=(16.5, 6.7, 9.2)),
    "lighthouse_tower": Kind(build=lighthouse_tower, size=(4.8, 19.0, 4.8)),
    "shack_tent": Kind(build=shack_tent, size=(3.4, 2.9, 2.8), solid=False),
}
