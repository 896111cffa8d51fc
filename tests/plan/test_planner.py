"""A plan covers every line once, says why, keeps continuity, grants wishes and keeps its ids."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_plan import actor_of, plan_of

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.beats import Picture, SceneAnalysis, Setup
from screenplay2board.plan.numbering import duration_s, setup_letters, shot_number
from screenplay2board.plan.planner import plan
from screenplay2board.plan.types import SHOT_SIZES, DialogueLine, Shot, ShotList
from screenplay2board.screenplay.fountain import read_fountain
from screenplay2board.stage import names

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.fountain"))

TALK = """INT. CAFE - DAY

MINA (30s, red coat) sits at a table. JUN (40s, suit) sits across from her.

MINA
You came.

JUN
You called me, so I came as fast as I could.

MINA
I did not think you would.

JUN
You never think I would do anything at all for you.

MINA
(angrily)
That is not true! You know it!

JUN
Is it not?

MINA
GET OUT!
"""


def _shots(text: str) -> tuple[Shot, ...]:
    return plan_of(text).shots


def _told(text: str, words: str) -> Shot:
    """Return the shot that tells the given words."""
    return next(
        shot for shot in _shots(text)
        if shot.framing is not None and (words in shot.action or any(words in line.text for line in shot.dialogue))
    )  # fmt: skip


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _assert_covers_everything(text: str, shot_list: ShotList) -> None:
    """Hold that the words of all shots, in order, are the words of the screenplay's action and dialogue."""
    screenplay = read_fountain(text, "a.fountain", Diagnostics())
    covered = {
        line for shot in shot_list.shots for span in shot.covers for line in range(span.line, span.end_line + 1)
    }  # fmt: skip
    for scene in screenplay.scenes:
        for element in scene.elements:
            if element.type in ("action", "dialogue", "lyrics", "centered") and element.text.strip():
                assert element.span.line in covered, element
    told = "\n".join(
        " ".join((shot.action, shot.transition, *(line.text for line in shot.dialogue))) for shot in shot_list.shots
    )  # fmt: skip
    missing = [
        word for scene in screenplay.scenes for element in scene.elements
        if element.type in ("action", "dialogue", "lyrics", "centered") for word in _words(element.text)
        if word not in told
    ]  # fmt: skip
    assert missing == []


def _assert_is_sound(shot_list: ShotList) -> None:
    """Hold what is true of every plan."""
    shots = shot_list.shots
    assert len({shot.id for shot in shots}) == len(shots)
    assert len({(shot.scene_number, shot.number, shot.panel) for shot in shots}) == len(shots)
    looks = {member.name for member in shot_list.cast}
    for shot in shots:
        assert shot.reason.endswith(".")
        assert shot.set in names.SETS
        assert shot.duration_s > 0
        present = {actor.name for actor in shot.actors}
        assert present <= looks
        for actor in shot.actors:
            assert actor.pose in names.POSES + names.BEING_POSES
            assert actor.emotion in names.EMOTIONS
            assert set(actor.holding) <= set(names.PROPS)
        assert set(shot.props) <= set(names.PROPS)
        assert set(shot.subject) <= present | set(names.PROPS) | looks
        if shot.framing == "ots":
            assert shot.over is not None
            assert shot.over not in shot.subject
    for scene in shot_list.scenes:
        frames = [(s.size, s.framing, bool(s.origins)) for s in scene.shots if s.panel == 1]
        for run in (frames[i : i + 4] for i in range(len(frames) - 3)):
            wished = any(frame[2] for frame in run)
            assert wished or len(set(run)) > 1, (scene.number, run)
        roster = set(scene.roster)
        assert {actor.name for shot in scene.shots for actor in shot.actors} <= roster


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_are_covered_soundly(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    shot_list = plan_of(text)
    _assert_covers_everything(text, shot_list)
    _assert_is_sound(shot_list)


_SENTENCES = st.sampled_from([
    "MINA (30s, red coat) sits down.", "Jun runs out of the room.", "She sees the GUN.", "He takes the letter.",
    "The door opens.", "BANG!", "Rain.", "Mina and Jun fight on the floor.", "민수가 들어온다.", "CLOSE ON MINA.",
    "INSERT - THE KEY", "They look at each other and then, after a long time in which nothing happens, laugh.",
    "WIDE: the empty street.", "It is late.", "Mina's hands tremble.", "[[shot: CU JUN, low angle]] Jun waits.",
    "Mina cries. [[cut]] Jun leaves. [[no shot]]", "THE END", "He lies on the bed, asleep. She kisses him.",
])  # fmt: skip
_SPEECHES = st.sampled_from([
    "MINA\nHello.", "JUN\n(angrily)\nNo! Never!", "MINA (V.O.)\nI was young then.", "JUN (O.S.)\nWho is there?",
    "MINA\n" + "I have much to say about this. " * 12, "ALL\nYes!", "MINA & JUN\nYes.", "NARRATOR\nOnce upon a time.",
    "JUN\n(whispering)\nListen.\n(beat)\nNow.", "CLOSE ON JUN\nHis eyes are wet.", "MINA\nYes.\n\nJUN ^\nNo.",
])  # fmt: skip
_HEADINGS = st.sampled_from([
    "INT. CAFE - DAY", "EXT. STREET - NIGHT", "INT. CAFE - CONTINUOUS", ".LATER", "INT. CAR - DAY", "EXT. XYZZY - DUSK",
    "카페 내부 / 낮",
])  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(_HEADINGS, _SENTENCES, _SENTENCES, _SPEECHES, _SPEECHES), min_size=1, max_size=24))
def test_every_line_is_covered_whatever_comes(paragraphs: list[str]) -> None:
    text = "INT. ROOM - DAY\n\n" + "\n\n".join(paragraphs) + "\n"
    shot_list = plan_of(text)
    _assert_covers_everything(text, shot_list)
    _assert_is_sound(shot_list)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_planning_never_fails_on_any_text(text: str) -> None:
    _assert_is_sound(plan_of("INT. ROOM - DAY\n\n" + text))


def test_planning_twice_gives_the_same() -> None:
    assert plan_of(TALK) == plan_of(TALK)


def test_an_empty_screenplay_has_no_shots() -> None:
    assert plan_of("").scenes == ()


def test_a_scene_without_words_still_shows_its_place() -> None:
    (shot,) = _shots("EXT. BEACH - DUSK\n")
    assert (shot.framing, shot.set, shot.time_of_day, shot.number) == ("establishing", "beach", "dusk", "1")


# Grammar


def test_a_new_place_opens_wide_and_a_known_one_does_not() -> None:
    text = (
        "INT. BAR - DAY\n\nMina waits.\n\nMINA\nHi.\n\nINT. CAR - DAY\n\nMINA\nHi.\n\nINT. BAR - NIGHT\n\nMINA\nHi.\n"
    )
    first, _, third = plan_of(text).scenes
    assert (first.shots[0].framing, first.shots[0].size) == ("establishing", "LS")
    assert third.shots[0].framing != "establishing"


def test_dialogue_begins_together_then_goes_over_the_shoulder_then_single() -> None:
    framings = [shot.framing for shot in _shots(TALK) if shot.dialogue]
    assert framings[0] == "two-shot"
    assert "ots" in framings
    assert framings.index("ots") < len(framings) - 1 - framings[::-1].index("single")


def test_heat_tightens() -> None:
    sizes = [SHOT_SIZES.index(shot.size) for shot in _shots(TALK) if shot.dialogue]
    assert sizes[-1] < sizes[0]
    assert _told(TALK, "GET OUT!").size in ("ECU", "CU")


def test_over_the_shoulder_shots_come_in_pairs() -> None:
    pairs = [shot for shot in _shots(TALK) if shot.framing == "ots"]
    for one, other in itertools.pairwise(pairs):
        if one.subject != other.subject:
            assert (one.over, other.over) == (other.subject[0], one.subject[0])


def test_a_thing_in_capitals_gets_an_insert() -> None:
    shots = _shots("INT. ROOM - DAY\n\nMINA waits. She takes the brass KEY.\n")
    insert = next(shot for shot in shots if shot.framing == "insert")
    assert (insert.subject, insert.size, insert.action) == (("key",), "CU", "Key.")


def test_who_sees_something_is_followed_by_what_they_see() -> None:
    shots = _shots("EXT. STREET - NIGHT\n\nMINA stops. She sees a car.\n")
    look = next(index for index, shot in enumerate(shots) if "sees" in shot.action)
    assert (shots[look].subject, shots[look].size) == (("MINA",), "MCU")
    assert (shots[look + 1].framing, shots[look + 1].over, shots[look + 1].subject) == ("pov", "MINA", ("car",))


def test_a_weapon_aimed_is_seen_from_below() -> None:
    assert _told("EXT. ROAD - DAY\n\nThe road.\n\nJUN aims a gun at MINA.\n", "aims").angle == "low"


def test_movement_needs_room() -> None:
    assert _told("EXT. STREET - DAY\n\nThe street.\n\nMINA runs.\n", "runs").size in ("FS", "LS")


def test_a_voice_over_shows_who_hears_it() -> None:
    shot = _told("INT. ROOM - DAY\n\nMINA sits.\n\nMOTHER (V.O.)\nCome home soon, my child.\n", "Come home")
    assert shot.subject == ("MINA",)
    assert "heard, not seen" in shot.reason
    assert [actor.name for actor in shot.actors] == ["MINA"]


def test_a_long_speech_is_several_panels_of_one_shot() -> None:
    shots = _shots("INT. ROOM - DAY\n\nMINA stands.\n\nMINA\n" + "I have very much to say to all of you. " * 7)
    speech = [shot for shot in shots if shot.dialogue]
    assert len(speech) > 1
    assert len({shot.number for shot in speech}) < len(speech)
    assert [shot.panel for shot in speech if shot.number == speech[0].number][:2] == [1, 2]


def test_the_reason_says_what_was_not_known() -> None:
    shot = _shots("INT. XYZZY - DAY\n\nMINA waits.\n")[0]
    assert shot.set == "room"
    assert "`XYZZY` is not in the vocabulary" in shot.reason


def test_rejected_pictures_are_kept_for_explanation() -> None:
    assert any(shot.rejected for shot in _shots(TALK))


def test_another_grammar_can_take_its_place() -> None:
    def one_shot(scene: SceneAnalysis) -> tuple[Setup, ...]:
        everything = tuple(range(len(scene.beats)))
        return (
            Setup(picture=Picture(size="LS", framing="establishing"), panels=(everything,), around=0, reason="one"),
        )

    shot_list = plan(read_fountain(TALK, "a.fountain", Diagnostics()), grammar=one_shot)
    assert [shot.size for shot in shot_list.shots] == ["LS"]
    _assert_covers_everything(TALK, shot_list)


# Continuity


def test_who_sat_down_stays_seated_and_who_left_is_gone() -> None:
    start = "INT. ROOM - DAY\n\nMINA and JUN wait.\n\nMina sits down on the sofa.\n\n"
    text = start + "JUN\nWell.\n\nJun leaves.\n\nMINA\nAlone.\n"
    assert actor_of(_told(text, "Well."), "MINA").pose == "sit"
    assert [actor.name for actor in _told(text, "Alone.").actors] == ["MINA"]


def test_who_speaks_looks_at_whom_they_speak_to() -> None:
    shot = _told(TALK, "You called me")
    assert (actor_of(shot, "JUN").looks_at, actor_of(shot, "JUN").speaking) == ("MINA", True)
    assert actor_of(shot, "MINA").looks_at == "JUN"


def test_hands_keep_what_they_took_until_they_put_it_down() -> None:
    text = "INT. ROOM - DAY\n\nMINA takes a knife.\n\nMINA\nNow.\n\nShe puts the knife down.\n\nMINA\nLater.\n"
    assert actor_of(_told(text, "Now."), "MINA").holding == ("knife",)
    assert actor_of(_told(text, "Later."), "MINA").holding == ()


def test_what_is_denied_does_not_happen() -> None:
    text = "INT. ROOM - DAY\n\nMINA stands.\n\nShe does not sit. No gun.\n"
    shots = _shots(text)
    assert all(actor_of(shot, "MINA").pose != "sit" for shot in shots if shot.actors)
    assert all("gun" not in shot.props for shot in shots)


def test_a_driver_drives() -> None:
    text = "INT. CAR - NIGHT\n\nJUN\nHold on.\n\nMINA\nWhere are we going?\n"
    shot = _told(text, "Hold on.")
    assert (actor_of(shot, "JUN").pose, actor_of(shot, "MINA").pose) == ("drive", "sit")


def test_a_hand_that_falls_is_not_a_person_who_falls() -> None:
    text = "INT. ROOM - DAY\n\nMINA lies on the bed.\n\nHer hand falls.\n"
    assert {actor_of(shot, "MINA").pose for shot in _shots(text)} == {"lie"}


def test_who_is_only_in_a_photograph_is_not_there() -> None:
    text = "INT. ROOM - DAY\n\nMINA waits.\n\nJUN\nHi.\n\nINT. BAR - DAY\n\nMina sits. In the photograph, Jun smiles.\n"
    assert plan_of(text).scenes[1].roster == ("MINA",)


def test_korean_action_without_a_subject_goes_on_with_the_one_before() -> None:
    text = "카페 내부 / 낮\n\n지우(17세, 교복)가 앉아 있다. 편지를 읽는다.\n"
    shot = _shots(text)[-1]
    assert "letter" in actor_of(shot, "지우").holding


@pytest.mark.parametrize(("heading", "action", "expected"), [
    ("EXT. PARK AVENUE - NIGHT", "", ("street", "night", "clear")),
    ("INT. HOSPITAL - HALLWAY - DAY", "", ("corridor", "day", "clear")),
    ("EXT. HOSPITAL - DAWN", "", ("street", "dawn", "clear")),
    ("EXT. FOREST - EVENING", "Snow falls on the trees.", ("forest", "night", "snow")),
    ("INT. JUN'S APARTMENT - MORNING", "", ("living_room", "day", "clear")),
    ("S#3. 골목길 / 새벽", "비가 내린다.", ("alley", "dawn", "rain")),
])  # fmt: skip
def test_settings_are_found(heading: str, action: str, expected: tuple[str, str, str]) -> None:
    scene = plan_of(f"{heading}\n\n{action}\n").scenes[0]
    assert (scene.set, scene.time_of_day, scene.weather) == expected


def test_a_continuous_scene_keeps_time_weather_and_people() -> None:
    text = "EXT. STREET - NIGHT\n\nRain. MINA waits.\n\nEXT. STREET - CONTINUOUS\n\nSilence.\n"
    second = plan_of(text).scenes[1]
    assert (second.time_of_day, second.weather, second.roster) == ("night", "rain", ("MINA",))


# Wishes


def test_a_note_before_a_speech_is_granted() -> None:
    shot = _told("INT. ROOM - DAY\n\nMINA waits.\n\n[[shot: ECU MINA, low angle, zoom in, 7s]]\n\nMINA\nNo.\n", "No.")
    assert (shot.size, shot.angle, shot.move, shot.subject, shot.duration_s) == (
        "ECU",
        "low",
        "zoom in",
        ("MINA",),
        7.0,
    )
    assert shot.origins == {
        "size": "note", "angle": "note", "move": "note", "subject": "note", "duration_s": "note",
    }  # fmt: skip
    assert shot.reason == "A note asks for `ECU MINA, low angle, zoom in, 7s`."


def test_an_inline_note_behind_a_sentence_belongs_to_it() -> None:
    text = "INT. ROOM - DAY\n\nMINA waits.\n\nShe stands. She turns. [[shot: CU MINA]]\n\nShe sighs.\n"
    sizes = {shot.action: shot.size for shot in _shots(text) if "note" in shot.origins.values()}
    assert sizes == {"She turns.": "CU"}


def test_a_cut_begins_a_new_shot_and_no_shot_joins() -> None:
    plain = "INT. ROOM - DAY\n\nA room.\n\nMINA sits. She waits. She yawns.\n"
    cut = plain.replace("She waits.", "[[cut]] She waits.")
    joined = "INT. ROOM - DAY\n\nA room.\n\nMINA sits.\n\n[[no shot]]\n\nJUN\nHi.\n"
    assert len(_shots(cut)) == len(_shots(plain)) + 1
    last = _shots(joined)[-1]
    assert (last.action, [line.text for line in last.dialogue]) == ("MINA sits.", ["Hi."])


def test_over_the_shoulder_of_nobody_is_a_single() -> None:
    shot = _told("INT. ROOM - DAY\n\nMINA waits.\n\n[[shot: OTS MINA]]\n\nMINA\nNo.\n", "No.")
    assert (shot.framing, shot.over, shot.subject) == ("single", None, ("MINA",))
    assert shot.reason == "A note asks for `OTS MINA`; nobody is there to look over."


def test_plain_notes_stand_under_the_panel() -> None:
    shots = _shots("INT. ROOM - DAY\n\nMINA waits. [[is this the red coat?]]\n")
    assert [note for shot in shots for note in shot.notes] == ["is this the red coat?"]


def test_the_script_s_own_words_are_granted() -> None:
    start = "INT. ROOM - DAY\n\nMINA and JUN wait.\n\n"
    text = start + "CLOSE ON MINA\n\nA tear.\n\nJUN'S POV\n\nMina shakes her head.\n\nWIDE - the room.\n"
    close, view, wide = (_told(text, words) for words in ("A tear.", "shakes", "the room."))
    assert (close.size, close.subject, close.action) == ("CU", ("MINA",), "CLOSE ON MINA A tear.")
    assert (view.framing, view.over, view.subject) == ("pov", "JUN", ("MINA",))
    assert wide.size == "LS"
    assert set(close.origins.values()) == {"script"}


def test_a_shot_line_that_looks_like_a_cue_is_none() -> None:
    shot_list = plan_of("INT. ROOM - DAY\n\nMINA waits.\n\nCLOSE ON MINA'S HANDS\nThey tremble.\n")
    assert [member.name for member in shot_list.cast] == ["MINA"]
    assert shot_list.shots[-1].size == "CU"


def test_transitions_stand_on_the_first_and_last_shot() -> None:
    shots = _shots("FADE IN:\n\nINT. ROOM - DAY\n\nMINA waits.\n\nJUN enters.\n\nCUT TO:\n\nINT. BAR - DAY\n\nX.\n")
    first = [shot for shot in shots if shot.scene_number == "1"]
    assert (first[0].transition, first[-1].transition) == ("FADE IN:", "CUT TO:")


def test_sounds_in_capitals_are_heard() -> None:
    assert _told("INT. ROOM - DAY\n\nMINA waits.\n\nBANG! The door SLAMS.\n", "BANG").sound == "BANG, SLAMS"


# Ids, numbers, durations


def test_ids_do_not_change_with_insertions_elsewhere() -> None:
    before = {shot.id for shot in _shots(TALK)}
    after = {shot.id for shot in _shots("INT. BAR - DAY\n\nWALTER sleeps.\n\n" + TALK)}
    assert before <= after


def test_an_insertion_inside_changes_only_its_neighbourhood() -> None:
    before = {shot.id for shot in _shots(TALK)}
    after = {shot.id for shot in _shots(TALK.replace("MINA\nI did not", "Rain.\n\nMINA\nI did not"))}
    assert len(before - after) <= 2


def test_setups_are_lettered_without_i_and_o() -> None:
    letters = [setup_letters(index) for index in range(26)]
    assert letters[:3] == ["", "A", "B"]
    assert letters[24:] == ["Z", "AA"]
    assert not {"I", "O"} & set(letters)
    assert shot_number("10", 9) == "10J"


def test_durations_follow_the_words() -> None:
    line = DialogueLine(character="MINA", text="one two three")
    assert duration_s("one two", (), transition=False) == 0.9
    assert duration_s("", (line,), transition=True) == 2.9
