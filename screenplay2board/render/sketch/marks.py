"""Lines and patches on people: faces, hair, folds, collars.

Enters: the curves, fills and faces of a geometry. Leaves: `Strokes`, in the order in which they are painted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch.ink import Strokes, View, draw_strokes
from screenplay2board.render.sketch.paint import same_way
from screenplay2board.render.sketch.polylines import Brush, Polylines, ranges, resample, rounded, smooth, visible_runs
from screenplay2board.render.sketch.raster import transform
from screenplay2board.stage.geometry import (
    Array,
    CurveKind,
    FigureAnchors,
    Geometry,
    Marks,
    SurfaceCurve,
    SurfaceFill,
    unit,
)
from screenplay2board.stage.projection import NEAR_M, Projection

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_SMALLEST_FACE_PX = 11.0
_SHORTEST_SCRAP_PX = 9.0  # what is left of a line that is mostly hidden
_FROM_BEHIND_COS = -0.25  # a face turned farther away than this has no features
_EYE_OUT, _EYE_AHEAD, _FLATTEST_EYE = 0.42, 0.91, 0.13  # the eye's direction in the head, and cosine to the view
_TAPERS: dict[CurveKind, tuple[float, float]] = {
    "line": (0.35, 0.30),
    "lid": (0.45, 0.60),
    "brow": (0.75, 0.25),
    "mouth": (0.50, 0.50),
    "nose": (0.15, 0.60),
}


@dataclass(frozen=True, slots=True)
class _Head:
    """How a head is seen. height_px: nominal. front: cosine between its face and the camera; side: toward its left."""

    height_px: float
    front: float
    side: float


def heads(geometry: Geometry, projection: Projection, scale: float) -> dict[int, _Head]:
    """Return how every person's head is seen."""
    result: dict[int, _Head] = {}
    for figure, anchors in geometry.figures.items():
        result[figure] = _head(anchors, projection, scale)
    return result


def _head(anchors: FigureAnchors, projection: Projection, scale: float) -> _Head:
    centre = anchors.joints["head"]
    distance = float((centre - projection.position) @ projection.axes[2])
    if distance < 0.05:
        return _Head(0.0, -1.0, 0.0)
    to_eye = unit(projection.position - centre)
    turn = anchors.frames["head"]
    height = projection.focal_px * anchors.head_height_m / distance / scale
    return _Head(height, float(turn[:, 2] @ to_eye), float(turn[:, 0] @ to_eye))


def marks_shown(geometry: Geometry, seen: dict[int, _Head]) -> Marks:
    """Return the ink on people that is drawn at the size and from the side that their heads are seen."""
    lines, patches = list(geometry.curves), list(geometry.fills)
    for face in geometry.faces:
        if (head := seen.get(face.figure)) is not None and _has_features(head):
            ink = face.at(head.height_px)
            lines += ink.curves
            patches += ink.fills
    return Marks([line for line in lines if _shown(line, seen)], [patch for patch in patches if _shown(patch, seen)])


def fills(view: View, marks: Marks, *, face: bool) -> Strokes:
    """Return the patches that are in sight, `lightness` being theirs."""
    chosen = [fill for fill in marks.fills if fill.face == face]
    if not chosen:
        return _nothing()
    points, visible, starts = _project(view, chosen, [0.03 if face else 0.035] * len(chosen))
    lengths = np.diff(starts)
    share = np.add.reduceat(visible.astype(np.float64), starts[:-1]) / lengths
    kept = np.flatnonzero(share > (0.55 if face else 0.6))
    polygons, _ = Polylines(points * (view.frame_scale / view.scale), starts, np.ones(len(chosen), np.bool_)).chosen(
        kept
    )
    lightness = np.array([1.0 - fill.grey for fill in chosen])[kept]
    if face:  # round on paper as in life, however few points it has
        polygons = rounded(rounded(polygons))
    return Strokes(same_way(polygons), lightness)


def curves(view: View, marks: Marks, seen: dict[int, _Head], rng: np.random.Generator, *, face: bool) -> Strokes:
    """Return the lines that are in sight; a face's lines grow with the head, so that it can be read when small."""
    chosen = [curve for curve in marks.curves if curve.face == face]
    if not chosen:
        return _nothing()
    head_px = np.array([seen[curve.figure].height_px if curve.figure in seen else 240.0 for curve in chosen])
    tolerance = np.where(head_px < 60.0, 0.042, 0.012) if face else np.full(len(chosen), 0.02)
    points, visible, starts = _project(view, chosen, tolerance.tolist())
    visible[1:-1] |= visible[:-2] & visible[2:] & ~_at_ends(starts)[1:-1]  # one point hidden is a matter of rounding
    first, count, source = visible_runs(starts[:-1], visible, 2)
    lines = Polylines.of(view.to_nominal(points[ranges(first, count)]), count)
    scraps = (lines.arc()[2] < _SHORTEST_SCRAP_PX) & (count < np.diff(starts)[source])
    kept = np.flatnonzero(~scraps)
    if not len(kept):
        return _nothing()
    lines, source = lines.chosen(kept)[0], source[kept]
    lines, _ = resample(lines, 2.5 if face else 3.0)
    lines = smooth(lines, (1, 1) if face else (1, 1, 2))
    weight = np.array([curve.weight for curve in chosen])
    if face:
        grown = (0.55 + head_px / 150.0) * np.where(head_px < 400.0, 1.0, 200.0 / np.maximum(head_px, 1.0) + 0.5)
        weight = np.maximum(weight * grown * view.style.line_weight, 0.9)
    else:
        weight = weight * (1.5 + head_px / 240.0) * view.style.line_weight
    tapers = np.array([_TAPERS[curve.kind] for curve in chosen])
    lightness = np.array([curve.grey for curve in chosen])[source]
    brush = Brush(start=tapers[source, 0], end=tapers[source, 1], pressure=0.0 if face else view.style.pressure)
    return draw_strokes(view, lines, weight[source][lines.line_of_point()], lightness, brush, rng)


def _at_ends(starts: Indices) -> Flags:
    """Tell which points are the first or the last of their line."""
    ends = np.zeros(int(starts[-1]), dtype=np.bool_)
    ends[starts[:-1]] = True
    ends[starts[1:] - 1] = True
    return ends


def _nothing() -> Strokes:
    return Strokes(Polylines.of(np.zeros((0, 2)), np.zeros(0, dtype=np.int64)), np.zeros(0))


def _has_features(head: _Head) -> bool:
    """Tell whether anything of a face is drawn on a head."""
    return head.height_px >= _SMALLEST_FACE_PX and head.front >= _FROM_BEHIND_COS


def _shown(mark: SurfaceCurve | SurfaceFill, seen: dict[int, _Head]) -> bool:
    """Tell whether a mark is drawn at the size and from the side that the head is seen."""
    head = seen.get(mark.figure)
    if head is None:
        return not mark.face
    if not mark.min_head_px <= head.height_px < mark.max_head_px:
        return False
    if not mark.face:
        return True
    if not _has_features(head):
        return False
    if isinstance(mark, SurfaceCurve) and mark.kind == "nose" and mark.side:
        return head.front > 0.1 and mark.side == (1 if head.side < -0.05 else -1)
    if mark.side:  # an eye looks a little outward: seen too flat it is a tangle of lines
        return _EYE_OUT * mark.side * head.side + _EYE_AHEAD * head.front > _FLATTEST_EYE
    return True


def _on_skin_of(mark: SurfaceCurve | SurfaceFill) -> int:
    """Return the figure whose surface a mark lies on; 0 for lines that may stand off it, such as glasses."""
    if isinstance(mark, SurfaceCurve) and mark.face and mark.kind == "line":
        return 0
    return mark.figure


def _project(
    view: View, marks: list[SurfaceCurve] | list[SurfaceFill], tolerances: list[float]
) -> tuple[Array, Flags, Indices]:
    """Return raster pixels (n, 2) of all points, whether each is in sight, and where each mark starts."""
    lengths = np.array([len(mark.points) for mark in marks], dtype=np.int64)
    starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
    projection = view.projection
    seen = transform(np.concatenate([mark.points for mark in marks]), projection.position, projection.axes)
    distance = np.maximum(seen[:, 2], 1e-3)
    x = projection.centre_x_px + projection.focal_px * seen[:, 0] / distance
    y = projection.centre_y_px - projection.focal_px * seen[:, 1] / distance
    height, width = view.raster.depth.shape
    columns = np.clip(np.floor(x), 0, width - 1).astype(np.int64)
    rows = np.clip(np.floor(y), 0, height - 1).astype(np.int64)
    wearers = np.array([_on_skin_of(mark) for mark in marks], dtype=np.int64)
    limit = view.depth_around(columns, rows, np.repeat(wearers, lengths)) + np.repeat(np.array(tolerances), lengths)
    margin = 30.0 * view.scale
    visible = (seen[:, 2] > NEAR_M) & (seen[:, 2] <= limit)
    visible &= (x > -margin) & (x < width + margin) & (y > -margin) & (y < height + margin)
    return np.stack([x, y], axis=1), visible, starts
