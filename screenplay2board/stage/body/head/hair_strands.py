"""The strands that are drawn on hair, along its flow, and the short ones that cross its edge.

Enters: a `HairShell`. Leaves: ink lines in a `Geometry`. Light hair is told from a cap by them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from screenplay2board.stage.body.head.hair_shell import HairShell
from screenplay2board.stage.body.head.space import HeadSpace, strand_grey
from screenplay2board.stage.geometry import Array, Geometry, SurfaceCurve

_TOP_Y = 0.53
_SIDES = 2 * np.pi
_LIGHT_HAIR = 0.3
_EDGE_HAIRS = 30
_NEAR_PX = 330.0  # height of a head that fills a close-up, or stands before the lens
_SHEEN_FROM = 0.55  # darkness of hair that shines: lighter hair is told by its shade
_SHEEN = 0.34  # lightness of the ink: a grey that black hair holds
_SHEEN_RINGS_Y = (0.12, -0.36)  # heights where hair bends: over the widest place of the head, and in the nape
_ON_CLOTHES_Y = -0.58  # hair that lies on clothes has no light of its own
_FEATHERS = 34  # strokes of a ring of light
_FINE_CURLS = 6  # arcs for each that is drawn from afar, half as large


@dataclass(frozen=True, slots=True)
class StrandPen:
    """Where strands are drawn. grey: darkness of the hair."""

    geometry: Geometry
    space: HeadSpace
    figure: int
    grey: float

    def line(self, points: Array, weight: float, min_px: float, lightness: float | None = None) -> None:
        """Draw one strand, (n, 3) in head space."""
        ink = strand_grey(self.grey) if lightness is None else lightness
        self.geometry.curves.append(
            SurfaceCurve(
                figure=self.figure, points=self.space.hanging(points), weight=weight, grey=ink, min_head_px=min_px
            )
        )


def draw_strands(pen: StrandPen, shell: HairShell) -> None:
    """Draw strands along the flow of the style."""
    rng = np.random.default_rng((shell.seed, 0x4A1))
    light = pen.grey < _LIGHT_HAIR
    for index, (angles, heights) in enumerate(_ways(shell, rng, light=light)):
        if float(heights.max()) > shell.pressed_y:
            continue
        # every third line already shows in a medium shot
        pen.line(_over(shell, angles, heights), (0.75, 0.5, 0.6)[index % 3], (34.0, 90.0, 60.0)[index % 3])


def draw_sheen(pen: StrandPen, shell: HairShell) -> None:
    """Draw how dark hair shines near the lens: feathered strokes where it bends, without which it were a black sack."""
    style = shell.style
    if pen.grey <= _SHEEN_FROM:
        return
    rng = np.random.default_rng((shell.seed, 0x4A3))
    if style.flow == "curls":
        for angles, heights in _curls(shell, rng, _FINE_CURLS * style.strokes, 0.5):
            pen.line(_over(shell, angles, heights), rng.uniform(0.6, 1.8), _NEAR_PX, _SHEEN)
        return
    for index in range(_FEATHERS):
        angle = -np.pi + _SIDES * (index + rng.uniform(0.1, 0.9)) / _FEATHERS
        hem = float(shell.hem(np.array([angle]))[0])
        for middle in _SHEEN_RINGS_Y:
            reach = rng.uniform(0.06, 0.17) * (1.6 if index % 3 == 0 else 1.0)
            heights = np.linspace(middle + reach, middle - reach, 8) + rng.uniform(-0.03, 0.03)
            if float(heights.max()) > shell.pressed_y or float(heights.min()) < max(hem + 0.03, _ON_CLOTHES_Y):
                continue
            pen.line(_over(shell, np.full(8, angle), heights), rng.uniform(1.0, 3.4), _NEAR_PX, _SHEEN)


def _over(shell: HairShell, angles: Array, heights: Array) -> Array:
    """Return points (n, 3) a little off the surface, so that the locks do not swallow what is drawn there."""
    points = shell.points(angles, heights)
    return points + 0.010 * (points - np.array([0.0, 0.1, 0.0])) * np.array([1.0, 0.2, 1.0])


def _ways(shell: HairShell, rng: np.random.Generator, *, light: bool) -> Iterator[tuple[Array, Array]]:
    """Yield the angles and heights (n,) of each strand."""
    style = shell.style
    count = round(style.strokes * (1.5 if light else 1.0))
    if style.flow == "curls":
        yield from _curls(shell, rng, count)
    elif style.flow == "back":
        yield from _over_the_head(shell, rng, count)
    else:
        yield from _down(shell, rng, count)


def _curls(shell: HairShell, rng: np.random.Generator, count: int, scale: float = 1.0) -> Iterator[tuple[Array, Array]]:
    for index in range(round(1.6 * count)):
        angle = -np.pi + _SIDES * (index + rng.uniform(0.1, 0.9)) / (1.6 * count)
        hem = float(shell.hem(np.array([angle]))[0])
        middle = rng.uniform(hem + 0.04, 0.52)
        turn = np.linspace(0, 1.4 * np.pi, 9) + rng.uniform(0, 6)
        size = scale * rng.uniform(0.028, 0.055)
        yield angle + 2.6 * size * np.cos(turn), middle + size * np.sin(turn)


def _over_the_head(shell: HairShell, rng: np.random.Generator, count: int) -> Iterator[tuple[Array, Array]]:
    """Yield strands that are combed from the forehead over the crown to the nape, side by side."""
    for index in range(count):
        across = 0.29 * (-1 + 2 * (index + rng.uniform(0.2, 0.8)) / count)
        top = 0.545 - 0.9 * across**2
        for ahead, start, end in ((True, rng.uniform(0.02, 0.65), 0.96), (False, 0.96, rng.uniform(0.05, 0.35))):
            share = np.linspace(start, end, 9)  # 0 at the hem, 1 on the crown
            low = 0.40 if ahead else -0.20
            heights = low + (top - low) * share
            sine = np.clip(across / np.maximum(shell.skull.profile(heights)[0], 0.05), -0.98, 0.98)
            angles = np.arcsin(sine) if ahead else np.pi - np.arcsin(sine)
            yield angles, np.maximum(heights, shell.hem(angles) + 0.006)


def _down(shell: HairShell, rng: np.random.Generator, count: int) -> Iterator[tuple[Array, Array]]:
    """Yield strands from crown or parting down to the hem."""
    style = shell.style
    for index in range(count):
        end = -np.pi + _SIDES * (index + rng.uniform(0.1, 0.9)) / count
        hem = float(shell.hem(np.array([end]))[0])
        share = np.linspace(rng.uniform(0.10, 0.35), rng.uniform(0.75, 1.0), 10)
        heights = _TOP_Y + (hem + 0.006 - _TOP_Y) * share
        if style.parting is not None and abs(end) < 2.6:  # they leave the parting and fall to their side
            angles = style.parting + (end - style.parting) * (0.2 + 0.8 * share**0.45)
        else:
            angles = end + rng.uniform(-0.12, 0.12) * share
        sway = 0.16 if style.flow == "tousled" else 0.05
        yield angles + sway * np.sin((7 if style.flow == "tousled" else 5) * share + index), heights


def draw_edge(pen: StrandPen, shell: HairShell) -> None:
    """Draw short hairs over the hairline, so that it is no edge of a helmet."""
    rng = np.random.default_rng((shell.seed, 0x4A2))
    lightness = 0.0 if pen.grey > 0.4 else 0.40
    lean = {"part": 0.05, "side": 0.05, "back": 0.0, "tousled": 0.06}.get(shell.style.flow, 0.02)
    for index in range(_EDGE_HAIRS):
        angle = -1.45 + 2.9 * (index + rng.uniform(0.0, 1.0)) / _EDGE_HAIRS
        hem = float(shell.hem(np.array([angle]))[0])
        if hem < -0.1 or hem + 0.05 > shell.pressed_y or rng.random() < 0.35:
            continue
        heights = np.linspace(hem + rng.uniform(0.02, 0.07), hem - rng.uniform(-0.01, 0.028), 4)
        way = lean * np.sign(angle - (shell.style.parting or 0.0)) * np.linspace(0.0, 1.0, 4)
        off = np.linspace(0.6 * shell.style.thickness, 0.006, 4)
        pen.line(shell.skull.surface(np.pi / 2 + angle + way, heights, off), 0.5, 90, lightness)
