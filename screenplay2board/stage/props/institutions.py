"""Hospitals, schools, churches, courts, police, prisons, theatres. Front is +z."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.props.site import Kind, Site

_FACING = (0.0, 0.0, 1.0)


def drip_stand(site: Site, *, height: float = 1.9) -> None:
    """Stand a drip with its bag and tube."""
    metal = site.soft("drip_stand", 0.4)
    site.post(metal, 0, 0, height, 0.014, 6)
    for angle in np.linspace(0, 2 * np.pi, 6)[:-1]:
        site.tube(metal, ((0, 0.08, 0), (np.cos(angle) * 0.25, 0.03, np.sin(angle) * 0.25)), 0.014, 5)
    site.line(((-0.14, height, 0), (0.14, height, 0)), 1.3, 0.15)
    site.box(site.hard("drip_bag", 0.06), (0.13, height - 0.2, 0), (0.13, 0.26, 0.04))
    site.line(((0.13, height - 0.33, 0), (0.1, height - 0.7, 0.02), (0.0, height - 1.0, 0.1)), 0.6, 0.25)


def patient_monitor(site: Site, *, height: float = 1.5) -> None:
    """Stand a monitor with heart curve on a trolley."""
    site.post(site.soft("trolley", 0.4), 0, 0, height - 0.36, 0.03, 8)
    site.box(site.hard("trolley_foot", 0.45), (0, 0.05, 0), (0.5, 0.06, 0.46))
    site.box(site.hard("monitor", 0.2), (0, height - 0.18, 0), (0.46, 0.36, 0.22), weight=1.0)
    z = 0.116
    site.panel(site.hard("screen", 0.85, emission=0.88, casts=False), -0.2, height - 0.32, 0.3, 0.28, z=z)
    curve = (
        (-0.19, 0.0),
        (-0.1, 0.0),
        (-0.08, 0.06),
        (-0.06, -0.06),
        (-0.04, 0.0),
        (0.03, 0.0),
        (0.05, 0.05),
        (0.09, 0.0),
    )
    site.line([(x, height - 0.16 + y, z + 0.004) for x, y in curve], 1.3, 1.0, facing=_FACING)
    site.line([(x, height - 0.26 + y * 0.4, z + 0.004) for x, y in curve], 0.9, 1.0, facing=_FACING)


def bed_screen(site: Site, *, width: float = 2.0, height: float = 2.1, depth: float = 0.12, grey: float = 0.08) -> None:
    """Hang a ward curtain in folds from a rail."""
    part = site.hard("ward_curtain", grey, casts=False)
    count = max(5, int(width / 0.13))
    xs = np.linspace(-width / 2, width / 2, count)
    zs = depth / 2 * np.where(np.arange(count) % 2, 1.0, -1.0)
    low, high = (np.column_stack([xs, np.full(count, y), zs]) for y in (0.32, height))
    site.quads(part, np.stack([low[:-1], low[1:], high[1:], high[:-1]], axis=1), two_sided=True)
    site.lines(np.stack([low, high], axis=1)[::2], 0.6, 0.3)
    site.line(low, 0.8, 0.2)
    site.line(((-width / 2, height + 0.03, 0), (width / 2, height + 0.03, 0)), 1.5, 0.2)


def pew(
    site: Site, *, width: float = 3.0, height: float = 0.95, depth: float = 0.55, seat: float = 0.45, grey: float = 0.34
) -> None:
    """Build a church pew that faces +z."""
    part = site.hard("pew", grey)
    ends = [(side * width / 2, height / 2, 0.0) for side in (-1, 1)]
    site.boxes(part, ends, [(0.06, height, depth)] * 2)
    site.box(part, (0, seat - 0.02, 0.02), (width, 0.05, depth - 0.1))
    site.box(part, (0, seat + (height - seat) / 2, -depth / 2 + 0.06), (width, height - seat - 0.04, 0.04))


def altar(site: Site, *, width: float = 2.2, height: float = 1.0, depth: float = 0.9, grey: float = 0.0) -> None:
    """Build an altar with cloth and candles."""
    site.box(site.hard("altar", grey + 0.1), (0, height / 2, 0), (width, height, depth))
    cloth = site.hard("altar_cloth", grey)
    site.box(cloth, (0, height, 0), (width + 0.06, 0.03, depth + 0.06))
    site.panel(cloth, -width * 0.3, height - 0.5, width * 0.6, 0.5, z=depth / 2 + 0.03)
    wax, flame = site.soft("candle", 0.0), site.soft("flame", 0.0, emission=0.0, casts=False)
    for x in (-width * 0.4, width * 0.4):
        site.post(wax, x, 0, 0.4, 0.025, 8, y=height)
        site.ball(flame, (x, height + 0.45, 0), (0.014, 0.04, 0.014), around=7, stacked=5)


def cross(
    site: Site, *, width: float = 1.0, height: float = 1.8, depth: float = 0.1, y: float = 0.0, grey: float = 0.6
) -> None:
    """Build a cross whose foot is at `y`."""
    part = site.hard("cross", grey)
    thick = width * 0.14
    site.boxes(
        part,
        [(0, y + height / 2, 0), (0, y + height * 0.7, 0)],
        [(thick, height, depth), (width, thick, depth)],
        weight=1.0,
    )


def lectern(site: Site, *, width: float = 0.7, height: float = 1.15, depth: float = 0.5, grey: float = 0.38) -> None:
    """Build a lectern; the speaker stands behind it, at -z."""
    part = site.hard("lectern", grey)
    site.box(part, (0, height / 2 - 0.06, 0), (width * 0.8, height - 0.12, depth * 0.7))
    site.at(0, 0, 0).prism(
        part,
        (
            (-depth / 2, height - 0.1),
            (-depth / 2, height - 0.05),
            (depth / 2, height + 0.04),
            (depth / 2, height - 0.02),
        ),
        width / 2,
    )


def judges_bench(
    site: Site, *, width: float = 3.6, height: float = 1.42, depth: float = 1.1, grey: float = 0.34
) -> None:
    """Build a judge's bench with panels; the floor behind it is 0.6 m high."""
    part = site.hard("judges_bench", grey)
    site.box(part, (0, height / 2, depth / 2 - 0.06), (width, height, 0.12))
    site.box(part, (0, height, depth / 2 - 0.14), (width + 0.2, 0.07, 0.42), weight=1.1)
    for side in (-1.0, 1.0):
        site.box(part, (side * width / 2, height / 2 - 0.1, 0), (0.1, height - 0.2, depth))
    panel = site.hard("bench_panel", grey + 0.1, casts=False)
    count = max(2, round(width / 0.8))
    step = width / count
    for i in range(count):
        site.panel(
            panel, -width / 2 + i * step + 0.08, 0.25, step - 0.16, height - 0.55, z=depth / 2 + 0.006, edge=(0.7, 0.2)
        )


def flag(site: Site, *, height: float = 2.4, grey: float = 0.4) -> None:
    """Stand a flag on a pole with a gold ball."""
    site.post(site.soft("flag_pole", 0.5), 0, 0, height, 0.02, 6)
    site.tube(site.soft("flag_foot", 0.5), ((0, 0, 0), (0, 0.06, 0)), (0.16, 0.1), 12)
    site.ball(site.soft("flag_ball", 0.2), (0, height, 0), 0.05, around=8, stacked=6)
    cloth = site.hard("flag", grey, casts=False)
    xs = np.array((0.02, 0.1, 0.2, 0.28, 0.36))
    zs = np.array((0.0, 0.06, -0.02, 0.06, 0.0))
    high = np.column_stack([xs, height - 0.06 - xs * 0.5, zs])
    low = np.column_stack([xs * 0.9, height - 1.0 - xs * 1.1, zs])
    site.quads(cloth, np.stack([low[:-1], low[1:], high[1:], high[:-1]], axis=1), edge=(0.7, 0.2), two_sided=True)


def lockers(site: Site, *, width: float = 2.4, height: float = 1.9, depth: float = 0.45, grey: float = 0.22) -> None:
    """Stand a row of lockers."""
    site.box(site.hard("lockers", grey), (0, height / 2, 0), (width, height, depth))
    count, z = max(1, round(width / 0.36)), depth / 2 + 0.006
    xs = np.linspace(-width / 2, width / 2, count + 1)
    site.lines([((x, 0.06, z), (x, height, z)) for x in xs], 0.8, 0.2, facing=_FACING)
    middles = (xs[:-1] + xs[1:]) / 2
    slots = [((x - 0.08, height * t, z), (x + 0.08, height * t, z)) for x in middles for t in (0.84, 0.88, 0.92)]
    site.lines(slots, 0.7, 0.2, facing=_FACING)
    site.lines([((x + 0.11, height * 0.5, z), (x + 0.11, height * 0.56, z)) for x in middles], 1.4, 0.1, facing=_FACING)


def theatre_seats(
    site: Site, *, width: float = 8.0, height: float = 1.0, depth: float = 0.6, seat: float = 0.45, grey: float = 0.5
) -> None:
    """Build a row of folding seats that face +z."""
    part, arm = site.hard("theatre_seat", grey), site.hard("seat_arm", 0.75)
    count = max(1, round(width / 0.56))
    xs = np.linspace(-width / 2, width / 2, count + 1)
    middles = (xs[:-1] + xs[1:]) / 2
    backs = [(x, (height + seat) / 2, -depth / 2 + 0.08) for x in middles]
    pads = [(x, seat - 0.05, 0.02) for x in middles]
    site.boxes(
        part, backs + pads, [(0.46, height - seat + 0.1, 0.1)] * count + [(0.46, 0.1, depth - 0.2)] * count, weight=0.8
    )
    site.boxes(arm, [(x, 0.31, 0) for x in xs], [(0.06, 0.62, depth - 0.1)] * len(xs), weight=0.7)


def stage_curtain(
    site: Site, *, width: float = 3.0, height: float = 5.0, depth: float = 0.25, grey: float = 0.52
) -> None:
    """Hang a heavy curtain in folds."""
    part = site.hard("stage_curtain", grey, casts=False, gain=0.24)
    count = max(7, int(width / 0.16))
    xs = np.linspace(-width / 2, width / 2, count)
    zs = depth / 2 * np.sin(np.arange(count) * 1.7)
    low, high = (np.column_stack([xs, np.full(count, y), zs]) for y in (0.02, height))
    site.quads(part, np.stack([low[:-1], low[1:], high[1:], high[:-1]], axis=1), two_sided=True)
    site.lines(np.stack([low, high], axis=1)[:: 2 if width < 8 else 3], 0.8, 0.15)
    site.line(low, 0.9, 0.1)


def mirror_glass(site: Site, *, width: float = 2.2, height: float = 1.1, y: float = 1.0) -> None:
    """Hang the dark one-way mirror of an interrogation room."""
    site.panel(
        site.hard("frame", 0.5, casts=False),
        -width / 2 - 0.07,
        y - 0.07,
        width + 0.14,
        height + 0.14,
        z=0.015,
        edge=(1.1, 0.1),
    )
    site.panel(site.hard("one_way", 0.62, emission=0.66, casts=False), -width / 2, y, width, height, z=0.022)
    strokes = [
        ((-width * 0.3 + t, y + height * 0.2, 0.03), (-width * 0.12 + t, y + height * 0.8, 0.03))
        for t in (0.0, 0.2, 0.9)
    ]
    site.lines(strokes, 0.9, 0.85, facing=_FACING)


def bunk_bed(
    site: Site, *, width: float = 0.9, height: float = 1.75, depth: float = 2.0, seat: float = 0.48, grey: float = 0.45
) -> None:
    """Build a two-storey bunk of steel, its head at -z."""
    frame, linen = site.hard("bunk", grey), site.hard("linen", 0.04)
    legs = [(sx * width / 2, height / 2, sz * depth / 2) for sx in (-1, 1) for sz in (-1, 1)]
    site.boxes(frame, legs, [(0.05, height, 0.05)] * 4)
    pillow, cover = site.soft("pillow", 0.0), site.hard("blanket", 0.26)
    for top in (seat, height - 0.25):
        site.box(frame, (0, top - 0.17, 0), (width, 0.06, depth))
        site.box(linen, (0, top - 0.07, 0), (width - 0.04, 0.14, depth - 0.04))
        site.box(cover, (0, top + 0.006, depth * 0.16), (width, 0.025, depth * 0.62))
        site.ball(pillow, (0, top + 0.05, -depth / 2 + 0.25), (width * 0.36, 0.07, 0.17), around=12, stacked=6)


def tombstone(
    site: Site,
    *,
    width: float = 0.7,
    height: float = 0.95,
    depth: float = 0.16,
    grey: float = 0.14,
    style: str = "round",
) -> None:
    """Set up a gravestone; style: round, cross, plain."""
    part = site.hard("tombstone", grey)
    if style == "cross":
        cross(site, width=width, height=height * 1.25, depth=depth, grey=grey)
        return
    if style == "plain":
        site.box(part, (0, height / 2, 0), (width, height, depth))
    else:
        angles = np.linspace(0, np.pi, 9)
        spring = height - width / 2
        side = [(width / 2 * np.cos(a), spring + width / 2 * np.sin(a)) for a in angles]
        outline = [(width / 2, 0.0), *side, (-width / 2, 0.0)]
        site.at(0, 0, 0, 90).prism(part, [(x, y) for x, y in outline], depth / 2)
    z = depth / 2 + 0.006
    site.lines(
        [((-width * 0.26, height * t, z), (width * 0.26, height * t, z)) for t in (0.5, 0.6, 0.7)],
        0.9,
        0.35,
        facing=_FACING,
    )


INSTITUTIONS: dict[str, Kind] = {
    "drip_stand": Kind(build=drip_stand, size=(0.4, 1.9, 0.4)),
    "patient_monitor": Kind(build=patient_monitor, size=(0.5, 1.5, 0.46)),
    "ward_curtain": Kind(build=bed_screen, size=(2.0, 2.1, 0.12)),
    "pew": Kind(build=pew, size=(3.0, 0.95, 0.55), seat_m=0.45),
    "altar": Kind(build=altar, size=(2.2, 1.0, 0.9)),
    "cross": Kind(build=cross, size=(1.0, 1.8, 0.1), base_m=0.0),
    "lectern": Kind(build=lectern, size=(0.7, 1.15, 0.5)),
    "judges_bench": Kind(build=judges_bench, size=(3.6, 1.42, 1.1)),
    "flag": Kind(build=flag, size=(0.4, 2.4, 0.4)),
    "lockers": Kind(build=lockers, size=(2.4, 1.9, 0.45)),
    "theatre_seats": Kind(build=theatre_seats, size=(8.0, 1.0, 0.6), seat_m=0.45),
    "stage_curtain": Kind(build=stage_curtain, size=(3.0, 5.0, 0.25)),
    "one_way_mirror": Kind(build=mirror_glass, size=(2.2, 1.1, 0.05), solid=False),
    "bunk_bed": Kind(build=bunk_bed, size=(0.9, 1.75, 2.0), seat_m=0.48),
    "tombstone": Kind(build=tombstone, size=(0.7, 0.95, 0.16)),
}
