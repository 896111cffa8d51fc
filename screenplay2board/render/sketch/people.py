"""Where the points of people lie in the picture, and which of them can be seen.

Enters: a raster of a built stage. Leaves: a `SeenPerson` for each figure, with rows (x px, y px, visibility) and COCO's
numbers for the last: 2 visible, 1 hidden, 0 outside the picture. A joint lies inside its limb: it counts as hidden
where something is nearer to the camera than the limb's skin. Or a `SeenHead`: where it is, how high, how much of it
the picture shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch.raster import Raster
from screenplay2board.stage.geometry import Array, Geometry
from screenplay2board.stage.landmarks import BODY_POINTS, body_points, details_of
from screenplay2board.stage.projection import NEAR_M, Projection
from screenplay2board.stage.types import Stage

OUTSIDE, HIDDEN, VISIBLE = 0, 1, 2
# How far the skin may lie before a joint, in body heights: hips and shoulders are deep, wrists are not.
_DEPTH = {"neck": 0.075, "shoulder": 0.075, "hip": 0.095, "knee": 0.065, "elbow": 0.060, "wrist": 0.035, "ankle": 0.065}
_FACE_DEPTH = 0.030
_HAND_DEPTH_M = 0.030  # of the joints of a hand below its skin; a hand is drawn a little larger than its bones
HEAD_ASPECT = 0.75  # width of a head, ear to ear, through its height, as an ellipse around it


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPerson:
    """The points of one person. body: (18, 3). hands: left and right, (21, 3) or None. face: (70, 3) or None.

    own: (18,) bool, the points of the body that nothing but the person's own body hides.
    """

    figure: int
    name: str
    body: Array
    own: npt.NDArray[np.bool_]
    hands: tuple[Array | None, Array | None] = (None, None)
    face: Array | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenHead:
    """Where a person's head lies in the picture, in pixels. x, y: its centre, which may lie outside.

    height: chin to crown, as crop lines are measured (docs/film.md): not foreshortened by the camera's angle.
    shown: share of the head, as an ellipse, that is in the frame with nothing before it.
    """

    figure: int
    x: float
    y: float
    height: float
    shown: float


@dataclass(frozen=True, slots=True)
class _Sight:
    """What is needed to tell what can be seen. figures: (parts,), the person of each part."""

    raster: Raster
    projection: Projection
    figures: npt.NDArray[np.int64]

    def look(self, points: Array, figure: int, depth_m: Array | float) -> tuple[Array, npt.NDArray[np.bool_]]:
        """Return rows (n, 3) for points (n, 3) in the world, and whether what hides them is the person alone."""
        height, width = self.raster.part.shape
        x, y, distance = self.projection.project(points).T
        inside = (distance > NEAR_M) & (x >= 0) & (x < width) & (y >= 0) & (y < height)
        column = np.clip(np.where(inside, x, 0), 0, width - 1).astype(np.int64)
        row = np.clip(np.where(inside, y, 0), 0, height - 1).astype(np.int64)
        before = self.raster.depth[row, column]
        mine = self.figures[self.raster.part[row, column]] == figure
        free = mine & (before >= distance - depth_m)
        seen = np.where(inside, np.where(free, VISIBLE, HIDDEN), OUTSIDE)
        return np.stack([x, y, seen], axis=1).astype(np.float64), inside & mine


def people_seen(geometry: Geometry, stage: Stage, raster: Raster) -> tuple[SeenPerson, ...]:
    """Return the points of all figures of `geometry`, in the order of their numbers."""
    figures = np.array([part.figure for part in geometry.parts], dtype=np.int64)
    sight = _Sight(raster, Projection.of(stage.camera), figures)
    placements = {placement.figure: placement for placement in stage.figures}
    people: list[SeenPerson] = []
    for figure in sorted(geometry.figures):
        anchors, placement = geometry.figures[figure], placements.get(figure)
        if anchors.extent is not None:
            continue  # an animal or a vehicle has no points of a person
        body, own = sight.look(body_points(anchors), figure, _body_depth_m(anchors.height_m, anchors.head_height_m))
        if placement is None:
            people.append(SeenPerson(figure=figure, name="", body=body, own=own))
            continue
        details = details_of(placement)
        left, right = (None if hand is None else sight.look(hand, figure, _HAND_DEPTH_M)[0] for hand in details.hands)
        face = sight.look(details.face, figure, _FACE_DEPTH * anchors.height_m)[0]
        people.append(
            SeenPerson(figure=figure, name=placement.name, body=body, own=own, hands=(left, right), face=face)
        )
    return tuple(people)


def heads_seen(geometry: Geometry, stage: Stage, raster: Raster) -> tuple[SeenHead, ...]:
    """Return the heads of all people before the camera, also of those outside the frame, in the order of figures."""
    figures = np.array([part.figure for part in geometry.parts], dtype=np.int64)
    owner = figures[raster.part]
    projection = Projection.of(stage.camera)
    heads: list[SeenHead] = []
    for figure in sorted(geometry.figures):
        anchors = geometry.figures[figure]
        x, y, distance_m = projection.project(anchors.joints["head"][None])[0].tolist()
        if anchors.extent is not None or distance_m <= NEAR_M:
            continue
        height = projection.focal_px * anchors.head_height_m / distance_m
        shown = _shown_share(owner == figure, x, y, height)
        heads.append(SeenHead(figure=figure, x=x, y=y, height=height, shown=shown))
    return tuple(heads)


def _shown_share(own: npt.NDArray[np.bool_], x: float, y: float, height: float) -> float:
    """Return how much of the ellipse of a head is its person's. own: (height, width) of the frame."""
    radius_x, radius_y = height * HEAD_ASPECT / 2, height / 2
    rows = np.square((np.arange(own.shape[0]) + 0.5 - y) / radius_y)[:, None]
    columns = np.square((np.arange(own.shape[1]) + 0.5 - x) / radius_x)[None, :]
    area = np.pi * radius_x * radius_y
    return min(1.0, float((own & (rows + columns <= 1.0)).sum()) / max(area, 1.0))


def _body_depth_m(height_m: float, head_m: float) -> Array:
    """Return how far the skin may lie before each point of the body, (18,)."""
    kinds = [name.partition("_")[0] for name in BODY_POINTS]
    return np.array([_DEPTH[kind] * height_m if kind in _DEPTH else 0.2 * head_m for kind in kinds])


def as_openpose(people: Sequence[SeenPerson], frame_px: tuple[int, int]) -> Mapping[str, object]:
    """Return the points as OpenPose writes them to JSON; the confidence is 1 for what is seen, 0.5 for the hidden."""

    def flat(points: Array | None) -> list[float]:
        if points is None:
            return []
        return [round(value, 2) for x, y, seen in points.tolist() for value in (x, y, 0.5 * seen)]

    rows = [
        {
            "pose_keypoints_2d": flat(person.body),
            "face_keypoints_2d": flat(person.face),
            "hand_left_keypoints_2d": flat(person.hands[0]),
            "hand_right_keypoints_2d": flat(person.hands[1]),
        }
        for person in people
    ]
    return {"canvas_width": frame_px[0], "canvas_height": frame_px[1], "people": rows}
