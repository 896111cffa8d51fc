"""The signs of movement that storyboard artists draw over a picture: where people go and how the camera moves.

Enters: `stage.types.Arrow`. Leaves: outlines with white inside, and ink lines, in pixels of the frame.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from screenplay2board.render.sketch.polylines import Polylines
from screenplay2board.stage.geometry import Array
from screenplay2board.stage.types import Arrow

_HEAD_LENGTH = 2.0  # in widths of the shaft
_HEAD_WIDTH = 2.3
_TAIL_WIDTH = 0.4
# All below in pixels of a frame of 1280 x 720.
_THINNEST_PX = 6.0
_DASH_PX, _GAP_PX = 22.0, 10.0
_CORNER_PX = 46.0  # of a frame of which the corners alone are drawn
_BORDER_PX = 20.0  # between the picture's corner and the arrows of a frame
_FRAME_GAP_PX = 8.0  # between these arrows and the frame
_SHAKE_INSET_PX, _SHAKE_LENGTH_PX = 16.0, 96.0
# A frame that was shaken: the same corner three times, turned by these degrees and moved by these pixels.
_SHAKES = ((0.0, 0.0), (2.4, 9.0), (-2.0, 18.0))
_BRACKET_SHARE = 0.26  # of the shorter side of what focus brackets stand around
_BOW_SHARE = 0.16  # how much the arrow of a focus pull bows, of its length
# The track of a camera that goes along with somebody, in widths of the arrow's shaft: how far the rails are from its
# middle, between which distances from it the sleepers show, and how far apart these are.
_RAIL, _SLEEPER, _SLEEPER_STEP = 1.55, (1.25, 1.9), 1.5


@dataclass(frozen=True, slots=True)
class Signs:
    """What is drawn over a picture. shapes: closed outlines (n, 2), white inside; lines: open ones (n, 2)."""

    shapes: list[Array] = field(default_factory=list[Array])
    lines: list[Array] = field(default_factory=list[Array])

    def outlines(self) -> Polylines:
        """Return everything that is inked."""
        closed = [np.concatenate([shape, shape[:1]]) for shape in self.shapes]
        every = closed + self.lines
        points = np.concatenate(every) if every else np.zeros((0, 2))
        lengths = np.array([len(line) for line in every], dtype=np.int64)
        flags = np.array([True] * len(closed) + [False] * len(self.lines), dtype=np.bool_)
        return Polylines.of(points, lengths, flags)


def signs(arrows: tuple[Arrow, ...], width: int, height: int, scale: float) -> Signs:
    """Return what `arrows` look like in a frame of `width` x `height` pixels; scale: pixels a nominal pixel."""
    size = np.array([width, height], dtype=np.float64)
    result = Signs()
    for arrow in arrows:
        points = np.array(arrow.points, dtype=np.float64) * size
        shaft = max(arrow.width * width, _THINNEST_PX * scale)
        if arrow.kind in ("figure", "camera", "follow"):
            result.shapes.append(_arrow_outline(points, shaft))
            if arrow.kind == "follow":
                result.lines.extend(_track(points, shaft))
        elif arrow.kind == "shake":
            for corner in points:
                result.lines.extend(_shaken_corner(corner, size, scale))
        elif arrow.kind == "speed":
            result.lines.extend(points.reshape(-1, 2, 2))
        elif arrow.kind == "focus":
            _add_focus_pull(result, points, shaft)
        else:
            _add_frame(result, points, size, shaft, scale, arrow)
    return result


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


def _track(points: Array, width: float) -> list[Array]:
    """Return rails on both sides of a straight arrow, with the ends of their sleepers."""
    start, end = points[0], points[-1]
    length = max(float(np.sqrt(np.square(end - start).sum())), 1e-9)
    along = (end - start) / length
    aside = np.array([-along[1], along[0]]) * width
    lines: list[Array] = []
    for side in (-1.0, 1.0):
        lines.append(np.array([start, end]) + side * _RAIL * aside)
        for place in np.arange(0.5 * _SLEEPER_STEP * width, length, _SLEEPER_STEP * width):
            lines.append(np.array([start + along * place + side * reach * aside for reach in _SLEEPER]))
    return lines


# ---- frames


def _add_frame(result: Signs, points: Array, size: Array, shaft: float, scale: float, arrow: Arrow) -> None:
    """Draw the frame that a move ends on or starts from, with arrows at its corners."""
    low, high = points.min(axis=0), points.max(axis=0)
    if arrow.whole:
        result.lines.extend(_dashed_frame(low, high, scale))
    else:
        result.lines.extend(_corner_marks(low, high, _CORNER_PX * scale))
    result.shapes.extend(_corner_arrows(low, high, size, shaft, scale, inward=arrow.kind == "frame"))


def _dashed_frame(low: Array, high: Array, scale: float) -> list[Array]:
    """Return the dashes of a rectangle."""
    corners = np.array([low, (high[0], low[1]), high, (low[0], high[1]), low])
    dashes: list[Array] = []
    for start, end in pairwise(corners):
        length = float(np.sqrt(np.square(end - start).sum()))
        if length < 1.0:
            continue
        along = (end - start) / length
        for begin in np.arange(0.0, length, (_DASH_PX + _GAP_PX) * scale):
            stop = min(begin + _DASH_PX * scale, length)
            dashes.append(np.array([start + along * begin, start + along * stop]))
    return dashes


def _corner_marks(low: Array, high: Array, length: float) -> list[Array]:
    """Return the four corners of a rectangle, each as one bent line with arms of `length`."""
    length = min(length, 0.45 * float((high - low).min()))
    marks: list[Array] = []
    for x, inward_x in ((low[0], length), (high[0], -length)):
        for y, inward_y in ((low[1], length), (high[1], -length)):
            marks.append(np.array([(x + inward_x, y), (x, y), (x, y + inward_y)]))
    return marks


def _corner_arrows(low: Array, high: Array, size: Array, shaft: float, scale: float, *, inward: bool) -> list[Array]:
    """Return an arrow at each corner, between the frame's corner and that of the picture."""
    result: list[Array] = []
    border = _BORDER_PX * scale
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
        outer = np.array([size[0] - border if x else border, size[1] - border if y else border])
        inner = np.array([high[0] if x else low[0], high[1] if y else low[1]])
        inner = inner + np.sign(outer - inner) * _FRAME_GAP_PX * scale
        ends = np.array([outer, inner] if inward else [inner, outer])
        if float(np.sqrt(np.square(ends[1] - ends[0]).sum())) > 2.5 * shaft:
            result.append(_arrow_outline(ends, shaft))
    return result


# ---- a camera in the hand, and its focus


def _shaken_corner(corner: Array, size: Array, scale: float) -> list[Array]:
    """Return a corner of the picture as often as it is seen when the camera shakes."""
    inward = np.where(corner < size / 2, 1.0, -1.0)
    arm = _SHAKE_LENGTH_PX * scale
    marks: list[Array] = []
    for turn_deg, shift_px in _SHAKES:
        angle = np.radians(turn_deg)
        turn = np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
        at = corner + inward * (_SHAKE_INSET_PX + shift_px) * scale
        bent = np.array([(inward[0] * arm, 0.0), (0.0, 0.0), (0.0, inward[1] * arm)])
        marks.append(at + bent @ turn)
    return marks


def _add_focus_pull(result: Signs, points: Array, shaft: float) -> None:
    """Draw brackets around whom the focus leaves and whom it goes to, and a bowed arrow from one to the other."""
    boxes = [(points[i], points[i + 1]) for i in range(0, len(points), 2)]
    for low, high in boxes:
        result.lines.extend(_corner_marks(low, high, _BRACKET_SHARE * float((high - low).min())))
    if len(boxes) < 2:
        return
    (low, high), (to_low, to_high) = boxes
    rightward = low[0] + high[0] <= to_low[0] + to_high[0]
    gap = to_low[0] - high[0] if rightward else low[0] - to_high[0]
    if gap > 3.0 * shaft:  # side to side, between the faces
        start = np.array([high[0] if rightward else low[0], (low[1] + high[1]) / 2])
        end = np.array([to_low[0] if rightward else to_high[0], (to_low[1] + to_high[1]) / 2])
        along = (end - start) / max(float(np.sqrt(np.square(end - start).sum())), 1e-9)
        start, end = start + along * shaft, end - along * shaft
    else:  # below both
        start = np.array([(low[0] + high[0]) / 2, high[1] + shaft])
        end = np.array([(to_low[0] + to_high[0]) / 2, to_high[1] + shaft])
    length = float(np.sqrt(np.square(end - start).sum()))
    if length > 3.0 * shaft:
        middle = (start + end) / 2 + (0.0, _BOW_SHARE * length)
        result.shapes.append(_arrow_outline(np.array([start, middle, end]), shaft))
