"""What a step did: `manifest.json` beside its results.

It names the step, its settings, the hash of what it read and the counts of what it made: enough to tell whether a
result is the one that certain settings give, and to go on where a step was cut.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from screenplay2board import __version__
from screenplay2board.files import write_atomically
from screenplay2board.store import content_key

MANIFEST = "manifest.json"


def write_manifest(
    folder: Path, step: str, settings: Mapping[str, Any], *, inputs: Mapping[str, str], counts: Mapping[str, Any]
) -> None:
    """Write the manifest of a finished step. inputs: name -> hash. Raises: OSError."""
    manifest = {
        "step": step,
        "program": f"screenplay2board {__version__}",
        "settings": settings,
        "settings_hash": content_key(settings),
        "inputs": inputs,
        "counts": counts,
    }
    write_atomically(folder / MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())


def read_manifest(folder: Path) -> Mapping[str, Any] | None:
    """Return the manifest in `folder`; None where there is none that can be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else None


def is_done(folder: Path, step: str, settings: Mapping[str, Any], *, inputs: Mapping[str, str]) -> bool:
    """Tell whether `folder` holds what `step` makes of these settings and inputs."""
    found = read_manifest(folder)
    return (
        found is not None
        and found.get("step") == step
        and found.get("settings_hash") == content_key(settings)
        and found.get("inputs") == dict(inputs)
    )
