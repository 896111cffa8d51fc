"""Inserts: pictures of a thing, in somebody's hand where the text has it there, else by itself."""

from __future__ import annotations

import pytest
from sample_plan import plan_of, present, shot_of

KITCHEN = "INT. KITCHEN - DAY\n\nDAN (30) sits at the table. NELL (60) stands at the sink.\n\n"


def test_a_thing_in_nobodys_hands_is_shown_without_anybody() -> None:
    shot = shot_of(plan_of(f"{KITCHEN}A KEY hangs on a nail beside the door.\n"), "nail")
    assert (shot.framing, shot.subject) == ("insert", ("key",))
    assert present(shot) == set()


@pytest.mark.parametrize(
    "text",
    ["Dan holds up a KEY.\n\nINSERT - THE KEY\n\nRusted.", "A RING glints on her finger.", "A KEY is in Dan's pocket."],
)
def test_a_thing_that_somebody_has_is_shown_with_them(text: str) -> None:
    shots = plan_of(f"{KITCHEN}{text}\n")
    inserts = [shot for shot in shots.shots if shot.framing == "insert"]
    assert inserts
    assert all(present(shot) for shot in inserts)


def test_the_ring_of_a_boxing_gym_is_no_jewel() -> None:
    text = "\n\nA RING under one lamp. JO (24) climbs out of the ring.\n"
    gym, home = plan_of(f"INT. BOXING GYM - NIGHT{text}"), plan_of(f"INT. BEDROOM - NIGHT{text}")
    assert {shot.set for shot in gym.shots} == {"boxing_ring"}
    assert not any("ring" in (*shot.props, *shot.subject) for shot in gym.shots)
    assert any("ring" in shot.subject for shot in home.shots)


def test_an_insert_that_is_asked_for_tells_what_the_text_has_just_said_of_the_thing() -> None:
    shots = plan_of(
        f"{KITCHEN}A KEY hangs on a nail.\n\nINSERT - THE KEY\n\nRusted, a ribbon tied to it.\n\nDan looks.\n"
    )
    inserts = [shot for shot in shots.shots if shot.framing == "insert"]
    assert len(inserts) == 1
    assert "nail" in inserts[0].action
    assert "Rusted" in inserts[0].action
    assert "asks for" in inserts[0].reason
