"""What stands in a camera's way: cheap tests of rays against furniture and people.

Enters: pieces and posed bodies. Leaves: `Obstacles`, asked by the camera for every place it tries. Furniture is boxes,
people are a few balls; both are a little smaller than life, so that a graze does not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screenplay2board.stage.geometry import Array, FigureAnchors, Points
from screenplay2board.stage.props import Box, piece_boxes, piece_size
from screenplay2board.stage.props.architecture import BEAM_M, beam_places
from screenplay2board.stage.props.car_cabin import CABIN_BOXES
from screenplay2board.stage.types import PropPlacement

_SHRINK_M = 0.03
_BALLS = (("head", 0.13), ("waist", 0.16), ("pelvis", 0.17), ("knee_l", 0.07), ("knee_r", 0.07))
_CHEST_RADIUS_M = 0.19
_HAND_RADIUS_M = 0.075


_RACK_BELOW_M, _RACK_HIGH_M = 0.64, 0.28  # under the ceiling of a coach, as thick as those of a plane


def opaque_boxes(piece: PropPlacement) -> tuple[Box, ...]:
    """Return the boxes (x0, y0, z0, x1, y1, z1) of `piece` that hide what is behind: also of lamps one walks under."""
    x, y, z = piece.position_m
    if piece.kind == "car_interior":
        return tuple((x + a, y + b, z + c, x + d, y + e, z + f) for a, b, c, d, e, f in CABIN_BOXES)
    if piece.kind == "coach_shell":  # its luggage racks
        width, height, depth = piece_size(piece.kind, piece.parameters)
        low, high = y + height - _RACK_BELOW_M, y + height - _RACK_BELOW_M + _RACK_HIGH_M
        return tuple(
            (x + middle - 0.2, low, z - depth / 2, x + middle + 0.2, high, z + depth / 2)
            for middle in (0.22 - width / 2, width / 2 - 0.22)
        )
    if piece.kind == "room" and piece.parameters.get("ceiling_pattern") == "beams":
        width, height, depth = piece_size(piece.kind, piece.parameters)
        high, deep = BEAM_M
        return tuple(
            (x - width / 2, y + height - high, z + at - deep / 2, x + width / 2, y + height, z + at + deep / 2)
            for at in beam_places(depth)
        )
    if piece.kind != "pendant":
        return piece_boxes(piece)
    half = piece_size(piece.kind, piece.parameters)[0] / 2
    return ((x - half, y, z - half, x + half, y + 0.2, z + half),)


@dataclass(frozen=True, slots=True)
class Obstacles:
    """boxes (n, 6) as (x0, y0, z0, x1, y1, z1); balls (m, 4) as (x, y, z, radius); owners (m,) figures of the balls."""

    boxes: Array
    balls: Array
    owners: Array

    @classmethod
    def of(cls, pieces: Iterable[PropPlacement], people: Iterable[FigureAnchors], *, crowns: bool = False) -> Obstacles:
        """Return the obstacles of a set with people on it; with the `crowns` of its trees, which hide the sun."""
        standing = tuple(pieces)
        boxes = [box for piece in standing for box in opaque_boxes(piece)]
        rows: list[tuple[float, float, float, float]] = []
        owners: list[int] = []
        for piece in standing if crowns else ():
            if piece.kind == "tree":
                height = piece_size(piece.kind, piece.parameters)[1]
                x, y, z = piece.position_m
                rows.append((x, y + 0.68 * height, z, 0.30 * height))
                owners.append(0)
        for anchors in people:
            chest = 0.35 * anchors.joints["waist"] + 0.65 * anchors.joints["neck"]
            spots = [(anchors.joints[name], radius) for name, radius in _BALLS] + [(chest, _CHEST_RADIUS_M)]
            for centre, radius in spots:
                x, y, z = centre.tolist()
                rows.append((x, y, z, radius))
                owners.append(anchors.figure)
            for hand in ("hand_l", "hand_r"):  # one's own hand hides one's face too
                x, y, z = anchors.joints[hand].tolist()
                rows.append((x, y, z, _HAND_RADIUS_M))
                owners.append(-anchors.figure)
        return cls(
            np.array(boxes, dtype=np.float64).reshape(-1, 6) + np.array([1, 1, 1, -1, -1, -1]) * _SHRINK_M,
            np.array(rows, dtype=np.float64).reshape(-1, 4),
            np.array(owners, dtype=np.float64),
        )

    def hidden(self, eye: Points, points: Points, own: tuple[int, ...] = ()) -> Array:
        """Return 1.0 for each of `points` (n, 3) that something hides from `eye`; figures in `own` do not count."""
        counts = np.ones(len(self.owners), dtype=np.bool_)
        for figure in own:
            counts &= self.owners != figure
        return self._hidden(eye, points, counts)

    def hidden_each(self, eye: Points, points: Points, owners: Array) -> Array:
        """Return 1.0 for each of `points` (n, 3) that something but the body of its owner (n,) hides from `eye`."""
        return self._hidden(eye, points, self.owners != owners[:, None])

    def _hidden(self, eye: Points, points: Points, counts: npt.NDArray[np.bool_]) -> Array:
        """Do the same; counts: which balls can hide, (balls,) or (points, balls)."""
        start, ends = np.asarray(eye, dtype=np.float64), np.asarray(points, dtype=np.float64)
        ways = ends - start
        hidden = np.zeros(len(ends), dtype=np.bool_)
        if len(self.boxes):
            hidden |= self._behind_boxes(start, ends, ways)
        if len(self.balls):
            hidden |= (self._behind_balls(start, ways) & counts).any(axis=1)
        return hidden.astype(np.float64)

    def _behind_balls(self, start: Array, ways: Array) -> npt.NDArray[np.bool_]:
        """Return which balls lie in each way, (points, balls)."""
        to_ball, radii = self.balls[:, :3] - start, self.balls[:, 3]
        lengths = np.maximum(np.sqrt(np.square(ways).sum(axis=1)), 1e-9)[:, None]
        along = (ways @ to_ball.T) / lengths  # (points, balls)
        nearest = np.square(to_ball).sum(axis=1) - along**2
        return (along > 0.05) & (along < lengths - radii) & (nearest < radii**2)

    def _behind_boxes(self, start: Array, ends: Array, ways: Array) -> npt.NDArray[np.bool_]:
        """Return whether a box lies between `start` and each end; a box around the end itself does not count."""
        safe = np.where(np.abs(ways) < 1e-9, 1e-9, ways)
        low = (self.boxes[None, :, :3] - start) / safe[:, None]  # (points, boxes, 3)
        high = (self.boxes[None, :, 3:] - start) / safe[:, None]
        enter = np.minimum(low, high).max(axis=2)
        leave = np.maximum(low, high).min(axis=2)
        around = (
            (ends[:, None] > self.boxes[None, :, :3] - 0.06) & (ends[:, None] < self.boxes[None, :, 3:] + 0.06)
        ).all(axis=2)
        return ((enter < leave) & (leave > 0.03) & (enter < 0.985) & ~around).any(axis=1)

    def holds(self, eye: Points, room_m: float = 0.12, person_m: float = 0.22) -> bool:
        """Tell whether a camera at `eye` would be inside furniture or a person."""
        place = np.asarray(eye, dtype=np.float64)
        inside = (place > self.boxes[:, :3] - room_m) & (place < self.boxes[:, 3:] + room_m)
        if inside.all(axis=1).any():
            return True
        if not len(self.balls):
            return False
        distance = np.linalg.norm(self.balls[:, :3] - place, axis=1)
        return bool((distance < self.balls[:, 3] + person_m).any())
