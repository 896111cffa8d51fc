"""Read the title page of a Fountain file.

Specification: https://fountain.io/syntax (Title Page). Keys end with a colon; values stand beside them or indented
below. The specification does not say how to tell a title page from a script that begins with `FADE IN:`; here a
block of lines is one if a key in it is well known, or if it looks like nothing else.
"""

from __future__ import annotations

import re
from dataclasses import replace

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.fountain.elements import cut_element, lines_span, make_element
from screenplay2board.screenplay.fountain.lines import is_heading
from screenplay2board.screenplay.fountain.source import Source
from screenplay2board.screenplay.korean import KoreanScript
from screenplay2board.screenplay.types import Element, Note

KNOWN_KEYS = frozenset(
    """title|credit|author|authors|source|draft date|date|contact|contact info|copyright|notes|note|revision|version|
    draft|format|language|genre|logline|based on|story by|written by|director|producer|company|phone|email|address|
    episode|series|season|tl|tc|tr|cc|bl|br|watermark|font|header|footer|revision color|revision colour|
    제목|부제|작가|각본|극본|감독|연출|원작|각색|제작|날짜|작성일|연락처|장르|저작권|초고|수정고""".replace(
        "\n    ", ""
    ).split("|")
)
"""Title page keys in use, in lower case; the specification lets writers add their own."""

_KEY = re.compile(r"([^\s:!@.>~#=\\\[(/][^:\n\[*]{0,59}):(?!//)")
_INDENT_CHARS = 3
_MOST_WORDS_OF_UNKNOWN_KEY = 3
_MOST_REPORTS = 5
# A title in brackets, and how many short lines may stand around it above the first scene.
_BRACKETED = re.compile(r"[<〈《「『]([^<>〈〉《》「」『』]*[가-힣][^<>〈〉《》「」『』]*)[>〉》」』]")
_MOST_TITLE_LINES = 8
_LONGEST_TITLE_LINE_CHARS = 40


def is_key(line: str) -> bool:
    """Tell whether a line could be an entry of a title page if it stood first."""
    return _KEY.match(line) is not None


def is_bracketed_title(line: str) -> bool:
    """Tell whether a line could be the title of a Korean script if it stood above the first scene."""
    return _BRACKETED.fullmatch(line.strip()) is not None


def read_title_page(source: Source, diagnostics: Diagnostics) -> tuple[list[Element], int]:
    """Return the title page entries and the index of the line behind them."""
    first = 0
    while first < len(source.lines) and source.kind(first) != "text":
        first += 1
    end = first
    while end < len(source.lines) and source.kind(end) in ("text", "note"):
        end += 1
    last = _last_line(source, first, end)
    if not _is_title_page(source, first, last):
        return [], 0
    entries = _read_entries(source, first, last, diagnostics)
    entries.extend(_cut_before(source, first))
    if last < end:
        diagnostics.warning(
            "S2B113",
            "this line is neither a `key: value` nor indented; the title page ends before it",
            lines_span(source, last, last),
            hint="indent the values of a key by a tab or three spaces; leave an empty line behind the title page",
        )
    _report_twice(entries, diagnostics)
    return entries, last


def read_korean_title(source: Source, korean: KoreanScript) -> tuple[list[Element], int]:
    """Return the title page of a script that names itself in brackets, `<막차>`, and the index of the line behind it.

    What stands above the first scene heading beside it, a genre or a draft, goes to the notes of the title page. There
    is no title page where these lines tell something.
    """
    entries: list[Element] = []
    index = 0
    while index < len(source.lines) and len(entries) <= _MOST_TITLE_LINES:
        line = source.lines[index]
        if source.kind(index) == "text":
            if korean.heading(line, alone=True) is not None:
                break
            title = _BRACKETED.fullmatch(line.strip())
            text, key = (title[1].strip(), "Title") if title else (line.strip(), "Notes")
            if len(text) > _LONGEST_TITLE_LINE_CHARS or text.endswith("다."):
                return [], 0
            entries.append(make_element("title_page", [text], lines_span(source, index, index), key=key))
        elif source.kind(index) != "blank":
            return [], 0
        index += 1
    titles = sum(entry.key == "Title" for entry in entries)
    is_title_page = titles == 1 and index < len(source.lines) and len(entries) <= _MOST_TITLE_LINES
    return (_joined_notes(entries), index) if is_title_page else ([], 0)


def _joined_notes(entries: list[Element]) -> list[Element]:
    """Return the entries with all notes in one, since a key stands on a title page once."""
    notes = [entry for entry in entries if entry.key == "Notes"]
    title = next(entry for entry in entries if entry.key == "Title")
    if not notes:
        return [title]
    first, last = notes[0].span, notes[-1].span
    span = replace(first, end_line=last.end_line, end_column=last.end_column)
    return [title, make_element("title_page", [note.text for note in notes], span, key="Notes")]


def _last_line(source: Source, first: int, end: int) -> int:
    """Return where the keys and indented values that begin at `first` end."""
    index = first
    while index < end:
        line = source.lines[index]
        if source.kind(index) == "text" and not line[0].isspace() and (not _KEY.match(line) or is_heading(line)):
            break
        index += 1
    return index


def _is_title_page(source: Source, first: int, last: int) -> bool:
    """Tell a title page from other text that has a colon in its first line."""
    if first == last or source.lines[first][0].isspace():
        return False
    keys = [match[1].strip() for match in (_KEY.match(source.lines[index]) for index in range(first, last)) if match]
    if any(key.lower() in KNOWN_KEYS for key in keys):
        return True
    # `FADE IN:`, `NARRATOR: ...`, or prose with a colon in it.
    begins_like_key = keys and not keys[0].isupper() and len(keys[0].split()) <= _MOST_WORDS_OF_UNKNOWN_KEY
    if not begins_like_key or not keys[0].isascii():
        return False
    match = _KEY.match(source.lines[first])
    has_value = match is not None and source.lines[first][match.end() :].strip() != ""
    return has_value or (first + 1 < last and source.lines[first + 1][:1].isspace())


def _cut_before(source: Source, first: int) -> list[Element]:
    """Return the notes and boneyards that stand before the title page; they go behind it."""
    cuts = [("note", note) for index in range(first) for note in source.notes.get(index, ()) if note.text]
    cuts += [("boneyard", cut) for index in range(first) for cut in source.boneyards.get(index, ())]
    cuts.sort(key=lambda cut: (cut[1].span.line, cut[1].span.column))
    return [cut_element("note" if kind == "note" else "boneyard", cut) for kind, cut in cuts]


def _read_entries(source: Source, first: int, last: int, diagnostics: Diagnostics) -> list[Element]:
    entries: list[Element] = []
    reports = 0
    index = first
    while index < last:
        line = source.lines[index]
        match = _KEY.match(line)
        values: list[str] = []
        notes: list[Note] = list(source.notes.get(index, ()))
        start, end, end_column = index, index, match.end() if match else 0
        if match is None:  # a note in front of the first key
            index += 1
            continue
        value = line[match.end() :]
        if value.strip():
            values.append(value.strip())
            end_column = len(line.rstrip())
        index += 1
        while index < last and (source.lines[index][:1].isspace() or source.kind(index) == "note"):
            value = source.lines[index]
            indent = len(value) - len(value.lstrip())
            if "\t" not in value[:indent] and 0 < indent < _INDENT_CHARS and reports < _MOST_REPORTS:
                reports += 1
                diagnostics.warning(
                    "S2B114",
                    f"this value of `{match[1].strip()}` is indented by less than three spaces",
                    lines_span(source, index, index),
                    hint="indent the values of a key by a tab or three spaces",
                )
            if value.strip():
                values.append(value.strip())
                end, end_column = index, len(value.rstrip())
            notes.extend(source.notes.get(index, ()))
            index += 1
        span = source.span(start, 0, end, end_column)
        entries.append(make_element("title_page", values, span, notes, key=match[1].strip()))
    return entries


def _report_twice(entries: list[Element], diagnostics: Diagnostics) -> None:
    seen: dict[str, Element] = {}
    twice = 0
    for entry in (each for each in entries if each.key is not None):
        key = (entry.key or "").lower()
        twice += key in seen
        if key in seen and twice <= _MOST_REPORTS:
            diagnostics.warning(
                "S2B115",
                f"the title page has `{entry.key}` twice; the first, in line {seen[key].span.line}, counts",
                entry.span,
                hint="put several values under one key, one a line, indented",
            )
        seen.setdefault(key, entry)
