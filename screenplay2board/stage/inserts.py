"""Inserts: which thing is shown, where it is, and whose hand it is in.

Enters: a brief whose subject is a thing, its set and blocking. Leaves: `InsertShot`. A thing is looked for in hands,
then in the set; then it is given to somebody who is there, or laid on a table, or put on the floor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import cos, radians, sin

import numpy as np

from screenplay2board.diagnostics import nearest
from screenplay2board.plan.types import ShotSize
from screenplay2board.stage import names
from screenplay2board.stage.beings import anchors_of
from screenplay2board.stage.blocking import Blocking
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.geometry import Array, FigureAnchors, unit, vec
from screenplay2board.stage.player import azimuth_deg
from screenplay2board.stage.props import HOLDABLE, WRITING, kind_of, piece_boxes, piece_size
from screenplay2board.stage.props.handheld import item_orientation
from screenplay2board.stage.props.handheld_more import ITEMS
from screenplay2board.stage.types import FigurePlacement, HeldProp, PropPlacement, SetPlan, StageBrief, Vec3

# Things whose face is turned to who holds them: seen from behind that person's hand.
READ_BY_HOLDER = (
    "phone", "letter", "torn_letter", "envelope", "paper", "photograph", "book", "newspaper", "map", "card",
    "watch", "laptop", "screen", "sign",
)  # fmt: skip
SURFACES = ("table", "desk", "counter", "drawers", "bench", "glass_case", "stool")
# What a set may have in the place of a thing.
STANDS_FOR: Mapping[str, tuple[str, ...]] = {
    "door": ("wall_door",), "bed": ("bunk_bed",), "sofa": ("armchair",),
    "lamp": ("floor_lamp", "pendant", "street_lamp", "strip_light"),
    "clock": ("wall_clock",), "monitor": ("patient_monitor",), "chair": ("armchair", "stool"),
    "sign": ("neon_sign", "road_sign"), "screen": ("patient_monitor", "monitor", "television"),
    "mirror": ("wall_mirror",), "car": ("car_interior",), "photograph": ("picture",), "table": ("desk",),
}  # fmt: skip
PROFILE_DEG = 84.0
FLAT_M, FROM_ABOVE_DEG = 0.12, -50.0  # a page that lies flat is looked down at
# Heights of the middle of things that hang on a wall, where their placement does not say.
HUNG_Y: Mapping[str, float] = {"wall_clock": 2.0, "picture": 1.5, "wall_mirror": 1.2}
# What matters of a thing on a stand: the height of its middle, and how much the picture holds, in metres.
ON_STAND_M: Mapping[str, tuple[float, float]] = {
    "patient_monitor": (1.32, 0.62),
    "street_lamp": (4.4, 2.6),
    "sign": (1.88, 1.2),
    "road_sign": (2.4, 1.2),
}
HAND_SPAN_M = 0.34  # height of the picture around a hand with a thing
SMALL_M, SMALL_SPAN_M = 0.13, 0.22  # a key or a ring is looked at from nearer
SIZE_SPAN: Mapping[ShotSize, float] = {"ECU": 0.72, "CU": 1.0, "MCU": 1.35, "MS": 1.8, "MLS": 2.2}
IDLE = ("stand", "stand_weight", "hands_in_pockets", "attention", "talk")  # poses whose hands tell nothing
TRULY_HELD = ("stand", "sit", "sit_lean", "sit_table", "kneel", "crouch", "lie", "drive", "ride", "aim")


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertShot:
    """A thing to be shown. span_m: height of the picture there. facing_deg: the azimuth its face is turned to.

    figures: who is in the picture. pieces: what was added to the set. pitch_deg: from where
    it is seen best. normal: of what is flat (3,): its face is shown, not its edge.
    """

    centre: Array
    span_m: float
    facing_deg: float
    figures: tuple[FigurePlacement, ...] = ()
    pieces: tuple[PropPlacement, ...] = ()
    pitch_deg: float = -24.0
    normal: Array | None = None
    reasons: tuple[str, ...] = ()


def find_insert(brief: StageBrief, plan: SetPlan, blocking: Blocking) -> InsertShot:
    """Return what an insert of `brief` shows, with the words that stand on it."""
    found = _found(brief, plan, blocking)
    return _written(found, brief.subject[0], brief.writing) if brief.writing and brief.subject else found


def with_writing(plan: SetPlan, thing: str, writing: str) -> SetPlan:
    """Return a set on whose pieces of the kind of `thing` words stand."""
    kinds = (thing, *STANDS_FOR.get(thing, ()))
    return replace(
        plan, pieces=tuple(_lettered(piece, writing) if piece.kind in kinds else piece for piece in plan.pieces)
    )


def _written(shot: InsertShot, thing: str, writing: str) -> InsertShot:
    """Return an insert on whose thing words stand, in a hand or brought; what else is held has none."""
    figures = tuple(
        replace(
            figure, held=tuple(replace(held, writing=writing) if held.prop == thing else held for held in figure.held)
        )
        for figure in shot.figures
    )
    return replace(shot, figures=figures, pieces=tuple(_lettered(piece, writing) for piece in shot.pieces))


def _lettered(piece: PropPlacement, writing: str) -> PropPlacement:
    return replace(piece, parameters={**piece.parameters, WRITING: writing})


def _found(brief: StageBrief, plan: SetPlan, blocking: Blocking) -> InsertShot:
    wished = next((name for name in (*brief.subject, *brief.props) if blocking.named(name) is None), "")
    person = blocking.named(brief.subject[0]) if brief.subject else None
    in_reach = any(prop in HOLDABLE for prop in brief.props)
    if person is not None and person.look.kind != "person":
        return _being(person)
    if person is not None and not person.held and not in_reach:
        return _hands_of(person, SIZE_SPAN.get(brief.size, 1.0))
    held_first = next((held.prop for figure in blocking.figures for held in figure.held), "")
    prop, reasons = _known(wished or held_first)
    span = SIZE_SPAN.get(brief.size, 1.0)
    for figure in blocking.figures:
        if any(held.prop == prop for held in figure.held):
            return _in_hand(figure, prop, span, (*reasons, f"the {prop} in {figure.name}'s hand"))
    for kind in (prop, *STANDS_FOR.get(prop, ())):
        if kind == "picture" and blocking.figures:
            continue  # who is there holds the photograph
        for piece in (*plan.pieces, *blocking.pieces):
            if piece.kind == kind:
                return _on_set(piece, (), span, (*reasons, f"the {prop} of the set"))
    if prop in HOLDABLE:
        holder = _holder(brief, blocking)
        if holder is not None:
            return _in_hand(holder, prop, span, (*reasons, f"the {prop} in {holder.name}'s hand"))
        for kind in SURFACES:
            for piece in plan.pieces:
                place = _free_place(piece, plan) if piece.kind == kind else None
                if place is not None:
                    laid = PropPlacement(kind=prop, position_m=place, yaw_deg=18.0)
                    return _on_set(laid, (laid,), span, (*reasons, f"the {prop} on the {kind}"))
    mark = next((mark for mark in plan.marks if mark.name == "stand_1"), None)
    x, y, z = mark.position_m if mark is not None else (0.0, 0.0, 0.0)
    added = PropPlacement(kind=prop, position_m=(x, y, z))
    return _on_set(added, (added,), span, (*reasons, f"the {prop} on the floor"))


def _being(figure: FigurePlacement) -> InsertShot:
    """Return the insert of an animal or a vehicle: the whole of it."""
    extent = anchors_of(figure).extent
    points = np.zeros((1, 3)) if extent is None else extent
    low, high = points.min(axis=0), points.max(axis=0)
    tall, broad = float(high[1] - low[1]), float(np.hypot(high[0] - low[0], high[2] - low[2]))
    return InsertShot(
        centre=0.5 * (low + high),
        span_m=1.35 * max(tall, 0.62 * broad),
        facing_deg=figure.yaw_deg,
        figures=(figure,),
        pitch_deg=-12.0,
        reasons=(f"{figure.name} as a whole",),
    )


def _known(wished: str) -> tuple[str, tuple[str, ...]]:
    """Return the prop that is drawn for `wished`, and why it is another."""
    name = wished.lower()
    if name in names.PROPS:
        return name, ()
    near = nearest(name, names.PROPS, cutoff=0.75) if name else None
    prop = near or "box"
    return prop, (f"`{wished}` is no known prop: drawn as a {prop}",) if wished else ("no thing is named: a box",)


def _holder(brief: StageBrief, blocking: Blocking) -> FigurePlacement | None:
    """Return who takes the thing: who the shot is about, else the first one there."""
    people = [figure for figure in blocking.figures if figure.look.kind == "person"]
    wanted = [figure for name in brief.subject for figure in people if figure.name == name]
    return next(iter((*wanted, *people)), None)


def _in_hand(figure: FigurePlacement, prop: str, span: float, reasons: tuple[str, ...]) -> InsertShot:
    """Return the insert of a thing in the hand of `figure`."""
    pose = figure.pose if figure.pose in TRULY_HELD else "stand"
    if prop == "gun" and pose == "stand":
        pose = "aim"  # a gun at the hip is a dark thing before a dark coat
    held = figure.held if any(item.prop == prop for item in figure.held) else (HeldProp(prop=prop),)
    figure = replace(figure, pose=pose, held=held, mirrored=figure.mirrored and pose == figure.pose)
    body = pose_figure(figure)
    where = dict(body.held).get(prop, "r")
    both, side = where == "both", "l" if where == "l" else "r"
    joints = body.anchors.joints
    centre = 0.5 * (joints["hand_l"] + joints["hand_r"]) if both else joints[f"hand_{side}"]
    size = max(piece_size(prop, {}))
    aim = centre + _from_fist(body.anchors, prop, where)
    if figure.look_at is None or pose != "aim":
        figure = replace(figure, look_at=(float(aim[0]), float(aim[1]), float(aim[2])))
    facing = figure.yaw_deg + (PROFILE_DEG if figure.mirrored else -PROFILE_DEG) * (pose == "aim")
    pitch, normal = -24.0, None
    if prop in READ_BY_HOLDER:
        normal = _front(body.anchors, prop, where)
        level = float(np.hypot(normal[0], normal[2]))
        facing = azimuth_deg(float(normal[0]), float(normal[2])) if level > 0.3 else figure.yaw_deg + 180.0
        pitch = -float(np.clip(np.degrees(np.arctan2(normal[1], level)), 22.0, 58.0))
    return InsertShot(
        centre=aim,
        span_m=max((HAND_SPAN_M if size > SMALL_M else SMALL_SPAN_M) * span, 1.35 * size),
        facing_deg=facing,
        figures=(figure,),
        pitch_deg=pitch,
        normal=normal,
        reasons=reasons,
    )


def _hands_of(figure: FigurePlacement, span: float) -> InsertShot:
    """Return the insert of empty hands: both where they are near each other, else the one that does more."""
    if figure.pose in IDLE:
        figure = replace(figure, pose="hold", mirrored=False)  # before the body, not beside a thigh
    joints = pose_figure(figure).anchors.joints
    left, right = joints["hand_l"], joints["hand_r"]
    apart_m = float(np.linalg.norm(left - right))
    higher = left if left[1] > right[1] + HAND_SPAN_M / 2 else right
    centre = 0.5 * (left + right) if apart_m < HAND_SPAN_M else higher
    return InsertShot(
        centre=centre,
        span_m=max(HAND_SPAN_M * span, 1.5 * apart_m if apart_m < HAND_SPAN_M else 0.0),
        facing_deg=figure.yaw_deg,
        figures=(figure,),
        reasons=(f"the hands of {figure.name}",),
    )


def _from_fist(anchors: FigureAnchors, prop: str, where: str) -> Array:
    """Return the way (3,) from the hand, or from between both, to the middle of what it holds."""
    item = ITEMS[prop]
    hold = np.array(item.hold_m) * ((0.0, 1.0, 1.0) if where == "both" else (1.0, 1.0, 1.0))
    return _axes(anchors, prop, where) @ (np.array([0.0, item.size[1] / 2, 0.0]) - hold)


def _front(anchors: FigureAnchors, prop: str, where: str) -> Array:
    """Return the direction (3,) that the front of a held thing is turned to."""
    return unit(_axes(anchors, prop, where)[:, 2])


def _axes(anchors: FigureAnchors, prop: str, where: str) -> Array:
    """Return the axes (3, 3) of a held thing as columns."""
    if where == "both":
        ahead = unit(anchors.frames["chest"][:, 2] * (1.0, 0.0, 1.0))
        frame = np.stack([np.cross(vec(0, 1, 0), ahead), vec(0, 1, 0), ahead], axis=1)
    else:
        frame = anchors.frames[f"hand_{where}"]
    return item_orientation(ITEMS[prop].grip, frame)


def _on_set(
    piece: PropPlacement, added: tuple[PropPlacement, ...], span: float, reasons: tuple[str, ...]
) -> InsertShot:
    """Return the insert of a piece that stands on the set."""
    width, height, depth = piece_size(piece.kind, piece.parameters)
    x, y, z = piece.position_m
    boxes = piece_boxes(piece)
    hung = float(piece.parameters.get("y", HUNG_Y.get(piece.kind, kind_of(piece.kind).base_m)))
    lies_flat = piece.kind in READ_BY_HOLDER and height < FLAT_M
    middle_y = 0.5 * (boxes[0][1] + boxes[0][4]) if boxes else y + hung + (0.0 if piece.kind in HUNG_Y else height / 2)
    whole_m = 1.35 * max(height, 0.62 * width, 0.62 * depth)
    if piece.kind in ON_STAND_M:
        from_floor_m, whole_m = ON_STAND_M[piece.kind]
        middle_y = y + from_floor_m
    return InsertShot(
        centre=vec(x, middle_y, z),
        span_m=float(np.clip(whole_m * min(span, 1.2), 0.22, 9.0)),
        facing_deg=piece.yaw_deg,
        pitch_deg=FROM_ABOVE_DEG if lies_flat else -24.0 if middle_y < 1.1 else -8.0 if middle_y < 1.6 else 6.0,
        pieces=added,
        reasons=reasons,
    )


def _free_place(surface: PropPlacement, plan: SetPlan) -> Vec3 | None:
    """Return a place on `surface` where nothing else stands, None where it is full."""
    width, height, depth = piece_size(surface.kind, surface.parameters)
    x, y, z = surface.position_m
    yaw = radians(surface.yaw_deg)
    for share_x, share_z in ((0.0, 0.0), (0.25, 0.1), (-0.25, 0.1), (0.35, -0.1), (-0.35, -0.1)):
        across, deep = share_x * width, share_z * depth
        px, pz = x + across * cos(yaw) + deep * sin(yaw), z - across * sin(yaw) + deep * cos(yaw)
        boxes = (box for piece in plan.pieces if piece is not surface for box in piece_boxes(piece))
        busy = any(
            box[0] - 0.12 < px < box[3] + 0.12 and box[2] - 0.12 < pz < box[5] + 0.12 and box[4] > y + height + 0.03
            for box in boxes
        )
        if not busy:
            return (round(px, 3), round(y + height, 3), round(pz, 3))
    return None
