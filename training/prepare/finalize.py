"""Write the captions as the model will hear them: token, shot and angle first, within CLIP's 77 tokens."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import TOKEN_OF_SIZE
from screenplay2board.render.diffusion.prompts import TOKEN_LIMIT, CountTokens, Piece, PieceKind, fit, joined, say
from training.dataset import Sample
from training.prepare.settings import FinalizeSettings
from training.prepare.types import Labelled

ORDER: tuple[PieceKind, ...] = (
    "token", "prefix", "shot", "framing", "angle", "people", "own", "gender", "age", "emotion", "clothing", "props",
    "movement", "place", "light",
)  # fmt: skip


def finalize(
    labelled: Sequence[Labelled], settings: FinalizeSettings, count_tokens: CountTokens, diagnostics: Diagnostics
) -> tuple[Labelled, ...]:
    """Return the pictures with their last captions; those that do not fit are shortened or left out, and counted."""
    done: list[Labelled] = []
    fell: Counter[str] = Counter()
    long = 0
    for item in labelled:
        pieces = tuple(ordered(item.sample))
        if count_tokens(joined(pieces)) > TOKEN_LIMIT:
            long += 1
            if settings.too_long == "drop":
                continue
            kept, dropped = fit(pieces, count_tokens)
            fell.update(piece.kind for piece in dropped)
            pieces = tuple(kept)
            if count_tokens(joined(pieces)) > TOKEN_LIMIT:
                continue  # one piece alone is too long
        sample = dataclasses.replace(item.sample, pieces=pieces, text=joined(pieces))
        done.append(dataclasses.replace(item, sample=sample))
    if long:
        lost = ", ".join(f"{count} {kind}" for kind, count in sorted(fell.items()))
        what = f"shortened ({lost} left out)" if settings.too_long == "shorten" else "left out"
        diagnostics.note("S2B82C", f"{long} captions are longer than 77 tokens and were {what}")
    return tuple(done)


def ordered(sample: Sample) -> Iterator[Piece]:
    """Yield token, shot and angle, then what the caption says, in the order that the model is prompted in."""
    if sample.size is not None:
        yield Piece("token", TOKEN_OF_SIZE[sample.size])
        yield Piece("shot", say("shot", sample.size))
    if sample.angle is not None:
        yield Piece("angle", say("angle", sample.angle))
    given = [piece for piece in sample.pieces if piece.kind not in ("token", "shot", "angle") and piece.text]
    yield from sorted(given, key=lambda piece: ORDER.index(piece.kind))


def clip_counter() -> CountTokens:
    """Return the counter of CLIP's tokens, to which a trigger token is one."""
    from screenplay2board.render.diffusion.tiny import clip_tokenizer

    tokenizer: Any = clip_tokenizer()
    tokenizer.add_tokens(sorted(set(TOKEN_OF_SIZE.values())))
    return lambda text: len(tokenizer(text, truncation=False, verbose=False).input_ids) - 2
