"""Characters and what they say by the Fountain 1.1 specification (https://fountain.io/syntax), sentence by sentence."""

from __future__ import annotations

import pytest
from sample_fountain import read, texts, types

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.fountain import read_fountain

# Characters


@pytest.mark.parametrize(
    "name",
    [
        "ANN",
        "MR. SMITH",
        "O'BRIEN",
        "O’BRIEN",
        "JEAN-CLAUDE",
        "DEALER #2",
        "R2D2",
        "23 SKIDOO",
        "ÉLISE",
        "ИВАН",
        "ΕΛΈΝΗ",
        "FRAU WEIß",
        "ZOË & MAX",
        "TANK_COMMANDER",
    ],
)
def test_line_in_capitals_above_a_line_is_a_character(name: str) -> None:
    elements = read(f"He turns.\n\n{name}\nHello.\n\nHe goes.")
    assert [(element.type, element.text) for element in elements[1:3]] == [("character", name), ("dialogue", "Hello.")]


@pytest.mark.parametrize("line", ["Ann", "23", "...", "McCLANE", "민수", "黒澤", "АННa", "(ANN)"])
def test_line_that_is_not_all_capitals_is_no_character(line: str) -> None:
    assert types(f"He turns.\n\n{line}\nHello.") == ["action", "action"]


def test_character_needs_an_empty_line_before_and_none_behind() -> None:
    assert types("He turns.\nANN\nHello.") == ["action"]
    assert types("ANN\n\nHello.") == ["action", "action"]


@pytest.mark.parametrize("indent", ["    ", "\t\t\t"])
def test_character_may_be_indented(indent: str) -> None:
    assert texts(f"{indent}ANN\n\tHello.") == ["ANN", "Hello."]


@pytest.mark.parametrize(
    ("line", "name", "extension"),
    [
        ("MOM (O. S.)", "MOM", "O. S."),
        ("HANS (on the radio)", "HANS", "on the radio"),
        ("EVE (cont'd)", "EVE", "cont'd"),
        ("EVE(V.O.)", "EVE", "V.O."),
        ("EVE (V.O.) (CONT'D)", "EVE", "V.O., CONT'D"),
        ("EVE (V.O. (FILTERED))", "EVE", "V.O. (FILTERED)"),
        ("@McCLANE (O.S.)", "McCLANE", "O.S."),
        ("EVE", "EVE", None),
    ],
)
def test_extension_is_taken_off_the_name(line: str, name: str, extension: str | None) -> None:
    element = read(f"{line}\nHello.")[0]
    assert (element.type, element.text, element.extension) == ("character", name, extension)


@pytest.mark.parametrize("name", ["McCLANE", "민수", "黒澤", "the cat", "23"])
def test_at_sign_forces_a_character(name: str) -> None:
    elements = read(f"@{name}\nHello.")
    assert [(element.type, element.text) for element in elements] == [("character", name), ("dialogue", "Hello.")]


@pytest.mark.parametrize("before", ["She waits.", "DAN\nWait!", "~La la"])
def test_at_sign_forces_a_character_without_a_gap_before_it(before: str) -> None:
    cue, speech = read(f"{before}\n@민수\nHello.")[-2:]
    assert [(cue.type, cue.text), (speech.type, speech.text)] == [("character", "민수"), ("dialogue", "Hello.")]


@pytest.mark.parametrize("before", ["The screen shows", "ANN\nWrite to"])
def test_line_with_an_at_sign_that_nobody_speaks_behind_stays_in_its_paragraph(before: str) -> None:
    assert read(f"{before}\n@nobody\n\nDust.")[-2].text.endswith("\n@nobody")


def test_capitals_may_be_spoken() -> None:
    assert texts("ANN\nI SAID NO") == ["ANN", "I SAID NO"]


# Dialogue and parentheticals


def test_dialogue_keeps_its_line_breaks_and_loses_its_indentation() -> None:
    assert texts("DAN\n\tThen let's retire them. \n\t_Permanently_.") == [
        "DAN",
        "Then let's retire them.\nPermanently.",
    ]


def test_two_spaces_keep_an_empty_line_in_dialogue() -> None:
    assert texts("DEALER\nSeven.\n  \nHit or stand?\n\nHe waits.") == ["DEALER", "Seven.\n\nHit or stand?", "He waits."]


@pytest.mark.parametrize("line", ["", " ", "\t"])
def test_line_without_two_spaces_ends_dialogue(line: str) -> None:
    assert types(f"DEALER\nSeven.\n{line}\nHit or stand?") == ["character", "dialogue", "action"]


def test_spaces_at_the_end_of_a_speech_are_no_part_of_it() -> None:
    assert texts("DEALER\nSeven.\n  \n\nHe waits.") == ["DEALER", "Seven.", "He waits."]


def test_parentheticals_stand_between_and_behind_dialogue() -> None:
    assert [(e.type, e.text) for e in read("ANN\n(low)\nHello.\n  (pause)\nYou.\n(leaves)")] == [
        ("character", "ANN"),
        ("parenthetical", "(low)"),
        ("dialogue", "Hello."),
        ("parenthetical", "(pause)"),
        ("dialogue", "You."),
        ("parenthetical", "(leaves)"),
    ]


def test_parenthetical_may_be_wrapped() -> None:
    assert texts("ANN\n(low, as if\n  to nobody)\nHello.") == ["ANN", "(low, as if\nto nobody)", "Hello."]


@pytest.mark.parametrize("line", ["(beat) Hello.", "(beat) Hello. (sighs)", "(never closed", "Hello (you)."])
def test_parentheses_within_dialogue_stay_dialogue(line: str) -> None:
    assert [(e.type, e.text) for e in read(f"ANN\n{line}\n\nShe goes.")][1] == ("dialogue", line)


def test_parentheses_outside_a_speech_are_action() -> None:
    assert types("(A pause.)") == ["action"]


# Dual dialogue


@pytest.mark.parametrize("cue", ["STEEL ^", "STEEL^", "STEEL     ^", "STEEL (O.S.) ^", "@Steel ^", "STEEL ^  "])
def test_caret_pairs_a_speech_with_the_one_before(cue: str) -> None:
    elements = read(f"BRICK\n(low)\nNo.\n\n{cue}\nNo.\n\nThey laugh.")
    assert [element.dual for element in elements] == ["left", "left", "left", "right", "right", None]
    assert elements[3].text.upper() == "STEEL"


def test_note_between_simultaneous_speeches_does_not_part_them() -> None:
    elements = read("BRICK\nNo.\n\n[[together]]\n\nSTEEL ^\nNo.")
    assert [element.dual for element in elements] == ["left", "left", None, "right", "right"]


def test_caret_without_a_speech_before_it_is_reported() -> None:
    diagnostics = Diagnostics()
    elements = read_fountain("He sighs.\n\nSTEEL ^\nNo.", "a.fountain", diagnostics).elements
    assert [element.dual for element in elements] == [None, None, None]
    [finding] = diagnostics
    assert (finding.code, str(finding.span)) == ("S2B117", "a.fountain:3:1")
    assert finding.message == "this speech is marked as simultaneous, but no speech stands before it"
