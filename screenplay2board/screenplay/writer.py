"""Write a screenplay as Fountain.

Enters: `Screenplay`, whatever it was read from. Leaves: text that `read_fountain` reads into the same elements.

Specification: https://fountain.io/syntax. An element is forced (`!`, `.`, `@`, `>`) only where the reader would take it
for something else, and characters are escaped only where they would mean something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from screenplay2board.screenplay.fountain.inline import style_lines
from screenplay2board.screenplay.fountain.lines import (
    begins_forced_heading,
    forces_heading_without_gap,
    is_cue,
    is_heading,
    is_transition,
    split_scene_number,
)
from screenplay2board.screenplay.fountain.title_page import is_bracketed_title, is_key
from screenplay2board.screenplay.korean import has_hangul, may_mean_something
from screenplay2board.screenplay.types import Element, Note, Screenplay, StyledRun

_SPOKEN = frozenset({"parenthetical", "dialogue", "lyrics"})
_MARKS = "#=>~!@.\ufeff"
_VALUE_INDENT = "    "
_STARS = {"bold": "**", "italic": "*"}


def write_fountain(screenplay: Screenplay) -> str:
    """Return a screenplay as Fountain text, one empty line between paragraphs."""
    titles = screenplay.title_page
    korean = any(has_hangul(element.text) for element in screenplay.elements)
    blocks = ["\n".join(line for entry in titles for line in _title_entry(entry))] if titles else []
    body = [element for element in screenplay.elements if element.type != "title_page"]
    blocks.extend(_BodyWriter(body, has_titles=bool(titles), korean=korean).blocks())
    return "\n\n".join(blocks) + "\n" if blocks else ""


class _BodyWriter:
    """Write the paragraphs below the title page.

    korean: whether the text may be read as a Korean script, where more lines mean something.
    """

    def __init__(self, elements: Sequence[Element], *, has_titles: bool, korean: bool) -> None:
        self.elements = elements
        self.korean = korean
        self.first = not has_titles  # whether a title page could still be seen in what comes

    def blocks(self) -> list[str]:
        """Return the paragraphs; a speech is one."""
        blocks: list[str] = []
        speech: list[str] = []  # lines of the speech that is being written
        speaker: Element | None = None
        for index, element in enumerate(self.elements):
            if speaker is not None and element.type in _SPOKEN and element.dual == speaker.dual:
                speech.extend(self._spoken(element))
                continue
            if speech:
                blocks.append("\n".join(speech))
                speech, speaker = [], None
            if element.type == "character" and element.text:
                followed = index + 1 < len(self.elements) and self.elements[index + 1].type in _SPOKEN
                speech, speaker = [self._cue(element, natural=followed)], element
            else:
                blocks.extend("\n".join(lines) for lines in [self._lines(element)] if lines)
            self.first = self.first and element.type in ("note", "boneyard")
        if speech:
            blocks.append("\n".join(speech))
        return blocks

    def _lines(self, element: Element) -> list[str]:
        """Return the lines of an element that is a paragraph of its own."""
        match element.type:
            case "scene_heading":
                return [self._heading(element)]
            case "transition":
                text = _one_line(element)
                natural = is_transition(text) and text[0] not in _MARKS and not is_heading(text)
                return [_with_notes(text if natural else f"> {_escape_end(text, '<')}", element.notes)]
            case "centered":
                return [_with_notes(f"> {_one_line(element)} <", element.notes)]
            case "section":
                return [_with_notes(f"{'#' * (element.depth or 1)} {_one_line(element)}", element.notes)]
            case "synopsis":
                return [_with_notes(f"= {_one_line(element)}", element.notes)]
            case "page_break":
                return [_with_notes("===", element.notes)]
            case "note":
                return [_note(element.text)]
            case "boneyard":
                return [f"/*\n{element.text}\n*/" if "\n" in element.text else f"/* {element.text} */"]
            case "lyrics":
                return [_with_notes(f"~{line}", element.notes) for line in _markup(element)]
            case _:
                return self._action(element)

    def _heading(self, element: Element) -> str:
        text = _one_line(element)
        if split_scene_number(text)[1] is not None:
            text = _escape_end(text, "#")
        if not is_heading(text) or (self.first and is_key(text)):
            text = f".{text}" if begins_forced_heading(text) else f".{_escape_first(text)}"
        if element.scene_number:
            number = re.sub(r"[^\w.\-]|_", "-", element.scene_number)
            text = f"{text} #{number}#"
        return _with_notes(text, element.notes)

    def _cue(self, element: Element, *, natural: bool) -> str:
        """Return a character line, without `@` where capitals are enough (`natural`: somebody speaks below it)."""
        name = _one_line(element)
        if name.endswith((")", "^")):
            name = _escape_end(name, name[-1])
        line = f"{name} ({_plain(element.extension)})" if element.extension else name
        forced = (
            not natural
            or not is_cue(line)
            or is_heading(line)
            or is_transition(line)
            or name[0] in _MARKS
            or (self.first and is_key(line))
            or (self.korean and may_mean_something(line))
        )
        line = f"@{line}" if forced else line
        return _with_notes(f"{line} ^" if element.dual == "right" else line, element.notes)

    def _spoken(self, element: Element) -> list[str]:
        lines = _markup(element)
        if element.type == "lyrics":
            return [_with_notes(f"~{line}", element.notes) for line in lines]
        if element.type == "parenthetical" and not (element.text.startswith("(") and element.text.endswith(")")):
            lines = ["(" + lines[0], *lines[1:]]
            lines[-1] += ")"
        elif element.type == "dialogue":
            lines = [self._dialogue_line(line) for line in lines]
        lines[-1] = _with_notes(lines[-1], element.notes)
        return lines

    def _dialogue_line(self, line: str) -> str:
        """Keep a line of dialogue from being read as something else; an empty one gets its two spaces."""
        if not line.strip():
            return "  "
        if line[0] in "(~>=#!@" or (line[0] == "." and forces_heading_without_gap(line)):
            return f"\\{line}"
        if self.korean and may_mean_something(line):
            return re.sub(r"[#:.)]", lambda match: f"\\{match[0]}", line, count=1)
        return line

    def _action(self, element: Element) -> list[str]:
        lines: list[str] = []
        written = [line if line.strip() else "" for line in _markup(element)]
        for begins, paragraph in groupby(written, key=bool):
            if not begins:
                lines += [""] if lines else []
                continue
            part = list(paragraph)
            count = len(part) + bool(element.notes)
            lines += [f"!{line}" if self._needs_force(line, at, count) else line for at, line in enumerate(part)]
        if lines and not lines[-1]:
            lines.pop()
        if lines and element.notes and lines[-1][-1].isspace():
            return [*lines, *(_note(note.text) for note in element.notes)]
        if lines:
            lines[-1] = _with_notes(lines[-1], element.notes)
        return lines

    def _needs_force(self, line: str, index: int, count: int) -> bool:
        """Tell whether a line of action would be read as something else without its `!`."""
        mark = line.lstrip()[0]
        if mark in "#=>~!.@" or is_heading(line):
            return True
        if self.korean and (may_mean_something(line) or is_bracketed_title(line)):
            return True
        if index:
            return False
        return mark in _MARKS or is_transition(line) or (count > 1 and is_cue(line)) or (self.first and is_key(line))


def _title_entry(entry: Element) -> list[str]:
    values = [line for line in _markup(entry) if line.strip()]
    key = entry.key or "Title"
    if len(values) <= 1:
        return [_with_notes(f"{key}: {values[0]}" if values else f"{key}:", entry.notes)]
    return [
        f"{key}:",
        *(_VALUE_INDENT + value for value in values[:-1]),
        _VALUE_INDENT + _with_notes(values[-1], entry.notes),
    ]


# Inline markup


def _one_line(element: Element) -> str:
    return " ".join(line.strip() for line in _markup(element)).strip()


def _markup(element: Element) -> list[str]:
    """Return the text of an element as lines with emphasis markers and escapes."""
    runs = element.runs or ((StyledRun(text=element.text),) if element.text else ())
    lines: list[list[StyledRun]] = [[]]
    for run in runs:
        for number, part in enumerate(run.text.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append(StyledRun(text=part, bold=run.bold, italic=run.italic, underline=run.underline))
    return [_styled(line) for line in lines]


def _styled(runs: list[StyledRun]) -> str:
    """Return one line of runs as markup. Runs that Fountain cannot say are written plain."""
    text = "".join(run.text for run in runs)
    if not any(run.bold or run.italic or run.underline for run in runs):
        return _plain(text)
    for nested in (True, False):
        markup = _mark_runs(runs, nested=nested)
        if style_lines([markup]) == (text, tuple(runs)):
            return markup
    return _plain(text)


def _mark_runs(runs: list[StyledRun], *, nested: bool) -> str:
    """Put emphasis markers around runs: `*` and `**` nested, the longer one outside; `_` within them.

    nested: whether a style stays open from run to run; else all of them end with each run.
    """
    markup = ""
    stars: list[str] = []
    underlined = False
    for index, run in enumerate(runs):
        wanted = [name for name in ("bold", "italic") if getattr(run, name)]
        markers = "_" if underlined and not run.underline else ""
        while any(name not in wanted or not nested for name in stars):
            markers += _STARS[stars.pop()]
        wanted.sort(key=lambda name, at=index: -_reach(runs, at, name))
        for name in wanted:
            if name not in stars:
                markers += _STARS[name]
                stars.append(name)
        if run.underline and not underlined:
            markers += "_"
        underlined = run.underline
        markup = _join(markup, markers) + _escape(run.text)
    return _join(markup, ("_" if underlined else "") + "".join(_STARS[name] for name in reversed(stars)))


def _reach(runs: list[StyledRun], start: int, name: str) -> int:
    """Return how many runs from `start` on have a style."""
    end = start
    while end < len(runs) and getattr(runs[end], name):
        end += 1
    return end - start


def _join(markup: str, markers: str) -> str:
    """Add markers; a slash before a star must not open a boneyard."""
    if markers.startswith("*") and markup.endswith("/") and not markup.endswith("\\/"):
        markup = f"{markup[:-1]}\\/"
    return markup + markers


def _plain(text: str) -> str:
    """Return text without emphasis, escaped only if it would be read otherwise."""
    if text and style_lines([text]) == (text, (StyledRun(text=text),)) and "[[" not in text and "/*" not in text:
        return text
    return _escape(text)


def _escape(text: str) -> str:
    return re.sub(r"([\\*_\[]|/(?=\*))", r"\\\1", text)


def _escape_first(text: str) -> str:
    """Put a backslash before the first character that is no emphasis marker."""
    markers = len(text) - len(text.lstrip("*_"))
    if not text[markers : markers + 1].strip():  # no markers then, but stars that stand for themselves
        markers = 0
    return f"{text[:markers]}\\{text[markers:]}"


def _escape_end(text: str, character: str) -> str:
    """Put a backslash before the last character if it is `character`."""
    return f"{text[:-1]}\\{character}" if text.endswith(character) and not text.endswith("\\" + character) else text


def _with_notes(line: str, notes: Sequence[Note]) -> str:
    return " ".join([line, *(_note(note.text) for note in notes)])


def _note(text: str) -> str:
    """Return a note in its brackets; two spaces keep an empty line in it from ending it."""
    lines = [line or "  " for line in text.replace("]]", "] ]").split("\n")]
    inner = "\n".join(lines)
    return f"[[{inner} ]]" if inner.endswith("]") else f"[[{inner}]]"
