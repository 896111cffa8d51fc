"""Which files a build reads, and whether they changed.

Enters: the order of a build. Leaves: `Sources`, whose stamps differ when a file was written, made or removed, and whose
digest differs when one says something else. `s2b watch` looks at the few files several times a second: that also holds
on network drives and in containers, where the system's notices of changes do not arrive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from screenplay2board.files import Stamp, stamp_of
from screenplay2board.order import BuildOrder
from screenplay2board.plan.paths import annotations_path, lock_path
from screenplay2board.render.sketch.styles import is_style_file
from screenplay2board.settings import Settings

Stamps = Mapping[Path, Stamp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """files: single ones, there or not; folders: everything below them."""

    files: frozenset[Path]
    folders: frozenset[Path] = frozenset()

    def stamps(self) -> Stamps:
        """Return the stamp of every file that is there."""
        return {path: stamp for path in self._paths() if (stamp := stamp_of(path)) is not None}

    def digest(self) -> str:
        """Return a hash over the names and contents of all files. Raises: OSError where one cannot be read."""
        total = hashlib.sha256()
        for path in sorted(self._paths()):
            content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            total.update(f"{path.as_posix()}\0{content}\0".encode())
        return total.hexdigest()

    def _paths(self) -> Iterator[Path]:
        yield from self.files
        for folder in self.folders:
            yield from folder.rglob("*")


def sources(script: Path, config: Path | None, order: BuildOrder | None) -> Sources:
    """Return what a build reads. config: the project's board.toml; order: None where the settings cannot be read."""
    shots_file = annotations_path(script)
    files = {script, shots_file, lock_path(shots_file)}
    for folder in {script.parent, config.parent if config else script.parent}:
        files |= {folder / "board.toml", folder / "cast.yaml"}
    if config is not None:
        files.add(config)
    if order is not None:
        files |= set(_named_files(order.settings))
    templates = order.templates if order is not None else None
    return Sources(files=frozenset(files), folders=frozenset({templates} if templates is not None else ()))


def _named_files(settings: Settings) -> Iterator[Path]:
    """Yield the files that the settings name. Weights are not among them: whoever changes those builds anew."""
    for entry in settings.cast.values():
        if entry.reference:
            yield settings.folder / entry.reference
    if is_style_file(settings.render.style):
        yield Path(settings.render.style)
    if settings.model.card and settings.model.card.endswith(".toml"):
        yield settings.folder / settings.model.card
