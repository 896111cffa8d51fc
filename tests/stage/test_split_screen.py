"""A split screen shows two people who are not together, each in their own place, turned to each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.planner import plan
from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.render.sketch import draw
from screenplay2board.render.sketch.maps import stage_map
from screenplay2board.screenplay.fountain import read_fountain
from screenplay2board.stage.brief import make_brief
from screenplay2board.stage.director import direct
from screenplay2board.stage.posing import posed
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.split_screen import gutter_px
from screenplay2board.stage.types import Stage, StageBrief

BRIEF = StageBrief(
    set="kitchen", set_seed=7, interior=True, time_of_day="day", weather="clear", roster=("ANNA", "BEN"),
    looks=(("ANNA", CharacterLook(gender="female", height_m=1.68)), ("BEN", CharacterLook())),
    actors=(Actor(name="ANNA", pose="phone"),), props=(), subject=("ANNA", "BEN"), over=None, size="MCU", angle="eye",
    move="static", framing="two-shot", lens="normal", effect="split screen", places=("kitchen", "car"),
    frame_px=(320, 180),
)  # fmt: skip
CALL = """INT. KITCHEN - NIGHT

MINA (30) answers the phone.

MINA
Hello?

INTERCUT WITH:

INT. CAR - NIGHT

JUNHO (35) drives, a phone at his ear.

JUNHO
It's me.

MINA
Where are you?

Mina sits down. [[shot: split screen MINA / JUNHO]]
"""


def facing_right(stage: Stage) -> float:
    """How far the face of the only person looks to the right of the picture, -1..1."""
    (figure,) = stage.figures
    return float(posed(figure).anchors.frames["head"][:, 2] @ Projection.of(stage.camera).axes[0])


def test_each_half_has_one_person_in_their_own_place() -> None:
    left = direct(BRIEF)
    assert left.beside is not None
    assert [figure.name for figure in left.figures] == ["ANNA"]
    assert [figure.name for figure in left.beside.figures] == ["BEN"]
    assert (left.set.name, left.beside.set.name) == ("kitchen", "car")


def test_the_two_look_towards_each_other() -> None:
    left = direct(replace(BRIEF, places=()))
    assert left.beside is not None
    assert facing_right(left) > 0.0 > facing_right(left.beside)


@pytest.mark.parametrize("width_px", [320, 333, 1280, 1921])
def test_two_equal_halves_and_their_line_are_as_wide_as_the_frame(width_px: int) -> None:
    half = (width_px - gutter_px(width_px)) // 2
    assert 2 * half + gutter_px(width_px) == width_px


def test_a_split_screen_is_drawn_and_mapped_in_the_whole_frame() -> None:
    stage = direct(BRIEF)
    picture = draw(stage).picture
    assert picture.shape == (180, 320)
    assert np.ptp(picture[:, 160]) == 0  # the line of ink
    assert stage_map("depth", stage).size == (320, 180)


def test_a_split_screen_of_one_person_is_a_plain_shot() -> None:
    stage = direct(replace(BRIEF, looks=BRIEF.looks[:1], roster=("ANNA",), subject=("ANNA",)))
    assert stage.beside is None
    assert stage.camera.frame_px == (320, 180)


def test_a_note_in_an_intercut_call_finds_both_places() -> None:
    found = Diagnostics()
    listed = plan(read_fountain(CALL, "t.fountain", found), diagnostics=found)
    cast = {member.name: member for member in listed.cast}
    scene, shot = next((s, shot) for s in listed.scenes for shot in s.shots if shot.effect == "split screen")
    brief = make_brief(scene, shot, cast, (320, 180))
    assert dict(zip(shot.subject, brief.places, strict=True)) == {"MINA": "kitchen", "JUNHO": "car"}
