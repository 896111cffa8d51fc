"""Korean scripts as they are written in Korea, from their text to who is seen where, doing what, with what."""

from __future__ import annotations

import pytest
from sample_plan import actor_of, plan_of, present, shot_of

KITCHEN = "S#1. 부엌 / 낮\n\n"
PEOPLE = "수진(31, 여)이 기다린다. 민호(33, 남)가 기다린다.\n\n"


@pytest.mark.parametrize("words", ["수진과 민호가 나란히 앉는다.", "수진과 민호, 앉는다.", "수진이랑 민호가 앉는다."])
def test_people_whom_a_particle_joins_do_the_same(words: str) -> None:
    shot = shot_of(plan_of(KITCHEN + PEOPLE + words), words)
    assert set(shot.subject) == {"수진", "민호"}
    assert {actor.pose for actor in shot.actors} <= {"sit", "sit_table"}


def test_who_is_only_looked_at_with_somebody_else_does_nothing() -> None:
    shot = shot_of(plan_of(KITCHEN + PEOPLE + "경찰(40, 남)이 수진과 민호를 가리킨다."), "가리킨다")
    assert actor_of(shot, "경찰").pose == "point"
    assert {actor_of(shot, name).pose for name in ("수진", "민호")}.isdisjoint({"point"})


def test_name_before_a_comma_acts_though_a_word_of_place_follows() -> None:
    shot = shot_of(plan_of(KITCHEN + PEOPLE + "민호, 뒤로 넘어진다."), "넘어진다")
    assert (shot.subject, actor_of(shot, "민호").pose) == (("민호",), "fall")


def test_condition_is_done_by_its_own_subject() -> None:
    shot = shot_of(plan_of(KITCHEN + PEOPLE + "수진이 돌아보면, 민호가 서 있다."), "돌아보면")
    assert (actor_of(shot, "수진").pose, actor_of(shot, "민호").pose) == ("look_back", "stand")


def test_title_beside_a_short_name_may_be_left_out() -> None:
    shots = plan_of(KITCHEN + "경비원 박씨(60대, 남)가 들어온다.\n\n박씨, 의자에 앉는다.")
    assert [member.name for member in shots.cast] == ["경비원 박씨"]
    assert shot_of(shots, "앉는다").subject == ("경비원 박씨",)


@pytest.mark.parametrize("words", ["창밖을 본다", "창밖을 멍하니 바라본다", "창밖으로 시선을 돌린다"])
def test_who_looks_out_of_a_window_is_still_inside(words: str) -> None:
    shots = plan_of(f"S#1. 터미널 밖 / 밤\n\n비.\n\nS#2. 택시 안 / 밤\n\n수진(31)이 {words}.\n\n수진이 운다.\n")
    assert {shot.set for shot in shots.shots if "수진" in present(shot)} == {"car"}


def test_what_is_seen_before_the_window_is_outside() -> None:
    shots = plan_of("S#1. 터미널 밖 / 밤\n\n비.\n\nS#2. 카페 / 밤\n\n창밖에 민호(33)가 서 있다.\n")
    assert shot_of(shots, "창밖").set == "station"


@pytest.mark.parametrize("words", ["수진이 보자기를 품에 안고 선다.", "수진의 품에 안긴 보자기."])
def test_who_presses_a_thing_to_their_breast_embraces_nobody(words: str) -> None:
    shots = plan_of(KITCHEN + f"민호(33)가 기다린다. 수진(31)이 기다린다.\n\n{words}")
    woman = actor_of(shot_of(shots, words), "수진")
    assert woman.pose != "hug"
    assert "bag" in woman.holding


@pytest.mark.parametrize("line", ["(E) 휠체어 구르는 소리.", "효과음: 휠체어 구르는 소리", "E) 휠체어 구르는 소리."])
def test_line_that_is_marked_as_a_sound_is_heard_and_not_seen(line: str) -> None:
    shot = shot_of(plan_of(KITCHEN + PEOPLE + line), "구르는")
    assert shot.sound == "휠체어 구르는 소리"
    assert shot.framing != "insert"


def test_list_of_pictures_ends_where_the_text_is_no_list_any_more() -> None:
    shots = plan_of(
        "S#1. 사무실 / 낮\n\n하나(29)가 선다.\n\nS#2. 옥상 / 새벽\n\n- 몽타주 -\n1) 수진(31)이 계단을 뛰어 올라온다.\n"
        "2) 하나가 화면을 본다.\n\n수진, 문을 연다.\n\n수진이 운다.\n"
    )
    assert [shot_of(shots, words).set for words in ("계단을", "화면을", "문을 연다")] == ["stairs", "office", "rooftop"]
    assert present(shot_of(shots, "운다")) == {"수진"}
    assert all("몽타주" not in shot.action or "계단을" in shot.action for shot in shots.shots)


@pytest.mark.parametrize(
    ("begin", "end"), [("(플래시백)", "(현재)"), ("회상.", "다시 현재."), ("<플래쉬백>", "회상 끝.")]
)
def test_memory_within_a_scene_is_elsewhere_with_nobody_else(begin: str, end: str) -> None:
    shots = plan_of(KITCHEN + PEOPLE + f"{begin}\n\n학교 복도를 뛰는 소녀(8).\n\n{end}\n\n수진이 운다.\n")
    memory = shot_of(shots, "소녀")
    assert (memory.set, present(memory)) == ("school", {"소녀"})
    assert shot_of(shots, "수진이 운다").set == "kitchen"
    assert present(shot_of(shots, "수진이 운다")) == {"수진", "민호"}


@pytest.mark.parametrize(
    ("words", "pose"),
    [
        ("수진이 커튼을 친다.", "reach"),
        ("손을 흔드는 수진.", "wave"),
        ("수진이 안을 들여다본다.", "peek"),
        ("수진과 민호가 소주잔을 부딪친다.", "toast"),
        ("수진이 민호의 목에 목도리를 감아 준다.", "comfort"),
    ],
)
def test_verbs_are_drawn_as_what_they_say(words: str, pose: str) -> None:
    assert actor_of(shot_of(plan_of(KITCHEN + PEOPLE + words), words), "수진").pose == pose


def test_people_are_joined_over_what_is_told_of_them() -> None:
    shots = plan_of(KITCHEN + "순사(30대, 남)와 앞잡이 칠복(40대, 남)이 달려온다.")
    assert {actor.name: actor.pose for actor in shots.shots[-1].actors} == {"순사": "run", "칠복": "run"}


def test_whose_hand_is_tied_ties_nobody() -> None:
    shot = shot_of(plan_of(KITCHEN + PEOPLE + "민호가 수진의 손을 묶는다."), "묶는다")
    assert actor_of(shot, "민호").pose == "escort"
    assert actor_of(shot, "수진").pose != "escort"


def test_surname_before_a_title_is_introduced_as_it_speaks() -> None:
    shots = plan_of(KITCHEN + "강 형사(45, 남)가 존다. 윤 형사(28, 여)가 선다.\n\n윤 형사\n선배님!\n\n강 형사\n왜.\n")
    looks = {member.name: (member.look.gender, member.look.years) for member in shots.cast}
    assert looks == {"강 형사": ("male", 45), "윤 형사": ("female", 28)}


@pytest.mark.parametrize("told", ["60대, 쪽진 머리", "30대, 치마저고리", "20대, 꽃무늬 원피스"])
def test_clothes_and_hair_of_women_tell_a_woman(told: str) -> None:
    [member] = plan_of(KITCHEN + f"막동({told})이 운다.").cast
    assert member.look.gender == "female"


def test_bell_that_rings_is_nobodys_crying() -> None:
    shot = shot_of(plan_of(KITCHEN + PEOPLE + "전화벨이 울리고 수진이 돌아본다."), "울리고")
    assert actor_of(shot, "수진").emotion != "cry"
    assert actor_of(shot_of(plan_of(KITCHEN + PEOPLE + "수진이 울고 있다."), "울고"), "수진").emotion == "cry"


@pytest.mark.parametrize(
    ("words", "pose", "thing"),
    [
        ("수진이 우산으로 민호의 등을 내리친다.", "swing", "umbrella"),
        ("수진이 몽둥이를 휘두른다.", "swing", "hammer"),
        ("수진이 장검을 뽑아 민호의 목에 겨눈다.", "fence", "sword"),
        ("수진이 권총을 뽑아 민호에게 겨눈다.", "aim", "gun"),
    ],
)
def test_weapons_are_used_as_they_are_made_for(words: str, pose: str, thing: str) -> None:
    actor = actor_of(shot_of(plan_of(KITCHEN + PEOPLE + words), words), "수진")
    assert (actor.pose, actor.holding) == (pose, (thing,))


def test_who_squats_does_not_sit_afterwards() -> None:
    shots = plan_of(KITCHEN + PEOPLE + "수진이 쪼그려 앉는다.\n\n수진\n조용해.\n")
    assert {actor_of(shot, "수진").pose for shot in shots.shots[-2:]} == {"crouch"}


@pytest.mark.parametrize(
    ("place", "set_name"), [("고갯길", "road"), ("초가집 마당", "palace_yard"), ("대합실", "waiting_room")]
)
def test_places_stand_where_they_are(place: str, set_name: str) -> None:
    assert plan_of(f"S#1. {place} / 낮\n\n바람이 분다.\n").scenes[0].set == set_name


def test_two_who_embrace_look_at_each_other_whoever_they_looked_at_before() -> None:
    crowd = PEOPLE + "칠복(40, 남)이 들어온다.\n\n칠복\n수진아!\n\n수진\n왜요?\n\n"
    shot = shot_of(plan_of(KITCHEN + crowd + "민호가 수진을 끌어안는다."), "끌어안는다")
    assert (actor_of(shot, "민호").looks_at, actor_of(shot, "수진").looks_at) == ("수진", "민호")


def test_clothes_of_joseon_tell_the_time() -> None:
    told = "점례(60대, 쪽진 머리, 치마저고리)가 앉는다. 분이(9, 댕기머리)와 덕수(25, 상투, 두루마기)가 선다."
    shots = plan_of(f"S#1. 초가집 마당 / 낮\n\n{told}\n\nS#2. 고갯길 / 낮\n\n바람이 분다.\n")
    assert shots.scenes[1].set == "mountains"


def test_who_looks_out_looks_at_nobody_here() -> None:
    shots = plan_of("INT. 거실 - 낮\n\n준(30, 남)이 앉아 있다. 하나(28, 여)가 서 있다.\n\n하나가 마당을 내다본다.\n")
    assert actor_of(shots.shots[-1], "하나").looks_at is None


def test_who_is_dragged_out_is_gone() -> None:
    told = "EXT. 학교 - 낮\n\n준(30, 남)이 서 있다. 민수(17, 남)가 서 있다.\n\n"
    told += "경찰 둘이 민수를 끌고 나간다.\n\n준이 운다.\n"
    assert {actor.name for actor in plan_of(told).shots[-1].actors} == {"준"}


def test_what_is_put_down_is_not_what_is_taken_instead() -> None:
    told = "EXT. 마당 - 낮\n\n준(30, 남)이 우산을 든다.\n\n"
    told += "준은 우산을 내려놓고 담배를 꺼내 문다.\n\n하나(28, 여)가 운다.\n"
    assert actor_of(plan_of(told).shots[-1], "준").holding == ("cigarette",)
