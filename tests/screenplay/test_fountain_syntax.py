"""The other elements of the Fountain 1.1 specification (https://fountain.io/syntax), and files as they come."""

from __future__ import annotations

import pytest
from sample_fountain import read, texts, types

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.fountain import read_fountain

# Action


def test_paragraphs_keep_their_line_breaks() -> None:
    assert texts("One.\n\nTwo.\nThree.\n\nFour.") == ["One.", "Two.\nThree.", "Four."]


def test_action_keeps_spaces_and_turns_tabs_into_four_spaces() -> None:
    assert texts("          Scott --\n\n\tTwo\n\nA\tB") == ["          Scott --", "    Two", "A    B"]


def test_forced_action_keeps_its_indentation() -> None:
    assert texts("!    LOUD") == ["    LOUD"]


def test_forced_action_in_the_middle_of_a_paragraph_stays_in_it() -> None:
    assert texts("One.\n!# two\nThree.") == ["One.\n# two\nThree."]


def test_forced_action_ends_a_speech() -> None:
    assert types("ANN\nHello.\n!BANG") == ["character", "dialogue", "action"]


# Lyrics, transitions, centered text


def test_tilde_makes_each_line_lyrics() -> None:
    assert [(e.type, e.text) for e in read("~La la\n~ li\n\nSilence.")] == [
        ("lyrics", "La la"),
        ("lyrics", "li"),
        ("action", "Silence."),
    ]


def test_lyrics_may_be_part_of_a_speech() -> None:
    assert types("ANN\n~La la\nYou know it?") == ["character", "lyrics", "dialogue"]


@pytest.mark.parametrize(
    "line",
    ["CUT TO:", "SMASH-CUT TO:", "TO:", "                CUT TO:", "FADE OUT.", "FADE TO BLACK.", "CUT TO BLACK."],
)
def test_transition_stands_between_empty_lines(line: str) -> None:
    elements = read(f"He goes.\n\n{line}\n\nINT. HALL - DAY")
    assert [(e.type, e.text) for e in elements[1:]] == [
        ("transition", line.strip()),
        ("scene_heading", "INT. HALL - DAY"),
    ]


@pytest.mark.parametrize("line", ["CUT TO: ", "Cut to:", "PHOTO:", "FADE IN:", "FADE OUT"])
def test_other_lines_in_capitals_are_action(line: str) -> None:
    assert [(e.type, e.text) for e in read(f"He goes.\n\n{line}\n\nINT. HALL - DAY")][1] == ("action", line)


def test_transition_may_stand_right_above_a_heading() -> None:
    assert types("He goes.\n\nCUT TO:\nINT. HALL - DAY\n\nDust.") == ["action", "transition", "scene_heading", "action"]


def test_greater_than_sign_forces_a_transition() -> None:
    assert [(e.type, e.text) for e in read("> Burn to White.")] == [("transition", "Burn to White.")]


def test_period_makes_a_transition_a_heading() -> None:
    assert types(".CUT TO:\n\nDust.") == ["scene_heading", "action"]


@pytest.mark.parametrize("line", [">THE END<", "> THE END <", ">    THE END\t<", "  > THE END <  "])
def test_text_between_angle_brackets_is_centered(line: str) -> None:
    assert [(e.type, e.text) for e in read(line)] == [("centered", "THE END")]


def test_each_centered_line_is_an_element() -> None:
    assert texts("> ONE <\n> TWO <") == ["ONE", "TWO"]


# Page breaks, sections, synopses


@pytest.mark.parametrize("line", ["===", "=====", "===   "])
def test_three_equals_signs_break_the_page(line: str) -> None:
    assert [(e.type, e.text) for e in read(f"One.\n\n{line}\n\nTwo.")][1] == ("page_break", "")


@pytest.mark.parametrize("line", ["==", "="])
def test_fewer_equals_signs_are_text(line: str) -> None:
    assert [(e.type, e.text) for e in read(line)] == [("action", line)]


def test_sections_have_a_depth() -> None:
    text = "# Act\n\n## Sequence\n\n### Scene\n\n###### Deep\n\n#Tight"
    assert [(e.text, e.depth) for e in read(text)] == [
        ("Act", 1),
        ("Sequence", 2),
        ("Scene", 3),
        ("Deep", 6),
        ("Tight", 1),
    ]


def test_sections_and_synopses_may_stand_anywhere() -> None:
    assert types("One.\n# Act\n= What.\nTwo.") == ["action", "section", "synopsis", "action"]


def test_hash_within_a_line_is_text() -> None:
    assert texts("He hits speed dial #1...") == ["He hits speed dial #1..."]


def test_hash_tag_may_be_spoken() -> None:
    assert texts("ANN\n#1 fan here.") == ["ANN", "#1 fan here."]


# Files as they come


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_break_counts_lines_the_same(line_break: str) -> None:
    text = line_break.join(["Title: X", "", "INT. HALL - DAY", "", "ANN", "(low)", "Hello."])
    elements = read(text)
    assert [(e.type, e.span.line) for e in elements] == [
        ("title_page", 1),
        ("scene_heading", 3),
        ("character", 5),
        ("parenthetical", 6),
        ("dialogue", 7),
    ]


def test_byte_order_mark_and_missing_final_newline_are_no_matter() -> None:
    assert types("\ufeffINT. HALL - DAY") == ["scene_heading"]


@pytest.mark.parametrize("text", ["", "\n", "\n\n  \n\t\n", "\ufeff"])
def test_nothing_gives_nothing(text: str) -> None:
    assert read(text) == []


def test_loose_heading_is_reported() -> None:
    diagnostics = Diagnostics()
    read_fountain("INT. A - DAY\n\nHe sits.\n\nEXT. B - DAY\nHe stands.", "a.fountain", diagnostics)
    [finding] = diagnostics
    assert (finding.code, str(finding.span)) == ("S2B116", "a.fountain:5:1")
    assert finding.hint == "put an empty line before and behind it, or force action with `!`"


def test_script_without_any_empty_line_around_its_headings_still_has_scenes() -> None:
    diagnostics = Diagnostics()
    text = "INT. A - DAY\nHe sits.\nEXT. B - DAY\nHe stands.\n\nINT. C - NIGHT\nHe lies."
    screenplay = read_fountain(text, "a.fountain", diagnostics)
    assert [scene.heading.location for scene in screenplay.scenes if scene.heading] == ["A", "B", "C"]
    [finding] = diagnostics
    assert finding.message == (
        "no scene heading has an empty line before and behind it; 3 lines are taken for headings"
    )
