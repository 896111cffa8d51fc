"""Animals on four legs from one kit: a spine, four legs of angles, a neck, a head through stations.

Enters: a breed and a posture of `quadrupeds.toml`, and where the animal looks. Leaves: a `Skeleton` in the animal's own
axes (x own left, y up, z ahead, origin on the floor under its middle), and its meshes on a `Site`.
Source of the measures: withers heights and trunk lengths of common breeds (horse 1.55 m, cow 1.4 m, shepherd dog
0.60 m, house cat 0.25 m).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from math import asin, cos, radians, sin
from typing import Any, cast

import numpy as np

from screenplay2board.packaged import tables
from screenplay2board.stage.geometry import Array, Points, rotation, unit, vec
from screenplay2board.stage.props.site import Site
from screenplay2board.stage.surfaces import Loft, tube

Row = tuple[float, ...]
Rows = tuple[Row, ...]

NECK_TURN_DEG, HEAD_TURN_DEG = 40.0, 45.0  # how far each of them follows what the animal looks at
FOOT_RISE = 0.55  # of the joint over a standing foot, in its radius: flesh gives
EYE_SUNK = 0.35  # of an eye at the side of a head, in its radius
SIDES = (1.0, -1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breed:
    """The measures of an animal; what they mean stands at the head of `quadrupeds.toml`."""

    axis: float
    length: float
    trunk: Rows
    neck: Row
    head_m: float
    face_m: float
    nod: float = 0.0
    head: Rows
    eye: Row
    nose: Row
    mouth: Row
    ears: tuple[Rows, ...]
    horns: tuple[Rows, ...] = ()
    fore: Row
    hind: Row
    fore_radii: Row
    hind_radii: Row
    legs: Row
    toe_deg: float
    tail: Row
    grey: float
    dark: float
    face_grey: float | None = None
    crease: float
    bump: float = 0.0
    mane: float = 0.0
    ruff: float = 0.0
    hoof: bool = False
    whiskers: bool = False

    @property
    def height_m(self) -> float:
        """Height of the crown over the floor, standing."""
        return float(stand_of(self, posture_named("stand")).head[1]) + 0.3 * self.head_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """How an animal holds itself; see the head of `quadrupeds.toml`."""

    fore: Rows
    hind: Rows
    neck: float
    head: float
    tail: Row
    height: Row = ()
    roll: bool = False
    asleep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """An animal in a posture. spine: hip and shoulder (2, 3); legs: fore left and right, hind left and right (5, 3).

    neck: (4, 3) from the chest to the skull; head: the middle of the skull, with its frame (3, 3), columns left, up,
    ahead. tail: (5, 3).
    """

    spine: Array
    legs: tuple[Array, ...]
    neck: Array
    head: Array
    frame: Array
    tail: Array

    def in_head(self, points: Points, size_m: float) -> Array:
        """Return points (n, 3) of the head's own axes, in its lengths."""
        return np.asarray(points, dtype=np.float64) * size_m @ self.frame.T + self.head

    def along(self, place: float, rise_m: float, length_m: float) -> Array:
        """Return a point over the spine at a share of the way from hip to shoulder."""
        axis = unit(self.spine[1] - self.spine[0])
        up = vec(0.0, float(axis[2]), -float(axis[1]))
        return self.spine[0] + axis * (place * length_m) + up * rise_m


@cache
def breeds() -> Mapping[str, Breed]:
    """Return all breeds by name."""
    rows = cast("Mapping[str, dict[str, Any]]", _tables()["breeds"])
    return {name: _value(Breed, (rows[row["like"]] if "like" in row else {}) | row) for name, row in rows.items()}


@cache
def postures() -> Mapping[str, Posture]:
    """Return all postures by name."""
    return {name: _value(Posture, row) for name, row in _tables()["postures"].items()}


def posture_named(name: str) -> Posture:
    """Return a posture."""
    return postures()[name]


@cache
def _tables() -> Mapping[str, dict[str, Any]]:
    return tables("stage/props/quadrupeds.toml")


def _value(kind: type[Any], row: Mapping[str, Any]) -> Any:
    known = {item.name for item in fields(kind)}
    unknown = set(row) - known - {"like"}
    if unknown:
        raise ValueError(f"unknown fields of a {kind.__name__.lower()}: {', '.join(sorted(unknown))}")
    return kind(**{key: _frozen(value) for key, value in row.items() if key != "like"})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in cast("list[Any]", value)) if isinstance(value, list) else value


# ---------------------------------------------------------------- the skeleton


def stand_of(breed: Breed, posture: Posture, look_deg: tuple[float, float] = (0.0, 0.0)) -> Skeleton:
    """Return the skeleton of an animal; look_deg: yaw and pitch of what it looks at, against its own way."""
    fore = [_leg(breed, breed.fore, breed.fore_radii, angles) for angles in posture.fore]
    hind = [_leg(breed, breed.hind, breed.hind_radii, angles) for angles in posture.hind]
    if posture.height:
        hip_m, shoulder_m = (share * breed.axis for share in posture.height)
    else:
        shoulder_m, hip_m = _reach(fore, breed.fore_radii), _reach(hind, breed.hind_radii)
    low = 0.9 * max(row[3] - row[1] for row in breed.trunk) * breed.length
    fore, hind = _rested(fore, shoulder_m, low), _rested(hind, hip_m, low)
    shoulder_m, hip_m = max(shoulder_m, low), max(hip_m, low)
    pitch = asin(min(max((shoulder_m - hip_m) / breed.length, -0.95), 0.95))
    half = 0.5 * breed.length * cos(pitch)
    spine = np.array([(0.0, hip_m, -half), (0.0, shoulder_m, half)])
    legs = tuple(
        leg * (side, 1.0, 1.0) + root + vec(side * across, 0.0, 0.0)
        for chain, root, across in ((fore, spine[1], breed.legs[0]), (hind, spine[0], breed.legs[1]))
        for leg, side in zip(chain, SIDES, strict=True)
    )
    return _with_head(breed, posture, spine, legs, pitch, look_deg)


def _leg(breed: Breed, bones: Row, radii: Row, angles: Row) -> Array:
    """Return the joints (5, 3) of a leg under its root; the bones are as long as a standing one needs."""
    name = "fore" if bones is breed.fore else "hind"
    standing = getattr(posture_named("stand"), name)[0]
    foot_m = FOOT_RISE * radii[-1]
    reach = sum(bone * cos(radians(angle)) for bone, angle in zip(bones[:3], standing[:3], strict=True))
    scale = (breed.axis - foot_m) / (reach + bones[3] * cos(radians(breed.toe_deg)))
    turned = (*angles[:3], breed.toe_deg if angles[3] >= 80 else angles[3])
    joints = [vec(0.0, 0.0, 0.0)]
    for bone, angle in zip(bones, turned, strict=True):
        step = vec(0.0, -cos(radians(angle)), sin(radians(angle)))
        joints.append(joints[-1] + step * (bone * scale))
    return np.stack(joints)


def _reach(legs: Sequence[Array], radii: Row) -> float:
    """Return how high the roots are when the lowest foot stands on the floor."""
    thick = np.array((0.0, *radii[1:])) * FOOT_RISE
    return max(float((thick - leg[:, 1]).max()) for leg in legs)


def _rested(legs: Sequence[Array], root_m: float, low_m: float) -> list[Array]:
    """Return legs that reach the floor also where the belly rests on it and keeps the roots up."""
    stretch = max(low_m / max(root_m, 1e-6), 1.0)
    return [leg * (1.0, stretch, 1.0) for leg in legs]


def _with_head(
    breed: Breed, posture: Posture, spine: Array, legs: tuple[Array, ...], pitch: float, look_deg: tuple[float, float]
) -> Skeleton:
    """Add neck, head and tail to a trunk with legs."""
    yaw = float(np.clip(look_deg[0], -NECK_TURN_DEG - HEAD_TURN_DEG, NECK_TURN_DEG + HEAD_TURN_DEG))
    share = NECK_TURN_DEG / (NECK_TURN_DEG + HEAD_TURN_DEG)
    neck_turn = rotation(share * yaw)
    axis = vec(0.0, sin(pitch), cos(pitch))
    up = vec(0.0, cos(pitch), -sin(pitch))
    chest = spine[1] + axis * (0.02 * breed.length) + up * (0.10 * breed.length)
    tilt = radians(posture.neck)
    way = neck_turn @ vec(0.0, sin(tilt), cos(tilt))
    start = spine[1] - axis * (0.12 * breed.length) - up * (0.02 * breed.length)
    end = chest + way * breed.neck[0]
    floor = breed.head_m * 0.30
    end[1] = max(float(end[1]), floor)
    middle = 0.55 * chest + 0.45 * end + up * (0.05 * breed.neck[0])
    down = posture.head + breed.nod - float(np.clip(look_deg[1], -25.0, 35.0))
    frame = rotation(yaw, down)
    head = end + frame @ vec(0.0, -0.02, 0.14) * breed.head_m
    head[1] = max(float(head[1]), floor)
    neck = np.stack([start, chest, middle, end])
    tail = _tail(breed, posture, spine, axis, up)
    return Skeleton(spine=spine, legs=legs, neck=neck, head=head, frame=frame, tail=tail)


def _tail(breed: Breed, posture: Posture, spine: Array, axis: Array, up: Array) -> Array:
    place, rise = breed.trunk[0][:2]
    point = spine[0] + axis * ((place + 0.06) * breed.length) + up * ((rise + 0.06) * breed.length)
    points = [point]
    rise_deg, bend = posture.tail
    for number in range(4):
        angle = radians(rise_deg + bend * number)
        point = point + vec(0.06 * number, sin(angle), -cos(angle)) * (breed.tail[0] / 4)
        point[1] = max(float(point[1]), breed.tail[2])
        points.append(point)
    return np.stack(points)


# ---------------------------------------------------------------- the meshes


def add_quadruped(site: Site, breed: Breed, posture: Posture, bones: Skeleton, *, grey: float | None = None) -> None:
    """Build the animal; grey: of its coat, None for the usual one."""
    if posture.roll:
        turn, shift = lying_turn(breed)
        site = replace(site, origin=site.place(shift), turn=site.turn @ turn)
    shade = breed.grey if grey is None else grey
    coat = site.soft("coat", shade, crease_m=breed.crease, weight=1.1)
    face = coat if breed.face_grey is None else site.soft("animal_face", breed.face_grey, crease_m=breed.crease)
    dark = site.soft("animal_dark", max(breed.dark, min(shade + 0.3, 1.0)), crease_m=breed.crease)
    site.loft(coat, _trunk(breed, bones))
    radii = np.array([breed.neck[1], breed.neck[1], breed.neck[2], breed.neck[3]])
    deep = np.stack([0.72 * radii, radii], axis=1)
    site.loft(coat, _woolly(tube(bones.neck, deep, 12, reference=(0.0, 1.0, 0.0)).refine(3), breed.bump, 2))
    for leg, thick in zip(bones.legs, (breed.fore_radii,) * 2 + (breed.hind_radii,) * 2, strict=True):
        _add_leg(site, coat, face, dark, breed, leg, thick)
    root, middle, tip = breed.tail[1:]
    own = dark if breed.mane else coat
    site.loft(own, tube(bones.tail, np.interp(np.linspace(0, 1, 5), (0, 0.6, 1), (root, middle, tip)), 8).refine(2))
    if breed.mane:
        _add_mane(site, dark, breed, bones)
    if breed.ruff:
        tuft = bones.in_head([(0.0, -0.06, -0.30)], breed.head_m)[0]
        site.ball(dark, tuft, breed.ruff * breed.head_m, around=18, stacked=12, bump=0.07, seed=3)
    _add_head(site, face, dark, breed, bones, asleep=posture.asleep)


def lying_turn(breed: Breed) -> tuple[Array, Array]:
    """Return the turn (3, 3) and the shift (3,) that lay a standing animal on its side."""
    half = max(
        max(row[2] for row in breed.trunk) * breed.length,
        max(row[2] for row in breed.head) * breed.head_m,
        breed.legs[0] + max(breed.fore_radii[1:]),
        breed.legs[1] + max(breed.hind_radii[1:]),
    )
    return rotation(0.0, 0.0, -90.0), vec(-breed.axis, half, 0.0)


def _trunk(breed: Breed, bones: Skeleton) -> Loft:
    length = breed.length
    path = [bones.along(place, rise * length, length) for place, rise, _, _ in breed.trunk]
    radii = np.array([(wide, deep) for _, _, wide, deep in breed.trunk]) * length
    return _woolly(tube(path, radii, 16, reference=(0.0, 1.0, 0.0)).refine(2), breed.bump, 1)


def _woolly(loft: Loft, bump: float, seed: int) -> Loft:
    """Return the loft with curls: its surface goes in and out by that share of its thickness."""
    if bump:
        middle = loft.surface.mean(axis=1, keepdims=True)
        scale = 1.0 + bump * np.random.default_rng(seed).uniform(-1.0, 1.0, loft.surface.shape[:2])
        loft.surface = middle + (loft.surface - middle) * scale[..., None]
    return loft


def _add_leg(site: Site, coat: int, face: int, hoof: int, breed: Breed, leg: Array, radii: Row) -> None:
    """Add a leg; of an animal whose face has a grey of its own the lower leg has it too."""
    if face == coat:
        site.loft(coat, tube(leg, np.array(radii), 10).refine(2))
    else:
        site.loft(coat, tube(leg[:2], np.array(radii[:2]), 10).refine(2))
        site.loft(face, tube(leg[1:], np.array(radii[1:]), 10).refine(2))
    foot, ankle = leg[-1], leg[-2]
    if breed.hoof:
        site.tube(hoof, (0.55 * foot + 0.45 * ankle, foot), (radii[-1] * 0.92, radii[-1] * 1.1), 10)
    else:
        site.ball(coat, 0.82 * foot + 0.18 * ankle, vec(1.15, 0.85, 1.35) * radii[-1], around=10, stacked=6)


def _add_mane(site: Site, part: int, breed: Breed, bones: Skeleton) -> None:
    """Add the mane on the upper side of the neck, with a forelock."""
    chest, middle, end = bones.neck[1:]
    way = unit(end - chest)
    back = unit(np.cross(vec(1.0, 0.0, 0.0), way)) * -1.0
    crest = [
        chest + back * (0.72 * breed.neck[1]),
        middle + back * (0.88 * breed.neck[2]),
        end + back * (0.85 * breed.neck[3]),
        *bones.in_head([(0.0, 0.26, -0.16), (0.0, 0.20, 0.10)], breed.head_m),
    ]
    thick = np.array((0.7, 1.15, 1.1, 0.9, 0.35)) * breed.mane
    site.loft(part, tube(crest, np.stack([0.6 * thick, 1.2 * thick], axis=1), 8, reference=(0.0, 1.0, 0.0)).refine(2))


def _add_head(site: Site, coat: int, dark: int, breed: Breed, bones: Skeleton, *, asleep: bool) -> None:
    size = breed.head_m
    path = bones.in_head([(0.0, y, z) for z, y, _, _ in breed.head], size)
    radii = np.array([(wide, deep) for _, _, wide, deep in breed.head]) * size
    site.loft(coat, tube(path, radii, 16, reference=bones.frame[:, 1]).refine(2))
    for side in SIDES:
        for number, ear in enumerate((*breed.ears, *breed.horns)):
            points = bones.in_head([(side * x, y, z) for x, y, z, _ in ear], size)
            thick = np.array([row[3] for row in ear]) * size
            flat = 0.45 if number < len(breed.ears) else 1.0
            part = coat if number < len(breed.ears) else dark
            site.loft(part, tube(points, thick, 8, flatness=flat, reference=bones.frame[:, 2]).refine(2))
        _add_eye(site, dark, breed, bones, side, asleep=asleep)
        if breed.whiskers:
            for rise in (-0.05, 0.03):
                way = [(side * 0.16, -0.12, 0.36), (side * 0.62, -0.12 + 2 * rise, 0.30)]
                site.line(bones.in_head(way, size), 0.35, 0.3)
    nose_y, nose_z, nose_r = breed.nose
    if nose_r:
        site.ball(dark, bones.in_head([(0.0, nose_y, nose_z)], size)[0], nose_r * size, around=9, stacked=6)
    corner_y, corner_z, tip_y, tip_z = breed.mouth
    for side in SIDES:
        lips = np.linspace((corner_y, corner_z), (tip_y, tip_z), 6)
        site.line(bones.in_head([(side * _half_width(breed, y, z), y, z) for y, z in lips.tolist()], size), 0.8, 0.12)


def _half_width(breed: Breed, y: float, z: float) -> float:
    """Return how far beside the middle the skin of the head is at (y, z), in head lengths."""
    rings = np.array(breed.head)
    middle, wide, deep = (float(np.interp(z, rings[:, 0], rings[:, column])) for column in (1, 2, 3))
    return 1.03 * wide * float(np.sqrt(max(1.0 - ((y - middle) / deep) ** 2, 0.0)))


def _on_skin(breed: Breed, x: float, y: float, z: float) -> float:
    """Return how far ahead the skin of the head is at (x, y), at least `z`."""
    ahead = np.linspace(z, breed.head[-1][0], 24)
    return next((float(place) for place in ahead if _half_width(breed, y, float(place)) <= x), z)


def _add_eye(site: Site, dark: int, breed: Breed, bones: Skeleton, side: float, *, asleep: bool) -> None:
    """Add an eye with its light, or the line of a closed one."""
    x, y, z, radius = breed.eye
    ahead = _on_skin(breed, x, y, z)
    x -= EYE_SUNK * radius if ahead == z else 0.0
    z = ahead
    size = breed.head_m
    if asleep:
        lid = [
            (side * (x + 0.02), y - dy * radius, z + dz * radius) for dz, dy in ((-1.3, 0.0), (0.0, 0.5), (1.3, 0.1))
        ]
        site.line(bones.in_head(lid, size), 0.9, 0.1)
        return
    eye = bones.in_head([(side * x, y, z)], size)[0]
    site.ball(dark, eye, radius * size, around=10, stacked=7)
    light = site.soft("animal_eye_light", 0.0, emission=0.0, casts=False, weight=0.3)
    spot = bones.in_head([(side * (x + 0.62 * radius), y + 0.5 * radius, z + 0.62 * radius)], size)[0]
    site.ball(light, spot, 0.34 * radius * size, around=7, stacked=5)
