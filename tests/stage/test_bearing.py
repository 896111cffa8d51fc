"""A mood is borne by the whole body: it leans, shrugs, clenches, and stays a body."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.bearing import borne
from screenplay2board.stage.body.head.space import TIERS
from screenplay2board.stage.body.limbs import shoe_mesh
from screenplay2board.stage.body.poses import data_table, pose_named
from screenplay2board.stage.body.skeleton import PosedBody, pose_figure
from screenplay2board.stage.body.volume import BodyVolume
from screenplay2board.stage.names import EMOTIONS, POSES
from screenplay2board.stage.types import FigurePlacement, HeldProp, Vec3

LOOKS = {
    "man": CharacterLook(height_m=1.80, top="jacket", top_grey=0.4),
    "woman": CharacterLook(gender="female", height_m=1.66, hair="bob", top="blouse", bottom="skirt"),
    "child": CharacterLook(age="child", height_m=1.16, hair="messy", top="hoodie", bottom="shorts"),
}
MOODS = sorted(data_table("bearings.toml"))
RESTING = ("stand", "stand_weight", "talk", "sit", "sit_talk", "sit_table")


@cache
def posed(
    emotion: str, pose: str = "stand", look: str = "man", figure: int = 1, look_at: Vec3 | None = None
) -> PosedBody:
    return pose_figure(
        FigurePlacement(figure=figure, name="A", look=LOOKS[look], pose=pose, emotion=emotion, look_at=look_at)
    )


def lean_m(emotion: str, pose: str = "stand") -> float:
    joints = posed(emotion, pose).anchors.joints
    return float(joints["neck"][2] - joints["pelvis"][2])


def gaze_y(emotion: str, pose: str = "stand", look_at: Vec3 | None = None) -> float:
    return float(posed(emotion, pose, look_at=look_at).anchors.frames["head"][1, 2])


def shoulder_m(emotion: str) -> float:
    joints = posed(emotion).anchors.joints
    return float(np.mean([joints[f"shoulder_{side}"][1] for side in "lr"]) - joints["neck"][1])


def test_moods_have_names_that_the_planner_knows() -> None:
    assert set(MOODS) <= set(EMOTIONS)
    assert "neutral" not in MOODS


@pytest.mark.parametrize("pose", ["stand", "sit", "talk"])
def test_the_angry_lean_forward_and_the_frightened_back(pose: str) -> None:
    assert lean_m("angry", pose) > lean_m("neutral", pose) + 0.05
    assert lean_m("fear", pose) < lean_m("neutral", pose) - 0.03


@pytest.mark.parametrize("look_at", [None, (0.0, 1.6, 3.0)])
def test_the_sad_hang_their_heads_whoever_they_look_at(look_at: Vec3 | None) -> None:
    assert gaze_y("sad", look_at=look_at) < gaze_y("neutral", look_at=look_at) - 0.2
    assert gaze_y("happy", look_at=look_at) > gaze_y("neutral", look_at=look_at) + 0.05


def test_shoulders_rise_in_fear_and_fall_in_weariness() -> None:
    assert shoulder_m("fear") > shoulder_m("neutral") + 0.02 > shoulder_m("tired") + 0.04


def test_fists_are_clenched_and_hands_are_raised() -> None:
    assert posed("angry").hands == ("fist", "fist")
    assert posed("angry", "talk").hands == ("fist", "fist")
    joints = posed("fear").anchors.joints
    assert min(float(joints[f"hand_{side}"][1]) for side in "lr") > float(joints["waist"][1])


def test_two_people_in_one_mood_do_not_stand_alike() -> None:
    one, other = (posed("happy", figure=figure).anchors.joints for figure in (1, 2))
    assert abs(float(one["hand_l"][1] - other["hand_l"][1])) > 0.05
    assert one["pelvis"] == pytest.approx(other["pelvis"], abs=0.02)


def test_poses_without_room_for_a_mood_stay_as_they_are() -> None:
    still = [pose for pose in POSES if pose_named(pose).mood == 0.0]
    assert {"hug", "climb_ladder", "lie", "cry"} <= set(still)
    assert all(borne(pose, emotion) == pose_named(pose) for pose in still for emotion in MOODS)


def test_what_is_held_is_held_in_any_mood() -> None:
    for emotion in MOODS:
        placement = FigurePlacement(
            figure=1, name="A", look=LOOKS["man"], pose="stand", emotion=emotion, held=(HeldProp(prop="cup"),)
        )
        assert pose_figure(placement).held == (("cup", "r"),)
        assert pose_figure(placement).hands[1] == "cup"


@pytest.mark.parametrize("emotion", MOODS)
@pytest.mark.parametrize("look", LOOKS)
def test_hands_stay_out_of_the_body_and_feet_on_the_floor(look: str, emotion: str) -> None:
    for pose in RESTING:
        body = posed(emotion, pose, look)
        joints, frames = body.anchors.joints, body.anchors.frames
        volume = BodyVolume.of(body.proportions, joints, frames, LOOKS[look])
        for side in "lr":
            for name in ("wrist", "hand", "elbow"):
                point = joints[f"{name}_{side}"]
                assert volume.torso_shove(point, -0.006) is None, (pose, name)
                assert volume.head_shove(point, -0.006) is None, (pose, name)
        if pose_named(pose).support == "ground":
            lowest = [float(shoe_mesh(body, side)[0][:, 1].min()) for side in "lr"]
            assert min(lowest) > -0.006
            assert max(lowest) < 0.016


def test_faces_are_exaggerated_as_heads_shrink() -> None:
    by_size = sorted(TIERS, key=lambda tier: tier.min_px)
    for smaller, larger in pairwise(by_size):
        assert smaller.max_px == larger.min_px
        assert smaller.gain > larger.gain
        assert smaller.scale > larger.scale
