"""Marker tones: from darkness to a few flat greys with smooth edges.

Enters: darkness at the raster's size. Leaves: greys, uint8 (height, width), 255 paper, at the frame's size. The levels
are nested: each marker lies over all lighter ones, so that an edge never shows a gap.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch.kernels import compiled
from screenplay2board.render.sketch.paint import coverage
from screenplay2board.render.sketch.polylines import Brush, Polylines, outlines
from screenplay2board.render.sketch.raster import Image, Raster
from screenplay2board.render.sketch.styles import Hatch, SketchStyle

Levels = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.int64]

_LANE_FULL = 128.0  # of a blurred mask where it is whole
# for each level the lanes that are full: its own and those of all lighter ones
_LANES = np.array([int.from_bytes(b"\1" * level, "little") for level in range(9)], dtype=np.uint64)
_EVEN_BYTES, _ROUNDING, _SIXTEEN = np.uint64(0x00FF00FF00FF00FF), np.uint64(0x0080008000800080), np.uint64(16)
_RIM_BEHIND_M = 0.12  # what is nearer to the figure than this touches it and gets no rim
_RIM_REACH = 0.014  # metres that a pixel covers at most for a rim of 2 px; half of that for 3 px, and so on
_RIM_LIGHTENS = 2  # levels
_LIGHTENED = np.clip(np.arange(9) - _RIM_LIGHTENS, 0, _RIM_LIGHTENS).astype(np.uint8)  # what becomes of each level
_EDGE_REACH = 0.06  # metres that an edge of light covers at most: a strip of a sleeve
_ALONG_THE_LENS = 0.15  # length in the picture of a light's direction that has no side
_FROM_ABOVE = 0.35  # a light from behind hangs above people, and falls on their shoulders
_STREAKED_LEVELS = (1, 3)  # on white there is no marker, on dark greys its strokes do not show
_STREAK_WIDTH_PX = (10.0, 24.0)
_STREAK_LENGTH_PX = (90.0, 330.0)
_STREAKS = 90  # in a frame of 1280 x 720
_HATCH_STROKE_PX, _HATCH_TAPER_PX = 130.0, 26.0  # how far a hand hatches without lifting, and thins out at each end
_HATCH_SCATTER = 0.34  # of the distance between two lines, by which they are off
_KEPT_HATCHES = 6  # a style's in one size, of some 4 MB each


def tone_levels(darkness: Image, style: SketchStyle) -> Levels:
    """Return the marker level of each pixel, 0 for paper."""
    centres = (0.0, *style.tone_darkness)
    thresholds = [(lower + upper) / 2 for lower, upper in itertools.pairwise(centres)]
    kernels = compiled()
    return _tone_levels(darkness, thresholds) if kernels is None else kernels.levels(darkness, thresholds)


def _tone_levels(darkness: Image, thresholds: Sequence[float]) -> Levels:
    """Return how many of the thresholds each pixel is above."""
    levels = np.zeros(darkness.shape, dtype=np.uint8)
    for threshold in thresholds:
        levels += darkness > np.float32(threshold)
    return levels


def rim(raster: Raster, figures: Flags, radius: int) -> Flags:
    """Return the pixels around people that show something farther away than they are.

    `radius` px wide at most, and less round people far away, whom it would blow up.
    """
    result = np.zeros(figures.shape, dtype=np.bool_)
    cut = _around(figures, radius)
    if cut is None or radius < 1:
        return result
    # people farther away than this have had their rim after so many steps
    reaches = [np.inf, *(raster.focal_px * _RIM_REACH / step for step in range(1, radius))]
    kernels = compiled()
    if kernels is not None:
        return kernels.rim(raster.depth, figures, cut, reaches, _RIM_BEHIND_M)
    result[cut] = _rim(raster.depth[cut], figures[cut], reaches)
    return result


def _rim(depth: Image, figures: Flags, reaches: Sequence[float]) -> Flags:
    """Do `rim` in NumPy, a pixel a step."""
    nearest = np.where(figures, depth, np.float32(-1.0))
    for reach in reaches:
        source = np.where(nearest < np.float32(reach), nearest, np.float32(-1.0))
        grown = nearest.copy()
        np.maximum(grown[1:], source[:-1], out=grown[1:])
        np.maximum(grown[:-1], source[1:], out=grown[:-1])
        np.maximum(grown[:, 1:], source[:, :-1], out=grown[:, 1:])
        np.maximum(grown[:, :-1], source[:, 1:], out=grown[:, :-1])
        nearest = grown
    return ~figures & (nearest >= 0.0) & (depth > nearest + np.float32(_RIM_BEHIND_M))


def edge_light(raster: Raster, figures: Flags, away: tuple[float, float], reach: int) -> Flags:
    """Return the pixels of people that a light from behind them catches, `reach` px wide at most.

    away: where the key light goes to in the picture, (right, up): the light behind stands there, and draws the side of
    people that the key leaves in the dark.
    """
    length = float(np.hypot(*away))
    if length < _ALONG_THE_LENS or reach < 1:
        return np.zeros_like(figures)
    across, down = round(-reach * away[0] / length), round(reach * max(away[1] / length, _FROM_ABOVE))
    result = np.zeros_like(figures)
    cut = _around(figures, reach)
    if cut is None:
        return result
    inside, depth = figures[cut], raster.depth[cut]
    beside, far = _moved(inside, across, down), _moved(depth, across, down)
    near_enough = depth * np.float32(reach) < raster.focal_px * _EDGE_REACH
    result[cut] = inside & ~beside & (far > depth + _RIM_BEHIND_M) & near_enough
    return result


def _around(figures: Flags, margin: int) -> tuple[slice, slice] | None:
    """Return the rows and columns that people are in, and `margin` px more; None where nobody is."""
    rows, columns = np.flatnonzero(figures.any(axis=1)), np.flatnonzero(figures.any(axis=0))
    if not len(rows):
        return None
    return (
        slice(max(int(rows[0]) - margin, 0), int(rows[-1]) + margin + 1),
        slice(max(int(columns[0]) - margin, 0), int(columns[-1]) + margin + 1),
    )


def _moved(image: npt.NDArray[Any], across: int, down: int) -> npt.NDArray[Any]:
    """Return `image` moved right and down, its border repeated."""
    height, width = image.shape
    rows = np.clip(np.arange(height) - down, 0, height - 1)
    columns = np.clip(np.arange(width) - across, 0, width - 1)
    return image[rows[:, None], columns]


def lighten_rim(levels: Levels, rim_mask: Flags) -> Levels:
    """Return the levels with people set off from what is behind them."""
    lightened = levels.copy()
    places = np.flatnonzero(rim_mask)
    lightened.ravel()[places] = _LIGHTENED[levels.ravel()[places]]
    return lightened


def paint_levels(levels: Levels, style: SketchStyle, width: int, height: int, scale: float) -> Levels:
    """Return the levels as greys at (height, width), their edges smooth and antialiased, with the style's hatching.

    scale: frame pixels a nominal pixel of 1280 x 720.
    """
    highest = int(levels.max(initial=0))
    if highest == 0:
        return np.full((height, width), 255, dtype=np.uint8)
    blurred = blur_lanes(levels)
    # the blur makes an edge about 4 raster pixels wide; the table brings it back to about one pixel of the frame
    steepness = 4.0 * width / levels.shape[1]
    ramp = np.clip((np.arange(256) - _LANE_FULL / 2) / _LANE_FULL * steepness + 0.5, 0.0, 1.0)
    steps = -np.diff((255, *style.tones[:highest]))  # how much darker each level is than the one before it
    picture = enlarged(blurred, np.round(steps[:, None] * ramp).astype(np.uint8), width, height)
    for hatch in style.hatches:
        if hatch.from_level > highest:
            continue
        table = np.zeros((hatch.from_level, 256), dtype=np.uint8)
        table[-1] = np.round(ramp * 255.0)
        cover = (255 - enlarged(blurred, table, width, height)).astype(np.float32) / np.float32(255.0)
        cover *= hatch_coverage(hatch, width, height, scale)
        lined = picture + (hatch.grey - picture.astype(np.float32)) * cover
        picture = np.minimum(picture, np.round(lined).astype(np.uint8))
    return picture


@lru_cache(maxsize=_KEPT_HATCHES)
def hatch_coverage(hatch: Hatch, width: int, height: int, scale: float) -> Image:
    """Return how much of each pixel the lines of `hatch` cover, 0..1; it is kept, and not to be written to.

    They are strokes of a hand: each has its own length, place and pressure, swings a little, and thins out at its ends.
    """
    angle = np.radians(hatch.angle_deg)
    x = np.arange(width, dtype=np.float32) / np.float32(scale)
    y = (np.arange(height, dtype=np.float32) / np.float32(scale))[:, None]
    along = x * np.float32(np.cos(angle)) - y * np.float32(np.sin(angle))
    across = x * np.float32(np.sin(angle)) + y * np.float32(np.cos(angle))
    across += np.float32(1.4) * np.sin(along / np.float32(61.0) + np.float32(hatch.angle_deg))
    line = across / np.float32(hatch.spacing_px)
    number = np.floor(line)
    place = along / np.float32(_HATCH_STROKE_PX) + _scattered(number)
    stroke = np.floor(place)
    own = _scattered(number, stroke)
    off = np.float32(_HATCH_SCATTER) * (own - np.float32(0.5))
    distance = np.abs(line - number - np.float32(0.5) - off) * np.float32(hatch.spacing_px)
    to_end = np.minimum(place - stroke, stroke + np.float32(1.0) - place) * np.float32(_HATCH_STROKE_PX)
    lifted = np.minimum(to_end / np.float32(_HATCH_TAPER_PX), np.float32(1.0))
    pressed = (np.float32(0.75) + np.float32(0.45) * own) * (np.float32(0.2) + np.float32(0.8) * lifted)
    over = np.float32(hatch.width_px / 2) * pressed - distance
    cover = np.clip(over * np.float32(scale) + np.float32(0.5), 0.0, 1.0).astype(np.float32)
    cover.setflags(write=False)
    return cover


def _scattered(first: Image, second: Image | None = None) -> Image:
    """Return numbers 0..1 that look random, the same for the same whole numbers.

    Source: the mixing step of MurmurHash3 (Appleby, 2011).
    """
    mixed = first.astype(np.int32).view(np.uint32) * np.uint32(0x85EBCA6B)
    if second is not None:
        mixed ^= second.astype(np.int32).view(np.uint32) * np.uint32(0xC2B2AE35)
    mixed = (mixed ^ (mixed >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    mixed ^= mixed >> np.uint32(16)
    return ((mixed >> np.uint32(8)) / 2**24).astype(np.float32)


def enlarged(blurred: npt.NDArray[np.uint64], tables: Levels, width: int, height: int) -> Levels:
    """Return greys at (height, width): 255 less what `tables` (lanes, 256) say of the lanes' bytes there.

    blurred: eight bytes a pixel, 0..128 each, taken linearly between the four nearest pixels in steps of a sixteenth.
    """
    rows, columns = _between(blurred.shape[0], height), _between(blurred.shape[1], width)
    kernels = compiled()
    if kernels is not None:
        return kernels.enlarge(blurred, rows, columns, tables)
    return _enlarged(blurred, rows, columns, tables)


def _between(size: int, wanted: int) -> Indices:
    """Return (3, wanted): the two of `size` pixels that each of `wanted` lies between, the second's share in 1/16."""
    place = (2 * np.arange(wanted) + 1) * size * 8 // wanted - 8
    place = np.clip(place, 0, (size - 1) * 16)
    first = place >> 4
    return np.stack([first, np.minimum(first + 1, size - 1), place & 15])


def _enlarged(blurred: npt.NDArray[np.uint64], rows: Indices, columns: Indices, tables: Levels) -> Levels:
    """Do `enlarged` in NumPy: tones are flat but for their edges, so only there four pixels are mixed."""
    plain = np.full(blurred.shape, 255, dtype=np.uint8)
    for lane, table in enumerate(tables):
        plain -= table[blurred.view(np.uint8).reshape(*blurred.shape, 8)[..., lane]]
    uneven = np.zeros(blurred.shape, dtype=np.bool_)  # it is unlike its neighbour to the right, below, or across
    uneven[:, :-1] = blurred[:, :-1] != blurred[:, 1:]
    uneven[:-1] |= blurred[:-1] != blurred[1:]
    uneven[:-1, :-1] |= blurred[:-1, :-1] != blurred[1:, 1:]
    top, left = rows[0][:, None], columns[0]
    picture = plain[top, left]
    y, x = np.nonzero(uneven[top, left])
    down, right = rows[2][y].astype(np.uint64), columns[2][x].astype(np.uint64)
    corners = [blurred[rows[row][y], columns[column][x]] for row in (0, 1) for column in (0, 1)]
    mixed = np.full(len(y), 255, dtype=np.uint8)
    for odd in (0, 1):
        a, b, c, d = ((corner >> np.uint64(8 * odd)) & _EVEN_BYTES for corner in corners)
        upper, lower = a * (_SIXTEEN - right) + b * right, c * (_SIXTEEN - right) + d * right
        lanes = (upper * (_SIXTEEN - down) + lower * down + _ROUNDING) >> np.uint64(8)
        for lane in range(odd, len(tables), 2):
            mixed -= tables[lane][(lanes >> np.uint64(8 * (lane - odd))).astype(np.uint8)]
    picture[y, x] = mixed
    return picture


def blur_lanes(levels: Levels) -> npt.NDArray[np.uint64]:
    """Return eight masks, a byte each, blurred at once by (1 2 3 4 3 2 1) / 16 along both axes, times `_LANE_FULL`.

    A pixel lies in the masks of its own level and of all lighter ones.

    The border is repeated. The bytes never run over into each other: their sums are at most 128.
    """
    kernels = compiled()
    return _blur_lanes(levels) if kernels is None else kernels.blur_lanes(levels, _LANES)


def _blur_lanes(levels: Levels) -> npt.NDArray[np.uint64]:
    """Do `blur_lanes` in NumPy."""
    packed = _LANES[levels]
    for axis, step in ((0, 1), (0, 2), (1, 1), (1, 2)):
        pad = [(step, step) if axis == each else (0, 0) for each in (0, 1)]
        wide = np.pad(packed, pad, mode="edge")
        before, after = [slice(None), slice(None)], [slice(None), slice(None)]
        before[axis], after[axis] = slice(0, packed.shape[axis]), slice(2 * step, None)
        sides = wide[tuple(before)] + wide[tuple(after)]
        if (axis, step) == (1, 2):  # halved, so as to stay within a byte
            packed = packed + ((sides >> np.uint64(1)) & np.uint64(0x7F7F7F7F7F7F7F7F))
        else:
            packed = (packed << np.uint64(1)) + sides
    return packed


def streaks(picture: Levels, people: Flags, style: SketchStyle, scale: float, rng: np.random.Generator) -> Levels:
    """Return the greys with the darker stripes where strokes of a broad marker overlap, on the set only.

    people: at the raster's size. scale: frame pixels a nominal pixel of 1280 x 720.
    """
    if style.streak <= 0.0 or not style.tones:
        return picture
    height, width = picture.shape
    strokes = _streak_polygons(width, height, scale, rng)
    rows = np.arange(height) * people.shape[0] // height
    columns = np.arange(width) * people.shape[1] // width
    lightest, darkest = style.tones[_STREAKED_LEVELS[0] - 1], style.tones[_STREAKED_LEVELS[1] - 1]
    where, strength, between = (people, rows, columns), style.streak * 255, (darkest, lightest)
    kernels = compiled()
    if kernels is not None:
        return kernels.streaks(picture, (strokes.points, strokes.starts), where, strength, between)
    return _streaked(picture, strokes, where, strength, between)


def _streaked(
    picture: Levels,
    strokes: Polylines,
    people: tuple[Flags, Indices, Indices],
    strength: float,
    between: tuple[int, int],
) -> Levels:
    """Return the greys made darker by `strength` under the strokes, but not on people and not beyond two greys.

    people: where they are in the raster, and its row and column for each row and column of the picture.
    """
    height, width = picture.shape
    mask, rows, columns = people
    factor = np.round(coverage(strokes, width, height) * np.float32(strength)).astype(np.uint8)
    factor[(picture < between[0]) | (picture > between[1]) | mask[rows[:, None], columns]] = 0
    return picture - factor


def _streak_polygons(width: int, height: int, scale: float, rng: np.random.Generator) -> Polylines:
    """Return long strokes in one rough direction, in groups as a hand lays them, never in step with each other."""
    count = _STREAKS
    direction = np.radians(-rng.uniform(20.0, 34.0) + rng.normal(0.0, 2.0, count))
    along = np.stack([np.cos(direction), np.sin(direction)], axis=1)
    middle = np.stack([rng.uniform(-0.05, 1.05, count) * width, rng.uniform(-0.05, 1.05, count) * height], axis=1)
    # every third stroke lies beside the one before it
    beside = np.flatnonzero(rng.random(count) < 0.4)[1:]
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1)
    gap = (rng.uniform(20.0, 34.0, count) * scale)[:, None]
    middle[beside] = middle[beside - 1] + (normal * gap)[beside] + (along * gap)[beside] * rng.normal(0, 2.0)
    length = rng.uniform(*_STREAK_LENGTH_PX, count) * scale * rng.uniform(0.5, 1.0, count)
    bow = normal * (rng.normal(0.0, 4.0, count) * scale)[:, None]
    half = along * (length / 2)[:, None]
    points = np.stack([middle - half, middle + bow, middle + half], axis=1).reshape(-1, 2)
    lines = Polylines.of(points, np.full(count, 3))
    thickness = np.repeat(rng.uniform(*_STREAK_WIDTH_PX, count) * scale, 3)
    return outlines(lines, thickness, Brush(start=0.8, end=0.35, taper_px=40.0 * scale), rng)
