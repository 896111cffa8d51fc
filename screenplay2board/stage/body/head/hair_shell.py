"""The surface of a head of hair: one closed sheet from the crown to a hem of pointed locks.

Enters: a skull and a style. Leaves: points in head space, for the mesh and for the strands that are drawn on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screenplay2board.stage.body.head.hair import HairStyle
from screenplay2board.stage.body.head.skull import CROWN_Y, Skull
from screenplay2board.stage.body.head.space import height_at
from screenplay2board.stage.geometry import Array

Flags = npt.NDArray[np.bool_]

_WIDEST_Y = -0.02  # hair hangs straight down from here
_PRESSED_M = 0.012  # thickness under a hat, in head heights
_DEEPEST_FRINGE = 0.07  # over the forehead longer tips would be the teeth of a saw
_LYING = ("back", "part", "side")  # flows that leave the hairline lying on the skin


def chance(cell: Array, seed: int, salt: int) -> Array:
    """Return a number 0..1 for each whole number in `cell`, the same on every machine."""
    mixed = (cell.astype(np.int64) * 2654435761 + seed * 40503 + salt * 97) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 15)) * 2246822519) & 0xFFFFFFFF
    return (mixed ^ (mixed >> 13)).astype(np.float64) / float(1 << 32)


@dataclass(frozen=True, slots=True)
class HairShell:
    """The surface of one head of hair. pressed_y: above this height a hat holds the hair down, infinite for none."""

    skull: Skull
    style: HairStyle
    seed: int
    pressed_y: float

    def hem(self, angle: Array) -> Array:
        """Return the height where the hair ends at angles `angle`."""
        turn, style = np.abs(angle), self.style
        y = height_at(style.hem, turn)
        if style.tip:
            free = 1.0  # of tips: over the ears hair is cut clean
            if style.shows_ears:
                free = np.interp(turn, (1.0, 1.2, 2.0, 2.3), (1.0, 0.0, 0.0, 0.6))
            depth = np.where(y > 0.1, min(style.tip, _DEEPEST_FRINGE), style.tip)
            y = y + depth * (0.35 - self._tips(angle)) * free
        if style.parting is not None:
            y = y + 0.03 * np.exp(-(((angle - style.parting) / 0.16) ** 2))
        if style.lift_at:
            y = y - 0.06 * np.exp(-(((angle - style.lift_at) / 0.35) ** 2))
        return np.minimum(y, CROWN_Y - 0.004)

    def _tips(self, angle: Array) -> Array:
        """Return how far the pointed locks of the hem reach, 0 between two of them to 1 at the longest."""
        place = angle * self.style.tips / (2 * np.pi) + (self.seed % 10) / 10
        cell = np.floor(place)
        inside, peak = place - cell, 0.25 + 0.5 * chance(cell, self.seed, 1)
        rise = np.where(inside < peak, inside / peak, (1 - inside) / (1 - peak))
        return (0.4 + 0.6 * chance(cell, self.seed, 2)) * rise**1.2

    def points(self, angle: Array, y: Array) -> Array:
        """Return the surface at `angle` and `y` (same shape), (..., 3), hanging straight below the widest place."""
        style, skull = self.style, self.skull
        hem = self.hem(angle)
        share = np.clip((y - hem) / np.maximum(CROWN_Y - hem, 1e-6), 0, 1)  # 0 hem, 1 crown
        hanging = np.clip((0.05 - y) / 0.9, 0, 1)
        hairline = hem > -0.1
        extra = self._thickness(angle, y, share, hairline)
        phase = self.seed % 9
        swing = style.wave * np.sin(hanging * 2 * np.pi * style.wave_count + 0.8 * np.abs(angle) + phase)
        tuck = style.tuck * np.clip((0.22 - share) / 0.22, 0, 1) ** 1.5 * ~hairline
        taper = style.taper * np.clip((hanging - 0.35) / 0.65, 0, 1) ** 1.3
        flare = style.flare * np.sin(np.minimum(hanging * 1.7, 1) * np.pi * 0.6)
        out = extra + (flare + swing) * (hanging > 0) - tuck - taper
        points = skull.surface(np.pi / 2 + angle, np.maximum(y, _WIDEST_Y), out)
        behind = np.clip((np.abs(angle) - 1.3) / 1.2, 0, 1)
        if style.shows_ears:  # short hair follows the skull into the neck
            points[..., 2] += 0.17 * behind * np.clip((_WIDEST_Y - y) / 0.30, 0, 1) ** 1.3
        else:  # long hair falls in behind the neck
            nape = np.exp(-(((y + 0.36) / 0.20) ** 2)) * (style.flare <= 0.1)
            over_collar = np.clip((-0.50 - y) / 0.25, 0, 1)
            points[..., 2] += behind * (0.09 * nape - 0.07 * over_collar)
        points[..., 1] = np.where(y < 0.1, y, points[..., 1])
        return points

    def _thickness(self, angle: Array, y: Array, share: Array, hairline: Flags) -> Array:
        """Return how far the surface stands off the skin."""
        style, phase = self.style, self.seed % 9
        root = 0.16 if style.flow in _LYING else 0.45
        extra = style.thickness * np.where(hairline, root + (1 - root) * np.minimum(1, share / 0.22) ** 0.7, 1.0)
        extra = extra + style.lift * np.exp(-(((angle - style.lift_at) / 0.75) ** 2)) * np.sin(np.pi * share**0.8)
        lock = np.abs(np.sin(angle * style.locks / 2 + phase + 1.6 * np.clip(0.05 - y, 0, 1)))
        extra = extra + style.groove * (lock - 0.5) * (0.4 + 0.6 * (1 - share))
        if style.curl:
            bumps = np.sin(9 * angle + 11 * y + phase) * np.sin(17 * y + 2 * phase)
            extra = extra + style.curl * (bumps + 0.6 * np.sin(14 * angle - 23 * y + phase))
        if style.flow != "back" and not style.curl:  # tufts break the outline
            tuft = np.sin(9 * angle + phase + 3 * share) * np.sin(5 * angle - phase)
            extra = extra + 0.16 * style.thickness * tuft * np.clip(share / 0.3, 0, 1)
        if style.flow == "tousled":  # locks stand up here and there
            extra = extra + 0.030 * np.sin(7 * angle + phase) * np.sin(8 * share + 3 * angle) * (share > 0.15)
        if style.parting is not None:
            at_parting = np.exp(-(((angle - style.parting) / 0.10) ** 2)) * np.clip(1.6 * share - 0.1, 0, 1)
            extra = extra * (1 - 0.55 * at_parting)
        if style.ridge:
            across = np.sin(angle) * self.skull.profile(np.maximum(y, 0.0))[0]
            behind = np.where(np.abs(angle) > 2.3, np.clip((y + 0.1) / 0.3, 0, 1), 1)
            spikes = 1 + 0.16 * np.sin(9 * y + 7 * np.cos(angle))
            extra = extra + style.ridge * np.exp(-((across / 0.07) ** 2)) * behind * spikes * (share > 0.02)
        return np.where(y > self.pressed_y, np.minimum(extra, _PRESSED_M), extra)

    def grid(self, *, detailed: bool) -> Array:
        """Return points (rows, columns, 3) from the crown to a hem that turns in."""
        angles = np.linspace(-np.pi, np.pi, 88 if detailed else 40, endpoint=False)
        if detailed:  # the hem is steep at the temples and round the ears
            turns = np.linspace(0.80, 2.05, 26)
            angles = np.unique(np.round(np.concatenate([angles, turns, -turns]), 4))
        hem = self.hem(angles)
        upper = 0.05 + (CROWN_Y - 0.003 - 0.05) * np.cos(np.linspace(0, np.pi / 2, 13 if detailed else 8))
        lowest = float(hem.min())
        lower = np.linspace(0.05, lowest, max(2, round((0.05 - lowest) / (0.075 if detailed else 0.15))))[1:]
        levels = np.concatenate([upper, lower])
        heights = np.maximum(levels[:, None], hem[None])  # (rows, columns)
        points = self.points(np.broadcast_to(angles, heights.shape), heights)
        rim = self._rim(angles, hem, points[-1])
        return np.concatenate([points, rim[None]])  # (rows + 1, columns, 3)

    def _rim(self, angles: Array, hem: Array, last: Array) -> Array:
        """Return the row that closes the hem: on the skin at a hairline, inside the curtain elsewhere."""
        on_skin = self.skull.surface(np.pi / 2 + angles, hem, 0.003)
        inside = last * np.array([0.86, 1.0, 0.86]) + np.array([0.0, 0.012, 0.0])
        share = np.clip((hem + 0.25) / 0.2, 0, 1)[:, None]
        return share * on_skin + (1 - share) * inside
