"""Tell what a single line of Fountain can be, apart from the lines around it.

Specification: https://fountain.io/syntax (Scene Heading, Character, Transition). Where it is silent, the reference
implementation by Nima Yousefi and John August is followed. No pattern here can backtrack more than a few characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Mark = Literal["lyrics", "transition", "centered", "page_break", "section", "synopsis"]
"""What a mark at the beginning of a line makes of it, wherever the line stands."""

TAB = "    "
"""What a tab in action becomes."""

_HEADING = re.compile(
    r"[ \t]*[*_]{0,4}(?:(?:INT\.?/EXT|EXT\.?/INT|INT|EXT|EST|I\.?/E|E\.?/I)[.\s\-]"
    r"|(?-i:ИНТ|НАТ|ЭКСТ|ΕΣΩΤ|ΕΞΩΤ|INNEN|AUSSEN|AUßEN)\.)",
    re.IGNORECASE,
)
_HEADING_LETTERS = frozenset("IiEeИНЭΕA")
_TRANSITION_END = re.compile(r"(?:^|[^\w])TO:[*_]*$")
_CLOSING_TRANSITIONS = frozenset(
    {
        "FADE OUT.",
        "FADE TO BLACK.",
        "FADE TO WHITE.",
        "CUT TO BLACK.",
        "SMASH CUT TO BLACK.",
        "SMASH TO BLACK.",
        "SLOW FADE OUT.",
        "SLOW FADE TO BLACK.",
    }
)
# Letters that Unicode counts as lower case but that stand in names written in capitals (WEIß, N.º 3).
_LOWER_IN_CAPITALS = "ßªºŉ"
# A cue is short. The specification sets no limit, but what is longer is not a name, and is not searched as one.
_LONGEST_CUE_CHARS = 400


@dataclass(frozen=True, slots=True)
class Cue:
    """A character line taken apart; `name` still holds its emphasis markers."""

    name: str
    extension: str | None
    dual: bool


def is_heading(line: str) -> bool:
    """Tell whether a line begins like a scene heading: `INT.`, `ext `, `I/E.` ..."""
    return line.lstrip(" \t*_")[:1] in _HEADING_LETTERS and _HEADING.match(line) is not None


def is_transition(line: str) -> bool:
    """Tell whether a line is in capitals and ends in `TO:`, or is one of the well-known endings of a film.

    A space behind the colon makes it action: that is how the specification lets a writer say so.
    """
    if line.endswith(("TO:", "TO:*", "TO:_")):
        return _is_upper(line) and _TRANSITION_END.search(line, max(0, len(line) - 12)) is not None
    return line.rstrip().endswith(".") and line.strip() in _CLOSING_TRANSITIONS


def split_scene_number(line: str) -> tuple[str, str | None]:
    """Take a scene number off the end of a heading: `INT. HOUSE - DAY #1A#`."""
    tail = line.rstrip("*_ \t")
    if not tail.endswith("#") or tail.endswith("\\#"):
        return line, None
    start = tail.rfind("#", 0, len(tail) - 1)
    number = tail[start + 1 : -1]
    if start < 0 or tail[start - 1 : start] == "\\" or not number:
        return line, None
    if not all(character.isalnum() or character in ".-" for character in number):
        return line, None
    return tail[:start] + line[len(tail) :], number


@lru_cache(maxsize=512)  # the same few people speak all through a script
def split_cue(line: str) -> Cue:
    """Take a character line apart into name, extension and the caret of dual dialogue."""
    line = line.strip()
    dual = line.endswith("^") and not line.endswith("\\^")
    if dual:
        line = line[:-1].rstrip()
    extensions: list[str] = []
    end = len(line)
    while end and line[end - 1] == ")" and line[end - 2 : end - 1] != "\\":
        start = _opening_parenthesis(line, end)
        if start < 0:
            break
        extensions.append(line[start + 1 : end - 1].strip())
        end = start
        while end and line[end - 1].isspace():
            end -= 1
    name = line[:end]
    if not name:
        return Cue(line, None, dual)
    extensions.reverse()
    return Cue(name, ", ".join(part for part in extensions if part) or None, dual)


def _opening_parenthesis(line: str, end: int) -> int:
    """Return where the parenthesis that closes just before `end` was opened, or -1."""
    depth = 0
    for index in range(end - 1, max(-1, end - 1 - _LONGEST_CUE_CHARS), -1):
        if line[index] == ")":
            depth += 1
        elif line[index] == "(":
            depth -= 1
            if not depth:
                return index
    return -1


def is_cue(line: str) -> bool:
    """Tell whether a line is entirely in capitals but for its extension, and holds a letter.

    `R2D2` is a name, `23` is not. Lines with letters that know no case (`민수`, `黒澤 A`) must be forced with `@`.
    """
    if len(line) > _LONGEST_CUE_CHARS:
        return False
    if line.isupper() and line.isascii():
        # `23 (O.S.)` is a cue by the letters of its extension, as in the reference implementation.
        return line.lstrip()[0] != "("
    if "(" not in line and line.isascii():
        return False
    name = split_cue(line).name
    return _is_upper(name) and not name.startswith("(")


def _is_upper(text: str) -> bool:
    """Tell whether a text has capitals and no other letters."""
    if text.isascii():
        return text.isupper()
    if any(character in text for character in _LOWER_IN_CAPITALS):
        text = text.translate({ord(character): None for character in _LOWER_IN_CAPITALS})
    return text.isupper() and not any(
        character.isalpha() and not character.isupper() and character not in "ʼʹʻʾʿ" for character in text
    )


def marked_role(line: str) -> Mark | None:
    """Tell what the mark that a line begins with makes of it, wherever it stands; None where it has none."""
    stripped = line.strip()
    mark = stripped[0]
    rest = stripped[1:]
    if mark == "#":
        return "section" if rest.lstrip("#").strip() else None
    if mark == "=":
        if not rest.strip("="):
            return "page_break" if len(stripped) >= 3 else None
        return "synopsis"
    if mark == ">":
        if rest.endswith("<") and not rest.endswith("\\<"):
            return "centered" if rest[:-1].strip() else None
        return "transition" if rest.strip() else None
    if mark == "~" and rest.strip():
        return "lyrics"
    return None


def begins_forced_heading(text: str) -> bool:
    """Tell whether a period before `text` forces a scene heading: `.SNIPER SCOPE` does, `...where` does not.

    Emphasis may come before the letter, and an escaped character may stand for it.
    """
    first = text.lstrip("*_")[:1]
    return first.isalnum() or (first == "\\" and len(text) > 1) or (not first.isascii() and not first.isspace())


def forces_heading_without_gap(line: str) -> bool:
    """Tell whether a line is `.IN CAPITALS`: with an empty line behind it, it needs none before it."""
    text = line.strip()[1:]
    return text[:1].isalpha() and _is_upper(text)


def action_text(line: str) -> str:
    """Return a line of action without its `!`, tabs as four spaces."""
    indent = len(line) - len(line.lstrip())
    if line[indent] == "!" and line[indent + 1 :].strip():
        line = line[:indent] + line[indent + 1 :]
    return line.replace("\t", TAB) if "\t" in line else line


def reopens_parentheses(text: str) -> bool:
    """Tell whether a line in parentheses closes them and opens others: `(beat) Well. (sighs)`."""
    depth = 0
    for index, character in enumerate(text):
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0 and "(" in text[index:]:
                return True
    return False
