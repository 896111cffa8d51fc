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
from screenplay2board.render.sketch.masses import (
    DARK_PEOPLE,
    SAMPLE_STEP,
    black_darkness,
    grown,
    massed,
    white_darkness,
)
from screenplay2board.render.sketch.raster import Image, Raster
from screenplay2board.render.sketch.shade import Shading, Surfaces
from screenplay2board.render.sketch.styles import SketchStyle

Flags = npt.NDArray[np.bool_]

_CURVE = 1023  # steps of a curve of tones
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
_CONTRAST = 0.2  # darkness between dark people and their ground: one marker
_LIGHT_GROUND, _DARK_GROUND = 0.3, 0.95  # darkness between which a ground is moved
_AROUND_SAMPLES = 6  # 24 px

_DARK_THING, _THING_MATTERS = 0.7, 0.004  # darkness, and the share of the picture from which it has to be seen
_LIT_BEHIND = 0.25  # darkness of the ground behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When it is, and what is seen: faceless where hands and what they hold are all that is seen of people."""

    night: bool
    faceless: bool = False


def plan_tones(
    shading: Shading, raster: Raster, surfaces: Surfaces, people: Flags, moment: Moment, style: SketchStyle
) -> Image:
    """Return the darkness that is drawn, (height, width); people: where somebody is seen."""
    darkness = shading.darkness
    if not style.tone_darkness:
        return darkness
    if moment.night:
        darkness = lamplit(darkness, people, style)
        if moment.faceless:
            darkness = before_light(darkness, people)
    else:
        darkness = set_off(whitened(darkness, people, style), people, style)
    # a thing in a hand stands before light even at night: there a whole wall or table may be white
    return massed(darkness, raster, shading, surfaces, style, night=moment.night and not moment.faceless)


# ---------------------------------------------------------------- white


def whitened(darkness: Image, people: Flags, style: SketchStyle) -> Image:
    """Return the darkness with the set lightened where too little paper would stay white; people keep their tones.

    The set's own order of tones is kept: what was lightest becomes paper, what was dark stays so.
    """
    sample, of_people = darkness[::SAMPLE_STEP, ::SAMPLE_STEP], people[::SAMPLE_STEP, ::SAMPLE_STEP]
    ground = np.sort(sample[~of_people])
    white_below = white_darkness(style)
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
    sample, of_people = darkness[::SAMPLE_STEP, ::SAMPLE_STEP], people[::SAMPLE_STEP, ::SAMPLE_STEP]
    ground = np.sort(sample[~of_people])
    if not len(ground):
        return darkness
    white_below, black_from = white_darkness(style), black_darkness(style)
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
    sample, of_people = darkness[::SAMPLE_STEP, ::SAMPLE_STEP], people[::SAMPLE_STEP, ::SAMPLE_STEP]
    if not style.tone_darkness or float(of_people.mean()) < _PEOPLE_MATTER:
        return darkness
    around = grown(of_people, _AROUND_SAMPLES) & ~of_people
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
    sample, of_people = darkness[::SAMPLE_STEP, ::SAMPLE_STEP], people[::SAMPLE_STEP, ::SAMPLE_STEP]
    dark = of_people & (sample >= _DARK_THING)
    around = grown(dark, _AROUND_SAMPLES) & ~of_people
    if float(dark.mean()) < _THING_MATTERS or not around.any():
        return darkness
    ground = float(np.median(sample[around]))
    if ground < _LIT_BEHIND:
        return darkness
    knots = ((0.0, 0.0), (ground, _LIT_BEHIND), (max(ground, _KEPT_DARKNESS) + 0.19, _KEPT_DARKNESS))
    return _along(darkness, people, knots)
