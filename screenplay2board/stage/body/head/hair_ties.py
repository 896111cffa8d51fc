"""What hair is tied into: knots, tails, braids.

Enters: names in `HairStyle.tied`. Leaves: meshes and lines. A new knot is a row; a new shape a function and a row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from screenplay2board.stage.body.head.hair_strands import StrandPen
from screenplay2board.stage.body.surface import smooth
from screenplay2board.stage.geometry import Array, Points
from screenplay2board.stage.surfaces import ellipsoid, tube

# Knots as height, depth and radius; tails as the path of their middle and its radii.
_KNOTS: Mapping[str, tuple[float, float, float]] = {
    "bun": (0.42, -0.52, 0.165), "chignon": (-0.06, -0.46, 0.15), "topknot": (0.66, -0.16, 0.14),
    "jjok": (-0.14, -0.44, 0.115),
}  # fmt: skip
_TAILS: Mapping[str, tuple[tuple[tuple[float, float, float], ...], tuple[float, ...]]] = {
    "high_ponytail": (
        ((0, 0.50, -0.34), (0, 0.62, -0.50), (0, 0.46, -0.74), (0.01, 0, -0.80), (0, -0.42, -0.70), (0, -0.70, -0.62)),
        (0.05, 0.09, 0.14, 0.13, 0.10, 0.015),
    ),
    "ponytail": (
        ((0, 0.30, -0.44), (0, 0.33, -0.60), (0, 0.15, -0.72), (0.01, -0.2, -0.70), (0, -0.55, -0.62),
         (-0.01, -0.78, -0.58)),
        (0.05, 0.10, 0.135, 0.125, 0.095, 0.015),
    ),
    "low_tail": (
        ((0, -0.12, -0.40), (0, -0.17, -0.47), (0, -0.32, -0.50), (0, -0.60, -0.48), (0, -0.86, -0.46)),
        (0.06, 0.075, 0.095, 0.085, 0.012),
    ),
    "side_tail": (
        ((0.26, -0.16, -0.34), (0.36, -0.24, -0.26), (0.42, -0.42, -0.02), (0.38, -0.66, 0.14), (0.33, -0.90, 0.20)),
        (0.07, 0.10, 0.115, 0.09, 0.012),
    ),
}  # fmt: skip


class _Ties:
    """Adds what is tied to one head. tied_y: as high as a hat lets it be tied."""

    def __init__(self, pen: StrandPen, part: int, tied_y: float) -> None:
        self.pen, self.part, self.tied_y = pen, part, tied_y

    def add(self, name: str) -> None:
        """Add one knot, tail or braid."""
        if name in _KNOTS:
            self._knot(*_KNOTS[name], tied=name == "bun")
        elif name in _TAILS:
            path, radii = _TAILS[name]
            line = np.array(path)
            line[:2, 1] = np.minimum(line[:2, 1], self.tied_y + 0.25)
            self._tail(line, np.array(radii))
        else:
            _BRAIDS[name](self)

    def _tube(self, path: Points, radii: Points, sides: int = 10) -> None:
        vertices, faces = tube(path, radii, sides).mesh()
        self.pen.geometry.add_mesh(self.pen.space.hanging(vertices), faces, self.part)

    def _tail(self, path: Array, radii: Array) -> None:
        """Add a tail with the strands along it, on its left, right and back."""
        known, wanted = np.linspace(0, 1, len(path)), np.linspace(0, 1, 3 * len(path))
        path, radii = smooth(known, path, wanted), np.maximum(smooth(known, radii, wanted), 0.008)
        self._tube(path, radii)
        for x, z in ((0.75, -0.7), (-0.75, -0.7), (0.0, -1.03), (1.03, 0.0), (-1.03, 0.0)):
            strand = path[1:] + np.stack([x * radii[1:], 0 * radii[1:], z * radii[1:]], axis=1)
            self.pen.line(strand[:-2], 0.55, 70)

    def _knot(self, y: float, z: float, size: float, *, tied: bool) -> None:
        y = min(y, self.tied_y + 0.08) if tied else y
        vertices, faces = ellipsoid((0.0, y, z), size, around=14, stacked=9).mesh()
        self.pen.geometry.add_mesh(self.pen.space.world(vertices), faces, self.part)
        turn = np.linspace(0.4, 5.2, 14)
        for side in (1.0, -1.0):  # strands wind round it
            x = side * size * (0.15 + 0.16 * turn)
            spiral = np.stack([x * np.cos(0.5 * turn), y + 0.20 * size * turn * np.sin(turn) / 2, 0 * turn], axis=1)
            ball = np.sqrt(np.maximum(size**2 - spiral[:, 0] ** 2 - (spiral[:, 1] - y) ** 2, 0.0))
            spiral[:, 2] = z - 1.03 * ball
            self.pen.line(spiral, 0.55, 70)

    def twin_tails(self) -> None:
        """Add a tail on each side."""
        path = np.array([(0.34, 0.16, -0.16), (0.46, 0.15, -0.22), (0.54, -0.04, -0.20), (0.50, -0.44, -0.06),
                         (0.44, -0.74, 0.02)])  # fmt: skip
        for side in (1.0, -1.0):
            self._tail(path * (side, 1, 1), np.array([0.05, 0.085, 0.115, 0.09, 0.012]))

    def crown_braid(self) -> None:
        """Add a braid round the head."""
        around = np.linspace(-2.3, 2.3, 29)
        line = np.stack([0.325 * np.sin(around), 0.37 - 0.03 * np.cos(around), 0.40 * np.cos(around) - 0.05], axis=1)
        self._tube(line, 0.055 * (1 + 0.24 * np.abs(np.sin(around * 9))), 8)
        for turn in np.arange(-2.1, 2.2, 0.35).tolist():  # plaits
            share = np.linspace(-0.12, 0.12, 5)
            away = 1.15 - 2.0 * share**2
            x, z = 0.335 * away * np.sin(turn + share), 0.41 * away * np.cos(turn + share) - 0.05
            self.pen.line(np.stack([x, 0.37 - 0.03 * np.cos(turn) + 0.36 * share, z], axis=1), 0.5, 80)

    def braids(self) -> None:
        """Add a braid over each shoulder."""
        share = np.linspace(0, 1, 15)
        for side in (1, -1):
            x = side * np.interp(share, (0, 0.2, 0.5, 1), (0.24, 0.33, 0.36, 0.34))
            z = np.interp(share, (0, 0.25, 0.55, 1), (-0.16, -0.06, 0.12, 0.22))
            self._braid(np.stack([x, -0.12 - 0.80 * share, z], axis=1))

    def back_braid(self) -> None:
        """Add one long braid down the back."""
        share = np.linspace(0, 1, 19)
        z = np.interp(share, (0, 0.1, 0.3, 1), (-0.36, -0.42, -0.44, -0.40))
        self._braid(np.stack([0 * share, -0.10 - 1.05 * share, z], axis=1))

    def _braid(self, line: Array) -> None:
        share = np.linspace(0, 1, len(line))
        radius = 0.062 * (1 + 0.26 * np.abs(np.sin(share * 14))) * np.where(share > 0.93, 0.55, 1.0)
        self._tube(line, radius, 9)
        for first in range(1, len(line) - 2, 2):  # plaits
            across = np.array([(0.055, 0.02, 0.045), (-0.055, -0.03, 0.045)])
            self.pen.line(line[first] + across, 0.55, 80)
            self.pen.line(line[first] + across * (1, 1, -1.2), 0.55, 80)


def add_ties(pen: StrandPen, part: int, names: tuple[str, ...], tied_y: float) -> None:
    """Add what is tied; `part`: of the hair."""
    ties = _Ties(pen, part, tied_y)
    for name in names:
        ties.add(name)


_BRAIDS: Mapping[str, Callable[[_Ties], None]] = {
    "twin_tails": _Ties.twin_tails,
    "crown_braid": _Ties.crown_braid,
    "braids": _Ties.braids,
    "back_braid": _Ties.back_braid,
}
