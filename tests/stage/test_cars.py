"""People in cars: outside the whole car is in the picture, inside roof and windscreen frame them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from screenplay2board.plan.types import Actor, CharacterLook, ShotSize
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.props.car_cabin import cabin_extent
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
