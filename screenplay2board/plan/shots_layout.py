"""Where scenes and shots lie in the text of a shots YAML, so that they can be moved and joined by new ones.

Enters: a read shots YAML. Leaves: stretches of its text, whole lines each. Comments and empty lines above an item
belong to it; comments below it that are indented deeper than its dash belong to it too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from screenplay2board.marked_yaml import YamlMapping, YamlNode, YamlScalar, YamlSequence
from screenplay2board.plan.shots_text import SCENE_INDENT, SHOT_INDENT
from screenplay2board.plan.splicing import Splices, content_end

_DASH_ALONE = re.compile(r"[ \t]*-[ \t]*(?:#[^\n]*)?\r?\n?\Z")
_COMMENT_LINE = re.compile(r"([ \t]*)#")
_QUIET_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?\r?\n?")


class UnspliceableError(Exception):
    """The file is written in a way that cannot be edited line by line; says what and where."""

    def __init__(self, message: str, node: YamlNode) -> None:
        super().__init__(message)
        self.node = node


@dataclass(frozen=True, slots=True)
class Block:
    """An item of a block list. start, end: its lines with what belongs to it. indent: where its dash stands."""

    start: int
    end: int
    indent: int


@dataclass(frozen=True, slots=True)
class SceneBlock:
    """A scene: its lines up to the first shot, its shots, and its lines behind the last shot.

    head_end, tail_start: where the shots begin and end. can_grow: whether shots can be written between.
    """

    block: Block
    shots: tuple[Block, ...]
    head_end: int
    tail_start: int
    can_grow: bool
    shot_indent: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole file: what stands above the first scene, the scenes, and what stands below the last."""

    head_end: int
    tail_start: int
    scenes: tuple[SceneBlock, ...]
    scene_indent: int


def layout_of(root: YamlMapping, splices: Splices) -> Layout:
    """Return where everything lies.

    Raises: UnspliceableError where lists of scenes stand in brackets.
    """
    scenes = root.get("scenes")
    if root.flow or scenes is None or scenes.shared or (isinstance(scenes, YamlSequence) and scenes.flow):
        raise UnspliceableError("the scenes do not stand below `scenes:`, one after the other", scenes or root)
    if not isinstance(scenes, YamlSequence):
        raise UnspliceableError("no list of scenes stands below `scenes:`", scenes)
    blocks = _blocks(splices, scenes, len(splices.text))
    first = blocks[0]
    laid = tuple(_scene(splices, node, block) for node, block in zip(scenes.items, blocks, strict=True))
    return Layout(head_end=first.start, tail_start=blocks[-1].end, scenes=laid, scene_indent=first.indent)


def _blocks(splices: Splices, sequence: YamlSequence, limit: int) -> list[Block]:
    """Return the items of a block list, which ends before `limit`."""
    text = splices.text
    dashes = [_dash(splices, item) for item in sequence.items]
    ends: list[int] = []
    for index, item in enumerate(sequence.items):
        following = dashes[index + 1] if index + 1 < len(dashes) else limit
        indent = _indent(text, dashes[index])
        content = max(content_end(text, item), dashes[index] + 1)
        end = min(splices.line_end(content), following)
        # Comments right below that stand deeper than the dash belong to this item.
        while end < following and _is_comment_deeper(text, end, indent):
            end = min(splices.line_end(end), following)
        ends.append(end)
    starts = [splices.line_start(dashes[0]), *ends[:-1]]
    starts[0] = _with_quiet_lines_above(splices, starts[0], 0) if sequence.items else starts[0]
    return [
        Block(start=start, end=end, indent=_indent(text, dash))
        for start, end, dash in zip(starts, ends, dashes, strict=True)
    ]


def _with_quiet_lines_above(splices: Splices, start: int, least: int) -> int:
    """Return where the comments and empty lines right above a line begin."""
    while start > least:
        above = splices.line_start(start - 1)
        if not _QUIET_LINE.fullmatch(splices.text, above, start):
            break
        start = above
    return max(start, least)


def _dash(splices: Splices, item: YamlNode) -> int:
    """Return where the dash of an item stands: on the item's line, or above it on a line of its own."""
    start, end = splices.line_start(item.start), item.start
    while not splices.text[start:end].strip() or _QUIET_LINE.fullmatch(splices.text, start, end):
        if start == 0:
            break
        start, end = splices.line_start(start - 1), start
    found = _DASH_ALONE.match(splices.text, start, end)
    if found is None:
        raise UnspliceableError("an item of this list does not begin with a dash of its own", item)
    return start + found.group().index("-")


def _indent(text: str, dash: int) -> int:
    return dash - (text.rfind("\n", 0, dash) + 1)


def _is_comment_deeper(text: str, start: int, indent: int) -> bool:
    found = _COMMENT_LINE.match(text, start)
    return found is not None and len(found.group(1)) > indent


def _scene(splices: Splices, node: YamlNode, block: Block) -> SceneBlock:
    whole = SceneBlock(
        block=block,
        shots=(),
        head_end=block.end,
        tail_start=block.end,
        can_grow=False,
        shot_indent=block.indent + SHOT_INDENT - SCENE_INDENT,
    )
    if not isinstance(node, YamlMapping) or node.flow or node.shared:
        return whole
    entry = node.entry("shots")
    if entry is None:
        return whole
    shots = entry.value
    if isinstance(shots, YamlSequence) and not shots.flow and not shots.shared:
        blocks = _blocks(splices, shots, block.end)
        return SceneBlock(
            block=block,
            shots=tuple(blocks),
            head_end=blocks[0].start,
            tail_start=blocks[-1].end,
            can_grow=True,
            shot_indent=blocks[0].indent,
        )
    empty = (isinstance(shots, YamlScalar) and shots.is_null) or (isinstance(shots, YamlSequence) and not shots.items)
    if not empty or shots.shared:
        return whole
    end = splices.line_end(max(entry.key.end, shots.end if isinstance(shots, YamlSequence) else 0))
    return SceneBlock(
        block=block,
        shots=(),
        head_end=end,
        tail_start=end,
        can_grow=True,
        shot_indent=entry.key.span.column - 1 + 2,
    )


def make_room(splices: Splices, node: YamlNode) -> None:
    """Take the brackets of an empty list of shots away, so that shots can be written below it."""
    entry = node.entry("shots") if isinstance(node, YamlMapping) else None
    if entry and isinstance(entry.value, YamlSequence) and entry.value.flow and not entry.value.items:
        splices.put(entry.value.start, entry.value.end, "")


def reindented(text: str, by: int) -> str:
    """Return lines moved `by` columns to the right, or to the left where negative."""
    if not by:
        return text
    lines = text.splitlines(keepends=True)
    if by > 0:
        return "".join(" " * by + line if line.strip() else line for line in lines)
    return "".join(line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines)
