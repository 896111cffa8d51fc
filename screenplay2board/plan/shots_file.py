"""The format of a shots YAML (`night.shots.yaml`): what people may decide, and how they say it.

Enters: plain data of the file. Leaves: validated entries; its JSON Schema comes from these models too. Sizes, angles,
moves and the like are taken in every spelling that the screenplay vocabulary knows (`vocabulary/camera.toml`,
`times.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, cast, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from screenplay2board.plan.types import (
    CAMERA_ANGLES,
    CAMERA_MOVES,
    EFFECTS,
    FRAMINGS,
    LENSES,
    SHOT_SIZES,
    TIMES_OF_DAY,
    WEATHERS,
    CameraAngle,
    CameraMove,
    Effect,
    Framing,
    Lens,
    ShotSize,
    Status,
    TimeOfDay,
    Weather,
)
from screenplay2board.plan.vocabulary import read_tables
from screenplay2board.stage.names import ACCESSORIES, BEING_POSES, EMOTIONS, GLASSES, HATS, POSES, PROPS, SETS, TOPS
from screenplay2board.validation import NUMBER_OR_TEXT, Strict, choice, folded, listed, text_list

LONGEST_SHOT_S = 3600.0
SECONDS_IN_MINUTE = 60
_DURATION = re.compile(r"\s*(?:(\d+):)?(\d+(?:\.\d+)?|\.\d+)\s*(?:s|sec|seconds?|초)?\s*", re.IGNORECASE)


def _synonyms(file: str, tables: Iterable[str], known: Iterable[str]) -> Mapping[str, str]:
    """Return folded spelling -> name from the vocabulary; the first meaning of a word holds."""
    names = frozenset(known)
    found: dict[str, str] = {}
    data = read_tables(file)
    for table in tables:
        for name, words in data[table].items():
            if name in names:
                for word in words.split(","):
                    plain = word.strip().strip("=~")
                    for spelling in (plain, plain.replace("’", "'")):
                        found.setdefault(folded(spelling), name)
    return found


def _camera(table: str, known: Iterable[str]) -> tuple[Any, Any]:
    return choice(table, known, _synonyms("camera", [table], known))


def _times(what: str, tables: Iterable[str], known: Iterable[str]) -> tuple[Any, Any]:
    return choice(what, known, _synonyms("times", tables, known))


def _seconds(value: object) -> float:
    """Read `2.5`, `2.5 s` or `1:05` as seconds."""
    found = _DURATION.fullmatch(str(value))
    seconds = float(found.group(2)) + SECONDS_IN_MINUTE * int(found.group(1) or 0) if found else 0.0
    if not 0 < seconds <= LONGEST_SHOT_S:
        raise PydanticCustomError("custom_expected", "seconds such as `2.5`")
    return seconds


def _text(value: object) -> object:
    return "" if value is None else value


def _name(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


Number = Annotated[str, WithJsonSchema(NUMBER_OR_TEXT)]
Text = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": ["string", "null"]})]
Name = Annotated[str, BeforeValidator(_name)]
Seconds = Annotated[float, BeforeValidator(_seconds), WithJsonSchema(NUMBER_OR_TEXT)]
_STRING: dict[str, Any] = {"type": "string"}
Names = Annotated[tuple[Name, ...], *text_list(_STRING)]
Texts = Annotated[tuple[str, ...], *text_list(_STRING)]
Prop = Annotated[str, *choice("prop", PROPS)]
Props = Annotated[tuple[Prop, ...], *text_list({"type": "string", "enum": list(PROPS)})]
_GARMENTS = (*HATS, *GLASSES, *TOPS, *ACCESSORIES, "no hat", "no glasses", *(f"no {name}" for name in ACCESSORIES))
Garment = Annotated[str, *choice("garment", _GARMENTS)]
Garments = Annotated[tuple[Garment, ...], *text_list({"type": "string", "enum": list(_GARMENTS)})]
Set = Annotated[str, *choice("set", SETS)]
Time = Annotated[TimeOfDay, *_times("time of day", ["time_english", "time_korean"], TIMES_OF_DAY)]
WeatherName = Annotated[Weather, *_times("weather", ["weather_english", "weather_korean"], WEATHERS)]


class ActorEntry(Strict):
    """What one person does in a shot."""

    pose: Annotated[str, *choice("pose", POSES + BEING_POSES)] | None = Field(
        default=None, description="How they stand, sit, move."
    )
    emotion: Annotated[str, *choice("emotion", EMOTIONS)] | None = Field(default=None, description="What they feel.")
    holding: Props = Field(default=(), description="What they hold.")
    wears: Garments = Field(default=(), description="What they have put on, or taken off (`no hat`), by now.")
    looks_at: Name | None = Field(default=None, description="A character, `camera`, a prop of the shot.")


def _speeches(value: object) -> object:
    """Read a list of `MINA: text` and `{MINA: text}`."""
    if isinstance(value, dict):
        return [{cue: text} for cue, text in cast("dict[object, object]", value).items()]
    return listed(value)


Speeches = Annotated[tuple[dict[str, str], ...], BeforeValidator(_speeches)]


class ShotEntry(Strict):
    """One shot. Whatever is left out is the planner's decision."""

    id: str | None = Field(default=None, description="Written by s2b; a shot without one is new, and is given one.")
    number: Number | None = Field(default=None, description="For people: 10A.")
    panel: int | None = Field(default=None, ge=1, le=999, description="Which panel of the shot, from 1.")
    status: Annotated[Status, *choice("status", get_args(Status))] = Field(
        default="active", description="`omitted` leaves the shot out of the book and keeps its number."
    )
    size: Annotated[ShotSize, *_camera("size", SHOT_SIZES)] | None = Field(default=None, description="Shot size.")
    angle: Annotated[CameraAngle, *_camera("angle", CAMERA_ANGLES)] | None = Field(
        default=None, description="Camera angle."
    )
    move: Annotated[CameraMove, *_camera("move", CAMERA_MOVES)] | None = Field(default=None, description="Camera move.")
    framing: Annotated[Framing, *_camera("framing", FRAMINGS)] | None = Field(
        default=None, description="Whom the frame holds, and how."
    )
    lens: Annotated[Lens, *_camera("lens", LENSES)] | None = Field(default=None, description="Lens.")
    effect: Annotated[Effect, *_camera("effect", EFFECTS)] | None = Field(
        default=None, description="What the picture is seen in or through, or how its light falls."
    )
    subject: Names = Field(default=(), description="Whom or what the frame is built on, main subject first.")
    over: Name | None = Field(default=None, description="Over whose shoulder (ots), through whose eyes (pov).")
    cast: dict[Name, ActorEntry | None] | None = Field(default=None, description="Everybody present, by name.")
    props: Props = Field(default=(), description="Things that must be seen.")
    writing: Text = Field(default="", description="The words to be read on the thing that the shot shows.")
    set: Set | None = Field(default=None, description="Set, where it differs from the scene's.")
    time: Time | None = Field(default=None, description="Time of day, where it differs from the scene's.")
    weather: WeatherName | None = Field(default=None, description="Weather, where it differs from the scene's.")
    action: Text = Field(default="", description="What happens, as it stands under the panel.")
    dialogue: Speeches = Field(default=(), description="Who says what: `- MINA (V.O.): (softly) Who is there?`")
    sound: Text = Field(default="", description="What is heard.")
    notes: Texts = Field(default=(), description="Notes for people.")
    transition: Text = Field(default="", description="Transition out of the shot: CUT TO, DISSOLVE TO.")
    duration: Seconds | None = Field(default=None, description="Seconds.")
    prompt: str | None = Field(default=None, description="Own words for a painting backend.")
    negative_prompt: str | None = Field(default=None, description="What a painting backend should avoid.")
    seed: int | None = Field(default=None, ge=0, lt=2**63, description="Another number paints another picture.")


class SceneEntry(Strict):
    """One scene."""

    scene: Number | None = Field(default=None, description="Number of the scene in the screenplay.")
    heading: str | None = Field(default=None, description="Its heading, for readers; the screenplay decides.")
    status: Annotated[Status, *choice("status", get_args(Status))] = Field(
        default="active", description="`omitted` leaves the whole scene out of the book."
    )
    set: Set | None = Field(default=None, description="Set of all its shots.")
    time: Time | None = Field(default=None, description="Time of day of all its shots.")
    weather: WeatherName | None = Field(default=None, description="Weather of all its shots.")
    shots: tuple[ShotEntry | None, ...] | None = Field(default=None, description="The shots in their order.")


class ShotsFile(Strict):
    """A shots YAML."""

    screenplay: str | None = Field(default=None, description="The screenplay that the shots belong to.")
    scenes: tuple[SceneEntry | None, ...] | None = Field(default=None, description="The scenes.")
