"""More things for hands, and the table of all of them."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.geometry import Array, rotation
from screenplay2board.stage.props import handheld as small
from screenplay2board.stage.props.handheld import Item
from screenplay2board.stage.props.handheld_tools import TOOLS
from screenplay2board.stage.props.practicals import candles
from screenplay2board.stage.props.site import Site
from screenplay2board.stage.props.workplace import laptop
from screenplay2board.stage.surfaces import Loft


def candle(site: Site) -> None:
    """Build a burning candle in a holder."""
    site.tube(site.soft("holder", 0.5), ((0, 0, 0), (0, 0.012, 0), (0, 0.03, 0)), (0.055, 0.05, 0.028), 12)
    candles(site.at(0, 0.03, 0), height=0.2)


def ring(site: Site) -> None:
    """Build a ring with a stone, in an open box."""
    site.box(site.hard("ring_box", 0.65), (0, 0.016, 0), (0.055, 0.032, 0.05))
    site.box(site.hard("ring_lid", 0.65), (0, 0.05, -0.032), (0.055, 0.05, 0.016), rotation(0, -14, 0))
    loop = [(0.013 * np.cos(a), 0.045 + 0.013 * np.sin(a), 0) for a in np.linspace(0, 2 * np.pi, 13)]
    band = site.soft("ring", 0.2, crease_m=0.003, weight=0.7)
    site.tube(band, loop, 0.0028, 5, caps=(False, False))
    site.ball(band, (0, 0.062, 0), 0.006, around=6, stacked=4)


def jewel(site: Site) -> None:
    """Build a cut stone: a flat table above, a point below, eight facets around."""
    part = site.hard("jewel", 0.0)
    site.tube(part, ((0, 0, 0), (0, 0.036, 0), (0, 0.052, 0)), (0.001, 0.034, 0.021), 8)
    for angle in np.linspace(0.0, 2.0 * np.pi, 8, endpoint=False):
        girdle = (0.0345 * np.cos(angle), 0.036, 0.0345 * np.sin(angle))
        site.line(((0.0, 0.0, 0.0), girdle, (0.0215 * np.cos(angle), 0.0525, 0.0215 * np.sin(angle))), 0.8, 0.3)


def money(site: Site) -> None:
    """Build a fan of notes."""
    part, print_grey = site.hard("money", 0.05), site.hard("print", 0.3, casts=False)
    for i, roll in enumerate((-16.0, -5.0, 6.0, 17.0)):
        tilt = rotation(0, 0, roll)
        centre = (roll * -0.0012, 0.045, 0.003 * i)
        site.box(part, centre, (0.15, 0.07, 0.002), tilt, weight=0.8)
    site.panel(print_grey, -0.018, 0.028, 0.036, 0.036, z=0.0125, edge=(0.5, 0.2), two_sided=True)


def card(site: Site) -> None:
    """Build a card."""
    site.box(site.hard("card", 0.0), (0, 0.028, 0), (0.088, 0.056, 0.0015), weight=0.9)
    for z in (0.002, -0.002):
        site.panel(site.hard("stripe", 0.6, casts=False), -0.044, 0.038, 0.088, 0.01, z=z, edge=None, two_sided=True)


def map_sheet(site: Site) -> None:
    """Build an unfolded map."""
    xs = np.linspace(-0.3, 0.3, 5)
    zs = np.array((0.0, 0.02, 0.0, 0.02, 0.0))
    low, high = (np.column_stack([xs, np.full(5, y), zs]) for y in (0.0, 0.42))
    part = site.soft("map", 0.04, crease_m=0.01)
    site.quads(part, np.stack([low[:-1], low[1:], high[1:], high[:-1]], axis=1), edge=(0.8, 0.2), two_sided=True)
    u = np.linspace(-0.28, 0.28, 12)
    for k in range(3):
        site.line(np.column_stack([u, 0.12 + 0.1 * k + 0.03 * np.sin(u * 18 + 2 * k), np.full(12, 0.024)]), 0.8, 0.3)
    site.line(
        ((0.09, 0.2, 0.025), (0.13, 0.26, 0.025), (0.11, 0.23, 0.025), (0.13, 0.2, 0.025), (0.09, 0.26, 0.025)),
        1.3,
        0.05,
    )


def hat(site: Site) -> None:
    """Build a felt hat."""
    part = site.soft("hat", 0.6, crease_m=0.02)
    site.tube(part, ((0, 0, 0), (0, 0.012, 0)), (0.17, 0.165), 18)
    site.tube(part, ((0, 0.01, 0), (0, 0.08, 0), (0, 0.12, 0), (0, 0.125, 0)), (0.1, 0.095, 0.075, 0.03), 16)
    site.tube(site.soft("band", 0.9), ((0, 0.014, 0), (0, 0.04, 0)), 0.101, 16, caps=(False, False))


def rope(site: Site) -> None:
    """Build a coil of rope."""
    part = site.soft("rope", 0.25, crease_m=0.01)
    turns = np.linspace(0, 8 * np.pi, 70)
    radius = 0.13 + 0.006 * np.sin(turns * 0.37)
    coil = np.column_stack([np.cos(turns) * radius, 0.17 + np.sin(turns) * radius, 0.012 * np.sin(turns * 0.6)])
    site.tube(part, coil, 0.012, 6)


def _tool(site: Site, length: float) -> int:
    site.tube(site.soft("shaft", 0.3), ((0, 0, 0), (0, length, 0)), (0.018, 0.015), 8)
    return site.hard("tool_head", 0.6)


def axe(site: Site) -> None:
    """Build an axe, its edge to +z."""
    head = _tool(site, 0.72)
    site.prism(head, ((-0.05, 0.64), (-0.05, 0.71), (0.06, 0.73), (0.14, 0.77), (0.14, 0.57), (0.06, 0.63)), 0.016)


def hammer(site: Site) -> None:
    """Build a hammer, its face to +z."""
    head = _tool(site, 0.32)
    site.box(head, (0, 0.31, 0.01), (0.034, 0.036, 0.13))


def sword(site: Site) -> None:
    """Build a sword, its point up."""
    site.tube(site.soft("hilt", 0.75), ((0, 0, 0), (0, 0.16, 0)), 0.016, 8)
    site.box(site.hard("guard", 0.55), (0, 0.17, 0), (0.03, 0.02, 0.2))
    site.prism(
        site.hard("blade", 0.0), ((-0.024, 0.18), (-0.02, 0.86), (0.0, 0.98), (0.02, 0.86), (0.024, 0.18)), 0.004
    )
    site.line(((0.005, 0.2, 0), (0.005, 0.85, 0)), 0.6, 0.4)


def guitar(site: Site) -> None:
    """Build a guitar, its neck up, its strings to +z."""
    front, back = 0.05, -0.05
    angles = np.linspace(0, 2 * np.pi, 25)[:-1]
    waist = 1 - 0.22 * np.exp(-(((np.sin(angles) - 0.12) / 0.35) ** 2))
    outline = np.column_stack([0.2 * np.cos(angles) * waist, 0.25 + 0.25 * np.sin(angles)])
    outline[:, 0] *= np.where(outline[:, 1] > 0.3, 0.78, 1.0)
    body = site.soft("guitar", 0.26, crease_m=0.02, weight=1.0)
    faces = [np.column_stack([outline, np.full(24, z)]) for z in (front, back)]
    site.loft(body, Loft(*_rings(faces)))
    hole = [(x, 0.31 + y, front + 0.004) for x, y in small.circle(0.045)]
    site.polygon(site.hard("sound_hole", 0.85, casts=False), hole, two_sided=True)
    neck = site.hard("neck", 0.6)
    site.box(neck, (0, 0.72, front - 0.01), (0.05, 0.54, 0.03))
    site.box(neck, (0, 1.03, front - 0.02), (0.07, 0.14, 0.02))
    site.lines([((x, 0.17, front + 0.012), (x, 0.98, front + 0.012)) for x in (-0.014, 0.0, 0.014)], 0.4, 0.5)
    site.box(neck, (0, 0.16, front + 0.006), (0.12, 0.018, 0.012))


def _rings(faces: list[Array]) -> tuple[Array, Array, Array, Array]:
    surface = np.stack(faces)
    centres = surface.mean(axis=1)
    return centres, np.zeros_like(centres), np.zeros_like(centres), surface


def ball(site: Site) -> None:
    """Build a football."""
    site.ball(site.soft("ball", 0.0, weight=1.0), (0, 0.11, 0), 0.11, around=16, stacked=10)
    dark = site.hard("patch", 0.75, casts=False)
    for yaw, pitch in ((0, 0), (0, 70), (75, 20), (-75, 20), (150, 10), (-150, 30)):
        turn = rotation(yaw, -pitch)
        points = [turn @ (x, y, 0.1107) + (0, 0.11, 0) for x, y in small.circle(0.034, 5)]
        site.polygon(dark, points)


def cake(site: Site) -> None:
    """Build a cake with candles."""
    plate(site)
    site.tube(site.soft("cake", 0.12), ((0, 0.018, 0), (0, 0.11, 0)), 0.13, 20)
    site.tube(site.soft("icing", 0.0), ((0, 0.09, 0), (0, 0.125, 0), (0, 0.13, 0)), (0.136, 0.134, 0.12), 20)
    for angle in np.linspace(0, 2 * np.pi, 6)[:-1]:
        stick = site.at(np.cos(angle) * 0.075, 0.128, np.sin(angle) * 0.075)
        candles(stick, height=0.08)


def plate(site: Site) -> None:
    """Build a plate."""
    site.tube(
        site.soft("plate", 0.0, crease_m=0.004), ((0, 0, 0), (0, 0.008, 0), (0, 0.02, 0)), (0.07, 0.085, 0.13), 20
    )
    site.line([(x, 0.022, z) for x, z in (*small.circle(0.085, 20), (0.085, 0.0))], 0.6, 0.35)


def pen(site: Site) -> None:
    """Build a pen along +z."""
    site.tube(
        site.soft("pen", 0.75, weight=0.6),
        ((0, 0.006, -0.06), (0, 0.006, 0.06), (0, 0.006, 0.085)),
        (0.006, 0.006, 0.001),
        7,
    )


def radio(site: Site) -> None:
    """Build a portable radio with its aerial out."""
    site.box(site.hard("radio", 0.4), (0, 0.09, 0), (0.3, 0.17, 0.09), weight=1.0)
    site.polygon(
        site.hard("speaker", 0.7, casts=False),
        [(x - 0.07, 0.085 + y, 0.047) for x, y in small.circle(0.055)],
        edge=(0.8, 0.1),
        two_sided=False,
    )
    site.panel(site.hard("dial", 0.0, casts=False), 0.01, 0.1, 0.12, 0.035, z=0.047)
    site.lines([((x, 0.05, 0.048), (x + 0.016, 0.05, 0.048)) for x in (0.03, 0.08)], 2.2, 0.1, facing=(0, 0, 1))
    site.line(((0.13, 0.175, 0), (0.24, 0.44, 0)), 1.0, 0.1)


def open_laptop(site: Site) -> None:
    """Build an open laptop."""
    laptop(site)


ITEMS: dict[str, Item] = {
    "phone": Item(
        build=small.phone,
        size=(0.074, 0.155, 0.01),
        grip="screen",
        hold_m=(0.0, 0.05, 0.006),
        rest=(-90, 0),
        rest_m=0.006,
    ),
    "gun": Item(
        build=small.gun, size=(0.03, 0.15, 0.22), grip="forward", hold_m=(0.0, 0.07, -0.01), rest=(0, 90), rest_m=0.016
    ),
    "knife": Item(
        build=small.knife, size=(0.02, 0.34, 0.04), grip="fist", hold_m=(0.0, 0.06, 0.0), rest=(0, 90), rest_m=0.02
    ),
    "cup": Item(build=small.cup, size=(0.11, 0.1, 0.09), grip="upright", hold_m=(0.0, 0.05, 0.0)),
    "glass": Item(build=small.glass, size=(0.08, 0.12, 0.08), grip="upright", hold_m=(0.0, 0.06, 0.0)),
    "bottle": Item(build=small.bottle, size=(0.08, 0.29, 0.08), grip="upright", hold_m=(0.0, 0.12, 0.0)),
    "book": Item(
        build=small.book, size=(0.165, 0.24, 0.034), grip="page", hold_m=(0.0, 0.03, 0.0), rest=(-90, 0), rest_m=0.017
    ),
    "letter": Item(
        build=small.letter, size=(0.2, 0.27, 0.004), grip="page", hold_m=(0.0, 0.03, 0.0), rest=(-90, 0), rest_m=0.004
    ),
    "paper": Item(
        build=small.paper, size=(0.21, 0.3, 0.004), grip="page", hold_m=(0.0, 0.03, 0.0), rest=(-90, 0), rest_m=0.004
    ),
    "newspaper": Item(
        build=small.newspaper, size=(0.56, 0.4, 0.1), grip="page", hold_m=(-0.2, 0.1, 0.0), rest=(-90, 0), rest_m=0.05
    ),
    "photograph": Item(
        build=small.photograph,
        size=(0.18, 0.13, 0.004),
        grip="page",
        hold_m=(0.0, 0.01, 0.0),
        rest=(-90, 0),
        rest_m=0.004,
    ),
    "key": Item(
        build=small.key, size=(0.05, 0.11, 0.01), grip="palm", hold_m=(0.0, 0.01, 0.0), rest=(-90, 0), rest_m=0.006
    ),
    "bag": Item(build=small.bag, size=(0.17, 0.4, 0.42), grip="hang", hold_m=(0.0, 0.375, 0.0)),
    "suitcase": Item(build=small.suitcase, size=(0.2, 0.52, 0.66), grip="hang", hold_m=(0.0, 0.505, 0.0)),
    "briefcase": Item(build=small.briefcase, size=(0.11, 0.37, 0.42), grip="hang", hold_m=(0.0, 0.355, 0.0)),
    "box": Item(build=small.box, size=(0.3, 0.19, 0.23), grip="upright", hold_m=(0.15, 0.05, 0.0)),
    "flowers": Item(build=small.flowers, size=(0.24, 0.4, 0.24), grip="upright", hold_m=(0.0, 0.09, 0.0)),
    "umbrella": Item(
        build=small.umbrella, size=(1.04, 1.0, 1.04), grip="upright", hold_m=(0.0, 0.06, 0.0), rest_m=0.06
    ),
    "cigarette": Item(build=small.cigarette, size=(0.01, 0.01, 0.09), grip="along"),
    "lighter": Item(build=small.lighter, size=(0.03, 0.11, 0.02), grip="upright", hold_m=(0.0, 0.02, 0.0)),
    "torch": Item(build=small.torch, size=(0.07, 0.06, 0.24), grip="along", hold_m=(0.0, 0.03, -0.01)),
    "camera": Item(build=small.camera, size=(0.14, 0.12, 0.13), grip="forward", hold_m=(0.05, 0.04, 0.0)),
    "clock": Item(build=small.clock, size=(0.14, 0.18, 0.07), grip="upright", hold_m=(0.0, 0.05, 0.0)),
    "watch": Item(build=small.watch, size=(0.08, 0.07, 0.08), grip="palm", hold_m=(0.0, 0.034, 0.0)),
    "laptop": Item(build=open_laptop, size=(0.34, 0.26, 0.3), grip="facing", hold_m=(-0.15, 0.01, 0.0)),
    "radio": Item(build=radio, size=(0.3, 0.18, 0.09), grip="upright", hold_m=(0.0, 0.02, 0.0)),
    "candle": Item(build=candle, size=(0.11, 0.25, 0.11), grip="upright", hold_m=(0.0, 0.06, 0.0)),
    "ring": Item(build=ring, size=(0.06, 0.08, 0.08), grip="upright"),
    "jewel": Item(build=jewel, size=(0.07, 0.053, 0.07), grip="palm"),
    "money": Item(build=money, size=(0.2, 0.12, 0.02), grip="palm", rest=(-90, 0), rest_m=0.006),
    "card": Item(build=card, size=(0.09, 0.056, 0.002), grip="palm", rest=(-90, 0), rest_m=0.003),
    "map": Item(
        build=map_sheet, size=(0.6, 0.42, 0.03), grip="page", hold_m=(-0.22, 0.06, 0.0), rest=(-90, 0), rest_m=0.004
    ),
    "hat": Item(build=hat, size=(0.34, 0.13, 0.34), grip="upright", hold_m=(0.15, 0.0, 0.0)),
    "rope": Item(build=rope, size=(0.3, 0.32, 0.06), grip="hang", hold_m=(0.0, 0.3, 0.0), rest=(-90, 0), rest_m=0.03),
    "axe": Item(build=axe, size=(0.04, 0.78, 0.2), grip="fist", hold_m=(0.0, 0.12, 0.0), rest=(0, 90), rest_m=0.02),
    "hammer": Item(
        build=hammer, size=(0.04, 0.34, 0.14), grip="fist", hold_m=(0.0, 0.08, 0.0), rest=(0, 90), rest_m=0.02
    ),
    "guitar": Item(build=guitar, size=(0.4, 1.1, 0.12), grip="upright", hold_m=(0.0, 0.75, 0.04)),
    "ball": Item(build=ball, size=(0.22, 0.22, 0.22), grip="upright", hold_m=(0.1, 0.06, 0.0)),
    "sword": Item(build=sword, size=(0.03, 1.0, 0.2), grip="fist", hold_m=(0.0, 0.08, 0.0), rest=(0, 90), rest_m=0.016),
    "cake": Item(build=cake, size=(0.28, 0.24, 0.28), grip="upright", hold_m=(0.12, 0.0, 0.0)),
    "plate": Item(build=plate, size=(0.26, 0.024, 0.26), grip="upright", hold_m=(0.11, 0.01, 0.0)),
    "pen": Item(build=pen, size=(0.012, 0.012, 0.15), grip="along", hold_m=(0.0, 0.006, -0.03)),
    **TOOLS,
}
