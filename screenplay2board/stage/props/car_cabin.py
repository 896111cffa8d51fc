"""A car that people sit in: hollow, so that they are seen through its windows, and whole, so that it is a car outside.

The front is +z, the driver's feet stand at y = 0, the road lies below. The wheel is at the picture's right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from screenplay2board.stage.geometry import Array, rotation, vec
from screenplay2board.stage.props.car_trim import WHEEL_M, wheel
from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import Loft, sheet
from screenplay2board.stage.types import Parameter

FLOOR_OVER_ROAD_M = 0.24  # of a saloon
WIDTH_M, HEIGHT_M = 1.6, 1.44
WHEEL_X = 0.37
SEATS_M = (-0.38, 0.38)  # x of the middle of both front seats
PAINT, LINING, TRIM = 0.34, 0.5, 0.72  # greys: bodywork, doors and ceiling inside, dash board and frames of the windows
SEAT_GREY = 0.32
_ARCH_M = 0.4
_B_PILLAR_Z = -0.5
_MIRROR = (
    (-0.06, 0.02, 0.015),
    (0.0, 0.03, 0.03),
    (0.03, 0.05, 0.045),
    (0.15, 0.04, 0.04),
)  # out, half depth and height
_ARM_REST = (0.34, -0.1, 0.6)  # y and z of its middle, length


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Outlines of a body, in metres. top, nose: (z, y) of its upper edge from tail to windscreen, and from there down.

    road: y of the ground. sill: y of the lower edge. screen: (z, y) of the windscreen's foot and head; rear: z of the
    roof's end and of the rear window's foot. axles: z of the wheels; wheel: their radius. lamp: y of the head lamps.
    """

    road: float
    sill: float
    top: tuple[tuple[float, float], ...]
    nose: tuple[tuple[float, float], ...]
    screen: tuple[tuple[float, float], tuple[float, float]]
    rear: tuple[float, float]
    axles: tuple[float, ...]
    wheel: float
    lamp: float


SALOON = Body(
    road=-FLOOR_OVER_ROAD_M,
    sill=-0.06,
    top=((-2.3, 0.50), (-2.2, 0.62), (-1.72, 0.68), (-0.5, 0.67), (0.98, 0.66)),
    nose=((0.98, 0.66), (1.5, 0.61), (2.0, 0.52), (2.2, 0.42), (2.27, 0.28), (2.28, 0.02), (2.2, -0.06)),
    screen=((0.98, 0.68), (0.36, 1.38)),
    rear=(-1.12, -1.66),
    axles=(-1.48, 1.48),
    wheel=WHEEL_M,
    lamp=0.34,
)
LORRY = Body(
    road=-0.9,
    sill=-0.5,
    top=((-1.66, 0.72), (-0.5, 0.70), (0.98, 0.66)),
    nose=((0.98, 0.66), (1.16, 0.60), (1.24, 0.3), (1.26, -0.3), (1.24, -0.62)),
    screen=((0.98, 0.68), (0.66, 1.68)),
    rear=(-1.56, -1.66),
    axles=(0.5,),
    wheel=0.5,
    lamp=-0.28,
)
_BODIES: Mapping[str, Body] = {"saloon": SALOON, "lorry": LORRY}


# What hides people inside, as (x0, y0, z0, x1, y1, z1): seats, dash board, wheel, doors, roof, posts of the windscreen.
CABIN_BOXES: tuple[tuple[float, ...], ...] = (
    (0.15, 0.16, -0.56, 0.61, 1.10, -0.40), (-0.61, 0.16, -0.56, -0.15, 1.10, -0.40),
    (-0.72, 0.0, 0.62, 0.72, 0.66, 1.05), (0.21, 0.5, 0.42, 0.53, 0.82, 0.5),
    (0.73, -0.05, -1.7, 0.82, 0.68, 0.98), (-0.82, -0.05, -1.7, -0.73, 0.68, 0.98),
    (-0.66, 1.36, -1.15, 0.66, 1.48, 0.40),
    *(
        (side * x - 0.05, y, z - 0.10, side * x + 0.05, y + 0.2, z + 0.10)
        for side in (-1, 1) for x, y, z in ((0.75, 0.72, 0.88), (0.71, 0.94, 0.70), (0.68, 1.16, 0.50))
    ),
)  # fmt: skip


def car_interior(
    site: Site,
    *,
    width: float = WIDTH_M,
    height: float = HEIGHT_M,
    style: str = "saloon",
) -> None:
    """Build a car one looks into; style: saloon, lorry."""
    body, half = _BODIES[style], width / 2
    _seats(site)
    _dash(site, half)
    _doors(site, half, body)
    _frame(site, half, height, body)
    _bodywork(site, half, body)
    _face(site, half, body)
    _rear(site, half)
    if style == "lorry":
        _load(site, half, body)


def cabin_extent(parameters: Mapping[str, Parameter]) -> Array:
    """Return points (8, 3) that bound such a car, without what a lorry carries; parameters as of `car_interior`."""
    width, height = float(parameters.get("width", WIDTH_M)), float(parameters.get("height", HEIGHT_M))
    body = _BODIES[str(parameters.get("style", "saloon"))]
    nose = max(z for z, _ in body.nose)
    corners = [
        (side * width / 2, y, z) for side in (-1, 1) for y in (body.road, height) for z in (body.top[0][0], nose)
    ]
    return np.array(corners)


# ---------------------------------------------------------------- inside


def _seats(site: Site) -> None:
    seat = site.soft("car_seat", SEAT_GREY, crease_m=0.05)
    seam = [(-0.13, 0.30, -0.235), (-0.14, 0.62, -0.315), (-0.11, 0.84, -0.385)]
    for x in SEATS_M:
        cushion = [((x, 0.17, 0.24), (0.25, 0, 0), (0, 0.10, 0)), ((x, 0.17, -0.24), (0.26, 0, 0), (0, 0.15, 0))]
        back = [
            ((x, 0.16, -0.32), (0.25, 0, 0), (0, 0, 0.10)),
            ((x, 0.45, -0.37), (0.265, 0, 0), (0, 0, 0.095)),
            ((x, 0.70, -0.43), (0.25, 0, 0), (0, 0, 0.085)),
            ((x, 0.90, -0.48), (0.17, 0, 0), (0, 0, 0.06)),
        ]
        rest = [
            ((x, 0.95, -0.49), (0.115, 0, 0), (0, 0, 0.05)),
            ((x, 1.05, -0.50), (0.13, 0, 0), (0, 0, 0.06)),
            ((x, 1.14, -0.52), (0.10, 0, 0), (0, 0, 0.045)),
        ]
        for rings in (cushion, back, rest):
            site.loft(seat, Loft.from_rings(rings, 16, squareness=3.0).refine(2))
        for side in (-0.05, 0.05):
            site.tube(seat, ((x + side, 0.86, -0.48), (x + side, 0.97, -0.49)), 0.012, 6)
        seams = [[(x + side * a, b, c) for a, b, c in seam] for side in (-1.0, 1.0)]
        site.lines(seams, 0.7, 0.2, facing=(0.0, 0.0, 1.0))


def _rear(site: Site, half: float) -> None:
    """Add the bench behind, the shelf under the rear window."""
    seat = site.soft("car_bench", SEAT_GREY + 0.06, crease_m=0.05)
    wide = half - 0.1
    cushion = [((0, 0.16, -0.92), (wide, 0, 0), (0, 0.13, 0)), ((0, 0.18, -1.4), (wide, 0, 0), (0, 0.16, 0))]
    back = [((0, 0.2, -1.42), (wide, 0, 0), (0, 0, 0.1)), ((0, 0.82, -1.58), (wide - 0.06, 0, 0), (0, 0, 0.07))]
    for rings in (cushion, back):
        site.loft(seat, Loft.from_rings(rings, 16, squareness=4.0).refine(2))
    for x in SEATS_M:
        rest = [((x, y, -1.6), (wide, 0, 0), (0, 0, 0.04)) for y, wide in ((0.84, 0.13), (0.98, 0.11))]
        site.loft(seat, Loft.from_rings(rest, 14, squareness=3.2))
    site.slab(site.hard("car_shelf", LINING, casts=False), 0.0, -1.64, 2 * wide, 0.16, y=0.68)


def _dash(site: Site, half: float) -> None:
    """Add dash board, instruments, vents, screen, steering wheel and the mirror's place."""
    dash = site.hard("dash", TRIM)
    wide = half - 0.07
    profile = [(1.0, 0.4), (0.6, 0.36), (0.55, 0.5), (0.58, 0.6), (0.7, 0.665), (1.0, 0.655)]
    site.prism(dash, profile, wide, edge=(0.9, 0.1))
    hood = [((WHEEL_X, 0.66, 0.62), (0.17, 0, 0), (0, 0.06, 0)), ((WHEEL_X, 0.66, 0.9), (0.14, 0, 0), (0, 0.03, 0))]
    site.loft(site.soft("car_binnacle", TRIM + 0.1, crease_m=0.02), Loft.from_rings(hood, 16, squareness=2.6))
    dials = site.hard("car_dials", 0.0, emission=0.02, casts=False)
    site.boxes(dials, [(WHEEL_X - 0.06, 0.65, 0.612), (WHEEL_X + 0.06, 0.65, 0.612)], [(0.07, 0.06, 0.01)] * 2)
    site.box(dials, (0.0, 0.585, 0.555), (0.2, 0.1, 0.02), tilt=rotation(0, -12, 0))
    vents = [(x * wide, 0.56, 0.55) for x in (-0.86, -0.3, 0.86)]
    site.boxes(site.hard("car_vents", 0.86, casts=False), vents, [(0.14, 0.05, 0.03)] * len(vents))
    _steering_wheel(site, WHEEL_X)


def _steering_wheel(site: Site, x: float) -> None:
    rim = site.soft("steering_wheel", 0.86, crease_m=0.02)
    angle = np.linspace(0, 2 * np.pi, 25)
    turn, middle = rotation(0, -22, 0), vec(x, 0.66, 0.46)
    ring = np.stack([0.18 * np.cos(angle), 0.18 * np.sin(angle), 0 * angle], axis=-1) @ turn.T + middle
    site.tube(rim, ring, 0.016, 7, caps=(False, False))
    site.tube(rim, (middle - turn[:, 0] * 0.17, middle + turn[:, 0] * 0.17), 0.02, 6)
    site.tube(rim, (middle, middle - turn[:, 1] * 0.17), 0.02, 6)
    site.ball(rim, middle, (0.06, 0.05, 0.025))


def _doors(site: Site, half: float, body: Body) -> None:
    """Line the doors inside: trim below the window, arm rest, pocket."""
    back, front = max(body.top[0][0] + 0.5, body.rear[1]), 0.95
    middle, length = 0.5 * (back + front), front - back
    lining = site.hard("car_lining", LINING, casts=False)
    ledge = site.hard("car_ledge", TRIM, casts=False)
    y, z, long = _ARM_REST
    for side in (-1.0, 1.0):
        x = side * (half - 0.05)
        site.box(lining, (x, 0.33, middle), (0.06, 0.68, length), weight=0.7)
        site.box(ledge, (x + side * 0.02, 0.675, middle), (0.09, 0.02, length), weight=0.8)
        site.box(ledge, (x - side * 0.05, y, z), (0.08, 0.06, long), weight=0.7)
        inner = x - side * 0.031
        pull = [(inner, 0.5, 0.28), (inner, 0.5, 0.42)]
        pocket = [(inner, 0.2, -0.35), (inner, 0.16, 0.5)]
        site.lines([pull, pocket], 1.0, 0.1, facing=(-side, 0.0, 0.0))


# ---------------------------------------------------------------- the frame of the windows


def _frame(site: Site, half: float, height: float, body: Body) -> None:
    """Add roof, pillars and the rear mirror."""
    (foot_z, foot_y), (head_z, head_y) = body.screen
    end, rear_foot = body.rear
    inset = 0.16 * (height - foot_y)  # windows lean inwards
    rail = half - inset
    paint = site.soft("car_frame", PAINT, crease_m=0.05, casts=False)
    pillar = site.soft("car_pillar", TRIM, crease_m=0.03)
    _roof(site, paint, rail, (end, head_z), (head_y, height))
    for side in (-1.0, 1.0):
        corner, belt = vec(side * rail, head_y, head_z), side * (half - 0.02)
        back = vec(side * rail, head_y, end)
        site.tube(pillar, np.stack([vec(belt, foot_y, foot_z), corner]), (0.042, 0.032), 8)
        middle = 0.5 * (corner + back) + vec(side * 0.02, 0.02, 0.0)
        site.tube(paint, np.stack([corner, middle, back]), 0.03, 8)
        site.quads(
            pillar,
            [_upright((belt, 0.67), (side * rail, head_y), _B_PILLAR_Z, 0.055)],
            edge=(0.9, 0.1),
            two_sided=True,
        )
        foot, deep = vec(belt, 0.67, rear_foot), vec(0.0, 0.0, 0.1)
        wide = np.stack([foot, foot + 2.6 * deep, back + deep, back - 0.4 * deep])
        site.quads(pillar, wide[None], edge=(0.9, 0.1), two_sided=True)
    header = [(-rail, head_y, head_z), (0.0, head_y + 0.03, head_z + 0.03), (rail, head_y, head_z)]
    site.tube(paint, header, 0.03, 8)
    site.box(site.hard("car_mirror", TRIM), (0, head_y - 0.06, head_z + 0.08), (0.24, 0.07, 0.03))


def _upright(low: Sequence[float], high: Sequence[float], z: float, half: float) -> list[tuple[float, ...]]:
    """Return the corners of a post between two points (x, y)."""
    return [(*low, z - half), (*low, z + half), (*high, z + half), (*high, z - half)]


def _roof(site: Site, paint: int, rail: float, reach: tuple[float, float], levels: tuple[float, float]) -> None:
    """Add the roof, bent both ways, with its lining below. reach: z of its ends; levels: y at the rim and on top."""
    x, z = np.linspace(-1, 1, 9), np.linspace(-1, 1, 7)
    across, along = np.meshgrid(x, z)
    middle, long = 0.5 * (reach[0] + reach[1]), 0.5 * (reach[1] - reach[0])
    crown = (levels[1] - levels[0]) * (1 - across**2) * (1 - 0.5 * along**2)
    shell = np.stack([rail * across, levels[0] + 0.02 + crown, middle + long * along], axis=-1)
    points, faces = sheet(shell)
    site.mesh(paint, points, faces, two_sided=True)
    lining = site.hard("car_headliner", LINING, casts=False)
    site.mesh(lining, points - (0.0, 0.03, 0.0), faces, two_sided=True)


# ---------------------------------------------------------------- outside


def _bodywork(site: Site, half: float, body: Body) -> None:
    """Add the skin: sides, boot, bonnet; gaps of the doors, handles, wing mirrors, wheels."""
    paint = site.soft("car_body", PAINT, crease_m=0.05, weight=1.1)
    upper = np.array((*body.top, *body.nose[1:-1]))
    stations = np.maximum(upper[:, 1], body.sill + 0.02)
    tail = (body.top[0][0] - 0.02, body.sill)
    for side in (-1.0, 1.0):
        x = side * (half + 0.02)
        top = np.stack([np.full(len(upper), x), stations, upper[:, 0]], axis=-1)
        waist = (
            top * (1.0, 0.0, 1.0)
            + vec(side * 0.03, 0.0, 0.0)
            + (stations * 0.45 + body.sill * 0.55)[:, None] * vec(0, 1, 0)
        )
        low = top * (1.0, 0.0, 1.0) + vec(0.0, body.sill, 0.0)
        for rows in ((low, waist), (waist, top)):
            points, faces = sheet(np.stack(rows))
            site.mesh(paint, points, faces, two_sided=True)
        site.line(top, 1.1, 0.05, facing=(side, 0.0, 0.0))
        site.line(low, 1.1, 0.05, facing=(side, 0.0, 0.0))
        _side_marks(site, x + side * 0.035, body, side)
    boot = [(tail[0], tail[1]), *body.top[:3]] if len(body.top) > 3 else [tail, *body.top[:2]]
    for profile, crown in ((boot, 0.02), (body.nose, 0.05)):
        _lid(site, paint, half + 0.02, np.array(profile), crown)
    tyre, hub = site.soft("tyre", 0.85, weight=1.0), site.soft("hub", 0.15)
    arch = site.soft("car_arch", 0.9, casts=False)
    for side in (-1.0, 1.0):
        for z in body.axles:
            x, y = side * (half + 0.055), body.road + body.wheel
            site.tube(arch, ((x - side * 0.1, y + 0.02, z), (x, y + 0.02, z)), body.wheel + 0.06, 20)
            wheel(site, x + side * 0.02, y, z, body.wheel, 0.2, tyre, hub)


def _side_marks(site: Site, x: float, body: Body, side: float) -> None:
    """Draw the gaps of the doors, a crease along them; add handles and a wing mirror."""
    out = (side, 0.0, 0.0)
    back = body.rear[1] + 0.3
    gaps = [[(x, body.sill + 0.06, z), (x, 0.66, z)] for z in (0.86, _B_PILLAR_Z, back)]
    site.lines(gaps, 0.9, 0.12, facing=out)
    site.line([(x, 0.46, back), (x, 0.5, _B_PILLAR_Z), (x, 0.48, 0.86), (x, 0.42, 1.3)], 0.7, 0.2, facing=out)
    trim = site.hard("car_trim", TRIM, casts=False)
    handles = [(x, 0.53, z) for z in (_B_PILLAR_Z + 0.16, back + 0.16)[: 1 if body is LORRY else 2]]
    site.boxes(trim, handles, np.broadcast_to((0.03, 0.035, 0.16), (len(handles), 3)), edges=False)
    mirror = site.soft("car_wing_mirror", PAINT, crease_m=0.03)
    housing = [((x + side * out_m, 0.74, 0.8), (0, 0, deep), (0, tall, 0)) for out_m, deep, tall in _MIRROR]
    site.loft(mirror, Loft.from_rings(housing, 12, squareness=3.0))


def _lid(site: Site, paint: int, half: float, profile: Array, crown: float) -> None:
    """Add a lid across the body along `profile` (n, 2) of (z, y), a little bent, with its creases."""
    across = np.linspace(-1, 1, 9)
    rows = np.stack(
        [
            np.broadcast_to(half * across, (len(profile), len(across))),
            profile[:, 1, None] + crown * (1 - across**2),
            np.broadcast_to(profile[:, 0, None], (len(profile), len(across))),
        ],
        axis=-1,
    )
    points, faces = sheet(rows)
    site.mesh(paint, points, faces, two_sided=True)
    flat = rows[: 1 + int(np.argmax(np.abs(np.diff(profile[:, 1])) > np.abs(np.diff(profile[:, 0]))))]
    if len(flat) > 2:  # a bonnet
        site.lines([flat[:, column] + (0.0, 0.006, 0.0) for column in (2, 6)], 0.7, 0.25)


def _face(site: Site, half: float, body: Body) -> None:
    """Add grille, lamps, number plate, bumper and wipers."""
    z = max(place for place, _ in body.nose) + 0.012
    grille = site.hard("car_grille", 0.86, casts=False)
    y = body.lamp
    site.panel(grille, -0.48 * half, y - 0.12, 0.96 * half, 0.16, z=z, edge=(0.9, 0.1))
    rows = [((-0.48 * half, y + lift, z + 0.01), (0.48 * half, y + lift, z + 0.01)) for lift in (-0.08, -0.04, 0.0)]
    site.lines(rows, 0.6, 0.75, facing=(0.0, 0.0, 1.0))
    if body is LORRY:  # a flap, and what carries the cab's weight
        flap = [((-0.94 * half, level, z + 0.01), (0.94 * half, level, z + 0.01)) for level in (0.42, 0.0)]
        site.lines(flap, 0.9, 0.15, facing=(0.0, 0.0, 1.0))
    lamp, tail = site.soft("head_lamp", 0.0, emission=0.0), site.soft("tail_lamp", 0.6)
    for side in (-1.0, 1.0):
        site.ball(lamp, (side * half * 0.76, y, z - 0.06), (0.16, 0.085, 0.07), around=14, stacked=8)
        site.ball(tail, (side * half * 0.8, 0.45, body.top[0][0]), (0.13, 0.08, 0.05), around=12, stacked=6)
    low = y - 0.26
    site.lines([((-half, low, z), (half, low, z)), ((-half, low - 0.09, z), (half, low - 0.09, z))], 0.8, 0.15)
    site.panel(site.hard("plate", 0.0, casts=False), -0.26, low - 0.02, 0.52, 0.11, z=z + 0.01)
    (foot_z, foot_y), (head_z, head_y) = body.screen
    along = vec(0.0, head_y - foot_y, head_z - foot_z)
    foot = vec(0.0, foot_y + 0.01, foot_z + 0.03)
    blade = np.stack([foot, foot + 0.02 * along + vec(0.46, 0.0, 0.0)])
    site.lines([blade + vec(x, 0.0, 0.0) for x in (-0.6, 0.02)], 1.2, 0.05)


def _load(site: Site, half: float, body: Body) -> None:
    """Add the back wall of the cab and the box body behind it."""
    wall = site.hard("car_back_wall", LINING)
    z = body.rear[1] - 0.02
    site.box(wall, (0, 0.1, z), (2 * half, 1.25, 0.05))
    site.box(site.hard("car_load", 0.12), (0, 0.86, z - 2.6), (2 * half + 0.3, 2.3, 4.9))
    tyre, hub = site.soft("tyre", 0.85, weight=1.0), site.soft("hub", 0.15)
    for side in (-1.0, 1.0):
        for back in (-3.2, -4.4):
            wheel(site, side * (half + 0.06), body.road + body.wheel, z + back, body.wheel, 0.2, tyre, hub)


CAR_CABINS: dict[str, Kind] = {
    "car_interior": Kind(build=car_interior, size=(WIDTH_M, HEIGHT_M, 4.6), solid=False, seat_m=0.3),
}
