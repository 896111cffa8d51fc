"""Bring a new proposal into the shots YAML that people have edited: a three-way merge.

Enters: a new shot list; the file and the lock of the proposal before it. Leaves: the new text and the new lock. For
every value there are three versions: what was proposed, what stands in the file, what is proposed now. Where the file
still says what was proposed, it gets the new value; everything else is somebody's decision and stays. Where both
changed, the file holds and the difference is reported (S2B232). The text is edited by splicing: what nobody has to
change stays byte for byte, and comments go with their shot. A shot or scene that the script has lost stays as `status:
omitted`.

Codes: S2B231 a file that cannot be edited line by line, S2B232 conflict, S2B233 a merge that would have lost something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.marked_yaml import YamlMapping, YamlNode, collection_paused
from screenplay2board.plan.annotations import (
    Annotations,
    SceneAnnotation,
    ShotAnnotation,
    digest,
    parse_annotations,
    scene_positions,
)
from screenplay2board.plan.conflicts import Conflict, report
from screenplay2board.plan.decisions import decided
from screenplay2board.plan.lock import Lock, LockedScene, LockedShot, lock_of
from screenplay2board.plan.matching import follow
from screenplay2board.plan.own_shots import arranged, inserted, own_id
from screenplay2board.plan.shot_data import PRESENT, Leaf, Leaves, leaves
from screenplay2board.plan.shots_layout import Layout, SceneBlock, UnspliceableError, layout_of, make_room, reindented
from screenplay2board.plan.shots_text import SCHEMA, proposal_text, scene_text, shot_text
from screenplay2board.plan.splicing import REMOVED, Changes, Nested, Splices, edit_mapping, is_shared
from screenplay2board.plan.types import ShotList


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A merged shots YAML and the lock that belongs to it. text equals the old text where nothing had to change."""

    text: str
    lock: Lock


@collection_paused()
def merge(
    shot_list: ShotList,
    annotations: Annotations | None,
    diagnostics: Diagnostics,
    schema: str = SCHEMA,
    *,
    to_write: bool = True,
) -> Merged:
    """Return the shots YAML and lock for a new proposal. annotations: the file as it stands, None without one.

    to_write: whether conflicts are reported at their places in the merged text, or in the file as it stands.
    """
    screenplay = PurePath(shot_list.file).name
    if annotations is None:
        return _fresh(lock_of(shot_list), screenplay, schema)
    lock = annotations.lock
    if lock is None:
        proposal, scene_at = lock_of(shot_list), {index: index for index in range(len(shot_list.scenes))}
    else:
        followed = follow(shot_list, lock)
        proposal, scene_at = _with_lost(lock_of(followed.shot_list), lock, followed.scenes)
    if annotations.root is None:
        return _fresh(proposal, screenplay, schema, above=annotations)
    try:
        merging = _Merging(annotations, proposal, scene_at)
        text = merging.text()
    except UnspliceableError as problem:
        hint = "write every scene and shot on lines of its own, with a dash in front"
        diagnostics.error("S2B231", f"cannot bring new shots in: {problem}", problem.node.span, hint=hint)
        return Merged(text=annotations.text, lock=lock or Lock(scenes=()))
    merged = parse_annotations(text, annotations.file, None, Diagnostics())
    if merged is None or not _keeps_decisions(annotations, merged):
        hint = "write the file with plain indentation, then run `s2b plan` again"
        diagnostics.error("S2B233", "cannot be merged safely and stays as it is", _top(annotations), hint=hint)
        return Merged(text=annotations.text, lock=lock or Lock(scenes=()))
    scenes, tokens = (merged.scenes, merging.order) if to_write else (annotations.scenes, merging.listed)
    report(merging.conflicts, scenes, tokens, diagnostics)
    merged_lock = merging.new_lock()
    fresh = _fresh(merged_lock, screenplay, schema)
    return fresh if fresh.text == text else Merged(text=text, lock=merged_lock)


def _top(annotations: Annotations) -> Span:
    return Span(file=annotations.file, line=1)


def _fresh(proposal: Lock, screenplay: str, schema: str, above: Annotations | None = None) -> Merged:
    """Return a file that nobody has edited. above: a file that says nothing; comments that stand in it stay."""
    text = proposal_text(proposal, screenplay, schema)
    if above and above.text.strip() and not (above.lock and above.lock.written == digest(above.text)):
        text = _joined([above.text, text], "\n")
    return Merged(text=text, lock=replace(proposal, written=digest(text)))


def _with_lost(proposal: Lock, lock: Lock, became: Mapping[int, int]) -> tuple[Lock, dict[int, int]]:
    """Return the proposal with what the script has lost, omitted; and lock position -> position in the result."""
    ids = {shot.id for scene in proposal.scenes for shot in scene.shots}
    before_of = {after: before for before, after in became.items()}
    new_tokens = [f"new {index}" for index in range(len(proposal.scenes))]
    old_tokens = [f"new {became[i]}" if i in became else f"old {i}" for i in range(len(lock.scenes))]
    scenes: list[LockedScene] = []
    scene_at: dict[int, int] = {}
    for token in inserted(new_tokens, old_tokens):
        kind, index = token.split()[0], int(token.split()[1])
        before = before_of.get(index) if kind == "new" else index
        lost = [shot for shot in lock.scenes[before].shots if shot.id not in ids] if before is not None else []
        if before is not None:
            scene_at[before] = len(scenes)
        if kind == "new":
            scene = proposal.scenes[index]
            shots = {shot.id: shot for shot in scene.shots} | {shot.id: _omitted(shot) for shot in lost}
            locked = [shot.id for shot in lock.scenes[before].shots if shot.id in shots] if before is not None else []
            order = inserted([shot.id for shot in scene.shots], locked)
            scenes.append(replace(scene, shots=tuple(shots[id] for id in order)))
        else:
            old = lock.scenes[index]
            scenes.append(LockedScene(data={**old.data, "status": "omitted"}, shots=tuple(lost)))
    return Lock(scenes=tuple(scenes)), scene_at


def _omitted(shot: LockedShot) -> LockedShot:
    return replace(shot, data={**shot.data, "status": "omitted"})


def _keeps_decisions(annotations: Annotations, merged: Annotations) -> bool:
    """Tell whether the merged file still says everything that people decided."""
    lock = annotations.lock
    proposed = {shot.id: leaves(shot.data) for scene in lock.scenes for shot in scene.shots} if lock else {}
    decisions: Counter[str] = Counter()
    remaining: Counter[str] = Counter()
    for scene in annotations.scenes:
        for entry in scene.shots:
            base = proposed.get(entry.id) if entry.id else None
            decisions.update(f"{path} {value}" for path, value in decided(entry.written, base).items())
    for scene in merged.scenes:
        for entry in scene.shots:
            remaining.update(f"{path} {value}" for path, value in entry.written.items())
    return decisions <= remaining


@dataclass(slots=True)
class _Scene:
    """A scene of the file on its way into the merged one. position: in the proposal, None where it is unknown there."""

    annotation: SceneAnnotation
    block: SceneBlock
    position: int | None
    tokens: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whose:
    """The shot or scene that values belong to. owner, label: as in `Conflict`."""

    owner: str
    label: str


class _Merging:
    """The work of `merge` on one file."""

    def __init__(self, annotations: Annotations, proposal: Lock, scene_at: Mapping[int, int]) -> None:
        assert isinstance(annotations.root, YamlMapping)
        self.annotations = annotations
        self.proposal = proposal
        self.conflicts: list[Conflict] = []
        self.splices = Splices(annotations.text)
        self.layout: Layout = layout_of(annotations.root, self.splices)
        lock = annotations.lock
        self.base = {shot.id: shot for scene in lock.scenes for shot in scene.shots} if lock else {}
        self.base_scene = {scene_at[i]: scene for i, scene in enumerate(lock.scenes if lock else ()) if i in scene_at}
        self.new = {shot.id: shot for scene in proposal.scenes for shot in scene.shots}
        self.home = {shot.id: index for index, scene in enumerate(proposal.scenes) for shot in scene.shots}
        numbers = [scene.number for scene in (lock.scenes if lock else proposal.scenes)]
        self.position_of = {key: scene_at.get(i) for key, i in scene_positions(numbers).items()}
        self.named = {entry.id for scene in annotations.scenes for entry in scene.shots if entry.id}
        # token -> (entry, where its block lies); tokens are ids, or the place in the file for what has no known id.
        self.blocks: dict[str, tuple[SceneBlock, int]] = {}
        self.scenes = self._scenes()
        self.in_file = {token for scene in self.scenes for token in scene.tokens}
        self.listed = [self._scene_token(scene) for scene in self.scenes]
        self.order = self._scene_order()

    def _scenes(self) -> list[_Scene]:
        """Recognise the scenes and shots of the file, and edit their values."""
        found: list[_Scene] = []
        taken: set[int] = set()
        blocks = self._blocks_by_node()
        for scene in self.annotations.scenes:
            position = self._position(scene)
            if position in taken:
                position = None
            item = _Scene(annotation=scene, block=blocks[scene.node.start], position=position)
            found.append(item)
            if position is None:
                item.tokens = [f"? {entry.node.start}" for entry in scene.shots]
                self._keep_blocks(item)
                continue
            taken.add(position)
            self._edit_scene(item, position)
            self._edit_shots(item, position)
            self._keep_blocks(item)
        return found

    def _blocks_by_node(self) -> dict[int, SceneBlock]:
        scenes = self.annotations.root.get("scenes") if isinstance(self.annotations.root, YamlMapping) else None
        nodes: Sequence[YamlNode] = getattr(scenes, "items", ())
        return {node.start: block for node, block in zip(nodes, self.layout.scenes, strict=True)}

    def _keep_blocks(self, item: _Scene) -> None:
        for index, token in enumerate(item.tokens[: len(item.block.shots)]):
            self.blocks[token] = (item.block, index)

    def _position(self, scene: SceneAnnotation) -> int | None:
        """Return the scene of the proposal that a scene of the file is: by its number, else by its first known shot."""
        found = self.position_of.get((scene.number, scene.occurrence))
        if found is None:
            found = next((self.home[entry.id] for entry in scene.shots if entry.id in self.home), None)
        return found

    def _edit_scene(self, item: _Scene, position: int) -> None:
        before = self.base_scene.get(position)
        now = leaves(self.proposal.scenes[position].data)
        written = {path: value for path, value in item.annotation.written.items() if path != ("shots",)}
        if before is not None:
            whose = _Whose(owner=self._scene_token(item), label=f"scene {item.annotation.number}")
            self._edit(item.annotation.node, leaves(before.data), written, now, whose)

    def _edit_shots(self, item: _Scene, position: int) -> None:
        scene = self.proposal.scenes[position]
        by_number = {
            (str(shot.data.get("number")), shot.data.get("panel", 1)): shot.id for shot in reversed(scene.shots)
        }
        named = {entry.id for entry in item.annotation.shots}
        for entry in item.annotation.shots:
            item.tokens.append(self._edit_shot(item, entry, by_number, named, scene))

    def _edit_shot(
        self,
        item: _Scene,
        entry: ShotAnnotation,
        by_number: Mapping[tuple[str, Any], str],
        named: set[str | None],
        scene: LockedScene,
    ) -> str:
        """Edit the values of one shot of the file; return its token."""
        node, token = entry.node, f"? {entry.node.start}"
        if not isinstance(node, YamlMapping) or node.shared or not node.entries:
            return token
        taken = self.blocks.keys() | set(item.tokens)
        if entry.id is None and node.entry("id") is None:
            number = str(entry.written.get(("number",)) or "")
            id = by_number.get((number, entry.written.get(("panel",)) or 1))
            if id is None or id in named or id in taken:
                standing = [token for token in item.tokens if not token.startswith("?")]
                used = taken | self.new.keys() | self.base.keys() | self.named
                id = own_id(str(scene.data.get("heading", "")), standing, used)
            edit_mapping(self.splices, node, {"id": id})
            return id
        id = entry.id
        if id is None or id in taken:
            return token
        if id in self.new and id in self.base:
            now, base = leaves(self.new[id].data), leaves(self.base[id].data)
            whose = _Whose(owner=id, label=f"shot {entry.written.get(('number',), id)}")
            self._edit(node, base, entry.written, now, whose)
        return id

    def _edit(self, node: YamlMapping, base: Leaves, written: Leaves, now: Leaves, whose: _Whose) -> None:
        """Splice the new proposal into one mapping. base: what was proposed; written: what stands there."""
        changes: Changes = {}
        for path in dict.fromkeys((*now, *base)):
            old, new, own = base.get(path, REMOVED), now.get(path, REMOVED), written.get(path, REMOVED)
            if old == new or (own is REMOVED and (old is not REMOVED or not self._has_place(path, base, written))):
                continue
            if own is REMOVED or own == old:
                if path[0] == "cast" and len(path) == 2 and new is REMOVED and self._is_decided(path, base, written):
                    continue
                if path[0] == "cast" and len(path) == 3 and new is REMOVED and path[:2] not in now:
                    continue  # goes with the whole person, or stays with what somebody decided about them
                if self._editable(node, path):
                    _note_change(changes, path, new)
                    continue
            if own == new:
                continue
            self.conflicts.append(
                Conflict(owner=whose.owner, path=path, label=whose.label, before=old, own=own, new=new)
            )
        people, nested = node.get("cast"), changes.get("cast")
        if isinstance(people, YamlMapping) and isinstance(nested, Nested):  # names as the file writes them
            written_as = {entry.key.text.upper(): entry.key.text for entry in people.entries}
            changes["cast"] = Nested({written_as.get(name, name): change for name, change in nested.changes.items()})
        edit_mapping(self.splices, node, changes)

    @staticmethod
    def _has_place(path: Leaf, base: Leaves, written: Leaves) -> bool:
        """Tell whether a new value may be written: not within a cast or a person that somebody took out."""
        if path[0] != "cast":
            return True
        had_cast, has_cast = (any(p[0] == "cast" and len(p) > 1 for p in said) for said in (base, written))
        if had_cast and not has_cast:
            return False
        return len(path) < 3 or path[:2] in written or path[:2] not in base

    @staticmethod
    def _is_decided(path: Leaf, base: Leaves, written: Leaves) -> bool:
        """Tell whether somebody decided anything about a person."""
        return any(p[:2] == path and base.get(p, REMOVED) != value for p, value in written.items())

    @staticmethod
    def _editable(node: YamlMapping, path: Leaf) -> bool:
        """Tell whether a value may be edited without changing another place that shares it."""
        found: YamlNode | None = node
        for step in path:
            found = _below(found, step) if isinstance(found, YamlMapping) else None
            if found is not None and found.shared:
                return False
        return found is None or not is_shared(found)

    def text(self) -> str:
        """Return the merged text."""
        by_token = dict(zip(self.listed, self.scenes, strict=True))
        parts = [
            self._scene_text(by_token[token]) if token in by_token else self._new_scene_text(int(token))
            for token in self.order
        ]
        head = self.splices.piece(0, self.layout.head_end)
        tail = self.splices.piece(self.layout.tail_start, len(self.annotations.text))
        return _joined([head, *parts, tail], self.splices.newline)

    def _scene_order(self) -> list[str]:
        """Return the tokens of the scenes as they stand in the merged file."""
        known = {scene.position for scene in self.scenes if scene.position is not None}
        new = [
            str(index)
            for index in range(len(self.proposal.scenes))
            if index in known or (index not in self.base_scene and self._is_wanted(index))
        ]
        return arranged(new, self.listed, [str(index) for index in self.base_scene])

    def _is_wanted(self, index: int) -> bool:
        """Tell whether a scene that does not stand in the file belongs there: not where all of it stands elsewhere."""
        shots = self.proposal.scenes[index].shots
        return not shots or any(shot.id not in self.in_file for shot in shots)

    def _scene_token(self, scene: _Scene) -> str:
        return str(scene.position) if scene.position is not None else f"? {scene.annotation.node.start}"

    def _new_scene_text(self, index: int) -> str:
        scene = self.proposal.scenes[index]
        shots = tuple(shot for shot in scene.shots if shot.id not in self.in_file)
        text = scene_text(replace(scene, shots=shots), self.layout.scene_indent)
        return ("\n" + text).replace("\n", self.splices.newline)

    def _scene_text(self, scene: _Scene) -> str:
        """Return a scene of the file with its shots in their new order and new shots among them."""
        block = scene.block
        if scene.position is None or not block.can_grow:
            if scene.position is not None:
                self._report_left_out(scene, scene.position)
            return self.splices.piece(block.block.start, block.block.end)
        order = self._shot_order(scene, scene.position)
        if not scene.tokens and order:
            make_room(self.splices, scene.annotation.node)
        parts = [self.splices.piece(block.block.start, block.head_end)]
        for number, token in enumerate(order):
            parts.append(self._shot_text(token, block, first=number == 0))
        parts.append(self.splices.piece(block.tail_start, block.block.end))
        return _joined(parts, self.splices.newline)

    def _shot_order(self, scene: _Scene, position: int) -> list[str]:
        """Return the tokens of a scene's shots; shots that moved between scenes come and go with their lines."""
        here = [token for token in scene.tokens if self._stays(token, position)]
        proposal = [
            shot.id for shot in self.proposal.scenes[position].shots if shot.id in here or self._comes(shot.id, scene)
        ]
        before = self.base_scene.get(position)
        locked = [shot.id for shot in before.shots] if before else proposal
        return arranged(proposal, here, locked)

    def _home_scene(self, token: str) -> _Scene | None:
        """Return the scene of the file to which a moved shot belongs now, where its lines can go there."""
        home = self.home.get(token)
        return next((item for item in self.scenes if item.position == home and item.block.can_grow), None)

    def _stays(self, token: str, position: int) -> bool:
        if token not in self.home or self.home[token] == position or token not in self.base:
            return True
        before = self.base_scene.get(position)
        was_here = before is not None and any(shot.id == token for shot in before.shots)
        return not was_here or self._home_scene(token) is None or token not in self.blocks

    def _comes(self, id: str, scene: _Scene) -> bool:
        """Tell whether a shot that does not stand in this scene of the file has to be written here."""
        if id not in self.in_file:
            return id not in self.base
        other = next(item for item in self.scenes if id in item.tokens)
        return other is not scene and other.position is not None and not self._stays(id, other.position)

    def _shot_text(self, token: str, block: SceneBlock, *, first: bool) -> str:
        if token in self.blocks:
            home, index = self.blocks[token]
            shot = home.shots[index]
            return reindented(self.splices.piece(shot.start, shot.end), block.shot_indent - shot.indent)
        text = shot_text(token, self.new[token].data, block.shot_indent)
        return (text if first else "\n" + text).replace("\n", self.splices.newline)

    def _report_left_out(self, scene: _Scene, position: int) -> None:
        missing = [shot for shot in self.proposal.scenes[position].shots if shot.id not in self.in_file]
        if any(shot.id not in self.base for shot in missing):
            message = f"the shots of scene {scene.annotation.number} do not stand on lines of their own"
            raise UnspliceableError(message, scene.annotation.node)

    def new_lock(self) -> Lock:
        """Return the lock of the merged file: the proposal, without what the script lost and nobody kept."""
        scenes: list[LockedScene] = []
        in_file = {item.position for item in self.scenes}
        for index, scene in enumerate(self.proposal.scenes):
            shots = tuple(s for s in scene.shots if s.id in self.in_file or not (s.gone or scene.gone))
            if shots or index in in_file or not scene.gone:
                scenes.append(replace(scene, shots=shots))
        return Lock(scenes=tuple(scenes))


def _below(node: YamlMapping, step: str) -> YamlNode | None:
    """Return what stands below a key; people's names compare in any case."""
    return node.get(step) or next((e.value for e in node.entries if e.key.text.upper() == step), None)


def _note_change(changes: Changes, path: Leaf, value: Any) -> None:
    """Add the change of one leaf to the changes of a mapping."""
    if len(path) == 1:
        changes[path[0]] = value
        return
    nested = changes.setdefault(path[0], Nested({}))
    if len(path) == 2 and value is not PRESENT:
        nested.changes[path[1]] = value
    elif nested.changes.get(path[1]) is not REMOVED:
        _note_change_below(nested.changes, path[1:], value)


def _note_change_below(changes: Changes, path: Leaf, value: Any) -> None:
    person = changes.setdefault(path[0], Nested({}))
    if len(path) == 2 and isinstance(person, Nested):
        person.changes[path[1]] = value


def _joined(parts: Sequence[str], newline: str) -> str:
    """Join pieces of whole lines; a last line that was never ended is ended where something follows."""
    joined: list[str] = []
    for part in parts:
        if joined and part and not joined[-1].endswith("\n"):
            joined.append(newline)
        if part:
            joined.append(part)
    return "".join(joined)
