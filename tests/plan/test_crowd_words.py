"""A crowd that the text names stands behind those who act, and stays for the scene."""

from __future__ import annotations

import pytest
from sample_plan import plan_of

from screenplay2board.plan.types import Shot


def shots(text: str) -> tuple[Shot, ...]:
    return plan_of(text).shots


def test_a_crowd_is_seen_from_where_it_is_named_to_the_end_of_its_scene() -> None:
    told = "EXT. SQUARE - DAY\n\nMINA (30) waits.\n\nA crowd cheers.\n\nMina raises a fist.\n\n"
    told += "INT. ROOM - DAY\n\nMina sits.\n"
    crowded = [("crowd" in shot.props, shot.scene_number) for shot in shots(told)]
    assert crowded[0] == (False, "1")
    assert all(seen for seen, scene in crowded[2:] if scene == "1")
    assert not any(seen for seen, scene in crowded if scene == "2")


def test_a_crowd_that_cheers_is_seen_to_cheer() -> None:
    told = next(shot for shot in shots("EXT. SQUARE - DAY\n\nA crowd cheers.\n") if "cheers" in shot.action)
    assert {actor.pose for actor in told.actors} == {"cheer"}


def test_a_crowd_is_no_insert() -> None:
    assert all(
        shot.framing != "insert" for shot in shots("EXT. SQUARE - DAY\n\nMINA waits.\n\nProtesters block the road.\n")
    )


def test_a_crowded_place_has_a_crowd_in_korean_too() -> None:
    assert any("crowd" in shot.props for shot in shots("EXT. 광장 - 낮\n\n군중이 모여 있다.\n"))


@pytest.mark.parametrize(
    "words",
    [
        "A gym full of parents.",
        "A dozen reporters wait.",
        "A column of soldiers winds up the road.",
        "Rows of pupils in white shirts.",
        "The bar is packed with tired commuters.",
    ],
)
def test_so_many_people_are_a_crowd(words: str) -> None:
    assert all("crowd" in shot.props for shot in shots(f"INT. HALL - DAY\n\n{words}\n"))


@pytest.mark.parametrize("words", ["MINA opens the passenger window.", "Two men wait.", "A glass full of water."])
def test_few_people_are_no_crowd(words: str) -> None:
    assert all("crowd" not in shot.props for shot in shots(f"INT. HALL - DAY\n\n{words}\n"))
