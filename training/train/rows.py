"""New words in a text encoder: rows that learn while every other row stays bit for bit as it was.

The rows are a parameter of their own, put in by a hook after the look-up, so that no gradient, decay or momentum ever
reaches the vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from screenplay2board.render.diffusion.tokens import TokenVectors, add_entries, vector_names

SPREAD = 0.05  # how far the rows of one token start from each other, as a share of the vocabulary's spread


class TokenRows(nn.Module):
    """The rows of new tokens. rows: float32 (tokens * vectors, width)."""

    def __init__(
        self, tokenizer: Any, text_encoder: Any, phrases: Mapping[str, str], *, vectors: int, seed: int
    ) -> None:
        """Add the tokens to tokenizer and encoder, starting from the mean of each phrase's sub-words.

        Raises: TokenError where a token is in the vocabulary already.
        """
        super().__init__()
        self.tokens = tuple(phrases)
        self.vectors = vectors
        table = text_encoder.get_input_embeddings()
        base = table.weight.detach().float()
        generator = torch.Generator().manual_seed(seed)
        starts: list[torch.Tensor] = []
        for phrase in phrases.values():
            ids = tokenizer(phrase, add_special_tokens=False).input_ids
            mean = base[ids].mean(dim=0)  # (width,)
            noise = torch.randn((vectors, base.shape[1]), generator=generator) * base.std() * SPREAD
            starts.append(mean + noise)
        names = [name for token in phrases for name in vector_names(token, vectors)]
        self.first = len(tokenizer)
        add_entries(tokenizer, text_encoder, names)
        self.rows = nn.Parameter(torch.cat(starts))
        text_encoder.get_input_embeddings().register_forward_hook(self._put_in)

    def _put_in(self, module: nn.Module, inputs: tuple[torch.Tensor, ...], found: torch.Tensor) -> torch.Tensor:  # noqa: ARG002
        place = inputs[0] - self.first  # (batch, 77)
        new = self.rows[place.clamp(min=0)].to(found.dtype)  # (batch, 77, width)
        return torch.where((place >= 0)[..., None], new, found)

    def vectors_of(self) -> dict[str, TokenVectors]:
        """Return a copy of what each token has learned."""
        rows = self.rows.detach().float().cpu().clone()
        return {
            token: TokenVectors(token, rows[place * self.vectors : (place + 1) * self.vectors])
            for place, token in enumerate(self.tokens)
        }
