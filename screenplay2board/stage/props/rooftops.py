"""What stands on roofs and beside roads: tanks, vents, aerials, pipes, paths."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import sheet


def water_tank(site: Site, *, width: float = 1.9, height: float = 3.6, grey: float = 0.36) -> None:
    """Stand a wooden water tank on its legs."""
    part, radius = site.soft("tank", grey), width / 2
    low, high = height * 0.36, height * 0.84
    site.tube(part, ((0, low, 0), (0, high, 0)), radius, 18)
    site.tube(site.soft("tank_roof", grey + 0.2), ((0, high, 0), (0, height, 0)), (radius * 1.06, 0.03), 18)
    angles = np.linspace(0, 2 * np.pi, 25)
    for share in (0.15, 0.5, 0.85):
        y = low + (high - low) * share
        site.line([(np.cos(a) * radius * 1.01, y, np.sin(a) * radius * 1.01) for a in angles], 0.8, 0.15)
    leg = site.hard("tank_leg", 0.6)
    reach = radius * 0.68
    legs = [(sx * reach, low / 2, sz * reach) for sx in (-1, 1) for sz in (-1, 1)]
    site.boxes(leg, legs, [(0.09, low, 0.09)] * 4)
    for z in (-reach, reach):
        site.line(((-reach, 0.1, z), (reach, low, z)), 0.9, 0.2)
        site.line(((reach, 0.1, z), (-reach, low, z)), 0.9, 0.2)


def air_unit(site: Site, *, width: float = 1.7, height: float = 1.1, depth: float = 1.1, grey: float = 0.12) -> None:
    """Stand an air conditioner with fan and louvres."""
    site.box(site.hard("air_unit", grey), (0, height / 2 + 0.08, 0), (width, height - 0.16, depth), weight=1.0)
    angles, z = np.linspace(0, 2 * np.pi, 21), depth / 2 + 0.01
    radius = height * 0.33
    ring = [(-width * 0.22 + np.cos(a) * radius, height * 0.54 + np.sin(a) * radius, z) for a in angles]
    site.polygon(site.hard("fan", 0.55, casts=False), ring[:-1], edge=(0.9, 0.12), two_sided=False)
    ys = np.linspace(height * 0.25, height * 0.85, 7)
    site.lines([((width * 0.18, y, z), (width * 0.44, y, z)) for y in ys], 0.9, 0.2, facing=(0, 0, 1))


def aerial(site: Site, *, height: float = 3.0) -> None:
    """Stand a television aerial: ink only."""
    site.line(((0, 0, 0), (0, height, 0)), 1.4, 0.15)
    for share, wide in ((0.72, 0.5), (0.82, 0.42), (0.92, 0.34)):
        site.line(((-wide, height * share, 0), (wide, height * share, 0)), 1.0, 0.15)


def pipe_run(site: Site, *, width: float = 5.0, height: float = 0.5, grey: float = 0.25) -> None:
    """Lay two pipes along x on low supports."""
    part = site.soft("pipe", grey)
    for y, z in ((height * 0.6, 0.0), (height * 0.6, 0.24)):
        site.tube(part, ((-width / 2, y, z), (width / 2, y, z)), 0.1, 10)
    xs = np.linspace(-width / 2 + 0.3, width / 2 - 0.3, 4)
    site.boxes(site.hard("support", 0.5), [(x, height * 0.24, 0.12) for x in xs], [(0.08, height * 0.5, 0.5)] * 4)


def path(
    site: Site, *, width: float = 2.4, depth: float = 30.0, bend: float = 4.0, grey: float = 0.12, edge: float = 0.35
) -> None:
    """Lay a path that comes toward +z and winds `bend` metres aside as it goes back."""
    t = np.linspace(0, 1, 24)
    z = depth / 2 - depth * t
    x = bend * (np.sin(t * 2.6) * t)
    half = width / 2 * (1.0 + 0.06 * np.sin(t * 40))
    left, right = (np.column_stack([x + side * half, np.full(24, 0.006), z]) for side in (-1.0, 1.0))
    vertices, faces = sheet(np.stack([right, left]))
    site.mesh(site.hard("path", grey, casts=False, gain=0.15), vertices, faces, two_sided=True)
    site.line(left, 0.7, edge)
    site.line(right, 0.7, edge)


ROOFTOPS: dict[str, Kind] = {
    "water_tank": Kind(build=water_tank, size=(1.9, 3.6, 1.9)),
    "air_unit": Kind(build=air_unit, size=(1.7, 1.1, 1.1)),
    "aerial": Kind(build=aerial, size=(0.3, 3.0, 0.3), solid=False),
    "pipe_run": Kind(build=pipe_run, size=(5.0, 0.5, 0.5)),
    "path": Kind(build=path, size=(2.4, 0.01, 30.0), solid=False),
}
