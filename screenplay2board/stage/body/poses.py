"""Poses and grips as data: `poses.toml` and its sisters, and `grips.toml`, read once.

Leaves: frozen `Pose` and `Grip` values, still in shares of the body; the skeleton turns them into metres. What the
fields mean stands at the head of each file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Literal, TypeVar, cast

from screenplay2board.packaged import tables
from screenplay2board.stage.types import Vec2, Vec3

Support = Literal["ground", "seat", "lie", "kneel", "free"]
Anchor = Literal[
    "shoulder", "chest", "hip", "head", "thigh", "table", "floor", "seat", "other_hand", "middle", "table_m"
]
HandShape = Literal[
    "relax", "open", "fist", "grip", "point", "rest", "wrap", "keys", "slab", "flat", "pistol", "cup", "reach", "claw",
    "chin", "pinch", "thumb",
]  # fmt: skip

POSE_FILES = ("poses.toml", "poses_together.toml", "poses_skills.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """Where a hand goes and how it is turned."""

    at: Anchor = "shoulder"
    to: Vec3 = (0.14, -0.955, 0.08)
    elbow: Vec3 = (0.5, 0.0, -1.0)
    palm: Vec3 | None = None
    fingers: Vec3 | None = None
    hand: HandShape = "relax"
    idle: bool = False
    paired: bool = False
    inside: bool = False
    least_m: float = 0.0
    over_table: bool = False


# A forearm across the body, whatever the pose: a sling carries it.
SLUNG = Arm(
    at="chest",
    to=(-0.10, -0.075, 1.75),
    elbow=(0.5, -1.0, -0.4),
    palm=(0, 0.2, -1),
    fingers=(-1, 0.1, 0.1),
    hand="relax",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Where a foot stands and how it is turned."""

    foot: Vec3 = (0.016, 0.0, 0.0)
    turn: float = 0.0
    pitch: float = 0.0
    knee: Vec3 = (0.15, 0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Degrees of yaw, pitch and roll."""

    pelvis: Vec3 = (0.0, 0.0, 0.0)
    chest: Vec3 = (0.0, 0.0, 0.0)
    head: Vec3 = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """A pose of one person. bow, shoulders: what a mood adds (`bearing.py`), in degrees and in body heights."""

    name: str
    support: Support = "ground"
    height: float = 0.978
    seat_m: float = 0.45
    table_m: float = 0.74
    pelvis: Vec2 = (0.0, 0.0)
    turn: Turns = Turns()
    arm_l: Arm = Arm()
    arm_r: Arm = Arm()
    leg_l: Leg = Leg()
    leg_r: Leg = Leg()
    mood: float = 0.0
    bow: Vec3 = (0.0, 0.0, 0.0)
    shoulders: Vec2 = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grip:
    """How a prop is held: the arm of an idle hand, and the shape of the hand that holds it in any pose.

    width_m: how far apart two hands hold it, None for one hand; on_table_m: height of the hand over the table it rests
    on, None where the hand leaves the table; least_m: lowest height of the hand; alone: the prop it is held like where
    one hand must do.
    """

    arm: Arm = Arm()
    width_m: float | None = None
    on_table_m: float | None = None
    least_m: float = 0.0
    alone: str | None = None


def pose_named(name: str) -> Pose:
    """Return the pose of this name; a name that is not known stands."""
    rows = pose_table()
    return _pose(name if name in rows else "stand")


def arm_of(entry: Mapping[str, Any]) -> Arm:
    """Return the arm of a row of a file."""
    return _build(Arm, entry)


def grip_of(prop: str) -> Grip:
    """Return how `prop` is held; a prop that is not known is gripped at waist height."""
    grips = _grips()
    return grips.get(prop, grips["any"])


@cache
def pose_table() -> Mapping[str, dict[str, Any]]:
    """Return the rows of all files of poses, by name."""
    return tables(*(f"stage/body/{file_name}" for file_name in POSE_FILES))


@cache
def _grips() -> dict[str, Grip]:
    found: dict[str, Grip] = {}
    for name, table in data_table("grips.toml").items():
        entry = dict(table)
        props: list[str] = entry.pop("props", [])
        width, on_table, least = entry.pop("width_m", None), entry.pop("on_table", None), entry.pop("least_m", 0.0)
        alone = entry.pop("alone", None)
        arm = _build(Arm, entry if width is None else entry | {"at": "middle"})
        grip = Grip(arm=arm, width_m=width, on_table_m=on_table, least_m=least, alone=alone)
        found |= dict.fromkeys((name, *props), grip)
    return found


def data_table(file_name: str) -> Mapping[str, dict[str, Any]]:
    """Return the tables of one of this folder's data files."""
    return tables(f"stage/body/{file_name}")


@cache
def _pose(name: str) -> Pose:
    entry = dict(pose_table()[name])
    base = _pose(entry.pop("like")) if "like" in entry else None
    arms: dict[str, Any] = entry.pop("arms", {})
    legs: dict[str, Any] = entry.pop("legs", {})
    parts: dict[str, Any] = {"name": name}
    if "turn" in entry:
        parts["turn"] = _build(Turns, entry.pop("turn"), base.turn if base else None)
    for key in ("arm_l", "arm_r"):
        own: dict[str, Any] = arms | entry.pop(key, {})
        if own or base is None:
            parts[key] = _build(Arm, own)
    for key in ("leg_l", "leg_r"):
        own = legs | entry.pop(key, {})
        if own or base is None:
            parts[key] = _build(Leg, own)
    return _build(Pose, entry | parts, base)


_Entry = TypeVar("_Entry", Arm, Leg, Turns, Pose)


def _build(kind: type[_Entry], entry: Mapping[str, Any], base: _Entry | None = None) -> _Entry:
    known = {item.name for item in fields(kind)}
    unknown = sorted(set(entry) - known)
    if unknown:
        raise ValueError(f"unknown fields of a {kind.__name__.lower()}: {', '.join(unknown)}")
    values: dict[str, Any] = {
        key: tuple(cast("list[float]", value)) if isinstance(value, list) else value for key, value in entry.items()
    }
    return kind(**values) if base is None else replace(base, **values)


def mirrored(pose: Pose) -> Pose:
    """Return the mirror image of a pose."""

    def turned(angles: Vec3) -> Vec3:
        return (-angles[0], angles[1], -angles[2])

    turn = pose.turn
    return replace(
        pose,
        pelvis=(-pose.pelvis[0], pose.pelvis[1]),
        turn=Turns(pelvis=turned(turn.pelvis), chest=turned(turn.chest), head=turned(turn.head)),
        bow=turned(pose.bow),
        arm_l=pose.arm_r,
        arm_r=pose.arm_l,
        leg_l=pose.leg_r,
        leg_r=pose.leg_l,
    )
