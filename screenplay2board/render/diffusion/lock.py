"""board.lock: the exact files of a project's model.

Enters: a card and its files. Leaves: TOML with the revision and the sha256 of every file, committed beside board.toml;
`s2b build` warns where they differ, and `s2b build --frozen` fails (S2B536).
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import write_atomically
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.weights import sha256_of

LOCK = "board.lock"
_HINT = "`s2b model lock` pins what is here; or fetch the files that were locked"
_HEAD = (
    "# Written by `s2b model lock`. Commit it; `s2b build` warns where a file differs, with `--frozen` it fails.\n"
    "version = 1\n"
)


def lock_text(card: ModelCard, files: Sequence[Path]) -> str:
    """Return the lock of a model: its base and each file by name and sha256, in order."""
    lines = [_HEAD, "[model]", f"base = {json.dumps(card.base if card.base.count('/') == 1 else Path(card.base).name)}"]
    if card.revision:
        lines.append(f"revision = {json.dumps(card.revision)}")
    for path in files:
        lines += ["", "[[model.files]]", f"name = {json.dumps(_name(path))}", f'sha256 = "{sha256_of(path)}"']
    return "\n".join(lines) + "\n"


def write_lock(folder: Path, card: ModelCard, files: Sequence[Path]) -> Path:
    """Write board.lock. Raises: OSError where the folder cannot be written."""
    path = folder / LOCK
    write_atomically(path, lock_text(card, files).encode("utf-8"))
    return path


def verify_lock(folder: Path, card: ModelCard, files: Sequence[Path], diagnostics: Diagnostics) -> None:
    """Report every file that is not as board.lock says."""
    lock = _read(folder, diagnostics)
    if lock is None:
        return
    if not lock.is_of(card):
        diagnostics.error("S2B536", f"the base is `{card.base}`, {LOCK} has `{lock.base}`", hint=_HINT)
    found = {_name(path): path for path in files}
    for name in sorted(found.keys() | lock.files.keys()):
        if name not in found:
            diagnostics.error("S2B536", f"`{name}` of {LOCK} is not here", hint=_HINT)
        elif name not in lock.files:
            diagnostics.error("S2B536", f"`{name}` is not in {LOCK}", hint=_HINT)
        elif sha256_of(found[name]) != lock.files[name]:
            diagnostics.error("S2B536", f"`{name}` differs from {LOCK}", hint=_HINT)


def warn_of_changes(folder: Path, card: ModelCard, files: Sequence[Path], diagnostics: Diagnostics) -> None:
    """Warn of files that board.lock has otherwise; a project without one, or with another model's, is told nothing."""
    lock = _read(folder, Diagnostics()) if (folder / LOCK).is_file() else None
    if lock is None or not lock.is_of(card):
        return
    for path in files:
        if lock.files.get(_name(path)) not in (None, sha256_of(path)):
            diagnostics.warning("S2B536", f"`{_name(path)}` differs from {LOCK}", hint=_HINT)


@dataclass(frozen=True, slots=True)
class _Lock:
    """What board.lock says. files: sha256 by name."""

    base: str
    files: Mapping[str, str]

    def is_of(self, card: ModelCard) -> bool:
        """Tell whether it is the lock of this card's base, wherever that lies."""
        return self.base in (card.base, Path(card.base).name)


def _read(folder: Path, diagnostics: Diagnostics) -> _Lock | None:
    """Return the lock of a project; None where there is no whole one (reported)."""
    try:
        data: Any = tomllib.loads((folder / LOCK).read_text("utf-8"))
        entries = cast("list[dict[str, Any]]", data["model"].get("files", []))
        return _Lock(str(data["model"]["base"]), {str(entry["name"]): str(entry["sha256"]) for entry in entries})
    except OSError:
        diagnostics.error("S2B536", f"there is no readable {LOCK}", hint="`s2b model lock` writes it")
    except (ValueError, KeyError, TypeError, AttributeError):
        diagnostics.error("S2B536", f"{LOCK} is damaged", hint="`s2b model lock` writes it again")
    return None


def _name(path: Path) -> str:
    """Return a file's name with its folder's: the same wherever the model lies."""
    return f"{path.parent.name}/{path.name}"
