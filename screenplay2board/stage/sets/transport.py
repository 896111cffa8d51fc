"""In and on vehicles: cars, trains, boats, spaceships."""

from __future__ import annotations

from dataclasses import replace

from screenplay2board.stage.props.car_cabin import FLOOR_OVER_ROAD_M
from screenplay2board.stage.sets.city import house_row
from screenplay2board.stage.sets.kit import (
    SetFunction,
    SetRequest,
    at_table,
    depth_marks,
    facing_pair,
    lamp_light,
    leaning,
    moonlight,
    open_plan,
    piece,
    seat,
    side_by_side,
    stand,
)
from screenplay2board.stage.types import Mark, SetPlan, Sky

TREADING_M = 1.28  # how deep somebody is in the sea, whose shoulders show
AIR_M = 120.0  # from the sky to the ground
ROAD_M = -FLOOR_OVER_ROAD_M
CAB_RISE_M = 0.9  # of a truck's cab over a car's
_DECK_BENCH = (2.6, -2.4, -20.0)


def car(request: SetRequest) -> SetPlan:
    """Plan the inside of a car on the road: the driver sits at the right of the picture, the street runs off behind."""
    pieces = [
        piece("floor", 0, -15, y=ROAD_M, width=60, depth=120, grey=0.3 if request.night else 0.08),
        piece("road_marks", -1.9, -26, y=ROAD_M, depth=60),
        *house_row(request, -1, 30.0, -50, 8.5, 8, 13, y=ROAD_M),
        *house_row(request, 1, 30.0, -50, 6.1, 8, 14, y=ROAD_M),
        piece("building", 0, -66, y=ROAD_M, width=30, height=14, depth=6, grey=0.08, seed=request.seed),
        piece("tree", -7.0, -9.0, y=ROAD_M, height=6.5, seed=request.seed),
        piece("tree", 5.0, -20.0, y=ROAD_M, height=6.5, seed=request.seed + 1),
        piece("car_interior", 0, 0),
    ]
    marks = (
        Mark(name="driver", position_m=(0.37, 0.0, 0.0), use="drive", surface_m=0.3),
        Mark(name="passenger", position_m=(-0.37, 0.0, 0.0), use="sit", surface_m=0.3),
        *facing_pair(0.0, 3.2, y=ROAD_M),
        *depth_marks(((-1.7, 0.5), (1.7, 0.6), (-1.9, -1.6), (2.0, 2.2)), y=ROAD_M),
        stand("door", 1.5, -0.4, -60, ROAD_M),
        Mark(name="rear_left", position_m=(-0.36, 0.0, -1.1), use="sit", surface_m=0.31),
        Mark(name="rear_right", position_m=(0.36, 0.0, -1.1), use="sit", surface_m=0.31),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [lamp_light(0, 0.9, 0.5, 1.0, 0.35), lamp_light(-4, 2, -14, 4, 0.4), lamp_light(4, 2, -26, 5, 0.4)],
        bounds=(-3.0, -4.0, 3.0, 5.0),
        camera_bounds=(-6.0, -8.0, 5.0, 12.0),
    )


def truck_cab(request: SetRequest) -> SetPlan:
    """Plan the inside of a truck's cab: a broader car, high over the road."""
    plan = car(request)
    cab = replace(plan.pieces[-1], parameters={"width": 2.1, "height": 1.75, "style": "lorry"})
    around = (replace(p, position_m=(p.position_m[0], -CAB_RISE_M, p.position_m[2])) for p in plan.pieces[:-1])
    return replace(plan, pieces=(*around, cab))


def train(request: SetRequest) -> SetPlan:
    """Plan the inside of a railway coach: facing seats at a window table, rows in depth, the aisle, the end door."""
    rows = (-4.6, -3.5, -2.4)
    pieces = [
        piece("coach_shell", 0.0, -2.0, depth=13.0),
        piece("coach_seats", -0.93, -1.0, 0),
        piece("coach_seats", -0.93, 0.9, 180),
        piece("coach_seats", 0.93, -1.0, 0),
        piece("coach_seats", 0.93, 0.9, 180),
        piece("table", -1.05, -0.05, width=0.76, depth=0.5, height=0.7, style="round"),
        *(piece("coach_seats", side * 0.93, z) for z in rows for side in (-1, 1)),
        *(piece("coach_seats", side * 0.93, z, 180) for z in (2.6,) for side in (-1, 1)),
        piece("grip_pole", 0.36, -5.8),
        piece("suitcase", 0.95, 0.6, 90, y=1.86),
        piece("bag", -0.95, -2.2, 90, y=1.88),
        piece("cup", -0.95, -0.05, y=0.7),
    ]
    marks = (
        *facing_pair(0.0, 0.0, 1.0),
        *depth_marks(((0.0, -1.4), (0.0, -2.8), (0.0, 1.7), (0.0, -4.2), (0.0, -6.0))),
        at_table("table_left", -0.68, -0.92, 0),
        at_table("table_right", -0.68, 0.82, 180),
        seat("seat_left", 0.68, -0.92, 0),
        seat("seat_right", 1.16, -0.92, 0),
        seat("window_seat", -1.16, -0.92, 0),
        *(
            seat(f"row_{i}", side * 0.7, z + 0.06, 0)
            for i, (side, z) in enumerate(((-1, -2.4), (1, -2.4), (-1, -3.5), (1, -3.5)), start=1)
        ),
        stand("door", 0.0, -7.9, 0),
    )
    plan = open_plan(
        request,
        pieces,
        marks,
        [lamp_light(0.0, 2.0, z, 2.2, 0.35) for z in (-4.0, -0.5, 2.5)],
        bounds=(-1.3, -8.2, 1.3, 4.2),
        camera_bounds=(-4.0, -9.0, 4.0, 7.5),
    )
    return replace(plan, ceiling_m=2.35, sky=Sky(kind="plain"))


def boat(request: SetRequest) -> SetPlan:
    """Plan an open boat under sail on the water, a coast far away."""
    pieces = [
        piece("water", 0, 60, y=0.0, depth=700, near=60, waves=30, grey=_sea_grey(request), seed=request.seed),
        piece(
            "water",
            0,
            7,
            y=0.01,
            width=80,
            depth=40,
            near=10,
            waves=90,
            grey=_sea_grey(request),
            seed=request.seed + 1,
        ),
        piece("open_boat", 0, 0, 0, y=-0.12, width=2.6, depth=6.4, height=0.85, seat=0.55),
        piece("sail", 0.0, -1.1, 0, y=0.0, height=6.4, width=2.4),
        piece("rope", 0.35, -2.3, y=0.02),
        piece("crate", -0.4, 2.3, 20, y=0.0, width=0.4, height=0.3, depth=0.3),
        piece("hills", 60, -240, width=300, height=22, grey=0.14, seed=request.seed),
        piece("hills", -170, -300, width=200, height=13, grey=0.09, seed=request.seed + 1),
        piece("hills", 0, 260, 180, width=420, height=18, grey=0.1, seed=request.seed + 2),
    ]
    marks = (
        *facing_pair(0.0, 0.35, 1.0),
        *depth_marks(((0.0, -0.5), (0.0, 1.7), (0.4, -1.9), (-0.3, -2.3))),
        seat("stern", 0.0, 1.0, 180, 0.43),
        seat("thwart_left", -0.45, -0.35, 20, 0.43),
        seat("thwart_right", 0.45, -0.35, -20, 0.43),
        stand("door", 0.0, 2.2, 180),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [lamp_light(0, 0.9, 0.4, 2.6, 0.4)],
        bounds=(-0.9, -2.4, 0.9, 2.6),
        fog_range=(30, 260),
        mirrored=None,
    )


def ship(request: SetRequest) -> SetPlan:
    """Plan the deck of a ferry: the cabin's wall with windows and a door, benches, railings, the funnel, the sea."""
    pieces = [
        piece("water", 0, -10, y=-4.0, width=700, depth=600, near=60, waves=80, grey=_sea_grey(request), seed=7),
        piece("hills", 60, -240, y=-4.0, width=340, height=24, grey=0.14, seed=request.seed),
        piece("hills", -170, -300, y=-4.0, width=240, height=16, grey=0.09, seed=request.seed + 1),
        piece("block", 0, 1.0, y=-0.3, width=9.0, height=0.29, depth=15.0, grey=0.3),
        piece("floor", 0, 1.0, width=9.0, depth=15.0, grey=0.1, pattern="boards", step=0.3),
        piece("block", -1.7, -5.0, width=5.0, height=2.7, depth=3.0, grey=0.03),
        piece("block", -1.7, -5.0, y=2.7, width=5.4, height=0.12, depth=3.4, grey=0.4),
        piece("wall_door", -3.3, -3.49, width=0.85, height=2.0, style="steel", grey=0.35),
        *(piece("window", x, -3.49, width=0.8, height=0.7, sill=1.15, panes=1, view="sky") for x in (-1.9, -0.7, 0.3)),
        piece("block", -1.4, -5.4, y=2.82, width=1.5, height=2.0, depth=1.4, grey=0.2),
        piece("block", -1.4, -5.4, y=4.3, width=1.54, height=0.52, depth=1.44, grey=0.75),
        piece("flag", 3.6, -6.0, height=3.6),
        *(piece("railing", side * 4.3, 1.0, 90, width=14.8, height=1.05, style="rails", grey=0.3) for side in (-1, 1)),
        piece("railing", 2.6, -6.4, width=3.4, height=1.05, style="rails", grey=0.3),
        piece("bench", *_DECK_BENCH),
        piece("crate", -3.4, 1.6, 12, width=1.3, height=0.55, depth=0.6),
        piece("bollard", 3.6, -4.6),
        piece("rope", 3.2, -3.9, y=0.02),
    ]
    marks = (
        *facing_pair(0.4, 0.0),
        *depth_marks(((0.4, -1.6), (-1.8, -0.4), (-1.8, 1.4), (2.0, 1.6), (1.6, -4.2), (-0.6, 3.0))),
        *side_by_side("bench", *_DECK_BENCH, 0.45),
        leaning("rail", 3.95, -0.8, 90, 1.05),
        leaning("stern", 2.6, -6.05, 180, 1.05),
        stand("door", -3.3, -3.0, 20),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [lamp_light(-1.7, 1.8, -3.0, 3.0, 0.45), lamp_light(0.4, 0.9, 0.2, 2.4, 0.35)],
        bounds=(-3.9, -6.0, 3.9, 6.0),
        fog_range=(30, 260),
    )


def sea(request: SetRequest) -> SetPlan:
    """Plan the open sea: water to the horizon, far islands; who is here without a boat is in the water."""
    pieces = [
        piece(
            "water", 0, 80, y=0.0, width=1600, depth=900, near=40, waves=80, grey=_sea_grey(request), seed=request.seed
        ),
        piece(
            "water",
            0,
            9,
            y=0.01,
            width=90,
            depth=60,
            near=12,
            waves=110,
            grey=_sea_grey(request),
            seed=request.seed + 1,
        ),
        piece("hills", 90, -300, width=120, height=15, grey=0.12, seed=request.seed),
        piece("hills", -190, -380, width=160, height=10, grey=0.08, seed=request.seed + 1),
        piece("hills", 60, 300, 180, width=240, height=12, grey=0.1, seed=request.seed + 2),
    ]
    marks = (
        *facing_pair(0.0, 0.4, y=-TREADING_M),
        *depth_marks(((0.0, -1.2), (-1.5, -0.8), (1.6, -0.8), (-1.4, 1.8), (1.7, 1.7)), y=-TREADING_M),
        stand("door", -3.4, 1.8, 100, -TREADING_M),
    )
    lights = [moonlight()]
    return open_plan(
        request, pieces, marks, lights, bounds=(-8, -30, 8, 8), reach=90.0, fog_range=(40, 320), mirrored=None
    )


def sky(request: SetRequest) -> SetPlan:
    """Plan the open air, a country far below."""
    pieces = [
        piece("floor", 0, 0, y=-AIR_M, width=4000, depth=4000, grey=0.3 if request.night else 0.06),
        piece("hills", 0, -900, y=-AIR_M, width=2400, height=90, grey=0.12, style="mountains", seed=request.seed),
        piece(
            "hills", 0, 900, 180, y=-AIR_M, width=2400, height=90, grey=0.12, style="mountains", seed=request.seed + 1
        ),
        piece("skyline", 60, -420, y=-AIR_M, seed=request.seed),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(((0.0, -1.6), (-1.8, -1.2), (1.8, -1.2), (-1.5, 1.6), (1.6, 1.5))),
        stand("door", -3.4, 1.8, 100),
    )
    lights = [moonlight()]
    return open_plan(request, pieces, marks, lights, bounds=(-8, -20, 8, 8), reach=120.0, fog_range=(200, 1400))


def _sea_grey(request: SetRequest) -> float:
    return 0.3 if request.night else 0.16


def spaceship(request: SetRequest) -> SetPlan:
    """Plan a ship's bridge: the window on the stars, control desks, high-backed chairs, ribs."""
    pieces = [
        piece("space_shell", 0.0, -0.5, width=9.0, depth=8.6, height=3.5),
        piece("console", 0.0, -3.3, 180, width=4.2, seed=request.seed),
        piece("console", -3.1, -1.6, 130, width=2.0, seed=request.seed + 1),
        piece("console", 3.1, -1.6, -130, width=2.0, seed=request.seed + 2),
        piece("captain_chair", -1.2, -2.1, 180),
        piece("captain_chair", 1.2, -2.1, 180),
        piece("captain_chair", 2.6, 1.3, -140),
        piece("console", -3.3, 1.6, 90, width=1.8, seed=request.seed + 3),
        piece("strip_light", -1.8, 0.0, 90, y=3.35, width=2.4),
        piece("strip_light", 1.8, 0.0, 90, y=3.35, width=2.4),
        piece("wall_door", 0.0, 3.78, 180, style="lift", width=1.4, height=2.3, grey=0.35),
    ]
    marks = (
        *facing_pair(0.0, 0.0),
        *depth_marks(((0.0, -1.2), (-1.7, -0.5), (1.7, -0.5), (-1.4, 1.3), (1.3, 1.3), (0.0, 2.2))),
        seat("pilot_left", -1.2, -2.05, 180, 0.5),
        seat("pilot_right", 1.2, -2.05, 180, 0.5),
        seat("captain", 2.6, 1.3, -140, 0.5),
        stand("window", 0.0, -2.5, 180),
        stand("door", 0.0, 3.2, 180),
    )
    plan = open_plan(
        request,
        pieces,
        marks,
        [lamp_light(0.0, 2.4, 0.0, 3.2, 0.45), lamp_light(0, 1.0, -3.0, 1.8, 0.3)],
        bounds=(-3.6, -3.8, 3.6, 3.4),
        camera_bounds=(-4.0, -4.2, 4.0, 8.0),
    )
    return replace(plan, ceiling_m=3.5, sky=Sky(kind="plain", horizon_grey=0.9, zenith_grey=0.9))


def _coach(request: SetRequest, style: str, rows: tuple[float, ...], abreast: float) -> SetPlan:
    """Plan the inside of a bus or a plane: rows of double seats that face the camera, an aisle between them."""
    pieces = [
        piece("coach_shell", 0.0, -2.0, width=2.9, depth=13.0, height=2.3, style=style),
        *(piece("coach_seats", side * abreast, z) for z in rows for side in (-1, 1)),
        *(piece("grip_pole", side * 0.36, z) for z in (-5.6, -1.2) for side in (-1, 1) if style == "bus"),
        piece("bag", -0.95, -3.2, 90, y=1.84),
    ]
    near = rows[-1]
    marks = (
        *facing_pair(0.0, 1.4, 1.0),
        *depth_marks(((0.0, -0.6), (0.0, -1.6), (0.0, -3.4), (0.0, 2.6), (0.0, -5.0))),
        seat("seat_left", abreast - 0.25, near + 0.06, 0),
        seat("seat_right", abreast + 0.25, near + 0.06, 0),
        *(
            seat(f"row_{i}", side * abreast + 0.25, z + 0.06, 0)
            for i, (side, z) in enumerate(((-1, near), (1, rows[-2]), (-1, rows[-2])), start=1)
        ),
        stand("door", 0.0, -7.7, 0),
    )
    plan = open_plan(
        request,
        pieces,
        marks,
        [lamp_light(0.0, 2.0, z, 2.2, 0.35) for z in (-4.0, -0.5, 2.5)],
        bounds=(-1.3, -8.2, 1.3, 4.2),
        camera_bounds=(-4.0, -9.0, 4.0, 7.5),
    )
    return replace(plan, ceiling_m=2.3, sky=Sky(kind="plain"))


def bus(request: SetRequest) -> SetPlan:
    """Plan the inside of a bus."""
    return _coach(request, "bus", (-5.2, -4.2, -3.2, -2.2, -1.2, -0.2, 0.75), 0.93)


def plane(request: SetRequest) -> SetPlan:
    """Plan the cabin of an airliner."""
    return _coach(request, "plane", (-5.6, -4.75, -3.9, -3.05, -2.2, -1.35, -0.5, 0.35), 0.9)


TRANSPORT: dict[str, SetFunction] = {
    "car": car,
    "truck_cab": truck_cab,
    "train": train,
    "bus": bus,
    "plane": plane,
    "boat": boat,
    "ship": ship,
    "spaceship": spaceship,
    "sea": sea,
    "sky": sky,
}
