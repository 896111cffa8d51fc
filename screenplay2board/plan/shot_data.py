"""A shot as plain data, in the words of the shots YAML: what is written, locked and compared.

Enters: planned scenes and shots, or entries of the file. Leaves: mappings in the order of the file, and their leaves:
one value for each path (`("size",)`, `("cast", "MINA", "pose")`), so that two versions can be compared decision by
decision. What is the common case (eye level, a camera that stands still) is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from screenplay2board.plan.shots_file import SceneEntry, ShotEntry
from screenplay2board.plan.types import Actor, DialogueLine, ScenePlan, Shot
from screenplay2board.validation import Strict

Leaf = tuple[str, ...]
Leaves = dict[Leaf, Any]
# Stands at a person's own path: that they are present is a decision too.
PRESENT = True


def shot_data(shot: Shot, scene: ScenePlan) -> dict[str, Any]:
    """Return what the file says about `shot`, without its id. Set, time and weather only where they differ."""
    data: dict[str, Any] = {
        "number": shot.number,
        "panel": shot.panel if shot.panel > 1 else None,
        "status": "omitted" if shot.status == "omitted" else None,
        "action": shot.action,
        "dialogue": [{cue_of(line): speech_of(line)} for line in shot.dialogue],
        "size": shot.size,
        "angle": shot.angle if shot.angle != "eye" else None,
        "move": shot.move if shot.move != "static" else None,
        "framing": shot.framing,
        "lens": shot.lens if shot.lens != "normal" else None,
        "effect": shot.effect,
        "subject": list(shot.subject),
        "over": shot.over,
        "cast": {actor.name: _actor_data(actor) for actor in shot.actors},
        "props": list(shot.props),
        "writing": shot.writing,
        "set": shot.set if shot.set != scene.set else None,
        "time": shot.time_of_day if shot.time_of_day != scene.time_of_day else None,
        "weather": shot.weather if shot.weather != scene.weather else None,
        "sound": shot.sound,
        "notes": list(shot.notes),
        "transition": shot.transition,
        "duration": round(shot.duration_s, 1),
        "prompt": shot.prompt,
        "negative_prompt": shot.negative_prompt,
        "seed": shot.seed,
    }
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


def scene_data(scene: ScenePlan) -> dict[str, Any]:
    """Return what the file says about `scene` itself, without its shots."""
    return {
        "scene": scene.number,
        "heading": scene.heading,
        "set": scene.set,
        "time": scene.time_of_day,
        "weather": scene.weather,
    }


def _actor_data(actor: Actor) -> dict[str, Any]:
    data: dict[str, Any] = {"pose": actor.pose}
    if actor.emotion != "neutral":
        data["emotion"] = actor.emotion
    if actor.holding:
        data["holding"] = list(actor.holding)
    if actor.wears:
        data["wears"] = list(actor.wears)
    if actor.looks_at is not None:
        data["looks_at"] = actor.looks_at
    return data


def cue_of(line: DialogueLine) -> str:
    """Return the cue of a speech with its extension: `MINA (V.O.)`."""
    return f"{line.character} ({line.extension})" if line.extension else line.character


def speech_of(line: DialogueLine) -> str:
    """Return a speech with its parenthetical in front: `(softly) Who is there?`."""
    return f"({line.parenthetical.strip('()')}) {line.text}" if line.parenthetical else line.text


def dialogue_line(cue: str, speech: str) -> DialogueLine:
    """Take `MINA (V.O.)` and `(softly) Who is there?` apart again."""
    character, extension = cue.strip(), ""
    if character.endswith(")") and "(" in character:
        character, extension = character[:-1].split("(", 1)
    parenthetical, text = "", speech.strip()
    if text.startswith("(") and ")" in text:
        parenthetical, text = text[1:].split(")", 1)
    return DialogueLine(
        character=character.strip().upper(), text=text.strip(), parenthetical=parenthetical, extension=extension.strip()
    )


# The order in which the keys of a shot, a scene and a person stand in the file.
KEY_ORDER = (
    "id", "scene", "heading", "number", "panel", "status", "action", "dialogue", "size", "angle", "move", "framing",
    "lens", "effect", "subject", "over", "cast", "props", "writing", "set", "time", "weather", "sound", "notes",
    "transition", "duration", "prompt", "negative_prompt", "seed", "shots", "pose", "emotion", "holding", "wears",
    "looks_at",
)  # fmt: skip


def leaves(data: Mapping[str, Any]) -> Leaves:
    """Return the values of `data` by path; only the cast has paths of more than one step."""
    found: Leaves = {}
    for key, value in data.items():
        if key in ("id", "shots"):
            continue
        if key != "cast" or not isinstance(value, dict):
            found[(key,)] = value
            continue
        for name, actor in cast("dict[str, Any]", value).items():
            found[("cast", name)] = PRESENT
            if isinstance(actor, dict):
                found.update({("cast", name, part): said for part, said in cast("dict[str, Any]", actor).items()})
            elif actor is not None:
                found[("cast", name, "")] = actor  # no mapping: a mistake that is kept as it stands
    return found


def entry_leaves(entry: ShotEntry | SceneEntry) -> Leaves:
    """Return what a read entry says, by path, in the same form as `shot_data`."""
    return leaves(_said(entry))


def raw_leaves(raw: Mapping[str, Any], entry: ShotEntry | SceneEntry | None) -> Leaves:
    """Return everything that is written, by path: what was understood in its normal form, the rest as it stands."""
    written = leaves({**raw, "cast": _upper_names(raw["cast"])} if isinstance(raw.get("cast"), dict) else raw)
    return {**written, **(entry_leaves(entry) if entry else {})}


def _said(model: Strict) -> dict[str, Any]:
    """Return the keys that stand in the file, lists as lists, people in upper case."""
    data = cast("dict[str, Any]", _as_lists(model.model_dump(exclude_unset=True, exclude={"id", "shots"})))
    if isinstance(data.get("cast"), dict):
        data["cast"] = _upper_names(data["cast"])
    return data


def _upper_names(people: dict[str, Any]) -> dict[str, Any]:
    return {" ".join(name.split()).upper(): actor for name, actor in people.items()}


def _as_lists(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_as_lists(item) for item in cast("tuple[Any, ...]", value) if item is not None]
    if isinstance(value, dict):
        return {key: _as_lists(item) for key, item in cast("dict[str, Any]", value).items()}
    return value
