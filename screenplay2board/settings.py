"""Project settings: `board.toml`, the cast in it or in `cast.yaml` beside it, and flags, as one frozen value.

Enters: the path of a settings file, or None for the defaults, and overrides from the command line. Leaves: `Settings`.
Everything wrong is reported with its place (S2B301 file, S2B302 syntax, S2B303 unknown key, S2B304 wrong value,
S2B305 a name that two characters claim), and the rest of the settings still holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, cast, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from screenplay2board.book.types import BookSettings, BookStyle, Orientation, PageSize
from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.marked_toml import load_toml
from screenplay2board.marked_yaml import load_yaml, locate, plain_data
from screenplay2board.plan.types import Age, Gender
from screenplay2board.render.diffusion.cards import CharacterEntry, ModelSettings
from screenplay2board.render.sketch.styles import is_style_file
from screenplay2board.stage.names import (
    ACCESSORIES,
    BEARDS,
    BEINGS,
    BOTTOMS,
    BROWS,
    BUILDS,
    EYES,
    FACES,
    GLASSES,
    HAIR,
    HATS,
    MARKS,
    MOUTHS,
    NOSES,
    PATTERNS,
    TOPS,
)
from screenplay2board.text_files import read_text
from screenplay2board.validation import NUMBER_OR_TEXT, Codes, KeyPath, Strict, choice, validate

MAX_FILE_BYTES = 1_000_000
CODES = Codes(unknown_key="S2B303", wrong_value="S2B304")

CM_IN_M = 100.0
TALLEST_M = 3.0
ASPECT_RANGE = (0.25, 4.0)
_RATIO = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:[:/x×]\s*(\d+(?:\.\d+)?))?\s*")
_HEIGHT = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(m|cm)?\s*", re.IGNORECASE)


def _aspect_ratio(value: object) -> float:
    """Read `16:9`, `2.39`, `2.39:1` or a number as width through height."""
    found = None if isinstance(value, bool) else _RATIO.fullmatch(str(value))
    over = float(found.group(2) or 1) if found else 0.0
    ratio = float(found.group(1)) / over if found and over else 0.0
    if not ASPECT_RANGE[0] <= ratio <= ASPECT_RANGE[1]:
        raise PydanticCustomError("custom_expected", "a ratio such as `16:9`, `2.39` or `1.85`")
    return ratio


def _height_m(value: object) -> float:
    """Read `1.68`, `1.68 m`, `168 cm` or 168 as metres."""
    found = None if isinstance(value, bool) else _HEIGHT.fullmatch(str(value))
    height = float(found.group(1).replace(",", ".")) if found else 0.0
    unit = (found.group(2) or "").lower() if found else ""
    if unit == "cm" or (not unit and height > TALLEST_M):
        height /= CM_IN_M
    if not 0.5 <= height <= TALLEST_M:
        raise PydanticCustomError("custom_expected", "a height such as `1.68 m` or `168 cm`")
    return height


def _names(value: object) -> object:
    """Read one name as a list of one."""
    return [value] if isinstance(value, str) else [item for item in _items(value) if item is not None]


def _items(value: object) -> list[object]:
    if not isinstance(value, (list, tuple)):
        raise PydanticCustomError("list_type", "expected a list")
    return list(cast("list[object]", value))


def _glasses(value: object) -> object:
    """Read yes as the usual glasses and no as none."""
    return ("round" if value else "none") if isinstance(value, bool) else value


_FRAMES = (*GLASSES, "none")
_FRAME_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "string", "enum": list(_FRAMES)}, {"type": "boolean"}]}
_YES_OR_FRAME = (BeforeValidator(_glasses), WithJsonSchema(_FRAME_SCHEMA))
_NAME_LIST = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
Names = Annotated[tuple[str, ...], BeforeValidator(_names), WithJsonSchema(_NAME_LIST)]
Grey = Annotated[float, Field(ge=0, le=1)]


class ProjectSettings(Strict):
    """What the whole project is called and written in."""

    title: str | None = Field(default=None, description="Title of the book; the title page's where it is left out.")
    language: str | None = Field(
        default=None, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$", description="Language of the book, such as `en` or `ko`."
    )


class BookLayout(Strict):
    """How the pages look."""

    style: Annotated[BookStyle, *choice("book style", get_args(BookStyle))] = Field(
        default="three", description="Panels on a page, or `script` for the screenplay beside its panels."
    )
    page: Annotated[PageSize, *choice("page size", get_args(PageSize))] = Field(default="A4", description="Paper.")
    orientation: Annotated[Orientation, *choice("orientation", get_args(Orientation))] = Field(
        default="portrait", description="Which way the paper lies."
    )
    aspect_ratio: Annotated[float, BeforeValidator(_aspect_ratio), WithJsonSchema(NUMBER_OR_TEXT)] = Field(
        default=16 / 9, description="Width through height of a panel: `16:9`, `2.39`, `1.85`, `4:3`, `9:16`."
    )
    plans: bool = Field(default=False, description="Whether each scene begins with its floor plan.")


class RenderSettings(Strict):
    """How the panels are made."""

    backend: str = Field(default="auto", description="`auto`, `sketch`, `diffusion` or the name of a plug-in.")
    style: str = Field(
        default="ink", description="Drawing style of the backend, or a style file `*.toml` beside this file."
    )
    width_px: int = Field(
        default=1280, ge=64, le=8192, description="Width of a panel; the aspect ratio gives its height."
    )
    seed: int = Field(default=0, ge=0, lt=2**63, description="Changes everything that is left to chance.")
    workers: int | None = Field(
        default=None, ge=1, le=1024, description="Processes that draw; one for each core if left out."
    )


class CastEntry(Strict):
    """How one character is drawn; what is left out is read from the screenplay."""

    kind: Annotated[str, *choice("kind", BEINGS)] | None = Field(
        default=None, description="What acts: a person, or an animal or a vehicle, which all else is not asked of."
    )
    age: Annotated[Age, *choice("age", get_args(Age))] | None = Field(default=None, description="Stage of life.")
    years: int | None = Field(default=None, ge=0, le=150, description="Age in years.")
    gender: Annotated[Gender, *choice("gender", get_args(Gender), {"woman": "female", "man": "male"})] | None = Field(
        default=None, description="Build and face."
    )
    build: Annotated[str, *choice("build", BUILDS, {"strong": "athletic"})] | None = Field(
        default=None, description="Stature."
    )
    height: Annotated[float, BeforeValidator(_height_m), WithJsonSchema(NUMBER_OR_TEXT)] | None = Field(
        default=None, description="`1.68 m` or `168 cm`."
    )
    jaw: float | None = Field(default=None, ge=0.5, le=1.5, description="Width of the jaw, 1 is average.")
    skin_grey: Grey | None = Field(default=None, description="Darkness of the skin, 0 to 1.")
    face: Annotated[str, *choice("face", FACES)] | None = Field(default=None, description="Shape of the face.")
    eyes: Annotated[str, *choice("eyes", EYES)] | None = Field(default=None, description="Shape of the eyes.")
    brows: Annotated[str, *choice("brows", BROWS)] | None = Field(default=None, description="Shape of the eyebrows.")
    nose: Annotated[str, *choice("nose", NOSES)] | None = Field(default=None, description="Shape of the nose.")
    mouth: Annotated[str, *choice("mouth", MOUTHS)] | None = Field(default=None, description="Shape of the mouth.")
    marks: Annotated[tuple[Annotated[str, *choice("mark", MARKS)], ...], BeforeValidator(_names)] | None = Field(
        default=None, description="Freckles, scars and other marks of the face."
    )
    hair: Annotated[str, *choice("hair", HAIR)] | None = Field(default=None, description="Hair style.")
    hair_grey: Grey | None = Field(default=None, description="Darkness of the hair: 0 white, 1 black.")
    beard: Annotated[str, *choice("beard", (*BEARDS, "none"))] | None = Field(
        default=None, description="Beard, or `none`."
    )
    glasses: Annotated[str, *choice("glasses", _FRAMES), *_YES_OR_FRAME] | None = Field(
        default=None, description="Glasses, `true` for round ones, `none` or `false` for none."
    )
    hat: Annotated[str, *choice("hat", (*HATS, "none"))] | None = Field(default=None, description="Hat, or `none`.")
    clothes: str | None = Field(
        default=None, description="Clothes in words, as an introduction would say it: `red coat`."
    )
    top: Annotated[str, *choice("top", TOPS)] | None = Field(default=None, description="Upper garment.")
    top_grey: Grey | None = Field(default=None, description="Darkness of the upper garment.")
    pattern: Annotated[str, *choice("pattern", (*PATTERNS, "none"))] | None = Field(
        default=None, description="Pattern of the upper garment, or `none`."
    )
    bottom: Annotated[str, *choice("bottom", BOTTOMS)] | None = Field(default=None, description="Lower garment.")
    bottom_grey: Grey | None = Field(default=None, description="Darkness of the lower garment.")
    shoes_grey: Grey | None = Field(default=None, description="Darkness of the shoes.")
    accessories: (
        Annotated[tuple[Annotated[str, *choice("accessory", ACCESSORIES)], ...], BeforeValidator(_names)] | None
    ) = Field(default=None, description="What else they wear.")
    aliases: Names = Field(default=(), description="Other names of the same person in the screenplay.")
    description: str | None = Field(default=None, description="Who they are, in words.")
    reference: str | None = Field(default=None, description="Picture of the character, a path beside this file.")
    lora: str | None = Field(default=None, description="LoRA of the character: a .safetensors beside this file.")
    lora_weight: float = Field(default=0.8, ge=-4, le=4, description="How strongly the LoRA works.")
    trigger: str = Field(default="", description="The words or token that call the LoRA.")
    seed: int | None = Field(
        default=None, ge=0, lt=2**63, description="Changes the face and what else is left to chance."
    )


class StoreSettings(Strict):
    """Where drawn panels are kept."""

    url: str | None = Field(
        default=None,
        description="A store that several machines share, such as `s3://bucket/panels`; `.s2b` without it.",
    )


class Board(Strict):
    """A `board.toml`."""

    project: ProjectSettings = ProjectSettings()
    book: BookLayout = BookLayout()
    render: RenderSettings = RenderSettings()
    store: StoreSettings = StoreSettings()
    model: ModelSettings = Field(default=ModelSettings(), description="What the diffusion backend paints with.")
    cast: dict[str, CastEntry] = Field(default={}, description="The characters, by the name of their cues.")


class CastFile(Strict):
    """A `cast.yaml`: the characters, by the name of their cues."""

    cast: dict[str, CastEntry] = Field(default={}, description="The characters, by the name of their cues.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a project may set. cast: cue in upper case -> entry; cast_spans: where each stands.

    A style file in `render` is named as seen from the working folder.
    """

    project: ProjectSettings
    book: BookLayout
    render: RenderSettings
    store: StoreSettings
    model: ModelSettings
    cast: Mapping[str, CastEntry]
    cast_spans: Mapping[str, Span]
    file: str | None = None

    @property
    def folder(self) -> Path:
        """Return the folder of the settings file, or the working folder: relative paths start there."""
        return Path(self.file).parent if self.file else Path()

    @property
    def frame_px(self) -> tuple[int, int]:
        """Return (width, height) of a panel; the height is even, as video wants it."""
        return self.render.width_px, max(2, 2 * round(self.render.width_px / self.book.aspect_ratio / 2))

    @property
    def characters(self) -> Mapping[str, CharacterEntry]:
        """Return the LoRAs of the cast, by name; their paths start at the settings' folder."""
        return {
            name: CharacterEntry(
                path=str((self.folder / entry.lora).resolve()), weight=entry.lora_weight, trigger=entry.trigger
            )
            for name, entry in self.cast.items()
            if entry.lora
        }

    def book_settings(self, *, language: str = "en", templates: Path | None = None) -> BookSettings:
        """Return the settings as the book takes them. language: of the screenplay, where the project says none."""
        return BookSettings(
            style=self.book.style,
            page_size=self.book.page,
            orientation=self.book.orientation,
            aspect_ratio=self.book.aspect_ratio,
            language=self.project.language or language,
            templates=templates,
        )


def load_settings(
    path: Path | None, diagnostics: Diagnostics, overrides: Mapping[str, object] | None = None
) -> Settings:
    """Return the settings of `path` with `overrides` on top.

    path: a `board.toml`; None for the defaults. A `cast.yaml` beside it is read too.
    overrides: from flags, `book.style` -> value; None values say nothing.
    """
    text = _read(path, diagnostics) if path else None
    toml = load_toml(text, str(path), "S2B302", diagnostics) if text is not None else None
    data: dict[str, Any] = dict(toml.data) if toml else {}
    flags = {name: value for name, value in (overrides or {}).items() if value is not None}
    for name, value in flags.items():
        section, key = name.split(".", 1)
        part: object = data.get(section)
        data[section] = {**(cast("dict[str, Any]", part) if isinstance(part, dict) else {}), key: value}

    def place(path: KeyPath, *, key: bool = False) -> Span | None:  # noqa: ARG001
        said_by_flag = ".".join(str(step) for step in path) in flags
        return toml.locate(path) if toml and not said_by_flag else None

    board = validate(Board, data, place, CODES, diagnostics)
    render = board.render
    if path and is_style_file(render.style) and "render.style" not in flags:
        render = render.model_copy(update={"style": str(path.parent / render.style)})
    entries = {name: (entry, place(("cast", name))) for name, entry in board.cast.items()}
    beside = path.parent / "cast.yaml" if path else None
    if beside and beside.is_file():
        entries = _with_cast_file(entries, beside, diagnostics)
    people, places = _checked_cast(entries, diagnostics)
    return Settings(
        project=board.project,
        book=board.book,
        render=render,
        store=board.store,
        model=board.model,
        cast=people,
        cast_spans=places,
        file=str(path) if path else None,
    )


_Entries = dict[str, tuple[CastEntry, Span | None]]


def load_cast_file(path: Path, diagnostics: Diagnostics) -> _Entries:
    """Return the characters of a `cast.yaml` and their places; names may also stand at the top, without `cast:`."""
    text = _read(path, diagnostics)
    root = load_yaml(text, str(path), "S2B302", diagnostics) if text else None
    if root is None:
        return {}
    data = plain_data(root)
    if not isinstance(data, dict):
        diagnostics.error("S2B304", "a list or text stands here, expected characters by name", root.span)
        return {}
    below = "cast" in data
    wrapped: dict[str, Any] = data if below else {"cast": data}

    def place(path: KeyPath, *, key: bool = False) -> Span | None:
        return locate(root, path if below else path[1:], key=key)

    found = validate(CastFile, _without_empty(wrapped), place, CODES, diagnostics)
    return {
        name: (entry, locate(root, ("cast", name) if below else (name,), key=True))
        for name, entry in found.cast.items()
    }


def _without_empty(data: Any) -> Any:
    """Leave out keys that stand empty in YAML: they mean the default; an empty character is one without wishes."""
    cast_data = data.get("cast")
    if not isinstance(cast_data, dict):
        return {} if cast_data is None else data
    people = cast("dict[str, Any]", cast_data)
    cleaned = {
        name: {key: value for key, value in cast("dict[str, Any]", entry or {}).items() if value is not None}
        if entry is None or isinstance(entry, dict)
        else entry
        for name, entry in people.items()
    }
    return {**data, "cast": cleaned}


def _with_cast_file(entries: _Entries, path: Path, diagnostics: Diagnostics) -> _Entries:
    merged = dict(entries)
    for name, (entry, span) in load_cast_file(path, diagnostics).items():
        if name in merged:
            message = f"character `{name}` stands here and in board.toml, board.toml holds"
            diagnostics.warning("S2B305", message, span, hint="keep the character in one of the two files")
        else:
            merged[name] = (entry, span)
    return merged


def _checked_cast(entries: _Entries, diagnostics: Diagnostics) -> tuple[Mapping[str, CastEntry], Mapping[str, Span]]:
    """Return the cast by upper-case name; report a name or alias that two characters claim."""
    claimed: dict[str, str] = {}
    people: dict[str, CastEntry] = {}
    places: dict[str, Span] = {}
    for written, (entry, span) in entries.items():
        name = written.strip().upper()
        aliases: list[str] = []
        for other in (name, *(alias.strip().upper() for alias in entry.aliases)):
            if other in claimed and claimed[other] != name:
                message = f"`{other}` names both `{claimed[other]}` and `{name}`"
                diagnostics.error("S2B305", message, span, hint="leave the name with one of the two")
            elif claimed.setdefault(other, name) == name and other != name and other not in aliases:
                aliases.append(other)
        people.setdefault(name, entry.model_copy(update={"aliases": tuple(aliases)}))
        if span:
            places.setdefault(name, span)
    return people, places


def _read(path: Path, diagnostics: Diagnostics) -> str | None:
    """Return the text of a settings file with plain line ends, or None where it cannot be read (reported)."""
    text = read_text(path, MAX_FILE_BYTES, "S2B301", diagnostics, hint="`s2b init` writes a board.toml")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n") if text is not None else None
