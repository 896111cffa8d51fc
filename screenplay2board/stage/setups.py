"""Cameras that are tied to a person or a thing: over the shoulder, point of view, insert.

Enters: a `View`, and the person whose shoulder, eyes or hand it is. Leaves: a `Solution` as of `camera.solve`.
"""

from __future__ import annotations

from dataclasses import replace
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt, tan

import numpy as np

from screenplay2board.stage.body.head.hair import hides_ears
from screenplay2board.stage.camera import (
    FLOOR_M,
    HEAD_MARGIN,
    LONGEST,
    WIDEST,
    focal_fov_deg,
    head_limits,
    scaled,
    vec3_of,
)
from screenplay2board.stage.framing import DUTCH_ROLL_DEG, PITCH_DEG, hair_above
from screenplay2board.stage.geometry import Array, unit, vec
from screenplay2board.stage.inserts import InsertShot
from screenplay2board.stage.player import azimuth_deg, turn_deg
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.sight import Obstacles
from screenplay2board.stage.types import CameraPose, Vec3
from screenplay2board.stage.view import Person, Solution, View

FARTHEST_PAIR_M = 3.4  # from farther away a shoulder hides more than it tells
NEAREST_EYES_M = 0.75  # nearer than that a face is a caricature
WIDEST_PAST_SHOULDER = 0.84  # focal length in frame heights
SHOULDER_M = 0.82  # camera behind the head it looks past
UNEVEN_M = 0.2  # one sits, the other stands: the camera looks down or up
LARGEST_SHOULDER = 0.72  # height of the head with its hair that stands in front, in frame heights
LARGER_SHOULDER = 0.25  # of a close-up, so much larger than its face: from farther off no room is deep enough
LOWEST_NECK = 0.9  # of who stands in front, from the frame's upper edge: a head without shoulders is a dark sack
# Off the lens's axis a face from behind shows the ear, the cheek and the line of the jaw; hair over the ears hides it
# longer. More than that at most looks past the other.
CHEATED_DEG, CHEATED_PAST_HAIR_DEG, CHEATED_AT_MOST_DEG = 42.0, 56.0, 46.0
CHEATED_M = 2.0  # how far off the point looked at is
INSERT_FOV_DEG = 31.0
# How far from the middle of a thing, of the picture's height, nothing may hide it; a page is read as a whole.
SEEN_OF_THING, SEEN_OF_PAGE = 0.12, 0.3
UPRIGHT = 0.6  # cosine of the neck's lean
UNDER_CEILING_M, HIGHEST_CORNER_M = 0.35, 3.4  # of a camera in the corner of a room
CORNER_FOCAL = 0.62  # in frame heights: as wide as a room is drawn without its corners running away
CORNER_WIDEST = 0.44  # of a small one
FARTHEST_OUT_M = 0.5  # from the corner: from farther behind the walls the room is a model of a room
BAD_SHOULDER = 2.4  # the cost from which a single tells more


def shoulder_of(view: View) -> Person | None:
    """Return whose shoulder it is: as told, else the nearest other; None where nobody else is there."""
    main = view.subjects[0]
    others = [person for person in view.people if person is not main]
    told = [person for person in others if person.placement.name == view.brief.over]
    if told:
        return told[0]
    return min(others, key=lambda p: float(np.linalg.norm(p.head - main.head)), default=None)


def shoulder_is_near(view: View, over: Person) -> bool:
    """Tell whether a shot of this size can be taken past the shoulder of `over`."""
    away = over.head - view.subjects[0].head
    distance = hypot(float(away[0]), float(away[2]))
    focal = view.rule.target * (distance + SHOULDER_M) / view.subjects[0].anchors.head_height_m
    near = 0.25 < distance < FARTHEST_PAIR_M and focal > WIDEST_PAST_SHOULDER
    return near and _is_upright(over) and view.brief.size not in ("ECU", "LS", "ELS")


def _is_upright(person: Person) -> bool:
    """Tell whether somebody's head is above the neck: nobody looks past the shoulder of who lies, or is carried."""
    neck = person.anchors.joints["crown"] - person.anchors.joints["neck"]
    return float(neck[1]) > UPRIGHT * float(np.linalg.norm(neck))


def over_the_shoulder(view: View, over: Person) -> Solution:
    """Return the camera behind `over` that looks at the subject, on the audience's side of the line.

    The one in front fills a side of the frame and does not touch the other's face: the angle between both follows from
    the places they should have in the picture, the camera's place from that angle by the law of sines.
    """
    tries = [
        _shoulder_camera(view, over, side=side, room=room, rise_m=rise_m)
        for side in (1.0, -1.0)
        for room in (0.0, 0.07, 0.14)
        for rise_m in (0.0, 0.18, -0.12, -0.24)
    ]
    costs = [_shoulder_cost(view, over, camera) + penalty for camera, penalty in tries]
    best = int(np.argmin(costs))
    camera = tries[best][0]
    return Solution(
        camera=camera,
        cost=costs[best],
        azimuth_deg=_azimuth_of(camera),
        reasons=(f"over {over.placement.name}'s shoulder, on the audience's side of the line",),
    )


def _shoulder_camera(view: View, over: Person, *, side: float, room: float, rise_m: float) -> tuple[CameraPose, float]:
    """Return a camera past the shoulder of `over`; side -1 crosses the line. room: more air between the heads."""
    main = view.subjects[0]
    ratio = view.rule.ratio_for(main.placement.look)
    away = over.head - main.head
    distance = max(hypot(float(away[0]), float(away[2])), 0.4)
    largest = LARGEST_SHOULDER / (1 + hair_above(over.placement.look, hat=False))
    back = max(SHOULDER_M, ratio * distance / max(largest - ratio, LARGER_SHOULDER))
    along = atan2(float(away[0]), float(away[2]))
    toward = -1.0 if turn_deg(degrees(along), 0.0) > 0 else 1.0
    apart = _apart(view) + room
    reach = distance + back
    turn = 0.0
    for _ in range(3):
        focal = ratio * reach / main.anchors.head_height_m
        angle = min(apart / focal, 0.9)
        turn = asin(min(back * sin(angle) / distance, 0.95))
        reach = back * cos(angle) + distance * cos(turn)
    azimuth = along + side * toward * turn
    eyes_m, other_m = float(over.anchors.joints["eyes"][1]), float(main.anchors.joints["eyes"][1])
    uneven = abs(eyes_m - other_m) > UNEVEN_M
    height = (eyes_m + 0.10 if uneven else 0.75 * eyes_m + 0.25 * other_m + 0.07) + rise_m
    height -= tan(radians(PITCH_DEG[view.brief.angle]) * 0.45) * reach
    position = main.head + vec(sin(azimuth) * reach, 0, cos(azimuth) * reach)
    position[1] = max(height, FLOOR_M)
    target = vec(float(main.head[0]), float(position[1]), float(main.head[2]))
    if uneven or abs(PITCH_DEG[view.brief.angle]) > 1:
        target[1] = float(main.head[1])
    camera = _scaled(view, main, position, target, ratio)
    left = float(Projection.of(camera).to_view(over.head[None])[0, 0]) < 0
    place = 0.5 + (1 if left else -1) * min(0.14, 0.08 * view.aspect)
    return _shifted(view, camera, main.head, place), (0.0 if side > 0 else 2.5) + abs(rise_m) + room


def cheated(view: View, over: Person, camera: CameraPose) -> Vec3 | None:
    """Return where `over` looks so that the lens sees ear, cheek and jaw; None where it sees them anyhow, or cannot.

    The face turns farther to the subject's side of the picture. Nobody notices: an actor cheats to the camera.
    """
    main = view.subjects[0]
    if over.placement.look_at is None or over.anchors.extent is not None:
        return None
    away = over.head - vec(*camera.position_m)
    ahead_deg = azimuth_deg(float(away[0]), float(away[2]))
    seen = Projection.of(camera).project(np.stack([main.head, over.head]))
    side = 1.0 if seen[0, 0] > seen[1, 0] else -1.0  # of the picture; azimuths fall towards its right
    turned = -side * turn_deg(over.head_yaw_deg, ahead_deg)
    wanted = CHEATED_PAST_HAIR_DEG if hides_ears(over.placement.look) else CHEATED_DEG
    missing = wanted - turned
    if not 0.0 < missing < wanted + 20.0:
        return None
    azimuth = radians(over.head_yaw_deg - side * min(missing, CHEATED_AT_MOST_DEG))
    x, _, z = (over.head + CHEATED_M * vec(sin(azimuth), 0.0, cos(azimuth))).tolist()
    return (x, float(main.anchors.joints["eyes"][1]), z)


def _apart(view: View) -> float:
    """Return how far the two heads are apart in the picture, in frame heights."""
    ratio = view.rule.target
    return min(0.30 * view.aspect + 0.10, 0.62) + 0.25 * min(ratio, 0.6)


def _shoulder_cost(view: View, over: Person, camera: CameraPose) -> float:
    """Return what hides the face, and how much the one in front covers of it."""
    main = view.subjects[0]
    joints = main.anchors.joints
    face = np.stack([joints["eyes"], joints["chin"], main.head])
    own = (main.placement.figure,)
    cost = 10.0 * float(view.obstacles.hidden(camera.position_m, face, own).mean())
    cost += 6.0 * view.obstacles.holds(camera.position_m)
    projection = Projection.of(camera)
    seen = projection.project(np.stack([main.head, over.head]))
    if seen[1, 2] < 0.15:
        return cost + 4.0
    width, height = view.brief.frame_px
    tall = _head_px(projection, over, seen[1, 2])
    shown = (float(seen[1, 1]) + 0.5 * tall) / tall  # how much of the head is below the frame's upper edge
    cost += 8.0 * max(0.0, 0.45 - min(shown, (height - float(seen[1, 1]) + 0.5 * tall) / tall))
    neck = float(projection.project(over.anchors.joints["neck"][None])[0, 1]) / height
    cost += 3.0 * min(max(neck - LOWEST_NECK, 0.0), 0.3)
    cost += 6.0 * float(_shoulders(over).hidden(camera.position_m, face, own).mean())
    reach = 0.3 * _head_px(projection, over, seen[1, 2])
    inside = -reach < seen[1, 0] < width + reach
    gap = abs(seen[0, 0] - seen[1, 0])
    wanted = 0.5 * (_head_px(projection, over, seen[1, 2]) + _head_px(projection, main, seen[0, 2])) * 0.86
    cost += 4.0 * max(0.0, 1.0 - float(gap / max(wanted, 1.0)))
    return cost + (0.0 if inside else 1.2)


def _shoulders(over: Person) -> Obstacles:
    """Return the shoulders and upper arms of who stands in front: they are broader than a head."""
    joints = over.anchors.joints
    spots = [0.5 * (joints[f"shoulder_{side}"] + joints[other]) for side in "lr" for other in ("neck", f"elbow_{side}")]
    balls = np.array([(*spot.tolist(), 0.10) for spot in (*spots, joints["shoulder_l"], joints["shoulder_r"])])
    return Obstacles(np.zeros((0, 6)), balls, np.full(len(balls), float(over.placement.figure)))


def _head_px(projection: Projection, person: Person, depth: float) -> float:
    return projection.focal_px * person.anchors.head_height_m / max(float(depth), 0.1)


def point_of_view(view: View, eyes: Array, over_name: str) -> Solution:
    """Return the camera at `eyes` (3,) of somebody who is not in the picture, looking at the subject."""
    main = view.subjects[0]
    ratio = view.rule.ratio_for(main.placement.look)
    position = eyes.copy()
    away = position - main.head
    distance = max(float(np.linalg.norm(away)), 1e-3)
    nearest = 0.42 * main.anchors.head_height_m / 0.26 * max(ratio / 0.6, 0.75)
    nearest = max(nearest, NEAREST_EYES_M, WIDEST * main.anchors.head_height_m / ratio)
    if distance < nearest:
        position = main.head + away / distance * nearest
    farthest = 0.6 * LONGEST * main.anchors.head_height_m / ratio
    if distance > farthest:
        position = main.head + away / distance * farthest
    if float(position[1]) < FLOOR_M:  # it goes as far, along the floor
        level_m = sqrt(max(float(np.square(position - main.head).sum()) - (float(main.head[1]) - FLOOR_M) ** 2, 0.0))
        aside = unit((position - main.head) * (1.0, 0.0, 1.0))
        position = vec(float(main.head[0]), FLOOR_M, float(main.head[2])) + aside * level_m
    target = main.head - vec(0, (0.5 - view.rule.headroom) * main.anchors.head_height_m / ratio * 0.6, 0)
    level = abs(float(position[1] - main.head[1])) < 0.35
    if view.brief.size == "ECU":
        target = main.anchors.joints["eyes"].copy()
    elif level:
        target[1] = position[1]
    camera = _shifted(view, _scaled(view, main, position, target, ratio), main.head, 0.5)
    return Solution(
        camera=camera, cost=0.0, azimuth_deg=_azimuth_of(camera), reasons=(f"seen with {over_name}'s eyes",)
    )


def insert(view: View, thing: InsertShot) -> Solution:
    """Return the camera before a thing; the brief's angle changes from where it is seen."""
    centre, span_m, facing_deg, pitch_deg = thing.centre, thing.span_m, thing.facing_deg, thing.pitch_deg
    brief = view.brief
    focal = 0.5 / tan(radians(INSERT_FOV_DEG) / 2)
    pitch0 = {"low": 6.0, "worm": 14.0, "overhead": -78.0, "high": -56.0}.get(brief.angle, pitch_deg)
    tries: list[tuple[float, CameraPose]] = []
    reach_m = span_m * (SEEN_OF_PAGE if thing.normal is not None else SEEN_OF_THING)
    for offset, pitch, penalty in (
        (28.0, pitch0, 0.0), (-28.0, pitch0, 0.1), (46.0, pitch0, 0.4), (-46.0, pitch0, 0.4), (8.0, pitch0 - 10, 0.5),
        (64.0, pitch0 - 4, 0.8), (-64.0, pitch0 - 4, 0.8), (90.0, pitch0 - 8, 1.6), (-90.0, pitch0 - 8, 1.6),
        (40.0, pitch0 - 26, 0.9), (-40.0, pitch0 - 26, 0.9), (75.0, pitch0 - 30, 1.2), (-75.0, pitch0 - 30, 1.2),
        (150.0, pitch0 - 20, 3.0), (-150.0, pitch0 - 20, 3.0),
    ):  # fmt: skip
        azimuth, tilt = radians(facing_deg + offset), radians(max(pitch, -80.0))
        out = vec(sin(azimuth) * cos(tilt), -sin(tilt), cos(azimuth) * cos(tilt))
        position = centre + out * (span_m * focal)
        if position[1] < FLOOR_M:
            position[1] = FLOOR_M
        camera = CameraPose(
            position_m=vec3_of(position), target_m=vec3_of(centre), fov_deg=INSERT_FOV_DEG, frame_px=brief.frame_px,
            roll_deg=DUTCH_ROLL_DEG if brief.angle == "dutch" else 0.0,
        )  # fmt: skip
        around = centre + reach_m * np.array([(0, 0, 0), (1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, 0, 1)])
        hidden = float(view.obstacles.hidden(position, around).mean())
        cost = penalty + 8.0 * hidden + 6.0 * view.obstacles.holds(position, 0.05, 0.05)
        cost += max(0.0, abs(turn_deg(degrees(azimuth), 0.0)) - 80.0) / 90.0
        if thing.normal is not None:
            cost += 3.0 * (1.0 - float(out @ thing.normal))
        tries.append((cost, camera))
    cost, camera = min(tries, key=lambda tried: tried[0])
    return Solution(camera=camera, cost=cost, azimuth_deg=_azimuth_of(camera))


def across_room(view: View) -> Solution | None:
    """Return the widest view of a room: with a wide lens from a corner under the ceiling, as it would be drawn.

    None where the room has no ceiling to be under, is too small for that, or is asked for from another angle.
    """
    ceiling_m, brief = view.plan.ceiling_m, view.brief
    if brief.size != "ELS" or brief.angle != "eye" or ceiling_m is None or not brief.interior or view.in_vehicle:
        return None
    x0, z0, x1, z1 = view.plan.bounds_m
    height = min(ceiling_m - UNDER_CEILING_M, HIGHEST_CORNER_M)
    middle = vec((x0 + x1) / 2, 0.0, (z0 + z1) / 2)
    aim = 0.5 * (middle + view.heads.mean(axis=0) * (1.0, 0.0, 1.0)) + vec(0, 0.45 * height, 0)
    corners = [vec(x, height, z1) for x in (x1, x0)]
    placed = [(_corner_camera(view, eye, aim), eye) for eye in corners]
    tries = [camera for camera, eye in placed if np.linalg.norm(eye - camera.position_m) < FARTHEST_OUT_M]
    if not tries:
        return None
    costs = [_corner_cost(view, camera) for camera in tries]
    best = int(np.argmin(costs))
    return Solution(
        camera=tries[best],
        cost=costs[best],
        azimuth_deg=_azimuth_of(tries[best]),
        reasons=("the whole room, from a corner under the ceiling",),
    )


def _corner_camera(view: View, eye: Array, aim: Array) -> CameraPose:
    """Return the camera at `eye` (3,), with a lens so wide that the main head is not larger than its size.

    Where no lens is wide enough the camera stands farther back, behind the wall, which does not hide the room.
    """
    main = view.subjects[0]
    camera = CameraPose(position_m=vec3_of(eye), target_m=vec3_of(aim), fov_deg=30.0, frame_px=view.brief.frame_px)
    projection = Projection.of(camera)
    depth = float(projection.to_view(main.head[None])[0, 2])
    per_focal = main.anchors.head_height_m / (view.rule.head[1] / HEAD_MARGIN)
    focal = min(max(depth / per_focal, CORNER_WIDEST), CORNER_FOCAL)
    back = max(focal * per_focal - depth, 0.0)
    return replace(camera, position_m=vec3_of(eye - back * projection.axes[2]), fov_deg=focal_fov_deg(focal))


def _corner_cost(view: View, camera: CameraPose) -> float:
    """Return which of the subjects a corner hides, and who is out of the picture."""
    seen = Projection.of(camera).project(view.heads) / (*camera.frame_px, 1.0)
    outside = ((seen[:, :2] < 0.04) | (seen[:, :2] > 0.96)).any(axis=1) | (seen[:, 2] < 0.3)
    faces = np.concatenate([np.stack([p.head, p.anchors.joints["eyes"]]) for p in view.subjects])
    own = tuple(person.placement.figure for person in view.subjects)
    hidden = float(view.obstacles.hidden(camera.position_m, faces, own).mean())
    return 8.0 * float(outside.mean()) + 4.0 * hidden + 6.0 * view.obstacles.holds(camera.position_m)


# ---------------------------------------------------------------- shared


def _scaled(view: View, main: Person, position: Array, target: Array, ratio: float) -> CameraPose:
    """Return a camera whose focal length gives the main head the height `ratio`."""
    roll = DUTCH_ROLL_DEG if view.brief.angle == "dutch" else 0.0
    camera = CameraPose(
        position_m=vec3_of(position), target_m=vec3_of(target), fov_deg=30.0, roll_deg=roll,
        frame_px=view.brief.frame_px,
    )  # fmt: skip
    lowest, highest = head_limits(view, camera)
    return scaled(camera, main, min(max(ratio, lowest), highest))


def _shifted(view: View, camera: CameraPose, head: Array, place: float) -> CameraPose:
    """Return `camera` with the head at `place` across the frame and the headroom of the size."""
    projection = Projection.of(camera)
    width, height = view.brief.frame_px
    main = view.subjects[0]
    x = float(projection.project(head[None])[0, 0]) / width
    if view.brief.size == "ECU":
        y, want = float(projection.project(main.anchors.joints["eyes"][None])[0, 1]) / height, 0.40
    elif main.anchors.lying:
        y, want = float(projection.project(head[None])[0, 1]) / height, 0.46
    else:
        points = main.body if view.rule.whole else main.top
        ys = projection.project(points)[:, 1] / height
        y, want = float(ys.min()), view.rule.headroom
        if view.rule.whole:
            want = max(1.0 - float(np.ptp(ys)), 0.0) * 0.56
    limit = 0.48
    shift = (min(max(place - x, -limit), limit), min(max(want - y, -limit), limit))
    return replace(camera, shift=(round(shift[0], 4), round(shift[1], 4)))


def _azimuth_of(camera: CameraPose) -> float:
    """Return the azimuth from the target to the camera."""
    x, z = camera.position_m[0] - camera.target_m[0], camera.position_m[2] - camera.target_m[2]
    return azimuth_deg(x, z) if sqrt(x * x + z * z) > 1e-6 else 0.0
