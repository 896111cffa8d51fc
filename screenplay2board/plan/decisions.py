"""Apply what people decided about one shot.

Enters: a shot of the proposal, the decided values by path, and who and what can be named. Leaves: the shot with these
values, each marked with origin `yaml`; names that nobody bears are reported (S2B223) and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from screenplay2board.diagnostics import Diagnostics, Span, name_hint, nearest
from screenplay2board.plan.shot_data import Leaf, Leaves, dialogue_line
from screenplay2board.plan.types import Actor, Origin, Shot, ShotList
from screenplay2board.stage.names import PROPS
from screenplay2board.validation import folded

# Key of the YAML -> field of `Shot`, where the value is taken as it is.
PLAIN_FIELDS: Mapping[str, str] = {
    "number": "number", "panel": "panel", "status": "status", "size": "size", "angle": "angle", "move": "move",
    "framing": "framing", "lens": "lens", "effect": "effect", "writing": "writing",
    "set": "set", "time": "time_of_day", "weather": "weather",
    "action": "action", "sound": "sound", "transition": "transition", "duration": "duration_s", "prompt": "prompt",
    "negative_prompt": "negative_prompt", "seed": "seed",
}  # fmt: skip
# An empty value means `none` here; elsewhere it leaves the decision to the planner.
_CLEARABLE = frozenset({"over", "effect", "prompt", "negative_prompt", "seed"})

Place = Callable[[tuple[str | int, ...]], Span | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Who and what a shots YAML may name: spelling in upper case or folded -> name."""

    people: Mapping[str, str]
    things: Mapping[str, str]

    def person(self, said: str, span: Span | None, diagnostics: Diagnostics) -> str | None:
        """Return the character that is called so; report where there is none."""
        found = self.people.get(said.upper())
        return found or self._unknown("character", said, self.people, span, diagnostics)

    def anything(self, said: str, span: Span | None, diagnostics: Diagnostics) -> str | None:
        """Return the character or thing that is called so; report where there is none."""
        found = self.people.get(said.upper()) or self.things.get(folded(said))
        return found or self._unknown("name", said, {**self.people, **self.things}, span, diagnostics)

    @staticmethod
    def _unknown(what: str, said: str, known: Mapping[str, str], span: Span | None, diagnostics: Diagnostics) -> None:
        near = nearest(said.upper(), known) or nearest(folded(said), known)
        hint = name_hint(known[near] if near else None, dict.fromkeys(known.values()))
        diagnostics.error("S2B223", f"unknown {what} `{said}`", span, hint=hint)


def names_of(shot_list: ShotList) -> Names:
    """Return everybody and everything that the shots of `shot_list` can name."""
    people: dict[str, str] = {}
    for member in shot_list.cast:
        people.setdefault(member.name.upper(), member.name)
    for member in shot_list.cast:
        for alias in member.aliases:
            people.setdefault(alias.upper(), member.name)
    for scene in shot_list.scenes:
        for name in (*scene.roster, *(actor.name for shot in scene.shots for actor in shot.actors)):
            people.setdefault(name.upper(), name)
    things = [*PROPS, "camera", *(prop for shot in shot_list.shots for prop in shot.props)]
    return Names(people=people, things={folded(name): name for name in things})


def decided(written: Leaves, proposed: Leaves | None) -> Leaves:
    """Return what differs from the proposal: the decisions. Without a proposal everything written is one."""
    if proposed is None:
        return dict(written)
    return {path: value for path, value in written.items() if path not in proposed or proposed[path] != value}


def removed_people(written: Leaves, proposed: Leaves | None) -> frozenset[str]:
    """Return whom somebody took out of `cast`: proposed once, and not in the list that stands now."""
    if proposed is None or not any(path[0] == "cast" for path in written):
        return frozenset()
    before = {path[1] for path in proposed if path[0] == "cast" and len(path) > 1}
    return frozenset(name for name in before if ("cast", name) not in written)


def apply_decisions(
    shot: Shot, decisions: Leaves, removed: Iterable[str], names: Names, place: Place, diagnostics: Diagnostics
) -> Shot:
    """Return `shot` with the decided values."""
    changes: dict[str, Any] = {}
    for path, value in decisions.items():
        key = path[0]
        if value is None and key not in _CLEARABLE:
            continue
        if key in PLAIN_FIELDS:
            changes[PLAIN_FIELDS[key]] = value
        elif key in ("props", "notes"):
            changes[key] = tuple(value or ())
        elif key == "dialogue":
            changes[key] = tuple(dialogue_line(cue, text) for item in value or () for cue, text in item.items())
        elif key == "over":
            name = names.person(value, place(("over",)), diagnostics) if value else None
            if name or not value:
                changes["over"] = name
        elif key == "subject":
            found = [
                name
                for index, said in enumerate(value or ())
                if (name := names.anything(said, place(("subject", index)), diagnostics))
            ]
            if found or not value:
                changes["subject"] = tuple(found)
    people = frozenset(names.people.values())
    named: tuple[str | None, ...] = (*changes.get("subject", ()), changes.get("over"))
    present = [name for name in named if name and name in people]
    actors = _actors(shot, decisions, frozenset(removed), present, names, place, diagnostics)
    if actors != shot.actors:
        changes["actors"] = actors
    if not changes:
        return shot
    origins: dict[str, Origin] = {**shot.origins, **dict.fromkeys(changes, cast("Origin", "yaml"))}
    return replace(shot, **changes, origins=origins)


def _actors(
    shot: Shot,
    decisions: Leaves,
    removed: frozenset[str],
    present: Sequence[str],
    names: Names,
    place: Place,
    diagnostics: Diagnostics,
) -> tuple[Actor, ...]:
    """Return the people of the shot: those proposed and not removed, changed as decided, and those added."""
    actors = {actor.name: actor for actor in shot.actors if actor.name.upper() not in removed}
    by_person: dict[str, list[tuple[Leaf, Any]]] = {}
    for path, value in decisions.items():
        if path[0] == "cast" and len(path) > 1:
            by_person.setdefault(path[1], []).append((path, value))
    for said, parts in by_person.items():
        name = names.person(said, place(("cast", said)), diagnostics)
        if name is None:
            continue
        actor = actors.get(name, Actor(name=name))
        for path, value in parts:
            actor = _with_part(actor, path, value, names, place, diagnostics)
        actors[name] = actor
    for name in present:
        actors.setdefault(name, Actor(name=name))
    return tuple(actors.values())


def _with_part(actor: Actor, path: Leaf, value: Any, names: Names, place: Place, diagnostics: Diagnostics) -> Actor:
    part = path[2] if len(path) > 2 else ""
    if part == "pose" and value is not None:
        return replace(actor, pose=value)
    if part == "emotion" and value is not None:
        return replace(actor, emotion=value)
    if part == "holding":
        return replace(actor, holding=tuple(value or ()))
    if part == "wears":
        return replace(actor, wears=tuple(value or ()))
    if part == "looks_at":
        name = names.anything(value, place(path), diagnostics) if value else None
        return replace(actor, looks_at=name) if name or not value else actor
    return actor
