"""How a mood is borne by the body: `bearings.toml` laid over the poses that leave room for it.

Enters: a pose and an emotion's name from `stage.names.EMOTIONS`. Leaves: the pose, leaning, with other shoulders and,
where they hang or lie idle, other arms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from screenplay2board.packaged import Rows
from screenplay2board.stage.body.poses import Arm, HandShape, Leg, Pose, Turns, arm_of, data_table, mirrored, pose_named
from screenplay2board.stage.types import Vec2, Vec3

_HANGS_BELOW, _HANGS_WITHIN = -0.9, 0.2  # arm lengths: a hand that is lower, and no farther ahead or behind, just hangs
_BACKREST = 0.4  # of leaning back is left to who sits
_ARMS_FROM = 0.75  # of a mood: what is done with the hands matters more than a hint of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """What a mood does to a body at rest; None leaves an arm as it is. What the fields mean stands in the file."""

    pelvis: float = 0.0
    chest: float = 0.0
    head: Vec3 = (0.0, 0.0, 0.0)
    shoulders: Vec2 = (0.0, 0.0)
    stance: float = 0.0
    arm_l: Arm | None = None
    arm_r: Arm | None = None
    lap_l: Arm | None = None
    lap_r: Arm | None = None
    hand: HandShape | None = None

    def exchanged(self) -> Bearing:
        """Return the same with the arms exchanged."""
        yaw, pitch, roll = self.head
        return replace(
            self,
            head=(-yaw, pitch, -roll),
            arm_l=self.arm_r,
            arm_r=self.arm_l,
            lap_l=self.lap_r,
            lap_r=self.lap_l,
        )


@cache
def borne(name: str, emotion: str, *, flipped: bool = False, exchanged: bool = False) -> Pose:
    """Return the pose called `name` in a mood; flipped: mirrored as a whole; exchanged: the mood's arms alone."""
    pose = pose_named(name)
    bearing = _bearings().get(emotion)
    if bearing is not None and pose.mood > 0.0:
        pose = _laid_over(pose, bearing.exchanged() if exchanged else bearing)
    return mirrored(pose) if flipped else pose


def _laid_over(pose: Pose, bearing: Bearing) -> Pose:
    share = pose.mood
    rest = _BACKREST if pose.support == "seat" else 1.0

    def leaning(turn: Vec3, more: float) -> Vec3:
        return (turn[0], turn[1] + share * (more if more > 0.0 else rest * more), turn[2])

    turn = pose.turn
    whole = share >= _ARMS_FROM
    return replace(
        pose,
        turn=Turns(
            pelvis=leaning(turn.pelvis, bearing.pelvis), chest=leaning(turn.chest, bearing.chest), head=turn.head
        ),
        bow=(share * bearing.head[0], share * bearing.head[1], share * bearing.head[2]),
        shoulders=(share * bearing.shoulders[0], share * bearing.shoulders[1]),
        arm_l=_arm(pose, pose.arm_l, (bearing.arm_l, bearing.lap_l), bearing.hand) if whole else pose.arm_l,
        arm_r=_arm(pose, pose.arm_r, (bearing.arm_r, bearing.lap_r), bearing.hand) if whole else pose.arm_r,
        leg_l=_apart(pose, pose.leg_l, share * bearing.stance),
        leg_r=_apart(pose, pose.leg_r, share * bearing.stance),
    )


def _arm(pose: Pose, arm: Arm, own: tuple[Arm | None, Arm | None], hand: HandShape | None) -> Arm:
    """Return the arm of the mood where the pose's is at rest; own: of who stands, of who sits."""
    if not arm.idle:
        return arm
    hangs = arm.at == "shoulder" and arm.to[1] <= _HANGS_BELOW and abs(arm.to[2]) <= _HANGS_WITHIN
    instead = own[0] if pose.support == "ground" and hangs else own[1] if arm.at == "thigh" else None
    if instead is not None:
        return replace(instead, idle=True)
    return replace(arm, hand=hand) if hand is not None and not hangs else arm


def _apart(pose: Pose, leg: Leg, out: float) -> Leg:
    if pose.support != "ground" or out == 0.0:
        return leg
    return replace(leg, foot=(leg.foot[0] + out, leg.foot[1], leg.foot[2]))


@cache
def _bearings() -> Mapping[str, Bearing]:
    return Rows(data_table("bearings.toml"), _bearing)


def _bearing(row: Mapping[str, Any]) -> Bearing:
    entry = dict(row)
    arms: dict[str, Arm | None] = {}
    for both, sides in (("arms", ("arm_l", "arm_r")), ("lap", ("lap_l", "lap_r"))):
        shared = entry.pop(both, None)
        for side in sides:
            own = entry.pop(side, shared)
            arms[side] = None if own is None else arm_of(own)
    head, shoulders = entry.pop("head", (0.0, 0.0, 0.0)), entry.pop("shoulders", (0.0, 0.0))
    return Bearing(head=tuple(head), shoulders=tuple(shoulders), **arms, **entry)
