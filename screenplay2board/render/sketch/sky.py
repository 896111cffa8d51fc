"""What stands behind everything: the darkness of the sky over the whole picture.

Enters: a `Sky` and the projection. Leaves: darkness, float32 (height, width).
"""

from __future__ import annotations

import numpy as np

from screenplay2board.render.sketch.raster import Image
from screenplay2board.stage.geometry import unit, vec
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import Sky

_SUN_RADIUS = 0.06  # of the frame's height
_CLOUD_SHADE = 0.12
_HORIZON_AT = 0.6  # of the frame's height, for a camera that looks straight up or down


def sky_darkness(sky: Sky, projection: Projection) -> Image:
    """Return how dark the sky is at each pixel."""
    height, width = projection.height_px, projection.width_px
    horizon = horizon_px(projection)
    x = np.arange(width, dtype=np.float32)
    y = np.arange(height, dtype=np.float32)[:, None]
    rise = np.clip((horizon - y) / (height * 0.8), 0.0, 1.0) ** 0.8
    darkness = sky.horizon_grey + (sky.zenith_grey - sky.horizon_grey) * rise
    if sky.kind == "gradient":
        darkness = darkness + 0.012 * np.sin(x / width * 9.0 + y / height * 4.0)  # marker bands are never quite level
    darkness = np.broadcast_to(darkness, (height, width)).astype(np.float32)
    if sky.kind == "clouds":
        _draw_clouds(darkness, sky.seed, horizon)
    if sky.kind == "night":
        _draw_stars(darkness, sky.seed, horizon)
    if sky.sun is not None:
        across, down = x - sky.sun[0] * width, y - sky.sun[1] * height
        darkness[np.square(across) + np.square(down) < (_SUN_RADIUS * height) ** 2] = 0.0
    return darkness


def horizon_px(projection: Projection) -> float:
    """Return the height of the horizon in the picture, in pixels from the top."""
    forward = projection.axes[2]
    level = vec(float(forward[0]), 0.0, float(forward[2]))
    if float(np.sqrt(np.square(level).sum())) < 0.15:
        return projection.height_px * _HORIZON_AT
    point = projection.position + unit(level) * 1e5
    return float(projection.project(point[None])[0, 1])


def _draw_clouds(darkness: Image, seed: int, horizon: float) -> None:
    """Put the flat undersides of a few clouds into the sky."""
    height, width = darkness.shape
    rng = np.random.default_rng(seed)
    x = np.arange(width, dtype=np.float32)
    for _ in range(3):
        middle_x, middle_y = rng.uniform(0.05, 0.95) * width, horizon - rng.uniform(0.28, 0.6) * height
        shift_x, shift_y = rng.uniform(-0.10, 0.10, 5) * width, rng.uniform(-0.01, 0.02, 5) * height
        radius_x, radius_y = rng.uniform(0.05, 0.10, 5) * width, rng.uniform(0.025, 0.05, 5) * height
        first, last = (int(np.clip(middle_y + share * height, 0, height)) for share in (0.005, 0.02))
        rows = np.arange(first, last, dtype=np.float32)[:, None]
        inside = np.zeros((len(rows), width), dtype=np.bool_)
        for i in range(5):
            across = (x - middle_x - shift_x[i]) / radius_x[i]
            down = (rows - middle_y - shift_y[i]) / radius_y[i]
            inside |= np.square(across) + np.square(down) < 1.0
        darkness[first:last][inside] += np.float32(_CLOUD_SHADE)


def _draw_stars(darkness: Image, seed: int, horizon: float) -> None:
    """Put stars into the night."""
    height, width = darkness.shape
    rng = np.random.default_rng(seed)
    count = 60
    size = max(1, round(height / 360))
    columns = rng.integers(0, width - size, count)
    rows = (rng.uniform(0.0, 1.0, count) ** 1.5 * max(min(horizon, height) - size, 1)).astype(np.int64)
    for row, column in zip(rows, columns, strict=True):
        darkness[row : row + size, column : column + size] = 0.1
