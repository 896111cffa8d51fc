"""Things that fit a hand. Each is built standing on the floor, y up, front +z, and knows where a hand takes it.

`build_item` puts it into a hand: `Item.grip` says how its axes follow the hand, `Item.hold_m` which of its points lies
in the fist. Laid down on a table it is turned by `Item.rest` (pitch, roll in degrees).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from screenplay2board.stage.geometry import Array, Geometry, cross, rotation, unit, vec
from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import Loft

Grip = Literal["upright", "facing", "palm", "screen", "forward", "along", "fist", "page", "hang"]
_FIST_M = 0.075  # from the wrist to the middle of the closed hand, of a person of 1.75 m
_PALM_M = 0.035


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """How a thing is held. size: (width, height, depth) as it stands; rest_m: height of its origin when it lies."""

    build: Callable[[Site], None]
    size: tuple[float, float, float]
    grip: Grip
    hold_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    rest: tuple[float, float] = (0.0, 0.0)
    rest_m: float = 0.0


def phone(site: Site) -> None:
    """Build a telephone; its screen faces +z."""
    site.box(site.hard("phone", 0.8), (0, 0.078, 0), (0.074, 0.155, 0.01), weight=0.9)
    screen = site.soft("screen", 0.0, emission=0.0, casts=False)
    site.panel(screen, -0.032, 0.008, 0.064, 0.14, z=0.0058, edge=(0.6, 0.2), two_sided=True)
    z = 0.0062
    site.line([(-0.027, 0.136, z), (0.027, 0.136, z)], 0.5, 0.4, facing=(0, 0, 1))
    if not site.write(-0.026, 0.04, 0.052, 0.09, z=z):
        for left, right, y in ((-0.026, 0.008, 0.118), (-0.026, -0.004, 0.11), (-0.006, 0.026, 0.09)):
            site.line([(left, y, z), (right, y, z)], 0.7, 0.35, facing=(0, 0, 1))


def gun(site: Site) -> None:
    """Build a pistol that points to +z."""
    part = site.hard("gun", 0.78)
    site.box(part, (0, 0.125, 0.06), (0.028, 0.042, 0.2))
    site.box(part, (0, 0.06, -0.012), (0.026, 0.11, 0.046), rotation(0, 12, 0))
    site.box(part, (0, 0.09, 0.035), (0.018, 0.03, 0.05))


def knife(site: Site) -> None:
    """Build a knife, its blade up."""
    site.box(site.hard("hilt", 0.8), (0, 0.06, 0), (0.02, 0.12, 0.026))
    blade = site.hard("blade", 0.0)
    site.prism(blade, ((-0.012, 0.12), (-0.014, 0.34), (0.022, 0.24), (0.022, 0.12)), 0.003)


def cup(site: Site) -> None:
    """Build a cup with a handle."""
    part = site.soft("cup", 0.0, crease_m=0.01)
    site.tube(part, ((0, 0, 0), (0, 0.095, 0)), (0.035, 0.041), 12)
    angle = np.linspace(-1.4, 1.4, 8)
    ring = np.column_stack([0.04 + 0.028 * np.cos(angle), 0.05 + 0.032 * np.sin(angle), 0 * angle])
    site.tube(part, ring, 0.006, 5)
    site.polygon(site.hard("drink", 0.6, casts=False), _disc(0.034, 0.0965), two_sided=False)


def glass(site: Site) -> None:
    """Build a drinking glass, half full."""
    site.tube(site.soft("glass", 0.02, crease_m=0.01, weight=0.7), ((0, 0, 0), (0, 0.12, 0)), (0.03, 0.037), 12)
    site.line([(x, 0.065, z) for x, _, z in (*_disc(0.034, 0.0), (0.034, 0.0, 0.0))], 0.6, 0.3)


def bottle(site: Site) -> None:
    """Build a bottle with a label."""
    path = ((0, 0, 0), (0, 0.17, 0), (0, 0.205, 0), (0, 0.29, 0))
    site.tube(site.soft("bottle", 0.34, crease_m=0.01, weight=0.7), path, (0.036, 0.036, 0.016, 0.014), 10)
    site.tube(site.soft("label", 0.0, weight=0.5), ((0, 0.05, 0), (0, 0.12, 0)), 0.0375, 10, caps=(False, False))


def book(site: Site) -> None:
    """Build a closed book; its front cover faces +z."""
    site.box(site.hard("book", 0.5), (0, 0.12, 0), (0.165, 0.24, 0.032))
    site.box(site.hard("pages", 0.0), (0.004, 0.12, 0), (0.163, 0.228, 0.024))
    site.lines([((-0.05, y, 0.018), (0.05, y, 0.018)) for y in (0.17, 0.15)], 0.9, 0.9, facing=(0, 0, 1))


def _page(
    site: Site, width: float, height: float, rows: int, name: str, grey: float = 0.0, *, top: float = 0.86
) -> None:
    site.box(site.hard(name, grey), (0, height / 2, 0), (width, height, 0.003), weight=0.9)
    ys = np.linspace(height * 0.14, height * top, rows)
    if site.write(-0.43 * width, 0.36 * height, 0.86 * width, 0.58 * height, z=0.004):  # above the hands
        return
    for z, facing in ((0.004, 1.0), (-0.004, -1.0)):
        ends = [width * (0.4 - 0.18 * (i % 3 == 0)) for i in range(rows)]
        strokes = [((-width * 0.4, y, z), (end, y, z)) for y, end in zip(ys, ends, strict=True)]
        site.lines(strokes, 0.6, 0.45, facing=(0, 0, facing))


def letter(site: Site) -> None:
    """Build a written sheet with its fold."""
    _page(site, 0.2, 0.27, 7, "letter")


def paper(site: Site) -> None:
    """Build a printed sheet."""
    _page(site, 0.21, 0.297, 10, "paper")


def newspaper(site: Site) -> None:
    """Build a newspaper, opened in two halves."""
    plain = replace(site, writing="")
    for side in (-1.0, 1.0):
        half = plain.at(side * 0.14, 0, -0.02 * abs(side), side * -14)
        _page(half, 0.28, 0.4, 10, "newspaper", 0.04, top=0.74)
        half.panel(
            half.hard("print", 0.35, casts=False), -0.11, 0.22, 0.1, 0.09, z=0.005, edge=(0.5, 0.3), two_sided=True
        )
    if not replace(half, writing=site.writing).write(-0.125, 0.315, 0.25, 0.06, z=0.005):
        site.lines([((-0.25, 0.37, 0.006), (-0.03, 0.37, 0.0))], 1.6, 0.1)


def photograph(site: Site) -> None:
    """Build a photograph with a white rim: a head before a horizon."""
    site.box(site.hard("photo", 0.0), (0, 0.065, 0), (0.18, 0.13, 0.003))
    for z in (0.003, -0.003):
        site.panel(
            site.hard("print", 0.2, casts=False), -0.077, 0.013, 0.154, 0.104, z=z, edge=(0.5, 0.2), two_sided=True
        )
        dark = site.hard("portrait", 0.62, casts=False)
        site.polygon(dark, [(x * 0.8, 0.075 + y, z * 1.3) for x, y in circle(0.024)])
        site.polygon(
            dark, [(-0.035, 0.014, z * 1.3), (0.035, 0.014, z * 1.3), (0.022, 0.05, z * 1.3), (-0.022, 0.05, z * 1.3)]
        )


def key(site: Site) -> None:
    """Build a key, its bit up."""
    part = site.soft("key", 0.5, crease_m=0.005)
    site.tube(part, [(x, 0.02 + y, 0) for x, y in (*circle(0.018), (0.018, 0.0))], 0.005, 5, caps=(False, False))
    site.tube(part, ((0, 0.036, 0), (0, 0.1, 0)), 0.005, 6)
    site.boxes(part, [(0.012, 0.094, 0), (0.009, 0.078, 0)], [(0.02, 0.009, 0.006), (0.014, 0.009, 0.006)], edges=False)


def _case(site: Site, width: float, height: float, depth: float, grey: float, name: str) -> None:
    """Build a case with a handle on top; its broad side faces +x, so that it hangs along the leg."""
    part = site.hard(name, grey)
    site.box(part, (0, height / 2, 0), (width, height, depth), weight=1.0)
    handle = site.soft("handle", 0.8)
    site.tube(
        handle, ((0, height, -0.07), (0, height + 0.05, -0.05), (0, height + 0.05, 0.05), (0, height, 0.07)), 0.011, 6
    )
    for x in (-width / 2 - 0.004, width / 2 + 0.004):
        site.line(((x, height * 0.72, -depth / 2), (x, height * 0.72, depth / 2)), 0.7, 0.2)
        site.lines([((x, height * 0.68, z), (x, height * 0.78, z)) for z in (-depth * 0.3, depth * 0.3)], 1.4, 0.1)


def bag(site: Site) -> None:
    """Build a bag with two straps."""
    rings = [
        ((0, 0.0, 0), (0.07, 0, 0), (0, 0, 0.19)),
        ((0, 0.12, 0), (0.085, 0, 0), (0, 0, 0.205)),
        ((0, 0.25, 0), (0.03, 0, 0), (0, 0, 0.18)),
    ]
    part = site.soft("bag", 0.55, crease_m=0.02)
    site.loft(part, Loft.from_rings(rings, 14, squareness=3.5))
    for x in (-0.03, 0.03):
        site.tube(part, ((x, 0.22, -0.1), (x * 0.4, 0.38, -0.03), (x * 0.4, 0.38, 0.03), (x, 0.22, 0.1)), 0.009, 5)


def suitcase(site: Site) -> None:
    """Build a suitcase."""
    _case(site, 0.2, 0.46, 0.66, 0.4, "suitcase")


def briefcase(site: Site) -> None:
    """Build a briefcase."""
    _case(site, 0.11, 0.31, 0.42, 0.7, "briefcase")


def box(site: Site) -> None:
    """Build a box with tape, as large as two hands carry without hiding who carries it."""
    site.box(site.hard("carton", 0.16), (0, 0.09, 0), (0.3, 0.18, 0.22), weight=1.0)
    site.line(((-0.15, 0.182, 0), (0.15, 0.182, 0)), 1.2, 0.3)
    site.line(((0, 0.182, -0.11), (0, 0.184, 0.111), (0, 0.12, 0.112)), 0.9, 0.3)


def flowers(site: Site) -> None:
    """Build a bunch of flowers in paper."""
    site.tube(
        site.soft("wrap", 0.0),
        ((0, 0, 0), (0, 0.12, 0), (0, 0.26, 0)),
        (0.025, 0.03, 0.1),
        12,
        caps=(True, False),
        two_sided=True,
    )
    leaf, head = site.soft("leaf", 0.45), site.soft("flower", 0.12, crease_m=0.02)
    for i in range(7):
        angle = 2 * np.pi * i / 6
        out = 0.0 if i == 6 else 0.075
        top = (np.cos(angle) * out, 0.31 + 0.03 * (i % 2) + 0.04 * (i == 6), np.sin(angle) * out)
        site.tube(leaf, ((top[0] * 0.3, 0.15, top[2] * 0.3), top), 0.006, 5)
        site.ball(head, top, (0.04, 0.032, 0.04), around=9, stacked=6, bump=0.16, seed=i)


def umbrella(site: Site) -> None:
    """Build an open umbrella."""
    site.post(site.soft("stick", 0.6), 0, 0, 0.95, 0.009, 6)
    site.tube(site.soft("crook", 0.7), ((0, 0.12, 0), (0, 0.0, 0), (0, -0.05, 0.03), (0, -0.03, 0.07)), 0.012, 6)
    angle = np.linspace(0, 2 * np.pi, 9)
    rim = np.column_stack([np.cos(angle) * 0.52, np.full(9, 0.72), np.sin(angle) * 0.52])
    ring = np.column_stack([np.cos(angle) * 0.33, np.full(9, 0.88), np.sin(angle) * 0.33])
    tip = np.broadcast_to((0.0, 0.96, 0.0), (9, 3))
    part = site.soft("canopy", 0.62, crease_m=0.03)
    for low, high in ((rim, ring), (ring, tip)):
        site.quads(part, np.stack([low[:-1], high[:-1], high[1:], low[1:]], axis=1), two_sided=True)
    for i in range(8):
        site.line((rim[i], ring[i], tip[i]), 0.8, 0.1)


def cigarette(site: Site) -> None:
    """Build a cigarette along +z."""
    site.tube(site.soft("cigarette", 0.0, weight=0.5), ((0, 0.005, 0), (0, 0.005, 0.085)), 0.005, 6)


def lighter(site: Site) -> None:
    """Build a burning lighter."""
    site.box(site.hard("lighter", 0.35), (0, 0.03, 0), (0.024, 0.06, 0.014))
    site.tube(
        site.soft("flame", 0.0, emission=0.0, casts=False),
        ((0, 0.06, 0), (0, 0.075, 0), (0, 0.11, 0)),
        (0.004, 0.011, 0.001),
        7,
    )


def torch(site: Site) -> None:
    """Build a torch that points to +z."""
    site.tube(
        site.soft("torch", 0.7),
        ((0, 0.03, -0.08), (0, 0.03, 0.08), (0, 0.03, 0.09), (0, 0.03, 0.14)),
        (0.018, 0.018, 0.03, 0.032),
        10,
    )
    site.ball(site.soft("lens", 0.0, emission=0.0), (0, 0.03, 0.14), (0.028, 0.028, 0.006), around=10, stacked=5)


def camera(site: Site) -> None:
    """Build a photo camera; its lens points to +z."""
    body = site.hard("camera", 0.72)
    site.box(body, (0, 0.05, 0), (0.14, 0.09, 0.06))
    site.box(body, (0, 0.105, 0), (0.05, 0.025, 0.05))
    site.tube(site.soft("lens", 0.8), ((0, 0.05, 0.03), (0, 0.05, 0.09)), (0.04, 0.038), 14)
    site.ball(site.soft("glass", 0.2), (0, 0.05, 0.09), (0.028, 0.028, 0.004), around=10, stacked=4)


def clock(site: Site) -> None:
    """Build an alarm clock whose face looks to +z."""
    part = site.soft("clock", 0.55)
    site.tube(part, ((0, 0.08, -0.03), (0, 0.08, 0.03)), 0.068, 18)
    site.polygon(
        site.hard("face", 0.0, casts=False),
        [(x, 0.08 + y, 0.032) for x, y in circle(0.056)],
        edge=(0.7, 0.1),
        two_sided=False,
    )
    site.line(((0.02, 0.1, 0.034), (0, 0.08, 0.034), (0, 0.125, 0.034)), 1.0, 0.05)
    for side in (-1.0, 1.0):
        site.ball(part, (side * 0.042, 0.152, 0), 0.026, around=8, stacked=6)
        site.tube(part, ((side * 0.03, 0.03, 0), (side * 0.05, 0.0, 0)), 0.008, 5)


def watch(site: Site) -> None:
    """Build a wristwatch that lies in a ring, its face to +z."""
    strap = [(x * 0.032, 0.034, y * 0.034) for x, y in circle(1.0)]
    site.tube(site.soft("strap", 0.7), [*strap, strap[0]], 0.007, 6, caps=(False, False), flatness=2.0)
    site.tube(site.soft("watch", 0.4), ((0, 0.034, 0.032), (0, 0.034, 0.042)), 0.022, 14)
    site.polygon(
        site.hard("face", 0.0, casts=False),
        [(x, 0.034 + y, 0.043) for x, y in circle(0.018)],
        edge=(0.6, 0.1),
        two_sided=False,
    )
    site.line(((0.008, 0.04, 0.045), (0, 0.034, 0.045), (0, 0.05, 0.045)), 0.8, 0.05)


def circle(radius: float, count: int = 16) -> list[tuple[float, float]]:
    """Return points on a circle."""
    angles = np.linspace(0, 2 * np.pi, count + 1)[:-1]
    return [(float(np.cos(a)) * radius, float(np.sin(a)) * radius) for a in angles]


def _disc(radius: float, y: float) -> list[tuple[float, float, float]]:
    return [(x, y, -z) for x, z in circle(radius, 12)]


def item_orientation(grip: Grip, frame: Array) -> Array:
    """Return the axes (3, 3) of a thing in a hand whose `frame` has the columns side, palm normal, direction."""
    side, normal, pointing = frame[:, 0], frame[:, 1], frame[:, 2]
    up = vec(0, 1, 0)
    ahead = pointing * (1.0, 0.0, 1.0)
    ahead = unit(ahead) if float(np.linalg.norm(ahead)) > 0.2 else unit(normal * (1.0, 0.0, 1.0) + vec(0, 0, 1e-6))
    if grip in ("upright", "forward", "hang"):
        return np.stack([cross(up, ahead), up, ahead], axis=1)
    if grip == "facing":  # its front to the one who holds it
        return np.stack([-cross(up, ahead), up, -ahead], axis=1)
    if grip == "palm":
        return np.stack([side, pointing, normal], axis=1)
    if grip == "screen":  # upright on the palm, the fingers slanting behind it
        level = up - float(up @ normal) * normal
        tall = unit(level) if float(np.linalg.norm(level)) > 0.3 else pointing
        return np.stack([cross(tall, normal), tall, normal], axis=1)
    if grip == "along":
        return np.stack([cross(normal, pointing), normal, pointing], axis=1)
    if grip == "page":  # its front to the one who reads it
        across = -cross(up, ahead)
        tall = ahead * 0.35 + up * 0.94
        return np.stack([across, tall, cross(across, tall)], axis=1)
    thumb = side if float(side @ up) >= 0 else -side
    return np.stack([cross(thumb, pointing), thumb, pointing], axis=1)


def build_item(
    geometry: Geometry, item: Item, wrist: Array, frame: Array, height_m: float, figure: int, writing: str = ""
) -> None:
    """Put `item` into the hand at `wrist` (3,). writing: the words that stand on it."""
    fist = wrist + frame[:, 2] * _FIST_M * height_m / 1.75 + frame[:, 1] * _PALM_M
    turn = item_orientation(item.grip, frame)
    origin = fist - turn @ np.asarray(item.hold_m)
    item.build(Site(geometry, origin, turn, False, figure, writing=writing))


def item_kind(item: Item) -> Kind:
    """Return the registry row of an item as a piece that stands or lies by itself."""
    pitch, roll = item.rest
    turn = rotation(0, pitch, roll)
    extent = np.abs(turn) @ np.asarray(item.size)
    middle = turn @ (0.0, item.size[1] / 2, 0.0)
    origin = (-float(middle[0]), item.rest_m, -float(middle[2]))

    def build(site: Site) -> None:
        item.build(replace(site, origin=site.place(origin), turn=site.turn @ turn))

    return Kind(build=build, size=(float(extent[0]), float(extent[1]), float(extent[2])))
