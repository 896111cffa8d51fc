"""Where people work: offices."""

from __future__ import annotations

from screenplay2board.stage.sets.kit import (
    SetFunction,
    SetRequest,
    at_table,
    closed_room,
    depth_marks,
    facing_pair,
    lamp_light,
    piece,
    seat,
    stand,
)
from screenplay2board.stage.types import SetPlan


def office(request: SetRequest) -> SetPlan:
    """Plan an office: a desk with a screen before bright windows, files, a second desk, a visitor's chair."""
    frame = closed_room(6.8, 6.0, 2.8, ceiling_pattern="panels", floor_pattern="plain", floor_grey=0.14)
    back = frame.back
    pieces = [
        frame.on_back("window", -0.95, width=1.7, height=1.35, curtain="blind", view="city", seed=request.seed),
        frame.on_back("window", 1.05, width=1.7, height=1.35, curtain="blind", view="city", seed=request.seed + 1),
        piece("desk", 0.9, -1.25, 0, width=1.6),
        piece("chair", 0.9, -1.9, 0, style="office", grey=0.5, height=1.05),
        piece("monitor", 1.3, -1.4, 200, y=0.745),
        piece("laptop", 0.75, -1.3, 180, y=0.745),
        piece("cup", 0.3, -1.1, y=0.745),
        piece("chair", 0.75, -0.4, 195, style="solid", grey=0.3),
        piece("bookshelf", -2.6, back + 0.2, width=1.3, height=2.0, load="files", seed=request.seed),
        piece("desk", -2.75, -0.6, 90, width=1.4, depth=0.7),
        piece("monitor", -2.85, -0.6, 60, y=0.745),
        piece("drawers", 3.0, -2.4, -90, width=0.9, height=1.3, rows=4, columns=2, grey=0.3),
        piece("plant", 2.95, -1.2, height=1.5, seed=request.seed),
        frame.on_left("wall_door", 1.6, style="glass"),
        frame.on_right("board", 0.6, style="white", width=1.8, seed=request.seed),
        frame.on_left("wall_clock", 0.4),
        frame.on_front("board", -1.2, style="cork", width=1.6, seed=request.seed),
        frame.on_front("wall_door", 1.3, style="plain"),
        piece("partition", 2.9, 2.2, 90, width=1.2),
    ]
    marks = (
        *facing_pair(-0.7, 0.5),
        *depth_marks(((-0.8, -1.0), (1.9, 0.3), (-1.5, 0.9), (1.3, 1.2), (0.0, 1.8), (-0.6, -2.2))),
        at_table("desk", 0.9, -1.88, 0),
        seat("visitor", 0.75, -0.4, 195),
        stand("board", 2.6, 0.6, -75),
        stand("door", -2.8, 1.6, 90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.9, 1.3, -1.3, 2.0), lamp_light(0.0, 2.6, 0.5, 2.6, 0.25)])


WORK: dict[str, SetFunction] = {"office": office}
