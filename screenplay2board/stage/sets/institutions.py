"""Hospitals, schools, churches, police, prisons, courts."""

from __future__ import annotations

from screenplay2board.stage.sets.kit import (
    SetFunction,
    SetRequest,
    at_table,
    chairs_at,
    closed_room,
    depth_marks,
    facing_pair,
    lamp_light,
    leaning,
    lying,
    piece,
    seat,
    side_by_side,
    stand,
    table_pair,
)
from screenplay2board.stage.types import SetPlan


def hospital(request: SetRequest) -> SetPlan:
    """Plan a hospital room: the bed with monitor and drip, a ward curtain, a visitor's chair."""
    frame = closed_room(
        6.4, 5.6, 2.7, front=2.8, floor_pattern="tiles", floor_grey=0.06, step=0.7, ceiling_pattern="panels"
    )
    back = frame.back
    pieces = [
        piece(
            "bed", 0.9, back + 1.2, width=1.0, depth=2.15, seat=0.65, style="hospital", cover_grey=0.1, linen_grey=0.0
        ),
        piece("patient_monitor", -0.15, back + 0.5, 15),
        piece("drip_stand", 1.75, back + 0.5),
        piece("ward_curtain", 2.2, back + 1.3, 90, width=2.2),
        frame.on_back("window", -1.7, width=1.4, height=1.25, curtain="blind", view="city", seed=request.seed),
        frame.on_back("wall_clock", 0.9, y=2.0),
        piece("drawers", 2.85, -1.3, -90, width=0.5, height=0.8, rows=2),
        piece("chair", -1.4, -1.05, 60, style="solid", grey=0.2),
        piece("basin", -2.9, -0.2, 90),
        frame.on_left("wall_mirror", -0.2, width=0.5, height=0.6, y=1.3),
        frame.on_left("wall_door", 1.4, width=1.2, style="glass"),
        piece("ward_curtain", -2.6, 2.3, 0, width=1.1),
        frame.on_front("poster", 0.8, seed=request.seed, grey=0.08),
        frame.on_front("wall_door", -1.0, width=1.2, style="double"),
    ]
    marks = (
        *facing_pair(-0.3, 0.6),
        *depth_marks(((-0.4, -0.6), (1.0, 0.7), (-1.6, 0.8), (1.7, 1.2), (0.2, 1.6))),
        lying("bed", 0.9, back + 1.25, 0, 0.65),
        seat("bed_edge", 0.38, back + 1.75, -75, 0.65),
        seat("visitor", -1.4, -1.05, 60),
        stand("bedside", 0.0, back + 1.6, 75),
        stand("door", -2.7, 1.4, 90),
    )
    return frame.plan(
        request, pieces, marks, [lamp_light(0.9, 1.9, back + 0.4, 2.0, 0.45), lamp_light(-2.5, 2.0, 1.6, 1.4, 0.25)]
    )


def school(request: SetRequest) -> SetPlan:
    """Plan a classroom: the blackboard and the teacher's desk at the back, pupils' desks in rows before it."""
    frame = closed_room(8.0, 8.0, 3.0, front=4.6, floor_pattern="cross", floor_grey=0.08)
    back = frame.back
    desks = [(x, z) for z in (0.6, 2.2) for x in (-2.6, -1.35, 1.35, 2.6)]
    pieces = [
        frame.on_back("board", 0.0, width=4.0, height=1.25, y=0.95, style="black", seed=request.seed),
        frame.on_back("wall_clock", 2.7, y=2.2),
        frame.on_back("board", 3.0, width=1.2, height=1.0, y=1.0, style="map", seed=request.seed),
        piece("desk", -1.7, back + 1.42, width=1.5, depth=0.7),
        piece("chair", -1.7, back + 0.8, 0),
        piece("chair", -1.7, back + 2.1, 180, style="plastic", grey=0.35),
        piece("book", -1.95, back + 1.47, y=0.745),
        piece("flag", -3.4, back + 0.5),
        *(piece("desk", x, z, 180, width=0.7, depth=0.5, height=0.72, style="school", grey=0.14) for x, z in desks),
        *(piece("chair", x, z + 0.5, 180, style="plastic", grey=0.35) for x, z in desks),
        *(
            frame.on_left("window", z, width=1.6, height=1.5, sill=0.9, view="trees", seed=request.seed + i)
            for i, z in enumerate((-1.8, 0.6, 3.0))
        ),
        frame.on_right("wall_door", -2.0, style="glass"),
        frame.on_right("board", 1.0, style="cork", width=2.4, seed=request.seed),
        piece("bookshelf", 3.75, 3.4, -90, width=1.6, height=1.1, seed=request.seed),
        frame.on_front("board", 0.0, style="cork", width=3.0, seed=request.seed + 1),
    ]
    marks = (
        *facing_pair(0.0, -0.9),
        *depth_marks(((0.0, -1.8), (1.6, -1.6), (0.0, 0.6), (0.0, 1.8), (-3.3, -0.6), (3.2, -0.6))),
        stand("teacher", 0.6, back + 0.7, 0),
        at_table("teacher_desk", -1.7, back + 0.8, 0),
        at_table("teacher_guest", -1.7, back + 2.1, 180),
        *(at_table(f"desk_{i}", x, z + 0.5, 180) for i, (x, z) in enumerate(desks, start=1)),
        stand("door", 3.5, -2.0, -90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.0, 2.4, -1.0, 3.0, 0.4)])


def church(request: SetRequest) -> SetPlan:
    """Plan a church: pews on both sides of the aisle, columns, the altar under a cross and a tall window."""
    frame = closed_room(
        10.0,
        17.0,
        7.0,
        front=6.0,
        floor_pattern="checker",
        step=0.9,
        floor_grey=0.06,
        wall_grey=0.06,
        wall_pattern="stone",
        skirting=False,
    )
    back = frame.back
    rows = (-6.4, -5.2, -4.0, -2.8)
    side_pews = ((-2.7, -1.0, 55.0), (2.7, -1.0, -55.0))  # as in a transept: who sits there is seen from the front
    pieces = [
        frame.on_back("stained_window", 0.0, width=2.2, height=3.6, sill=2.6, seed=request.seed),
        frame.on_back("stained_window", -3.0, width=1.1, height=2.8, sill=2.4, seed=request.seed + 1),
        frame.on_back("stained_window", 3.0, width=1.1, height=2.8, sill=2.4, seed=request.seed + 2),
        piece("steps", 0.0, back + 1.6, width=6.0, depth=3.2, height=0.36, count=2),
        piece("altar", 0.0, back + 1.7, y=0.36),
        piece("cross", 0.0, back + 0.5, y=1.2, width=1.1, height=1.9),
        piece("lectern", -2.2, back + 3.6, 15),
        *(piece("pew", side * 2.35, z, 180, width=2.7) for z in rows for side in (-1, 1)),
        *(piece("pew", x, z, yaw, width=2.4) for x, z, yaw in side_pews),
        *(
            piece("column", side * 4.2, z, height=7.0, width=0.6, style="fluted")
            for z in (-7.0, -3.4, 0.2, 3.8)
            for side in (-1, 1)
        ),
        *(frame.on_left("stained_window", z, seed=int(20 - z)) for z in (-5.2, -1.6, 2.0)),
        *(frame.on_right("stained_window", z, seed=int(40 - z)) for z in (-5.2, -1.6, 2.0)),
        piece("candles", 1.6, back + 2.8, y=0.36, width=0.5, depth=0.5, height=1.1, count=5),
        frame.on_front("wall_door", 0.0, width=2.0, height=3.0, style="double", grey=0.4),
        frame.on_front("stained_window", 0.0, sill=3.6, width=2.0, height=2.4, seed=9),
    ]
    marks = (
        *facing_pair(0.0, 0.0),
        *depth_marks(((0.0, -2.2), (0.0, -4.4), (-1.6, 0.3), (1.6, 0.3), (0.0, 1.8), (0.0, 3.6))),
        stand("altar", 0.0, back + 3.6, 180),
        stand("priest", 0.0, back + 0.95, 0, 0.36),
        *side_by_side("pew", *side_pews[0], 0.45),
        *side_by_side("pew_right", *side_pews[1], 0.45),
        stand("door", 0.0, 5.2, 180),
    )
    lights = [
        lamp_light(1.6, 1.4, back + 2.8, 2.4, 0.45),
        lamp_light(0.0, 1.6, back + 1.2, 2.6, 0.4),
        lamp_light(0, 2.0, 0.0, 3.0, 0.25),
    ]
    return frame.plan(request, pieces, marks, lights, mirrored=False)


def police_station(request: SetRequest) -> SetPlan:
    """Plan a police office: desks with screens, a board of photographs and threads, cell bars, a wanted poster."""
    frame = closed_room(7.6, 6.6, 2.9, floor_pattern="tiles", step=0.8, floor_grey=0.16, ceiling_pattern="panels")
    back = frame.back
    pieces = [
        frame.on_back("board", -1.2, width=2.4, height=1.3, y=0.9, style="cork", seed=request.seed),
        piece("bars", 2.45, back + 1.2, width=2.5),
        piece("bars", 1.2, back + 0.6, 90, width=1.2),
        piece("crate", 2.8, back + 0.3, style="plain", width=1.6, height=0.45, depth=0.5, grey=0.3),
        piece("desk", -1.9, -1.2, 0, width=1.5),
        piece("chair", -1.9, -1.85, 0, style="office", grey=0.5, height=1.05),
        piece("monitor", -1.5, -1.3, 195, y=0.745),
        piece("chair", -1.7, -0.35, 190, style="solid", grey=0.3),
        piece("desk", 2.6, 0.6, -90, width=1.4),
        piece("monitor", 2.75, 0.6, -115, y=0.745),
        piece("chair", 3.3, 0.6, -90, style="office", grey=0.5, height=1.05),
        piece("drawers", -3.5, -2.0, 90, width=1.2, height=1.3, rows=4, columns=2, grey=0.3),
        piece("flag", 0.35, back + 0.4),
        frame.on_left("poster", 0.0, seed=request.seed),
        frame.on_left("poster", 0.9, seed=request.seed + 1, grey=0.1),
        frame.on_left("wall_door", 2.2, style="glass"),
        frame.on_right("wall_clock", -0.4),
        frame.on_front("board", 0.8, style="map", width=2.0, seed=request.seed),
        frame.on_front("wall_door", -1.6, width=1.6, style="double"),
    ]
    marks = (
        *facing_pair(0.2, 0.4),
        *depth_marks(((0.2, -0.9), (-0.5, -2.0), (-1.5, 1.1), (1.5, 1.4), (1.1, -0.6), (0.0, 1.9))),
        at_table("desk", -1.9, -1.83, 0),
        at_table("visitor", -1.7, -0.35, 190),
        stand("board", -0.9, back + 0.55, 10),
        seat("cell", 2.8, back + 0.35, 0, 0.45),
        stand("door", -3.2, 2.2, 90),
    )
    return frame.plan(
        request, pieces, marks, [lamp_light(-1.6, 1.5, -1.2, 2.0, 0.4), lamp_light(0.4, 2.6, 0.8, 2.4, 0.25)]
    )


def interrogation_room(request: SetRequest) -> SetPlan:
    """Plan an interrogation room: bare concrete, a steel table under one lamp, the one-way mirror."""
    frame = closed_room(
        4.8,
        4.6,
        2.7,
        front=2.5,
        floor_pattern="plain",
        floor_grey=0.26,
        wall_grey=0.14,
        side_grey=0.22,
        ceiling_grey=0.24,
        wall_pattern="concrete",
    )
    pieces = [
        frame.on_back("one_way_mirror", 0.0, width=2.4),
        piece("table", 0.0, 0.0, width=0.86, depth=1.1, grey=0.12),
        *chairs_at(0.0, 0.0, 1.44, style="folding", grey=0.5),
        piece("pendant", 0.0, 0.0, y=1.85, drop=0.7, width=0.56),
        piece("paper", 0.2, 0.1, 30, y=0.745),
        piece("cup", -0.2, -0.3, y=0.745),
        piece("radio", 0.1, -0.36, y=0.745),
        piece("chair", -1.9, -1.8, 40, style="folding", grey=0.5),
        frame.on_left("wall_door", 1.2, style="metal", grey=0.45),
        frame.on_right("wall_clock", -0.5),
        frame.on_front("wall_door", 0.9, style="metal", grey=0.45),
    ]
    marks = (
        *facing_pair(0.0, 1.15),
        *depth_marks(((0.0, -1.2), (1.5, -1.2), (-1.6, 0.9), (1.7, 1.1), (0.0, 1.9))),
        *table_pair(0.0, 0.0),
        leaning("wall", 2.0, -0.9, -70, 1.2),
        stand("mirror", -0.9, -1.6, 170),
        stand("door", -2.0, 1.2, 90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.0, 1.5, 0.0, 1.9, 0.5)])


def prison(request: SetRequest) -> SetPlan:
    """Plan a prison cell: bunk, barred window, bars on the left side toward the corridor, toilet and table."""
    frame = closed_room(
        4.6,
        4.8,
        2.8,
        front=2.6,
        floor_pattern="plain",
        floor_grey=0.2,
        wall_grey=0.1,
        side_grey=0.18,
        wall_pattern="bricks",
        skirting=False,
    )
    back = frame.back
    pieces = [
        piece("bunk_bed", 1.7, back + 1.06),
        frame.on_back("window", -0.25, width=0.8, height=0.7, sill=1.75, panes=1, bar=0.0, view="sky", cover="bars"),
        piece("toilet", -1.0, back + 0.36),
        piece("basin", -1.75, back + 0.26),
        frame.on_back("poster", 0.65, width=0.45, height=0.6, y=1.35, seed=request.seed),
        piece("bars", -2.2, 0.6, 90, width=3.4, height=2.7),
        piece("table", 1.75, 0.7, width=0.7, depth=0.5, height=0.72, grey=0.3),
        piece("stool", 1.1, 0.75, seat=0.45, height=0.45),
        piece("book", 1.75, 0.7, 25, y=0.72),
        frame.on_right("poster", 1.4, seed=request.seed + 1, grey=0.1),
        piece("bars", -1.4, 2.5, width=1.6, height=2.7),
        frame.on_front("wall_door", 0.7, style="bars", height=2.4, width=1.1, grey=0.5),
    ]
    marks = (
        *facing_pair(-0.4, 0.2),
        *depth_marks(((-0.3, -0.9), (-1.4, 0.9), (0.5, 1.3), (-1.2, -0.7), (-0.4, 1.7))),
        lying("bunk", 1.7, back + 1.1, 0, 0.48),
        seat("bunk_edge", 1.3, back + 1.5, -85, 0.48),
        seat("stool", 1.1, 0.75, 85, 0.45),
        leaning("bars", -1.75, 0.3, -95, 1.2),
        stand("door", 0.7, 2.0, 180),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.2, 2.3, 0.2, 2.2, 0.4)])


def court(request: SetRequest) -> SetPlan:
    """Plan a court: the judge's bench at the back with flags, witness stand, counsels' tables, jury and public."""
    frame = closed_room(
        9.0, 9.6, 4.0, front=4.8, floor_grey=0.12, wall_pattern="panels", wall_grey=0.05, floor_pattern="cross"
    )
    back = frame.back
    parties = (  # they face each other across the floor, and a little the audience
        ("defence", -2.47, 0.85, 75.0),
        ("accused", -2.29, 0.17, 75.0),
        ("prosecution", 2.47, 0.85, -75.0),
        ("clerk", 2.29, 0.17, -75.0),
    )
    pieces = [
        piece("block", 0.0, back + 0.8, width=4.4, height=0.6, depth=1.5, grey=0.2),
        piece("judges_bench", 0.0, back + 1.5, width=3.8),
        piece("captain_chair", 0.0, back + 0.6, y=0.6, height=1.45),
        frame.on_back("picture", 0.0, width=1.1, height=1.1, y=2.5, motif="portrait", seed=request.seed),
        piece("flag", -2.6, back + 0.6, height=2.9),
        piece("flag", 2.6, back + 0.6, 180, height=2.9),
        piece("column", -3.6, back + 0.4, height=4.0, style="fluted"),
        piece("column", 3.6, back + 0.4, height=4.0, style="fluted"),
        piece("block", 2.95, -1.55, width=1.3, height=0.95, depth=0.1, grey=0.4),
        piece("block", 2.32, -2.0, width=0.1, height=0.95, depth=1.0, grey=0.4),
        piece("chair", 2.95, -2.2, 0),
        *(piece("table", side * 1.75, 0.7, -side * 75, width=1.7, depth=0.8, grey=0.3) for side in (-1, 1)),
        *(piece("chair", x, z, yaw, style="solid") for _, x, z, yaw in parties),
        piece("paper", -1.75, 0.7, 80, y=0.745),
        piece("railing", -2.6, 2.5, width=3.4, height=0.9, style="wood", depth=0.1),
        piece("railing", 2.6, 2.5, width=3.4, height=0.9, style="wood", depth=0.1),
        *(piece("pew", x, -1.6, 78, width=2.2) for x in (-4.0, -3.2)),  # the jury's
        piece("block", -2.72, -1.65, 78, width=2.5, height=0.78, depth=0.08, grey=0.4),
        *(piece("pew", side * 2.6, 3.6, 180, width=3.2) for side in (-1, 1)),  # the public's
        frame.on_left("window", -1.0, width=1.3, height=2.2, sill=1.5, view="sky"),
        frame.on_right("window", -1.0, width=1.3, height=2.2, sill=1.2, view="sky"),
        frame.on_front("wall_door", 0.0, width=1.8, height=2.6, style="double"),
    ]
    marks = (
        *facing_pair(0.0, -0.6),
        *depth_marks(((0.0, -1.9), (-1.7, -1.2), (1.5, -0.9), (0.0, 1.4), (0.0, 3.2), (3.4, -0.2))),
        seat("judge", 0.0, back + 0.62, 0, 0.5, 0.6),
        seat("witness", 2.95, -2.2, -5),
        *(at_table(*party) for party in parties),
        *side_by_side("juror", -3.2, -1.6, 78, 0.45),
        stand("lawyer", -0.3, 1.2, 165),
        stand("door", 0.0, 4.2, 180),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.0, 2.6, -2.0, 3.0, 0.4)], mirrored=False)


INSTITUTION_SETS: dict[str, SetFunction] = {
    "hospital": hospital,
    "school": school,
    "church": church,
    "police_station": police_station,
    "interrogation_room": interrogation_room,
    "prison": prison,
    "court": court,
}
