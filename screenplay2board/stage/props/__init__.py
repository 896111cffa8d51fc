"""What sets are furnished with and what people hold: pieces by kind, as a registry of builders.

`build_piece` builds a `PropPlacement`; `piece_size`, `piece_boxes` and `piece_seat` say what space it takes, without
building it. A new piece is a function and a row in one of the modules here.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache

import numpy as np

from screenplay2board.stage.geometry import Array, Geometry, rotation, vec
from screenplay2board.stage.props.handheld import build_item
from screenplay2board.stage.props.handheld_more import ITEMS
from screenplay2board.stage.props.registry import KINDS
from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.types import Parameter, PropPlacement, Vec3

HOLDABLE: frozenset[str] = frozenset(ITEMS)
WRITING = "writing"  # a parameter of every piece: the words that stand on it
_FLIGHT_PARTS = 6
_PIECES_KEPT = 256  # a few sets of them, about 20 kB each
Box = tuple[float, float, float, float, float, float]


def kind_of(name: str) -> Kind:
    """Return the registry row of a kind of piece.

    Raises: KeyError where there is none, with the nearest name.
    """
    if name not in KINDS:
        near = get_close_matches(name, KINDS, 1)
        raise KeyError(f"no piece `{name}`" + (f", did you mean `{near[0]}`?" if near else ""))
    return KINDS[name]


def build_piece(geometry: Geometry, piece: PropPlacement, *, night: bool) -> None:
    """Add the meshes and lines of `piece` to `geometry`."""
    geometry.include(built_piece(piece, night=night))


def built_piece(piece: PropPlacement, *, night: bool) -> Geometry:
    """Return the meshes and lines of `piece` by itself, which is to be read only: it is kept."""
    parameters = tuple(sorted(piece.parameters.items()))
    return _built(piece.kind, piece.position_m, piece.yaw_deg, parameters, night)


@lru_cache(maxsize=_PIECES_KEPT)
def _built(
    kind: str, position_m: Vec3, yaw_deg: float, parameters: tuple[tuple[str, Parameter], ...], night: bool
) -> Geometry:
    """Return a piece by itself: the shots of a scene stand in the same set."""
    geometry = Geometry()
    given = dict(parameters)
    site = Site(geometry, vec(*position_m), rotation(yaw_deg), night, writing=str(given.pop(WRITING, "")))
    kind_of(kind).build(site, **given)
    return geometry.joined()


def build_held(
    geometry: Geometry, prop: str, wrist: Array, hand_frame: Array, height_m: float, figure: int, writing: str = ""
) -> None:
    """Put `prop` into a hand: wrist (3,), hand_frame (3, 3) with the columns side, palm normal, direction.

    writing: the words that stand on it.

    Raises: KeyError where nobody can hold it; `HOLDABLE` has the names.
    """
    if prop not in ITEMS:
        near = get_close_matches(prop, ITEMS, 1)
        raise KeyError(f"nobody can hold `{prop}`" + (f", did you mean `{near[0]}`?" if near else ""))
    build_item(geometry, ITEMS[prop], wrist, hand_frame, height_m, figure, writing)


def piece_size(kind: str, parameters: Mapping[str, Parameter]) -> Vec3:
    """Return (width, height, depth) in metres before the piece is turned."""
    row = kind_of(kind)
    width, height, depth = (
        float(parameters.get(name, default))
        for name, default in zip(("width", "height", "depth"), row.size, strict=True)
    )
    return (width, height, depth)


def piece_boxes(piece: PropPlacement) -> tuple[Box, ...]:
    """Return the axis boxes (x0, y0, z0, x1, y1, z1) in the world that `piece` fills; none for flat things."""
    row = kind_of(piece.kind)
    if not row.solid:
        return ()
    if row.flight:
        return _flight_boxes(piece)
    width, height, depth = piece_size(piece.kind, piece.parameters)
    yaw = np.radians(piece.yaw_deg)
    cosine, sine = abs(float(np.cos(yaw))), abs(float(np.sin(yaw)))
    half_x, half_z = (width * cosine + depth * sine) / 2, (width * sine + depth * cosine) / 2
    x, y, z = piece.position_m
    if row.hung:
        x, z = x + float(np.sin(yaw)) * depth / 2, z + float(np.cos(yaw)) * depth / 2
    base = y + float(piece.parameters.get("y", row.base_m))
    return ((x - half_x, base, z - half_z, x + half_x, base + height, z + half_z),)


def _flight_boxes(piece: PropPlacement) -> tuple[Box, ...]:
    """Return a few boxes, one behind and above the other, for a flight of steps."""
    width, height, depth = piece_size(piece.kind, piece.parameters)
    yaw = np.radians(piece.yaw_deg)
    ahead = np.array((np.sin(yaw), 0.0, np.cos(yaw)))
    boxes: list[Box] = []
    for i in range(_FLIGHT_PARTS):
        share = (i + 0.5) / _FLIGHT_PARTS
        x, y, z = np.asarray(piece.position_m) + ahead * (0.5 - share) * depth
        block = PropPlacement(
            kind="block",
            position_m=(float(x), float(y), float(z)),
            yaw_deg=piece.yaw_deg,
            parameters={"width": width, "height": height * share, "depth": depth / _FLIGHT_PARTS},
        )
        boxes.extend(piece_boxes(block))
    return tuple(boxes)


def piece_seat(piece: PropPlacement) -> float | None:
    """Return the height in the world of the surface to sit or lie on, None where there is none."""
    row = kind_of(piece.kind)
    if row.seat_m is None:
        return None
    name = "height" if row.sat_on_top else "seat"
    return piece.position_m[1] + float(piece.parameters.get(name, row.seat_m))
