"""The planner's words: what people do, feel, wear and hold, where and when, and how a camera is told to look at it.

Enters: the TOML files beside this module (English and Korean together). Leaves: `Vocabulary`, one `Lexicon` a subject.
A table is `target = 'word, phrase with spaces, =this form only, 말~'`; how words are compared: `plan/words.py`. A new
word is a line of data; a new target must be a name that the plan's types or `stage/names.py` know (the tests hold
that).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from screenplay2board.plan.words import Lexicon, is_korean

Table = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All lexicons.

    action: everything that is looked for in the text of a scene; its targets carry their kind: `pose:sit`,
    `event:look`, `emotion:sad`, `prop:gun`. cries: words of a line that is called out. camera: likewise `size:CU`,
    `angle:low`, `move:push in` and so on. effects: what the action says that asks for an effect. looks: likewise
    `age:child`, `gender:female`, `hair:bob`, `colour:0.6` and so on. usual: the gender most readers see in a role,
    where nothing tells it. beings: animals and vehicles by kind; flocks: kinds that are many; bare_plurals,
    beings_as_verbs: words that look like their singular or like a verb; being_action: `action` with what only they
    do. telling: how much a pose tells, against other poses. scenery: words of places, landscape and weather.
    rooms_within: house -> sets that are rooms of its own. driving: the words of `pose:drive` alone. seated: set ->
    who sits there, and how. surroundings: props that fill a place. sets_of_era: set -> the set that stands for it
    in a time long ago; dress_of_era: what people wear then.
    """

    action: Lexicon
    speech: Lexicon
    cries: Lexicon
    sound: Lexicon
    places: Lexicon
    times: Lexicon
    weather: Lexicon
    camera: Lexicon
    commands: Lexicon
    starters: Lexicon
    looks: Lexicon
    names: Lexicon
    pronouns: Lexicon
    roles: Lexicon
    pieces: Lexicon
    groups: Lexicon
    beings: Lexicon
    being_action: Lexicon
    flocks: frozenset[str]
    bare_plurals: frozenset[str]
    beings_as_verbs: frozenset[str]
    everyone: Lexicon
    usual: Lexicon
    voices: Lexicon
    extensions: Lexicon
    emotion_strength: Mapping[str, float]
    scenery: Lexicon
    driving: Lexicon
    exterior_of: Table
    interior_of: Table
    rooms_within: Mapping[str, frozenset[str]]
    seats: Table
    seated: Mapping[str, Lexicon]
    eras: Lexicon
    sets_of_era: Mapping[str, Table]
    dress_of_era: Table
    telling_props: frozenset[str]
    weapons: frozenset[str]
    big_props: frozenset[str]
    surroundings: frozenset[str]
    held_props: frozenset[str]
    compound_heads: frozenset[str]
    implied_props: Table
    telling: Mapping[str, int]
    effects: Lexicon
    camera_words: tuple[str, ...]


def read_tables(name: str) -> dict[str, dict[str, str]]:
    """Return the tables of one vocabulary file."""
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, str]]", tomllib.loads(text))


def _lexicon(*tables: Table) -> Lexicon:
    return Lexicon(row for table in tables for row in table.items())


def _seated(table: Table) -> dict[str, Lexicon]:
    """Return set -> who sits there and how, of rows whose key is `set pose`."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for key, words in table.items():
        place, pose = key.split()
        rows.setdefault(place, []).append((pose, words))
    return {place: Lexicon(found) for place, found in rows.items()}


def _kinds(tables: Mapping[str, Table], *kinds: tuple[str, str]) -> list[tuple[str, str]]:
    """Return (`kind:target`, words) of the (kind, table) pairs."""
    return [(f"{kind}:{target}", words) for kind, table in kinds for target, words in tables[table].items()]


def _exact(words: str) -> str:
    """Let single words match in this form only: SAILORS are several, a SAILOR is one, HALE is not HAL."""
    return ",".join(word if " " in word.strip() or is_korean(word) else f"={word.strip()}" for word in words.split(","))


def _set(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.split(","))


def _ranks(words: str) -> dict[str, int]:
    """Return how much each pose tells, the first of `words` the most."""
    return {pose: rank for rank, pose in enumerate(reversed([word.strip() for word in words.split(",")]), 1)}


def _for_beings(beings: Mapping[str, Table], action: list[tuple[str, str]]) -> Lexicon:
    """Return `action` with what only animals and vehicles do: a horse that gallops is not ridden for that."""
    own = _kinds(beings, ("pose", "verbs_english"), ("pose", "verbs_korean"))
    taken = {word.strip() for _, words in own for word in words.split(",")}
    rest = [
        (target, ",".join(word for word in words.split(",") if word.strip() not in taken))
        for target, words in action
        if target.startswith("pose:")
    ]
    return Lexicon([*own, *rest, *(row for row in action if not row[0].startswith("pose:"))])


_LOOKS = ("age", "years", "gender", "hair", "hair_grey", "beard", "glasses", "face", "eyes", "brows", "nose", "mouth",
          "mark", "hat", "top", "bottom", "pattern", "accessory", "build", "colour", "skin_grey",
          "wardrobe")  # fmt: skip
_CAMERA = ("size", "angle", "move", "framing", "lens", "effect", "direction", "filler")


@cache
def vocabulary() -> Vocabulary:
    """Load the vocabulary; some 20 ms the first time, nothing afterwards."""
    poses, events, emotions, props, times = map(read_tables, ("poses", "events", "emotions", "props", "times"))
    places, camera, people, sounds = map(read_tables, ("places", "camera", "people", "sounds"))
    beings = read_tables("beings")
    action = [
        *_kinds(poses, ("pose", "english"), ("pose", "korean")),
        *_kinds(events, ("event", "english"), ("event", "korean")),
        *_kinds(emotions, ("emotion", "english"), ("emotion", "korean")),
        *_kinds(props, ("prop", "english"), ("prop", "korean")),
    ]
    kinds = props["kinds"]
    return Vocabulary(
        action=Lexicon(action),
        speech=_lexicon(emotions["speech_english"], emotions["speech_korean"]),
        cries=_lexicon(emotions["cries_english"], emotions["cries_korean"]),
        sound=_lexicon(sounds["english"], sounds["korean"]),
        places=_lexicon(places["english"], places["korean"]),
        times=_lexicon(times["time_english"], times["time_korean"]),
        weather=_lexicon(times["weather_english"], times["weather_korean"]),
        camera=Lexicon(_kinds(camera, *((kind, kind) for kind in _CAMERA))),
        commands=_lexicon(camera["commands"]),
        starters=_lexicon(camera["starters"]),
        looks=Lexicon(_kinds(people, *((kind, kind) for kind in _LOOKS))),
        names=_lexicon({gender: _exact(words) for gender, words in people["names"].items()}),
        pronouns=_lexicon(people["pronoun"]),
        usual=_lexicon(people["usual"]),
        roles=_lexicon(people["roles"]),
        pieces=_lexicon(people["pieces"]),
        groups=_lexicon({number: _exact(words) for number, words in people["groups"].items()}),
        beings=_lexicon(beings["english"], beings["korean"]),
        being_action=_for_beings(beings, action),
        flocks=_set(beings["alike"]["flocks"]),
        bare_plurals=_set(beings["alike"]["bare"]),
        beings_as_verbs=_set(beings["alike"]["verbs"]),
        everyone=_lexicon(people["everyone"]),
        voices=_lexicon(people["voices"]),
        extensions=_lexicon(people["extensions"]),
        emotion_strength={name: float(value) for name, value in emotions["strength"].items()},
        scenery=_lexicon(
            places["scenery"], places["english"], places["korean"], times["weather_english"], times["weather_korean"]
        ),
        driving=_lexicon({"drive": poses["english"]["drive"]}, {"drive": poses["korean"]["drive"]}),
        exterior_of=places["exterior"],
        interior_of=places["interior"],
        rooms_within={house: _set(rooms) for house, rooms in places["within"].items()},
        seats=places["seats"],
        seated=_seated(places["seated"]),
        eras=_lexicon(places["eras"]),
        dress_of_era=people["era_dress"],
        sets_of_era={era: places[era] for era in places["eras"]},
        telling_props=_set(kinds["telling"]),
        weapons=_set(kinds["weapons"]),
        big_props=_set(kinds["big"]),
        surroundings=_set(kinds["surrounding"]),
        held_props=_set(kinds["held"]),
        compound_heads=_set(kinds["heads"]),
        implied_props=poses["implies"],
        telling=_ranks(poses["telling"]["order"]),
        effects=_lexicon(camera["effect_told"]),
        camera_words=tuple(
            word.strip() for kind in _CAMERA[:-1] for words in camera[kind].values() for word in words.split(",")
        ),
    )
