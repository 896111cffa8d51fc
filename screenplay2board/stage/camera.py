"""The camera solver: from film terms to a pinhole camera.

Enters: a brief, posed people and what stands in the way. Leaves: a `Solution`: the camera whose head height, crop,
headroom and look room are those of the shot, chosen among several sides and heights by cost.

The head's height is exact by construction: the focal length follows from the distance. What varies is where the camera
stands. Angles: azimuth 0 is the audience's side (+z), positive to the right; pitch positive looks up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import atan, cos, degrees, inf, radians, sin, tan

import numpy as np
import numpy.typing as npt

from screenplay2board.stage.framing import (
    DUTCH_ROLL_DEG,
    EYE_LINE,
    LENS_FACTOR,
    PITCH_DEG,
)
from screenplay2board.stage.geometry import Array, vec
from screenplay2board.stage.player import turn_deg
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import CameraPose
from screenplay2board.stage.view import Person, Solution, Trial, View

FLOOR_M = 0.12  # a camera is not buried
AUDIENCE_DEG = 78.0  # farther round than this the camera nears the line
MAX_SHIFT = 0.55  # lens shift; beyond it a picture looks sheared
WIDEST, LONGEST = 0.62, 15.0  # focal length in frame heights
GOOD_ENOUGH = 0.45
LOST = 30.0  # the cost of a frame without its main head: anything else is better
AGAIN_DEG = 11.0  # from nearer to a camera that failed, the same thing is in the way
NARROW_M = 3.4  # a set of less width is a coach or a corridor
ROOM_WIDEST = 0.46
ROOM_ELS_HEAD = 0.034  # a room is not larger than that
UNDER_ROOF = 0.07  # of the frame's height, more than elsewhere over a head: a roof, and less of the bonnet
HEAD_MARGIN = 1.07  # heads are not boxes: what is drawn differs that much from what is reckoned


def solve(view: View, trials: Sequence[Trial], failed: Sequence[CameraPose] = ()) -> Solution:
    """Return the best of `trials`; where all are bad, the same with the camera higher, lower, nearer and farther.

    failed: cameras that showed too little, which are not to be taken again, nor one beside them.
    """
    sights = _Sights.of(view, failed)
    best = _best(view, sights, trials, None)
    if best is None or best.cost > 3.0:
        more = [
            replace(t, rise_m=t.rise_m + rise, pitch=t.pitch + pitch, zoom=t.zoom * zoom, penalty=t.penalty + penalty)
            for rise, pitch, zoom, penalty in (
                (0.30, -7.0, 1.0, 0.5), (0.0, 0.0, 0.6, 0.6), (0.8, -16.0, 0.8, 1.2), (-0.35, 6.0, 0.8, 1.0),
            )
            for t in trials[: 7 if len(view.subjects) < 4 else 4]
        ]  # fmt: skip
        best = _best(view, sights, more, best)
    if best is None:
        raise ValueError("there is no place to try")
    return best


def _best(view: View, sights: _Sights, trials: Sequence[Trial], best: Solution | None) -> Solution | None:
    for trial in trials:
        if best is not None and trial.penalty >= best.cost:
            continue
        camera = frame(view, trial)
        cost = trial.penalty + _cost(view, sights, camera, trial)
        if best is None or cost < best.cost - 1e-9:
            best = Solution(camera=camera, cost=cost, azimuth_deg=trial.azimuth)
        if best.cost < GOOD_ENOUGH:
            break
    return best


# ---------------------------------------------------------------- one camera


def frame(view: View, trial: Trial) -> CameraPose:
    """Return the camera of `trial`: its distance and focal length give the head its height."""
    main, rule, brief = view.subjects[0], view.rule, view.brief
    ratio = rule.ratio_for(main.placement.look)
    if brief.interior and brief.size == "ELS":
        ratio = ROOM_ELS_HEAD
    if len(view.subjects) > 1 and not rule.whole:
        ratio = max(ratio * 0.86, rule.head[0] * 1.06)
    fov = rule.fov_deg * LENS_FACTOR[brief.lens] * (1.35 if brief.angle == "worm" else 1.0)
    focal = 0.5 / tan(radians(min(fov, 74.0)) / 2) * trial.zoom
    camera = _placed(view, trial, ratio, focal)
    needed = _fitting_ratio(view, camera, ratio)
    if abs(needed - ratio) > ratio * 0.005:
        ratio = needed
        camera = _placed(view, trial, ratio, focal)
    level = abs(trial.pitch) < 1.0
    camera = _composed(view, camera, ratio, level=level)
    lowest, highest = head_limits(view, camera)
    settled = min(max(ratio, lowest), highest)
    if abs(settled - ratio) > ratio * 0.005:  # from where the camera came to stand the head looks another size
        camera = _composed(view, replace(camera, shift=(0.0, 0.0)), settled, level=level)
    return camera


def _placed(view: View, trial: Trial, ratio: float, focal: float) -> CameraPose:
    """Return a camera at the trial's azimuth and pitch from which the main head has the height `ratio`."""
    main, rule = view.subjects[0], view.rule
    head, head_m = main.head, main.anchors.head_height_m
    azimuth, pitch = radians(trial.azimuth), radians(trial.pitch)
    out = vec(sin(azimuth) * cos(pitch), -sin(pitch), cos(azimuth) * cos(pitch))
    distance = _within_bounds(view, head, out, head_m * focal / ratio)
    level = abs(trial.pitch) < 1.0
    if level:
        eye_y = float(main.anchors.joints["eyes"][1])
        height = (
            max(eye_y * rule.eye + trial.rise_m, 0.35)
            if eye_y > 0.9
            else eye_y + min(0.12, 0.55 * head_m) + trial.rise_m
        )
        if len(view.subjects) > 1 and not rule.whole:
            height = 0.5 * height + 0.5 * float(np.mean([p.anchors.joints["eyes"][1] for p in view.subjects]))
        position = vec(float(head[0]), height, float(head[2])) + out * distance
        target = position - out
    else:
        aim = _aim(view, ratio)
        reach = distance + float((aim - head) @ -out)
        position = aim + out * max(reach, 0.3)
        position[1] += trial.rise_m
        target = aim
        if float(position[1]) < FLOOR_M:
            position[1] = FLOOR_M
    roll = DUTCH_ROLL_DEG if view.brief.angle == "dutch" else 0.0
    camera = CameraPose(
        position_m=vec3_of(position),
        target_m=vec3_of(target),
        fov_deg=30.0,
        roll_deg=roll,
        frame_px=view.brief.frame_px,
    )
    return scaled(camera, main, ratio)


def scaled(camera: CameraPose, main: Person, ratio: float) -> CameraPose:
    """Return `camera` with the focal length that gives the head of `main` the height `ratio`, in frame heights."""
    depth = float(Projection.of(camera).to_view(main.head[None])[0, 2])
    focal = min(max(ratio * depth / main.anchors.head_height_m, 0.45), LONGEST)
    return replace(camera, fov_deg=focal_fov_deg(focal))


def focal_fov_deg(focal: float) -> float:
    """Return the vertical field of view in degrees of a focal length in frame heights."""
    return degrees(2 * atan(0.5 / focal))


def vec3_of(point: Array) -> tuple[float, float, float]:
    """Return a point to the tenth of a millimetre, so that equal stages stay equal through any file."""
    x, y, z = (round(value, 4) for value in point.tolist())
    return (x, y, z)


def _aim(view: View, ratio: float) -> Array:
    """Return the point that the middle of the frame should show of the main subject."""
    main, rule = view.subjects[0], view.rule
    if rule.whole:
        middles = [
            0.5 * (view.bounds_of(person).max(axis=0) + view.bounds_of(person).min(axis=0)) for person in view.subjects
        ]
        return np.mean(middles, axis=0)
    span = main.anchors.head_height_m / ratio
    if main.anchors.lying:
        return main.head.copy()
    drop = (0.5 - rule.headroom) * span - 0.55 * main.anchors.head_height_m
    heads = np.mean([person.head for person in view.subjects], axis=0)
    return heads - vec(0, max(drop, 0.0), 0)


def _within_bounds(view: View, head: Array, out: Array, distance: float) -> float:
    """Return `distance`, shortened where the camera would leave the set; a wider lens makes up for it."""
    x0, z0, x1, z1 = _camera_bounds(view)
    furthest = inf
    for place, way, low, high in ((head[0], out[0], x0, x1), (head[2], out[2], z0, z1)):
        if way > 1e-6:
            furthest = min(furthest, (high - float(place)) / float(way))
        elif way < -1e-6:
            furthest = min(furthest, (low - float(place)) / float(way))
    room = _is_room_wide(view) and view.brief.size == "ELS" and view.brief.angle != "worm"
    widest = ROOM_WIDEST / ROOM_ELS_HEAD if room else WIDEST / view.rule.target
    ratio_limit = widest * view.subjects[0].anchors.head_height_m
    return max(min(distance, max(furthest, 0.5)), min(ratio_limit, distance), 0.35)


def _is_room_wide(view: View) -> bool:
    """Tell whether this is a wide shot of a room, which is taken from inside."""
    x0, _, x1, _ = view.plan.bounds_m
    wide = ("FS", "LS", "ELS") if x1 - x0 < NARROW_M else ("LS", "ELS")
    return view.brief.interior and not view.in_vehicle and view.brief.size in wide


def _camera_bounds(view: View) -> tuple[float, float, float, float]:
    """Return (x0, z0, x1, z1) of where the camera may stand.

    A wide shot of a room is taken from its wall with a wide lens: from farther away it is a doll's house, and from
    beside a coach or a corridor the near wall, which is left out, leaves a blank.
    """
    if not _is_room_wide(view):
        return view.plan.camera_bounds_m
    x0, z0, x1, z1 = view.plan.bounds_m
    if view.brief.size == "ELS":  # the lens is so wide that it would see round the room
        return (x0, z0, x1, z1)
    beside = min(max(0.5 * (x1 - x0 - NARROW_M), 0.0), 1.0)
    return (x0 - beside, z0 - beside, x1 + beside, z1 + 1.3)


def head_limits(view: View, camera: CameraPose) -> tuple[float, float]:
    """Return between which head heights a shot has its size, both for the true head and for how it looks from here.

    A head that is seen from above or that looks down is shorter in the picture, one that leans is taller.
    """
    low, high = view.rule.head
    low, high = low * HEAD_MARGIN, high / HEAD_MARGIN
    main = view.subjects[0]
    projection = Projection.of(camera)
    seen = projection.project(main.head_cage)
    depth = float(projection.to_view(main.head[None])[0, 2])
    if depth < 0.1 or float(seen[:, 2].min()) < 0.05:
        return low, high
    looks = float(np.ptp(seen[:, 1])) / (projection.focal_px * main.anchors.head_height_m / depth)
    lowest, highest = max(low, low / looks), min(high, high / looks)
    return (lowest, highest) if lowest <= highest else (min(lowest, high), min(lowest, high))


def _fitting_ratio(view: View, camera: CameraPose, ratio: float) -> float:
    """Return the head height with which everything that belongs into the frame fits, within the size's range."""
    projection = Projection.of(camera)
    width, height = view.brief.frame_px
    lowest, highest = head_limits(view, camera)
    ratio = needed = min(max(ratio, lowest), highest)
    if view.rule.whole:
        points = projection.project(view.bounds)
        tall = float(np.ptp(points[:, 1])) / height
        wide = float(np.ptp(points[:, 0])) / width
        needed = ratio * min(1.0, 0.90 / max(tall, 1e-6), 0.90 / max(wide, 1e-6))
    elif len(view.subjects) > 1:
        wide = float(np.ptp(_width_points(view, projection))) / width
        needed = ratio * min(
            1.0, 0.92 / max(wide, 1e-6), 0.9 / max(float(np.ptp(_height_points(view, projection))), 1e-6)
        )
    return max(needed, min(max(lowest, 0.012), ratio))


def _width_points(view: View, projection: Projection) -> Array:
    """Return x px (n,) of the heads' sides of all subjects."""
    seen = projection.project(view.heads)
    half = 0.42 * view.head_heights_m * projection.focal_px
    half = half / np.maximum(seen[:, 2], 0.1)
    return np.concatenate([seen[:, 0] - half, seen[:, 0] + half])


def _height_points(view: View, projection: Projection) -> Array:
    """Return y (n,) of all subjects' crowns and chins, as shares of the frame."""
    ends = np.concatenate([np.concatenate([p.top, p.anchors.joints["chin"][None]]) for p in view.subjects])
    return projection.project(ends)[:, 1] / view.brief.frame_px[1]


def _composed(view: View, camera: CameraPose, ratio: float, *, level: bool) -> CameraPose:
    """Return `camera` moved so that the subjects are where they belong in the frame.

    The camera trucks sideways, and up and down when it is pitched; a level one keeps its height and shifts its lens, so
    that verticals stay upright.
    """
    for _ in range(1 if level else 2):
        projection = Projection.of(camera)
        dx, dy = _offsets(view, camera, projection)
        camera = _trucked(view, camera, projection, dx, 0.0 if level else dy)
        camera = scaled(camera, view.subjects[0], ratio)
    camera = scaled(camera, view.subjects[0], ratio)
    projection = Projection.of(camera)
    dx, dy = _offsets(view, camera, projection)
    shift = (min(max(dx, -MAX_SHIFT), MAX_SHIFT), min(max(dy, -MAX_SHIFT), MAX_SHIFT))
    return replace(camera, shift=(round(shift[0], 4), round(shift[1], 4)))


def _offsets(view: View, camera: CameraPose, projection: Projection) -> tuple[float, float]:
    """Return how far the picture should move right and down, in shares of the frame; the main head stays inside."""
    width, height = view.brief.frame_px
    dx = look_room(view, camera) - _middle_x(view, projection) / width
    y_now, want_y = _heights(view, projection, height)
    dy = want_y - y_now
    main = view.subjects[0]
    head = projection.project(np.concatenate([main.top, main.anchors.joints["chin"][None], main.head[None]]))
    if len(view.subjects) > 1:
        x = float(head[-1, 0]) / width
        dx = min(max(dx, 0.20 - x), 0.80 - x)
    if view.brief.size != "ECU":
        top, low = float(head[:, 1].min()) / height, float(head[:, 1].max()) / height
        dy = max(min(dy, 0.96 - low), 0.02 - top) if low - top < 0.9 else dy
    return dx, dy


def _trucked(view: View, camera: CameraPose, projection: Projection, dx: float, dy: float) -> CameraPose:
    """Return `camera` moved across its axis so that the main subject moves by (dx, dy) shares of the frame."""
    width, height = view.brief.frame_px
    depth = float(projection.to_view(view.subjects[0].head[None])[0, 2])
    step = (-dx * width * projection.axes[0] + dy * height * projection.axes[1]) * (depth / projection.focal_px)
    position, target = vec(*camera.position_m) + step, vec(*camera.target_m) + step
    if float(position[1]) < FLOOR_M:
        lift = FLOOR_M - float(position[1])
        position[1] += lift
        target[1] += lift
    return replace(camera, position_m=vec3_of(position), target_m=vec3_of(target))


def _middle_x(view: View, projection: Projection) -> float:
    """Return the x px of what is composed: the head in close shots, the body in wide ones, the middle of several."""
    main, *others = view.subjects
    if view.rule.whole and (view.in_vehicle or not others):  # of several in a car the car is the picture
        xs = projection.project(view.bounds)[:, 0]
        return 0.5 * float(xs.min() + xs.max())
    if others:
        xs = _width_points(view, projection)
        return 0.5 * float(xs.min() + xs.max())
    if view.brief.size in ("MS", "MLS"):
        points = projection.project(np.stack([main.head, main.head, main.anchors.joints["waist"]]))
        return float(points[:, 0].mean())
    spot = main.anchors.joints["eyes"] if view.brief.size == "ECU" else main.head
    return float(projection.project(spot[None])[0, 0])


def _heights(view: View, projection: Projection, height: int) -> tuple[float, float]:
    """Return the present and the wished height of the composition's reference, as shares of the frame."""
    rule, main = view.rule, view.subjects[0]
    if view.brief.size == "ECU":
        eyes = float(projection.project(main.anchors.joints["eyes"][None])[0, 1]) / height
        return eyes, EYE_LINE
    tops = projection.project(view.tops)
    top = float(tops[:, 1].min()) / height
    headroom = rule.headroom * (0.7 if view.brief.angle == "dutch" and not rule.whole else 1.0)
    if view.in_vehicle and view.brief.size in ("MS", "MLS"):
        headroom += UNDER_ROOF
    if rule.whole:
        points = projection.project(view.bounds)
        low = float(points[:, 1].max()) / height
        free = max(1.0 - (low - top), 0.0)
        share = {"FS": 0.56, "LS": 0.70, "ELS": 0.74}[view.brief.size]
        return top, free * share
    if abs(PITCH_DEG[view.brief.angle]) > 60 or all(person.anchors.lying for person in view.subjects):
        middle = float(projection.project(main.head[None])[0, 1]) / height
        return middle, 0.46
    if len(view.subjects) > 1:  # the lower face is in the frame too
        low = float(_height_points(view, projection).max())
        headroom = min(headroom, max(0.97 - (low - top), 0.02))
    return top, headroom


def look_room(view: View, camera: CameraPose) -> float:
    """Return where the subject stands across the frame: off the middle, with room on the side it looks to."""
    brief, main = view.brief, view.subjects[0]
    if len(view.subjects) > 1 or brief.framing == "establishing":
        return 0.5
    right = Projection.of(camera).axes[0]
    ahead = main.anchors.frames["head"][:, 2] if brief.framing != "back" else np.zeros(3)
    side = float(ahead @ right)
    amount = {"ECU": 0.03, "CU": 0.07, "MCU": 0.09, "MS": 0.09, "MLS": 0.09, "FS": 0.11, "LS": 0.15, "ELS": 0.15}
    reach = amount[brief.size] * min(max(view.aspect / 1.78, 0.45), 1.15)
    return 0.5 - reach * min(max(1.6 * side, -1.0), 1.0)


# ---------------------------------------------------------------- what a place costs


@dataclass(frozen=True, slots=True)
class _Sights:
    """What every place that is tried is asked about.

    points (n, 3), owners (n,), weights (n,): what should be seen of the subjects, whose it is, and the price of not
    seeing it. heads (people, 3), heights_m (people,), subjects (people,): everybody, and who the frame is built on.
    failed (cameras, 3): where a camera showed too little.
    """

    points: Array
    owners: Array
    weights: Array
    heads: Array
    heights_m: Array
    subjects: npt.NDArray[np.bool_]
    failed: Array

    @classmethod
    def of(cls, view: View, failed: Sequence[CameraPose]) -> _Sights:
        """Return the points that matter for the framing of `view`."""
        points: list[Array] = []
        owners: list[int] = []
        weights: list[float] = []
        for place, person in enumerate(view.subjects):
            weight = 1.0 if place == 0 else 0.7
            for spots, price in ((_face_points(person), 11.0), (_body_points(view, person), 3.0)):
                points.append(spots)
                owners += [person.placement.figure] * len(spots)
                weights += [weight * price / len(spots)] * len(spots)
        return cls(
            np.concatenate(points),
            np.array(owners, dtype=np.float64),
            np.array(weights),
            np.array([person.head for person in view.people]).reshape(-1, 3),
            np.array([person.anchors.head_height_m for person in view.people], dtype=np.float64),
            np.array([any(person is each for each in view.subjects) for person in view.people], dtype=np.bool_),
            np.array([camera.position_m for camera in failed], dtype=np.float64).reshape(-1, 3),
        )


def _cost(view: View, sights: _Sights, camera: CameraPose, trial: Trial) -> float:
    """Return how bad a camera is: hidden faces and bodies, furniture in the lens, crossing heads, wrong sides."""
    eye = camera.position_m
    cost = _side_cost(view, trial) + _outside_cost(view, camera)
    if view.obstacles.holds(eye):
        cost += 14.0
    cost += float(view.obstacles.hidden_each(eye, sights.points, sights.owners) @ sights.weights)
    cost += _crossing_cost(view, sights, camera) + _lost_cost(view, camera) + _again_cost(view, sights, camera)
    if len(view.subjects) > 1:
        width = view.brief.frame_px[0]
        xs = _width_points(view, Projection.of(camera))
        cost += 16.0 * (max(0.0, (float(xs.max()) - width) / width) + max(0.0, -float(xs.min()) / width))
        ys = _height_points(view, Projection.of(camera))
        cost += 16.0 * (max(0.0, float(ys.max()) - 1.0) + max(0.0, -float(ys.min())))
        cost += 7.0 * max(0.0, float(ys[2]) - 0.75) * (not view.rule.whole)  # the main chin is not at the lower edge
    return cost


def _lost_cost(view: View, camera: CameraPose) -> float:
    """Return the price of a main head that no lens could be shifted far enough to show, or wide enough for its size."""
    width, height = view.brief.frame_px
    main, projection = view.subjects[0], Projection.of(camera)
    x, y, depth = projection.project(main.head[None])[0].tolist()
    if depth <= 0.1 or not (0 < x < width and 0 < y < height):
        return LOST
    share = projection.focal_px * main.anchors.head_height_m / depth / height
    return 0.0 if share < view.rule.head[1] * HEAD_MARGIN else LOST


def _again_cost(view: View, sights: _Sights, camera: CameraPose) -> float:
    """Return the price of looking from nearly where a camera failed already."""
    if not len(sights.failed):
        return 0.0
    head = view.subjects[0].head
    ways = np.concatenate([sights.failed, np.array(camera.position_m)[None]]) - head
    ways /= np.maximum(np.linalg.norm(ways, axis=1, keepdims=True), 1e-9)
    return LOST if float((ways[:-1] @ ways[-1]).max()) > cos(radians(AGAIN_DEG)) else 0.0


def _face_points(person: Person) -> Array:
    """Return points (5, 3) of the face and skull that should be seen."""
    joints = person.anchors.joints
    side = person.anchors.frames["head"][:, 0] * (0.28 * person.anchors.head_height_m)
    return np.stack([joints["eyes"] + side, joints["eyes"] - side, joints["chin"], joints["crown"], joints["head"]])


def _body_points(view: View, person: Person) -> Array:
    """Return points (n, 3) of the body, as far as the size shows it."""
    joints = person.anchors.joints
    names: tuple[str, ...] = ("neck", "shoulder_l", "shoulder_r")
    if view.brief.size in ("MS", "MLS"):
        names = (*names, "waist", "elbow_l", "elbow_r")
    elif view.rule.whole and not view.in_vehicle:
        names = (*names, "waist", "pelvis", "knee_l", "knee_r", "ankle_l", "ankle_r")
    return np.stack([joints[name] for name in names])


def _side_cost(view: View, trial: Trial) -> float:
    """Return the price of crossing the line."""
    if view.brief.framing in ("back", "pov"):
        return 0.0
    house = 180.0 if all(person.sits_upstage for person in view.subjects) else 0.0
    beyond = max(0.0, abs(turn_deg(trial.azimuth, house)) - AUDIENCE_DEG)
    return 1.4 * (beyond / 30.0) ** 2


def _outside_cost(view: View, camera: CameraPose) -> float:
    """Return the price of leaving the place where a camera may stand."""
    x0, z0, x1, z1 = _camera_bounds(view)
    x, _, z = camera.position_m
    return 1.5 * (max(0.0, x0 - x) + max(0.0, x - x1) + max(0.0, z0 - z) + max(0.0, z - z1))


def _crossing_cost(view: View, sights: _Sights, camera: CameraPose) -> float:
    """Return the price of heads behind heads, and of strangers large in front."""
    if len(sights.heads) < 2:
        return 0.0
    projection = Projection.of(camera)
    x, y, depth = projection.project(sights.heads).T
    size = projection.focal_px * sights.heights_m / np.maximum(depth, 0.1)
    one = np.flatnonzero(sights.subjects)
    larger = np.maximum(size[one, None], size)  # (subjects, people)
    others = (np.arange(len(x)) != one[:, None]) & (depth >= 0.1)
    gap = np.abs(x[one, None] - x) / larger
    near = others & (np.abs(y[one, None] - y) < 0.8 * larger) & (gap < 0.85)
    cost = float((near * np.where(sights.subjects, 2.6, 2.2) * (0.85 - gap)).sum())
    in_front = others & ~sights.subjects & (depth < 0.8 * depth[one, None])
    in_front &= np.abs(x / view.brief.frame_px[0] - 0.5) < 0.6
    return cost + (1.2 if view.rule.whole else 0.6) * int(in_front.sum())
