"""Write the shots YAML that people edit.

Enters: a proposal, as a shot list or as its lock. Leaves: the text of `night.shots.yaml`, with a header that explains
it and only what somebody would want to change.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from screenplay2board.plan.lock import Lock, LockedScene, lock_of
from screenplay2board.plan.types import CAMERA_ANGLES, CAMERA_MOVES, EFFECTS, FRAMINGS, LENSES, SHOT_SIZES, ShotList
from screenplay2board.plan.yaml_text import entry_lines

SCHEMA = ".s2b/schemas/shots.schema.json"
SCENE_INDENT = 2  # of the scenes' dashes
SHOT_INDENT = 6  # of the shots' dashes
HEADER_WIDTH = 118

_HEADER = """\
# yaml-language-server: $schema={schema}
#
# The shots of {screenplay}. Change what you like: what you change is yours, and `s2b plan` keeps it when the
# screenplay changes. A line you delete is the planner's decision again. A shot you delete is left out of the book;
# `status: omitted` does the same and keeps its number in sight. To add a shot, write one without an id.
#
"""
_NAMES: Mapping[str, tuple[str, ...]] = {
    "size": SHOT_SIZES,
    "angle": CAMERA_ANGLES,
    "move": CAMERA_MOVES,
    "framing": FRAMINGS,
    "lens": LENSES,
    "effect": EFFECTS,
}


def write_annotations(shot_list: ShotList, schema: str = SCHEMA) -> str:
    """Return the shots YAML of a proposal. schema: where editors find its JSON Schema, seen from the file."""
    return proposal_text(lock_of(shot_list), PurePath(shot_list.file).name, schema)


def proposal_text(proposal: Lock, screenplay: str, schema: str = SCHEMA) -> str:
    """Return the shots YAML of a proposal of which nothing has been decided by anybody."""
    header = _HEADER.format(schema=schema, screenplay=screenplay)
    for key, names in _NAMES.items():
        label = f"# {key + ':':<9}"
        lines = textwrap.wrap(", ".join(names), HEADER_WIDTH - len(label))
        header += "".join(f"{label if not n else '#'.ljust(len(label))}{line}\n" for n, line in enumerate(lines))
    body = "\n".join([*entry_lines("screenplay", screenplay, 0), ""])
    listed = "scenes:\n" if proposal.scenes else "scenes: []\n"
    return f"{header}{body}\n{listed}" + "\n".join(scene_text(scene) for scene in proposal.scenes)


def scene_text(scene: LockedScene, indent: int = SCENE_INDENT) -> str:
    """Return a scene with its shots, each line ended, as an item of a list whose dashes stand at `indent`."""
    lines = [line for key, value in scene.data.items() for line in entry_lines(key, value, indent + 2)]
    lines.append(" " * (indent + 2) + ("shots:" if scene.shots else "shots: []"))
    shots = (shot_text(shot.id, shot.data, indent + SHOT_INDENT - SCENE_INDENT) for shot in scene.shots)
    return _item(lines, indent) + "\n".join(shots)


def shot_text(id: str, data: Mapping[str, Any], indent: int = SHOT_INDENT) -> str:
    """Return a shot as an item of a list whose dashes stand at `indent`."""
    lines = entry_lines("id", id, indent + 2)
    lines += [line for key, value in data.items() for line in entry_lines(key, value, indent + 2)]
    return _item(lines, indent)


def _item(lines: list[str], indent: int) -> str:
    lines[0] = " " * indent + "- " + lines[0].lstrip(" ")
    return "\n".join(lines) + "\n"
