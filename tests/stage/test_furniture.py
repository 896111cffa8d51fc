"""Nobody goes through what they sit at, lie on, lean on or climb.

The bones of a body, of which the thinnest limb lies 3 cm round, may not run inside a piece of furniture: arms and legs
sink in by less than their own half, hands and toes by less than their length. What is soft may give, what is small may
be pushed aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pytest

from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.stage import names
from screenplay2board.stage.blocking import block
from screenplay2board.stage.body.poses import pose_named
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.geometry import Array, FigureAnchors, Geometry
from screenplay2board.stage.player import AT_TABLE
from screenplay2board.stage.props import build_piece
from screenplay2board.stage.sets import plan_set
from screenplay2board.stage.types import FigurePlacement, PropPlacement, StageBrief

LOOKS = (
    ("ADA", CharacterLook(gender="female", height_m=1.64, hair="bob", top="blouse", bottom="skirt")),
    ("BO", CharacterLook(height_m=1.82, top="jacket")),
)
TRUNK = (("pelvis", "waist"), ("waist", "neck"), ("neck", "head"))
LIMBS = (
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "toe"),
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("wrist", "hand"),
)
BONES = (*TRUNK, *((f"{start}_{side}", f"{end}_{side}") for side in "lr" for start, end in LIMBS))
SHARES = np.array((0.15, 0.4, 0.65))  # of a bone; its end is the next one's beginning, and toes are thin
SOFT = ("cushion", "pillow", "mattress", "cover", "blanket", "throne_cushion")
SMALL_M = 0.35
AROUND = ("room", "floor", "bonds")  # what people are in, and what is bound round them
# Poses whose seat comes with what they play or ride, and those that have nothing to do with furniture.
OWN_SEAT = (
    "drive",
    "ride",
    "ride_bicycle",
    "ride_horse",
    "ride_motorbike",
    "row",
    "play_piano",
    "play_drums",
    "tied_up",
)
SITTING = [
    pose
    for pose in names.POSES
    if pose_named(pose).support == "seat" and pose_named(pose).seat_m > 0.2 and pose not in OWN_SEAT
]
LYING = ("lie", "lie_side", "lie_face_down")
MOODS = ("neutral", "angry", "sad", "fear", "happy", "tired")
INDOORS = ("kitchen", "living_room", "office", "bar", "cafe", "waiting_room", "bedroom", "school", "train")
CLIMBING = ("climb_ladder", "climb_wall", "climb_stairs", "climb_rope", "play_piano", "play_drums", "paint")


def brief(place: str, people: Sequence[Actor], props: tuple[str, ...] = (), *, interior: bool = True) -> StageBrief:
    present = [actor.name for actor in people]
    return StageBrief(
        set=place, set_seed=3, interior=interior, time_of_day="day", weather="clear", roster=tuple(present),
        looks=tuple(look for look in LOOKS if look[0] in present), actors=tuple(people), props=props,
        subject=tuple(present[:1]), over=None, size="FS", angle="eye", move="static", framing="single", lens="normal",
    )  # fmt: skip


def inside(points: Array, triangles: Array) -> npt.NDArray[np.bool_]:
    """Return which points (n, 3) lie in the solid of `triangles` (m, 3, 3): its faces wind round them on two axes."""
    votes = np.zeros(len(points), dtype=np.int64)
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
        area = (b[:, u] - a[:, u]) * (c[:, v] - a[:, v]) - (b[:, v] - a[:, v]) * (c[:, u] - a[:, u])
        seen = np.abs(area) > 1e-12
        a, b, c, area = a[seen], b[seen], c[seen], area[seen]
        at_u, at_v = points[:, None, u] + 1.3e-5, points[:, None, v] + 0.7e-5  # never quite on an edge
        first = ((b[:, u] - at_u) * (c[:, v] - at_v) - (b[:, v] - at_v) * (c[:, u] - at_u)) / area
        second = ((c[:, u] - at_u) * (a[:, v] - at_v) - (c[:, v] - at_v) * (a[:, u] - at_u)) / area
        third = 1.0 - first - second
        beyond = first * a[:, axis] + second * b[:, axis] + third * c[:, axis] > points[:, None, axis]
        crossed = (first > 0) & (second > 0) & (third > 0) & beyond
        votes += (crossed * np.sign(area)).sum(axis=1) > 0
    return votes >= 2


def bone_points(anchors: FigureAnchors) -> Array:
    joints = anchors.joints
    return np.concatenate([joints[a] + SHARES[:, None] * (joints[b] - joints[a]) for a, b in BONES])


def gone_through(figure: FigurePlacement, pieces: Sequence[PropPlacement]) -> Iterator[str]:
    """Yield what the bones of `figure` run through."""
    points = bone_points(pose_figure(figure).anchors)
    for piece in pieces:
        geometry = Geometry()
        build_piece(geometry, piece, night=False)
        vertices, _, faces, parts, _ = geometry.arrays()
        if piece.kind in AROUND or not len(vertices) or float(np.ptp(vertices, axis=0).max()) < SMALL_M:
            continue
        for part in np.unique(parts).tolist():
            triangles = vertices[faces[parts == part]]
            corners = triangles.reshape(-1, 3)
            near = ((points > corners.min(axis=0)) & (points < corners.max(axis=0))).all(axis=1)
            if geometry.parts[part].name in SOFT or not near.any():
                continue
            hit = np.flatnonzero(near)[inside(points[near], triangles)]
            bones = dict.fromkeys("-".join(BONES[index // len(SHARES)]) for index in hit.tolist())
            if bones:
                yield f"{figure.name} {figure.pose} {figure.emotion}: {', '.join(bones)} in {piece.kind}"


def faults(shot: StageBrief) -> list[str]:
    plan = plan_set(shot.set, seed=shot.set_seed, time_of_day="day", weather="clear")
    blocking = block(shot, plan)
    pieces = (*plan.pieces, *blocking.pieces)
    return [f"{shot.set}: {fault}" for figure in blocking.figures for fault in gone_through(figure, pieces)]


def pair(index: int, first: str, second: str) -> tuple[Actor, Actor]:
    mood = MOODS[index % len(MOODS)]
    return Actor(name="ADA", pose=first, emotion=mood), Actor(name="BO", pose=second, emotion=mood)


def test_legs_in_a_crate_are_found() -> None:
    figure = FigurePlacement(figure=1, name="BO", look=LOOKS[1][1], pose="stand")
    crate = PropPlacement(kind="crate", position_m=(0.0, 0.0, 0.0))
    (found,) = gone_through(figure, (crate,))
    assert found == "BO stand neutral: knee_l-ankle_l, ankle_l-toe_l, knee_r-ankle_r, ankle_r-toe_r in crate"
    assert not list(gone_through(figure, (PropPlacement(kind="crate", position_m=(1.5, 0.0, 0.0)),)))


@pytest.mark.parametrize("place", INDOORS)
def test_nobody_sits_through_chairs_stools_sofas_tables_desks_and_counters(place: str) -> None:
    found: list[str] = []
    for index, pose in enumerate(SITTING):
        other = SITTING[(index * 5 + 3) % len(SITTING)]
        found += faults(brief(place, pair(index, pose, other)))
    assert found == []


@pytest.mark.parametrize("place", ["bedroom", "hotel_room", "hospital"])
def test_nobody_lies_through_a_bed(place: str) -> None:
    assert [fault for pose in LYING for fault in faults(brief(place, (Actor(name="BO", pose=pose),)))] == []


def test_nobody_rides_through_the_seats_of_a_car() -> None:
    for index in range(len(MOODS)):
        assert faults(brief("car", pair(index, "drive", "ride"))) == []


def test_nobody_goes_through_a_wheelchair() -> None:
    for name in ("ADA", "BO"):
        for pose in ("sit", "sit_slumped", "sit_read", "sit_cry"):
            assert faults(brief("corridor", (Actor(name=name, pose=pose),), ("wheelchair",))) == []


@pytest.mark.parametrize("pose", CLIMBING)
def test_nobody_goes_through_what_they_climb_and_play(pose: str) -> None:
    for name in ("ADA", "BO"):
        for place in ("room", "outdoors"):
            assert faults(brief(place, (Actor(name=name, pose=pose),), interior=place == "room")) == []


def test_nobody_leans_through_a_counter() -> None:
    for place in ("bar", "kitchen", "ship"):
        for mood in MOODS:
            assert faults(brief(place, (Actor(name="BO", pose="lean", emotion=mood),))) == []


def test_tables_are_brought_for_who_works_at_one() -> None:
    for index, pose in enumerate(AT_TABLE):
        assert faults(brief("street", pair(index, pose, AT_TABLE[index - 1]), interior=False)) == []


def test_few_go_through_anything_in_any_set() -> None:
    count, found = 0, list[str]()
    for index, place in enumerate(names.SETS):
        first, second = SITTING[index * 7 % len(SITTING)], SITTING[(index * 7 + 4) % len(SITTING)]
        found += faults(brief(place, pair(index, first, second)))
        count += 2
    assert len(found) <= 0.03 * count, found
