"""A small proposal that the tests of the shots YAML share."""

from collections.abc import Callable

import pytest

from screenplay2board.diagnostics import Span
from screenplay2board.plan.types import Actor, CastMember, CharacterLook, DialogueLine, ScenePlan, Shot, ShotList

SPAN = Span(file="night.fountain", line=1)


def shot(id: str, number: str, scene: str, action: str = "", says: str = "", **more: object) -> Shot:
    dialogue = (DialogueLine(character="MINA", text=says),) if says else ()
    actors = (Actor(name="MINA", pose="sit"), Actor(name="TOM", emotion="angry", looks_at="MINA"))
    values: dict[str, object] = {
        "subject": ("MINA",),
        "actors": actors,
        "set": "kitchen",
        "time_of_day": "night",
        **more,
    }
    return Shot(
        id=id, number=number, scene_number=scene, span=SPAN, action=action, dialogue=dialogue, **values,  # type: ignore[arg-type]
    )  # fmt: skip


def scene(number: str, heading: str, *shots: Shot) -> ScenePlan:
    return ScenePlan(
        number=number,
        heading=heading,
        location=heading,
        interior=True,
        set="kitchen",
        time_of_day="night",
        weather="clear",
        roster=("MINA", "TOM"),
        span=SPAN,
        shots=shots,
    )


def shot_list(*scenes: ScenePlan) -> ShotList:
    cast = (
        CastMember(name="MINA", look=CharacterLook(), aliases=("YOUNG MINA",)),
        CastMember(name="TOM", look=CharacterLook()),
        CastMember(name="ANNA", look=CharacterLook()),
    )
    return ShotList(file="night.fountain", title="Night", cast=cast, scenes=scenes)


@pytest.fixture
def make_shot() -> Callable[..., Shot]:
    return shot


@pytest.fixture
def make_scene() -> Callable[..., ScenePlan]:
    return scene


@pytest.fixture
def make_list() -> Callable[..., ShotList]:
    return shot_list


@pytest.fixture
def night() -> ShotList:
    return shot_list(
        scene(
            "1",
            "INT. KITCHEN - NIGHT",
            shot("aaa", "1", "1", "Mina sits at the table.\nAlone.", size="LS", framing="establishing"),
            shot("bbb", "1A", "1", says="Who's there? #1", size="CU", over="TOM", framing="ots", props=("cup",)),
            shot("ccc", "1B", "1", "Tom: no, enters [slowly], angry.", weather="rain", duration_s=3.25),
        ),
        scene(
            "2", "EXT. STREET - NIGHT", shot("ddd", "2", "2", "She runs.", move="follow", notes=("crane?", "- cheap"))
        ),
    )
