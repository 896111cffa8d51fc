"""Fill polygons with exact area coverage, all of them in a few array operations.

Enters: polygons in pixels. Leaves: coverage images, float32 (height, width), 0..1. Each edge is cut at the borders of
pixels; the pieces add their signed area to a buffer, and a running sum along each row turns that into coverage. Areas
are whole numbers of small units, so that their sums are exact and do not depend on the order.

Source: the accumulation buffer of font-rs, https://medium.com/@raphlinus/inside-the-fastest-font-renderer-75ae5270c445.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch.kernels import compiled
from screenplay2board.render.sketch.polylines import Polylines, ranges
from screenplay2board.stage.geometry import Array

Image = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

_NOTHING = 1e-3  # coverage below this is rounding
_UNIT = 2.0**30  # units a pixel: with greys of 255 and 4,000 strokes in a pixel, sums still fit the 53 bits of a float


def coverage(polygons: Polylines, width: int, height: int) -> Image:
    """Return how much of each pixel lies inside the polygons (non-zero winding if they all turn the same way)."""
    sums = _running_sums(_pieces(polygons, width, height), None, width, height)
    np.abs(sums, out=sums)
    return np.minimum(sums, np.float32(1.0), out=sums)


def mixed_coverage(polygons: Polylines, values: Array, width: int, height: int) -> tuple[Image, Image]:
    """Return the coverage by all polygons, and the mean of their `values` (polygons,) weighted by how much they cover.

    The polygons must all turn the same way. The mean is 0 where nothing is covered.
    """
    pieces = _pieces(polygons, width, height)
    amount = _running_sums(pieces, None, width, height)
    weighted = _running_sums(pieces, np.repeat(values, polygons.lengths), width, height)
    touched = np.abs(amount) > _NOTHING
    mean = np.zeros_like(amount)
    np.divide(weighted, amount, out=mean, where=touched)
    np.abs(amount, out=amount)
    amount[~touched] = 0.0
    return np.minimum(amount, np.float32(1.0), out=amount), mean


class Canvas:
    """A picture in greys that polygons are filled into."""

    def __init__(self, picture: npt.NDArray[np.uint8]) -> None:
        self._picture = picture.astype(np.float32)

    def fill(self, polygons: Polylines, grey: float, alpha: float = 1.0) -> None:
        """Fill all polygons at once in one grey."""
        cut = self._cut(polygons)
        if cut is None:
            return
        part, (left, top) = cut
        kernels = compiled()
        if kernels is not None:
            kernels.fill(polygons.points, polygons.starts, (left, top), part, (grey, alpha))
            return
        cover = coverage(_moved(polygons, left, top), part.shape[1], part.shape[0])
        cover *= np.float32(alpha)
        part += (np.float32(grey) - part) * cover

    def fill_mixed(self, polygons: Polylines, greys: Array) -> None:
        """Fill all polygons at once, each in its own grey, (polygons,); where they overlap the greys mix."""
        cut = self._cut(polygons)
        if cut is None:
            return
        part, (left, top) = cut
        kernels = compiled()
        if kernels is not None:
            kernels.fill_mixed(polygons.points, polygons.starts, greys, (left, top), part, _NOTHING)
            return
        cover, mean = mixed_coverage(_moved(polygons, left, top), greys, part.shape[1], part.shape[0])
        part += (mean - part) * cover

    def fill_each(self, polygons: Polylines, greys: Array) -> None:
        """Fill the polygons one after the other, each in its own grey, (polygons,)."""
        for index, grey in enumerate(greys.tolist()):
            points = polygons.points[polygons.starts[index] : polygons.starts[index + 1]]
            self.fill(Polylines.of(points, np.array([len(points)])), grey)

    def paste(self, greys: npt.NDArray[np.uint8], left: int, top: int) -> None:
        """Put a picture in greys, (height, width), over what is there; it must fit."""
        height, width = greys.shape
        self._picture[top : top + height, left : left + width] = greys

    def _cut(self, polygons: Polylines) -> tuple[Image, tuple[int, int]] | None:
        """Return the part of the picture that the polygons can touch, and its left and top."""
        if not len(polygons.points):
            return None
        size = self._picture.shape[::-1]
        low = np.clip(np.floor(polygons.points.min(axis=0)), 0, size).astype(np.int64)
        high = np.clip(np.ceil(polygons.points.max(axis=0)), 0, size).astype(np.int64)
        if (high <= low).any():
            return None
        part = self._picture[low[1] : high[1], low[0] : high[0]]
        return part, (int(low[0]), int(low[1]))

    def picture(self) -> npt.NDArray[np.uint8]:
        """Return the picture as it is now, uint8 (height, width)."""
        return np.round(self._picture).astype(np.uint8)


def _moved(polygons: Polylines, left: int, top: int) -> Polylines:
    """Return the polygons on a part of the picture that begins at `left`, `top`."""
    return Polylines(polygons.points - np.array((left, top), dtype=np.float64), polygons.starts, polygons.closed)


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


def _next_point(polygons: Polylines) -> Indices:
    """Return the index of the point after each point, round the polygon."""
    following = np.arange(1, len(polygons.points) + 1)
    following[polygons.starts[1:] - 1] = polygons.starts[:-1]
    return following


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Edges cut at the borders of pixels. row, column: of the pixel; height: signed; inside: mean x in the pixel.

    edge: the polygon edge that a piece is of.
    """

    row: Indices
    column: Indices
    height: Array
    inside: Array
    edge: Indices


def _pieces(polygons: Polylines, width: int, height: int) -> _Pieces:
    """Cut all edges at the borders of pixels; what lies left of the picture is moved to its left border."""
    points = polygons.points
    following = points[_next_point(polygons)]
    x0, y0, x1, y1 = points[:, 0], points[:, 1], following[:, 0], following[:, 1]
    top, bottom = np.minimum(y0, y1), np.maximum(y0, y1)
    kept = np.flatnonzero((bottom > 0.0) & (top < height) & (bottom > top) & (np.minimum(x0, x1) < width))
    x0, y0, x1, y1, top, bottom = (each[kept] for each in (x0, y0, x1, y1, top, bottom))
    slope = (x1 - x0) / (y1 - y0)
    direction = np.where(y1 > y0, 1.0, -1.0)
    first_row = np.maximum(np.floor(top), 0.0).astype(np.int64)
    rows = np.maximum(np.minimum(np.ceil(bottom), height).astype(np.int64) - first_row, 0)
    edge = np.repeat(np.arange(len(rows)), rows)
    row = ranges(first_row, rows)
    start, end = np.maximum(top[edge], row), np.minimum(bottom[edge], row + 1)
    from_start, incline = x0[edge] - slope[edge] * y0[edge], slope[edge]
    xa, xb = from_start + incline * start, from_start + incline * end
    left = np.clip(np.minimum(xa, xb), 0.0, width)
    right = np.clip(np.maximum(xa, xb), 0.0, width)
    tall = (end - start) * direction[edge]
    column = np.floor(left).astype(np.int64)
    columns = np.maximum(np.ceil(right).astype(np.int64) - column, 1)
    single, several = np.flatnonzero(columns == 1), np.flatnonzero(columns > 1)
    piece = np.repeat(several, columns[several])
    wide_column = ranges(column[several], columns[several])
    a, b = np.maximum(left[piece], wide_column), np.minimum(right[piece], wide_column + 1)
    return _Pieces(
        np.concatenate([row[single], row[piece]]),
        np.concatenate([column[single], wide_column]),
        np.concatenate([tall[single], tall[piece] * (b - a) / np.maximum((right - left)[piece], 1e-12)]),
        np.concatenate([0.5 * (left[single] + right[single]) - column[single], 0.5 * (a + b) - wide_column]),
        kept[np.concatenate([edge[single], edge[piece]])],
    )


def _running_sums(pieces: _Pieces, values: Array | None, width: int, height: int) -> Image:
    """Return what is covered, (height, width), times `values` (edges,) where given.

    Each piece covers the rest of its own pixel and everything to the right of it.
    """
    line = width + 2
    cells = pieces.row * line + pieces.column
    heights = pieces.height if values is None else pieces.height * values[pieces.edge]
    areas, moved = np.rint(heights * _UNIT), np.rint(heights * pieces.inside * _UNIT)
    places, weights = np.concatenate([cells, cells + 1]), np.concatenate([areas - moved, moved])
    total = np.bincount(places, weights=weights, minlength=height * line).reshape(height, line)
    return (np.cumsum(total, axis=1)[:, :width] / _UNIT).astype(np.float32)
