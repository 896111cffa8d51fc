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
    leaning,
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
        at_table("visitor", 0.75, -0.4, 195),
        stand("board", 2.6, 0.6, -75),
        stand("door", -2.8, 1.6, 90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.9, 1.3, -1.3, 2.0), lamp_light(0.0, 2.6, 0.5, 2.6, 0.25)])


def warehouse(request: SetRequest) -> SetPlan:
    """Plan a warehouse: racks in depth on both sides of an aisle, crates, hanging lamps, a roller gate."""
    frame = closed_room(
        11.0,
        20.0,
        5.6,
        front=5.0,
        floor_grey=0.14,
        floor_pattern="plain",
        wall_grey=0.1,
        side_grey=0.18,
        ceiling_grey=0.16,
        ceiling_pattern="beams",
        wall_pattern="concrete",
        skirting=False,
    )
    pieces = [
        *(
            piece("rack", side * 3.6, z, -90 * side, width=3.4, height=3.6, seed=request.seed + i)
            for i, (side, z) in enumerate((s, z) for z in (-11.5, -7.6, -3.7) for s in (-1.0, 1.0))
        ),
        frame.on_back("roller_gate", 0.0, width=4.4, height=3.8),
        piece("crate", -2.0, -1.3, 8, width=1.1, height=0.9, depth=0.9),
        piece("crate", -2.05, -1.3, -6, y=0.9, width=0.8, height=0.7, depth=0.7),
        piece("crate", -3.1, -0.6, 18, width=0.9, height=0.8, depth=0.8, grey=0.28),
        piece("crate", 2.5, -0.7, -12, width=1.2, height=0.5, depth=1.0, grey=0.26),
        piece("crate", 3.4, 1.4, 25, width=1.0, height=1.0, depth=1.0),
        piece("drum", 2.0, -4.2),
        piece("drum", -3.6, 1.6),
        piece("drum", -3.0, 2.0),
        *(piece("pendant", 0.0, z, y=3.6, drop=1.8, width=0.7) for z in (-10.0, -5.5, -1.0)),
        piece("ladder", -4.9, 0.4, 90, height=3.4),
        frame.on_right("wall_door", 2.4, style="metal", grey=0.4),
        frame.on_front("wall_door", -2.0, style="metal", grey=0.4),
        frame.on_front("window", 2.0, sill=3.2, width=3.0, height=1.0, panes=4, view="sky"),
    ]
    marks = (
        *facing_pair(0.1, 0.2),
        *depth_marks(((0.0, -1.7), (0.8, -3.4), (-1.5, 1.2), (1.6, 1.2), (0.0, -6.5), (-0.4, -10.0))),
        seat("crate", 2.5, -0.7, -40, 0.5),
        stand("door", 4.8, 2.4, -90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.0, 3.0, z, 3.4, 0.4) for z in (-10.0, -5.5, -1.0)])


def garage(request: SetRequest) -> SetPlan:
    """Plan a garage: a car, the workbench with tools on the wall, tyres, a roller gate."""
    frame = closed_room(
        7.6,
        7.4,
        3.0,
        front=3.2,
        floor_grey=0.18,
        floor_pattern="plain",
        wall_pattern="bricks",
        wall_grey=0.07,
        skirting=False,
    )
    back = frame.back
    pieces = [
        piece("car", 2.0, -1.6, 18, grey=request.number("car", 0.25, 0.5), lights=False),
        frame.on_back("tool_wall", -1.7, width=2.8, seed=request.seed),
        piece("table", -1.7, back + 0.4, width=2.8, depth=0.7, height=0.9, grey=0.3),
        piece("crate", -2.6, back + 0.45, y=0.9, width=0.5, height=0.24, depth=0.3, grey=0.5),
        piece("radio", -1.0, back + 0.4, y=0.9),
        piece("tyres", -3.2, -1.2),
        piece("tyres", -3.1, 1.5, height=0.5, count=2),
        piece("drum", -3.4, -0.4),
        piece("strip_light", -0.6, -1.0, y=2.8, width=1.6),
        frame.on_right("poster", 1.6, seed=request.seed),
        frame.on_left("wall_door", 0.6, style="metal", grey=0.35),
        frame.on_front("roller_gate", 1.0, width=3.4, height=2.5),
        piece("stool", -0.9, -2.0, seat=0.6, height=0.6),
    ]
    marks = (
        *facing_pair(-0.9, 0.7),
        *depth_marks(((-1.2, -0.7), (-2.2, 0.4), (0.6, 1.6), (-2.0, 1.8), (-2.0, -1.9), (-0.6, 2.2))),
        leaning("bench", -1.7, back + 1.1, 180, 0.9),
        seat("stool", -0.9, -2.0, 30, 0.6),
        stand("door", -3.2, 0.6, 90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(-0.8, 2.5, -1.0, 2.8, 0.45)])


WORK: dict[str, SetFunction] = {"office": office, "warehouse": warehouse, "garage": garage}
