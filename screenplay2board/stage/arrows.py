"""The signs of a storyboard: where people go and how the camera moves, placed where no face is.

Enters: the solved camera, people and their ways. Leaves: `Arrow`s in shares of the frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product

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
_FRAMES: Mapping[CameraMove, tuple[bool, bool]] = {  # whether it goes in, and whether the camera travels
    "push in": (True, True),
    "pull out": (False, True),
    "zoom in": (True, False),
    "zoom out": (False, False),
}
_DOLLY_WIDTH, _ZOOM_WIDTH = 0.0125, 0.0045  # of the arrows at the corners: a dolly's have a body, a zoom's are lines
_FRAME_SHARE = 0.62  # of the picture that a move in ends on, where faces allow
_FRAME_SHARES = (0.62, 0.56, 0.68, 0.74, 0.5, 0.8, 0.44)
_INSIDE = 0.01  # of the picture: so far inside a frame is what it frames
_FRAME_SHIFTS = (0.0, -0.04, 0.04, -0.08, 0.08, -0.12, 0.12)
_FRAME_MARGIN = 0.05
_EDGE = 0.07
_PAN_RISE = 0.06  # a camera that turns on its foot draws an arc, one that travels a straight line
_SHORTEST = 0.05
_FACE_MARGIN = 0.025
_CORNER_REACH = 0.13  # of the frame: what a shaken corner takes
_FOCUS_GROWTH = 0.2  # of a face, that brackets stand off it
_FOCUS_WIDTH = 0.010
_NARROWEST_BRACKETS = 0.06
_ACROSS_SHARE = 0.5  # sideways part of a way from which it counts as across the picture
TOGETHER_M = 1.7  # people who walk so near share an arrow


def arrows_for(
    brief: StageBrief, camera: CameraPose, people: Sequence[Person], headings: Mapping[int, Vec2], focus: Vec2
) -> tuple[Arrow, ...]:
    """Return the signs of a shot; `focus` is where in the frame a push in ends."""
    faces = [rect for person in people if (rect := face_rect(camera, person)) is not None]
    arrows: list[Arrow] = []
    shown: list[Person] = []
    for person in people if brief.framing != "insert" else ():  # nobody's way is told by a picture of a thing
        heading = headings.get(person.placement.figure)
        together = any(float(np.linalg.norm(other.head - person.head)) < TOGETHER_M for other in shown)
        if heading is not None and not together and _in_frame(camera, person):
            shown.append(person)
            arrow = _way_arrow(camera, person, heading, faces)
            if arrow is not None:
                arrows.append(arrow)
    if brief.move == "follow":
        taken = [*faces, *(_bounds(arrow.points) for arrow in arrows)]
        move = _follow_arrow(camera, shown or _leading(brief, people), headings, taken)
    elif brief.move == "rack focus":
        move = _focus_pull(brief, camera, people)
    else:
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


# ---- people


def _way_arrow(camera: CameraPose, person: Person, heading: Vec2, faces: Sequence[Rect]) -> Arrow | None:
    """Return the arrow on the floor before somebody who moves; at the frame's foot where the feet are not seen."""
    projection = Projection.of(camera)
    width, height = camera.frame_px
    feet = 0.5 * (person.anchors.joints["ankle_l"] + person.anchors.joints["ankle_r"])
    feet = vec(float(feet[0]), float(person.placement.position_m[1]), float(feet[2]))
    way = vec(heading[0], 0.0, heading[1])
    extent = person.anchors.extent
    if extent is not None:  # before the nose of an animal or a vehicle, and as long as it is large
        ahead = float(((extent - feet) @ way).max())
        feet[1] = float(extent[:, 1].min())  # who flies has no floor
        points = projection.project(np.stack([feet + share * max(ahead, 0.3) * way for share in (1.25, 1.7, 2.2)]))
    else:
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
    return _free_arrow(middle, side, faces)


def _free_arrow(middle: float, side: float, faces: Sequence[Rect]) -> Arrow | None:
    """Return a level arrow at the foot or the head of the frame where no face is."""
    start = min(max(middle + 0.06 * side, 0.18), 0.82)
    for y in (0.92, 0.86, 0.08):
        ends = [(round(start, 4), y), (round(min(max(start + 0.17 * side, 0.03), 0.97), 4), y)]
        if not _touches(ends, faces):
            return Arrow(kind="figure", points=tuple(ends), width=0.018)
    return None


# ---- the camera


def _camera_arrow(brief: StageBrief, faces: Sequence[Rect], focus: Vec2) -> Arrow | None:
    """Return the sign of the camera's move, None for a camera that stands still."""
    move = brief.move
    if move in _FRAMES:
        return _move_frame(move, faces, focus)
    if move == "handheld":
        return _shake(faces)
    if move in _SIDEWAYS:
        side = _SIDEWAYS[move]
        reach = 0.30 if move == "whip pan" else 0.20
        rise = _PAN_RISE if "pan" in move else 0.0
        return _first_free(
            ([(0.5 - reach * side, y), (0.5, y - rise), (0.5 + reach * side, y)] for y in (0.93, _EDGE + rise)), faces
        )
    if move in _UPWARD:
        down = _UPWARD[move]
        return _first_free(([(x, 0.5 - 0.26 * down), (x, 0.5 + 0.26 * down)] for x in (0.95, 0.05)), faces)
    return None


def _first_free(ways: Iterable[list[Vec2]], taken: Sequence[Rect]) -> Arrow | None:
    """Return the camera's arrow along the first of `ways` that nothing is on."""
    for ends in ways:
        if not _touches(ends, taken):
            return Arrow(kind="camera", points=tuple(ends), width=0.022)
    return None


def _move_frame(move: CameraMove, faces: Sequence[Rect], focus: Vec2) -> Arrow:
    """Return the frame that a move ends on or starts from, placed so that its sides cross no face.

    Where none is free only the frame's corners are drawn.
    """
    inward, travels = _FRAMES[move]
    # who stands at the picture's edge is held by the outermost frame
    nearest, farthest = _FRAME_MARGIN + _INSIDE, 0.95 - _INSIDE
    focus = (min(max(focus[0], nearest), farthest), min(max(focus[1], nearest), farthest))
    ranked = sorted(
        (_frame_cost(rect, faces, focus), rect)
        for share, dx, dy in product(_FRAME_SHARES, _FRAME_SHIFTS, _FRAME_SHIFTS)
        if (rect := _frame_around(focus, share, dx, dy)) is not None
    )
    crossed = ranked[0][0] >= 1.0
    best = ranked[0][1]
    if not crossed:
        best = next((rect for cost, rect in ranked if cost < 1.0 and _corners_free(rect, faces)), best)
    low, high = best[:2], best[2:]
    return Arrow(
        kind="frame" if inward else "outer", points=(low, high), width=_DOLLY_WIDTH if travels else _ZOOM_WIDTH,
        whole=not crossed,
    )  # fmt: skip


def _frame_around(focus: Vec2, share: float, dx: float, dy: float) -> Rect | None:
    """Return the frame of `share` that has `focus` above its middle, None where it has to leave it out."""
    low = 0.95 - share
    x = min(max(focus[0] - 0.5 * share + dx, _FRAME_MARGIN), low)
    y = min(max(focus[1] - 0.42 * share + dy, _FRAME_MARGIN), low)
    if not (x < focus[0] < x + share and y < focus[1] < y + share):
        return None
    return round(x, 4), round(y, 4), round(x + share, 4), round(y + share, 4)


def _frame_cost(frame: Rect, faces: Sequence[Rect], focus: Vec2) -> float:
    """Return 1 for each face that the frame's sides cross, and below 1 how far it is from the usual frame."""
    x0, y0, x1, y1 = frame
    crossed = sum(
        fx0 < x1 and x0 < fx1 and fy0 < y1 and y0 < fy1 and not (x0 < fx0 and fx1 < x1 and y0 < fy0 and fy1 < y1)
        for fx0, fy0, fx1, fy1 in faces
    )
    off = abs((x0 + x1) / 2 - focus[0]) + abs(y0 + 0.42 * (y1 - y0) - focus[1])
    return crossed + 0.5 * min(abs(x1 - x0 - _FRAME_SHARE) + off, 1.9)


def _corners_free(frame: Rect, faces: Sequence[Rect]) -> bool:
    """Tell whether the arrows between the corners of the frame and those of the picture cross no face."""
    x0, y0, x1, y1 = frame
    ways = (((0.0, 0.0), (x0, y0)), ((1.0, 0.0), (x1, y0)), ((0.0, 1.0), (x0, y1)), ((1.0, 1.0), (x1, y1)))
    return not any(_touches(way, faces) for way in ways)


def _shake(faces: Sequence[Rect]) -> Arrow | None:
    """Return the shaken frame of a camera in the hand: the corners of the picture where no face is."""
    corners: list[Vec2] = []
    for corner in product((0.0, 1.0), (0.0, 1.0)):
        near = tuple(abs(side - _CORNER_REACH) for side in corner)
        if not _touches(((corner[0], near[1]), corner, (near[0], corner[1])), faces):
            corners.append(corner)
    return Arrow(kind="shake", points=tuple(corners)) if corners else None


def _leading(brief: StageBrief, people: Sequence[Person]) -> list[Person]:
    """Return the first subject: whom a camera follows where nobody is seen to go anywhere."""
    return [person for person in people if person.placement.name in brief.subject][:1]


def _follow_arrow(
    camera: CameraPose, walkers: Sequence[Person], headings: Mapping[int, Vec2], taken: Sequence[Rect]
) -> Arrow | None:
    """Return the arrow of a camera that goes along with somebody: across the frame's foot, or along its depth."""
    if not walkers:
        return None
    yaw = np.radians(walkers[0].placement.yaw_deg)
    x, z = headings.get(walkers[0].placement.figure, (float(np.sin(yaw)), float(np.cos(yaw))))
    axes = Projection.of(camera).axes
    across, away = float(vec(x, 0.0, z) @ axes[0]), float(vec(x, 0.0, z) @ axes[2])
    ways: list[list[Vec2]] = []
    if abs(across) >= _ACROSS_SHARE * abs(away):
        side = 1.0 if across >= 0 else -1.0
        ways = [[(0.5 - 0.2 * side, y), (0.5 + 0.2 * side, y)] for y in (0.93, _EDGE)]
    lean = -1.0 if (across >= 0) == (away >= 0) else 1.0  # the side on which the arrow leans the way that they go
    for side in (lean, -lean):  # along a floor that narrows into the distance
        near, far = (0.5 + 0.44 * side, 0.94), (0.5 + 0.33 * side, 0.66)
        ways.append([near, far] if away >= 0 else [far, near])
    found = _first_free(ways, taken)
    return None if found is None else replace(found, kind="follow")


def _focus_pull(brief: StageBrief, camera: CameraPose, people: Sequence[Person]) -> Arrow | None:
    """Return the brackets around whom the focus leaves and whom it goes to.

    Of two subjects it goes from the first to the second; to a single one it comes from whoever is nearest the lens.
    """
    seen = {person.placement.name: rect for person in people if (rect := face_rect(camera, person)) is not None}
    subjects = [name for name in brief.subject if name in seen]
    if not subjects:
        return None
    eye = np.array(camera.position_m)
    others = sorted(
        (float(np.linalg.norm(person.head - eye)), person.placement.name)
        for person in people
        if person.placement.name in seen and person.placement.name not in subjects
    )
    chain = subjects[:2] if len(subjects) > 1 else [name for _, name in others[:1]] + subjects
    boxes = [_around(seen[name]) for name in chain]
    if len(boxes) > 1:
        boxes[0] = _beside(boxes[0], boxes[1])
    corners = [corner for x0, y0, x1, y1 in boxes for corner in ((x0, y0), (x1, y1))]
    return Arrow(kind="focus", points=tuple(corners), width=_FOCUS_WIDTH)


def _around(face: Rect) -> Rect:
    """Return the box of focus brackets around a face, inside the picture."""
    x0, y0, x1, y1 = face
    dx, dy = _FOCUS_GROWTH * (x1 - x0), _FOCUS_GROWTH * (y1 - y0)
    low = (round(max(x0 - dx, 0.025), 4), round(max(y0 - dy, 0.03), 4))
    return (*low, round(min(x1 + dx, 0.975), 4), round(min(y1 + dy, 0.97), 4))


def _beside(box: Rect, other: Rect) -> Rect:
    """Return what of `box` lies beside `other`, so that brackets do not overlap; all of it where that is too little."""
    x0, y0, x1, y1 = box
    if x0 < other[0] < x1 <= other[2]:
        x1 = other[0]
    elif other[0] <= x0 < other[2] < x1:
        x0 = other[2]
    return (x0, y0, x1, y1) if x1 - x0 > _NARROWEST_BRACKETS else box


def _bounds(points: Sequence[Vec2]) -> Rect:
    """Return the box of points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _touches(ends: Sequence[Vec2], faces: Sequence[Rect]) -> bool:
    """Tell whether an arrow through `ends` comes near a face."""
    share = np.linspace(0, 1, 7)[:, None]
    path = np.concatenate(
        [np.array(start) + share * (np.array(end) - np.array(start)) for start, end in pairwise(ends)]
    )
    x, y = path[:, 0], path[:, 1]
    return any(
        bool(
            (
                (x > x0 - _FACE_MARGIN) & (x < x1 + _FACE_MARGIN) & (y > y0 - _FACE_MARGIN) & (y < y1 + _FACE_MARGIN)
            ).any()
        )
        for x0, y0, x1, y1 in faces
    )
