"""The files beside a screenplay in which people decide about its shots."""

from __future__ import annotations

from pathlib import Path


def annotations_path(script: Path) -> Path:
    """Return where the shots YAML of a screenplay lies: `night.fountain` -> `night.shots.yaml`."""
    return script.with_name(f"{script.stem}.shots.yaml")


def lock_path(shots_file: Path) -> Path:
    """Return where the lock of a shots YAML lies: `night.shots.yaml` -> `night.shots.lock`."""
    return shots_file.with_suffix(".lock")
