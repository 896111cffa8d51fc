"""What a solved camera shows of people and pieces: who is whole in the picture, who is cut, what hangs before whom.

Enters: a `Solution` and a person or piece. Leaves: yes or no, or a place in the frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from screenplay2board.stage.beings import being_of
from screenplay2board.stage.geometry import Array, vec
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import SUN_RADIUS, CameraPose, PropPlacement, Sky, Vec2
from screenplay2board.stage.view import Person, Solution, View

HALO = 0.75  # head heights round the middle of a head that a sun keeps free
SUN_PLACES = (0.12, 0.88, 0.5, 0.3)  # across the frame, where its own is taken


def face_of(person: Person) -> Array:
    """Return points (4, 3) from chin to crown."""
    joints = person.anchors.joints
    return np.stack([joints["eyes"], joints["chin"], joints["head"], joints["crown"]])


def side_of(person: Person) -> Array | None:
    """Return points (18, 3) of the upright middle of a vehicle, from end to end; None of a person or an animal."""
    being = being_of(person.placement.look.kind)
    if being is None or being.piece is None or person.anchors.extent is None:
        return None
    (low_back, low_front), (high_back, high_front) = person.anchors.extent.reshape(2, 2, 2, 3).mean(axis=0)
    along, up = np.meshgrid(np.linspace(0.0, 1.0, 6), np.linspace(0.15, 0.85, 3))
    low = low_back + along[..., None] * (low_front - low_back)
    high = high_back + along[..., None] * (high_front - high_back)
    return (low + up[..., None] * (high - low)).reshape(-1, 3)


def cut_off(view: View, solution: Solution, person: Person) -> bool:
    """Tell whether the frame shows a part of `person` without the head, or a head much larger than the main one."""
    projection = Projection.of(solution.camera)
    width, height = solution.camera.frame_px
    head = projection.project(np.stack([person.head, view.subjects[0].head]))
    if head[0, 2] < 0.1:
        return True
    half = 0.55 * projection.focal_px * person.anchors.head_height_m / float(head[0, 2])
    main = 0.55 * projection.focal_px * view.subjects[0].anchors.head_height_m / float(head[1, 2])
    x, y = float(head[0, 0]), float(head[0, 1])
    whole = half * 0.7 < x < width - half * 0.7 and half * 1.35 < y < height - half * 0.95
    if whole:
        return half > 1.45 * main
    body = projection.project(np.concatenate([person.body, person.shoulders]))
    seen = (body[:, 2] > 0.1) & (body[:, 0] > 0) & (body[:, 0] < width) & (body[:, 1] > 0) & (body[:, 1] < height)
    return bool(seen.any())


def in_frame(solution: Solution, person: Person) -> bool:
    """Tell whether the middle of the head of `person` is in the picture."""
    x, y, depth = Projection.of(solution.camera).project(person.head[None])[0].tolist()
    width, height = solution.camera.frame_px
    return depth > 0.1 and 0.03 < x / width < 0.97 and 0.04 < y / height < 0.96


def beheaded(solution: Solution, person: Person) -> bool:
    """Tell whether the upper edge of the frame cuts the face of `person`."""
    seen = Projection.of(solution.camera).project(face_of(person))
    return bool((seen[:, 1] < 0.0).any())


def looms(view: View, solution: Solution, person: Person) -> bool:
    """Tell whether `person` stands so near before the main subject that the frame cuts the head."""
    projection = Projection.of(solution.camera)
    seen = projection.project(np.stack([person.head, view.subjects[0].head]))
    width, height = solution.camera.frame_px
    inside = 0.03 < seen[0, 0] / width < 0.97 and 0.08 < seen[0, 1] / height < 1.0
    return bool(seen[0, 2] < 0.7 * seen[1, 2]) and not inside


def hangs_before(solution: Solution, piece: PropPlacement, subject: Person) -> bool:
    """Tell whether `piece` hangs in the picture between the camera and `subject`."""
    projection = Projection.of(solution.camera)
    x, y, depth = projection.project(vec(*piece.position_m)[None])[0].tolist()
    width, height = solution.camera.frame_px
    nearer = 0.05 < depth < 0.8 * float(projection.to_view(subject.head[None])[0, 2])
    return nearer and -0.2 < x / width < 1.2 and -0.1 < y / height < 1.2


def share_of(solution: Solution, point: Array) -> Vec2:
    """Return where `point` is in the frame, as shares."""
    x, y, _ = Projection.of(solution.camera).project(point[None])[0].tolist()
    width, height = solution.camera.frame_px
    return (min(max(x / width, 0.0), 1.0), min(max(y / height, 0.0), 1.0))


def with_sun_beside(sky: Sky, camera: CameraPose, people: Sequence[Person]) -> Sky:
    """Return `sky` with the sun or moon moved aside from behind heads: it would be a halo; without it for no room."""
    if sky.sun is None or not people:
        return sky
    width, height = camera.frame_px
    projection = Projection.of(camera)
    heads = projection.project(np.stack([person.head for person in people]))
    tall = np.array([person.anchors.head_height_m for person in people])
    ahead = heads[:, 2] > 0.1
    reach = HALO * projection.focal_px * tall[ahead] / heads[ahead, 2] + SUN_RADIUS * height  # (heads before the lens,)
    x, y = sky.sun
    for place in (x, 1.0 - x, *SUN_PLACES):
        away = np.hypot(heads[ahead, 0] - place * width, heads[ahead, 1] - y * height)
        if (away > reach).all():
            return replace(sky, sun=(place, y))
    return replace(sky, sun=None)
