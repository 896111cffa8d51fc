"""What a mood and held things do to a pose: arms that are free move, hands close, two hands share what is broad.

Enters: a `FigurePlacement`. Leaves: its `Pose` with other arms. Grips stand in `grips.toml`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from screenplay2board.stage.body.bearing import borne
from screenplay2board.stage.body.poses import Arm, Grip, Pose, grip_of
from screenplay2board.stage.types import FigurePlacement, HeldProp

Side = Literal["l", "r"]
Where = Literal["l", "r", "both"]
Held = tuple[str, Where]


def adapted_pose(placement: FigurePlacement) -> tuple[Pose, tuple[Held, ...]]:
    """Return the pose with the arms that the held props ask for, and which hand has which prop.

    What no hand is left for is not held.
    """
    other = placement.figure % 2 == 0
    pose = borne(placement.pose, placement.emotion, flipped=placement.mirrored, exchanged=other)
    free: list[Side] = ["l", "r"]
    taken: list[Held] = []
    several = len({held.prop for held in placement.held}) > 1
    for held in placement.held:
        grip = grip_of(held.prop)
        both = grip.width_m is not None and not (several and grip.alone)
        if both and len(free) == 2 and _both_free(pose):
            pose = replace(pose, arm_l=_carrying(pose.arm_l, grip), arm_r=_carrying(pose.arm_r, grip))
            taken.append((held.prop, "both"))
            free.clear()
            continue
        side = prop_side(placement, held)
        if side not in free:
            side = "l" if side == "r" else "r"
        if side not in free:
            continue
        free.remove(side)
        taken.append((held.prop, side))
        pose = _with_hand(pose, side, grip_of(grip.alone) if grip.alone else grip)
    return pose, tuple(taken)


def prop_side(placement: FigurePlacement, held: HeldProp) -> Side:
    """Return the side of the hand that holds a prop; a mirrored figure changes hands too."""
    return "l" if (held.hand == "left") != placement.mirrored else "r"


def _both_free(pose: Pose) -> bool:
    """Tell whether both hands of a pose can take a broad thing: idle, or held out for one."""
    return all(arm.idle or arm.paired for arm in (pose.arm_l, pose.arm_r))


def _with_hand(pose: Pose, side: Side, grip: Grip) -> Pose:
    """Return the pose with a prop in one hand; the other lets go of what two hands would hold."""
    left, right = pose.arm_l, pose.arm_r
    if side == "l":
        return replace(pose, arm_l=_holding(left, grip), arm_r=Arm() if right.paired else right)
    return replace(pose, arm_r=_holding(right, grip), arm_l=Arm() if left.paired else left)


def _carrying(arm: Arm, grip: Grip) -> Arm:
    """Return one of the two arms that carry a broad prop, as high as the pose holds its hands."""
    half = 0.5 * (grip.width_m or 0.0) + 0.012
    over = arm.at == "table"
    if arm.idle:
        return replace(grip.arm, to=(half, grip.arm.to[1], grip.arm.to[2]), over_table=over)
    return replace(grip.arm, to=(half, arm.to[1], arm.to[2]))


def _holding(arm: Arm, grip: Grip) -> Arm:
    """Return the arm that holds a prop: an idle one moves, any other only closes its hand."""
    if arm.hand == "flat":  # it has the thing at the ear
        return arm
    if not (arm.idle or arm.paired):
        return replace(arm, hand=grip.arm.hand)
    if arm.at == "table" and grip.on_table_m is not None:
        return replace(grip.arm, at="table_m", to=(arm.to[0], grip.on_table_m, arm.to[2]))
    if grip.arm.at == "middle":  # two hands would hold it, but the other one is busy
        return replace(arm, hand=grip.arm.hand)
    return replace(grip.arm, least_m=grip.least_m, over_table=arm.at == "table")
