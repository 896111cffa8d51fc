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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.store_files import open_files

PANELS = "panels"
RECORD = ".json"


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
    """Panels by key in a folder or behind a URL. Instances hold no state and may be made anew anywhere."""

    def __init__(self, place: Path | str) -> None:
        """Open the store. Raises: OSError where a URL cannot be reached."""
        self._files = open_files(place)

    def put(self, key: str, png: bytes, reasons: tuple[str, ...] = ()) -> None:
        """Store a panel. Raises: OSError (disk full, no permission), with nothing half-written."""
        record = {"sha256": hashlib.sha256(png).hexdigest(), "size_bytes": len(png), "reasons": list(reasons)}
        self._files.write(picture_name(key), png)
        self._files.write(_record_name(key), canonical_json(record))

    def describe(self, key: str) -> StoredPanel | None:
        """Return a panel's record, or None where there is no whole object of that key."""
        return self.describe_all((key,)).get(key)

    def describe_all(self, keys: Iterable[str]) -> dict[str, StoredPanel]:
        """Return the records of those of the panels that are whole, asking a remote storage once for all of them."""
        names = {_record_name(key): key for key in keys}
        read = self._files.read_all(tuple(names))
        found = {names[name]: record for name, data in read.items() if (record := _record(data)) is not None}
        sizes = self._files.sizes([picture_name(key) for key in found])
        return {key: record for key, record in found.items() if sizes.get(picture_name(key)) == record.size_bytes}

    def get(self, key: str, diagnostics: Diagnostics) -> bytes | None:
        """Return a panel's PNG, verified; a damaged object is reported, removed and counts as absent."""
        record = self.describe(key)
        if record is None:
            return None
        try:
            png = self._files.read(picture_name(key))
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
        self._files.remove(_record_name(key))
        self._files.remove(picture_name(key))

    def keys(self) -> Iterator[str]:
        """Yield the keys of all objects, in order."""
        for name in self._files.names(PANELS):
            if name.endswith(RECORD):
                yield PurePosixPath(name).stem

    def summary(self) -> StoreSummary:
        """Count the objects and their bytes."""
        records = self.describe_all(tuple(self.keys())).values()
        return StoreSummary(panels=len(records), size_bytes=sum(record.size_bytes for record in records))

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
        self._files.remove_stale()

    def prune(self, keep: frozenset[str]) -> StoreSummary:
        """Remove every object not in `keep`, and what killed builds left; return what was removed."""
        dropped = [name for name in self._files.names(PANELS) if PurePosixPath(name).stem not in keep]
        sizes = self._files.sizes([name for name in dropped if not name.endswith(RECORD)])
        for name in sorted(dropped, key=lambda name: not name.endswith(RECORD)):  # records first, as in `remove`
            self._files.remove(name)
        self.remove_stale()
        removed = sum(name.endswith(RECORD) for name in dropped)
        return StoreSummary(panels=removed, size_bytes=sum(sizes.values()))


def picture_name(key: str) -> str:
    """Return the name of a panel's picture below the store."""
    return f"{PANELS}/{key[:2]}/{key}.png"


def _record_name(key: str) -> str:
    return f"{PANELS}/{key[:2]}/{key}{RECORD}"


def _record(data: bytes) -> StoredPanel | None:
    try:
        raw: Any = json.loads(data)
        return StoredPanel(
            sha256=str(raw["sha256"]), size_bytes=int(raw["size_bytes"]), reasons=tuple(map(str, raw["reasons"]))
        )
    except (ValueError, KeyError, TypeError):
        return None
