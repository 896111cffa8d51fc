"""People who carry, hold or fight each other touch and do not go through each other; poses come with what they need."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.stage import names
from screenplay2board.stage.blocking import Blocking, block
from screenplay2board.stage.body.figure import build_figure
from screenplay2board.stage.body.poses import pose_named, pose_table
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.director import direct
from screenplay2board.stage.equipment import needed
from screenplay2board.stage.geometry import Array, Geometry
from screenplay2board.stage.interactions import apart_pose, interactions
from screenplay2board.stage.props.registry import KINDS
from screenplay2board.stage.sets import plan_set
from screenplay2board.stage.types import FigurePlacement, StageBrief

MAN = CharacterLook(height_m=1.80, top="jacket")
WOMAN = CharacterLook(gender="female", height_m=1.66, hair="bob", top="tee")
CHILD = CharacterLook(age="child", height_m=1.12, top="hoodie")
BRIEF = StageBrief(
    set="park", set_seed=3, interior=False, time_of_day="day", weather="clear", roster=("MAN", "WOMAN"),
    looks=(("MAN", MAN), ("WOMAN", WOMAN), ("CHILD", CHILD)), actors=(), props=(), subject=("MAN",), over=None,
    size="FS", angle="eye", move="static", framing="two-shot", lens="normal",
)  # fmt: skip
TOUCHING_M = 0.16  # a hand, or clothes, lie on the other
INNERMOST_M = 0.03  # of a trunk or a head: what comes as near to its middle went through it
ROW_OF_TWO = ("toast", "carry_stretcher")  # these have something between them
NAMES = tuple(name for name in interactions() if name != "drive")


def blocked(pose: str, *, other: str = "WOMAN", doing: str = "stand", place: str = "park") -> Blocking:
    actors = (Actor(name="MAN", pose=pose, looks_at=other), Actor(name=other, pose=doing))
    brief = replace(BRIEF, set=place, actors=actors, roster=("MAN", other), interior=place == "room")
    return block(brief, plan_set(place, seed=3, time_of_day="day", weather="clear"))


def skin(placement: FigurePlacement) -> Array:
    geometry = Geometry()
    build_figure(geometry, replace(placement, held=()))
    return geometry.arrays()[0]


def core(placement: FigurePlacement) -> Array:
    """Return points (n, 3) deep in the trunk and the head."""
    body = pose_figure(placement)
    joints = body.anchors.joints
    return np.concatenate([body.spine_at(np.linspace(0.1, 0.9, 6)), joints["head"][None]])


def test_the_names_of_leading_poses_are_the_interactions() -> None:
    assert set(names.LEADING) == set(NAMES)


def test_interactions_name_known_poses() -> None:
    for name, row in interactions().items():
        poses = [pose for pose in (name, row.partner, row.alone, row.apart, row.child) if pose is not None]
        assert set(poses) <= set(names.POSES)


def test_equipment_is_for_known_poses_and_of_known_kinds() -> None:
    found = [item for pose in pose_table() for item in needed(pose, interior=False, there=())]
    assert {item.kind for item in found} <= set(KINDS)
    assert len(found) > 20


@pytest.mark.parametrize("pose", NAMES)
def test_two_people_touch_but_do_not_go_through_each_other(pose: str) -> None:
    other = "CHILD" if pose == "carry_child" else "WOMAN"
    lead, led = blocked(pose, other=other).figures
    assert lead.pose == pose
    first, second = skin(lead), skin(led)
    nearest = min(float(np.linalg.norm(first - point, axis=1).min()) for point in second[::7])
    assert nearest < TOUCHING_M or pose in ROW_OF_TWO
    for one, surface in ((lead, second), (led, first)):  # nobody's skin comes near the middle of the other's trunk
        for point in core(one):
            assert float(np.linalg.norm(surface - point, axis=1).min()) >= INNERMOST_M


@pytest.mark.parametrize("pose", [name for name in NAMES if interactions()[name].partner is not None])
def test_who_is_led_takes_the_pose_that_belongs_to_it(pose: str) -> None:
    other = "CHILD" if pose == "carry_child" else "WOMAN"
    assert blocked(pose, other=other).figures[1].pose == interactions()[pose].partner


def test_a_grown_up_is_carried_in_both_arms_where_a_child_would_sit_on_the_hip() -> None:
    lead, led = blocked("carry_child").figures
    assert (lead.pose, led.pose) == ("carry_bride", "carried")


def test_who_is_alone_carries_nobody() -> None:
    brief = replace(BRIEF, actors=(Actor(name="MAN", pose="piggyback"),), roster=("MAN",))
    found = block(brief, plan_set("park", seed=3, time_of_day="day", weather="clear"))
    assert found.figures[0].pose == "walk"
    assert any("nobody is there" in reason for reason in found.reasons)


@pytest.mark.parametrize("pose", sorted({row.partner for row in interactions().values() if row.partner}))
def test_nobody_hangs_in_the_air_whom_nobody_carries(pose: str) -> None:
    brief = replace(BRIEF, actors=(Actor(name="MAN", pose=pose),), roster=("MAN",))
    figure = block(brief, plan_set("park", seed=3, time_of_day="day", weather="clear")).figures[0]
    lowest = float(skin(figure)[:, 1].min())
    assert lowest < figure.position_m[1] + 0.6
    assert figure.pose == (apart_pose(pose) or figure.pose)


def test_a_hand_on_the_shoulder_of_somebody_who_sits_leaves_them_on_their_seat() -> None:
    lead, led = blocked("pat_shoulder", doing="sit").figures
    assert led.seat_height_m is not None
    assert np.hypot(lead.position_m[0] - led.position_m[0], lead.position_m[2] - led.position_m[2]) < 0.8


@pytest.mark.parametrize(
    ("pose", "kind"),
    [("climb_ladder", "ladder"), ("ride_motorbike", "motorbike"), ("play_piano", "piano"), ("swim", "swim_water"),
     ("drive", "car_interior"), ("ski", "skis"), ("paint", "easel")],
)  # fmt: skip
def test_what_a_pose_needs_is_brought(pose: str, kind: str) -> None:
    assert kind in {piece.kind for piece in blocked(pose).pieces}


def test_water_is_not_brought_to_the_sea() -> None:
    assert "swim_water" not in {piece.kind for piece in blocked("swim", place="beach").pieces}


def test_nobody_drives_a_car_through_a_room() -> None:
    found = blocked("drive", place="room")
    assert "car_interior" not in {piece.kind for piece in found.pieces}
    assert pose_named(found.figures[0].pose).support == "seat"


def test_a_driver_takes_along_who_rides() -> None:
    found = blocked("drive", doing="ride")
    driver, rider = found.figures
    assert sum(piece.kind == "car_interior" for piece in found.pieces) == 1
    assert np.linalg.norm(np.subtract(driver.position_m, rider.position_m)) == pytest.approx(0.74, abs=0.05)


@pytest.mark.parametrize("pose", ["climb_wall", "climb_ladder", "paint", "play_piano", "climb_stairs"])
def test_what_somebody_stands_before_does_not_hide_them(pose: str) -> None:
    brief = replace(BRIEF, actors=(Actor(name="MAN", pose=pose),), roster=("MAN",), framing="single", set="outdoors")
    stage = direct(brief)
    thing = next(piece for piece in stage.set_pieces if piece.kind == needed(pose, interior=False, there=())[0].kind)
    eye, man = np.array(stage.camera.position_m), np.array(stage.figures[0].position_m)
    assert np.linalg.norm(eye - man) < np.linalg.norm(eye - np.array(thing.position_m)) + 0.35


def test_three_who_embrace_stand_in_a_ring_and_face_its_middle() -> None:
    trio = ("ANNA", "BEN", "KIM")
    brief = replace(
        BRIEF, roster=trio, looks=tuple((name, CharacterLook(seed=i)) for i, name in enumerate(trio)),
        actors=tuple(Actor(name=name, pose="hug") for name in trio), subject=trio, framing="group", size="FS",
    )  # fmt: skip
    figures = direct(brief).figures
    middle = np.mean([figure.position_m for figure in figures], axis=0)
    reach = [float(np.hypot(f.position_m[0] - middle[0], f.position_m[2] - middle[2])) for f in figures]
    assert max(reach) < 1.0
    for figure in figures:
        to_middle = np.array((middle[0] - figure.position_m[0], middle[2] - figure.position_m[2]))
        ahead = np.array((np.sin(np.radians(figure.yaw_deg)), np.cos(np.radians(figure.yaw_deg))))
        assert float(ahead @ to_middle) > 0.0
