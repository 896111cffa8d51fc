"""Operating rooms and waiting rooms."""

from __future__ import annotations

from screenplay2board.stage.sets.kit import (
    SetFunction,
    SetRequest,
    closed_room,
    depth_marks,
    facing_pair,
    lamp_light,
    leaning,
    lying,
    piece,
    seat,
    stand,
)
from screenplay2board.stage.types import SetPlan


def operating_room(request: SetRequest) -> SetPlan:
    """Plan an operating room: the table under two lamps, monitors, trolleys, tiles, a double door."""
    frame = closed_room(
        7.0, 6.4, 3.0, front=3.2, floor_pattern="tiles", floor_grey=0.05, step=0.8, ceiling_pattern="panels"
    )
    back = frame.back
    pieces = [
        piece("operating_table", 0.0, -1.35, 90),
        piece("surgical_lamp", -0.75, -1.35, height=3.0),
        piece("surgical_lamp", 0.55, -1.6, 160, height=3.0, drop=0.85),
        piece("patient_monitor", -1.5, back + 0.75, 30),
        piece("patient_monitor", 1.75, back + 0.6, -20, height=1.7),
        piece("drip_stand", -1.15, -1.75),
        piece("instrument_trolley", 1.45, -0.75, 70),
        piece("instrument_trolley", -2.6, 0.3, 90),
        frame.on_back("wall_cabinet", -2.4, width=1.4),
        frame.on_back("wall_clock", 0.0, y=2.2),
        frame.on_back("window", 2.2, width=1.5, height=0.9, sill=1.2, view="sky", seed=request.seed),
        frame.on_right("wall_door", -0.2, width=1.5, style="double"),
        frame.on_left("wall_door", 1.6, width=1.2, style="glass"),
        piece("basin", -3.1, -1.4, 90),
        frame.on_front("board", 0.6, style="cork", width=1.6, seed=request.seed),
    ]
    marks = (
        *facing_pair(0.0, 0.5),
        *depth_marks(((-0.55, -0.62), (0.45, -0.62), (0.1, -2.2), (-1.7, 0.6), (1.9, 0.6), (0.0, 1.6))),
        lying("table", 0.0, -1.35, 90, 0.9),
        stand("surgeon", -0.1, -0.7, 180),
        stand("door", 2.7, -0.2, -90),
    )
    lights = [lamp_light(-0.2, 1.9, -1.3, 1.9, 0.55), lamp_light(0.6, 2.0, -1.5, 1.9, 0.4)]
    return frame.plan(request, pieces, marks, lights)


def waiting_room(request: SetRequest) -> SetPlan:
    """Plan a waiting room: two rows of chairs, the desk of the reception, plants, posters, a table with magazines."""
    frame = closed_room(7.4, 6.0, 2.8, front=3.0, floor_pattern="tiles", floor_grey=0.06, step=0.7)
    back = frame.back
    chairs = [(-2.7 + 0.62 * number, back + 0.5) for number in range(5)]
    side = [(-3.25, -0.9 + 0.62 * number) for number in range(3)]
    pieces = [
        *(piece("chair", x, z, 0, style="plastic", grey=0.35) for x, z in chairs),
        *(piece("chair", x, z, 90, style="plastic", grey=0.35) for x, z in side),
        piece("table", -1.6, -1.0, width=0.9, depth=0.55, height=0.42),
        piece("paper", -1.75, -1.0, 20, y=0.425),
        piece("book", -1.4, -0.95, -15, y=0.425),
        piece("counter", 2.3, back + 1.0, 0, width=2.2),
        piece("monitor", 2.6, back + 0.95, 180, y=1.0),
        piece("plant", -3.25, back + 0.45),
        piece("plant", 0.75, back + 0.45),
        frame.on_back("wall_clock", 0.6, y=2.05),
        frame.on_back("poster", -1.0, seed=request.seed, grey=0.1),
        frame.on_back("poster", -2.2, seed=request.seed + 1, grey=0.06),
        frame.on_back("pigeonholes", 2.4, width=1.6),
        frame.on_left("window", -0.2, width=1.8, height=1.3, curtain="blind", view="city", seed=request.seed),
        frame.on_right("wall_door", 0.6, width=1.5, style="double"),
        frame.on_front("poster", 1.0, seed=request.seed + 2, grey=0.08),
        frame.on_front("wall_door", -1.2, width=1.2, style="glass"),
    ]
    marks = (
        *facing_pair(0.1, 0.5),
        *depth_marks(((0.9, -0.6), (-0.4, -0.4), (1.7, 0.7), (-1.6, 0.8), (0.2, 1.6))),
        *(seat(f"chair_{number}", x, z) for number, (x, z) in enumerate(chairs[1:3], 1)),
        *(seat(f"side_{number}", x, z, 90) for number, (x, z) in enumerate(side[:2], 1)),
        seat("chair_3", *chairs[4]),
        leaning("reception", 2.1, back + 1.65, 180, 1.0),
        stand("receptionist", 2.3, back + 0.45, 0),
        stand("door", 2.9, 0.6, -90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.0, 2.4, -0.8, 2.6, 0.4)])


MEDICAL_SETS: dict[str, SetFunction] = {"operating_room": operating_room, "waiting_room": waiting_room}
