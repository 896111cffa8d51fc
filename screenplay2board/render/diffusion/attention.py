"""Cross-attention that knows where people stand, so that two of them do not blend.

Enters: the UNet's queries, the prompt, and what the stage adds to it for a batch: descriptions of single people with
the regions where they stand, and pictures (IP-Adapter) with the regions where they work. Leaves: what plain attention
would, with each region's own share mixed in. Where nothing is added, it is diffusers' own processor, to the bit.

A person's description is a prompt of its own, and its attention is taken in that person's region alone; the shares of
all descriptions add up to one at every place. Pictures are added to that, as IP-Adapter does.
Source: Yang et al. 2024, Mastering Text-to-Image Diffusion: Recaptioning, Planning and Generating (RPG), section 3.3;
Ye et al. 2023, IP-Adapter, section 3.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn import functional

from screenplay2board.render.diffusion.libraries import attention_processors

Shares = Mapping[int, torch.Tensor]  # number of queries of a level -> (parts, batch, queries, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What attention is told beyond the prompt, for one batch.

    texts: descriptions, each (batch, 77 * chunks, width). text_shares: the prompt's own share first, then one for each
    description, 1 together. pictures: image tokens, each (batch, tokens, width). picture_shares: how strongly each
    works.
    """

    texts: tuple[torch.Tensor, ...] = ()
    text_shares: Shares
    pictures: tuple[torch.Tensor, ...] = ()
    picture_shares: Shares


class StageAttention(torch.nn.Module):
    """Diffusers' attention processor, with descriptions and pictures for regions.

    It holds the two matrices of an IP-Adapter, where there is one.
    """

    def __init__(self, to_k: torch.nn.Linear | None = None, to_v: torch.nn.Linear | None = None) -> None:
        super().__init__()
        self.to_k_ip, self.to_v_ip = to_k, to_v
        self._plain: Any = attention_processors.AttnProcessor2_0()

    # Not `forward`: diffusers looks at the signature of `__call__` for what may be told.
    def __call__(  # pyright: ignore[reportIncompatibleVariableOverride]
        self,
        attn: Any,
        hidden_states: torch.Tensor,
        encoder_hidden_states: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
        temb: torch.Tensor | None = None,
        told: Told | None = None,
    ) -> torch.Tensor:
        """Return (batch, queries, width) for queries of that shape. attn: diffusers' `Attention` that asks."""
        if told is None or encoder_hidden_states is None or not (told.texts or told.pictures):
            return self._plain(attn, hidden_states, encoder_hidden_states, attention_mask, temb)
        query = _heads(attn, attn.to_q(hidden_states))
        found = _attend(attn, query, attn.to_k(encoder_hidden_states), attn.to_v(encoder_hidden_states))
        if told.texts:
            shares = told.text_shares[hidden_states.shape[1]]
            found = found * shares[0]
            for text, share in zip(told.texts, shares[1:], strict=True):
                found = found + share * _attend(attn, query, attn.to_k(text), attn.to_v(text))
        if told.pictures and self.to_k_ip is not None and self.to_v_ip is not None:
            for picture, share in zip(told.pictures, told.picture_shares[hidden_states.shape[1]], strict=True):
                found = found + share * _attend(attn, query, self.to_k_ip(picture), self.to_v_ip(picture))
        found = attn.to_out[1](attn.to_out[0](found))
        return found / attn.rescale_output_factor


def _heads(attn: Any, states: torch.Tensor) -> torch.Tensor:
    """Return states (batch, length, width) as (batch, heads, length, width/heads)."""
    batch, length, width = states.shape
    return states.view(batch, length, attn.heads, width // attn.heads).transpose(1, 2)


def _attend(attn: Any, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
    """Return (batch, queries, width) for a query that is split into heads, and keys and values that are not."""
    found = functional.scaled_dot_product_attention(query, _heads(attn, key), _heads(attn, value))
    return found.transpose(1, 2).flatten(2)  # (batch, queries, width)


def takes_regions(unet: Any) -> bool:
    """Tell whether a UNet's cross-attention is of the plain kind that `StageAttention` computes (SD 1.x, SDXL)."""
    modules = [module for name, module in unet.named_modules() if name.endswith("attn2")]
    odd = ("spatial_norm", "group_norm", "norm_cross", "norm_q", "norm_k", "residual_connection")
    return bool(modules) and not any(getattr(module, name, None) for module in modules for name in odd)


def install(unet: Any, adapter: Mapping[str, tuple[torch.nn.Linear, torch.nn.Linear]] | None = None) -> None:
    """Let a UNet attend to regions. adapter: an IP-Adapter's key and value matrices, by the name of the processor."""
    adapter = adapter or {}
    # one look at each module: diffusers' own `set_attn_processor` walks all of them three times
    for name, module in list(unet.named_modules()):
        if isinstance(module, attention_processors.Attention):
            module.set_processor(StageAttention(*adapter.get(f"{name}.processor", ())))


def level_shapes(height: int, width: int, levels: int) -> list[tuple[int, int]]:
    """Return the (height, width) of each level of a UNet, which halves its latents, rounding up, between two."""
    shapes = [(height, width)]
    for _ in range(levels - 1):
        height, width = -(-height // 2), -(-width // 2)
        shapes.append((height, width))
    return shapes


def shares_of(regions: torch.Tensor, levels: int) -> dict[int, torch.Tensor]:
    """Return regions, (parts, batch, height, width) over the latents, as shares for every level of a UNet."""
    height, width = regions.shape[-2:]
    found: dict[int, torch.Tensor] = {}
    for shape in level_shapes(height, width, levels):
        smaller = functional.interpolate(regions, size=shape, mode="area")  # the mean of each place's area
        found[shape[0] * shape[1]] = smaller.flatten(2)[..., None]  # (parts, batch, queries, 1)
    return found


def text_shares(regions: torch.Tensor, strength: float) -> torch.Tensor:
    """Return the prompt's share and those of the descriptions, (1 + parts, batch, height, width), 1 together.

    regions: (parts, batch, height, width), 0 to 1, which may overlap. strength: the descriptions' share in a region.
    """
    crowd = regions.sum(dim=0, keepdim=True).clamp_min(1.0)
    own = strength * regions / crowd
    return torch.cat([1.0 - own.sum(dim=0, keepdim=True), own])


def stacked(parts: Sequence[Sequence[torch.Tensor]], filler: torch.Tensor) -> list[torch.Tensor]:
    """Return what the pictures of a batch have in each place, (batch, ...), those with fewer filled up."""
    most = max((len(part) for part in parts), default=0)
    return [torch.cat([part[place] if place < len(part) else filler for part in parts]) for place in range(most)]
