"""YAML with places, read safely: libyaml's events become a small tree in which every node knows where it stands.

Enters: the text of one YAML document from anybody. Leaves: nodes with spans and character offsets, so that a file can
be edited by splicing its text and everything untouched stays byte for byte.

All scalars stay the text that was written: `no`, `12:30` and `010` mean themselves, and the reader that knows which
kind of value it wants converts them. Explicit tags and merge keys (`<<`) are refused; aliases are followed within the
limits.
Specification: https://yaml.org/spec/1.1/ as far as libyaml reads it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.validation import KeyPath

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")
_NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlLimits:
    """What a file may cost. nodes: counted with every alias written out."""

    characters: int = 8_000_000
    depth: int = 32
    nodes: int = 1_000_000


class Place(NamedTuple):
    """Where a node stands, between two marks of libyaml. offset: characters in front that libyaml did not count."""

    file: str
    offset: int
    first: Any
    last: Any

    @property
    def span(self) -> Span:
        """Return the stretch in lines and columns."""
        first, last = self.first, self.last
        return Span(
            file=self.file,
            line=first.line + 1,
            column=first.column + 1,
            end_line=last.line + 1,
            end_column=last.column + 1,
        )


# Named tuples: a long shot list has a hundred thousand nodes, and few of them are ever asked for their span.
class YamlScalar(NamedTuple):
    """One text. plain: written without quotes and not as a block. shared: has an anchor, or is an alias."""

    text: str
    plain: bool
    place: Place
    shared: bool = False

    @property
    def is_null(self) -> bool:
        """Whether nothing stands here (`key:`, `key: null`, `key: ~`)."""
        return self.plain and self.text in _NULLS

    @property
    def span(self) -> Span:
        """Return where the text stands."""
        return self.place.span

    @property
    def start(self) -> int:
        """Return the offset of the first character."""
        return self.place.first.index + self.place.offset

    @property
    def end(self) -> int:
        """Return the offset behind the last character."""
        return self.place.last.index + self.place.offset


class YamlSequence(NamedTuple):
    """A list. flow: written in brackets."""

    items: tuple[YamlNode, ...]
    flow: bool
    place: Place
    shared: bool = False

    @property
    def span(self) -> Span:
        """Return where the list stands."""
        return self.place.span

    @property
    def start(self) -> int:
        """Return the offset of the first character."""
        return self.place.first.index + self.place.offset

    @property
    def end(self) -> int:
        """Return the offset behind the last character; of a block where the next token begins."""
        return self.place.last.index + self.place.offset


class YamlEntry(NamedTuple):
    """One `key: value` of a mapping."""

    key: YamlScalar
    value: YamlNode


class YamlMapping(NamedTuple):
    """A mapping with its entries in the order of the file; no key stands in it twice. flow: written in braces."""

    entries: tuple[YamlEntry, ...]
    flow: bool
    place: Place
    shared: bool = False

    @property
    def span(self) -> Span:
        """Return where the mapping stands."""
        return self.place.span

    @property
    def start(self) -> int:
        """Return the offset of the first character."""
        return self.place.first.index + self.place.offset

    @property
    def end(self) -> int:
        """Return the offset behind the last character; of a block where the next token begins."""
        return self.place.last.index + self.place.offset

    def entry(self, key: str) -> YamlEntry | None:
        """Return the entry of `key`, or None."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry
        return None

    def get(self, key: str) -> YamlNode | None:
        """Return the value of `key`, or None."""
        found = self.entry(key)
        return found.value if found else None


YamlNode = YamlScalar | YamlSequence | YamlMapping


@contextmanager
def collection_paused() -> Generator[None, None, None]:
    """Keep Python's cycle collector from running: among many new objects it takes three quarters of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@collection_paused()
def load_yaml(
    text: str, file: str, code: str, diagnostics: Diagnostics, limits: YamlLimits | None = None
) -> YamlNode | None:
    """Return the root of the document in `text`; None where it is empty or cannot be read (reported as `code`)."""
    limits = limits or YamlLimits()
    if len(text) > limits.characters:
        message = f"{len(text)} characters of YAML, expected at most {limits.characters}"
        diagnostics.error(code, message, Span(file=file, line=1))
        return None
    # libyaml does not count a byte order mark.
    mark = 1 if text.startswith("\ufeff") else 0
    builder = _Builder(file, code, diagnostics, limits, mark)
    try:
        for event in yaml.parse(text[mark:], Loader=_Loader):
            if not builder.take(event):
                return None
    except (yaml.reader.ReaderError, UnicodeEncodeError) as problem:
        position = problem.start if isinstance(problem, UnicodeEncodeError) else int(problem.position)
        line = text.count("\n", 0, position) + 1
        column = position - text.rfind("\n", 0, position)
        diagnostics.error(code, "cannot be read as YAML: control character", Span(file=file, line=line, column=column))
        return None
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        span = Span(file=file, line=mark.line + 1, column=mark.column + 1) if mark else Span(file=file, line=1)
        words = " ".join(part for part in (problem.context, problem.problem) if part)
        hint = "quote text that holds `: `, ` #` or begins with a special character"
        diagnostics.error(code, f"cannot be read as YAML: {words}", span, hint=hint)
        return None
    return builder.root


def plain_data(node: YamlNode) -> Any:
    """Return `node` as mappings, lists, texts and None; entries that stand empty are None."""
    if isinstance(node, YamlScalar):
        return None if node.is_null else node.text
    if isinstance(node, YamlSequence):
        return [plain_data(item) for item in node.items]
    return {entry.key.text: plain_data(entry.value) for entry in node.entries}


def locate(node: YamlNode | None, path: KeyPath, *, key: bool = False) -> Span | None:
    """Return the place of the value at `path`, or of the nearest part around it.

    key: the place of the last key instead of its value.
    """
    span = node.span if node else None
    for step in path:
        if isinstance(node, YamlMapping):
            entry = node.entry(str(step))
            if entry is None:
                break
            node = entry.value
            span = entry.key.span if key or not isinstance(node, YamlScalar) else node.span
        elif isinstance(node, YamlSequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            span = node.span
        else:
            break
    return span


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet. size: its nodes so far, aliases written out."""

    start: Any
    is_mapping: bool
    size: int = 1
    items: list[YamlNode] = field(default_factory=list[YamlNode])
    entries: list[YamlEntry] = field(default_factory=list[YamlEntry])
    keys: set[str] = field(default_factory=set[str])
    key: YamlScalar | None = None


class _Builder:
    """Builds the tree from events, without recursion, and stops at the first thing that is refused."""

    def __init__(self, file: str, code: str, diagnostics: Diagnostics, limits: YamlLimits, offset: int) -> None:
        self.file = file
        self.code = code
        self.diagnostics = diagnostics
        self.limits = limits
        self.offset = offset
        self.root: YamlNode | None = None
        self.documents = 0
        self.open: list[_Open] = []
        self.anchors: dict[str, tuple[YamlNode, int]] = {}
        self.handlers: dict[type, Callable[[Any], bool]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._begin,
            yaml.SequenceStartEvent: self._begin,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def take(self, event: Any) -> bool:
        """Take one event; False where the document is refused."""
        handler = self.handlers.get(type(event))
        return handler is None or handler(event)

    def _document(self, event: Any) -> bool:
        self.documents += 1
        return self.documents == 1 or self._refuse(event, "a second document begins here, expected one")

    def _scalar(self, event: Any) -> bool:
        if event.tag not in _TEXT_TAGS:
            return self._refuse(event, f"tag `{event.tag}` is not allowed")
        place = Place(self.file, self.offset, event.start_mark, event.end_mark)
        return self._put(YamlScalar(event.value, event.style in (None, ""), place), 1, event, event.anchor)

    def _begin(self, event: Any) -> bool:
        if event.tag not in _TEXT_TAGS:
            return self._refuse(event, f"tag `{event.tag}` is not allowed")
        self.open.append(_Open(event, type(event) is yaml.MappingStartEvent))
        return len(self.open) <= self.limits.depth or self._refuse(event, f"nested deeper than {self.limits.depth}")

    def _close(self, event: Any) -> bool:
        part = self.open.pop()
        place = Place(self.file, self.offset, part.start.start_mark, event.end_mark)
        flow = bool(part.start.flow_style)
        node: YamlNode = (
            YamlMapping(tuple(part.entries), flow, place)
            if part.is_mapping
            else YamlSequence(tuple(part.items), flow, place)
        )
        return self._put(node, part.size, part.start, part.start.anchor)

    def _alias(self, event: Any) -> bool:
        found = self.anchors.get(event.anchor)
        if found is None:
            return self._refuse(event, f"unknown alias `*{event.anchor}`")
        node, size = found
        here = Place(self.file, self.offset, event.start_mark, event.end_mark)
        return self._put(node._replace(place=here), size, event, None)

    def _put(self, node: YamlNode, size: int, event: Any, anchor: str | None) -> bool:
        """Put a finished node into what is open around it. size: its nodes, aliases written out."""
        if anchor is not None:
            node = node._replace(shared=True)
            self.anchors[anchor] = (node, size)
        if not self.open:
            self.root = None if isinstance(node, YamlScalar) and node.is_null else node
            return True
        holder = self.open[-1]
        holder.size += size
        if holder.size > self.limits.nodes:
            return self._refuse(event, f"more than {self.limits.nodes} values, aliases written out")
        if not holder.is_mapping:
            holder.items.append(node)
        elif holder.key is None:
            return self._key(holder, node, event)
        else:
            holder.entries.append(YamlEntry(holder.key, node))
            holder.key = None
        return True

    def _key(self, holder: _Open, node: YamlNode, event: Any) -> bool:
        if not isinstance(node, YamlScalar):
            return self._refuse(event, "a list or mapping stands as a key, expected text")
        if node.plain and node.text == "<<":
            return self._refuse(event, "merge keys (`<<`) are not supported", "write the keys out")
        if node.text in holder.keys:
            return self._refuse(event, f"key `{node.text}` stands here twice", "remove one of the two")
        holder.keys.add(node.text)
        holder.key = node
        return True

    def _refuse(self, event: Any, message: str, hint: str | None = None) -> bool:
        span = Place(self.file, self.offset, event.start_mark, event.end_mark).span
        self.diagnostics.error(self.code, message, span, hint=hint)
        return False
