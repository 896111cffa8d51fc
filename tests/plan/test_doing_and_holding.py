"""What people do with things and with each other, what burns, and how the weather turns."""

from __future__ import annotations

import pytest
from sample_plan import actor_of, plan_of, present, shot_of

from screenplay2board.plan.types import ShotList


def plan_scene(action: str, heading: str = "EXT. FARM - NIGHT") -> ShotList:
    return plan_of(f"{heading}\n\n{action}\n")


@pytest.mark.parametrize(
    ("action", "thing"),
    [
        ("MAX (30) runs to the well with a bucket.", "bucket"),
        ("MAX (30) walks along the road with a lantern.", "lantern"),
        ("MAX (30) bites into an apple.", "apple"),
        ("MAX (30) lifts the spoon to his mouth.", "spoon"),
        ("MAX (30) holds a torn letter.", "torn_letter"),
        ("MAX (30) draws a revolver and points it at the dog.", "gun"),
    ],
)
def test_things_are_in_the_hand_of_who_has_them(action: str, thing: str) -> None:
    assert thing in actor_of(plan_scene(action).shots[0], "MAX").holding


def test_who_opens_an_envelope_reads_a_letter() -> None:
    shots = plan_scene("MAX (30) finds an envelope on the step.\n\nHe picks it up, opens it and reads.")
    assert any("letter" in actor_of(shot, "MAX").holding for shot in shots.shots if present(shot) >= {"MAX"})
    assert not any("book" in actor.holding for shot in shots.shots for actor in shot.actors)


def test_who_draws_a_revolver_and_points_it_aims() -> None:
    shots = plan_scene("ANNA (30) waits. MAX (30) draws a revolver and points it at her.")
    assert actor_of(shot_of(shots, "revolver"), "MAX").pose == "aim"


@pytest.mark.parametrize("words", ["Max holds her.", "Max holds her close.", "Max holds Anna and weeps."])
def test_who_holds_somebody_embraces_them(words: str) -> None:
    shots = plan_scene(f"ANNA (30) waits. MAX (30) waits.\n\n{words}")
    assert {actor.pose for actor in shots.shots[-1].actors} == {"hug"}
    assert set(shots.shots[-1].subject) == {"ANNA", "MAX"}


@pytest.mark.parametrize("words", ["Max holds her back.", "Max holds her at gunpoint.", "Max holds her hand."])
def test_who_holds_somebody_back_embraces_nobody(words: str) -> None:
    shots = plan_scene(f"ANNA (30) waits. MAX (30) waits.\n\n{words}")
    assert "hug" not in {actor.pose for actor in shots.shots[-1].actors}


@pytest.mark.parametrize(
    "action", ["The barn is on fire.", "Fire in the barn!", "The barn burns.", "헛간이 불타고 있다."]
)  # fmt: skip
def test_a_fire_burns_until_the_scene_ends_and_is_no_insert(action: str) -> None:
    shots = plan_scene(f"{action}\n\nMAX (30) runs.\n\nMax falls.")
    assert all("fire" in shot.props for shot in shots.shots)
    assert all(shot.framing != "insert" for shot in shots.shots)


def test_a_city_that_burns_with_light_is_not_on_fire() -> None:
    assert all("fire" not in shot.props for shot in plan_scene("The city burns with light. MAX (30) waits.").shots)


def test_who_fires_a_gun_sets_nothing_on_fire() -> None:
    assert all("fire" not in shot.props for shot in plan_scene("MAX (30) fires his gun. He fires again.").shots)


def test_who_runs_out_of_a_burning_barn_comes_in_running() -> None:
    shots = plan_scene("MAX (30) waits.\n\nHORSES run out of the barn.\n\nMax waits.")
    assert {actor.pose for actor in shot_of(shots, "out of").actors if actor.name.startswith("HORSES")} == {"run"}
    assert any(actor.name == "HORSES 1" for actor in shots.shots[-1].actors)


def test_who_jumps_down_from_a_horse_stands_afterwards() -> None:
    shots = plan_scene("MAX (30) rides up on a black horse and jumps down.\n\nMax waits.")
    assert [actor_of(shot, "MAX").pose for shot in shots.shots] == ["ride_horse", "stand"]


def test_who_drives_past_takes_nobody_along() -> None:
    shots = plan_scene(
        "VERA (40) waits.\n\nTICK (22) drives past and doesn't stop.\n\nVera smiles.", "EXT. ALLEY - NIGHT"
    )
    assert [shot.set for shot in shots.shots if "VERA" in shot.subject] == ["alley", "alley"]


def test_a_jury_sits() -> None:
    shots = plan_scene("A JURY of twelve.", "INT. COURTROOM - DAY")
    assert {actor.pose for shot in shots.shots for actor in shot.actors} == {"sit"}


# Pictures


@pytest.mark.parametrize("words", ["Anna and Max look at each other.", "Anna and Max laugh."])
def test_what_two_do_together_shows_both(words: str) -> None:
    shots = plan_scene(f"ANNA (30) waits.\n\nMAX (30) waits.\n\n{words}")
    assert set(shot_of(shots, words).subject) == {"ANNA", "MAX"}


def test_a_gesture_of_somebody_moved_is_not_cut_off_by_a_close_up() -> None:
    shots = plan_scene("MAX (30) waits.\n\nMax raises a trembling hand and points at the barn.")
    assert shots.shots[-1].size in ("MS", "MLS", "FS")


def test_an_embrace_shows_both_though_one_of_them_cries() -> None:
    shots = plan_scene("MAX (30) and ANNA (30) wait.\n\nAnn breaks down and he embraces her.")
    assert set(shots.shots[-1].subject) == {"ANNA", "MAX"}


def test_a_large_movement_is_not_told_under_the_picture_of_a_look() -> None:
    shots = plan_scene("VERA (40) and MOE (60) wait.\n\nShe looks at Moe. She drops the bag and drags him to the door.")
    assert actor_of(shot_of(shots, "drags"), "VERA").pose == "drag_body"
    assert shot_of(shots, "drags") is not shot_of(shots, "looks")


# Weather


@pytest.mark.parametrize(
    ("turn", "weather"),
    [("It starts to rain.", "rain"), ("눈이 내리기 시작한다.", "snow"), ("Snow begins to fall.", "snow")],
)
def test_the_weather_turns_where_the_text_says_so(turn: str, weather: str) -> None:
    shots = plan_scene(f"MAX (30) waits.\n\n{turn}\n\nMax runs.")
    assert shots.shots[0].weather == "clear"
    assert shots.shots[-1].weather == weather


def test_rain_that_stops_has_stopped_for_the_scene_that_goes_on() -> None:
    shots = plan_scene("Rain. MAX (30) waits.\n\nThe rain stops.\n\nEXT. FIELD - CONTINUOUS\n\nMax runs.")
    assert (shots.shots[0].weather, shots.scenes[1].weather) == ("rain", "clear")


# Who is meant


def test_it_means_the_animal_that_was_spoken_of() -> None:
    shots = plan_scene("HANNA (60) waits.\n\nA DEER drinks on the other bank. It raises its head and looks at her.")
    assert actor_of(shot_of(shots, "drinks"), "DEER").pose == "graze"
    assert shot_of(shots, "raises").subject[:1] == ("DEER",)


def test_he_is_rather_a_man_than_his_dog() -> None:
    shots = plan_scene("A SHEPHERD (20) lies in the grass. His DOG sleeps.\n\nHe sits up.")
    assert actor_of(shots.shots[-1], "SHEPHERD").pose == "sit"


def test_them_brings_in_nobody_who_is_not_there() -> None:
    shots = plan_scene("JONAS (28) waits.\n\nEXT. DESERT - DAY\n\nDIALLO (50) sees footprints. She follows them.")
    assert {actor.name for shot in shots.scenes[1].shots for actor in shot.actors} == {"DIALLO"}


@pytest.mark.parametrize(
    ("action", "pose"),
    [
        ("IVAN (26) knocks Max down.", "punch"),
        ("IVAN (26) knocks on the door.", "knock"),
        ("IVAN (26) is hit.", "fall"),
        ("IVAN (26) drops like a tree.", "fall"),
    ],
)
def test_what_is_done_to_somebody_is_not_done_to_a_door(action: str, pose: str) -> None:
    shots = plan_scene(f"MAX (30) waits.\n\n{action}")
    assert actor_of(shots.shots[-1], "IVAN").pose == pose


def test_a_boxing_glove_is_no_box() -> None:
    assert actor_of(plan_scene("MAX (30) waits with a boxing glove.").shots[0], "MAX").holding == ()


def test_a_korean_mother_embraces_her_son() -> None:
    shots = plan_scene("민호(17)가 서 있다. 수진(40)이 서 있다.\n\n수진이 민호를 안아 준다.", "실내. 방 - 밤")
    assert {actor.pose for actor in shots.shots[-1].actors} == {"hug"}


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("EXT. WHEAT FIELD - DAY", "grain_field"),
        ("EXT. CORNFIELD - DAY", "field"),
        ("EXT. MEADOW - DAY", "meadow"),
        ("EXT. FOX'S DEN - NIGHT", "forest"),
        ("INT. HOSPITAL CORRIDOR - NIGHT", "corridor"),
        ("실외. 나루터 - 새벽", "river"),
        ("실외. 한옥 마당 - 밤", "palace_yard"),
    ],
)
def test_places_are_what_their_names_say(heading: str, place: str) -> None:
    assert plan_scene("MAX (30) waits.", heading).scenes[0].set == place


def test_rain_before_the_window_takes_nobody_out_into_the_street() -> None:
    shots = plan_scene("창밖으로 비가 내린다. 순자(70)가 찻잔을 닦는다.", "실내. 찻집 - 낮")
    assert shots.shots[-1].set == "cafe"
