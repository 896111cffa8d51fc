"""The crowd of a scene: who stands about in the depth of the set, who makes way, who sits and looks on.

Enters: the brief, the plan of its set and who acts. Leaves: pieces, one a bystander, where nothing else stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot

import numpy as np

from screenplay2board.stage.geometry import rotation
from screenplay2board.stage.player import azimuth_deg
from screenplay2board.stage.props import piece_boxes, piece_size
from screenplay2board.stage.types import FigurePlacement, Mark, PropPlacement, SetPlan, StageBrief, Vec3

MOST = 18
OUTSIDE_M = (-7.0, -9.0, 7.0, -1.2)  # where a crowd stands in the open, behind those who act
BEHIND_M = 0.2  # those who act
APART_M, FROM_ACTORS_M, BODY_M = 0.62, 1.25, 0.26
TRIES = 260
# Rows of seats, with the width of one place on them, in metres.
ROWS_OF_SEATS: Mapping[str, float] = {
    "theatre_seats": 0.56,
    "pew": 0.60,
    "row_seats": 0.60,
    "bench": 0.60,
    "stand_row": 0.62,
}
HOUSE_SEATS, HOUSE_ROWS = (
    ("theatre_seats", "pew", "stand_row"),
    2,
)  # what a public sits on, and how many rows of it make a house
PUPILS_DESK, CLASS_OF = "desk_", 4  # marks of this name are pupils' seats; so many of them make a class
SEAT_TAKEN_M = 0.42  # nearer to somebody who acts nobody sits
EMPTY_SEATS = 0.15  # the share of seats that stay free: a full house looks ruled
LANE_M, LANE_ROWS_M = 0.95, (0.0, 0.62)  # from the middle of a lane to who makes way, and to who stands behind them
LANE_STEP_M = 0.58
CHEERING = ("cheer", "clap", "wave", "hands_up", "shout")


def crowd_of(brief: StageBrief, plan: SetPlan, figures: Sequence[FigurePlacement]) -> tuple[PropPlacement, ...]:
    """Return the bystanders of a shot that has a crowd in it; none of others, and none in an insert."""
    if brief.framing == "insert":
        return ()
    if "audience" in brief.props or ("crowd" in brief.props and _has_house(plan)):
        return _audience(brief, plan, figures) or _scattered(brief, plan, figures)
    if "parted_crowd" in brief.props and figures:
        return _parted(brief, plan, figures)
    return _scattered(brief, plan, figures) if "crowd" in brief.props else ()


def _has_house(plan: SetPlan) -> bool:
    """Tell whether the set has rows for a public, or desks of a class: a crowd does not stand about there."""
    return sum(piece.kind in HOUSE_SEATS for piece in plan.pieces) >= HOUSE_ROWS or len(_desks(plan)) >= CLASS_OF


def _desks(plan: SetPlan) -> list[Mark]:
    """Return the seats of pupils."""
    return [mark for mark in plan.marks if mark.name.startswith(PUPILS_DESK)]


def _audience(brief: StageBrief, plan: SetPlan, figures: Sequence[FigurePlacement]) -> tuple[PropPlacement, ...]:
    """Return who sits on the set's rows of seats and at its pupils' desks; nobody where it has none."""
    chance = np.random.default_rng(brief.set_seed)
    found: list[PropPlacement] = []

    def sit_down(place: Vec3, yaw_deg: float) -> None:
        near = any(hypot(place[0] - f.position_m[0], place[2] - f.position_m[2]) < SEAT_TAKEN_M for f in figures)
        if not near and float(chance.random()) >= EMPTY_SEATS:
            found.append(_bystander(place, yaw_deg + float(chance.uniform(-12.0, 12.0)), len(found), "sit"))

    for mark in _desks(plan):
        sit_down(mark.position_m, mark.yaw_deg)
    for row in (piece for piece in plan.pieces if piece.kind in ROWS_OF_SEATS):
        width, _, _ = piece_size(row.kind, row.parameters)
        count = max(1, round(width / ROWS_OF_SEATS[row.kind]))
        across = rotation(row.yaw_deg)[:, 0]
        for place in range(count):
            x, y, z = (np.array(row.position_m) + across * ((place + 0.5) / count - 0.5) * width).tolist()
            sit_down((x, y, z), row.yaw_deg)
    return tuple(found)


def _parted(brief: StageBrief, plan: SetPlan, figures: Sequence[FigurePlacement]) -> tuple[PropPlacement, ...]:
    """Return people on both sides of the lane by which the first subject comes to the front."""
    main = next((f for f in figures if brief.subject and f.name == brief.subject[0]), figures[0])
    x, _, z = main.position_m
    x0, z0, x1, z1 = plan.bounds_m
    boxes = [box for piece in plan.pieces for box in piece_boxes(piece)]
    chance = np.random.default_rng(brief.set_seed)
    found: list[PropPlacement] = []
    for deep in np.arange(max(z0, z - 5.0), min(z1, z + 1.2), LANE_STEP_M).tolist():
        for side in (-1.0, 1.0):
            for behind in LANE_ROWS_M:
                shift = chance.uniform(-0.10, 0.10, 2)
                px, pz = x + side * (LANE_M + behind + float(shift[0])), deep + float(shift[1])
                near = any(hypot(px - f.position_m[0], pz - f.position_m[2]) < 0.7 for f in figures)
                if x0 < px < x1 and not near and not any(_stands_in(px, pz, box) for box in boxes):
                    yaw = azimuth_deg(x - px, 0.7 * (z - pz)) if abs(z - pz) > 0.3 else -90.0 * side
                    found.append(_bystander((px, 0.0, pz), yaw, len(found), "stand"))
    return tuple(found)


def _bystander(position_m: Vec3, yaw_deg: float, seed: int, style: str) -> PropPlacement:
    x, y, z = position_m
    return PropPlacement(
        kind="bystander",
        position_m=(round(x, 3), round(y, 3), round(z, 3)),
        yaw_deg=round(yaw_deg, 1),
        parameters={"seed": seed, "style": style},
    )


def _scattered(brief: StageBrief, plan: SetPlan, figures: Sequence[FigurePlacement]) -> tuple[PropPlacement, ...]:
    """Return who stands about behind those who act."""
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
        found.append(_bystander((x, 0.0, z), yaw, len(found), style))
    return tuple(found)


def _stands_in(x: float, z: float, box: tuple[float, float, float, float, float, float]) -> bool:
    x0, low, z0, x1, high, z1 = box
    return x0 - BODY_M < x < x1 + BODY_M and z0 - BODY_M < z < z1 + BODY_M and low < 1.7 and high > 0.15
