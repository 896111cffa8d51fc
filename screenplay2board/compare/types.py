"""Two boards and what is different between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from screenplay2board.manifest import Manifest, ManifestScene, ManifestShot
from screenplay2board.plan.shot_data import Leaf

Fate = Literal["added", "removed", "kept"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One side. name: as people named it. folder: where its pictures lie, None where none were drawn."""

    name: str
    manifest: Manifest
    folder: Path | None = None

    @property
    def scenes(self) -> tuple[BoardScene, ...]:
        """Return the scenes with the shots that are not omitted."""
        scenes: list[BoardScene] = []
        start = 0
        for facts in self.manifest.scenes:
            shots = self.manifest.shots[start : start + facts.panels]
            scenes.append(BoardScene(facts=facts, shots=tuple(shot for shot in shots if shot.status == "active")))
            start += facts.panels
        return tuple(scenes)

    @property
    def duration_s(self) -> float:
        """Return how long all shots take that are not omitted."""
        return sum(shot.duration_s for shot in self.manifest.shots if shot.status == "active")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardScene:
    """A scene and what is drawn of it."""

    facts: ManifestScene
    shots: tuple[ManifestShot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A value that is another one. path: as in the shots YAML, `("cast", "MINA", "pose")`. None: there is none."""

    path: Leaf
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotDiff:
    """A shot that came, went or is not what it was; at least one of old and new is there.

    changes: what people see or read differently. causes: of a new picture where the shot itself is what it was.
    """

    old: ManifestShot | None
    new: ManifestShot | None
    changes: tuple[Change, ...] = ()
    causes: tuple[Change, ...] = ()
    moved: bool = False

    @property
    def fate(self) -> Fate:
        """Whether the shot came, went or stayed."""
        return "added" if self.old is None else "removed" if self.new is None else "kept"

    @property
    def redrawn(self) -> bool:
        """Whether both sides have a picture, and not the same one."""
        return self.old is not None and self.new is not None and self.old.key != self.new.key

    @property
    def renumbered(self) -> bool:
        """Whether the shot stayed and has another number."""
        return self.old is not None and self.new is not None and label(self.old) != label(self.new)

    @property
    def changed(self) -> bool:
        """Whether the shot stayed and differs in more than its number and place."""
        return self.fate == "kept" and (bool(self.changes) or self.redrawn)

    @property
    def differs(self) -> bool:
        """Whether there is anything to say."""
        return self.fate != "kept" or self.changed or self.moved or self.renumbered


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneDiff:
    """A scene with those of its shots that differ. shots: in the order of reading, lost ones at their old places."""

    old: ManifestScene | None
    new: ManifestScene | None
    shots: tuple[ShotDiff, ...]
    changes: tuple[Change, ...] = ()
    moved: bool = False

    @property
    def facts(self) -> ManifestScene:
        """Return the newest that is known of it."""
        facts = self.new or self.old
        assert facts is not None
        return facts

    @property
    def fate(self) -> Fate:
        """Whether the scene came, went or stayed."""
        return "added" if self.old is None else "removed" if self.new is None else "kept"

    @property
    def renumbered(self) -> bool:
        """Whether the scene stayed and has another number."""
        return self.old is not None and self.new is not None and self.old.scene != self.new.scene

    @property
    def differs(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.fate != "kept" or self.changes or self.moved or self.renumbered or self.shots)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardDiff:
    """What is different. everywhere: what all pictures, or all of a character, have in common. unchanged: shots."""

    old: Board
    new: Board
    everywhere: tuple[Change, ...]
    scenes: tuple[SceneDiff, ...]
    unchanged: int

    @property
    def shots(self) -> Iterator[ShotDiff]:
        """Yield the shots that differ, in the order of reading."""
        for scene in self.scenes:
            yield from scene.shots

    @property
    def differs(self) -> bool:
        """Whether anything is different."""
        return bool(self.everywhere or self.scenes)


def label(shot: ManifestShot) -> str:
    """Return the number of a panel for people: `12A`, and `12A-2` for its second panel."""
    return f"{shot.number}-{shot.panel}" if shot.panel > 1 else shot.number
