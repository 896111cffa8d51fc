"""Plan a piece of a screenplay and find something in it: what the tests of the planner share."""

from __future__ import annotations

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.planner import plan
from screenplay2board.plan.types import Actor, CastMember, CastOverride, Shot, ShotList
from screenplay2board.screenplay.fountain import read_fountain


def plan_of(text: str, *overrides: CastOverride, diagnostics: Diagnostics | None = None) -> ShotList:
    found = Diagnostics() if diagnostics is None else diagnostics
    return plan(read_fountain(text, "a.fountain", found), cast=overrides, diagnostics=found)


def member_of(text: str, name: str, *overrides: CastOverride) -> CastMember:
    return next(member for member in plan_of(text, *overrides).cast if member.name == name)


def shot_of(shots: ShotList, words: str) -> Shot:
    """Return the first shot whose action or dialogue holds `words`."""
    return next(s for s in shots.shots if words in s.action or any(words in line.text for line in s.dialogue))


def actor_of(shot: Shot, name: str) -> Actor:
    return next(actor for actor in shot.actors if actor.name == name)


def present(shot: Shot) -> set[str]:
    """Return the names of those who are in a shot."""
    return {actor.name for actor in shot.actors}
