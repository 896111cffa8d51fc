"""Heads built once and placed often: a person's head is the same in every shot, only where it is changes.

Enters: what the modules beside draw, in head space. Leaves: a `HeadModel`, which puts it into a `Geometry`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from screenplay2board.stage.body.head.space import HANGS_FROM_Y, HeadSpace
from screenplay2board.stage.geometry import (
    Array,
    Faces,
    Geometry,
    Part,
    Points,
    SurfaceCurve,
    SurfaceFill,
    smooth_normals,
)

FIGURE, SKIN_LABEL = -1, -1  # stand for the person's number and the label of their skin, which a model does not know
_Ink = TypeVar("_Ink", SurfaceCurve, SurfaceFill)


@dataclass(frozen=True, slots=True)
class DraftSpace(HeadSpace):
    """A head space whose world is itself. hung: the points that hang from the body, see `HeadSpace.hanging`."""

    hung: list[Array]

    @classmethod
    def new(cls) -> DraftSpace:
        """Return a head space without a place."""
        return cls(np.zeros(3), np.eye(3), 1.0, np.zeros(3), np.eye(3), [])

    def world(self, points: Points) -> Array:
        """Return the points as they are."""
        return np.array(points, dtype=np.float64)

    def hanging(self, points: Points) -> Array:
        """Return the points as they are, and note that they hang."""
        self.hung.append(np.array(points, dtype=np.float64))
        return self.hung[-1]

    def hangs(self, points: Array) -> bool:
        """Tell whether `hanging` returned these points, and any of them so low that the body moves it."""
        return any(points is each for each in self.hung) and float(points[:, 1].min()) < HANGS_FROM_Y


@dataclass(frozen=True, slots=True)
class _Mesh:
    vertices: Array
    normals: Array
    faces: Faces
    part: int
    two_sided: bool
    hangs: bool


@dataclass(slots=True)
class HeadDraft(Geometry):
    """A geometry that keeps meshes apart, as they were added."""

    meshes: list[tuple[Points, Faces, int, bool]] = field(default_factory=list[tuple[Points, Faces, int, bool]])

    def add_mesh(self, vertices: Points, faces: npt.ArrayLike, part: int, *, two_sided: bool = False) -> None:
        """Keep a mesh."""
        self.meshes.append((vertices, np.asarray(faces, dtype=np.int64), part, two_sided))


@dataclass(frozen=True, slots=True)
class HeadModel:
    """A head, or a part of one, in head space. curve_hangs: of which curves the points hang from the body."""

    parts: tuple[Part, ...]
    meshes: tuple[_Mesh, ...]
    curves: tuple[SurfaceCurve, ...]
    curve_hangs: tuple[bool, ...]
    fills: tuple[SurfaceFill, ...]

    @classmethod
    def of(cls, draft: HeadDraft, space: DraftSpace) -> HeadModel:
        """Return what was drawn into `draft` by way of `space`."""
        meshes: list[_Mesh] = []
        for vertices, faces, part, two_sided in draft.meshes:
            points = np.asarray(vertices, dtype=np.float64)
            normals = smooth_normals(points, faces)
            for array in (points, normals, faces):
                array.flags.writeable = False  # it is placed again and again
            meshes.append(_Mesh(points, normals, faces, part, two_sided, space.hangs(points)))
        hangs = tuple(space.hangs(curve.points) for curve in draft.curves)
        return cls(tuple(draft.parts), tuple(meshes), tuple(draft.curves), hangs, tuple(draft.fills))

    def place(self, geometry: Geometry, space: HeadSpace, figure: int, skin_label: int) -> None:
        """Add the head of person `figure` to `geometry`."""
        ids = [0]
        labels = {SKIN_LABEL: skin_label}  # parts that share a label in the model share one here
        for part in self.parts[1:]:
            ids.append(geometry.add_part(part.of(figure, labels.get(part.label, 0))))
            labels.setdefault(part.label, geometry.parts[ids[-1]].label)
        for mesh in self.meshes:
            if mesh.hangs:  # the body bends it
                geometry.add_mesh(space.hanging(mesh.vertices), mesh.faces, ids[mesh.part], two_sided=mesh.two_sided)
            else:
                vertices, normals = space.world(mesh.vertices), mesh.normals @ space.axes.T
                geometry.add_shaded_mesh(vertices, normals, mesh.faces, ids[mesh.part], two_sided=mesh.two_sided)
        hung = [curve for curve, hangs in zip(self.curves, self.curve_hangs, strict=True) if hangs]
        upright = [curve for curve, hangs in zip(self.curves, self.curve_hangs, strict=True) if not hangs]
        placed = {
            True: iter(_placed(hung, space.hanging, figure)),
            False: iter(_placed(upright, space.world, figure)),
        }
        geometry.curves.extend(next(placed[hangs]) for hangs in self.curve_hangs)
        geometry.fills.extend(_placed(self.fills, space.world, figure))


def _placed(marks: Sequence[_Ink], place: Callable[[Points], Array], figure: int) -> list[_Ink]:
    """Return the marks of person `figure` in the world, all moved at once."""
    if not marks:
        return []
    points = place(np.concatenate([mark.points for mark in marks]))
    ends = pairwise(accumulate((len(mark.points) for mark in marks), initial=0))
    return [mark.of(figure, points[start:end]) for mark, (start, end) in zip(marks, ends, strict=True)]
