"""What a scene is made of when the planner has understood it, and before any camera is chosen.

This is the seam of the film grammar: analysis leaves a `SceneAnalysis`, a grammar turns it into `Setup`s, and nothing
else passes between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from screenplay2board.diagnostics import Span
from screenplay2board.plan.facts import Look
from screenplay2board.plan.setting import Setting
from screenplay2board.plan.types import (
    Actor,
    CameraAngle,
    CameraMove,
    CharacterLook,
    DialogueLine,
    Effect,
    Framing,
    Lens,
    ShotSize,
    Weather,
)
from screenplay2board.plan.wishes import Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """The smallest thing a shot can tell: a sentence of action, a speech or a piece of a long one.

    text: the words as the script writes them. people: those the beat is about, the main one first. doers: how many of
    them act, as one. actors: everybody present, as they are at this beat. heat: emotion from 0 to 1. striking: props
    that want an insert. turns_on_thing: its first prop stands at its beginning, as the subject does. scenery: it tells
    of the place itself. events: see vocabulary/events.toml. continues: goes on with the speech of the beat before.
    paragraph: counts the paragraphs of the scene. written: how the text names its props. lead_in: lines such as
    `INSERT - THE KEY` that only open this beat's shot. wish: what the writer asks; elsewhere: where this is, if not in
    the scene's own place; weather: what it has turned to since the scene began; effect: what the text says it is seen
    in or through; cut: a new shot begins here; joined: no shot of its own.
    """

    kind: Literal["action", "speech"]
    text: str
    span: Span
    paragraph: int
    words: int
    actors: tuple[Actor, ...]
    people: tuple[str, ...] = ()
    doers: int = 1
    speaker: str | None = None
    listeners: tuple[str, ...] = ()
    unseen: bool = False
    line: DialogueLine | None = None
    continues: bool = False
    entering: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    look: Look | None = None
    heat: float = 0.0
    emotion: str = "neutral"
    pose: str | None = None
    events: frozenset[str] = frozenset()
    props: tuple[str, ...] = ()
    striking: tuple[str, ...] = ()
    turns_on_thing: bool = False
    scenery: bool = False
    sounds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict[str, str])
    lead_in: tuple[tuple[str, Span], ...] = ()
    wish: Wish | None = None
    cut: bool = False
    joined: bool = False
    elsewhere: Setting | None = None
    weather: Weather | None = None
    effect: Effect | None = None
    dual: bool = False


class Transition(NamedTuple):
    """`FADE IN:`, `CUT TO:`. opens: it stands before the first beat, and leads into the scene."""

    text: str
    span: Span
    opens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneAnalysis:
    """A scene as the grammar sees it.

    heading_span: what an establishing shot without words covers. new_place: the film has not been here before.
    roster: all who are seen, in order of appearance. peak: index of the most heated beat, None in a cool scene.
    """

    number: str
    heading: str
    heading_span: Span
    setting: Setting
    new_place: bool
    goes_on: bool
    roster: tuple[str, ...]
    looks: dict[str, CharacterLook]
    beats: tuple[Beat, ...]
    peak: int | None = None
    transitions: tuple[Transition, ...] = ()
    synopsis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """How a camera looks: the visual half of a shot."""

    size: ShotSize
    framing: Framing
    subject: tuple[str, ...] = ()
    over: str | None = None
    angle: CameraAngle = "eye"
    move: CameraMove = "static"
    lens: Lens = "normal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """One shot as a grammar chooses it.

    panels: for each panel the indices of its beats; empty for a picture without words of its own. role: tells setups
    apart that cover the same beats (`insert gun`, `pov`). around: the beat whose actors a wordless setup shows.
    """

    picture: Picture
    panels: tuple[tuple[int, ...], ...]
    around: int
    role: str = "main"
    caption: str = ""
    reason: str = ""
    rejected: tuple[str, ...] = ()
    wish: Wish | None = None


Grammar = Callable[[SceneAnalysis], tuple[Setup, ...]]
