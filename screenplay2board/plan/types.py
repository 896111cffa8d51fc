"""What the planner decides: the cast's looks, the scenes and their shots.

A `Shot` says everything about a picture in the terms of film and story, nothing in metres: the stage turns it into
places and a camera. Sizes and crop lines: docs/film.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from screenplay2board.diagnostics import Span
from screenplay2board.stage.names import ACCESSORIES, GLASSES, HATS, TOPS

ShotSize = Literal["ECU", "CU", "MCU", "MS", "MLS", "FS", "LS", "ELS"]
CameraAngle = Literal["eye", "high", "low", "overhead", "worm", "dutch"]
CameraMove = Literal[
    "static", "pan left", "pan right", "tilt up", "tilt down", "push in", "pull out", "truck left", "truck right",
    "crane up", "crane down", "zoom in", "zoom out", "handheld", "follow", "rack focus", "whip pan",
]  # fmt: skip
Framing = Literal["single", "two-shot", "group", "ots", "pov", "insert", "reaction", "back", "establishing"]
Lens = Literal["wide", "normal", "long"]
Effect = Literal[
    "mirror", "silhouette", "through window", "through doorway", "through leaves", "on screen", "split diopter",
    "split screen",
]  # fmt: skip
TimeOfDay = Literal["day", "night", "dawn", "dusk"]
Weather = Literal["clear", "rain", "snow", "fog", "storm"]
Origin = Literal["planner", "note", "script", "yaml"]
Status = Literal["active", "omitted"]

SHOT_SIZES: tuple[ShotSize, ...] = get_args(ShotSize)
CAMERA_ANGLES: tuple[CameraAngle, ...] = get_args(CameraAngle)
CAMERA_MOVES: tuple[CameraMove, ...] = get_args(CameraMove)
FRAMINGS: tuple[Framing, ...] = get_args(Framing)
LENSES: tuple[Lens, ...] = get_args(Lens)
EFFECTS: tuple[Effect, ...] = get_args(Effect)
TIMES_OF_DAY: tuple[TimeOfDay, ...] = get_args(TimeOfDay)
WEATHERS: tuple[Weather, ...] = get_args(Weather)

Age = Literal["child", "teen", "adult", "elder"]
Gender = Literal["female", "male"]
USUAL_YEARS: Mapping[Age, int] = {"child": 8, "teen": 16, "adult": 32, "elder": 70}


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterLook:
    """How a person is drawn. Greys are darkness from 0 (paper) to 1 (black ink).

    kind: `person`, or who acts is an animal or a vehicle: a name from `screenplay2board.stage.names`, which says all.
    build, face, eyes, brows, nose, mouth, hair, beard, glasses, hat, top, pattern, bottom, shoes, accessories, marks:
    names from `screenplay2board.stage.names`; None of a feature leaves it to the seed.
    years: age in years, None for the usual one of `age`.
    weight: girth, 1 is average (0.85 slim, 1.3 heavy). jaw: width of the jaw, 1 is average.
    seed: the source of what is individual and not said (creases, locks of hair, face).
    """

    kind: str = "person"
    age: Age = "adult"
    years: int | None = None
    gender: Gender = "male"
    build: str = "average"
    height_m: float = 1.75
    weight: float = 1.0
    jaw: float = 1.0
    skin_grey: float = 0.0
    face: str | None = None
    eyes: str | None = None
    brows: str | None = None
    nose: str | None = None
    mouth: str | None = None
    marks: tuple[str, ...] = ()
    hair: str = "short"
    hair_grey: float = 0.95
    beard: str | None = None
    glasses: str | None = None
    hat: str | None = None
    top: str = "shirt"
    top_grey: float = 0.0
    pattern: str | None = None
    bottom: str = "trousers"
    bottom_grey: float = 0.6
    shoes_grey: float = 0.85
    accessories: tuple[str, ...] = ()
    seed: int = 0

    @property
    def years_or_usual(self) -> int:
        """Age in years, or the usual one of the stage of life."""
        return self.years if self.years is not None else USUAL_YEARS[self.age]

    def wearing(self, garments: Sequence[str]) -> CharacterLook:
        """Return the look with garments put on, or taken off where they are called `no hat`; others are left out."""
        look = self
        for garment in garments:
            name = garment.removeprefix(_WITHOUT)
            kind = garment_kind(name)
            if garment.startswith(_WITHOUT) and name in ("hat", "glasses"):
                look = replace(look, hat=None) if name == "hat" else replace(look, glasses=None)
            elif kind == "accessories":
                others = tuple(known for known in look.accessories if known != name)
                look = replace(look, accessories=others if garment.startswith(_WITHOUT) else (*others, name))
            elif kind == "hat":
                look = replace(look, hat=name)
            elif kind == "glasses":
                look = replace(look, glasses=name)
            elif kind == "top":
                grey = _CONTRASTING[look.top_grey < _LIGHT] if name != look.top else look.top_grey
                look = replace(look, top=name, top_grey=grey, pattern=None)
        return look


_WITHOUT = "no "
# What is worn under or over something else is seen to be another thing: light under dark, dark over light.
_LIGHT, _CONTRASTING = 0.4, (0.1, 0.7)


def garment_kind(name: str) -> Literal["hat", "glasses", "top", "accessories"] | None:
    """Return the field of a look that a garment is named in; None of any other word."""
    if name in HATS:
        return "hat"
    if name in GLASSES:
        return "glasses"
    if name in TOPS:
        return "top"
    return "accessories" if name in ACCESSORIES else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CastMember:
    """A character of the screenplay. `name` is the cue in upper case as the script writes it."""

    name: str
    look: CharacterLook
    aliases: tuple[str, ...] = ()
    years: int | None = None
    description: str = ""
    reference: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CastOverride:
    """What people settled about a character in `board.toml` or `cast.yaml`; None is left to the script.

    build: a word such as `slim`, `heavy`, `tall`. description: free text, read like an introduction in the script.
    span: where the name stands, for diagnostics.
    """

    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    reference: str | None = None
    kind: str | None = None
    age: Age | None = None
    years: int | None = None
    gender: Gender | None = None
    build: str | None = None
    height_m: float | None = None
    weight: float | None = None
    jaw: float | None = None
    skin_grey: float | None = None
    face: str | None = None
    eyes: str | None = None
    brows: str | None = None
    nose: str | None = None
    mouth: str | None = None
    marks: tuple[str, ...] | None = None
    hair: str | None = None
    hair_grey: float | None = None
    beard: str | None = None
    glasses: str | None = None
    hat: str | None = None
    top: str | None = None
    top_grey: float | None = None
    pattern: str | None = None
    bottom: str | None = None
    bottom_grey: float | None = None
    shoes_grey: float | None = None
    accessories: tuple[str, ...] | None = None
    seed: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """What one person does in a shot. `pose`, `emotion`, `holding`: names from `screenplay2board.stage.names`.

    looks_at: a character's name, `camera`, a prop of the shot, or None for straight on. wears: what differs from the
    look by now, garments of `stage.names` put on, and `no hat`, `no scarf` taken off.
    """

    name: str
    pose: str = "stand"
    emotion: str = "neutral"
    looks_at: str | None = None
    holding: tuple[str, ...] = ()
    speaking: bool = False
    wears: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueLine:
    """One speech as it stands under a panel. `extension` is V.O., O.S. and the like."""

    character: str
    text: str
    parenthetical: str = ""
    extension: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One panel of the board: a shot, or a further panel of the shot before it.

    id: survives edits of the script. number: for people (`10A`); panel: counts from 1 inside one number.
    subject: who or what the frame is built on, main subject first: names of actors, or a prop for an insert.
    over: whose shoulder (framing ots) or whose eyes (framing pov). effect: what is special about the picture: what it
    is seen in or through. writing: the words on the thing that is shown.
    actors: everybody present at this moment, in or out of the frame.
    covers: the source lines that this shot tells. origins: who decided a field, where it was not the planner.
    rejected: what the planner considered and why not, for `s2b explain`.
    """

    id: str
    number: str
    scene_number: str
    span: Span
    panel: int = 1
    size: ShotSize = "MS"
    angle: CameraAngle = "eye"
    move: CameraMove = "static"
    framing: Framing = "single"
    lens: Lens = "normal"
    effect: Effect | None = None
    subject: tuple[str, ...] = ()
    over: str | None = None
    actors: tuple[Actor, ...] = ()
    props: tuple[str, ...] = ()
    writing: str = ""
    set: str = "room"
    time_of_day: TimeOfDay = "day"
    weather: Weather = "clear"
    action: str = ""
    dialogue: tuple[DialogueLine, ...] = ()
    sound: str = ""
    notes: tuple[str, ...] = ()
    transition: str = ""
    duration_s: float = 2.0
    covers: tuple[Span, ...] = ()
    reason: str = ""
    rejected: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict[str, Origin])
    status: Status = "active"
    prompt: str | None = None
    negative_prompt: str | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenePlan:
    """A scene with its shots. `roster` lists who appears, in order of appearance: it fixes their sides of the line.

    location: the heading's place in upper case; equal locations share one set. set: a name from `stage.names`.
    """

    number: str
    heading: str
    location: str
    interior: bool
    set: str
    time_of_day: TimeOfDay
    weather: Weather
    roster: tuple[str, ...]
    span: Span
    shots: tuple[Shot, ...]
    synopsis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotList:
    """The plan of a whole screenplay."""

    file: str
    title: str
    cast: tuple[CastMember, ...]
    scenes: tuple[ScenePlan, ...]

    @property
    def shots(self) -> tuple[Shot, ...]:
        """Return the shots of all scenes in order, omitted ones included."""
        return tuple(shot for scene in self.scenes for shot in scene.shots)
