"""Read emphasis and backslash escapes inside lines.

Enters: lines of one paragraph, notes and boneyards already gone. Leaves: plain text and styled runs.

Specification: https://fountain.io/syntax (Emphasis). `*italics*`, `**bold**`, `***both***`, `_underline_`; markers are
matched as Markdown matches them (an opening one has no space behind it, a closing one none before it), never across a
line break. Every marker is looked at once: the time is linear in the length of the text, whatever it holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from screenplay2board.screenplay.types import StyledRun

# As in Markdown, a backslash makes any ASCII punctuation literal.
_TOKEN = re.compile(r"\\[!-/:-@\[-`{-~]|\*+|_+")
_MARKUP = re.compile(r"[\\*_]")
_BOLD, _ITALIC, _UNDERLINE = 1, 2, 4


@dataclass(slots=True)
class _Marker:
    """A run of `*` or `_`; what is not used up in a pair stays in the text. number: among the markers of its line."""

    number: int
    character: Literal["*", "_"]
    can_open: bool
    can_close: bool
    length: int
    left: int
    closes: list[int]
    opens: list[int]

    def may_pair_with(self, closer: _Marker) -> bool:
        """Tell whether `closer` may close what this opens.

        Source: CommonMark 0.31, rules 9 and 10: in `**b*i*b**` the first single `*` opens and does not halve the `**`.
        """
        if not (closer.can_open or self.can_close):
            return True
        return (self.length + closer.length) % 3 != 0 or (self.length % 3 == 0 and closer.length % 3 == 0)


def style_lines(lines: list[str]) -> tuple[str, tuple[StyledRun, ...]]:
    """Return the plain text of lines, joined by line breaks, and its styled runs."""
    joined = lines[0] if len(lines) == 1 else "\n".join(lines)
    if not joined:
        return "", ()
    if not _MARKUP.search(joined):
        return joined, (StyledRun(text=joined),)
    pieces: list[tuple[str, int]] = []
    for number, line in enumerate(lines):
        if number:
            pieces.append(("\n", pieces[-1][1] if pieces else 0))
        if _MARKUP.search(line):
            pieces.extend(_style_line(line))
        elif line:
            pieces.append((line, 0))
    return _merge(pieces)


def _merge(pieces: list[tuple[str, int]]) -> tuple[str, tuple[StyledRun, ...]]:
    """Join neighbouring pieces of one style. A line break takes the style before it, so that it splits no run."""
    texts: list[list[str]] = []
    styles: list[int] = []
    for text, style in pieces:
        if styles and styles[-1] == style:
            texts[-1].append(text)
        elif text:
            texts.append([text])
            styles.append(style)
    runs = tuple(
        StyledRun(
            text="".join(text),
            bold=bool(style & _BOLD),
            italic=bool(style & _ITALIC),
            underline=bool(style & _UNDERLINE),
        )
        for text, style in zip(texts, styles, strict=True)
    )
    return "".join(run.text for run in runs), runs


def _style_line(line: str) -> list[tuple[str, int]]:
    """Split one line into (text, style) pieces."""
    tokens = list(_TOKEN.finditer(line))
    runs = (token for token in tokens if token[0][0] in "*_")
    markers = {token.start(): _marker(line, token, number) for number, token in enumerate(runs)}
    _pair(list(markers.values()))
    pieces: list[tuple[str, int]] = []
    depth = [0] * (_UNDERLINE + 1)
    style = position = 0
    for token in tokens:
        start = token.start()
        if start > position:
            pieces.append((line[position:start], style))
        position = token.end()
        marker = markers.get(start)
        if marker is None:
            pieces.append((line[start + 1], style))
            continue
        for kind in marker.closes:
            depth[kind] -= 1
            if not depth[kind]:
                style &= ~kind
        if marker.left:
            pieces.append((marker.character * marker.left, style))
        for kind in marker.opens:
            depth[kind] += 1
            style |= kind
    if position < len(line):
        pieces.append((line[position:], style))
    return pieces


def _marker(line: str, token: re.Match[str], number: int) -> _Marker:
    """Tell whether a run of markers can open or close emphasis where it stands."""
    before = line[token.start() - 1] if token.start() else " "
    after = line[token.end()] if token.end() < len(line) else " "
    can_open, can_close = not after.isspace(), not before.isspace()
    character: Literal["*", "_"] = "*" if token[0][0] == "*" else "_"
    if character == "_":
        # As in CommonMark, underscores inside a word (`MAN_2_B`) are part of it.
        can_open, can_close = can_open and not before.isalnum(), can_close and not after.isalnum()
    length = token.end() - token.start()
    return _Marker(number, character, can_open, can_close, length, length, [], [])


def _pair(markers: list[_Marker]) -> None:
    """Match closing markers with the nearest opening ones of their kind that they may pair with.

    floors: the number of the marker before which a closer of some shape has nothing to find; it keeps the time linear.
    Source: CommonMark 0.31, appendix "A parsing strategy", process emphasis.
    """
    waiting: dict[str, list[_Marker]] = {"*": [], "_": []}
    floors: dict[tuple[str, bool, int], int] = {}
    for marker in markers:
        openers = waiting[marker.character]
        shape = (marker.character, marker.can_open, marker.length % 3)
        while marker.can_close and marker.left:
            floor = floors.get(shape, 0)
            found = len(openers) - 1
            while found >= 0 and openers[found].number >= floor and not openers[found].may_pair_with(marker):
                found -= 1
            if found < 0 or openers[found].number < floor:
                floors[shape] = marker.number
                break
            del openers[found + 1 :]
            _join(openers[found], marker)
            if not openers[found].left:
                openers.pop()
        if marker.left and marker.can_open:
            openers.append(marker)


def _join(opener: _Marker, closer: _Marker) -> None:
    """Use up one pair of markers."""
    if closer.character == "_":
        used, kind = min(opener.left, closer.left), _UNDERLINE
    elif opener.left >= 2 and closer.left >= 2:
        used, kind = 2, _BOLD
    else:
        used, kind = 1, _ITALIC
    opener.left -= used
    closer.left -= used
    opener.opens.append(kind)
    closer.closes.append(kind)
