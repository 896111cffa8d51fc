"""Caves, ruins, graveyards: the old and the eerie."""

from __future__ import annotations

from screenplay2board.stage.sets.kit import (
    SetFunction,
    SetRequest,
    depth_marks,
    facing_pair,
    lamp_light,
    moonlight,
    open_plan,
    piece,
    seat,
    side_by_side,
    stand,
)
from screenplay2board.stage.types import SetPlan


def cave(request: SetRequest) -> SetPlan:
    """Plan a cave: rough walls, stone teeth above and below, a fire, daylight far away at its mouth."""
    pieces = [
        piece("floor", 0, -5, width=16, depth=34, grey=0.3),
        piece("cave_shell", 0, -2.0, width=9.5, height=4.4, seed=request.seed),
        piece("stalactites", -1.2, -3.0, width=3.4, depth=2.4, y=3.9, seed=request.seed),
        piece("stalactites", 1.9, -0.6, width=2.4, depth=1.8, y=4.2, count=6, seed=request.seed + 1),
        piece("stalactites", 3.2, -3.6, width=1.4, depth=2.0, y=0.0, count=4, height=1.1, seed=request.seed + 2),
        piece("stalactites", -3.4, -5.0, width=1.2, depth=3.0, y=0.0, count=4, height=1.3, seed=request.seed + 3),
        piece("rock", -2.7, -1.6, width=1.5, height=0.9, depth=1.2, seed=request.seed, grey=0.4),
        piece("rock", 3.2, 0.6, width=1.3, height=0.7, depth=1.1, seed=request.seed + 1, grey=0.4),
        piece("campfire", 1.75, -1.2),
        piece("log", -2.5, 0.5, 75, width=1.6, height=0.4, seat=0.4),
    ]
    marks = (
        *facing_pair(-0.1, 0.1),
        *depth_marks(((0.1, -1.7), (-1.3, -1.2), (1.4, 1.1), (-1.4, 1.5), (0.0, -4.0), (0.4, -7.5))),
        *side_by_side("log", -2.5, 0.5, 75, 0.4, apart=0.74),
        stand("door", 0.4, -9.5, 0),
    )
    lights = [lamp_light(1.75, 0.7, -1.2, 2.6, 0.6), lamp_light(0.0, 1.5, -12.0, 4.0, 0.5)]
    return open_plan(
        request, pieces, marks, lights, bounds=(-3.0, -11, 3.0, 5), camera_bounds=(-3.2, -12, 3.2, 9), mirrored=None
    )


def ruins(request: SetRequest) -> SetPlan:
    """Plan ruins: broken columns in two rows, an arch, walls with gaps, grass between the stones."""
    pieces = [
        piece("floor", 0, -20, width=120, depth=80, grey=0.18 if request.night else 0.03),
        *(
            piece("broken_column", side * 2.6, z, height=h)
            for (z, h), side in zip(
                ((-2.4, 3.2), (-2.4, 1.5), (-5.6, 2.2), (-5.6, 3.6), (-8.8, 3.6), (-8.8, 2.6)), (-1, 1) * 3, strict=True
            )
        ),
        piece("arch", 0.0, -11.5, width=3.0, height=4.8, depth=0.8),
        piece("ruin_wall", -6.4, -9.5, 20, width=6.0, height=3.8, seed=request.seed),
        piece("ruin_wall", 6.6, -9.0, -25, width=6.0, height=3.4, seed=request.seed + 1),
        piece("ruin_wall", 0.0, 9.0, 180, width=9.0, height=3.0, seed=request.seed + 2),
        piece("broken_column", 3.2, 0.3, 30, height=1.8, fallen=True),
        piece("crate", -2.5, -0.1, 20, style="plain", width=1.0, height=0.46, depth=0.7, grey=0.12),
        piece("rock", -3.6, 1.0, seed=request.seed, grey=0.14),
        piece("rock", 1.9, -4.0, width=0.8, height=0.5, seed=request.seed + 1, grey=0.14),
        piece("tree", 8.5, -15, height=7, style="bare", seed=request.seed),
        piece("bush", -4.6, -4.6, seed=2),
        piece("grass", 0, -2.5, width=13, depth=12, count=70, height=0.3, seed=request.seed),
        piece("hills", 0, -70, width=240, height=9, grey=0.16, style="woods", seed=request.seed),
        piece("hills", 0, -130, width=420, height=32, grey=0.09, seed=request.seed + 1),
        piece("hills", 0, 60, 180, width=240, height=9, grey=0.16, style="woods", seed=request.seed + 2),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(((0.0, -1.8), (-1.5, -1.2), (1.5, -1.3), (-1.4, 1.5), (1.6, 1.6), (0.0, -5.0), (0.0, -9.0))),
        seat("stone", -2.5, -0.1, 70, 0.46),
        stand("door", 0.0, -12.4, 0),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [moonlight()],
        bounds=(-6, -14, 6, 7),
        fog_range=(20, 160),
        mirrored=None,
    )


def cemetery(request: SetRequest) -> SetPlan:
    """Plan a graveyard: rows of stones and crosses, an iron fence, bare trees, a chapel behind."""
    random = request.random("stones")
    styles = ("round", "round", "plain", "cross")
    spots = [
        (x + 0.3 * (row % 2), z)
        for row, z in enumerate((-2.6, -4.9, -7.2, -9.5))
        for x in (-5.6, -4.0, -2.4, 2.2, 3.8, 5.4)
    ]
    pieces = [
        piece("floor", 0, -15, width=90, depth=70, grey=0.2 if request.night else 0.05),
        piece("path", 0.0, -4.0, width=1.9, depth=26, bend=0.4, grey=0.12),
        *(
            piece(
                "tombstone",
                x,
                z,
                round(float(random.uniform(-8, 8)), 1),
                style=styles[int(random.integers(0, 4))],
                height=round(float(random.uniform(0.7, 1.1)), 2),
                grey=round(float(random.uniform(0.08, 0.3)), 2),
            )
            for x, z in spots
        ),
        piece("tombstone", -2.3, -0.2, 25, style="round", height=1.0, grey=0.12),
        piece("tombstone", 2.7, 0.6, -20, style="cross", height=1.0, grey=0.2),
        piece("flowers", -2.15, 0.2, y=0.0),
        piece("building", 0.0, -18.5, width=5, height=5.0, depth=7, grey=0.12, shop=False, sides=False, seed=1),
        piece("roof", 0.0, -18.5, 90, y=2.3, width=7.6, depth=5.8, height=2.6),
        piece("cross", 0.0, -15.0, y=7.4, width=0.6, height=1.0),
        piece("wall_door", 0.0, -14.97, width=1.3, height=2.4, style="arched", grey=0.5),
        piece("fence", -8.5, -13.5, width=11, style="iron", height=1.4),
        piece("fence", 8.5, -13.5, width=11, style="iron", height=1.4),
        piece("fence", 0, 9.5, width=26, style="iron", height=1.4),
        piece("tree", -6.6, -6.2, style="bare", height=6.5, seed=request.seed),
        piece("tree", 7.8, -11.0, style="bare", height=7.0, seed=request.seed + 1),
        piece("tree", 9.0, 11.0, style="bare", height=7.0, seed=request.seed + 2),
        piece("grass", 0, -3, width=13, depth=12, count=50, seed=request.seed),
        piece("hills", 0, -42, width=140, height=9, grey=0.15, style="woods", seed=request.seed),
        piece("hills", 0, 40, 180, width=140, height=9, grey=0.15, style="woods", seed=request.seed + 1),
    ]
    marks = (
        *facing_pair(0.0, 0.2),
        *depth_marks(((0.0, -1.6), (-1.2, -0.9), (1.3, -1.0), (-1.4, 1.6), (1.4, 1.6), (0.1, -5.0), (0.1, -10.0))),
        stand("grave", -1.7, 0.9, 205),
        stand("door", 0.0, -13.8, 0),
    )
    return open_plan(request, pieces, marks, [moonlight()], bounds=(-1.9, -13, 1.9, 7), fog_range=(15, 110))


def western_street(request: SetRequest) -> SetPlan:
    """Plan a street of the old west: false fronts and boardwalks, a wagon, horses at a rail, hills behind."""
    styles = ("saloon", "store", "store", "stable", "store")
    fronts = [
        piece(
            "false_front",
            side * 10.4,
            9.0 - 8.4 * index,
            -90 * side,
            width=8.2,
            height=5.0 + 0.5 * ((index * 2 + (side > 0)) % 4),
            grey=0.1 + 0.07 * ((index + (side > 0)) % 3),
            style=styles[(index + 2 * (side > 0)) % len(styles)],
        )
        for side in (-1, 1)
        for index in range(6)
    ]
    pieces = [
        piece("floor", 0, -25, width=140, depth=160, grey=0.2 if request.night else 0.02),
        *fronts,
        piece("hills", 0, -75, width=160, seed=request.seed),
        piece("hitching_rail", -3.3, -2.2, 90),
        piece("horse", -2.2, -2.9, -90, saddle=True, grey=0.6),
        piece("horse", -2.2, -1.5, -90, saddle=True, grey=0.35),
        piece("wagon", 2.5, -10.0, 8),
        piece("trough", 3.5, -3.4, 90),
        piece("barrel", 3.6, -1.6),
        piece("barrel", 3.7, -0.9, height=0.8),
        piece("barrel", -3.7, -5.4),
    ]
    marks = (
        *facing_pair(),
        *depth_marks(((0.3, -2.4), (-1.2, 1.2), (1.9, -1.4), (1.6, 1.5), (0.3, -6.4), (-0.5, -12.0))),
        stand("pavement_left", -5.0, 0.4, 60, 0.22),
        stand("pavement_right", 5.0, -3.0, -60, 0.22),
        stand("door", 5.6, -7.6, -70, 0.22),
    )
    lights = [lamp_light(side * 3.8, 0.2, z, 2.6, 0.5) for side in (-1, 1) for z in (-1.0, -9.4)]
    return open_plan(
        request,
        pieces,
        marks,
        [*lights, lamp_light(0.2, 1.0, 0.0, 2.2, 0.4), moonlight()],
        bounds=(-3.9, -34, 3.9, 9),
        fog_range=(25, 120),
    )


OLD_PLACES: dict[str, SetFunction] = {
    "cave": cave,
    "ruins": ruins,
    "cemetery": cemetery,
    "western_street": western_street,
}
