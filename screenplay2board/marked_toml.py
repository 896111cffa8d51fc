"""TOML with places: `tomllib` reads the values, a small scanner finds where each key stands.

Enters: the text of a TOML file (https://toml.io/en/v1.0.0). Leaves: its data, and the span of every key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.validation import KeyPath

_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_DEEP_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){32}""")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:[^"\\\n]|\\.)*"|' r"'[^'\n]*'",
    re.DOTALL,
)
_PLAIN_VALUE = re.compile(r"[^\s,\]}#]+(?: \d[\d:.+-]*Z?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedToml:
    """A read TOML file. spans: path of keys and list positions -> where the key (or the list item) stands."""

    data: Mapping[str, Any]
    spans: Mapping[KeyPath, Span]

    def locate(self, path: KeyPath) -> Span | None:
        """Return the place of `path`, or of the nearest part around it that stands in the file."""
        while path and path not in self.spans:
            path = path[:-1]
        return self.spans.get(path)


def load_toml(text: str, file: str, code: str, diagnostics: Diagnostics) -> MarkedToml | None:
    """Return the data of `text` with its places, or None where it is no TOML (reported as `code`)."""
    deep = _DEEP_KEY.search(text)
    if deep:  # `tomllib` takes quadratic time for it
        place = Span(file=file, line=text.count("\n", 0, deep.start()) + 1)
        diagnostics.error(code, "cannot be read as TOML: nested too deep", place)
        return None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        message, span = _syntax_error(str(problem), text, file)
        diagnostics.error(code, f"cannot be read as TOML: {message}", span)
        return None
    except RecursionError:
        diagnostics.error(code, "cannot be read as TOML: nested too deep", Span(file=file, line=1))
        return None
    return MarkedToml(data=data, spans=_Scanner(text, file).scan())


def _syntax_error(message: str, text: str, file: str) -> tuple[str, Span]:
    """Split the place off the message of `tomllib`."""
    found = _AT.search(message)
    line, column = text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1
    if found and found.group(1):
        line, column = int(found.group(1)), int(found.group(2))
    words = _AT.sub("", message)
    return words[:1].lower() + words[1:], Span(file=file, line=line, column=column)


@dataclass(slots=True)
class _Scanner:
    """Walk through text that is known to be valid TOML and note where the keys stand."""

    text: str
    file: str
    position: int = 0
    line: int = 1
    line_start: int = 0
    counted: int = 0
    spans: dict[KeyPath, Span] = field(default_factory=dict[KeyPath, Span])
    tables: dict[KeyPath, int] = field(default_factory=dict[KeyPath, int])

    def scan(self) -> dict[KeyPath, Span]:
        table: KeyPath = ()
        while self._skip_blank():
            if self.text.startswith("[", self.position):
                table = self._table_header()
            else:
                self._key_and_value(table)
        return self.spans

    def _skip_blank(self) -> bool:
        found = _BLANK.match(self.text, self.position)
        self.position = found.end() if found else self.position
        return self.position < len(self.text)

    def _span(self, start: int, end: int) -> Span:
        # Starts only grow, so that each line break is counted once.
        breaks = self.text.count("\n", self.counted, start)
        if breaks:
            self.line += breaks
            self.line_start = self.text.rfind("\n", self.counted, start) + 1
        self.counted = start
        column = start - self.line_start + 1
        return Span(file=self.file, line=self.line, column=column, end_column=column + end - start)

    def _table_header(self) -> KeyPath:
        array = self.text.startswith("[[", self.position)
        self.position += 2 if array else 1
        path = self._key((), follow_arrays=True, last_is_array=array)
        self.position = self.text.index("]", self.position) + (2 if array else 1)
        return path

    def _key(self, table: KeyPath, *, follow_arrays: bool = False, last_is_array: bool = False) -> KeyPath:
        """Read a dotted key and note each of its parts; return its path below `table`."""
        path = table
        while True:
            self._skip_spaces()
            found = _STRING.match(self.text, self.position) or _BARE_KEY.match(self.text, self.position)
            if found is None:
                return path
            span = self._span(found.start(), found.end())
            self.position = found.end()
            path = (*path, _key_name(found.group()))
            self.spans.setdefault(path, span)
            self._skip_spaces()
            more = self.text.startswith(".", self.position)
            if last_is_array and not more:
                self.tables[path] = self.tables.get(path, -1) + 1
            if follow_arrays and path in self.tables:
                path = (*path, self.tables[path])
                self.spans.setdefault(path, span)
            if not more:
                return path
            self.position += 1

    def _skip_spaces(self) -> None:
        while self.text[self.position : self.position + 1] in (" ", "\t"):
            self.position += 1

    def _key_and_value(self, table: KeyPath) -> None:
        before = self.position
        path = self._key(table)
        equals = self.text.find("=", self.position)
        self.position = equals + 1 if equals >= 0 else len(self.text)
        self._value(path)
        self.position = max(self.position, before + 1)

    def _value(self, path: KeyPath) -> None:
        self._skip_blank()
        opening = self.text[self.position : self.position + 1]
        if opening == "[":
            self._items(path)
        elif opening == "{":
            self.position += 1
            while self._skip_blank() and self.text[self.position] != "}":
                self._key_and_value(path)
                self._skip_blank()
                if self.text.startswith(",", self.position):
                    self.position += 1
            self.position += 1
        else:
            found = _STRING.match(self.text, self.position) or _PLAIN_VALUE.match(self.text, self.position)
            self.position = found.end() if found else self.position + 1

    def _items(self, path: KeyPath) -> None:
        self.position += 1
        index = 0
        while self._skip_blank() and self.text[self.position] != "]":
            start = self.position
            self.spans[(*path, index)] = self._span(start, start + 1)
            self._value((*path, index))
            index += 1
            self._skip_blank()
            if self.text.startswith(",", self.position):
                self.position += 1
        self.position += 1


def _key_name(written: str) -> str:
    if written.startswith("'"):
        return written[1:-1]
    if written.startswith('"'):
        # Escapes in keys are rare; TOML itself knows them best.
        return next(iter(tomllib.loads(f"{written} = 0")))
    return written
