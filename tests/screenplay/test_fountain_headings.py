"""Scene headings of the Fountain 1.1 specification (https://fountain.io/syntax), sentence by sentence."""

from __future__ import annotations

import pytest
from sample_fountain import read, texts, types


@pytest.mark.parametrize(
    "heading",
    [
        "INT. CELLAR - NIGHT",
        "EXT. FIELD",
        "EST. THE TOWN",
        "INT./EXT. VAN - DAY",
        "INT/EXT VAN - DAY",
        "I/E. VAN",
        "I./E. VAN",
        "EXT/INT. VAN",
        "int. cellar - night",
        "Ext cellar",
        "INT CELLAR NIGHT",
        "INT - CELLAR",
        "    INT. CELLAR - NIGHT",
        "**INT. CELLAR - NIGHT**",
        "_INT. CELLAR_",
        "ИНТ. КУХНЯ - ДЕНЬ",
    ],
)
def test_line_between_empty_lines_that_begins_like_a_heading_is_one(heading: str) -> None:
    elements = read(f"Before.\n\n{heading}\n\nAfter.")
    assert [element.type for element in elements] == ["action", "scene_heading", "action"]
    assert elements[1].text == heading.strip().strip("*_")


@pytest.mark.parametrize("line", ["INTERNAL AFFAIRS INVESTIGATES.", "Extra cheese.", "ESTABLISHING", "Int"])
def test_prefix_without_dot_or_space_makes_no_heading(line: str) -> None:
    assert types(f"Before.\n\n{line}\n\nAfter.") == ["action"] * 3


def test_heading_needs_an_empty_line_behind_it() -> None:
    assert types("EXT. PIER - DAY\nGulls.") == ["action"]
    assert texts("EXT. PIER - DAY\nGulls.") == ["EXT. PIER - DAY\nGulls."]


def test_heading_needs_an_empty_line_before_it() -> None:
    assert types("Gulls.\nEXT. PIER - DAY\n\nMore gulls.") == ["action", "action"]


def test_two_headings_without_a_gap_are_one_action() -> None:
    assert types("INT. A - DAY\nEXT. B - DAY\n\nThen.") == ["action", "action"]


def test_heading_may_stand_right_under_a_section_and_above_a_synopsis() -> None:
    assert types("# Act\nINT. A - DAY\n= What happens.\n\nIt happens.") == [
        "section",
        "scene_heading",
        "synopsis",
        "action",
    ]


def test_period_forces_a_heading_and_goes_away() -> None:
    element = read("Before.\n\n.THE CROSSHAIRS\n\nAfter.")[1]
    assert (element.type, element.text) == ("scene_heading", "THE CROSSHAIRS")


@pytest.mark.parametrize("before", ["He runs.", "ANN\nRun!", "~La la", "(A pause.)"])
def test_period_forces_a_heading_in_capitals_without_a_gap_before_it(before: str) -> None:
    heading = read(f"{before}\n.MONTAGE #4#\n\nDust.")[-2]
    assert (heading.type, heading.text, heading.scene_number) == ("scene_heading", "MONTAGE", "4")


@pytest.mark.parametrize("line", [".and so", ".45 IN HAND", ".NET is dead", "..", ".NO GAP BEHIND\nGo"])
@pytest.mark.parametrize("before", ["He waits", "ANN\nWait"])
def test_other_lines_with_a_period_stay_in_their_paragraph(before: str, line: str) -> None:
    assert "scene_heading" not in types(f"{before}\n{line}\n\nDust.")


def test_period_before_a_digit_forces_a_heading_only_between_empty_lines() -> None:
    assert types(".2nd floor\n\nDust.") == ["scene_heading", "action"]
    assert types("He cocks his\n\n.45 and waits\nfor me.") == ["action", "action"]


@pytest.mark.parametrize("line", ["...and then", "..two", ". space", ".", ".-"])
def test_ellipses_and_periods_without_a_letter_force_nothing(line: str) -> None:
    assert types(f"Before.\n\n{line}\n\nAfter.") == ["action"] * 3


@pytest.mark.parametrize("number", ["1", "1A", "1a", "A1", "I-1-A", "1.", "110A", "2-3.b"])
def test_scene_number_is_taken_off_the_heading(number: str) -> None:
    for heading in ("INT. HALL - DAY", ".HALL"):
        element = read(f"{heading} #{number}#\n\nDust.")[0]
        assert (element.text, element.scene_number) == (heading.removeprefix("."), number)


@pytest.mark.parametrize("tail", ["#$%#", "#1 A#", "##", "#1", "1#"])
def test_what_is_no_scene_number_stays_in_the_heading(tail: str) -> None:
    element = read(f"INT. HALL - DAY {tail}\n\nDust.")[0]
    assert (element.text, element.scene_number) == (f"INT. HALL - DAY {tail}", None)


def test_exclamation_mark_keeps_a_heading_action() -> None:
    assert [(e.type, e.text) for e in read("!INT. HALL - DAY\n\nDust.")] == [
        ("action", "INT. HALL - DAY"),
        ("action", "Dust."),
    ]
