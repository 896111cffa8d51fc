"""Rooms of homes: a plain room, living room, kitchen, bedroom, bathroom."""

from __future__ import annotations

from screenplay2board.stage.sets.kit import (
    TABLE_GAP_M,
    SetFunction,
    SetRequest,
    chairs_at,
    closed_room,
    depth_marks,
    facing_pair,
    lamp_light,
    leaning,
    lying,
    piece,
    seat,
    stand,
    table_pair,
)
from screenplay2board.stage.types import SetPlan


def room(request: SetRequest) -> SetPlan:
    """Plan a plain room: for interiors that no other set knows."""
    frame = closed_room(6.0, 6.0, 2.7, floor_pattern=request.choose("floor", "boards", "cross", "tiles"))
    curtain = request.choose("curtain", "curtain", "long", "none")
    pieces = [
        frame.on_back("window", 1.15, width=1.5, curtain=curtain, seed=request.seed),
        frame.on_back("picture", -0.55, seed=request.seed, motif=request.choose("motif", "landscape", "abstract")),
        piece("bookshelf", -2.1, frame.back + 0.2, seed=request.seed, height=1.9),
        piece("drawers", 2.45, frame.back + 0.26, width=0.8),
        piece("floor_lamp", 2.45, frame.back + 0.26, y=0.8, height=0.5, width=0.3, depth=0.3),
        piece("chair", -2.6, -0.8, 70),
        piece("plant", 2.6, 1.6, height=1.3, seed=request.seed),
        frame.on_left("wall_door", 0.6),
        frame.on_right("picture", -0.6, motif="abstract", seed=request.seed + 1),
        frame.on_front("wall_door", 1.2, style="plain"),
        frame.on_front("picture", -1.0, width=1.0, height=0.7, seed=request.seed + 2),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(((0.0, -1.0), (-1.5, 0.9), (1.5, 0.9), (1.2, -1.5), (-1.1, -1.6), (0.0, 1.6))),
        seat("seat", -2.6, -0.8, 70),
        stand("door", -2.3, 0.6, 90),
        stand("window", 1.15, -2.2, 160),
    )
    return frame.plan(request, pieces, marks, [lamp_light(2.4, 1.3, -2.4, 2.6)])


def living_room(request: SetRequest) -> SetPlan:
    """Plan a living room: sofa, armchair, shelves, television, a lamp by the window."""
    frame = closed_room(6.8, 6.2, 2.7, wall_pattern=request.choose("walls", "plain", "plain", "stripes"))
    pieces = [
        frame.on_back(
            "window",
            1.35,
            width=1.5,
            curtain=request.choose("curtain", "curtain", "long"),
            seed=request.seed,
            view="trees",
        ),
        frame.on_back("picture", -0.5, width=0.8, height=0.55, seed=request.seed),
        piece("bookshelf", -2.35, frame.back + 0.2, width=1.5, height=2.1, seed=request.seed),
        piece("sofa", 0.55, -2.05, width=2.2, grey=request.number("sofa", 0.22, 0.34)),
        piece("floor_lamp", 2.2, -2.55, height=1.65),
        piece("table", 0.5, -0.92, width=1.1, depth=0.55, height=0.4, grey=0.28),
        piece("armchair", -2.3, -1.2, 60, grey=0.32),
        piece("rug", 0.1, -0.4, width=3.2, depth=2.2),
        piece("plant", 2.95, -2.5, height=1.4, seed=request.seed),
        frame.on_left("wall_door", 1.0),
        frame.on_right("picture", -0.9, motif="portrait", seed=request.seed + 1),
        piece("drawers", 3.1, 0.3, -90, width=1.6, height=0.5, rows=1, columns=3),
        piece("television", 3.1, 0.3, -90, y=0.5),
        frame.on_front("picture", -1.4, width=1.2, height=0.8, motif="abstract", seed=request.seed + 2),
        frame.on_front("window", 1.0, curtain="curtain", seed=request.seed + 3),
        piece("plant", -3.0, 2.2, height=1.1, seed=request.seed + 4),
    ]
    marks = (
        *facing_pair(z=0.1),
        *depth_marks(((-0.9, -0.9), (1.6, -0.6), (-1.5, 0.9), (1.6, 1.0), (0.0, 1.5), (-1.1, -2.1))),
        seat("seat_left", 0.0, -1.95, 20),
        seat("seat_right", 1.1, -1.95, -20),
        seat("armchair", -2.3, -1.15, 60, 0.43),
        stand("door", -2.8, 1.0, 90),
        stand("window", 2.0, -1.6, 150),
    )
    return frame.plan(request, pieces, marks, [lamp_light(2.2, 1.4, -2.5, 2.8), lamp_light(3.0, 0.9, 0.3, 1.2, 0.25)])


def kitchen(request: SetRequest) -> SetPlan:
    """Plan a kitchen: counter with sink and stove under the window, cabinets, fridge, a table in the middle."""
    round_table = request.choose("table", "four", "round")
    frame = closed_room(5.6, 5.4, 2.6, front=2.9, floor_pattern=request.choose("floor", "tiles", "checker"), step=0.5)
    back = frame.back
    stove = request.number("stove", 0.8, 1.15)
    pieces = [
        piece("counter", -0.35, back + 0.32, width=3.7, sink_at=-0.15, stove_at=stove),
        frame.on_back(
            "window", -0.4, width=1.2, height=0.95, sill=1.15, curtain="none", view="trees", seed=request.seed
        ),
        frame.on_back("wall_cabinet", -1.75, width=1.1),
        frame.on_back("hood", -0.35 + stove),
        frame.on_back("wall_cabinet", 1.3, width=0.5, doors=1)
        if stove < 0.95
        else frame.on_back("wall_shelf", 1.45, width=0.4),
        piece("fridge", 2.0, back + 0.38),
        piece("table", 0.0, 0.0, width=1.0 if round_table == "round" else 0.86, depth=0.84, style=round_table),
        *chairs_at(0.0, 0.0, TABLE_GAP_M),
        piece("cup", 0.22, 0.12, y=0.74),
        piece("plate", -0.2, 0.1, y=0.74),
        piece("bottle", 0.02, -0.2, y=0.74),
        piece("pendant", 0.0, -0.15, y=1.75, drop=0.68),
        frame.on_left("wall_door", 1.5),
        frame.on_left("wall_clock", -1.0),
        frame.on_right("wall_shelf", 0.2, width=1.2, seed=request.seed),
        piece("drawers", 2.5, 1.2, -90, width=1.2, height=0.9, columns=2),
        piece("plant", 2.45, 1.3, y=0.9, height=0.5, width=0.4, seed=request.seed),
        frame.on_front("picture", 0.6, seed=request.seed),
        frame.on_front("wall_door", -1.3, style="glass"),
    ]
    marks = (
        *facing_pair(z=1.15),
        *depth_marks(((0.2, -1.05), (-1.6, 0.6), (1.6, 0.5), (-1.6, -0.9), (1.7, -0.9), (0.0, 2.0))),
        *table_pair(0.0, 0.0),
        leaning("counter", -1.2, back + 1.0, 180, 0.92),
        stand("stove", -0.35 + stove, back + 1.0, 150),
        stand("door", -2.3, 1.5, 90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.0, 1.6, -0.15, 2.4)])


def bedroom(request: SetRequest) -> SetPlan:
    """Plan a bedroom: the bed against the back wall, bedside lamp, wardrobe, window."""
    frame = closed_room(5.6, 5.2, 2.6, front=2.7, wall_pattern=request.choose("walls", "plain", "stripes"))
    back = frame.back
    pieces = [
        piece("bed", 0.9, back + 1.12, width=1.7, cover_grey=request.number("cover", 0.12, 0.3)),
        piece("drawers", -0.3, back + 0.25, width=0.5, height=0.55, depth=0.42, rows=2),
        piece("floor_lamp", -0.3, back + 0.25, y=0.55, width=0.3, height=0.48, depth=0.3),
        piece("drawers", 2.1, back + 0.25, width=0.5, height=0.55, depth=0.42, rows=2),
        piece("clock", 2.1, back + 0.3, y=0.55),
        frame.on_back("picture", 0.9, width=1.0, height=0.55, y=1.5, seed=request.seed),
        frame.on_back("window", -1.45, width=1.1, height=1.3, sill=0.85, curtain="long", seed=request.seed),
        piece("wardrobe", -2.45, -0.4, 90, width=1.5),
        piece("rug", -0.6, -0.2, width=1.6, depth=2.2, style=request.choose("rug", "border", "stripes")),
        piece("armchair", 2.2, 1.3, -60, grey=0.22),
        frame.on_left("wall_door", 1.5),
        frame.on_right("wall_mirror", -0.2),
        piece("drawers", 2.55, 0.0, -90, width=1.0, height=0.8, depth=0.42),
        frame.on_front("picture", -0.9, motif="abstract", seed=request.seed + 1),
        frame.on_front("window", 0.9, curtain="curtain", seed=request.seed + 5),
    ]
    marks = (
        *facing_pair(-0.4, 0.55),
        *depth_marks(((-0.9, -0.7), (-1.4, 1.1), (1.1, 1.1), (-0.8, -1.5), (0.3, 1.7))),
        lying("bed_left", 0.52, back + 1.15, 0, 0.5),
        lying("bed_right", 1.28, back + 1.15, 0, 0.5),
        seat("bed_foot_left", 0.5, back + 1.97, 12, 0.5),
        seat("bed_foot_right", 1.3, back + 1.97, -12, 0.5),
        seat("bed_edge", 0.12, back + 1.4, -75, 0.5),
        seat("armchair", 2.2, 1.3, -60, 0.43),
        stand("window", -1.45, back + 0.7, 165),
        stand("door", -2.3, 1.5, 90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(-0.3, 1.0, back + 0.3, 1.9, 0.5)])


HOMES: dict[str, SetFunction] = {"room": room, "living_room": living_room, "kitchen": kitchen, "bedroom": bedroom}
