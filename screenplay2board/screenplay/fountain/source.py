"""Cut boneyards and notes out of a Fountain text and remember where everything stood.

Enters: the text of a file. Leaves: `Source`, lines without boneyards and notes, each knowing its place in the file.

Specification: https://fountain.io/syntax (Notes, Boneyard). A boneyard may span anything; a note ends at an empty line
unless two spaces stand on it. What is never closed stays in the text. Each character is passed a fixed number of times.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.screenplay.types import Note

LineKind = Literal["text", "blank", "note", "boneyard"]

_LINE_BREAK = re.compile(r"\r\n?")
_OPENING = re.compile(r"/\*|\[\[")
# An empty line ends a note; a line of two or more spaces holds it together.
_EMPTY_LINE = re.compile(r"\n[ \t]?(?=\n|\Z)")
# The rest of a hostile or broken file would repeat the same message thousands of times.
_MOST_UNCLOSED_REPORTS = 5


@dataclass(frozen=True, slots=True)
class _Cut:
    """A stretch [start, end) of the text that is taken out of it."""

    start: int
    end: int
    kind: Literal["note", "boneyard"]


@dataclass(slots=True)
class Source:
    """Lines of a Fountain file without notes and boneyards.

    lines: the text of each line. Cutting a stretch that holds line breaks joins the lines around it into one.
    notes, boneyards: what was cut out of a line, by its index. segments: for lines that are not whole lines of the
    file, from which character on which (line, column) of the file applies, counted from 1.
    """

    file: str
    lines: list[str]
    numbers: list[int] = field(default_factory=list[int])
    segments: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict[int, list[tuple[int, int, int]]])
    notes: dict[int, list[Note]] = field(default_factory=dict[int, list[Note]])
    boneyards: dict[int, list[Note]] = field(default_factory=dict[int, list[Note]])

    def place(self, index: int, column: int) -> tuple[int, int]:
        """Return (line, column) in the file, from 1, of a character of a line, from 0."""
        segments = self.segments.get(index)
        if segments is None:
            return (self.numbers[index] if self.numbers else index + 1), column + 1
        found = segments[max(0, bisect_right(segments, column, key=lambda segment: segment[0]) - 1)]
        return found[1], found[2] + column - found[0]

    def span(self, first: int, first_column: int, last: int, last_column: int) -> Span:
        """Return the span from a character of line `first` to before a character of line `last`."""
        if first not in self.segments and last not in self.segments:  # whole lines of the file
            numbers = self.numbers
            return Span(
                file=self.file,
                line=numbers[first] if numbers else first + 1,
                column=first_column + 1,
                end_line=numbers[last] if numbers else last + 1,
                end_column=last_column + 1,
            )
        line, column = self.place(first, first_column)
        # The end is the place behind the last character, not the place of the next: a note may stand between them.
        end_line, end_column = self.place(last, last_column - 1) if last_column else self.place(last, 0)
        return Span(
            file=self.file,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column + 1 if last_column else end_column,
        )

    def kind(self, index: int) -> LineKind:
        """Tell whether a line holds text, nothing, or only what was cut out of it."""
        line = self.lines[index]
        if line and not line.isspace():
            return "text"
        if index in self.boneyards:
            return "boneyard"
        return "note" if index in self.notes else "blank"

    def kinds(self) -> list[LineKind]:
        """Return the kind of every line."""
        kinds: list[LineKind] = ["text" if line and not line.isspace() else "blank" for line in self.lines]
        for index in (*self.notes, *self.boneyards):
            kinds[index] = self.kind(index)
        return kinds

    def bare(self, index: int) -> bool:
        """Tell whether a line ends a paragraph; two spaces on it hold a dialogue together."""
        return self.kind(index) == "blank" and len(self.lines[index].replace("\t", "")) < 2


def read_source(text: str, file: str, diagnostics: Diagnostics) -> Source:
    """Split a text into lines and cut its notes and boneyards out."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = _LINE_BREAK.sub("\n", text)
    if "/*" not in text and "[[" not in text:
        return Source(file, text.split("\n"))
    return _Cutter(text, file, diagnostics).cut()


class _Cutter:
    """Find notes and boneyards in one pass and build the lines that are left."""

    def __init__(self, text: str, file: str, diagnostics: Diagnostics) -> None:
        self.text = text
        self.file = file
        self.diagnostics = diagnostics
        self.unclosed: dict[str, int] = {"note": 0, "boneyard": 0}
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.source = Source(file, [], [1])
        self.pieces: list[str] = []  # of the line that is being built
        self.length = 0

    def cut(self) -> Source:
        position = 0
        for cut in self._find():
            self._keep(position, cut.start)
            self._record(cut)
            position = self._skip_space(cut.end)
        self._keep(position, len(self.text))
        self.source.lines.append("".join(self.pieces))
        return self.source

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def _find(self) -> list[_Cut]:
        """Return the notes and boneyards in order. No closing marker or empty line is searched for twice."""
        cuts: list[_Cut] = []
        note_end = boneyard_end = paragraph_end = position = 0
        while match := _OPENING.search(self.text, position):
            start = match.start()
            position = match.end()
            if self._is_escaped(start):
                position = start + 1
                continue
            if match[0] == "/*":
                if 0 <= boneyard_end < position:
                    boneyard_end = self.text.find("*/", position)
                if boneyard_end < 0:
                    self._report_unclosed("boneyard", start)
                    continue
                cuts.append(_Cut(start, boneyard_end + 2, "boneyard"))
            else:
                if 0 <= note_end < position:
                    note_end = self.text.find("]]", position)
                if paragraph_end < position:
                    empty = _EMPTY_LINE.search(self.text, position)
                    paragraph_end = empty.start() if empty else len(self.text)
                if note_end < 0 or note_end > paragraph_end:
                    self._report_unclosed("note", start)
                    continue
                cuts.append(_Cut(start, note_end + 2, "note"))
            position = cuts[-1].end
        for kind, count in self.unclosed.items():
            if count > _MOST_UNCLOSED_REPORTS:
                self.diagnostics.warning("S2B112", f"{count - _MOST_UNCLOSED_REPORTS} more {kind}s are never closed")
        return cuts

    def _is_escaped(self, offset: int) -> bool:
        backslashes = 0
        while offset - backslashes > 0 and self.text[offset - backslashes - 1] == "\\":
            backslashes += 1
        return backslashes % 2 == 1

    def _report_unclosed(self, kind: Literal["note", "boneyard"], start: int) -> None:
        self.unclosed[kind] += 1
        if self.unclosed[kind] > _MOST_UNCLOSED_REPORTS:
            return
        line, column = self._place(start)
        span = Span(file=self.file, line=line, column=column, end_line=line, end_column=column + 2)
        if kind == "note":
            self.diagnostics.warning(
                "S2B110",
                "this note is never closed; it is read as text",
                span,
                hint="close it with `]]` before the next empty line, or put two spaces on that line",
            )
        else:
            self.diagnostics.warning(
                "S2B111", "this boneyard is never closed; it is read as text", span, hint="close it with `*/`"
            )

    def _keep(self, start: int, end: int) -> None:
        """Add a stretch of text to the lines."""
        if start >= end:
            return
        source = self.source
        line, column = self._place(start)
        first, *others = self.text[start:end].split("\n")
        if self.length or column > 1:
            beginning = [(0, source.numbers[-1], 1)] if self.length else []
            source.segments.setdefault(len(source.lines), beginning).append((self.length, line, column))
        self._add(first)
        if others:
            source.lines.append("".join(self.pieces))
            source.lines.extend(others[:-1])
            source.numbers.extend(range(line + 1, line + 1 + len(others)))
            self.pieces, self.length = [], 0
            self._add(others[-1])

    def _add(self, piece: str) -> None:
        if piece:
            self.pieces.append(piece)
            self.length += len(piece)

    def _skip_space(self, position: int) -> int:
        """Pass over the space behind a cut where one stands before it too, or where the line begins or ends there."""
        if position < len(self.text) and self.text[position] in " \t" and self._stands_after_space():
            while position < len(self.text) and self.text[position] in " \t":
                position += 1
        if position == len(self.text) or self.text[position] == "\n":
            while self.pieces and self._stands_after_space():
                last = self.pieces.pop()
                self.length -= len(last)
                self._add(last.rstrip(" \t"))
        return position

    def _stands_after_space(self) -> bool:
        return not self.pieces or self.pieces[-1][-1] in " \t"

    def _record(self, cut: _Cut) -> None:
        line, column = self._place(cut.start)
        end_line, end_column = self._place(cut.end)
        index = len(self.source.lines)
        inner = self.text[cut.start + 2 : cut.end - 2]
        text = "\n".join(part.strip() for part in inner.split("\n")).strip() if cut.kind == "note" else inner.strip()
        span = Span(file=self.file, line=line, column=column, end_line=end_line, end_column=end_column)
        into = self.source.notes if cut.kind == "note" else self.source.boneyards
        into.setdefault(index, []).append(Note(text=text, span=span))
