"""What is built in: kitchens, bathrooms, bars and shops. Front is +z."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.props.furniture import fill_shelves
from screenplay2board.stage.props.site import Kind, Site

_FACING = (0.0, 0.0, 1.0)


def counter(
    site: Site,
    *,
    width: float = 3.0,
    height: float = 0.92,
    depth: float = 0.62,
    grey: float = 0.1,
    top_grey: float = 0.32,
    style: str = "kitchen",
    sink_at: float = 99.0,
    stove_at: float = 99.0,
) -> None:
    """Build a counter; style: kitchen (doors and drawers), bar (planks, brass rail), shop (plain), desk.

    sink_at, stove_at: their x, beyond the counter for none.
    """
    body, top = site.hard("counter", grey), site.hard("counter_top", top_grey)
    site.box(body, (0, (height - 0.04) / 2, 0), (width, height - 0.04, depth - 0.04))
    over = 0.1 if style == "bar" else 0.0
    site.box(top, (0, height - 0.02, over / 2), (width + over, 0.05, depth + over), weight=1.1, grey=0.1)
    front = depth / 2 - 0.014
    if style == "kitchen":
        count = max(1, int(width / 0.6))
        xs = np.linspace(-width / 2, width / 2, count + 1)
        site.lines([((x, 0.08, front), (x, height - 0.06, front)) for x in xs], 0.6, 0.3, facing=_FACING)
        site.line(((-width / 2, height - 0.24, front), (width / 2, height - 0.24, front)), 0.6, 0.3, facing=_FACING)
        middles = (xs[:-1] + xs[1:]) / 2
        site.lines(
            [((x - 0.08, height - 0.3, front), (x + 0.08, height - 0.3, front)) for x in middles],
            1.2,
            0.1,
            facing=_FACING,
        )
    elif style == "bar":
        count = max(2, round(width / 0.7))
        step = width / count
        plate = site.hard("bar_panel", grey + 0.1, casts=False)
        for i in range(count):
            site.panel(plate, -width / 2 + i * step + 0.07, 0.22, step - 0.14, height - 0.42, z=front, edge=(0.6, 0.2))
        rail = site.soft("foot_rail", 0.15)
        site.tube(rail, ((-width / 2, 0.18, depth / 2 + 0.14), (width / 2, 0.18, depth / 2 + 0.14)), 0.025, 6)
    if abs(sink_at) < width / 2:
        basin = site.hard("sink", 0.45, casts=False)
        site.slab(basin, sink_at, 0.02, 0.5, 0.36, y=height + 0.008, edge=(0.9, 0.15))
        tap = site.soft("tap", 0.3)
        path = (
            (sink_at, height, -0.2),
            (sink_at, height + 0.26, -0.2),
            (sink_at, height + 0.3, -0.1),
            (sink_at, height + 0.22, -0.04),
        )
        site.tube(tap, path, 0.016, 6)
    if abs(stove_at) < width / 2:
        _stove(site, stove_at, height, front)


def _stove(site: Site, x: float, height: float, front: float) -> None:
    hob = site.hard("hob", 0.7, casts=False)
    site.slab(hob, x, 0, 0.58, 0.5, y=height + 0.008, edge=(0.8, 0.1))
    door = site.hard("oven_door", 0.6, casts=False)
    site.panel(door, x - 0.27, 0.16, 0.54, 0.46, z=front + 0.004, edge=(0.9, 0.12))
    site.line(((x - 0.24, 0.66, front + 0.02), (x + 0.24, 0.66, front + 0.02)), 1.6, 0.15, facing=_FACING)
    knobs = [((x + u, 0.79, front + 0.02), (x + u + 0.03, 0.79, front + 0.02)) for u in (-0.21, -0.07, 0.06, 0.18)]
    site.lines(knobs, 2.0, 0.15, facing=_FACING)
    pot = site.soft("pot", 0.25)
    site.post(pot, x - 0.12, 0.08, 0.16, 0.11, 12, y=height + 0.01)
    site.tube(pot, ((x - 0.02, height + 0.13, 0.08), (x + 0.14, height + 0.15, 0.1)), 0.012, 5)


def wall_cabinet(
    site: Site,
    *,
    width: float = 0.9,
    height: float = 0.7,
    depth: float = 0.34,
    y: float = 1.5,
    grey: float = 0.08,
    doors: int = 2,
) -> None:
    """Hang kitchen cabinets on the wall; the origin is on the floor at the wall."""
    site.box(site.hard("cabinet", grey), (0, y + height / 2, depth / 2), (width, height, depth))
    xs = np.linspace(-width / 2, width / 2, doors + 1)
    z = depth + 0.006
    site.lines([((x, y + 0.02, z), (x, y + height - 0.02, z)) for x in xs[1:-1]], 0.7, 0.25, facing=_FACING)
    grips = [((x + s * 0.05, y + 0.06, z), (x + s * 0.05, y + 0.18, z)) for x in xs[1:-1] for s in (-1, 1)]
    site.lines(grips, 1.2, 0.12, facing=_FACING)


def hood(
    site: Site, *, width: float = 0.7, height: float = 0.9, depth: float = 0.5, y: float = 1.6, grey: float = 0.15
) -> None:
    """Hang a cooker hood on the wall; the origin is on the floor at the wall."""
    part = site.hard("hood", grey)
    site.at(0, y, depth / 2, 0).prism(
        part,
        ((-depth / 2, 0), (-depth / 2, 0.3), (-depth / 2 + 0.24, 0.3), (depth / 2, 0.06), (depth / 2, 0)),
        width / 2,
    )
    site.box(part, (0, y + 0.3 + (height - 0.3) / 2, 0.12), (0.26, height - 0.3, 0.24))


def fridge(site: Site, *, width: float = 0.72, height: float = 1.85, depth: float = 0.68, grey: float = 0.02) -> None:
    """Stand a fridge with notes on its door."""
    site.box(site.hard("fridge", grey), (0, height / 2, 0), (width, height, depth), weight=1.1, grey=0.12)
    z = depth / 2 + 0.006
    site.line(((-width / 2, height * 0.66, z), (width / 2, height * 0.66, z)), 0.8, 0.2, facing=_FACING)
    grips = [
        ((width * 0.38, low, z), (width * 0.38, high, z))
        for low, high in ((height * 0.38, height * 0.6), (height * 0.7, height * 0.86))
    ]
    site.lines(grips, 1.6, 0.12, facing=_FACING)
    note = site.hard("note", 0.25, casts=False)
    site.panel(note, -0.2, height * 0.76, 0.12, 0.15, z=z, edge=(0.6, 0.25))
    site.panel(note, -0.02, height * 0.8, 0.09, 0.09, z=z, edge=(0.6, 0.25))


def back_bar(
    site: Site, *, width: float = 4.0, height: float = 2.3, depth: float = 0.36, grey: float = 0.38, seed: int = 1
) -> None:
    """Build the shelves behind a bar: bottles before a bright mirror."""
    frame = site.hard("back_bar", grey)
    site.box(frame, (0, 0.45, 0), (width, 0.9, depth))
    mirror = site.hard("bar_mirror", 0.0, emission=0.06 if site.night else 0.02, casts=False)
    site.panel(mirror, -width / 2, 0.9, width, height - 1.05, z=-depth / 2 + 0.03)
    site.box(frame, (0, height - 0.08, 0.02), (width + 0.1, 0.16, depth + 0.06))
    bays = max(2, round(width / 1.5))
    xs = np.linspace(-width / 2 + 0.05, width / 2 - 0.05, bays + 1)
    posts = [(float(x), (height + 0.8) / 2, 0.0) for x in xs]
    site.boxes(frame, posts, [(0.1, height - 0.9, depth)] * len(xs), weight=0.8)
    ys = [0.92 + 0.4 * i for i in range(int((height - 1.2) / 0.4) + 1)]
    site.boxes(frame, [(0, y, -0.02) for y in ys[1:]], [(width, 0.03, depth - 0.08)] * (len(ys) - 1), weight=0.7)
    fill_shelves(site, width - 0.16, [y + 0.016 for y in ys], depth, 0.38, "bottles", seed)


def beer_taps(site: Site, *, width: float = 0.4, height: float = 0.42, depth: float = 0.2, grey: float = 0.2) -> None:
    """Stand three beer taps on a bar."""
    part = site.soft("taps", grey)
    site.tube(part, ((-width / 2, height * 0.6, 0), (width / 2, height * 0.6, 0)), 0.035, 8)
    for x in (-width / 3, width / 3):
        site.post(part, x, 0, height * 0.6, 0.03, 8)
    handle = site.soft("tap_handle", 0.7)
    for x in (-width / 3, 0.0, width / 3):
        site.tube(handle, ((x, height * 0.62, depth * 0.2), (x, height, depth * 0.45)), (0.014, 0.022), 6)


def coffee_machine(
    site: Site, *, width: float = 0.7, height: float = 0.5, depth: float = 0.45, grey: float = 0.15
) -> None:
    """Stand an espresso machine on a counter."""
    part = site.hard("coffee_machine", grey)
    site.box(part, (0, height * 0.72, 0), (width, height * 0.5, depth))
    site.box(part, (0, height * 0.06, 0), (width, height * 0.12, depth))
    site.box(
        site.hard("machine_back", 0.6), (0, height * 0.3, -depth * 0.25), (width * 0.9, height * 0.36, depth * 0.4)
    )
    arm = site.soft("portafilter", 0.75)
    for x in (-width * 0.25, width * 0.25):
        site.tube(arm, ((x, height * 0.42, 0.05), (x, height * 0.4, depth * 0.62)), 0.022, 6)


def glass_case(
    site: Site, *, width: float = 1.4, height: float = 1.25, depth: float = 0.6, grey: float = 0.15, seed: int = 0
) -> None:
    """Stand a glazed display case with cakes or goods."""
    part = site.hard("case", grey)
    site.box(part, (0, 0.35, 0), (width, 0.7, depth))
    glass = site.hard("case_glass", 0.03, casts=False, emission=0.03)
    site.panel(glass, -width / 2 + 0.02, 0.72, width - 0.04, height - 0.75, z=depth / 2 - 0.06)
    site.box(part, (0, height - 0.02, -0.04), (width, 0.05, depth - 0.08))
    fill_shelves(site, width - 0.1, [0.72, 0.96], depth * 0.5, 0.26, "goods", seed, front=depth / 2 - 0.2)
    site.lines(
        [((x, 0.72, depth / 2 - 0.05), (x, height, depth / 2 - 0.05)) for x in (-width / 2, width / 2)], 1.1, 0.15
    )


def bath(site: Site, *, width: float = 1.7, height: float = 0.58, depth: float = 0.76, grey: float = 0.0) -> None:
    """Build a bath tub along x, open above."""
    part = site.hard("bath", grey)
    site.box(part, (0, height / 2 - 0.02, 0), (width, height - 0.04, depth), weight=1.0)
    site.box(part, (0, height - 0.02, 0), (width + 0.04, 0.05, depth + 0.04), weight=1.1)
    hollow = site.hard("bath_inside", 0.14, casts=False)
    site.slab(hollow, 0, 0, width - 0.16, depth - 0.16, y=height + 0.008, edge=(1.0, 0.15))
    tap = site.soft("tap", 0.35)
    x = width / 2 - 0.1
    site.tube(tap, ((x, height, 0), (x, height + 0.16, 0), (x - 0.12, height + 0.17, 0)), 0.018, 6)


def shower_curtain(site: Site, *, width: float = 1.7, height: float = 2.0, grey: float = 0.08) -> None:
    """Hang a shower curtain, pulled half to the left."""
    part = site.hard("shower_curtain", grey, casts=False)
    xs = np.linspace(-width / 2, -width / 2 + width * 0.42, 13)
    zs = 0.05 * np.where(np.arange(13) % 2, 1.0, -1.0)
    low, high = (np.column_stack([xs, np.full(13, y), zs]) for y in (0.3, height))
    site.quads(part, np.stack([low[:-1], low[1:], high[1:], high[:-1]], axis=1), two_sided=True)
    site.lines(np.stack([low, high], axis=1)[::2], 0.6, 0.3)
    site.line(low, 0.8, 0.2)
    site.line(((-width / 2, height + 0.02, 0), (width / 2, height + 0.02, 0)), 1.5, 0.2)


def basin(site: Site, *, width: float = 0.6, height: float = 0.86, depth: float = 0.46, grey: float = 0.0) -> None:
    """Build a wash basin on a pedestal, its back to the wall."""
    part = site.soft("basin", grey, weight=1.0)
    site.tube(
        part,
        ((0, height - 0.16, 0), (0, height - 0.02, 0), (0, height, 0)),
        (width * 0.3, width / 2, width / 2),
        18,
        flatness=depth / width,
    )
    site.post(part, 0, -0.05, height - 0.14, 0.09, 10)
    bowl = site.hard("bowl", 0.16, casts=False)
    ring = np.linspace(0, 2 * np.pi, 19)[:-1]
    site.polygon(
        bowl,
        [(np.cos(a) * width * 0.38, height + 0.004, -np.sin(a) * depth * 0.34) for a in ring],
        edge=(0.8, 0.2),
        two_sided=False,
    )
    site.tube(
        site.soft("tap", 0.35),
        ((0, height, -depth * 0.38), (0, height + 0.16, -depth * 0.38), (0, height + 0.15, -depth * 0.12)),
        0.015,
        6,
    )


def toilet(
    site: Site, *, width: float = 0.42, height: float = 0.85, depth: float = 0.66, seat: float = 0.42, grey: float = 0.0
) -> None:
    """Build a toilet, its cistern at the back."""
    part = site.soft("toilet", grey, weight=1.0)
    site.tube(
        part,
        ((0, 0, 0.02), (0, seat * 0.5, 0.03), (0, seat - 0.03, 0.08), (0, seat, 0.08)),
        (0.13, 0.12, width / 2, width / 2),
        16,
        flatness=1.2,
    )
    site.box(site.hard("cistern", grey), (0, (seat + height) / 2, -depth / 2 + 0.1), (width, height - seat, 0.2))


def washing_machine(
    site: Site, *, width: float = 0.6, height: float = 0.86, depth: float = 0.6, grey: float = 0.02
) -> None:
    """Stand a washing machine."""
    site.box(site.hard("washer", grey), (0, height / 2, 0), (width, height, depth), weight=1.0)
    ring, z = np.linspace(0, 2 * np.pi, 21)[:-1], depth / 2 + 0.01
    for radius, grey_at in ((0.2, 0.2), (0.15, 0.65)):
        outline = [(np.cos(a) * radius, 0.42 + np.sin(a) * radius, z + 0.3 * (0.22 - radius) * 0.1) for a in ring]
        site.polygon(site.hard("porthole", grey_at, casts=False), outline, edge=(0.9, 0.12), two_sided=False)
    site.line(((-width / 2, height - 0.14, z), (width / 2, height - 0.14, z)), 0.7, 0.25, facing=_FACING)


def rack(
    site: Site,
    *,
    width: float = 3.0,
    height: float = 2.6,
    depth: float = 0.9,
    grey: float = 0.45,
    load: str = "boxes",
    seed: int = 0,
) -> None:
    """Build open steel shelving; load as in `bookshelf`."""
    part = site.hard("rack", grey)
    posts = [(sx * (width / 2 - 0.04), height / 2, sz * (depth / 2 - 0.04)) for sx in (-1, 1) for sz in (-1, 1)]
    ys = list(np.linspace(0.12, height - 0.35, max(2, round(height / 0.75))))
    site.boxes(
        part, [*posts, *((0.0, y, 0.0) for y in ys)], [(0.07, height, 0.07)] * 4 + [(width, 0.05, depth)] * len(ys)
    )
    if load != "none":
        gap = float(ys[1] - ys[0]) - 0.08
        fill_shelves(site, width - 0.2, [float(y) + 0.03 for y in ys], depth, gap, load, seed, front=depth * 0.14)
    for z in (-depth / 2, depth / 2):
        site.line(((-width / 2, ys[0], z), (width / 2, ys[-1], z)), 0.8, 0.3) if load == "none" else None


def clothes_rail(site: Site, *, width: float = 1.6, height: float = 1.6, depth: float = 0.5, seed: int = 0) -> None:
    """Stand a rail with hung clothes."""
    metal = site.soft("rail", 0.5)
    x = width / 2
    site.tube(metal, ((-x, 0, 0), (-x, height, 0), (x, height, 0), (x, 0, 0)), 0.022, 6)
    random = np.random.default_rng(seed + 41)
    parts = [site.hard(f"cloth{i}", grey) for i, grey in enumerate((0.05, 0.25, 0.45, 0.7))]
    for u in np.arange(-x + 0.1, x - 0.06, 0.1):
        drop = random.uniform(0.7, 1.1)
        outline = (
            (u, height - 0.12, -depth / 2), (u, height - 0.05, 0), (u, height - 0.12, depth / 2),
            (u + 0.02, height - drop, depth / 2 - 0.03), (u + 0.02, height - drop, -depth / 2 + 0.03),
        )  # fmt: skip
        site.polygon(parts[int(random.integers(0, 4))], outline, edge=(0.7, 0.2))


FITTINGS: dict[str, Kind] = {
    "counter": Kind(build=counter, size=(3.0, 0.92, 0.62)),
    "wall_cabinet": Kind(build=wall_cabinet, size=(0.9, 0.7, 0.34), base_m=1.5, hung=True),
    "hood": Kind(build=hood, size=(0.7, 0.9, 0.5), base_m=1.6, hung=True),
    "fridge": Kind(build=fridge, size=(0.72, 1.85, 0.68)),
    "back_bar": Kind(build=back_bar, size=(4.0, 2.3, 0.36)),
    "beer_taps": Kind(build=beer_taps, size=(0.4, 0.42, 0.2)),
    "coffee_machine": Kind(build=coffee_machine, size=(0.7, 0.5, 0.45)),
    "glass_case": Kind(build=glass_case, size=(1.4, 1.25, 0.6)),
    "bath": Kind(build=bath, size=(1.7, 0.58, 0.76)),
    "shower_curtain": Kind(build=shower_curtain, size=(1.7, 2.0, 0.1), solid=False),
    "basin": Kind(build=basin, size=(0.6, 0.86, 0.46)),
    "toilet": Kind(build=toilet, size=(0.42, 0.85, 0.66), seat_m=0.42),
    "washing_machine": Kind(build=washing_machine, size=(0.6, 0.86, 0.6)),
    "rack": Kind(build=rack, size=(3.0, 2.6, 0.9)),
    "clothes_rail": Kind(build=clothes_rail, size=(1.6, 1.6, 0.5)),
}
