"""Scripts laid out as they are in Korea."""

from __future__ import annotations

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.fountain import read_fountain
from screenplay2board.screenplay.korean import KoreanScript
from screenplay2board.screenplay.types import Element

INTRODUCTION = "비가 내린다. 좁은 골목에 아무도 없다. 멀리서 개가 짖는다.\n\n"


def read(text: str) -> list[Element]:
    """Read a text behind an introduction in Korean, without the introduction."""
    return list(read_fountain(INTRODUCTION + text, "a.fountain", Diagnostics()).elements)[1:]


def types(text: str) -> list[str]:
    return [element.type for element in read(text)]


@pytest.mark.parametrize(
    ("line", "number", "text"),
    [
        ("S#12. 카페 내부 / 낮", "12", "카페 내부 / 낮"),
        ("S#12 카페 내부 / 낮", "12", "카페 내부 / 낮"),
        ("s# 3. 골목", "3", "골목"),
        ("S#12-1. 옥상 / 밤", "12-1", "옥상 / 밤"),
        ("S#12A. 옥상 / 밤", "12A", "옥상 / 밤"),
        ("씬 7. 학교 운동장 (낮)", "7", "학교 운동장 (낮)"),
        ("#4. 카페 / 낮", "4", "카페 / 낮"),
        ("4. 카페 안 / 낮", "4", "카페 안 / 낮"),
        ("카페 내부 / 낮", None, "카페 내부 / 낮"),
        ("INT. 카페 - 낮", None, "INT. 카페 - 낮"),
    ],
)
def test_headings_are_recognised(line: str, number: str | None, text: str) -> None:
    heading = read(f"{line}\n\n비가 온다.")[0]
    assert (heading.type, heading.scene_number, heading.text) == ("scene_heading", number, text)


def test_scene_mark_needs_no_empty_lines() -> None:
    assert types("S#1. 골목 / 밤\n비가 온다.\nS#2. 카페 내부 / 낮\n조용하다.") == ["scene_heading", "action"] * 2


@pytest.mark.parametrize("line", ["# 1막", "4. 그는 웃는다.", "카페에서 / 만나자", "카페 내부"])
def test_other_lines_are_no_headings(line: str) -> None:
    assert types(f"{line}\n\n비가 온다.")[0] != "scene_heading"


def test_scene_tells_place_side_and_time() -> None:
    text = f"{INTRODUCTION}S#12. 카페 내부 / 낮\n\n비.\n\nS#13. 학교 옥상 / 외부 / 새벽\n\n비."
    scenes = read_fountain(text, "a.fountain", Diagnostics()).scenes
    found = [(s.number, s.heading.location, s.heading.time_of_day, s.heading.interior, s.heading.exterior)
             for s in scenes if s.heading]  # fmt: skip
    assert found == [("12", "카페", "낮", True, False), ("13", "학교 옥상", "새벽", False, True)]


@pytest.mark.parametrize(
    "line", ["민수   어디 가?", "민수: 어디 가?", "민수 : 어디 가?", "민수：어디 가?", "민수\t\t어디 가?"]
)
def test_name_in_front_of_its_line_speaks(line: str) -> None:
    character, dialogue = read(line)
    assert (character.type, character.text) == ("character", "민수")
    assert (dialogue.type, dialogue.text) == ("dialogue", "어디 가?")


def test_names_and_words_on_one_line_have_their_own_spans() -> None:
    elements = read("민수(E)  (웃으며) 어디 가?")
    assert [(e.type, e.text, e.span.line, e.span.column, e.span.end_column) for e in elements] == [
        ("character", "민수", 3, 1, 6),
        ("parenthetical", "(웃으며)", 3, 8, 13),
        ("dialogue", "어디 가?", 3, 14, 19),
    ]
    assert elements[0].extension == "E"


@pytest.mark.parametrize(
    "line", ["어린 지수\t엄마!", "박 형사   엄마!", "전화 목소리: 엄마!", "김 선생: 엄마!", "늙은 여자\t엄마!"]
)
def test_names_may_have_two_words(line: str) -> None:
    assert types(line) == ["character", "dialogue"]


@pytest.mark.parametrize("line", ["벽의 글자: 출구", "문이 열린다\n비가 온다", "비가  온다", "낡은 간판: 출구"])
def test_two_words_of_a_sentence_are_no_name(line: str) -> None:
    assert types(line) == ["action"]


def test_letter_of_a_voice_may_stand_right_behind_a_name() -> None:
    elements = read("영희: 왔어?\n영희E: 누구세요?\n친구F: 나야.")
    assert [(e.text, e.extension) for e in elements[::2]] == [("영희", None), ("영희", "E"), ("친구F", None)]


def test_names_in_the_middle_of_the_page_stand_above_their_words() -> None:
    text = (
        "                    어린 지수\n            김 선생님 계세요?\n\n                    박형사\n            없다."
    )
    assert [(e.type, e.text) for e in read(text)] == [
        ("character", "어린 지수"),
        ("dialogue", "김 선생님 계세요?"),
        ("character", "박형사"),
        ("dialogue", "없다."),
    ]


def test_lines_in_columns_are_speeches_of_their_own() -> None:
    elements = read("    대원1      비키세요!\n    대원2      갑니다!\n    박 형사     (뛰며) 잠깐만!")
    assert [e.text for e in elements if e.type == "character"] == ["대원1", "대원2", "박 형사"]


def test_pause_below_a_line_belongs_to_the_speech() -> None:
    assert types("민수: 안 돼.\n(사이)\n영희: 알아.\n영희가 앉는다.") == [
        "character", "dialogue", "parenthetical", "character", "dialogue", "action",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["남자 1", "여자A", "할머니", "민수", "Tom"])
def test_names_may_have_a_number_or_letter(name: str) -> None:
    assert [(e.type, e.text) for e in read(f"{name}: 가자.")] == [("character", name), ("dialogue", "가자.")]


def test_indented_lines_go_on_speaking_and_others_do_not() -> None:
    elements = read("민수   같이 가자.\n       비가 와.\n       (사이)\n       빨리.\n문이 열린다.")
    assert [(e.type, e.text) for e in elements] == [
        ("character", "민수"),
        ("dialogue", "같이 가자.\n비가 와."),
        ("parenthetical", "(사이)"),
        ("dialogue", "빨리."),
        ("action", "문이 열린다."),
    ]


def test_speeches_need_no_empty_lines_between() -> None:
    assert types("문이 열린다.\n민수: 왔어?\n영희: 응.\n영희가 앉는다.") == [
        "action",
        *["character", "dialogue"] * 2,
        "action",
    ]


def test_known_name_may_stand_alone_above_its_words() -> None:
    text = "민수   왔어?\n\n민수\n(작게)\n앉아.\n\n침묵\n아무도 말이 없다."
    assert types(text) == ["character", "dialogue", "character", "parenthetical", "dialogue", "action"]


def test_two_spaces_are_a_name_only_if_it_speaks_often() -> None:
    assert types("문득  그가 웃는다.") == ["action"]
    assert types("민수  왔어?\n영희가 본다.\n민수  앉아.") == [
        "character",
        "dialogue",
        "action",
        "character",
        "dialogue",
    ]


@pytest.mark.parametrize("line", ["자막: 3년 후", "장소: 서울", "인서트   편지", "음악: 왈츠"])
def test_labels_do_not_speak(line: str) -> None:
    assert types(line) == ["action"]


@pytest.mark.parametrize(
    "line", ["컷 투", "컷투:", "페이드 인", "페이드 아웃.", "F.O.", "디졸브", "암전", "CUT TO:", "CUT."]
)
def test_transitions_are_recognised(line: str) -> None:
    transition, action = read(f"{line}\n\n비.")
    assert (transition.type, transition.text, action.type) == ("transition", line, "action")


def test_words_that_name_a_transition_may_be_spoken() -> None:
    assert [(e.type, e.text) for e in read("@감독\n컷.\n\n비.")] == [
        ("character", "감독"),
        ("dialogue", "컷."),
        ("action", "비."),
    ]


def test_fountain_marks_work_in_korean_scripts() -> None:
    text = "# 1막\n\n.옥상 / 밤 #9#\n\n@민수 (V.O.)\n가자. [[shot: CU 민수]]\n\n> 끝 <"
    assert types(text) == ["section", "scene_heading", "character", "dialogue", "centered"]


def test_title_page_in_korean() -> None:
    screenplay = read_fountain("제목: 편지\n작가: 홍길동\n\n" + INTRODUCTION, "a.fountain", Diagnostics())
    assert [(e.key, e.text) for e in screenplay.title_page] == [("제목", "편지"), ("작가", "홍길동")]


@pytest.mark.parametrize(
    "line",
    ["Note: he lies.", "John   looks away.", "S#12. CAFE / DAY", "1. The first thing.", "F.O.", "CUT TO", "A: b"],
)
def test_english_scripts_are_not_disturbed(line: str) -> None:
    text = f"INT. HALL - DAY\n\nA sign reads 카페 (CAFE).\n\n{line}\nAnd so on, at length, in English.\n"
    elements = read_fountain(text, "a.fountain", Diagnostics()).elements
    assert [element.type for element in elements if element.type in ("scene_heading", "transition", "korean")] == [
        "scene_heading"
    ]
    assert KoreanScript.detect(text.split("\n")) is None


@pytest.mark.parametrize(("above", "key"), [("", None), ("단막극 / 3고\n\n", "Notes")])
@pytest.mark.parametrize("title", ["<막차>", "『막차』", "〈 막차 〉"])
def test_title_in_brackets_above_the_first_scene_is_a_title_page(title: str, above: str, key: str | None) -> None:
    screenplay = read_fountain(f"{title}\n\n{above}S#1. 역 / 밤\n\n비가 온다.\n", "a.fountain", Diagnostics())
    assert screenplay.title_entry("Title") == "막차"
    assert [entry.key for entry in screenplay.title_page] == ["Title", *([key] if key else [])]
    assert [scene.number for scene in screenplay.scenes] == ["1"]


@pytest.mark.parametrize(
    "text", ["<막차>\n\n기차가 떠난다.\n\nS#1. 역 / 밤", "단막극\n\nS#1. 역 / 밤", "<막차>\n\n비."]
)
def test_text_above_the_first_scene_that_tells_something_is_no_title_page(text: str) -> None:
    assert "title_page" not in types(text + "\n\n비가 온다.")


def test_who_is_introduced_with_an_age_speaks_where_the_name_stands_alone() -> None:
    assert types("경비원 박씨(60대, 제복)가 들어온다.\n\n박씨\n놀랐어요?") == ["action", "character", "dialogue"]
    assert types("경비원 박씨가 들어온다.\n\n박씨\n놀란다.") == ["action", "action"]


@pytest.mark.parametrize("heading", ["#4. 회상. 시골집 마당 / 낮", "#4. (회상) 시골집 마당 / 낮"])
def test_memory_before_the_place_belongs_to_the_time(heading: str) -> None:
    scene = read_fountain(f"{heading}\n\n비가 온다.\n", "a.fountain", Diagnostics()).scenes[0]
    assert scene.heading is not None
    assert (scene.heading.location, scene.heading.time_of_day) == ("시골집 마당", "낮 - 회상")


def test_parentheses_before_words_are_a_parenthetical_below_a_name_too() -> None:
    elements = read(INTRODUCTION + "윤 형사\n(눈도 안 뜨고) 뭐가.\n가자.\n\n윤 형사\n왜 (웃음) 그래.\n")
    assert [(e.type, e.text) for e in elements[-5:]][1:3] == [
        ("parenthetical", "(눈도 안 뜨고)"),
        ("dialogue", "뭐가.\n가자."),
    ]
    assert (elements[-1].type, elements[-1].text) == ("dialogue", "왜 (웃음) 그래.")
