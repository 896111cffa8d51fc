"""What a blueprint shows over the drawing: thirds, safe frames, the horizon, crop lines of the sizes, the camera.

Enters: a built stage. Leaves: lines and words on the canvas. The words are in the face that Pillow brings along.

Source: SMPTE ST 2046-1 for the safe frames (93 % for action, 90 % for titles); docs/film.md for the crop lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from screenplay2board.render.sketch.paint import Canvas
from screenplay2board.render.sketch.polylines import Brush, Polylines, outlines
from screenplay2board.stage.geometry import Array, FigureAnchors, Geometry, vec
from screenplay2board.stage.optics import camera_facts
from screenplay2board.stage.projection import NEAR_M, Projection
from screenplay2board.stage.types import Stage

Line = tuple[tuple[float, float], tuple[float, float]]

_ACTION_SAFE, _TITLE_SAFE = 0.93, 0.90
_CORNER = 0.05  # of the frame: the arms of a safe frame's corners
_THIN_PX, _FIRM_PX = 1.1, 1.9
SURVEY_GREYS = (178, 24)  # of faint and of firm lines
_FAINT_GREY, _FIRM_GREY = SURVEY_GREYS
_DASH_PX, _GAP_PX = 14.0, 8.0
_TYPE_PX = 17.0
_PAD_PX = 5.0
_FAR_M = 1e4  # where the horizon is looked for
_REACH = 0.17  # half the length of a crop line, in frame widths


def draw_survey(canvas: Canvas, geometry: Geometry, stage: Stage, scale: float) -> None:
    """Draw everything over the picture; scale: frame pixels a nominal pixel of 1280 x 720."""
    sheet = _Sheet(canvas, stage.camera.frame_px, scale)
    width, height = stage.camera.frame_px
    thirds = [((x, 0.0), (x, float(height))) for x in (width / 3, width * 2 / 3)]
    sheet.lines([*thirds, *(((0.0, y), (float(width), y)) for y in (height / 3, height * 2 / 3))], firm=False)
    sheet.lines([*_corners(width, height, _ACTION_SAFE), *_corners(width, height, _TITLE_SAFE)], firm=True)
    horizon = _horizon(stage)
    if horizon is not None:
        sheet.lines(_dashes(horizon, scale), firm=True)
        sheet.words(horizon[0][0] + 10 * scale, horizon[0][1], "horizon")
    for name, y, x in _crops(geometry, stage):
        sheet.lines(_dashes(((x - _REACH * width, y), (x + _REACH * width, y)), scale), firm=name == stage.size)
        sheet.words(x + _REACH * width + 6 * scale, y + 0.5 * _TYPE_PX * scale, name)
    sheet.words(width * (1 - _TITLE_SAFE) / 2 + 8 * scale, height * (1 + _TITLE_SAFE) / 2 - 8 * scale, _camera(stage))


class _Sheet:
    """The canvas with two pens and one size of type."""

    def __init__(self, canvas: Canvas, frame_px: tuple[int, int], scale: float) -> None:
        self._canvas, self._frame, self._scale = canvas, frame_px, scale
        self._font = ImageFont.load_default(max(8.0, _TYPE_PX * scale))

    def lines(self, lines: Sequence[Line], *, firm: bool) -> None:
        """Draw straight lines, px."""
        if not lines:
            return
        points = np.array(lines, dtype=np.float64).reshape(-1, 2)
        paths = Polylines.of(points, np.full(len(lines), 2))
        pen = np.full(len(points), (_FIRM_PX if firm else _THIN_PX) * self._scale)
        ink = outlines(paths, pen, Brush(start=1.0, end=1.0), np.random.default_rng(0))
        self._canvas.fill(ink, _FIRM_GREY if firm else _FAINT_GREY)

    def words(self, left: float, bottom: float, text: str) -> None:
        """Write a line on a strip of paper whose lower left corner is at (left, bottom), moved into the frame."""
        pad = _PAD_PX * self._scale
        x0, y0, x1, y1 = self._font.getbbox(text)
        width, height = int(x1 - x0 + 2 * pad), int(y1 - y0 + 2 * pad)
        x = int(min(max(left, 0.0), self._frame[0] - width))
        y = int(min(max(bottom - height, 0.0), self._frame[1] - height))
        if x < 0 or y < 0:  # a thumbnail has no room for words
            return
        strip = PillowImage.new("L", (width, height), 255)
        ImageDraw.Draw(strip).text((pad - x0, pad - y0), text, fill=_FIRM_GREY, font=self._font)
        self._canvas.paste(np.asarray(strip), x, y)


def _corners(width: int, height: int, share: float) -> Iterator[Line]:
    """Yield the corners of a frame of `share` of the picture."""
    arm = _CORNER * width
    left, top = width * (1 - share) / 2, height * (1 - share) / 2
    for x, across in ((left, arm), (width - left, -arm)):
        for y, down in ((top, arm), (height - top, -arm)):
            yield (x, y), (x + across, y)
            yield (x, y), (x, y + down)


def _dashes(line: Line, scale: float) -> list[Line]:
    start, end = (np.array(point) for point in line)
    length = float(np.sqrt(np.square(end - start).sum()))
    along = (end - start) / max(length, 1e-9)
    begins = np.arange(0.0, length, (_DASH_PX + _GAP_PX) * scale)

    def at(reach: float) -> tuple[float, float]:
        x, y = start + along * min(reach, length)
        return float(x), float(y)

    return [(at(begin), at(begin + _DASH_PX * scale)) for begin in begins.tolist()]


def _horizon(stage: Stage) -> Line | None:
    """Return the line on which everything as high as the lens lies; None where it is outside the picture."""
    projection = Projection.of(stage.camera)
    width, height = stage.camera.frame_px
    ahead = projection.axes[2] * (1.0, 0.0, 1.0)
    length = float(np.sqrt(ahead @ ahead))
    if length < 0.2:  # it looks straight down or up
        return None
    ahead /= length
    side = vec(-float(ahead[2]), 0.0, float(ahead[0]))
    far = projection.position + _FAR_M * np.stack([ahead - 0.2 * side, ahead + 0.2 * side])
    (ax, ay, a_depth), (bx, by, b_depth) = projection.project(far).tolist()
    if min(a_depth, b_depth) < NEAR_M or abs(bx - ax) < 1e-6:
        return None
    slope = (by - ay) / (bx - ax)
    left, right = ay - slope * ax, ay + slope * (width - ax)
    return ((0.0, left), (float(width), right)) if min(left, right) > 0 and max(left, right) < height else None


def _crops(geometry: Geometry, stage: Stage) -> Iterator[tuple[str, float, float]]:
    """Yield the size, y and x px of each line at which a size's frame ends on the main subject, where it is seen."""
    subject = next((figure for figure in stage.subject_figures if figure in geometry.figures), None)
    if subject is None:
        return
    places = _bottoms(geometry.figures[subject])
    height = stage.camera.frame_px[1]
    seen = Projection.of(stage.camera).project(np.stack(list(places.values())))
    for name, (x, y, distance) in zip(places, seen.tolist(), strict=True):
        if distance > NEAR_M and 0.02 * height < y < 0.98 * height:
            yield name, y, x


def _bottoms(anchors: FigureAnchors) -> dict[str, Array]:
    """Return where on a body the frame of each size ends (docs/film.md)."""
    joints = anchors.joints
    knees, ankles = (0.5 * (joints[f"{name}_l"] + joints[f"{name}_r"]) for name in ("knee", "ankle"))
    return {
        "CU": joints["neck"],
        "MCU": 0.5 * (joints["neck"] + joints["waist"]),
        "MS": joints["waist"],
        "MLS": knees,
        "FS": ankles,
    }


def _camera(stage: Stage) -> str:
    """Return size, lens, height, tilt and distance in words."""
    facts = camera_facts(stage)
    tilt = f"{facts.tilt_deg:+.0f}°" if round(facts.tilt_deg) else "level"
    roll = f"   roll {facts.roll_deg:+.0f}°" if round(facts.roll_deg) else ""
    return (
        f"{stage.size}   {facts.lens_mm:.0f} mm   height {facts.height_m:.2f} m   {tilt}{roll}   "
        f"distance {facts.distance_m:.1f} m"
    )
