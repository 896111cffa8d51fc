"""Whom something is done to: caught, knocked down, dragged off, carried; and what hands and postures do afterwards."""

from __future__ import annotations

import pytest
from sample_plan import actor_of, plan_of, present, shot_of

from screenplay2board.plan.types import ShotList

TWO = "MINA (30), a woman, waits. JUN (30), a man, waits.\n\n"


def plan_scene(action: str, heading: str = "EXT. YARD - DAY") -> ShotList:
    return plan_of(f"{heading}\n\n{TWO}{action}\n")


def test_who_is_caught_in_a_fall_is_held_and_does_not_fall() -> None:
    shot = plan_scene("Jun catches Mina before she falls.").shots[-1]
    assert {actor_of(shot, "JUN").pose, actor_of(shot, "MINA").pose} == {"hug"}


def test_a_ball_is_caught() -> None:
    assert actor_of(plan_scene("Jun catches the ball.").shots[-1], "JUN").pose == "catch"


@pytest.mark.parametrize("words", ["Jun grabs Mina by the arm.", "Jun takes the woman by the elbow."])
def test_a_name_stands_where_the_vocabulary_has_a_pronoun(words: str) -> None:
    jun = actor_of(plan_scene(words).shots[-1], "JUN")
    assert (jun.pose, jun.looks_at) == ("escort", "MINA")


def test_who_is_knocked_down_falls_and_lies_there() -> None:
    shots = plan_scene("Jun knocks Mina down.\n\nJun waits.\n\nShe groans.")
    assert actor_of(shot_of(shots, "knocks"), "MINA").pose == "fall"
    assert actor_of(shot_of(shots, "groans"), "MINA").pose.startswith("lie")


def test_who_is_dragged_suffers_it() -> None:
    shot = plan_scene("Jun is dragged across the yard by Mina.").shots[-1]
    assert (actor_of(shot, "JUN").pose, actor_of(shot, "MINA").pose) == ("dragged", "drag_body")


@pytest.mark.parametrize("words", ["Jun drags Mina away.", "Mina is led out by Jun.", "Jun leads her off."])
def test_who_is_taken_away_is_gone(words: str) -> None:
    shots = plan_scene(f"ANNA (60), a woman, waits. Mina waits.\n\n{words}\n\nAnna sighs.")
    assert present(shot_of(shots, "sighs")) == {"ANNA"}


def test_who_goes_back_into_the_house_is_gone() -> None:
    assert present(shot_of(plan_scene("Jun runs back into the house.\n\nMina sighs."), "sighs")) == {"MINA"}


def test_who_bends_down_for_a_moment_stands_again() -> None:
    shots = plan_scene("Mina bends down.\n\nJun laughs.")
    assert actor_of(shot_of(shots, "bends"), "MINA").pose == "crouch"
    assert not actor_of(shot_of(shots, "laughs"), "MINA").pose.startswith(("crouch", "kneel"))


def test_who_is_carried_in_somebodys_arms_is_carried_by_them() -> None:
    jun = actor_of(plan_scene("Jun staggers out with Mina in his arms.").shots[-1], "JUN")
    assert (jun.pose, jun.looks_at) == ("carry_child", "MINA")


def test_what_is_thrown_is_in_the_hand_then_and_not_afterwards() -> None:
    shots = plan_scene("Jun takes a map. He throws it into the river.\n\nMina laughs.")
    assert actor_of(shot_of(shots, "throws"), "JUN").holding == ("map",)
    assert actor_of(shot_of(shots, "laughs"), "JUN").holding == ()


def test_a_new_thing_in_the_hand_takes_the_place_of_the_old() -> None:
    shots = plan_scene("Jun reads a letter.\n\nJun picks up a cup.")
    assert actor_of(shots.shots[-1], "JUN").holding == ("cup",)


def test_shots_at_a_basket_are_throws() -> None:
    shots = plan_scene("Jun dribbles up the court.\n\nHe shoots.", "INT. GYM - NIGHT")
    shot = shot_of(shots, "shoots")
    assert (actor_of(shot, "JUN").pose, actor_of(shot, "JUN").holding) == ("throw", ("ball",))


def test_what_is_written_on_a_thing_is_nobody() -> None:
    names = {member.name for member in plan_scene("The scoreboard: HOME 61, GUEST 64.").cast}
    assert names == {"MINA", "JUN"}


def test_a_voice_that_is_heard_brings_nobody() -> None:
    shots = plan_of("INT. ROOM - NIGHT\n\nMINA (30) sits.\n\nA child's voice, faint.\n\nCHILD (V.O.)\nMama?\n")
    assert all(present(shot) <= {"MINA"} for shot in shots.shots)


def test_who_waits_outside_a_car_is_not_in_it() -> None:
    text = "INT. CAR - DAY\n\nJUN (30), a man, drives.\n\nMINA (30), a woman, stands at the curb, looking in at him.\n"
    shots = plan_of(text)
    outside = shot_of(shots, "curb")
    assert outside.set != "car"
    assert present(outside) == {"MINA"}


def test_who_slumps_against_a_car_door_stays_seated() -> None:
    shots = plan_of("INT. CAR - DAY\n\nJUN (30) drives. MINA (16) slumps against the passenger door.\n")
    assert actor_of(shots.shots[-1], "MINA").pose.startswith("sit")


def test_a_hand_that_is_held_out_is_taken() -> None:
    shots = plan_scene("Jun holds out his hand.\n\nShe takes it.")
    assert {actor.pose for actor in shot_of(shots, "takes").actors} == {"hold_hands"}


def test_who_trips_and_falls_stays_down() -> None:
    shots = plan_scene("Jun trips on a cable and falls.\n\nMina laughs.")
    assert actor_of(shot_of(shots, "laughs"), "JUN").pose.startswith("lie")


def test_a_wave_knocks_people_down() -> None:
    shot = shot_of(plan_scene("A wave knocks them down."), "wave")
    assert {actor.pose for actor in shot.actors} == {"fall"}


def test_a_blanket_around_oneself_comforts_nobody() -> None:
    shot = shot_of(plan_scene("Jun comes closer, a blanket around him."), "blanket")
    assert actor_of(shot, "JUN").pose == "walk"


def test_a_jacket_of_somebody_who_is_not_there_brings_them_not_in() -> None:
    text = "INT. TAXI - NIGHT\n\nMINA (30), a woman, leans back, Jun's jacket around her.\n\n"
    text += "INT. ROOM - DAY\n\nJUN (30) sits.\n"
    assert present(plan_of(text).shots[0]) == {"MINA"}


def test_one_of_two_who_are_named_in_one_breath_is_one_person() -> None:
    names = {m.name for m in plan_of("EXT. YARD - DAY\n\nAn old woman beside her, GRAN (80), waits.\n").cast}
    assert names == {"GRAN"}


def test_a_brother_is_a_man() -> None:
    shots = plan_of("EXT. YARD - DAY\n\nOwen's brother, DEV (28), waits.\n")
    assert next(m for m in shots.cast if m.name == "DEV").look.gender == "male"


def test_who_covers_somebody_elses_mouth_reaches_for_it() -> None:
    mina = actor_of(plan_scene("Mina covers his mouth with her hand.").shots[-1], "MINA")
    assert (mina.pose, mina.looks_at) == ("reach", "JUN")


def test_what_is_dropped_into_a_hand_is_given() -> None:
    shots = plan_scene("Mina takes a key. She drops it into Jun's hand.\n\nHe laughs.")
    assert actor_of(shot_of(shots, "laughs"), "JUN").holding == ("key",)


def test_who_stops_typing_does_not_type() -> None:
    shots = plan_of("INT. OFFICE - DAY\n\nMINA (30), a woman, types.\n\nA phone rings.\n\nMina stops typing.\n")
    assert actor_of(shots.shots[-1], "MINA").pose != "type"


def test_reading_glasses_are_not_read() -> None:
    shots = plan_of("INT. OFFICE - DAY\n\nMINA (30), reading glasses on a chain, waits.\n")
    assert actor_of(shots.shots[0], "MINA").holding == ()


def test_a_smile_that_leaves_a_face_is_not_seen() -> None:
    assert actor_of(plan_scene("The smile leaves Jun's face.").shots[-1], "JUN").emotion == "neutral"


def test_a_baby_in_somebodys_arms_is_theirs() -> None:
    shot = plan_scene("Jun sees the baby in Mina's arms.").shots[-1]
    assert actor_of(shot, "JUN").holding == ()


def test_who_is_dragged_ashore_lies_there() -> None:
    shots = plan_scene("Jun drags Mina onto the bank.\n\nJun looks around.\n\nHe waits.")
    assert actor_of(shots.shots[-1], "MINA").pose.startswith("lie")


def test_who_falls_asleep_does_not_fall() -> None:
    assert actor_of(plan_scene("Jun falls asleep.").shots[-1], "JUN").pose != "fall"


def test_two_carry_a_stretcher_and_who_is_on_it_lies() -> None:
    told = "EXT. YARD - DAY\n\nVILLAGERS wait.\n\n"
    told += "Two villagers carry MINA (30), a woman, out on a stretcher.\n\nShe sighs.\n"
    shot = shot_of(plan_of(told), "stretcher")
    poses = {actor.name: actor.pose for actor in shot.actors}
    assert [poses["VILLAGERS 1"], poses["VILLAGERS 2"], poses["MINA"]] == ["carry_stretcher", "carry_stretcher", "lie"]
    assert actor_of(plan_of(told).shots[-1], "MINA").pose == "lie"


def test_who_climbs_onto_a_chair_stays_on_it() -> None:
    shots = plan_scene("Jun climbs onto a chair.\n\nMina laughs.\n\nJun jumps down.\n\nMina sighs.")
    assert actor_of(shot_of(shots, "laughs"), "JUN").pose == "stand_on"
    assert actor_of(shot_of(shots, "sighs"), "JUN").pose != "stand_on"


def test_who_is_dragged_out_by_newcomers_is_gone() -> None:
    shots = plan_scene("Two deputies grab Jun by the arms and drag him out.\n\nMina sighs.", "INT. HALL - DAY")
    assert present(shot_of(shots, "sighs")) == {"MINA"}


def test_who_stands_behind_somebody_is_there() -> None:
    shots = plan_scene("Behind him, KARL (45), thin, buys a newspaper.")
    assert "KARL" in present(shots.shots[-1])


def test_who_is_seen_watching_somebody_watches_her_who_sees() -> None:
    told = "EXT. YARD - DAY\n\nANNA (40), a woman, waits.\n\nINT. HALL - DAY\n\n"
    told += "MINA (30), a woman, waits. JUN (30), a man, waits.\n\nMina sees him watching her.\n"
    assert present(plan_of(told).shots[-1]) == {"MINA", "JUN"}


def test_who_steps_out_outdoors_comes_into_view() -> None:
    shots = plan_scene("KARL (45), a man, steps out beside her.\n\nHe lights a cigarette.")
    assert actor_of(shots.shots[-1], "KARL").pose == "smoke"


def test_who_sleeps_in_a_train_sits() -> None:
    shots = plan_of("INT. TRAIN - NIGHT\n\nKARL (45) sleeps with his mouth open.\n")
    assert actor_of(shots.shots[-1], "KARL").pose == "sit_slumped"


def test_who_tips_a_hat_wears_one() -> None:
    shots = plan_of("INT. HALL - NIGHT\n\nKARL (45) comes in. He tips his hat.\n")
    assert actor_of(shots.shots[-1], "KARL").wears == ("fedora",)
