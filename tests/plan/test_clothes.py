"""What people take off and put on changes how they are drawn from then on."""

from __future__ import annotations

import pytest
from sample_plan import actor_of, plan_of, shot_of

from screenplay2board.plan.types import CharacterLook, Shot, ShotList
from screenplay2board.stage.brief import make_brief

TWO = "MINA (30), a woman in a coat and a cap, waits. JUN (30), a man in a leather jacket, glasses, waits.\n\n"


def plan_scene(action: str) -> ShotList:
    return plan_of(f"EXT. YARD - DAY\n\n{TWO}{action}\n\nThey wait.\n")


def look_of(shots: ShotList, shot: Shot, name: str) -> CharacterLook:
    """Return how somebody is drawn in a shot."""
    scene = next(scene for scene in shots.scenes if scene.number == shot.scene_number)
    cast = {member.name: member for member in shots.cast}
    return dict(make_brief(scene, shot, cast, (320, 180)).looks)[name]


@pytest.mark.parametrize("words", ["Mina takes off her cap.", "Mina takes her hat off.", "Mina removes her cap."])
def test_who_takes_the_hat_off_is_bareheaded_from_then_on(words: str) -> None:
    shots = plan_scene(words)
    assert look_of(shots, shots.shots[0], "MINA").hat == "cap"
    assert look_of(shots, shots.shots[-1], "MINA").hat is None
    assert actor_of(shots.shots[-1], "MINA").holding == ("hat",)


@pytest.mark.parametrize(
    "words", ["Jun unzips his jacket.", "Jun shrugs off the jacket.", "Jun slips out of his jacket."]
)
def test_under_a_jacket_that_is_laid_off_a_shirt_is_seen(words: str) -> None:
    shots = plan_scene(words)
    assert look_of(shots, shots.shots[1], "JUN").top == "leather_jacket"
    assert look_of(shots, shots.shots[-1], "JUN").top == "shirt"


def test_who_pulls_on_a_coat_wears_it() -> None:
    shots = plan_scene("Jun pulls on a coat.")
    assert look_of(shots, shots.shots[-1], "JUN").top == "coat"


def test_a_hat_that_is_set_on_somebody_is_theirs() -> None:
    shots = plan_scene("Mina takes off her cap and sets it on his head.")
    assert look_of(shots, shots.shots[-1], "MINA").hat is None
    assert look_of(shots, shots.shots[-1], "JUN").hat == "cap"


def test_what_is_taken_off_later_has_been_worn_from_the_start() -> None:
    shots = plan_of("INT. ROOM - DAY\n\nWES (16) sits.\n\nWes laughs.\n\nHe takes off his hat.\n")
    assert look_of(shots, shot_of(shots, "laughs"), "WES").hat == "fedora"


@pytest.mark.parametrize("words", ["Jun takes off.", "Jun puts on the radio.", "Jun gets into the car."])
def test_what_is_no_garment_changes_nobody(words: str) -> None:
    assert not any(actor.wears for shot in plan_scene(words).shots for actor in shot.actors)


def test_outdoors_again_the_coat_is_on() -> None:
    text = "INT. HALL - DAY\n\nMINA (30), a woman in a coat, waits. She takes off her coat.\n\n"
    text += "EXT. YARD - DAY\n\nMina runs.\n"
    assert actor_of(plan_of(text).shots[-1], "MINA").wears == ()


def test_clothes_are_read_in_korean() -> None:
    shots = plan_of("INT. 방 - 낮\n\n미나(30, 여)가 앉아 있다.\n\n미나가 모자를 벗는다.\n")
    assert actor_of(shots.shots[-1], "미나").wears == ("no hat",)


def test_the_hat_that_lay_on_the_knees_is_put_on() -> None:
    shots = plan_of("INT. ROOM - DAY\n\nDELIA (62), a straw hat on her knees, sits.\n\nShe puts on her hat.\n")
    assert look_of(shots, shots.shots[-1], "DELIA").hat == "straw"


def test_a_cap_that_is_only_spoken_of_is_on_the_head() -> None:
    shots = plan_of("EXT. YARD - DAY\n\nIRIS (35), a wool cap, looks through binoculars.\n")
    assert actor_of(shots.shots[0], "IRIS").holding == ("binoculars",)


def test_nobody_in_jeans_wears_a_dress_by_chance() -> None:
    told = "".join(f"ABBY{letter} (33), a woman, jeans, waits.\n\n" for letter in "ABCDEFGHIJ")
    shots = plan_of(f"EXT. YARD - DAY\n\n{told}")
    assert not any(member.look.top in ("dress", "summer_dress", "evening_gown") for member in shots.cast)


def test_who_has_lost_the_hat_is_bareheaded() -> None:
    shots = plan_of("EXT. YARD - DAY\n\nWENDELL (75), in a straw hat, waits.\n\nWendell sits down, his hat gone.\n")
    assert look_of(shots, shots.shots[-1], "WENDELL").hat is None
