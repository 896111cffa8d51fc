"""Fill polygons with exact area coverage, all of them in a few array operations.

Enters: polygons in pixels. Leaves: coverage images, float32 (height, width), 0..1. Each edge is cut at the borders of
pixels; the pieces add their signed area to a buffer, and a running sum along each row turns that into coverage.

Source: the accumulation buffer of font-rs, https://medium.com/@raphlinus/inside-the-fastest-font-renderer-75ae5270c445.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch.polylines import Polylines, ranges
from screenplay2board.stage.geometry import Array

Image = npt.NDArray[np.float32]


def coverage(polygons: Polylines, width: int, height: int) -> Image:
    """Return how much of each pixel lies inside the polygons (non-zero winding if they all turn the same way)."""
    accumulated = _accumulate(polygons, width, height)
    sums = np.cumsum(accumulated.reshape(height, width + 2), axis=1, dtype=np.float32)[:, :width]
    np.abs(sums, out=sums)
    return np.minimum(sums, np.float32(1.0), out=sums)


class Canvas:
    """A picture in greys that polygons are filled into."""

    def __init__(self, picture: npt.NDArray[np.uint8]) -> None:
        self._picture = picture.astype(np.float32)

    def fill(self, polygons: Polylines, grey: float, alpha: float = 1.0) -> None:
        """Fill all polygons at once in one grey."""
        height, width = self._picture.shape
        cover = coverage(polygons, width, height).ravel()
        places = np.flatnonzero(cover)
        picture = self._picture.reshape(-1)
        below = picture[places]
        picture[places] = below + (np.float32(grey) - below) * (cover[places] * np.float32(alpha))

    def fill_each(self, polygons: Polylines, greys: Array) -> None:
        """Fill the polygons one after the other, each in its own grey, (polygons,)."""
        height, width = self._picture.shape
        for index, grey in enumerate(greys.tolist()):
            points = polygons.points[polygons.starts[index] : polygons.starts[index + 1]]
            low = np.clip(np.floor(points.min(axis=0)), 0, (width, height)).astype(np.int64)
            high = np.clip(np.ceil(points.max(axis=0)), 0, (width, height)).astype(np.int64)
            wide, tall = (high - low).tolist()
            if wide <= 0 or tall <= 0:
                continue
            cover = coverage(Polylines.of(points - low, np.array([len(points)])), wide, tall)
            cut = self._picture[low[1] : high[1], low[0] : high[0]]
            cut += (np.float32(grey) - cut) * cover

    def picture(self) -> npt.NDArray[np.uint8]:
        """Return the picture as it is now, uint8 (height, width)."""
        return np.round(self._picture).astype(np.uint8)


def same_way(polygons: Polylines) -> Polylines:
    """Return the polygons all turning the same way (outlines that a camera saw from the front or the back)."""
    points = polygons.points
    following = points[_next_point(polygons)]
    cross = points[:, 0] * following[:, 1] - following[:, 0] * points[:, 1]
    area = np.add.reduceat(cross, polygons.starts[:-1]) if len(polygons.closed) else cross
    backward = np.flatnonzero(area < 0.0)
    if not len(backward):
        return polygons
    index = np.arange(len(points))
    lengths = polygons.lengths[backward]
    forward = ranges(polygons.starts[:-1][backward], lengths)
    last = np.repeat(polygons.starts[1:][backward] - 1 + polygons.starts[:-1][backward], lengths)
    index[forward] = last - forward
    return Polylines(points[index], polygons.starts, polygons.closed)


def _next_point(polygons: Polylines) -> npt.NDArray[np.int64]:
    """Return the index of the point after each point, round the polygon."""
    following = np.arange(1, len(polygons.points) + 1)
    following[polygons.starts[1:] - 1] = polygons.starts[:-1]
    return following


def _accumulate(polygons: Polylines, width: int, height: int) -> npt.NDArray[np.float32]:
    """Return the signed areas of all edges, (height * (width + 2),); their running sum along a row is the coverage."""
    points = polygons.points
    following = points[_next_point(polygons)]
    x0, y0, x1, y1 = points[:, 0], points[:, 1], following[:, 0], following[:, 1]
    top, bottom = np.minimum(y0, y1), np.maximum(y0, y1)
    kept = np.flatnonzero((bottom > 0.0) & (top < height) & (bottom > top) & (np.minimum(x0, x1) < width))
    x0, y0, x1, y1, top, bottom = (each[kept] for each in (x0, y0, x1, y1, top, bottom))
    slope = (x1 - x0) / (y1 - y0)
    direction = np.where(y1 > y0, 1.0, -1.0)
    # pieces of one row each
    first_row = np.maximum(np.floor(top), 0.0).astype(np.int64)
    last_row = np.minimum(np.ceil(bottom), height).astype(np.int64)
    rows = np.maximum(last_row - first_row, 0)
    edge = np.repeat(np.arange(len(rows)), rows)
    row = ranges(first_row, rows)
    start = np.maximum(top[edge], row)
    end = np.minimum(bottom[edge], row + 1)
    slope_, x_, y_ = slope[edge], x0[edge], y0[edge]
    xa, xb = x_ + slope_ * (start - y_), x_ + slope_ * (end - y_)
    left = np.clip(np.minimum(xa, xb), 0.0, width)
    right = np.clip(np.maximum(xa, xb), 0.0, width)
    # what lies left of the picture or right of it keeps its height and becomes vertical
    tall = (end - start) * direction[edge]
    # pieces of one column each
    first_column = np.floor(left).astype(np.int64)
    columns = np.maximum(np.ceil(right).astype(np.int64) - first_column, 1)
    several = np.flatnonzero(columns > 1)
    single = np.flatnonzero(columns == 1)
    cells = [row[single] * (width + 2) + first_column[single]]
    heights = [tall[single]]
    insides = [0.5 * (left[single] + right[single]) - first_column[single]]
    if len(several):
        piece = np.repeat(several, columns[several])
        column = ranges(first_column[several], columns[several])
        a, b = np.maximum(left[piece], column), np.minimum(right[piece], column + 1)
        cells.append(row[piece] * (width + 2) + column)
        heights.append(tall[piece] * (b - a) / (right - left)[piece])
        insides.append(0.5 * (a + b) - column)
    return _sum_cells(np.concatenate(cells), np.concatenate(heights), np.concatenate(insides), height * (width + 2))


def _sum_cells(cells: npt.NDArray[np.int64], heights: Array, insides: Array, size: int) -> npt.NDArray[np.float32]:
    """Return the buffer of `size`: each piece covers the rest of its own pixel and everything to the right of it."""
    moved = heights * insides
    total = np.bincount(cells, weights=heights - moved, minlength=size)
    total[1:] += np.bincount(cells, weights=moved, minlength=size)[:-1]
    return total.astype(np.float32)
