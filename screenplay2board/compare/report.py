"""Tell a comparison as text: to people, or to machines.

Enters: a `BoardDiff`. Leaves: lines that begin with the counts and go on scene by scene; or plain data. A shot that
only has another number, or another picture for a reason that holds everywhere, is counted and not listed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from screenplay2board.book.wording import clock
from screenplay2board.compare.types import Board, BoardDiff, Change, SceneDiff, ShotDiff, label
from screenplay2board.compare.wording import describe, tell
from screenplay2board.manifest import ManifestShot

LISTED_NUMBERS = 12  # more would hide what changed
MARKS = {"added": "+", "removed": "-", "kept": "~"}
MOVED = ">"
_COUNTED = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line about a shot, or about several that are told alike."""

    mark: str
    numbers: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A scene and the lines about its shots. text: what there is to say of the scene itself."""

    mark: str
    number: str
    heading: str
    text: str
    rows: tuple[Row, ...]


def human_lines(diff: BoardDiff) -> Iterator[str]:
    """Yield the report for people."""
    yield f"{diff.old.name} -> {diff.new.name}"
    yield counts_text(diff)
    if diff.everywhere:
        yield f"everywhere: {everywhere_text(diff)}"
    renumbered = renumbering(diff)
    if renumbered:
        yield f"renumbered: {renumbered}"
    for group in groups(diff):
        mark = f"{group.mark} " if group.mark else ""
        yield ""
        yield f"{mark}scene {group.number}  {group.heading}" + (f"  ({group.text})" if group.text else "")
        width = max((len(row.numbers) for row in group.rows), default=0)
        for row in group.rows:
            yield f"{row.mark} {row.numbers:<{min(width, LISTED_NUMBERS)}}  {row.text}"


def counts(diff: BoardDiff) -> dict[str, int]:
    """Return how many scenes and shots came, went, moved and so on, by name; a shot may count twice."""
    shots, scenes = tuple(diff.shots), diff.scenes
    return {
        "scenes_added": sum(scene.fate == "added" for scene in scenes),
        "scenes_removed": sum(scene.fate == "removed" for scene in scenes),
        "scenes_moved": sum(scene.moved for scene in scenes),
        "added": sum(shot.fate == "added" for shot in shots),
        "removed": sum(shot.fate == "removed" for shot in shots),
        "changed": sum(bool(shot.changes) for shot in shots),
        "redrawn": sum(shot.redrawn for shot in shots),
        "moved": sum(shot.moved for shot in shots),
        "renumbered": sum(map(_only_renumbered, shots)),
        "unchanged": diff.unchanged,
    }


def counts_text(diff: BoardDiff) -> str:
    """Return the counts in one line: `1 scene added; shots: 2 added, 1 removed, 31 unchanged`."""
    if not diff.differs:
        return f"no difference: {diff.unchanged} {'shot' if diff.unchanged == 1 else 'shots'} unchanged"
    found = counts(diff)
    scenes = [f"{count} {name[7:]}" for name, count in found.items() if count and name.startswith("scenes_")]
    words = {"redrawn": "with another picture", "renumbered": "renumbered only"}
    shots = [f"{n} {words.get(name, name)}" for name, n in found.items() if n and not name.startswith("scenes_")]
    told = [f"{what}: {', '.join(parts)}" for what, parts in (("scenes", scenes), ("shots", shots)) if parts]
    length = running_time(diff)
    return "; ".join([*told, f"running time {length}"] if length else told)


def running_time(diff: BoardDiff) -> str:
    """Return `4:12 -> 4:20`; nothing where both boards take as long."""
    before, after = clock(diff.old.duration_s), clock(diff.new.duration_s)
    return f"{before} -> {after}" if before != after else ""


def everywhere_text(diff: BoardDiff) -> str:
    """Return what is different everywhere, and how many pictures are other ones for that alone."""
    alone = sum(shot.redrawn and not shot.changes and not _local(shot) for shot in diff.shots)
    return tell(diff.everywhere) + (f" ({alone} redrawn for that alone)" if alone else "")


def groups(diff: BoardDiff) -> Iterator[Group]:
    """Yield the scenes of which there is something to say beyond new numbers."""
    for scene in diff.scenes:
        rows = tuple(_rows(scene))
        text = _scene_text(scene)
        if rows or text or scene.fate != "kept" or scene.moved:
            facts = scene.facts
            mark = MARKS[scene.fate] if scene.fate != "kept" else MOVED if scene.moved else ""
            yield Group(mark=mark, number=facts.scene, heading=facts.heading, text=text, rows=rows)


def renumbering(diff: BoardDiff) -> str:
    """Return which numbers are other ones, in one line; shots that go with their scene are not named."""
    scenes = [(s.old.scene, s.new.scene) for s in diff.scenes if s.renumbered and not s.moved and s.old and s.new]
    own = [
        (label(shot.old), label(shot.new))
        for shot in diff.shots
        if _only_renumbered(shot) and shot.old and shot.new and _setup(shot.old) != _setup(shot.new)
    ]
    told = (f"{what} {listed(_runs(pairs))}" for what, pairs in (("scenes", scenes), ("shots", own)) if pairs)
    return "; ".join(told)


def _runs(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return `4 -> 5`, and `4 to 9 -> 5 to 10` for numbers that follow each other."""
    runs: list[list[tuple[str, str]]] = []
    for pair in pairs:
        if runs and all(_follows(then, now) for then, now in zip(runs[-1][-1], pair, strict=True)):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return [
        " -> ".join(
            first if first == last else f"{first} to {last}" for first, last in zip(run[0], run[-1], strict=True)
        )
        for run in runs
    ]


def _follows(then: str, now: str) -> bool:
    return bool(_COUNTED.fullmatch(then) and _COUNTED.fullmatch(now)) and int(now) == int(then) + 1


def listed(items: Sequence[str]) -> str:
    """Return `1 -> 2, 2 -> 3`, and how many more there are where the list is long."""
    rest = len(items) - LISTED_NUMBERS
    return ", ".join(items[:LISTED_NUMBERS]) + (f" and {rest} more" if rest > 0 else "")


def as_json(diff: BoardDiff) -> dict[str, Any]:
    """Return the comparison for machines. Shots that do not differ are only counted."""
    return {
        "old": _board_json(diff.old),
        "new": _board_json(diff.new),
        "counts": counts(diff),
        "everywhere": _changes_json(diff.everywhere),
        "scenes": [
            {
                "fate": scene.fate,
                "moved": scene.moved,
                "old_number": scene.old.scene if scene.old else None,
                "number": scene.new.scene if scene.new else None,
                "heading": scene.facts.heading,
                "changes": _changes_json(scene.changes),
                "shots": [_shot_json(shot) for shot in scene.shots],
            }
            for scene in diff.scenes
        ],
    }


def _board_json(board: Board) -> dict[str, Any]:
    return {"name": board.name, "title": board.manifest.title, "duration_s": round(board.duration_s, 3)}


def _shot_json(shot: ShotDiff) -> dict[str, Any]:
    return {
        "fate": shot.fate,
        "moved": shot.moved,
        "redrawn": shot.redrawn,
        "old": _side_json(shot.old),
        "new": _side_json(shot.new),
        "changes": _changes_json(shot.changes),
        "causes": _changes_json(shot.causes),
    }


def _side_json(shot: ManifestShot | None) -> dict[str, Any] | None:
    names = ("id", "scene", "number", "panel", "size", "duration_s", "picture", "key")
    return {name: getattr(shot, name) for name in names} if shot else None


def _changes_json(changes: Sequence[Change]) -> list[dict[str, Any]]:
    return [{"path": list(change.path), "before": change.before, "after": change.after} for change in changes]


def _rows(scene: SceneDiff) -> Iterator[Row]:
    """Yield the lines about the shots of a scene; new pictures that need no other word come last, together."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for shot in scene.shots:
        if shot.new is None:
            if shot.old and scene.fate != "removed":
                yield Row(mark="-", numbers=label(shot.old), text=describe(shot.old))
        elif shot.old is None:
            yield Row(mark="+", numbers=label(shot.new), text=describe(shot.new))
        elif shot.changes or shot.moved:
            mark = MOVED if shot.moved else MARKS["kept"]
            yield Row(mark=mark, numbers=label(shot.new), text=_kept_text(shot, shot.old, shot.new))
        elif shot.redrawn and (causes := _local(shot)):
            why = tuple(cause for cause in causes if cause not in scene.changes)  # the scene's headline tells those
            alike[tell(why)].append(label(shot.new))
    for why, numbers in alike.items():
        yield Row(mark=MARKS["kept"], numbers=listed(numbers), text=f"redrawn: {why}" if why else "redrawn")


def _local(shot: ShotDiff) -> tuple[Change, ...]:
    """Return why a shot that is what it was has another picture, other than for what holds everywhere."""
    return tuple(cause for cause in shot.causes if cause.path[0] not in ("drawing", "look"))


def _kept_text(shot: ShotDiff, old: ManifestShot, new: ManifestShot) -> str:
    was = f"was {label(old)}" if _setup(old) != _setup(new) or shot.moved else ""
    parts = ("moved" if shot.moved else "", was, tell(shot.changes), "redrawn" if shot.redrawn else "")
    return ", ".join(part for part in parts if part)


def _scene_text(scene: SceneDiff) -> str:
    """Return what there is to say of a scene, a new number aside."""
    if scene.fate == "removed":
        return listed([label(shot.old) for shot in scene.shots if shot.old])
    moved = f"moved, was {scene.old.scene}" if scene.moved and scene.old else ""
    was = f"was {scene.old.heading}" if scene.old and scene.old.heading != scene.facts.heading else ""
    more = [change for change in scene.changes if change.path[0] not in ("heading", "location")]
    return ", ".join(part for part in (moved, was, tell(more)) if part)


def _only_renumbered(shot: ShotDiff) -> bool:
    return shot.renumbered and not shot.changed and not shot.moved


def _setup(shot: ManifestShot) -> str:
    """Return the number of a panel within its scene: `A-2` of `12A-2`."""
    return label(shot).removeprefix(shot.scene)
