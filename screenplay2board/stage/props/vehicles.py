"""Cars and what runs on roads, rails and water. The front of a vehicle is +z."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from screenplay2board.stage.props.car_trim import WHEEL_M, Bodywork, driver, police_marks, taxi_marks, trim, wheel
from screenplay2board.stage.props.site import Kind, Site


def car(
    site: Site,
    *,
    width: float = 1.74,
    height: float = 1.46,
    depth: float = 4.5,
    grey: float = 0.3,
    style: str = "sedan",
    lights: bool = True,
    driven: bool = False,
) -> None:
    """Park a car; style: sedan, taxi, police, van. `lights`: its head lamps are bright; driven: somebody sits in it."""
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
            wheel(site, side * (half + 0.04), WHEEL_M, z, WHEEL_M, 0.2, tyre, hub)
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
    if driven:
        driver(site, work)
    if style in _MARKS:
        _MARKS[style](site, work, height)


_MARKS: dict[str, Callable[[Site, Bodywork, float], None]] = {"police": police_marks, "taxi": taxi_marks}


VEHICLES: dict[str, Kind] = {
    "car": Kind(build=car, size=(1.74, 1.46, 4.5), face=(0.34, 0.66, 2.2)),
}
