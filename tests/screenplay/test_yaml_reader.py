from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.fountain import read_fountain
from screenplay2board.screenplay.types import Element, Screenplay
from screenplay2board.screenplay.writer import write_fountain
from screenplay2board.screenplay.yaml import read_yaml

SCRIPT = """\
title: Night
title_page:
  Authors: [Ann Writer, Bo Writer]
cast:
  mina: 30s, red coat
scenes:
- heading: INT. CAFE - NIGHT
  number: 12A
  synopsis: They meet.
  notes: keep it quiet
  elements:
  - She *walks* in. [[slowly]]
  - action: |
      Rain.
      More rain.

    notes: [loud, wet]
  - shot: CU MINA, low angle
  - MINA (V.O.): (softly) Hello.
  - dialogue:
      character: tom
      parenthetical: loud
      text: |
        No.
        (beat)
        Yes.
  - dual:
    - {character: ANNA, text: Stop!}
    - {character: TOM, text: Go!}
  - transition: "CUT TO:"
  - centered: THE END
  - section: Act two
    depth: 2
  - page_break: true
- heading: 부엌 내부 / 낮
  elements:
  - 민수: 안녕.
"""


def read(text: str) -> tuple[Screenplay, list[str]]:
    diagnostics = Diagnostics()
    screenplay = read_yaml(text, "f.yaml", diagnostics)
    return screenplay, [
        f"{item.span.line}:{item.span.column} {item.severity} {item.code} {item.message}" if item.span else item.message
        for item in diagnostics
    ]


def told(element: Element) -> tuple[str, str, str | None, str | None]:
    return element.type, element.text, element.dual, element.extension


def test_every_kind_of_paragraph_is_read():
    screenplay, problems = read(SCRIPT)
    assert problems == []
    assert [told(element) for element in screenplay.elements] == [
        ("title_page", "Night", None, None),
        ("title_page", "Ann Writer\nBo Writer", None, None),
        ("scene_heading", "INT. CAFE - NIGHT", None, None),
        ("synopsis", "They meet.", None, None),
        ("action", "She walks in.", None, None),
        ("action", "Rain.\nMore rain.", None, None),
        ("note", "shot: CU MINA, low angle", None, None),
        ("character", "MINA", None, "V.O."),
        ("parenthetical", "(softly)", None, None),
        ("dialogue", "Hello.", None, None),
        ("character", "TOM", None, None),
        ("parenthetical", "(loud)", None, None),
        ("dialogue", "No.", None, None),
        ("parenthetical", "(beat)", None, None),
        ("dialogue", "Yes.", None, None),
        ("character", "ANNA", "left", None),
        ("dialogue", "Stop!", "left", None),
        ("character", "TOM", "right", None),
        ("dialogue", "Go!", "right", None),
        ("transition", "CUT TO:", None, None),
        ("centered", "THE END", None, None),
        ("section", "Act two", None, None),
        ("page_break", "", None, None),
        ("scene_heading", "부엌 내부 / 낮", None, None),
        ("character", "민수", None, None),
        ("dialogue", "안녕.", None, None),
    ]
    assert screenplay.title_entry("authors") == "Ann Writer\nBo Writer"
    assert [(note.name, note.description, note.span.line) for note in screenplay.cast] == [("MINA", "30s, red coat", 5)]


def test_white_space_means_what_it_means_in_fountain():
    text = """\
scenes:
- heading: INT. A
  elements:
  - "\\tRain.\\nMore.\\n\\nSun."
  - lyrics: "La\\n la"
  - transition: |
      CUT
      TO:
  - ANN: "One.\\n\\ttwo."
  - synopsis: "[[later]]"
"""
    screenplay, problems = read(text)
    assert problems == []
    assert [(element.type, element.text) for element in screenplay.elements[1:]] == [
        ("action", "    Rain.\nMore."), ("action", "Sun."), ("lyrics", "La"), ("lyrics", "la"),
        ("transition", "CUT TO:"), ("character", "ANN"), ("dialogue", "One.\ntwo."), ("note", "later"),
    ]  # fmt: skip


def test_scenes_carry_numbers_notes_emphasis_and_places():
    screenplay, _ = read(SCRIPT)
    first, second = screenplay.scenes
    assert (first.number, first.heading.location if first.heading else "") == ("12A", "CAFE")
    assert second.heading is not None
    assert second.heading.interior
    assert [note.text for note in first.elements[0].notes] == ["keep it quiet"]
    assert [note.text for note in first.elements[2].notes] == ["slowly"]
    assert [run.text for run in first.elements[2].runs if run.italic] == ["walks"]
    assert [note.text for note in first.elements[3].notes] == ["loud", "wet"]
    rain = first.elements[3].span
    assert (rain.line, rain.column, rain.end_line, rain.end_column) == (13, 13, 15, 17)
    assert (first.elements[0].span.line, first.elements[0].span.column) == (7, 12)


def test_a_yaml_script_written_as_fountain_says_the_same():
    screenplay, _ = read(SCRIPT)
    again = read_fountain(write_fountain(screenplay), "f.fountain", Diagnostics())
    assert [told(element) for element in again.elements] == [told(element) for element in screenplay.elements]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "scenes:\n- heading: A\n  elements:\n  - acton: x\n",
            "4:5 error S2B121 unknown key `acton` in `scenes[1].elements[1]`",
        ),
        ("scenes:\n- heding: A\n", "2:3 error S2B121 unknown key `heding` in `scenes[1]`"),
        ("scene: []\n", "1:1 error S2B121 unknown key `scene`"),
        ("scenes: no\n", "1:9 error S2B122 `scenes` is `no`, expected a list"),
        (
            "scenes:\n- heading: A\n  elements:\n  - {action: a, transition: b}\n",
            "4:5 error S2B123 a paragraph that is `action` and `transition`, expected one of action, dialogue, dual, "
            "transition, centered, lyrics, shot, note, synopsis, section, page_break",
        ),
        (
            "scenes:\n- heading: A\n  elements:\n  - dialogue: {text: x}\n",
            "4:5 error S2B122 key `character` is missing in `scenes[1].elements[1].dialogue`",
        ),
        (
            "scenes:\n- heading: A\n  elements:\n  - dialogue: {character: ' ', text: x}\n",
            "4:27 error S2B122 the name of who speaks is empty",
        ),
        ("scenes:\n- elements: [x]\n", "2:3 warning S2B124 a scene without `heading` goes on from the scene before"),
        ("- a\n", "1:1 error S2B122 a list or text stands here, expected `scenes:`"),
        ("a: b: c\n", "1:5 error S2B120 cannot be read as YAML: mapping values are not allowed in this context"),
        (
            "a: !!python/name:os.system x\n",
            "1:4 error S2B120 tag `tag:yaml.org,2002:python/name:os.system` is not allowed",
        ),
        ("a: [" + "[" * 200, "1:35 error S2B120 nested deeper than 32"),
    ],
)
def test_mistakes_have_a_place(text: str, problem: str):
    _, problems = read(text)
    assert problem in problems


def test_a_mistake_in_one_paragraph_costs_no_other():
    screenplay, problems = read("scenes:\n- heading: A\n  elements:\n  - x: 1\n  - [1]\n  - Rain.\n- 7\n- heading: B\n")
    assert [line.split(" ")[0] for line in problems] == ["4:5", "5:5", "7:3"]
    assert [element.text for element in screenplay.elements] == ["A", "Rain.", "B"]


def test_many_aliases_are_refused():
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{i + 1}: &a{i + 1} [{', '.join([f'*a{i}'] * 10)}]" for i in range(9)]
    _, problems = read("\n".join(lines))
    assert [line.split(" ", 1)[1] for line in problems] == [
        "error S2B120 more than 1000000 values, aliases written out"
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="a:- \n[]{}&*#|>'\"!?%@`é가(){}sceneshdigltu,\t\r\ufeff", max_size=80), st.integers(0, len(SCRIPT))
)
def test_reading_never_raises_and_places_lie_in_the_file(noise: str, at: int):
    text = SCRIPT[:at] + noise + SCRIPT[at:]
    diagnostics = Diagnostics()
    screenplay = read_yaml(text, "f.yaml", diagnostics)
    last = len(text.splitlines()) + 1
    for span in [element.span for element in screenplay.elements] + [item.span for item in diagnostics if item.span]:
        assert 1 <= span.line <= span.end_line <= last
        assert span.column >= 1
        assert span.end_column >= 1


def test_the_example_is_read_without_a_complaint():
    path = Path(__file__).parents[2] / "examples" / "night-bus.yaml"
    diagnostics = Diagnostics()
    screenplay = read_yaml(path.read_text("utf-8"), path.name, diagnostics)
    assert len(diagnostics) == 0
    assert len(screenplay.scenes) == 3
