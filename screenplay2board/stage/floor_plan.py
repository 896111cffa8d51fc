"""A scene seen from above: what stands where, who stands where and goes where, and where each camera looks from.

Enters: the stages of a scene's shots, by their numbers. Leaves: a `FloorPlan` in metres, x to the right and z down the
page, towards the audience. As in an architect's plan, walls are what a level cut at 1.2 m goes through; furniture is
seen from above, piece by piece, the lower ones first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from screenplay2board.plan.types import CameraMove
from screenplay2board.stage.geometry import Array, Faces, Geometry
from screenplay2board.stage.optics import CameraFacts, camera_facts, view_from_above
from screenplay2board.stage.props import build_piece, kind_of, piece_size
from screenplay2board.stage.types import Parameter, PropPlacement, Stage, Vec2, Vec3

Outline = tuple[Vec2, ...]
Frame = tuple[float, float, float, float]

CUT_M = 1.2  # height of the level cut
_HUNG_M = 1.9  # what begins above this hangs over people's heads and is left out
_LEAST_M = 0.10  # smaller pieces of furniture are a blot on paper
_MERGE_M = 0.002  # corners nearer than this are one
SAME_MARK_M = 0.45  # two places of one person that are nearer are one mark
SAME_CAMERA_M, SAME_CAMERA_DEG = 0.45, 12.0
_MARGIN_M = 0.7
_NEAR_M = 9.0  # cameras farther from the people than this stand at the border, with their distance
_LEAST_FRAME_M = (8.0, 5.0)  # of a room
_LEAST_GROUND_M = (13.0, 8.0)  # outside, where no walls say where one is
_WIDEST, _NARROWEST = 1.9, 1.15  # width through height of the frame

DOORS = frozenset({"wall_door", "door", "roller_gate"})
WINDOWS = frozenset({"window", "stained_window", "one_way_mirror"})
FLAT = frozenset({"rug", "path", "pool_basin", "pavement"})
ENTERED = frozenset({"car_interior", "open_boat"})  # people are inside: drawn as furniture without what is overhead
WALLS = frozenset({
    "room", "wall", "building", "false_front", "arch", "bars", "partition", "ruin_wall", "coach_shell",
    "cave_shell", "space_shell", "folding_screen", "ward_curtain",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShot:
    """A shot as a plan takes it. number: as people call it."""

    number: str
    size: str
    move: CameraMove
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanThing:
    """A piece of furniture. outlines: of its parts, the lower ones first. flat: it lies on the floor."""

    name: str
    centre: Vec2
    outlines: tuple[Outline, ...]
    flat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOpening:
    """A door or a window in a wall. yaw_deg: of its front, into the room."""

    kind: Literal["door", "window"]
    centre: Vec2
    yaw_deg: float
    width_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMark:
    """Where a person is in some shots. number: 1 for their first place. heading: the way they go, if they go."""

    name: str
    number: int
    place: Vec2
    yaw_deg: float
    heading: Vec2 | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCamera:
    """A camera position. shots: with their facts. left, right: directions of the picture's borders."""

    place: Vec2
    left: Vec2
    right: Vec2
    shots: tuple[tuple[PlanShot, CameraFacts], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorPlan:
    """The plan of a scene. frame: (x0, z0, x1, z1) that is shown. cuts: pieces of walls. axis: the 180-degree line.

    numbers: of the shots, in their order.
    """

    frame: Frame
    cuts: tuple[tuple[Vec2, Vec2], ...]
    openings: tuple[PlanOpening, ...]
    things: tuple[PlanThing, ...]
    marks: tuple[PlanMark, ...]
    cameras: tuple[PlanCamera, ...]
    axis: tuple[Vec2, Vec2] | None
    numbers: tuple[str, ...]


def floor_plan(shots: Sequence[PlanShot]) -> FloorPlan | None:
    """Return the plan of a scene's shots in their order; None where none was staged.

    Shots that play elsewhere than most of them (an insert of a car on its street) are left out.
    """
    places = Counter(shot.stage.set.name for shot in shots)
    if not places:
        return None
    here = [shot for shot in shots if shot.stage.set.name == max(places, key=lambda name: (places[name], name))]
    pieces = tuple({_identity(piece): piece for shot in here for piece in shot.stage.set_pieces}.values())
    marks = _marks(here)
    cameras = _cameras(here)
    cuts = tuple(cut for piece in pieces if piece.kind in WALLS for cut in _cut(_key(piece)))
    return FloorPlan(
        frame=_frame(marks, cameras, cuts if here[0].stage.set.ceiling_m is not None else ()),
        cuts=cuts,
        openings=tuple(_openings(pieces)),
        things=tuple(_things(pieces)),
        marks=marks,
        cameras=cameras,
        axis=_axis(here, marks),
        numbers=tuple(dict.fromkeys(shot.number for shot in here)),
    )


# ---- the set

_Key = tuple[str, Vec3, float, tuple[tuple[str, Parameter], ...]]


def _key(piece: PropPlacement) -> _Key:
    return (piece.kind, piece.position_m, piece.yaw_deg, tuple(sorted(piece.parameters.items())))


def _identity(piece: PropPlacement) -> tuple[str, Vec3]:
    """Return what tells pieces apart that several shots have in common; a door may be open in one of them."""
    return (piece.kind, piece.position_m)


def _mesh(key: _Key) -> tuple[Array, Faces]:
    kind, position, yaw, parameters = key
    geometry = Geometry()
    placed = PropPlacement(kind=kind, position_m=position, yaw_deg=yaw, parameters=dict(parameters))
    build_piece(geometry, placed, night=False)
    vertices, _, faces, _, _ = geometry.arrays()
    return vertices, faces


@lru_cache(maxsize=256)
def _cut(key: _Key) -> tuple[tuple[Vec2, Vec2], ...]:
    """Return the segments in which a level plane at `CUT_M` over the piece's foot cuts its triangles."""
    vertices, faces = _mesh(key)
    height = vertices[:, 1] - (CUT_M + key[1][1])
    corners = vertices[faces]  # (m, 3, 3)
    above = height[faces] > 0.0
    segments: list[tuple[Vec2, Vec2]] = []
    for triangle in np.flatnonzero(above.any(axis=1) & ~above.all(axis=1)).tolist():
        ends: list[Vec2] = []
        for a, b in ((0, 1), (1, 2), (2, 0)):
            if above[triangle, a] != above[triangle, b]:
                low, high = corners[triangle, a], corners[triangle, b]
                fall = high[1] - low[1]
                share = (CUT_M + key[1][1] - low[1]) / fall
                point = low + share * (high - low)
                ends.append((round(float(point[0]), 3), round(float(point[2]), 3)))
        if ends[0] != ends[1]:
            segments.append((min(ends), max(ends)))
    return tuple(dict.fromkeys(segments))


def _openings(pieces: Iterable[PropPlacement]) -> Iterable[PlanOpening]:
    for piece in pieces:
        if piece.kind in DOORS or piece.kind in WINDOWS:
            width, _, _ = piece_size(piece.kind, piece.parameters)
            yield PlanOpening(
                kind="door" if piece.kind in DOORS else "window",
                centre=(piece.position_m[0], piece.position_m[2]),
                yaw_deg=piece.yaw_deg,
                width_m=width,
            )


def _things(pieces: Iterable[PropPlacement]) -> Iterable[PlanThing]:
    for piece in pieces:
        row = kind_of(piece.kind)
        flat = piece.kind in FLAT
        if piece.kind in WALLS | DOORS | WINDOWS or not (row.solid or flat or piece.kind in ENTERED):
            continue
        if piece.position_m[1] + float(piece.parameters.get("y", row.base_m)) > _HUNG_M:
            continue
        outlines = _outlines(_key(piece))
        if outlines:
            corners = np.concatenate([np.array(outline) for outline in outlines])
            middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
            centre = (float(middle[0]), float(middle[1]))
            yield PlanThing(name=piece.kind.replace("_", " "), centre=centre, outlines=outlines, flat=flat)


@lru_cache(maxsize=256)
def _outlines(key: _Key) -> tuple[Outline, ...]:
    """Return the convex outlines from above of the pieces that a piece's mesh falls into, the lower ones first."""
    vertices, faces = _mesh(key)
    owner = _components(vertices, faces)
    found: list[tuple[float, Outline]] = []
    for component in np.unique(owner).tolist():
        points = vertices[owner == component]
        size = np.ptp(points[:, [0, 2]], axis=0)
        if float(points[:, 1].min()) > CUT_M + key[1][1]:  # overhead, as are the crowns of trees
            continue
        if float(size.max()) >= _LEAST_M and float(size.min()) >= _LEAST_M / 4:
            found.append((float(points[:, 1].max()), _hull(points[:, [0, 2]])))
    found.sort(key=lambda entry: entry[0])
    return tuple(dict.fromkeys(outline for _, outline in found))


def _components(vertices: Array, faces: Faces) -> Faces:
    """Return for each vertex the least index of a vertex that faces join it to, corners at one place being one."""
    _, same = np.unique(np.round(vertices / _MERGE_M).astype(np.int64), axis=0, return_inverse=True)
    corners = same.reshape(-1)[faces]
    label = np.arange(int(corners.max()) + 1 if len(corners) else 0)
    while True:
        least = label[corners].min(axis=1)
        before = label.copy()
        for column in range(3):
            np.minimum.at(label, corners[:, column], least)
        label = label[label]
        if np.array_equal(label, before):
            return label[same.reshape(-1)]


def _hull(points: Array) -> Outline:
    """Return the convex hull of points (n, 2). Source: Andrew, Another Efficient Algorithm for Convex Hulls (1979)."""
    ordered = sorted({(round(float(x), 3), round(float(z), 3)) for x, z in points})

    def half(places: Iterable[Vec2]) -> list[Vec2]:
        chain: list[Vec2] = []
        for x, z in places:
            while len(chain) > 1:
                (ax, az), (bx, bz) = chain[-2], chain[-1]
                if (bx - ax) * (z - az) - (bz - az) * (x - ax) > 0:
                    break
                chain.pop()
            chain.append((x, z))
        return chain[:-1]

    return tuple(half(ordered) + half(reversed(ordered)))


# ---- people


def _marks(shots: Sequence[PlanShot]) -> tuple[PlanMark, ...]:
    """Return the places of everybody in the order of the shots; the first one that fits stands for its neighbours."""
    places: dict[str, list[PlanMark]] = {}
    for shot in shots:
        ways = dict(shot.stage.headings)
        for figure in shot.stage.figures:
            own = places.setdefault(figure.name, [])
            here = (figure.position_m[0], figure.position_m[2])
            way = ways.get(figure.figure)
            known = next((index for index, mark in enumerate(own) if math.dist(mark.place, here) < SAME_MARK_M), None)
            if known is None:
                mark = PlanMark(name=figure.name, number=len(own) + 1, place=here, yaw_deg=figure.yaw_deg, heading=way)
                own.append(mark)
            elif own[known].heading is None and way is not None:
                own[known] = replace(own[known], heading=way)
    return tuple(mark for own in places.values() for mark in own)


def _axis(shots: Sequence[PlanShot], marks: Sequence[PlanMark]) -> tuple[Vec2, Vec2] | None:
    """Return the first marks of the two people who are seen most, None where a scene has not two."""
    seen = Counter(figure.name for shot in shots for figure in shot.stage.figures)
    first = {mark.name: mark.place for mark in reversed(marks)}
    order = {name: index for index, name in enumerate(first)}
    pair = sorted(first, key=lambda name: (-seen[name], -order[name]))[:2]
    if len(pair) < 2 or math.dist(first[pair[0]], first[pair[1]]) < SAME_MARK_M:
        return None
    return first[pair[0]], first[pair[1]]


# ---- cameras


def _cameras(shots: Sequence[PlanShot]) -> tuple[PlanCamera, ...]:
    """Return the camera positions in the order of the shots; those that nearly coincide are one."""
    found: list[PlanCamera] = []
    for shot in shots:
        camera = shot.stage.camera
        place = (camera.position_m[0], camera.position_m[2])
        left, right = view_from_above(camera)
        entry = (shot, camera_facts(shot.stage))
        for index, other in enumerate(found):
            if (
                math.dist(other.place, place) < SAME_CAMERA_M
                and max(_between_deg(other.left, left), _between_deg(other.right, right)) < SAME_CAMERA_DEG
            ):
                found[index] = PlanCamera(
                    place=other.place, left=other.left, right=other.right, shots=(*other.shots, entry)
                )
                break
        else:
            found.append(PlanCamera(place=place, left=left, right=right, shots=(entry,)))
    return tuple(found)


def _between_deg(one: Vec2, other: Vec2) -> float:
    return math.degrees(math.acos(min(1.0, max(-1.0, one[0] * other[0] + one[1] * other[1]))))


def _frame(marks: Sequence[PlanMark], cameras: Sequence[PlanCamera], walls: Sequence[tuple[Vec2, Vec2]]) -> Frame:
    """Return what is shown: a room with its walls, or the ground about the people and the cameras near them."""
    people = [mark.place for mark in marks] or [(0.0, 0.0)]
    middle = (sum(x for x, _ in people) / len(people), sum(z for _, z in people) / len(people))
    near = [camera.place for camera in cameras if math.dist(camera.place, middle) < _NEAR_M]
    room = [end for wall in walls for end in wall if math.dist(end, middle) < 1.5 * _NEAR_M]
    points = np.array([*people, *near, *room])
    low, high = points.min(axis=0) - _MARGIN_M, points.max(axis=0) + _MARGIN_M
    size = np.maximum(high - low, _LEAST_FRAME_M if room else _LEAST_GROUND_M)
    size[1] = max(size[1], size[0] / _WIDEST)
    size[0] = max(size[0], size[1] * _NARROWEST)
    centre = (low + high) / 2
    low, high = centre - size / 2, centre + size / 2
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def people_named(plan: FloorPlan) -> Mapping[str, int]:
    """Return how many marks each person of the plan has."""
    return Counter(mark.name for mark in plan.marks)
