"""board.lock: the exact files of a project's model.

Enters: a card and its files. Leaves: TOML with the revision and the sha256 of every file, committed beside board.toml;
`s2b build --frozen` fails where they differ (S2B536).
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import write_atomically
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.weights import sha256_of

LOCK = "board.lock"
_HEAD = "# Written by `s2b model lock`. Commit it; `s2b build --frozen` fails where a file differs.\nversion = 1\n"


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
    hint = "`s2b model lock` pins what is here; or fetch the files that were locked"
    try:
        data: Any = tomllib.loads((folder / LOCK).read_text("utf-8"))
        entries = cast("list[dict[str, Any]]", data["model"].get("files", []))
        locked = {str(entry["name"]): str(entry["sha256"]) for entry in entries}
        base = str(data["model"]["base"])
    except OSError:
        diagnostics.error("S2B536", f"there is no readable {LOCK}", hint="`s2b model lock` writes it")
        return
    except (ValueError, KeyError, TypeError, AttributeError):
        diagnostics.error("S2B536", f"{LOCK} is damaged", hint="`s2b model lock` writes it again")
        return
    if base not in (card.base, Path(card.base).name):
        diagnostics.error("S2B536", f"the base is `{card.base}`, {LOCK} has `{base}`", hint=hint)
    found = {_name(path): path for path in files}
    for name in sorted(found.keys() | locked.keys()):
        if name not in found:
            diagnostics.error("S2B536", f"`{name}` of {LOCK} is not here", hint=hint)
        elif name not in locked:
            diagnostics.error("S2B536", f"`{name}` is not in {LOCK}", hint=hint)
        elif sha256_of(found[name]) != locked[name]:
            diagnostics.error("S2B536", f"`{name}` differs from {LOCK}", hint=hint)


def _name(path: Path) -> str:
    """Return a file's name with its folder's: the same wherever the model lies."""
    return f"{path.parent.name}/{path.name}"
