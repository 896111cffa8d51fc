"""What stands behind everything: the darkness of the sky over the whole picture, and its stars.

Enters: a `Sky` and the projection. Leaves: darkness, float32 (height, width), and places of stars in pixels.
"""

from __future__ import annotations

import numpy as np
from PIL import Image as PillowImage

from screenplay2board.render.sketch.raster import Image
from screenplay2board.stage.geometry import Array, unit, vec
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import SUN_RADIUS, Sky

_GLOW_RADIUS, _GLOW_LIGHTENS = 1.8, 0.14  # radii of the sun
_BAND_WAVE = 0.07  # share of the sky's range of darkness by which the borders of its tones swing
_BLUE = 0.13  # white clouds need a sky that is not quite white
_CLOUD_SHADE = 0.14
_CLOUDS, _PUFFS = 3, 7
_STARS = 55
_COARSE_PX = 4  # the plain sky is worked out for every fourth pixel of every fourth row
_HORIZON_AT = 0.6  # of the frame's height, for a camera that looks straight up or down


def sky_darkness(sky: Sky, projection: Projection) -> Image:
    """Return how dark the sky is at each pixel."""
    height, width = projection.height_px, projection.width_px
    coarse = _gradient(sky, projection)
    size = (coarse.shape[1] * _COARSE_PX, coarse.shape[0] * _COARSE_PX)
    smooth = PillowImage.fromarray(coarse).resize(size, PillowImage.Resampling.BILINEAR)
    darkness = np.asarray(smooth)[:height, :width].copy()
    if sky.kind == "clouds":
        _draw_clouds(darkness, sky.seed, horizon_px(projection))
    if sky.sun is not None:
        _draw_sun(darkness, sky.sun[0] * width, sky.sun[1] * height, SUN_RADIUS * height)
    return darkness


def _gradient(sky: Sky, projection: Projection) -> Image:
    """Return the darkness of the plain sky in the middles of squares of `_COARSE_PX`: it changes slowly."""
    height, width = projection.height_px, projection.width_px
    x = _middles(width)
    y = _middles(height)[:, None]
    rise = np.clip(_above_horizon(projection, x, y) / (height * 0.8), 0.0, 1.0) ** 0.8
    zenith = max(sky.zenith_grey, _BLUE) if sky.kind == "clouds" else sky.zenith_grey
    darkness = sky.horizon_grey + (zenith - sky.horizon_grey) * rise
    if zenith != sky.horizon_grey:
        phase = 2.4 * (sky.seed % 7)
        darkness = darkness + _BAND_WAVE * (zenith - sky.horizon_grey) * (
            np.sin(x / width * 7.0 + y / height * 3.0 + phase) * 0.6 + np.sin(x / width * 17.0 + phase) * 0.4
        )
    return np.broadcast_to(darkness, (len(y), len(x))).astype(np.float32)


def _middles(size: int) -> Image:
    """Return the middles of the coarse squares along a side, in pixels."""
    return (np.arange(-(-size // _COARSE_PX), dtype=np.float32) + np.float32(0.5)) * np.float32(_COARSE_PX)


def horizon_px(projection: Projection) -> float:
    """Return the height of the horizon in the picture, in pixels from the top."""
    forward = projection.axes[2]
    level = vec(float(forward[0]), 0.0, float(forward[2]))
    if float(np.sqrt(np.square(level).sum())) < 0.15:
        return projection.height_px * _HORIZON_AT
    point = projection.position + unit(level) * 1e5
    return float(projection.project(point[None])[0, 1])


def _above_horizon(projection: Projection, x_px: Image, y_px: Image) -> Image:
    """Return how far above the horizon the rays through places of the picture go, as pixels for a level camera."""
    right = (x_px - np.float32(projection.centre_x_px)) / np.float32(projection.focal_px)
    up = (np.float32(projection.centre_y_px) - y_px) / np.float32(projection.focal_px)
    axes = projection.axes.astype(np.float32)
    x, y, z = (right * axes[0, i] + (up * axes[1, i] + axes[2, i]) for i in range(3))
    level = np.sqrt(np.square(x) + np.square(z))
    return y / np.maximum(level, np.float32(1e-3)) * np.float32(projection.focal_px)


def stars(sky: Sky, projection: Projection) -> tuple[Array, Array]:
    """Return where the stars of a night are, (n, 2) pixels, and their radii (n,) as shares of the frame's height."""
    count = _STARS if sky.kind == "night" else 0
    rng = np.random.default_rng(sky.seed)
    up = rng.uniform(0.03, 1.0, count) ** 0.8  # fewer near the horizon
    rows = horizon_px(projection) * (1.0 - up)
    places = np.stack([rng.uniform(0.0, 1.0, count) * projection.width_px, rows], axis=1)
    return places, 0.0015 + 0.0022 * rng.random(count) ** 3


def _draw_sun(darkness: Image, x: float, y: float, radius: float) -> None:
    """Put the sun or the moon into the sky, with a ring of glow."""
    reach = _GLOW_RADIUS * radius + 1.0
    columns, rows = _around(x, reach, darkness.shape[1]), _around(y, reach, darkness.shape[0])
    across = np.arange(columns.start, columns.stop, dtype=np.float32) - np.float32(x)
    down = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] - np.float32(y)
    distance = (np.square(across) + np.square(down)) / np.float32(radius * radius)
    part = darkness[rows, columns]
    glow = distance < _GLOW_RADIUS**2
    part[glow] = np.maximum(part[glow] - np.float32(_GLOW_LIGHTENS), 0.0)
    part[distance < 1.0] = 0.0


def _around(place: float, reach: float, size: int) -> slice:
    """Return the pixels that are at most `reach` away from `place`, of `size`."""
    first, past = (int(np.clip(value, 0, size)) for value in (np.floor(place - reach), np.ceil(place + reach) + 1))
    return slice(first, past)


def _draw_clouds(darkness: Image, seed: int, horizon: float) -> None:
    """Put a few white clouds with flat bottoms into the sky, in shade on the side away from the sun."""
    height, width = darkness.shape
    rng = np.random.default_rng(seed)
    middles = (np.arange(_CLOUDS) + rng.uniform(0.1, 0.9, _CLOUDS)) / _CLOUDS * width
    for middle in middles.tolist():
        base = horizon - rng.uniform(0.22, 0.55) * height
        span = rng.uniform(0.09, 0.16) * width
        puffs_x = middle + np.linspace(-1.0, 1.0, _PUFFS) * span + rng.uniform(-0.15, 0.15, _PUFFS) * span
        radius = span * (0.22 + 0.26 * (1.0 - np.linspace(-1.0, 1.0, _PUFFS) ** 2) * rng.uniform(0.6, 1.1, _PUFFS))
        top, bottom = (int(np.clip(value, 0, height)) for value in (base - 1.1 * span, base))
        columns = _around(middle, span * 1.15 + float(radius.max()) * 1.12, width)
        x = np.arange(columns.start, columns.stop, dtype=np.float32)
        y = np.arange(top, bottom, dtype=np.float32)[:, None]
        body = np.zeros((bottom - top, len(x)), dtype=np.bool_)
        lit = np.zeros_like(body)
        for centre, size in zip(puffs_x.tolist(), radius.tolist(), strict=True):
            low = base - 0.35 * size
            body |= np.square(x - centre) + np.square((y - low) * 1.25) < size * size
            lit |= np.square(x - centre + 0.12 * size) + np.square((y - low + 0.55 * size) * 1.25) < size * size
        sky = darkness[top:bottom, columns]
        shade = float(np.median(sky[body])) + _CLOUD_SHADE if body.any() else 0.0
        sky[body & lit] = 0.0
        sky[body & ~lit] = shade
