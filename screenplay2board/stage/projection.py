"""The pinhole camera: from the world to pixels and back.

Enters: a `CameraPose`. Leaves: `Projection`, used by the camera solver, the renderer and the maps alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screenplay2board.stage.geometry import Array, Points, unit, vec
from screenplay2board.stage.types import CameraPose

NEAR_M = 0.08  # nothing nearer is drawn; a hand held to the lens still is


@dataclass(frozen=True, slots=True)
class Projection:
    """A camera at a raster size. axes: rows right, up, forward (3, 3). Pixel centres lie at half coordinates."""

    position: Array
    axes: Array
    focal_px: float
    centre_x_px: float
    centre_y_px: float
    width_px: int
    height_px: int

    @classmethod
    def of(cls, camera: CameraPose, scale: float = 1.0) -> Projection:
        """Return the projection of `camera` at `scale` times its frame."""
        width, height = (round(side * scale) for side in camera.frame_px)
        position = vec(*camera.position_m)
        forward = unit(vec(*camera.target_m) - position)
        up_hint = vec(0, 1, 0) if abs(float(forward[1])) < 0.995 else vec(0, 0, -1)
        right = unit(np.cross(forward, up_hint))
        up = np.cross(right, forward)
        roll = np.radians(camera.roll_deg)
        right, up = np.cos(roll) * right + np.sin(roll) * up, np.cos(roll) * up - np.sin(roll) * right
        return cls(
            position,
            np.stack([right, up, forward]),
            float(height / 2 / np.tan(np.radians(camera.fov_deg) / 2)),
            width / 2 + camera.shift[0] * width,
            height / 2 + camera.shift[1] * height,
            width,
            height,
        )

    def to_view(self, points: Points) -> Array:
        """Return camera coordinates (n, 3) of world points (n, 3): right, up, distance along the axis."""
        return (np.asarray(points, dtype=np.float64) - self.position) @ self.axes.T

    def project(self, points: Points) -> Array:
        """Return (n, 3): x px, y px, distance in metres along the axis (points behind the camera: distance < 0)."""
        view = self.to_view(points)
        depth = np.maximum(view[..., 2], 1e-3)
        x = self.centre_x_px + self.focal_px * view[..., 0] / depth
        y = self.centre_y_px - self.focal_px * view[..., 1] / depth
        return np.stack([x, y, view[..., 2]], axis=-1)

    def rays(self, x_px: Points, y_px: Points) -> Array:
        """Return world directions (n, 3) through pixels, of length 1 along the camera's axis."""
        x = (np.asarray(x_px, dtype=np.float64) - self.centre_x_px) / self.focal_px
        y = -(np.asarray(y_px, dtype=np.float64) - self.centre_y_px) / self.focal_px
        return np.stack([x, y, np.ones_like(x)], axis=-1) @ self.axes
