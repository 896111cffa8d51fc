"""The country: woods, shores, open ground."""

from __future__ import annotations

from screenplay2board.stage.sets.kit import (
    SetFunction,
    SetRequest,
    at_table,
    depth_marks,
    facing_pair,
    lamp_light,
    moonlight,
    open_plan,
    piece,
    side_by_side,
    stand,
)
from screenplay2board.stage.types import PropPlacement, SetPlan

_MARK_PLACES = ((0.0, -1.6), (-1.7, -1.0), (1.7, -1.0), (-1.5, 1.5), (1.6, 1.5), (0.4, -4.0), (-0.4, -8.0))


def outdoors(request: SetRequest) -> SetPlan:
    """Plan open ground: for exteriors that no other set knows. A path, trees aside, hills behind."""
    random = request.random("trees")
    spots = ((-5.5, -6.0), (6.2, -8.5), (-9.5, -13), (9.5, -16), (3.5, -22))
    pieces = [
        piece("floor", 0, -20, width=120, depth=80, grey=0.18 if request.night else 0.03),
        piece("path", 0.0, -6.0, width=2.6, depth=40, bend=6.0),
        *(
            piece("tree", x, z, height=round(float(random.uniform(5.5, 8.0)), 2), seed=int(random.integers(0, 999)))
            for x, z in spots
        ),
        piece("bush", -3.8, -3.6, seed=1),
        piece("bush", 4.3, -5.2, seed=2),
        piece("rock", 3.2, 0.3, seed=request.seed),
        piece("fence", -6.0, -9.0, width=9, style="rails"),
        piece("hills", 0, -60, width=200, height=9, grey=0.18, style="woods", seed=request.seed),
        piece("hills", 0, -130, width=420, height=30, grey=0.1, seed=request.seed + 1),
        piece("grass", -3.5, -2, width=5, depth=10, count=30, seed=request.seed),
        piece("grass", 4.0, -2, width=5, depth=10, count=30, seed=request.seed + 1),
        piece("tree", 5.0, 8.5, height=7, seed=31),
        piece("hills", 0, 60, 180, width=200, height=9, grey=0.16, style="woods", seed=request.seed + 2),
    ]
    marks = (*facing_pair(), *depth_marks(_MARK_PLACES), stand("door", -3.6, 0.6, 80))
    return open_plan(request, pieces, marks, [moonlight()], bounds=(-6, -20, 6, 7), mirrored=None)


def forest(request: SetRequest) -> SetPlan:
    """Plan a wood: tall trunks with a clearing along z, bushes, a fallen trunk, a hazy edge behind."""
    random = request.random("trees")
    pieces: list[PropPlacement] = [piece("floor", 0, -10, width=70, depth=80, grey=0.24 if request.night else 0.08)]
    while len(pieces) < 44:
        x, z = float(random.uniform(-17, 17)), float(random.uniform(-36, 20.0))
        if abs(x) < 2.6 + 0.03 * abs(z) or (z > 1.0 and abs(x) < 6.5 + 0.3 * z):
            continue
        far = min(1.0, -z / 30) if z < 0 else 0.0
        pieces.append(
            piece(
                "tree",
                round(x, 2),
                round(z, 2),
                style="tall",
                height=round(float(random.uniform(9, 13)), 1),
                radius=round(float(random.uniform(0.13, 0.32)), 2),
                grey=round(float(random.uniform(0.36, 0.6)) * (1 - 0.55 * far), 2),
                lean=round(float(random.uniform(-0.7, 0.7)), 2),
                seed=len(pieces),
                far=far > 0.45,
            )
        )
    pieces += [
        piece(
            "bush",
            side * float(round(random.uniform(2.9, 8), 1)),
            float(round(random.uniform(-15, 2), 1)),
            width=round(float(random.uniform(0.9, 1.8)), 1),
            seed=i,
        )
        for i, side in enumerate((-1.0, 1.0) * 7)
    ]
    pieces += [
        piece("log", 3.5, -0.7, 20, width=2.6),
        piece("rock", -3.3, -3.2, seed=request.seed),
        piece("hills", 0, -40, width=90, height=16, grey=0.16, style="woods", seed=request.seed),
        piece("hills", 0, 36, 180, width=90, height=16, grey=0.14, style="woods", seed=request.seed + 1),
        piece("grass", 0, -3, width=12, depth=14, count=60, seed=request.seed),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(_MARK_PLACES),
        *side_by_side("log", 3.5, -0.7, 20, 0.45, facing=-30),
        stand("door", -2.4, -3.0, 40),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [lamp_light(0.0, 0.8, -0.4, 3.2, 0.4)],
        bounds=(-3.0, -24, 3.0, 6),
        reach=9.0,
        fog_range=(9, 52),
        mirrored=None,
    )


def beach(request: SetRequest) -> SetPlan:
    """Plan a beach: sand, foam, the sea to the horizon, a palm, rocks, a boat drawn up."""
    pieces = [
        piece("floor", 0, 0, width=140, depth=28, grey=0.16 if request.night else 0.0),
        piece("water", 0, -8.6, grey=0.3 if request.night else 0.16, seed=request.seed),
        piece("shore", 0, -8.3, seed=request.seed),
        piece("palm", -4.3, -3.6, lean=1.5, seed=request.seed),
        piece("palm", -6.4, -2.2, height=4.2, lean=-0.8, seed=request.seed + 1),
        piece("rock", 5.6, -7.4, width=2.2, height=1.3, depth=1.6, seed=request.seed),
        piece("rock", 7.4, -8.0, width=1.6, height=0.9, depth=1.3, seed=request.seed + 1),
        piece("log", 2.7, -2.6, 15, width=2.2, grey=0.22),
        piece("hills", 46, -120, width=60, height=9, grey=0.14, seed=request.seed),
        piece("grass", -6.0, 1.5, width=4, depth=4, count=24, height=0.4, seed=request.seed),
        piece("grass", 6.4, 2.0, width=4, depth=4, count=20, height=0.4, seed=request.seed + 1),
        piece("hills", 0, 20, 180, width=90, height=3.5, grey=0.05, style="dunes", seed=request.seed),
        piece("palm", 6.0, 13, height=5.5, seed=3),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(_MARK_PLACES[:5]),
        stand("water", 0.6, -7.2, 175),
        *side_by_side("log", 2.7, -2.6, 15, 0.45, facing=-25),
        stand("door", -3.4, 1.8, 100),
    )
    return open_plan(request, pieces, marks, [lamp_light(0, 0.8, 0, 3.4, 0.4)], bounds=(-8, -8, 8, 8), mirrored=None)


def garden(request: SetRequest) -> SetPlan:
    """Plan a garden behind a house: lawn, flower beds, a picket fence, table and chairs under a tree."""
    pieces = [
        piece("floor", 0, -10, width=60, depth=50, grey=0.18 if request.night else 0.03),
        piece("path", -0.3, -3.0, width=1.3, depth=17, bend=-2.0, grey=0.14),
        piece("block", -0.8, -14.4, width=8.6, height=3.3, depth=5, grey=0.06),
        piece("wall_door", -1.5, -11.88, style="glass", grey=0.35),
        piece("window", 0.7, -11.88, width=1.4, height=1.2, view="sky", curtain="curtain"),
        piece("window", -3.6, -11.88, width=1.4, height=1.2, view="sky", curtain="curtain"),
        piece("roof", -0.8, -14.4, base=3.3, width=9.6, depth=6.2, height=1.9),
        *(
            piece("flower_bed", x, z, yaw, width=w, seed=i)
            for i, (x, z, yaw, w) in enumerate(
                ((-3.9, -2.4, 80, 3.0), (3.4, -4.6, 10, 3.0), (4.9, -1.8, 90, 3.0), (-3.2, -10.9, 0, 2.4))
            )
        ),
        piece("fence", -6.6, -2, 90, width=14, style="picket", height=1.0, grey=0.0),
        piece("fence", 6.6, -2, 90, width=14, style="picket", height=1.0, grey=0.0),
        piece("fence", 0, 8.5, width=14, style="picket", height=1.0, grey=0.0),
        piece("tree", 4.9, -5.6, height=6.0, seed=request.seed),
        piece("tree", -8.6, -5.0, height=7.0, seed=request.seed + 1),
        piece("tree", 9.5, 10.5, height=7.0, seed=request.seed + 2),
        piece("bush", -5.2, -5.8, seed=5),
        piece("table", 2.4, -2.6, width=0.8, style="round", grey=0.0),
        piece("chair", 1.68, -2.6, 90, grey=0.05, style="slats"),
        piece("chair", 3.12, -2.6, -90, grey=0.05, style="slats"),
        piece("cup", 2.3, -2.5, y=0.74),
        piece("grass", 0, 0, width=11, depth=9, count=60, height=0.16, seed=request.seed),
        piece("hills", 0, -34, width=120, height=8, grey=0.14, style="woods", seed=request.seed),
        piece("hills", 0, 40, 180, width=140, height=8, grey=0.14, style="woods", seed=request.seed + 1),
    ]
    marks = (
        *facing_pair(-0.3, 0.3),
        *depth_marks(((-0.3, -1.4), (-1.9, -0.6), (1.2, -1.0), (-1.7, 1.7), (1.6, 1.6), (-0.8, -4.0))),
        at_table("table_left", 1.68, -2.6, 90),
        at_table("table_right", 3.12, -2.6, -90),
        stand("door", -1.5, -11.0, 10),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [lamp_light(-1.5, 1.8, -11.2, 3.4, 0.5), moonlight()],
        bounds=(-6, -11.2, 6, 7.5),
        mirrored=None,
    )


def field(request: SetRequest) -> SetPlan:
    """Plan a wide field: rows of corn to the horizon, a lone tree, a scarecrow, hay bales."""
    rows = [piece("furrows", 0, -14, width=60, depth=44, seed=request.seed)]
    pieces = [
        piece("floor", 0, -40, width=260, depth=140, grey=0.2 if request.night else 0.03),
        *rows,
        piece("crop", -4.2, -3.8, width=5.0, depth=7.0, seed=request.seed),
        piece("crop", 5.0, -5.0, width=5.6, depth=8.0, seed=request.seed + 1),
        piece("tree", 7.5, -17.0, height=8.5, radius=0.36, seed=request.seed),
        piece("hay_bale", -5.4, -11.5, 20),
        piece("hay_bale", -9.0, -16.0, -10),
        piece("hay_bale", 3.4, -13.0, 40),
        piece("fence", -10.0, -22, width=26, style="rails"),
        piece("building", 19.0, -40, -15, width=8, height=5, depth=6, grey=0.16, shop=False, seed=3),
        piece("roof", 19.0, -40, -15, y=2.3, width=9, depth=7, height=2.6),
        piece("hills", 0, -80, width=260, height=7, grey=0.16, style="woods", seed=request.seed),
        piece("hills", 0, -140, width=460, height=22, grey=0.08, seed=request.seed + 1),
        piece("hills", 0, 70, 180, width=260, height=7, grey=0.14, style="woods", seed=request.seed + 2),
        piece("grass", 0, 1, width=12, depth=8, count=60, height=0.3, seed=request.seed),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(((0.0, -1.8), (-1.2, -1.2), (1.5, -1.2), (-1.7, 1.5), (1.7, 1.5), (0.2, -5.0), (-0.4, -10.0))),
        stand("door", -3.6, 1.0, 85),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [moonlight()],
        bounds=(-6, -30, 6, 8),
        fog_range=(30, 190),
        mirrored=None,
    )


def mountains(request: SetRequest) -> SetPlan:
    """Plan a high place: a rocky ledge, pines below, three ranges of peaks with snow."""
    snow = 0.0 if request.weather == "snow" else 0.06
    pieces = [
        piece("floor", 0, -2, width=60, depth=34, grey=0.2 if request.night else snow),
        piece("hills", 0, -260, y=-24, width=760, height=118, grey=0.24, style="mountains", seed=request.seed),
        piece("hills", 40, -170, y=-26, width=560, height=58, grey=0.36, style="mountains", seed=request.seed + 1),
        piece("hills", 0, -60, y=-8, width=240, height=12, grey=0.46, style="woods", seed=request.seed + 2),
        *(
            piece("tree", x, z, style="pine", height=h, seed=i, grey=0.44)
            for i, (x, z, h) in enumerate(
                ((-6.4, -7.0, 6.5), (-8.6, -4.0, 7.5), (7.6, -8.5, 6.0), (9.4, -5.0, 8.0), (-11.0, -10.0, 8.0))
            )
        ),
        piece("rock", 3.4, -3.0, width=2.4, height=1.7, depth=1.8, seed=request.seed),
        piece("rock", -3.6, -1.4, width=1.5, height=0.8, depth=1.1, seed=request.seed + 1),
        piece("rock", 5.4, 0.6, width=1.8, height=1.1, depth=1.4, seed=request.seed + 2),
        piece("rock", -0.6, -7.6, width=3.0, height=0.9, depth=1.6, seed=request.seed + 3),
        piece("log", -2.9, 0.6, 60, width=1.8),
        piece("grass", 0, -1, width=12, depth=8, count=24, seed=request.seed),
        piece("hills", 0, 220, 180, y=-8, width=700, height=90, grey=0.2, style="mountains", seed=request.seed + 4),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(((0.0, -1.8), (-1.6, -1.8), (1.5, -1.4), (-1.4, 1.5), (1.7, 1.5), (0.6, -4.6))),
        *side_by_side("log", -2.9, 0.6, 60, 0.45),
        stand("door", -4.6, 1.8, 90),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [moonlight()],
        bounds=(-5, -6.5, 5, 8),
        fog_range=(60, 420),
        mirrored=None,
    )


def desert(request: SetRequest) -> SetPlan:
    """Plan a desert: dunes, cactuses, a skull-white rock, table mountains far away."""
    pieces = [
        piece("floor", 0, -30, width=300, depth=120, grey=0.16 if request.night else 0.0),
        piece("cactus", -4.0, -3.6, height=2.9),
        piece("cactus", 5.8, -8.5, height=3.4),
        piece("cactus", -9.5, -14.0, height=3.0),
        piece("cactus", 2.6, -20.0, height=3.0),
        piece("rock", 3.0, -1.2, width=1.6, height=0.8, depth=1.2, seed=request.seed),
        piece("rock", -2.8, 0.9, width=0.9, height=0.5, depth=0.8, seed=request.seed + 1),
        piece("hills", -12, -26, width=90, height=4.0, grey=0.06, style="dunes", seed=request.seed),
        piece("hills", 20, -48, width=160, height=7.5, grey=0.12, style="dunes", seed=request.seed + 1),
        piece("hills", 0, -85, width=300, height=12.0, grey=0.07, style="dunes", seed=request.seed + 2),
        piece("block", 46, -120, 10, width=26, height=17, depth=16, grey=0.2),
        piece("block", 64, -124, 10, width=14, height=11, depth=12, grey=0.16),
        piece("block", -70, -130, -8, width=34, height=13, depth=16, grey=0.16),
        piece("ripples", 0, -4, width=40, depth=26, seed=request.seed),
        piece("grass", 4.4, 1.4, width=2.4, depth=2, count=10, height=0.3, seed=request.seed),
        piece("hills", 0, 40, 180, width=180, height=6, grey=0.07, style="dunes", seed=request.seed + 3),
    ]
    marks = (*facing_pair(), *depth_marks(_MARK_PLACES), stand("door", -3.8, 0.0, 90))
    return open_plan(
        request,
        pieces,
        marks,
        [moonlight()],
        bounds=(-8, -24, 8, 8),
        fog_range=(40, 240),
        mirrored=None,
    )


def river(request: SetRequest) -> SetPlan:
    """Plan a river bank: reeds and stones, water across the picture, trees on the far side, a landing stage."""
    pieces = [
        piece("floor", 0, 8, width=120, depth=22, grey=0.18 if request.night else 0.03),
        piece(
            "water",
            0,
            -3.0,
            width=200,
            depth=15,
            y=-0.05,
            near=5,
            waves=60,
            grey=0.32 if request.night else 0.2,
            seed=request.seed,
        ),
        piece("shore", 0, -2.9, width=80, depth=0.5, seed=request.seed),
        piece("floor", 0, -38, width=160, depth=42, y=-0.02, grey=0.08),
        piece("jetty", 2.7, -4.4, width=1.5, depth=5.0),
        piece("open_boat", 4.8, -5.2, 12, y=-0.3, width=1.6, depth=4.2, height=0.6),
        *(
            piece("reeds", x, z, seed=i)
            for i, (x, z) in enumerate(((-3.6, -2.7), (-5.4, -3.0), (6.6, -2.6), (-8.0, -2.8)))
        ),
        piece("rock", -2.7, -1.7, width=1.3, height=0.7, depth=1.0, seed=request.seed),
        piece("log", -2.8, 0.4, 70, width=2.0),
        piece("tree", -6.4, -0.4, height=7.5, lean=1.2, seed=request.seed),
        *(
            piece("tree", x, z, height=7.5, seed=i + 9)
            for i, (x, z) in enumerate(((-9.0, -21.0), (-2.5, -22.0), (6.0, -20.5), (11.5, -23.0)))
        ),
        piece("hills", 0, -40, width=160, height=11, grey=0.17, style="woods", seed=request.seed),
        piece("hills", 0, -110, width=420, height=30, grey=0.08, seed=request.seed + 1),
        piece("grass", 0, 1.5, width=13, depth=6, count=44, seed=request.seed),
        piece("hills", 0, 30, 180, width=160, height=9, grey=0.16, style="woods", seed=request.seed + 2),
        piece("bush", 4.6, 1.0, seed=8),
    ]
    marks = (
        *facing_pair(0.0, 0.4),
        *depth_marks(((0.0, -1.2), (-1.5, -0.8), (1.6, -0.8), (-1.4, 1.8), (1.7, 1.7))),
        stand("jetty", 2.7, -5.0, 180, 0.3),
        *side_by_side("log", -2.8, 0.4, 70, 0.45),
        stand("door", -3.6, 2.2, 100),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [moonlight()],
        bounds=(-6, -7.0, 6, 8),
        fog_range=(20, 150),
        mirrored=None,
    )


NATURE_SETS: dict[str, SetFunction] = {
    "outdoors": outdoors,
    "forest": forest,
    "beach": beach,
    "garden": garden,
    "field": field,
    "mountains": mountains,
    "desert": desert,
    "river": river,
}
