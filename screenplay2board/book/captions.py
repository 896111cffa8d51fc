"""Fit the words of a panel into its caption.

Enters: a panel and the room beside or below its picture. Leaves: the paragraphs that fit, and the rest, which the page
prints across its whole width below the row: no word of a script is dropped and no caption runs into the next one.
Widths are estimates from the advance widths of the book's own face, on the safe side; an error of a line makes a row
a line taller.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from screenplay2board.book.grid import PT_MM, PageGrid
from screenplay2board.book.types import BookPanel
from screenplay2board.book.wording import panel_label, speaker

ParagraphKind = Literal["action", "dialogue", "sound", "note"]

# Space around the head of a caption (number, size and duration), in lines.
HEAD_SPACE = 0.7
# What its duration takes of its line, and how much larger its number is.
DURATION_EM, NUMBER_SCALE = 3.6, 1.3
# Space between two paragraphs, in lines.
PARAGRAPH_GAP = 0.3
# Ragged lines end before the margin by half a word on average.
RAGGED = 0.94
# A remainder shorter than this many lines is not worth a place of its own: the row grows instead.
SMALL_REST_LINES = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of a caption. lead: the speaker of a speech. aside: its parenthetical."""

    kind: ParagraphKind
    text: str
    lead: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What stands at the picture, and what is printed below the row."""

    paragraphs: tuple[Paragraph, ...]
    rest: tuple[Paragraph, ...] = ()


def panel_paragraphs(panel: BookPanel, *, script: str = "") -> tuple[Paragraph, ...]:
    """Return the words of a panel in the order of a page.

    script: the plain text of the script that stands beside; what the panel has from there is not said twice.
    """
    spoken: list[Paragraph] = []
    if panel.action and plain(panel.action) not in script:
        spoken.append(Paragraph(kind="action", text=panel.action))
    spoken += [
        Paragraph(
            kind="dialogue",
            lead=speaker(line.character, line.extension),
            aside=line.parenthetical.strip().removeprefix("(").removesuffix(")"),
            text=line.text,
        )
        for line in panel.dialogue
        if plain(line.text) not in script
    ]
    if panel.sound:
        spoken.append(Paragraph(kind="sound", text=panel.sound))
    return (*spoken, *(Paragraph(kind="note", text=note) for note in panel.notes))


def plain(text: str) -> str:
    """Return a text with its line breaks and runs of spaces as single spaces."""
    return " ".join(text.split())


def fit_caption(panel: BookPanel, grid: PageGrid, script: str = "") -> Caption:
    """Split the words of a panel where the caption is full. script: as for `panel_paragraphs`."""
    paragraphs = panel_paragraphs(panel, script=script)
    width_em = grid.measure_em
    room = grid.caption_height_mm / grid.line_mm - _head_lines(panel, grid) - _small_lines(panel, width_em)
    if sum(_lines(p, width_em) + PARAGRAPH_GAP for p in paragraphs) <= room + SMALL_REST_LINES * 0.3:
        return Caption(paragraphs=paragraphs)
    kept: list[Paragraph] = []
    for index, paragraph in enumerate(paragraphs):
        needed = _lines(paragraph, width_em) + PARAGRAPH_GAP
        if needed <= room:
            kept.append(paragraph)
            room -= needed
            continue
        head, tail = _split(paragraph, width_em, math.floor(room))
        rest = (tail, *paragraphs[index + 1 :])
        return Caption(paragraphs=(*kept, head) if head else tuple(kept), rest=rest)
    return Caption(paragraphs=tuple(kept))


def text_width_em(text: str) -> float:
    """Return the width of a line of text in the book's face, in em."""
    return sum(_CHARACTER_EM.get(character) or _other_em(character) for character in text)


def _lines(paragraph: Paragraph, width_em: float) -> int:
    lead = f"{paragraph.lead} {paragraph.aside} " if paragraph.lead else ""
    return sum(
        max(1, math.ceil(text_width_em(line) / (width_em * RAGGED))) for line in f"{lead}{paragraph.text}".split("\n")
    )


def _head_lines(panel: BookPanel, grid: PageGrid) -> float:
    """Count the lines of number, size, camera words and duration, which run on in narrow captions."""
    room_em = grid.caption_width_mm / (grid.font_size_pt * PT_MM)
    words = [word for word in (panel.framing, panel.angle, panel.move, panel.lens, panel.effect) if word]
    label = panel_label(panel, several=panel.panel > 1)
    widths = [NUMBER_SCALE * text_width_em(f"{label} "), text_width_em(panel.size)]
    widths += [text_width_em(f" {word} ·") for word in words]
    lines, used = 1, DURATION_EM
    for width in widths:
        if used + width > room_em and used > 0.0:
            lines, used = lines + 1, 0.0
        used += width
    return HEAD_SPACE + lines


def _small_lines(panel: BookPanel, width_em: float) -> float:
    """Count the lines of cast and transition, which always stay at the picture."""
    words = ", ".join(panel.cast) + panel.transition
    return 0.2 + math.ceil(text_width_em(words) * 0.9 / (width_em * RAGGED)) if words else 0.0


def _split(paragraph: Paragraph, width_em: float, lines: int) -> tuple[Paragraph | None, Paragraph]:
    """Cut a paragraph after the words that fill `lines` lines; CJK text may break inside a word.

    Its second part names the speaker again, but not how it is said.
    """
    if lines < 1 or (lines < 2 and paragraph.lead):
        return None, paragraph
    room = lines * width_em * RAGGED * 0.97 - text_width_em(f"{paragraph.lead} {paragraph.aside}… ")
    width, cut = 0.0, 0
    for index, character in enumerate(paragraph.text):
        width += _CHARACTER_EM.get(character) or _other_em(character)
        if width > room:
            break
        if character.isspace() or unicodedata.east_asian_width(character) == "W":
            cut = index + 1
    if cut == 0:
        return None, paragraph
    head = paragraph.text[:cut].rstrip() + " …"
    return replace(paragraph, text=head), replace(paragraph, aside="", text="… " + paragraph.text[cut:].lstrip())


def _other_em(character: str) -> float:
    if unicodedata.combining(character):
        return 0.001
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.64


def _widths(groups: Iterable[tuple[str, float]]) -> dict[str, float]:
    return {character: width for characters, width in groups for character in characters}


# Advance widths of Inter at weight 400, rounded up, in em.
_CHARACTER_EM = _widths(
    (
        ("abcdeghknopqsuvxyz", 0.60),
        ('frt-"*/', 0.42),
        ("ijlI.,:;|!'’‘ ()[]", 0.30),
        ("mwMW@%—…", 0.94),
        ("ABCDEFGHJKLNOPQRSTUVXYZ&", 0.72),
        ("0123456789$€+=<>?#“”–", 0.65),
    )
)
