"""The town outdoors: streets, alleys, roofs, parks."""

from __future__ import annotations

from screenplay2board.stage.sets.kit import (
    SetFunction,
    SetRequest,
    depth_marks,
    facing_pair,
    lamp_light,
    leaning,
    open_plan,
    piece,
    seat,
    side_by_side,
    stand,
)
from screenplay2board.stage.types import PropPlacement, SetPlan


def house_row(
    request: SetRequest, side: float, front: float, end: float, edge: float, low: float, high: float, y: float = 0.0
) -> list[PropPlacement]:
    """Build a row of houses along z whose fronts stand at x = side * edge, from z = front back to z = end."""
    random = request.random(f"houses{side}")
    pieces: list[PropPlacement] = []
    z = front
    while z > end:
        length, height = float(random.uniform(8, 13)), float(random.uniform(low, high))
        pieces.append(
            piece(
                "building",
                side * (edge + 4.5),
                z - length / 2,
                -90 * side,
                width=round(length - 0.02, 2),
                height=round(height, 2),
                y=y,
                depth=9.0,
                sides=False,
                shop=z < 12.0,
                grey=round(float(random.uniform(0.05, 0.2)), 2),
                seed=int(random.integers(0, 999)),
            )
        )
        z -= length
    return pieces


def street(request: SetRequest) -> SetPlan:
    """Plan a street in depth: houses with shops on both sides, parked cars, lamps, a crossing."""
    night = request.night
    road = piece("floor", 0, -15, width=60, depth=140, grey=0.24 if night else 0.12)
    pieces = [
        road,
        piece("pavement", -4.8, -15, depth=110.0),
        piece("pavement", 4.8, -15, depth=110.0),
        piece("road_marks", 0, -26, depth=60),
        piece("road_marks", 0, -6.5, width=6.4, depth=2.2, style="zebra"),
        *house_row(request, -1, 34.0, -50, 6.1, 9, 17),
        *house_row(request, 1, 34.0, -50, 6.1, 9, 19),
        piece("building", 0, 46, 180, width=30, height=16, depth=6, grey=0.08, seed=request.seed + 1),
        piece("building", 0, -70, width=26, height=18, depth=6, grey=0.08, shop=False, seed=request.seed),
        *(
            piece("street_lamp", x, z, 180 if x > 0 else 0, y=0.12)
            for x, z in ((-3.8, -2.6), (3.8, -9), (-3.8, -17), (3.8, -25))
        ),
        piece("car", -2.5, -8.5, 0, grey=request.number("car", 0.15, 0.5)),
        piece("car", 2.5, -14.0, 180, grey=0.45, lights=False),
        piece("car", 2.5, -21.0, 180, grey=0.1, lights=False),
        piece("traffic_light", 3.85, -5.0, y=0.12),
        piece("bin", -4.0, 0.6, y=0.12, style="basket"),
        piece("road_sign", -3.9, -4.9, y=0.12),
        piece("tree", 4.2, -1.0, y=0.12, height=5.0, radius=0.12, seed=request.seed),
        piece("bench", -5.2, -0.6, 90, y=0.12),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(((0.0, -2.6), (-1.8, -1.4), (1.9, -1.6), (-1.3, 1.6), (1.6, 1.5), (0.3, -6.4), (-0.5, -12.0))),
        stand("pavement_left", -4.6, -2.0, 40, 0.12),
        stand("pavement_right", 4.9, -2.4, -40, 0.12),
        seat("bench_left", -5.15, -0.2, 85, 0.45, 0.12),
        seat("bench_right", -5.15, -1.0, 95, 0.45, 0.12),
        stand("door", 5.6, -4.0, -60, 0.12),
    )
    lights = [lamp_light(x, 0.0, z, 2.6, 0.5) for x, z in ((-2.7, -2.6), (2.7, -9), (-2.7, -17), (2.7, -25))]
    return open_plan(
        request,
        pieces,
        marks,
        [*lights, lamp_light(0.2, 1.0, 0.0, 2.0, 0.4)],
        bounds=(-5.8, -40, 5.8, 8),
        fog_range=(25, 120),
    )


def alley(request: SetRequest) -> SetPlan:
    """Plan a narrow alley: brick walls, fire escapes, a container, refuse, a lamp over a steel door, washing lines."""
    night = request.night
    pieces = [
        piece("floor", 0, -12, width=30, depth=60, grey=0.26 if night else 0.16),
        piece("wall", -2.5, -10, 90, width=40, height=11, grey=0.2, pattern="bricks", skirting=False),
        piece("wall", 2.5, -10, -90, width=40, height=11, grey=0.1, pattern="bricks", skirting=False),
        piece("building", 0.0, -34, width=14, height=15, depth=5, grey=0.06, seed=request.seed),
        piece("building", 0.0, 24, 180, width=16, height=13, depth=5, grey=0.06, seed=request.seed + 1),
        piece("street_lamp", 1.9, 12.5, 180),
        piece("fence", 0.0, -14.0, width=5.0, height=2.4, style="wire"),
        piece("fire_escape", -2.48, -4.5, 90, height=10.0),
        piece("fire_escape", 2.48, -9.5, -90, height=10.0),
        piece("wall_door", 2.47, -2.4, -90, style="metal", grey=0.5),
        piece("window", -2.47, -1.2, 90, sill=2.2, width=1.0, height=1.2, cover="bars", view="sky"),
        piece("window", 2.47, -5.0, -90, sill=2.2, width=1.0, height=1.2, view="sky"),
        piece("dumpster", -1.85, -3.2, 90, width=1.9),
        piece("refuse", -1.9, -1.5, seed=request.seed),
        piece("bin", 2.1, -0.6),
        piece("bin", 2.15, -4.0, style="can", height=0.95),
        piece("crate", 1.95, -6.2, 12),
        piece("crate", -2.0, 0.7, -8, style="card", grey=0.12, width=0.7),
        piece("wires", 0, -7.0, width=5.0, height=6.4, sag=0.4, count=1),
        piece("wires", 0, -11.0, width=5.0, height=7.2, sag=0.3, count=2),
        piece("neon_sign", 2.2, -7.5, -62, y=3.0, width=1.3, seed=request.seed),
    ]
    marks = (
        *facing_pair(0.05, -0.4),
        *depth_marks(((0.3, -2.0), (0.6, -3.6), (-0.9, 1.2), (1.1, 1.3), (0.0, -6.0), (0.5, -9.5))),
        stand("door", 1.95, -2.4, -90),
        leaning("wall", 2.1, -1.5, -80, 1.2),
    )
    lights = [
        lamp_light(1.8, 2.0, -2.4, 2.4, 0.5),
        lamp_light(0.0, 2.0, -9.0, 3.0, 0.4),
        lamp_light(-0.4, 0.5, 0.2, 1.7, 0.3),
    ]
    return open_plan(
        request, pieces, marks, lights, bounds=(-2.2, -13, 2.2, 6), camera_bounds=(-2.3, -13, 2.3, 12), mirrored=None
    )


def rooftop(request: SetRequest) -> SetPlan:
    """Plan a flat roof over the city: parapet, stair hut, water tank, aerials, towers behind."""
    night = request.night
    pieces = [
        piece("floor", 0, 0, width=16, depth=12, grey=0.2 if night else 0.08, pattern="tiles", step=2.0),
        *(
            piece("block", x, z, width=w, depth=d, height=0.9, grey=0.14)
            for x, z, w, d in ((0, -5.9, 16, 0.3), (-7.9, 0, 0.3, 12), (7.9, 0, 0.3, 12), (0, 5.9, 16, 0.3))
        ),
        piece("block", -4.9, -3.8, width=2.6, depth=2.6, height=2.6, grey=0.12),
        piece("wall_door", -4.9, -2.48, grey=0.4, style="metal"),
        piece("water_tank", 5.4, -4.2),
        piece("air_unit", 3.1, -4.5, -8),
        piece("aerial", 1.3, -5.1, height=3.4),
        piece("aerial", -2.6, -4.9, height=2.4),
        piece("pipe_run", -6.4, 0.5, 90, width=5.0),
        piece("skyline", 0, -34, y=-22, width=120, height=44, depth=46, count=36, grey=0.3, seed=request.seed),
        piece("skyline", 0, 40, 180, y=-24, width=120, height=40, depth=30, count=24, grey=0.24, seed=request.seed + 1),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(((0.0, -2.0), (-1.8, -1.2), (1.9, -1.3), (-1.6, 1.4), (1.6, 1.4), (0.2, -4.0))),
        leaning("edge_left", -0.6, -5.35, 172, 0.9),
        leaning("edge_right", 0.5, -5.35, -172, 0.9),
        stand("door", -4.9, -2.0, 20),
    )
    lights = [lamp_light(-4.6, 2.0, -2.2, 2.6, 0.45), lamp_light(0.0, 0.6, -0.6, 2.6, 0.3)]
    return open_plan(request, pieces, marks, lights, bounds=(-7.4, -5.5, 7.4, 5.5), fog_range=(40, 170))


def skyline(request: SetRequest) -> SetPlan:
    """Plan a view over a city for establishing shots: a river, three rows of towers, roofs near the camera."""
    pieces = [
        piece("floor", 0, -200, y=-30, width=900, depth=700, grey=0.3 if request.night else 0.08),
        piece("skyline", 0, -82, y=-30, width=250, height=62, depth=70, count=46, grey=0.42, low=14, seed=request.seed),
        piece(
            "skyline",
            0,
            -190,
            y=-30,
            width=420,
            height=95,
            depth=120,
            count=44,
            grey=0.2,
            low=30,
            seed=request.seed + 1,
        ),
        piece("water", 0, -42, y=-29.8, width=700, depth=26, waves=30, near=30, grey=0.3, seed=request.seed),
        piece("hills", 0, -460, y=-30, width=1200, height=80, grey=0.12, seed=request.seed),
        *(
            piece("block", x, z, y=top - 40, width=w, depth=10, height=40, grey=0.5)
            for x, w, z, top in ((-23, 14, 14, -4.5), (-8, 9, 9, -9.5), (17, 12, 13, -3.0), (32, 15, 8, -8.0))
        ),
        piece("water_tank", 17, 11, y=-3.0),
        piece("block", 0, 3.0, y=-31.0, width=12, depth=10, height=31, grey=0.45, inked=False),
        piece("railing", 0, -1.9, width=12, height=1.05),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(((0.0, -0.9), (-1.5, 0.9), (1.5, 0.9), (0.0, 1.8))),
        leaning("edge", 0.0, -1.5, 180, 1.05),
        stand("door", -3.5, 2.0, 60),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [lamp_light(0, 1.0, 0.2, 2.2, 0.35)],
        bounds=(-5, -1.6, 5, 6),
        fog_range=(90, 520),
        reach=60,
    )


def park(request: SetRequest) -> SetPlan:
    """Plan a park: a bench by a path, trees and bushes, lamps, a pond's edge, houses over the trees."""
    random = request.random("trees")
    spots = ((-4.2, -5.5), (4.6, -6.5), (-7.4, -10), (7.6, -13), (1.8, -17), (-2.6, -19), (10.5, -8), (-10.5, -15))
    pieces = [
        piece("floor", 0, -16, width=80, depth=64, grey=0.16 if request.night else 0.03),
        piece("path", 0.0, -4.0, width=3.4, depth=30, bend=5.0),
        piece("bench", 1.75, -1.35, -25),
        piece("street_lamp", -2.5, -2.6, height=3.1, style="lantern"),
        piece("bin", 3.2, -1.6, style="basket", height=0.8),
        *(
            piece("tree", x, z, height=round(float(random.uniform(6.0, 8.5)), 2), seed=int(random.integers(0, 999)))
            for x, z in spots
        ),
        *(
            piece("bush", x, z, width=1.8, seed=i)
            for i, (x, z) in enumerate(((-3.4, -7.4), (3.4, -8.6), (-6.2, -6.6), (6.4, -7.6), (5.2, 0.6), (-5.2, 1.2)))
        ),
        piece("hills", 0, -30, width=120, height=9, grey=0.14, style="woods", seed=request.seed),
        piece("skyline", 0, -46, y=-2, width=110, height=18, depth=20, count=22, grey=0.12, low=6, seed=request.seed),
        piece("grass", -3.6, -2.0, width=5, depth=9, count=34, seed=request.seed),
        piece("grass", 5.2, -2.0, width=6, depth=9, count=34, seed=request.seed + 1),
        piece("flower_bed", -4.2, -2.4, seed=request.seed),
        piece("hedge", 0, 9.0, 180, width=24),
        piece("tree", -6.0, 8.0, height=7.5, seed=77),
    ]
    marks = (
        *facing_pair(-0.3, 0.2),
        *depth_marks(((-0.2, -1.6), (-1.6, -1.0), (-1.6, 1.4), (1.6, 1.5), (0.4, -4.0), (0.8, -9.0))),
        *side_by_side("bench", 1.75, -1.35, -25, 0.45),
        stand("door", -3.2, 0.4, 80),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [lamp_light(-2.2, 1.0, -2.2, 3.2, 0.5), lamp_light(1.4, 0.8, -0.6, 1.8, 0.3)],
        bounds=(-7, -16, 7, 7),
        mirrored=None,
    )


CITY: dict[str, SetFunction] = {"street": street, "alley": alley, "rooftop": rooftop, "skyline": skyline, "park": park}
