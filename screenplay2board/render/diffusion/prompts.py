"""From a shot to the words that its picture is painted by.

Enters: a `PanelSpec` and the model's card. Leaves: `Prompt`: pieces in the order that the method was trained on (token,
shot, angle, gender, age, emotion, clothing, props, movement, place, light), fitted into CLIP's 77 tokens by what
matters most, with what fell out; from two people on, also each one's description alone. The trainer makes its captions
with the same functions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from screenplay2board.plan.types import Actor, CharacterLook, ShotSize
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.emphasis import without_emphasis
from screenplay2board.render.diffusion.korean import Translate, translate
from screenplay2board.render.types import PanelSpec
from screenplay2board.stage.brief import people_told
from screenplay2board.stage.names import DRESSES
from screenplay2board.stage.types import StageBrief

PieceKind = Literal[
    "token", "prefix", "people", "own", "shot", "framing", "angle", "character", "gender", "age", "emotion", "clothing",
    "props", "movement", "place", "light",
]  # fmt: skip
PIECE_KINDS: tuple[PieceKind, ...] = get_args(PieceKind)
TOKEN_LIMIT = 75  # CLIP reads 77 with the marks of start and end
PEOPLE_TOLD = 3  # more cannot be told apart in one prompt
BODY_SIZES: frozenset[ShotSize] = frozenset({"MS", "MLS", "FS", "LS"})  # sizes that show what a body does

CountTokens = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a prompt. kind: what it tells."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What the model is told. dropped: pieces that did not fit; untranslated: Korean words that nobody knows.

    people: from two on, the name of each and the prompt of that person alone.
    """

    text: str
    negative: str
    pieces: tuple[Piece, ...]
    people: tuple[tuple[str, str], ...] = ()
    dropped: tuple[Piece, ...] = ()
    untranslated: tuple[str, ...] = ()


@cache
def terms() -> Mapping[str, Mapping[str, str]]:
    """Return how prompts say what plans name, by table."""
    text = files("screenplay2board.render.diffusion").joinpath("data", "terms.toml").read_text("utf-8")
    return tomllib.loads(text)


def say(table: str, name: str) -> str:
    """Return the words for a plan's name; empty where nothing should be said."""
    return terms().get(table, {}).get(name, name.replace("_", " "))


def make_prompt(
    spec: PanelSpec, card: ModelCard, count_tokens: CountTokens, translator: Translate | None = None
) -> Prompt:
    """Return the prompt of a panel: a person's own words after token, shot and angle, or else what the plan says.

    translator: from Korean that the dictionary does not know to English.
    """
    head = framing_pieces(spec.brief, card)
    triggers = {likeness.name: likeness.trigger for likeness in spec.likenesses if likeness.trigger}
    unknown: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    if spec.prompt:
        own, unknown = translate(spec.prompt, translator)
        called = [Piece("character", trigger) for trigger in triggers.values()]
        pieces = [*head, *called, *(Piece("own", part.strip()) for part in own.split(",") if part.strip())]
    else:
        pieces = [*head, *content_pieces(spec.brief, triggers)]
        people = _people_alone(spec.brief, head, triggers, card, count_tokens)
    negative, more = card.negative_prompt, ()
    if spec.negative_prompt is not None:
        negative, more = translate(spec.negative_prompt, translator)
    kept, dropped = _fitted(pieces, card, count_tokens)
    return Prompt(
        text=joined(kept),
        negative=negative,
        pieces=tuple(kept),
        people=people,
        dropped=tuple(dropped),
        untranslated=(*unknown, *more),
    )


def _fitted(pieces: list[Piece], card: ModelCard, count_tokens: CountTokens) -> tuple[list[Piece], list[Piece]]:
    return (pieces, []) if card.long_prompts else fit(pieces, count_tokens)


def _people_alone(
    brief: StageBrief, head: list[Piece], triggers: Mapping[str, str], card: ModelCard, count_tokens: CountTokens
) -> tuple[tuple[str, str], ...]:
    """Return each person's name and a prompt of that person alone; nothing where fewer than two are told."""
    people = people_told(brief)[:PEOPLE_TOLD]
    if len(people) < 2:
        return ()
    around = [piece for piece in _surroundings(brief) if piece.text]
    found: list[tuple[str, str]] = []
    for actor in people:
        own = [piece for piece in _person(actor, brief, triggers) if piece.text]
        own += [Piece("props", say("prop", prop.lower())) for prop in actor.holding]
        own += [Piece("movement", text) for text in _movements(brief, (actor,))]
        found.append((actor.name, joined(_fitted([*head, *own, *around], card, count_tokens)[0])))
    return tuple(found)


def joined(pieces: Sequence[Piece]) -> str:
    """Return pieces as one prompt."""
    return ", ".join(piece.text for piece in pieces)


def framing_pieces(brief: StageBrief, card: ModelCard) -> list[Piece]:
    """Return token, style, shot, framing and angle."""
    token = card.token_for(brief.size)
    shot = say("shot", brief.size)
    pieces = [Piece("token", token), Piece("prefix", card.prefix)]
    pieces.append(Piece("shot", "" if shot == token else shot))
    pieces.append(Piece("framing", terms()["framing"].get(brief.framing, "")))
    pieces.append(Piece("angle", say("angle", brief.angle)))
    return [piece for piece in pieces if piece.text]


def content_pieces(brief: StageBrief, triggers: Mapping[str, str] | None = None) -> list[Piece]:
    """Return who is seen, what they do, where and in which light. triggers: words that call a character's LoRA."""
    people = people_told(brief)
    pieces = [Piece("people", f"{len(people)} people")] if len(people) > 1 else []
    for actor in people[:PEOPLE_TOLD]:
        pieces += _person(actor, brief, triggers or {})
    held = [prop for actor in people for prop in actor.holding]
    thing = [name for name in brief.subject if name not in dict(brief.looks)]
    props = dict.fromkeys((*thing, *held, *brief.props))
    pieces += [Piece("props", say("prop", prop.lower())) for prop in props]
    pieces += [Piece("movement", text) for text in _movements(brief, people[:PEOPLE_TOLD])]
    pieces += _surroundings(brief)
    return [piece for piece in pieces if piece.text]


def _surroundings(brief: StageBrief) -> Iterator[Piece]:
    yield Piece("place", say("place", brief.set))
    yield Piece("light", say("light", brief.time_of_day))
    yield Piece("light", say("light", brief.weather))


def fit(pieces: Sequence[Piece], count_tokens: CountTokens) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces that fit into CLIP's window, in order, and those that fell out, the least important first."""
    kept, dropped = list(pieces), list[Piece]()
    while len(kept) > 1 and count_tokens(without_emphasis(joined(kept))) > TOKEN_LIMIT:
        # The last of the least important: what stands further back describes a lesser person or thing.
        least = min(range(len(kept)), key=lambda place: (priority(kept[place].kind), -place))
        dropped.append(kept.pop(least))
    return kept, dropped


def priority(kind: PieceKind) -> int:
    """Return how much a kind of piece matters where not all fit."""
    return int(terms()["priority"][kind])


def _person(actor: Actor, brief: StageBrief, triggers: Mapping[str, str]) -> Iterator[Piece]:
    """Yield what is told of one person."""
    look = dict(brief.looks).get(actor.name, CharacterLook())
    yield Piece("character", triggers.get(actor.name, ""))
    if look.kind != "person":
        yield Piece("gender", look.kind.replace("_", " "))
        return
    yield Piece("gender", look.gender)
    yield Piece("age", say("age", look.age))
    yield Piece("emotion", say("emotion", actor.emotion))
    for text in clothing(look):
        yield Piece("clothing", text)


def clothing(look: CharacterLook) -> Iterator[str]:
    """Yield hair, garments and what else somebody wears."""
    yield "bald" if look.hair == "bald" else f"{shade(look.hair_grey)} {say('hair', look.hair)} hair"
    if look.beard:
        yield say("beard", look.beard)
    pattern = f"{say('pattern', look.pattern)} " if look.pattern else ""
    yield f"{shade(look.top_grey)} {pattern}{say('top', look.top)}"
    bottom = say("bottom", look.bottom)
    if bottom and look.top not in DRESSES:
        yield f"{shade(look.bottom_grey)} {bottom}"
    if look.glasses:
        yield say("glasses", look.glasses)
    yield from (say("mark", name) for name in look.marks)
    if look.hat:
        yield say("hat", look.hat)
    yield from (say("accessory", name) for name in look.accessories)


def shade(grey: float) -> str:
    """Return the word for a darkness from 0 to 1."""
    return "white" if grey < 0.2 else "grey" if grey < 0.6 else "black"


def _movements(brief: StageBrief, people: Sequence[Actor]) -> Iterator[str]:
    said = (say("pose", actor.pose) for actor in people if brief.size in BODY_SIZES)
    yield from dict.fromkeys(text for text in said if text)
