"""From head space into the world, and the ink that is drawn on a face.

Enters: a posed body. Leaves: points in metres, and `SurfaceCurve` and `SurfaceFill` in a `Geometry`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screenplay2board.stage.geometry import Array, CurveKind, FigureAnchors, Geometry, Points, SurfaceCurve, SurfaceFill
from screenplay2board.stage.surfaces import Loft

HAIR_LABEL = -2  # stands for the label that hair and beard share: no ink parts them
# Hair below the jaw hangs from the body rather than from the head: from where on, and at most how much.
HANGS_FROM_Y, _HANG_FULL_Y, _HANG_SHARE = -0.30, -0.95, 0.65


@dataclass(frozen=True, slots=True)
class HeadSpace:
    """Where a head is. axes: columns right, up, forward. unit_m: the head's height."""

    origin: Array
    axes: Array
    unit_m: float
    neck: Array
    chest_axes: Array

    @classmethod
    def of(cls, anchors: FigureAnchors) -> HeadSpace:
        """Return the head space of a posed figure."""
        return cls(
            anchors.joints["head"],
            anchors.frames["head"],
            anchors.head_height_m,
            anchors.joints["skull_base"],
            anchors.frames["chest"],
        )

    def world(self, points: Points) -> Array:
        """Return world points (..., 3) of `points` in head space."""
        return self.origin + (np.asarray(points, dtype=np.float64) * self.unit_m) @ self.axes.T

    def hanging(self, points: Points) -> Array:
        """Return world points of hair, the lower the more it follows the chest instead of the head."""
        local = np.asarray(points, dtype=np.float64)
        with_head = self.world(local)
        neck_local = (self.neck - self.origin) @ self.axes / self.unit_m
        with_chest = self.neck + ((local - neck_local) * self.unit_m) @ self.chest_axes.T
        share = _HANG_SHARE * np.clip((HANGS_FROM_Y - local[..., 1]) / (HANGS_FROM_Y - _HANG_FULL_Y), 0, 1)
        return with_head + share[..., None] * (with_chest - with_head)


Outline = tuple[tuple[float, float], ...]
_DARK_HAIR = 0.55  # hair from this darkness on has light strands, lighter hair dark ones


def strand_grey(hair_grey: float) -> float:
    """Return the lightness of the ink of single strands on hair of a darkness."""
    return 0.62 if hair_grey > _DARK_HAIR else 0.38 if hair_grey < 0.3 else 0.08


def height_at(outline: Outline, angle: Points) -> Array:
    """Return the heights y of an outline of (angle, y) pairs at angles `angle`."""
    angles, heights = np.array(outline, dtype=np.float64).T
    return np.asarray(np.interp(np.asarray(angle, dtype=np.float64), angles, heights), dtype=np.float64)


def shell_of(grid: Points, *, caps: tuple[bool, bool] = (False, False)) -> Loft:
    """Return the surface through rings of points (rows, columns, 3) that close around the head."""
    surface = np.asarray(grid, dtype=np.float64)
    axis = surface.mean(axis=1)
    return Loft(axis, np.zeros_like(axis), np.zeros_like(axis), surface, caps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A range of head sizes in the picture, drawn alike. gain: of the expression; scale: of eyes and mouth."""

    min_px: float
    max_px: float
    gain: float
    scale: float
    weight: float


# Full shots have heads of 65 to 95 px at 1280x720, and are shown at a quarter of that on a page of nine panels.
TIERS: tuple[Tier, ...] = (
    Tier(min_px=12, max_px=48, gain=2.4, scale=1.50, weight=1.5),
    Tier(min_px=48, max_px=115, gain=2.0, scale=1.32, weight=1.3),
    Tier(min_px=115, max_px=240, gain=1.4, scale=1.12, weight=1.1),
    Tier(min_px=240, max_px=float("inf"), gain=1.06, scale=1.03, weight=1.0),
)


@dataclass(frozen=True, slots=True)
class FaceInk:
    """A pen for one face at one tier; points in head space."""

    geometry: Geometry
    space: HeadSpace
    figure: int
    tier: Tier

    def line(
        self,
        points: Points,
        weight: float,
        grey: float = 0.0,
        min_px: float = 0.0,
        *,
        kind: CurveKind = "line",
        side: int = 0,
    ) -> None:
        """Add an ink line along `points` (n, 3), where the tier reaches `min_px` at all."""
        if min_px < self.tier.max_px:
            self.geometry.curves.append(
                SurfaceCurve(
                    figure=self.figure,
                    points=self.space.world(points),
                    weight=weight * self.tier.weight,
                    grey=grey,
                    min_head_px=max(min_px, self.tier.min_px),
                    kind=kind,
                    face=True,
                    side=side,
                    max_head_px=self.tier.max_px,
                )
            )

    def fill(self, points: Points, grey: float, min_px: float = 0.0, *, side: int = 0) -> None:
        """Add a flat patch with the outline `points` (n, 3)."""
        if min_px < self.tier.max_px:
            self.geometry.fills.append(
                SurfaceFill(
                    figure=self.figure,
                    points=self.space.world(points),
                    grey=grey,
                    min_head_px=max(min_px, self.tier.min_px),
                    face=True,
                    max_head_px=self.tier.max_px,
                    side=side,
                )
            )
