"""One person under several names, animals that speak, people who are only spoken of, and how all of them dress."""

from __future__ import annotations

import pytest
from sample_plan import actor_of, plan_of, shot_of

from screenplay2board.plan.types import CharacterLook, ShotList


def _names(shots: ShotList) -> set[str]:
    return {member.name for member in shots.cast}


def _look(shots: ShotList, name: str) -> CharacterLook:
    return next(member.look for member in shots.cast if member.name == name)


def test_a_cue_that_leaves_a_name_out_is_the_person_with_the_full_name() -> None:
    shots = plan_of("EXT. FIELD - DAY\n\nSHERIFF COLE BATES (50), grey moustache, waits.\n\nSHERIFF BATES\nStop.\n")
    assert _names(shots) == {"SHERIFF BATES"}
    assert _look(shots, "SHERIFF BATES").beard == "moustache"


def test_old_petra_is_petra_where_no_other_petra_is_introduced() -> None:
    shots = plan_of("INT. ROOM - DAY\n\nOLD PETRA (70) sits.\n\nPETRA\nTea?\n")
    assert _names(shots) == {"PETRA"}
    assert _look(shots, "PETRA").age == "elder"


def test_young_mina_is_another_look_than_mina() -> None:
    shots = plan_of("INT. ROOM - DAY\n\nMINA (70) sits.\n\nMINA\nTea?\n\nYOUNG MINA (20) runs.\n")
    assert _names(shots) == {"MINA", "YOUNG MINA"}


def test_two_cues_of_one_family_stay_two_people() -> None:
    shots = plan_of("INT. ROOM - DAY\n\nMR. JOHN PARK (50) sits.\n\nMRS. PARK\nTea?\n\nMR. PARK\nPlease.\n")
    assert _names(shots) == {"MRS. PARK", "MR. PARK"}


@pytest.mark.parametrize(
    "text",
    [
        "An old WITCH laughs.\n\nWITCH\nMine!\n\nThe witch, whose name is GRISELDA, sits down.\n\nGRISELDA\nMine.",
        "A WITCH laughs.\n\nThe witch, GRISELDA (70), sits down.\n\nGRISELDA\nMine.",
        "A WITCH called GRISELDA laughs.\n\nGRISELDA\nMine.",
    ],
)
def test_who_is_named_in_one_breath_with_a_role_is_one_person(text: str) -> None:
    shots = plan_of(f"INT. HUT - NIGHT\n\n{text}\n")
    assert _names(shots) == {"GRISELDA"}
    assert _look(shots, "GRISELDA").hat == "pointed"


def test_a_list_of_people_stays_several() -> None:
    shots = plan_of("INT. ROOM - DAY\n\nA DRIVER waits.\n\nThe driver, ANNA and BEN sit.\n\nANNA\nHi.\n\nBEN\nHi.\n")
    assert _names(shots) == {"DRIVER", "ANNA", "BEN"}


def test_a_title_with_a_name_is_not_the_stranger_whom_the_next_sentence_names() -> None:
    shots = plan_of("INT. SHIP - DAY\n\nCAPTAIN DIALLO (50) steers. JONAS (28), the engineer, floats behind her.\n")
    assert _names(shots) == {"CAPTAIN DIALLO", "JONAS"}


def test_a_woman_who_is_named_in_the_next_sentence_is_that_person() -> None:
    shots = plan_of("INT. HALL - DAY\n\nA woman, late thirties, paces up and down. This is MARIA.\n\nMARIA\nWell?\n")
    assert _names(shots) == {"MARIA"}
    assert actor_of(shot_of(shots, "paces"), "MARIA").pose == "walk"


def test_korean_people_at_another_age_speak_and_look_their_age() -> None:
    shots = plan_of(
        "실외. 학교 - 낮\n\n민호(17)가 뛴다.\n\n민호\n가자!\n\n민호\n어서!\n\n"
        "실외. 골목 - 낮\n\n어린 민호(7)가 웃는다.\n\n어린 민호\n약속!\n"
    )
    assert _names(shots) == {"민호", "어린 민호"}
    assert (_look(shots, "어린 민호").age, _look(shots, "어린 민호").gender) == ("child", "male")
    assert _look(shots, "민호").years == 17
    assert [line.character for line in shot_of(shots, "약속").dialogue] == ["어린 민호"]


def test_a_korean_particle_behind_parentheses_tells_the_subject() -> None:
    shots = plan_of(
        "실외. 한옥 마당 - 밤\n\n연화(20)가 서 있다.\n\n검은 옷을 입은 무사 도진(25)이 숨어든다.\n\n"
        "도진\n쉿!\n\n도진\n접니다.\n"
    )
    last = shot_of(shots, "숨어든다")
    assert actor_of(last, "도진").pose == "sneak"
    assert actor_of(last, "연화").pose not in ("sneak", "dress", "hide")


@pytest.mark.parametrize("pair", ["부녀가 마주 앉는다.", "모녀가 나란히 앉는다.", "모자가 함께 앉는다."])
def test_korean_nouns_for_two_of_a_family_mean_both_of_them(pair: str) -> None:
    shots = plan_of(f"실내. 방 - 밤\n\n민호(17)가 서 있다. 수진(40)이 서 있다.\n\n{pair}\n")
    assert {actor.pose for actor in shots.shots[-1].actors} == {"sit"}


# Animals


def test_a_fox_that_speaks_is_a_fox() -> None:
    shots = plan_of("EXT. FOREST - NIGHT\n\nA FOX waits. The fox digs with a broom.\n\nFOX\nI am hungry.\n")
    assert _look(shots, "FOX").kind == "fox"
    assert all(not actor_of(shot, "FOX").holding for shot in shots.shots if shot.actors)


def test_a_man_who_is_called_wolf_is_a_man() -> None:
    shots = plan_of("EXT. STREET - NIGHT\n\nWOLF (40) waits. A wolf howls.\n\nWOLF\nListen.\n")
    assert _look(shots, "WOLF").kind == "person"


@pytest.mark.parametrize("words", ["in walks ISOLDE (30).", "ISOLDE (30) walks in."])
def test_a_mule_that_is_led_does_not_take_the_place_of_who_leads_it(words: str) -> None:
    shots = plan_of(f"EXT. STREET - DAY\n\nLeading a tired mule, {words}\n")
    last = shots.shots[-1]
    assert last.subject[:1] == ("ISOLDE",)
    assert actor_of(last, "ISOLDE").pose == "walk"


# Who is only spoken of


def test_whose_mother_somebody_is_does_not_come_in() -> None:
    shots = plan_of("INT. HALL - DAY\n\nMARIA (40), the boy's mother, waits.\n\nINT. ROOM - DAY\n\nA BOY (9) sleeps.\n")
    assert {actor.name for actor in shots.scenes[0].shots[0].actors} == {"MARIA"}


def test_who_an_insert_of_a_photograph_shows_is_not_there() -> None:
    shots = plan_of("INT. COURT - DAY\n\nGRACE (40) sits.\n\nINSERT - PHOTOGRAPH: two young men who look alike.\n")
    assert _names(shots) == {"GRACE"}
    assert shots.shots[-1].subject == ("photograph",)


# Looks


@pytest.mark.parametrize(
    ("text", "name", "field", "value"),
    [
        ("The waitress, ANNA (25), waits.", "ANNA", "accessories", ("apron",)),
        ("PIP (20), the chef, waits.", "PIP", "hat", "toque"),
        ("MARCEL (55), a fat chef with a huge white hat, waits.", "MARCEL", "hat", "toque"),
        ("LOTTA (7), red hood, waits.", "LOTTA", "hair", "hood"),
        ("ISOLDE (30), a long coat, a hat over her eyes, waits.", "ISOLDE", "hat", "fedora"),
        ("NINA (30), mother of two boys, waits.", "NINA", "age", "adult"),
        ("TICK (22), nervous, a laptop on his knees.", "TICK", "gender", "male"),
        ("Two POLICEMEN wait.", "POLICEMEN 1", "hat", "police"),
        ("Two POLICEMEN wait.", "POLICEMEN 2", "gender", "male"),
    ],
)
def test_the_words_around_a_name_tell_how_somebody_looks(text: str, name: str, field: str, value: object) -> None:
    assert getattr(_look(plan_of(f"INT. ROOM - DAY\n\n{text}\n"), name), field) == value


def test_people_of_a_time_long_ago_wear_its_dress() -> None:
    shots = plan_of(
        "실외. 한옥 마당 - 밤\n\n기와지붕 위로 달이 뜬다. 도진(25)이 서 있다. 연화(20)가 운다.\n\n"
        "실내. 사랑방 - 밤\n\n호롱불이 흔들린다.\n\n연화\n아씨라 부르지 마라.\n\n도진\n예.\n"
    )
    assert {_look(shots, "도진").top, _look(shots, "연화").top} <= {"jeogori", "durumagi", "hanbok"}
    assert [scene.set for scene in shots.scenes] == ["palace_yard", "hanok"]


def test_today_nobody_wears_the_dress_of_long_ago() -> None:
    shots = plan_of("실내. 한옥 - 밤\n\n도진(25)이 서 있다.\n\n도진\n예.\n")
    assert _look(shots, "도진").hair != "topknot"
