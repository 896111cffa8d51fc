"""Storyboard arrows: where people go and how the camera moves.

Enters: `stage.types.Arrow`. Leaves: outlines with white inside, and ink lines, in pixels of the frame.
"""

from __future__ import annotations

import itertools

import numpy as np

from screenplay2board.render.sketch.polylines import Polylines
from screenplay2board.stage.geometry import Array
from screenplay2board.stage.types import Arrow

_HEAD_LENGTH = 2.0  # in widths of the shaft
_HEAD_WIDTH = 2.3
_TAIL_WIDTH = 0.4
_DASH_PX, _GAP_PX = 22.0, 10.0
_CORNER_ARROW_PX = 16.0
_BORDER_PX = 20.0


def arrow_shapes(arrows: tuple[Arrow, ...], width: int, height: int, scale: float) -> tuple[list[Array], list[Array]]:
    """Return closed outlines (n, 2) of arrows, and lines (n, 2) of frames in dashes."""
    size = np.array([width, height], dtype=np.float64)
    shapes: list[Array] = []
    dashes: list[Array] = []
    for arrow in arrows:
        points = np.array(arrow.points, dtype=np.float64) * size
        if arrow.kind in ("figure", "camera"):
            shapes.append(_arrow_outline(points, max(arrow.width * width, 6.0 * scale)))
        else:
            low, high = points.min(axis=0), points.max(axis=0)
            dashes += _dashed_frame(low, high, scale)
            shapes += _corner_arrows(low, high, size, scale, inward=arrow.kind == "frame")
    return shapes, dashes


def _arrow_outline(points: Array, width: float) -> Array:
    """Return the outline of an arrow along `points` (n, 2), thinner at its tail as if it came from far away."""
    path = _rounded(points)
    step = np.sqrt(np.square(np.diff(path, axis=0)).sum(axis=1))
    place = np.concatenate([[0.0], np.cumsum(step)])
    length = float(place[-1])
    neck = max(length - _HEAD_LENGTH * width, 0.3 * length)
    along = np.linspace(0.0, neck, 14)
    shaft = np.stack([np.interp(along, place, path[:, axis]) for axis in (0, 1)], axis=1)
    tip = path[-1]
    tangent = np.gradient(shaft, axis=0)
    tangent /= np.maximum(np.sqrt(np.square(tangent).sum(axis=1)), 1e-9)[:, None]
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    half = width / 2 * (_TAIL_WIDTH + (1 - _TAIL_WIDTH) * along / neck)[:, None]
    barb = normal[-1] * width * _HEAD_WIDTH / 2
    return np.concatenate(
        [shaft + normal * half, [shaft[-1] + barb, tip, shaft[-1] - barb], (shaft - normal * half)[::-1]]
    )


def _rounded(points: Array) -> Array:
    """Return `points` as a curve through its ends, the corners cut off (Chaikin)."""
    path = points
    for _ in range(3 if len(points) > 2 else 0):
        quarter, three = 0.75 * path[:-1] + 0.25 * path[1:], 0.25 * path[:-1] + 0.75 * path[1:]
        path = np.concatenate([path[:1], np.stack([quarter, three], axis=1).reshape(-1, 2), path[-1:]])
    return path


def _dashed_frame(low: Array, high: Array, scale: float) -> list[Array]:
    """Return the dashes of a rectangle."""
    corners = np.array([low, (high[0], low[1]), high, (low[0], high[1]), low])
    dashes: list[Array] = []
    for start, end in itertools.pairwise(corners):
        length = float(np.sqrt(np.square(end - start).sum()))
        if length < 1.0:
            continue
        along = (end - start) / length
        for begin in np.arange(0.0, length, (_DASH_PX + _GAP_PX) * scale):
            stop = min(begin + _DASH_PX * scale, length)
            dashes.append(np.array([start + along * begin, start + along * stop]))
    return dashes


def _corner_arrows(low: Array, high: Array, size: Array, scale: float, *, inward: bool) -> list[Array]:
    """Return an arrow at each corner, between the frame's corner and that of the picture."""
    result: list[Array] = []
    border = _BORDER_PX * scale
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
        outer = np.array([size[0] - border if x else border, size[1] - border if y else border])
        inner = np.array([high[0] if x else low[0], high[1] if y else low[1]])
        inner = inner + np.sign(outer - inner) * 8.0 * scale
        ends = np.array([outer, inner] if inward else [inner, outer])
        if float(np.sqrt(np.square(ends[1] - ends[0]).sum())) > 2.5 * _CORNER_ARROW_PX * scale:
            result.append(_arrow_outline(ends, _CORNER_ARROW_PX * scale))
    return result


def outline_lines(shapes: list[Array], dashes: list[Array]) -> Polylines:
    """Return the outlines, closed, and the dashes as lines to be inked."""
    closed = [np.concatenate([shape, shape[:1]]) for shape in shapes]
    every = closed + dashes
    lengths = np.array([len(line) for line in every], dtype=np.int64)
    flags = np.array([True] * len(closed) + [False] * len(dashes), dtype=np.bool_)
    points = np.concatenate(every) if every else np.zeros((0, 2))
    return Polylines.of(points, lengths, flags)
