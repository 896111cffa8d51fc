"""What is special about a picture: seen through a window, in a mirror, with somebody near and somebody far.

Enters: the brief, where people are, the solved camera. Leaves: what stands before the lens, the reflection of somebody
with the wall of the mirror, the camera of a split diopter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sin

import numpy as np

from screenplay2board.plan.types import Actor, Effect
from screenplay2board.stage.blocking import Blocking
from screenplay2board.stage.camera import vec3_of
from screenplay2board.stage.geometry import Array, unit, vec
from screenplay2board.stage.marks import in_vehicle
from screenplay2board.stage.player import azimuth_deg
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import CameraPose, FigurePlacement, PropPlacement, SetPlan, StageBrief
from screenplay2board.stage.view import Person

NEAR: Mapping[Effect, str] = {
    "through window": "near_window", "through doorway": "near_doorway", "through leaves": "near_leaves",
    "on screen": "near_screen",
}  # fmt: skip
GREEN = ("tree", "bush", "hedge", "palm", "reeds")  # where these grow, a branch may hang before the camera
BUILT = (
    "building",
    "wall",
    "arch",
    "false_front",
    "pagoda_hall",
    "shack_tent",
    "ruin_wall",
)  # a jamb may be near
EDGE_FREE = 0.17  # of the picture's width: nobody is nearer to the side than that
NEAR_M = 0.42  # from the lens to what it looks through
MIRROR_M = 0.80  # from somebody's face to the mirror
MIRROR_LOW = 0.10  # of the picture's height that the middle of the glass is under the face
MIRROR_SHARE = (0.52, 0.84)  # of the picture's width and height that the glass takes
REFLECTED = " in the mirror"
FAR_M = 2.6  # behind the near one of a split diopter
MIRRORED_FROM = 100  # reflections are figures of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection:
    """The one in the mirror, and the wall that it hangs on."""

    figure: FigurePlacement
    wall: PropPlacement


def foreground(effect: Effect | None, camera: CameraPose, face: Array) -> tuple[PropPlacement, ...]:
    """Return what the picture is seen through, as large as the frame where it stands; nothing of other effects.

    face: (3,), which nothing may cross.
    """
    kind = NEAR.get(effect) if effect is not None else None
    if kind is None:
        return ()
    width_px = camera.frame_px[0]
    x = float(Projection.of(camera).project(face[None])[0, 0]) / width_px
    return (_before_the_lens(kind, camera, {"face": round(min(max(x, 0.0), 1.0), 3)}),)


def calling(brief: StageBrief) -> StageBrief:
    """Return `brief` of who is seen on a screen: alone, and looking at whom they call, which is into the lens."""
    caller = brief.subject[0]
    own = next((actor for actor in brief.actors if actor.name == caller), Actor(name=caller))
    return replace(brief, actors=(replace(own, looks_at="camera"),), subject=(caller,), framing="single", over=None)


def framing_edge(
    brief: StageBrief, plan: SetPlan, camera: CameraPose, heads: Sequence[Array]
) -> tuple[PropPlacement, ...]:
    """Return what is dark and near at one side of a wide view, as painters frame a landscape: it gives the view depth.

    heads: places (3,) of everybody there. It stands on the side away from them, and nowhere where they are on both.
    """
    wide = brief.framing == "establishing" and brief.size in ("LS", "ELS") and brief.angle in ("eye", "low", "dutch")
    if not wide or brief.effect is not None or in_vehicle(brief, plan):
        return ()
    projection, width = Projection.of(camera), camera.frame_px[0]
    across = [float(projection.project(head[None])[0, 0]) / width for head in heads]
    sides = (
        (-1.0, 1.0)
        if (sum(across) / len(across) if across else 0.5 + (brief.set_seed % 2 - 0.5)) > 0.5
        else (1.0, -1.0)
    )
    for side in sides:
        if all((0.5 + 0.5 * side - x) * side > EDGE_FREE for x in across):
            kinds = {piece.kind for piece in plan.pieces}
            green = not brief.interior and not kinds.isdisjoint(GREEN)
            if not green and not brief.interior and kinds.isdisjoint(BUILT):
                return ()  # on the open sea or in a desert there is nothing to stand behind
            return (_before_the_lens("near_branch" if green else "near_edge", camera, {"side": side}),)
    return ()


def _before_the_lens(kind: str, camera: CameraPose, more: Mapping[str, float]) -> PropPlacement:
    """Return a piece as large as the frame where it stands, `NEAR_M` before the camera."""
    projection = Projection.of(camera)
    width_px, height_px = camera.frame_px
    height = NEAR_M * height_px / projection.focal_px
    right, up, ahead = projection.axes
    shift = right * (-camera.shift[0] * width_px) + up * (camera.shift[1] * height_px)
    middle = vec(*camera.position_m) + NEAR_M * (ahead + shift / projection.focal_px)
    return PropPlacement(
        kind=kind,
        position_m=vec3_of(middle),
        yaw_deg=azimuth_deg(float(-ahead[0]), float(-ahead[2])),
        parameters={"width": round(height * width_px / height_px, 4), "height": round(height, 4), **more},
    )


def reflection_of(figure: FigurePlacement, eye_m: float) -> Reflection:
    """Return `figure` as a mirror before it shows it; eye_m: height of its eyes, where the mirror hangs."""
    yaw = radians(figure.yaw_deg)
    ahead = (sin(yaw), cos(yaw))
    x, y, z = figure.position_m
    wall = PropPlacement(
        kind="mirror_wall",
        position_m=(round(x + MIRROR_M * ahead[0], 4), round(eye_m - 0.08, 4), round(z + MIRROR_M * ahead[1], 4)),
        yaw_deg=figure.yaw_deg + 180.0,
    )
    image = replace(
        figure,
        figure=figure.figure + MIRRORED_FROM,
        name=figure.name + REFLECTED,
        position_m=(round(x + 2 * MIRROR_M * ahead[0], 4), y, round(z + 2 * MIRROR_M * ahead[1], 4)),
        yaw_deg=figure.yaw_deg + 180.0,
        mirrored=not figure.mirrored,
        look_at=None,
    )
    return Reflection(figure=image, wall=wall)


def hung(piece: PropPlacement, camera: CameraPose, face: Array) -> PropPlacement:
    """Return the wall of a mirror with its opening where `camera` sees the `face` (3,) behind it, and within the frame.

    Every other piece stays as it is.
    """
    if piece.kind != "mirror_wall":
        return piece
    eye, yaw = vec(*camera.position_m), radians(piece.yaw_deg)
    front = vec(sin(yaw), 0.0, cos(yaw))
    share = float((vec(*piece.position_m) - eye) @ front) / float((face - eye) @ front)
    width_px, height_px = camera.frame_px
    projection = Projection.of(camera)
    height = share * float(projection.to_view(face[None])[0, 2]) * height_px / projection.focal_px
    width = height * width_px / height_px
    middle = eye + share * (face - eye) - vec(0.0, MIRROR_LOW * height, 0.0)
    sizes = {"width": round(MIRROR_SHARE[0] * width, 4), "height": round(MIRROR_SHARE[1] * height, 4)}
    return replace(piece, position_m=vec3_of(middle), parameters=sizes)


def with_reflection(brief: StageBrief, blocking: Blocking, eye_m: float) -> tuple[StageBrief, Blocking]:
    """Return brief and blocking of somebody before a mirror: over the own shoulder, on the own face."""
    figure = blocking.named(brief.subject[0]) if brief.subject else None
    if figure is None or figure.look.kind != "person":
        return brief, blocking
    figure = replace(figure, look_at=None)
    found = reflection_of(figure, eye_m)
    size = brief.size if brief.size in ("CU", "MCU", "MS") else "MCU"
    others = tuple(other for other in blocking.figures if other.figure != figure.figure and _clear_of(other, found))
    looks = (*brief.looks, (found.figure.name, figure.look))
    return (
        replace(brief, framing="ots", subject=(found.figure.name,), over=figure.name, size=size, looks=looks),
        replace(
            blocking,
            figures=(figure, *others, found.figure),
            pieces=(*blocking.pieces, found.wall),
            reasons=(*blocking.reasons, f"{figure.name} and the reflection"),
        ),
    )


def _clear_of(other: FigurePlacement, found: Reflection) -> bool:
    """Tell whether somebody stands neither in the mirror's picture nor in its wall."""
    x, _, z = found.figure.position_m
    return float(np.hypot(other.position_m[0] - x, other.position_m[2] - z)) > 1.1


def far_of(brief: StageBrief, people: Sequence[Person]) -> Person | None:
    """Return who is far in a split diopter: the other one of the subjects, else whoever is there."""
    others = [person for person in people if person.placement.name != brief.subject[0]]
    named = [person for person in others if person.placement.name in brief.subject]
    return next(iter((*named, *others)), None)


def turned_from_the_far(brief: StageBrief, blocking: Blocking) -> Blocking:
    """Return the blocking of a split diopter: the near one faces the camera, the far one is deep in the set."""
    near = blocking.named(brief.subject[0])
    others = [figure for figure in blocking.figures if near is not None and figure.figure != near.figure]
    far = next((figure for figure in others if figure.name in brief.subject), others[0] if others else None)
    if near is None or far is None:
        return blocking
    side = 1.0 if far.position_m[0] >= near.position_m[0] else -1.0
    x, _, z = near.position_m
    deep = replace(far, position_m=(x + 0.55 * side, far.position_m[1], z - FAR_M), yaw_deg=-12.0 * side, look_at=None)
    close = replace(near, yaw_deg=26.0 * side, look_at=None)
    kept = tuple(figure for figure in others if figure is not far)
    return replace(blocking, figures=(close, deep, *kept))


def split_diopter(near: Person, far: Person, frame_px: tuple[int, int]) -> CameraPose:
    """Return the camera of a split diopter: a face large at one edge, the other person whole in the depth beside it.

    The near head is 0.62 of the frame high, its middle at 0.24 or 0.76 of the width.
    """
    way = unit((far.head - near.head) * (1.0, 0.0, 1.0))
    right = np.cross(way, vec(0.0, 1.0, 0.0))
    side = 1.0 if float(right[0]) >= 0.0 else -1.0
    focal = 0.95  # frame heights: wide enough to see both
    distance = near.anchors.head_height_m * focal / 0.62
    aspect = frame_px[0] / frame_px[1]
    aside = 0.25 * aspect * distance / focal
    eye = near.head - way * distance + side * right * aside
    target = eye + way
    fov = float(2.0 * np.degrees(np.arctan(0.5 / focal)))
    return CameraPose(position_m=vec3_of(eye), target_m=vec3_of(target), fov_deg=fov, frame_px=frame_px)
