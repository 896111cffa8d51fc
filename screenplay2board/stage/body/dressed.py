"""A body in its top, for what is sewn on it.

Enters: the surfaces of a garment. Leaves: seams and patches at places of its front.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from screenplay2board.stage.body.garments import Garment
from screenplay2board.stage.body.surface import RingSurface
from screenplay2board.stage.body.torso import front_angle
from screenplay2board.stage.body.wardrobe import Wardrobe
from screenplay2board.stage.geometry import SurfaceFill

Corners = tuple[tuple[float, float], ...]  # (place on the trunk, to the left of its middle in body heights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dressed:
    """A body in its top. hem: what hangs from the trunk, None for nothing; sleeves: left and right, if any."""

    wardrobe: Wardrobe
    garment: Garment
    trunk: RingSurface
    hem: RingSurface | None
    sleeves: tuple[RingSurface, ...]

    @property
    def height_m(self) -> float:
        """Height of the body."""
        return self.wardrobe.body.proportions.height_m

    @property
    def grey(self) -> float:
        """Darkness of the cloth."""
        return self.wardrobe.body.placement.look.top_grey

    @property
    def line(self) -> float:
        """Lightness of a seam that must be seen."""
        return self.wardrobe.seam_grey(self.grey)

    @property
    def contrast(self) -> float:
        """Darkness that is seen on the cloth."""
        return 0.85 if self.grey < 0.5 else 0.12

    def lowest(self) -> tuple[RingSurface, float]:
        """Return the surface that ends lowest, and the place of its edge."""
        return (self.trunk, float(self.trunk.places[0])) if self.hem is None else (self.hem, 1.0)

    def outline(self, corners: Corners, *, closed: bool = True, weight: float = 0.7) -> None:
        """Draw a seam through (place, metres to the left / height) corners on the front of the trunk."""
        points = np.array((*corners, corners[0]) if closed else corners)
        dense = np.concatenate([np.linspace(a, b, 4)[:-1] for a, b in pairwise(points)])
        dense = np.concatenate([dense, points[-1:]])
        theta = front_angle(self.trunk, dense[:, 0], dense[:, 1] * self.height_m)
        self.wardrobe.ink(self.trunk.at(dense[:, 0], theta, 0.003), weight, self.line, 70)

    def patch(self, corners: Corners, grey: float, min_px: float = 40) -> None:
        """Fill an outline of (place, metres to the left / height) corners on the front of the trunk."""
        points = np.array(corners)
        theta = front_angle(self.trunk, points[:, 0], points[:, 1] * self.height_m)
        figure = self.wardrobe.body.placement.figure
        outline = self.trunk.at(points[:, 0], theta, 0.005)
        self.wardrobe.geometry.fills.append(SurfaceFill(figure, outline, grey, min_px))
