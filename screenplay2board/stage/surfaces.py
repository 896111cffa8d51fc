"""The makers of surfaces: lofts through rings, tubes along paths, ellipsoids and sheets.

Enters: rings, paths and radii in metres. Leaves: vertices (n, 3) and faces (m, 3) for `Geometry.add_mesh`.
World axes as in `stage.types`. All arrays are float64, points are rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screenplay2board.stage.geometry import Array, Faces, Points, cross, unit


@dataclass(slots=True)
class Loft:
    """A surface through rings: point(ring, theta) = centre + cos(theta) * across + sin(theta) * forward.

    centres, across, forward: (rings, 3). surface: (rings, sides, 3), what is meshed; `refine` makes it denser while
    `at` goes on counting in the original rings.
    """

    centres: Array
    across: Array
    forward: Array
    surface: Array
    caps: tuple[bool, bool] = (True, True)

    @classmethod
    def from_rings(
        cls,
        rings: Sequence[tuple[Points, Points, Points]],
        sides: int = 14,
        caps: tuple[bool, bool] = (True, True),
        squareness: float = 2.0,
    ) -> Loft:
        """Make a loft from (centre, across, forward) rings; squareness 2 is an ellipse, 4 a rounded box."""
        theta = np.linspace(0, 2 * np.pi, sides, endpoint=False)
        cosine, sine = np.cos(theta), np.sin(theta)
        if squareness != 2.0:
            power = 2 / squareness
            cosine, sine = np.sign(cosine) * abs(cosine) ** power, np.sign(sine) * abs(sine) ** power
        centres = np.array([ring[0] for ring in rings], dtype=np.float64)
        across = np.array([ring[1] for ring in rings], dtype=np.float64)
        forward = np.array([ring[2] for ring in rings], dtype=np.float64)
        surface = (
            centres[:, None] + cosine[None, :, None] * across[:, None] + sine[None, :, None] * forward[:, None]
        )  # (rings, sides, 3)
        return cls(centres, across, forward, surface, caps)

    def at(self, ring: Points, theta: Points) -> Array:
        """Return surface points (n, 3) at `ring` (fractions allowed) and angle `theta` in radians, each (n,)."""
        place = np.clip(np.asarray(ring, dtype=np.float64), 0, len(self.centres) - 1)
        low = np.minimum(place.astype(np.int64), len(self.centres) - 2)
        share = (place - low)[..., None]
        angle = np.asarray(theta, dtype=np.float64)

        def between(values: Array) -> Array:
            return values[low] * (1 - share) + values[low + 1] * share

        return (
            between(self.centres)
            + np.cos(angle)[..., None] * between(self.across)
            + np.sin(angle)[..., None] * between(self.forward)
        )

    def refine(self, steps: int = 2) -> Loft:
        """Subdivide between the rings by Catmull-Rom splines, `steps` intervals for each one; return self."""
        count = len(self.surface)
        place = np.linspace(0, count - 1, (count - 1) * steps + 1)
        low = np.minimum(place.astype(np.int64), count - 2)
        u = (place - low).reshape(-1, 1, 1)

        def ring(index: npt.NDArray[np.int64]) -> Array:
            return self.surface[np.clip(index, 0, count - 1)]

        p0, p1, p2, p3 = ring(low - 1), ring(low), ring(low + 1), ring(low + 2)
        p0 = np.where((low == 0)[:, None, None], 2 * p1 - p2, p0)
        p3 = np.where((low == count - 2)[:, None, None], 2 * p2 - p1, p3)
        self.surface = 0.5 * (
            2 * p1 + (p2 - p0) * u + (2 * p0 - 5 * p1 + 4 * p2 - p3) * u**2 + (3 * p1 - p0 - 3 * p2 + p3) * u**3
        )
        return self

    def mesh(self) -> tuple[Array, Faces]:
        """Return vertices and outward faces of the surface and its caps."""
        rings, sides = self.surface.shape[:2]
        middles = self.surface.mean(axis=1)
        vertices = self.surface.reshape(-1, 3)
        start = np.arange(rings - 1)[:, None] * sides
        side = np.arange(sides)[None]
        a, b = start + side, start + (side + 1) % sides
        c, d = a + sides, b + sides
        faces = np.concatenate(
            [np.stack([a, c, b], -1).reshape(-1, 3), np.stack([b, c, d], -1).reshape(-1, 3)]
        )  # (2 * (rings - 1) * sides, 3)
        wall_count = len(faces)
        ring_side = np.arange(sides)
        following = (ring_side + 1) % sides
        for is_last, wanted in enumerate(self.caps):
            if wanted:
                centre = len(vertices)
                vertices = np.vstack([vertices, middles[-1:] if is_last else middles[:1]])
                offset = (rings - 1) * sides if is_last else 0
                first, second = (following, ring_side) if is_last else (ring_side, following)
                fan = np.stack([np.full(sides, centre), offset + first, offset + second], -1)
                faces = np.vstack([faces, fan])
        wall = vertices[faces[:wall_count]]
        normals = cross(wall[:, 1] - wall[:, 0], wall[:, 2] - wall[:, 0])
        axis = np.repeat(middles[:-1], sides, axis=0)
        outward = np.einsum("ij,ij->i", normals, wall.mean(axis=1) - np.vstack([axis, axis])).sum()
        return vertices, faces[:, ::-1] if outward < 0 else faces


def tube(
    path: Points,
    radii_m: Points,
    sides: int = 10,
    *,
    flatness: float = 1.0,
    reference: Points = (0.0, 0.0, 1.0),
    caps: tuple[bool, bool] = (True, True),
) -> Loft:
    """Return a loft along `path` (n, 3) with `radii_m` (n,) or (n, 2); flatness scales it toward `reference`."""
    line = np.asarray(path, dtype=np.float64)
    radii = np.asarray(radii_m, dtype=np.float64)
    tangents = np.gradient(line, axis=0)
    tangents /= np.maximum(np.linalg.norm(tangents, axis=1, keepdims=True), 1e-9)
    forward = unit(reference)
    if abs(float(forward @ tangents[0])) >= 0.95:
        forward = unit((0.3, 1.0, 0.2))
    rings: list[tuple[Points, Points, Points]] = []
    for point, tangent, radius in zip(line, tangents, radii, strict=True):
        forward = unit(forward - float(forward @ tangent) * tangent)
        width, depth = (radius[0], radius[1]) if np.ndim(radius) else (radius, radius * flatness)
        rings.append((point, cross(tangent, forward) * width, forward * depth))
    return Loft.from_rings(rings, sides, caps)


def ellipsoid(
    centre: Points,
    radii_m: Points,
    orientation: Array | None = None,
    *,
    around: int = 12,
    stacked: int = 8,
    bump: float = 0.0,
    seed: int = 0,
) -> Loft:
    """Return an ellipsoid with radii (3,) or one radius; `bump` roughens it by that share (stones, foliage)."""
    middle = np.asarray(centre, dtype=np.float64)
    radii = np.asarray(radii_m, dtype=np.float64) * np.ones(3)
    turn = np.eye(3) if orientation is None else orientation
    phi = np.linspace(-np.pi / 2, np.pi / 2, stacked + 1)
    theta = np.linspace(0, 2 * np.pi, around, endpoint=False)
    surface = np.stack(
        [
            np.cos(phi)[:, None] * np.cos(theta),
            np.sin(phi)[:, None] * np.ones(around),
            np.cos(phi)[:, None] * np.sin(theta),
        ],
        axis=-1,
    )  # (stacked + 1, around, 3)
    if bump:
        scale = 1 + bump * np.random.default_rng(seed).uniform(-1, 1, surface.shape[:2])
        scale[0], scale[-1] = scale[0, 0], scale[-1, 0]
        surface = surface * scale[..., None]
    surface = (surface * radii) @ turn.T + middle
    centres = middle + np.outer(np.sin(phi) * radii[1], turn[:, 1])
    ring = np.cos(phi)[:, None]
    return Loft(centres, ring * turn[:, 0] * radii[0], ring * turn[:, 2] * radii[2], surface, (False, False))


def sheet(rows: Points) -> tuple[Array, Faces]:
    """Return vertices and faces of an open grid of points (rows, columns, 3); add it two-sided."""
    grid = np.asarray(rows, dtype=np.float64)
    height, width = grid.shape[:2]
    index = np.arange(height * width).reshape(height, width)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([b, d, c], -1).reshape(-1, 3)])
    return grid.reshape(-1, 3), faces
