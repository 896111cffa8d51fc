"""The pinhole camera: from the world to pixels and back.

Enters: a `CameraPose`. Leaves: `Projection`, used by the camera solver, the renderer and the maps alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from screenplay2board.stage.geometry import Array, Points
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
        px, py, pz = camera.position_m
        tx, ty, tz = camera.target_m
        fx, fy, fz = _unit(tx - px, ty - py, tz - pz)
        # right = forward x up, in plain numbers: this runs for every place that the camera solver tries.
        rx, ry, rz = _unit(-fz, 0.0, fx) if abs(fy) < 0.995 else _unit(-fy, fx, 0.0)
        ux, uy, uz = ry * fz - rz * fy, rz * fx - rx * fz, rx * fy - ry * fx
        roll = math.radians(camera.roll_deg)
        cosine, sine = math.cos(roll), math.sin(roll)
        right = (cosine * rx + sine * ux, cosine * ry + sine * uy, cosine * rz + sine * uz)
        up = (cosine * ux - sine * rx, cosine * uy - sine * ry, cosine * uz - sine * rz)
        return cls(
            np.array((px, py, pz), dtype=np.float64),
            np.array((right, up, (fx, fy, fz)), dtype=np.float64),
            height / 2 / math.tan(math.radians(camera.fov_deg) / 2),
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
        view[..., 0] = self.centre_x_px + self.focal_px * view[..., 0] / depth
        view[..., 1] = self.centre_y_px - self.focal_px * view[..., 1] / depth
        return view

    def rays(self, x_px: Points, y_px: Points) -> Array:
        """Return world directions (n, 3) through pixels, of length 1 along the camera's axis."""
        x = (np.asarray(x_px, dtype=np.float64) - self.centre_x_px) / self.focal_px
        y = -(np.asarray(y_px, dtype=np.float64) - self.centre_y_px) / self.focal_px
        return np.stack([x, y, np.ones_like(x)], axis=-1) @ self.axes


def _unit(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return (x, y, z) at length 1."""
    length = math.sqrt(x * x + y * y + z * z) or 1.0
    return (x / length, y / length, z / length)
