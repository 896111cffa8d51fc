"""What `write_fountain` writes reads back as the same elements."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.screenplay.fdx import read_fdx
from screenplay2board.screenplay.fountain import read_fountain
from screenplay2board.screenplay.types import Element, Screenplay, StyledRun
from screenplay2board.screenplay.writer import write_fountain
from screenplay2board.screenplay.yaml import read_yaml


def content(screenplay: Screenplay) -> list[tuple[Any, ...]]:
    """Return all of the elements but where they stand."""
    return [
        (e.type, e.text, e.runs, tuple(n.text for n in e.notes), e.scene_number, e.depth, e.dual, e.extension, e.key)
        for e in screenplay.elements
    ]


def read(text: str) -> Screenplay:
    return read_fountain(text, "a.fountain", Diagnostics())


HEADINGS = ["INT. HALL - DAY", "EXT. PIER #1A#", ".THE ROOF", ".2nd", "...then", "# Act", "## Two", "= Syn", "=="]
SPEECHES = ["ANN", "Ann", "ANN (V.O.)", "@McX", "ANN ^", "@민수", "(low)", "(low) Yes.", "Hello.", "HELLO.", "#1 fan"]
ACTIONS = ["  Indented", "\tTab", "snake_case_x", "C:\\\\x", "!BANG", "!# x", "1985", "A: b", "https://x", "~la", "~"]
STYLED = ["*a* b", "**A _b_ c**", "***x***", "_u_", "\\*a\\*", "a * b"]
CUTS = ["[[note]]", "One [[two]] three", "[[a", "b]] c", "/* cut */", "/*", "a /* b */ c", "*/"]
OTHERS = ["===", "> CUT", "> mid <", ">x<", "CUT TO:", "CUT TO: ", "FADE OUT.", "Title: x", "Key: y", "Key:"]
KOREAN = [
    "S#1. 카페 내부 / 낮",
    "민수   어디 가?",
    "민수: (웃으며) 가자.",
    "민수",
    "컷 투",
    "카페 내부 / 밤",
    "자막: 3년 후",
    "<막차>",
]
LINES = st.sampled_from([*HEADINGS, *SPEECHES, *ACTIONS, *STYLED, *CUTS, *OTHERS, *KOREAN, "3. 옥상 / 밤"])
BREAKS = st.sampled_from(["\n", "\n", "\n\n", "\n\n", "\n  \n", "\n\n\n", "\r\n"])


@st.composite
def scripts(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(st.tuples(LINES, BREAKS), max_size=10))
    return "".join(line + line_break for line, line_break in pieces)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(scripts())
def test_scripts_read_back_the_same(text: str) -> None:
    first = read(text)
    assert content(read(write_fountain(first))) == content(first)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet=st.characters(exclude_characters="*_", exclude_categories=("Cs",)), max_size=120))
def test_odd_texts_read_back_the_same(text: str) -> None:
    first = read(text)
    assert content(read(write_fountain(first))) == content(first)


# Brackets are left out: `]]` cannot stand in a note of Fountain.
TEXTS = st.text(alphabet="aA.#*_/\\()~!@<>=^ \t\n:-1É", min_size=1, max_size=16)
KINDS = st.sampled_from(["action", "transition", "centered", "lyrics", "synopsis", "section"])


def said(screenplay: Screenplay) -> list[tuple[Any, ...]]:
    """Return the elements without their emphasis: Fountain cannot say all that other formats can."""
    return [(e.type, e.text, e.scene_number, e.depth, e.dual, e.extension) for e in screenplay.elements]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.tuples(KINDS, TEXTS), max_size=3), TEXTS)
def test_yaml_screenplays_read_back_the_same(entries: list[tuple[str, str]], spoken: str) -> None:
    elements = [*({kind: text} for kind, text in entries), {"dialogue": {"character": "ANN", "text": spoken}}]
    first = read_yaml(json.dumps({"scenes": [{"heading": "INT. A", "elements": elements}]}), "a", Diagnostics())
    assert said(read(write_fountain(first))) == said(first)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(["Action", "Shot", "Transition", "Synopsis"]), TEXTS, TEXTS), max_size=3))
def test_final_draft_scripts_read_back_the_same(paragraphs: list[tuple[str, str, str]]) -> None:
    body = "".join(
        f'<Paragraph Type="{kind}"><Text>{escape(one)}</Text><Text Style="Bold">{escape(two)}</Text></Paragraph>'
        for kind, one, two in paragraphs
    )
    first = read_fdx(f"<FinalDraft><Content>{body}</Content></FinalDraft>".encode(), "a", Diagnostics())
    again = said(read(write_fountain(first)))
    assert [words for element in again for words in element[1].split("\n") if words] == [
        words for element in said(first) for words in element[1].split("\n") if words.strip()
    ]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(["a", " ", "*", "**", "***", "\\", "b.", "\\*"]), max_size=10).map("".join))
def test_stars_read_back_as_the_same_text(line: str) -> None:
    first = read(f"!x {line}")
    assert [e.text for e in read(write_fountain(first)).elements] == [e.text for e in first.elements]


@pytest.mark.parametrize(
    "text",
    [
        "Title: X\nAuthor:\n    A\n    B\n\nINT. HALL - DAY #1#\n\nDust.\n\nANN (V.O.)\n(low)\nHello.\n  \nYou.\n",
        "ANN\nNo.\n\nBOB ^\nNo.\n",
        "# Act\n\n= Synopsis\n\n===\n\n> THE END <\n",
        "One *two* **three** ***four*** _five *six* seven_.\n",
        "~La\n\n~li\n",
        "CUT TO:\n\n> Burn to white.\n",
        "One. [[note]]\n\n[[alone]]\n\n/* cut */\n\n/*\nlong\n\ncut\n*/\n",
        "@McCLANE\nHi.\n\n!LOUD\nthen\n",
        "INT. HALL - DAY\n\nHe hits #1, then snake_case_x and 5 * 3.\n",
    ],
)
def test_tidy_fountain_is_written_as_it_was(text: str) -> None:
    assert write_fountain(read(text)) == text


def test_korean_layout_is_written_as_fountain() -> None:
    text = "S#1. 카페 내부 / 낮\n\n민수   (웃으며) 어디 가?\n\n컷 투\n"
    assert write_fountain(read(text)) == ".카페 내부 / 낮 #1#\n\n@민수\n(웃으며)\n어디 가?\n\n> 컷 투\n"


def element(kind: Any, text: str, **fields: Any) -> Element:
    return Element(type=kind, text=text, span=Span(file="a.fdx", line=1), runs=(StyledRun(text=text),), **fields)


def test_elements_of_other_readers_are_forced_into_what_they_are() -> None:
    elements = (
        element("scene_heading", "the roof", scene_number="1 A"),
        element("action", "INT. NOT A HEADING"),
        element("character", "Ann"),
        element("parenthetical", "low"),
        element("dialogue", "(all of it)\n> and this"),
        element("transition", "smash cut <"),
        element("character", "BOB"),
    )
    written = write_fountain(Screenplay(file="a.fdx", elements=elements, scenes=()))
    assert [(e.type, e.text, e.scene_number) for e in read(written).elements] == [
        ("scene_heading", "the roof", "1-A"),
        ("action", "INT. NOT A HEADING", None),
        ("character", "Ann", None),
        ("parenthetical", "(low)", None),
        ("dialogue", "(all of it)\n> and this", None),
        ("transition", "smash cut <", None),
        ("character", "BOB", None),
    ]


def test_no_elements_are_no_text() -> None:
    assert write_fountain(Screenplay(file="a.fdx", elements=(), scenes=())) == ""
