"""Ink: contours, edges of the set, and lines on people, as brush strokes.

Enters: the raster, the geometry's lines and the style. Leaves: `Strokes`, polygons with their greys. Places are worked
out in raster pixels; strokes come out in pixels of the frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch.kernels import compiled
from screenplay2board.render.sketch.polylines import (
    Brush,
    Polylines,
    lengths_of,
    outlines,
    ranges,
    resample,
    smooth,
    smooth_values,
    visible_runs,
    without_staircase,
)
from screenplay2board.render.sketch.raster import Image, Raster, transform
from screenplay2board.render.sketch.styles import SketchStyle
from screenplay2board.render.sketch.trace import FAR_M, Borders, PartTable, chain, find_borders
from screenplay2board.stage.geometry import Array, Edge
from screenplay2board.stage.projection import NEAR_M, Projection

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_SAMPLE_STEP_PX = 3.0  # between the places where an edge is tested for being hidden
_FRAME_MARGIN_PX = 20.0
_STRAIGHT_ON_COS = 0.85  # segments that turn less than this go on as one stroke
_DARK_GROUND = 0.66  # darkness from which white ink is used on it
_BLACK_GROUND = 0.97
_WHITE_LINE = 0.3  # lightness of lines on black cloth: grey enough not to be read as trimming
_FIGURE_WEIGHT, _SET_WEIGHT, _EDGE_WEIGHT = 2.0, 1.35, 1.75
_SHORTEST_OUTLINE_PX, _SHORTEST_CREASE_PX = 7.0, 13.0
_SURE_SHARE = 0.4  # of a contour must be sure for the rest to be drawn


@dataclass(frozen=True, slots=True)
class Strokes:
    """Closed polygons in pixels of the frame, and the lightness 0..1 of each one's ink."""

    polygons: Polylines
    lightness: Array

    @classmethod
    def joined(cls, layers: Sequence[Strokes]) -> Strokes:
        """Return the strokes of all layers, in order."""
        points = np.concatenate([layer.polygons.points for layer in layers])
        polygons = Polylines.of(points, np.concatenate([layer.polygons.lengths for layer in layers]))
        return cls(polygons, np.concatenate([layer.lightness for layer in layers]))


@dataclass(frozen=True, slots=True)
class View:
    """A raster with what is needed to draw on it.

    scale: raster pixels a nominal pixel (of a frame of 1280 x 720). frame_scale: frame pixels a nominal pixel.
    people: pixels that show somebody. rim: pixels around people that stay free. darkness: of the ground, before the
    tones.
    """

    raster: Raster
    projection: Projection
    parts: PartTable
    darkness: Image
    people: Flags
    rim: Flags
    scale: float
    frame_scale: float
    style: SketchStyle

    def depth_around(self, columns: Indices, rows: Indices, figures: Indices | None = None) -> Array:
        """Return the greatest depth within one pixel of each place, so that a line on an edge is not hidden by it.

        figures: count only pixels of this person, 0 for all; -1.0 where there are none.
        """
        kernels = compiled()
        if kernels is None:
            return self._depth_around(columns, rows, figures)
        seen = (self.raster.depth, self.raster.part)
        table = None if figures is None else (self.parts.figure, figures)
        return kernels.depth_around(seen, (columns, rows), table, FAR_M)

    def _depth_around(self, columns: Indices, rows: Indices, figures: Indices | None) -> Array:
        """Do `depth_around` in NumPy."""
        height, width = self.raster.depth.shape
        depth, parts = self.raster.depth.ravel(), self.raster.part.ravel()
        farthest = np.full(len(rows), -1.0, dtype=np.float32)
        for shift_y in (-1, 0, 1):
            line = np.clip(rows + shift_y, 0, height - 1) * width
            for shift_x in (-1, 0, 1):
                place = line + np.clip(columns + shift_x, 0, width - 1)
                found = np.minimum(depth[place], np.float32(FAR_M))
                if figures is not None:
                    found = np.where((figures == 0) | (self.parts.figure[parts[place]] == figures), found, -1.0)
                np.maximum(farthest, found, out=farthest)
        return farthest.astype(np.float64)

    def to_nominal(self, points: Array) -> Array:
        """Return raster pixels as pixels of a frame of 1280 x 720."""
        return points / self.scale


def draw_strokes(
    view: View, lines: Polylines, width: Array, lightness: Array, brush: Brush, rng: np.random.Generator
) -> Strokes:
    """Return brush strokes of `width` (n,) along `lines`, both in nominal pixels; lightness: (lines,)."""
    polygons = outlines(lines, width, brush, rng)
    return Strokes(Polylines(polygons.points * view.frame_scale, polygons.starts, polygons.closed), lightness)


# ---- edges of the set


def set_edges(view: View, edges: list[Edge], rng: np.random.Generator) -> Strokes:
    """Return the edges that are not hidden, a little unsteady and drawn past their corners, as a hand does."""
    segments = _segments_on_screen(view, edges)
    samples = _sample(segments, view.scale)
    visible = _not_hidden(view, samples)
    first, count, _ = visible_runs(samples.group_starts, visible, 3)
    last = first + count - 1
    style = view.style
    points = view.to_nominal(samples.points)
    chord = points[last] - points[first]
    length = lengths_of(chord)
    segment = samples.segment[first]
    straight = segment == samples.segment[last]
    at_ends = (
        first == np.searchsorted(samples.segment, segment, side="left"),
        last == np.searchsorted(samples.segment, samples.segment[last], side="right") - 1,
    )
    depth = _mean_of_runs(samples.depth, first, count)
    fade = np.clip((depth - 5.0) / 60.0, 0.0, 1.0)
    weight = segments.weight[segment] * _EDGE_WEIGHT * style.line_weight * (1.15 - 0.45 * fade)
    rows, columns = samples.rows, samples.columns
    ground = _mean_of_runs(view.darkness[rows, columns].astype(np.float64), first, count)
    lightness = segments.lightness[segment] + 0.28 * fade
    lightness = np.where(ground > _DARK_GROUND, np.where(ground < _BLACK_GROUND, 0.72, 0.5), lightness)
    runs = _Runs(points, first, count, chord, length, straight, at_ends)
    brush = Brush(start=0.45, end=0.35, pressure=1.4 * style.pressure)
    layers: list[Strokes] = []
    for _ in range(style.passes):
        lines, source = _hand_drawn(runs, style, rng)
        layers.append(draw_strokes(view, lines, weight[source][lines.line_of_point()], lightness[source], brush, rng))
    return Strokes.joined(layers)


@dataclass(frozen=True, slots=True)
class _Segments:
    """Straight pieces of edges on the screen. joined: it goes on straight from the piece before it."""

    start: Array
    end: Array
    near_start: Array
    near_end: Array
    weight: Array
    lightness: Array
    joined: Flags


def _segments_on_screen(view: View, edges: list[Edge]) -> _Segments:
    """Project all pieces of all edges, cut to the near plane and to the frame with a margin."""
    projection = view.projection
    if not edges:
        nothing = np.zeros(0)
        none = np.zeros((0, 2))
        return _Segments(none, none, nothing, nothing, nothing, nothing, np.zeros(0, dtype=np.bool_))
    lengths = np.array([len(edge.points) for edge in edges], dtype=np.int64)
    points = transform(np.concatenate([edge.points for edge in edges]), projection.position, projection.axes)
    edge = np.repeat(np.arange(len(edges)), lengths - 1)
    start = np.arange(len(edge)) + edge  # each edge has one point more than it has pieces
    a, b = points[start], points[start + 1]
    direction = b - a
    direction /= np.maximum(np.sqrt(np.square(direction).sum(axis=1)), 1e-9)[:, None]
    joined = np.zeros(len(edge), dtype=np.bool_)
    joined[1:] = (edge[1:] == edge[:-1]) & ((direction[1:] * direction[:-1]).sum(axis=1) > _STRAIGHT_ON_COS)
    front = (a[:, 2] > NEAR_M) | (b[:, 2] > NEAR_M)
    fall = np.where(np.abs(b[:, 2] - a[:, 2]) > 1e-9, b[:, 2] - a[:, 2], 1.0)
    share = ((NEAR_M - a[:, 2]) / fall)[:, None]
    cut = a + (b - a) * share
    a, b = np.where(a[:, 2:] < NEAR_M, cut, a), np.where(b[:, 2:] < NEAR_M, cut, b)
    a2, b2 = _on_screen(a, projection), _on_screen(b, projection)
    low, high = _inside_frame(a2, b2 - a2, projection, _FRAME_MARGIN_PX * view.scale)
    step = b2 - a2
    long_enough = lengths_of(step) * (high - low) >= 0.5 * view.scale
    kept = np.flatnonzero(front & (low < high) & long_enough)
    kept_before = np.zeros(len(edge), dtype=np.bool_)
    kept_before[kept[kept < len(edge) - 1] + 1] = True
    near_a, near_b = 1.0 / np.maximum(a[:, 2], NEAR_M), 1.0 / np.maximum(b[:, 2], NEAR_M)
    rise = near_b - near_a
    weights = np.array([edge.weight for edge in edges])[edge]
    lightness = np.array([edge.grey for edge in edges])[edge]
    return _Segments(
        (a2 + step * low[:, None])[kept],
        (a2 + step * high[:, None])[kept],
        (near_a + rise * low)[kept],
        (near_a + rise * high)[kept],
        weights[kept],
        lightness[kept],
        (joined & kept_before & (low <= 0.0))[kept],
    )


def _on_screen(view: Array, projection: Projection) -> Array:
    """Return pixels (n, 2) of camera coordinates (n, 3)."""
    distance = np.maximum(view[:, 2], NEAR_M)
    x = projection.centre_x_px + projection.focal_px * view[:, 0] / distance
    y = projection.centre_y_px - projection.focal_px * view[:, 1] / distance
    return np.stack([x, y], axis=1)


def _inside_frame(start: Array, step: Array, projection: Projection, margin: float) -> tuple[Array, Array]:
    """Return the shares of each segment between which it is inside the frame.

    Source: Liang and Barsky, A New Concept and Method for Line Clipping (1984).
    """
    low, high = np.zeros(len(start)), np.ones(len(start))
    for axis, size in ((0, projection.width_px), (1, projection.height_px)):
        for pace, room in ((-step[:, axis], start[:, axis] + margin), (step[:, axis], size + margin - start[:, axis])):
            flat = np.abs(pace) < 1e-9
            share = room / np.where(flat, 1.0, pace)
            low = np.where(~flat & (pace < 0.0), np.maximum(low, share), low)
            high = np.where(~flat & (pace > 0.0), np.minimum(high, share), high)
            high = np.where(flat & (room < 0.0), -1.0, high)
    return low, high


@dataclass(frozen=True, slots=True)
class _Samples:
    """Places along segments, raster pixels; group_starts: the first samples of what may be one stroke."""

    points: Array
    depth: Array
    rows: Indices
    columns: Indices
    inside: Flags
    segment: Indices
    group_starts: Indices


def _sample(segments: _Segments, scale: float) -> _Samples:
    """Return places about three pixels apart along all segments, in order."""
    step = segments.end - segments.start
    length = lengths_of(step)
    count = np.maximum(3, (length / (_SAMPLE_STEP_PX * scale)).astype(np.int64) + 1)
    segment = np.repeat(np.arange(len(count)), count)
    share = ranges(np.zeros(len(count), dtype=np.int64), count) / (count[segment] - 1)
    points = segments.start[segment] + share[:, None] * step[segment]
    near = segments.near_start[segment] + share * (segments.near_end - segments.near_start)[segment]
    columns, rows = np.floor(points[:, 0]).astype(np.int64), np.floor(points[:, 1]).astype(np.int64)
    first = np.cumsum(count) - count
    return _Samples(
        points, 1.0 / near, rows, columns, np.ones(len(rows), dtype=np.bool_), segment, first[~segments.joined]
    )


def _not_hidden(view: View, samples: _Samples) -> Flags:
    """Tell which samples are inside the frame, before everything and off the rim of people."""
    height, width = view.raster.depth.shape
    inside = (samples.columns >= 0) & (samples.columns < width) & (samples.rows >= 0) & (samples.rows < height)
    np.clip(samples.columns, 0, width - 1, out=samples.columns)
    np.clip(samples.rows, 0, height - 1, out=samples.rows)
    limit = view.depth_around(samples.columns, samples.rows) * 1.0015 + 0.004
    return inside & (samples.depth <= limit) & ~view.rim[samples.rows, samples.columns]


def _mean_of_runs(values: Array, first: Indices, count: Indices) -> Array:
    """Return the mean of `values` over each run."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    return (total[first + count] - total[first]) / np.maximum(count, 1)


@dataclass(frozen=True, slots=True)
class _Runs:
    """Visible stretches of edges, nominal pixels. at_ends: whether they reach the ends of their segment."""

    points: Array
    first: Indices
    count: Indices
    chord: Array
    length: Array
    straight: Flags
    at_ends: tuple[Flags, Flags]


def _hand_drawn(runs: _Runs, style: SketchStyle, rng: np.random.Generator) -> tuple[Polylines, Indices]:
    """Return the runs as a hand draws them, and the run that each line is of: straight ones first."""
    long_ones = np.flatnonzero(runs.straight & (runs.length > 2.0))
    length = runs.length[long_ones]
    along = runs.chord[long_ones] / length[:, None]
    free = length > 30.0
    past = np.where(free, np.minimum(7.0, length * 0.03) * style.overshoot, 0.0)[:, None] * along
    shift = rng.uniform(0.0, 1.0, (len(length), 2))
    first, last = runs.first[long_ones], runs.first[long_ones] + runs.count[long_ones] - 1
    begin = runs.points[first] - past * (shift[:, 0] * runs.at_ends[0][long_ones])[:, None]
    end = runs.points[last] + past * (shift[:, 1] * runs.at_ends[1][long_ones])[:, None]
    swing = rng.normal(0.0, 1.0, (len(length), 5)) * np.minimum(1.1, length * 0.004)[:, None] * style.wobble
    bow = rng.normal(0.0, 1.0, len(length)) * np.minimum(1.6, length * 0.003) * style.wobble
    count = np.where(free, np.maximum(5, (length / 16).astype(np.int64)), 2)
    line = np.repeat(np.arange(len(count)), count)
    share = ranges(np.zeros(len(count), dtype=np.int64), count) / (count[line] - 1)
    cell = np.minimum((share * 4).astype(np.int64), 3)
    inside = share * 4 - cell
    inside = inside * inside * (3 - 2 * inside)
    aside = swing[line, cell] * (1 - inside) + swing[line, cell + 1] * inside + bow[line] * 4 * share * (1 - share)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1)
    straight = (
        begin[line] + share[:, None] * (end - begin)[line] + normal[line] * np.where(free[line], aside, 0.0)[:, None]
    )
    bent_ones = np.flatnonzero(~runs.straight)
    bent = Polylines.of(
        runs.points[ranges(runs.first[bent_ones], runs.count[bent_ones])],
        runs.count[bent_ones],
    )
    bent = smooth(bent, (1, 1))
    both = Polylines.of(np.concatenate([straight, bent.points]), np.concatenate([count, bent.lengths]))
    return both, np.concatenate([long_ones, bent_ones])


# ---- contours


def contours(view: View, rng: np.random.Generator) -> Strokes:
    """Return the outlines of people and of round things; the line is heavier the farther its ground lies behind."""
    parts, style, scale = view.parts, view.style, view.scale
    width = view.raster.depth.shape[1]
    borders = find_borders(view.raster, parts, view.projection.focal_px)
    lines, border = chain(borders, parts, width)
    sure = _mean_of_runs(borders.sure[border].astype(np.float64), lines.starts[:-1], lines.lengths)
    outline = _mean_of_runs(borders.outline[border].astype(np.float64), lines.starts[:-1], lines.lengths)
    shortest = np.where(outline > 0.5, _SHORTEST_OUTLINE_PX, _SHORTEST_CREASE_PX) * scale
    taper = _free_ends(lines, borders, width)
    silhouette = _mean_of_runs(borders.silhouette[border].astype(np.float64), lines.starts[:-1], lines.lengths)
    link = (silhouette > 0.5) & ~taper[0] & ~taper[1]  # a gap in a silhouette shows more than a speck
    wanted = np.flatnonzero((sure >= _SURE_SHARE) & (link | (lines.lengths > shortest)))
    lines, kept = lines.chosen(wanted)
    border, taper, outline = border[kept], (taper[0][wanted], taper[1][wanted]), outline[wanted]
    weight = smooth_values(_border_weight(view, borders)[border], lines, (2, 3, 4))
    first = lines.starts[:-1]
    owner = borders.owner[border[first]]
    of_figure = parts.figure[owner] > 0
    ground = _mean_of_runs(_lightest_around(view, lines.points), first, lines.lengths)
    lines = without_staircase(lines)
    depth = _mean_of_runs(borders.depth_m[border], first, lines.lengths)
    lightness = np.where(of_figure, 0.03, 0.18 + np.clip((depth - 8.0) / 70.0, 0.0, 0.45))
    white_from = np.where(outline < 0.5, *style.white_ink_from)
    lightness = np.where(ground > white_from, _WHITE_LINE, lightness)
    nominal = Polylines(view.to_nominal(lines.points), lines.starts, lines.closed)
    nominal, (weight,) = resample(nominal, 3.0, weight)
    start, end = np.where(taper[0], 0.35, 1.0), np.where(taper[1], 0.30, 1.0)
    brush = Brush(start=start, end=end, pressure=style.pressure)
    width_px = weight * style.line_weight
    return Strokes.joined(
        [
            draw_strokes(view, _drifting(nominal, style, rng), width_px, lightness, brush, rng)
            for _ in range(style.passes)
        ]
    )


def _drifting(lines: Polylines, style: SketchStyle, rng: np.random.Generator) -> Polylines:
    """Return the lines as a hand draws them that does not follow them to the pixel."""
    if style.drift_px <= 0.0:
        return lines
    # points are 3 px apart: smoothing by these strides leaves waves of about 100 px, and an eighth of the noise
    stray = smooth_values(rng.normal(0.0, 8.0 * style.drift_px, lines.points.shape), lines, (1, 1, 3, 7, 10, 13))
    closing = lines.starts[1:][lines.closed] - 1
    stray[closing] = stray[lines.starts[:-1][lines.closed]]
    limit = 2.5 * style.drift_px
    return Polylines(lines.points + np.clip(stray, -limit, limit), lines.starts, lines.closed)


def _lightest_around(view: View, nodes: Array) -> Array:
    """Return the darkness of the lightest of the four pixels round each lattice node (n, 2)."""
    height, width = view.darkness.shape
    columns, rows = nodes[:, 0].astype(np.int64), nodes[:, 1].astype(np.int64)
    lightest = np.ones(len(nodes), dtype=np.float32)
    for shift_y in (-1, 0):
        line = np.clip(rows + shift_y, 0, height - 1)
        for shift_x in (-1, 0):
            np.minimum(lightest, view.darkness[line, np.clip(columns + shift_x, 0, width - 1)], out=lightest)
    return lightest.astype(np.float64)


def _border_weight(view: View, borders: Borders) -> Array:
    """Return the width of the line at each border, nominal pixels."""
    parts = view.parts
    base = np.where(parts.figure[borders.owner] > 0, _FIGURE_WEIGHT, _SET_WEIGHT)
    by_jump = 0.72 + 0.55 * np.clip(np.log10(1.0 + borders.jump_m / 0.05) / 1.6, 0.0, 1.0)
    metres_seen = borders.depth_m * 900.0 / view.projection.focal_px * view.scale
    by_size = np.clip(1.25 - 0.15 * np.log2(np.maximum(metres_seen, 0.2)), 0.62, 1.5)
    return base * parts.line_weight[borders.owner] * by_jump * by_size


def _free_ends(lines: Polylines, borders: Borders, width: int) -> tuple[Flags, Flags]:
    """Tell which lines begin and end where no other line passes: there the brush is lifted."""
    nodes = np.concatenate([borders.start, borders.end])
    meetings = np.bincount(nodes)
    place = lines.points[:, 1].astype(np.int64) * (width + 1) + lines.points[:, 0].astype(np.int64)
    alone = meetings[place] <= 1
    return alone[lines.starts[:-1]], alone[lines.starts[1:] - 1]
