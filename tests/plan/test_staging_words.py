"""Who does what, where: nameless people, titles, other places, and poses that only the whole sentence tells."""

from __future__ import annotations

import pytest
from sample_plan import actor_of, member_of, plan_of, present, shot_of

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.planner import plan
from screenplay2board.plan.types import Shot
from screenplay2board.screenplay.fountain import read_fountain


def _shots(action: str, heading: str = "INT. ROOM - DAY") -> tuple[Shot, ...]:
    return plan_of(f"{heading}\n\n{action}").shots


def _everybody(shots: tuple[Shot, ...]) -> set[str]:
    return {actor.name for shot in shots for actor in shot.actors}


MINA = "MINA (30s) waits.\n\n"
MINA_AND_JUN = "MINA (30s) and JUN (40s) wait.\n\n"


@pytest.mark.parametrize(
    ("action", "pose"),
    [
        ("Mina sleeps sitting on a crate.", "sit_slumped"),
        ("Mina hugs her knees.", "hug_knees"),
        ("Mina rides her horse.", "ride_horse"),
        ("Mina rides her bike.", "ride_bicycle"),
        ("Mina takes a picture.", "photograph"),
        ("Mina raises her hand.", "wave"),
        ("Mina raises her hands.", "hands_up"),
        ("At the defense table: Mina.", "sit_table"),
        ("Mina mops the floor.", "sweep"),
        ("Mina chops onions.", "cook"),
        ("Mina creeps along the wall.", "sneak"),
        ("Mina smokes at the window.", "smoke"),
        ("Mina sits on the floor.", "sit_floor"),
        ("Mina leans against the wall.", "lean_wall"),
        ("Mina hides behind the door.", "hide"),
        ("Mina hides the box behind her back.", "stand"),
        ("Mina throws the door open.", "push"),
        ("Mina pulls a gun from her coat.", "hold"),
    ],
)
def test_a_verb_becomes_its_pose(action: str, pose: str) -> None:
    assert actor_of(_shots(MINA + action)[-1], "MINA").pose == pose


@pytest.mark.parametrize("verb", ["dances with", "kisses", "hugs"])
def test_what_two_do_together_poses_both_and_shows_both(verb: str) -> None:
    shot = _shots(f"{MINA_AND_JUN}Mina {verb} Jun.")[-1]
    assert actor_of(shot, "MINA").pose == actor_of(shot, "JUN").pose in {"waltz", "kiss", "hug"}
    assert set(shot.subject) == {"MINA", "JUN"}


def test_who_walks_beside_somebody_walks_too() -> None:
    assert actor_of(_shots(MINA_AND_JUN + "Mina walks beside Jun.")[-1], "JUN").pose == "walk"


def test_a_thing_handed_over_changes_hands() -> None:
    shots = _shots(MINA_AND_JUN + "Mina gives Jun a letter.\n\nJUN\nThank you.")
    giving = next(shot for shot in shots if "gives" in shot.action)
    assert actor_of(giving, "MINA").pose == "hand_over"
    assert actor_of(giving, "MINA").holding == ("letter",)
    assert actor_of(shots[-1], "JUN").holding == ("letter",)
    assert actor_of(shots[-1], "MINA").holding == ()


def test_hands_that_hold_give_nothing() -> None:
    shot = _shots(MINA_AND_JUN + "Mina sits beside Jun, holding the box in both hands.\n\nJUN\nWell?")[-1]
    assert (actor_of(shot, "MINA").holding, actor_of(shot, "JUN").holding) == (("box",), ())


def test_a_thing_in_her_open_hand_is_in_her_hand() -> None:
    shot = _shots(MINA_AND_JUN + "Mina nods.\n\nINSERT - THE KEY in her open hand.")[-1]
    assert (shot.subject, actor_of(shot, "MINA").holding, actor_of(shot, "JUN").holding) == (("key",), ("key",), ())


def test_an_owner_does_not_do_what_a_relative_does() -> None:
    shot = _shots("LUCY (8) lies in bed.\n\nHer brother TOM (12) sleeps beside her.")[-1]
    assert actor_of(shot, "LUCY").emotion == "neutral"
    assert actor_of(shot, "TOM").emotion == "asleep"


def test_what_an_animal_or_a_thing_does_is_nobodys_doing() -> None:
    assert actor_of(_shots(MINA + "A cat sleeps on the chair beside Mina.")[-1], "MINA").emotion == "neutral"
    assert actor_of(_shots(MINA + "Mina stands, her chair falls.")[-1], "MINA").pose == "stand"


def test_descriptions_and_quotes_bring_neither_things_nor_people() -> None:
    shots = _shots('JUN (40s) waits.\n\nMINA (30s, a face like a door, Jun\'s sister) holds a sign: "THE DOOR".')
    assert "door" not in {prop for shot in shots for prop in shot.props}


def test_who_speaks_is_awake() -> None:
    shot = _shots("MINA (30s) sleeps in bed.\n\nMINA\nWho is there?")[-1]
    assert actor_of(shot, "MINA").emotion == "talk"


# Nameless people


@pytest.mark.parametrize(
    ("action", "names"),
    [
        ("A waiter brings her a glass of water.", {"WAITER"}),
        ("Two cops follow her.", {"COPS 1", "COPS 2"}),
        ("Twenty soldiers crouch in the mud.", {"SOLDIERS 1", "SOLDIERS 2", "SOLDIERS 3"}),
        ("A janitor mops the floor.", {"JANITOR"}),
        ("She looks for a face in the crowd.", set[str]()),
        ("Mina, a waiter, nods.", set[str]()),
        ("A dog barks.", {"DOG"}),
    ],
)
def test_nameless_people_are_staged_when_a_verb_says_what_they_do(action: str, names: set[str]) -> None:
    assert _everybody(_shots(MINA + action)) - {"MINA"} == names


def test_nameless_people_leave_when_they_are_done() -> None:
    acts = "\n\n".join(["Mina looks at the letter.", "MINA\nIt is late.", "Mina reads.", "MINA\nVery late."])
    shots = _shots(f"{MINA}A waiter brings her a glass.\n\n{acts}\n\nMina stands up.")
    assert "WAITER" in _everybody(shots[:3])
    assert "WAITER" not in {actor.name for actor in shots[-1].actors}


def test_everybody_means_all_who_are_there() -> None:
    shot = _shots(MINA_AND_JUN + "Everybody freezes.")[-1]
    assert actor_of(shot, "MINA").emotion == actor_of(shot, "JUN").emotion == "surprise"


@pytest.mark.parametrize(
    ("text", "name", "gender"),
    [
        ("EXT. PIER - DAY\n\nA SAILOR throws a rope.", "SAILOR", "male"),
        ("INT. CAR - DAY\n\nGUS (10) plays.\n\nGus stares at her.", "GUS", "male"),
        (
            "INT. KITCHEN - DAY\n\nPIP (19) and SOPHIE (30s) cook. Sophie hands Pip a spoon. He smiles.",
            "SOPHIE",
            "female",
        ),
        ("EXT. TRENCH - DAY\n\nSERGEANT KANE (40) walks.\n\nKANE\nCome.", "KANE", "male"),
    ],
)
def test_the_likely_gender_is_taken(text: str, name: str, gender: str) -> None:
    assert member_of(text, name).look.gender == gender


# Lines that steer the film


@pytest.mark.parametrize("line", ['SUPER: "Chicago, 1962"', "THE END", "INTERCUT WITH:", "END MONTAGE"])
def test_a_steering_line_is_written_on_a_picture_and_makes_none(line: str) -> None:
    with_line, without = _shots(f"{MINA}Mina nods.\n\n{line}"), _shots(f"{MINA}Mina nods.")
    assert len(with_line) == len(without)
    assert line in with_line[-1].action


def test_a_montage_gives_each_line_a_shot_and_its_title_none() -> None:
    shots = plan_of(f"INT. ROOM - DAY\n\n{MINA}MONTAGE - MINA LEARNS TO COOK\n\n-- Mina runs.\n\n-- Mina eats.").shots
    assert [shot.action for shot in shots[1:]] == ["MONTAGE - MINA LEARNS TO COOK -- Mina runs.", "-- Mina eats."]


def test_an_intercut_shows_each_speaker_in_their_own_place() -> None:
    shots = plan_of(
        "INT. CAR - NIGHT\n\nDEE (30) drives.\n\nINTERCUT WITH:\n\nINT. OFFICE - NIGHT\n\nRAY (35) paces.\n\n"
        "RAY\nWhere is my son?\n\nDEE\nOur son.\n\nINT. OFFICE - DAY\n\nRay sits alone."
    ).shots
    said = {shot.dialogue[0].character: shot for shot in shots if shot.dialogue}
    assert (said["RAY"].set, said["DEE"].set) == ("office", "car")
    assert {actor.name for actor in said["DEE"].actors} == {"DEE"}
    assert {actor.name for actor in shots[-1].actors} == {"RAY"}


def test_a_flashback_heading_in_the_action_changes_the_place_until_it_is_over() -> None:
    shots = _shots(
        f"{MINA_AND_JUN}FLASHBACK - INT. KITCHEN - NIGHT\n\nMina cries.\n\nEND FLASHBACK\n\nJun nods.",
        "INT. COURTROOM - DAY",
    )
    cries = next(shot for shot in shots if "cries" in shot.action)
    assert (cries.set, cries.time_of_day, {a.name for a in cries.actors}) == ("kitchen", "night", {"MINA"})
    assert shots[-1].set == "court"


def test_a_view_of_another_place_shows_that_place() -> None:
    shot = _shots(f"{MINA}HIGH ANGLE - THE STREET\n\nA taxi the size of a matchbox.", "EXT. ROOFTOP - DAY")[-1]
    assert (shot.set, shot.framing, shot.angle, shot.actors) == ("street", "establishing", "high", ())


# Places and voices


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("EXT. FIRE ESCAPE - DAY", "alley"),
        ("EXT. FERRY - DECK - DAY", "boat|ship"),
        ("INT. LUCY'S ROOM - NIGHT", "bedroom"),
        ("INT. ENTERPRISE - BRIDGE - DAY", "spaceship"),
        ("S#1. 고등학교 전경 / 아침", "street"),
        ("S#1. 준호의 방 / 밤", "bedroom"),
    ],
)
def test_a_heading_finds_its_set(heading: str, name: str) -> None:
    action = "사람이 지나간다." if "S#" in heading else "Nothing."
    assert plan_of(f"{heading}\n\n{action}").scenes[0].set in name.split("|")


def test_an_inner_voice_lies_on_its_owners_face() -> None:
    shot = _shots(MINA_AND_JUN + "MINA (V.O.)\nI never told him.")[-1]
    assert (shot.framing, shot.subject) == ("reaction", ("MINA",))


def test_korean_full_names_and_titles_are_people() -> None:
    screenplay = plan_of(
        "S#1. 교실 / 낮\n\n이서연(17)이 앉아 있다.\n\n서연\n네.\n\n서연이 웃는다.\n\n서연\n왜요?\n\n"
        "형사 박\n(F)\n학생?\n\n간호사\n들어가시면 안 돼요!\n"
    )
    assert {member.name for member in screenplay.cast} == {"서연", "형사 박", "간호사"}
    assert member_of("S#1. 교실 / 낮\n\n이서연(17)이 앉아 있다.\n\n서연: 네.\n", "서연").look.age == "teen"
    voice = next(shot for shot in screenplay.shots if shot.dialogue and shot.dialogue[0].character == "형사 박")
    assert "형사 박" not in {actor.name for actor in voice.actors}


WESTERN = """EXT. DRY CREEK, MAIN STREET - DAY

A WAGON rolls past the saloon. SHERIFF DUNN (60s) watches. CLAY (50s) gets down from the saddle.

INT. SALOON - DAY

Clay drinks.

HIGH ANGLE - THE STREET

Empty.
"""


def test_many_words_of_a_time_long_ago_change_its_streets() -> None:
    shots = plan(read_fountain(WESTERN, "a.fountain", Diagnostics()), diagnostics=Diagnostics())
    assert [scene.set for scene in shots.scenes] == ["western_street", "saloon"]
    assert shots.scenes[1].shots[-1].set == "western_street"


def test_a_sheriff_alone_does_not_turn_the_clock_back() -> None:
    text = "EXT. MAIN STREET - DAY\n\nThe SHERIFF (50s) stops a car.\n"
    shots = plan_of(text)
    assert shots.scenes[0].set == "street"


def test_who_sits_in_a_wheelchair_stays_in_it_until_the_scene_ends():
    text = (
        "INT. HALL - DAY\n\nTOM (40s) sits in a wheelchair. NORA (40s) comes in.\n\nTOM\nYou stayed.\n\n"
        "NORA\nWhere would I go?\n\nINT. KITCHEN - DAY\n\nTom sits at the table.\n"
    )
    first, second = plan_of(text).scenes
    assert len(first.shots) > 2
    assert all("wheelchair" in shot.props for shot in first.shots if any(a.pose.startswith("sit") for a in shot.actors))
    assert all("wheelchair" not in shot.props for shot in second.shots)


def test_a_comparison_brings_nobody_in_and_poses_nobody() -> None:
    shots = _shots(f"{MINA}Mina butters bread the way other people plaster walls. She sits like a queen on fire.")
    assert _everybody(shots) == {"MINA"}
    assert "reach" not in {actor.pose for shot in shots for actor in shot.actors}


def test_the_old_man_is_who_is_old_and_there() -> None:
    text = "OTTO (75) and a BOY (8) sit down. Then a YOUNG MAN (20) comes in.\n\nThe old man stands up."
    assert _shots(text)[-1].subject == ("OTTO",)


def test_a_pronoun_means_who_is_here_before_it_means_who_was_elsewhere() -> None:
    text = "INT. ROOM - DAY\n\nANNA (30) waits.\n\nINT. TRAIN - DAY\n\nMARY (30) and TOM (40) sit.\n\nShe stands up."
    assert plan_of(text).shots[-1].subject == ("MARY",)


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("MARIT (35) drops to her knees.", "female"),
        ("A thin man in a coat, XANDRO VELD (50s), counts money.", "male"),
        ("MARIT (35) laughs, then she's crying. He offers a cup.", "female"),
    ],
)
def test_words_around_a_name_tell_the_gender(text: str, gender: str) -> None:
    assert plan_of(f"INT. ROOM - DAY\n\n{text}").cast[0].look.gender == gender


def test_who_is_seen_from_a_car_is_not_in_it() -> None:
    text = "MINA (30s) sits at the wheel.\n\nAcross the road a door opens. Two MEN load boxes.\n\nMina sips coffee."
    shots = _shots(text, "INT. CAR - NIGHT")
    seen = next(shot for shot in shots if "MEN 1" in shot.subject)
    assert seen.set != "car"
    assert "MINA" not in {actor.name for actor in seen.actors}
    assert {actor.name for actor in shots[-1].actors} == {"MINA"}
    assert shots[-1].set == "car"


def test_one_who_drives_on_a_road_is_shown_in_the_car_until_they_get_out() -> None:
    text = "MINA (30s) drives. JUN (40s) sits beside her.\n\nMina gets out of the car and walks to the edge."
    shots = _shots(text, "EXT. ROAD - DAY")
    assert [shot.set for shot in shots if "MINA" in shot.subject] == ["car", "road"]


def test_the_one_who_drives_has_the_wheel_whoever_is_named_first() -> None:
    shots = _shots("JUN (40s) clings to the door. MINA (30s) drives.", "INT. CAR - DAY")
    poses = {actor.name: actor.pose for actor in shots[-1].actors}
    assert poses["MINA"] == "drive"
    assert poses["JUN"] != "drive"


def test_a_point_of_view_does_not_show_who_looks() -> None:
    shot = _shots(f"{MINA_AND_JUN}MINA'S POV - a soldier kisses a girl.")[-1]
    assert (shot.framing, shot.over) == ("pov", "MINA")
    assert "MINA" not in shot.subject


def test_a_lawyer_called_ms_is_somebody_and_ms_before_a_speakers_name_is_a_size() -> None:
    text = "INT. COURT - DAY\n\nMS HART (40) stands.\n\nMS HART\nObjection.\n\nMINA\nNo.\n"
    assert [line.character for shot in plan_of(text).shots for line in shot.dialogue] == ["MS HART", "MINA"]


def test_the_screen_is_that_of_the_phone_spoken_of() -> None:
    shots = _shots(f"{MINA}Her phone buzzes. She looks at the screen.\n\nINSERT - PHONE SCREEN: stop looking")
    assert [shot.subject for shot in shots if shot.framing == "insert"] == [("phone",)]


def test_a_word_before_a_name_describes_its_bearer() -> None:
    shot = _shots("JUN (40s) sits beside the bed of his sleeping MOTHER (60s), phone at his ear.")[0]
    assert actor_of(shot, "MOTHER").pose == "lie"
    assert actor_of(shot, "JUN").emotion != "asleep"


def test_a_knife_put_down_is_no_event_and_a_knife_drawn_is() -> None:
    assert not any(shot.framing == "insert" for shot in _shots(f"{MINA}She puts down the knife."))
    assert any(shot.framing == "insert" for shot in _shots(f"{MINA}She pulls out a knife."))


def test_who_comes_into_a_train_stands_until_they_sit_down() -> None:
    shots = _shots("MINA (30s) sleeps.\n\nA CONDUCTOR (50) walks in.\n\nThe conductor sits down.", "INT. TRAIN - DAY")
    poses = [actor_of(shot, "CONDUCTOR").pose for shot in shots if "CONDUCTOR" in shot.subject]
    assert [pose.startswith("sit") for pose in poses] == [False, True]


def test_who_is_named_behind_a_colon_is_who_it_was_all_about() -> None:
    shots = _shots("A RIDER (40) comes down the street: ABIGAIL (40).\n\nABIGAIL\nHello.", "EXT. STREET - DAY")
    assert _everybody(shots) == {"ABIGAIL"}
    shot = _shots(f"{MINA}A man crawls past: Mina.")[-1]
    assert _everybody((shot,)) == {"MINA"}
    assert actor_of(shot, "MINA").pose == "crawl"


def test_the_two_women_are_those_who_are_there() -> None:
    shot = _shots("ANNA (30), a woman, and MARY (40), a woman, wait.\n\nThe two women embrace.")[-1]
    assert {actor.name for actor in shot.actors} == {"ANNA", "MARY"}
    assert {actor.pose for actor in shot.actors} == {"hug"}


def test_a_ring_of_screens_is_no_ring() -> None:
    assert not any("ring" in shot.subject for shot in _shots("A ring of dead screens."))
    assert any("ring" in shot.subject for shot in _shots(f"{MINA}She holds a ring."))


def test_what_stands_in_apposition_is_nobody_else() -> None:
    text = "A WOMAN (30) waits.\n\nThe PROSECUTOR (45), a tall woman with a folder, walks in."
    assert _shots(text)[-1].subject == ("PROSECUTOR",)


def test_a_possessive_behind_a_name_and_a_comma_is_their_own() -> None:
    text = "INT. ROOM - DAY\n\nELIZA (28) dances with XANDRO ROTHE (33), his arm in a sling."
    assert member_of(text, "XANDRO ROTHE").look.gender == "male"


def test_a_close_up_of_hands_is_an_insert_of_their_owner_and_each_line_its_own_picture() -> None:
    shots = _shots(f"{MINA_AND_JUN}CLOSE ON Mina's hands.\n\nCLOSE ON Jun's fingers.\n\nMina waits.")
    assert [shot.subject for shot in shots if shot.framing == "insert"] == [("MINA",), ("JUN",)]


def test_who_lies_on_a_cot_keeps_it_through_the_scene() -> None:
    shots = _shots("MINA (30s) lies on a cot.\n\nMINA\nI am cold.\n", "INT. POLICE STATION - NIGHT")
    assert all("bed" in shot.props for shot in shots)


@pytest.mark.parametrize("line", ["LATER", "MOMENTS LATER", "A LITTLE LATER", "HOURS LATER.", "LATER THAT NIGHT"])
def test_time_that_has_passed_shows_the_place_anew(line: str) -> None:
    shots = plan_of(
        "INT. KITCHEN - NIGHT\n\nMARA (40s) stands at the window.\n\nShe cries.\n\n"
        f"{line}\n\nMara sits alone at the table.\n\nShe looks at the door.\n"
    )
    after = shot_of(shots, "sits alone")
    assert after.framing == "establishing"
    assert present(after) == {"MARA"}
    assert line.rstrip(".") in after.reason


def test_a_close_shot_asked_for_after_time_has_passed_is_close() -> None:
    shots = plan_of(
        "INT. KITCHEN - NIGHT\n\nMARA (40s) stands at the window.\n\nLATER\n\nCLOSE ON MARA. She sleeps at the table.\n"
    )
    assert shot_of(shots, "She sleeps").size in ("CU", "MCU")


def test_who_leans_down_to_a_car_s_window_stays_outside_in_the_scene_of_the_car():
    scene = plan_of(
        "INT. CAR - DAY\n\nMAYA (30s) sits behind the wheel. A POLICEMAN (40s) leans down to the window.\n\n"
        "POLICEMAN\nLicence and registration.\n\nMAYA\nWas I too fast?\n\nPOLICEMAN\nStep out, please.\n"
    ).scenes[0]
    poses = {(shot.set, actor.pose) for shot in scene.shots for actor in shot.actors if actor.name == "POLICEMAN"}
    assert poses == {("car", "lean_window")}
    assert any({"MAYA", "POLICEMAN"} <= {actor.name for actor in shot.actors} for shot in scene.shots)
