"""Scenes from above: walls, people, cameras and what they see."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from screenplay2board.plan.types import Actor
from screenplay2board.stage.director import direct
from screenplay2board.stage.floor_plan import PlanShot, floor_plan
from screenplay2board.stage.optics import SUPER_35_MM, camera_facts, view_from_above
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import CameraPose, StageBrief

PAIR = StageBrief(
    set="living_room", set_seed=1, interior=True, time_of_day="day", weather="clear", roster=("ANNA", "BEN"), looks=(),
    actors=(Actor(name="ANNA", looks_at="BEN"), Actor(name="BEN", looks_at="ANNA")), props=(),
    subject=("ANNA", "BEN"), over=None, size="FS", angle="eye", move="static", framing="two-shot", lens="normal",
)  # fmt: skip
SINGLES = (
    replace(PAIR, size="MS", framing="ots", subject=("ANNA",), over="BEN"),
    replace(PAIR, size="MS", framing="ots", subject=("BEN",), over="ANNA"),
    replace(PAIR, size="CU", framing="single", subject=("ANNA",), move="push in"),
    replace(PAIR, size="ECU", framing="single", subject=("BEN",)),
)


def shots(*briefs: StageBrief) -> list[PlanShot]:
    return [
        PlanShot(number=f"1{chr(65 + index)}", size=brief.size, move=brief.move, stage=direct(brief))
        for index, brief in enumerate(briefs)
    ]


@pytest.mark.parametrize("shift", [(0.0, 0.0), (0.3, 0.0), (-0.4, 0.1)])
@pytest.mark.parametrize("target", [(0.0, 1.4, 0.0), (3.0, 1.0, 1.0), (-2.0, 2.0, 6.0)])
def test_the_view_from_above_goes_where_the_pictures_borders_do(target, shift):
    camera = CameraPose(position_m=(1.0, 1.4, 3.0), target_m=(target[0], 1.4, target[2]), fov_deg=33.0, shift=shift)
    width, height = camera.frame_px
    rays = Projection.of(camera).rays(np.array([0.0, width]), np.array([height / 2, height / 2]))
    for ray, seen in zip(rays, view_from_above(camera), strict=True):
        level = np.array([ray[0], ray[2]]) / math.hypot(ray[0], ray[2])
        assert level == pytest.approx(seen, abs=1e-6)


def test_a_lens_is_told_in_millimetres_of_super_35():
    stage = replace(direct(PAIR), camera=CameraPose(position_m=(0, 1.5, 4), target_m=(0, 0.5, 0), fov_deg=30.0))
    facts = camera_facts(stage)
    half = math.tan(math.radians(15.0)) * 16 / 9
    assert facts.lens_mm == pytest.approx(SUPER_35_MM / 2 / half)
    assert facts.height_m == 1.5
    assert facts.tilt_deg == pytest.approx(-math.degrees(math.atan(0.25)))


def test_a_rooms_walls_are_cut_all_round_it():
    stage = direct(PAIR)
    plan = floor_plan(shots(PAIR))
    assert plan is not None
    room = next(piece for piece in stage.set_pieces if piece.kind == "room")
    ends = np.array([end for cut in plan.cuts for end in cut])
    size = ends.max(axis=0) - ends.min(axis=0)
    assert size == pytest.approx([room.parameters["width"], room.parameters["depth"]], abs=0.05)
    x0, z0, x1, z1 = plan.frame
    assert x0 < ends[:, 0].min() < ends[:, 0].max() < x1
    assert z0 < ends[:, 1].min() < ends[:, 1].max() < z1


def test_furniture_is_seen_from_above_without_what_hangs_overhead():
    plan = floor_plan(shots(PAIR))
    assert plan is not None
    things = {thing.name: thing for thing in plan.things}
    assert {"sofa", "bookshelf"} <= set(things)
    assert len(things["sofa"].outlines) > 2  # seat, back and arms
    assert not {"pendant", "strip light", "room", "window"} & set(things)
    assert {opening.kind for opening in plan.openings} == {"door", "window"}


def test_every_shot_has_its_camera_and_nearly_equal_ones_share_a_position():
    briefs = (PAIR, *SINGLES, replace(PAIR, time_of_day="dusk"))
    plan = floor_plan(shots(*briefs))
    assert plan is not None
    found = [[shot.number for shot, _ in camera.shots] for camera in plan.cameras]
    assert sorted(number for numbers in found for number in numbers) == ["1A", "1B", "1C", "1D", "1E", "1F"]
    assert ["1A", "1F"] in found
    assert plan.numbers == ("1A", "1B", "1C", "1D", "1E", "1F")


def test_cameras_of_a_dialogue_stay_on_one_side_of_the_line():
    plan = floor_plan(shots(PAIR, *SINGLES))
    assert plan is not None
    assert plan.axis is not None
    (ax, az), (bx, bz) = plan.axis
    sides = {(bx - ax) * (z - az) - (bz - az) * (x - ax) > 0 for x, z in (camera.place for camera in plan.cameras)}
    assert len(sides) == 1


def test_who_goes_to_another_place_has_two_marks_and_who_walks_a_way():
    walk = replace(PAIR, actors=(Actor(name="ANNA", pose="walk"), Actor(name="BEN", pose="sit")))
    plan = floor_plan(shots(PAIR, walk))
    assert plan is not None
    ben = [mark for mark in plan.marks if mark.name == "BEN"]
    assert [mark.number for mark in ben] == [1, 2]
    assert any(mark.heading is not None for mark in plan.marks if mark.name == "ANNA")


def test_an_insert_that_plays_elsewhere_is_not_on_the_plan():
    street = replace(PAIR, set="street", interior=False)
    plan = floor_plan(shots(PAIR, SINGLES[0], street))
    assert plan is not None
    assert plan.numbers == ("1A", "1B")
    assert floor_plan([]) is None
