"""Patterns of cloth in ink: stripes, checks, dots, flowers, camouflage.

Enters: the surfaces of a garment. Leaves: lines and patches on them, from medium-sized heads on. A new pattern is a
function and a row in `PATTERNS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import cycle, repeat
from math import pi

import numpy as np

from screenplay2board.stage.body.surface import RingSurface
from screenplay2board.stage.body.wardrobe import Wardrobe
from screenplay2board.stage.geometry import Array, SurfaceFill

_MIN_PX = 34.0  # a smaller head's clothes are too small for a pattern
_FINE_PX = 70.0
_AROUND = np.linspace(0, 2 * pi, 25)
_CIRCLE = np.linspace(0, 2 * pi, 9, endpoint=False)
Painter = Callable[[Wardrobe, RingSurface, float], None]


def draw_pattern(wardrobe: Wardrobe, name: str | None, surfaces: Sequence[RingSurface], grey: float) -> None:
    """Draw a pattern on cloth of darkness `grey`; nothing for an unknown name."""
    painter = PATTERNS.get(name or "")
    if painter is not None:
        for surface in surfaces:
            painter(wardrobe, surface, grey)


def _line_grey(grey: float) -> float:
    """Return the lightness of a pattern's lines on cloth of a darkness."""
    return 0.05 if grey < 0.45 else 0.9


def _length_m(surface: RingSurface) -> float:
    middles = surface.points.mean(axis=1)
    return float(np.linalg.norm(np.diff(middles, axis=0), axis=1).sum())


def _places(surface: RingSurface, step_m: float) -> Array:
    """Return places `step_m` apart along a surface, off its ends."""
    count = max(1, round(_length_m(surface) / step_m))
    return surface.places[0] + (surface.places[-1] - surface.places[0]) * (np.arange(count) + 0.5) / count


def _girth_m(surface: RingSurface) -> float:
    ring = surface.points[len(surface.points) // 2]
    return float(np.linalg.norm(np.roll(ring, -1, axis=0) - ring, axis=1).sum())


def _angles(surface: RingSurface, step_m: float) -> Array:
    count = max(4, round(_girth_m(surface) / step_m))
    return 2 * pi * (np.arange(count) + 0.5) / count


def _stripes(wardrobe: Wardrobe, surface: RingSurface, grey: float) -> None:
    for place in _places(surface, 0.055).tolist():
        wardrobe.ink(surface.at(place, _AROUND, 0.002), 2.0, _line_grey(grey), _MIN_PX)


def _along(wardrobe: Wardrobe, surface: RingSurface, angles: Array, weight: float, grey: float, min_px: float) -> None:
    places = np.linspace(float(surface.places[0]), float(surface.places[-1]), 16)
    for theta in angles.tolist():
        wardrobe.ink(surface.at(places, theta, 0.002), weight, grey, min_px)


def _pinstripes(wardrobe: Wardrobe, surface: RingSurface, grey: float) -> None:
    _along(wardrobe, surface, _angles(surface, 0.030), 0.45, _line_grey(grey), 48.0)


def _bars(wardrobe: Wardrobe, surface: RingSurface, grey: float) -> None:
    _along(wardrobe, surface, _angles(surface, 0.055), 1.6, _line_grey(grey), _MIN_PX)


def _checks(wardrobe: Wardrobe, surface: RingSurface, grey: float) -> None:
    for place in _places(surface, 0.060).tolist():
        wardrobe.ink(surface.at(place, _AROUND, 0.002), 1.3, _line_grey(grey), _MIN_PX)
        wardrobe.ink(surface.at(place + 0.022, _AROUND, 0.002), 0.5, _line_grey(grey), _FINE_PX)
    _along(wardrobe, surface, _angles(surface, 0.060), 1.2, _line_grey(grey), _MIN_PX)


def _spots(surface: RingSurface, step_m: float) -> tuple[Array, Array]:
    """Return the places and angles (n,) of spots in offset rows."""
    places, angles = _places(surface, step_m), _angles(surface, step_m)
    half = 0.5 * float(angles[1] - angles[0])
    offset = half * (np.arange(len(places)) % 2)
    return np.repeat(places, len(angles)), (angles + offset[:, None]).ravel()


def _outlines(surface: RingSurface, spots: tuple[Array, Array], up_m: Array, aside_m: Array) -> Array:
    """Return the outlines (spots, n, 3) of patches round `spots`, by their offsets (n,) or (spots, n)."""
    per_place = _length_m(surface) / float(surface.places[-1] - surface.places[0])
    per_angle = _girth_m(surface) / (2 * pi)
    places = np.clip(spots[0][:, None] + up_m / per_place, surface.places[0], surface.places[-1])
    return surface.at(places, spots[1][:, None] + aside_m / per_angle, 0.003)


def _blots(wardrobe: Wardrobe, outlines: Iterable[Array], greys: Iterable[float]) -> None:
    figure = wardrobe.body.placement.figure
    wardrobe.geometry.fills.extend(
        SurfaceFill(figure, outline, grey, _MIN_PX) for outline, grey in zip(outlines, greys, strict=False)
    )


def _dots(wardrobe: Wardrobe, surface: RingSurface, grey: float) -> None:
    tone = 0.9 if grey < 0.45 else 0.05
    spots = _spots(surface, 0.070)
    _blots(wardrobe, _outlines(surface, spots, 0.0095 * np.sin(_CIRCLE), 0.0095 * np.cos(_CIRCLE)), repeat(tone))


def _floral(wardrobe: Wardrobe, surface: RingSurface, grey: float) -> None:
    tone = 0.75 if grey < 0.45 else 0.1
    petals = 1.0 + 0.45 * np.cos(5 * np.linspace(0, 2 * pi, 20, endpoint=False))
    turn = np.linspace(0, 2 * pi, 20, endpoint=False)
    spots = _spots(surface, 0.085)
    flowers = _outlines(surface, spots, 0.015 * petals * np.sin(turn), 0.015 * petals * np.cos(turn))
    hearts = _outlines(surface, spots, 0.005 * np.sin(_CIRCLE), 0.005 * np.cos(_CIRCLE))
    both = (outline for pair in zip(flowers, hearts, strict=True) for outline in pair)
    _blots(wardrobe, both, cycle((tone, 0.9 - tone)))


def _camouflage(wardrobe: Wardrobe, surface: RingSurface, grey: float) -> None:
    rng = np.random.default_rng((wardrobe.body.placement.look.seed, 0xCA30, len(surface.places)))
    places, angles = _spots(surface, 0.085)
    chance = rng.normal(size=(len(places), len(_CIRCLE) + 1))
    wobble = 1.0 + 0.45 * chance[:, :-1]  # (spots, 9)
    spots = places, angles + 0.25 * chance[:, -1]
    outlines = _outlines(surface, spots, 0.020 * wobble * np.sin(_CIRCLE), 0.040 * wobble * np.cos(_CIRCLE))
    _blots(wardrobe, outlines, cycle((min(grey + 0.30, 0.92), max(grey - 0.28, 0.06), 0.85)))


PATTERNS: Mapping[str, Painter] = {
    "stripes": _stripes,
    "pinstripes": _pinstripes,
    "bars": _bars,
    "checks": _checks,
    "dots": _dots,
    "floral": _floral,
    "camouflage": _camouflage,
}
