"""Where people and the planner have both changed a value, and the place at which to say so.

Enters: conflicts, each with its shot or scene, and a read shots YAML. Leaves: a warning for each (S2B232).
A merge moves lines: a place in the file as it was read would be a wrong one in the file as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.marked_yaml import YamlNode, locate
from screenplay2board.plan.annotations import SceneAnnotation
from screenplay2board.plan.shot_data import Leaf
from screenplay2board.plan.splicing import REMOVED

SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A value that both changed. owner: the id of its shot, or the token of its scene. label: either for people.

    before, own, new: what was proposed, what stands in the file, what is proposed now; `REMOVED` for nothing.
    """

    owner: str
    path: Leaf
    label: str
    before: Any
    own: Any
    new: Any


def report(
    conflicts: Iterable[Conflict], scenes: Sequence[SceneAnnotation], tokens: Sequence[str], diagnostics: Diagnostics
) -> None:
    """Warn of conflicts at their places in the file that `scenes` were read from. tokens: of these scenes, in order."""
    nodes: dict[str, YamlNode] = {}
    for token, scene in zip(tokens, scenes, strict=False):  # a file that was read with errors may have fewer
        nodes.setdefault(token, scene.node)
        for entry in scene.shots:
            if entry.id:
                nodes.setdefault(entry.id, entry.node)
    for conflict in conflicts:
        node = nodes.get(conflict.owner)
        place = locate(node, conflict.path) if node else None
        hint = "yours holds; delete the line to take the planner's"
        diagnostics.warning("S2B232", _message(conflict), place, hint=hint)


def _message(conflict: Conflict) -> str:
    was = f", was {_shown(conflict.before)}" if conflict.before is not REMOVED else ""
    sides = f"is yours, {_shown(conflict.own)}; the new proposal is {_shown(conflict.new)}"
    return f"`{'.'.join(conflict.path)}` of {conflict.label} {sides}{was}"


def _shown(value: Any) -> str:
    if value is REMOVED:
        return "nothing"
    if isinstance(value, list):
        value = ", ".join(str(item) for item in value) or "nothing"
    text = " ".join(str(value).split())
    return f"`{text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + '...'}`"
