"""YAML with places, read safely: libyaml's events become a small tree in which every node knows where it stands.

Enters: the text of one YAML document from anybody. Leaves: nodes with spans and character offsets, so that a file can
be edited by splicing its text and everything untouched stays byte for byte.

All scalars stay the text that was written: `no`, `12:30` and `010` mean themselves, and the reader that knows which
kind of value it wants converts them. Explicit tags and merge keys (`<<`) are refused; aliases are followed within the
limits.
Specification: https://yaml.org/spec/1.1/ as far as libyaml reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

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


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlScalar:
    """One text. plain: written without quotes and not as a block. shared: has an anchor, or is an alias."""

    text: str
    plain: bool
    span: Span
    start: int
    end: int
    shared: bool = False

    @property
    def is_null(self) -> bool:
        """Whether nothing stands here (`key:`, `key: null`, `key: ~`)."""
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlSequence:
    """A list. flow: written in brackets."""

    items: tuple[YamlNode, ...]
    flow: bool
    span: Span
    start: int
    end: int
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlEntry:
    """One `key: value` of a mapping."""

    key: YamlScalar
    value: YamlNode


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlMapping:
    """A mapping with its entries in the order of the file; no key stands in it twice. flow: written in braces."""

    entries: tuple[YamlEntry, ...]
    flow: bool
    span: Span
    start: int
    end: int
    shared: bool = False

    def entry(self, key: str) -> YamlEntry | None:
        """Return the entry of `key`, or None."""
        return next((entry for entry in self.entries if entry.key.text == key), None)

    def get(self, key: str) -> YamlNode | None:
        """Return the value of `key`, or None."""
        found = self.entry(key)
        return found.value if found else None


YamlNode = YamlScalar | YamlSequence | YamlMapping


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
    builder = _Builder(file=file, code=code, diagnostics=diagnostics, limits=limits, offset=mark)
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
    anchor: str | None
    size: int = 1
    items: list[YamlNode] = field(default_factory=list[YamlNode])
    entries: list[YamlEntry] = field(default_factory=list[YamlEntry])
    keys: set[str] = field(default_factory=set[str])
    key: YamlScalar | None = None


@dataclass(slots=True)
class _Builder:
    """Build the tree from events, without recursion, and stop at the first thing that is refused."""

    file: str
    code: str
    diagnostics: Diagnostics
    limits: YamlLimits
    offset: int = 0
    root: YamlNode | None = None
    documents: int = 0
    open: list[_Open] = field(default_factory=list[_Open])
    anchors: dict[str, tuple[YamlNode, int]] = field(default_factory=dict[str, tuple[YamlNode, int]])
    total: int = 0

    def take(self, event: Any) -> bool:
        """Take one event; False where the document is refused."""
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            return self.documents == 1 or self._refuse(event, "a second document begins here, expected one")
        if isinstance(event, yaml.NodeEvent):
            tag: str | None = getattr(event, "tag", None)
            if tag not in _TEXT_TAGS:
                return self._refuse(event, f"tag `{tag}` is not allowed")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if isinstance(event, yaml.ScalarEvent):
            value: str = event.value
            plain = event.style in (None, "")
            start, end = self._offsets(event, event)
            scalar = YamlScalar(text=value, plain=plain, span=self._span(event, event), start=start, end=end)
            return self._place(scalar, 1, event, event.anchor)
        if isinstance(event, yaml.CollectionStartEvent):
            self.open.append(_Open(start=event, anchor=event.anchor))
            return len(self.open) <= self.limits.depth or self._refuse(event, f"nested deeper than {self.limits.depth}")
        if isinstance(event, yaml.CollectionEndEvent):
            return self._close(event)
        return True

    def _close(self, event: Any) -> bool:
        part = self.open.pop()
        span, (start, end) = self._span(part.start, event), self._offsets(part.start, event)
        flow = bool(part.start.flow_style)
        node: YamlNode
        if isinstance(part.start, yaml.MappingStartEvent):
            node = YamlMapping(entries=tuple(part.entries), flow=flow, span=span, start=start, end=end)
        else:
            node = YamlSequence(items=tuple(part.items), flow=flow, span=span, start=start, end=end)
        return self._place(node, part.size, part.start, part.anchor)

    def _alias(self, event: Any) -> bool:
        found = self.anchors.get(event.anchor)
        if found is None:
            return self._refuse(event, f"unknown alias `*{event.anchor}`")
        node, size = found
        start, end = self._offsets(event, event)
        return self._place(replace(node, span=self._span(event, event), start=start, end=end), size, event, None)

    def _place(self, node: YamlNode, size: int, event: Any, anchor: str | None) -> bool:
        if anchor is not None:
            node = replace(node, shared=True)
            self.anchors[anchor] = (node, size)
        if not self.open:
            self.root = None if isinstance(node, YamlScalar) and node.is_null else node
            return True
        holder = self.open[-1]
        holder.size += size
        if holder.size > self.limits.nodes:
            return self._refuse(event, f"more than {self.limits.nodes} values, aliases written out")
        if not isinstance(holder.start, yaml.MappingStartEvent):
            holder.items.append(node)
        elif holder.key is None:
            return self._key(holder, node, event)
        else:
            holder.entries.append(YamlEntry(key=holder.key, value=node))
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

    def _offsets(self, first: Any, last: Any) -> tuple[int, int]:
        return first.start_mark.index + self.offset, last.end_mark.index + self.offset

    def _span(self, first: Any, last: Any) -> Span:
        start, end = first.start_mark, last.end_mark
        return Span(
            file=self.file,
            line=start.line + 1,
            column=start.column + 1,
            end_line=end.line + 1,
            end_column=end.column + 1,
        )

    def _refuse(self, event: Any, message: str, hint: str | None = None) -> bool:
        self.diagnostics.error(self.code, message, self._span(event, event), hint=hint)
        return False
