"""Say in a few words what a shot is and what is different about it.

Enters: shots and changes. Leaves: English for people: `MS MINA, low angle`, `CU -> MCU`, `with WALTER`. Sizes, angles
and moves are named as in docs/film.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from screenplay2board.book.camera_names import ANGLE_NAMES, FRAMING_NAMES, LENS_NAMES
from screenplay2board.compare.types import Change
from screenplay2board.manifest import ManifestShot
from screenplay2board.plan.shot_data import PRESENT

NOTHING = "nothing"
# how the usual values are called, which captions leave unsaid
USUAL: Mapping[str, str] = {"angle": "eye level", "framing": "single", "lens": "normal lens", "move": "static"}
LONGEST_VALUE = 40  # characters; longer values (texts, hashes) are named, not shown

# what stands before a value in a line; a field that is not here is named
LEADS: Mapping[str, str] = {
    "size": "", "angle": "", "move": "", "framing": "", "lens": "", "effect": "", "subject": "on ", "over": "over ",
    "props": "props ", "set": "set ", "time": "", "weather": "", "transition": "transition ", "duration_s": "",
    "seed": "seed ", "title": "title ", "heading": "", "location": "location ", "status": "",
}  # fmt: skip
# fields of which a line says only that they are different, and how it calls them
NAMES: Mapping[str, str] = {
    "action": "words", "dialogue": "words", "sound": "sound", "notes": "notes", "prompt": "prompt",
    "negative_prompt": "prompt", "staging": "staging",
}  # fmt: skip
_CAMERA: Mapping[str, Callable[[Any], str]] = {
    "angle": lambda value: ANGLE_NAMES[value] or USUAL["angle"],
    "framing": lambda value: FRAMING_NAMES[value] or USUAL["framing"],
    "lens": lambda value: LENS_NAMES[value] or USUAL["lens"],
    "duration_s": lambda value: f"{value:.1f} s",
}


def describe(shot: ManifestShot) -> str:
    """Return `MS MINA, over the shoulder, low angle, push in`."""
    words = [f"{shot.size} {', '.join(shot.subject)}".strip(), FRAMING_NAMES[shot.framing], value("angle", shot.angle)]
    words += [shot.move if shot.move != USUAL["move"] else "", shot.effect or ""]
    return ", ".join(word for word in words if word)


def tell(changes: Sequence[Change]) -> str:
    """Return what is different: `CU -> MCU, MINA stand -> sit, words`."""
    return ", ".join(dict.fromkeys(_told(change) for change in changes))


def value(field: str, said: Any, term: Callable[[str], str] = str) -> str:
    """Return a value as people say it. field: its name in the shots YAML. term: says a word of the plan elsewhere."""
    if said is None or said in ("", ()):
        return term(NOTHING)
    if field in _CAMERA:
        return term(_CAMERA[field](said))
    if field == "dialogue":
        return " ".join(f"{cue}: {speech}" for line in said for cue, speech in line.items())
    if isinstance(said, tuple):
        return ", ".join(term(str(item)) for item in cast("tuple[Any, ...]", said))
    return term(str(said))


def _told(change: Change) -> str:
    field, *rest = change.path
    if field in NAMES:
        return NAMES[field]
    if field == "look" and rest:
        return f"look of {rest[0]}"
    if field == "cast" and rest:
        return _told_of_person(change)
    before, after = value(field, change.before), value(field, change.after)
    name = (rest[0] if rest else field).replace("_", " ")
    if max(len(before), len(after)) > LONGEST_VALUE:
        return name
    return f"{LEADS.get(field, f'{name} ')}{before} -> {after}"


def _told_of_person(change: Change) -> str:
    """Return `with MINA`, `MINA stand -> sit`, `MINA holds a cup`."""
    name, *rest = change.path[1:]
    if not rest:
        return f"with {name}" if change.after is PRESENT else f"without {name}"
    after = value(rest[0], change.after)
    if rest[0] == "holding":
        return f"{name} holds {after}"
    if rest[0] == "wears":
        return f"{name} wears {after}"
    if rest[0] == "looks_at":
        return f"{name} looks straight on" if after == NOTHING else f"{name} looks at {after}"
    return f"{name} {value(rest[0], change.before)} -> {after}"
