"""Places that are written rather than programmed: `places.toml`, a table each.

Enters: a request. Leaves: the plan of its place. Seats and beds make their own marks, places to stand are where the
furniture leaves room. What the fields mean stands at the head of the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

from screenplay2board.packaged import tables
from screenplay2board.stage.props import piece_boxes, piece_seat, piece_size
from screenplay2board.stage.sets.kit import (
    Room,
    SetFunction,
    SetRequest,
    at_table,
    closed_room,
    depth_marks,
    facing_pair,
    hang,
    lamp_light,
    lying,
    moonlight,
    open_plan,
    seat,
    side_by_side,
    stand,
)
from screenplay2board.stage.types import LightPool, Mark, Parameter, PropPlacement, SetPlan

ROOM_TO_STAND_M = 0.34
BEDS = frozenset({"bed", "bunk_bed", "gurney", "operating_table"})
BROAD_SEAT_M = 1.3  # a seat of this width takes two
AT_A_TABLE_M = 1.0  # who sits as near to a table sits at it
# Where people may stand, nearest to the middle first.
_SPOTS = (
    (0.0, -0.9), (-1.3, 0.5), (1.3, 0.5), (0.0, 1.6), (-1.2, -1.2), (1.2, -1.2), (-1.5, 1.5), (1.5, 1.5), (0.0, -1.8),
    (-2.0, -0.4), (2.0, -0.4), (0.6, 2.1), (-0.6, 2.1), (-2.2, 1.0), (2.2, 1.0),
)  # fmt: skip


def written_sets() -> dict[str, SetFunction]:
    """Return the set functions of all written places, by name."""
    return {name: partial(_planned, name) for name in _table()}


@cache
def _table() -> Mapping[str, dict[str, Any]]:
    return tables("stage/sets/places.toml")


def _planned(name: str, request: SetRequest) -> SetPlan:
    row = _table()[name]
    door = row["door"]
    floor = [_placed(entry, request) for entry in row.get("pieces", ())]
    marks = (
        *facing_pair(0.0, float(row.get("pair_z", 0.4))),
        *depth_marks(_free_spots(floor, float(row.get("pair_z", 0.4)))),
        *_seats(floor),
        stand("door", float(door[0]), float(door[1]), float(door[2])),
    )
    lights = [lamp_light(*(float(value) for value in light)) for light in row.get("lights", ())]
    if "room" in row:
        return _indoors(row, request, floor, marks, lights)
    return open_plan(
        request, floor, marks, [moonlight(), *lights], bounds=tuple(row.get("bounds", (-5.0, -3.5, 5.0, 4.0))),
        reach=float(row.get("reach", 14.0)),
    )  # fmt: skip


def _indoors(
    row: Mapping[str, Any],
    request: SetRequest,
    floor: Sequence[PropPlacement],
    marks: Sequence[Mark],
    lights: Sequence[LightPool],
) -> SetPlan:
    frame = closed_room(**row["room"])
    hung = [
        _on_wall(frame, wall, entry, request)
        for wall in ("back", "left", "right", "front")
        for entry in row.get(wall, ())
    ]
    return frame.plan(request, (*hung, *floor), marks, lights)


def _on_wall(frame: Room, wall: str, entry: Sequence[Any], request: SetRequest) -> PropPlacement:
    kind, along, *more = entry
    place = {"back": frame.on_back, "left": frame.on_left, "right": frame.on_right, "front": frame.on_front}[wall]
    return place(kind, float(along), **_seeded(dict(more[0]) if more else {}, request))


def _placed(entry: Sequence[Any], request: SetRequest) -> PropPlacement:
    kind, x, z, *more = entry
    yaw = float(more.pop(0)) if more and not isinstance(more[0], dict) else 0.0
    parameters = _seeded(dict(more[0]) if more else {}, request)
    rise = float(parameters.pop("rise", 0.0))
    placed = hang(kind, float(x), float(z), yaw, parameters)
    return placed if rise == 0.0 else PropPlacement(
        kind=kind, position_m=(float(x), rise, float(z)), yaw_deg=yaw, parameters=parameters
    )  # fmt: skip


def _seeded(parameters: dict[str, Parameter], request: SetRequest) -> dict[str, Parameter]:
    """Return parameters whose `seed`, where they have one, follows the place's."""
    if "seed" in parameters:
        parameters["seed"] = int(parameters["seed"]) + request.seed
    return parameters


def _free_spots(pieces: Sequence[PropPlacement], pair_z: float) -> list[tuple[float, float]]:
    boxes = [box for piece in pieces for box in piece_boxes(piece) if box[1] < 1.9 and box[4] > 0.05]

    def free(x: float, z: float) -> bool:
        room = ROOM_TO_STAND_M
        in_the_way = any(b[0] - room < x < b[3] + room and b[2] - room < z < b[5] + room for b in boxes)
        return not in_the_way and (abs(x) > 1.0 or abs(z - pair_z) > 0.7)

    return [spot for spot in _SPOTS if free(*spot)]


def _seats(pieces: Sequence[PropPlacement]) -> list[Mark]:
    """Return a mark for every seat and bed, numbered as they stand; two on a broad one."""
    tables = [piece.position_m for piece in pieces if piece.kind in ("table", "desk")]
    marks: list[Mark] = []
    for number, piece in enumerate(pieces, start=1):
        surface = piece_seat(piece)
        if surface is None or piece.kind in ("crate", "swings"):
            continue
        (x, _, z), yaw, name = piece.position_m, piece.yaw_deg, f"{piece.kind}_{number}"
        width = piece_size(piece.kind, piece.parameters)[0]
        if piece.kind in BEDS:
            marks.append(lying(name, x, z, yaw, surface))
        elif width >= BROAD_SEAT_M:
            marks.extend(side_by_side(name, x, z, yaw, surface))
        elif any(abs(x - tx) < AT_A_TABLE_M and abs(z - tz) < AT_A_TABLE_M for tx, _, tz in tables):
            marks.append(at_table(name, x, z, yaw, surface))
        else:
            marks.append(seat(name, x, z, yaw, surface))
    return marks
