"""What is painted: the same prompts and seeds with each token, and controls that tokens are held against.

tokens: each prompt with the token of each size. permuted: the same pictures, their labels dealt anew for each prompt; a
judge that sees what is there says a third of them right. off: prompts without a token. base: the model without LoRA
and tokens, in the words that its own card has for a size, if it has any. angles: medium shots from other angles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from screenplay2board.plan.types import ShotSize
from screenplay2board.render.diffusion.cards import TOKENS, ModelCard
from screenplay2board.render.diffusion.prompts import say
from training.generate import PaintOrder, seed_of
from training.validate.confusion import ANGLES, Counts

SIZES: Mapping[str, ShotSize] = {"<cu_trg>": "CU", "<ms_trg>": "MS", "<fs_trg>": "FS"}  # that a token is named after
EVERY = ""  # what was asked for where one picture answers for every size
FOLDERS = {**{token: size.lower() for token, size in SIZES.items()}, EVERY: "any"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The pictures that asked for one size: one for each prompt. asked: a token, or `EVERY`."""

    asked: str
    orders: tuple[PaintOrder, ...]


def token_columns(card: ModelCard, prompts: Sequence[str], seed: int) -> tuple[Column, ...]:
    """Return the columns of the condition `tokens`."""
    return tuple(_column("tokens", token, card, prompts, seed) for token in TOKENS)


def off_columns(card: ModelCard, prompts: Sequence[str], seed: int) -> tuple[Column, ...]:
    """Return the one column of the condition `off`."""
    return (_column("off", EVERY, card, prompts, seed),)


def base_columns(card: ModelCard, prompts: Sequence[str], seed: int) -> tuple[Column, ...]:
    """Return the columns of the condition `base`: one for each size that the card has words for, or one for all."""
    if all(card.token_for(size) for size in SIZES.values()):
        return tuple(_column("base", token, card, prompts, seed) for token in TOKENS)
    return (_column("base", EVERY, card, prompts, seed),)


def angle_columns(card: ModelCard, prompts: Sequence[str], seed: int) -> tuple[Column, ...]:
    """Return the columns of the condition `angles`: medium shots of each prompt from each angle, the same seed for all.

    The words for an angle take the place of those for eye level, or stand in front.
    """
    columns: list[Column] = []
    for angle in ANGLES:
        orders: list[PaintOrder] = []
        for number, prompt in enumerate(prompts, 1):
            words, level = say("angle", angle), say("angle", "eye")
            turned = prompt.replace(level, words) if level in prompt else f"{words}, {prompt}"
            text = ", ".join(part for part in (card.token_for("MS"), card.prefix, turned) if part)
            own = seed_of(prompt, seed)
            orders.append(PaintOrder(file_name=f"angles/{angle}/{number:04d}.png", text=text, seed=own))
        columns.append(Column(asked=angle, orders=tuple(orders)))
    return tuple(columns)


def _column(condition: str, asked: str, card: ModelCard, prompts: Sequence[str], seed: int) -> Column:
    word = card.token_for(SIZES[asked]) if asked else ""
    repeats: Counter[str] = Counter()
    orders: list[PaintOrder] = []
    for number, prompt in enumerate(prompts, 1):
        # The seed comes from the prompt alone: the same noise for every token and every condition.
        own = seed_of(prompt, seed, repeats[prompt])
        repeats[prompt] += 1
        text = ", ".join(part for part in (word, card.prefix, prompt) if part)
        orders.append(PaintOrder(file_name=f"{condition}/{FOLDERS[asked]}/{number:04d}.png", text=text, seed=own))
    return Column(asked=asked, orders=tuple(orders))


def permuted(answers: Mapping[str, Counts], seed: int) -> dict[str, Counts]:
    """Return the answers to each token with the three labels of every prompt dealt anew."""
    table = np.stack([answers[token] for token in TOKENS])  # (3, prompts)
    rng = np.random.default_rng((seed, table.shape[1]))
    places = rng.permuted(np.tile(np.arange(len(TOKENS))[:, None], (1, table.shape[1])), axis=0)
    dealt = np.take_along_axis(table, places, axis=0)
    return {token: dealt[place] for place, token in enumerate(TOKENS)}
