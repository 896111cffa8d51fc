"""Drawing styles of people's own: a TOML file that says how one differs from a built-in style.

Enters: the path of a style file. Leaves: `SketchStyle`, or diagnostics at their places: S2B302 syntax, S2B303 unknown
key, S2B304 wrong value, S2B504 no such file. `encode` and `decode` carry a style to workers and into keys of panels.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, Field, TypeAdapter, WithJsonSchema
from pydantic_core import PydanticCustomError

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.marked_toml import load_toml
from screenplay2board.render.sketch.styles import OWN, STYLES, Hatch, SketchStyle
from screenplay2board.text_files import read_text
from screenplay2board.validation import Codes, Strict, choice, listed, text_list, validate

MAX_FILE_BYTES = 100_000
MOST_GREYS = 16  # of a picture: its PNG has four bits a pixel
SECOND_STROKES = 3  # the lightest markers are darker where strokes overlap
SURVEY_GREYS = 2
CODES = Codes(unknown_key="S2B303", wrong_value="S2B304")

Grey = Annotated[int, Field(ge=0, le=255)]
Share = Annotated[float, Field(ge=0, le=1)]
Length = Annotated[float, Field(ge=0, le=20)]
Hand = Annotated[float, Field(ge=0, le=10)]
_GREY: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 255}
_SHARE: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}
_PAIR: dict[str, Any] = {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 2, "maxItems": 2}


def _pair(value: object) -> object:
    """Read two numbers that are not negative."""
    items = cast("list[object]", value) if isinstance(value, list) else []
    numbers = [float(item) for item in items if isinstance(item, (int, float)) and not isinstance(item, bool)]
    if len(numbers) != 2 or len(items) != 2 or not all(number >= 0.0 for number in numbers):
        raise PydanticCustomError("custom_expected", "two numbers such as `[0.84, 1.1]`")
    return tuple(numbers)


class HatchEntry(Strict):
    """Parallel pencil lines over the darker tones. Lengths are pixels of a frame of 1280 x 720."""

    from_level: int = Field(
        default=2, ge=1, le=6, description="The lightest tone that is hatched: 1 is the first of `tones`."
    )
    angle_deg: float = Field(default=-38.0, ge=-180, le=180, description="Slope of the lines.")
    spacing_px: float = Field(default=6.0, ge=2, le=100, description="From one line to the next.")
    width_px: float = Field(default=1.2, ge=0.2, le=20, description="Width of a line.")
    grey: Grey = Field(default=120, description="0 black to 255 paper.")


class StyleFile(Strict):
    """A style file. What it leaves out is as in the style that it is based on."""

    based_on: Annotated[str, *choice("drawing style", STYLES)] = Field(
        default="ink", description="The built-in style that holds where the file says nothing."
    )
    tones: Annotated[tuple[Grey, ...], Field(max_length=6), *text_list(_GREY)] | None = Field(
        default=None, description="Greys of the markers, 0 black to 255 paper, lightest first; empty for line alone."
    )
    tone_darkness: Annotated[tuple[Share, ...], Field(max_length=6), *text_list(_SHARE)] | None = Field(
        default=None, description="The darkness, 0 to 1, that each of the tones stands for, lightest first."
    )
    hatches: Annotated[tuple[HatchEntry, ...], Field(max_length=5), BeforeValidator(listed)] | None = Field(
        default=None, description="Pencil lines over the tones."
    )
    streak: Share | None = Field(default=None, description="How much darker overlapping marker strokes are.")
    rim_px: Length | None = Field(default=None, description="White rim around people.")
    edge_px: Length | None = Field(default=None, description="Light edge around dark clothes at night.")
    white_share: Share | None = Field(default=None, description="Least share of the paper that stays white by day.")
    black_share: Share | None = Field(default=None, description="Least share that is black where anything is dark.")
    ink: Grey | None = Field(default=None, description="Grey of the pen.")
    line_weight: Annotated[float, Field(gt=0, le=6)] | None = Field(default=None, description="Of every line.")
    wobble: Hand | None = Field(default=None, description="How much the hand shakes.")
    overshoot: Hand | None = Field(default=None, description="How far lines run past their ends.")
    pressure: Share | None = Field(default=None, description="How much the width of a line changes.")
    drift_px: Length | None = Field(default=None, description="How far the hand strays from a contour.")
    passes: Annotated[int, Field(ge=1, le=4)] | None = Field(default=None, description="How often a line is drawn.")
    white_ink_from: Annotated[tuple[float, float], BeforeValidator(_pair), WithJsonSchema(_PAIR)] | None = Field(
        default=None, description="Darkness from which creases and outlines of people are white; over 1 is never."
    )
    surveyed: bool | None = Field(default=None, description="Draw the camera's data, safe frames and crop lines.")


def read_style(path: Path, diagnostics: Diagnostics) -> SketchStyle | None:
    """Return the style in the file at `path`; None where anything in it is wrong (reported)."""
    text = read_text(path, MAX_FILE_BYTES, "S2B504", diagnostics, hint=f"name a file, or one of {', '.join(STYLES)}")
    toml = load_toml(text, str(path), "S2B302", diagnostics) if text is not None else None
    if toml is None:
        return None
    found = Diagnostics()
    file = validate(StyleFile, toml.data, lambda path, *, key=False: toml.locate(path), CODES, found)  # noqa: ARG005
    style = _style(file)
    if not found.has_errors:
        for key, problem, hint in _contradictions(style):
            found.error(CODES.wrong_value, problem, toml.locate((key,)) or toml.locate(("tones",)), hint=hint)
    diagnostics.extend(found)
    return None if found.has_errors else style


def encode(style: SketchStyle) -> str:
    """Return a style as text: equal styles give equal text."""
    return json.dumps(dataclasses.asdict(style), sort_keys=True)


def decode(text: str) -> SketchStyle:
    """Return the style that `encode` wrote."""
    return TypeAdapter(SketchStyle).validate_json(text)


def _style(file: StyleFile) -> SketchStyle:
    said = {key: getattr(file, key) for key in file.model_fields_set - {"based_on", "hatches"}}
    changes = {key: value for key, value in said.items() if value is not None}
    if file.hatches is not None:
        changes["hatches"] = tuple(Hatch(**entry.model_dump()) for entry in file.hatches)
    if not changes.get("tones", True):
        changes.setdefault("tone_darkness", ())
    return dataclasses.replace(STYLES[file.based_on], **changes, name=OWN)


def _contradictions(style: SketchStyle) -> Iterator[tuple[str, str, str]]:
    """Yield (key, what is wrong, hint) for values that cannot go together."""
    tones, darkness = style.tones, style.tone_darkness
    if len(tones) != len(darkness):
        hint = "write as many of the one as of the other"
        yield "tones", f"{len(tones)} `tones` stand beside {len(darkness)} of `tone_darkness`", hint
    if list(tones) != sorted(set(tones), reverse=True):
        yield "tones", "`tones` do not go from light to dark", "255 is paper, 0 is black"
    if list(darkness) != sorted(set(darkness)):
        yield "tone_darkness", "`tone_darkness` does not rise", "0 is paper, 1 is black"
    greys = len({255, style.ink, *tones, *(hatch.grey for hatch in style.hatches)})
    greys += SECOND_STROKES * (style.streak > 0) + SURVEY_GREYS * style.surveyed
    if greys > MOST_GREYS:
        hint = "use fewer tones or hatches, or `streak = 0`"
        yield "hatches", f"the style needs {greys} greys, a picture has {MOST_GREYS}", hint
