"""Roads, bridges, stations and harbours."""

from __future__ import annotations

from screenplay2board.stage.sets.city import house_row
from screenplay2board.stage.sets.kit import (
    SetFunction,
    SetRequest,
    depth_marks,
    facing_pair,
    lamp_light,
    leaning,
    moonlight,
    open_plan,
    piece,
    seat,
    stand,
)
from screenplay2board.stage.types import SetPlan


def road(request: SetRequest) -> SetPlan:
    """Plan a country road that runs to the horizon: poles with wires, fences, fields, a car on the verge."""
    night = request.night
    pieces = [
        piece("floor", 0, -40, width=300, depth=160, grey=0.2 if night else 0.05),
        piece("block", 0, -40, y=-0.985, width=6.4, depth=160, height=1.0, grey=0.36 if night else 0.2, inked=False),
        piece("road_marks", 0, -30, y=0.02, depth=90, width=0.2, gap=6.0),
        piece("road_marks", -2.95, -30, y=0.02, depth=110, style="line", width=0.14),
        piece("road_marks", 2.95, -30, y=0.02, depth=110, style="line", width=0.14),
        *(piece("pole", -5.4, z) for z in (-4.0, -22.0, -40.0, -58.0, -76.0, 14.0)),
        *(piece("wires", -5.4, z, 90, width=18.0) for z in (-13.0, -31.0, -49.0, -67.0, 5.0)),
        piece("fence", 6.0, -8.0, 90, width=22, style="rails"),
        piece("fence", 6.0, -34.0, 90, width=28, style="rails"),
        piece("road_sign", 3.9, -3.2, style=request.choose("sign", "arrow", "triangle", "board")),
        piece("car", 4.6, -10.0, 12, grey=0.35),
        piece("tree", 11.0, -18.0, height=7.0, seed=request.seed),
        piece("tree", -12.0, -30.0, height=8.0, seed=request.seed + 1),
        piece("bush", -4.6, -1.4, seed=3),
        piece("bush", 5.2, 0.8, seed=4, width=1.0, height=0.6),
        piece("grass", -6.5, -4, width=5, depth=16, count=40, seed=request.seed),
        piece("grass", 6.5, -4, width=5, depth=16, count=40, seed=request.seed + 1),
        piece("hills", 0, -95, width=260, height=8, grey=0.18, style="woods", seed=request.seed),
        piece("hills", 0, -150, width=460, height=34, grey=0.1, seed=request.seed + 1),
        piece("hills", 0, 80, 180, width=260, height=10, grey=0.14, style="woods", seed=request.seed + 2),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(((0.0, -2.0), (-1.8, -1.0), (1.8, -1.2), (-1.5, 1.5), (1.6, 1.5), (0.2, -5.5), (0.0, -11.0))),
        stand("verge", -4.0, 0.4, 70),
        stand("door", 2.4, -7.4, -30),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [moonlight(), lamp_light(4.2, 0.6, -7.0, 3.0, 0.5)],
        bounds=(-4.5, -30, 4.5, 8),
        fog_range=(30, 170),
        mirrored=None,
    )


def bridge(request: SetRequest) -> SetPlan:
    """Plan a steel bridge over a river: girders on both sides, railings, lamps, the town on the far bank."""
    night = request.night
    pieces = [
        piece("block", 0, -18, y=-0.6, width=7.6, depth=64, height=0.6, grey=0.3 if night else 0.14),
        piece("road_marks", 0, -18, y=0.004, depth=60),
        piece("girder", -3.6, -18, depth=64, height=4.6),
        piece("girder", 3.6, -18, depth=64, height=4.6),
        *(piece("beam", 0, z, y=4.5, width=7.2, grey=0.5) for z in (-6.0, -14.0, -22.0, -30.0, -38.0)),
        piece("railing", -3.1, -18, 90, width=64, height=1.1, style="bars"),
        piece("railing", 3.1, -18, -90, width=64, height=1.1, style="bars"),
        *(
            piece("street_lamp", x, z, 0 if x < 0 else 180, height=3.6, style="lantern")
            for x, z in ((-2.9, -3.5), (2.9, -11.0), (-2.9, -19.0))
        ),
        piece("water", 0, 40, y=-7.0, width=400, depth=120, near=40, waves=40, grey=0.24, seed=request.seed),
        piece("skyline", -46, -56, y=-5, width=84, height=26, depth=20, count=20, grey=0.24, low=8, seed=request.seed),
        piece(
            "skyline", 46, -56, y=-5, width=84, height=26, depth=20, count=20, grey=0.2, low=8, seed=request.seed + 1
        ),
        piece("building", 0, -62, y=-2, width=12, height=16, depth=6, grey=0.1, seed=request.seed),
        piece("floor", 0, -120, y=-5.2, width=500, depth=130, grey=0.12),
        piece("skyline", 0, 60, 180, y=-6, width=140, height=22, depth=20, count=26, grey=0.16, seed=request.seed + 2),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(((0.0, -1.9), (-1.6, -1.0), (1.6, -1.0), (-1.4, 1.4), (1.4, 1.5), (0.0, -5.0), (0.2, -10.0))),
        leaning("rail_left", -2.7, -0.6, -80, 1.1),
        leaning("rail_right", 2.7, -1.0, 80, 1.1),
        stand("door", -1.6, -7.0, 15),
    )
    lights = [lamp_light(x, 1.8, z, 3.0, 0.5) for x, z in ((-2.6, -3.5), (2.6, -11.0), (-2.6, -19.0))]
    return open_plan(
        request,
        pieces,
        marks,
        [*lights, moonlight()],
        bounds=(-2.8, -34, 2.8, 9),
        fog_range=(25, 140),
    )


def station(request: SetRequest) -> SetPlan:
    """Plan a railway platform: the train along it, columns and roof, a clock, benches, the departures board."""
    night = request.night
    pieces = [
        piece("floor", -4, -20, y=-1.0, width=60, depth=110, grey=0.2),
        piece("block", 0.4, -16, y=-1.0, width=6.4, depth=70, height=1.0, grey=0.24 if night else 0.06),
        piece("road_marks", -2.2, -16, depth=68, style="line", width=0.26),
        piece("train_cars", -4.6, -19.5, y=-1.0, depth=40),
        piece("rails", -4.6, -10, y=-1.0, depth=90),
        *(piece("column", 2.6, z, height=4.2, width=0.34, grey=0.3) for z in (-18.0, -12.0, -6.0, 0.4)),
        piece("block", 1.2, -14, y=4.2, width=6.0, depth=36, height=0.22, grey=0.36),
        piece("wall", 3.58, -16, -90, width=70, height=4.4, grey=0.08, pattern="bricks"),
        piece("wall_door", 3.57, -8.0, -90, style="double", width=1.6, height=2.3),
        piece("poster", 3.57, -2.2, -90, width=1.0, height=1.4, y=0.9, seed=request.seed),
        piece("poster", 3.57, -4.4, -90, width=1.0, height=1.4, y=0.9, grey=0.1, seed=request.seed + 1),
        piece("bench", 3.0, -3.3, -90),
        piece("bench", 3.0, -10.0, -90),
        piece("station_clock", 0.9, -6.5, y=3.1),
        piece("board_hung", 1.1, -10.5, y=3.0),
        piece("bin", 2.6, -4.9, style="basket"),
        piece("suitcase", 2.5, -1.4, 20),
        piece("building", 6, -60, y=-1, width=40, height=12, depth=6, grey=0.1, shop=False, seed=request.seed),
        piece("skyline", 0, 50, 180, y=-2, width=120, height=20, depth=16, count=22, grey=0.14, seed=request.seed),
        *(piece("strip_light", 1.2, z, 90, y=4.1, width=1.6) for z in (-15.0, -9.0, -3.0, 3.0)),
    ]
    marks = (
        *facing_pair(0.4, 0.0),
        *depth_marks(((0.4, -1.8), (-0.9, -1.2), (1.7, -0.8), (-1.1, 1.4), (1.6, 1.4), (0.6, -5.0), (0.3, -11.0))),
        seat("bench_left", 2.95, -3.7, -85),
        seat("bench_right", 2.95, -2.9, -95),
        stand("train_door", -2.3, -3.0, 70),
        stand("door", 2.9, -8.0, -60),
    )
    lights = [lamp_light(1.2, 2.6, z, 3.0, 0.4) for z in (-15.0, -9.0, -3.0, 2.0)]
    return open_plan(
        request,
        pieces,
        marks,
        lights,
        bounds=(-2.0, -30, 3.3, 9),
        camera_bounds=(-2.6, -30, 3.4, 14),
        fog_range=(25, 130),
        mirrored=None,
    )


def harbour(request: SetRequest) -> SetPlan:
    """Plan a quay: a moored ship, cranes, containers, bollards, the sea."""
    night = request.night
    pieces = [
        piece("floor", 0, 8, width=120, depth=28, grey=0.24 if night else 0.1),
        piece("block", 0, -6.2, y=-3.0, width=120, depth=0.6, height=3.05, grey=0.3),
        piece("water", 0, -6.5, y=-2.4, grey=0.3 if night else 0.2, near=20, seed=request.seed),
        piece("ship", 7.0, -25.0, 8, y=-2.2, width=27, height=10.5, depth=6),
        piece("harbour_crane", -11.5, -20.0, y=-1.0, height=14.0, reach=10.0),
        piece("harbour_crane", 30.0, -48.0, 180, y=-2, height=20.0),
        piece("container", -7.6, -3.0, 4, grey=0.32),
        piece("container", -7.9, -2.9, 2, y=2.5, grey=0.16, width=5.9),
        piece("container", 7.6, -1.0, -84, grey=0.42),
        *(piece("bollard", x, -5.4) for x in (-1.9, 1.9, 5.2)),
        piece("drum", 4.4, -0.4),
        piece("drum", 5.0, -0.9),
        piece("crate", -3.2, 0.4, 15, width=0.9, height=0.5, depth=0.8),
        piece("rope", 2.9, -4.6),
        piece("street_lamp", -3.3, -5.2, 30, height=5.0),
        piece("hills", -70, -200, width=260, height=16, grey=0.12, seed=request.seed),
        *house_row(request, 1, -14.0, -30.0, 30.0, 6, 9),
        piece("building", -10, 22, 180, width=24, height=8, depth=6, grey=0.16, shop=False, seed=request.seed),
        piece("building", 14, 22, 180, width=22, height=7, depth=6, grey=0.1, shop=False, seed=request.seed + 1),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(((0.0, -2.2), (-1.8, -1.3), (1.8, -1.3), (-1.5, 1.6), (1.6, 1.5), (0.0, -4.6), (3.4, -3.0))),
        seat("crate", -3.2, 0.4, 60, 0.5),
        stand("door", -3.2, -1.4, 60),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [lamp_light(-2.6, 1.0, -4.6, 4.0, 0.5), moonlight()],
        bounds=(-6, -5.6, 6, 9),
        fog_range=(25, 180),
        mirrored=None,
    )


TRAFFIC: dict[str, SetFunction] = {"road": road, "bridge": bridge, "station": station, "harbour": harbour}
