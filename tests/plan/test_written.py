"""Words that stand on things are found in the text, and the thing is shown so that they are read."""

from __future__ import annotations

import pytest
from sample_plan import plan_of, present, shot_of

from screenplay2board.plan.words import sentence_places
from screenplay2board.plan.written import MOST_LETTERS, writing_in

ROOM = "INT. LIVING ROOM - DAY\n\nANNA (30) sits on the sofa.\n\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('A text from MOM: "Come home."', "Come home."),
        ('It reads: "Gone to the lake. Back at nine."', "Gone to the lake. Back at nine."),
        ("The note says, “I am sorry.”", "I am sorry."),
        ("A SIGN reads NO VACANCY.", "NO VACANCY"),
        ("The screen flashes ACCESS DENIED.", "ACCESS DENIED"),
        ("On the phone, a message: where are you?", "where are you?"),
        ('"Meet me at nine."', "Meet me at nine."),
        ('On the wall, a POSTER: "SATURDAY NIGHT."', "SATURDAY NIGHT."),
        ('엄마의 문자: "집에 와."', "집에 와."),
        ('"출입 금지"라고 쓰여 있다.', "출입 금지"),
    ],
)
def test_the_words_to_be_read_are_found(text: str, words: str) -> None:
    assert writing_in(text) == words


@pytest.mark.parametrize(
    "text",
    ["She reads the letter.", "He says nothing.", 'He calls her "the boss".', f'It reads: "{"la " * MOST_LETTERS}"'],
)
def test_a_text_that_gives_no_words_or_too_many_gives_none(text: str) -> None:
    assert writing_in(text) == ""


@pytest.mark.parametrize(
    ("text", "thing", "words"),
    [
        ('Her phone buzzes. A text from MOM: "Come home."', "phone", "Come home."),
        ('A note lies on the table. It says: "Back at nine. Dad."', "paper", "Back at nine. Dad."),
        ("A NOTE lies there.\n\nINSERT - THE NOTE\n\nIt reads: HELP ME.", "paper", "HELP ME"),
    ],
)
def test_the_thing_is_shown_with_its_words(text: str, thing: str, words: str) -> None:
    shots = plan_of(f"{ROOM}{text}\n").shots
    assert [(shot.subject, shot.writing) for shot in shots if shot.writing] == [((thing,), words)]
    assert {shot.framing for shot in shots if shot.writing} == {"insert"}


def test_who_sends_a_message_is_not_there() -> None:
    text = "INT. HALL - DAY\n\nELSA (67) waits.\n\nINT. KITCHEN - DAY\n\nMARTA (38) stands at the stove.\n\n"
    shots = plan_of(f'{text}Her phone buzzes on the table. A text from ELSA: "Come tonight."\n').scenes[1].shots
    assert all("ELSA" not in present(shot) for shot in shots)
    assert [shot.subject for shot in shots if shot.writing == "Come tonight."] == [("phone",)]


def test_who_gives_a_letter_away_is_there() -> None:
    shots = plan_of("INT. KITCHEN - DAY\n\nMARTA (38) and ELSA (67) wait.\n\nMarta takes the letter from Elsa.\n").shots
    assert present(shots[-1]) == {"MARTA", "ELSA"}


def test_what_a_note_says_is_told_under_its_picture() -> None:
    shots = plan_of(f'{ROOM}On the table lies a NOTE. It reads: "Gone to the lake. Back at nine."\n\nAnna stands.\n')
    note = shot_of(shots, "lake")
    assert note.subject == ("paper",)
    assert "Back at nine" in note.action
    assert "On the table" in note.action


@pytest.mark.parametrize("piece", ["says ", "note ", "reads A ", "says:          ", '"Abc." Def. ', '"Abc. '])
def test_the_words_are_looked_for_in_time_that_grows_with_the_text(piece: str) -> None:
    """A text of 400 thousand letters takes some tenths of a second; where time grew with its square, hours."""
    text = piece * (400_000 // len(piece))
    writing_in(text)
    assert sentence_places(text)


def test_people_in_a_picture_have_no_words_on_them() -> None:
    assert plan_of(f'{ROOM}Anna says: "Fine."\n').shots[-1].writing == ""
