"""Rain and snow in front of everything.

Leaves: polygons in pixels of the frame, painted white over the picture.
"""

from __future__ import annotations

import numpy as np

from screenplay2board.plan.types import Weather
from screenplay2board.render.sketch.polylines import Brush, Polylines, outlines
from screenplay2board.stage.geometry import Array

_DROPS = {"rain": 95, "storm": 125}  # few and bold: a curtain of thin ones only greys the picture
_FLAKES = 190


def weather_polygons(weather: Weather, width: int, height: int, scale: float, rng: np.random.Generator) -> Polylines:
    """Return what falls; `scale`: frame pixels a nominal pixel of 1280 x 720."""
    if weather in _DROPS:
        return _rain(_DROPS[weather], 0.22 if weather == "rain" else 0.5, width, height, scale, rng)
    if weather == "snow":
        return _snow(width, height, scale, rng)
    return Polylines.of(np.zeros((0, 2)), np.zeros(0, dtype=np.int64))


def _rain(count: int, slant: float, width: int, height: int, scale: float, rng: np.random.Generator) -> Polylines:
    start = np.stack([rng.uniform(-0.05, 1.1, count) * width, rng.uniform(-0.1, 1.0, count) * height], axis=1)
    length = rng.uniform(35.0, 95.0, count) * scale
    end = start + np.stack([-slant * length, length], axis=1)
    lines = Polylines.of(np.stack([start, (start + end) / 2, end], axis=1).reshape(-1, 2), np.full(count, 3))
    thickness = np.repeat(rng.uniform(1.7, 2.9, count) * scale, 3)
    return outlines(lines, thickness, Brush(start=0.3, end=1.0, taper_px=40 * scale), rng)


def _snow(width: int, height: int, scale: float, rng: np.random.Generator) -> Polylines:
    middle = np.stack([rng.uniform(0.0, 1.0, _FLAKES) * width, rng.uniform(0.0, 1.0, _FLAKES) * height], axis=1)
    radius = (1.8 + 4.2 * rng.random(_FLAKES) ** 2) * scale
    return dots(middle, radius)


def dots(middles: Array, radii: Array) -> Polylines:
    """Return octagons round `middles` (n, 2) with `radii` (n,)."""
    angle = np.linspace(0.0, 2 * np.pi, 9)[:-1]
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)  # (8, 2)
    points = middles[:, None] + radii[:, None, None] * ring  # (n, 8, 2)
    return Polylines.of(points.reshape(-1, 2), np.full(len(middles), 8))


def grown(polygons: Polylines, by_px: float) -> Polylines:
    """Return small round polygons made larger by `by_px` all round."""
    middles = np.add.reduceat(polygons.points, polygons.starts[:-1], axis=0) / polygons.lengths[:, None]
    from_middle = polygons.points - middles[polygons.line_of_point()]
    length = np.sqrt(np.square(from_middle).sum(axis=1))
    moved = polygons.points + from_middle / np.maximum(length, 1e-9)[:, None] * by_px
    return Polylines(moved, polygons.starts, polygons.closed)
