"""Rooms of homes: a plain room, living room, kitchen, bedroom, bathroom."""

from __future__ import annotations

from screenplay2board.stage.sets.kit import (
    SetFunction,
    SetRequest,
    closed_room,
    depth_marks,
    facing_pair,
    lamp_light,
    piece,
    seat,
    stand,
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
        piece("table", 0.5, -1.05, width=1.1, depth=0.55, height=0.4, grey=0.28),
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


HOMES: dict[str, SetFunction] = {"room": room, "living_room": living_room}
