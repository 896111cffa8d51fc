"""Bring captions into one language and order: size, angle, and pieces of known kinds.

Enters: labelled pictures with captions in English, Korean or both. Leaves: the same with `size`, `angle` and English
pieces. The words are those of the planner's vocabulary and of `korean.translate`; what no table knows is told
(S2B827), or goes to a local translation model where one is named.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import cast

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.types import CAMERA_ANGLES, SHOT_SIZES, CameraAngle, ShotSize
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import tokens_of
from screenplay2board.render.diffusion.cards import TOKEN_OF_SIZE
from screenplay2board.render.diffusion.korean import has_korean, translate
from screenplay2board.render.diffusion.prompts import Piece, PieceKind, joined, say
from training.dataset import extend_briefly
from training.prepare.settings import TagSettings
from training.prepare.types import Labelled

TAG_WORDS = 4  # a part of a caption of so many words at most is a tag, more is prose
WORDS_TOLD = 20
FEW = 50  # pictures of a size below which its token is seen to hold badly
KIND_OF_TARGET: Mapping[str, PieceKind] = {
    "gender": "gender", "age": "age", "emotion": "emotion", "pose": "movement", "prop": "props", "hair": "clothing",
    "beard": "clothing", "glasses": "clothing", "hat": "clothing", "top": "clothing", "bottom": "clothing",
    "accessory": "clothing", "build": "clothing", "pattern": "clothing", "mark": "clothing",
}  # fmt: skip

Translate = Callable[[str], str]
TRIED = "안녕"  # a word that any model knows: whether it can be loaded is known before the first caption


@cache
def tag_tables() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the words of data/tags.toml by table and row."""
    data = tomllib.loads(files("training.prepare").joinpath("data", "tags.toml").read_text("utf-8"))
    return {
        table: {row: tuple(word.strip() for word in words.split(",")) for row, words in rows.items()}
        for table, rows in data.items()
    }


def tag(labelled: Sequence[Labelled], settings: TagSettings, diagnostics: Diagnostics) -> tuple[Labelled, ...]:
    """Return the pictures with size, angle and English pieces; what is unknown or missing is reported."""
    translator = _translator(settings.translator, diagnostics) if settings.translator else None
    unknown: Counter[str] = Counter()
    found = Diagnostics()
    tagged = tuple(_tagged(item, translator, unknown, found) for item in labelled)
    extend_briefly(diagnostics, found)
    if unknown:
        words = ", ".join(f"`{word}`" for word, _ in unknown.most_common(WORDS_TOLD))
        hint = "they are left out; name a local model as `translator` in `[tags]`, or write the captions in English"
        diagnostics.warning("S2B827", f"no table knows {len(unknown)} Korean words: {words}", hint=hint)
    _report_rare_tokens(tagged, diagnostics)
    return tagged


def _tagged(item: Labelled, translator: Translate | None, unknown: Counter[str], diagnostics: Diagnostics) -> Labelled:
    sample = item.sample
    sizes, angles = list[str](), list[str]()
    pieces: list[Piece] = []
    for piece in sample.pieces or (Piece("own", sample.text),):
        if piece.kind in ("token", "shot", "angle") and (sample.size or piece.kind == "token"):
            angles += list(_camera(piece.text)[1]) if piece.kind == "angle" else []
            continue
        for part in filter(None, (" ".join(part.split()).rstrip(".") for part in piece.text.split(","))):
            if any(word in part.casefold() for word in tag_tables()["lighting"]["words"]):
                continue
            more_sizes, more_angles, rest = _camera(part)
            sizes += more_sizes
            angles += more_angles
            english, words = translate(rest)
            if words and translator is not None:
                english = " ".join(translator(rest).split())
            else:
                unknown.update(words)
            if english:
                pieces.append(Piece(piece.kind if piece.kind != "own" else kind_of(english), english))
    size = sample.size or cast("ShotSize | None", sizes[0] if sizes else None)
    angle = sample.angle or cast("CameraAngle | None", angles[0] if angles else None)
    if size is None:
        hint = "write one such as `close-up`, `medium shot` or `full shot`; without one no token is taught by it"
        diagnostics.warning("S2B825", f"the caption of `{sample.file_name}` has no word of a shot's size", hint=hint)
    text = joined(pieces)
    return dataclasses.replace(
        item, sample=dataclasses.replace(sample, text=text, pieces=tuple(pieces), size=size, angle=angle)
    )


def _camera(text: str) -> tuple[list[str], list[str], str]:
    """Return the sizes and angles that a part of a caption names, and the part without these words."""
    tokens = tokens_of(text)
    hits = vocabulary().camera.find(tokens)
    camera = {"size": list[str](), "angle": list[str]()}
    whole = {index for hit in hits for index in range(hit.first, hit.last + 1)} == set(range(len(tokens)))
    cuts: list[tuple[int, int]] = []
    for hit in hits:
        start, end = tokens[hit.first].start, tokens[hit.last].end
        words = text[start:end].casefold()
        if not whole and not any(mark in words for mark in tag_tables()["prose"]["marks"]):
            continue
        targets = [target.partition(":") for target in hit.targets]
        for kind, _, value in targets:
            if kind in camera and value in (*SHOT_SIZES, *CAMERA_ANGLES):
                camera[kind].append(value)
        if any(kind in camera for kind, _, _ in targets):
            cuts.append((start, end))
    if whole and (camera["size"] or camera["angle"]):
        return camera["size"], camera["angle"], ""
    rest = text
    for start, end in reversed(cuts):
        before = re.sub(r"\b(?:an?|the)\s*$", "", rest[:start], flags=re.IGNORECASE)
        after = re.sub(r"^\s*(?:(?:of|on|view of)\b|:)\s*", " ", rest[end:])
        rest = f"{before} {after}"
    return camera["size"], camera["angle"], " ".join(rest.split())


def kind_of(text: str) -> PieceKind:
    """Return the kind of a tag by its words; `own` for prose and for what no lexicon knows."""
    if len(text.split()) > TAG_WORDS:
        return "own"
    words = vocabulary()
    for lexicon in (words.looks, words.action):
        for target in lexicon.targets(text):
            kind = KIND_OF_TARGET.get(target.partition(":")[0])
            if kind is not None:
                return kind
    if words.times.first(text) or words.weather.first(text):
        return "light"
    return "place" if words.places.first(text) or "background" in text else "own"


def _report_rare_tokens(tagged: Sequence[Labelled], diagnostics: Diagnostics) -> None:
    """Warn of each token that no picture has, or too few, with the words that would have given it one."""
    counts = Counter(item.sample.token for item in tagged)
    for token in dict.fromkeys(TOKEN_OF_SIZE.values()) if tagged else ():
        words = ", ".join(f"`{word}`" for word in _words_of(token))
        if not counts[token]:
            hint = f"captions with one of these words teach it: {words}"
            diagnostics.warning("S2B828", f"no picture teaches `{token}`", hint=hint)
        elif counts[token] < FEW:
            hint = f"{FEW} or more of {words} hold better; `synthesize` draws some"
            pictures = "1 picture teaches" if counts[token] == 1 else f"{counts[token]} pictures teach"
            diagnostics.note("S2B828", f"only {pictures} `{token}`", hint=hint)


def _words_of(token: str) -> Iterator[str]:
    yield from (say("shot", size) for size, known in TOKEN_OF_SIZE.items() if known == token)


def _translator(name: str, diagnostics: Diagnostics) -> Translate | None:
    """Return a local translation model from Korean to English; None where it is not there (reported)."""
    try:
        from screenplay2board.render.diffusion.translation import Translator  # torch comes with it

        model = Translator(name)
        model(TRIED)
    except (ImportError, OSError, ValueError) as problem:
        reason = " ".join(str(problem).split())[:200]
        diagnostics.warning("S2B829", f"the translation model cannot be used: {reason}; tables alone translate")
        return None
    return lambda text: model(text) if has_korean(text) else text
