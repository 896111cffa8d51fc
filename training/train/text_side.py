"""The text side of a model while it learns: one encoder (SD 1.5) or two (SDXL), each with the rows of the new words.

Enters: captions. Leaves: what the UNet is told of them. Words are read by the very functions that read prompts in a
build, so that both hear the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from screenplay2board.render.diffusion.parts import DiffusionParts
from screenplay2board.render.diffusion.text import read_ids, size_ids
from screenplay2board.render.diffusion.tokens import spelled
from training.train.rows import TokenRows

Ids = tuple[torch.Tensor, ...]  # int64 (batch, 77) for each encoder


@dataclass(frozen=True, slots=True)
class Heard:
    """What the UNet is told. embeds: (batch, 77, width). added: SDXL's summary and sizes; None in SD 1.5."""

    embeds: torch.Tensor
    added: dict[str, torch.Tensor] | None


class TextSide(nn.Module):
    """Encoders and new rows of a model."""

    def __init__(self, parts: DiffusionParts) -> None:
        super().__init__()
        self._tokenizers = parts.tokenizers
        self.encoders = nn.ModuleList(parts.text_encoders)
        self.rows = nn.ModuleList()

    def add_rows(self, phrases: Mapping[str, str], *, vectors: int, seed: int) -> None:
        """Add new words to every encoder, each word starting from the mean of its phrase.

        Raises: TokenError where the base has one of them already.
        """
        for tokenizer, encoder in zip(self._tokenizers, self.encoders, strict=True):
            self.rows.append(TokenRows(tokenizer, encoder, phrases, vectors=vectors, seed=seed))

    def token_rows(self) -> list[TokenRows]:
        """Return the rows of each encoder; none where no words are learned."""
        return [rows for rows in self.rows if isinstance(rows, TokenRows)]

    def ids(self, texts: Sequence[str]) -> Ids:
        """Return the ids of captions; what goes beyond the window is cut."""
        return tuple(token_ids(tokenizer, texts) for tokenizer in self._tokenizers)

    def forward(self, ids: Ids, size_px: tuple[int, int]) -> Heard:
        """Return what the UNet is told of captions for pictures of a size (width, height)."""
        two = len(self.encoders) > 1
        read = [read_ids(encoder, part, two=two) for encoder, part in zip(self.encoders, ids, strict=True)]
        embeds = torch.cat([hidden for hidden, _ in read], dim=-1)  # (batch, 77, width)
        summary = read[-1][1]
        if summary is None:
            return Heard(embeds, None)
        sizes = size_ids(size_px, len(embeds), dtype=embeds.dtype, device=embeds.device)
        return Heard(embeds, {"text_embeds": summary, "time_ids": sizes})


def token_ids(tokenizer: Any, texts: Sequence[str]) -> torch.Tensor:
    """Return the ids of captions, int64 (batch, 77); what goes beyond the window is cut."""
    found = tokenizer(
        [spelled(text, tokenizer) for text in texts],
        padding="max_length",
        truncation=True,
        max_length=tokenizer.model_max_length,
        return_tensors="pt",
    )
    return found.input_ids
