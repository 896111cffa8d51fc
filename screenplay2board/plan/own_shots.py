"""Shots that people add in the shots YAML: their ids and numbers, what they begin with, and where they stand.

Enters: the planned scene around a new shot. Leaves: the shot, and the order of all shots of the scene.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from screenplay2board.diagnostics import Span
from screenplay2board.plan.decisions import Names
from screenplay2board.plan.numbering import shot_number
from screenplay2board.plan.shot_data import Leaves
from screenplay2board.plan.types import Framing, ScenePlan, Shot
from screenplay2board.screenplay.types import NUMBER_LETTERS

OWN = "own-"
ID_DIGITS = 6


def own_id(heading: str, before: Sequence[str], taken: Iterable[str]) -> str:
    """Return the id of a new shot behind the shots `before`: the same every time until it stands in the file."""
    used = frozenset(taken)
    anchor = next((id for id in reversed(before) if not id.startswith(OWN)), "")
    count = 0
    while True:
        seed = f"{heading}\n{anchor}\n{count}"
        candidate = OWN + hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]
        if candidate not in used:
            return candidate
        count += 1


def free_number(scene_number: str, taken: Iterable[str]) -> str:
    """Return the first setup number of a scene behind all that are taken: 10, 10A ... 10Z, 10AA."""
    used = set(taken)
    last = -1
    for number in used:
        letters = number.removeprefix(scene_number)
        if number.startswith(scene_number) and all(letter in NUMBER_LETTERS for letter in letters):
            last = max(last, _setup_position(letters))
    return shot_number(scene_number, last + 1)


def _setup_position(letters: str) -> int:
    position = 0
    for letter in letters:
        position = position * len(NUMBER_LETTERS) + NUMBER_LETTERS.index(letter) + 1
    return position


def new_shot(id: str, scene: ScenePlan, before: Shot | None, values: Leaves, span: Span, names: Names) -> Shot:
    """Return a shot to apply an entry to: the people and the place of the shot before it, everything else plain.

    values: what the entry says; who it names in `cast` replaces the people of the shot before.
    """
    said = [path[1] for path in values if path[0] == "cast" and len(path) > 1]
    people = [name for name in (names.people.get(person.upper()) for person in said) if name]
    actors = tuple(actor for actor in before.actors if not said or actor.name in people) if before else ()
    first = people[:1] or [actor.name for actor in actors[:1]]
    framing: Framing = "single" if first else "establishing"
    shot = Shot(
        id=id,
        number=str(values.get(("number",), scene.number)),
        scene_number=scene.number,
        span=span,
        set=scene.set,
        time_of_day=scene.time_of_day,
        weather=scene.weather,
        actors=tuple(replace(actor, speaking=False) for actor in actors),
        subject=tuple(first),
        framing=framing,
        reason="added in the shots YAML",
    )
    return shot if first else replace(shot, size="LS")


def arranged(proposal: Sequence[str], listed: Sequence[str], locked: Sequence[str]) -> list[str]:
    """Return the shots of a scene in their order.

    proposal: the planner's order. listed: the order of the file, people's own shots in it. locked: the order that was
    last proposed. Where people left that order alone, the planner's holds, and own shots stay behind the shot they
    stand behind in the file; otherwise the file's order holds, and shots it does not list stand behind their
    predecessor.
    """
    known = set(proposal)
    in_file = [id for id in listed if id in known]
    listed_known = set(in_file)
    before = [id for id in locked if id in listed_known]
    if in_file == before or in_file == [id for id in proposal if id in listed_known]:
        skeleton, others = list(proposal), list(listed)
    else:
        skeleton, others = list(listed), list(proposal)
    return inserted(skeleton, others)


def inserted(skeleton: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return `skeleton` with what only stands in `others`, each behind the one that it follows there."""
    standing = set(skeleton)
    behind: dict[str | None, list[str]] = {}
    anchor: str | None = None
    for id in others:
        if id in standing:
            anchor = id
        else:
            behind.setdefault(anchor, []).append(id)
    order = list(behind.get(None, ()))
    for id in skeleton:
        order.append(id)
        order.extend(behind.get(id, ()))
    return order
