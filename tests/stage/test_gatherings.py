"""Queues, circles, audiences, crowds that part, prams, three on a bench, and the widest view of a room."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

import numpy as np
import pytest

from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.stage.director import direct
from screenplay2board.stage.posing import posed
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import PropPlacement, Stage, StageBrief

ANNA, BEN, OMA = (CharacterLook(gender="female", height_m=1.68), CharacterLook(), CharacterLook(age="elder"))
BRIEF = StageBrief(
    set="street", set_seed=5, interior=False, time_of_day="day", weather="clear", roster=("ANNA", "BEN", "OMA"),
    looks=(("ANNA", ANNA), ("BEN", BEN), ("OMA", OMA)), actors=(Actor(name="ANNA"), Actor(name="BEN")), props=(),
    subject=("ANNA", "BEN"), over=None, size="FS", angle="eye", move="static", framing="two-shot", lens="normal",
    frame_px=(320, 180),
)  # fmt: skip
ALONE = replace(BRIEF, actors=(Actor(name="ANNA"),), roster=("ANNA",), subject=("ANNA",), framing="single")
SEATED = replace(ALONE, actors=(Actor(name="ANNA", pose="sit"),), size="MS", props=("audience",))


def others(stage: Stage) -> list[PropPlacement]:
    return [piece for piece in stage.set_pieces if piece.kind == "bystander"]


@pytest.mark.parametrize("brief", [BRIEF, ALONE, replace(ALONE, set="shop", interior=True)])
def test_a_queue_stands_in_a_line_and_looks_one_way(brief: StageBrief) -> None:
    stage = direct(replace(brief, props=("queue",)))
    people = [*stage.figures, *others(stage)]
    assert len(people) >= 5
    assert len({round(each.yaw_deg, 1) for each in people}) == 1
    places = np.array([[each.position_m[0], each.position_m[2]] for each in people])
    _, widths, _ = np.linalg.svd(places - places.mean(axis=0))
    assert widths[1] < 0.01 * widths[0]


def test_who_acts_in_a_queue_is_not_the_first() -> None:
    stage = direct(replace(ALONE, props=("queue",)))
    yaw = np.radians(stage.figures[0].yaw_deg)
    ahead = np.array((np.sin(yaw), np.cos(yaw)))
    anna = np.array(stage.figures[0].position_m)[[0, 2]]
    assert sum(float((np.array(p.position_m)[[0, 2]] - anna) @ ahead) > 0.1 for p in others(stage)) == 2


def test_a_circle_looks_at_its_middle_and_is_open_to_the_audience() -> None:
    stage = direct(replace(BRIEF, set="park", props=("circle",)))
    people = [*stage.figures, *others(stage)]
    places = np.array([[each.position_m[0], each.position_m[2]] for each in people])
    assert len(people) >= 5
    for each in people:
        assert abs((each.yaw_deg + 180.0) % 360.0 - 180.0) < 125.0
    gaps = [hypot(*(a - b)) for i, a in enumerate(places) for b in places[i + 1 :]]
    assert min(gaps) > 0.5


@pytest.mark.parametrize("scene", ["theatre", "church"])
def test_an_audience_sits_on_the_seats_of_the_set_and_on_nobody(scene: str) -> None:
    stage = direct(replace(SEATED, set=scene, interior=True))
    seated = others(stage)
    assert len(seated) > 25
    assert {piece.parameters["style"] for piece in seated} == {"sit"}
    x, _, z = stage.figures[0].position_m
    assert min(hypot(piece.position_m[0] - x, piece.position_m[2] - z) for piece in seated) > 0.4


def test_somebody_in_the_stalls_is_seen_from_the_front_and_from_the_back() -> None:
    brief = replace(SEATED, set="theatre", interior=True)
    for framing, sign in (("single", 1.0), ("back", -1.0)):
        stage = direct(replace(brief, framing=framing))
        anna = posed(stage.figures[0])
        to_camera = np.array(stage.camera.position_m) - anna.head
        assert sign * float(anna.anchors.frames["head"][:, 2] @ to_camera) > 0.0


def test_a_crowd_parts_for_who_walks_through_it() -> None:
    stage = direct(replace(ALONE, actors=(Actor(name="ANNA", pose="walk"),), props=("parted_crowd",)))
    x = stage.figures[0].position_m[0]
    sides = [piece.position_m[0] - x for piece in others(stage)]
    assert min(abs(side) for side in sides) > 0.8
    assert sum(side < 0 for side in sides) > 5
    assert sum(side > 0 for side in sides) > 5


def test_a_pram_rolls_before_who_pushes_it() -> None:
    stage = direct(replace(ALONE, set="park", actors=(Actor(name="ANNA", pose="push"),), props=("pram",)))
    pram = next(piece for piece in stage.set_pieces if piece.kind == "pram")
    anna = posed(stage.figures[0])
    away = np.array(pram.position_m) - np.array(stage.figures[0].position_m)
    assert pram.yaw_deg == stage.figures[0].yaw_deg
    assert 1.0 < float(anna.anchors.frames["root"][:, 2] @ away) < 1.5


def test_three_sit_on_one_bench() -> None:
    sitting = tuple(Actor(name=name, pose="sit") for name in ("ANNA", "BEN", "OMA"))
    stage = direct(replace(BRIEF, set="park", actors=sitting, subject=("ANNA", "BEN", "OMA"), framing="group"))
    places = sorted(figure.position_m[0] for figure in stage.figures)
    assert 0.4 < places[1] - places[0] < 0.7
    assert 0.4 < places[2] - places[1] < 0.7
    assert not {piece.kind for piece in stage.set_pieces} & {"log", "crate"}


@pytest.mark.parametrize("scene", ["living_room", "kitchen", "bedroom", "bathroom", "office"])
def test_the_widest_view_of_a_room_is_from_a_corner_of_it_and_high(scene: str) -> None:
    stage = direct(replace(ALONE, set=scene, interior=True, size="ELS", framing="establishing"))
    x0, _, x1, z1 = stage.set.bounds_m
    x, y, z = stage.camera.position_m
    assert min(hypot(x - x0, z - z1), hypot(x - x1, z - z1)) < 0.6
    assert 1.9 < y < (stage.set.ceiling_m or 9.0)
    anna = posed(stage.figures[0])
    seen = Projection.of(stage.camera).project(anna.head[None])[0]
    assert 0 < seen[0] < 320
    assert 0 < seen[1] < 180


def test_who_telephones_in_a_car_has_the_phone_at_the_ear() -> None:
    stage = direct(replace(ALONE, set="car", interior=True, actors=(Actor(name="ANNA", pose="phone"),), size="MS"))
    assert stage.figures[0].pose == "sit_phone"
    assert [held.prop for held in stage.figures[0].held] == ["phone"]


def test_who_stands_beside_somebody_on_a_bench_stands_before_it() -> None:
    acting = (Actor(name="BEN", pose="sit"), Actor(name="ANNA", looks_at="BEN"))
    brief = replace(BRIEF, set="park", roster=("BEN", "ANNA"), actors=acting, subject=("ANNA",), framing="single")
    stage = direct(brief)
    anna = next(posed(figure) for figure in stage.figures if figure.name == "ANNA")
    bench = next(piece for piece in stage.set_pieces if piece.kind == "bench")
    yaw = np.radians(bench.yaw_deg)
    before = np.array((np.sin(yaw), 0.0, np.cos(yaw)))
    assert float((np.array(anna.placement.position_m) - np.array(bench.position_m)) @ before) > 0.3
