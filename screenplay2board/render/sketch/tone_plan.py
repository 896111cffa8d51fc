"""The tone plan of a panel: what stays paper, what becomes black, so that figure holds against ground.

Enters: the darkness that light and local colour give. Leaves: the darkness that is drawn. It is planned as a painter
plans a picture, in few large values: shapes of the set become white or black in the order of their own tones, until the
picture has its share of both. People keep their tones: a coat that is grey in one panel and black in the next is
another coat.

Source: Dow, Composition (1899), on notan, the balance of dark and light masses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch.kernels import compiled
from screenplay2board.render.sketch.raster import Image, Raster, marked
from screenplay2board.render.sketch.shade import LIT_FROM, Shading, Surfaces
from screenplay2board.render.sketch.styles import SketchStyle
from screenplay2board.stage.geometry import Array

Flags = npt.NDArray[np.bool_]

_CURVE = 1023  # steps of a curve of tones
_STEP = 4  # every fourth pixel decides
_SAME_TONE = 0.004
_KEPT_DARKNESS = 0.8  # what is darker is left alone

_DARKEST_WHITENED = 0.36  # nothing darker is made paper by day, or a dim room would look like a bright one
_WHITES = 1.2  # of the style's least share: ink and soft edges take some of it away again
_MUCH_WHITE, _ENOUGH_WHITE = 0.6, 0.7  # a share of the picture, and of the white that is wanted

NIGHT_FROM = 0.2  # of darkness: dusk and moods are planned as a day
_NIGHT_BLACK = 5.0  # of the style's least share of black: what no light reaches is black
_LEAST_SPAN = 0.07  # darkness between white and black: where no light falls at all, a night is dark
_MASS = 0.5  # share of the picture that no single step to white or black may take

_PEOPLE_MATTER = 0.02  # share of the picture from which people have to stand out
DARK_PEOPLE = 0.5
_CONTRAST = 0.2  # darkness between dark people and their ground: one marker
_LIGHT_GROUND, _DARK_GROUND = 0.3, 0.95  # darkness between which a ground is moved
_AROUND_SAMPLES = 6  # 24 px

_DARK_THING, _THING_MATTERS = 0.7, 0.004  # darkness, and the share of the picture from which it has to be seen
_LIT_BEHIND = 0.25  # darkness of the ground behind it

_LIT, _TURNED_AWAY, _CAST = range(3)  # how the key light meets a surface
_SHADE_COUNTS = np.array([0.0, 0.10, 0.18])  # darkness that each is taken for beside its own: shadows first
_LIGHTEST_SPOTTED = np.array([0.33, 0.20, 0.12])  # nothing lighter is made black: what is white stays white
_GROUND_SPOTTED = 0.52  # a wall or floor is the ground of the picture, and black only if it is dark already
_SPOT_AT_LEAST, _SPOT_AT_MOST = 0.002, 0.16  # shares of the picture: a sprinkle of dots, a whole wall
_WHOLE = 0.22  # of a round shape's compactness; less is a sprinkle
_LARGE_SPOT, _LARGE_COUNTS = 0.02, 0.10  # one large shape reads better than many small ones
_NEAR, _NEAR_COUNTS = 0.62, 0.12  # of the people's distance: what is nearer frames the view
_TOUCHING_COUNTS = 0.45  # what lies along the whole outline of somebody dark would swallow them
_BLACKS = 1.5  # of the style's least share, as for the whites


def plan_tones(
    shading: Shading, raster: Raster, surfaces: Surfaces, night: float, style: SketchStyle, *, faceless: bool = False
) -> Image:
    """Return the darkness that is drawn, (height, width).

    night: darkness outside the pools of light. faceless: hands and what they hold are all that is seen of people.
    """
    people = marked(raster.part, surfaces.figure > 0)
    darkness = shading.darkness
    if not style.tone_darkness:
        return darkness
    if night >= NIGHT_FROM:
        darkness = lamplit(darkness, people, style)
        if faceless:
            return before_light(darkness, people)
    else:
        darkness = set_off(whitened(darkness, people, style), people, style)
    return spotted(darkness, raster, shading, surfaces, style)


# ---------------------------------------------------------------- white


def whitened(darkness: Image, people: Flags, style: SketchStyle) -> Image:
    """Return the darkness with the set lightened where too little paper would stay white; people keep their tones.

    The set's own order of tones is kept: what was lightest becomes paper, what was dark stays so.
    """
    sample, of_people = darkness[::_STEP, ::_STEP], people[::_STEP, ::_STEP]
    ground = np.sort(sample[~of_people])
    white_below = style.tone_darkness[0] / 2
    white_people = float((sample[of_people] < white_below).sum())
    wanted = _WHITES * style.white_share * sample.size
    missing = wanted - white_people
    if missing <= 0.0 or not len(ground):
        return darkness
    lightest = float(ground[min(int(missing), len(ground) - 1)]) + _SAME_TONE
    if np.searchsorted(ground, lightest) + white_people > _MUCH_WHITE * sample.size:
        # a whole wall would follow: stay with what is lighter than it, if that is nearly enough
        lighter = int(np.searchsorted(ground, lightest - 2 * _SAME_TONE))
        if lighter + white_people > _ENOUGH_WHITE * wanted:
            lightest = float(ground[lighter - 1]) + _SAME_TONE if lighter else 0.0
    lightest = min(lightest, _DARKEST_WHITENED)
    if lightest <= white_below:
        return darkness
    knots = ((0.0, 0.0), (lightest, white_below * 0.9), (_KEPT_DARKNESS, _KEPT_DARKNESS), (1.0, 1.0))
    return _along(darkness, people | (darkness > _KEPT_DARKNESS), knots)


def _along(darkness: Image, kept: Flags, knots: Sequence[tuple[float, float]]) -> Image:
    """Return the darkness along a curve through `knots` (from, to), to a thousandth: 30 greys would do."""
    before, after = ([knot[end] for knot in knots] for end in (0, 1))
    return toned(darkness, kept, np.interp(np.arange(_CURVE + 1) / _CURVE, before, after).astype(np.float32))


def toned(darkness: Image, kept: Flags, curve: Image) -> Image:
    """Return the darkness along `curve`, values at equal steps from 0 to 1, but for the pixels that are `kept`."""
    kernels = compiled()
    return _toned(darkness, kept, curve) if kernels is None else kernels.toned(darkness, kept, curve)


def _toned(darkness: Image, kept: Flags, curve: Image) -> Image:
    """Do `toned` in NumPy."""
    place = np.clip(darkness, 0.0, 1.0) * np.float32(len(curve) - 1)
    return np.where(kept, darkness, curve[place.astype(np.int16)])


def lamplit(darkness: Image, people: Flags, style: SketchStyle) -> Image:
    """Return the darkness of a night: white where its lights fall, black where none reaches, greys between them."""
    sample, of_people = darkness[::_STEP, ::_STEP], people[::_STEP, ::_STEP]
    ground = np.sort(sample[~of_people])
    if not len(ground):
        return darkness
    white_below, black_from = style.tone_darkness[0] / 2, black_darkness(style)
    on_people = sample[of_people]
    lightest, darkest = float(ground[0]), float(ground[-1])
    whites = _WHITES * style.white_share * sample.size - float((on_people < white_below).sum())
    blacks = _NIGHT_BLACK * style.black_share * sample.size - float((on_people >= black_from).sum())
    white = _edge(ground, int(whites), _MASS * sample.size) if whites > 0 else min(lightest, white_below)
    black = -_edge(-ground[::-1], int(blacks), _MASS * sample.size) if blacks > 0 else max(darkest, black_from)
    white = min(white, black - _LEAST_SPAN)
    knots = ((0.0, 0.0), (white, 0.9 * white_below), (black, black_from + 0.01), (1.0, 1.0))
    return _along(darkness, people, knots)


def _edge(ascending: Image, wanted: int, most: float) -> float:
    """Return the tone up to which `wanted` samples lie, or the one before it where more than `most` have that tone."""
    edge = float(ascending[min(wanted, len(ascending) - 1)]) + _SAME_TONE
    if float(np.searchsorted(ascending, edge)) <= most:
        return edge
    lighter = int(np.searchsorted(ascending, edge - 2 * _SAME_TONE))
    return float(ascending[max(lighter - 1, 0)])


# ---------------------------------------------------------------- figure against ground


def set_off(darkness: Image, people: Flags, style: SketchStyle) -> Image:
    """Return the darkness with the ground lightened, or darkened, where dark people would sink into it.

    What counts is the ground round the people; the whole set follows, so that it stays one place in one light.
    """
    sample, of_people = darkness[::_STEP, ::_STEP], people[::_STEP, ::_STEP]
    if not style.tone_darkness or float(of_people.mean()) < _PEOPLE_MATTER:
        return darkness
    around = _grown(of_people, _AROUND_SAMPLES) & ~of_people
    if not around.any():
        return darkness
    figure, ground = float(np.median(sample[of_people])), float(np.median(sample[around]))
    if figure < DARK_PEOPLE or abs(ground - figure) >= _CONTRAST:
        return darkness
    darker = ground > figure and figure + _CONTRAST < _KEPT_DARKNESS
    wanted = figure + (_CONTRAST if darker else -_CONTRAST)
    # what is light stays light and what is dark dark, or all would end in one grey
    knots = ((0.0, 0.0), (_LIGHT_GROUND, _LIGHT_GROUND), (ground, wanted), (_DARK_GROUND, _DARK_GROUND))
    return _along(darkness, people, knots)


def before_light(darkness: Image, people: Flags) -> Image:
    """Return the darkness with the ground lightened round dark things in a hand, which have no face to tell of them."""
    sample, of_people = darkness[::_STEP, ::_STEP], people[::_STEP, ::_STEP]
    dark = of_people & (sample >= _DARK_THING)
    around = _grown(dark, _AROUND_SAMPLES) & ~of_people
    if float(dark.mean()) < _THING_MATTERS or not around.any():
        return darkness
    ground = float(np.median(sample[around]))
    if ground < _LIT_BEHIND:
        return darkness
    knots = ((0.0, 0.0), (ground, _LIT_BEHIND), (max(ground, _KEPT_DARKNESS) + 0.19, _KEPT_DARKNESS))
    return _along(darkness, people, knots)


def _grown(mask: Flags, steps: int) -> Flags:
    """Return `mask` grown by `steps` pixels, in diamonds."""
    for _ in range(steps):
        grown = mask.copy()
        grown[1:] |= mask[:-1]
        grown[:-1] |= mask[1:]
        grown[:, 1:] |= mask[:, :-1]
        grown[:, :-1] |= mask[:, 1:]
        mask = grown
    return mask


# ---------------------------------------------------------------- black


@dataclass(frozen=True, slots=True)
class Shapes:
    """What every fourth pixel shows, as shapes: a part as the key light meets it, numbered `shape_of`.

    of_sample: the shape of each sample. tone: its darkness before anything was planned. depth: metres. figure, ground,
    fixed: (shapes,), the person it is of, whether it is wall or floor, whether it glows or is the sky.
    """

    of_sample: npt.NDArray[np.int32]
    tone: Image
    depth: Image
    figure: npt.NDArray[np.int32]
    ground: Flags
    fixed: Flags

    @classmethod
    def of(cls, raster: Raster, shading: Shading, surfaces: Surfaces) -> Shapes:
        """Return the shapes of a picture."""
        cut = (slice(None, None, _STEP), slice(None, None, _STEP))
        fixed = ~np.isnan(surfaces.emission)
        fixed[0] = True
        return cls(
            shape_of(raster.part[cut], shading.cast[cut], raster.facing[cut]),
            shading.darkness[cut],
            raster.depth[cut],
            np.repeat(surfaces.figure, 3),
            np.repeat(~surfaces.casts, 3),
            np.repeat(fixed, 3),
        )


def shape_of(part: npt.NDArray[np.int32], cast: Flags, facing: Image) -> npt.NDArray[np.int32]:
    """Return the number of the shape that each pixel belongs to: a part, lit, turned away or in a cast shadow."""
    return part * np.int32(3) + np.where(cast, np.int32(_CAST), (facing <= LIT_FROM).astype(np.int32))


def black_darkness(style: SketchStyle) -> float:
    """Return the darkness from which the style's last marker is taken."""
    return (style.tone_darkness[-2] + style.tone_darkness[-1]) / 2


def spotted(darkness: Image, raster: Raster, shading: Shading, surfaces: Surfaces, style: SketchStyle) -> Image:
    """Return the darkness with shapes of the set made black, the best first, where less of the picture would be.

    Blacks hold a picture together. Shadows come first, then the undersides and sides of things, then what is dark by
    itself; large shapes and near ones before others, and nothing that would swallow somebody in dark clothes.
    """
    if style.black_share <= 0.0 or len(style.tone_darkness) < 2:
        return darkness
    black = black_darkness(style)
    sample = darkness[::_STEP, ::_STEP]
    missing = _BLACKS * style.black_share * sample.size - float((sample >= black).sum())
    if missing <= 0.0:
        return darkness
    chosen = _chosen(sample, Shapes.of(raster, shading, surfaces), missing, black)
    if not chosen.any():
        return darkness
    return blackened(darkness, raster, shading.cast, chosen, black + 0.01)


def blackened(darkness: Image, raster: Raster, cast: Flags, chosen: Flags, least: float) -> Image:
    """Return the darkness, at least `least` in the `chosen` of the shapes that `shape_of` numbers."""
    kernels = compiled()
    if kernels is None:
        return _blackened(darkness, raster, cast, chosen, least)
    return kernels.blackened(darkness, (raster.part, cast, raster.facing), LIT_FROM, chosen, least)


def _blackened(darkness: Image, raster: Raster, cast: Flags, chosen: Flags, least: float) -> Image:
    """Do `blackened` in NumPy."""
    mask = chosen[shape_of(raster.part, cast, raster.facing)]
    return np.where(mask, np.maximum(darkness, np.float32(least)), darkness)


def _chosen(sample: Image, shapes: Shapes, missing: float, black: float) -> Flags:
    """Return which shapes, (shapes,), become black so that `missing` samples do; sample: darkness as it is now."""
    count = len(shapes.figure)
    area = np.bincount(shapes.of_sample.ravel(), minlength=count)
    size = np.maximum(area, 1)
    own = np.bincount(shapes.of_sample.ravel(), shapes.tone.ravel(), count) / size
    light, share = np.arange(count) % 3, area / sample.size
    least = np.where(shapes.ground & (light != _CAST), _GROUND_SPOTTED, _LIGHTEST_SPOTTED[light])
    free = (shapes.figure == 0) & ~shapes.fixed & (own >= least) & (own < black)
    free &= (share >= _SPOT_AT_LEAST) & (share <= _SPOT_AT_MOST) & (_compactness(shapes.of_sample, size) >= _WHOLE)
    score = own + _SHADE_COUNTS[light] + _LARGE_COUNTS * np.minimum(share / _LARGE_SPOT, 1.0)
    score += _NEAR_COUNTS * _near(shapes, size) - _TOUCHING_COUNTS * _touching(shapes, sample)
    chosen = np.zeros(count, dtype=np.bool_)
    for index in np.flatnonzero(free)[np.argsort(-score[free], kind="stable")].tolist():
        if missing <= 0.0:
            break
        chosen[index] = True
        missing -= float(area[index])
    return chosen


def _compactness(shape: npt.NDArray[np.int32], size: Array) -> Array:
    """Return how far each shape is one piece, (shapes,): 1 for a square, little for many dots and thin strips."""
    outline = np.zeros(len(size), dtype=np.int64)
    for one, other in ((shape[:, 1:], shape[:, :-1]), (shape[1:], shape[:-1])):
        border = one != other
        outline += np.bincount(one[border], minlength=len(size)) + np.bincount(other[border], minlength=len(size))
    return 4.0 * np.sqrt(size) / np.maximum(outline, 1)


def _near(shapes: Shapes, size: Array) -> Flags:
    """Return which shapes, (shapes,), lie well before the people."""
    people = shapes.figure[shapes.of_sample] > 0
    if not people.any():
        return np.zeros(len(size), dtype=np.bool_)
    depth = np.where(np.isfinite(shapes.depth), shapes.depth, np.float32(1e3))
    own = np.bincount(shapes.of_sample.ravel(), depth.ravel(), len(size)) / size
    return own < _NEAR * float(np.median(depth[people]))


def _touching(shapes: Shapes, sample: Image) -> Array:
    """Return the share of the outline of dark people that each shape lies along, (shapes,)."""
    people = shapes.figure[shapes.of_sample] > 0
    outline = _grown(people & (sample >= DARK_PEOPLE), 2) & ~people
    along = np.bincount(shapes.of_sample[outline], minlength=len(shapes.figure))
    return along / max(int(along.sum()), 1)
