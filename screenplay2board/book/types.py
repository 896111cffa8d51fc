"""The book before it is written: scenes and panels with everything that stands on a page, in plain text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from screenplay2board.plan.types import DialogueLine

BookStyle = Literal["one", "two", "three", "six", "nine", "script"]
PageSize = Literal["A4", "Letter"]
Orientation = Literal["portrait", "landscape"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSettings:
    """How the book is laid out. aspect_ratio: width through height of a panel. templates: a project's own folder."""

    style: BookStyle = "three"
    page_size: PageSize = "A4"
    orientation: Orientation = "portrait"
    aspect_ratio: float = 16 / 9
    language: str = "en"
    templates: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPanel:
    """One panel on a page. image: file name below the output folder, None where it could not be made.

    alt: what the picture shows, for readers who do not see it. size: `MCU`; size_name: in words. angle, move: words for
    people, empty where there is nothing to say. failure: why there is no picture. revised: the script marks it as
    revised. doubt: what a judge found wrong with the picture, empty where nothing.
    """

    id: str
    number: str
    panel: int
    image: str | None
    width_px: int
    height_px: int
    alt: str
    size: str
    size_name: str = ""
    angle: str = ""
    move: str = ""
    lens: str = ""
    effect: str = ""
    framing: str = ""
    cast: tuple[str, ...] = ()
    action: str = ""
    dialogue: tuple[DialogueLine, ...] = ()
    sound: str = ""
    notes: tuple[str, ...] = ()
    transition: str = ""
    duration_s: float = 0.0
    source: str = ""
    omitted: bool = False
    failure: str = ""
    doubt: str = ""
    revised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptLine:
    """A paragraph of the screenplay for the page that shows script and panels side by side."""

    type: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSetup:
    """A line of the list of cameras on a plan, in words for people."""

    number: str
    size: str
    lens: str
    height: str
    tilt: str
    distance: str
    move: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPlan:
    """A scene from above. svg: the drawing. width, height: its size in millimetres. setups: its cameras."""

    svg: str
    width: float
    height: float
    setups: tuple[BookSetup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookScene:
    """A scene of the book. anchor: its id in the HTML and the PDF. plan: None where none was asked for."""

    number: str
    anchor: str
    heading: str
    synopsis: str
    duration_s: float
    panels: tuple[BookPanel, ...]
    script: tuple[ScriptLine, ...] = ()
    plan: BookPlan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The whole book. date: as printed, from the title page or SOURCE_DATE_EPOCH; empty where there is none."""

    title: str
    authors: str
    credit: str
    draft: str
    date: str
    source: str
    scenes: tuple[BookScene, ...]
    settings: BookSettings
