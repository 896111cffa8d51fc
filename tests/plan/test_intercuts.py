"""Intercuts: the scene plays in the places that the line names, with the people who were last in each."""

from __future__ import annotations

import pytest
from sample_plan import plan_of, present, shot_of

from screenplay2board.plan.intercuts import places_between


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("INTERCUT - FIELD / ROAD", ("FIELD", "ROAD")),
        ("INTERCUT BETWEEN CRATER AND TRENCH", ("CRATER", "TRENCH")),
        ("INTERCUT WITH:", ()),
        ("INTERCUT WITH RAY'S KITCHEN", ("RAY'S KITCHEN",)),
        ("교차편집 - 교실 / 복도", ("교실", "복도")),
        ("교차편집", ()),
    ],
)
def test_a_line_of_intercutting_names_its_places(line: str, places: tuple[str, ...]) -> None:
    assert places_between(line) == places


def test_an_intercut_goes_to_places_that_the_film_has_not_shown() -> None:
    shots = plan_of(
        "EXT. FARM - NIGHT\n\nISOLDE (30) runs.\n\nINTERCUT - BARN / HILL\n\n"
        "On the hill, TOM (40) watches.\n\nTOM\nBurn.\n\nIsolde falls to her knees.\n"
    )
    assert [shot_of(shots, words).set for words in ("On the hill", "Burn", "falls")] == ["meadow", "meadow", "farmyard"]
    assert [present(shot_of(shots, words)) for words in ("Burn", "falls")] == [{"TOM"}, {"ISOLDE"}]


def test_an_intercut_comes_back_to_who_was_last_in_a_place_and_was_not_seen_since() -> None:
    shots = plan_of(
        "INT. RAY'S APARTMENT - NIGHT\n\nROSIE (8) sleeps. RAY (35) sits beside her.\n\n"
        "EXT. STREET - DAY\n\nRAY walks.\n\n"
        "INT. ARENA - NIGHT\n\nRAY fights IVAN (26).\n\nINTERCUT - ARENA / APARTMENT\n\n"
        "Rosie watches the television.\n\nROSIE\nCome on!\n\nIvan knocks Ray down.\n"
    )
    assert shot_of(shots, "Come on").set == shots.scenes[0].set
    assert present(shot_of(shots, "Come on")) == {"ROSIE"}
    assert present(shot_of(shots, "knocks")) == {"RAY", "IVAN"}


def test_a_korean_intercut_goes_to_the_corridor() -> None:
    shots = plan_of(
        "실내. 교실 - 낮\n\n민호(17)가 앉아 있다.\n\n교차편집 - 교실 / 복도\n\n"
        "복도에서 수진(17)이 기다린다.\n\n수진\n민호야!\n\n수진\n여기야.\n\n민호가 웃는다.\n"
    )
    assert [shot_of(shots, words).set for words in ("기다린다", "민호야", "웃는다")] == [
        "corridor",
        "corridor",
        "school",
    ]


def test_an_intercut_that_names_no_place_is_with_the_scene_before() -> None:
    shots = plan_of(
        "INT. KITCHEN - NIGHT\n\nMINA (30) waits.\n\nINT. OFFICE - NIGHT\n\nJUN (40) sits.\n\nINTERCUT\n\n"
        "MINA\nWhere are you?\n\nJUN\nHere.\n"
    )
    assert [shot_of(shots, words).set for words in ("Where", "Here")] == ["kitchen", "office"]


def test_who_has_come_to_the_scene_is_not_at_the_other_end_any_more() -> None:
    shots = plan_of(
        "INT. APARTMENT - NIGHT\n\nROSIE (8) sleeps. RAY (35) sits.\n\nINT. ARENA - NIGHT\n\nRAY fights.\n\n"
        "INTERCUT - ARENA / APARTMENT\n\nRosie watches the television.\n"
    )
    assert present(shot_of(shots, "watches")) == {"ROSIE"}


def test_a_newcomer_is_at_the_end_of_an_intercut_where_nobody_has_been_seen() -> None:
    shots = plan_of(
        "INT. KITCHEN - NIGHT\n\nMARA (40s) stands, phone at her ear.\n\nINTERCUT - KITCHEN / PHONE BOOTH\n\n"
        "TOM (40s) leans in the booth.\n\nTOM\nClose.\n\nMARA\nCome home.\n"
    )
    assert [present(shot_of(shots, words)) for words in ("leans", "Close", "Come")] == [{"TOM"}, {"TOM"}, {"MARA"}]
    assert [shot_of(shots, words).set for words in ("leans", "Come")] == ["street", "kitchen"]


def test_a_line_of_intercutting_stands_under_the_picture_that_follows() -> None:
    shots = plan_of(
        "INT. KITCHEN - NIGHT\n\nMARA (40s) stands, phone at her ear.\n\n"
        "INTERCUT - KITCHEN / STREET\n\nTOM (40s) walks.\n"
    )
    assert "INTERCUT" in shot_of(shots, "TOM").action
