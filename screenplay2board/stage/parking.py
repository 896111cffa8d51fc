"""Vehicles among the pieces of a set: what stands where they are, and the streaks behind those that are fast.

Enters: placements of figures, pieces, the solved camera. Leaves: which pieces a crew would strike, and `Arrow`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, radians, sin

import numpy as np

from screenplay2board.stage.beings import being_of, vehicle_size
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.props import piece_boxes
from screenplay2board.stage.types import Arrow, CameraPose, FigurePlacement, PropPlacement, Vec2
from screenplay2board.stage.view import Person

SCENERY_M = 7.0  # what is broader is a building or a hill and stays
LONG = ("train_cars", "ship")  # but these are vehicles themselves
STREAKS = ((0.22, 0.42), (0.45, 0.62), (0.68, 0.36), (0.88, 0.54))  # height in that of the vehicle, length in its depth
LONGEST_STREAK = 0.28  # of the frame's width
CLEAR = 0.08  # of the vehicle's depth, between it and its streaks


def clear_of_vehicles(
    pieces: Sequence[PropPlacement], figures: Iterable[FigurePlacement]
) -> tuple[tuple[PropPlacement, ...], tuple[str, ...]]:
    """Return the pieces that no vehicle stands in, and why the others are gone."""
    parked = [figure for figure in figures if _is_vehicle(figure)]
    if not parked:
        return tuple(pieces), ()
    kept = tuple(piece for piece in pieces if not any(_stands_in(piece, figure) for figure in parked))
    gone = {piece.kind for piece in pieces} - {piece.kind for piece in kept}
    return kept, tuple(f"the {kind} makes room for {parked[0].name}" for kind in sorted(gone))


def _is_vehicle(figure: FigurePlacement) -> bool:
    being = being_of(figure.look.kind)
    return being is not None and being.piece is not None


def _stands_in(piece: PropPlacement, figure: FigurePlacement) -> bool:
    being = being_of(figure.look.kind)
    if being is None or (figure.pose == "fly" and being.fly_m):
        return False
    width, height, depth = vehicle_size(being)
    turn = radians(figure.yaw_deg)
    for x0, y0, z0, x1, _, z1 in piece_boxes(piece):
        if (max(x1 - x0, z1 - z0) > SCENERY_M and piece.kind not in LONG) or y0 > figure.position_m[1] + height:
            continue
        dx, dz = (x0 + x1) / 2 - figure.position_m[0], (z0 + z1) / 2 - figure.position_m[2]
        across, along = dx * cos(turn) - dz * sin(turn), dx * sin(turn) + dz * cos(turn)
        reach = 0.4 * min(max(x1 - x0, z1 - z0), SCENERY_M)
        if abs(across) < width / 2 + reach and abs(along) < depth / 2 + reach:
            return True
    return False


def streaks_for(camera: CameraPose, person: Person, heading: Vec2) -> tuple[Arrow, ...]:
    """Return the streaks behind a vehicle that is fast, none where they lie outside the picture."""
    extent = person.anchors.extent
    if extent is None or not _is_vehicle(person.placement) or person.placement.pose not in ("run", "fly"):
        return ()
    back = np.array((-heading[0], 0.0, -heading[1]))
    middle, low, high = extent.mean(axis=0), extent.min(axis=0), extent.max(axis=0)
    depth = 2.0 * float(((extent - middle) @ back).max())
    tail = middle + back * (0.5 + CLEAR) * depth
    projection = Projection.of(camera)
    size = np.array(camera.frame_px, dtype=np.float64)
    ends: list[Vec2] = []
    for rise, length in STREAKS:
        start = np.array((tail[0], low[1] + rise * (high[1] - low[1]), tail[2]))
        seen = projection.project(np.stack([start, start + back * length * depth]))
        if float(seen[:, 2].min()) < 0.2:
            continue
        first, last = seen[:, :2] / size
        way = last - first
        far = float(np.hypot(*way))
        last = first + way * min(1.0, LONGEST_STREAK / max(far, 1e-6))
        if bool(((first > 0.0) & (first < 1.0)).all()):
            ends += [(round(float(x), 4), round(float(y), 4)) for x, y in (first, last)]
    return (Arrow(kind="speed", points=tuple(ends)),) if ends else ()
