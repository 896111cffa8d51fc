"""What a model is validated on: prompts that say who, doing what, where, and never how large.

Enters: a count and a seed. Leaves: texts in the order of training's captions (angle, gender, age, emotion, clothing,
movement, place, light), from a fixed list of words, so that the prompts stay the same when the stage learns new
ones. `training/recipes/prompts.jsonl` holds the first 249, as many as the method that this project starts from used;
`python -m training generate` reads it too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any, cast

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.render.diffusion.prompts import Piece, joined
from screenplay2board.text_files import read_text

COUNT = 249
SEED = 747
MAX_BYTES = 20_000_000

AGES = ("child", "teenager", "adult", "adult", "adult", "elderly")
EMOTIONS = (
    "happy", "sad", "angry", "afraid", "surprised", "calm", "worried", "tired", "smiling", "crying", "shouting",
    "thoughtful", "suspicious", "determined", "furious", "in love", "in pain", "smug",
)  # fmt: skip
SHADES = ("black", "grey")
HAIR = {
    "female": ("wavy", "bob", "ponytail", "curly", "bun", "shoulder", "fringe", "pixie"),
    "male": ("short", "crop", "messy", "curly", "side", "slick", "quiff", "crew"),
}
TOPS = {
    "female": ("blouse", "sweater", "coat", "jacket", "shirt", "dress", "hoodie", "tee"),
    "male": ("suit", "shirt", "sweater", "jacket", "coat", "hoodie", "tee"),
}
BOTTOMS = {"female": ("trousers", "skirt"), "male": ("trousers",)}
MOVEMENTS = (
    "standing", "walking", "running", "pointing", "talking", "arguing", "thinking", "looking up", "looking back",
    "waving", "listening", "shrugging", "reaching out", "standing with arms crossed", "standing with hands on hips",
    "on the phone",
)  # fmt: skip
PLACES = ("room", "kitchen", "office", "corridor", "bar", "street", "park", "forest", "beach", "field")
NO_BACKGROUND = "no background"
# Words that would tell the size without any token; no prompt may have one.
SIZE_WORDS = frozenset({
    "close", "closeup", "close-up", "medium", "full", "wide", "long", "shot", "bust", "waist", "portrait", "distant",
    "far", "whole", "body", "face", "head", "zoom", "extreme",
})  # fmt: skip


def validation_prompts(count: int = COUNT, seed: int = SEED) -> tuple[str, ...]:
    """Return `count` different prompts; more of them leave the first ones as they are."""
    found: dict[str, None] = {}
    number = 0
    while len(found) < count:
        found.setdefault(joined(tuple(_pieces(Random(f"{seed}/{number}")))))
        number += 1
    return tuple(found)


def _pieces(rng: Random) -> Iterator[Piece]:
    gender = rng.choice(("female", "male"))
    yield Piece("angle", "eye level")
    yield Piece("gender", gender)
    yield Piece("age", rng.choice(AGES))
    yield Piece("emotion", rng.choice(EMOTIONS))
    yield Piece("clothing", f"{rng.choice(SHADES)} {rng.choice(HAIR[gender])} hair")
    top = rng.choice(TOPS[gender])
    yield Piece("clothing", f"{rng.choice((*SHADES, 'white'))} {top}")
    if top not in ("dress", "suit"):
        yield Piece("clothing", f"{rng.choice(SHADES)} {rng.choice(BOTTOMS[gender])}")
    if rng.random() < 0.6:  # nobody writes what a body does into the prompt of every face
        yield Piece("movement", rng.choice(MOVEMENTS))
    if rng.random() < 0.4:
        yield Piece("place", NO_BACKGROUND)
    else:
        yield Piece("place", rng.choice(PLACES))
        yield Piece("light", "day time")


def size_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that tell the size of a shot."""
    return tuple(word for word in re.findall(r"[a-z][a-z-]*", text.lower()) if word in SIZE_WORDS)


def as_jsonl(prompts: Sequence[str]) -> str:
    """Return prompts as lines of JSON, each with the name of its picture."""
    return "".join(f"{json.dumps({'file_name': f'{n:04d}.png', 'text': text})}\n" for n, text in enumerate(prompts, 1))


def read_validation_prompts(path: str, count: int, diagnostics: Diagnostics) -> tuple[str, ...]:
    """Return the first `count` texts of a JSONL, or of the recipe's where `path` is empty.

    Lines that are wrong are reported (S2B843); a prompt that tells a size by itself is told as a warning (S2B847).
    """
    if path:
        text = read_text(Path(path), MAX_BYTES, "S2B843", diagnostics)
    else:
        text = files("training").joinpath("recipes", "prompts.jsonl").read_text("utf-8")
    found: list[str] = []
    for number, line in enumerate((text or "").splitlines(), 1):
        if len(found) == count or not line.strip():
            continue
        place = Span(file=path or "prompts.jsonl", line=number)
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as problem:
            diagnostics.error("S2B843", f"this is no JSON: {problem}", place)
            continue
        prompt = cast("dict[str, Any]", data).get("text") if isinstance(data, dict) else None
        if not isinstance(prompt, str) or not prompt.strip():
            diagnostics.error("S2B843", "`text` is missing or no text", place)
            continue
        telling = size_words(prompt)
        if telling:
            hint = "leave it out: the token alone should tell the size"
            diagnostics.warning("S2B847", f"the prompt tells a size by itself: `{telling[0]}`", place, hint=hint)
        found.append(" ".join(prompt.split()))
    if text is not None and not found and not diagnostics.has_errors:
        diagnostics.error("S2B843", f"`{path}` has no prompts", hint='a line is {"text": ...}')
    return tuple(found)
