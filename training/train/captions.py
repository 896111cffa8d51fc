"""What the model hears of a picture in one epoch.

A token is learned only where it stands alone: in a share of the captions the words that spell the size are left out,
which the method that this project starts from never did.
"""

from __future__ import annotations

from random import Random

from screenplay2board.render.diffusion.prompts import Piece, joined
from training.dataset import Sample
from training.train.schedule import derived_seed
from training.train.settings import CaptionSettings

FRAMING = ("token", "shot")  # kinds of pieces that tell the size


def caption(sample: Sample, settings: CaptionSettings, *, seed: int, epoch: int, with_token: bool) -> str:
    """Return the caption of a picture in an epoch. with_token: whether size and token are told at all."""
    rng = Random(derived_seed(seed, "caption", epoch, sample.file_name))
    empty, spells = rng.random() < settings.dropout, rng.random() < settings.size_words
    if empty:
        return ""
    kept: list[Piece] = []
    for piece in pieces_of(sample):
        stays = rng.random() >= settings.piece_dropout
        if piece.kind == "token":
            stays = with_token
        elif piece.kind == "shot":
            stays = with_token and spells
        if stays:
            kept.append(piece)
    return joined(kept)


def pieces_of(sample: Sample) -> tuple[Piece, ...]:
    """Return a caption in parts; a plain one is one part, with its token in front where it has none."""
    if sample.pieces:
        return sample.pieces
    named = Piece("own", sample.text)
    return (named,) if not sample.token or sample.token in sample.text else (Piece("token", sample.token), named)
