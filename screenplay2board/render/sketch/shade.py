"""Light on the stage: how dark every pixel is before it becomes marker tones.

Enters: a `Raster` and the `Light`. Leaves: darkness, float32 (height, width), 0 paper to 1 ink. Two tones a surface
(lit and in shade), a shadow map for cast shadows, night with pools of light, fog, surfaces that glow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage

from screenplay2board.render.sketch.kernels import compiled
from screenplay2board.render.sketch.raster import Image, Mesh, Raster, marked, nearest, transform
from screenplay2board.stage.geometry import Array, Part, unit, vec
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import Light, LightPool

Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.uint8]

_SHADOW_MAP_PX = 640
_STEPS = 4  # between two places of the shadow map: a place of the picture is so many parts of each of the four round it
_PARTS = _STEPS * _STEPS
_SHADOW_REACH_M = 9.0  # cast shadows matter near the people; a wider map would blur theirs
LIT_FROM = 0.08  # cosine to the light from which a surface is lit
_FIGURE_NIGHT = (0.14, 0.42)  # the share of the night that lies on people, light and dark: faces must stay readable
_DARK_CLOTH = 0.45
_DARKEST_SHADE = 0.80  # shade alone never makes black: black is left to ink and black things
_GLOSS = (0.66, 0.80)  # cosines between which black hair shines
_GLOSS_LIGHTENS = 0.30
_THICKEST_FOG = 0.9
_MOST_IN_SHADOW = 0.5  # of somebody
_POOL_RINGS = (
    (0.8, 0.45),
    (1.05, 0.3),
    (1.4, 0.25),
)  # where tones of light end, in radii of a cone, and what each adds
_CONE_RISE = np.float32(0.85)  # of a cone of light over its pool, in radii
_CONE_WIDEST = np.float32(1.8)  # what it widens to far below its pool, in radii
_RIM_WOBBLE = np.float32(0.035)  # radii: a hand lays no circle
_POOL_EDGE = np.float32(0.02)  # radii over which they fade
_NOMINAL_SHADOW = 0.24  # the light's shadow at which `Part.shade_gain` is taken as it is


@dataclass(frozen=True, slots=True)
class Surfaces:
    """Properties of the parts by index, (parts,) each; see `geometry.Part`. emission is NaN where there is none."""

    figure: npt.NDArray[np.int32]
    label: npt.NDArray[np.int32]
    grey: Image
    shade_gain: Image
    emission: Image
    casts: Flags
    glossy: Flags

    @classmethod
    def of(cls, parts: list[Part]) -> Surfaces:
        """Return the table of `parts`."""
        return cls(
            np.array([part.figure for part in parts], dtype=np.int32),
            np.array([part.label for part in parts], dtype=np.int32),
            np.array([part.grey for part in parts], dtype=np.float32),
            np.array([part.shade_gain for part in parts], dtype=np.float32),
            np.array([np.nan if part.emission is None else part.emission for part in parts], dtype=np.float32),
            np.array([part.casts for part in parts], dtype=np.bool_),
            np.array([part.glossy for part in parts], dtype=np.bool_),
        )


@dataclass(frozen=True, slots=True)
class Shading:
    """How dark each pixel is, and where something throws its shadow; both (height, width)."""

    darkness: Image
    cast: Flags


def shade(raster: Raster, mesh: Mesh, projection: Projection, surfaces: Surfaces, light: Light, sky: Image) -> Shading:
    """Return the darkness of each pixel; `sky`: of what is behind everything."""
    depth = raster.depth
    places = _Places.of(depth, projection)
    shadow = off_people(_shadows(places, mesh, surfaces, light, depth.shape), raster.part, surfaces.figure)
    shadow = off_water(shadow, raster.part, surfaces.shade_gain)
    night = None
    if light.night > 0.0:
        night = _enlarged(_night(places, light.night, light.pools), depth.shape)
    return Shading(darkened(raster, surfaces, light, shadow, (sky, night)), shadow)


def darkened(
    raster: Raster, surfaces: Surfaces, light: Light, shadow: Flags, ground: tuple[Image, Image | None]
) -> Image:
    """Return the darkness of each pixel; ground: of the sky, and of the night where there is one."""
    kernels = compiled()
    if kernels is None:
        return _darkened(raster, surfaces, light, shadow, ground)
    share, fog_range = _night_share(surfaces), light.fog_far_m - light.fog_near_m
    table = (surfaces.grey, _deepening(surfaces, light), share, surfaces.emission, surfaces.glossy)
    numbers = (LIT_FROM, *_GLOSS, _GLOSS_LIGHTENS, light.fog, light.fog_near_m, fog_range, _THICKEST_FOG)
    seen = (raster.part, raster.depth, raster.facing)
    return kernels.shade(seen, shadow, ground, table, (numbers, light.fog > 0.0))


def _deepening(surfaces: Surfaces, light: Light) -> Image:
    """Return how much darker each part is in shade, (parts,)."""
    gain = surfaces.shade_gain * np.float32(light.shadow / _NOMINAL_SHADOW)
    return np.minimum(gain, np.maximum(np.float32(_DARKEST_SHADE) - surfaces.grey, 0.0))


def _night_share(surfaces: Surfaces) -> Image:
    """Return how much of the night lies on each part, (parts,)."""
    on_people = np.interp(surfaces.grey, (0.0, _DARK_CLOTH), _FIGURE_NIGHT).astype(np.float32)
    return np.where(surfaces.figure > 0, on_people, np.float32(1.0))


def _darkened(
    raster: Raster, surfaces: Surfaces, light: Light, shadow: Flags, ground: tuple[Image, Image | None]
) -> Image:
    """Do `darkened` in NumPy."""
    part, depth = raster.part, raster.depth
    sky, night = ground
    dark_side = (raster.facing <= LIT_FROM) | shadow
    darkness = surfaces.grey[part] + np.where(dark_side, _deepening(surfaces, light)[part], np.float32(0.0))
    if surfaces.glossy.any():
        shines = surfaces.glossy[part] & (raster.facing > _GLOSS[0]) & (raster.facing < _GLOSS[1]) & ~shadow
        darkness[shines] -= np.float32(_GLOSS_LIGHTENS)
    if night is not None:
        darkness += (1.0 - darkness) * night * _night_share(surfaces)[part]
    if light.fog > 0.0:
        thickness = np.clip((depth - light.fog_near_m) / (light.fog_far_m - light.fog_near_m), 0.0, 1.0)
        darkness += (np.float32(light.fog) - darkness) * (thickness * _THICKEST_FOG).astype(np.float32)
    emission = surfaces.emission[part]
    darkness = np.where(np.isnan(emission), darkness, emission)
    return np.where(part > 0, darkness, sky).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Places:
    """World coordinates of every second pixel, float32 (height / 2, width / 2); depth is infinite in the sky."""

    x: Image
    y: Image
    z: Image
    depth: Image

    @classmethod
    def of(cls, depth: Image, projection: Projection) -> _Places:
        half = depth[::2, ::2]
        reach = np.where(np.isfinite(half), half, np.float32(200.0))
        right = (np.arange(half.shape[1], dtype=np.float32) * 2 + 1 - projection.centre_x_px) / projection.focal_px
        up = -(np.arange(half.shape[0], dtype=np.float32) * 2 + 1 - projection.centre_y_px) / projection.focal_px
        right, up = right.astype(np.float32), up.astype(np.float32)[:, None]
        axes, origin = projection.axes.astype(np.float32), projection.position.astype(np.float32)
        x, y, z = ((right * axes[0, i] + up * axes[1, i] + axes[2, i]) * reach + origin[i] for i in range(3))
        return cls(x, y, z, half)


def _enlarged(image: Image, shape: tuple[int, ...]) -> Image:
    """Return `image` at twice its size without steps, cut to `shape`."""
    size = (image.shape[1] * 2, image.shape[0] * 2)
    smooth = PillowImage.fromarray(image).resize(size, PillowImage.Resampling.BILINEAR)
    return cast(Image, np.asarray(smooth))[: shape[0], : shape[1]]


def _shadows(places: _Places, mesh: Mesh, surfaces: Surfaces, light: Light, shape: tuple[int, ...]) -> Flags:
    """Return where something stands between the surface and the light."""
    near = places.depth < light.shadow_range_m
    if light.shadow <= 0.0 or not near.any():
        return np.zeros(shape, dtype=np.bool_)
    chosen = np.flatnonzero(near)[::11]
    sample = np.stack([each.ravel()[chosen] for each in (places.x, places.y, places.z)], axis=1).astype(np.float64)
    low, high = np.percentile(sample, (1, 99), axis=0)
    centre = (low + high) / 2
    radius = min(max(0.35, float(np.sqrt(np.square(high - low).sum())) / 2 * 1.05), _SHADOW_REACH_M)
    axes = _light_axes(unit(light.direction))
    scale = _SHADOW_MAP_PX / 2 / radius
    nearness, far = _shadow_map(mesh, surfaces, centre, axes, scale)
    bias = 0.02 + radius * 2.4 / _SHADOW_MAP_PX
    return softened(_covered(places, nearness, _ShadowView(centre, axes, scale, far, bias)), shape)


def off_people(shadow: Flags, part: npt.NDArray[np.int32], figure: npt.NDArray[np.int32]) -> Flags:
    """Return `shadow` without what lies on people who would be all in it: no film lights its cast that way.

    part: of each pixel. figure: of the parts, 0 for the set.
    """
    sample, shaded = figure[part[::4, ::4]], shadow[::4, ::4]
    people = int(figure.max()) + 1  # somebody of whom a few pixels show is not in the sample
    seen = np.bincount(sample.ravel(), minlength=people)
    lost = np.bincount(sample[shaded], minlength=people) > _MOST_IN_SHADOW * seen
    lost[0] = False
    return shadow & ~marked(part, lost[figure]) if lost.any() else shadow


def off_water(shadow: Flags, part: npt.NDArray[np.int32], shade_gain: Image) -> Flags:
    """Return `shadow` without what lies on parts that no shade darkens: water mirrors the sky whatever stands in it."""
    bright = shade_gain <= 0.0
    return shadow & ~marked(part, bright) if bright.any() else shadow


@dataclass(frozen=True, slots=True)
class _ShadowView:
    """How the shadow map was seen: what lies less than `bias` behind the first surface is not in its shadow."""

    centre: Array
    axes: Array
    scale: float
    far: float
    bias: float


def _covered(places: _Places, nearness: Image, view: _ShadowView) -> Counts:
    """Return where something is nearer to the light, in `_PARTS`: four places of the map count, the nearest one most.

    Without the weights a shadow's edge would show the places of the map as teeth, in close shots above all.
    """
    kernels = compiled()
    if kernels is None:
        return _covered_numpy(places, nearness, view)
    numbers = np.array([*view.centre, *view.axes.ravel(), view.scale, view.far, view.bias], dtype=np.float32)
    return kernels.covered((places.x, places.y, places.z, places.depth), nearness, _SHADOW_MAP_PX, numbers)


def _covered_numpy(places: _Places, nearness: Image, view: _ShadowView) -> Counts:
    """Do `_covered` in NumPy."""
    turned, scale = view.axes.astype(np.float32), np.float32(view.scale)
    x, y, z = (each - np.float32(at) for each, at in zip((places.x, places.y, places.z), view.centre, strict=True))
    column = (x * turned[0, 0] + y * turned[0, 1] + z * turned[0, 2]) * scale + _SHADOW_MAP_PX / 2
    row = _SHADOW_MAP_PX / 2 - (x * turned[1, 0] + y * turned[1, 1] + z * turned[1, 2]) * scale
    distance = x * turned[2, 0] + y * turned[2, 1] + z * turned[2, 2]
    limit = np.float32(view.far) - distance + np.float32(view.bias)  # what is nearer to the light throws a shadow
    inside = (column > 0) & (column < _SHADOW_MAP_PX) & (row > 0) & (row < _SHADOW_MAP_PX)
    inside &= np.isfinite(places.depth)
    covered = np.zeros(places.depth.shape, dtype=np.uint8)
    for shift_x in (-0.5, 0.5):
        for shift_y in (-0.5, 0.5):
            at = _place_in_map(row + np.float32(shift_y)) * _SHADOW_MAP_PX + _place_in_map(column + np.float32(shift_x))
            covered += (nearness[at] > limit) * _weight(column, shift_x) * _weight(row, shift_y)
    covered[~inside] = 0
    return covered


def _place_in_map(place: Image) -> npt.NDArray[np.int32]:
    return np.clip(place, 0, _SHADOW_MAP_PX - 1).astype(np.int32)


def _weight(place: Image, shift: float) -> Counts:
    """Return what the place of the map before (`shift` -0.5) or after (0.5) each place counts, in `_STEPS`."""
    after = np.maximum(place + np.float32(0.5), 0.0)
    steps = ((after - np.floor(after)) * np.float32(_STEPS) + np.float32(0.5)).astype(np.uint8)
    return steps if shift > 0 else np.uint8(_STEPS) - steps


def _light_axes(direction: Array) -> Array:
    """Return the rows right, up, forward (3, 3) of a view along `direction`."""
    up = vec(0, 1, 0) if abs(float(direction[1])) < 0.98 else vec(0, 0, 1)
    right = unit(np.cross(direction, up))
    return np.stack([right, np.cross(right, direction), direction])


def _shadow_map(mesh: Mesh, surfaces: Surfaces, centre: Array, axes: Array, scale: float) -> tuple[Image, float]:
    """Return the nearness to the light of what it sees first (size * size,), and what nearness is counted from.

    A closed body throws its whole shadow with the faces that are turned to the light.
    """
    size = _SHADOW_MAP_PX
    casting = np.flatnonzero(surfaces.casts[mesh.face_parts])
    faces, two_sided = np.take(mesh.faces, casting, axis=0), mesh.two_sided[casting]
    view = transform(mesh.vertices, centre, axes)
    screen = np.stack([size / 2 + view[:, 0] * scale, size / 2 - view[:, 1] * scale], axis=1)
    far = float(view[:, 2].max()) + 1.0
    return nearest(screen, far - view[:, 2], faces, two_sided, size, size).ravel(), far


def _night(places: _Places, night: float, pools: tuple[LightPool, ...]) -> Image:
    """Return the darkness of the night, less what the pools of light take away.

    A lamp shines down: its light is a cone that is as wide as the pool at the pool's height, a round on a floor and a
    scallop on a wall, drawn as a hand lays it down, in steps of one tone. Pools do not add up, so that a row of
    lamps stays a row.
    """
    light = np.zeros(places.depth.shape, dtype=np.float32)
    wobble = np.float32(1.0) + _RIM_WOBBLE * (
        np.sin(places.x * 2.6 + places.y) + np.sin(places.z * 3.1 - places.y * 1.7)
    )
    for pool in pools:
        x, y, z = (np.float32(value) for value in pool.position_m)
        radius = np.float32(pool.radius_m)
        below = np.maximum((y - places.y) / radius + _CONE_RISE, np.float32(1e-3))
        cone = radius * _CONE_WIDEST * below / (below + _CONE_RISE * (_CONE_WIDEST - np.float32(1.0)))
        reach = np.sqrt(np.square(places.x - x) + np.square(places.z - z)) / cone * wobble
        share = np.zeros_like(reach)
        for ends_at, adds in _POOL_RINGS:
            share += np.float32(adds) * np.clip((np.float32(ends_at) - reach) / _POOL_EDGE + np.float32(0.5), 0.0, 1.0)
        np.maximum(light, np.float32(pool.strength) * share, out=light)
    return np.clip(np.float32(night) - light, 0.0, 1.0)


def softened(covered: Counts, shape: tuple[int, ...]) -> Flags:
    """Return where more than half of what lies around is in shadow, (height, width).

    covered: at half that size, in `_PARTS`. The mean is that over 5 x 5 of them and then, at the full size,
    over 5 x 5 pixels; the border is repeated outward.
    """
    kernels = compiled()
    return _softened(covered, shape) if kernels is None else kernels.soften(covered, shape, _PARTS * 5**4)


def _softened(covered: Counts, shape: tuple[int, ...]) -> Flags:
    """Do `softened` in NumPy, in whole numbers."""
    total = covered.astype(np.uint16)
    for axis in (0, 1):
        total = _sum_of_five(total, axis)
    total = np.repeat(np.repeat(total, 2, axis=0), 2, axis=1)[: shape[0], : shape[1]]
    for axis in (0, 1):
        total = _sum_of_five(total, axis)
    return total > _PARTS * 5**4 // 2


def _sum_of_five(image: npt.NDArray[np.uint16], axis: int) -> npt.NDArray[np.uint16]:
    wide = np.pad(image, [(2, 2) if axis == each else (0, 0) for each in (0, 1)], mode="edge")
    cut = [slice(None), slice(None)]
    total = np.zeros_like(image)
    for shift in range(5):
        cut[axis] = slice(shift, shift + image.shape[axis])
        total += wide[tuple(cut)]
    return total
