"""Meshes, ink lines and surface patches: what sets, props and people are built of.

Enters: meshes (those of `stage.surfaces`, boxes, polygons) in metres. Leaves: a `Geometry`, read by the sketch renderer
and the maps.
World axes as in `stage.types`. All arrays are float64, points are rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Faces = npt.NDArray[np.int64]
Points = npt.ArrayLike
Smooth = Callable[[Array, Faces], Array]  # vertices (n, 3), triangles (m, 3) -> normals (n, 3)

_FIRST_LABEL = 100  # labels that are given out begin after it

CurveKind = Literal["line", "lid", "brow", "mouth", "nose"]


def vec(x: float, y: float, z: float) -> Array:
    """Return a point or direction, (3,)."""
    return np.array((x, y, z), dtype=np.float64)


def unit(vector: Points) -> Array:
    """Return `vector` (3,) at length 1; a vector of no length is returned as it is."""
    result = np.asarray(vector, dtype=np.float64)
    length = float(np.linalg.norm(result))
    return result / length if length > 1e-9 else result


def cross(first: Points, second: Points) -> Array:
    """Return the cross products of vectors (..., 3); many times faster than `numpy.cross` on few of them."""
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    result = np.empty(np.broadcast_shapes(a.shape, b.shape))
    result[..., 0] = a[..., 1] * b[..., 2] - a[..., 2] * b[..., 1]
    result[..., 1] = a[..., 2] * b[..., 0] - a[..., 0] * b[..., 2]
    result[..., 2] = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    return result


def rotation(yaw_deg: float = 0.0, pitch_deg: float = 0.0, roll_deg: float = 0.0) -> Array:
    """Return the matrix (3, 3) that rolls about z, then pitches about x (+ tips forward), then yaws about y."""
    yaw, pitch, roll = np.radians((yaw_deg, pitch_deg, roll_deg))
    cy, sy, cp, sp, cr, sr = (
        np.cos(yaw),
        np.sin(yaw),
        np.cos(pitch),
        np.sin(pitch),
        np.cos(roll),
        np.sin(roll),
    )
    about_y = np.array(((cy, 0, sy), (0, 1, 0), (-sy, 0, cy)))
    about_x = np.array(((1, 0, 0), (0, cp, -sp), (0, sp, cp)))
    about_z = np.array(((cr, -sr, 0), (sr, cr, 0), (0, 0, 1)))
    return about_y @ about_x @ about_z


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How a mesh is toned and inked.

    figure: the person it belongs to, 0 for the set. label: parts with one label have no ink between them.
    grey: darkness 0..1 in the light. shade_gain: how much darker the shadow side is. emission: a fixed darkness that
    light does not change (screens, lamps), or None. inked: contours are traced. crease_m: depth jump from which a line
    is drawn inside the part. line_weight: relative. casts: throws shadows. glossy: has the highlight of black hair.
    """

    name: str
    figure: int = 0
    label: int = 0
    grey: float = 0.0
    inked: bool = True
    crease_m: float = 0.03
    line_weight: float = 1.0
    shade_gain: float = 0.22
    emission: float | None = None
    casts: bool = True
    glossy: bool = False

    def of(self, figure: int, label: int) -> Part:
        """Return the same as a part of `figure`; `replace` takes ten times as long, and a picture has hundreds."""
        return Part(
            name=self.name,
            figure=figure,
            label=label,
            grey=self.grey,
            inked=self.inked,
            crease_m=self.crease_m,
            line_weight=self.line_weight,
            shade_gain=self.shade_gain,
            emission=self.emission,
            casts=self.casts,
            glossy=self.glossy,
        )


@dataclass(frozen=True, slots=True)
class Edge:
    """An ink line of the set, drawn where it is not hidden. points (n, 3); weight relative; grey 0..1.

    normal (3,): the line lies on a surface that is seen from this side only (a wall), None: seen from everywhere.
    """

    points: Array
    weight: float
    grey: float
    normal: Array | None = None

    def faces(self, eye: Array) -> bool:
        """Tell whether the surface that the line lies on is turned to a camera at `eye` (3,)."""
        return self.normal is None or float(self.normal @ (eye - self.points[0])) > 0.0


@dataclass(frozen=True, slots=True)
class SurfaceCurve:
    """An ink line on a person's surface; drawn while `min_head_px` <= the head's height in the picture < `max_head_px`.

    Faces come in several variants, the smaller ones exaggerated, so that moods read at any size.
    side: for noses, -1 or 1: drawn only when the head is seen from the other side; for eyes and brows the side they
    are on, 1 the person's left: left out where they would be seen too flat; 0 always.
    """

    figure: int
    points: Array
    weight: float
    grey: float = 0.0
    min_head_px: float = 0.0
    kind: CurveKind = "line"
    face: bool = False
    side: int = 0
    max_head_px: float = float("inf")

    def of(self, figure: int, points: Array) -> SurfaceCurve:
        """Return the same line on `figure`, through `points`."""
        return SurfaceCurve(
            figure,
            points,
            self.weight,
            self.grey,
            self.min_head_px,
            self.kind,
            self.face,
            self.side,
            self.max_head_px,
        )


@dataclass(frozen=True, slots=True)
class SurfaceFill:
    """A flat patch on a person's surface (an eye, a collar): outline (n, 3), darkness 0..1, limits as for curves."""

    figure: int
    points: Array
    grey: float
    min_head_px: float = 0.0
    face: bool = False
    max_head_px: float = float("inf")
    side: int = 0

    def of(self, figure: int, points: Array) -> SurfaceFill:
        """Return the same patch on `figure`, with the outline `points`."""
        return SurfaceFill(figure, points, self.grey, self.min_head_px, self.face, self.max_head_px, self.side)


@dataclass(frozen=True, slots=True)
class Marks:
    """Ink on people, in the order in which it is painted."""

    curves: Sequence[SurfaceCurve]
    fills: Sequence[SurfaceFill]


@dataclass(frozen=True, slots=True)
class PlacedFace:
    """The face of `figure`. ink: draws it for a head's height in the picture, in pixels; filled: or lines alone."""

    figure: int
    ink: Callable[[float], Marks]
    filled: bool = True

    def at(self, head_px: float) -> Marks:
        """Return the ink at the size that the head is seen."""
        drawn = self.ink(head_px)
        return drawn if self.filled else Marks(drawn.curves, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureAnchors:
    """Where a person's joints are, in the world, for the camera, the maps and the tests.

    joints: points (3,) named pelvis, waist, neck, skull_base, head, crown, chin, eyes, and for each side (`_l`, `_r`)
    shoulder, elbow, wrist, hand, hip, knee, ankle, toe. frames: matrices (3, 3), columns right, up, forward, named
    pelvis, chest, head, root, and hand_l, hand_r (columns side, palm normal, direction), foot_l, foot_r.
    `head` is the centre of the skull; head_height_m runs from chin to crown. extent: points (n, 3) that bound an animal
    or a vehicle, None for people, whose joints do.
    """

    figure: int
    joints: dict[str, Array]
    frames: dict[str, Array]
    height_m: float
    head_height_m: float
    lying: bool = False
    extent: Array | None = None


@dataclass(slots=True)
class Geometry:
    """A scene being built. Part 0 is the sky. faces: of people, drawn only once it is known how large they are seen."""

    parts: list[Part] = field(default_factory=lambda: [Part(name="sky", casts=False)])
    edges: list[Edge] = field(default_factory=list[Edge])
    curves: list[SurfaceCurve] = field(default_factory=list[SurfaceCurve])
    fills: list[SurfaceFill] = field(default_factory=list[SurfaceFill])
    faces: list[PlacedFace] = field(default_factory=list[PlacedFace])
    figures: dict[int, FigureAnchors] = field(default_factory=dict[int, FigureAnchors])
    _vertices: list[Array] = field(default_factory=list[Array])
    _normals: list[Array | None] = field(default_factory=list[Array | None])  # None: smooth, worked out for all at once
    _faces: list[Faces] = field(default_factory=list[Faces])
    _face_parts: list[Faces] = field(default_factory=list[Faces])
    _two_sided: list[npt.NDArray[np.bool_]] = field(default_factory=list[npt.NDArray[np.bool_]])
    _vertex_count: int = 0
    _bounds: tuple[int, Array, Array] | None = None  # with the number of vertices that they hold for
    _label: int = _FIRST_LABEL

    def add_part(self, part: Part) -> int:
        """Register `part` and return its id; a part without a label gets one of its own."""
        if part.label == 0:
            self._label += 1
            part = part.of(part.figure, self._label)
        self.parts.append(part)
        return len(self.parts) - 1

    def add_mesh(self, vertices: Points, faces: npt.ArrayLike, part: int, *, two_sided: bool = False) -> None:
        """Add triangles `faces` (m, 3) over `vertices` (n, 3), counter-clockwise seen from outside; smooth normals."""
        points = np.asarray(vertices, dtype=np.float64)
        triangles = np.asarray(faces, dtype=np.int64)
        self._add(points, None, triangles, part, two_sided=two_sided)

    def add_shaded_mesh(
        self, points: Array, normals: Array, triangles: Faces, part: int, *, two_sided: bool = False
    ) -> None:
        """Add triangles as `add_mesh` does, with normals (n, 3) that are known already."""
        self._add(points, normals, triangles, part, two_sided=two_sided)

    def _add(self, points: Array, normals: Array | None, triangles: Faces, part: int, *, two_sided: bool) -> None:
        self._vertices.append(points)
        self._normals.append(normals)
        self._faces.append(triangles + self._vertex_count)
        self._face_parts.append(np.full(len(triangles), part, dtype=np.int64))
        self._two_sided.append(np.full(len(triangles), two_sided, dtype=np.bool_))
        self._vertex_count += len(points)

    def include(self, other: Geometry) -> None:
        """Add everything in `other`, as if it had been built here; `other` is read only and may be included again."""
        parts, labels = len(self.parts) - 1, self._label - _FIRST_LABEL  # both have the sky
        for part in other.parts[1:]:
            self.parts.append(part.of(part.figure, part.label + labels) if part.label > _FIRST_LABEL else part)
        self._label += other._label - _FIRST_LABEL
        self.edges.extend(other.edges)
        self.curves.extend(other.curves)
        self.fills.extend(other.fills)
        self.faces.extend(other.faces)
        self.figures.update(other.figures)
        self._vertices.extend(other._vertices)
        self._normals.extend(other._normals)
        self._faces.extend(faces + self._vertex_count for faces in other._faces)
        self._face_parts.extend(face_parts + parts for face_parts in other._face_parts)
        self._two_sided.extend(other._two_sided)
        self._vertex_count += other._vertex_count

    def joined(self) -> Geometry:
        """Return the same with its meshes in one piece, which is quicker to include, and read only."""
        vertices, normals, faces, face_parts, two_sided = arrays = self.arrays()
        for array in arrays:
            array.flags.writeable = False
        return replace(
            self,
            _vertices=[vertices],
            _normals=[normals],
            _faces=[faces],
            _face_parts=[face_parts],
            _two_sided=[two_sided],
        )

    def add_polygon(
        self, points: Points, part: int, *, two_sided: bool = True, edge: tuple[float, float] | None = None
    ) -> None:
        """Add a flat convex polygon (n, 3); `edge` is (weight, grey) of its ink outline."""
        outline = np.asarray(points, dtype=np.float64)
        faces = [(0, i, i + 1) for i in range(1, len(outline) - 1)]
        self.add_mesh(outline, faces, part, two_sided=two_sided)
        if edge is not None:
            self.edges.append(Edge(np.vstack([outline, outline[:1]]), *edge))

    def add_line(self, points: Points, weight: float = 1.0, grey: float = 0.2, normal: Array | None = None) -> None:
        """Add an ink line of the set along `points` (n, 3); `normal` as in `Edge`."""
        self.edges.append(Edge(np.asarray(points, dtype=np.float64), weight, grey, normal))

    def add_quads(self, corners: Points, part: int, *, two_sided: bool = False) -> None:
        """Add flat quadrilaterals (n, 4, 3) at once, counter-clockwise seen from their front."""
        quads = np.asarray(corners, dtype=np.float64)
        count = len(quads)
        normals = cross(quads[:, 1] - quads[:, 0], quads[:, 2] - quads[:, 0])
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
        starts = np.arange(count, dtype=np.int64)[:, None, None] * 4
        faces = (starts + _QUAD_FACES).reshape(-1, 3)  # (2 n, 3)
        self.add_shaded_mesh(quads.reshape(-1, 3), np.repeat(normals, 4, axis=0), faces, part, two_sided=two_sided)

    def add_boxes(
        self,
        centres: Points,
        sizes_m: Points,
        part: int,
        orientation: Array | None = None,
        *,
        offset: Points = (0.0, 0.0, 0.0),
    ) -> Array:
        """Add many flat shaded boxes as one mesh, without ink; return their corners (n, 8, 3).

        centres, sizes_m: (n, 3) in axes that `orientation` (3, 3) turns and `offset` (3,) then moves. Corner i of a box
        is at its (x, y, z) minimum or maximum by the bits 4, 2, 1 of i.
        """
        turn = np.eye(3) if orientation is None else orientation
        middle = np.asarray(centres, dtype=np.float64)[:, None]
        half = np.asarray(sizes_m, dtype=np.float64)[:, None] / 2
        corners = (middle + _BOX_CORNERS * half) @ turn.T + np.asarray(offset, dtype=np.float64)  # (n, 8, 3)
        self.add_quads(corners[:, _BOX_QUADS].reshape(-1, 4, 3), part)
        return corners

    def arrays(self, smooth: Smooth | None = None) -> tuple[Array, Array, Faces, Faces, npt.NDArray[np.bool_]]:
        """Return vertices (n, 3), normals (n, 3), faces (m, 3), the part of each face (m,), two-sided faces (m,).

        smooth: what `smooth_normals` does, where somebody does it faster.
        """
        if not self._vertices:
            empty = np.zeros((0, 3))
            none = np.zeros(0, dtype=np.int64)
            return empty, empty, np.zeros((0, 3), dtype=np.int64), none, np.zeros(0, dtype=np.bool_)
        vertices = np.concatenate(self._vertices)
        return (
            vertices,
            self._all_normals(vertices, smooth or smooth_normals),
            np.concatenate(self._faces),
            np.concatenate(self._face_parts),
            np.concatenate(self._two_sided),
        )

    def bounds(self) -> tuple[Array, Array] | None:
        """Return the lowest and the highest coordinates (3,), None where nothing is built; kept until more is."""
        if not self._vertex_count:
            return None
        if self._bounds is None or self._bounds[0] != self._vertex_count:
            low = np.min([points.min(axis=0) for points in self._vertices if len(points)], axis=0)
            high = np.max([points.max(axis=0) for points in self._vertices if len(points)], axis=0)
            self._bounds = (self._vertex_count, low, high)
        return self._bounds[1:]

    def triangles(self) -> tuple[Array, Faces, npt.NDArray[np.bool_]]:
        """Return vertices (n, 3), faces (m, 3) and which faces are two-sided (m,): where it is, not how it shines."""
        if not self._vertices:
            return np.zeros((0, 3)), np.zeros((0, 3), dtype=np.int64), np.zeros(0, dtype=np.bool_)
        if len(self._vertices) == 1:  # joined: nothing to copy
            return self._vertices[0], self._faces[0], self._two_sided[0]
        return np.concatenate(self._vertices), np.concatenate(self._faces), np.concatenate(self._two_sided)

    def _all_normals(self, vertices: Array, smooth: Smooth) -> Array:
        rounded = [faces for faces, normals in zip(self._faces, self._normals, strict=True) if normals is None]
        result = smooth(vertices, np.concatenate(rounded)) if rounded else np.empty_like(vertices)
        begin = 0
        for points, normals in zip(self._vertices, self._normals, strict=True):
            if normals is not None:
                result[begin : begin + len(points)] = normals
            begin += len(points)
        return result


def smooth_normals(points: Array, triangles: Faces) -> Array:
    """Return the normals (n, 3) of a mesh: means of those of the triangles round each point, by area."""
    corners = points[triangles]  # (m, 3, 3)
    face_normals = cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    places = triangles.T.ravel()  # the first corners of all triangles, then the second, then the third
    sums = [np.bincount(places, np.tile(face_normals[:, axis], 3), len(points)) for axis in range(3)]
    normals = np.stack(sums, axis=1)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return normals


_BOX_CORNERS: Array = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=np.float64)
_BOX_QUADS: Faces = np.array(
    [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)], dtype=np.int64
)
_QUAD_FACES: Faces = np.array([((0, 1, 2), (0, 2, 3))], dtype=np.int64)  # (1, 2, 3)
