"""What an action names and no set has: it is put down, sat on, stood on, climbed; and a head comes to rest in a lap."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from screenplay2board.plan.types import Actor, CharacterLook, ShotSize
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import SUN_RADIUS, FigurePlacement, Stage, StageBrief

LOOKS = (("ANNA", CharacterLook(gender="female", seed=1)), ("BEN", CharacterLook(height_m=1.82, seed=2)))
BRIEF = StageBrief(
    set="room", set_seed=3, interior=True, time_of_day="day", weather="clear", roster=("ANNA", "BEN"), looks=LOOKS,
    actors=(Actor(name="ANNA", looks_at="BEN"), Actor(name="BEN", looks_at="ANNA")), props=(),
    subject=("ANNA", "BEN"), over=None, size="FS", angle="eye", move="static", framing="two-shot", lens="normal",
)  # fmt: skip
STREET = replace(BRIEF, set="street", interior=False)


def named(stage: Stage, name: str) -> FigurePlacement:
    return next(figure for figure in stage.figures if figure.name == name)


@pytest.mark.parametrize("prop", ["crib", "pram", "leaves", "papers", "rubble"])
def test_what_stands_on_the_floor_is_put_down_near_who_the_shot_is_about(prop: str) -> None:
    stage = direct(replace(BRIEF, props=(prop,)))
    thing = [piece for piece in stage.set_pieces if piece.kind == prop]
    assert len(thing) == 1
    x, _, z = thing[0].position_m
    apart = [np.hypot(x - figure.position_m[0], z - figure.position_m[2]) for figure in stage.figures]
    assert 0.5 < min(apart) < 2.0


def test_nothing_is_put_down_where_the_set_has_it() -> None:
    stage = direct(replace(BRIEF, set="nursery", props=("crib",)))
    kinds = [piece.kind for piece in direct(replace(BRIEF, set="nursery")).set_pieces]
    assert sum(piece.kind == "crib" for piece in stage.set_pieces) == max(1, kinds.count("crib"))


@pytest.mark.parametrize("pose", ["sit", "sit_floor"])
def test_two_sit_side_by_side_on_one_kerb(pose: str) -> None:
    actors = (Actor(name="ANNA", pose=pose, looks_at="BEN"), Actor(name="BEN", pose="sit", looks_at="ANNA"))
    stage = direct(replace(STREET, props=("kerb",), actors=actors))
    kerbs = [piece for piece in stage.set_pieces if piece.kind == "kerb"]
    assert len(kerbs) == 1
    anna, ben = named(stage, "ANNA"), named(stage, "BEN")
    assert anna.position_m[2] == pytest.approx(ben.position_m[2])
    assert 0.5 < abs(anna.position_m[0] - ben.position_m[0]) < 1.2
    assert not any(piece.kind == "crate" for piece in stage.set_pieces)


@pytest.mark.parametrize(
    ("props", "kind", "high_m"), [((), "stool", 0.46), (("table",), "table", 0.74), (("chair",), "chair", 0.45)]
)
def test_who_stands_on_something_has_the_feet_on_it(props: tuple[str, ...], kind: str, high_m: float) -> None:
    actors = (Actor(name="ANNA", pose="stand_on"), Actor(name="BEN", looks_at="ANNA"))
    stage = direct(replace(BRIEF, actors=actors, props=props))
    anna = named(stage, "ANNA")
    x, _, z = anna.position_m
    below = [p for p in stage.set_pieces if p.kind == kind and np.hypot(p.position_m[0] - x, p.position_m[2] - z) < 0.1]
    assert len(below) == 1
    assert below[0].position_m[1] == pytest.approx(0.0)
    soles = min(float(pose_figure(anna).anchors.joints[f"toe_{side}"][1]) for side in "lr")
    assert high_m - 0.02 < soles < high_m + 0.12


@pytest.mark.parametrize("place", ["park", "bedroom"])
def test_a_head_rests_on_the_thighs_of_who_sits(place: str) -> None:
    actors = (Actor(name="ANNA", pose="sit", looks_at="BEN"), Actor(name="BEN", pose="head_in_lap", looks_at="ANNA"))
    stage = direct(replace(BRIEF, set=place, interior=place == "bedroom", actors=actors))
    sitting, lying = pose_figure(named(stage, "ANNA")).anchors.joints, pose_figure(named(stage, "BEN")).anchors.joints
    lap = np.mean([sitting[f"{joint}_{side}"] for joint in ("hip", "knee", "ankle") for side in "lr"], axis=0)
    assert float(np.hypot(*(lying["head"] - lap)[[0, 2]])) < 0.3
    assert 0.0 < float(lying["head"][1] - lap[1]) < 0.35


@pytest.mark.parametrize("size", ["CU", "MCU", "MS", "FS"])
@pytest.mark.parametrize("name", ["ANNA", "BEN"])
def test_no_moon_stands_behind_a_head(size: ShotSize, name: str) -> None:
    night = replace(
        BRIEF, set="beach", interior=False, time_of_day="night", size=size, framing="single", subject=(name,)
    )
    stage = direct(night)
    assert stage.sky.sun is not None
    projection, (width, height) = Projection.of(stage.camera), stage.camera.frame_px
    for figure in stage.figures:
        anchors = pose_figure(figure).anchors
        x, y, depth = projection.project(anchors.joints["head"][None])[0].tolist()
        apart = np.hypot(x - stage.sky.sun[0] * width, y - stage.sky.sun[1] * height)
        skull = 0.5 * projection.focal_px * anchors.head_height_m / depth
        assert depth < 0.1 or apart > skull + SUN_RADIUS * height


def test_a_crowd_in_a_classroom_sits_at_its_desks() -> None:
    stage = direct(replace(BRIEF, set="school", props=("crowd",), size="LS", framing="establishing"))
    pupils = [piece for piece in stage.set_pieces if piece.kind == "bystander"]
    assert len(pupils) >= 3
    assert all(piece.parameters["style"] == "sit" for piece in pupils)
    seats = [mark.position_m for mark in stage.set.marks if mark.name.startswith("desk_")]
    assert all(min(np.hypot(p.position_m[0] - x, p.position_m[2] - z) for x, _, z in seats) < 0.05 for p in pupils)


def test_a_crowd_in_a_sports_hall_sits_in_the_stand() -> None:
    stage = direct(replace(BRIEF, set="sports_hall", props=("crowd",), size="ELS", framing="establishing"))
    crowd = [piece for piece in stage.set_pieces if piece.kind == "bystander"]
    assert len(crowd) > 12
    assert len({piece.position_m[1] for piece in crowd}) == 3


def test_a_slung_arm_lies_across_the_body_whatever_the_pose() -> None:
    looks = (("ANNA", replace(LOOKS[0][1], accessories=("arm_sling",))), LOOKS[1])
    for pose in ("stand", "walk", "talk"):
        actors = (Actor(name="ANNA", pose=pose), BRIEF.actors[1])
        body = pose_figure(named(direct(replace(BRIEF, looks=looks, actors=actors)), "ANNA")).anchors
        forearm = body.frames["chest"].T @ (body.joints["wrist_l"] - body.joints["elbow_l"])
        assert float(forearm[0]) < -0.12
        assert abs(float(forearm[1])) < 0.15


@pytest.mark.parametrize(("scene", "kind"), [("forest", "climbing_tree"), ("warehouse", "ladder")])
def test_who_climbs_has_something_to_climb(scene: str, kind: str) -> None:
    actor = Actor(name="ANNA", pose="climb")
    stage = direct(replace(BRIEF, set=scene, interior=scene == "warehouse", size="FS", actors=(actor,)))
    assert any(piece.kind == kind for piece in stage.set_pieces)


def test_hands_and_feet_of_who_climbs_a_tree_are_at_its_branches() -> None:
    actor = Actor(name="ANNA", pose="climb")
    stage = direct(replace(BRIEF, set="forest", interior=False, size="FS", actors=(actor,)))
    geometry = build_stage(stage)
    vertices, _, faces, parts, _ = geometry.arrays()
    number = next(number for number, part in enumerate(geometry.parts) if part.name == "branch")
    branches = vertices[np.unique(faces[parts == number])]
    joints = pose_figure(named(stage, "ANNA")).anchors.joints
    for joint in ("hand_l", "hand_r", "toe_l", "toe_r"):
        assert float(np.linalg.norm(branches - joints[joint], axis=1).min()) < 0.25, joint
