"""The content-addressed panel store: nothing is drawn twice.

Enters: a panel's key and its PNG. Leaves: the PNG again, or nothing where it is absent or damaged.
An object is two files below `panels/<first two digits>/`: `<key>.png`, and `<key>.json` with its checksum, written
last: an object without it does not exist. Every file is written beside its place, synced and renamed, so that a killed
build leaves whole objects only, and several builds may share one store.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import remove_stale, write_atomically

STALE_TEMPORARY_S = 300.0  # a panel is written in milliseconds: an older temporary file is a killed build's


def canonical_json(value: object) -> bytes:
    """Return the one JSON form of a value: dataclasses as objects, keys sorted, no spaces, UTF-8.

    Raises: TypeError for what JSON cannot hold; ValueError for NaN and infinities.
    """
    return json.dumps(
        value, default=_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, Any]", value))
    raise TypeError(f"`{type(value).__name__}` has no canonical form")


def content_key(value: object) -> str:
    """Return the sha256 of the canonical JSON of `value`, in hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPanel:
    """What the store knows of a panel without reading the picture."""

    sha256: str
    size_bytes: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSummary:
    """How much lies in a store."""

    panels: int
    size_bytes: int


class PanelStore:
    """Panels by key in a folder. Instances hold no state but the folder's path and may be made anew anywhere."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def picture_path(self, key: str) -> Path:
        """Return where the picture of `key` lies, whether or not it exists."""
        return self.root / "panels" / key[:2] / f"{key}.png"

    def _record_path(self, key: str) -> Path:
        return self.picture_path(key).with_suffix(".json")

    def put(self, key: str, png: bytes, reasons: tuple[str, ...] = ()) -> None:
        """Store a panel. Raises: OSError (disk full, no permission), with nothing half-written."""
        record = {"sha256": hashlib.sha256(png).hexdigest(), "size_bytes": len(png), "reasons": list(reasons)}
        write_atomically(self.picture_path(key), png)
        write_atomically(self._record_path(key), canonical_json(record))

    def describe(self, key: str) -> StoredPanel | None:
        """Return a panel's record, or None where there is no whole object of that key."""
        try:
            raw: Any = json.loads(self._record_path(key).read_bytes())
            record = StoredPanel(
                sha256=str(raw["sha256"]), size_bytes=int(raw["size_bytes"]), reasons=tuple(map(str, raw["reasons"]))
            )
            whole = self.picture_path(key).stat().st_size == record.size_bytes
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return record if whole else None

    def get(self, key: str, diagnostics: Diagnostics) -> bytes | None:
        """Return a panel's PNG, verified; a damaged object is reported, removed and counts as absent."""
        record = self.describe(key)
        if record is None:
            return None
        try:
            png = self.picture_path(key).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(png).hexdigest() == record.sha256:
            return png
        diagnostics.warning(
            "S2B501",
            f"the stored panel `{key[:12]}` is damaged and will be made again",
            hint="`s2b cache verify` checks the whole store",
        )
        self.remove(key)
        return None

    def remove(self, key: str) -> None:
        """Remove a panel; its record first, so that no record stands for a missing picture."""
        self._record_path(key).unlink(missing_ok=True)
        self.picture_path(key).unlink(missing_ok=True)

    def keys(self) -> Iterator[str]:
        """Yield the keys of all objects, in order."""
        for record in sorted((self.root / "panels").glob("??/*.json")):
            if not record.name.startswith("."):
                yield record.stem

    def summary(self) -> StoreSummary:
        """Count the objects and their bytes."""
        sizes = [record.size_bytes for key in self.keys() if (record := self.describe(key)) is not None]
        return StoreSummary(panels=len(sizes), size_bytes=sum(sizes))

    def verify(self, diagnostics: Diagnostics) -> int:
        """Read every object, remove the damaged ones, and return how many were damaged."""
        damaged = 0
        for key in list(self.keys()):
            if self.get(key, diagnostics) is None:
                self.remove(key)
                damaged += 1
        return damaged

    def remove_stale(self) -> None:
        """Remove the temporary files that killed builds left."""
        remove_stale(self.root, "panels/??/*", older_than_s=STALE_TEMPORARY_S)
        remove_stale(self.root, "pdf/*", older_than_s=STALE_TEMPORARY_S)

    def prune(self, keep: frozenset[str]) -> StoreSummary:
        """Remove every object not in `keep`, and what killed builds left; return what was removed."""
        removed = freed = 0
        for key in list(self.keys()):
            if key not in keep:
                record = self.describe(key)
                removed += 1
                freed += record.size_bytes if record else 0
                self.remove(key)
        self.remove_stale()
        for path in sorted((self.root / "panels").glob("??/*")):
            if not path.name.startswith(".") and path.stem not in keep:
                freed += path.lstat().st_size
                path.unlink(missing_ok=True)
        return StoreSummary(panels=removed, size_bytes=freed)
