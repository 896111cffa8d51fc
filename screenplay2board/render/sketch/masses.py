"""Whole shapes of black and of paper: what an artist fills in, or leaves white, to hold a picture together.

Enters: the darkness after the values of a picture were planned. Leaves: the darkness with shapes made black, and shapes
left white, until the picture has its share of both. A shape is a part as the key light meets it: lit, turned away or in
a cast shadow. An artist spots shadows first, then the undersides and sides of things, then what is dark by itself; and
leaves white what the light falls on, first of all behind somebody in dark clothes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch.kernels import compiled
from screenplay2board.render.sketch.raster import Image, Raster
from screenplay2board.render.sketch.shade import LIT_FROM, Shading, Surfaces
from screenplay2board.render.sketch.styles import SketchStyle
from screenplay2board.stage.geometry import Array

Flags = npt.NDArray[np.bool_]

SAMPLE_STEP = 4  # every fourth pixel decides
DARK_PEOPLE = 0.5  # darkness from which clothes are dark

_LIT, _TURNED_AWAY, _CAST = range(3)  # how the key light meets a surface
_SHADE_COUNTS = np.array([0.0, 0.14, 0.18])  # darkness that each is taken for beside its own: shadows first
_WHOLE = 0.4  # share of a shape's samples that lie inside it: less is a sprinkle of dots, or a thin strip
_LARGE_SPOT, _LARGE_COUNTS = 0.02, 0.10  # one large shape reads better than many small ones
_NEAR, _NEAR_COUNTS = 0.62, 0.12  # of the people's distance: what is nearer frames the view
_TOUCHING_COUNTS = 0.45  # what lies along the whole outline of somebody dark would swallow them, or sets them off
_MOONLIT = 0.22  # share of the picture: a larger shape left white would make a day of a night
_BLACKS, _WHITES = 1.5, 1.2  # of the style's least shares: ink and soft edges take some of it away again


@dataclass(frozen=True, slots=True)
class _Willingness:
    """How far an artist goes for a mass. Shares are of the picture, darkness 0 paper to 1 ink.

    lightest: by how the key light meets it, the darkness from which a thing is made black; ground: that of a wall or
    floor in the light. cloth: the darkness of clothes from which they are made black, in the light and in shade.
    darkest: the local colour up to which a thing is left white, and a wall or floor. turned_away: whether a
    wall that the light does not meet may be white. at_least: of any shape; black_at_most, white_at_most: of one shape.
    """

    lightest: tuple[float, float, float]
    ground: float
    cloth: tuple[float, float]
    darkest: tuple[float, float]
    turned_away: bool
    at_least: float
    black_at_most: float
    white_at_most: float


# First what nobody would notice as a choice: what is dark anyhow, what is light anyhow. Only a picture that still has
# no black or no paper goes further, as one of light things in the sun, or of a dark street without a lamp, has to.
_NEVER = 2.0
_WILLING = (
    _Willingness((0.33, 0.20, 0.12), 0.52, (_NEVER, _NEVER), (0.22, 0.22), False, 0.002, 0.16, 0.30),
    _Willingness((0.27, 0.14, 0.05), 0.45, (_NEVER, 0.50), (0.30, 0.45), False, 0.001, 0.30, 0.45),
    _Willingness((0.18, 0.10, 0.03), 0.33, (0.55, 0.35), (0.40, 0.62), True, 0.001, 0.40, 0.55),
)


@dataclass(frozen=True, slots=True)
class Shapes:
    """What every fourth pixel shows, as shapes numbered by `shape_of`; columns are (shapes,).

    of_sample: the shape of each sample. masses: the shape that each is one with: what a thing has in shade is one mass,
    whether it turns away or lies in a shadow; on walls and floors a shadow has a shape of its own. So are parts of
    somebody that no ink divides, in one colour: the crown and the fall of one head of hair. area: samples. tone:
    darkness before anything was planned. colour: darkness of the part itself. light: how the key light meets it.
    depth_m: mean distance. figure: the person it is of, 0 for the set. ground: whether it is wall or floor. fixed:
    whether it glows or is the sky. whole: whether it is one piece.
    """

    of_sample: npt.NDArray[np.int32]
    masses: npt.NDArray[np.int32]
    area: npt.NDArray[np.int64]
    tone: Array
    colour: Array
    light: npt.NDArray[np.int64]
    depth_m: Array
    figure: npt.NDArray[np.int32]
    ground: Flags
    fixed: Flags
    whole: Flags

    @classmethod
    def of(cls, raster: Raster, shading: Shading, surfaces: Surfaces) -> Shapes:
        """Return the shapes of a picture."""
        cut = (slice(None, None, SAMPLE_STEP), slice(None, None, SAMPLE_STEP))
        count, ground = 3 * len(surfaces.figure), np.repeat(~surfaces.casts, 3)
        light, own = np.arange(count) % 3, np.arange(count, dtype=np.int32)
        masses = np.where((light == _CAST) & ~ground, own - np.int32(_CAST - _TURNED_AWAY), own)
        masses = 3 * _undivided(surfaces)[masses // 3] + masses % 3
        of_sample = masses[shape_of(raster.part[cut], shading.cast[cut], raster.facing[cut])]
        area = np.bincount(of_sample.ravel(), minlength=count)
        depth = raster.depth[cut]
        depth = np.where(np.isfinite(depth), depth, np.float32(1e3))
        fixed = ~np.isnan(surfaces.emission)
        fixed[0] = True
        return cls(
            of_sample,
            masses,
            area,
            _mean(of_sample, shading.darkness[cut], area),
            np.repeat(surfaces.grey, 3).astype(np.float64),
            light,
            _mean(of_sample, depth, area),
            np.repeat(surfaces.figure, 3),
            ground,
            np.repeat(fixed, 3),
            _inside(of_sample, count) >= _WHOLE * area,
        )


def _undivided(surfaces: Surfaces) -> npt.NDArray[np.int32]:
    """Return for each part the first that it is one with: of the same person, label and grey."""
    first = np.arange(len(surfaces.figure), dtype=np.int32)
    of_people = np.flatnonzero((surfaces.figure > 0) & (surfaces.label > 0))
    keys = np.stack([surfaces.label[of_people], np.round(1000 * surfaces.grey[of_people])], axis=1).astype(np.int64)
    _, place, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    first[of_people] = of_people[place[which]]
    return first


def shape_of(part: npt.NDArray[np.int32], cast: Flags, facing: Image) -> npt.NDArray[np.int32]:
    """Return the number of the shape that each pixel belongs to: a part, lit, turned away or in a cast shadow."""
    return part * np.int32(3) + np.where(cast, np.int32(_CAST), (facing <= LIT_FROM).astype(np.int32))


def black_darkness(style: SketchStyle) -> float:
    """Return the darkness from which the style's last marker is taken."""
    return (style.tone_darkness[-2] + style.tone_darkness[-1]) / 2


def white_darkness(style: SketchStyle) -> float:
    """Return the darkness up to which paper stays white."""
    return style.tone_darkness[0] / 2


def massed(
    darkness: Image, raster: Raster, shading: Shading, surfaces: Surfaces, style: SketchStyle, *, night: bool = False
) -> Image:
    """Return the darkness with whole shapes left white or made black where the picture has too little of either.

    People keep their tones but for the shaded side of dark clothes, which may go black.
    """
    if style.black_share <= 0.0 or len(style.tone_darkness) < 2:
        return darkness
    black, white = black_darkness(style), white_darkness(style)
    sample = darkness[::SAMPLE_STEP, ::SAMPLE_STEP]
    blacks = _BLACKS * style.black_share * sample.size - float((sample >= black).sum())
    whites = _WHITES * style.white_share * sample.size - float((sample < white).sum())
    if blacks <= 0.0 and whites <= 0.0:
        return darkness
    shapes = Shapes.of(raster, shading, surfaces)
    now = _mean(shapes.of_sample, sample, shapes.area)
    touching = _touching(shapes, sample)
    papered = _papered(shapes, now, touching, (whites, white), _MOONLIT if night else 1.0)
    inked = _inked(shapes, now, touching, blacks, (white, black), ~papered)
    if not (papered.any() or inked.any()):
        return darkness
    least = np.where(inked, black + 0.01, 0.0).astype(np.float32)[shapes.masses]
    most = np.where(papered, 0.9 * white, 1.0).astype(np.float32)[shapes.masses]
    return within_limits(darkness, raster, shading.cast, least, most)


def within_limits(darkness: Image, raster: Raster, cast: Flags, least: Image, most: Image) -> Image:
    """Return the darkness kept between `least` and `most`, (shapes,) each, of the shapes that `shape_of` numbers."""
    kernels = compiled()
    if kernels is None:
        return _within_limits(darkness, raster, cast, least, most)
    return kernels.within_limits(darkness, (raster.part, cast, raster.facing), LIT_FROM, least, most)


def _within_limits(darkness: Image, raster: Raster, cast: Flags, least: Image, most: Image) -> Image:
    """Do `within_limits` in NumPy."""
    shape = shape_of(raster.part, cast, raster.facing)
    return np.minimum(np.maximum(darkness, least[shape]), most[shape])


def _inked(
    shapes: Shapes, now: Array, touching: Array, missing: float, limits: tuple[float, float], free: Flags
) -> Flags:
    """Return which of the `free` shapes become black so that `missing` samples do; limits: of white and black."""
    white, black = limits
    share = shapes.area / shapes.of_sample.size
    free = free & ~shapes.fixed & shapes.whole & ((now > white) | (shapes.light == _CAST)) & (now < black)
    score = shapes.tone + _SHADE_COUNTS[shapes.light] + _LARGE_COUNTS * np.minimum(share / _LARGE_SPOT, 1.0)
    score += _NEAR_COUNTS * _near(shapes) - _TOUCHING_COUNTS * touching
    chosen = np.zeros(len(free), dtype=np.bool_)
    for willing in _WILLING:
        if missing <= 0.0:
            break
        least = np.array(willing.lightest)[shapes.light]
        least = np.where(shapes.ground & (shapes.light != _CAST), willing.ground, least)
        cloth = shapes.colour >= np.where(shapes.light == _LIT, *willing.cloth)
        able = np.where(shapes.figure > 0, cloth, shapes.tone >= least)
        able &= free & ~chosen & (share >= willing.at_least) & (share <= willing.black_at_most)
        missing -= _take(chosen, able, score, shapes.area, missing)
    return chosen


def _papered(shapes: Shapes, now: Array, touching: Array, wanted: tuple[float, float], largest: float) -> Flags:
    """Return which shapes of the set are left white.

    wanted: samples, and the darkness of paper. largest: share of the picture that a shape may have.
    """
    missing, white = wanted
    share = shapes.area / shapes.of_sample.size
    free = (shapes.figure == 0) & ~shapes.fixed & shapes.whole & (shapes.light != _CAST) & (now >= white)
    score = _TOUCHING_COUNTS * touching - shapes.tone - _SHADE_COUNTS[shapes.light]
    score += _LARGE_COUNTS * np.minimum(share / _LARGE_SPOT, 1.0)
    chosen = np.zeros(len(free), dtype=np.bool_)
    for willing in _WILLING:
        if missing <= 0.0:
            break
        light_enough = shapes.colour <= np.where(shapes.ground, *reversed(willing.darkest))
        able = free & ~chosen & light_enough & ((shapes.light == _LIT) | (willing.turned_away & shapes.ground))
        able &= (share >= willing.at_least) & (share <= min(willing.white_at_most, largest))
        missing -= _take(chosen, able, score, shapes.area, missing)
    return chosen


def _take(chosen: Flags, able: Flags, score: Array, area: npt.NDArray[np.int64], missing: float) -> float:
    """Choose the best of the shapes that are able until nothing is missing; return how many samples they have."""
    taken = 0.0
    for index in np.flatnonzero(able)[np.argsort(-score[able], kind="stable")].tolist():
        if taken >= missing:
            break
        chosen[index] = True
        taken += float(area[index])
    return taken


def _mean(of_sample: npt.NDArray[np.int32], values: Image, area: npt.NDArray[np.int64]) -> Array:
    """Return the mean of `values` in each shape, 0 where it has none."""
    return np.bincount(of_sample.ravel(), values.ravel(), len(area)) / np.maximum(area, 1)


def _inside(shape: npt.NDArray[np.int32], count: int) -> npt.NDArray[np.int64]:
    """Return how many samples of each shape, (count,), have its own on all four sides; the border is repeated."""
    own = np.ones(shape.shape, dtype=np.bool_)
    across, down = shape[:, 1:] == shape[:, :-1], shape[1:] == shape[:-1]
    own[:, 1:] &= across
    own[:, :-1] &= across
    own[1:] &= down
    own[:-1] &= down
    return np.bincount(shape[own], minlength=count)


def _near(shapes: Shapes) -> Flags:
    """Return which shapes, (shapes,), lie well before the people."""
    people = (shapes.figure > 0) & (shapes.area > 0)
    if not people.any():
        return np.zeros(len(people), dtype=np.bool_)
    distance_m = float(np.average(shapes.depth_m[people], weights=shapes.area[people]))
    return shapes.depth_m < _NEAR * distance_m


def _touching(shapes: Shapes, sample: Image) -> Array:
    """Return the share of the outline of dark people that each shape lies along, (shapes,)."""
    people = shapes.figure[shapes.of_sample] > 0
    outline = grown(people & (sample >= DARK_PEOPLE), 2) & ~people
    along = np.bincount(shapes.of_sample[outline], minlength=len(shapes.figure))
    return along / max(int(along.sum()), 1)


def grown(mask: Flags, steps: int) -> Flags:
    """Return `mask` grown by `steps` pixels, in diamonds."""
    for _ in range(steps):
        wider = mask.copy()
        wider[1:] |= mask[:-1]
        wider[:-1] |= mask[1:]
        wider[:, 1:] |= mask[:, :-1]
        wider[:, :-1] |= mask[:, 1:]
        mask = wider
    return mask
