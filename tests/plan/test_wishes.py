"""What writers ask of the camera is understood, and what is not understood is reported."""

from __future__ import annotations

import pytest

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.plan.names import NameIndex
from screenplay2board.plan.planner import plan
from screenplay2board.plan.wishes import is_bare_shot_line, opens_shot, read_camera_words, read_note, read_shot_line
from screenplay2board.screenplay.fountain import read_fountain
from screenplay2board.screenplay.types import Note

NAMES = NameIndex([("MINA", ("MINA",)), ("JUN", ("JUN",)), ("민수", ("민수",)), ("OLD MAN", ("OLD MAN",))])


def _note(text: str) -> Note:
    return Note(text=text, span=Span(file="a.fountain", line=3, column=5, end_column=5 + len(text) + 4))


def test_a_shot_note_is_read_whole() -> None:
    wish, unknown = read_camera_words("CU MINA, low angle, push in", NAMES, "note")
    assert (wish.size, wish.angle, wish.move, wish.subject, unknown) == ("CU", "low", "push in", ("MINA",), [])


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("ECU", "size", "ECU"), ("BCU", "size", "ECU"), ("VCU", "size", "ECU"), ("close-up", "size", "CU"),
        ("medium close-up", "size", "MCU"), ("MWS", "size", "MLS"), ("cowboy", "size", "MLS"), ("WS", "size", "LS"),
        ("EWS", "size", "ELS"), ("wide shot", "size", "LS"), ("full shot", "size", "FS"),
        ("클로즈업", "size", "CU"), ("미디엄 샷", "size", "MS"), ("바스트 샷", "size", "MCU"), ("니 샷", "size", "MLS"),
        ("풀 샷", "size", "FS"), ("롱 샷", "size", "LS"),
        ("bird's eye", "angle", "overhead"), ("worm’s eye view", "angle", "worm"), ("dutch", "angle", "dutch"),
        ("하이앵글", "angle", "high"),
        ("로우앵글", "angle", "low"), ("부감", "angle", "overhead"), ("앙각", "angle", "low"),
        ("dolly in", "move", "push in"), ("pan left", "move", "pan left"), ("whip pan", "move", "whip pan"),
        ("steadicam", "move", "follow"), ("rack focus", "move", "rack focus"), ("줌 인", "move", "zoom in"),
        ("two shot", "framing", "two-shot"), ("2S", "framing", "two-shot"), ("over the shoulder", "framing", "ots"),
        ("POV", "framing", "pov"), ("P.O.V.", "framing", "pov"), ("인서트", "framing", "insert"),
        ("reaction", "framing", "reaction"), ("from behind", "framing", "back"),
        ("85mm", "lens", "long"), ("24 mm", "lens", "wide"), ("망원", "lens", "long"),
        ("hold 3.5s", "duration_s", 3.5), ("4초", "duration_s", 4.0),
    ],
)  # fmt: skip
def test_synonyms_are_read(words: str, field: str, value: object) -> None:
    wish, unknown = read_camera_words(words, NAMES, "note")
    assert getattr(wish, field) == value
    assert unknown == []


def test_over_the_shoulder_names_the_shoulder_first() -> None:
    wish, _ = read_camera_words("OTS Mina on Jun", NAMES, "note")
    assert (wish.framing, wish.over, wish.subject) == ("ots", "MINA", ("JUN",))


def test_a_point_of_view_belongs_to_the_one_named() -> None:
    wish, _ = read_camera_words("Mina's POV on Jun", NAMES, "note")
    assert (wish.framing, wish.over, wish.subject) == ("pov", "MINA", ("JUN",))
    assert read_camera_words("민수 시점", NAMES, "note")[0].over == "민수"


def test_a_thing_in_close_up_is_an_insert() -> None:
    wish, _ = read_camera_words("CU letter", NAMES, "note")
    assert (wish.framing, wish.subject) == ("insert", ("letter",))


@pytest.mark.parametrize("prefix", ["shot:", "SHOT :", "샷:", "카메라："])
def test_shot_notes_begin_with_a_command(prefix: str) -> None:
    command = read_note(_note(f"{prefix} CU MINA"), NAMES, Diagnostics())
    assert command.kind == "shot"
    assert command.wish is not None
    assert command.wish.size == "CU"


@pytest.mark.parametrize(("text", "kind"), [
    ("cut", "cut"), ("컷", "cut"), ("no shot", "no_shot"), ("No Shot", "no_shot"), ("샷 없음", "no_shot"),
    ("노샷", "no_shot"),
    ("cut this scene?", "plain"), ("check the date with Anna", "plain"), ("todo: rewrite", "plain"),
])  # fmt: skip
def test_other_commands_and_plain_notes(text: str, kind: str) -> None:
    assert read_note(_note(text), NAMES, Diagnostics()).kind == kind


def test_an_unknown_word_is_reported_with_its_place_and_the_nearest() -> None:
    diagnostics = Diagnostics()
    read_note(_note("shot: closup MINA"), NAMES, diagnostics)
    (found,) = diagnostics
    assert found.code == "S2B201"
    assert (
        found.message
        == "unknown word `closup` in a shot note; expected sizes, angles, moves, framings, people or props"
    )
    assert found.hint == "did you mean `closeup`?"
    assert found.span is not None
    assert (found.span.line, found.span.column, found.span.end_column) == (3, 13, 19)


def test_a_misspelt_person_is_reported_with_the_nearest_name() -> None:
    diagnostics = Diagnostics()
    read_note(_note("shot: CU MIINA"), NAMES, diagnostics)
    assert [item.hint for item in diagnostics] == ["did you mean `mina`?"]


def test_an_empty_shot_note_is_reported() -> None:
    diagnostics = Diagnostics()
    read_note(_note("shot:"), NAMES, diagnostics)
    assert [item.code for item in diagnostics] == ["S2B202"]


@pytest.mark.parametrize("line", [
    "CLOSE ON MINA'S HANDS", "Close on Mina's hands", "WIDE - the square", "WIDE. The square.", "MINA'S POV",
    "POV: the street", "INSERT - THE LETTER", "INSERT THE LETTER", "ANGLE ON THE DOOR", "BACK TO SCENE", "AERIAL SHOT",
    "ESTABLISHING - SEOUL", "REVERSE ANGLE", "TWO SHOT",
    "인서트 - 편지", "민수의 시점", "풀 샷 - 거리", "클로즈업. 민수의 손",
    "EXTREME CLOSE-UP - MINA",
])  # fmt: skip
def test_shot_lines_are_recognised(line: str) -> None:
    assert opens_shot(line) > 0


@pytest.mark.parametrize("line", [
    "Close the door", "Wide eyes stare.", "Mina closes on him.", "CLOSE THE DOOR NOW", "Back to the wall, he waits.",
    "Behind the counter, WALTER.", "Full of hope, she runs.", "뒷모습.", "Follow the money.", "",
])  # fmt: skip
def test_ordinary_action_is_no_shot_line(line: str) -> None:
    assert opens_shot(line) == 0


def test_a_bare_shot_line_tells_nothing_itself() -> None:
    assert is_bare_shot_line("INSERT - THE KEY")
    assert is_bare_shot_line("CLOSE ON MINA.")
    assert not is_bare_shot_line("WIDE: the gap to the next roof, two metres of nothing")


def test_only_the_opening_of_a_shot_line_speaks_of_the_camera() -> None:
    wish = read_shot_line("WIDE SHOT - the pier, the ferry lit behind them", NAMES)
    assert (wish.size, wish.framing) == ("LS", None)


def test_a_title_before_a_name_is_no_medium_shot() -> None:
    assert opens_shot("MS. PARK") == 0
    assert opens_shot("MS. PARK (55, grey coat) climbs the path.") == 0
    assert opens_shot("MS - PARK") == 2
    script = "INT. HALL - NIGHT\n\nMS. PARK (55, grey coat) waits.\n\nMS. PARK\n(shouting)\nThe lamp is out!\n"
    shot_list = plan(read_fountain(script, "a.fountain", Diagnostics()))
    assert [member.name for member in shot_list.cast] == ["MS. PARK"]
    assert [line.character for shot in shot_list.shots for line in shot.dialogue] == ["MS. PARK"]
    assert all(shot.origins.get("size") is None for shot in shot_list.shots)
