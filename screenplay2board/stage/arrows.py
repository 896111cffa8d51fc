"""Storyboard arrows: the way of people and the move of the camera, kept off the faces.

Enters: the brief, the solved camera, and who goes where. Leaves: `Arrow`s in shares of the frame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from screenplay2board.plan.types import CameraMove
from screenplay2board.stage.geometry import vec
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import Arrow, CameraPose, StageBrief, Vec2
from screenplay2board.stage.view import Person

Rect = tuple[float, float, float, float]

# The way of the arrow in the picture for camera moves that have one.
_SIDEWAYS: Mapping[CameraMove, float] = {
    "pan left": -1,
    "pan right": 1,
    "truck left": -1,
    "truck right": 1,
    "whip pan": 1,
}
_UPWARD: Mapping[CameraMove, float] = {"tilt up": -1, "tilt down": 1, "crane up": -1, "crane down": 1}
_INNER: Sequence[CameraMove] = ("push in", "zoom in")
_OUTER: Sequence[CameraMove] = ("pull out", "zoom out")
_EDGE = 0.07
_PAN_RISE = 0.06  # a camera that turns on its foot draws an arc, one that travels a straight line
_SHORTEST = 0.05
TOGETHER_M = 1.7  # people who walk so near share an arrow


def arrows_for(
    brief: StageBrief, camera: CameraPose, people: Sequence[Person], headings: Mapping[int, Vec2], focus: Vec2
) -> tuple[Arrow, ...]:
    """Return the arrows of a shot; `focus` is where in the frame a push in ends."""
    faces = [rect for person in people if (rect := face_rect(camera, person)) is not None]
    arrows: list[Arrow] = []
    shown: list[Person] = []
    for person in people:
        heading = headings.get(person.placement.figure)
        together = any(float(np.linalg.norm(other.head - person.head)) < TOGETHER_M for other in shown)
        if heading is not None and not together and _in_frame(camera, person):
            shown.append(person)
            arrow = _way_arrow(camera, person, heading, faces)
            if arrow is not None:
                arrows.append(arrow)
    move = _camera_arrow(brief, faces, focus)
    if move is not None:
        arrows.append(move)
    return tuple(arrows)


def face_rect(camera: CameraPose, person: Person) -> Rect | None:
    """Return (x0, y0, x1, y1) of a head in shares of the frame, None behind the camera or outside."""
    projection = Projection.of(camera)
    x, y, depth = projection.project(person.head[None])[0].tolist()
    if depth < 0.1:
        return None
    half = 0.55 * projection.focal_px * person.anchors.head_height_m / depth
    width, height = camera.frame_px
    rect = ((x - 0.8 * half) / width, (y - half) / height, (x + 0.8 * half) / width, (y + half) / height)
    return rect if rect[2] > 0 and rect[0] < 1 and rect[3] > 0 and rect[1] < 1 else None


def _in_frame(camera: CameraPose, person: Person) -> bool:
    """Tell whether the trunk of `person` is in the picture."""
    middle = np.stack([person.head, person.anchors.joints["waist"]])
    seen = Projection.of(camera).project(middle)
    inside = (seen[:, 2] > 0.1) & (seen[:, 0] > 0) & (seen[:, 0] < camera.frame_px[0])
    return bool((inside & (seen[:, 1] > 0) & (seen[:, 1] < camera.frame_px[1])).any())


def _way_arrow(camera: CameraPose, person: Person, heading: Vec2, faces: Sequence[Rect]) -> Arrow | None:
    """Return the arrow on the floor before somebody who moves; at the frame's foot where the feet are not seen."""
    projection = Projection.of(camera)
    width, height = camera.frame_px
    feet = 0.5 * (person.anchors.joints["ankle_l"] + person.anchors.joints["ankle_r"])
    feet = vec(float(feet[0]), float(person.placement.position_m[1]), float(feet[2]))
    way = vec(heading[0], 0.0, heading[1])
    points = projection.project(np.stack([feet + 0.55 * way, feet + 1.05 * way, feet + 1.6 * way]))
    shares = points[:, :2] / np.array([width, height])
    seen = bool((points[:, 2] > 0.2).all()) and bool(((shares > 0.02) & (shares < 0.98)).all())
    length = float(np.linalg.norm(shares[-1] - shares[0]))
    if seen and length > _SHORTEST:
        ends = [(round(float(x), 4), round(float(y), 4)) for x, y in shares]
        if not _touches(ends, faces):
            size = float(np.clip(length * 0.16, 0.010, 0.024))
            return Arrow(kind="figure", points=tuple(ends), width=round(size, 4))
    side = 1.0 if float(way @ projection.axes[0]) >= 0 else -1.0
    middle = float(projection.project(person.head[None])[0, 0]) / width
    return _free_arrow("figure", middle, side, faces)


def _free_arrow(kind: str, middle: float, side: float, faces: Sequence[Rect]) -> Arrow | None:
    """Return a level arrow at the foot or the head of the frame where no face is."""
    start = min(max(middle + 0.06 * side, 0.18), 0.82)
    for y in (0.92, 0.86, 0.08):
        ends = [(round(start, 4), y), (round(min(max(start + 0.17 * side, 0.03), 0.97), 4), y)]
        if not _touches(ends, faces):
            return Arrow(kind="camera" if kind == "camera" else "figure", points=tuple(ends), width=0.018)
    return None


def _camera_arrow(brief: StageBrief, faces: Sequence[Rect], focus: Vec2) -> Arrow | None:
    """Return the sign of the camera's move, None for a camera that stands still."""
    move = brief.move
    if move in _INNER or move in _OUTER:
        share = 0.62
        x = min(max(focus[0] - share / 2, 0.06), 0.94 - share)
        y = min(max(focus[1] - share * 0.42, 0.06), 0.94 - share)
        corners = ((round(x, 4), round(y, 4)), (round(x + share, 4), round(y + share, 4)))
        return Arrow(kind="frame" if move in _INNER else "outer", points=corners)
    if move in _SIDEWAYS:
        side = _SIDEWAYS[move]
        reach = 0.30 if move == "whip pan" else 0.20
        for y in (0.93, _EDGE):
            middle = (0.5, y - _PAN_RISE) if "pan" in move else (0.5, y)
            ends = [(0.5 - reach * side, y), middle, (0.5 + reach * side, y)]
            if not _touches(ends, faces):
                return Arrow(kind="camera", points=tuple(ends), width=0.022)
    if move in _UPWARD:
        down = _UPWARD[move]
        for x in (0.95, 0.05):
            ends = [(x, 0.5 - 0.26 * down), (x, 0.5 + 0.26 * down)]
            if not _touches(ends, faces):
                return Arrow(kind="camera", points=tuple(ends), width=0.022)
    return None


def _touches(ends: Sequence[Vec2], faces: Sequence[Rect]) -> bool:
    """Tell whether an arrow through `ends` comes near a face."""
    path = np.array(ends)
    along = np.concatenate(
        [path[i] + np.linspace(0, 1, 7)[:, None] * (path[i + 1] - path[i]) for i in range(len(path) - 1)]
    )
    margin = 0.025
    return any(
        bool(
            (
                (along[:, 0] > x0 - margin) & (along[:, 0] < x1 + margin)
                & (along[:, 1] > y0 - margin) & (along[:, 1] < y1 + margin)
            ).any()
        )
        for x0, y0, x1, y1 in faces
    )  # fmt: skip
