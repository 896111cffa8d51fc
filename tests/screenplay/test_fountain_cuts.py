"""Notes and boneyards of the Fountain 1.1 specification (https://fountain.io/syntax), sentence by sentence."""

from __future__ import annotations

import pytest
from sample_fountain import read, texts, types

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.fountain import read_fountain

# Notes


def test_note_in_a_line_belongs_to_its_element() -> None:
    element = read("DAN and JACK[[Or what?]].  They drink.")[0]
    assert element.text == "DAN and JACK.  They drink."
    [note] = element.notes
    assert (note.text, note.span.line, note.span.column, note.span.end_column) == ("Or what?", 1, 13, 25)


def test_note_of_several_lines_keeps_them() -> None:
    element = read("The phone RINGS.[[Weak.\nFix it,\n  \nplease.]] He looks.")[0]
    assert element.text == "The phone RINGS. He looks."
    assert [note.text for note in element.notes] == ["Weak.\nFix it,\n\nplease."]
    assert (element.span.line, element.span.end_line) == (1, 4)


def test_note_in_its_own_paragraph_is_an_element() -> None:
    assert [(e.type, e.text) for e in read("One.\n\n[[Why?]]\n\nTwo.")][1] == ("note", "Why?")


def test_note_on_the_line_above_action_belongs_to_it() -> None:
    [element] = read("[[shot: CU MINA]]\nMina sits.")
    assert (element.text, element.notes[0].text) == ("Mina sits.", "shot: CU MINA")


def test_note_on_the_line_below_a_heading_belongs_to_it() -> None:
    element = read("INT. HALL - DAY\n[[wide]]\n\nDust.")[0]
    assert (element.type, [note.text for note in element.notes]) == ("scene_heading", ["wide"])


def test_note_does_not_disturb_a_speech() -> None:
    elements = read("ANN [[a]]\n[[b]]\n(low) [[c]]\nHello. [[d]]\n[[e]]\nYou.")
    assert [(e.type, e.text, [n.text for n in e.notes]) for e in elements] == [
        ("character", "ANN", ["a", "b"]),
        ("parenthetical", "(low)", ["c"]),
        ("dialogue", "Hello.\nYou.", ["d", "e"]),
    ]


@pytest.mark.parametrize(
    ("text", "note"),
    [("[[check ref] ok]]", "check ref] ok"), ("[[ [x] ]]", "[x]"), ("[[INT. HALL - DAY]]", "INT. HALL - DAY")],
)
def test_single_brackets_do_not_end_a_note(text: str, note: str) -> None:
    assert [(e.type, e.text) for e in read(text)] == [("note", note)]


def test_empty_line_ends_a_note_that_is_not_closed() -> None:
    diagnostics = Diagnostics()
    screenplay = read_fountain("One [[two\n\nthree]] four", "a.fountain", diagnostics)
    assert [element.text for element in screenplay.elements] == ["One [[two", "three]] four"]
    [finding] = diagnostics
    assert (finding.code, finding.severity, str(finding.span)) == ("S2B110", "warning", "a.fountain:1:5")
    assert finding.message == "this note is never closed; it is read as text"
    assert finding.hint == "close it with `]]` before the next empty line, or put two spaces on that line"


# Boneyard


def test_boneyard_may_hold_whole_scenes() -> None:
    text = "CUT TO:\n/*\nINT. GARAGE - DAY\n\nBRICK\nHi.\n*/\nEXT. PALACE - DAY\n\nHe drinks."
    assert types(text) == ["transition", "boneyard", "scene_heading", "action"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hello /* hidden */ world.", ["Hello world."]),
        ("One/*x*/two", ["Onetwo"]),
        ("/* cut */ Keep this.", ["Keep this."]),
        ("/*\ncut\n*/ And back.\n\nGone.", ["And back.", "Gone."]),
        ("He waves /* cut\n\nstill cut\n*/ and goes.", ["He waves and goes."]),
        ("ANN\nHello /* my */ dear.", ["ANN", "Hello dear."]),
    ],
)
def test_text_around_a_boneyard_stays(text: str, left: list[str]) -> None:
    assert texts(text) == left


def test_boneyard_that_is_never_closed_is_text() -> None:
    diagnostics = Diagnostics()
    screenplay = read_fountain("One.\n\nTwo /* three\n\nFour.", "a.fountain", diagnostics)
    assert [element.text for element in screenplay.elements] == ["One.", "Two /* three", "Four."]
    [finding] = diagnostics
    assert (finding.code, str(finding.span), finding.hint) == ("S2B111", "a.fountain:3:5", "close it with `*/`")
