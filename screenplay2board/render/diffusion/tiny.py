"""The tiny model: Stable Diffusion's architecture at a size that any machine trains and runs in minutes.

The tokenizer is CLIP's own (49,408 byte pairs). Its merges come from open_clip's `bpe_simple_vocab_16e6.txt.gz` (MIT
licence, `data/CLIP_VOCABULARY_LICENSE`), cut to the part that CLIP uses, as `data/clip_merges.txt.xz`.
Source: Radford et al. 2021 (CLIP); Rombach et al. 2022 (latent diffusion); Zhang et al. 2023 (ControlNet).
"""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch

from screenplay2board.render.diffusion.checks import TINY_TEXT_WIDTH
from screenplay2board.render.diffusion.libraries import diffusers, transformers
from screenplay2board.render.diffusion.parts import DiffusionParts, load_parts

VOCABULARY_SIZE = 49408
END_OF_TEXT = VOCABULARY_SIZE - 1
MAX_TOKENS = 77


@dataclass(frozen=True, slots=True, kw_only=True)
class TinyShape:
    """How large the tiny model is. Widths are channels; the VAE halves the picture three times, as SD's does.

    Its latents have twice SD's channels: a small VAE needs them to keep thin ink lines. The defaults hold 9 million
    numbers, 18 MB in float16; a third of them are the rows of the vocabulary.
    """

    text_width: int = TINY_TEXT_WIDTH
    text_layers: int = 3
    text_heads: int = 4
    unet_widths: tuple[int, ...] = (48, 80, 112)
    layers_per_block: int = 1
    head_width: int = 16
    vae_widths: tuple[int, ...] = (16, 32, 48, 64)
    latent_channels: int = 8
    guide_widths: tuple[int, ...] = (8, 16, 32, 48)
    sample_px: int = 128


def build_tiny(seed: int, *, shape: TinyShape | None = None, controlnet: bool = True) -> DiffusionParts:
    """Return a tiny model with random weights; the same seed gives the same weights.

    The global random state is left as it was. The text encoder is causal and CLIP-shaped, but knows nothing yet.
    """
    shape = shape or TinyShape()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        unet = _unet(shape)
        parts = DiffusionParts(
            vae=_vae(shape),
            text_encoder=_text_encoder(shape),
            tokenizer=clip_tokenizer(),
            unet=unet,
            scheduler=scheduler(),
            controlnet=diffusers.ControlNetModel.from_unet(
                unet, conditioning_embedding_out_channels=shape.guide_widths, load_weights_from_unet=True
            )
            if controlnet
            else None,
        )
    for module in parts.modules():
        module.eval()
    return parts


def save_tiny(parts: DiffusionParts, folder: Path) -> None:
    """Write the model as a diffusers folder in float16, half the size; loading gives float32 again."""
    parts.save(folder, dtype=torch.float16)


def load_tiny(folder: Path) -> DiffusionParts:
    """Load what `save_tiny` wrote, in float32."""
    return load_parts(folder)


def clip_tokenizer() -> Any:
    """Return a new CLIP tokenizer; tokens that are added to it are its own."""
    vocabulary, merges = _clip_vocabulary()
    return transformers.CLIPTokenizer(
        vocab=dict(vocabulary), merges=list(merges), model_max_length=MAX_TOKENS, pad_token="<|endoftext|>"
    )


def scheduler() -> Any:
    """Return SD's noise schedule, down to pure noise, for a model that predicts the picture.

    Both make a small model learn large shapes in little time: white paper is far from the mean of noise.
    Source: Lin et al. 2024, Common diffusion noise schedules and sample steps are flawed.
    """
    return diffusers.DDIMScheduler(
        num_train_timesteps=1000,
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        clip_sample=False,
        set_alpha_to_one=False,
        steps_offset=1,
        prediction_type="sample",
        rescale_betas_zero_snr=True,
        timestep_spacing="trailing",
    )


@cache
def _clip_vocabulary() -> tuple[dict[str, int], tuple[tuple[str, str], ...]]:
    """Return token -> id in CLIP's order (bytes, bytes at a word's end, merges, two marks) and the merges."""
    packed = files("screenplay2board.render.diffusion").joinpath("data", "clip_merges.txt.xz").read_bytes()
    lines = lzma.decompress(packed).decode("utf-8").split("\n")
    merges = tuple((left, right) for left, _, right in (line.partition(" ") for line in lines))
    letters = _byte_letters()
    tokens = [*letters, *(f"{letter}</w>" for letter in letters), *(a + b for a, b in merges)]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    same = {token: token for token in tokens}  # 98,000 strings less
    return {token: number for number, token in enumerate(tokens)}, tuple((same[a], same[b]) for a, b in merges)


def _byte_letters() -> list[str]:
    """Return the printable letter of each byte, in the order of GPT-2's byte-level BPE."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = 256 - len(printable)
    return [chr(byte) for byte in printable] + [chr(256 + number) for number in range(others)]


def _text_encoder(shape: TinyShape) -> Any:
    return transformers.CLIPTextModel(
        transformers.CLIPTextConfig(
            vocab_size=VOCABULARY_SIZE,
            hidden_size=shape.text_width,
            intermediate_size=4 * shape.text_width,
            num_hidden_layers=shape.text_layers,
            num_attention_heads=shape.text_heads,
            max_position_embeddings=MAX_TOKENS,
            projection_dim=shape.text_width,
            bos_token_id=END_OF_TEXT - 1,
            eos_token_id=END_OF_TEXT,
            pad_token_id=END_OF_TEXT,
        )
    )


def _vae(shape: TinyShape) -> Any:
    levels = len(shape.vae_widths)
    return diffusers.AutoencoderKL(
        in_channels=3,
        out_channels=3,
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
        block_out_channels=shape.vae_widths,
        layers_per_block=1,
        latent_channels=shape.latent_channels,
        norm_num_groups=8,
        sample_size=shape.sample_px,
    )


def _unet(shape: TinyShape) -> Any:
    levels = len(shape.unet_widths)
    return diffusers.UNet2DConditionModel(
        sample_size=shape.sample_px // 8,
        in_channels=shape.latent_channels,
        out_channels=shape.latent_channels,
        block_out_channels=shape.unet_widths,
        layers_per_block=shape.layers_per_block,
        down_block_types=("CrossAttnDownBlock2D",) * (levels - 1) + ("DownBlock2D",),
        up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * (levels - 1),
        # diffusers calls the number of heads so, a name kept for old files
        attention_head_dim=tuple(width // shape.head_width for width in shape.unet_widths),
        cross_attention_dim=shape.text_width,
        norm_num_groups=16,
    )
