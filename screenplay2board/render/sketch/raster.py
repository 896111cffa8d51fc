"""A z-buffer: which triangle is seen through each pixel, and how far away.

Enters: a triangle mesh in camera coordinates or screen coordinates. Leaves: `Raster`, images (height, width) with the
origin at the top left; pixel centres lie at half coordinates. Everything is done by array operations; the kernels are
pure functions, so that compiled ones can stand in for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch.kernels import Triangles, compiled
from screenplay2board.stage.geometry import Array, Geometry, smooth_normals
from screenplay2board.stage.projection import NEAR_M, Projection

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Image = npt.NDArray[np.float32]

_TRIANGLE_BITS = 20  # the low bits of a z-buffer key name the triangle, the bits above them are its nearness
_TRIANGLE_MASK = (1 << _TRIANGLE_BITS) - 1
_CHUNK = 1 << 18  # fragments at a time: their arrays stay in the processor's cache
_MIN_DOUBLE_AREA_PX = 1e-6
_EDGE_PX = 1e-6  # a pixel centre on the edge of two triangles belongs to both, whatever the rounding: no cracks
_LEAST = (_MIN_DOUBLE_AREA_PX, _EDGE_PX)


@dataclass(frozen=True, slots=True)
class Mesh:
    """Triangles with what the raster needs of them.

    vertices, normals: (n, 3), in the world. faces: (m, 3). face_parts, two_sided: (m,).
    """

    vertices: Array
    normals: Array
    faces: Indices
    face_parts: Indices
    two_sided: Flags

    @classmethod
    def of(cls, geometry: Geometry) -> Mesh:
        """Return the mesh of everything in `geometry`."""
        kernels = compiled()
        return cls(*geometry.arrays(smooth_normals if kernels is None else kernels.smooth_normals))


@dataclass(frozen=True, slots=True)
class Raster:
    """What is seen through each pixel.

    depth: metres along the camera's axis, infinite where nothing is. part: index of the part, 0 where nothing is.
    facing: cosine between the normal and the direction to the light, 0 where nothing is. focal_px: of the camera.
    """

    depth: Image
    part: npt.NDArray[np.int32]
    facing: Image
    focal_px: float


def transform(points: Array, origin: Array, axes: Array) -> Array:
    """Return `points` (n, 3) relative to `origin`, in the coordinates of `axes` (rows).

    By elements rather than by a matrix product, whose sums may depend on the number of threads.
    """
    kernels = compiled()
    return _transform(points, origin, axes) if kernels is None else kernels.transform(points, origin, axes)


def _transform(points: Array, origin: Array, axes: Array) -> Array:
    """Do `transform` in NumPy."""
    x, y, z = (points[:, axis] - origin[axis] for axis in range(3))
    return np.stack([x * row[0] + y * row[1] + z * row[2] for row in axes], axis=1)


def rasterize_scene(mesh: Mesh, projection: Projection, to_light: Array) -> Raster:
    """Return what `projection` sees of `mesh`; `to_light` (3,) points from the scene to the key light."""
    width, height = projection.width_px, projection.height_px
    view = transform(mesh.vertices, projection.position, projection.axes)
    lit = mesh.normals[:, 0] * to_light[0] + mesh.normals[:, 1] * to_light[1] + mesh.normals[:, 2] * to_light[2]
    view, lit, faces, source = clip_near(view, lit, mesh.faces, NEAR_M)
    distance = np.maximum(view[:, 2], 1e-4)
    screen = np.stack(
        [
            projection.centre_x_px + projection.focal_px * view[:, 0] / distance,
            projection.centre_y_px - projection.focal_px * view[:, 1] / distance,
            distance,
        ],
        axis=1,
    )
    seen = rasterize(screen[:, :2], 1.0 / distance, faces, mesh.two_sided[source], width, height)
    return Raster(*resolve(seen, screen, lit, faces, mesh.face_parts[source]), projection.focal_px)


def clip_near(view: Array, values: Array, faces: Indices, near: float) -> tuple[Array, Array, Indices, Indices]:
    """Cut triangles at the plane z = `near`.

    view: (n, 3) camera coordinates, values: (n,) one number a vertex. Returns both with the new vertices appended, the
    faces in front of the plane, and for each of them the face that it is a piece of.
    """
    inside = np.take(view[:, 2] > near, faces)  # (m, 3)
    count = inside[:, 0].view(np.uint8) + inside[:, 1] + inside[:, 2]
    whole = np.flatnonzero(count == 3)
    cut_one, cut_two = np.flatnonzero(count == 1), np.flatnonzero(count == 2)
    if len(cut_one) + len(cut_two) == 0:
        return view, values, np.take(faces, whole, axis=0), whole

    def rotated(chosen: Indices, lone: Flags) -> tuple[Indices, Indices, Indices]:
        """Return the corners of the chosen faces, beginning with the one that `lone` marks."""
        first = np.argmax(lone, axis=1)
        rows = faces[chosen]
        index = np.arange(len(chosen))
        return rows[index, first], rows[index, (first + 1) % 3], rows[index, (first + 2) % 3]

    extra_view: list[Array] = []
    extra_values: list[Array] = []
    total = len(view)

    def crossing(a: Indices, b: Indices) -> Indices:
        """Append the points where the edges a-b pass through the plane; return their indices."""
        nonlocal total
        share = (near - view[a, 2]) / (view[b, 2] - view[a, 2])
        extra_view.append(view[a] + share[:, None] * (view[b] - view[a]))
        extra_values.append(values[a] + share * (values[b] - values[a]))
        total += len(a)
        return np.arange(total - len(a), total)

    a, b, c = rotated(cut_one, inside[cut_one])
    tips = np.stack([a, crossing(a, b), crossing(a, c)], axis=1)
    a, b, c = rotated(cut_two, ~inside[cut_two])
    on_b, on_c = crossing(a, b), crossing(a, c)
    quads = np.concatenate([np.stack([on_b, b, c], axis=1), np.stack([on_b, c, on_c], axis=1)])
    return (
        np.concatenate([view, *extra_view]),
        np.concatenate([values, *extra_values]),
        np.concatenate([np.take(faces, whole, axis=0), tips, quads]),
        np.concatenate([whole, cut_one, cut_two, cut_two]),
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """Which triangle is seen through each pixel: `keys` (height, width), 0.0 where none is.

    The high bits of a key are the nearness, the low ones the place in `faces` of the face, so that the greatest is in
    front.
    """

    keys: Array
    faces: Indices

    @property
    def nearness(self) -> Array:
        """The nearness (height, width), 0.0 where nothing is."""
        return (self.keys.view(np.int64) & ~_TRIANGLE_MASK).view(np.float64)

    @property
    def face(self) -> Indices:
        """The face that is seen (height, width), -1 where nothing is."""
        return np.where(self.keys > 0.0, np.append(self.faces, -1)[self.keys.view(np.int64) & _TRIANGLE_MASK], -1)


def rasterize(points: Array, nearness: Array, faces: Indices, two_sided: Flags, width: int, height: int) -> Seen:
    """Return what is nearest in each pixel of a picture.

    points: (n, 2) px. nearness: (n,) positive, linear over the picture (1 / distance in perspective). Faces turn
    clockwise on the screen (y down) when seen from behind, and are then left out unless `two_sided`.
    """
    kernels = compiled()
    if kernels is None:
        return _rasterize(points, nearness, faces, two_sided, width, height)
    scene = Triangles.of(points, nearness, faces, two_sided, (width, height), _LEAST)
    found = Seen(*kernels.rasterize(scene))
    _check_number(len(found.faces))
    return found


def nearest(points: Array, nearness: Array, faces: Indices, two_sided: Flags, width: int, height: int) -> Image:
    """Return the greatest nearness in each pixel (height, width), 0.0 where nothing is, as `rasterize` finds it."""
    kernels = compiled()
    if kernels is not None:
        return kernels.nearest(Triangles.of(points, nearness, faces, two_sided, (width, height), _LEAST))
    return _nearest(points, nearness, faces, two_sided, width, height)


def _check_number(triangles: int) -> None:
    if triangles > _TRIANGLE_MASK:
        raise ValueError(f"too many triangles in one picture: at most {_TRIANGLE_MASK}")


def _rasterize(points: Array, nearness: Array, faces: Indices, two_sided: Flags, width: int, height: int) -> Seen:
    """Do `rasterize` in NumPy."""
    chosen, x, y, near = _drawable(points, nearness, faces, two_sided, width, height)
    _check_number(len(chosen))
    keys = np.zeros(width * height, dtype=np.int64)
    for pixel, value, triangle in _fragments(x, y, near, width, height):
        key = value.view(np.int64)  # positive floats sort as their bits do
        key &= ~_TRIANGLE_MASK
        key |= triangle
        np.maximum.at(keys, pixel, key)
    return Seen(keys.view(np.float64).reshape(height, width), chosen)


def _nearest(points: Array, nearness: Array, faces: Indices, two_sided: Flags, width: int, height: int) -> Image:
    """Do `nearest` in NumPy."""
    _, x, y, near = _drawable(points, nearness, faces, two_sided, width, height)
    found = np.zeros(width * height, dtype=np.float32)
    for pixel, value, _ in _fragments(x, y, near, width, height):
        np.maximum.at(found, pixel, value.astype(np.float32))
    return found.reshape(height, width)


def _fragments(x: Array, y: Array, near: Array, width: int, height: int) -> Iterator[tuple[Indices, Array, Indices]]:
    """Yield the pixels that triangles cover, some at a time: place in the picture, nearness, triangle."""
    span_face, row, first, count = _spans(x, y, width, height)
    slope_x, slope_y, base = plane(x, y, near)
    start = slope_y[span_face] * (row + 0.5) + base[span_face]
    slope = slope_x[span_face]
    ends = np.cumsum(count)
    begin = 0
    while begin < len(count):
        done = int(ends[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, done + _CHUNK)))
        part = slice(begin, end)
        lengths = count[part]
        skipped = ends[part] - lengths - done  # fragments before each span
        column = np.arange(int(ends[end - 1]) - done)
        column += np.repeat(first[part] - skipped, lengths)
        value = np.repeat(slope[part], lengths) * (column + 0.5)
        value += np.repeat(start[part], lengths)
        np.maximum(value, 1e-9, out=value)
        column += np.repeat(row[part] * width, lengths)
        yield column, value, np.repeat(span_face[part], lengths)
        begin = end


def _drawable(
    points: Array, nearness: Array, faces: Indices, two_sided: Flags, width: int, height: int
) -> tuple[Indices, Array, Array, Array]:
    """Return the faces that cover a pixel centre, and their corners' x, y and nearness, each (k, 3)."""
    x, y = points[:, 0][faces], points[:, 1][faces]
    area = double_area(x, y)
    keep = (area < -_MIN_DOUBLE_AREA_PX) | (two_sided & (area > _MIN_DOUBLE_AREA_PX))
    x_low, x_high = x.min(axis=1), x.max(axis=1)
    y_low, y_high = y.min(axis=1), y.max(axis=1)
    keep &= np.ceil(np.maximum(x_low, 0.0) - 0.5) <= np.floor(np.minimum(x_high, width) - 0.5)
    keep &= np.ceil(np.maximum(y_low, 0.0) - 0.5) <= np.floor(np.minimum(y_high, height) - 0.5)
    chosen = np.flatnonzero(keep)
    return chosen, x[chosen], y[chosen], nearness[faces[chosen]]


def double_area(x: Array, y: Array) -> Array:
    """Return twice the signed area of triangles with corners x, y (k, 3)."""
    return (x[:, 1] - x[:, 0]) * (y[:, 2] - y[:, 0]) - (x[:, 2] - x[:, 0]) * (y[:, 1] - y[:, 0])


def plane(x: Array, y: Array, values: Array) -> tuple[Array, Array, Array]:
    """Return slopes and offset (k,) of the linear function that has `values` (k, 3) at the corners x, y (k, 3)."""
    area = double_area(x, y)
    step1, step2 = values[:, 1] - values[:, 0], values[:, 2] - values[:, 0]
    slope_x = (step1 * (y[:, 2] - y[:, 0]) - step2 * (y[:, 1] - y[:, 0])) / area
    slope_y = (step2 * (x[:, 1] - x[:, 0]) - step1 * (x[:, 2] - x[:, 0])) / area
    return slope_x, slope_y, values[:, 0] - slope_x * x[:, 0] - slope_y * y[:, 0]


def _spans(x: Array, y: Array, width: int, height: int) -> tuple[Indices, Indices, Indices, Indices]:
    """Return the pixel rows of triangles as spans: triangle, row, first column, number of pixels."""
    top = np.clip(np.ceil(y.min(axis=1) - 0.5), 0, height).astype(np.int64)
    bottom = np.clip(np.floor(y.max(axis=1) - 0.5), -1, height - 1).astype(np.int64)
    rows = np.maximum(bottom - top + 1, 0)
    face = np.repeat(np.arange(len(rows)), rows)
    row = np.arange(len(face)) + np.repeat(top - (np.cumsum(rows) - rows), rows)
    middle = row + 0.5
    sign = np.where(double_area(x, y) < 0.0, -1.0, 1.0)
    low, high = np.zeros(len(face)), np.full(len(face), float(width))
    for start, end in ((0, 1), (1, 2), (2, 0)):
        across = (y[:, start] - y[:, end]) * sign
        down = (x[:, end] - x[:, start]) * sign
        offset = -(across * x[:, start] + down * y[:, start])
        flat = np.abs(across) < 1e-12
        divisor = np.where(flat, 1.0, -across)
        crossing = (down / divisor)[face] * middle + (offset / divisor)[face]
        side = np.where(flat, 0, np.sign(across)).astype(np.int8)[face]
        low = np.where(side > 0, np.maximum(low, crossing), low)
        high = np.where(side < 0, np.minimum(high, crossing), high)
        high = np.where((side == 0) & (crossing < -_EDGE_PX), -1.0, high)
    first = np.clip(np.ceil(low - 0.5 - _EDGE_PX), 0, width).astype(np.int64)
    last = np.clip(np.floor(high - 0.5 + _EDGE_PX), -1, width - 1).astype(np.int64)
    count = np.maximum(last - first + 1, 0)
    filled = np.flatnonzero(count)
    return face[filled], row[filled], first[filled], count[filled]


def marked(part: npt.NDArray[np.int32], table: Flags) -> Flags:
    """Return what `table` (parts,) says of the part that each pixel shows."""
    kernels = compiled()
    return table[part] if kernels is None else kernels.marked(part, table)


def resolve(
    seen: Seen, screen: Array, values: Array, faces: Indices, parts: Indices
) -> tuple[Image, npt.NDArray[np.int32], Image]:
    """Return depth, part and value of each pixel; 0 for the last two where nothing is.

    screen: (n, 3) x px, y px, distance. values: one a vertex, right in perspective, negated on back faces. parts: one a
    face.
    """
    kernels = compiled()
    if kernels is not None:
        return kernels.resolve((seen.keys, seen.faces), screen, values, faces, parts)
    return _resolve(seen, screen, values, faces, parts)


def _resolve(
    seen: Seen, screen: Array, values: Array, faces: Indices, parts: Indices
) -> tuple[Image, npt.NDArray[np.int32], Image]:
    """Do `resolve` in NumPy."""
    face = seen.face
    with np.errstate(divide="ignore"):
        depth = (1.0 / seen.nearness).astype(np.float32)  # infinite where nothing is
    part = np.append(parts, 0).astype(np.int32)[face]  # the last one is for face -1
    return depth, part, _interpolate(screen, values, faces, face, depth)


def _interpolate(screen: Array, values: Array, faces: Indices, triangle: Indices, depth: Image) -> Image:
    """Return `values` at each pixel."""
    used = np.zeros(len(faces) + 1, dtype=np.bool_)
    used[triangle] = True
    used[-1] = False
    chosen = np.flatnonzero(used)
    corners = faces[chosen]
    x, y = screen[:, 0][corners], screen[:, 1][corners]
    turned = np.where(double_area(x, y) > 0.0, -1.0, 1.0)
    planes = np.zeros((3, len(faces) + 1))
    for target, numbers in zip(planes, plane(x, y, values[corners] / screen[:, 2][corners]), strict=True):
        target[chosen] = numbers * turned
    height, width = triangle.shape
    result = planes[0][triangle] * (np.arange(width) + 0.5)
    result += planes[1][triangle] * (np.arange(height) + 0.5)[:, None]
    result += planes[2][triangle]
    return np.where(triangle >= 0, result * np.where(triangle >= 0, depth, 0.0), 0.0).astype(np.float32)
