"""Who acts on a stage without being a person: animals and vehicles, by kind.

Enters: a `FigurePlacement` whose look has a kind. Leaves: anchors, so that the camera frames them as it frames people,
and meshes. A being is a row of `beings.toml` and a kit, one of the modules of `stage.props`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import atan2, degrees, hypot
from typing import Any, cast

import numpy as np

from screenplay2board.packaged import tables
from screenplay2board.stage.body.poses import Support
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.geometry import Array, FigureAnchors, Geometry, rotation, vec
from screenplay2board.stage.props import kind_of, piece_size
from screenplay2board.stage.props.birds import FLYING_M, Bird, add_bird, add_flock, birds, flock_places
from screenplay2board.stage.props.quadruped import (
    Breed,
    Posture,
    Skeleton,
    add_quadruped,
    breeds,
    lying_turn,
    posture_named,
    stand_of,
)
from screenplay2board.stage.props.site import Site
from screenplay2board.stage.types import FigurePlacement, PropPlacement, Vec3

RESTS = frozenset({"sofa", "bed", "chair"})
JOINTS = ("shoulder", "elbow", "wrist", "hand", "hip", "knee", "ankle", "toe")


@dataclass(frozen=True, slots=True, kw_only=True)
class Being:
    """A kind of animal or vehicle. height_m: of its eyes and more, as of a person. room_m: nobody stands nearer.

    way: the use of the marks that it moves on. fly_m: how high it flies. shows_driver: who drives is seen in it.
    """

    kind: str
    kit: str
    height_m: float
    room_m: float
    small: bool = False
    lounges: bool = False
    bird: str = ""
    piece: PropPlacement | None = None
    way: str = ""
    fly_m: float = 0.0
    shows_driver: bool = False

    def pose(self, wished: str, emotion: str) -> str:
        """Return what it does of what a plan says that it does."""
        found = _poses(self.kit).get(wished, "stand")
        if self.kit == "vehicle" and found == "fly" and not self.fly_m:
            return "run"
        return "sleep" if found == "lie" and emotion == "asleep" and self.kit == "quadruped" else found


def being_of(kind: str) -> Being | None:
    """Return the row of a kind, None of a person and of what is not known."""
    return _beings().get(kind)


def being_support(being: Being, pose: str, props: tuple[str, ...], *, interior: bool) -> Support:
    """Return what carries it: a small animal may lie on the sofa that the shot names, a cat does so unasked at home."""
    named = being.small and pose in ("sit", "lie", "sleep", "stand") and RESTS.intersection(props)
    return "seat" if named or (interior and being.lounges and pose in ("lie", "sleep")) else "ground"


def anchors_of(placement: FigurePlacement) -> FigureAnchors:
    """Return the joints of a figure, whatever it is."""
    being = being_of(placement.look.kind)
    if being is None:
        return pose_figure(placement).anchors
    return _KITS[being.kit].anchors(being, placement)


def build_being(geometry: Geometry, being: Being, placement: FigurePlacement, *, night: bool) -> None:
    """Add an animal or a vehicle to `geometry` and note its anchors."""
    geometry.figures[placement.figure] = anchors_of(placement)
    site = Site(geometry, _origin(placement), rotation(placement.yaw_deg), night, placement.figure, being=True)
    _KITS[being.kit].build(site, being, placement)


# ---------------------------------------------------------------- the rows


@cache
def _beings() -> Mapping[str, Being]:
    rows: Mapping[str, dict[str, Any]] = _table()["kinds"]
    return {name: _being(name, row) for name, row in rows.items()}


def _being(name: str, row: Mapping[str, Any]) -> Being:
    bird = str(row.get("bird", name))
    piece = PropPlacement(kind=row["piece"], parameters=row.get("parameters", {})) if "piece" in row else None
    return Being(
        kind=name,
        kit=row["kit"],
        height_m=_KITS[row["kit"]].height_m(bird) if piece is None else piece_size(piece.kind, piece.parameters)[1],
        room_m=float(row["room"]),
        small=bool(row.get("small", False)),
        lounges=bool(row.get("lounges", False)),
        bird=bird,
        piece=piece,
        way=str(row.get("way", "")),
        fly_m=float(row.get("fly", 0.0)),
        shows_driver=bool(row.get("driver", False)),
    )


@cache
def _poses(kit: str) -> Mapping[str, str]:
    rows = cast("Mapping[str, str]", _table()["poses"][kit])
    return {word.strip(): pose for pose, words in rows.items() for word in words.split(",")}


@cache
def _table() -> Mapping[str, dict[str, Any]]:
    return tables("stage/beings.toml")


@dataclass(frozen=True, slots=True)
class _Kit:
    anchors: Callable[[Being, FigurePlacement], FigureAnchors]
    build: Callable[[Site, Being, FigurePlacement], None]
    height_m: Callable[[str], float]


def _origin(placement: FigurePlacement) -> Array:
    x, y, z = placement.position_m
    return vec(x, y + placement.lift_m + (placement.seat_height_m or 0.0), z)


def _look_deg(placement: FigurePlacement, eye_m: float) -> tuple[float, float]:
    """Return yaw and pitch of what is looked at, against the animal's own way, its head at height `eye_m`."""
    if placement.look_at is None:
        return (0.0, 0.0)
    x, y, z = ((vec(*placement.look_at) - _origin(placement)) @ rotation(placement.yaw_deg)).tolist()
    return (degrees(atan2(x, z)), degrees(atan2(y - eye_m, hypot(x, z))))


def _anchors(
    placement: FigurePlacement,
    joints: Mapping[str, Array],
    extent: Array,
    *,
    head: Array,
    head_m: float,
    height_m: float,
    lying: bool = False,
) -> FigureAnchors:
    """Return anchors from local `joints` (3,), `extent` (n, 3) and the head's frame (3, 3)."""
    turn, origin = rotation(placement.yaw_deg), _origin(placement)
    frames = dict.fromkeys(("pelvis", "chest", "root", "hand_l", "hand_r", "foot_l", "foot_r"), turn)
    return FigureAnchors(
        figure=placement.figure,
        joints={name: turn @ point + origin for name, point in joints.items()},
        frames=frames | {"head": turn @ head},
        height_m=height_m,
        head_height_m=head_m,
        lying=lying,
        extent=extent @ turn.T + origin,
    )


# ---------------------------------------------------------------- on four legs


def _stance(being: Being, placement: FigurePlacement) -> tuple[Breed, Posture, Skeleton]:
    breed, posture = breeds()[being.kind], posture_named(placement.pose)
    look = (0.0, 0.0) if posture.asleep else _look_deg(placement, being.height_m)
    return breed, posture, stand_of(breed, posture, look)


def _quadruped_anchors(being: Being, placement: FigurePlacement) -> FigureAnchors:
    breed, posture, bones = _stance(being, placement)
    size = breed.head_m
    crown, chin, nose = bones.in_head([(0.0, 0.34, -0.1), (0.0, -0.26, 0.22), (0.0, -0.1, breed.head[-1][0])], size)
    joints = {
        "pelvis": bones.spine[0], "waist": bones.spine.mean(axis=0), "neck": bones.neck[1],
        "skull_base": bones.neck[-1], "head": bones.in_head([(0.0, 0.0, 0.12)], size)[0], "crown": crown, "chin": chin,
        "eyes": bones.in_head([(0.0, breed.eye[1], breed.eye[2])], size)[0],
    }  # fmt: skip
    for side, fore, hind in (("l", bones.legs[0], bones.legs[2]), ("r", bones.legs[1], bones.legs[3])):
        names = [f"{name}_{side}" for name in JOINTS]
        joints |= dict(
            zip(names, (fore[0], fore[1], fore[2], fore[-1], hind[0], hind[1], hind[3], hind[-1]), strict=True)
        )
    ridge = [bones.along(place, (rise + deep) * breed.length, breed.length) for place, rise, _, deep in breed.trunk]
    extent = np.stack([*ridge, *(leg[-1] for leg in bones.legs), *bones.tail[2::2], crown, chin, nose])
    if posture.roll:
        turn, shift = lying_turn(breed)
        joints = {name: turn @ point + shift for name, point in joints.items()}
        extent = extent @ turn.T + shift
        return _anchors(placement, joints, extent, head=turn @ bones.frame, head_m=breed.face_m,
                        height_m=breed.height_m, lying=True)  # fmt: skip
    return _anchors(placement, joints, extent, head=bones.frame, head_m=breed.face_m, height_m=breed.height_m)


def _build_quadruped(site: Site, being: Being, placement: FigurePlacement) -> None:
    breed, posture, bones = _stance(being, placement)
    add_quadruped(site, breed, posture, bones)


# ---------------------------------------------------------------- with wings


def _bird_anchors(being: Being, placement: FigurePlacement) -> FigureAnchors:
    return _winged_anchors(birds()[being.bird], placement, flying=placement.pose == "fly")


def _winged_anchors(bird: Bird, placement: FigurePlacement, *, flying: bool) -> FigureAnchors:
    b = bird.body
    lift = vec(0.0, FLYING_M, 0.0) if flying else vec(0.0, 0.0, 0.0)
    skull = lift + (vec(0.0, 0.15 * b, 1.9 * b) if flying else bird.skull)
    belly = lift + vec(0.0, 0.0 if flying else bird.legs + b, 0.0)
    across = 0.5 * bird.span if flying else b
    ends = [vec(-across, 0.0, 0.0), vec(across, 0.0, 0.0), vec(0.0, -b, 0.0), vec(0.0, 0.0, -2.0 * b - bird.tail)]
    extent = np.stack([skull + vec(0.0, bird.head_radius_m, 0.0), *(belly + end for end in ends), lift])
    return _anchors(
        placement, _round_joints(skull, belly, bird.head_radius_m, b), extent,
        head=np.eye(3), head_m=2.2 * bird.head_radius_m, height_m=bird.height,
    )  # fmt: skip


def _round_joints(head: Array, middle: Array, head_r: float, body_r: float) -> dict[str, Array]:
    """Return joints of something without limbs: a head of one radius on a body of another."""
    joints = {
        "pelvis": middle, "waist": middle, "neck": 0.5 * (head + middle), "skull_base": head - vec(0.0, head_r, 0.0),
        "head": head, "crown": head + vec(0.0, head_r, 0.0), "chin": head - vec(0.0, head_r, 0.0),
        "eyes": head + vec(0.0, 0.0, head_r),
    }  # fmt: skip
    for side, sign in (("l", 1.0), ("r", -1.0)):
        joints |= {f"{name}_{side}": middle + vec(sign * body_r, 0.0, 0.0) for name in JOINTS}
    return joints


def _build_bird(site: Site, being: Being, placement: FigurePlacement) -> None:
    flying = placement.pose == "fly"
    add_bird(site.at(0.0, FLYING_M, 0.0) if flying else site, birds()[being.bird], flying=flying)


def _flock_anchors(being: Being, placement: FigurePlacement) -> FigureAnchors:
    places = flock_places()
    bird = birds()[being.bird]
    joints = _round_joints(places[0], places[0], 0.5 * bird.span, bird.span)
    return _anchors(placement, joints, places, head=np.eye(3), head_m=bird.span, height_m=float(places[0][1]))


def _build_flock(site: Site, being: Being, _placement: FigurePlacement) -> None:
    add_flock(site, birds()[being.bird])


# ---------------------------------------------------------------- vehicles

FRONT = (0.2, 0.5)  # what a close shot of one without lamps shows: before its middle, in depths, and up, in heights
FS_HEAD = 0.113  # a vehicle counts as so many heads as fill a full shot, in frame heights: `stage.framing`
FS_FILLED = (0.72, 0.58)  # of the width and the height of a full shot
ASPECT = 16 / 9
SHOWN_OF_TRAIN_M = 15.0  # of its front: the coaches behind run out of the picture, or it were all rails


def vehicle_size(being: Being) -> Vec3:
    """Return (width, height, depth) of a vehicle in metres; nothing of an animal."""
    return (0.0, 0.0, 0.0) if being.piece is None else piece_size(being.piece.kind, being.piece.parameters)


def _vehicle_anchors(being: Being, placement: FigurePlacement) -> FigureAnchors:
    width, height, depth = vehicle_size(being)
    lift = vec(0.0, being.fly_m if placement.pose == "fly" else 0.0, 0.0)
    assert being.piece is not None
    front = kind_of(being.piece.kind).face or (0.0, FRONT[1] * height, FRONT[0] * depth)
    face = lift + vec(*front)
    shown = min(depth, SHOWN_OF_TRAIN_M) if being.way == "rails" else depth
    broad = 0.56 * shown + 0.83 * width  # seen from three quarters
    head_m = FS_HEAD * max(broad / (FS_FILLED[0] * ASPECT), height / FS_FILLED[1])
    joints = _round_joints(face, lift + vec(0.0, 0.5 * height, 0.0), 0.5 * head_m, 0.5 * width)
    ends = (depth / 2 - shown, depth / 2)
    corners = [(x * width / 2, y * height, z) for x in (-1, 1) for y in (0, 1) for z in ends]
    return _anchors(placement, joints, np.array(corners) + lift, head=np.eye(3), head_m=head_m, height_m=height)


def _build_vehicle(site: Site, being: Being, placement: FigurePlacement) -> None:
    assert being.piece is not None
    lifted = site.at(0.0, being.fly_m, 0.0) if placement.pose == "fly" else site
    seen = {"driven": True} if being.shows_driver and placement.pose != "stand" else {}
    kind_of(being.piece.kind).build(lifted, **being.piece.parameters, **seen)


_KITS: Mapping[str, _Kit] = {
    "quadruped": _Kit(_quadruped_anchors, _build_quadruped, lambda name: breeds()[name].height_m),
    "bird": _Kit(_bird_anchors, _build_bird, lambda name: birds()[name].height),
    "vehicle": _Kit(_vehicle_anchors, _build_vehicle, lambda _: 0.0),
    "flock": _Kit(_flock_anchors, _build_flock, lambda _: float(flock_places()[0][1])),
}
