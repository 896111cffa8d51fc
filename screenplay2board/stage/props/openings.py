"""What hangs on walls: windows, doors, pictures, boards, clocks. All face +z and are seen from there only."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from screenplay2board.stage.props.site import Builder, Kind, Site

_FRONT = (0.0, 0.0, 1.0)
_NIGHT_GLASS = 0.78
_KNOB = tuple((0.034 * np.cos(a), 0.034 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 11)[:-1])
_DOOR_PANELS = ((0.2, 0.95), (1.1, 1.85))


def window(
    site: Site,
    *,
    width: float = 1.3,
    height: float = 1.25,
    sill: float = 0.95,
    panes: int = 2,
    bar: float = 0.55,
    curtain: str = "none",
    view: str = "houses",
    seed: int = 0,
    cover: str = "none",
) -> None:
    """Hang a window; view: houses, trees, city, sky. curtain: none, curtain, long, blind. cover: none, bars, grid.

    bar: height of the crossbar as a share, 0 for none.
    """
    left = -width / 2
    glass = site.hard("glass", 0.0, emission=_NIGHT_GLASS if site.night else 0.0, casts=False)
    site.panel(glass, left, sill, width, height, z=0.012, edge=(1.2, 0.1))
    _view(site, left, sill, height, view, seed)
    for i in range(1, panes):
        x = left + width * i / panes
        site.line(((x, sill, 0.03), (x, sill + height, 0.03)), 1.0, 0.15, facing=_FRONT)
    if bar:
        site.line(((left, sill + height * bar, 0.03), (-left, sill + height * bar, 0.03)), 0.9, 0.15, facing=_FRONT)
    outer = (
        (left - 0.07, sill),
        (-left + 0.07, sill),
        (-left + 0.07, sill + height + 0.07),
        (left - 0.07, sill + height + 0.07),
    )
    site.line([(x, y, 0.015) for x, y in (*outer, outer[0])], 0.8, 0.2, facing=_FRONT)
    board = site.hard("sill", 0.0, casts=False)
    site.panel(board, -width / 2 - 0.15, sill - 0.055, width + 0.3, 0.05, z=0.05, edge=(0.9, 0.15))
    if curtain in ("curtain", "long"):
        _curtains(site, width, height, sill, floor=curtain == "long")
    if curtain == "blind":
        _blind(site, left, sill, width, height)
    if cover != "none":
        xs = np.arange(left + 0.1, -left, 0.14)
        site.lines([((x, sill, 0.05), (x, sill + height, 0.05)) for x in xs], 1.3, 0.1, facing=_FRONT)
        ys = [sill + height * t for t in ((0.33, 0.67) if cover == "bars" else np.arange(0.12, 1.0, 0.14))]
        site.lines([((left, y, 0.05), (-left, y, 0.05)) for y in ys], 1.1, 0.1, facing=_FRONT)


def _view(site: Site, left: float, sill: float, height: float, view: str, seed: int) -> None:
    random = np.random.default_rng(seed + 17)
    if view == "sky":
        return
    far = site.hard("view", 0.12, emission=0.9 if site.night else 0.14, casts=False)
    lit = site.hard("view_lit", 0.0, emission=0.02 if site.night else 0.28, casts=False)
    if view == "airfield":
        _airfield(site, far, left, sill, height)
        return
    if view == "trees":
        xs = np.linspace(left, -left, 25)
        tops = sill + height * (0.3 + 0.12 * np.abs(np.sin(xs * 4 + seed)) + 0.06 * np.sin(xs * 11))
        low, high = np.column_stack([xs, np.full(25, sill)]), np.column_stack([xs, tops])
        corners = np.stack([low[:-1], low[1:], high[1:], high[:-1]], axis=1)
        site.quads(far, np.concatenate([corners, np.full((24, 4, 1), 0.016)], axis=-1))
        site.line(np.column_stack([high, np.full(25, 0.02)]), 0.5, 0.5, facing=_FRONT)
        return
    reach = 0.75 if view == "city" else 0.42
    x = left
    while x < -left - 0.06:
        step = min(random.uniform(0.14, 0.3) * (1.0 if view == "city" else 1.6), -left - x)
        top = height * reach * random.uniform(0.45, 1.0)
        site.panel(far, x, sill, step, top, z=0.015 + 0.001 * random.random(), edge=(0.4, 0.5))
        spots = [
            (x + u * step, sill + v * top)
            for u in (0.2, 0.6)
            for v in np.arange(0.15, 0.85, 0.16 / max(top, 0.2))
            if random.random() < (0.4 if site.night else 0.6)
        ]
        if spots:
            place = np.array(spots)[:, None]
            corners = place + np.array(((0, 0), (0.045, 0), (0.045, 0.06), (0, 0.06)))
            corners[..., 0] = np.minimum(corners[..., 0], x + step)
            site.quads(lit, np.concatenate([corners, np.full((*corners.shape[:2], 1), 0.02)], axis=-1))
        x += step


def _airfield(site: Site, part: int, left: float, sill: float, height: float) -> None:
    """Draw an airliner on the apron."""
    site.panel(part, left, sill, -2 * left, height * 0.16, z=0.015, edge=(0.5, 0.4))
    scale, y = -2 * left, sill + height * 0.34
    body = [(-0.4, 0.0), (-0.34, -0.04), (0.3, -0.04), (0.4, 0.02), (0.3, 0.05), (-0.32, 0.05)]
    tail = [(-0.38, 0.04), (-0.26, 0.05), (-0.36, 0.2), (-0.42, 0.2)]
    wing = [(-0.1, -0.01), (0.08, -0.01), (-0.12, -0.11), (-0.2, -0.11)]
    for outline, z in ((body, 0.018), (tail, 0.019), (wing, 0.022)):
        plane = site.hard("airliner", 0.0, casts=False, emission=0.55 if site.night else 0.2)
        site.polygon(plane, [(u * scale, y + v * scale, z) for u, v in outline], edge=(0.9, 0.15), two_sided=False)


def _curtains(site: Site, width: float, height: float, sill: float, *, floor: bool) -> None:
    part = site.hard("curtain", 0.2, casts=False)
    top, bottom = sill + height + 0.22, 0.05 if floor else sill - 0.25
    for side in (-1.0, 1.0):
        middle, half = side * (width / 2 + 0.12), 0.24
        site.quads(
            part,
            [
                (
                    (middle - half, bottom, 0.1),
                    (middle + half, bottom, 0.1),
                    (middle + half * 0.8, top, 0.1),
                    (middle - half * 0.8, top, 0.1),
                )
            ],
            edge=(0.8, 0.25),
        )
        folds = [
            ((middle + half * t, bottom, 0.11), (middle + half * t * 0.7, top, 0.11)) for t in (-0.55, -0.1, 0.35, 0.7)
        ]
        site.lines(folds, 0.5, 0.35, facing=_FRONT)
    site.line(((-width / 2 - 0.45, top, 0.12), (width / 2 + 0.45, top, 0.12)), 1.4, 0.15, facing=_FRONT)


def _blind(site: Site, left: float, sill: float, width: float, height: float) -> None:
    part = site.hard("blind", 0.06, casts=False)
    drop = height * 0.55
    site.panel(part, left, sill + height - drop, width, drop, z=0.05, edge=(0.7, 0.3))
    ys = np.arange(sill + height - drop + 0.05, sill + height, 0.06)
    site.lines([((left, y, 0.055), (-left, y, 0.055)) for y in ys], 0.6, 0.35, facing=_FRONT)


def door(
    site: Site, *, width: float = 0.9, height: float = 2.05, grey: float = 0.2, style: str = "panel", seed: int = 0
) -> None:
    """Hang a door; style: panel, plain, glass, double, metal, bars, lift, arched, sliding (paper)."""
    left = -width / 2
    part = site.hard("door", grey, casts=False)
    site.panel(part, left, 0, width, height, z=0.014, edge=(1.1, 0.12))
    frame = ((left - 0.09, 0), (left - 0.09, height + 0.09), (-left + 0.09, height + 0.09), (-left + 0.09, 0))
    site.line([(x, y, 0.016) for x, y in frame], 0.9, 0.2, facing=_FRONT)
    leaves = ((left, width),) if style not in ("double", "lift", "sliding") else ((left, width / 2), (0.0, width / 2))
    if len(leaves) == 2:
        site.line(((0, 0, 0.018), (0, height, 0.018)), 1.0, 0.12, facing=_FRONT)
    for x, leaf in leaves:
        _door_leaf(site, x, leaf, height, grey, style)
    if style == "lift":
        plate = site.hard("plate", 0.45, casts=False)
        site.panel(plate, width / 2 + 0.25, 1.0, 0.12, 0.24, z=0.015, edge=(0.7, 0.15))
        sign = site.hard("floor_sign", 0.7, emission=0.75, casts=False)
        site.panel(sign, -0.2, height + 0.16, 0.4, 0.16, z=0.015, edge=(0.7, 0.15))
    elif style not in ("bars", "sliding"):
        knob = site.soft("knob", 0.5, casts=False)
        for side in (1.0,) if len(leaves) == 1 else (-1.0, 1.0):
            x = (width / 2 - 0.09) if len(leaves) == 1 else side * 0.08
            site.polygon(knob, [(x + u, 1.0 + v, 0.04) for u, v in _KNOB], two_sided=False)
    if seed and style == "plain":
        plate = site.hard("number", 0.02, casts=False)
        site.panel(plate, -0.1, 1.5, 0.2, 0.1, z=0.02, edge=(0.6, 0.25))


def _door_leaf(site: Site, x: float, width: float, height: float, grey: float, style: str) -> None:
    inset, ink = 0.14 * min(1.0, width / 0.7), (0.6, 0.3)
    if style in ("panel", "double", "arched"):
        part = site.hard("door_panel", grey, casts=False)
        scale = height / 2.05
        for low, high in _DOOR_PANELS:
            site.panel(part, x + inset, low * scale, width - 2 * inset, (high - low) * scale, z=0.018, edge=ink)
    elif style == "glass":
        part = site.hard("door_glass", 0.0, emission=0.6 if site.night else 0.02, casts=False)
        site.panel(part, x + inset, 0.3, width - 2 * inset, height - 0.45, z=0.018, edge=(0.9, 0.15))
        site.line(((x + inset + 0.1, 1.0, 0.03), (x + width - inset - 0.05, 1.7, 0.03)), 0.5, 0.6, facing=_FRONT)
    elif style == "metal":
        site.line([(x + 0.06, y, 0.018) for y in (height * 0.5, height * 0.5)], 0.5, 0.3, facing=_FRONT)
        slot = site.hard("slot", 0.75, casts=False)
        site.panel(slot, x + width / 2 - 0.16, 1.45, 0.32, 0.16, z=0.018, edge=(0.8, 0.1))
        rivets = [
            ((x + u, y, 0.02), (x + u + 0.012, y, 0.02))
            for u in (0.06, width - 0.07)
            for y in np.arange(0.15, height, 0.25)
        ]
        site.lines(rivets, 1.6, 0.2, facing=_FRONT)
    elif style == "bars":
        dark = site.hard("dark", 0.72, casts=False)
        site.panel(dark, x, 0, width, height, z=0.016, edge=None)
        site.lines(
            [((u, 0, 0.04), (u, height, 0.04)) for u in np.arange(x + 0.08, x + width, 0.12)], 1.6, 0.85, facing=_FRONT
        )
    elif style == "sliding":
        paper = site.hard("paper", 0.0, casts=False, emission=0.05 if site.night else None)
        site.panel(paper, x + 0.05, 0.5, width - 0.1, height - 0.58, z=0.018, edge=(0.8, 0.2))
        for t in (0.25, 0.5, 0.75):
            u = x + 0.05 + (width - 0.1) * t
            site.line(((u, 0.5, 0.02), (u, height - 0.08, 0.02)), 0.6, 0.25, facing=_FRONT)
        site.lines(
            [((x + 0.05, y, 0.02), (x + width - 0.05, y, 0.02)) for y in np.arange(0.8, height - 0.1, 0.3)],
            0.6,
            0.25,
            facing=_FRONT,
        )


def picture(
    site: Site, *, width: float = 0.7, height: float = 0.5, y: float = 1.45, motif: str = "landscape", seed: int = 0
) -> None:
    """Hang a framed picture; motif: landscape, portrait, abstract, blank, certificate."""
    frame = site.hard("frame", 0.4, casts=False)
    site.panel(frame, -width / 2, y, width, height, z=0.02, edge=(1.0, 0.12))
    inner = site.hard("picture", 0.0, casts=False)
    left, low, wide, high = -width / 2 + 0.05, y + 0.05, width - 0.1, height - 0.1
    site.panel(inner, left, low, wide, high, z=0.026, edge=(0.5, 0.3))
    random = np.random.default_rng(seed + 5)
    ink = site.hard("motif", 0.3, casts=False)
    if motif == "landscape":
        xs = np.linspace(left, left + wide, 9)
        ys = low + high * (0.3 + 0.15 * np.sin(np.linspace(0, random.uniform(3, 6), 9) + seed))
        outline = np.column_stack([xs, ys, np.full(9, 0.03)])
        base = outline.copy()
        base[:, 1] = low
        site.quads(ink, np.stack([base[:-1], base[1:], outline[1:], outline[:-1]], axis=1))
    elif motif == "portrait":
        ring = np.linspace(0, 2 * np.pi, 13)[:-1]
        for radius_x, radius_y, middle in ((0.16, 0.17, 0.62), (0.34, 0.3, 0.16)):
            points = [
                (
                    left + wide / 2 + np.cos(a) * wide * radius_x,
                    max(low, low + high * middle + np.sin(a) * high * radius_y),
                    0.03,
                )
                for a in ring
            ]
            site.polygon(ink, points, two_sided=False)
    elif motif == "certificate":
        site.lines(
            [
                ((left + 0.06, low + high * t, 0.03), (left + wide - 0.06, low + high * t, 0.03))
                for t in (0.3, 0.45, 0.6, 0.8)
            ],
            0.6,
            0.3,
            facing=_FRONT,
        )
    elif motif == "abstract":
        for _ in range(3):
            u, v = random.uniform(0.05, 0.5, 2)
            site.panel(
                ink,
                left + wide * u,
                low + high * v,
                wide * random.uniform(0.2, 0.4),
                high * random.uniform(0.2, 0.45),
                z=0.03,
                edge=(0.5, 0.3),
            )


def board(
    site: Site, *, width: float = 2.4, height: float = 1.2, y: float = 0.95, style: str = "black", seed: int = 0
) -> None:
    """Hang a board; style: black (chalk), white (marker), cork (notes and threads), map, menu, departures."""
    grey = {"black": 0.74, "white": 0.0, "cork": 0.22, "map": 0.05, "menu": 0.72, "departures": 0.85}[style]
    left = -width / 2
    frame = site.hard("board_frame", 0.35, casts=False)
    site.panel(frame, left - 0.05, y - 0.05, width + 0.1, height + 0.1, z=0.02, edge=(1.0, 0.12))
    part = site.hard("board", grey, casts=False, gain=0.06)
    site.panel(part, left, y, width, height, z=0.026, edge=(0.6, 0.25))
    random = np.random.default_rng(seed + 3)
    if style == "cork":
        _notes(site, left, y, width, height, random)
        return
    if style == "map":
        for _ in range(6):
            start = np.array((random.uniform(left, -left), random.uniform(y, y + height)))
            path = start + np.cumsum(random.normal(0, 0.12, (9, 2)), axis=0)
            path = np.clip(path, (left, y), (-left, y + height))
            site.line(np.column_stack([path, np.full(9, 0.03)]), 0.6, 0.35, facing=_FRONT)
        return
    ink = 0.95 if grey > 0.5 else 0.2
    rows = 7 if style == "departures" else 5
    for row in range(rows):
        height_at = y + height * (0.9 - 0.8 * row / rows)
        start = left + width * (0.06 if style != "black" else random.uniform(0.05, 0.3))
        ends = [start]
        while ends[-1] < -left - width * 0.2:
            ends.append(ends[-1] + width * random.uniform(0.06, 0.2))
        spans = pairwise(ends)
        site.lines(
            [((a, height_at, 0.03), (b - width * 0.025, height_at, 0.03)) for a, b in spans], 1.3, ink, facing=_FRONT
        )


def _notes(site: Site, left: float, y: float, width: float, height: float, random: np.random.Generator) -> None:
    light, dark = site.hard("note", 0.0, casts=False), site.hard("photo", 0.4, casts=False)
    points: list[tuple[float, float, float]] = []
    for column in range(4):
        for row in range(2):
            u = left + width * (column + random.uniform(0.15, 0.5)) / 4
            v = y + height * (row + random.uniform(0.15, 0.4)) / 2
            site.panel(
                dark if random.random() < 0.3 else light, u, v, width * 0.1, height * 0.26, z=0.03, edge=(0.6, 0.2)
            )
            points.append((u + width * 0.05, v + height * 0.2, 0.035))
    order = random.permutation(len(points))[:5]
    site.line([points[i] for i in order], 0.7, 0.15, facing=_FRONT)


def wall_clock(site: Site, *, width: float = 0.36, y: float = 2.0) -> None:
    """Hang a round clock."""
    ring = np.linspace(0, 2 * np.pi, 25)
    rim = np.column_stack([np.cos(ring) * width / 2, y + np.sin(ring) * width / 2, np.full(25, 0.03)])
    site.polygon(site.hard("clock", 0.0, casts=False), rim[:-1], edge=(1.2, 0.1), two_sided=False)
    site.line(
        ((-width * 0.2, y + width * 0.12, 0.04), (0, y, 0.04), (0, y + width * 0.36, 0.04)), 1.1, 0.05, facing=_FRONT
    )


def wall_mirror(site: Site, *, width: float = 0.7, height: float = 0.9, y: float = 1.2) -> None:
    """Hang a mirror: white glass with two strokes."""
    site.panel(
        site.hard("mirror_frame", 0.35, casts=False),
        -width / 2 - 0.04,
        y - 0.04,
        width + 0.08,
        height + 0.08,
        z=0.02,
        edge=(1.0, 0.12),
    )
    site.panel(
        site.hard("mirror", 0.0, emission=0.12 if site.night else 0.02, casts=False),
        -width / 2,
        y,
        width,
        height,
        z=0.026,
    )
    strokes = [
        ((-width * 0.3 + t, y + height * 0.25, 0.03), (-width * 0.05 + t, y + height * 0.7, 0.03))
        for t in (0.0, width * 0.14)
    ]
    site.lines(strokes, 0.7, 0.45, facing=_FRONT)


def poster(
    site: Site, *, width: float = 0.6, height: float = 0.85, y: float = 1.2, grey: float = 0.3, seed: int = 0
) -> None:
    """Pin up a poster: a dark shape, a white one, two lines of lettering."""
    random = np.random.default_rng(seed + 11)
    site.panel(site.hard("poster", grey, casts=False), -width / 2, y, width, height, z=0.015, edge=(0.9, 0.15))
    shape = site.hard("poster_shape", 0.0 if grey > 0.2 else 0.6, casts=False)
    ring = np.linspace(0, 2 * np.pi, 4 + int(random.integers(0, 3)) * 4)[:-1] + random.uniform(0, 1)
    outline = [(np.cos(a) * width * 0.3, y + height * 0.6 + np.sin(a) * width * 0.3, 0.02) for a in ring]
    site.polygon(shape, outline, two_sided=False)
    site.lines(
        [((-width * 0.35, y + height * t, 0.02), (width * 0.35, y + height * t, 0.02)) for t in (0.1, 0.2)],
        1.2,
        0.1,
        facing=_FRONT,
    )


def bars(site: Site, *, width: float = 3.0, height: float = 2.6, depth: float = 0.04, gap: float = 0.13) -> None:
    """Build a grille of prison bars, seen from both sides."""
    part = site.hard("bar", 0.55)
    xs = np.arange(-width / 2 + 0.04, width / 2, gap)
    site.boxes(part, [(x, height / 2, 0) for x in xs], [(0.028, height, 0.028)] * len(xs), weight=0.8, edges="front")
    ys = (0.05, height * 0.42, height - 0.05)
    site.boxes(part, [(0, y, 0) for y in ys], [(width, 0.06, depth)] * len(ys))


def stained_window(site: Site, *, width: float = 1.1, height: float = 3.0, sill: float = 1.4, seed: int = 0) -> None:
    """Hang a tall pointed window with leaded glass."""
    random = np.random.default_rng(seed + 2)
    spring = sill + height * 0.72
    angles = np.linspace(0, 1, 7)
    right = np.column_stack(
        [width / 2 * np.cos(angles * np.pi / 2) ** 0.8, spring + (height * 0.28) * np.sin(angles * np.pi / 2)]
    )
    outline = np.vstack([((-width / 2, sill), (width / 2, sill)), right, right[-2::-1] * (-1, 1)])
    points = np.column_stack([outline, np.full(len(outline), 0.02)])
    site.polygon(
        site.hard("stained", 0.0, emission=0.7 if site.night else 0.0, casts=False),
        points,
        edge=(1.4, 0.08),
        two_sided=False,
    )
    panes = [
        site.hard("pane", grey, emission=(grey + 0.5 if site.night else grey * 0.7), casts=False)
        for grey in (0.15, 0.3, 0.45)
    ]
    rows, half = int(height * 0.72 / 0.32), width / 2
    for row in range(rows):
        for column in range(3):
            if random.random() < 0.45:
                pane = panes[int(random.integers(0, 3))]
                site.panel(pane, -half + column * width / 3, sill + row * 0.32, width / 3, 0.32, z=0.024, edge=None)
    site.lines([((x, sill, 0.03), (x, spring, 0.03)) for x in (-half / 3, half / 3)], 0.8, 0.1, facing=_FRONT)
    site.lines(
        [((-half, sill + i * 0.32, 0.03), (half, sill + i * 0.32, 0.03)) for i in range(1, rows + 1)],
        0.6,
        0.15,
        facing=_FRONT,
    )
    site.line(((0, spring, 0.03), (0, sill + height, 0.03)), 0.8, 0.1, facing=_FRONT)


def _flat(build: Builder, width: float, height: float) -> Kind:
    return Kind(build=build, size=(width, height, 0.05), solid=False)


OPENINGS: dict[str, Kind] = {
    "window": _flat(window, 1.3, 1.25),
    "wall_door": _flat(door, 0.9, 2.05),
    "picture": _flat(picture, 0.7, 0.5),
    "board": _flat(board, 2.4, 1.2),
    "wall_clock": _flat(wall_clock, 0.36, 0.36),
    "wall_mirror": _flat(wall_mirror, 0.7, 0.9),
    "poster": _flat(poster, 0.6, 0.85),
    "bars": Kind(build=bars, size=(3.0, 2.6, 0.04), solid=False),
    "stained_window": _flat(stained_window, 1.1, 3.0),
}
