"""Where people go out: cafés and bars."""

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
    stand,
    table_pair,
)
from screenplay2board.stage.types import SetPlan


def cafe(request: SetRequest) -> SetPlan:
    """Plan a café: a round table before the shop window, a counter with a machine, pendants, a menu board."""
    frame = closed_room(7.4, 6.2, 2.9, floor_pattern="checker", step=0.6, floor_grey=0.04)
    pieces = [
        frame.on_back(
            "window", -1.3, width=3.0, height=1.7, sill=0.65, panes=3, bar=0.8, view="houses", seed=request.seed
        ),
        piece("counter", 2.55, -1.75, width=2.0, style="shop", height=1.05, grey=0.14),
        piece("glass_case", 1.1, -1.75, width=0.85, seed=request.seed),
        piece("coffee_machine", 2.7, -1.75, y=1.05),
        frame.on_back("board", 2.1, style="menu", width=1.9, height=0.75, y=1.85, seed=request.seed),
        frame.on_back("wall_shelf", 2.2, y=1.4, width=1.8, seed=request.seed),
        piece("table", 0.0, 0.0, width=0.8, style="round"),
        *chairs_at(0.0, 0.0, TABLE_GAP_M - 0.06),
        piece("cup", -0.18, 0.1, y=0.74),
        piece("cup", 0.22, -0.05, y=0.74),
        piece("table", -2.5, -1.7, width=0.8, style="round"),
        piece("chair", -3.1, -1.7, 90),
        piece("chair", -2.1, -2.35, -20),
        piece("flowers", -2.5, -1.7, y=0.74),
        piece("table", -2.7, 1.2, width=0.8, style="round"),
        piece("chair", -2.7, 0.55, 0),
        piece("pendant", 0.0, -0.3, y=2.0, drop=0.75),
        piece("pendant", 2.4, -1.6, y=2.05, drop=0.7, style="globe", width=0.36),
        frame.on_left("wall_door", 0.0, style="glass", grey=0.4),
        frame.on_right("picture", 0.6, width=0.9, height=0.7, seed=request.seed),
        piece("plant", 3.3, 1.6, height=1.5, seed=request.seed),
        frame.on_front("poster", -1.6, seed=request.seed),
        frame.on_front("picture", 0.6, width=1.1, height=0.7, seed=request.seed + 1),
    ]
    marks = (
        *facing_pair(z=1.05),
        *depth_marks(((1.7, -0.6), (-1.4, -1.0), (1.7, 0.8), (-1.5, 1.3), (0.4, -1.0), (0.0, 1.9))),
        *table_pair(0.0, 0.0, TABLE_GAP_M - 0.06),
        at_table("corner", -3.1, -1.7, 90),
        stand("counter", 2.4, -0.95, 165),
        stand("barista", 2.2, -2.45, 0),
        stand("door", -3.1, 0.0, 90),
    )
    return frame.plan(
        request, pieces, marks, [lamp_light(0.0, 1.8, -0.3, 2.2, 0.4), lamp_light(2.4, 1.9, -1.6, 1.8, 0.4)]
    )


def bar(request: SetRequest) -> SetPlan:
    """Plan a bar: the counter across the back with bottles behind it, stools, pendants, a booth table."""
    frame = closed_room(8.4, 6.6, 3.0, floor_grey=0.2, wall_grey=0.1, side_grey=0.16, wall_pattern="panels")
    back = frame.back
    stools = (-1.9, -1.1, 1.1, 1.9)
    pieces = [
        piece("back_bar", 0.0, back + 0.25, width=4.6, seed=request.seed),
        piece("counter", 0.0, -2.0, width=5.4, height=1.1, depth=0.6, style="bar", grey=0.3, top_grey=0.5),
        piece("beer_taps", 0.75, -2.05, y=1.1),
        piece("glass", -0.5, -1.95, y=1.1),
        piece("bottle", -1.2, -2.0, y=1.1),
        *(piece("stool", x, -1.2, seat=0.8, height=0.8) for x in stools),
        *(piece("pendant", x, -1.9, y=2.05, drop=0.8) for x in (-1.8, 0.0, 1.8)),
        frame.on_back("neon_sign", -3.2, seed=request.seed, width=1.2),
        piece("table", -2.9, 0.4, width=0.8, style="round", grey=0.35),
        piece("stool", -3.5, 0.4, seat=0.5, height=0.5),
        piece("stool", -2.9, -0.25, seat=0.5, height=0.5),
        frame.on_left("poster", -1.4, seed=request.seed),
        frame.on_right("wall_door", 0.8, grey=0.35),
        frame.on_right("picture", -1.0, seed=request.seed),
        piece("table", 3.2, 2.3, width=0.8, style="round", grey=0.35),
        piece("candles", 3.2, 2.3, y=0.74, height=0.14, width=0.12),
        frame.on_front("poster", 1.5, seed=request.seed + 1),
        frame.on_front("wall_mirror", -1.0, width=1.2),
    ]
    marks = (
        *facing_pair(0.0, -0.5),
        *depth_marks(((0.0, 0.5), (-1.7, 0.0), (1.8, 0.0), (-0.9, 1.4), (1.0, 1.4), (2.8, -0.5), (-2.9, 1.3))),
        leaning("bar_left", -0.55, -1.42, 165, 1.1),
        leaning("bar_right", 0.55, -1.42, -165, 1.1),
        *(seat(f"stool_{i}", x, -1.2, 180, 0.8) for i, x in enumerate(stools, start=1)),
        stand("barkeeper", 0.0, -2.6, 0),
        at_table("table_left", -3.5, 0.4, 90, 0.5),
        stand("door", 3.5, 0.8, -90),
    )
    lights = [lamp_light(x, 1.6, -1.8, 1.7, 0.4) for x in (-1.8, 0.0, 1.8)]
    return frame.plan(request, pieces, marks, [*lights, lamp_light(3.2, 1.0, 2.3, 0.9, 0.3)])


def restaurant(request: SetRequest) -> SetPlan:
    """Plan a restaurant: tables with white cloths, glasses and candles, panelled walls, a waiter's sideboard."""
    frame = closed_room(8.0, 6.8, 2.9, floor_grey=0.16, wall_pattern="panels", wall_grey=0.06)
    back = frame.back
    others = ((-2.6, -1.7), (2.6, -1.7), (-2.9, 1.4), (3.0, 1.5))
    pieces = [
        frame.on_back("window", -1.5, width=1.6, height=1.6, sill=0.8, curtain="long", view="city", seed=request.seed),
        frame.on_back(
            "window", 1.5, width=1.6, height=1.6, sill=0.8, curtain="long", view="city", seed=request.seed + 1
        ),
        frame.on_back("wall_mirror", 0.0, width=0.6, height=1.0, y=1.2),
        piece("table", 0.0, 0.0, width=0.86, depth=0.86, cloth=True),
        *chairs_at(0.0, 0.0, TABLE_GAP_M, style="solid", height=1.0, grey=0.4),
        piece("glass", -0.2, 0.2, y=0.75),
        piece("glass", 0.22, -0.14, y=0.75),
        piece("plate", -0.24, -0.02, y=0.75),
        piece("plate", 0.24, 0.05, y=0.75),
        piece("candle", 0.0, -0.2, y=0.75),
        *(piece("table", x, z, width=0.86, depth=0.86, cloth=True) for x, z in others),
        *(piece("chair", x, z + 0.72, 180, style="solid", height=1.0, grey=0.4) for x, z in others[:2]),
        *(piece("chair", x, z - 0.72, 0, style="solid", height=1.0, grey=0.4) for x, z in others),
        *(piece("candle", x, z, y=0.75) for x, z in others[:2]),
        *(piece("glass", x + 0.2, z + 0.2, y=0.75) for x, z in others),
        piece("drawers", 0.0, back + 0.26, width=1.0, height=0.9, columns=2),
        piece("flowers", 0.0, back + 0.26, y=0.9),
        frame.on_left("wall_door", 0.2, style="double", width=1.4),
        frame.on_right("picture", -0.4, width=1.1, height=0.7, seed=request.seed),
        piece("pendant", 0.0, -0.1, y=1.95, drop=0.8, style="globe", width=0.32),
        piece("plant", 3.6, -0.2, height=1.5, seed=request.seed),
        frame.on_front("picture", -1.2, width=1.2, height=0.8, motif="abstract", seed=request.seed),
        frame.on_front("wall_door", 1.4, style="glass"),
    ]
    marks = (
        *facing_pair(0.0, 1.3),
        *depth_marks(((1.3, -0.9), (-1.2, -1.1), (0.0, -1.6), (1.7, 0.4), (-1.7, 0.5), (0.0, 2.2))),
        *table_pair(0.0, 0.0),
        at_table("corner_left", -2.6, -2.42, 0),
        at_table("corner_right", 2.6, -2.42, 0),
        stand("waiter", 0.55, -0.95, -20),
        stand("door", -3.4, 0.2, 90),
    )
    lights = [
        lamp_light(0.0, 1.2, -0.1, 1.8, 0.45),
        lamp_light(-2.6, 1.0, -1.7, 1.3, 0.4),
        lamp_light(2.6, 1.0, -1.7, 1.3, 0.4),
    ]
    return frame.plan(request, pieces, marks, lights)


def shop(request: SetRequest) -> SetPlan:
    """Plan a shop: shelves of goods, the counter with a till, a rail of clothes, the shop window."""
    frame = closed_room(7.0, 6.4, 2.9, floor_pattern="tiles", step=0.8, ceiling_pattern="panels")
    back = frame.back
    pieces = [
        *(
            piece(
                "bookshelf",
                x,
                back + 0.24,
                width=1.5,
                height=2.1,
                depth=0.4,
                load="goods",
                grey=0.1,
                seed=request.seed + i,
            )
            for i, x in enumerate((-2.5, -0.95, 0.6))
        ),
        piece("counter", 2.2, -1.2, -90, width=2.0, style="shop", height=0.98, grey=0.16),
        piece("till", 2.2, -1.0, -80, y=0.98),
        piece("bookshelf", 3.25, -1.4, -90, width=2.2, height=2.1, load="boxes", seed=request.seed + 5),
        piece("rack", -2.9, 0.3, 90, width=2.4, height=1.7, depth=0.5, grey=0.2, load="goods", seed=request.seed),
        piece("crate", -1.9, 1.6, 10, grey=0.2),
        piece("clothes_rail", 2.6, 1.7, -70, seed=request.seed),
        frame.on_back("board", 2.4, width=1.3, height=0.7, y=1.6, style="menu", seed=request.seed),
        piece("strip_light", -1.0, -0.6, y=2.75),
        piece("strip_light", 1.2, -0.6, y=2.75),
        frame.on_left("wall_door", 2.2, style="glass", grey=0.35),
        frame.on_front("window", -1.0, width=2.6, height=1.7, sill=0.6, bar=0.0, view="houses", seed=request.seed),
        frame.on_front("wall_door", 1.6, style="glass", grey=0.35),
    ]
    marks = (
        *facing_pair(0.0, 0.1),
        *depth_marks(((-0.2, -1.4), (-1.5, -1.2), (1.2, -0.9), (-1.3, 1.0), (1.2, 1.3), (0.0, 1.8))),
        stand("shopkeeper", 2.75, -0.7, -85),
        leaning("counter", 1.6, -1.1, 85, 0.98),
        stand("door", -3.0, 2.2, 90),
    )
    return frame.plan(
        request, pieces, marks, [lamp_light(-1.0, 2.5, -0.6, 2.4, 0.35), lamp_light(1.4, 2.5, -0.6, 2.4, 0.35)]
    )


def theatre(request: SetRequest) -> SetPlan:
    """Plan a theatre: the stage with its curtain and lamps at the back, rows of seats, an aisle in the middle."""
    frame = closed_room(
        13.0,
        17.0,
        7.0,
        front=7.0,
        floor_grey=0.22,
        floor_pattern="plain",
        wall_grey=0.22,
        side_grey=0.26,
        ceiling_grey=0.3,
        skirting=False,
    )
    back = frame.back
    rows = (-3.6, -2.5, -1.4, 1.4, 2.5, 3.6)
    pieces = [
        piece("block", 0.0, back + 2.4, width=9.4, height=0.95, depth=4.4, grey=0.12),
        piece("stage_curtain", -3.7, back + 3.7, width=2.2, height=5.6, depth=0.3),
        piece("stage_curtain", 3.7, back + 3.7, width=2.2, height=5.6, depth=0.3),
        piece("stage_curtain", 0.0, back + 0.5, y=0.95, width=7.6, height=4.4, depth=0.16, grey=0.16),
        piece("beam", 0.0, back + 3.8, y=4.9, width=10.0, height=1.1, depth=0.3, grey=0.5),
        piece("block", -5.6, back + 4.0, width=1.6, height=6.2, depth=0.7, grey=0.06),
        piece("block", 5.6, back + 4.0, width=1.6, height=6.2, depth=0.7, grey=0.06),
        *(piece("spotlight", x, back + 4.4, y=5.4) for x in (-2.2, -0.7, 0.7, 2.2)),
        piece("chair", -1.2, back + 2.2, 30, y=0.95),
        piece("lamp", 1.7, back + 1.9, y=0.95),
        *(piece("theatre_seats", side * 3.15, z, 180, width=4.5) for z in rows for side in (-1, 1)),
        frame.on_left("wall_door", 4.6, style="double", width=1.6, height=2.4),
        frame.on_front("wall_door", 0.0, style="double", width=1.8, height=2.4),
    ]
    marks = (
        *facing_pair(0.0, 0.0),
        *depth_marks(((0.0, -1.9), (0.0, 1.9), (-1.9, 0.1), (1.9, 0.1), (0.0, 3.6), (0.0, -4.2))),
        stand("stage_left", -0.6, back + 2.5, 65, 0.95),
        stand("stage_right", 0.6, back + 2.5, -65, 0.95),
        *(
            seat(f"seat_{i}", x, z, 180)
            for i, (x, z) in enumerate(((-2.31, 1.4), (-1.74, 1.4), (1.74, 1.4), (2.31, 1.4)), start=1)
        ),
        stand("door", 0.0, 5.8, 180),
    )
    lights = [lamp_light(0.0, 1.4, back + 2.2, 3.4, 0.6), lamp_light(0.0, 1.0, 0.0, 2.4, 0.25)]
    return frame.plan(request, pieces, marks, lights, mirrored=False)


PUBLIC: dict[str, SetFunction] = {"cafe": cafe, "bar": bar, "restaurant": restaurant, "shop": shop, "theatre": theatre}
