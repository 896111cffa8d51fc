"""Bathrooms, corridors and stairs: the small rooms of any building."""

from __future__ import annotations

from screenplay2board.stage.sets.kit import (
    SetFunction,
    SetRequest,
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


def bathroom(request: SetRequest) -> SetPlan:
    """Plan a bathroom: tiles, bath with curtain, basin under a mirror, toilet."""
    frame = closed_room(
        4.8, 4.4, 2.6, front=2.4, floor_pattern="tiles", step=0.4, wall_pattern="half_tiles", skirting=False
    )
    back = frame.back
    pieces = [
        piece("bath", 1.35, back + 0.45),
        piece("shower_curtain", 1.35, back + 0.88),
        piece("basin", -0.55, back + 0.26),
        frame.on_back("wall_mirror", -0.55, width=0.7, height=0.85, y=1.2),
        frame.on_back("wall_shelf", -1.5, width=0.6, y=1.45, load="bottles", seed=request.seed),
        piece("toilet", -1.75, back + 0.36),
        piece("washing_machine", -2.05, 0.2, 90),
        frame.on_left("window", 1.3, width=0.7, height=0.7, sill=1.4, panes=1, view="sky"),
        frame.on_right("wall_door", 1.1, style="plain"),
        frame.on_right("poster", -0.4, width=0.55, height=1.1, y=0.8, grey=0.12, seed=request.seed),
        piece("rug", 0.5, -0.55, width=1.2, depth=0.7, style="stripes"),
        frame.on_front("wall_mirror", 0.4, width=1.0),
    ]
    marks = (
        *facing_pair(z=0.3),
        *depth_marks(((0.0, -0.5), (-1.2, 0.9), (1.3, 0.9), (-1.1, -0.5), (0.0, 1.4))),
        stand("basin", -0.55, back + 0.85, 180),
        seat("toilet", -1.75, back + 0.42, 15, 0.42),
        stand("door", 2.0, 1.1, -90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(-0.5, 2.1, back + 0.3, 2.2, 0.5)])


def corridor(request: SetRequest) -> SetPlan:
    """Plan a long corridor: doors left and right, lights in a row, a door with a window at its end."""
    frame = closed_room(
        3.0, 17.0, 2.7, front=4.0, floor_pattern="tiles", step=0.75, floor_grey=0.12, wall_pattern="half_tiles"
    )
    pieces = [
        frame.on_back("wall_door", 0.0, width=1.6, style="double"),
        *(frame.on_left("wall_door", z, style="plain", seed=i + 1) for i, z in enumerate((-9.5, -6.5, -3.5, -0.5))),
        *(frame.on_right("wall_door", z, style="plain", seed=i + 1) for i, z in enumerate((-8.0, -5.0, -2.0, 1.0))),
        *(piece("strip_light", 0.0, z, 90, y=2.6, width=1.4) for z in (-11.0, -8.0, -5.0, -2.0, 1.0)),
        piece("chair", 1.2, -3.4, -90, style="plastic"),
        piece("chair", 1.2, -4.0, -90, style="plastic"),
        piece("bin", -1.2, -2.0, style="basket", height=0.6, width=0.36),
        frame.on_left("board", -2.0, style="cork", width=1.2, height=0.8, y=1.2, seed=request.seed),
        piece("plant", -1.15, -5.4, height=1.2, width=0.55, seed=request.seed),
        frame.on_right("wall_clock", -0.4),
        frame.on_front("wall_door", 0.0, style="glass"),
    ]
    marks = (
        *facing_pair(0.0, 0.2, 1.1),
        *depth_marks(((0.0, -1.6), (-0.5, -3.0), (0.4, -4.6), (-0.7, 1.6), (0.7, 1.6), (0.0, -7.5), (0.2, -10.5))),
        seat("chair_1", 1.2, -3.4, -90),
        seat("chair_2", 1.2, -4.0, -90),
        leaning("wall", -1.15, -1.1, 85, 1.2),
        stand("door", -0.95, -0.5, 90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.0, 1.6, z, 2.0, 0.3) for z in (-8.0, -4.0, 0.0)])


def stairs(request: SetRequest) -> SetPlan:
    """Plan a stairwell: a flight up to a landing at the back, banisters, a high window, doors below."""
    frame = closed_room(5.2, 7.6, 5.0, front=3.0, floor_pattern="checker", step=0.6, floor_grey=0.04)
    back = frame.back
    pieces = [
        piece("stairs", 0.75, -1.55, width=1.6, height=2.1, depth=3.2, steps=12),
        piece("block", 0.0, back + 0.72, width=5.2, height=2.1, depth=1.42, grey=0.12),
        piece("railing", -1.35, back + 1.4, y=2.1, width=2.5, style="wood"),
        piece("railing", 2.08, back + 1.4, y=2.1, width=1.0, style="wood"),
        piece("window", -0.9, back + 0.01, sill=3.0, width=1.3, height=1.5, view="sky", bar=0.6),
        piece("wall_door", 1.7, back + 0.01, y=2.1),
        piece("wall_door", -1.6, back + 1.44, grey=0.3, width=0.8, height=1.8),
        frame.on_left("wall_door", -0.6),
        frame.on_right("picture", -0.5, y=2.4, seed=request.seed),
        frame.on_right("picture", -1.7, y=3.0, motif="portrait", seed=request.seed + 1),
        piece("pendant", -0.4, 0.2, y=3.4, drop=1.5, style="globe"),
        piece("plant", -2.2, 0.9, height=1.2, seed=request.seed),
        piece("coat_stand", 2.2, 1.3),
        frame.on_front("wall_door", 0.0, width=1.4, style="double"),
    ]
    marks = (
        *facing_pair(-0.5, 0.9),
        *depth_marks(((0.6, 0.6), (-1.5, -0.6), (-1.6, 1.8), (1.4, 1.9), (-0.6, -0.8))),
        stand("step_low", 0.75, -0.55, 0, 0.525),
        stand("step_high", 0.75, -1.9, 0, 1.4),
        stand("landing", -0.4, back + 0.7, 0, 2.1),
        seat("step_seat", 0.45, -0.35, 5, 0.35),
        stand("door", -2.0, -0.6, 90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(-0.4, 3.2, 0.2, 3.0, 0.45)])


PASSAGES: dict[str, SetFunction] = {"bathroom": bathroom, "corridor": corridor, "stairs": stairs}
