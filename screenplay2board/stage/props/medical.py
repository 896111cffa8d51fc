"""What stands in operating rooms, wards and corridors of hospitals. Fronts look to +z."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from screenplay2board.stage.props.site import Kind, Site

_CASTER_M = 0.09  # radius of a small wheel


def gurney(site: Site, *, height: float = 0.86, grey: float = 0.35, rails: bool = True) -> None:
    """Stand a bed on wheels, its head to -z, with a mattress, a pillow and side rails."""
    frame, pad = site.soft("gurney", grey), site.hard("mattress", 0.02)
    site.box(pad, (0, height - 0.07, 0), (0.68, 0.14, 1.96))
    site.ball(site.soft("pillow", 0.0), (0, height + 0.03, -0.78), (0.26, 0.07, 0.17))
    for y in (height - 0.17, 0.34):
        corners = [(x, y, z) for x, z in ((-0.3, -0.9), (0.3, -0.9), (0.3, 0.9), (-0.3, 0.9), (-0.3, -0.9))]
        for start, end in pairwise(corners):
            site.tube(frame, (start, end), 0.024, 6)
    for x in (-0.3, 0.3):
        for z in (-0.8, 0.8):
            site.tube(frame, ((x, height - 0.17, z * 0.7), (x, 2 * _CASTER_M, z)), 0.022, 6)
            site.tube(site.soft("caster", 0.75), ((x - 0.02, _CASTER_M, z), (x + 0.02, _CASTER_M, z)), _CASTER_M, 9)
        if rails:
            for y in (height + 0.08, height + 0.2):
                site.tube(frame, ((x * 1.15, y, -0.55), (x * 1.15, y, 0.45)), 0.013, 5)
            for z in (-0.55, -0.05, 0.45):
                site.tube(frame, ((x * 1.15, height - 0.16, z), (x * 1.15, height + 0.2, z)), 0.012, 5)


def operating_table(site: Site, *, height: float = 0.9) -> None:
    """Stand an operating table on its column, covered with cloth, its head to -z."""
    site.box(site.hard("table_foot", 0.5), (0, 0.06, 0.1), (0.5, 0.12, 0.9))
    site.box(site.hard("table_column", 0.4), (0, 0.42, 0.1), (0.34, 0.62, 0.42))
    site.box(site.hard("table_top", 0.25), (0, height - 0.1, 0), (0.6, 0.08, 1.96))
    site.box(site.hard("table_pad", 0.55), (0, height - 0.03, 0), (0.56, 0.07, 1.94))
    cloth = site.hard("cloth", 0.28)
    site.box(cloth, (0, height - 0.12, 0.35), (0.7, 0.2, 1.0))


def surgical_lamp(site: Site, *, height: float = 2.75, drop: float = 0.72, reach: float = 0.5) -> None:
    """Hang a lamp of an operating room from the ceiling at `height`: an arm and a round head that looks down."""
    arm = site.soft("lamp_arm", 0.3)
    low = height - drop
    site.tube(arm, ((0, height, 0), (0, height - 0.28, 0)), 0.045, 8)
    site.tube(arm, ((0, height - 0.28, 0), (reach, height - 0.34, 0.05), (reach, low + 0.14, 0.05)), 0.032, 8)
    site.tube(site.soft("lamp_head", 0.12), ((reach, low + 0.14, 0.05), (reach, low, 0.05)), (0.2, 0.36), 20)
    glow = site.hard("lamp_glass", 0.0, emission=0.0, casts=False)
    for angle in np.linspace(0, 2 * np.pi, 8)[:-1]:
        x, z = reach + 0.2 * np.cos(angle), 0.05 + 0.2 * np.sin(angle)
        site.tube(glow, ((x, low + 0.01, z), (x, low - 0.015, z)), 0.07, 10)


def instrument_trolley(site: Site, *, width: float = 0.75, height: float = 0.9, depth: float = 0.45) -> None:
    """Stand a trolley with two trays and instruments on the upper one."""
    frame, tray = site.soft("trolley", 0.4), site.hard("tray", 0.12)
    for x in (-width / 2 + 0.03, width / 2 - 0.03):
        for z in (-depth / 2 + 0.03, depth / 2 - 0.03):
            site.post(frame, x, z, height, 0.014, 6)
            site.ball(site.soft("caster", 0.75), (x, 0.05, z), (0.05, 0.05, 0.05), around=8, stacked=5)
    for y in (0.3, height):
        site.box(tray, (0, y, 0), (width, 0.04, depth))
    for number, x in enumerate(np.linspace(-0.36 * width, 0.36 * width, 7)):
        length = (0.2, 0.14, 0.24)[number % 3]
        line = ((x, height + 0.025, -length / 2), (x + 0.02, height + 0.025, length / 2))
        site.line(line, 1.4, 0.1)


def wheelchair(site: Site, *, seat: float = 0.5, grey: float = 0.6) -> None:
    """Stand a wheelchair; who sits in it looks to +z."""
    frame, cloth = site.soft("wheelchair", 0.45), site.hard("wheelchair_seat", grey)
    site.box(cloth, (0, seat - 0.03, 0.02), (0.44, 0.06, 0.42))
    site.box(cloth, (0, seat + 0.24, -0.21), (0.42, 0.44, 0.05))
    angles = np.linspace(0, 2 * np.pi, 21)
    for x in (-0.28, 0.28):
        ring = [(x, 0.31 + 0.3 * np.sin(a), -0.1 + 0.3 * np.cos(a)) for a in angles]
        site.tube(site.soft("tyre", 0.85, crease_m=0.03), ring, 0.02, 6, caps=(False, False))
        for a in angles[:-1:2]:
            spoke = (x, 0.31 + 0.29 * np.sin(a), -0.1 + 0.29 * np.cos(a))
            site.line(((x, 0.31, -0.1), spoke), 0.4, 0.35)
        site.tube(frame, ((x, 0.31, -0.1), (x, seat, -0.2), (x, seat + 0.46, -0.26), (x, seat + 0.46, -0.4)), 0.016, 6)
        site.tube(frame, ((x, seat + 0.2, -0.2), (x, seat + 0.2, 0.16), (x, 0.14, 0.36)), 0.016, 6)
        site.ball(site.soft("caster", 0.8), (x, 0.09, 0.3), (0.03, 0.09, 0.09), around=10, stacked=6)
        site.box(frame, (0.6 * x, 0.012, 0.46), (0.16, 0.024, 0.16))


MEDICAL: dict[str, Kind] = {
    "gurney": Kind(build=gurney, size=(0.75, 0.9, 2.0), seat_m=0.86),
    "operating_table": Kind(build=operating_table, size=(0.7, 0.9, 2.0), seat_m=0.9),
    "surgical_lamp": Kind(build=surgical_lamp, size=(1.4, 2.75, 0.8), solid=False),
    "instrument_trolley": Kind(build=instrument_trolley, size=(0.75, 0.92, 0.45)),
    "wheelchair": Kind(build=wheelchair, size=(0.6, 0.95, 0.95), seat_m=0.5),
}
