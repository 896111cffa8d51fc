"""What ordinary prose of unseen scripts says: who acts in a clause, where a room is, how a line is called out."""

from __future__ import annotations

import pytest
from sample_plan import actor_of, plan_of, shot_of

from screenplay2board.plan.types import Actor, ShotList


def _plan(action: str, heading: str = "INT. ROOM - DAY") -> ShotList:
    return plan_of(f"{heading}\n\n{action}\n")


def _actor(shots: ShotList, words: str, name: str) -> Actor:
    return actor_of(shot_of(shots, words), name)


NORA_AND_OTTO = "NORA (38, a woman) waits. OTTO (50, a man) waits.\n\n"


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("INT. HOSPITAL - ROOM 12 - NIGHT", "hospital"),
        ("INT. MUSEUM - GREAT HALL - NIGHT", "museum"),
        ("INT. MUSEUM - GEM ROOM - NIGHT", "museum"),
        ("INT. CASTLE - GREAT HALL - NIGHT", "throne_room"),
        ("INT. HOSPITAL - CORRIDOR - NIGHT", "corridor"),
        ("INT. MINA'S FLAT - ROOM - NIGHT", "room"),
    ],
)
def test_a_room_of_a_house_looks_like_that_house(heading: str, place: str) -> None:
    assert _plan("NORA (38) waits.", heading).scenes[0].set == place


def test_who_looks_out_of_a_van_sits_in_it() -> None:
    shots = _plan("NORA (38) watches the museum through the windshield.", "INT. VAN - NIGHT").shots
    assert {shot.set for shot in shots} == {"car"}


def test_who_stands_before_a_comma_behind_a_preposition_is_somebody_else() -> None:
    shots = _plan("A GUARD (60) waits. NORA (38) waits.\n\nBehind the guard, Nora kneels.\n\nGUARD\nHalt.\n")
    assert {"GUARD", "NORA"} <= {member.name for member in shots.cast}


@pytest.mark.parametrize(
    ("words", "name", "pose"),
    [
        ("Nora smiles at Otto, who is eating a sandwich.", "OTTO", "eat"),
        ("Nora pours tea for Otto, who kneels, smiling.", "OTTO", "kneel"),
        ("Nora, who has waited, kneels.", "NORA", "kneel"),
        ("Nora waves at Otto just before it hits the floor.", "NORA", "wave"),
        ("Nora runs, nearly falling.", "NORA", "run"),
        ("Otto tears the photograph in two.", "OTTO", "hold"),
        ("Otto bursts out laughing.", "OTTO", "stand_weight"),
        ("In the chair by the window Otto sleeps.", "OTTO", "sit_slumped"),
        ("Otto sits on the floor with his back against the wall.", "OTTO", "sit_floor"),
    ],
)
def test_each_clause_is_done_by_its_own_subject(words: str, name: str, pose: str) -> None:
    assert _actor(_plan(NORA_AND_OTTO + words), words, name).pose == pose


def test_they_are_those_whom_the_sentence_has_named() -> None:
    text = NORA_AND_OTTO + "Two OFFICERS run past them.\n\nNora nods to Otto and they kneel."
    shots = _plan(text)
    assert {name: _actor(shots, "they kneel", name).pose for name in ("NORA", "OTTO")} == {
        "NORA": "kneel",
        "OTTO": "kneel",
    }


def test_they_are_people_rather_than_cars() -> None:
    shots = _plan(f"{NORA_AND_OTTO}Police cars screech to a stop. They duck.", "EXT. STREET - DAY")
    assert _actor(shots, "They duck", "NORA").pose == _actor(shots, "They duck", "OTTO").pose == "crouch"


def test_what_somebody_takes_from_another_is_in_one_hand_only() -> None:
    shots = _plan(f"{NORA_AND_OTTO}Otto lights a cigarette.\n\nNora takes the cigarette from his lips.\n")
    assert _actor(shots, "from his lips", "NORA").holding == ("cigarette",)
    assert _actor(shots, "from his lips", "OTTO").holding == ()


def test_whose_sleeve_is_pulled_is_there() -> None:
    shots = _plan("NORA (38) tugs at Otto's sleeve.\n\nOTTO\nWhat?\n")
    assert {actor.name for actor in shot_of(shots, "sleeve").actors} == {"NORA", "OTTO"}


def test_who_freezes_in_a_car_stays_seated() -> None:
    shots = _plan("DEX (25) drives. He freezes.", "INT. CAR - DAY")
    assert _actor(shots, "freezes", "DEX").pose == "drive"


def test_two_who_sit_side_by_side_stay_seated_for_an_arm_around_the_other() -> None:
    shots = _plan(f"{NORA_AND_OTTO}Nora sits on the floor. Otto sits on the floor.\n\nOtto puts an arm around her.")
    assert _actor(shots, "an arm around", "OTTO").pose == "sit_floor"


@pytest.mark.parametrize(
    ("line", "faces"),
    [
        ("Good morning, Mrs. Bielski!", {"happy"}),
        ("Look out, behind you!", {"fear"}),
        ("Dad! Dad!", {"worried"}),
        ("The bus is here!", {"talk"}),
        ("Get out of my house, you liar!", {"angry"}),
    ],
)
def test_an_exclamation_mark_alone_makes_nobody_angry(line: str, faces: set[str]) -> None:
    shots = _plan(f"{NORA_AND_OTTO}NORA\n{line}\n")
    assert {_actor(shots, line, "NORA").emotion} <= faces


def test_a_line_called_out_among_the_cheerful_is_cheerful() -> None:
    shots = _plan(f"{NORA_AND_OTTO}Otto laughs.\n\nNORA\nThe bus is here!\n")
    assert _actor(shots, "The bus", "NORA").emotion == "happy"


def test_a_line_is_spoken_to_whom_the_action_has_just_shown() -> None:
    text = "NORA (38) waits. DEX (25) waits.\n\nDEX\nYes.\n\nOTTO (50) eats a sandwich.\n\nNORA\nFinish that.\n"
    assert _actor(_plan(text), "Finish that", "NORA").looks_at == "OTTO"


def test_who_has_a_moustache_and_no_other_word_is_a_man() -> None:
    shots = _plan("A GUARD (60s, white moustache) waits. Nora (38) sees the guard. She waves.")
    assert next(m.look.gender for m in shots.cast if m.name == "GUARD") == "male"


@pytest.mark.parametrize(
    ("words", "thing"),
    [
        ("Nora sweeps her flashlight across the floor.", "broom"),
        ("Nora draws her bolt gun, and yanks the door open.", "broom"),
        ("Nora hammers at the keyboard.", "hammer"),
    ],
)
def test_a_verb_brings_no_thing_that_it_only_sounds_like(words: str, thing: str) -> None:
    shot = shot_of(_plan(NORA_AND_OTTO + words), words)
    assert thing not in (*shot.props, *(prop for actor in shot.actors for prop in actor.holding))


def test_who_draws_a_gun_of_any_name_aims() -> None:
    assert _actor(_plan(f"{NORA_AND_OTTO}Nora draws her bolt gun."), "bolt gun", "NORA").pose == "aim"


def test_who_is_found_as_a_body_lies_there() -> None:
    shots = _plan(f"{NORA_AND_OTTO}Otto's lamp finds a body: a WOMAN IN WHITE, eyes open.")
    assert _actor(shots, "finds a body", "WOMAN IN WHITE").pose == "lie"


def test_he_is_whom_a_thing_has_just_struck() -> None:
    shots = _plan("WALT (58, a man) waits. A BOY (9) throws a tomato.\n\nIt bursts on Walt's chest.\n\nHe kneels.")
    assert _actor(shots, "He kneels", "WALT").pose == "kneel"


def test_him_is_who_is_named_beside_the_subject() -> None:
    text = "CLAY (44, a man) waits.\n\nLENA (35, a woman) runs with WALT (58, a man) on her arm, hugging him."
    assert _actor(_plan(text), "on her arm", "WALT").pose == "hug"


@pytest.mark.parametrize(
    ("words", "heading", "people"),
    [
        ("Every seat is taken. A fan turns.", "INT. COURTROOM - DAY", "audience"),
        ("Reporters swarm. Cameras flash.", "EXT. COURTHOUSE STEPS - DAY", "crowd"),
    ],
)
def test_who_fills_a_place_is_in_the_picture(words: str, heading: str, people: str) -> None:
    assert people in _plan(words, heading).shots[0].props


def test_whose_knees_give_way_kneels() -> None:
    assert _actor(_plan(f"{NORA_AND_OTTO}Otto's knees give way."), "give way", "OTTO").pose == "kneel_both"


@pytest.mark.parametrize("words", ["runs his hand along the wood", "runs her fingers over the stone"])
def test_a_hand_that_runs_along_something_makes_nobody_run(words: str) -> None:
    shot = plan_of(f"INT. CELLAR - DAY\n\nDAN (30) waits.\n\nDan {words}.\n").shots[-1]
    assert actor_of(shot, "DAN").pose == "reach"
    assert shot.move == "static"


@pytest.mark.parametrize("action", ["Mina watches Jun leave.", "Mina sees Jun walk away.", "Mina watches him leave."])
def test_who_is_watched_going_goes_and_not_the_one_who_watches(action: str) -> None:
    shots = plan_of(f"EXT. YARD - DAY\n\nMINA (30, a woman) and JUN (40, a man) wait.\n\n{action}\n\nMINA\nGone.\n")
    assert {actor.name for actor in shot_of(shots, "Gone").actors} == {"MINA"}
    assert _actor(shots, action, "MINA").pose != "walk"


@pytest.mark.parametrize("action", ["They watch the cars leave.", "They watch the train pull out."])
def test_who_watches_a_thing_leave_stays(action: str) -> None:
    shots = plan_of(f"EXT. YARD - DAY\n\nMINA (30) and JUN (40) wait.\n\n{action}\n\nMINA\nGone.\n")
    assert {"MINA", "JUN"} <= {actor.name for actor in shot_of(shots, "Gone").actors}
    assert "walk" not in {_actor(shots, action, name).pose for name in ("MINA", "JUN")}


def test_who_watches_and_then_does_something_does_it() -> None:
    shots = plan_of("EXT. YARD - DAY\n\nMINA (30) and JUN (40) wait.\n\nMina watches Jun and smokes.\n")
    assert _actor(shots, "watches", "MINA").pose == "smoke"
