"""Gather the lines of a Fountain body into elements.

Enters: a `Source` without its title page. Leaves: elements in order. Each line is looked at a fixed number of times.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.screenplay.fountain.elements import cover, cut_element, lines_span, make_element
from screenplay2board.screenplay.fountain.inline import style_lines
from screenplay2board.screenplay.fountain.lines import (
    Mark,
    action_text,
    begins_forced_heading,
    forces_heading_without_gap,
    is_cue,
    is_heading,
    is_transition,
    marked_role,
    reopens_parentheses,
    split_cue,
    split_scene_number,
)
from screenplay2board.screenplay.fountain.source import Source
from screenplay2board.screenplay.korean import KoreanScript, KoreanSpeech, aside_end
from screenplay2board.screenplay.types import Element, Note

Role = Mark | Literal["scene_heading", "action", "character", "korean_speech"]

# A parenthetical may be wrapped, but nobody writes a longer one; a stray `(` must not swallow the speech.
_LONGEST_PARENTHETICAL_LINES = 6
_STRUCTURE_MARKS = "#=>~"
_BREAKING_MARKS = "#=>~.@"  # what may end the paragraph above it without an empty line
_FORCING_MARKS = "#=>~!@."


class ParagraphReader:
    """Walk over the lines once and gather them into elements.

    strict: whether a scene heading needs an empty line before and behind it, as the specification wants.
    """

    def __init__(self, source: Source, first: int, korean: KoreanScript | None, *, strict: bool = True) -> None:
        self.source = source
        self.lines = source.lines
        self.kinds = source.kinds()
        self.position = first
        self.korean = korean
        self.strict = strict
        self.elements: list[Element] = []
        self.findings = Diagnostics()
        self.loose_headings: list[Span] = []
        self.has_headings = False
        self.after_gap = True  # whether the line at `position` has an empty line, or what counts as one, before it
        self.last_speech = (0, 0)  # where the last speech stands in `elements`

    def read(self) -> None:
        """Read all lines."""
        while self.position < len(self.lines):
            kind = self.kinds[self.position]
            if kind == "text":
                self._read_text()
            elif kind == "note":
                self._read_note()
            else:
                if kind == "boneyard":
                    self._read_boneyards(self.position)
                self.after_gap = True
                self.position += 1

    # What a line is

    def _has_text(self, index: int) -> bool:
        return index < len(self.kinds) and self.kinds[index] == "text"

    def _ends_behind(self, index: int) -> bool:
        """Tell whether an empty line, or what counts as one, follows a line."""
        if not self._has_text(index + 1):
            return True
        following = self.lines[index + 1]
        return following.lstrip()[0] in "#=" and marked_role(following) is not None

    def _speaks_behind(self, index: int) -> bool:
        """Tell whether something that can be spoken follows a line."""
        following = index + 1
        if following < len(self.kinds) and self.kinds[following] == "blank" and not self.source.bare(following):
            following += 1
            return self._has_text(following)
        return following < len(self.kinds) and self.kinds[following] in ("text", "note")

    def _role(self, index: int, after_gap: bool) -> Role:
        """Tell what the line at `index` begins."""
        line = self.lines[index]
        mark = line.lstrip()[0]
        if mark in _FORCING_MARKS:
            role = self._forced_role(index, line, mark, after_gap)
            if role is not None:
                return role
        if self.korean is not None:
            role = self._korean_role(index, line, alone=after_gap)
            if role is not None:
                return role
        if not after_gap and self.strict:
            return "action"
        if is_heading(line):
            return "scene_heading" if not self.strict or self._ends_behind(index) else "action"
        if not after_gap:
            return "action"
        if is_transition(line):
            before_heading = self._has_text(index + 1) and is_heading(self.lines[index + 1])
            return "transition" if self._ends_behind(index) or before_heading else "action"
        return "character" if is_cue(line) and self._speaks_behind(index) else "action"

    def _forced_role(self, index: int, line: str, mark: str, after_gap: bool) -> Role | None:
        if mark in _STRUCTURE_MARKS:
            if mark == "#" and self.korean is not None and self.korean.heading(line, alone=False):
                return "scene_heading"
            return marked_role(line)
        if mark == "!":
            return "action"
        rest = line.strip()[1:]
        if mark == "@":
            # As in the reference implementation, `@` needs no empty line before it; somebody has to speak, though.
            return "character" if rest.rstrip("^ \t") and (after_gap or self._speaks_behind(index)) else None
        # A forced heading: one period and a letter or digit. `.38 caliber` in the middle of prose is none.
        if not after_gap:
            return "scene_heading" if self._forces_heading(index) else None
        if not begins_forced_heading(rest):
            return None
        return "scene_heading" if not rest[0].isdigit() or self._ends_behind(index) else None

    def _forces_heading(self, index: int) -> bool:
        """Tell whether a line below others is a forced heading: in capitals and with an empty line behind it."""
        return forces_heading_without_gap(self.lines[index]) and self._ends_behind(index)

    def _korean_role(self, index: int, line: str, *, alone: bool, within_speech: bool = False) -> Role | None:
        korean = self.korean
        if korean is None:
            return None
        if korean.heading(line, alone=alone and self._ends_behind(index), within_speech=within_speech):
            return "scene_heading"
        if not within_speech and korean.transition(line):
            return "transition"
        if korean.speech(line, within_speech=within_speech):
            return "korean_speech"
        if not within_speech and korean.name_alone(line) and self._speaks_behind(index):
            return "character"
        return None

    # Single lines

    def _read_text(self) -> None:
        index = self.position
        role = self._role(index, self.after_gap)
        match role:
            case "action":
                self._read_action(index)
            case "character":
                self._read_cue(index)
            case "korean_speech":
                self._read_korean_speech(index)
            case "scene_heading":
                self._read_heading(index)
            case _:
                self._read_marked(index, role)

    def _read_marked(self, index: int, role: Mark) -> None:
        """Read an element that is one line, without its mark."""
        text = self.lines[index].strip()
        depth = None
        if role == "section":
            depth = len(text) - len(text.lstrip("#"))
            text = text[depth:]
        elif role == "page_break":
            text = ""
        elif role == "centered":
            text = text[1:-1]
        elif role != "transition" or text[0] == ">":
            text = text[1:]
        self._add(
            make_element(
                role,
                [text.strip()] if text else [],
                lines_span(self.source, index, index),
                self.source.notes.get(index, ()),
                depth=depth,
            )
        )
        self.position = index + 1
        self.after_gap = role != "lyrics"

    def _read_heading(self, index: int) -> None:
        line = self.lines[index]
        text, number = line.strip(), None
        korean = self.korean.heading(line, alone=True) if self.korean and not is_heading(line) else None
        if text[0] == ".":
            text, number = split_scene_number(text[1:])
        elif korean is not None:
            text, number = split_scene_number(line[korean.column :].strip())
            number = korean.number or number
        else:
            text, number = split_scene_number(text)
        notes = list(self.source.notes.get(index, ()))
        end = index + 1
        while end < len(self.kinds) and self.kinds[end] == "note":
            notes.extend(self.source.notes[end])
            end += 1
        span = lines_span(self.source, index, index)
        self._add(make_element("scene_heading", [text.strip()], span, notes, scene_number=number))
        self.has_headings = True
        self.position = end
        self.after_gap = True

    def _read_note(self) -> None:
        """Read notes on lines of their own: they belong to action that follows at once, or stand alone."""
        start = end = self.position
        while end < len(self.kinds) and self.kinds[end] == "note":
            end += 1
        if self._has_text(end) and self._role(end, after_gap=True) == "action":
            self._read_action(start)
            return
        self._emit_notes(start, end)
        self.position = end
        self.after_gap = True

    def _read_boneyards(self, index: int) -> None:
        """Make elements of the boneyards of a line that holds nothing else but notes."""
        cuts = [("boneyard", cut) for cut in self.source.boneyards[index]]
        cuts += [("note", note) for note in _with_text(self.source.notes.get(index, ()))]
        cuts.sort(key=lambda cut: (cut[1].span.line, cut[1].span.column))
        self.elements.extend(cut_element("note" if kind == "note" else "boneyard", cut) for kind, cut in cuts)

    def _emit_notes(self, start: int, end: int) -> None:
        for index in range(start, end):
            for note in self.source.notes.get(index, ()):
                if note.text:
                    self.elements.append(cut_element("note", note))

    # Paragraphs

    def _read_action(self, start: int) -> None:
        """Read lines up to an empty one, or one that is something else wherever it stands."""
        lines: list[str] = []
        notes: list[Note] = []
        first = last = index = start
        while index < len(self.kinds):
            kind = self.kinds[index]
            if kind == "text":
                if lines and self._breaks(index):
                    break
                if not lines:
                    first = index
                self._check_loose(index, begins=not lines and self.after_gap)
                lines.append(action_text(self.lines[index]))
                last = index
            elif kind != "note":
                break
            notes.extend(self.source.notes.get(index, ()))
            index += 1
        self._add(make_element("action", lines, lines_span(self.source, first, last), _with_text(notes)))
        self.position = index
        self.after_gap = False

    def _breaks(self, index: int) -> bool:
        """Tell whether a line ends the action above it without an empty line between."""
        line = self.lines[index]
        if line.lstrip()[0] in _BREAKING_MARKS:
            return self._role(index, after_gap=False) != "action"
        if self.korean is not None and self._korean_role(index, line, alone=False):
            return True
        return not self.strict and is_heading(line)

    def _check_loose(self, index: int, *, begins: bool) -> None:
        """Remember a line that would be a scene heading if empty lines stood around it."""
        line = self.lines[index]
        if is_heading(line) and (begins or line.isupper()):
            self.loose_headings.append(lines_span(self.source, index, index))

    def _read_cue(self, index: int) -> None:
        """Read a character line and what is spoken below it."""
        start = len(self.elements)
        line = self.lines[index].strip()
        cue = split_cue(line[1:] if line[0] == "@" else line)
        notes = _with_text(self.source.notes.get(index, []))
        self._add(
            make_element(
                "character",
                [cue.name.strip()],
                lines_span(self.source, index, index),
                notes,
                extension=style_lines([cue.extension])[0] if cue.extension else None,
            )
        )
        self.position = index + 1
        self._read_speech(index + 1, _Speech())
        if cue.dual:
            self._pair_speeches(start)
        self.last_speech = (start, len(self.elements))

    def _read_speech(self, index: int, speech: _Speech, *, indented: bool = False) -> None:
        """Read parentheticals, dialogue and lyrics up to an empty line.

        indented: only lines that are indented, and parentheticals.
        """
        while index < len(self.kinds):
            kind = self.kinds[index]
            if kind == "text":
                goes_on = not indented or self.lines[index][0].isspace() or self._parenthetical_end(index) > index
                if self._ends_speech(index, in_columns=indented) or not goes_on:
                    break
                index = self._read_spoken(index, speech)
                continue
            if kind == "note":
                speech.notes.extend(self.source.notes.get(index, ()))
            elif kind == "blank" and not self.source.bare(index):
                speech.add(index, 0, "")
            else:
                break
            index += 1
        self._flush(speech)
        self.position = index
        self.after_gap = False

    def _ends_speech(self, index: int, *, in_columns: bool) -> bool:
        """Tell whether a line is no part of a speech. in_columns: whether names and words stand side by side."""
        line = self.lines[index]
        mark = line.lstrip()[0]
        if mark == "#":
            # `#1 fan` may be spoken; a section in the middle of a speech has a space or another `#` behind it.
            return line.lstrip()[1:2] in ("#", " ", "\t") and marked_role(line) == "section"
        if mark in "=>":
            return marked_role(line) is not None
        if mark == "!":
            return line.strip() != "!"
        if mark == ".":
            return self._forces_heading(index)
        if mark == "@":
            return self._forced_role(index, line, mark, after_gap=False) == "character"
        if self.korean is not None:
            speaks = in_columns and self.korean.speech_in_columns(line)
            return speaks or self._korean_role(index, line, alone=False, within_speech=True) is not None
        return not self.strict and is_heading(line)

    def _read_spoken(self, index: int, speech: _Speech) -> int:
        """Read one line of a speech (several, if it is a wrapped parenthetical); return the index behind it."""
        text = self.lines[index].strip()
        notes = self.source.notes.get(index, ())
        if text[0] == "~" and text[1:].strip():
            self._flush(speech)
            span = lines_span(self.source, index, index)
            self._add(make_element("lyrics", [text[1:].strip()], span, _with_text(notes)))
            return index + 1
        end = self._parenthetical_end(index)
        if end > index:
            self._flush(speech)
            lines = [self.lines[each].strip() for each in range(index, end)]
            all_notes = [note for each in range(index, end) for note in self.source.notes.get(each, ())]
            span = lines_span(self.source, index, end - 1)
            self._add(make_element("parenthetical", lines, span, _with_text(all_notes)))
            return end
        column = len(self.lines[index]) - len(self.lines[index].lstrip())
        if self.korean is not None and not speech.lines:
            column = self._read_aside(index, column)
        speech.add(index, column, self.lines[index][column:].rstrip())
        speech.notes.extend(notes)
        return index + 1

    def _read_aside(self, index: int, column: int) -> int:
        """Read what stands in parentheses before the words of a line; return the column of the words."""
        line = self.lines[index]
        end = aside_end(line, column)
        if end is None:
            return column
        span = self.source.span(index, column, index, end)
        self._add(make_element("parenthetical", [line[column:end]], span))
        return end + len(line[end:]) - len(line[end:].lstrip())

    def _parenthetical_end(self, index: int) -> int:
        """Return the index behind the parenthetical that begins at `index`, or `index` if it is none."""
        depth = 0
        for end in range(index, min(index + _LONGEST_PARENTHETICAL_LINES, len(self.kinds))):
            if self.kinds[end] != "text":
                break
            text = self.lines[end].strip()
            if end == index and text[0] != "(":
                break
            depth += text.count("(") - text.count(")")
            if depth <= 0:
                whole = text.endswith(")") and not text.endswith("\\)")
                return end + 1 if whole and (end > index or not reopens_parentheses(text)) else index
        return index

    def _flush(self, speech: _Speech) -> None:
        """Make a dialogue element of the lines gathered so far."""
        notes = _with_text(speech.notes)
        bounds = speech.bounds()
        if bounds is not None:
            first, last = bounds
            (start, column, _), (end, end_column, text) = speech.lines[first], speech.lines[last]
            span = self.source.span(start, column, end, end_column + len(text))
            lines = [text for _, _, text in speech.lines[first : last + 1]]
            self._add(make_element("dialogue", lines, span, notes))
        elif notes:
            element = self.elements[-1]
            self.elements[-1] = replace(element, notes=(*element.notes, *notes), span=cover(element.span, notes))
        speech.clear()

    def _read_korean_speech(self, index: int) -> None:
        """Read a name with its words on the same line, and indented lines below it."""
        line = self.lines[index]
        found = self.korean.speech(line) if self.korean else None
        assert found is not None, "the role was given by the same recogniser"
        start = len(self.elements)
        span = self.source.span(index, found.name_column, index, found.name_end)
        self._add(make_element("character", [found.name], span, extension=found.extension))
        self._read_korean_words(index, line, found)
        self.last_speech = (start, len(self.elements))

    def _read_korean_words(self, index: int, line: str, found: KoreanSpeech) -> None:
        speech = _Speech()
        speech.notes.extend(self.source.notes.get(index, ()))
        column = self._read_aside(index, found.text_column)
        if line[column:].strip():
            speech.add(index, column, line[column:].rstrip())
        self._read_speech(index + 1, speech, indented=True)

    def _pair_speeches(self, start: int) -> None:
        """Make the speech that begins at `start` the right one of a pair with the speech before it."""
        left_start, left_end = self.last_speech
        between = self.elements[left_end:start]
        if left_end == left_start or any(element.type not in ("note", "boneyard") for element in between):
            self.findings.warning(
                "S2B117",
                "this speech is marked as simultaneous, but no speech stands before it",
                self.elements[start].span,
                hint="put it right behind the speech it overlaps, or take the `^` away",
            )
            return
        for index in range(start, len(self.elements)):
            self.elements[index] = replace(self.elements[index], dual="right")
        if self.elements[left_start].dual is None:
            for index in range(left_start, left_end):
                self.elements[index] = replace(self.elements[index], dual="left")

    def _add(self, element: Element) -> None:
        self.elements.append(element)


class _Speech:
    """Lines of dialogue on their way into an element: index, column from 0, text."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, int, str]] = []
        self.notes: list[Note] = []

    def add(self, index: int, column: int, text: str) -> None:
        self.lines.append((index, column, text))

    def bounds(self) -> tuple[int, int] | None:
        """Return the positions of the first and the last line that is not empty, or None."""
        spoken = [position for position, (_, _, text) in enumerate(self.lines) if text]
        return (spoken[0], spoken[-1]) if spoken else None

    def clear(self) -> None:
        self.lines, self.notes = [], []


def _with_text(notes: list[Note] | tuple[Note, ...]) -> list[Note]:
    """Leave out empty notes."""
    return [note for note in notes if note.text] if notes else []
