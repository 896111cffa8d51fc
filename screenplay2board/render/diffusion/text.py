"""Prompts as the UNet reads them.

Enters: text. Leaves: `prompt_embeds`, float (1, 77 * chunks, width), each computed once and kept. Weights scale the
embeddings of their tokens, and the mean of the whole stays as it was. Prompts over 77 tokens are read in chunks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from screenplay2board.render.diffusion.emphasis import read_emphasis
from screenplay2board.render.diffusion.tokens import spelled

CHUNK = 75  # tokens between the marks of start and end


@dataclass(frozen=True, slots=True)
class TextEmbeds:
    """embeds: (1, 77 * chunks, width). pooled: (1, width), SDXL's summary of the whole; None in SD 1.5."""

    embeds: torch.Tensor
    pooled: torch.Tensor | None = None


class TextReader:
    """Reads prompts with one encoder (SD 1.5) or two (SDXL)."""

    def __init__(
        self,
        tokenizers: list[Any],
        encoders: list[Any],
        *,
        clip_skip: int,
        device: str,
        enter: Callable[[], None] = lambda: None,
    ) -> None:
        """Take tokenizers and their encoders. enter: brings the encoders to the device."""
        self._enter = enter
        self._parts = list(zip(tokenizers, encoders, strict=True))
        self._skip = clip_skip
        self._device = device
        self._known: dict[tuple[str, int, tuple[str, ...]], TextEmbeds] = {}

    @property
    def texts_read(self) -> int:
        """How many texts went through the encoders."""
        return len(self._known)

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a text has, without the marks of start and end."""
        tokenizer = self._parts[0][0]
        return len(_ids(tokenizer, spelled(text, tokenizer)))

    def chunks(self, text: str) -> int:
        """Return how many windows of CLIP a text fills; at least one."""
        ids, _ = _weighted_ids(self._parts[0][0], text)
        return max(1, -(-len(ids) // CHUNK))

    def read(self, text: str, *, chunks: int = 1, adapters: tuple[str, ...] = ()) -> TextEmbeds:
        """Return the embeddings of a text over `chunks` windows; what goes beyond them is cut.

        adapters: whose LoRAs are active now: they may change the encoders too.
        """
        key = (text, chunks, adapters)
        if key not in self._known:
            self._known[key] = self._encode(text, chunks)
        return self._known[key]

    @torch.inference_mode()
    def _encode(self, text: str, chunks: int) -> TextEmbeds:
        self._enter()
        columns: list[torch.Tensor] = []
        pooled: torch.Tensor | None = None
        two = len(self._parts) > 1
        for tokenizer, encoder in self._parts:
            ids, weights = _weighted_ids(tokenizer, text)
            rows, scales = _windows(tokenizer, ids, weights, chunks)
            hidden, summary = read_ids(encoder, torch.tensor(rows, device=self._device), two=two, clip_skip=self._skip)
            pooled = pooled if summary is None else summary[:1]  # that of the first window
            columns.append(_scaled(hidden, scales))
        embeds = torch.cat(columns, dim=-1)  # (chunks, 77, width)
        return TextEmbeds(embeds.reshape(1, -1, embeds.shape[-1]), pooled)  # (1, 77 * chunks, width)


def read_ids(
    encoder: Any, ids: torch.Tensor, *, two: bool, clip_skip: int = 0
) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Return what one encoder makes of ids, int64 (batch, 77): hidden, float (batch, 77, width), and its summary.

    two: whether it is one of SDXL's two; then the layer before the last is read, without the closing norm, and the
    second of them gives the summary, float (batch, width).
    """
    found = encoder(ids, output_hidden_states=two or clip_skip > 0)
    if two:
        return found.hidden_states[-2 - clip_skip], found[0] if found[0].ndim == 2 else None
    if clip_skip:
        norm = getattr(encoder, "text_model", encoder).final_layer_norm
        return norm(found.hidden_states[-1 - clip_skip]), None
    return found[0], None


def size_ids(size_px: tuple[int, int], count: int, *, dtype: torch.dtype, device: str | torch.device) -> torch.Tensor:
    """Return SDXL's word for the size of pictures that nothing was cropped of: (count, 6).

    Source: Podell et al. 2023, SDXL, section 2.2: original height and width, crop, target height and width.
    """
    width, height = size_px
    return torch.tensor([[height, width, 0, 0, height, width]], dtype=dtype, device=device).repeat(count, 1)


def _scaled(hidden: torch.Tensor, scales: list[list[float]]) -> torch.Tensor:
    """Return `hidden` (chunks, 77, width) with each token scaled, at the mean that it had."""
    if all(scale == 1 for row in scales for scale in row):
        return hidden
    scaled = hidden * torch.tensor(scales, device=hidden.device)[..., None].to(hidden.dtype)  # (chunks, 77, width)
    mean, now = hidden.float().mean(), scaled.float().mean()
    return scaled * (mean / now).to(hidden.dtype) if bool(now.abs() > 1e-9) else scaled


def _weighted_ids(tokenizer: Any, text: str) -> tuple[list[int], list[float]]:
    ids, weights = list[int](), list[float]()
    for stretch, weight in read_emphasis(spelled(text, tokenizer)):
        found = _ids(tokenizer, stretch)
        ids += found
        weights += [weight] * len(found)
    return ids, weights


def _ids(tokenizer: Any, text: str) -> list[int]:
    """Return a text's tokens without the marks of start and end, however many they are.

    From the tokenizer behind transformers' own, whose checks of what may be asked of it cost ten times the reading.
    """
    behind = tokenizer.backend_tokenizer
    behind.no_truncation()  # a pipeline of diffusers leaves it set to a window of 77
    behind.no_padding()
    return behind.encode(text, add_special_tokens=False).ids


def _windows(
    tokenizer: Any, ids: list[int], weights: list[float], chunks: int
) -> tuple[list[list[int]], list[list[float]]]:
    """Return ids and weights cut into windows of 77: start, 75 tokens, end and padding."""
    begin, end, pad = tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id
    rows, scales = list[list[int]](), list[list[float]]()
    for chunk in range(chunks):
        part = ids[chunk * CHUNK : (chunk + 1) * CHUNK]
        padding = CHUNK - len(part)
        rows.append([begin, *part, end, *([pad] * padding)])
        scales.append([1.0, *weights[chunk * CHUNK : (chunk + 1) * CHUNK], *([1.0] * (padding + 1))])
    return rows, scales
