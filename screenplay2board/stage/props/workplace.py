"""Desks, screens and the gear of offices. Front is +z: who works at a desk sits behind it, at -z, and faces +z."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from screenplay2board.stage.geometry import rotation
from screenplay2board.stage.props.site import Kind, Site

_FACING = (0.0, 0.0, 1.0)


def desk(
    site: Site,
    *,
    width: float = 1.6,
    height: float = 0.745,
    depth: float = 0.8,
    grey: float = 0.2,
    style: str = "pedestal",
) -> None:
    """Build a desk; style: pedestal (drawers both sides, front panel), light (legs), school (small, with shelf)."""
    part = site.hard("desk", grey)
    site.box(part, (0, height - 0.025, 0), (width, 0.05, depth), weight=1.1, grey=0.12)
    if style == "pedestal":
        wide = min(0.4, width * 0.28)
        centres = [(s * (width / 2 - wide / 2 - 0.02), (height - 0.05) / 2, 0.0) for s in (-1, 1)]
        site.boxes(part, centres, [(wide, height - 0.05, depth - 0.08)] * 2)
        site.panel(
            site.hard("modesty", grey + 0.08),
            -width / 2 + wide,
            0.2,
            width - 2 * wide,
            height - 0.26,
            z=depth / 2 - 0.1,
            two_sided=True,
        )
        return
    x, z = width / 2 - 0.05, depth / 2 - 0.05
    legs = [(sx * x, (height - 0.05) / 2, sz * z) for sx in (-1, 1) for sz in (-1, 1)]
    site.boxes(part, legs, [(0.045, height - 0.05, 0.045)] * 4)
    if style == "school":
        site.box(part, (0, height - 0.16, 0), (width - 0.1, 0.02, depth - 0.1))


def monitor(site: Site, *, width: float = 0.58, height: float = 0.52, depth: float = 0.2, on: bool = True) -> None:
    """Stand a monitor; its screen faces +z."""
    part = site.hard("monitor", 0.66)
    low = height - 0.36
    site.box(part, (0, low + 0.18, 0), (width, 0.36, 0.04), grey=0.1)
    site.boxes(part, [(0, low / 2, -0.01), (0, 0.01, 0)], [(0.05, low, 0.04), (0.24, 0.02, depth * 0.9)])
    screen = site.hard("screen", 0.0, emission=0.04 if on else 0.7, casts=False)
    site.panel(screen, -width / 2 + 0.03, low + 0.03, width - 0.06, 0.3, z=0.026, edge=(0.6, 0.3))
    if on and not site.write(-0.42 * width, low + 0.06, 0.84 * width, 0.24, z=0.03):
        rows = [
            ((-width * 0.36, low + y, 0.03), (width * (0.3 - 0.5 * y), low + y, 0.03)) for y in (0.1, 0.16, 0.22, 0.28)
        ]
        site.lines(rows, 0.6, 0.45, facing=_FACING)


def laptop(site: Site, *, width: float = 0.34, height: float = 0.26, depth: float = 0.24, grey: float = 0.5) -> None:
    """Set down an open laptop; its screen faces +z."""
    part = site.hard("laptop", grey)
    site.box(part, (0, 0.01, 0), (width, 0.02, depth), weight=0.9, grey=0.1)
    tilt = rotation(0, -14, 0)
    lid = site.at(0, 0.02, -depth / 2)
    lid.box(part, (0, height / 2 - 0.01, -0.02), (width, height - 0.02, 0.012), tilt, weight=0.9, grey=0.1)
    corners = np.array(((-1, -1), (1, -1), (1, 1), (-1, 1))) * ((width - 0.03) / 2, (height - 0.05) / 2)
    points = np.column_stack([corners, np.full(4, 0.008)]) @ tilt.T + (0, height / 2 - 0.01, -0.02)
    lid.quads(site.hard("screen", 0.0, emission=0.03, casts=False), [points], edge=(0.6, 0.25))
    middle = lid.place((0, height / 2 - 0.01, -0.02))
    replace(lid, origin=middle, turn=lid.turn @ tilt).write(
        -0.4 * width, -0.36 * height, 0.8 * width, 0.72 * height, z=0.01
    )


def partition(site: Site, *, width: float = 1.8, height: float = 1.3, depth: float = 0.05, grey: float = 0.16) -> None:
    """Stand an office partition."""
    site.box(site.hard("partition", grey), (0, height / 2, 0), (width, height, depth))


def easel_board(site: Site, *, width: float = 1.6, height: float = 1.9, depth: float = 0.5) -> None:
    """Stand a whiteboard on feet, facing +z."""
    frame = site.hard("easel", 0.45)
    site.boxes(frame, [(s * width * 0.42, height / 2, 0) for s in (-1, 1)], [(0.05, height, 0.05)] * 2)
    site.boxes(frame, [(s * width * 0.42, 0.03, 0) for s in (-1, 1)], [(0.06, 0.05, depth)] * 2)
    site.box(site.hard("board", 0.0), (0, height - 0.55, 0.03), (width, 1.1, 0.03), weight=1.1)
    z = 0.05
    site.line(
        [
            (-width * 0.38, height - 0.9, z),
            (-width * 0.2, height - 0.55, z),
            (0, height - 0.7, z),
            (width * 0.3, height - 0.25, z),
        ],
        1.2,
        0.2,
        facing=_FACING,
    )
    site.lines(
        [((-width * 0.36, height - y, z), (width * 0.05, height - y, z)) for y in (0.15, 0.24, 0.33)],
        0.9,
        0.3,
        facing=_FACING,
    )


def till(site: Site, *, width: float = 0.4, height: float = 0.36, depth: float = 0.4, grey: float = 0.55) -> None:
    """Stand a till; its keys face +z, its display looks to -z."""
    part = site.hard("till", grey)
    site.prism(
        part, ((-depth / 2, 0), (-depth / 2, height * 0.6), (depth / 2, height * 0.35), (depth / 2, 0)), width / 2
    )
    site.box(part, (0, height * 0.8, -depth * 0.4), (width * 0.6, height * 0.4, 0.06))
    slope = [((x, height * 0.56, -depth * 0.3), (x, height * 0.42, depth * 0.3)) for x in (-0.12, -0.04, 0.04, 0.12)]
    site.lines(slope, 1.6, 0.95)


def tool_wall(site: Site, *, width: float = 2.6, height: float = 1.1, y: float = 1.15, seed: int = 0) -> None:
    """Hang a board with the outlines of tools."""
    site.panel(site.hard("tool_board", 0.16, casts=False), -width / 2, y, width, height, z=0.015, edge=(1.0, 0.15))
    dark = site.hard("tool", 0.7, casts=False)
    random = np.random.default_rng(seed + 401)
    for x in np.arange(-width / 2 + 0.15, width / 2 - 0.1, 0.24):
        tall = float(random.uniform(0.25, 0.45))
        low = y + float(random.uniform(0.12, height - tall - 0.1))
        site.panel(dark, float(x) - 0.014, low, 0.028, tall, z=0.03, edge=(0.5, 0.1))
        head = float(random.uniform(0.06, 0.16))
        if random.random() < 0.75:
            site.panel(dark, float(x) - head / 2, low + tall - 0.06, head, 0.06, z=0.032, edge=(0.5, 0.1))


def roller_gate(site: Site, *, width: float = 3.4, height: float = 2.6, grey: float = 0.16) -> None:
    """Hang a roller gate of slats in its frame."""
    site.panel(site.hard("gate", grey, casts=False), -width / 2, 0, width, height, z=0.014, edge=(1.2, 0.1))
    ys = np.arange(0.2, height, 0.2)
    site.lines([((-width / 2, y, 0.02), (width / 2, y, 0.02)) for y in ys], 0.6, 0.35, facing=_FACING)
    site.panel(
        site.hard("gate_box", 0.35, casts=False), -width / 2 - 0.1, height, width + 0.2, 0.35, z=0.03, edge=(1.0, 0.12)
    )
    for x in (-width / 2 - 0.1, width / 2):
        site.panel(site.hard("gate_rail", 0.35, casts=False), x, 0, 0.1, height, z=0.024, edge=(0.8, 0.15))


def drum(site: Site, *, width: float = 0.6, height: float = 0.9, grey: float = 0.4) -> None:
    """Stand an oil drum."""
    part, radius = site.soft("drum", grey), width / 2
    site.post(part, 0, 0, height, radius, 16)
    angles = np.linspace(0, 2 * np.pi, 21)
    for share in (0.33, 0.66):
        site.line([(np.cos(a) * radius * 1.01, height * share, np.sin(a) * radius * 1.01) for a in angles], 1.0, 0.15)


def tyres(site: Site, *, width: float = 0.66, height: float = 0.9, count: int = 4, grey: float = 0.78) -> None:
    """Pile up tyres."""
    part, radius, thick = site.soft("tyre", grey, crease_m=0.02), width / 2, height / count
    for i in range(count):
        x = 0.03 * (1 if i % 2 else -1)
        low = thick * i
        path = ((x, low, 0), (x, low + thick * 0.2, 0), (x, low + thick * 0.8, 0), (x, low + thick * 0.98, 0))
        site.tube(part, path, np.array((0.86, 1.0, 1.0, 0.86)) * radius, 16)
    hole = [
        (np.cos(a) * radius * 0.5, height + 0.004, -np.sin(a) * radius * 0.5)
        for a in np.linspace(0, 2 * np.pi, 17)[:-1]
    ]
    site.polygon(site.hard("tyre_hole", 0.95, casts=False), hole, edge=(0.8, 0.6), two_sided=False)


WORKPLACE: dict[str, Kind] = {
    "desk": Kind(build=desk, size=(1.6, 0.745, 0.8)),
    "monitor": Kind(build=monitor, size=(0.58, 0.52, 0.2)),
    "laptop": Kind(build=laptop, size=(0.34, 0.26, 0.24)),
    "partition": Kind(build=partition, size=(1.8, 1.3, 0.05)),
    "till": Kind(build=till, size=(0.4, 0.36, 0.4)),
    "tool_wall": Kind(build=tool_wall, size=(2.6, 1.1, 0.05), solid=False),
    "roller_gate": Kind(build=roller_gate, size=(3.4, 2.6, 0.05), solid=False),
    "drum": Kind(build=drum, size=(0.6, 0.9, 0.6)),
    "tyres": Kind(build=tyres, size=(0.66, 0.9, 0.66)),
    "whiteboard": Kind(build=easel_board, size=(1.6, 1.9, 0.5)),
}
