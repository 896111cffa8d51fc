"""The old west: houses with false fronts and boardwalks, wagons, rails and troughs. Fronts look to +z."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.props.site import Kind, Site

_BOARD_M = 0.34  # drawn width of a plank


def false_front(
    site: Site,
    *,
    width: float = 7.0,
    height: float = 6.0,
    depth: float = 8.0,
    porch: float = 2.2,
    grey: float = 0.15,
    style: str = "store",
) -> None:
    """Build a timber house whose board front stands higher than its roof; style: saloon, store, stable."""
    wall, trim = site.hard("timber", grey), site.hard("timber_trim", min(1.0, grey + 0.22))
    dark = site.hard("timber_dark", 0.8, casts=False)
    lit = site.hard("timber_window", 0.0 if site.night else 0.55, emission=0.0 if site.night else None, casts=False)
    front = depth / 2
    site.box(wall, (0, 0.36 * height, 0), (width - 0.1, 0.72 * height, depth), edges=False)
    site.box(wall, (0, height / 2, front), (width, height, 0.16))
    site.box(trim, (0, height + 0.1, front + 0.05), (width + 0.3, 0.24, 0.34))
    rows = np.arange(3.6, height - 0.1, _BOARD_M)
    site.lines(
        [((-width / 2, y, front + 0.09), (width / 2, y, front + 0.09)) for y in rows], 0.5, 0.4, facing=(0, 0, 1)
    )
    sides = [
        ((side * (width / 2 - 0.04), y, -front), (side * (width / 2 - 0.04), y, front))
        for side in (-1, 1)
        for y in np.arange(0.5, 0.7 * height, 2 * _BOARD_M)
    ]
    site.lines(sides, 0.4, 0.45)
    _porch(site, width, front, porch, trim, grey)
    face = front + 0.1
    if style == "stable":
        site.panel(dark, -1.4, 0.0, 2.8, 2.9, z=face)
        site.lines([((x, 0.0, face + 0.01), (x, 2.9, face + 0.01)) for x in (-1.4, 1.4)], 1.2, 0.1, facing=(0, 0, 1))
    else:
        site.panel(dark, -0.6, 0.25, 1.2, 2.2, z=face)
        if style == "saloon":
            for side in (-1.0, 1.0):
                leaf = site.at(side * 0.32, 0, face + 0.08, side * 14.0)
                leaf.box(leaf.hard("batwing", grey + 0.1), (0, 1.25, 0), (0.54, 0.95, 0.04))
        for x in (-0.3 * width, 0.3 * width):
            site.panel(lit, x - 0.55, 1.05, 1.1, 1.35, z=face)
            for bar in (((x, 1.05, face), (x, 2.4, face)), ((x - 0.55, 1.72, face), (x + 0.55, 1.72, face))):
                site.line(np.add(bar, (0, 0, 0.01)), 0.9, 0.1, facing=(0, 0, 1))
        board = site.hard("name_board", 0.02)
        site.box(board, (0, 0.78 * height, front + 0.16), (0.62 * width, 0.7, 0.08))
        letters = np.linspace(-0.25 * width, 0.25 * width, 7)
        strokes = [((x, 0.75 * height, front + 0.21), (x + 0.12, 0.81 * height, front + 0.21)) for x in letters]
        site.lines(strokes, 1.6, 0.05, facing=(0, 0, 1))
    for x in (-0.32 * width, 0.32 * width):  # the upper windows
        if height > 5.4 and style != "stable":
            site.panel(lit, x - 0.4, 0.62 * height - 0.1, 0.8, 0.95, z=face)


def _porch(site: Site, width: float, front: float, reach: float, trim: int, grey: float) -> None:
    """Add the boardwalk, the roof over it and its posts."""
    site.box(site.hard("boardwalk", grey + 0.05), (0, 0.11, front + reach / 2), (width, 0.22, reach))
    planks = np.arange(-width / 2 + _BOARD_M, width / 2, _BOARD_M)
    site.lines([((x, 0.225, front + 0.1), (x, 0.225, front + reach)) for x in planks], 0.4, 0.45)
    site.box(trim, (0, 3.05, front + reach / 2), (width, 0.12, reach))
    for x in np.linspace(-width / 2 + 0.15, width / 2 - 0.15, 4):
        site.box(trim, (float(x), 1.6, front + reach - 0.12), (0.13, 2.8, 0.13))


def wagon(site: Site, *, grey: float = 0.4, covered: bool = True) -> None:
    """Stand a wagon; its shaft points to +z."""
    body, wheel = site.hard("wagon", grey), site.soft("wagon_wheel", 0.7, crease_m=0.03)
    site.box(body, (0, 1.05, 0), (1.25, 0.5, 3.0))
    site.lines([((x, 1.05, -1.51), (x, 1.05, 1.51)) for x in (-0.635, 0.635)], 0.6, 0.35)
    angles = np.linspace(0, 2 * np.pi, 19)
    for x in (-0.78, 0.78):
        for z, radius in ((-0.95, 0.66), (0.98, 0.54)):
            ring = [(x, radius + radius * np.sin(a), z + radius * np.cos(a)) for a in angles]
            site.tube(wheel, ring, 0.035, 6, caps=(False, False))
            hub = (x, radius, z)
            site.tube(wheel, ((x - 0.07, radius, z), (x + 0.07, radius, z)), 0.10, 9)
            for a in angles[:-1:2]:
                site.tube(wheel, (hub, (x, radius + radius * np.sin(a), z + radius * np.cos(a))), 0.017, 4)
    site.tube(site.soft("shaft", 0.6), ((0, 0.85, 1.5), (0, 0.7, 2.2)), 0.05, 6)
    if covered:
        canvas = site.soft("canvas", 0.02, crease_m=0.05, weight=1.1)
        site.tube(
            canvas, ((0, 1.62, -1.62), (0, 1.55, -0.6), (0, 1.55, 0.6), (0, 1.62, 1.68)), (0.72, 0.68, 0.68, 0.74), 16
        )
        site.ball(
            site.soft("wagon_inside", 0.8, casts=False), (0, 1.62, 1.66), (0.58, 0.58, 0.04), around=14, stacked=6
        )


def hitching_rail(site: Site, *, width: float = 2.6, height: float = 1.05, depth: float = 0.12) -> None:
    """Stand a rail to which horses are tied."""
    part = site.soft("rail", 0.45)
    for x in (-0.42 * width, 0.42 * width):
        site.post(part, x, 0, height, depth / 2)
    site.tube(part, ((-width / 2, height - 0.1, 0), (width / 2, height - 0.1, 0)), 0.05, 8)


def trough(site: Site, *, width: float = 1.8, height: float = 0.55, depth: float = 0.6) -> None:
    """Stand a water trough."""
    site.box(site.hard("trough", 0.35), (0, height / 2, 0), (width, height, depth))
    site.box(site.hard("trough_water", 0.05, casts=False), (0, height - 0.02, 0), (width - 0.14, 0.05, depth - 0.14))


def barrel(site: Site, *, width: float = 0.62, height: float = 0.9, depth: float = 0.62) -> None:
    """Stand a barrel."""
    part = site.soft("barrel", 0.35, crease_m=0.05)
    radius = min(width, depth) / 2
    levels = np.linspace(0, height, 7)
    bulge = radius * (0.82 + 0.18 * np.sin(np.pi * levels / height))
    site.tube(part, [(0, float(y), 0) for y in levels], bulge, 14)
    angles = np.linspace(0, 2 * np.pi, 17)
    for share in (0.18, 0.82):
        around = radius * (0.82 + 0.18 * np.sin(np.pi * share)) + 0.006
        site.line([(around * np.cos(a), share * height, around * np.sin(a)) for a in angles], 0.9, 0.15)


FRONTIER: dict[str, Kind] = {
    "false_front": Kind(build=false_front, size=(7.0, 6.0, 8.0), solid=True),
    "wagon": Kind(build=wagon, size=(1.7, 2.35, 3.2), solid=True),
    "hitching_rail": Kind(build=hitching_rail, size=(2.6, 1.05, 0.12)),
    "trough": Kind(build=trough, size=(1.8, 0.55, 0.6), solid=True),
    "barrel": Kind(build=barrel, size=(0.62, 0.9, 0.62), solid=True),
}
