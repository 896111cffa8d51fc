"""What people ride, climb, play and exercise with: brought for a pose by `stage/equipment.toml`, or standing in a set.

Fronts are at +z, but what is brought for a pose is built around its user: the user is at the origin or at -z.
"""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.geometry import rotation
from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import Loft

_DRUMS = (  # place, radius, height: snare, floor tom, two toms
    (0.36, 0.56, -0.14, 0.18, 0.16),
    (-0.42, 0.44, -0.20, 0.20, 0.30),
    (-0.16, 0.72, 0.10, 0.16, 0.20),
    (0.18, 0.72, 0.10, 0.15, 0.20),
)
_HAND_M = 0.17  # half of the distance between the two hands of a rower


def motorbike(site: Site, *, grey: float = 0.6) -> None:
    """Stand a motorbike; it rides to +z, its saddle is 0.80 m high over the origin."""
    tyre, steel = site.soft("tyre", 0.85, crease_m=0.02), site.soft("chrome", 0.2, crease_m=0.02)
    body = site.soft("motorbike", grey, crease_m=0.03, weight=1.0)
    angles = np.linspace(0, 2 * np.pi, 25)
    for z in (-0.62, 0.76):
        ring = [(0, 0.32 + 0.26 * np.sin(a), z + 0.26 * np.cos(a)) for a in angles]
        site.tube(tyre, ring, 0.065, 8, caps=(False, False))
        site.tube(steel, ((-0.05, 0.32, z), (0.05, 0.32, z)), 0.15, 14)
    site.ball(body, (0, 0.84, 0.24), (0.15, 0.12, 0.24), around=14, stacked=8)
    site.ball(site.soft("saddle", 0.85), (0, 0.76, -0.28), (0.14, 0.06, 0.38), around=12, stacked=6)
    site.ball(body, (0, 0.60, -0.62), (0.09, 0.06, 0.24), around=10, stacked=6)
    site.box(site.hard("engine", 0.75), (0, 0.46, 0.06), (0.30, 0.34, 0.42))
    site.lines([((s * 0.155, y, -0.14), (s * 0.155, y, 0.26)) for s in (-1, 1) for y in (0.38, 0.46, 0.54)], 0.7, 0.5)
    for side in (-1.0, 1.0):
        site.tube(steel, ((side * 0.09, 0.34, 0.78), (side * 0.09, 0.98, 0.52)), 0.026, 7)
        site.tube(steel, ((side * 0.17, 0.30, 0.2), (side * 0.18, 0.26, -0.3), (side * 0.18, 0.34, -0.86)), 0.045, 8)
        site.tube(steel, ((side * 0.05, 1.02, 0.52), (side * 0.28, 1.08, 0.44), (side * 0.38, 1.04, 0.34)), 0.02, 7)
        site.line(((side * 0.30, 1.08, 0.44), (side * 0.34, 1.24, 0.46)), 1.0, 0.2)
        site.ball(steel, (side * 0.34, 1.27, 0.46), (0.07, 0.045, 0.015), around=8, stacked=5)
    site.ball(site.soft("head_lamp", 0.0, emission=0.0), (0, 0.92, 0.66), (0.10, 0.10, 0.07), around=12, stacked=7)


def hanging_rope(site: Site, *, height: float = 5.0) -> None:
    """Hang a rope from above, its end coiled on the floor."""
    part = site.soft("hanging_rope", 0.35, crease_m=0.02)
    u = np.linspace(0, 1, 14)
    site.tube(part, np.column_stack([0.02 * np.sin(5 * u), 0.03 + u * height, 0 * u]), 0.022, 7)
    turn = np.linspace(0, 4 * np.pi, 30)
    coil = np.column_stack([0.02 + 0.16 * np.cos(turn), 0.03 + 0.004 * turn, 0.16 * np.sin(turn)])
    site.tube(part, coil, 0.022, 6)


def garden_wall(
    site: Site, *, width: float = 4.0, height: float = 2.0, depth: float = 0.3, grey: float = 0.16, barbed: bool = False
) -> None:
    """Build a free wall of stones with a coping, barbed wire on top where it is `barbed`."""
    site.box(site.hard("garden_wall", grey), (0, height / 2 - 0.04, 0), (width, height - 0.08, depth))
    site.box(site.hard("coping", grey + 0.14), (0, height - 0.04, 0), (width + 0.06, 0.08, depth + 0.1))
    rng = np.random.default_rng(7)
    for row, y in enumerate(np.arange(0.28, height - 0.1, 0.28)):
        for face in (1.0, -1.0):
            z = face * (depth / 2 + 0.004)
            site.line(((-width / 2, y, z), (width / 2, y, z)), 0.6, 0.4, facing=(0, 0, face))
            xs = np.arange(-width / 2 + 0.3 + 0.25 * (row % 2), width / 2, 0.55) + rng.uniform(-0.06, 0.06)
            site.lines([((x, y - 0.28, z), (x, y, z)) for x in xs], 0.6, 0.4, facing=(0, 0, face))
    if barbed:
        u = np.linspace(0, 1, int(width * 16))
        coil = np.column_stack(
            [(u - 0.5) * width, height + 0.17 + 0.15 * np.sin(u * width * 14), 0.15 * np.cos(u * width * 14)]
        )
        site.line(coil, 1.0, 0.1)


_CRESCENTS_DEG = (15.0, 100.0, 165.0, 230.0, 310.0)  # unevenly, as ripples meet


def swim_water(site: Site, *, width: float = 9.0, depth: float = 7.0, grey: float = 0.2) -> None:
    """Lay water around somebody who swims: a dark pool with rings of ripples."""
    part = site.soft("water", grey, crease_m=0.02, casts=False, gain=0.0)
    angles = np.linspace(0, 2 * np.pi, 41)[:-1]
    wave = 1 + 0.06 * np.sin(5 * angles) + 0.04 * np.sin(9 * angles + 1)
    rim = np.column_stack([width / 2 * wave * np.cos(angles), 0 * angles + 0.03, -depth / 2 * wave * np.sin(angles)])
    site.polygon(part, rim, edge=(0.9, 0.25), two_sided=False)
    for size in (0.16, 0.27, 0.40, 0.56):
        path = np.vstack([rim, rim[:1]]) * (size, 1.0, size) + (0, 0.01, 0)
        for start in range(0, 40, 10):
            site.line(path[start : start + 7], 0.8, 0.5)


def reflection(site: Site, *, width: float = 1.1, depth: float = 1.9, grey: float = 0.66, y: float = 0.02) -> None:
    """Break the reflection of somebody in the water: dark crescents round them, thinner and shorter the farther out."""
    part = site.hard("reflection", grey, casts=False, gain=0.0)
    for ring, (size, thick, reach) in enumerate(((0.62, 0.13, 0.95), (0.85, 0.10, 0.6), (1.12, 0.06, 0.4))):
        for middle in np.radians(_CRESCENTS_DEG) + 0.5 * ring:
            turn = np.linspace(middle - reach / 2, middle + reach / 2, 8)
            swell = thick * (0.06 + np.sin(np.linspace(0.0, np.pi, 8)))  # never without width: a point has no front
            inner, outer = (
                np.stack([share * width * np.cos(turn), np.full(8, y), -share * depth * np.sin(turn)], axis=-1)
                for share in (size, size + swell)
            )
            site.quads(part, np.stack([inner[:-1], outer[:-1], outer[1:], inner[1:]], axis=1), two_sided=True)


def oars(site: Site, *, length: float = 2.3) -> None:
    """Hold a pair of oars across a boat, their grips before the rower at the origin."""
    wood = site.soft("oar", 0.4, crease_m=0.02)
    for side in (-1.0, 1.0):
        grip, blade = np.array((side * _HAND_M, 0.86, 0.58)), np.array((side * length, 0.22, 0.18))
        way = blade - grip
        site.tube(wood, (grip - 0.05 * way, blade), 0.022, 7)
        site.tube(wood, np.stack([blade, blade + 0.22 * way]), (0.05, 0.085), 8, flatness=0.25)


def piano(site: Site, *, width: float = 1.5, height: float = 1.25, depth: float = 0.62, grey: float = 0.7) -> None:
    """Stand an upright piano; its keys are at the front, 0.74 m high."""
    part = site.hard("piano", grey)
    site.box(part, (0, height / 2, -depth * 0.2), (width, height, depth * 0.6), weight=1.1)
    site.box(part, (0, 0.66, depth * 0.25), (width, 0.12, depth * 0.5), weight=1.0)
    for side in (-1.0, 1.0):
        site.box(part, (side * (width / 2 - 0.04), 0.3, depth * 0.42), (0.07, 0.6, 0.07))
    keys = site.hard("piano_keys", 0.0, casts=False)
    site.box(keys, (0, 0.735, depth * 0.32), (width - 0.16, 0.03, depth * 0.32))
    xs = np.linspace(-width / 2 + 0.1, width / 2 - 0.1, 36)
    black = [(x, 0.757, depth * 0.24) for i, x in enumerate(xs) if i % 7 not in (2, 6)]
    site.boxes(site.hard("black_keys", 0.95), black, [(0.016, 0.014, depth * 0.16)] * len(black), edges=False)
    site.lines([((x, 0.752, depth * 0.47), (x, 0.752, depth * 0.17)) for x in xs], 0.4, 0.5)
    sheet = site.hard("music", 0.0, casts=False)
    site.quads(
        sheet,
        [((-0.2, 0.86, 0.1), (0.2, 0.86, 0.1), (0.2, 1.1, 0.07), (-0.2, 1.1, 0.07))],
        edge=(0.8, 0.2),
        two_sided=True,
    )
    site.lines([((-0.17, y, 0.103), (0.17, y, 0.103)) for y in (0.92, 0.97, 1.02)], 0.6, 0.4)


def drum_kit(site: Site) -> None:
    """Stand a drum kit before its drummer, who is at -z and looks to +z."""
    shell, skin, brass = site.soft("drum", 0.65, crease_m=0.02), site.soft("drum_skin", 0.02), site.soft("cymbal", 0.3)
    site.tube(shell, ((0, 0.32, 0.0), (0, 0.32, 0.42)), 0.31, 22)
    site.tube(skin, ((0, 0.32, 0.42), (0, 0.32, 0.43)), 0.28, 22)
    for x, y, z, radius, tall in (
        (0.36, 0.56, -0.14, 0.18, 0.16),
        (-0.42, 0.44, -0.2, 0.2, 0.3),
        (-0.16, 0.72, 0.1, 0.16, 0.2),
        (0.18, 0.72, 0.1, 0.15, 0.2),
    ):
        site.tube(shell, ((x, y, z), (x, y + tall, z)), radius, 18)
        site.tube(skin, ((x, y + tall, z), (x, y + tall + 0.01, z)), radius * 0.94, 18)
    for x, y, z in ((0.62, 0.98, 0.16), (-0.62, 1.12, 0.18)):
        site.tube(brass, ((x, y, z), (x, y + 0.03, z)), (0.24, 0.03), 18)
        site.line(((x, y, z), (x, 0.0, z)), 1.2, 0.2)
        site.lines(
            [((x, 0.12, z), (x + dx, 0.0, z + dz)) for dx, dz in ((0.2, 0), (-0.1, 0.17), (-0.1, -0.17))], 1.0, 0.2
        )


def easel(site: Site, *, width: float = 0.9, height: float = 1.9) -> None:
    """Stand an easel; the canvas looks to +z."""
    wood = site.soft("easel", 0.45)
    top = (0.0, height, -0.12)
    for foot in ((-0.4, 0.0, 0.1), (0.4, 0.0, 0.1), (0.0, 0.0, -0.52)):
        site.tube(wood, (foot, top), 0.02, 6)
    site.box(site.hard("easel_ledge", 0.45), (0, 0.78, 0.06), (width, 0.04, 0.08))
    canvas = site.hard("canvas", 0.0)
    site.box(canvas, (0, 1.22, 0.0), (width, 0.82, 0.03), rotation(0, -6, 0), weight=1.1)
    u = np.linspace(-0.36, 0.36, 14) * width
    for k, z in ((0, 0.02), (1, 0.015)):
        site.line(np.column_stack([u, 1.1 + 0.13 * k + 0.07 * np.sin(9 * u + 2 * k), 0 * u + z + 0.012]), 1.0, 0.4)


def skis(site: Site) -> None:
    """Lay a pair of skis under somebody at the origin, and stand the sticks beside the hands."""
    part = site.hard("skis", 0.5)
    for side in (-1.0, 1.0):
        x = side * 0.11
        site.box(part, (x, 0.012, 0.06), (0.09, 0.022, 1.6))
        site.tube(
            site.soft("ski_tip", 0.5), ((x, 0.012, 0.84), (x, 0.03, 0.98), (x, 0.11, 1.06)), 0.045, 6, flatness=0.3
        )
        site.tube(site.soft("ski_stick", 0.6), ((side * 0.33, 0.98, 0.46), (side * 0.42, 0.18, -0.35)), 0.011, 6)
        site.ball(site.soft("ski_basket", 0.7), (side * 0.41, 0.24, -0.3), (0.06, 0.012, 0.06), around=9, stacked=4)


def skateboard(site: Site) -> None:
    """Lay a skateboard that rolls to +z."""
    site.box(site.hard("deck", 0.55), (0, 0.10, 0), (0.22, 0.02, 0.6))
    for end in (-1.0, 1.0):
        tip = ((0, 0.10, end * 0.29), (0, 0.13, end * 0.40))
        site.tube(site.soft("deck_tip", 0.55), tip, 0.11, 8, flatness=0.15)
        wheels = [((x - 0.02, 0.035, end * 0.2), (x + 0.02, 0.035, end * 0.2)) for x in (-0.08, 0.08)]
        for wheel in wheels:
            site.tube(site.soft("wheel", 0.85), wheel, 0.035, 10)


def barbell(site: Site, *, y: float = 2.02, width: float = 1.7) -> None:
    """Hold a bar with discs at height `y` over the origin."""
    site.tube(site.soft("bar", 0.3), ((-width / 2, y, 0.10), (width / 2, y, 0.10)), 0.016, 7)
    disc = site.soft("disc", 0.85, crease_m=0.02)
    for side in (-1.0, 1.0):
        for x, radius in ((0.70, 0.22), (0.76, 0.16)):
            site.tube(disc, ((side * x, y, 0.10), (side * (x + 0.05), y, 0.10)), radius, 18)


def shower_head(site: Site) -> None:
    """Hang a shower over +z, with its pipe, its water and a wet floor."""
    pipe = site.soft("shower", 0.3, crease_m=0.02)
    site.tube(pipe, ((0, 1.0, 0), (0, 2.2, 0), (0, 2.3, 0.12), (0, 2.26, 0.30)), 0.018, 7)
    site.tube(pipe, ((0, 2.26, 0.30), (0, 2.20, 0.33)), (0.03, 0.13), 14)
    rng = np.random.default_rng(3)
    for _ in range(34):
        angle, out = rng.uniform(0, 2 * np.pi), rng.uniform(0.03, 0.16)
        top = np.array((out * np.cos(angle), 2.18, 0.34 + out * np.sin(angle)))
        low = rng.uniform(0.2, 1.7)
        end = top + (2.18 - low) * np.array((0.12 * np.cos(angle), -1.0, 0.12 * np.sin(angle)))
        start = top + rng.uniform(0.0, 0.5) * (end - top)
        site.line((start, end), 0.7, 0.5)
    site.slab(site.hard("wet_floor", 0.3, casts=False), 0, 0.3, 1.1, 1.0, edge=(0.7, 0.4))


def bonds(site: Site) -> None:
    """Wind a rope round the chest and the shins of somebody who sits on a chair of 0.45 m at the origin."""
    part = site.soft("bonds", 0.25, crease_m=0.012, weight=1.0)
    angle = np.linspace(0, 2 * np.pi, 25)
    for y, z in ((0.74, 0.0), (0.80, 0.01), (0.86, 0.02)):
        ring = np.column_stack([0.235 * np.cos(angle), y + 0.02 * np.cos(angle), z - 0.03 + 0.20 * np.sin(angle)])
        site.tube(part, ring, 0.014, 6, caps=(False, False))


def stretcher(site: Site, *, height: float = 0.72) -> None:
    """Hold a stretcher between two carriers, along z."""
    poles = site.soft("stretcher_pole", 0.5)
    for x in (-0.30, 0.30):
        site.tube(poles, ((x, height, -1.25), (x, height, 1.25)), 0.022, 7)
    cloth = site.soft("stretcher", 0.08, crease_m=0.02)
    rings = [
        ((0, height - 0.05 * bend, z), (0.29, 0, 0), (0, 0.012, 0))
        for z, bend in ((-0.95, 0), (-0.4, 1), (0.4, 1), (0.95, 0))
    ]
    site.loft(cloth, Loft.from_rings(rings, 10, squareness=4.0), two_sided=True)


GEAR: dict[str, Kind] = {
    "motorbike": Kind(build=motorbike, size=(0.8, 1.3, 2.05), face=(0.0, 0.95, 0.55)),
    "hanging_rope": Kind(build=hanging_rope, size=(0.36, 5.0, 0.36), solid=False),
    "garden_wall": Kind(build=garden_wall, size=(4.0, 2.0, 0.3)),
    "swim_water": Kind(build=swim_water, size=(9.0, 0.01, 7.0), solid=False),
    "reflection": Kind(build=reflection, size=(1.1, 0.01, 1.9), solid=False),
    "oars": Kind(build=oars, size=(5.0, 0.9, 0.8), solid=False),
    "piano": Kind(build=piano, size=(1.5, 1.25, 0.62)),
    "drum_kit": Kind(build=drum_kit, size=(1.7, 1.15, 0.9)),
    "easel": Kind(build=easel, size=(0.9, 1.9, 0.8)),
    "skis": Kind(build=skis, size=(0.6, 1.0, 1.9), solid=False),
    "skateboard": Kind(build=skateboard, size=(0.22, 0.14, 0.8), solid=False),
    "barbell": Kind(build=barbell, size=(1.7, 2.2, 0.4), solid=False),
    "shower_head": Kind(build=shower_head, size=(0.3, 2.3, 0.4), solid=False),
    "bonds": Kind(build=bonds, size=(0.5, 0.9, 0.4), solid=False),
    "stretcher": Kind(build=stretcher, size=(0.6, 0.8, 2.5), solid=False),
}
