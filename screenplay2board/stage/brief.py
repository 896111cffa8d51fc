"""From a planned shot to the brief of its stage.

Enters: a scene, a shot, the cast and the frame. Leaves: a `StageBrief` with everything the picture depends on and
nothing else, so that equal briefs are equal pictures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from screenplay2board.plan.types import Actor, CastMember, CharacterLook, ScenePlan, Shot
from screenplay2board.stage.types import StageBrief


def make_brief(scene: ScenePlan, shot: Shot, cast: Mapping[str, CastMember], frame_px: tuple[int, int]) -> StageBrief:
    """Return the brief of `shot`; `frame_px` is the picture's (width, height)."""
    people = dict.fromkeys(
        (*(actor.name for actor in shot.actors), *shot.subject, *((shot.over,) if shot.over else ()))
    )
    worn = {actor.name: actor.wears for actor in shot.actors}
    looks = tuple(
        (name, (cast[name].look if name in cast else _stranger(name)).wearing(worn.get(name, ())))
        for name in people
        if _is_person(name, scene, shot, cast)
    )
    return StageBrief(
        set=shot.set,
        set_seed=seed_of(scene.location, shot.set),
        interior=scene.interior,
        time_of_day=shot.time_of_day,
        weather=shot.weather,
        roster=scene.roster,
        looks=looks,
        actors=tuple(replace(actor, wears=()) for actor in shot.actors),  # their looks wear it
        props=shot.props,
        subject=shot.subject,
        over=shot.over,
        size=shot.size,
        angle=shot.angle,
        move=shot.move,
        framing=shot.framing,
        lens=shot.lens,
        effect=shot.effect,
        places=tuple(_place_of(name, scene, shot) for name in shot.subject) if shot.effect == "split screen" else (),
        writing=shot.writing,
        frame_px=frame_px,
    )


def _place_of(name: str, scene: ScenePlan, shot: Shot) -> str:
    """Return the set where somebody of a split screen is: that of the nearest shot of the scene that shows them."""
    places = {index: other.set for index, other in enumerate(scene.shots) if _shows(other, name)}
    here = next((index for index, other in enumerate(scene.shots) if other.id == shot.id), 0)
    return places[min(places, key=lambda index: abs(index - here))] if places else shot.set


def _shows(shot: Shot, name: str) -> bool:
    return shot.effect != "split screen" and any(actor.name == name for actor in shot.actors)


def people_told(brief: StageBrief) -> list[Actor]:
    """Return the people that the frame is built on, main one first: those whom a picture's description has to name."""
    by_name = {actor.name: actor for actor in brief.actors}
    names = dict.fromkeys((*brief.subject, *((brief.over,) if brief.framing == "ots" and brief.over else ())))
    people = [by_name.get(name, Actor(name=name)) for name in names if name in dict(brief.looks)]
    if brief.framing in ("group", "establishing") or not brief.subject:
        people += [actor for actor in brief.actors if actor.name not in names]
    return people


def seed_of(location: str, set_name: str) -> int:
    """Return the seed of a place: equal for all scenes with one location, whatever their order."""
    digest = hashlib.sha256(f"{location.strip().upper()}\n{set_name}".encode()).digest()
    return int.from_bytes(digest[:4], "big")


def _is_person(name: str, scene: ScenePlan, shot: Shot, cast: Mapping[str, CastMember]) -> bool:
    """Tell whether `name` is somebody rather than a thing: the subject of an insert is a prop."""
    return name in cast or name in scene.roster or any(actor.name == name for actor in shot.actors)


def _stranger(name: str) -> CharacterLook:
    """Return the look of somebody who is not in the cast: their own, but always the same."""
    digest = hashlib.sha256(name.encode()).digest()
    female = bool(digest[0] & 1)
    return CharacterLook(
        gender="female" if female else "male",
        height_m=1.66 if female else 1.77,
        hair=("bob", "ponytail", "long", "wavy")[digest[1] % 4] if female else ("short", "side", "buzz")[digest[1] % 3],
        top_grey=(0.0, 0.2, 0.45)[digest[2] % 3],
        seed=int.from_bytes(digest[3:6], "big"),
    )
