from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.fdx import read_fdx
from screenplay2board.screenplay.fountain import read_fountain
from screenplay2board.screenplay.types import Element, Screenplay
from screenplay2board.screenplay.writer import write_fountain

EXAMPLE = Path(__file__).parents[2] / "examples" / "knocking.fdx"


def read(data: str | bytes) -> tuple[Screenplay, list[str]]:
    diagnostics = Diagnostics()
    screenplay = read_fdx(data.encode() if isinstance(data, str) else data, "f.fdx", diagnostics)
    return screenplay, [
        f"{item.span.line}:{item.span.column} {item.severity} {item.code} {item.message}" if item.span else item.message
        for item in diagnostics
    ]


def script(body: str, after: str = "") -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<FinalDraft DocumentType="Script" Version="5">\n'
    return f"{head}<Content>\n{body}\n</Content>\n{after}</FinalDraft>\n"


def paragraph(kind: str, text: str, more: str = "") -> str:
    return f'<Paragraph Type="{kind}" {more}><Text>{text}</Text></Paragraph>'


def told(element: Element) -> tuple[str, str, str | None, str | None]:
    return element.type, element.text, element.dual, element.extension


def test_the_example_is_read():
    screenplay, problems = read(EXAMPLE.read_bytes())
    assert problems == []
    assert [scene.number for scene in screenplay.scenes] == ["1", "2", "3"]
    assert screenplay.title_entry("title") == "KNOCKING"
    assert screenplay.title_entry("credit") == "Written by"
    assert screenplay.title_entry("authors") == "The screenplay2board authors"
    sides = [(element.text, element.dual) for element in screenplay.elements if element.dual]
    assert sides == [
        ("ADA", "left"), ("Nobody opens anything.", "left"), ("LEO", "right"), ("We should open it.", "right"),
    ]  # fmt: skip
    assert ("character", "ADA", None, "CONT'D") in [told(element) for element in screenplay.elements]


def test_written_as_fountain_it_says_the_same():
    screenplay, _ = read(EXAMPLE.read_bytes())
    again = read_fountain(write_fountain(screenplay), "f.fountain", Diagnostics())
    body = [told(element) for element in screenplay.elements if element.type != "title_page"]
    assert [told(element) for element in again.elements if element.type != "title_page"] == body


def test_all_text_runs_of_a_paragraph_are_kept_with_their_style():
    body = (
        '<Paragraph Type="Action"><Text>He </Text><Text Style="Bold+Italic">ru</Text>'
        '<Text Style="Italic+Bold">ns</Text>'
        '<Text Style="Underline"> far</Text><Text Style="AllCaps"> away</Text>'
        "<Text> &amp; on.&#10;Again.</Text></Paragraph>"
    )
    (element,) = read(script(body))[0].elements
    assert element.text == "He runs far AWAY & on.\nAgain."
    assert [(run.text, run.bold, run.italic, run.underline) for run in element.runs] == [
        ("He ", False, False, False),
        ("runs", True, True, False),
        (" far", False, False, True),
        (" AWAY & on.\nAgain.", False, False, False),
    ]


def test_headings_and_cues_are_in_capitals_and_numbers_kept():
    body = paragraph("Scene Heading", "Int. House - day", 'Number="12A"') + paragraph("Character", "Mina (v.o.)")
    body += paragraph("Parenthetical", "softly") + paragraph("Dialogue", "Hello.")
    screenplay, _ = read(script(body))
    assert screenplay.scenes[0].number == "12A"
    assert [told(element) for element in screenplay.elements] == [
        ("scene_heading", "INT. HOUSE - DAY", None, None),
        ("character", "MINA", None, "v.o."),
        ("parenthetical", "(softly)", None, None),
        ("dialogue", "Hello.", None, None),
    ]


def test_white_space_means_what_it_means_in_fountain():
    body = paragraph("Action", "\tRain.\nMore.") + paragraph("Transition", "CUT\n TO:") + paragraph("Character", "Ann")
    body += paragraph("Parenthetical", "(low) now") + paragraph("Dialogue", "One. \n two.")
    assert [(element.type, element.text) for element in read(script(body))[0].elements] == [
        ("action", "    Rain.\nMore."), ("transition", "CUT TO:"), ("character", "ANN"),
        ("parenthetical", "((low) now)"), ("dialogue", "One.\ntwo."),
    ]  # fmt: skip


def test_paragraph_types_have_their_counterparts():
    kinds = ["Action", "Shot", "General", "Transition", "Singing", "Cast List", "New Act", "Outline 2", "Synopsis"]
    screenplay, problems = read(script("\n".join(paragraph(kind, "x") for kind in kinds)))
    assert [element.type for element in screenplay.elements] == [
        "action", "action", "action", "transition", "lyrics", "note", "centered", "section", "synopsis",
    ]  # fmt: skip
    assert problems == []
    assert screenplay.elements[7].depth == 2
    centered, _ = read(script(paragraph("Action", "THE END", 'Alignment="Center"')))
    assert centered.elements[0].type == "centered"


def test_unknown_types_are_action_and_said_once():
    screenplay, problems = read(script(paragraph("Emoji", "x") + "\n" + paragraph("Emoji", "y")))
    assert [element.type for element in screenplay.elements] == ["action", "action"]
    assert problems == ["4:1 note S2B133 paragraph type `Emoji` is read as action"]


def test_script_notes_summaries_and_page_breaks_are_kept():
    body = (
        '<Paragraph Type="Scene Heading"><SceneProperties Title="x"><Summary>'
        "<Paragraph><Text>They meet.</Text></Paragraph>"
        "</Summary></SceneProperties><Text>INT. A - DAY</Text></Paragraph>\n"
        '<Paragraph Type="Action" StartsNewPage="Yes"><ScriptNote ID="1"><Paragraph><Text>Too </Text><Text>long?</Text>'
        "</Paragraph><Paragraph><Text>Cut.</Text></Paragraph></ScriptNote><Text>Rain.</Text></Paragraph>"
    )
    after = "<ScriptNotes><ScriptNote><Paragraph><Text>Ask Ann.</Text></Paragraph></ScriptNote></ScriptNotes>"
    elements = read(script(body, after))[0].elements
    assert [(element.type, element.text) for element in elements] == [
        ("scene_heading", "INT. A - DAY"), ("synopsis", "They meet."), ("page_break", ""), ("action", "Rain."),
        ("note", "Ask Ann."),
    ]  # fmt: skip
    assert [note.text for note in elements[3].notes] == ["Too long?\nCut."]
    assert elements[3].notes[0].span.line == 5


def test_revisions_name_the_newest_colour():
    body = (
        '<Paragraph Type="Action"><Text RevisionID="1">Old </Text><Text RevisionID="2">new.</Text></Paragraph>'
        '<Paragraph Type="Action"><Text>Same.</Text></Paragraph>'
    )
    after = '<Revisions><Revision ID="1" Color="Blue"/><Revision ID="2" Name="Pink pages"/></Revisions>'
    elements = read(script(body, after))[0].elements
    assert [element.revision for element in elements] == ["Pink pages", None]


def test_omitted_scenes_are_kept_but_no_scenes():
    body = (
        paragraph("Scene Heading", "INT. A - DAY", 'Number="1"')
        + '<Paragraph Type="Scene Heading" Number="2"><OmittedScene><Paragraph Type="Scene Heading"><Text>INT. B</Text>'
        "</Paragraph><Paragraph><Text>Gone.</Text></Paragraph></OmittedScene><Text>OMITTED</Text></Paragraph>"
        + paragraph("Scene Heading", "INT. C - DAY", 'Number="3"')
    )
    screenplay, _ = read(script(body))
    assert [scene.number for scene in screenplay.scenes] == ["1", "3"]
    boneyard = next(element for element in screenplay.elements if element.type == "boneyard")
    assert boneyard.text == "OMITTED 2\nINT. B\nGone."


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            '<!DOCTYPE x [<!ENTITY a "b">]>\n<FinalDraft/>',
            "error S2B131 the file holds a document type (`<!DOCTYPE`), which no screenplay needs",
        ),
        (
            '<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<FinalDraft/>',
            "error S2B131 the file holds a document type (`<!DOCTYPE`), which no screenplay needs",
        ),
        (
            script("<a>" * 60 + "</a>" * 60),
            "error S2B131 the file holds elements nested deeper than 40, which no screenplay needs",
        ),
        (
            "<FinalDraft>" + "<a/>" * 200_001,
            "error S2B131 the file holds more than 200000 elements, which no screenplay needs",
        ),
        ("<html/>", "error S2B132 `<html>` stands here, expected `<FinalDraft>`"),
        ("not xml", "error S2B130 cannot be read as XML: syntax error"),
        (
            "<?xml version='1.0' encoding='klingon'?><FinalDraft/>",
            "error S2B130 cannot be read as XML: unknown encoding: klingon",
        ),
    ],
)
def test_hostile_and_foreign_files_are_refused(data: str, problem: str):
    screenplay, problems = read(data)
    assert screenplay.elements == ()
    assert [line.split(" ", 1)[1] for line in problems] == [problem]


def test_entities_are_never_expanded():
    bomb = (
        '<!DOCTYPE b [<!ENTITY a "' + "x" * 1000 + '"><!ENTITY b "' + "&a;" * 1000 + '">]><FinalDraft>&b;</FinalDraft>'
    )
    screenplay, problems = read(bomb)
    assert screenplay.elements == ()
    assert "S2B131" in problems[0]
    _, problems = read(script(paragraph("Action", "&a;")))
    assert "S2B130 cannot be read as XML: undefined entity" in problems[0]


def test_what_stands_before_a_fault_is_kept():
    screenplay, problems = read(script(paragraph("Action", "Rain.") + "\n<Paragraph Type='Action'><Text>On"))
    assert screenplay.elements[0].text == "Rain."
    assert [line.split(" ")[2] for line in problems] == ["S2B130"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_declared_encodings_are_followed(encoding: str):
    text = script(paragraph("Action", "Élise tombe.")).replace("UTF-8", encoding.removesuffix("-sig"))
    screenplay, problems = read(text.encode(encoding))
    assert problems == []
    assert screenplay.elements[0].text == "Élise tombe."


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 4200), st.integers(0, 30))
def test_reading_never_raises(noise: bytes, at: int, cut: int):
    data = EXAMPLE.read_bytes()
    diagnostics = Diagnostics()
    screenplay = read_fdx(data[:at] + noise + data[at + cut :], "f.fdx", diagnostics)
    last = data.count(b"\n") + noise.count(b"\n") + noise.count(b"\r") + 2
    assert all(1 <= element.span.line <= element.span.end_line <= last for element in screenplay.elements)
