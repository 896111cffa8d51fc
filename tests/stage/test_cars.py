"""People in cars: outside the whole car is in the picture, inside roof and windscreen frame them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from screenplay2board.plan.types import Actor, CharacterLook, ShotSize
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.geometry import rotation
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.props.car_cabin import FLOOR_OVER_ROAD_M, WIDTH_M, cabin_extent
from screenplay2board.stage.types import StageBrief

LOOKS = (("ANNA", CharacterLook(gender="female", seed=1)), ("BEN", CharacterLook(height_m=1.86, seed=2)))
DRIVE = StageBrief(
    set="car", set_seed=4, interior=True, time_of_day="day", weather="clear", roster=("BEN", "ANNA"), looks=LOOKS,
    actors=(Actor(name="BEN", pose="drive", looks_at="ANNA"), Actor(name="ANNA", pose="ride", looks_at="BEN")),
    props=(), subject=("BEN", "ANNA"), over=None, size="FS", angle="eye", move="static", framing="two-shot",
    lens="normal", frame_px=(1280, 720),
)  # fmt: skip


@pytest.mark.parametrize("size", ["LS", "ELS"])
def test_a_wide_shot_of_people_in_a_car_has_the_whole_car_in_it(size: ShotSize) -> None:
    stage = direct(replace(DRIVE, size=size))
    seen = Projection.of(stage.camera).project(cabin_extent({}))[:, :2] / stage.camera.frame_px
    assert (seen > 0.0).all()
    assert (seen < 1.0).all()


def test_from_the_bonnet_roof_and_dash_board_frame_two_people() -> None:
    stage = direct(replace(DRIVE, size="MS"))
    geometry = build_stage(stage)
    vertices, _, faces, parts, _ = geometry.arrays()
    ys: dict[str, float] = {}
    for number, part in enumerate(geometry.parts):
        if part.name in ("car_headliner", "dash"):
            points = vertices[np.unique(faces[parts == number])]
            ys[part.name] = float(np.median(Projection.of(stage.camera).project(points)[:, 1])) / 720
    assert ys["car_headliner"] < 0.25
    assert ys["dash"] > 0.75


@pytest.mark.parametrize("height_m", [1.5, 1.86, 2.0])
def test_nobody_s_head_goes_through_the_roof(height_m: float) -> None:
    looks = (LOOKS[0], ("BEN", CharacterLook(height_m=height_m, seed=2)))
    geometry = build_stage(direct(replace(DRIVE, looks=looks)))
    crown = max(float(figure.joints["crown"][1]) for figure in geometry.figures.values())
    vertices, _, faces, parts, _ = geometry.arrays()
    lining = next(number for number, part in enumerate(geometry.parts) if part.name == "car_headliner")
    assert crown < float(vertices[np.unique(faces[parts == lining])][:, 1].max())


def test_no_car_is_brought_into_a_room_that_a_shot_calls_an_exterior() -> None:
    stage = direct(replace(DRIVE, set="gosiwon", interior=False, size="CU", framing="single"))
    assert all(piece.kind != "car_interior" for piece in stage.set_pieces)
    assert any("no vehicle to drive" in reason for reason in stage.reasons)


@pytest.mark.parametrize(("pose", "place"), [("drive", "car"), ("ride", "car"), ("drive", "road")])
def test_who_leans_to_a_car_s_window_stands_outside_beside_the_door_at_eye_level(pose: str, place: str) -> None:
    actors = (Actor(name="BEN", pose=pose, looks_at="ANNA"), Actor(name="ANNA", pose="lean_window", looks_at="BEN"))
    stage = direct(replace(DRIVE, actors=actors, set=place, interior=place == "car", size="MS"))
    inside, outside = (next(figure for figure in stage.figures if figure.name == name) for name in ("BEN", "ANNA"))
    car = next(piece for piece in stage.set_pieces if piece.kind == "car_interior")
    across = [
        float(((np.array(figure.position_m) - car.position_m) @ rotation(car.yaw_deg))[0])
        for figure in (inside, outside)
    ]
    assert abs(across[0]) < WIDTH_M / 2
    assert abs(across[1]) > WIDTH_M / 2 + 0.2
    assert outside.position_m[1] == pytest.approx(car.position_m[1] - FLOOR_OVER_ROAD_M)
    eyes = [pose_figure(figure).anchors.joints["eyes"] for figure in (inside, outside)]
    assert abs(float(eyes[0][1] - eyes[1][1])) < 0.25
    assert float(np.hypot(*(eyes[0] - eyes[1])[[0, 2]])) < 0.9
    assert {inside.figure, outside.figure} == set(stage.subject_figures)


def test_who_leans_to_a_window_where_no_car_is_stands() -> None:
    stage = direct(replace(DRIVE, set="room", actors=(Actor(name="ANNA", pose="lean_window"),), subject=("ANNA",)))
    assert [figure.pose for figure in stage.figures if figure.name == "ANNA"] == ["stand"]
