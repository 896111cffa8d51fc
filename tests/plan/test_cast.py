"""The cast is found with every name the script uses, and looks as the script says, always the same."""

from __future__ import annotations

import pytest
from sample_plan import member_of, plan_of

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.cast import cue_names
from screenplay2board.plan.types import CastOverride


def test_an_introduction_gives_age_and_clothes() -> None:
    mina = member_of("INT. CAFE - DAY\n\nMINA (30s, red coat, long black hair) sits. She waits.\n\nMINA\nHi.", "MINA")
    assert (mina.years, mina.look.age, mina.look.gender) == (30, "adult", "female")
    assert (mina.look.top, mina.look.top_grey, mina.look.hair, mina.look.hair_grey) == ("coat", 0.6, "long", 0.95)
    assert mina.description == "30s, red coat, long black hair"


def test_a_doctors_coat_is_white() -> None:
    for words in ("white coat", "lab coat"):
        han = member_of(f"INT. WARD - DAY\n\nDR. HAN (40s, {words}, glasses) runs.\n\nHAN\nNow.\n", "HAN")
        assert (han.look.top, han.look.top_grey) == ("lab_coat", 0.05)


def test_an_age_may_stand_behind_a_comma() -> None:
    jun = member_of("INT. BAR - DAY\n\nJUN, 17, hoodie, walks in.\n\nJUN\nHi.", "JUN")
    assert (jun.years, jun.look.age, jun.look.top) == (17, "teen", "hoodie")


def test_a_korean_introduction_is_read() -> None:
    member = member_of("INT. 카페 - 낮\n\n민수(35, 검은 코트, 안경)가 앉아 있다.\n\n@민수\n안녕.", "민수")
    assert (member.years, member.look.gender, member.look.top) == (35, "male", "coat")
    assert (member.look.top_grey, member.look.glasses) == (0.95, "round")


def test_words_around_a_role_describe_it() -> None:
    man = member_of("EXT. PARK - DAY\n\nA tall OLD MAN with a white beard feeds birds.", "OLD MAN")
    assert (man.look.age, man.look.gender, man.look.beard, man.look.hair_grey) == ("elder", "male", "full", 0.05)
    assert man.look.height_m > 1.75


def test_a_role_brings_its_clothes() -> None:
    cop = member_of("EXT. STREET - DAY\n\nA COP stops them.", "COP")
    assert (cop.look.hat, cop.look.top_grey) == ("police", 0.8)


@pytest.mark.parametrize(
    ("introduction", "top", "more"),
    [
        ("A POLICE OFFICER waits.", "police_uniform", {"hat": "police"}),
        ("The DOCTOR waits.", "lab_coat", {"accessories": ("stethoscope",)}),
        ("A SURGEON waits.", "scrubs", {"hat": "surgical_cap"}),
        ("A CHEF waits.", "chef_jacket", {"hat": "toque"}),
        ("A SOLDIER waits.", "army_uniform", {"hat": "army_helmet", "pattern": "camouflage"}),
        ("A FIREFIGHTER waits.", "fire_coat", {"hat": "fire_helmet"}),
        ("A NUN waits.", "habit", {"hat": "veil"}),
        ("The JUDGE waits.", "judge_robe", {}),
        ("A COWBOY waits.", "waistcoat", {"hat": "cowboy", "bottom": "boots"}),
        ("An ASTRONAUT waits.", "spacesuit", {"hat": "space_helmet"}),
        ("A CONSTRUCTION WORKER waits.", "hi_vis", {"hat": "hard_hat"}),
        ("A NURSE (30s) in uniform waits.", "scrubs", {}),
        ("A MAN (40s, scarred, eye patch, striped shirt) waits.", "shirt",
         {"marks": ("scar", "eye_patch"), "pattern": "stripes"}),
        ("A WOMAN (25, freckled, red evening gown) waits.", "evening_gown", {"marks": ("freckles",), "years": 25}),
        ("A heavily pregnant WOMAN (30s, sundress) waits.", "summer_dress", {"build": "pregnant"}),
        ("경찰(40대)이 서 있다.", "police_uniform", {"hat": "police"}),
        ("의사(50대)가 서 있다.", "lab_coat", {}),
        ("교복 입은 학생(17)이 서 있다.", "blazer", {}),
        ("민수(70, 한복, 흰 수염)가 서 있다.", "jeogori", {"beard": "full"}),
    ],
)  # fmt: skip
def test_people_look_their_part(introduction: str, top: str, more: dict[str, object]) -> None:
    (member,) = plan_of(f"INT. ROOM - DAY\n\n{introduction}").cast
    assert member.look.top == top
    assert {key: getattr(member.look, key) for key in more} == more


def test_age_in_years_reaches_the_look() -> None:
    years = [
        member_of(f"INT. ROOM - DAY\n\nMINA ({age}) waits.\n\nMINA\nHi.", "MINA").look.years for age in (9, 45, 82)
    ]
    assert years == [9, 45, 82]


def test_no_two_of_a_large_cast_have_one_face() -> None:
    cues = "\n\n".join(f"{name}\nHi." for name in ("PETER", "PAUL", "JOHN", "MARK", "DAVID", "TOM", "HENRY", "FRANK"))
    cast = plan_of(f"INT. ROOM - DAY\n\n{cues}").cast
    faces = {(m.look.face, m.look.eyes, m.look.brows, m.look.nose, m.look.mouth, m.look.hair) for m in cast}
    assert len(faces) == len(cast)


def test_pronouns_tell_the_gender() -> None:
    text = "INT. ROOM - DAY\n\nALEX opens the window. {} looks out.\n\nALEX\nHi."
    assert member_of(text.format("She"), "ALEX").look.gender == "female"
    assert member_of(text.format("He"), "ALEX").look.gender == "male"


def test_another_person_s_pronoun_is_not_one_s_own() -> None:
    text = "INT. ROOM - DAY\n\nALEX kneels beside MARY, holding her hand.\n\nALEX waits. He sighs.\n\nALEX\nHi."
    assert member_of(text, "ALEX").look.gender == "male"


def test_names_tell_the_gender_where_nothing_else_does() -> None:
    text = "INT. ROOM - DAY\n\nANNA\nHi.\n\nPETER\nHi."
    assert member_of(text, "ANNA").look.gender == "female"
    assert member_of(text, "PETER").look.gender == "male"


def test_the_full_name_and_the_cue_are_one_person() -> None:
    shot_list = plan_of("INT. ROOM - DAY\n\nMINA PARK (30s) waits.\n\nMINA\nHi.\n\nYOUNG MINA\nHello.")
    assert [member.name for member in shot_list.cast] == ["MINA", "YOUNG MINA"]
    assert shot_list.cast[0].aliases == ("MINA PARK",)


def test_a_stranger_is_unmasked() -> None:
    text = (
        "EXT. ALLEY - NIGHT\n\nA MAN IN A HAT watches.\n\nThe Man in the Hat stops. This is DORAN (45).\n\nDORAN\nHi."
    )
    assert [member.name for member in plan_of(text).cast] == ["DORAN"]


def test_cues_are_split_and_cleaned() -> None:
    assert cue_names("MINA & JUN (CONT'D)") == ("MINA", "JUN")
    assert cue_names("Mina and Jun") == ("MINA", "JUN")
    assert cue_names("McAvoy") == ("MCAVOY",)


def test_voices_and_everybody_are_nobody_s_body() -> None:
    shot_list = plan_of("INT. ROOM - DAY\n\nMINA\nHi.\n\nALL\nHi!\n\nNARRATOR\nOnce.\n\nRADIO VOICE\nNews.")
    assert [member.name for member in shot_list.cast] == ["MINA"]


def test_a_group_is_several_people() -> None:
    shot_list = plan_of("EXT. STREET - DAY\n\nTwo COPS run. The CROWD cheers.\n\nSAILOR\nStop.")
    names = [member.name for member in shot_list.cast]
    assert names == ["COPS 1", "COPS 2", *(f"CROWD {n}" for n in range(1, 6)), "SAILOR"]


def test_sounds_and_shouted_lines_are_nobody() -> None:
    assert plan_of("INT. ROOM - DAY\n\nBANG! The LETTER burns.\n\nTHE DOOR IS SHUT AND THE MAN IS GONE.").cast == ()


def test_people_of_one_scene_never_look_alike() -> None:
    cues = "\n\n".join(f"{name}\nHi." for name in ("ANNA", "CLARA", "EMMA", "HELEN", "IRENE", "JULIA"))
    cast = plan_of(f"INT. ROOM - DAY\n\n{cues}").cast
    seen = {(m.look.hair, round(m.look.hair_grey, 1), m.look.top, round(m.look.top_grey, 1)) for m in cast}
    assert len(seen) == 6
    for one in cast:
        for other in cast:
            if one is not other:
                differences = (one.look.hair != other.look.hair) + (
                    abs(one.look.hair_grey - other.look.hair_grey) > 0.2
                )
                differences += abs(one.look.top_grey - other.look.top_grey) > 0.15
                differences += one.look.top != other.look.top
                assert differences >= 2, (one, other)


def test_a_look_belongs_to_the_name() -> None:
    before = member_of("INT. ROOM - DAY\n\nMINA\nHi.", "MINA")
    after = member_of("INT. BAR - DAY\n\nWALTER\nHi.\n\nINT. ROOM - DAY\n\nMINA\nWhat now?", "MINA")
    assert before.look == after.look


def test_settled_fields_win_over_the_script() -> None:
    override = CastOverride(name="MINA", hair="bob", years=70, build="heavy", reference="mina.png", aliases=("MIN",))
    text = "INT. CAFE - DAY\n\nMINA (30s, red coat) sits.\n\nMINA\nHi.\n\nMin stands."
    mina = member_of(text, "MINA", override)
    assert (mina.look.hair, mina.look.age, mina.years, mina.reference) == ("bob", "elder", 70, "mina.png")
    assert mina.look.weight > 1.15
    assert mina.look.top == "coat"
    assert "MIN" in mina.aliases


def test_a_settled_description_is_read_like_an_introduction() -> None:
    mina = member_of(
        "INT. ROOM - DAY\n\nMINA\nHi.", "MINA", CastOverride(name="MINA", description="60s, white hair, glasses")
    )
    assert (mina.years, mina.look.hair_grey, mina.look.glasses) == (60, 0.05, "round")


def test_an_unknown_settled_character_is_reported() -> None:
    diagnostics = Diagnostics()
    plan_of("INT. ROOM - DAY\n\nMINA\nHi.", CastOverride(name="MINNA"), diagnostics=diagnostics)
    (found,) = diagnostics
    assert (found.code, found.severity, found.hint) == ("S2B203", "warning", "did you mean `MINA`?")
    assert found.message == "`MINNA` of the cast speaks nowhere and is not introduced in the screenplay"


def test_a_chess_piece_is_a_person_only_where_it_is_described_or_speaks() -> None:
    piece = "EXT. PARK - DAY\n\nIDA sits down. A small hand lets go of a black KNIGHT.\n\nIDA\nCheck.\n"
    assert [member.name for member in plan_of(piece).cast] == ["IDA"]
    described = piece.replace("a black KNIGHT.", "the KNIGHT (40s, armour).")
    assert {member.name for member in plan_of(described).cast} == {"IDA", "KNIGHT"}
    speaking = piece + "\nKNIGHT\nNay.\n"
    assert {member.name for member in plan_of(speaking).cast} == {"IDA", "KNIGHT"}


def test_pronouns_of_later_paragraphs_tell_of_the_only_person_of_a_scene() -> None:
    text = "INT. ROOM - DAY\n\nREMY (40s) runs.\n\nShe stops.\n\nREMY\nHi."
    assert member_of(text, "REMY").look.gender == "female"
    assert member_of(text.replace("She", "He"), "REMY").look.gender == "male"
    crowded = "INT. ROOM - DAY\n\nREMY (40s) runs.\n\nMARTA waits.\n\n{} stops.\n\nREMY\nHi.\n\nMARTA\nHi."
    genders = {member_of(crowded.format(word), "REMY").look.gender for word in ("He", "She")}
    assert len(genders) == 1
