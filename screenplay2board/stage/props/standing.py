"""Things that stand by themselves: a door in its frame, a mirror, a lamp, a bicycle, a pram, a coat stand, a ladder."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.geometry import rotation, vec
from screenplay2board.stage.props.openings import door as hung_door
from screenplay2board.stage.props.practicals import floor_lamp
from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.props.street import road_sign
from screenplay2board.stage.props.workplace import monitor
from screenplay2board.stage.surfaces import Loft


def door(site: Site, *, width: float = 1.0, height: float = 2.1, depth: float = 0.1, grey: float = 0.22) -> None:
    """Stand a door in its frame, the same from both sides."""
    frame = site.hard("door_frame", 0.05)
    posts = [(side * width / 2, height / 2, 0.0) for side in (-1, 1)]
    site.boxes(frame, [*posts, (0, height, 0)], [(0.1, height, depth), (0.1, height, depth), (width + 0.1, 0.1, depth)])
    site.box(site.hard("door_leaf", grey), (0, height / 2 - 0.03, 0), (width - 0.1, height - 0.06, 0.03))
    for yaw in (0.0, 180.0):
        hung_door(site.at(0, 0, 0.004, yaw), width=width - 0.1, height=height - 0.06, grey=grey)


def mirror(site: Site, *, width: float = 0.62, height: float = 1.7, depth: float = 0.08) -> None:
    """Stand a tall mirror, leaning back a little."""
    frame = site.hard("mirror_frame", 0.42)
    site.box(frame, (0, height / 2, -0.02), (width, height, 0.04), weight=1.1)
    glass = site.hard("mirror", 0.0, emission=0.16 if site.night else 0.03, casts=False)
    site.panel(glass, -width / 2 + 0.05, 0.06, width - 0.1, height - 0.12, z=0.006)
    strokes = [
        ((-width * 0.26 + t, height * 0.36, 0.012), (width * 0.02 + t, height * 0.72, 0.012)) for t in (0.0, 0.08)
    ]
    site.lines(strokes, 0.7, 0.45, facing=(0, 0, 1))
    site.line(((0, height * 0.7, -0.04), (0, 0, -depth * 5)), 1.4, 0.2)


def lamp(site: Site) -> None:
    """Stand a table lamp."""
    floor_lamp(site, width=0.32, height=0.5, depth=0.32)


def screen(site: Site) -> None:
    """Stand a computer screen."""
    monitor(site, width=0.66)


def sign(site: Site) -> None:
    """Stand a sign board on a post."""
    road_sign(site, height=2.1, width=1.0, style="board")


def bicycle(site: Site, *, grey: float = 0.6) -> None:
    """Stand a bicycle; it rides to +z."""
    tyre, frame = site.soft("tyre", 0.85, crease_m=0.02), site.soft("bicycle", grey, crease_m=0.02)
    angles = np.linspace(0, 2 * np.pi, 25)
    for z in (-0.52, 0.52):
        ring = [(0, 0.34 + 0.33 * np.sin(a), z + 0.33 * np.cos(a)) for a in angles]
        site.tube(tyre, ring, 0.018, 6, caps=(False, False))
        spokes = [((0, 0.34, z), (0, 0.34 + 0.32 * np.sin(a), z + 0.32 * np.cos(a))) for a in angles[:-1:2]]
        site.lines(spokes, 0.4, 0.4)
    crank, saddle, head, hub = (0, 0.3, -0.06), (0, 0.82, -0.2), (0, 0.8, 0.34), (0, 0.34, 0.52)
    for start, end in (
        (crank, saddle),
        (crank, head),
        ((0, 0.74, -0.18), head),
        (crank, (0, 0.34, -0.52)),
        (saddle, (0, 0.34, -0.52)),
        ((0, 0.98, 0.28), hub),
    ):
        site.tube(frame, (start, end), 0.016, 6)
    site.tube(frame, ((-0.28, 1.0, 0.2), (-0.2, 1.02, 0.28), (0.2, 1.02, 0.28), (0.28, 1.0, 0.2)), 0.013, 6)
    site.ball(site.soft("saddle", 0.8), (0, 0.87, -0.22), (0.07, 0.03, 0.13), around=10, stacked=5)
    site.tube(frame, ((-0.12, 0.22, -0.06), (-0.06, 0.3, -0.06), (0.06, 0.3, -0.06), (0.12, 0.38, -0.06)), 0.012, 5)


def coat_stand(site: Site, *, height: float = 1.75, grey: float = 0.45) -> None:
    """Stand a coat rack with a coat on it."""
    part = site.soft("coat_stand", 0.6)
    site.post(part, 0, 0, height, 0.025)
    site.tube(part, ((0, 0, 0), (0, 0.04, 0)), (0.22, 0.18), 12)
    for angle in np.linspace(0, 2 * np.pi, 5)[:-1]:
        site.tube(part, ((0, height - 0.15, 0), (np.cos(angle) * 0.18, height - 0.02, np.sin(angle) * 0.18)), 0.016, 5)
    coat = site.soft("hung_coat", grey)
    rings = [
        ((0.1, height - 0.1, 0.1), (0.06, 0, 0), (0, 0, 0.05)),
        ((0.12, height - 0.3, 0.11), (0.17, 0, 0), (0, 0, 0.1)),
        ((0.12, height - 1.15, 0.11), (0.2, 0, 0), (0, 0, 0.12)),
    ]
    site.loft(coat, Loft.from_rings(rings, 12))


def ladder(site: Site, *, width: float = 0.5, height: float = 3.0, depth: float = 0.5, grey: float = 0.4) -> None:
    """Lean a ladder toward -z."""
    part = site.hard("ladder", grey)
    tilt = rotation(0, -float(np.degrees(np.arctan2(depth, height))), 0)
    for side in (-1.0, 1.0):
        site.box(part, (side * width / 2, height / 2, 0), (0.05, float(np.hypot(height, depth)), 0.04), tilt)
    rungs = np.arange(0.3, height, 0.3)
    site.lines(
        [
            ((-width / 2, y, depth / 2 - depth * y / height), (width / 2, y, depth / 2 - depth * y / height))
            for y in rungs
        ],
        1.5,
        0.2,
    )


def pram(site: Site, *, grey: float = 0.55) -> None:
    """Stand a pram on its wheels; who pushes it stands behind it, at -z, and looks to +z."""
    frame, cloth = site.soft("pram_frame", 0.5), site.soft("pram", grey, crease_m=0.03)
    basket = [(-0.42, 0.62), (-0.34, 0.48), (0.30, 0.48), (0.42, 0.64)]
    site.tube(cloth, [vec(0, y + 0.10, z) for z, y in basket], (0.17, 0.22, 0.22, 0.16), 14)
    hood = [vec(0, 0.66 + 0.30 * np.sin(a), 0.26 - 0.30 * np.cos(a) + 0.12) for a in np.linspace(0.25, 1.75, 5)]
    site.tube(cloth, hood, (0.05, 0.19, 0.21, 0.19, 0.10), 12, flatness=0.9)
    angles = np.linspace(0, 2 * np.pi, 17)
    for x in (-0.24, 0.24):
        for z in (-0.30, 0.30):
            ring = [vec(x, 0.16 + 0.15 * np.sin(a), z + 0.15 * np.cos(a)) for a in angles]
            site.tube(site.soft("tyre", 0.85, crease_m=0.03), ring, 0.018, 6, caps=(False, False))
        site.tube(frame, [vec(x, 0.16, -0.30), vec(x, 0.46, 0.0), vec(x, 0.16, 0.30)], 0.014, 6)
        site.tube(frame, [vec(x, 0.50, -0.20), vec(x, 1.24, -0.70)], 0.014, 6)
    site.tube(frame, [vec(-0.24, 1.24, -0.70), vec(0.24, 1.24, -0.70)], 0.02, 8)


STANDING: dict[str, Kind] = {
    "ladder": Kind(build=ladder, size=(0.5, 3.0, 0.5)),
    "coat_stand": Kind(build=coat_stand, size=(0.5, 1.75, 0.5)),
    "door": Kind(build=door, size=(1.0, 2.1, 0.1)),
    "mirror": Kind(build=mirror, size=(0.62, 1.7, 0.08)),
    "lamp": Kind(build=lamp, size=(0.32, 0.5, 0.32)),
    "screen": Kind(build=screen, size=(0.66, 0.52, 0.2)),
    "sign": Kind(build=sign, size=(1.0, 2.1, 0.1)),
    "bicycle": Kind(build=bicycle, size=(0.56, 1.02, 1.74), face=(0.0, 0.85, 0.45)),
    "pram": Kind(build=pram, size=(0.56, 1.25, 1.4)),
}
