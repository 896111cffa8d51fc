"""Many polylines at once: smoothing, cutting, resampling, and brush strokes along them.

A `Polylines` is one array of points with the place where each line starts: every function works on all lines in a few
array operations, without a loop over lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch.kernels import compiled
from screenplay2board.stage.geometry import Array

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_GAP_PX = 1.0  # between lines on the common axis of arc lengths, so that no place belongs to two lines


@dataclass(frozen=True, slots=True)
class Polylines:
    """points: (n, 2) px. starts: (lines + 1,), the lines' first points and the end; closed: (lines,).

    A closed line repeats its first point at its end.
    """

    points: Array
    starts: Indices
    closed: Flags

    @classmethod
    def of(cls, points: Array, lengths: Indices, closed: Flags | None = None) -> Polylines:
        """Return lines of `lengths` points each, in order."""
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths, dtype=np.int64)])
        return cls(points, starts, np.zeros(len(lengths), dtype=np.bool_) if closed is None else closed)

    @property
    def lengths(self) -> Indices:
        """The number of points of each line."""
        return np.diff(self.starts)

    def line_of_point(self) -> Indices:
        """Return the line that each point belongs to, (n,)."""
        return np.repeat(np.arange(len(self.closed)), self.lengths)

    def arc(self) -> tuple[Array, Array, Array]:
        """Return places of the points on one axis (n,), places of the lines' starts and the lines' lengths in px."""
        steps = np.zeros(len(self.points))
        steps[1:] = lengths_of(np.diff(self.points, axis=0))
        steps[self.starts[:-1]] = _GAP_PX
        place = np.cumsum(steps)
        first = place[self.starts[:-1]]
        return place, first, place[self.starts[1:] - 1] - first

    def chosen(self, lines: Indices) -> tuple[Polylines, Indices]:
        """Return some of the lines, and the former indices of their points."""
        lengths = self.lengths[lines]
        index = ranges(self.starts[lines], lengths)
        return Polylines.of(self.points[index], lengths, self.closed[lines]), index


def lengths_of(vectors: Array) -> Array:
    """Return the lengths (n,) of vectors (n, 2); a sum over so short an axis takes five times as long."""
    x, y = vectors[:, 0], vectors[:, 1]
    return np.sqrt(x * x + y * y)


def ranges(first: Indices, lengths: Indices) -> Indices:
    """Return first[0], first[0] + 1, ... (lengths[0] numbers), first[1], ... in one array."""
    total = int(lengths.sum())
    return np.arange(total) + np.repeat(first - (np.cumsum(lengths) - lengths), lengths)


def visible_runs(starts: Indices, visible: Flags, shortest: int) -> tuple[Indices, Indices, Indices]:
    """Cut lines where points are not visible; return the runs' first points, numbers of points and lines."""
    if not len(visible):
        none = np.zeros(0, dtype=np.int64)
        return none, none, none
    begins = np.zeros(len(visible) + 1, dtype=np.bool_)
    begins[starts] = True
    before = np.concatenate([[False], visible[:-1]]) & ~begins[:-1]
    after = np.concatenate([visible[1:], [False]]) & ~begins[1:]
    first = np.flatnonzero(visible & ~before)
    count = np.flatnonzero(visible & ~after) - first + 1
    long_enough = count >= shortest
    first, count = first[long_enough], count[long_enough]
    return first, count, np.searchsorted(starts, first, side="right") - 1


def smooth_values(values: Array, lines: Polylines, strides: Sequence[int]) -> Array:
    """Return numbers (n,) or points (n, 2) smoothed along the lines by (1 2 1) / 4, once for each of `strides`.

    The variance of the whole is half the sum of the squared strides. Ends of open lines stay.
    """
    kernels = compiled()
    if kernels is not None:
        return kernels.smooth(values, lines.starts, lines.closed, strides)
    return _smooth_values(values, lines, strides)


def _smooth_values(values: Array, lines: Polylines, strides: Sequence[int]) -> Array:
    """Do `smooth_values` in NumPy."""
    previous, following, fixed = _neighbours(lines)
    near = {1: (previous, following)}
    for stride in range(2, max(strides, default=1) + 1):
        before, after = near[stride - 1]
        near[stride] = (previous[before], following[after])
    result = values.copy()
    kept = values[fixed]
    for stride in strides:
        before, after = near[stride]
        result = 0.5 * result + 0.25 * (result[before] + result[after])
        result[fixed] = kept
    return result


def smooth(lines: Polylines, strides: Sequence[int]) -> Polylines:
    """Return the lines smoothed, see `smooth_values`."""
    return Polylines(smooth_values(lines.points, lines, strides), lines.starts, lines.closed)


def without_staircase(lines: Polylines) -> Polylines:
    """Return chains of pixel borders as the curves that they were sampled from.

    The staircase of a flat slope is long and shallow, a feature is short or deep. So wider and wider smoothing is
    taken wherever it moves the line by less than a pixel's rounding could have done. Smoothing what it took away once
    more, and giving that back, keeps curves from shrinking.
    Source: Tukey, Exploratory Data Analysis (1977), section 16, twicing.
    """
    points = smooth_values(lines.points, lines, (1, 1))
    for strides, tolerance in (((2, 3), 0.25), ((3, 4, 4), 0.3), ((4, 6, 8), 0.35), ((7, 9, 12), 0.4)):
        wider = smooth_values(points, lines, strides)
        wider += smooth_values(points - wider, lines, strides)
        moved = lengths_of(wider - points)
        keep = np.clip((moved - tolerance) / tolerance, 0.0, 1.0)
        keep = smooth_values(keep, lines, (1, 2))[:, None]
        points = wider + (points - wider) * keep
    return Polylines(points, lines.starts, lines.closed)


def _neighbours(lines: Polylines) -> tuple[Indices, Indices, Indices]:
    """Return the points before and after each point, and the points that stay (ends of open lines)."""
    index = np.arange(len(lines.points))
    previous, following = index - 1, index + 1
    first, last = lines.starts[:-1], lines.starts[1:] - 1
    previous[first] = np.where(lines.closed, last - 1, first)
    following[last] = np.where(lines.closed, first + 1, last)
    fixed = np.concatenate([first[~lines.closed], last[~lines.closed]])
    return previous, following, fixed


def rounded(polygons: Polylines) -> Polylines:
    """Return polygons (without a repeated point) with their corners cut, twice as many points.

    Source: Chaikin, An Algorithm for High-Speed Curve Generation (1974).
    """
    points = polygons.points
    following = np.arange(1, len(points) + 1)
    following[polygons.starts[1:] - 1] = polygons.starts[:-1]
    after = points[following]
    cut = np.stack([0.75 * points + 0.25 * after, 0.25 * points + 0.75 * after], axis=1)  # (n, 2, 2)
    return Polylines.of(cut.reshape(-1, 2), polygons.lengths * 2, polygons.closed)


def resample(lines: Polylines, step_px: float, *values: Array) -> tuple[Polylines, list[Array]]:
    """Return the lines with points about `step_px` apart, at least 3 each, and `values` (n,) at the new points."""
    if not len(lines.closed):
        return lines, list(values)
    place, first, length = lines.arc()
    count = np.maximum(3, (length / step_px).astype(np.int64) + 2)
    line = np.repeat(np.arange(len(count)), count)
    turn = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
    wanted = first[line] + turn / (count[line] - 1) * length[line]
    points = np.stack([np.interp(wanted, place, lines.points[:, axis]) for axis in (0, 1)], axis=1)
    return Polylines.of(points, count, lines.closed), [np.interp(wanted, place, each) for each in values]


@dataclass(frozen=True, slots=True)
class Brush:
    """How a stroke is pressed: widths at its ends as a share of the full width, and how unsteady the pressure is."""

    start: float | Array
    end: float | Array
    pressure: float = 0.0
    taper_px: float = 26.0


def outlines(lines: Polylines, width: Array, brush: Brush, rng: np.random.Generator) -> Polylines:
    """Return brush strokes along `lines` as closed polygons without a repeated point, all turning the same way.

    width: px at each point (n,). brush.start, brush.end: one number or one a line (lines,).
    """
    count = len(lines.closed)
    place, first, length = lines.arc()
    line = lines.line_of_point()
    run = place - first[line]
    if brush.pressure > 0.0:
        phase, wave = rng.uniform(0.0, 2 * np.pi, count), rng.uniform(60.0, 140.0, count)
        width = width * (1.0 + brush.pressure * np.sin(run / wave[line] * (2 * np.pi) + phase[line]))
    taper = np.maximum(np.minimum(length * 0.4, brush.taper_px), 1e-6)
    for share, way in ((brush.start, run), (brush.end, length[line] - run)):
        shares = np.where(lines.closed, 1.0, share)[line]
        width = width * np.clip(shares + (1.0 - shares) * way / taper[line], 0.0, 1.0)
    previous, following, _ = _neighbours(lines)
    tangent = lines.points[following] - lines.points[previous]
    tangent /= np.maximum(lengths_of(tangent), 1e-9)[:, None]
    side = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1) * (width / 2)[:, None]
    left, right = lines.points + side, lines.points - side
    head, tail = lines.starts[:-1], lines.starts[1:] - 1
    lengths = 2 * lines.lengths + 2
    polygons = np.empty((int(lengths.sum()), 2))
    begin = np.cumsum(lengths) - lengths
    turn = np.arange(len(line)) - lines.starts[line]
    polygons[begin] = lines.points[head] - tangent[head] * (width[head] * 0.4)[:, None]
    polygons[begin[line] + 1 + turn] = left
    polygons[begin + 1 + lines.lengths] = lines.points[tail] + tangent[tail] * (width[tail] * 0.4)[:, None]
    polygons[(begin + lengths - 1)[line] - turn] = right
    return Polylines.of(polygons, lengths, np.ones(count, dtype=np.bool_))
