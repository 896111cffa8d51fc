"""Which shots to draw: random people in random places, every size as often as the settings say.

Sizes are dealt out in turn, everything else by chance that hangs on the seed and the picture's number alone: more
pictures leave the first ones as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from screenplay2board.plan.looks import Description, choose_look
from screenplay2board.plan.types import Actor, Age, CastOverride, CharacterLook, Framing, Gender, ShotSize, TimeOfDay
from screenplay2board.stage.names import EMOTIONS, PROPS, SETS
from screenplay2board.stage.types import StageBrief
from training.synthesize.settings import SynthesizeSettings

AGES: Mapping[Age, float] = {"adult": 0.6, "elder": 0.14, "teen": 0.14, "child": 0.12}
# What one person does on their feet or a seat, alone; who lies or crawls shows no size of a shot as its crop lines say.
UPRIGHT = (
    "stand", "stand_weight", "hands_on_hips", "arms_crossed", "hands_in_pockets", "walk", "point", "talk", "argue",
    "think", "look_up", "look_back", "shrug", "wave", "listen", "attention", "hand_on_heart", "cheer", "clap", "phone",
    "salute", "cover_mouth", "shout", "reach", "sneak", "run",
)  # fmt: skip
NAMES = ("A", "B", "C", "D", "E", "F")  # of the people of a picture
# How a picture of so many people is framed; more than these are a group. Nobody: a place, or a thing in it.
FRAMINGS_OF: Mapping[int, tuple[Framing, ...]] = {
    0: ("establishing", "insert"), 1: ("single",), 2: ("two-shot", "two-shot", "ots"),
}  # fmt: skip
CRAMPED = frozenset({"car", "lift", "tent", "train", "bus", "plane", "boat", "cave"})  # no room to step back in

Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureOrder:
    """A picture to draw. plain: without a background. number: from 0."""

    number: int
    brief: StageBrief
    style: str
    seed: int
    plain: bool


def orders(settings: SynthesizeSettings) -> Iterator[PictureOrder]:
    """Yield what to draw, `settings.count` pictures."""
    sizes = dealt(settings.sizes, settings.count)
    for number, size in zip(range(settings.count), sizes, strict=True):
        yield _order(number, size, settings, Random(f"{settings.seed}/{number}"))


def dealt(weights: Mapping[ShotSize, float], count: int) -> list[ShotSize]:
    """Return `count` sizes, at every point as near to the weights as whole numbers allow."""
    total = sum(weights.values())
    given = dict.fromkeys(weights, 0)
    result: list[ShotSize] = []
    for number in range(1, count + 1):
        size = max(weights, key=lambda name: weights[name] / total * number - given[name])
        given[size] += 1
        result.append(size)
    return result


def _order(number: int, size: ShotSize, settings: SynthesizeSettings, rng: Random) -> PictureOrder:
    plain = rng.random() < settings.plain
    night = not plain and rng.random() < settings.night
    frame = _chosen(rng, [(frame.px, frame.weight) for frame in settings.frames])
    place = rng.choice(settings.sets or [name for name in SETS if name not in CRAMPED])
    names = NAMES[: _number_of_people(rng, settings)]
    actors = tuple(_actor(name, settings, rng) for name in names)
    time_of_day: TimeOfDay = "night" if night else "day"
    set_seed = rng.randrange(1000)
    looks = tuple((name, random_look(rng)) for name in names)
    angle = _chosen(rng, list(settings.angles.items()))
    framings = FRAMINGS_OF.get(len(names), ("group",))
    framing = framings[0] if len(framings) == 1 else rng.choice(framings)
    things = (rng.choice(PROPS),) if framing == "insert" else ()
    brief = StageBrief(
        set=place, set_seed=set_seed, interior=True, time_of_day=time_of_day, weather="clear", roster=names,
        looks=looks, actors=actors, props=things, subject=names[:1] if framing == "ots" else (*names, *things),
        over=names[1] if framing == "ots" else None, size=size, angle=angle, move="static", framing=framing,
        lens="normal", frame_px=frame,
    )  # fmt: skip
    style = _chosen(rng, list(settings.styles.items()))
    return PictureOrder(number=number, brief=brief, style=style, seed=rng.randrange(2**31), plain=plain)


def _number_of_people(rng: Random, settings: SynthesizeSettings) -> int:
    """Return how many people a picture has; where the settings leave no choice, chance is not asked."""
    numbers = [(number, weight) for number, weight in settings.people.items() if weight]
    return numbers[0][0] if len(numbers) == 1 else _chosen(rng, numbers)


def _actor(name: str, settings: SynthesizeSettings, rng: Random) -> Actor:
    return Actor(
        name=name,
        pose=rng.choice(settings.poses or UPRIGHT),
        emotion=rng.choice(EMOTIONS),
        looks_at="camera" if rng.random() < 0.2 else None,
    )


def random_look(rng: Random) -> CharacterLook:
    """Return a person as the planner would dress one of whom a script says only age and gender."""
    age = _chosen(rng, list(AGES.items()))
    gender: Gender = "female" if rng.random() < 0.5 else "male"
    name = f"{rng.getrandbits(48):012x}"
    return choose_look(name, Description(), gender, (), CastOverride(name=name, age=age))


def _chosen(rng: Random, weighted: Sequence[tuple[Choice, float]]) -> Choice:
    return rng.choices([item for item, _ in weighted], [weight for _, weight in weighted])[0]
