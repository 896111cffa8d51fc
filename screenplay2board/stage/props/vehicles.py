"""Cars and what runs on roads, rails and water. The front of a vehicle is +z."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from screenplay2board.stage.geometry import rotation
from screenplay2board.stage.props.car_trim import WHEEL_M, Bodywork, police_marks, taxi_marks, trim
from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import Loft

_CAR_SEATS = (-0.38, 0.38)


def _wheel(site: Site, x: float, y: float, z: float, radius: float, thick: float, tyre: int, hub: int) -> None:
    side = 1.0 if x > 0 else -1.0
    site.tube(tyre, ((x - side * thick, y, z), (x, y, z)), radius, 18)
    site.tube(hub, ((x, y, z), (x + side * 0.015, y, z)), radius * 0.52, 14)


def car(
    site: Site,
    *,
    width: float = 1.74,
    height: float = 1.46,
    depth: float = 4.5,
    grey: float = 0.3,
    style: str = "sedan",
    lights: bool = True,
) -> None:
    """Park a car; style: sedan, taxi, police, van. `lights`: its head lamps are bright."""
    body, glass = site.soft("car", grey, crease_m=0.05, weight=1.1), site.soft("car_glass", 0.5, crease_m=0.05)
    k, half = depth / 4.5, width / 2 - 0.01
    profile = [
        (-2.2, 0.32),
        (-2.25, 0.62),
        (-2.1, 0.92),
        (-1.3, 0.98),
        (0.75, 0.95),
        (1.9, 0.82),
        (2.2, 0.66),
        (2.25, 0.34),
    ]
    cabin = [(-1.75, 0.95), (-1.1, height - 0.04), (0.05, height - 0.01), (0.85, 0.95)]
    narrow = [half * 0.93, half * 0.72, half * 0.72, half * 0.93]
    if style == "van":
        profile = [(-2.25, 0.32), (-2.25, height * 0.62), (1.3, height * 0.62), (1.95, 0.95), (2.25, 0.7), (2.25, 0.34)]
        cabin = [(-2.2, height * 0.6), (-2.1, height - 0.03), (0.8, height - 0.02), (1.45, height * 0.6)]
        narrow = [half * 0.96, half * 0.86, half * 0.86, half * 0.96]
    site.prism(body, [(z * k, y) for z, y in profile], half)
    left, right = site.prism(glass, [(z * k, y) for z, y in cabin], narrow, edge=(1.1, 0.1))
    lifted = np.array((0.0, 0.015, 0.0))
    site.quads(
        body,
        [(left[1] + lifted, left[2] + lifted, right[2] + lifted, right[1] + lifted)],
        edge=(1.0, 0.1),
        two_sided=True,
    )
    tyre, hub = site.soft("tyre", 0.85, weight=1.0), site.soft("hub", 0.15)
    head = site.soft("head_lamp", 0.0, emission=0.0 if lights else None)
    tail = site.soft("tail_lamp", 0.6)
    nose = 2.25 if style == "van" else 2.2  # where the lamps are
    for side in (-1.0, 1.0):
        for z in (-1.4 * k, 1.4 * k):
            _wheel(site, side * (half + 0.04), WHEEL_M, z, WHEEL_M, 0.2, tyre, hub)
        site.ball(head, (side * half * 0.72, 0.66, nose * k), (0.14, 0.09, 0.06), around=12, stacked=6)
        site.ball(tail, (side * half * 0.76, 0.74, -2.2 * k), (0.13, 0.08, 0.06), around=10, stacked=6)
        site.box(body, (side * (half + 0.08), 0.98, 0.72 * k), (0.14, 0.1, 0.08))
    plate = site.hard("plate", 0.0, casts=False)
    site.panel(plate, -0.24, 0.37, 0.48, 0.11, z=2.27 * k)
    doors = (-0.35 * k, 0.65 * k) if style == "van" else (-1.25 * k, -0.35 * k, 0.65 * k)
    work = Bodywork(
        half=half,
        lamp_z=(nose + 0.055) * k,
        stretch=k,
        axles=(-1.4 * k, 1.4 * k),
        doors=doors,
        cabin=[(z * k, y) for z, y in cabin],
        narrow=narrow,
    )
    trim(site, work, body)
    if style in _MARKS:
        _MARKS[style](site, work, height)


_MARKS: dict[str, Callable[[Site, Bodywork, float], None]] = {"police": police_marks, "taxi": taxi_marks}


def car_interior(
    site: Site, *, width: float = 1.6, height: float = 1.5, depth: float = 3.2, wheel_x: float = 0.37
) -> None:
    """Build the inside of a car seen from the front: seats, pillars, roof, dash board and wheel; seats face +z."""
    seat = site.soft("car_seat", 0.4, crease_m=0.05)
    for x in _CAR_SEATS:
        lofts = (
            [((x, 0.16, 0.22), (0.25, 0, 0), (0, 0.14, 0)), ((x, 0.17, -0.22), (0.26, 0, 0), (0, 0.15, 0))],
            [
                ((x, 0.2, -0.3), (0.25, 0, 0), (0, 0, 0.1)),
                ((x, 0.6, -0.4), (0.26, 0, 0), (0, 0, 0.09)),
                ((x, 0.86, -0.46), (0.19, 0, 0), (0, 0, 0.07)),
            ],
            [((x, 0.9, -0.47), (0.12, 0, 0), (0, 0, 0.06)), ((x, 1.08, -0.49), (0.11, 0, 0), (0, 0, 0.05))],
        )
        for rings in lofts:
            site.loft(seat, Loft.from_rings(rings, 14, squareness=3.0))
    rear = site.hard("rear_seat", 0.38)
    site.boxes(rear, [(0, 0.14, -1.15), (0, 0.6, -1.42)], [(1.36, 0.34, 0.5), (1.36, 0.6, 0.18)])
    frame = site.hard("car_frame", 0.5)
    x = width / 2 - 0.04
    site.box(frame, (0, height - 0.03, -0.35), (width - 0.2, 0.06, 2.0))
    for side in (-1.0, 1.0):
        site.box(frame, (side * x, 0.36, -depth * 0.094), (0.08, 0.78, 2.5))
        site.box(frame, (side * x * 0.95, 1.08, -0.62), (0.05, 0.74, 0.1))
        site.box(frame, (side * x * 0.92, 1.08, -1.5), (0.08, 0.74, 0.16))
        site.tube(site.soft("pillar", 0.6), ((side * x, 0.75, 1.0), (side * x * 0.9, height - 0.04, 0.5)), 0.035, 6)
    site.box(site.hard("dash", 0.55), (0, 0.56, 0.86), (width - 0.14, 0.22, 0.42), grey=0.12)
    site.box(site.hard("rear_mirror", 0.6), (0, height - 0.1, 0.55), (0.24, 0.07, 0.03))
    _steering_wheel(site, wheel_x)
    _car_front(site, width)


def _car_front(site: Site, width: float) -> None:
    """Add the bonnet, the doors below the sills and the wheels, for cameras outside."""
    body, half = site.soft("car_body", 0.34, crease_m=0.05, weight=1.1), width / 2
    bonnet = [(1.02, -0.05), (1.02, 0.62), (1.9, 0.5), (2.2, 0.36), (2.25, 0.0), (2.2, -0.05)]
    site.prism(body, bonnet, half - 0.02)
    site.prism(body, [(-2.2, -0.05), (-2.22, 0.45), (-1.6, 0.62), (-1.6, -0.05)], half - 0.02)
    tyre, hub = site.soft("tyre", 0.85, weight=1.0), site.soft("hub", 0.15)
    lamp = site.soft("head_lamp", 0.0, emission=0.0)
    for side in (-1.0, 1.0):
        for z in (-1.5, 1.55):
            _wheel(site, side * (half + 0.02), -0.02, z, 0.33, 0.2, tyre, hub)
        site.ball(lamp, (side * half * 0.72, 0.3, 2.2), (0.14, 0.09, 0.06), around=10, stacked=6)


def _steering_wheel(site: Site, x: float) -> None:
    rim = site.soft("steering_wheel", 0.8, crease_m=0.02)
    angle = np.linspace(0, 2 * np.pi, 25)
    turn, middle = rotation(0, -22, 0), np.array((x, 0.66, 0.46))
    ring = np.stack([0.18 * np.cos(angle), 0.18 * np.sin(angle), 0 * angle], axis=-1) @ turn.T + middle
    site.tube(rim, ring, 0.016, 7, caps=(False, False))
    site.tube(rim, (middle - turn[:, 0] * 0.17, middle + turn[:, 0] * 0.17), 0.018, 6)
    site.tube(rim, (middle, middle - turn[:, 1] * 0.17), 0.018, 6)


VEHICLES: dict[str, Kind] = {
    "car": Kind(build=car, size=(1.74, 1.46, 4.5), face=(0.34, 0.66, 2.2)),
    "car_interior": Kind(build=car_interior, size=(1.6, 1.5, 3.2), solid=False, seat_m=0.3),
}
