"""What held things do to a pose: arms that are free move, hands close, two hands share what is broad.

Enters: a `FigurePlacement`. Leaves: its `Pose` with other arms. Grips stand in `grips.toml`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from screenplay2board.stage.body.poses import Arm, Grip, Pose, grip_of, pose_named
from screenplay2board.stage.types import FigurePlacement, HeldProp

Side = Literal["l", "r"]


def adapted_pose(placement: FigurePlacement) -> Pose:
    """Return the pose with the arms and hands that the held props ask for."""
    pose = pose_named(placement.pose, mirrored=placement.mirrored)
    for held in placement.held:
        grip = grip_of(held.prop)
        left, right = pose.arm_l, pose.arm_r
        if grip.width_m is not None and _both_free(pose):
            pose = replace(pose, arm_l=_carrying(left, grip), arm_r=_carrying(right, grip))
        elif prop_side(placement, held) == "l":
            pose = replace(pose, arm_l=_holding(left, grip), arm_r=Arm() if right.paired else right)
        else:
            pose = replace(pose, arm_r=_holding(right, grip), arm_l=Arm() if left.paired else left)
    return pose


def prop_side(placement: FigurePlacement, held: HeldProp) -> Side:
    """Return the side of the hand that holds a prop; a mirrored figure changes hands too."""
    return "l" if (held.hand == "left") != placement.mirrored else "r"


def _both_free(pose: Pose) -> bool:
    """Tell whether both hands of a pose can take a broad thing: idle, or held out for one."""
    return all(arm.idle or arm.paired for arm in (pose.arm_l, pose.arm_r))


def _carrying(arm: Arm, grip: Grip) -> Arm:
    """Return one of the two arms that carry a broad prop, as high as the pose holds its hands."""
    half = 0.5 * (grip.width_m or 0.0) + 0.012
    if arm.idle:
        return replace(grip.arm, to=(half, grip.arm.to[1], grip.arm.to[2]))
    return replace(grip.arm, to=(half, arm.to[1], arm.to[2]))


def _holding(arm: Arm, grip: Grip) -> Arm:
    """Return the arm that holds a prop: an idle one moves, any other only closes its hand."""
    if not (arm.idle or arm.paired):
        return replace(arm, hand=grip.arm.hand)
    if arm.at == "table" and grip.on_table_m is not None:
        return replace(grip.arm, at="table_m", to=(arm.to[0], grip.on_table_m, arm.to[2]))
    return replace(grip.arm, least_m=grip.least_m)
