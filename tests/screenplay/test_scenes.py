"""Headings taken apart, and scenes with their numbers."""

from __future__ import annotations

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.fountain import read_fountain
from screenplay2board.screenplay.scenes import number_scenes, parse_heading
from screenplay2board.screenplay.types import Scene


def scenes(text: str) -> tuple[Scene, ...]:
    return read_fountain(text, "a.fountain", Diagnostics()).scenes


@pytest.mark.parametrize(
    ("text", "location", "time_of_day"),
    [
        ("INT. CAFE - BACK ROOM - NIGHT", "CAFE - BACK ROOM", "NIGHT"),
        ("INT. CAFE – BACK ROOM — NIGHT", "CAFE – BACK ROOM", "NIGHT"),
        ("int. cafe -- night", "cafe", "night"),
        ("INT CAFE NIGHT", "CAFE NIGHT", ""),
        ("INT. CAFE", "CAFE", ""),
        ("INT. NIGHT CLUB", "NIGHT CLUB", ""),
        ("INT. CAFE - NIGHT CLUB", "CAFE - NIGHT CLUB", ""),
        ("INT. X-RAY ROOM - LATER THAT DAY", "X-RAY ROOM", "LATER THAT DAY"),
        ("EXT. STREET - EARLY THE NEXT MORNING", "STREET", "EARLY THE NEXT MORNING"),
        ("EXT. STREET - NIGHT - FLASHBACK", "STREET", "NIGHT - FLASHBACK"),
        ("EXT. HOUSE - DAY - KITCHEN", "HOUSE - KITCHEN", "DAY"),
        ("EXT. LAB - 10:30 PM", "LAB", "10:30 PM"),
        ("EXT. ROOF - MAGIC HOUR", "ROOF", "MAGIC HOUR"),
        ("EXT. ROOF - DAY FOR NIGHT", "ROOF", "DAY FOR NIGHT"),
        ("INT.  CAFE  -  NIGHT (1973)", "CAFE", "NIGHT (1973)"),
        ("INT. FLAT - (PRESENT) DAY", "FLAT", "(PRESENT) DAY"),
        ("EXT. YARD - NIGHT [CONTINUOUS]", "YARD", "NIGHT [CONTINUOUS]"),
        ("INT. 747 / FLYING - NIGHT", "747 / FLYING", "NIGHT"),
        ("INT. BAR - THE PRESENT", "BAR - THE PRESENT", ""),
        ("INT. CAFE, NIGHT", "CAFE", "NIGHT"),
        ("INT. CAFE. NIGHT.", "CAFE", "NIGHT"),
        ("INT. CAFE (NIGHT)", "CAFE", "NIGHT"),
        ("INT. KITCHEN-DAY", "KITCHEN", "DAY"),
        ("EXT. SCHOOL/GYM - DAY", "SCHOOL/GYM", "DAY"),
        ("INT. - DAY", "", "DAY"),
        ("INT.", "", ""),
        ("THE ROOF", "THE ROOF", ""),
        ("INT. CAFÉ – NUIT", "CAFÉ", "NUIT"),
        ("ИНТ. КВАРТИРА - НОЧЬ", "КВАРТИРА", "НОЧЬ"),
        ("S#12. 카페 내부 / 낮", "카페", "낮"),
        ("카페 안, 새벽", "카페 안", "새벽"),
        ("골목길 (밤)", "골목길", "밤"),
        ("옥상 밤", "옥상", "밤"),
        ("실외 / 학교 운동장 / 다음날 아침", "학교 운동장", "다음날 아침"),
        ("수술실 (내부/밤)", "수술실", "밤"),
        ("수술실 (밤, 내부)", "수술실", "밤"),
        ("병원 복도 D/I", "병원 복도", "D"),
        ("편의점 앞 / N / 외부", "편의점 앞", "N"),
        ("카페 (N)", "카페", "N"),
        ("복도 - 계속", "복도", "계속"),
        ("(회상) 민수의 방. 아침", "민수의 방", "아침 - 회상"),
        ("플래시백 - 학교 운동장 / 낮", "학교 운동장", "낮 - 플래시백"),
        ("INT. FLASHBACK - SCHOOL - DAY", "SCHOOL", "DAY - FLASHBACK"),
        ("EXT. RAIN FOREST - DAY", "RAIN FOREST", "DAY"),
        ("EXT. BLOCK D - N", "BLOCK D", "N"),
    ],
)
def test_heading_gives_location_and_time(text: str, location: str, time_of_day: str) -> None:
    heading = parse_heading(text)
    assert (heading.text, heading.location, heading.time_of_day) == (text, location, time_of_day)


@pytest.mark.parametrize(
    ("text", "interior", "exterior"),
    [
        ("INT. CAFE", True, False),
        ("EXT. CAFE", False, True),
        ("EST. CITY", False, True),
        ("INT./EXT. CAR", True, True),
        ("EXT/INT. CAR", True, True),
        ("INT. / EXT. CAR", True, True),
        ("I/E CAR", True, True),
        ("THE ROOF", False, False),
        ("INTERIOR. CAFE", True, False),
        ("INNEN. KÜCHE - TAG", True, False),
        ("카페 내부", True, False),
        ("옥상 (외부)", False, True),
        ("카페 안 / 밤", True, False),
        ("카페 앞 / 밤", False, True),
        ("내/외부 차 / 낮", True, True),
        ("수술실 (내부/밤)", True, False),
        ("병원 복도 D/I", True, False),
        ("주차장 N/O", False, True),
        ("스튜디오 N/S", False, False),
    ],
)
def test_heading_tells_interior_from_exterior(text: str, interior: bool, exterior: bool) -> None:
    heading = parse_heading(text)
    assert (heading.interior, heading.exterior) == (interior, exterior)


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ([None, None, None], ["1", "2", "3"]),
        (["5", None, None], ["5", "6", "7"]),
        (["12", None, None, "13", None], ["12", "12A", "12B", "13", "14"]),
        ([None, "1", None], ["0A", "1", "2"]),
        (["1A", None, "B"], ["1A", "2", "B"]),
        ([], []),
    ],
)
def test_numbers_of_the_script_stand_and_others_are_counted(written: list[str | None], numbers: list[str]) -> None:
    assert number_scenes(written) == numbers


def test_inserted_numbers_skip_letters_that_look_like_digits() -> None:
    numbers = number_scenes(["1", *[None] * 26, "2"])
    assert numbers[9:16] == ["1J", "1K", "1L", "1M", "1N", "1P", "1Q"]
    assert numbers[24:27] == ["1Z", "1AA", "1AB"]


def test_scene_holds_its_heading_and_all_to_the_next() -> None:
    found = scenes("INT. A\n\nOne.\n\nANN\nHi.\n\n> CUT\n\nEXT. B - DAY #7#\n\nTwo.")
    assert [(scene.number, [e.type for e in scene.elements]) for scene in found] == [
        ("1", ["scene_heading", "action", "character", "dialogue", "transition"]),
        ("7", ["scene_heading", "action"]),
    ]


def test_text_before_the_first_heading_is_scene_0() -> None:
    found = scenes("Title: X\n\nFADE IN:\n\nRain.\n\nINT. A\n\nOne.")
    assert [(scene.number, scene.heading is None, len(scene.elements)) for scene in found] == [
        ("0", True, 2),
        ("1", False, 2),
    ]


@pytest.mark.parametrize("opening", ["FADE IN:", "**FADE IN:**", "OVER BLACK:", "Fade up."])
def test_mere_opening_goes_to_the_first_scene(opening: str) -> None:
    [scene] = scenes(f"{opening}\n\n# Act\n\nINT. A\n\nOne.")
    assert [e.type for e in scene.elements] == ["scene_heading", "action", "section", "action"]


def test_action_that_only_begins_like_an_opening_is_scene_0() -> None:
    assert [scene.number for scene in scenes("Open the door.\n\nINT. A\n\nOne.")] == ["0", "1"]


def test_script_without_headings_is_one_scene() -> None:
    [scene] = scenes("Rain.\n\nANN\nHi.")
    assert (scene.number, scene.heading, len(scene.elements)) == ("1", None, 3)


@pytest.mark.parametrize("text", ["", "Title: X", "# Act", "[[note]]", "/* cut */"])
def test_nothing_that_happens_is_no_scene(text: str) -> None:
    assert scenes(text) == ()
