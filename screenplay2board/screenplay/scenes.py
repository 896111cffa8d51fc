"""Take scene headings apart and gather elements into scenes.

Enters: heading text, or all elements of a screenplay, from any reader. Leaves: `SceneHeading`, `Scene`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from screenplay2board.diagnostics import Span
from screenplay2board.screenplay.heading_words import (
    ANOTHER_TIME,
    BOTH_WORDS,
    EXTERIOR_WORDS,
    INTERIOR_WORDS,
    KOREAN_PLACE_SIDES,
    SIDE_LETTERS,
    TIME_MODIFIERS,
    TIME_PHRASES,
    TIME_QUALIFIERS,
    TIME_WORDS,
)
from screenplay2board.screenplay.types import NUMBER_LETTERS, Element, Scene, SceneHeading

# A heading is one short line; what is longer is somebody's mistake or attack and is not searched for places and times.
LONGEST_HEADING_CHARS = 1000

_SETTING_PREFIX = re.compile(r"[ \t]*([^\W\d_]{1,14}(?:[./]{1,2}[^\W\d_]{1,14})?)(?:[.:]|(?=[\s\-–—])|$)[ \t]*")
_SCENE_MARK = re.compile(r"[ \t]*(?:[sS]\s?#\s?|#|씬\s?|장면\s?)(\d+(?:-\d+)?[A-Za-z]?)(?:[.)]|(?=\s)|$)[ \t]*")
_SEPARATOR = re.compile(r"\s*(?:[–—]|--+|(?<=\s)[-/|](?=\s)|(?<=[^\W\d_])/(?=\s)|(?<=\s)/|・)\s*")
_WEAK_SEPARATOR = re.compile(r"\s*[,，、.;:/](?=\s)\s*|\s*,\s*")
_DAY_AND_SIDE = re.compile(r"[\s(/]*\b([DN])/([IOESL])\b[\s)]*$")
_PARENTHESES = re.compile(r"[(（\[]([^()（）\[\]]{1,40})[)）\]]")
_WORD = re.compile(r"[^\s,()（）\[\]]+")
_CLOCK_TIME = re.compile(r"\d{1,2}(?:[:.h]\d{2})?(?::\d{2})?(?:am|pm|a\.m\.|p\.m\.|h|시)?|\d{1,4}(?:st|nd|rd|th)?")

# Elements that make text before the first heading a scene of its own, rather than a prelude to the first scene.
_SUBSTANCE = frozenset({"action", "character", "parenthetical", "dialogue", "lyrics"})
_OPENING_WORDS = re.compile(r"(?i:FADES?|IRIS|페이드)\b.{0,30}|(?:CUT|DISSOLVE|OPEN|BLACK|OVER|F)\b[^a-z]{0,30}")


@lru_cache(maxsize=512)  # the readers take a heading apart to recognise it, and again to form its scene
def parse_heading(text: str) -> SceneHeading:
    """Take a heading such as `INT. CAFE - BACK ROOM - NIGHT` or `카페 내부 / 낮` apart.

    A leading scene mark (`S#12.`) is passed over. What is not recognised stays in the location.
    """
    line = " ".join(text[:LONGEST_HEADING_CHARS].split())
    mark = _SCENE_MARK.match(line)
    rest = line[mark.end() :] if mark else line
    interior, exterior, rest = _split_setting(rest)
    rest, inside, outside = _open_parentheses(rest)
    interior, exterior = interior or inside, exterior or outside
    location, time_of_day = _split_time(rest)
    location, time_of_day = _move_another_time(location, time_of_day)
    location, inside, outside = _strip_sides(location)
    return SceneHeading(
        text=text,
        location=location.strip(" -–—/,."),
        time_of_day=time_of_day,
        interior=interior or inside,
        exterior=exterior or outside,
    )


def _setting_of(word: str) -> tuple[bool, bool]:
    """Tell (interior, exterior) of one label such as `INT`, `I/E` or `INT./EXT`."""
    lowered = word.lower().rstrip(".:")
    if lowered in BOTH_WORDS:
        return True, True
    parts = [part.strip(".") for part in lowered.split("/")] if "/" in lowered else [lowered]
    if not all(part in INTERIOR_WORDS or part in EXTERIOR_WORDS for part in parts):
        return False, False
    return any(part in INTERIOR_WORDS for part in parts), any(part in EXTERIOR_WORDS for part in parts)


def _split_setting(line: str) -> tuple[bool, bool, str]:
    """Take the interior/exterior label off the front of a heading."""
    prefix = _SETTING_PREFIX.match(line)
    if prefix is None:
        return False, False, line
    interior, exterior = _setting_of(prefix[1])
    if not interior and not exterior:
        return False, False, line
    rest = line[prefix.end() :]
    joined = re.match(r"[/\-–—&][ ]*", rest)  # INT. / EXT. HOUSE
    if joined:
        more_interior, more_exterior, after = _split_setting(rest[joined.end() :])
        if more_interior or more_exterior:
            return interior or more_interior, exterior or more_exterior, after
        rest = rest[joined.end() :]
    return interior, exterior, rest


def _open_parentheses(line: str) -> tuple[str, bool, bool]:
    """Take a side out of `수술실 (내부/밤)` and of `복도 D/I`; the time of day stays."""
    letters = _DAY_AND_SIDE.search(line)
    if letters is not None and letters.start():
        side = SIDE_LETTERS.get(letters[2].lower())
        return f"{line[: letters.start()]} - {letters[1]}", side == "interior", side == "exterior"
    for match in _PARENTHESES.finditer(line):
        parts = [part.strip() for part in re.split(r"[/,·]", match[1])]
        sides = [_setting_of(part) for part in parts]
        times = [part for part, side in zip(parts, sides, strict=True) if not any(side)]
        if len(parts) > 1 and len(times) < len(parts) and all(is_time_of_day(part) for part in times):
            opened = f"{line[: match.start()]} - {', '.join(times)} {line[match.end() :]}" if times else line
            return opened.strip(), any(side[0] for side in sides), any(side[1] for side in sides)
    return line, False, False


def _move_another_time(location: str, time_of_day: str) -> tuple[str, str]:
    """Move `(회상)` or `FLASHBACK -` from before the place behind the time of day."""
    match = re.match(r"[(（\[]?\s*([^\s()（）\[\]]{1,15})\s*(?:[)）\]]|[-–—:.](?=\s))\s*(?=\S)", location)
    if match is None or match[1].lower() not in ANOTHER_TIME:
        return location, time_of_day
    return location[match.end() :], f"{time_of_day} - {match[1]}" if time_of_day else match[1]


def is_time_of_day(part: str) -> bool:
    """Tell whether a part of a heading names a time: `NIGHT`, `EARLY THE NEXT MORNING`, `10:30 PM`, `다음날 아침`."""
    words = [word.strip(".:'\"’") for word in _WORD.findall(part.lower())]
    words = [word for word in words if word]
    if not words or len(words) > 6:
        return False
    if words in TIME_PHRASES:
        return True
    named = False
    for word in words:
        pieces = [word] if word in TIME_WORDS else [piece for piece in re.split(r"[-/–~]", word) if piece]
        for piece in pieces:
            if piece in TIME_WORDS:
                named = True
            elif piece not in TIME_MODIFIERS and piece not in TIME_QUALIFIERS and not _CLOCK_TIME.fullmatch(piece):
                return False
    return named or bool(re.fullmatch(r"\d{1,2}[:h]\d{2}", words[0]))


def _is_qualifier(part: str) -> bool:
    """Tell whether a part belongs to the time before it: `FLASHBACK`, `RAIN`."""
    words = [word.strip(".:()") for word in part.lower().split()]
    return any(word in TIME_QUALIFIERS for word in words) and len(words) <= 3


def _split_time(line: str) -> tuple[str, str]:
    """Split a heading without its label into location and time of day."""
    cuts = [(match.start(), match.end()) for match in _SEPARATOR.finditer(line)]
    starts = [0] + [end for _, end in cuts]
    ends = [start for start, _ in cuts] + [len(line)]
    parts = list(zip(starts, ends, strict=True))
    timed = [index for index, (start, end) in enumerate(parts) if is_time_of_day(line[start:end])]
    if timed:
        first = timed[0]
        last = first
        while last + 1 < len(parts) and (
            last + 1 in timed or _is_qualifier(line[parts[last + 1][0] : parts[last + 1][1]])
        ):
            last += 1
        before = line[: parts[first - 1][1]] if first else ""
        after = line[parts[last + 1][0] :] if last + 1 < len(parts) else ""
        location = f"{before} - {after}" if before and after else before or after
        return location, line[parts[first][0] : parts[last][1]].strip()
    return _split_weakly(line)


def _split_weakly(line: str) -> tuple[str, str]:
    """Find a time of day in parentheses, or behind a comma, a period or (as a Korean last word) a space."""
    for match in _PARENTHESES.finditer(line):
        if is_time_of_day(match[1]):
            return f"{line[: match.start()].rstrip()} {line[match.end() :].lstrip()}".strip(), match[1].strip()
    cuts = list(_WEAK_SEPARATOR.finditer(line))
    if cuts and is_time_of_day(line[cuts[-1].end() :]):
        return line[: cuts[-1].start()], line[cuts[-1].end() :].strip().rstrip(".")
    head, _, tail = line.rpartition("-")
    if head and is_time_of_day(tail):
        return head, tail.strip()
    head, _, tail = line.rpartition(" ")
    if head and not tail.isascii() and is_time_of_day(tail):
        return head, tail
    if is_time_of_day(line):
        return "", line
    return line, ""


def _strip_sides(location: str) -> tuple[str, bool, bool]:
    """Take interior/exterior labels written behind or inside the place (`카페 내부`, `옥상 (외부)`) out of it."""
    if location.isascii():
        return location, False, False
    interior = exterior = False
    kept: list[str] = []
    for word in location.split(" "):
        bare = word.strip("()（）[],.")
        inside, outside = _setting_of(bare)
        if inside or outside:
            interior, exterior = interior or inside, exterior or outside
            continue
        side = KOREAN_PLACE_SIDES.get(bare) if kept else None
        interior, exterior = interior or side == "interior", exterior or side == "exterior"
        kept.append(word)
    return (" ".join(kept) if kept else location), interior, exterior


def form_scenes(elements: Sequence[Element], file: str) -> tuple[Scene, ...]:
    """Gather the elements of a screenplay into scenes, numbered as the script says or counted.

    Text before the first heading becomes scene 0 without a heading if something happens in it; a mere `FADE IN:`,
    section or synopsis goes to the first scene, behind its heading. A script without headings is one scene, 1.
    """
    body = [element for element in elements if element.type != "title_page"]
    first = next((index for index, element in enumerate(body) if element.type == "scene_heading"), len(body))
    opening, rest = body[:first], body[first:]
    happens = any(element.type in _SUBSTANCE and not _is_opening(element) for element in opening)
    if not rest:
        substance = happens or any(element.type in _SUBSTANCE for element in opening)
        return (_scene("1", None, opening, file),) if substance else ()
    scenes = [_scene("0", None, opening, file)] if happens else []
    groups: list[list[Element]] = []
    for element in rest:
        if element.type == "scene_heading":
            groups.append([element])
        else:
            groups[-1].append(element)
    if not happens:
        groups[0][1:1] = opening
    numbers = number_scenes(group[0].scene_number for group in groups)
    for number, group in zip(numbers, groups, strict=True):
        scenes.append(_scene(number, parse_heading(group[0].text), group, file))
    return tuple(scenes)


def _is_opening(element: Element) -> bool:
    """Tell whether an action line only opens the film (`FADE IN:`)."""
    text = element.text.strip()
    return element.type == "action" and len(text) <= 40 and _OPENING_WORDS.fullmatch(text) is not None


def _scene(number: str, heading: SceneHeading | None, elements: Sequence[Element], file: str) -> Scene:
    start = elements[0].span
    end = max((element.span for element in elements), key=lambda span: (span.end_line, span.end_column))
    span = Span(
        file=file, line=start.line, column=start.column, end_line=end.end_line, end_column=max(end.end_column, 1)
    )
    return Scene(number=number, heading=heading, elements=tuple(elements), span=span)


def number_scenes(written: Iterable[str | None]) -> list[str]:
    """Number scenes: written numbers stand; the others count on from the one before.

    Where the next number is taken by a later scene, the scene is an inserted one: 12, 12A, 12B, 13.
    """
    given = list(written)
    taken = {number.upper() for number in given if number}
    numbers: list[str] = []
    count = 0
    for number in given:
        if number:
            digits = re.search(r"\d{1,9}", number)
            count = int(digits[0]) if digits else count
            numbers.append(number)
            continue
        candidate = str(count + 1)
        if candidate in taken:
            candidate = _inserted_number(count, taken)
        else:
            count += 1
        taken.add(candidate)
        numbers.append(candidate)
    return numbers


def _inserted_number(count: int, taken: set[str]) -> str:
    """Return the first free number behind scene `count`: 12A, 12B ... 12Z, 12AA, 12AB."""
    position = 0
    base = len(NUMBER_LETTERS)
    while True:
        letters, left = "", position
        while True:
            letters = NUMBER_LETTERS[left % base] + letters
            left = left // base - 1
            if left < 0:
                break
        candidate = f"{count}{letters}"
        if candidate not in taken:
            return candidate
        position += 1
