"""Big rooms: libraries, lobbies, airports, laboratories, factories, castles."""

from __future__ import annotations

from screenplay2board.stage.sets.kit import (
    TABLE_GAP_M,
    SetFunction,
    SetRequest,
    at_table,
    chairs_at,
    closed_room,
    depth_marks,
    facing_pair,
    lamp_light,
    leaning,
    piece,
    seat,
    side_by_side,
    stand,
    table_pair,
)
from screenplay2board.stage.types import SetPlan


def library(request: SetRequest) -> SetPlan:
    """Plan a library: tall shelves along the walls and in stacks, a reading table with a lamp, a ladder."""
    frame = closed_room(8.4, 8.4, 3.6, front=3.4, floor_grey=0.12)
    back = frame.back
    pieces = [
        *(
            piece("bookshelf", x, back + 0.22, width=1.9, height=3.1, seed=request.seed + i)
            for i, x in enumerate((-3.2, -1.2, 1.2, 3.2))
        ),
        *(
            piece("bookshelf", side * 2.7, z, -90 * side, width=2.2, height=2.3, depth=0.36, seed=int(z * 10) + 60)
            for z in (-3.2, -0.6)
            for side in (-1, 1)
        ),
        *(
            piece("bookshelf", side * 3.95, 1.4, -90 * side, width=2.6, height=3.1, seed=request.seed + 9)
            for side in (-1, 1)
        ),
        piece("ladder", 2.1, back + 0.66, height=2.8),
        piece("table", 0.0, -1.7, width=0.9, depth=1.2, grey=0.3),
        *chairs_at(0.0, -1.7, TABLE_GAP_M, style="solid"),
        piece("lamp", 0.0, -2.05, y=0.74),
        piece("book", 0.2, -1.5, 20, y=0.74),
        piece("book", -0.22, -1.6, -15, y=0.74),
        piece("pendant", 0.0, 0.2, y=2.4, drop=1.1, style="globe", width=0.36),
        piece("rug", 0.0, 0.4, width=2.6, depth=2.0),
        frame.on_front("wall_door", 0.0, width=1.6, height=2.4, style="double"),
        frame.on_front("picture", 2.2, width=1.0, height=1.2, motif="portrait", seed=request.seed),
    ]
    marks = (
        *facing_pair(0.0, 0.4),
        *depth_marks(((0.0, -0.6), (-1.6, 0.6), (1.6, 0.7), (-1.4, -2.9), (1.3, -2.9), (0.0, 1.9))),
        *table_pair(0.0, -1.7),
        stand("shelf", -2.1, -0.5, -80),
        stand("door", 0.0, 2.8, 180),
    )
    return frame.plan(
        request, pieces, marks, [lamp_light(0.0, 1.1, -2.0, 1.8, 0.5), lamp_light(0.0, 2.4, 0.2, 2.6, 0.35)]
    )


def laboratory(request: SetRequest) -> SetPlan:
    """Plan a laboratory: benches with jars and screens, a fume hood, shelves of bottles, a board of formulas."""
    frame = closed_room(
        7.2, 6.4, 2.9, front=3.2, floor_pattern="tiles", step=0.8, floor_grey=0.06, ceiling_pattern="panels"
    )
    back = frame.back
    pieces = [
        piece("counter", -1.4, back + 0.34, width=4.0, style="kitchen", sink_at=0.9, grey=0.06),
        frame.on_back("wall_shelf", -2.4, width=1.8, y=1.5, load="bottles", seed=request.seed),
        frame.on_back("wall_shelf", -2.4, width=1.8, y=1.9, load="jars", seed=request.seed + 1),
        frame.on_back("board", 0.3, style="white", width=1.9, height=1.1, y=1.2, seed=request.seed),
        piece("console", 2.6, back + 0.55, 0, width=2.0, seed=request.seed),
        piece("counter", -2.2, 0.3, 90, width=2.2, style="shop", grey=0.04),
        piece("monitor", -2.25, 0.8, 60, y=0.92),
        piece("bottle", -2.1, 0.1, y=0.92),
        piece("glass", -2.0, -0.2, y=0.92),
        piece("glass", -2.2, -0.4, y=0.92),
        piece("stool", -1.45, 0.3, seat=0.62, height=0.62),
        piece("fridge", 3.2, -1.2, -90),
        piece("rack", 3.2, 0.8, -90, width=1.8, height=2.1, depth=0.5, grey=0.2, load="goods", seed=request.seed),
        piece("strip_light", -0.9, 0.0, y=2.8, width=1.8),
        piece("strip_light", 1.2, 0.0, y=2.8, width=1.8),
        frame.on_left("window", -1.6, width=1.4, height=1.2, view="city", seed=request.seed),
        frame.on_right("wall_door", 2.3, style="glass"),
        frame.on_front("board", 0.0, style="white", width=2.4, seed=request.seed + 2),
    ]
    marks = (
        *facing_pair(0.3, 0.3),
        *depth_marks(((0.3, -1.0), (-0.9, -1.2), (1.7, -0.6), (-0.7, 1.5), (1.7, 1.4), (0.3, 2.0))),
        leaning("bench", -1.4, back + 1.05, 180, 0.92),
        seat("stool", -1.45, 0.3, -75, 0.62),
        stand("door", 3.0, 2.3, -90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.2, 2.5, 0.0, 2.8, 0.4)])


def lobby(request: SetRequest) -> SetPlan:
    """Plan a lobby: the reception desk with keys behind it, columns, sofas, lifts, plants."""
    frame = closed_room(10.0, 9.0, 4.0, front=3.8, floor_pattern="checker", step=1.0, floor_grey=0.03)
    back = frame.back
    pieces = [
        piece("counter", 0.2, back + 1.6, width=3.6, height=1.1, style="bar", grey=0.24, top_grey=0.1),
        frame.on_back("board", 0.2, style="menu", width=2.0, height=0.7, y=2.3, seed=request.seed),
        frame.on_back("pigeonholes", 0.2, width=3.2),
        piece("lamp", -1.2, back + 1.6, y=1.1),
        piece("monitor", 0.9, back + 1.55, 160, y=1.1),
        frame.on_back("wall_door", -3.5, style="lift", width=1.2, height=2.2),
        frame.on_back("wall_door", 3.8, style="lift", width=1.2, height=2.2),
        *(piece("column", side * 2.5, z, height=4.0, width=0.5) for z in (-2.2, 1.9) for side in (-1, 1)),
        piece("sofa", -3.6, -0.2, 70),
        piece("armchair", -2.9, -1.7, 20),
        piece("table", -2.6, 0.1, 70, width=0.9, depth=0.5, height=0.4, style="block"),
        piece("plant", 4.3, -2.6, height=1.8, seed=request.seed),
        piece("plant", -4.4, -2.4, height=1.8, seed=request.seed + 1),
        piece("suitcase", 1.5, -1.8, 15),
        piece("rug", 0.0, 0.2, width=3.0, depth=3.0, style="round"),
        piece("pendant", 0.0, 0.0, y=2.7, drop=1.2, style="globe", width=0.5),
        frame.on_right("window", 0.2, width=2.2, height=2.4, sill=0.5, panes=3, view="city", seed=request.seed),
        frame.on_front("wall_door", 0.0, width=2.0, height=2.5, style="double"),
    ]
    marks = (
        *facing_pair(0.0, 0.1),
        *depth_marks(((0.2, -1.6), (-1.5, -0.9), (1.6, -0.7), (-1.5, 1.5), (1.5, 1.5), (0.0, 2.4))),
        *side_by_side("sofa", -3.5, -0.2, 70, 0.45),
        seat("armchair", -2.87, -1.65, 20, 0.43),
        leaning("desk", 0.2, back + 2.2, 180, 1.1),
        stand("porter", 0.0, back + 0.9, 0),
        stand("door", 0.0, 3.2, 180),
    )
    return frame.plan(
        request, pieces, marks, [lamp_light(0.0, 2.4, 0.0, 3.0, 0.4), lamp_light(-1.2, 1.5, back + 1.6, 1.8, 0.4)]
    )


def airport(request: SetRequest) -> SetPlan:
    """Plan a departure hall: windows onto the apron, the board of flights, rows of seats, desks with queues."""
    frame = closed_room(
        13.0,
        11.0,
        4.6,
        front=4.4,
        floor_pattern="tiles",
        step=1.2,
        floor_grey=0.05,
        ceiling_pattern="panels",
        skirting=False,
    )
    back = frame.back
    pieces = [
        *(
            frame.on_back(
                "window", x, width=3.6, height=2.9, sill=0.5, panes=3, bar=0.0, view="airfield", seed=request.seed + i
            )
            for i, x in enumerate((-4.4, -0.4, 3.6))
        ),
        piece("board_hung", 0.0, -3.4, y=3.0, width=3.4, height=1.0),
        *(piece("row_seats", x, z, yaw) for x, z, yaw in ((-3.3, -2.2, 0), (3.3, -2.2, 0), (-3.3, 1.9, 180))),
        piece("counter", 5.4, -1.0, -90, width=3.0, height=1.1, style="shop", grey=0.14),
        piece("monitor", 5.5, -0.4, -90, y=1.1),
        *(piece("barrier", 3.9, z, 90, width=1.6) for z in (-1.6, 0.2)),
        piece("suitcase", -1.6, -1.9, 25),
        piece("suitcase", 1.5, -0.9, -15),
        piece("plant", -6.0, 0.6, height=1.6, seed=request.seed),
        *(piece("column", side * 5.6, -3.6, height=4.6, width=0.6) for side in (-1, 1)),
        frame.on_left("wall_door", 2.4, width=1.8, height=2.3, style="double"),
        frame.on_front("board", -2.0, style="departures", width=3.0, height=1.4, y=2.2, seed=request.seed),
        frame.on_front("wall_door", 2.0, width=2.4, height=2.5, style="double"),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(((0.0, -1.7), (-1.6, -0.6), (2.2, -0.9), (-1.5, 1.5), (1.6, 1.5), (0.2, -3.6))),
        *side_by_side("row", -3.3, -2.2, 0, 0.45, apart=0.6),
        seat("row_3", 3.0, -2.2, 0),
        leaning("desk", 4.75, -1.0, 90, 1.1),
        stand("window", -0.4, back + 0.7, 180),
        stand("door", -5.9, 2.4, 90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(x, 3.2, -0.5, 3.6, 0.35) for x in (-3.0, 0.0, 3.0)])


def factory(request: SetRequest) -> SetPlan:
    """Plan a factory floor: machines with pipes, tanks, a gantry, drums, high windows."""
    frame = closed_room(
        12.0,
        14.0,
        6.0,
        front=5.0,
        floor_grey=0.18,
        floor_pattern="plain",
        wall_grey=0.1,
        side_grey=0.16,
        ceiling_grey=0.16,
        ceiling_pattern="beams",
        wall_pattern="bricks",
        skirting=False,
    )
    back = frame.back
    pieces = [
        *(frame.on_back("window", x, width=2.2, height=1.6, sill=3.4, panes=4, view="sky") for x in (-3.8, 0.0, 3.8)),
        *(
            piece("machine", side * 3.4, z, -90 * side, seed=i)
            for i, (side, z) in enumerate(((-1, -5.2), (1, -5.2), (-1, -2.2), (1, -2.2)))
        ),
        piece("machine", 0.0, back + 1.2, width=3.0, height=2.8, seed=7),
        piece("pipe_run", -5.4, -2.0, 90, y=2.6, width=12.0),
        piece("pipe_run", 5.4, -2.0, 90, y=3.0, width=12.0),
        piece("beam", 0.0, -3.6, y=4.4, width=12.0, height=0.5, depth=0.4, grey=0.5),
        piece("railing", -4.4, 1.2, 90, width=3.0, style="rails"),
        piece("drum", 3.6, 0.8),
        piece("drum", 4.2, 0.4),
        piece("drum", 4.0, 1.4),
        piece("crate", -2.7, 0.4, 12, width=1.0, height=0.5, depth=0.8),
        *(piece("pendant", 0.0, z, y=3.8, drop=2.0, width=0.7) for z in (-4.5, 0.0)),
        frame.on_right("roller_gate", 3.0, width=3.0, height=3.0),
        frame.on_left("wall_door", 3.4, style="metal", grey=0.4),
        frame.on_front("roller_gate", 0.0, width=4.0, height=3.6),
    ]
    marks = (
        *facing_pair(0.0, 0.2),
        *depth_marks(((0.0, -1.6), (-1.4, -1.0), (1.5, -1.0), (-1.5, 1.6), (1.6, 1.5), (0.0, -4.4))),
        seat("crate", -2.7, 0.4, 50, 0.5),
        stand("door", -5.2, 3.4, 90),
    )
    return frame.plan(request, pieces, marks, [lamp_light(0.0, 3.2, z, 3.2, 0.4) for z in (-4.5, 0.0)])


def castle(request: SetRequest) -> SetPlan:
    """Plan a castle's hall: stone walls, arches, the throne on its steps, banners, a long table with candles."""
    frame = closed_room(
        9.6,
        12.0,
        5.6,
        front=4.6,
        floor_pattern="tiles",
        step=1.0,
        floor_grey=0.14,
        wall_grey=0.08,
        side_grey=0.14,
        ceiling_grey=0.2,
        ceiling_pattern="beams",
        wall_pattern="stone",
        skirting=False,
    )
    back = frame.back
    pieces = [
        piece("steps", 0.0, back + 1.6, width=4.6, depth=2.6, height=0.45, count=3),
        piece("captain_chair", 0.0, back + 1.0, y=0.45, height=1.9, grey=0.6),
        *(piece("banner", x, back + 0.06, seed=i) for i, x in enumerate((-2.2, 2.2))),
        frame.on_back("stained_window", 0.0, width=1.5, height=2.6, sill=2.6, seed=request.seed),
        *(piece("column", side * 3.9, z, height=5.6, width=0.6) for z in (-5.4, -1.8, 1.8) for side in (-1, 1)),
        piece("table", -2.7, -1.4, 90, width=2.6, depth=0.9, grey=0.36),
        *(piece("stool", -1.95, z, seat=0.45, height=0.45) for z in (-2.1, -0.8)),
        piece("candles", -2.7, -1.6, y=0.74, width=0.3, depth=0.3, count=3),
        piece("plate", -2.5, -0.9, y=0.74),
        piece("fireplace", 4.45, -3.6, -90, width=2.2, height=1.7, depth=0.6),
        frame.on_right("banner", 0.0, seed=4),
        frame.on_left("banner", 0.2, seed=5),
        piece("candles", 1.9, back + 2.9, width=0.4, depth=0.4, height=1.5, count=4),
        frame.on_front("wall_door", 0.0, width=2.0, height=3.2, style="double", grey=0.45),
    ]
    marks = (
        *facing_pair(0.2, 0.2),
        *depth_marks(((0.1, -1.4), (-1.3, -0.6), (1.7, -0.9), (-1.4, 1.6), (1.6, 1.6), (0.1, -3.2))),
        seat("throne", 0.0, back + 1.05, 0, 0.5, 0.45),
        *(at_table(f"stool_{i}", -1.95, z, -90, 0.45) for i, z in enumerate((-2.1, -0.8), start=1)),
        stand("door", 0.0, 4.0, 180),
    )
    return frame.plan(
        request,
        pieces,
        marks,
        [
            lamp_light(1.9, 1.8, back + 2.9, 2.6, 0.45),
            lamp_light(-2.7, 1.1, -1.6, 1.8, 0.4),
            lamp_light(3.8, 0.8, -3.6, 2.2, 0.45),
        ],
    )


HALLS: dict[str, SetFunction] = {
    "library": library,
    "laboratory": laboratory,
    "lobby": lobby,
    "airport": airport,
    "factory": factory,
    "castle": castle,
}
