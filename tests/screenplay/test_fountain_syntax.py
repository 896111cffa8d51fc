"""Each sentence of the Fountain 1.1 specification (https://fountain.io/syntax), in the order of its sections."""

from __future__ import annotations

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.fountain import read_fountain
from screenplay2board.screenplay.types import Element


def read(text: str) -> list[Element]:
    return list(read_fountain(text, "script.fountain", Diagnostics()).elements)


def types(text: str) -> list[str]:
    return [element.type for element in read(text)]


def texts(text: str) -> list[str]:
    return [element.text for element in read(text)]


# Scene headings


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


# Title page


def test_title_page_has_values_beside_and_below_its_keys() -> None:
    text = "Title:\n    _**ONE**_\n\tTwo\nDraft date: 1/2/2026\nContact:\n   A: b\n\nFADE IN:"
    assert [(e.type, e.key, e.text) for e in read(text)] == [
        ("title_page", "Title", "ONE\nTwo"),
        ("title_page", "Draft date", "1/2/2026"),
        ("title_page", "Contact", "A: b"),
        ("action", None, "FADE IN:"),
    ]


@pytest.mark.parametrize("text", ["Draft date: 6/23/2012", "\n\nTitle: X", "My Own Key: a value", "제목: 편지"])
def test_single_entry_is_a_title_page(text: str) -> None:
    assert types(text) == ["title_page"]


@pytest.mark.parametrize(
    "text",
    [
        "FADE IN:",
        "CUT TO:",
        "\tTitle: X",
        "int. hall - 3:00 pm",
        "Steel, in the middle of a heated phone call:",
        "He opens the card: a threat.",
        "NARRATOR: Once upon a time.",
        "https://example.org/script",
    ],
)
def test_first_line_with_a_colon_may_be_the_body(text: str) -> None:
    assert "title_page" not in types(text)


def test_line_that_is_not_indented_ends_the_title_page() -> None:
    diagnostics = Diagnostics()
    screenplay = read_fountain("Title: X\nby nobody\n\nHe goes.", "a.fountain", diagnostics)
    assert [(e.type, e.text) for e in screenplay.elements] == [
        ("title_page", "X"),
        ("action", "by nobody"),
        ("action", "He goes."),
    ]
    [finding] = diagnostics
    assert (finding.code, finding.severity, str(finding.span)) == ("S2B113", "warning", "a.fountain:2:1")
    assert finding.message == "this line is neither a `key: value` nor indented; the title page ends before it"


def test_key_that_stands_twice_is_reported() -> None:
    diagnostics = Diagnostics()
    read_fountain("Title: X\nAuthor: A\ntitle: Y\n\nHe goes.", "a.fountain", diagnostics)
    assert [finding.message for finding in diagnostics] == [
        "the title page has `title` twice; the first, in line 1, counts"
    ]


def test_title_entry_is_found_in_any_case() -> None:
    screenplay = read_fountain("TITLE: X\nauthor: A\n\nHe goes.", "a.fountain", Diagnostics())
    assert (screenplay.title_entry("Title"), screenplay.title_entry("Author")) == ("X", "A")


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
