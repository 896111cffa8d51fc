"""Who is spoken to in a line of dialogue.

Enters: the line, who speaks, who is there. Leaves: the listeners, first the one addressed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from screenplay2board.plan.cast import Cast
from screenplay2board.plan.continuity import Continuity
from screenplay2board.plan.facts import Facts
from screenplay2board.plan.subjects import Context
from screenplay2board.plan.words import tokens_of


class Hearers(NamedTuple):
    """Among whom a line is spoken."""

    cast: Cast
    people: Continuity
    context: Context


def listeners_of(
    text: str, seen: tuple[str, ...], facts: Facts | None, last_speaker: str | None, here: Hearers
) -> tuple[str, ...]:
    """Return who is spoken to, first who is addressed: in `(to Jun)` or `Sit down, Jun`, else who acted last."""
    others = [name for name in here.people.present if name not in seen and not here.people.sleeps(name)]
    others = [name for name in others if here.cast.looks[name].kind == "person"]  # a dog that listens says nothing
    addressed = next((name for name in facts.people if name in others), None) if facts else None
    if addressed is None:
        addressed = _called(text, others, here.cast)
    acted = [name for name in here.context.acted if name in others]
    if addressed is None and acted and last_speaker not in here.context.acted:
        addressed = acted[-1]  # whom the action has just shown doing something
    if addressed is None and last_speaker in others:
        addressed = last_speaker
    others.sort(key=lambda name: name in here.cast.extras)  # rather to people with a name
    if addressed is None and len(others) > 1:
        recent = [name for name in reversed(here.context.recent) if name in others and name not in here.cast.extras]
        addressed = recent[0] if recent else None
    if addressed is not None:
        others.remove(addressed)
        others.insert(0, addressed)
    return tuple(others)


def _called(text: str, others: Sequence[str], cast: Cast) -> str | None:
    """Return whom a line calls by name, set off by a comma: `Sit down, Mr. Doyle.`"""
    if "," not in text:
        return None
    tokens = tokens_of(text)
    for mention in cast.names.find(tokens):
        before = text[: tokens[mention.first].start].rstrip()
        after = text[tokens[mention.last].end :].lstrip()
        title = before.endswith(("Mr.", "Mrs.", "Ms.", "Dr.", "Miss"))
        if (before.endswith(",") or after.startswith(",") or title) and mention.names[0] in others:
            return mention.names[0]
    return None
