"""Where everybody is: parallel action, montages, calls, views of other places, strangers who get a name."""

from __future__ import annotations

import pytest
from sample_plan import actor_of, plan_of, present, shot_of


def test_parallel_action_comes_back_to_who_was_there() -> None:
    shots = plan_of(
        "INT. VAULT - NIGHT\n\nMINA (30s) kneels. JUN (40s) waits.\n\n"
        "INT. VAN - NIGHT\n\nKAI (20s) drives.\n\n"
        "INT. VAULT - NIGHT\n\nThe door swings open.\n"
    )
    assert present(shot_of(shots, "swings open")) == {"MINA", "JUN"}


def test_who_has_been_elsewhere_since_is_not_there_when_the_film_comes_back() -> None:
    shots = plan_of(
        "INT. VAULT - NIGHT\n\nMINA (30s) kneels. JUN (40s) waits.\n\n"
        "EXT. STREET - NIGHT\n\nJun runs.\n\n"
        "INT. VAULT - NIGHT\n\nThe door swings open.\n"
    )
    assert present(shot_of(shots, "swings open")) == {"MINA"}


def test_each_picture_of_a_montage_has_its_own_people_and_place() -> None:
    shots = plan_of(
        "INT. VAN - DAY\n\nKAI (20s) drives.\n\n"
        "INT. OFFICE - DAY\n\nMINA (30s) types. JUN (40s) waits.\n\n"
        "MONTAGE - THE SUMMER\n\n- Mina walks on the beach.\n\n- Kai laughs.\n\n- Rain on the window.\n"
    )
    beach, laugh, rain = (shot_of(shots, words) for words in ("beach", "laughs", "Rain"))
    assert (beach.set, present(beach)) == ("beach", {"MINA"})
    assert (laugh.set, present(laugh)) == ("car", {"KAI"})
    assert (rain.weather, present(rain)) == ("rain", set())


def test_a_call_goes_on_in_the_next_scene_from_both_ends() -> None:
    shots = plan_of(
        "INT. OFFICE - DAY\n\nMINA (30s) stands with a phone to her ear.\n\nMINA\nPick up.\n\n"
        "INT. HALLWAY - DAY\n\nJUN (40s) leans against the wall.\n\nJUN\nYes?\n\nMINA\nCome home.\n"
    )
    answer = shot_of(shots, "Come home")
    assert (answer.set, present(answer)) == ("office", {"MINA"})


def test_the_same_person_drives_when_the_film_is_back_in_the_car() -> None:
    shots = plan_of(
        "INT. VAN - NIGHT\n\nJUN (40s) at the wheel. MINA (30s) in the back.\n\n"
        "INT. BANK - NIGHT\n\nKAI (20s) waits.\n\n"
        "INT. VAN - NIGHT\n\nMina laughs.\n"
    )
    poses = {actor.name: actor.pose for actor in shot_of(shots, "laughs").actors}
    assert poses["JUN"] == "drive"
    assert poses["MINA"] != "drive"


@pytest.mark.parametrize(
    ("view", "place"),
    [
        ("HIS POV: across the street, a dark SEDAN.", "street"),
        ("JUN'S POV - THE BEACH.", "beach"),
        ("JUN'S POV - a boat on the water.", "harbour"),
    ],
)
def test_a_view_of_somewhere_else_leaves_the_room(view: str, place: str) -> None:
    shot = shot_of(plan_of(f"INT. ROOM - DAY\n\nJUN (40s) waits.\n\nHe turns.\n\n{view}\n"), view)
    assert (shot.set, present(shot)) == (place, set())


def test_who_is_only_on_a_screen_is_heard_and_not_there() -> None:
    shots = plan_of("INT. ROOM - DAY\n\nMINA (30s) waits.\n\nON A SCREEN: Jun's face.\n\nJUN\nHello.\n\nMINA\nHi.\n")
    assert present(shot_of(shots, "Hello")) == {"MINA"}


def test_who_goes_is_gone_and_who_lets_go_is_not() -> None:
    shots = plan_of(
        "INT. ROOM - DAY\n\nMINA (30s) waits. JUN (40s) lets go.\n\nThe door creaks.\n\nShe goes.\n\nJun sits down.\n"
    )
    assert present(shot_of(shots, "creaks")) == {"MINA", "JUN"}
    assert present(shot_of(shots, "sits down")) == {"JUN"}


def test_he_means_who_has_just_spoken() -> None:
    shots = plan_of("INT. ROOM - DAY\n\nKAI (20s) and JUN (40s) wait. Kai nods.\n\nJUN\nSo long.\n\nHe sits.\n")
    assert shot_of(shots, "He sits").subject[0] == "JUN"


# Who is who


@pytest.mark.parametrize(
    "action",
    [
        "A RIDER crosses the plain.\n\nCLOSER: he is SAM HOLLIS, 50, dusty.",
        "A WOMAN waits.\n\nThe woman -- MARA LIND -- waves.",
    ],
)
def test_a_stranger_who_gets_a_name_is_one_person(action: str) -> None:
    assert len(plan_of(f"EXT. FIELD - DAY\n\n{action}\n").cast) == 1


def test_a_group_is_those_whom_its_paragraph_goes_on_to_name() -> None:
    shots = plan_of("INT. DINER - NIGHT\n\nTwo people sit in a booth. MINA (30s, coat), JUN (40s, suit).\n")
    assert {member.name for member in shots.cast} == {"MINA", "JUN"}


@pytest.mark.parametrize(("first", "second"), [("MS. PARK", "MS PARK"), ("박 형사", "박형사")])
def test_spellings_of_one_name_are_one_person(first: str, second: str) -> None:
    shots = plan_of(f"INT. ROOM - DAY\n\n@{first}\nYes.\n\n@{second}\nNo.\n")
    assert [member.name for member in shots.cast] == [first]


def test_kin_of_somebody_is_not_that_somebody() -> None:
    shots = plan_of("1. 집 / 부엌 (낮)\n\n수진의 어머니 박순자(60대), 국을 끓인다.\n\n@순자\n밥 먹자.\n")
    assert present(shot_of(shots, "끓인다")) == {"순자"}


@pytest.mark.parametrize(
    ("action", "people"),
    [
        ("A SOLDIER lies under a tree. CORPORAL EDDIE FINCH, 22, American.", {"CORPORAL EDDIE FINCH"}),
        ('PRIVATE LOWELL "DEACON" HAYES, 19, waits.\n\nDEACON\nYes.', {"DEACON"}),
        ("THE QUEEN waits.\n\nQUEEN\nYes.", {"QUEEN"}),
        ("DANNY SOTO, 19, and RAY SOTO, 48.\n\nDANNY\nYes.\n\nSOTO\nNo.", {"DANNY", "SOTO"}),
    ],
)
def test_names_of_one_person_are_one(action: str, people: set[str]) -> None:
    assert {member.name for member in plan_of(f"EXT. FIELD - DAY\n\n{action}\n").cast} == people


def test_the_other_end_of_an_intercut_is_where_its_line_says() -> None:
    shots = plan_of(
        "INT. KITCHEN - NIGHT\n\nRAY (40s) waits, phone at his ear.\n\nINTERCUT RAY'S KITCHEN / JUNE'S CAR\n\n"
        "JUNE (30s), rain on the glass.\n\nJUNE\nCome.\n\nRAY\nNo.\n"
    )
    assert [(shot_of(shots, words).set, present(shot_of(shots, words))) for words in ("Come", "No.")] == [
        ("car", {"JUNE"}), ("kitchen", {"RAY"})
    ]  # fmt: skip


def test_who_is_named_behind_the_verb_acts() -> None:
    shots = plan_of("INT. ROOM - DAY\n\nMINA (30s) waits.\n\nOut comes JUN (40s), carrying a box.\n")
    assert actor_of(shots.shots[-1], "JUN").holding == ("box",)


# What is there


@pytest.mark.parametrize(
    ("action", "thing"),
    [
        ("Mina paces before a glass wall.", "glass"),
        ("Mina opens a tin of dog food.", "dog"),
        ("Mina turns, white as paper.", "paper"),
        ("Mina looks at a door the size of a truck.", "car"),
        ("Mina, dust-caked, sits.", "cake"),
    ],
)
def test_what_is_only_compared_or_says_what_kind_is_not_there(action: str, thing: str) -> None:
    shots = plan_of(f"INT. ROOM - DAY\n\nMINA (30s) waits.\n\n{action}\n")
    assert not any(thing in (*shot.props, *(p for a in shot.actors for p in a.holding)) for shot in shots.shots)


def test_who_is_in_a_photograph_is_not_in_the_room() -> None:
    shots = plan_of(
        "INT. ROOM - DAY\n\nJUN (40s) and MINA (30s).\n\nINT. HALL - DAY\n\nMina finds a PHOTOGRAPH: Jun laughs.\n"
    )
    assert present(shot_of(shots, "finds")) == {"MINA"}


@pytest.mark.parametrize(
    ("action", "pose", "emotion"),
    [
        ("Mina sleeps in a chair, her head on the table.", "sleep_table", "asleep"),
        ("Mina sleeps in the command chair.", "sit_slumped", "asleep"),
        ("Mina pours tea.", "pour", "neutral"),
        ("Mina wipes the counter.", "wipe", "neutral"),
        ("Mina stands at the counter.", "stand", "neutral"),
        ("Mina wipes her eyes.", "facepalm", "neutral"),
        ("Mina slips past the desk.", "walk", "neutral"),
        ("Mina wears grey rags.", "stand", "neutral"),
        ("Mina starts unpacking.", "stand", "neutral"),
    ],
)
def test_what_somebody_does_is_told_from_what_only_sounds_like_it(action: str, pose: str, emotion: str) -> None:
    actor = actor_of(plan_of(f"INT. ROOM - DAY\n\nMINA (30s) stands.\n\n{action}\n").shots[-1], "MINA")
    assert (actor.pose, actor.emotion) == (pose, emotion)


def test_a_sleeper_who_wakes_sits_there_awake() -> None:
    shots = plan_of("INT. ROOM - DAY\n\nMINA (30s) sleeps in a chair.\n\nMina wakes.\n")
    actor = actor_of(shots.shots[-1], "MINA")
    assert (actor.pose, actor.emotion) == ("sit", "neutral")


# Pictures


def test_a_scene_of_no_shot_has_none() -> None:
    assert plan_of("INT. ROOM - DAY\n\n[[no shot]]\nThe wind howls.\n").shots == ()


def test_a_sentence_that_is_cut_goes_on_behind_an_ellipsis() -> None:
    speech = ", ".join(["and then we went on and on"] * 14) + "."
    lines = [line.text for shot in plan_of(f"INT. ROOM - DAY\n\nMINA\n{speech}\n").shots for line in shot.dialogue]
    assert len(lines) > 1
    assert all(text.endswith((" …", ".")) for text in lines)
    assert " ".join(text.removesuffix(" …") for text in lines) == speech


def test_an_insert_is_told_by_its_own_line_where_people_follow() -> None:
    shots = plan_of("INT. ROOM - DAY\n\nMINA (30s) waits.\n\nINSERT - THE LETTER\n\nMina waves.\n").shots
    assert [(shot.framing, shot.action) for shot in shots[-2:]] == [
        ("insert", "INSERT - THE LETTER"), ("single", "Mina waves.")
    ]  # fmt: skip
