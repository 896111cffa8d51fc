"""Read what people decided in the shots YAML, and apply it to the planner's proposal.

Enters: `night.shots.yaml` and the lock beside it; a shot list. Leaves: the shot list with every decision in it. With a
lock, a value is a decision where it differs from what the planner last proposed; without one, every value is. Shots
without an id that are no shot of the proposal are new ones. Codes: S2B210 file, S2B211 syntax, S2B212 unknown key,
S2B213 wrong value, S2B221 unknown scene, S2B222 unknown or repeated shot id, S2B223 unknown name, S2B224 shots taken
out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from screenplay2board.diagnostics import Diagnostics, Span, nearest
from screenplay2board.marked_yaml import (
    YamlMapping,
    YamlNode,
    YamlSequence,
    collection_paused,
    load_yaml,
    locate,
    plain_data,
)
from screenplay2board.plan.decisions import Names, apply_decisions, decided, names_of, removed_people
from screenplay2board.plan.lock import Lock, digest, read_lock
from screenplay2board.plan.matching import follow
from screenplay2board.plan.own_shots import OWN, arranged, free_number, new_shot, own_id
from screenplay2board.plan.paths import lock_path
from screenplay2board.plan.shot_data import Leaves, entry_leaves, leaves, raw_leaves
from screenplay2board.plan.shots_file import SceneEntry, ShotEntry, ShotsFile
from screenplay2board.plan.types import Origin, ScenePlan, Shot, ShotList
from screenplay2board.text_files import read_text
from screenplay2board.validation import Codes, validate

MAX_FILE_BYTES = 16_000_000
CODES = Codes(unknown_key="S2B212", wrong_value="S2B213")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotAnnotation:
    """One shot of the file. values: what was understood, by path; written: everything that stands there."""

    id: str | None
    values: Leaves
    written: Leaves
    node: YamlNode


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneAnnotation:
    """One scene of the file. occurrence: 0 for the first of its number, 1 for the second."""

    number: str
    occurrence: int
    values: Leaves
    written: Leaves
    shots: tuple[ShotAnnotation, ...]
    node: YamlMapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """A read shots YAML. lock: what was proposed when it was last written. text: with the line ends it has."""

    file: str
    text: str
    scenes: tuple[SceneAnnotation, ...]
    root: YamlNode | None
    lock: Lock | None


def read_annotations(path: Path, diagnostics: Diagnostics) -> Annotations | None:
    """Return the shots YAML at `path` with its lock; None where it cannot be read (reported)."""
    text = read_text(path, MAX_FILE_BYTES, "S2B210", diagnostics)
    if text is None:
        return None
    lock = read_lock(lock_path(path), text, diagnostics)
    if lock and not lock.has_lost and lock.written == digest(text):
        # As s2b wrote it: nobody has decided anything, and nothing needs to be read.
        return Annotations(file=str(path), text=text, scenes=(), root=None, lock=lock)
    return parse_annotations(text, str(path), lock, diagnostics)


@collection_paused()
def parse_annotations(text: str, file: str, lock: Lock | None, diagnostics: Diagnostics) -> Annotations | None:
    """Return what the text of a shots YAML says; None where it is no YAML (reported)."""
    before = len(diagnostics)
    root = load_yaml(text, file, "S2B211", diagnostics)
    if root is None:
        return None if len(diagnostics) > before else Annotations(file=file, text=text, scenes=(), root=None, lock=lock)
    if not isinstance(root, YamlMapping):
        diagnostics.error("S2B213", "a list or text stands here, expected `scenes:`", root.span)
        return None

    def place(path: tuple[str | int, ...], *, key: bool = False) -> Span | None:
        return locate(root, path, key=key)

    data = plain_data(root)
    read = validate(ShotsFile, data, place, CODES, diagnostics)
    scenes_node = root.get("scenes")
    nodes = scenes_node.items if isinstance(scenes_node, YamlSequence) else ()
    scenes: list[SceneAnnotation] = []
    seen: Counter[str] = Counter()
    for node, entry in zip(nodes, read.scenes or (None,) * len(nodes), strict=True):
        if isinstance(node, YamlMapping):
            scene = _scene(node, entry, seen)
            scenes.append(scene)
            seen[scene.number] += 1
    return Annotations(file=file, text=text, scenes=tuple(scenes), root=root, lock=lock)


def _scene(node: YamlMapping, entry: SceneEntry | None, seen: Counter[str]) -> SceneAnnotation:
    number = (entry.scene if entry else None) or ""
    shots_node = node.get("shots")
    nodes = shots_node.items if isinstance(shots_node, YamlSequence) else ()
    entries = (entry.shots if entry else None) or (None,) * len(nodes)
    raw = cast("Mapping[str, Any]", plain_data(node))
    return SceneAnnotation(
        number=number,
        occurrence=seen[number],
        values=entry_leaves(entry) if entry else {},
        written=raw_leaves(raw, entry),
        shots=tuple(_shot(part, shot) for part, shot in zip(nodes, entries, strict=True)),
        node=node,
    )


def _shot(node: YamlNode, entry: ShotEntry | None) -> ShotAnnotation:
    raw = plain_data(node)
    written = raw_leaves(cast("Mapping[str, Any]", raw), entry) if isinstance(raw, dict) else {}
    values = entry_leaves(entry) if entry else {}
    return ShotAnnotation(id=entry.id if entry else None, values=values, written=written, node=node)


@collection_paused()
def apply_annotations(shot_list: ShotList, annotations: Annotations, diagnostics: Diagnostics) -> ShotList:
    """Return the proposal with what people decided, their own shots in it and the shots they took out omitted.

    The ids of the lock are given to the shots of the proposal that continue them.
    """
    lock = annotations.lock
    scene_at = {index: index for index in range(len(shot_list.scenes))}
    if lock is not None:
        followed = follow(shot_list, lock)
        shot_list, scene_at = followed.shot_list, dict(followed.scenes)
    if annotations.root is None:
        return shot_list
    return _Application(shot_list, annotations, scene_at, diagnostics).result()


def scene_positions(numbers: list[str]) -> dict[tuple[str, int], int]:
    """Return (number, occurrence) -> position, for scripts that use a number twice."""
    seen: Counter[str] = Counter()
    positions: dict[tuple[str, int], int] = {}
    for index, number in enumerate(numbers):
        positions[number, seen[number]] = index
        seen[number] += 1
    return positions


class _Application:
    """The work of `apply_annotations` on one shot list."""

    def __init__(
        self,
        shot_list: ShotList,
        annotations: Annotations,
        scene_at: Mapping[int, int],
        diagnostics: Diagnostics,
    ) -> None:
        self.shot_list = shot_list
        self.annotations = annotations
        self.diagnostics = diagnostics
        self.scenes = list(shot_list.scenes)
        self.names: Names = names_of(shot_list)
        self.known = {shot.id for shot in shot_list.shots}
        lock = annotations.lock
        self.proposed: dict[str, Leaves] = {}
        self.scene_at: dict[tuple[str, int], int | None] = {}
        if lock is None:
            self.scene_at.update(scene_positions([scene.number for scene in shot_list.scenes]))
        else:
            self.proposed = {shot.id: leaves(shot.data) for scene in lock.scenes for shot in scene.shots}
            positions = scene_positions([scene.number for scene in lock.scenes])
            self.scene_at.update({key: scene_at.get(index) for key, index in positions.items()})
            new_numbers = scene_positions([scene.number for scene in shot_list.scenes])
            for key, index in new_numbers.items():
                self.scene_at.setdefault(key, index)
        self.scene_before = dict(
            zip(scene_positions([s.number for s in lock.scenes]), lock.scenes, strict=True) if lock else ()
        )
        self.claimed: set[str] = set()
        self.named = {entry.id for scene in annotations.scenes for entry in scene.shots if entry.id}
        self.shots: dict[str, Shot] = {shot.id: shot for shot in shot_list.shots}

    def result(self) -> ShotList:
        """Return the shot list with everything applied."""
        entries: dict[int, list[SceneAnnotation]] = {}
        for scene in self.annotations.scenes:
            index = self._position(scene)
            if index is not None:
                entries.setdefault(index, []).append(scene)
        orders: dict[int, list[str]] = {}
        for index, annotated in entries.items():
            for scene in annotated:
                plan = self._scene_decisions(index, scene)
                orders.setdefault(index, []).extend(self._shots(plan, scene))
        self._take_out()
        stands_in = {id: index for index, order in orders.items() for id in order}
        scenes: list[ScenePlan] = []
        for index, plan in enumerate(self.scenes):
            # a shot that the file lists in another scene belongs there, and nowhere twice
            proposal = [shot.id for shot in plan.shots if stands_in.get(shot.id, index) == index]
            order = arranged(proposal, orders.get(index, []), self._locked_order(proposal))
            scenes.append(replace(plan, shots=tuple(self.shots[id] for id in order)))
        return replace(self.shot_list, scenes=tuple(scenes))

    def _position(self, scene: SceneAnnotation) -> int | None:
        key = (scene.number, scene.occurrence)
        if key in self.scene_at:
            return self.scene_at[key]
        known = [number for number, occurrence in self.scene_at if not occurrence]
        near = nearest(scene.number, known)
        hint = f"did you mean `{near}`?" if near else f"scenes: {', '.join(known[:24])}"
        span = locate(scene.node, ("scene",))
        self.diagnostics.error("S2B221", f"unknown scene `{scene.number}`", span, hint=hint)
        return None

    def _scene_decisions(self, index: int, scene: SceneAnnotation) -> ScenePlan:
        """Apply what is decided for a whole scene to it and to all its shots."""
        plan = self.scenes[index]
        before = self.scene_before.get((scene.number, scene.occurrence))
        decisions = decided(scene.values, leaves(before.data) if before else None)
        fields = (("set", "set"), ("time", "time_of_day"), ("weather", "weather"))
        changes: dict[str, Any] = {name: decisions[(key,)] for key, name in fields if decisions.get((key,)) is not None}
        if changes:
            changed = replace(plan, **changes)
            self.scenes[index] = changed
            for shot in plan.shots:
                own = {name: value for name, value in changes.items() if getattr(shot, name) == getattr(plan, name)}
                self._change(shot.id, own)
            plan = changed
        if decisions.get(("status",)) == "omitted":
            for shot in plan.shots:
                self._change(shot.id, {"status": "omitted"})
        return plan

    def _change(self, id: str, changes: Mapping[str, Any]) -> None:
        shot = self.shots[id]
        origins: dict[str, Origin] = {**shot.origins, **dict.fromkeys(changes, cast("Origin", "yaml"))}
        self.shots[id] = replace(shot, **changes, origins=origins)

    def _shots(self, plan: ScenePlan, scene: SceneAnnotation) -> list[str]:
        """Apply the entries of one scene; return the ids of its shots in the order of the file."""
        order: list[str] = []
        by_number = {(shot.number, shot.panel): shot.id for shot in reversed(plan.shots)}
        named = {entry.id for entry in scene.shots}
        for entry in scene.shots:
            if not isinstance(entry.node, YamlMapping):
                continue
            number = str(entry.values.get(("number",)) or "")
            panel = int(entry.values.get(("panel",)) or 1)
            id = entry.id or by_number.get((number, panel))
            if entry.id is None and (id in named or id in self.claimed):
                id = None
            if id is None:
                id = own_id(plan.heading, order, self.claimed | self.known | self.proposed.keys() | self.named)
            elif id in self.claimed:
                self._report_id(entry, f"shot `{id}` stands here twice", "remove the `id` of the copy: it gets its own")
                continue
            known = id in self.known
            if not known and not id.startswith(OWN) and id not in self.proposed and entry.id:
                near = nearest(id, [shot.id for shot in plan.shots]) or nearest(id, self.known)
                hint = f"did you mean `{near}`?" if near else "a new shot has no `id`: remove it"
                self._report_id(entry, f"unknown shot `{id}`", hint)
                continue
            self.claimed.add(id)
            self._shot(id, entry, plan, order)
            order.append(id)
        return order

    def _report_id(self, entry: ShotAnnotation, message: str, hint: str) -> None:
        self.diagnostics.error("S2B222", message, locate(entry.node, ("id",)), hint=hint)

    def _shot(self, id: str, entry: ShotAnnotation, plan: ScenePlan, order: list[str]) -> None:
        """Apply one entry: to its shot, or to a new one, or to one that the script has lost."""
        proposed = self.proposed.get(id) if id in self.known else None
        place: Callable[[tuple[str | int, ...]], Span | None] = lambda path: locate(entry.node, path)  # noqa: E731
        values = entry.values
        if id in self.known:
            shot = self.shots[id]
            if entry.id is None and self.annotations.lock is None:
                values = {path: value for path, value in values.items() if path[0] not in ("number", "panel")}
        else:
            before = self.shots[order[-1]] if order else next(iter(plan.shots), None)
            shot = new_shot(id, plan, before, values, entry.node.span, self.names)
            if ("number",) not in values:
                taken = [self.shots[shot.id].number for shot in plan.shots] + [self.shots[i].number for i in order]
                shot = replace(shot, number=free_number(plan.number, taken))
            if id in self.proposed and values.get(("status",)) != "active":
                shot = replace(shot, status="omitted")
                values = {path: value for path, value in values.items() if path != ("status",)}
        removed = removed_people(entry.written, proposed)
        self.shots[id] = apply_decisions(shot, decided(values, proposed), removed, self.names, place, self.diagnostics)

    def _take_out(self) -> None:
        """Omit the shots that were proposed and that somebody has deleted from the file."""
        if self.annotations.lock is None:
            return
        for scene in self.scenes:
            gone = [
                shot.id
                for shot in scene.shots
                if shot.id in self.proposed
                and shot.id not in self.named
                and shot.id not in self.claimed
                and self.proposed[shot.id].get(("status",)) != "omitted"
            ]
            for id in gone:
                self._change(id, {"status": "omitted"})
            if gone:
                count = f"{len(gone)} shots" if len(gone) > 1 else "1 shot"
                message = f"{count} of scene {scene.number} deleted from the shots YAML, left out of the book"
                self.diagnostics.note("S2B224", message, Span(file=self.annotations.file, line=1))

    def _locked_order(self, proposal: list[str]) -> list[str]:
        """Return the ids of a scene in the order in which they were last proposed."""
        lock = self.annotations.lock
        if lock is None:
            return proposal
        here = set(proposal)
        return [shot.id for scene in lock.scenes for shot in scene.shots if shot.id in here]
