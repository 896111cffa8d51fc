"""A crowd stands in the depth of the set, in nobody's way, and costs little."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

import pytest

from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.crowds import MOST
from screenplay2board.stage.director import direct
from screenplay2board.stage.types import PropPlacement, Stage, StageBrief

BRIEF = StageBrief(
    set="street", set_seed=7, interior=False, time_of_day="day", weather="clear", roster=("ANNA", "BEN"),
    looks=(("ANNA", CharacterLook(gender="female")), ("BEN", CharacterLook())),
    actors=(Actor(name="ANNA"), Actor(name="BEN")), props=("crowd",), subject=("ANNA", "BEN"), over=None, size="LS",
    angle="eye", move="static", framing="two-shot", lens="normal", frame_px=(320, 180),
)  # fmt: skip


def bystanders(stage: Stage) -> list[PropPlacement]:
    return [piece for piece in stage.set_pieces if piece.kind == "bystander"]


@pytest.mark.parametrize("scene", ["street", "park", "market"])
def test_a_crowd_outside_is_ten_to_eighteen_strong(scene: str) -> None:
    assert 10 <= len(bystanders(direct(replace(BRIEF, set=scene)))) <= MOST


def test_a_crowd_stands_behind_those_who_act_and_in_nobody() -> None:
    stage = direct(BRIEF)
    for piece in bystanders(stage):
        for figure in stage.figures:
            assert piece.position_m[2] < figure.position_m[2]
            assert hypot(piece.position_m[0] - figure.position_m[0], piece.position_m[2] - figure.position_m[2]) > 1.2


def test_a_crowd_is_there_only_where_the_shot_names_it() -> None:
    assert bystanders(direct(replace(BRIEF, props=()))) == []


def test_a_crowd_cheers_with_who_cheers() -> None:
    cheering = direct(replace(BRIEF, actors=(Actor(name="ANNA", pose="cheer"), Actor(name="BEN"))))
    assert {piece.parameters["style"] for piece in bystanders(cheering)} == {"cheer"}
    assert {piece.parameters["style"] for piece in bystanders(direct(BRIEF))} == {"stand"}


def test_a_whole_crowd_has_fewer_vertices_than_two_who_act() -> None:
    stage = direct(BRIEF)
    acting = len(build_stage(replace(stage, set_pieces=())).arrays()[0])
    crowd = len(build_stage(replace(stage, set_pieces=tuple(bystanders(stage)), figures=())).arrays()[0])
    assert crowd < 2.5 * acting


@pytest.mark.parametrize("scene", ["court", "lecture_hall", "theatre", "church"])
def test_a_crowd_sits_where_the_set_has_rows_for_a_public(scene: str) -> None:
    stage = direct(replace(BRIEF, set=scene, interior=True))
    assert {piece.parameters["style"] for piece in bystanders(stage)} == {"sit"}


def test_a_court_has_a_jury_before_its_wall() -> None:
    stage = direct(replace(BRIEF, set="court", interior=True))
    jury = [piece for piece in bystanders(stage) if piece.position_m[0] < -2.5 and piece.position_m[2] < 0.0]
    assert len(jury) >= 4
