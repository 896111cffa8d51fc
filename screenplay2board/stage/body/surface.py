"""Surfaces through rings, made of whole arrays at once: limbs, torsos, skirts, and patches that lie on them.

Enters: curves of centres with axes, in metres. Leaves: `RingSurface` grids and meshes for `Geometry`. Rings run along
the body, sides around it; the angle theta starts at `across` and turns toward `forward`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from screenplay2board.stage.geometry import Array, Faces, Geometry, cross


@dataclass(slots=True)
class RingSurface:
    """A closed tube. places: parameter (rings,) of each ring, rising; points: (rings, sides, 3).

    outward: 1 where the sides run against the clock seen from outside, -1 otherwise, 0 until it is asked for.
    """

    places: Array
    points: Array
    caps: tuple[bool, bool] = (True, True)
    outward: float = 0.0

    def at(self, places: Array | float, theta: Array | float, lift_m: float = 0.0) -> Array:
        """Return points (n, 3) of the surface at `places` and angles `theta` (n,), `lift_m` above it."""
        place, angle = np.broadcast_arrays(np.asarray(places, dtype=np.float64), np.asarray(theta, dtype=np.float64))
        rings, sides = self.points.shape[:2]
        row = np.interp(place, self.places, np.arange(rings))
        low = np.minimum(row.astype(np.int64), rings - 2)
        up = (row - low)[..., None]
        column = np.mod(angle, 2 * np.pi) * (sides / (2 * np.pi))
        left = column.astype(np.int64) % sides
        right = (left + 1) % sides
        on = (column - np.floor(column))[..., None]
        a, b = self.points[low, left], self.points[low, right]
        c, d = self.points[low + 1, left], self.points[low + 1, right]
        found = (a * (1 - on) + b * on) * (1 - up) + (c * (1 - on) + d * on) * up
        if lift_m:
            normal = cross(c - a + d - b, b - a + d - c)
            length = np.linalg.norm(normal, axis=-1, keepdims=True)
            found = found + normal * (self._sign() * lift_m / np.maximum(length, 1e-12))
        return found

    def _sign(self) -> float:
        """Return 1 where cross(along, around) points out of the surface, -1 where it points in."""
        if not self.outward:
            middle = len(self.points) // 2
            ring, last = self.points[middle], min(middle + 1, len(self.points) - 1)
            along = self.points[last].mean(axis=0) - self.points[middle - 1].mean(axis=0)
            way = cross(ring[len(ring) // 4] - ring[0], ring[0] - ring.mean(axis=0))
            self.outward = 1.0 if float(along @ way) >= 0.0 else -1.0
        return self.outward

    def mesh(self) -> tuple[Array, Faces]:
        """Return vertices and outward faces."""
        rings, sides = self.points.shape[:2]
        faces = _tube_faces(rings, sides, self.caps)
        vertices = self.points.reshape(-1, 3)
        ends = [
            self.points[index].mean(axis=0, keepdims=True)
            for index, wanted in zip((0, -1), self.caps, strict=True)
            if wanted
        ]
        if ends:
            vertices = np.concatenate([vertices, *ends])
        return vertices, faces if self._sign() > 0 else faces[:, ::-1]

    def patch(self, places: Array, theta: Array, lift_m: float) -> tuple[Array, Faces]:
        """Return the mesh of a piece of cloth on this surface: `places`, `theta` (rows, columns), facing outward."""
        points = self.at(places, theta, lift_m)
        faces = _sheet_faces(*points.shape[:2])
        rows = (places[-1] - places[0]).mean()
        columns = (theta[:, -1] - theta[:, 0]).mean()
        return points.reshape(-1, 3), faces if self._sign() * rows * columns > 0 else faces[:, ::-1]


def ribbon(surface: RingSurface, places: Array, theta: Array, half_m: float, lift_m: float) -> tuple[Array, Faces]:
    """Return a strap of cloth along a line (n,) on `surface`; add it two-sided."""
    line, above = surface.at(places, theta), surface.at(places, theta, 0.01)
    normal = (above - line) / 0.01
    along = np.gradient(line, axis=0)
    across = cross(normal, along)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    middle = line + normal * lift_m
    return sheet_mesh(np.stack([middle - across * half_m, middle + across * half_m + normal * 0.001], axis=1))


def band(
    surface: RingSurface, low: float, high: float, lift_m: float, reach: tuple[float, float] = (0.0, 2 * np.pi)
) -> tuple[Array, Faces]:
    """Return a band of cloth between two places of a surface, all round or between the angles `reach`."""
    columns = max(3, round(4 * (reach[1] - reach[0])))
    rows = np.linspace(high, low, 3)[:, None] * np.ones((1, columns))
    theta = np.linspace(reach[1], reach[0], columns)[None] * np.ones((3, 1))
    return surface.patch(rows, theta, lift_m)


@dataclass(slots=True)
class MeshPile:
    """Meshes of one part, added to the geometry at once."""

    vertices: list[Array]
    faces: list[Faces]
    count: int = 0

    @classmethod
    def empty(cls) -> MeshPile:
        """Return a pile without meshes."""
        return cls([], [])

    def add(self, mesh: tuple[Array, Faces]) -> None:
        """Lay a mesh on the pile."""
        vertices, faces = mesh
        self.vertices.append(vertices)
        self.faces.append(faces + self.count)
        self.count += len(vertices)

    def flush(self, geometry: Geometry, part: int, *, two_sided: bool = False) -> None:
        """Add everything to `geometry` as `part`."""
        if self.count:
            geometry.add_mesh(np.concatenate(self.vertices), np.concatenate(self.faces), part, two_sided=two_sided)


@lru_cache(maxsize=128)
def _tube_faces(rings: int, sides: int, caps: tuple[bool, bool]) -> Faces:
    """Return the faces of a tube whose rings rise against the clock seen from the end they rise to."""
    start = np.arange(rings - 1)[:, None] * sides
    side = np.arange(sides)[None]
    following = (np.arange(sides) + 1) % sides
    a, b = start + side, start + following[None]
    c, d = a + sides, b + sides
    pieces = [np.stack([a, c, b], -1).reshape(-1, 3), np.stack([b, c, d], -1).reshape(-1, 3)]
    centre = rings * sides
    if caps[0]:
        pieces.append(np.stack([np.full(sides, centre), side[0], following], -1))
        centre += 1
    if caps[1]:
        top = (rings - 1) * sides
        pieces.append(np.stack([np.full(sides, centre), top + following, top + side[0]], -1))
    faces = np.concatenate(pieces)
    faces.setflags(write=False)
    return faces


@lru_cache(maxsize=128)
def _sheet_faces(rows: int, columns: int) -> Faces:
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]
    return np.concatenate([np.stack([a, c, b], -1).reshape(-1, 3), np.stack([b, c, d], -1).reshape(-1, 3)])


def rings_of(centres: Array, across: Array, forward: Array, sides: int, squareness: Array | float = 2.0) -> Array:
    """Return points (rings, sides, 3) of ellipses with half axes `across` and `forward` (rings, 3).

    squareness: 2 is an ellipse, 4 nearly a box; one number or (rings,).
    """
    theta = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    cosine, sine = np.cos(theta)[None, :], np.sin(theta)[None, :]
    if not np.isscalar(squareness) or squareness != 2.0:
        power = 2.0 / np.broadcast_to(np.asarray(squareness, dtype=np.float64), (len(centres),))[:, None]
        cosine = np.sign(cosine) * np.abs(cosine) ** power
        sine = np.sign(sine) * np.abs(sine) ** power
    return centres[:, None] + cosine[..., None] * across[:, None] + sine[..., None] * forward[:, None]


def smooth(places: Array, values: Array, wanted: Array) -> Array:
    """Return `values` (n, ...) at `places` (n,) interpolated at `wanted` (m,) by Catmull-Rom splines."""
    count = len(places)
    row = np.interp(wanted, places, np.arange(count))
    low = np.clip(row.astype(np.int64), 0, count - 2)
    u = (row - low).reshape((-1,) + (1,) * (values.ndim - 1))
    p1, p2 = values[low], values[low + 1]
    p0 = np.where((low == 0).reshape(u.shape), 2 * p1 - p2, values[np.maximum(low - 1, 0)])
    p3 = np.where((low == count - 2).reshape(u.shape), 2 * p2 - p1, values[np.minimum(low + 2, count - 1)])
    return 0.5 * (2 * p1 + (p2 - p0) * u + (2 * p0 - 5 * p1 + 4 * p2 - p3) * u**2 + (3 * p1 - p0 - 3 * p2 + p3) * u**3)


def limb(
    joints: tuple[Array, Array, Array],
    hinge: Array | None,
    places: Array,
    radii_m: Array,
    sides: int,
    *,
    depth: Array | float = 1.0,
    ahead_m: Array | float = 0.0,
    squareness: float = 2.0,
    caps: tuple[bool, bool] = (True, True),
) -> RingSurface:
    """Return a limb through three joints; place 0 is the first, 1 the middle, 2 the last.

    hinge: the axis (3,) that the middle joint turns about, needed where the limb may be straight; without it theta
    pi / 2 is the inside of the bend. depth: thickness along the bend against the width; ahead_m: how far each ring lies
    off the bones toward theta pi / 2.
    """
    first, middle, last = joints
    axis = cross(middle - first, last - middle)
    axis = axis / max(float(np.linalg.norm(axis)), 1e-9)
    bend = float(np.linalg.norm(cross(_direction(first, middle), _direction(middle, last))))
    if hinge is not None:
        axis = axis * np.sign(axis @ hinge or 1.0) * min(bend * 4.0, 1.0) + hinge * (1.05 - min(bend * 4.0, 1.0))
    path = limb_path(first, middle, last, places)
    tangents = np.gradient(path, axis=0)
    tangents /= np.maximum(np.linalg.norm(tangents, axis=1, keepdims=True), 1e-9)
    across = axis - (tangents @ axis)[:, None] * tangents
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    forward = cross(across, tangents)
    centres = path + forward * np.broadcast_to(np.asarray(ahead_m, dtype=np.float64), places.shape)[:, None]
    thick = radii_m * np.broadcast_to(np.asarray(depth, dtype=np.float64), places.shape)
    points = rings_of(centres, across * radii_m[:, None], forward * thick[:, None], sides, squareness)
    return RingSurface(places, points, caps)


def _direction(start: Array, end: Array) -> Array:
    way = end - start
    return way / max(float(np.linalg.norm(way)), 1e-9)


def limb_path(first: Array, middle: Array, last: Array, places: Array) -> Array:
    """Return points (n, 3) along two bones, rounded where they meet."""
    place = places[:, None]
    upper = first + (middle - first) * np.minimum(place, 1.0)
    lower = middle + (last - middle) * (place - 1.0)
    u = np.clip((place - 0.86) / 0.28, 0.0, 1.0)
    start, end = first + (middle - first) * 0.86, middle + (last - middle) * 0.14
    knot = middle * 0.92 + 0.04 * (start + end)
    bow = (1 - u) ** 2 * start + 2 * u * (1 - u) * knot + u**2 * end
    return np.where(place < 0.86, upper, np.where(place > 1.14, lower, bow))


def tubes(paths: Array, radii_m: Array, sides: int, normal: Array, flatness: float = 1.0) -> tuple[Array, Faces]:
    """Return tubes along `paths` (tubes, points, 3) as one mesh; radii_m: (tubes, points); `normal` is their top."""
    count, length = paths.shape[:2]
    tangents = np.gradient(paths, axis=1)
    tangents /= np.maximum(np.linalg.norm(tangents, axis=2, keepdims=True), 1e-9)
    side = cross(normal, tangents)
    side /= np.maximum(np.linalg.norm(side, axis=2, keepdims=True), 1e-9)
    upper = cross(tangents, side)
    theta = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    rings = (
        paths[:, :, None]
        + np.cos(theta)[:, None] * (side * radii_m[..., None])[:, :, None]
        + np.sin(theta)[:, None] * (upper * (radii_m * flatness)[..., None])[:, :, None]
    )  # (tubes, points, sides, 3)
    block = np.concatenate([rings.reshape(count, -1, 3), paths[:, :1], paths[:, -1:]], axis=1)
    faces = _tube_faces(length, sides, (True, True))[:, ::-1]
    offsets = np.arange(count)[:, None, None] * block.shape[1]
    return block.reshape(-1, 3), (faces[None] + offsets).reshape(-1, 3)


def sheet_mesh(rows: Array) -> tuple[Array, Faces]:
    """Return the mesh of an open grid of points (rows, columns, 3); add it two-sided."""
    return rows.reshape(-1, 3), _sheet_faces(*rows.shape[:2])
