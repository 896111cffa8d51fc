"""The lock beside a shots YAML (`night.shots.lock`): what the planner last proposed, in the words of the YAML.

Enters: a shot list, or the text of a lock. Leaves: the other one. A field of the YAML that differs from the lock is a
person's decision. One shot is one line, so that version control can merge it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.plan.shot_data import scene_data, shot_data
from screenplay2board.plan.types import ShotList

FORMAT = 1
MAX_LOCK_BYTES = 32_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedShot:
    """A shot as it was proposed. data: as `shot_data` gives it."""

    id: str
    data: Mapping[str, Any]

    @property
    def gone(self) -> bool:
        """Whether the script had this shot no more."""
        return self.data.get("status") == "omitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedScene:
    """A scene as it was proposed. data: as `scene_data` gives it, with `status: omitted` where the script lost it."""

    data: Mapping[str, Any]
    shots: tuple[LockedShot, ...]

    @property
    def number(self) -> str:
        """Return the number of the scene."""
        return str(self.data.get("scene", ""))

    @property
    def gone(self) -> bool:
        """Whether the script had this scene no more."""
        return self.data.get("status") == "omitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A whole proposal. written: sha256 of the YAML that was written with it, where nobody had decided anything yet."""

    scenes: tuple[LockedScene, ...]
    written: str = ""

    @property
    def has_lost(self) -> bool:
        """Whether anything of it is gone from the script."""
        return any(scene.gone or any(shot.gone for shot in scene.shots) for scene in self.scenes)


def lock_of(shot_list: ShotList, written: str = "") -> Lock:
    """Return the lock of a proposal."""
    return Lock(
        written=written,
        scenes=tuple(
            LockedScene(
                data=scene_data(scene),
                shots=tuple(LockedShot(id=shot.id, data=shot_data(shot, scene)) for shot in scene.shots),
            )
            for scene in shot_list.scenes
        ),
    )


def write_lock(lock: Lock) -> str:
    """Return the text of a lock."""

    def line(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    scenes: list[str] = []
    for scene in lock.scenes:
        shots = ",\n".join("  " + line({"id": shot.id, **shot.data}) for shot in scene.shots)
        body = f"[\n{shots}\n ]" if shots else "[]"
        scenes.append(f' {{"data": {line(scene.data)}, "shots": {body}}}')
    listed = "[\n" + ",\n".join(scenes) + "\n]" if scenes else "[]"
    return f'{{"format": {FORMAT}, "written": {line(lock.written)}, "scenes": {listed}}}\n'


def digest(text: str) -> str:
    """Return the sha256 of a shots YAML, by which a lock knows it again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def pending_path(path: Path) -> Path:
    """Return where the next lock waits while its shots YAML is written: `night.shots.lock.next`."""
    return path.with_name(f"{path.name}.next")


def pending_lock(lock: Lock, shots_text: str) -> str:
    """Return the text of a waiting lock: the sha256 of the YAML that it belongs to, and the lock."""
    return f"{digest(shots_text)}\n{write_lock(lock)}"


def read_lock(path: Path, shots_text: str, diagnostics: Diagnostics) -> Lock | None:
    """Return the lock of a shots YAML; None where there is none, or where it is damaged (S2B230, a warning).

    `s2b plan` writes two files. Killed after the first, it leaves a waiting lock: where that belongs to the YAML, it
    is the lock, and what was proposed is not taken for anybody's decision.
    """
    with contextlib.suppress(OSError, ValueError):
        owner, _, text = _text_of(pending_path(path)).partition("\n")
        if owner == digest(shots_text):
            return _lock_in(text, path, diagnostics)
    if not path.is_file():
        return None
    try:
        text = _text_of(path)
    except (OSError, ValueError) as problem:
        return _damaged(path, problem, diagnostics)
    return _lock_in(text, path, diagnostics)


def _text_of(path: Path) -> str:
    if path.stat().st_size > MAX_LOCK_BYTES:
        raise ValueError(f"larger than {MAX_LOCK_BYTES} bytes")
    return path.read_text("utf-8")


def _lock_in(text: str, path: Path, diagnostics: Diagnostics) -> Lock | None:
    try:
        return _parsed(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        return _damaged(path, problem, diagnostics)


def _damaged(path: Path, problem: Exception, diagnostics: Diagnostics) -> None:
    diagnostics.warning(
        "S2B230",
        f"the lock is damaged and not used: {str(problem)[:120] or type(problem).__name__}",
        Span(file=str(path), line=1),
        hint="take it from version control; without it every value in the shots YAML counts as yours",
    )


def _parsed(data: Any) -> Lock:
    if data["format"] != FORMAT:
        raise ValueError(f"format {data['format']}, expected {FORMAT}")
    return Lock(
        written=str(data["written"]),
        scenes=tuple(
            LockedScene(data=_mapping(scene["data"]), shots=tuple(_parsed_shot(shot) for shot in scene["shots"]))
            for scene in data["scenes"]
        ),
    )


def _parsed_shot(shot: Any) -> LockedShot:
    data = dict(_mapping(shot))
    return LockedShot(id=str(data.pop("id")), data=data)


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("a mapping was expected")
    return cast("dict[str, Any]", value)
