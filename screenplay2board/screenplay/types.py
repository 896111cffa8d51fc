"""The screenplay model that every reader produces.

Element types follow Fountain 1.1 (https://fountain.io/syntax); other formats are read into the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from screenplay2board.diagnostics import Span

ElementType = Literal[
    "title_page",  # one title page entry; `key` holds its key
    "scene_heading",
    "action",
    "character",
    "parenthetical",
    "dialogue",
    "lyrics",
    "transition",
    "centered",
    "page_break",
    "section",
    "synopsis",
    "note",  # a note that stands in a paragraph of its own
    "boneyard",
]
Dual = Literal["left", "right"]
NUMBER_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # of scene 12A and setup 10B: I and O read as digits


@dataclass(frozen=True, slots=True, kw_only=True)
class StyledRun:
    """A stretch of text in one style; the runs of an element joined give its `text`."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A `[[note]]`, without its brackets, and where it stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One paragraph of a screenplay.

    text: plain text without markup, notes and boneyards; line breaks inside a paragraph are kept.
    character elements: `text` is the name alone, `extension` what stood in parentheses (`V.O.`).
    scene_number: of scene headings, without `#`. depth: of sections, from 1. key: of title page entries.
    revision: colour or name of the newest revision that touched it, where the format tells.
    """

    type: ElementType
    text: str
    span: Span
    runs: tuple[StyledRun, ...] = ()
    notes: tuple[Note, ...] = ()
    scene_number: str | None = None
    depth: int | None = None
    dual: Dual | None = None
    extension: str | None = None
    key: str | None = None
    revision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneHeading:
    """What a heading line says, taken apart: `INT. CAFE - BACK ROOM - NIGHT`.

    location: as written (`CAFE - BACK ROOM`); time_of_day: as written (`NIGHT`), empty where none is given.
    interior/exterior: both true for INT./EXT., both false where a forced heading says neither.
    """

    text: str
    location: str
    time_of_day: str
    interior: bool
    exterior: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A heading and everything to the next one. Text before the first heading is a scene without a heading."""

    number: str
    heading: SceneHeading | None
    elements: tuple[Element, ...]  # the heading's element included, first
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterNote:
    """What a screenplay says about a character outside of its scenes, in words as in an introduction."""

    name: str
    description: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Screenplay:
    """A read screenplay: all elements in order, title page first, and the scenes they form."""

    file: str
    elements: tuple[Element, ...]
    scenes: tuple[Scene, ...]
    cast: tuple[CharacterNote, ...] = ()

    @property
    def title_page(self) -> tuple[Element, ...]:
        """Return the title page entries."""
        return tuple(element for element in self.elements if element.type == "title_page")

    def title_entry(self, key: str) -> str | None:
        """Return the text of the title page entry `key` (any case), or None."""
        wanted = key.lower()
        return next((e.text for e in self.title_page if (e.key or "").lower() == wanted), None)
