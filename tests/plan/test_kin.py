"""Kin without a name are who fits, and who stands at an opened door is seen there."""

from __future__ import annotations

import pytest
from sample_plan import actor_of, plan_of, present, shot_of

from screenplay2board.plan.types import ShotList

FAMILY = "TOMMASO (72), a man, waits. MARCO (37), a man, waits. NINO (8), a boy, waits. LUCIA (40), a woman, waits.\n\n"


def plan_scene(action: str) -> ShotList:
    return plan_of(f"INT. DINING ROOM - DAY\n\n{FAMILY}{action}\n")


@pytest.mark.parametrize(
    ("words", "doer", "whom"),
    [
        ("Lucia hugs her brother.", "LUCIA", "MARCO"),
        ("Marco hugs his father.", "MARCO", "TOMMASO"),
        ("Marco hugs his son.", "MARCO", "NINO"),
        ("Nino hugs his mother.", "NINO", "LUCIA"),
    ],
)
def test_kin_without_a_name_are_who_fits_them(words: str, doer: str, whom: str) -> None:
    shot = plan_scene(words).shots[-1]
    assert actor_of(shot, doer).looks_at == whom
    assert actor_of(shot, whom).pose == "hug"


def test_who_stands_outside_a_door_that_is_opened_is_seen_from_inside() -> None:
    shots = plan_of("INT. HALL - DAY\n\nANNA (40) opens the door. MARCO (37), soaked, stands outside.\n")
    shot = shot_of(shots, "outside")
    assert present(shot) == {"ANNA", "MARCO"}
    assert shot.set == shots.scenes[0].set


def test_who_slings_a_bag_over_the_shoulder_has_it_and_does_not_look_back() -> None:
    shots = plan_of("EXT. YARD - DAY\n\nMARCO (37), a duffel bag over his shoulder, waits.\n")
    marco = actor_of(shots.shots[0], "MARCO")
    assert (marco.pose, marco.holding) == ("stand", ("bag",))


def test_a_company_at_a_table_is_seated() -> None:
    shots = plan_of("INT. HALL - DAY\n\nThe whole family at a long table. ANNA (40) cuts the bread.\n")
    assert actor_of(shots.shots[-1], "ANNA").pose == "sit_table"


def test_hair_that_falls_fells_nobody() -> None:
    shots = plan_scene("Lucia waits. Her red hair falls on her shoulders.")
    assert not actor_of(shots.shots[-1], "LUCIA").pose.startswith(("fall", "lie"))


@pytest.mark.parametrize(
    ("words", "gender"), [("Her nephew LEVI (9) waits.", "male"), ("Tom's sister LEVI (30) waits.", "female")]
)
def test_what_kin_somebody_is_tells_their_gender(words: str, gender: str) -> None:
    shots = plan_of(f"EXT. YARD - DAY\n\n{words}\n")
    assert next(member for member in shots.cast if member.name == "LEVI").look.gender == gender


def test_who_gets_into_a_car_outdoors_is_gone_with_it() -> None:
    told = "EXT. YARD - DAY\n\nLUCIA (40), a woman, waits. MARCO (37), a man, gets into the car.\n\nLucia sighs.\n"
    shots = plan_of(told)
    assert present(shot_of(shots, "sighs")) == {"LUCIA"}


def test_a_man_who_speaks_as_old_man_is_one_person() -> None:
    told = "INT. HALL - DAY\n\nANNA (40), a woman, waits. A man sits tied to a chair.\n\nOLD MAN\nAre you the paper?\n"
    assert {member.name for member in plan_of(told).cast} == {"ANNA", "OLD MAN"}
