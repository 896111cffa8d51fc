"""Small and low places: lifts, attics, cellars, tents, traditional Korean rooms, pools."""

from __future__ import annotations

from dataclasses import replace

from screenplay2board.stage.sets.kit import (
    SetFunction,
    SetRequest,
    closed_room,
    depth_marks,
    facing_pair,
    lamp_light,
    leaning,
    lying,
    moonlight,
    open_plan,
    piece,
    seat,
    stand,
)
from screenplay2board.stage.types import SetPlan


def lift(request: SetRequest) -> SetPlan:
    """Plan the inside of a lift: doors at the back, mirror and rail at the side, the panel of buttons."""
    frame = closed_room(
        2.6,
        2.6,
        2.4,
        front=1.5,
        floor_pattern="tiles",
        step=0.5,
        wall_grey=0.1,
        side_grey=0.16,
        ceiling_pattern="panels",
        skirting=False,
    )
    pieces = [
        frame.on_back("wall_door", 0.0, style="lift", width=1.3, height=2.0, grey=0.22),
        frame.on_left("wall_mirror", 0.2, width=1.6, height=1.1, y=1.0),
        piece("railing", 1.22, 0.2, -90, width=2.2, height=0.95, style="glass", depth=0.05),
        frame.on_right("poster", -0.2, width=0.4, height=0.55, y=1.3, seed=request.seed),
        piece("strip_light", 0.0, 0.1, y=2.36, width=1.2, depth=0.5),
        frame.on_front("wall_mirror", 0.0, width=1.4, height=1.2, y=0.95),
    ]
    marks = (
        *facing_pair(0.0, 0.25, 1.0),
        *depth_marks(((0.0, -0.6), (-0.75, -0.4), (0.75, -0.4), (0.0, 1.0))),
        leaning("rail", 0.95, 0.6, -80, 0.95),
        stand("door", 0.0, -0.75, 0),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.0, 2.1, 0.2, 1.8, 0.4)])


def attic(request: SetRequest) -> SetPlan:
    """Plan an attic under the roof: slopes with rafters, boxes, a trunk, an old mirror, a round window."""
    frame = closed_room(
        6.4, 7.0, 3.3, front=3.0, floor_grey=0.16, wall_pattern="planks", skirting=False, ceiling_grey=0.2
    )
    back = frame.back
    pieces = [
        *(piece("roof_slope", side * 3.2, -0.5, -90 * side, width=7.0) for side in (-1, 1)),
        frame.on_back("window", 0.0, width=0.9, height=1.0, sill=1.3, panes=2, view="sky"),
        piece("crate", -1.5, back + 0.6, 8, style="card", grey=0.14, width=0.8),
        piece("crate", -1.45, back + 0.6, -10, y=0.5, style="card", grey=0.18),
        piece("crate", 1.5, back + 0.5, -6, width=1.1, height=0.5, depth=0.6, grey=0.36),
        piece("mirror", 0.9, back + 0.35, -10),
        piece("drawers", -1.9, -1.0, 90, width=0.9, height=0.9),
        piece("lamp", -1.9, -1.0, y=0.9),
        piece("chair", 1.8, -0.6, -50),
        piece("crate", 1.8, 1.0, 25, style="card", grey=0.14, width=0.7),
        piece("suitcase", -1.8, 0.6, 30),
        piece("pendant", 0.0, -0.4, y=2.3, drop=0.9, style="bare"),
    ]
    marks = (
        *facing_pair(0.0, 0.2),
        *depth_marks(((0.0, -1.0), (-1.0, -0.8), (1.0, -1.3), (-1.0, 1.4), (0.9, 1.5), (0.0, 1.9))),
        seat("chair", 1.8, -0.6, -50),
        seat("trunk", 1.5, back + 0.5, -6, 0.5),
        stand("door", 0.0, 2.4, 180),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.0, 2.2, -0.4, 2.4, 0.45)])


def basement(request: SetRequest) -> SetPlan:
    """Plan a cellar: brick walls, stairs that come down, a boiler with pipes, shelves of jars, one bare bulb."""
    frame = closed_room(
        6.4,
        6.2,
        2.5,
        front=3.0,
        floor_grey=0.22,
        floor_pattern="plain",
        wall_grey=0.12,
        side_grey=0.18,
        ceiling_grey=0.2,
        ceiling_pattern="beams",
        wall_pattern="bricks",
        skirting=False,
    )
    back = frame.back
    pieces = [
        piece("stairs", 2.3, -1.3, width=1.0, height=2.4, depth=3.0, steps=12, rail="left", grey=0.3),
        piece("water_tank", -1.9, back + 0.8, width=1.0, height=2.0, grey=0.4),
        piece("pipe_run", 0.0, back + 0.3, y=1.7, width=6.0),
        piece("bookshelf", 0.2, back + 0.26, width=1.6, height=1.9, load="jars", grey=0.36, seed=request.seed),
        piece("table", -2.7, -0.6, 90, width=1.6, depth=0.6, height=0.85, grey=0.34),
        piece("crate", -2.6, 1.2, 10),
        piece("crate", -2.5, 1.2, -14, y=0.5, style="card", grey=0.14, width=0.5, height=0.4),
        piece("washing_machine", -0.95, back + 0.4),
        piece("chair", 1.1, -1.6, 10),
        piece("pendant", 0.0, -0.3, y=1.95, drop=0.5, style="bare"),
        frame.on_front("wall_door", -1.4, style="metal", grey=0.45),
    ]
    marks = (
        *facing_pair(-0.1, 0.3),
        *depth_marks(((-0.1, -1.0), (-1.5, -0.9), (1.2, -0.4), (-1.3, 1.5), (1.3, 1.5), (0.0, 2.0))),
        seat("chair", 1.1, -1.6, 10),
        stand("step_low", 2.3, -0.3, 0, 0.4),
        stand("door", 1.5, 0.6, -60),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.0, 1.9, -0.3, 2.3, 0.5)])


def tent(request: SetRequest) -> SetPlan:
    """Plan the inside of a large tent: canvas slopes, poles, camp beds, a lantern, the flap open at the back."""
    pieces = [
        piece("floor", 0, -3, width=50, depth=40, grey=0.14),
        *(
            piece("roof_slope", side * 2.3, -0.4, -90 * side, width=6.0, rise=2.7, run=2.3, rafters=False, grey=0.05)
            for side in (-1, 1)
        ),
        piece("grip_pole", 0.0, -3.2, height=2.7),
        piece("bed", -1.55, -1.4, width=0.7, depth=1.9, seat=0.4, style="cot", cover_grey=0.26),
        piece("bed", 1.55, -1.4, width=0.7, depth=1.9, seat=0.4, style="cot", cover_grey=0.2),
        piece("crate", 0.0, -2.7, 8, width=0.7, height=0.5, depth=0.5),
        piece("candle", 0.0, -2.7, y=0.5),
        piece("bag", -1.5, 0.4, 70),
        piece("rope", 1.5, 0.4, 20),
        piece("rug", 0.0, 0.2, width=1.8, depth=1.6, style="stripes"),
        *(
            piece("tree", x, z, style="pine", height=h, seed=i, grey=0.4)
            for i, (x, z, h) in enumerate(((-2.0, -9.0, 6.0), (1.6, -11.0, 7.0), (4.0, -10.0, 6.5), (-5.0, -12.0, 7.0)))
        ),
        piece("hills", 0, -40, width=120, height=9, grey=0.16, style="woods", seed=request.seed),
        piece("hills", 0, 40, 180, width=120, height=9, grey=0.16, style="woods", seed=request.seed + 1),
    ]
    marks = (
        *facing_pair(0.0, 0.3, 1.0),
        *depth_marks(((0.0, -0.8), (0.0, -1.9), (-0.7, 1.3), (0.7, 1.4), (0.0, 1.9))),
        lying("cot_left", -1.55, -1.35, 0, 0.4),
        lying("cot_right", 1.55, -1.35, 0, 0.4),
        seat("cot_edge_left", -1.3, -1.0, 75, 0.4),
        seat("cot_edge_right", 1.3, -1.0, -75, 0.4),
        stand("door", 0.0, -3.9, 0),
    )
    plan = open_plan(
        request,
        pieces,
        marks,
        [lamp_light(0.0, 0.9, -2.5, 2.4, 0.5)],
        bounds=(-1.6, -4.2, 1.6, 2.4),
        camera_bounds=(-2.0, -4.0, 2.0, 8.0),
    )
    return replace(plan, ceiling_m=2.7)


def hanok(request: SetRequest) -> SetPlan:
    """Plan the room of a Korean house: paper doors, a low table with cushions, a chest, a folding screen."""
    frame = closed_room(
        6.2,
        5.6,
        2.5,
        front=2.8,
        floor_grey=0.08,
        wall_grey=0.02,
        side_grey=0.06,
        ceiling_pattern="beams",
        skirting=False,
    )
    back = frame.back
    pieces = [
        frame.on_back("wall_door", -0.6, style="sliding", width=2.4, height=2.0, grey=0.4),
        frame.on_left("wall_door", -0.6, style="sliding", width=2.2, height=2.0, grey=0.4),
        piece("folding_screen", 1.95, back + 0.4, seed=request.seed),
        piece("drawers", -2.4, back + 0.34, width=1.1, height=0.9, rows=3, columns=2, grey=0.45),
        piece("bottle", -2.5, back + 0.34, y=0.9),
        piece("table", 0.0, -0.9, width=1.0, depth=0.6, height=0.32, style="block", grey=0.4),
        piece("cushion", -0.85, -0.9, 90, seat=0.08),
        piece("cushion", 0.85, -0.9, -90, seat=0.08),
        piece("cup", -0.2, -0.8, y=0.32),
        piece("cup", 0.22, -0.95, y=0.32),
        piece("candle", 0.0, -1.05, y=0.32),
        frame.on_right("picture", -0.4, width=0.5, height=1.3, y=0.8, seed=request.seed),
        piece("flowers", 2.75, 0.9),
        frame.on_front("wall_door", 0.0, style="sliding", width=2.4, height=2.0, grey=0.4),
    ]
    marks = (
        *facing_pair(0.0, 0.5),
        *depth_marks(((0.0, -1.9), (-1.6, 0.4), (1.6, 0.5), (-1.2, 1.5), (1.2, 1.5))),
        seat("cushion_left", -0.85, -0.9, 90, 0.08),
        seat("cushion_right", 0.85, -0.9, -90, 0.08),
        stand("door", -2.6, -0.6, 90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.0, 0.7, -1.0, 1.9, 0.5)])


def pool(request: SetRequest) -> SetPlan:
    """Plan a swimming pool in the open: blue water with lanes, a tiled edge, loungers, parasols, a diving board."""
    pieces = [
        piece("floor", 0, -6, width=70, depth=60, grey=0.14 if request.night else 0.02, pattern="tiles", step=1.5),
        piece("pool_basin", 0.5, -6.2, width=13.0, depth=8.0),
        piece("diving_board", -5.4, -6.2, 90),
        *(
            piece(
                "bed", x, 1.0, yaw, width=0.65, depth=1.8, seat=0.34, height=0.5, style="cot", grey=0.2, cover_grey=0.02
            )
            for x, yaw in ((-3.4, 160), (3.6, -160))
        ),
        *(piece("parasol", x, 0.2) for x in (-4.3, 4.5)),
        piece("table", 2.5, 0.6, width=0.5, style="round", height=0.5, grey=0.0),
        piece("glass", 2.5, 0.6, y=0.5),
        piece("ladder", 1.8, -2.0, 180, height=0.9, width=0.6, depth=0.05),
        piece("building", 0.0, -17, width=18, height=6.6, depth=6, grey=0.06, shop=False, seed=request.seed),
        *(piece("palm", x, -12.5, seed=i, height=5.6) for i, x in enumerate((-7.0, 8.0, 11.0))),
        piece("hedge", 0, -12.9, width=30, height=1.1),
        piece("hills", 0, -46, width=160, height=10, grey=0.12, seed=request.seed),
        piece("hedge", 0, 9.0, 180, width=30, height=1.4),
        piece("palm", -6.0, 10.5, seed=9),
    ]
    marks = (
        *facing_pair(0.0, 0.0),
        *depth_marks(((0.0, -1.3), (-1.7, -0.9), (1.6, -0.8), (-1.5, 1.6), (1.5, 1.6))),
        lying("lounger_left", -3.4, 1.0, 160, 0.34),
        lying("lounger_right", 3.6, 1.0, -160, 0.34),
        stand("door", -2.6, 2.4, 100),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [moonlight(), lamp_light(0, 1.0, -6, 3.0, 0.3)],
        bounds=(-6, -1.8, 6, 7.5),
        mirrored=None,
    )


NOOKS: dict[str, SetFunction] = {
    "lift": lift,
    "attic": attic,
    "basement": basement,
    "tent": tent,
    "hanok": hanok,
    "pool": pool,
}
