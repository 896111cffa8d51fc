"""Where elements, notes and scenes stand."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.screenplay.fountain import read_fountain


def spans(text: str) -> list[tuple[str, int, int, int, int]]:
    elements = read_fountain(text, "a.fountain", Diagnostics()).elements
    return [
        (element.type, element.span.line, element.span.column, element.span.end_line, element.span.end_column)
        for element in elements
    ]


def cut_out(text: str, span: Span) -> str:
    """Return what stands in a span, line breaks included."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def test_spans_hold_markers_and_leave_indentation_out() -> None:
    text = "Title:\n\tX\n\n.HALL #1#\n\n  One,\n  two.  \n\n\tANN (V.O.)\n  (low)\nHi.\n  \nYou.\n\n> END <\n"
    assert spans(text) == [
        ("title_page", 1, 1, 2, 3),
        ("scene_heading", 4, 1, 4, 10),
        ("action", 6, 3, 7, 7),
        ("character", 9, 2, 9, 12),
        ("parenthetical", 10, 3, 10, 8),
        ("dialogue", 11, 1, 13, 5),
        ("centered", 15, 1, 15, 8),
    ]


def test_spans_count_characters_in_files_with_cuts() -> None:
    text = "/* cut\ncut */ One.\n\n[[a]] Two /* x */ three. [[b\nc]]\n\n[[d]]\n\n/* e */\n"
    assert spans(text) == [
        ("action", 2, 8, 2, 12),
        ("action", 4, 1, 5, 4),
        ("note", 7, 1, 7, 6),
        ("boneyard", 9, 1, 9, 8),
    ]


def test_note_spans_hold_the_brackets() -> None:
    text = "One /* x */ two [[n\nm]] three.\r\n\r\n[[p]]"
    elements = read_fountain(text, "a.fountain", Diagnostics()).elements
    assert [cut_out(text, note.span) for element in elements for note in element.notes] == ["[[n\nm]]"]
    assert cut_out(text, elements[1].span) == "[[p]]"


def test_scene_spans_reach_to_the_next_heading() -> None:
    text = "FADE IN:\n\nINT. A - DAY\n\nOne.\n\nEXT. B - DAY\n\nTwo.\n"
    scenes = read_fountain(text, "a.fountain", Diagnostics()).scenes
    assert [(scene.span.line, scene.span.end_line) for scene in scenes] == [(3, 5), (7, 9)]


TEXTS = ["INT. A - DAY", "ANN", "ann", " ", "  ", "\t", "é", "(x)", "CUT TO:", "Title: x", "민수: 가", "S#1. 방"]
BREAKS = ["\n", "\n\n", "\n  \n", "\r\n", "\r"]
MARKS = ["*", "_", "\\", "[[", "]]", "/*", "*/", "#", "=", "===", ">", "<", "~", "!", "@", "."]
PIECES = st.sampled_from([*TEXTS, *BREAKS, *MARKS])


@settings(deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_every_span_begins_and_ends_at_something_visible(text: str) -> None:
    screenplay = read_fountain(text, "a.fountain", Diagnostics())
    for element in screenplay.elements:
        inside = cut_out(text, element.span)
        assert inside
        assert inside == inside.strip()
        assert "".join(run.text for run in element.runs) == element.text
        for note in element.notes:
            shown = cut_out(text, note.span)
            assert shown.startswith("[[")
            assert shown.endswith("]]")
            assert note.text in "\n".join(line.strip() for line in shown.splitlines())


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    screenplay = read_fountain(text, "a.fountain", Diagnostics())
    assert bool(screenplay.elements) == bool(text.removeprefix("\ufeff").replace("[[]]", "").strip())
