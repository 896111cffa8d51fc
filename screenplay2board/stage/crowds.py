"""The crowd of a scene: who stands about in the depth of the set, and who applauds.

Enters: the brief, the plan of its set and who acts. Leaves: pieces, one a bystander, where nothing else stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

import numpy as np

from screenplay2board.stage.player import azimuth_deg
from screenplay2board.stage.props import piece_boxes
from screenplay2board.stage.types import FigurePlacement, PropPlacement, SetPlan, StageBrief

CROWD = "crowd"  # the prop of a shot that asks for one
MOST = 18
OUTSIDE_M = (-7.0, -9.0, 7.0, -1.2)  # where a crowd stands in the open, behind those who act
BEHIND_M = 0.2  # those who act
APART_M, FROM_ACTORS_M, BODY_M = 0.62, 1.25, 0.26
TRIES = 260
CHEERING = ("cheer", "clap", "wave", "hands_up", "shout")


def crowd_of(brief: StageBrief, plan: SetPlan, figures: Sequence[FigurePlacement]) -> tuple[PropPlacement, ...]:
    """Return the bystanders of a shot that has a crowd in it; none of others, and none in an insert."""
    if CROWD not in brief.props or brief.framing == "insert":
        return ()
    chance = np.random.default_rng(brief.set_seed)
    x0, z0, x1, z1 = plan.bounds_m
    if not brief.interior:
        x0, z0, x1, z1 = max(x0, OUTSIDE_M[0]), max(z0, OUTSIDE_M[1]), min(x1, OUTSIDE_M[2]), min(z1, OUTSIDE_M[3])
    z1 = min(z1, *(figure.position_m[2] - BEHIND_M for figure in figures)) if figures else z1
    if z1 - z0 < 1.0:
        return ()
    boxes = [box for piece in plan.pieces for box in piece_boxes(piece)]
    taken = [(figure.position_m[0], figure.position_m[2], FROM_ACTORS_M) for figure in figures]
    style = "cheer" if any(actor.pose in CHEERING for actor in brief.actors) else "stand"
    found: list[PropPlacement] = []
    for x, z in chance.uniform((x0 + 0.3, z0 + 0.3), (x1 - 0.3, z1), (TRIES, 2)).tolist():
        if len(found) == MOST:
            break
        near = any(hypot(x - other_x, z - other_z) < room for other_x, other_z, room in taken)
        if near or any(_stands_in(x, z, box) for box in boxes):
            continue
        yaw = azimuth_deg(-x, 1.0 - z) + float(chance.uniform(-35.0, 35.0))
        taken.append((x, z, APART_M))
        found.append(
            PropPlacement(
                kind="bystander",
                position_m=(round(x, 3), 0.0, round(z, 3)),
                yaw_deg=round(yaw, 1),
                parameters={"seed": len(found), "style": style},
            )
        )
    return tuple(found)


def _stands_in(x: float, z: float, box: tuple[float, float, float, float, float, float]) -> bool:
    x0, low, z0, x1, high, z1 = box
    return x0 - BODY_M < x < x1 + BODY_M and z0 - BODY_M < z < z1 + BODY_M and low < 1.7 and high > 0.15
