"""The rehearsal of a shot: a look through the solved camera at what will be drawn.

Enters: a camera, pieces and people. Leaves: who stands before whose face. The solver of the camera reckons with boxes
and balls; sleeves, hats, tilted tables and what hands hold are neither. Here the meshes themselves are asked, but only
those near a line of sight, and the renderer finds them built.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screenplay2board.stage.body.figure import build_held_things
from screenplay2board.stage.build import build_person
from screenplay2board.stage.geometry import Array, Geometry, cross, vec
from screenplay2board.stage.projection import NEAR_M, Projection
from screenplay2board.stage.props import built_piece
from screenplay2board.stage.types import CameraPose, PropPlacement
from screenplay2board.stage.view import Person

Mask = npt.NDArray[np.bool_]

INNER = 0.7  # of the way from the middle of a skull to its rim: at the rim a pixel may be the ground's
REACH_M = 0.5  # how far clothes, hats and hands stand out from the joints


@dataclass(frozen=True, slots=True, kw_only=True)
class Hiding:
    """How much of a face is hidden, and by what. share: of its points inside the frame, 0..1.

    pieces, figures: what alone hides some of it, most first. own: things in the person's own hands do.
    """

    person: Person
    share: float
    pieces: tuple[PropPlacement, ...] = ()
    figures: tuple[int, ...] = ()
    own: bool = False


def hiding_of(
    person: Person, camera: CameraPose, pieces: Sequence[PropPlacement], people: Sequence[Person], *, night: bool
) -> Hiding:
    """Return how much of the face of `person` the camera does not see."""
    points = _in_frame(camera, _points_of(person))
    if not len(points):
        return Hiding(person=person, share=0.0)
    sight = _Sight.of(vec(*camera.position_m), points)
    by_piece = [(sight.blocked(built_piece(piece, night=night)), piece) for piece in pieces]
    by_figure = [
        (sight.blocked(build_person(other.placement, night=night)), other.placement.figure)
        for other in people
        if other.placement.figure != person.placement.figure and sight.passes(*_room_of(other))
    ]
    own = sight.blocked(build_held_things(person.placement)) if person.placement.held else np.zeros(len(points), bool)
    masks = [mask for mask, _ in (*by_piece, *by_figure)] + [own]
    return Hiding(
        person=person,
        share=float(np.any(masks, axis=0).mean()),
        pieces=tuple(piece for _, piece in sorted(by_piece, key=lambda each: -int(each[0].sum())) if _.any()),
        figures=tuple(figure for _, figure in sorted(by_figure, key=lambda each: -int(each[0].sum())) if _.any()),
        own=bool(own.any()),
    )


def _points_of(person: Person) -> Array:
    """Return points (n, 3) inside the head that a picture of it shows."""
    points = np.concatenate([person.head_cage, person.head[None], person.anchors.joints["eyes"][None]])
    return person.head + INNER * (points - person.head)


def _in_frame(camera: CameraPose, points: Array) -> Array:
    seen = Projection.of(camera).project(points)
    width, height = camera.frame_px
    inside = (seen[:, 0] >= 0) & (seen[:, 0] < width) & (seen[:, 1] >= 0) & (seen[:, 1] < height)
    return points[inside & (seen[:, 2] > NEAR_M)]


def _room_of(person: Person) -> tuple[Array, Array]:
    """Return the lowest and the highest coordinates (3,) that somebody with all they wear and hold may reach."""
    extent = person.anchors.extent
    points = np.stack(list(person.anchors.joints.values())) if extent is None else extent
    return points.min(axis=0) - REACH_M, points.max(axis=0) + REACH_M


@dataclass(frozen=True, slots=True)
class _Sight:
    """Lines of sight. eye (3,), points (n, 3); axes (3, 3): rows across, up and along the middle line.

    low, high (3,): of the box round them all.
    """

    eye: Array
    points: Array
    axes: Array
    low: Array
    high: Array

    @classmethod
    def of(cls, eye: Array, points: Array) -> _Sight:
        ahead = points.mean(axis=0) - eye
        ahead = ahead / max(float(np.linalg.norm(ahead)), 1e-9)
        across = cross(vec(0.0, 1.0, 0.0) if abs(ahead[1]) < 0.99 else vec(1.0, 0.0, 0.0), ahead)
        across = across / float(np.linalg.norm(across))
        ends = np.concatenate([points, eye[None]])
        axes = np.stack([across, cross(ahead, across), ahead])
        return cls(eye, points, axes, ends.min(axis=0), ends.max(axis=0))

    def passes(self, low: Array, high: Array) -> bool:
        """Tell whether a line of sight may pass through the box from `low` to `high` (3,)."""
        return bool(((self.high >= low) & (self.low <= high)).all())

    def blocked(self, geometry: Geometry) -> Mask:
        """Return which of the points (n,) something of `geometry` hides; walls are seen from their front alone."""
        blocked = np.zeros(len(self.points), dtype=np.bool_)
        bounds = geometry.bounds()
        if bounds is None or not self.passes(*bounds):
            return blocked
        vertices, faces, two_sided = geometry.triangles()
        near = self._near(vertices, faces)
        if not near.any():
            return blocked
        corners = vertices[faces[near]]
        for place, point in enumerate(self.points):
            blocked[place] = _hit(self.eye, point - self.eye, corners, two_sided[near])
        return blocked

    def _near(self, vertices: Array, faces: npt.NDArray[np.int64]) -> Mask:
        """Return which triangles (m,) may lie in a line of sight, seen from the eye: those not all to one side of them.

        Source: the outcodes of Cohen and Sutherland's line clipping; 16 is behind the eye, where no side is told.
        """
        seen, wanted = (vertices - self.eye) @ self.axes.T, (self.points - self.eye) @ self.axes.T
        target = wanted[:, :2] / wanted[:, 2:]
        depth = seen[:, 2]
        code = np.full(len(vertices), 16, dtype=np.uint8)
        ahead = np.flatnonzero(depth > NEAR_M)
        plane = seen[ahead, :2] / depth[ahead, None]
        sides = np.concatenate([plane < target.min(axis=0), plane > target.max(axis=0)], axis=1)
        code[ahead] = sides @ np.array([1, 2, 4, 8], dtype=np.uint8)
        return (code[faces[:, 0]] & code[faces[:, 1]] & code[faces[:, 2]]) == 0


def _hit(eye: Array, way: Array, corners: Array, two_sided: Mask) -> bool:
    """Tell whether a line from `eye` along `way` (3,) meets a triangle (m, 3, 3) before its end, and after the lens.

    Source: Möller and Trumbore, Fast, Minimum Storage Ray/Triangle Intersection (1997).
    """
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    across = cross(np.broadcast_to(way, second.shape), second)
    slope = np.einsum("ij,ij->i", first, across)  # > 0: seen from its front
    scale = np.divide(1.0, slope, out=np.zeros_like(slope), where=np.abs(slope) > 1e-12)
    from_corner = eye - corners[:, 0]
    u = np.einsum("ij,ij->i", from_corner, across) * scale
    turned = cross(from_corner, first)
    v = turned @ way * scale
    along = np.einsum("ij,ij->i", second, turned) * scale
    near = NEAR_M / max(float(np.linalg.norm(way)), 1e-9)
    faces_eye = (slope > 1e-12) | (two_sided & (slope < -1e-12))
    return bool((faces_eye & (u >= 0) & (v >= 0) & (u + v <= 1) & (along > near) & (along < 1.0)).any())
