"""In and on vehicles: a car."""

from __future__ import annotations

from screenplay2board.stage.sets.city import house_row
from screenplay2board.stage.sets.kit import SetFunction, SetRequest, lamp_light, open_plan, piece
from screenplay2board.stage.types import Mark, SetPlan


def car(request: SetRequest) -> SetPlan:
    """Plan the inside of a car on the road: the driver sits at the right of the picture, the street runs off behind."""
    pieces = [
        piece("floor", 0, -30, y=-0.35, width=60, depth=90, grey=0.3 if request.night else 0.08),
        piece("road_marks", -1.9, -26, y=-0.35, depth=60),
        *house_row(request, -1, -5.0, -50, 8.5, 8, 13),
        *house_row(request, 1, -5.0, -50, 6.1, 8, 14),
        piece("building", 0, -66, width=30, height=14, depth=6, grey=0.08, seed=request.seed),
        piece("tree", -7.0, -9.0, y=-0.35, height=6.5, seed=request.seed),
        piece("tree", 5.0, -20.0, y=-0.35, height=6.5, seed=request.seed + 1),
        piece("car_interior", 0, 0),
    ]
    marks = (
        Mark(name="driver", position_m=(0.37, 0.0, 0.0), use="drive", surface_m=0.3),
        Mark(name="passenger", position_m=(-0.37, 0.0, 0.0), use="sit", surface_m=0.3),
        Mark(name="rear_left", position_m=(-0.36, 0.0, -1.1), use="sit", surface_m=0.31),
        Mark(name="rear_right", position_m=(0.36, 0.0, -1.1), use="sit", surface_m=0.31),
    )
    return open_plan(
        request,
        pieces,
        marks,
        [lamp_light(0, 0.9, 0.5, 1.0, 0.35), lamp_light(-4, 2, -14, 4, 0.4), lamp_light(4, 2, -26, 5, 0.4)],
        bounds=(-0.8, -1.6, 0.8, 0.8),
        camera_bounds=(-3.0, -3.2, 3.0, 4.0),
    )


TRANSPORT: dict[str, SetFunction] = {"car": car}
