"""Edit YAML mappings by splicing their text: what is not edited stays byte for byte, comments included.

Enters: the text of a file, its nodes, and what should change in a mapping. Leaves: splices (start, end, replacement),
offsets in characters. Block mappings are edited line by line; what stands in braces is put together anew from its own
pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from screenplay2board.marked_yaml import YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence
from screenplay2board.plan.shot_data import KEY_ORDER
from screenplay2board.plan.yaml_text import entry_lines, flow, key_text

_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)?\r?\n?")
_POSITION = {key: index for index, key in enumerate(KEY_ORDER)}


class _Removed:
    """Stands for a value that goes."""


REMOVED = _Removed()
# What should become of the keys of a mapping: a new value, REMOVED, or changes of the mapping below.
Changes = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Nested:
    """Changes of the mapping that stands below a key."""

    changes: Changes


@dataclass(slots=True)
class Splices:
    """Replacements in one text, and the pieces that come of them. newline: the line end of the text."""

    text: str
    items: list[tuple[int, int, str]] = field(default_factory=list[tuple[int, int, str]])
    newline: str = field(init=False, default="\n")

    def __post_init__(self) -> None:
        self.newline = "\r\n" if "\r\n" in self.text else "\n"

    def put(self, start: int, end: int, replacement: str) -> None:
        """Replace a stretch of the text. `replacement` has plain line ends."""
        self.items.append((start, end, replacement.replace("\n", self.newline)))

    def piece(self, start: int, end: int) -> str:
        """Return the text from `start` to `end` with every splice in it."""
        parts: list[str] = []
        position = start
        # What is inserted between two pieces belongs to the one before.
        inside = sorted(item for item in self.items if start <= item[0] and start < item[1] <= end)
        for first, last, replacement in inside:
            parts += [self.text[position:first], replacement]
            position = last
        return "".join((*parts, self.text[position:end]))

    def line_start(self, offset: int) -> int:
        """Return where the line of `offset` begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Return where the line of `offset` ends, behind its line end."""
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found + 1


def content_end(text: str, node: YamlNode) -> int:
    """Return where the last character of a node stands; libyaml lets blocks end where the next token begins."""
    while not node.shared:
        if isinstance(node, YamlScalar):
            return node.start + len(text[node.start : node.end].rstrip())
        if node.flow:
            return node.end
        children = node.items if isinstance(node, YamlSequence) else tuple(entry.value for entry in node.entries)
        if not children:
            return node.start
        if isinstance(node, YamlMapping) and isinstance(children[-1], YamlScalar) and not children[-1].text:
            return max(children[-1].start, _key_end(text, node.entries[-1]))
        node = children[-1]
    return (
        node.start + len(text[node.start : node.end].rstrip()) if _is_alias(text, node) else _anchored_end(text, node)
    )


def _is_alias(text: str, node: YamlNode) -> bool:
    return text.startswith("*", node.start)


def _anchored_end(text: str, node: YamlNode) -> int:
    if isinstance(node, YamlScalar) or node.flow:
        return node.start + len(text[node.start : node.end].rstrip())
    children = node.items if isinstance(node, YamlSequence) else tuple(entry.value for entry in node.entries)
    return content_end(text, children[-1]) if children else node.start


def _key_end(text: str, entry: YamlEntry) -> int:
    return text.find(":", entry.key.end) + 1 or entry.key.end


def is_shared(node: YamlNode) -> bool:
    """Tell whether a node, or anything in it, has an anchor or is an alias: editing it would edit other places."""
    if node.shared:
        return True
    if isinstance(node, YamlSequence):
        return any(is_shared(item) for item in node.items)
    return isinstance(node, YamlMapping) and any(is_shared(entry.value) for entry in node.entries)


def edit_mapping(splices: Splices, node: YamlMapping, changes: Changes) -> None:
    """Add the splices that make `changes` in a mapping. New keys go behind the key that stands before them by rule."""
    if not changes:
        return
    if node.flow:
        splices.put(node.start, node.end, _flow_edited(splices.text, node, changes))
        return
    column = node.entries[0].key.span.column - 1
    changes = {key: REMOVED if _empties(node, key, change) else change for key, change in changes.items()}
    staying = [entry for entry in node.entries if changes.get(entry.key.text) is not REMOVED]
    added = [(key, plain(change)) for key, change in changes.items() if change is not REMOVED and not node.entry(key)]
    if not staying:
        _rewrite(splices, node, added, column)
        return
    leading = node.entries[: node.entries.index(staying[0])]
    if leading:
        _remove_leading(splices, leading, staying[0], column)
    for key, change in changes.items():
        entry = node.entry(key)
        if entry is None or entry in leading:
            continue
        if change is REMOVED:
            _remove(splices, entry)
        elif isinstance(change, Nested) and isinstance(entry.value, YamlMapping):
            edit_mapping(splices, entry.value, change.changes)
        else:
            _replace(splices, entry, plain(change), column)
    _add(splices, node, staying, added, column)


def _empties(node: YamlMapping, key: str, change: Any) -> bool:
    """Tell whether a change leaves nothing in the mapping below a key; the key then goes too."""
    entry = node.entry(key)
    if entry is None or not isinstance(change, Nested) or not isinstance(entry.value, YamlMapping):
        return False
    below = {part.key.text for part in entry.value.entries}
    return all(part is REMOVED for part in change.changes.values()) and below <= change.changes.keys()


def _rewrite(splices: Splices, node: YamlMapping, added: list[tuple[str, Any]], column: int) -> None:
    """Put other keys in the place of all keys of a block mapping; its comments stay above them."""
    end = content_end_of(splices.text, node.entries[-1])
    lines = [" " * column + comment for comment in _comments(splices.text, node, end)]
    for key, value in sorted(added, key=lambda item: _POSITION.get(item[0], len(_POSITION))):
        lines += _lines(key, value, column)
    splices.put(node.entries[0].key.start, end, "\n".join(lines).lstrip(" "))


def plain(change: Any) -> Any:
    """Return the value that a change sets, nested ones as mappings."""
    if isinstance(change, Nested):
        return {key: plain(part) for key, part in change.changes.items() if part is not REMOVED}
    return change


def _add(
    splices: Splices, node: YamlMapping, staying: list[YamlEntry], added: list[tuple[str, Any]], column: int
) -> None:
    lines_at: dict[int, list[str]] = {}
    for key, value in sorted(added, key=lambda item: _POSITION.get(item[0], len(_POSITION))):
        lines = _lines(key, value, column)
        anchor = _anchor(staying, key)
        if anchor is None:  # in front of the first key, which may stand behind a dash
            first = node.entries[0].key.start
            splices.put(first, first, "\n".join(lines).lstrip(" ") + "\n" + " " * column)
        else:
            lines_at.setdefault(splices.line_end(content_end_of(splices.text, anchor)), []).extend(lines)
    for end, lines in lines_at.items():
        ended = splices.text[:end].endswith("\n")
        splices.put(
            end, end, "".join(f"{line}\n" for line in lines) if ended else "".join(f"\n{line}" for line in lines)
        )


def _lines(key: str, value: Any, column: int) -> list[str]:
    """Return the lines of an entry; a person's part in a shot stands on one line."""
    if isinstance(value, Mapping) and key not in _POSITION:
        return [f"{' ' * column}{key_text(key)}: {flow(value)}"]
    return entry_lines(key, value, column)


def _anchor(staying: Iterable[YamlEntry], key: str) -> YamlEntry | None:
    """Return the last entry that stands before `key` by rule; keys without a rule come last."""
    position = _POSITION.get(key, len(_POSITION))
    before = [entry for entry in staying if _POSITION.get(entry.key.text, len(_POSITION)) <= position]
    return before[-1] if before else None


def content_end_of(text: str, entry: YamlEntry) -> int:
    """Return where an entry ends, whether or not something stands behind its key."""
    return max(content_end(text, entry.value), _key_end(text, entry))


def _replace(splices: Splices, entry: YamlEntry, value: Any, column: int) -> None:
    """Set the value of a key in a block mapping."""
    node, text = entry.value, splices.text
    end = content_end(text, node)
    written = "\n".join(_lines(entry.key.text, value, column))
    behind = written[written.index(":", len(" " * column + key_text(entry.key.text))) + 1 :]
    if isinstance(node, YamlScalar) or node.flow:
        if isinstance(value, (list, Mapping)) and isinstance(node, (YamlSequence, YamlMapping)):
            splices.put(node.start, end, flow(value))
            return
        first, _, rest = behind.partition("\n")
        comment = _header_comment(text, node)
        if not comment and first and "\n" not in text[entry.key.end : node.start]:
            splices.put(node.start, end, behind.removeprefix(" "))  # the space in front of the value stays
            return
        splices.put(_key_end(text, entry), end, first + comment + ("\n" + rest if rest else ""))
        return
    kept = _comments(text, node, end)
    margin = "\n" + " " * (column + 2)
    below = behind if behind.startswith("\n") else margin + behind.lstrip(" ")
    start = splices.line_end(_key_end(text, entry))
    if start > node.start or not behind.startswith("\n"):
        splices.put(_key_end(text, entry), end, "".join(margin + line for line in kept) + below)
    else:
        lines = "".join(" " * (column + 2) + line + "\n" for line in kept)
        splices.put(start, end, lines + below.removeprefix("\n"))


def _header_comment(text: str, node: YamlNode) -> str:
    """Return the comment behind the `|-` of a block."""
    found = _BLOCK_HEADER.match(text, node.start) if isinstance(node, YamlScalar) and not node.plain else None
    return f"  {found.group(1).strip()}" if found and found.group(1) else ""


def _remove(splices: Splices, entry: YamlEntry) -> None:
    """Remove a key with its lines from a block mapping; comments on these lines stay, on lines of their own."""
    text = splices.text
    end = content_end_of(text, entry)
    line_end = splices.line_end(end)
    comments = _comments_of(text, entry, line_end)
    column = entry.key.span.column - 1
    start = splices.line_start(entry.key.start)
    splices.put(start, line_end, "".join(" " * column + comment + "\n" for comment in comments))


def _remove_leading(splices: Splices, leading: Sequence[YamlEntry], next_entry: YamlEntry, column: int) -> None:
    """Remove the first keys of a block mapping, which may stand behind a dash; all comments up to the next key stay."""
    ends = [entry.key.start for entry in (*leading[1:], next_entry)]
    comments = [
        comment for entry, end in zip(leading, ends, strict=True) for comment in _comments_of(splices.text, entry, end)
    ]
    kept = "".join(comment + "\n" + " " * column for comment in comments)
    splices.put(leading[0].key.start, next_entry.key.start, kept)


def _comments_of(text: str, entry: YamlEntry, end: int) -> list[str]:
    """Return the comments inside an entry and behind it up to `end`."""
    content = content_end_of(text, entry)
    header = _header_comment(text, entry.value)
    inside = _comments(text, entry.value, content) + _comments_in(text[content:end])
    return inside + ([header.strip()] if header else [])


def _comments(text: str, node: YamlNode, end: int) -> list[str]:
    """Return the comments inside a list or mapping, up to `end`."""
    if isinstance(node, YamlScalar):
        return []
    masked = list(text[node.start : end])
    for scalar in _scalars(node):
        for position in range(max(scalar.start, node.start), min(scalar.end, end)):
            if masked[position - node.start] not in "\r\n":
                masked[position - node.start] = "x"
    return _comments_in("".join(masked))


def _comments_in(text: str) -> list[str]:
    return [found.group(1) for found in re.finditer(r"(?:^|[ \t])(#[^\r\n]*)", text, re.MULTILINE)]


def _scalars(node: YamlNode) -> Iterable[YamlScalar]:
    if isinstance(node, YamlScalar):
        yield node
    elif isinstance(node, YamlSequence):
        for item in node.items:
            yield from _scalars(item)
    else:
        for entry in node.entries:
            yield entry.key
            yield from _scalars(entry.value)


def _flow_edited(text: str, node: YamlMapping, changes: Changes) -> str:
    """Return a mapping in braces with its changes; what stays keeps its own text.

    Where comments stand within the braces, keys are only changed and added, so that no comment goes.
    """
    commented = bool(_comments(text, node, node.end))
    parts: list[tuple[str, str]] = []
    for entry in node.entries:
        key = entry.key.text
        own = text[entry.key.start : max(entry.key.end, content_end(text, entry.value))]
        change = changes.get(key)
        if key not in changes or (change is REMOVED and commented):
            parts.append((key, own))
        elif change is not REMOVED:
            if isinstance(change, Nested) and isinstance(entry.value, YamlMapping):
                value = _flow_edited(text, entry.value, change.changes)
            else:
                value = flow(plain(change))
            parts.append((key, f"{text[entry.key.start : entry.key.end]}: {value}"))
    if commented:
        return _flow_spliced(text, node, dict(parts), changes)
    added = [key for key, change in changes.items() if change is not REMOVED and node.entry(key) is None]
    for key in sorted(added, key=lambda name: _POSITION.get(name, len(_POSITION))):
        own = f"{key_text(key)}: {flow(plain(changes[key]))}"
        position = _POSITION.get(key, len(_POSITION))
        at = max(
            (n + 1 for n, part in enumerate(parts) if _POSITION.get(part[0], len(_POSITION)) <= position), default=0
        )
        parts.insert(at, (key, own))
    return _outer(text, node)[0] + ", ".join(own for _, own in parts) + _outer(text, node)[1]


def _outer(text: str, node: YamlMapping) -> tuple[str, str]:
    """Return the braces of a flow mapping with the space they had."""
    if not node.entries:
        return "{", "}"
    opening = text[node.start : node.entries[0].key.start]
    closing = text[max(node.entries[-1].key.end, content_end(text, node.entries[-1].value)) : node.end]
    return opening, closing.lstrip(",")


def _flow_spliced(text: str, node: YamlMapping, parts: Mapping[str, str], changes: Changes) -> str:
    inner = Splices(text)
    for entry in node.entries:
        end = max(entry.key.end, content_end(text, entry.value))
        inner.put(entry.key.start, end, parts[entry.key.text])
    added = "".join(
        f", {key_text(key)}: {flow(plain(change))}"
        for key, change in changes.items()
        if change is not REMOVED and node.entry(key) is None
    )
    start, end, own = inner.items.pop()
    inner.items.append((start, end, own + added))
    return inner.piece(node.start, node.end)
