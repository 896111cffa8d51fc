"""People in the background: a few tubes each, so that twenty of them cost less than one who acts."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.geometry import Array, vec
from screenplay2board.stage.props.site import Kind, Site

HEIGHTS_M = (1.58, 1.86)
SEAT_M = 0.45
COATS = (0.12, 0.35, 0.6, 0.05, 0.48)
LEGS = (0.7, 0.5, 0.8)
HEAD_M = (0.076, 0.108, 0.092)  # half axes


def bystander(site: Site, *, seed: int = 0, style: str = "stand") -> None:
    """Stand one of a crowd, or seat one on a seat of 0.45 m; style: stand, cheer (arms up), sit."""
    chance = np.random.default_rng(seed + 71)
    height = float(chance.uniform(*HEIGHTS_M))
    woman = bool(chance.random() < 0.5)
    coat = site.soft("crowd_coat", float(chance.choice(COATS)), crease_m=0.05)
    legs = site.soft("crowd_legs", float(chance.choice(LEGS)), crease_m=0.05)
    skin = site.soft("crowd_skin", float(chance.choice((0.0, 0.0, 0.12, 0.25))), crease_m=0.03)
    hair = site.soft("crowd_hair", float(chance.choice((0.92, 0.92, 0.6, 0.15))), crease_m=0.03)
    seated = style == "sit"
    hip = SEAT_M + 0.10 if seated else 0.53 * height
    neck = hip + 0.30 * height
    wide = float(chance.uniform(0.94, 1.12)) * (0.92 if woman else 1.0)
    if seated:
        _add_bent_legs(site, legs, hip)
    else:
        _add_legs(site, legs, height, hip)
    trunk = [
        vec(0.0, hip - 0.06, 0.0),
        vec(0.0, hip + 0.12 * height, 0.0),
        vec(0.0, neck - 0.07, 0.0),
        vec(0.0, neck, 0.0),
    ]
    radii = np.array((0.155, 0.135 if woman else 0.150, 0.175, 0.06)) * wide
    site.tube(coat, trunk, radii, 12, flatness=0.66)
    _add_arms(site, coat, skin, height, neck, wide, cheering=style == "cheer")
    head = vec(0.0, neck + 0.095 * height, 0.012)
    site.tube(skin, [vec(0.0, neck - 0.02, 0.0), head], 0.05, 8)
    site.ball(skin, head, HEAD_M, around=12, stacked=8)
    site.ball(hair, head + vec(0.0, 0.030, -0.022), vec(0.086, 0.100, 0.094), around=12, stacked=8)
    if woman:
        site.tube(hair, [head + vec(0.0, 0.0, -0.05), head + vec(0.0, -0.20, -0.06)], (0.088, 0.07), 9, flatness=0.6)
    _add_face(site, head, chance)


def _add_face(site: Site, head: Array, chance: np.random.Generator) -> None:
    """Draw a face in seven strokes; from afar the short ones are left out, and the mouth and eyes last longest."""
    frown, smile = chance.uniform(-0.008, 0.008), chance.uniform(-0.006, 0.008)
    eye = site.hard("crowd_eye", 0.9, casts=False)
    for side in (-1.0, 1.0):
        site.ball(eye, head + _on_face(side * 0.030, -0.002), (0.012, 0.009, 0.006), around=6, stacked=4)
    strokes = [
        *(((side * 0.012, 0.022 - frown), (side * 0.048, 0.024 + frown)) for side in (-1.0, 1.0)),
        *(((side * 0.015, 0.008), (side * 0.046, 0.006)) for side in (-1.0, 1.0)),
        ((0.002, -0.012), (0.010, -0.038)),
        ((-0.024, -0.062 + smile), (0.0, -0.062 - 0.5 * smile)),
        ((0.0, -0.062 - 0.5 * smile), (0.024, -0.062 + smile)),
    ]
    lines = [[head + _on_face(x, y) for x, y in stroke] for stroke in strokes]
    site.lines(lines, 1.1, 0.08, facing=(0.0, 0.0, 1.0))


def _on_face(x: float, y: float) -> Array:
    """Return the point of the head before (x, y), against its middle."""
    rise = 1.0 - (x / HEAD_M[0]) ** 2 - (y / HEAD_M[1]) ** 2
    return vec(x, y, HEAD_M[2] * rise**0.5 + 0.003)


def _add_legs(site: Site, part: int, height: float, hip: float) -> None:
    for side in (-1.0, 1.0):
        x = side * 0.085
        knee, foot = vec(x, 0.28 * height, 0.02), vec(x, 0.05, 0.0)
        site.tube(part, [vec(x, hip, 0.0), knee, foot, foot + vec(0.0, -0.01, 0.12)], (0.088, 0.065, 0.045, 0.04), 8)


def _add_bent_legs(site: Site, part: int, hip: float) -> None:
    """Add legs that are bent over the edge of a seat."""
    for side in (-1.0, 1.0):
        x = side * 0.10
        knee, foot = vec(1.1 * x, hip - 0.03, 0.44), vec(1.1 * x, 0.05, 0.40)
        path = [vec(x, hip, 0.0), vec(x, hip - 0.01, 0.22), knee, knee + vec(0.0, -0.22, -0.01), foot]
        site.tube(part, path, (0.095, 0.085, 0.07, 0.055, 0.045), 8)
        site.tube(part, [foot, foot + vec(0.0, -0.01, 0.14)], (0.045, 0.04), 8)


def _add_arms(site: Site, part: int, skin: int, height: float, neck: float, wide: float, *, cheering: bool) -> None:
    for side in (-1.0, 1.0):
        shoulder = vec(side * 0.165 * wide, neck - 0.07, 0.0)
        out = vec(side * 0.10, 0.12, 0.04) if cheering else vec(side * 0.05, -0.17 * height, -0.02)
        hand = vec(side * 0.06, 0.20 * height, 0.02) if cheering else vec(-side * 0.02, -0.15 * height, 0.08)
        elbow = shoulder + out
        site.tube(part, [shoulder, elbow, elbow + 0.9 * hand], (0.052, 0.044, 0.036), 8)
        site.ball(skin, elbow + hand, 0.045, around=8, stacked=6)


def crowd(site: Site, *, number: int = 12, style: str = "stand", seed: int = 0) -> None:
    """Stand a crowd in three rows, every one turned a little otherwise."""
    chance = np.random.default_rng(seed + 5)
    for index in range(number):
        row, place = divmod(index, 5)
        x, z = (place - 2.0 + 0.5 * (row % 2)) * 0.78, -0.9 * row
        shift = chance.uniform(-0.14, 0.14, 2)
        bystander(site.at(x + float(shift[0]), 0.0, z + float(shift[1]), float(chance.uniform(-28, 28))),
                  seed=seed + index, style=style)  # fmt: skip


def queue(site: Site, *, number: int = 5, seed: int = 0) -> None:
    """Stand people in a line one behind the other, the first in front."""
    for index in range(number):
        bystander(site.at(0.0, 0.0, ((number - 1) / 2 - index) * 0.72), seed=seed + index)


def circle(site: Site, *, number: int = 7, seed: int = 0) -> None:
    """Stand people in a circle, each with the face to its middle."""
    radius = max(0.74 * number / (2 * np.pi), 0.7)
    for azimuth in np.linspace(0.0, 360.0, number, endpoint=False).tolist():
        x, z = radius * np.sin(np.radians(azimuth)), radius * np.cos(np.radians(azimuth))
        bystander(site.at(float(x), 0.0, float(z), azimuth + 180.0), seed=seed + round(azimuth))


def audience(site: Site, *, rows: int = 3, columns: int = 5, seed: int = 0) -> None:
    """Seat people in rows on stools."""
    stool = site.soft("crowd_seat", 0.4)
    for row in range(rows):
        for column in range(columns):
            x, z = (column - (columns - 1) / 2) * 0.62, 0.95 * ((rows - 1) / 2 - row)
            site.tube(stool, [vec(x, 0.02, z), vec(x, SEAT_M, z)], 0.17, 10)
            bystander(site.at(x, 0.0, z), seed=seed + 5 * row + column, style="sit")


def parted_crowd(site: Site, *, number: int = 6, seed: int = 0) -> None:
    """Stand people on both sides of a lane that leads to the front, with their faces to it."""
    for index in range(number):
        for side in (-1.0, 1.0):
            bystander(
                site.at(side * 1.0, 0.0, 0.68 * ((number - 1) / 2 - index), -side * 90.0),
                seed=seed + 2 * index + (side > 0),
            )


BYSTANDERS: dict[str, Kind] = {
    "bystander": Kind(build=bystander, size=(0.5, 1.75, 0.4)),
    "crowd": Kind(build=crowd, size=(4.2, 1.8, 3.0)),
    "queue": Kind(build=queue, size=(0.6, 1.8, 3.6)),
    "circle": Kind(build=circle, size=(2.2, 1.8, 2.2)),
    "audience": Kind(build=audience, size=(3.2, 1.4, 2.6)),
    "parted_crowd": Kind(build=parted_crowd, size=(2.8, 1.8, 4.2)),
}
