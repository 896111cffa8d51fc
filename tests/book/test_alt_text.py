"""What readers hear who do not see the pictures."""

from dataclasses import replace

import pytest

from screenplay2board.book.alt_text import alt_text
from screenplay2board.book.templates import BookTemplates
from screenplay2board.diagnostics import Span
from screenplay2board.plan.types import ScenePlan, Shot

PLACE = Span(file="night.fountain", line=1)
SHOT = Shot(id="a", number="1", scene_number="1", span=PLACE, size="CU", framing="two-shot", angle="low")
SCENE = ScenePlan(
    number="1", heading="INT. MINA'S ROOM - DAY", location="MINA'S ROOM", interior=True, set="room", time_of_day="day",
    weather="clear", roster=(), span=PLACE, shots=(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Close-up, two-shot, low angle of Mina and the old man, Mina's Room. She reads {place}."),
        ("ko-KR", "클로즈업, 투 샷, 로우 앵글, 대상: Mina, the old man, 장소: Mina's Room. She reads {place}."),
        ("xx", "Close-up, two-shot, low angle of Mina and the old man, Mina's Room. She reads {place}."),
    ],
)
def test_pictures_are_described_in_the_language_of_the_book(language: str, said: str) -> None:
    shot = replace(SHOT, subject=("MINA", "the old man"), action="She reads {place}.")
    assert alt_text(shot, SCENE, BookTemplates(language=language).wording) == said


def test_things_have_the_names_of_the_language_too() -> None:
    shot = replace(SHOT, framing="insert", angle="eye", subject=("letter",))
    assert alt_text(shot, SCENE, BookTemplates(language="ko").wording).startswith("클로즈업, 인서트, 대상: 편지")


def test_a_picture_of_nobody_nowhere_is_its_camera() -> None:
    shot = replace(SHOT, framing="single", angle="eye", size="ELS")
    assert alt_text(shot, replace(SCENE, location=""), BookTemplates().wording) == "Extreme long shot."
