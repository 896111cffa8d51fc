"""Animals and vehicles that act are somebody; those that are only named are things."""

from __future__ import annotations

import pytest
from sample_plan import plan_of, shot_of

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.beings import beings_of
from screenplay2board.plan.planner import plan
from screenplay2board.plan.types import CastOverride, ShotList
from screenplay2board.plan.words import sentences_of
from screenplay2board.screenplay.fountain import read_fountain

PARK = "EXT. PARK - DAY\n\n"


def plan_scene(action: str, heading: str = PARK) -> ShotList:
    return plan_of(heading + action)


def found(text: str) -> list[tuple[str, str, int]]:
    return [tuple(being) for sentence in sentences_of(text) for being in beings_of(sentence)]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("The DOG runs after the ball.", "dog", 1),
        ("A cat sleeps on the sofa.", "cat", 1),
        ("HORSES gallop past.", "horse", 3),
        ("Two wolves stalk through the snow.", "wolf", 2),
        ("Birds circle overhead.", "flock", 1),
        ("His puppy barks.", "dog", 1),
        ("강아지가 뛰어간다.", "dog", 1),
        ("까마귀가 날아오른다.", "crow", 1),
    ],
)
def test_an_animal_that_acts_is_found(text: str, kind: str, number: int) -> None:
    assert [(being[1], being[2]) for being in found(text)] == [(kind, number)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Fox reads a paper.", "He mounts his horse.", "The dog collar lies on the floor.", "Ducks behind the bar.",
        "He ducks.", "She looks at the cat.", "A bird cage hangs in the window.", "개를 본다.",
    ],
)  # fmt: skip
def test_an_animal_that_is_only_named_is_a_thing(text: str) -> None:
    assert found(text) == []


def test_a_dog_is_an_actor_of_its_kind_and_the_subject_of_its_shot() -> None:
    shots = plan_scene("MINA (30) throws a ball. The DOG runs after the ball.\n\nThe dog lies down.")
    assert {member.name: member.look.kind for member in shots.cast} == {"MINA": "person", "DOG": "dog"}
    run, lie = shot_of(shots, "runs"), shot_of(shots, "lies")
    assert run.subject == ("DOG",)
    assert {actor.name: actor.pose for actor in run.actors}["DOG"] == "run"
    assert {actor.name: actor.pose for actor in lie.actors}["DOG"] == "lie"


def test_several_horses_are_seen_wide() -> None:
    shots = plan_scene("MINA (30) waits.\n\nHORSES gallop past.")
    shot = shot_of(shots, "HORSES")
    assert shot.subject == ("HORSES 1", "HORSES 2", "HORSES 3")
    assert shot.size == "LS"


def test_nobody_is_framed_over_the_shoulder_of_a_dog() -> None:
    shots = plan_scene("MINA (30) enters with a DOG. The dog sits.\n\nMINA\nGood boy. Stay there.\n\nMINA\nGood.\n")
    assert all(shot.over != "DOG" for shot in shots.shots)


def test_a_cue_that_is_called_after_an_animal_stays_a_person() -> None:
    shots = plan_scene("WOLF (40) runs in.\n\nWOLF\nWait!\n")
    assert {member.look.kind for member in shots.cast} == {"person"}


def test_the_cast_may_say_that_somebody_is_a_dog() -> None:
    screenplay = read_fountain(PARK + "REX (3) runs in.\n\nREX\nWoof!\n", "t.fountain", Diagnostics())
    shots = plan(screenplay, cast=(CastOverride(name="REX", kind="dog"),), diagnostics=Diagnostics())
    assert [member.look.kind for member in shots.cast] == ["dog"]
