"""A fire burns on the house, on furniture, or behind those who act, and in nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.types import PropPlacement, Stage, StageBrief

BRIEF = StageBrief(
    set="farmyard", set_seed=7, interior=False, time_of_day="night", weather="clear", roster=("ANNA",),
    looks=(("ANNA", CharacterLook(gender="female")),), actors=(Actor(name="ANNA"),), props=("fire",),
    subject=("ANNA",), over=None, size="LS", angle="eye", move="static", framing="establishing", lens="normal",
    frame_px=(320, 180),
)  # fmt: skip


def fires(stage: Stage) -> list[PropPlacement]:
    return [piece for piece in stage.set_pieces if piece.kind == "fire"]


def test_a_barn_burns_before_its_front_and_on_its_roof() -> None:
    low, high = sorted(piece.position_m[1] for piece in fires(direct(BRIEF)))
    assert low == 0.0
    assert high > 3.0


@pytest.mark.parametrize(("scene", "interior"), [("forest", False), ("desert", False), ("kitchen", True)])
def test_something_burns_in_places_without_houses(scene: str, interior: bool) -> None:
    assert fires(direct(replace(BRIEF, set=scene, interior=interior)))


def test_a_fire_in_the_open_burns_behind_those_who_act() -> None:
    stage = direct(replace(BRIEF, set="desert"))
    assert fires(stage)[0].position_m[2] < stage.figures[0].position_m[2] - 1.0


def test_nothing_burns_where_no_shot_names_a_fire_nor_in_an_insert_of_something_else() -> None:
    assert not fires(direct(replace(BRIEF, props=())))
    assert not fires(direct(replace(BRIEF, framing="insert", subject=("bucket",), props=("bucket", "fire"))))


def test_flames_are_paper_white() -> None:
    geometry = build_stage(direct(BRIEF))
    assert {part.emission for part in geometry.parts if part.name == "flame"} == {0.0}
