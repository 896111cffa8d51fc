"""The files that come with the package: where they lie, and the tables of its data."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

Row = TypeVar("Row")
PACKAGE = Path(__file__).resolve().parent
_HEADER = re.compile(r"^\[\[?([A-Za-z][\w-]*)", re.MULTILINE)  # of a table, by the first of its keys
_PROGRAM = frozenset({".py", ".toml", ".json", ".xz"})  # suffixes of code and of data that it reads


def template_root() -> Path:
    """Return the folder of the templates that come with the package.

    In the wheel they lie inside the package, in a checkout beside it.
    """
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parent / "templates"


class Tables(Mapping[str, Any]):
    """The tables of a TOML file by name, each read when it is asked for: a panel needs two poses of two hundred.

    For data of the package: nothing stands before the first table, no line of a text or a list looks like a header.
    """

    def __init__(self, text: str) -> None:
        """Split the text; equal first keys (`[style.bob]`, `[style.bun]`) make one table."""
        headers = list(_HEADER.finditer(text))
        ends = [*(header.start() for header in headers[1:]), len(text)]
        self._texts: dict[str, str] = {}
        for header, end in zip(headers, ends, strict=True):
            self._texts[header[1]] = self._texts.get(header[1], "") + text[header.start() : end]
        self._read: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Return a table, or the list of those of one name."""
        if name not in self._read:
            self._read[name] = tomllib.loads(self._texts[name])[name]
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names in the order of the file."""
        return iter(self._texts)

    def __len__(self) -> int:
        """Count the tables."""
        return len(self._texts)


class Rows(Mapping[str, Row]):
    """What tables stand for, by name, each made when it is asked for."""

    def __init__(self, source: Mapping[str, Any], make: Callable[[Any], Row]) -> None:
        self._source = source
        self._make = make
        self._made: dict[str, Row] = {}

    def __getitem__(self, name: str) -> Row:
        """Return what the table `name` stands for."""
        if name not in self._made:
            self._made[name] = self._make(self._source[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names in the order of the tables."""
        return iter(self._source)

    def __len__(self) -> int:
        """Count the tables."""
        return len(self._source)


@cache
def tables(*paths: str) -> Tables:
    """Return the tables of data files, as if they were one. paths: below the package, `stage/beings.toml`."""
    return Tables("\n".join((PACKAGE / path).read_text(encoding="utf-8") for path in paths))


@cache
def program_digest() -> str:
    """Return the sha256 of this program's code and vocabularies: what draws into one store must be the same everywhere.

    The compiled library is left out, for it draws what the code does and differs with every compiler; so are weights,
    which are a part of a backend's fingerprint. Kept from the first call on: later edits are not what is running.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in _PROGRAM):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(PACKAGE).as_posix()} {len(data)}\n".encode() + data)
    return digest.hexdigest()
