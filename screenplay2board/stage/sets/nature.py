"""The country: woods, shores, open ground."""

from __future__ import annotations

from screenplay2board.stage.sets.kit import (
    SetFunction,
    SetRequest,
    depth_marks,
    facing_pair,
    lamp_light,
    open_plan,
    piece,
    seat,
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
    return open_plan(request, pieces, marks, [lamp_light(0, 0.8, 0, 3.0, 0.35)], bounds=(-6, -20, 6, 7), mirrored=None)


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
        piece("log", 2.75, -0.8, 20, width=2.6),
        piece("rock", -3.0, 0.2, seed=request.seed),
        piece("hills", 0, -40, width=90, height=16, grey=0.16, style="woods", seed=request.seed),
        piece("hills", 0, 36, 180, width=90, height=16, grey=0.14, style="woods", seed=request.seed + 1),
        piece("grass", 0, -3, width=12, depth=14, count=60, seed=request.seed),
    ]
    marks = (*facing_pair(), *depth_marks(_MARK_PLACES), seat("log", 2.6, -0.75, -20), stand("door", -2.4, -3.0, 40))
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
        seat("log", 2.6, -2.55, -15),
        stand("door", -3.4, 1.8, 100),
    )
    return open_plan(request, pieces, marks, [lamp_light(0, 0.8, 0, 3.4, 0.4)], bounds=(-8, -8, 8, 8), mirrored=None)


NATURE_SETS: dict[str, SetFunction] = {"outdoors": outdoors, "forest": forest, "beach": beach}
