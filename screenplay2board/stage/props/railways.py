"""Rails, trains, ships, harbours, bridges. The front of a vehicle is +z."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import Loft

_FACING = (0.0, 0.0, 1.0)


def rails(site: Site, *, width: float = 1.5, depth: float = 80.0, grey: float = 0.2) -> None:
    """Lay a track along z on its sleepers."""
    bed = site.hard("ballast", grey, casts=False)
    site.slab(bed, 0, 0, width * 2.0, depth, y=0.008, edge=(0.6, 0.4))
    zs = np.arange(-depth / 2 + 0.3, depth / 2, 0.75)
    sleepers = site.hard("sleeper", 0.42)
    site.boxes(sleepers, [(0, 0.05, z) for z in zs], [(width * 1.55, 0.08, 0.24)] * len(zs), weight=0.6, edges=False)
    tops = [((side * width * 0.72, 0.092, z), (-side * width * 0.72, 0.092, z)) for side in (1.0,) for z in zs + 0.12]
    site.lines(tops, 0.6, 0.2)
    rail = site.hard("rail", 0.6)
    site.boxes(rail, [(side * width / 2, 0.15, 0) for side in (-1, 1)], [(0.08, 0.13, depth)] * 2)


def train(site: Site, *, width: float = 2.9, height: float = 3.7, depth: float = 40.0, grey: float = 0.12) -> None:
    """Stand a train of coaches along z, with the cab at its front; windows and doors on both sides."""
    body = site.hard("train", grey)
    low = 0.9
    nose = [
        (-depth / 2, low),
        (-depth / 2, height),
        (depth / 2 - 1.2, height),
        (depth / 2, low + 1.4),
        (depth / 2, low),
    ]
    site.prism(body, nose, width / 2, edge=(1.1, 0.12))
    site.box(site.hard("bogies", 0.75), (0, low * 0.6, 0), (width - 0.5, low * 0.7, depth - 1.5), edges=False)
    for side, yaw in ((-1.0, -90.0), (1.0, 90.0)):
        flank = site.at(side * width / 2, 0, 0, yaw)
        stripe = flank.hard("stripe", 0.5, casts=False)
        flank.panel(stripe, -depth / 2, low + 0.55, depth, 0.22, z=0.012, edge=None)
        glass = flank.hard("train_window", 0.55, casts=False, emission=0.03 if site.night else None)
        door = flank.hard("train_door", 0.3, casts=False)
        pitch = 2.0
        for i, x in enumerate(np.arange(-depth / 2 + 1.0, depth / 2 - 2.4, pitch)):
            if i % 5 == 2:
                flank.panel(door, float(x) + 0.3, low + 0.05, 1.3, 2.2, z=0.02, edge=(0.9, 0.15))
                flank.panel(glass, float(x) + 0.5, low + 1.1, 0.35, 0.85, z=0.026, edge=(0.6, 0.2))
                flank.panel(glass, float(x) + 1.05, low + 1.1, 0.35, 0.85, z=0.026, edge=(0.6, 0.2))
            else:
                flank.panel(glass, float(x) + 0.1, low + 1.05, pitch - 0.3, 0.9, z=0.016)
        flank.lines(
            [((x, low, 0.02), (x, height, 0.02)) for x in np.arange(-depth / 2, depth / 2, 20.0)],
            1.4,
            0.1,
            facing=_FACING,
        )
    _train_face(site, width, low, height, depth)


def _train_face(site: Site, width: float, low: float, height: float, depth: float) -> None:
    screen = site.hard("wind_screen", 0.6, casts=False, emission=0.5 if site.night else None)
    z0, z1 = depth / 2 + 0.02, depth / 2 - 1.16
    a, b = low + 1.5, height - 0.25
    x = width / 2 - 0.25
    share = (b - low - 1.4) / (height - low - 1.4)
    back = z0 - share * (z0 - z1) + 0.03
    site.quads(screen, [((-x, a, z0), (x, a, z0), (x * 0.94, b, back), (-x * 0.94, b, back))], edge=(1.1, 0.1))
    lamp = site.soft("head_lamp", 0.0, emission=0.0)
    for side in (-1.0, 1.0):
        site.ball(lamp, (side * width * 0.34, low + 0.5, depth / 2 + 0.02), (0.15, 0.12, 0.06), around=10, stacked=6)
    site.box(site.hard("buffer", 0.7), (0, low * 0.55, depth / 2 + 0.1), (1.0, 0.3, 0.5))


def coach_seats(
    site: Site, *, width: float = 1.0, height: float = 1.15, depth: float = 0.6, seat: float = 0.45, grey: float = 0.36
) -> None:
    """Build a double seat of a train, bus or plane, facing +z."""
    part = site.soft("coach_seat", grey, crease_m=0.05)
    each = width / 2
    for x in (-each / 2, each / 2):
        pad = [
            ((x, seat - 0.07, 0.24), (each * 0.46, 0, 0), (0, 0.07, 0)),
            ((x, seat - 0.07, -0.2), (each * 0.46, 0, 0), (0, 0.07, 0)),
        ]
        back = [
            ((x, seat - 0.1, -0.24), (each * 0.46, 0, 0), (0, 0, 0.07)),
            ((x, height - 0.2, -0.3), (each * 0.45, 0, 0), (0, 0, 0.07)),
            ((x, height, -0.33), (each * 0.3, 0, 0), (0, 0, 0.05)),
        ]
        site.loft(part, Loft.from_rings(pad, 12, squareness=3.0))
        site.loft(part, Loft.from_rings(back, 12, squareness=3.0))
    arm = site.hard("arm_rest", 0.7)
    site.boxes(
        arm, [(side * width / 2, seat + 0.16, -0.02) for side in (-1, 1)], [(0.05, 0.05, depth * 0.7)] * 2, weight=0.7
    )
    site.box(site.hard("seat_foot", 0.6), (0, (seat - 0.14) / 2, -0.05), (width * 0.5, seat - 0.14, 0.3))


def coach_shell(
    site: Site,
    *,
    width: float = 2.9,
    height: float = 2.35,
    depth: float = 14.0,
    grey: float = 0.04,
    style: str = "train",
) -> None:
    """Build the inside of a coach along z, floor, walls with windows and ceiling; style: train, plane, bus."""
    half = width / 2
    floor = site.hard("coach_floor", 0.24, casts=False)
    site.slab(floor, 0, 0, width, depth, y=0.0)
    wall, dado = site.hard("coach_wall", grey, casts=False, gain=0.12), site.hard("coach_dado", 0.16, casts=False)
    glass = site.hard("coach_window", 0.0, casts=False, emission=0.82 if site.night else 0.02)
    for side, yaw in ((-1.0, 90.0), (1.0, -90.0)):
        flank = site.at(side * half, 0, 0, yaw)
        flank.panel(wall, -depth / 2, 0, depth, height, z=0.0, edge=(0.8, 0.25))
        flank.panel(dado, -depth / 2, 0, depth, 0.75, z=0.008, edge=(0.7, 0.3))
        _coach_windows(flank, depth, style, glass)
    roof = site.hard("coach_ceiling", grey + 0.04, casts=False, gain=0.0)
    rib = half * 0.72
    bends = [
        ((-half, height - 0.35), (-rib, height)),
        ((-rib, height), (rib, height)),
        ((rib, height), (half, height - 0.35)),
    ]
    for (x0, y0), (x1, y1) in bends:
        site.quads(
            roof,
            [((x0, y0, -depth / 2), (x1, y1, -depth / 2), (x1, y1, depth / 2), (x0, y0, depth / 2))],
            edge=(0.7, 0.3),
        )
    strip = site.hard("coach_light", 0.0, emission=0.0, casts=False)
    site.quads(
        strip,
        [
            (
                (-0.15, height - 0.01, -depth / 2),
                (0.15, height - 0.01, -depth / 2),
                (0.15, height - 0.01, depth / 2),
                (-0.15, height - 0.01, depth / 2),
            )
        ],
        edge=(0.6, 0.3),
    )
    rack = site.hard("luggage_rack", 0.3)
    site.boxes(
        rack,
        [(side * (half - 0.22), height - 0.5, 0) for side in (-1, 1)],
        [(0.4, 0.05 if style != "plane" else 0.28, depth)] * 2,
    )
    end = site.at(0, 0, -depth / 2)
    end.panel(wall, -half, 0, width, height, z=0.0, edge=(0.9, 0.2))
    end.panel(site.hard("coach_door", 0.34, casts=False), -0.4, 0, 0.8, 1.95, z=0.012, edge=(1.1, 0.12))
    end.panel(glass, -0.22, 1.05, 0.44, 0.7, z=0.02, edge=(0.9, 0.15))
    other = site.at(0, 0, depth / 2, 180)
    other.panel(wall, -half, 0, width, height, z=0.0, edge=(0.9, 0.2))
    other.panel(site.hard("coach_door", 0.34, casts=False), -0.4, 0, 0.8, 1.95, z=0.012, edge=(1.1, 0.12))


def _coach_windows(flank: Site, depth: float, style: str, glass: int) -> None:
    pitch, wide, tall, sill = {
        "train": (1.9, 1.4, 0.85, 0.95),
        "bus": (1.5, 1.25, 0.95, 0.9),
        "plane": (0.55, 0.26, 0.38, 1.0),
    }[style]
    land = flank.hard("passing_land", 0.12, casts=False, emission=0.9 if flank.night else 0.16)
    random = np.random.default_rng(int(depth * 10))
    for x in np.arange(-depth / 2 + 0.3, depth / 2 - wide, pitch):
        flank.panel(glass, float(x), sill, wide, tall, z=0.014, edge=(1.1, 0.12))
        if style != "plane":
            flank.panel(land, float(x), sill, wide, tall * random.uniform(0.2, 0.42), z=0.018, edge=(0.5, 0.4))


def pole_grip(site: Site, *, height: float = 2.2) -> None:
    """Stand the pole that passengers hold on to."""
    site.post(site.soft("grip_pole", 0.2), 0, 0, height, 0.018, 8)


def container(site: Site, *, width: float = 6.0, height: float = 2.5, depth: float = 2.4, grey: float = 0.3) -> None:
    """Set down a freight container with corrugated sides."""
    site.box(site.hard("container", grey), (0, height / 2, 0), (width, height, depth), weight=1.0)
    for z, facing in ((depth / 2 + 0.01, 1.0), (-depth / 2 - 0.01, -1.0)):
        xs = np.arange(-width / 2 + 0.2, width / 2, 0.3)
        site.lines([((x, 0.12, z), (x, height - 0.12, z)) for x in xs], 0.5, 0.3, facing=(0, 0, facing))
    side = site.at(width / 2, 0, 0, 90)
    side.lines(
        [((x, 0.1, 0.01), (x, height - 0.1, 0.01)) for x in (-0.6, -0.25, 0.0, 0.25, 0.6)], 0.8, 0.2, facing=_FACING
    )


def harbour_crane(site: Site, *, height: float = 18.0, width: float = 7.0, reach: float = 14.0) -> None:
    """Raise a harbour crane: two legs, a boom to +x, cables in ink."""
    part = site.hard("crane", 0.5)
    site.boxes(
        part,
        [(sx * width / 2, height * 0.4, sz * 1.6) for sx in (-1, 1) for sz in (-1, 1)],
        [(0.5, height * 0.8, 0.5)] * 4,
    )
    site.box(part, (0, height * 0.8, 0), (width + 0.6, 0.7, 4.0))
    site.box(part, (reach * 0.3, height * 0.86, 0), (reach * 1.6, 0.7, 0.9))
    site.box(part, (0, height * 0.92, 0), (2.0, 1.6, 2.0))
    site.lines(
        [
            ((0, height, 0), (reach * 1.05, height * 0.89, 0)),
            ((0, height, 0), (-reach * 0.45, height * 0.89, 0)),
            ((0, height * 0.86, 0), (0, height, 0)),
        ],
        1.1,
        0.15,
    )
    site.line(((reach * 0.85, height * 0.86, 0), (reach * 0.85, height * 0.45, 0)), 0.9, 0.2)
    site.box(part, (reach * 0.85, height * 0.43, 0), (0.6, 0.5, 0.5))


def ship(
    site: Site,
    *,
    width: float = 34.0,
    height: float = 12.0,
    depth: float = 7.0,
    grey: float = 0.5,
    freight: bool = True,
) -> None:
    """Moor a ship along x, its bow to +x."""
    hull, upper = site.hard("hull", grey), site.hard("superstructure", 0.04)
    deck, x = height * 0.36, width / 2
    for z, facing in ((depth / 2, 1), (-depth / 2, -1)):
        outline = [
            (-x, deck, z),
            (-x * 0.94, 0, z),
            (x * 0.82, 0, z * 0.7),
            (x, deck * 1.25, z * 0.2),
            (x * 0.7, deck, z),
        ]
        site.polygon(hull, outline[::facing], edge=(1.1, 0.1), two_sided=True)
    top = [
        (-x, deck, depth / 2),
        (x * 0.7, deck, depth / 2),
        (x, deck * 1.25, 0),
        (x * 0.7, deck, -depth / 2),
        (-x, deck, -depth / 2),
    ]
    site.polygon(site.hard("deck", 0.2), top, edge=(0.9, 0.15))
    sizes = [(width * 0.16, height * 0.34, depth * 0.8), (width * 0.13, height * 0.2, depth * 0.7)]
    site.boxes(upper, [(-x * 0.72, deck + height * 0.17, 0), (-x * 0.72, deck + height * 0.44, 0)], sizes)
    site.tube(site.soft("funnel", 0.6), ((-x * 0.86, deck, 0), (-x * 0.88, height, 0)), depth * 0.14, 12)
    windows = [
        (
            (-x * 0.72 + u * width * 0.05, deck + height * 0.46, depth * 0.36),
            (-x * 0.72 + (u + 0.6) * width * 0.05, deck + height * 0.46, depth * 0.36),
        )
        for u in (-1.0, -0.2, 0.6)
    ]
    site.lines(windows, 2.2, 0.2)
    if freight:
        boxes = [(u * width, deck + 1.2 + 2.4 * level, 0.0) for u in (-0.2, -0.02, 0.16) for level in (0, 1)]
        site.boxes(site.hard("freight", 0.3), boxes, [(width * 0.165, 2.3, depth * 0.8)] * len(boxes))


def bollard(site: Site, *, width: float = 0.5, height: float = 0.6, grey: float = 0.75) -> None:
    """Set a mooring bollard."""
    part, radius = site.soft("bollard", grey), width / 2
    site.tube(
        part,
        ((0, 0, 0), (0, height * 0.65, 0), (0, height * 0.7, 0), (0, height, 0)),
        (radius * 0.7, radius * 0.6, radius, radius * 0.8),
        12,
    )


def truss(site: Site, *, width: float = 0.3, height: float = 5.0, depth: float = 40.0, grey: float = 0.5) -> None:
    """Raise the girder of a bridge along z."""
    part = site.hard("girder", grey)
    site.boxes(part, [(0, height, 0), (0, 0.5, 0)], [(width, width, depth), (width, width * 1.3, depth)])
    zs = np.arange(-depth / 2, depth / 2 + 0.1, 4.0)
    site.boxes(part, [(0, height / 2, z) for z in zs], [(width * 0.8, height, width * 0.8)] * len(zs), weight=0.8)
    for i, z in enumerate(zs[:-1]):
        low, high = (z, z + 4.0) if i % 2 else (z + 4.0, z)
        site.tube(part, ((0, 0.6, low), (0, height - 0.1, high)), width * 0.28, 4)
        site.line(((width * 0.3, 0.6, low), (width * 0.3, height - 0.1, high)), 1.0, 0.15)


RAILWAYS: dict[str, Kind] = {
    "rails": Kind(build=rails, size=(3.0, 0.2, 80.0), solid=False),
    "train_cars": Kind(build=train, size=(2.9, 3.7, 40.0)),
    "coach_seats": Kind(build=coach_seats, size=(1.0, 1.15, 0.6), seat_m=0.45),
    "coach_shell": Kind(build=coach_shell, size=(2.9, 2.35, 14.0), solid=False),
    "grip_pole": Kind(build=pole_grip, size=(0.05, 2.2, 0.05)),
    "container": Kind(build=container, size=(6.0, 2.5, 2.4)),
    "harbour_crane": Kind(build=harbour_crane, size=(7.0, 18.0, 4.0)),
    "ship": Kind(build=ship, size=(34.0, 12.0, 7.0)),
    "bollard": Kind(build=bollard, size=(0.5, 0.6, 0.5)),
    "girder": Kind(build=truss, size=(0.3, 5.0, 40.0)),
}
