"""Blueprints: the lines over the drawing lie where the stage and the standards say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sketch_scene import camera, room_with_one_person, stage_for

from screenplay2board.plan.types import Actor
from screenplay2board.render.sketch import draw_geometry
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import CameraPose, StageBrief

FRAME = (640, 360)
BRIEF = StageBrief(
    set="outdoors", set_seed=1, interior=False, time_of_day="day", weather="clear", roster=("ANNA",), looks=(),
    actors=(Actor(name="ANNA"),), props=(), subject=("ANNA",), over=None, size="FS", angle="eye", move="static",
    framing="single", lens="normal", frame_px=FRAME,
)  # fmt: skip


def added(stage, geometry) -> np.ndarray:
    """Return what a blueprint has over the same drawing without its survey, as darkness."""
    from screenplay2board.render.sketch import STYLES

    bare = replace(STYLES["blueprint"], surveyed=False)
    with_survey = draw_geometry(geometry, stage, style="blueprint").picture.astype(int)
    return np.abs(draw_geometry(geometry, stage, style=bare).picture.astype(int) - with_survey)


def test_a_blueprint_shows_thirds_and_the_corners_of_the_safe_frames():
    survey = added(stage_for(camera(FRAME)), room_with_one_person())
    width, height = FRAME
    column, row = round(width / 3), round(height / 3)
    assert (survey[5:60, column - 1 : column + 1].max(axis=1) > 20).mean() > 0.8
    assert (survey[row - 1 : row + 1, 5:60].max(axis=0) > 20).mean() > 0.8
    for share in (0.93, 0.90):
        left, top = width * (1 - share) / 2, height * (1 - share) / 2
        assert survey[round(top) + 3 : round(top) + 15, round(left) - 1 : round(left) + 1].max() > 100


@pytest.mark.parametrize("pitch", [0.0, -0.4, 0.3])
def test_the_horizon_is_as_high_as_the_lens(pitch):
    pose = CameraPose(position_m=(0.0, 1.5, 5.0), target_m=(0.0, 1.5 + pitch, 0.0), fov_deg=36.0, frame_px=FRAME)
    survey = added(stage_for(pose), room_with_one_person())
    row = Projection.of(pose).project(np.array([[0.0, 1.5, -1e6]]))[0, 1]
    line = survey[round(row) - 1 : round(row) + 1].max(axis=0) > 100
    assert 0.5 < line.mean() < 0.8  # dashes


def test_the_line_of_a_size_lies_where_its_frame_ends():
    stage = direct(BRIEF)
    geometry = build_stage(stage)
    anchors = geometry.figures[1]
    survey = added(stage, geometry)
    ankles = 0.5 * (anchors.joints["ankle_l"] + anchors.joints["ankle_r"])
    for point in (anchors.joints["waist"], ankles):
        x, y, _ = Projection.of(stage.camera).project(point[None])[0]
        line = survey[round(y) - 1 : round(y) + 1, round(x) - 100 : round(x) + 100].max(axis=0) > 20
        assert line.mean() > 0.4
