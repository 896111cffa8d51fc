"""What training leaves: files that `s2b build`, diffusers and other programs take as they are.

tokens: `pytorch_lora_weights.safetensors`, `tokens.safetensors` (textual inversion) and `card.toml`; base, VAE and
ControlNet: a folder of diffusers.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from diffusers.training_utils import _collate_lora_metadata  # pyright: ignore[reportPrivateUsage]
from peft.utils.save_and_load import get_peft_model_state_dict
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from screenplay2board.files import replacing, write_atomically
from screenplay2board.render.diffusion.cards import TOKEN_OF_SIZE
from screenplay2board.render.diffusion.checks import LORA_FILE
from screenplay2board.render.diffusion.libraries import diffusers
from screenplay2board.render.diffusion.parts import DiffusionParts
from training.train.rows import TokenRows
from training.train.settings import TrainSettings

TOKENS = "tokens.safetensors"
CARD = "card.toml"
KOHYA = "kohya_lora.safetensors"


def write_tokens(
    parts: DiffusionParts, rows: TokenRows, settings: TrainSettings, folder: Path, facts: Mapping[str, str]
) -> Path:
    """Write LoRA, rows and card into `folder`; return the card's path. facts: hashes that say what it was made of.

    Raises: OSError.
    """
    modules: dict[str, Any] = {"unet": parts.unet}
    state: dict[str, Any] = {"unet_lora_layers": get_peft_model_state_dict(parts.unet, save_embedding_layers=False)}
    if settings.lora.text_rank:
        modules["text_encoder"] = parts.text_encoder
        state["text_encoder_lora_layers"] = get_peft_model_state_dict(parts.text_encoder, save_embedding_layers=False)
    with tempfile.TemporaryDirectory() as scratch:
        # alpha and targets go along as metadata: without them a LoRA whose alpha is not its rank loads wrongly
        diffusers.StableDiffusionPipeline.save_lora_weights(scratch, **state, **_collate_lora_metadata(modules))
        _copy_with(Path(scratch) / LORA_FILE, folder / LORA_FILE, facts)
    vectors = {token: found.rows for token, found in rows.vectors_of().items()}
    with replacing(folder / TOKENS) as temporary:
        save_file(vectors, temporary, metadata=dict(facts))
    if settings.kohya:
        _write_kohya(parts, folder / KOHYA, facts)
    card = folder / CARD
    write_atomically(card, card_text(parts, settings, folder).encode())
    return card


def card_text(parts: DiffusionParts, settings: TrainSettings, folder: Path) -> str:
    """Return the model card of a trained LoRA with its tokens, as TOML; a base on this disk is named from `folder`."""
    base = os.path.relpath(settings.base, folder) if Path(settings.base).exists() else settings.base
    known = set(settings.tokens.phrases)
    sizes = {size: token for size, token in TOKEN_OF_SIZE.items() if token in known}
    native = min(settings.sizes_px[0])
    lines = [
        '# Written by `python -m training train`. In board.toml: [model] card = "<this file>"',
        'name = "trained tokens"',
        'family = "sd15"',
        f"base = {json.dumps(base)}",
        f'embeddings = ["{TOKENS}"]',
        f"prefix = {json.dumps(settings.style)}" if settings.style else "",
        f"native_px = {native}",
        f"multiple_px = {8 * 2 ** (len(parts.unet.config.block_out_channels) - 1)}",
        'sampler = "ddim"' if parts.scheduler.config.prediction_type == "sample" else 'sampler = "dpm++"',
        'mode = "none"' if parts.controlnet is None else 'mode = "guide"',
        "",
        "[[loras]]",
        f'path = "{LORA_FILE}"',
        "",
        "[tokens]",
        *(f'{size} = "{token}"' for size, token in sizes.items()),
    ]
    if parts.controlnet is not None:
        lines += ["", "[[guides]]", 'kind = "depth"', 'path = "controlnet"']
    kept = [line for place, line in enumerate(lines) if line or place > 0]
    return "\n".join(kept) + "\n"


def write_parts(parts: DiffusionParts, folder: Path) -> None:
    """Write the model as a folder of diffusers, whole: what lies there gives way only once all is written.

    Raises: OSError.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as scratch:
        part = Path(scratch) / "model"
        parts.save(part, dtype=torch.float16)
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        shutil.move(part, folder)


def _copy_with(source: Path, place: Path, facts: Mapping[str, str]) -> None:
    """Copy a safetensors file, adding to its metadata."""
    with safe_open(source, framework="pt") as file:
        opened: Any = file
        metadata: dict[str, str] = dict(opened.metadata() or {})
    with replacing(place) as temporary:
        save_file(load_file(source), temporary, metadata=metadata | dict(facts))


def _write_kohya(parts: DiffusionParts, place: Path, facts: Mapping[str, str]) -> None:
    """Write the UNet's LoRA with kohya's names, alphas as tensors."""
    config = parts.unet.peft_config["default"]
    state: dict[str, torch.Tensor] = {}
    for name, weight in get_peft_model_state_dict(parts.unet, save_embedding_layers=False).items():
        module, _, kind = name.removesuffix(".weight").rpartition(".lora_")
        stem = f"lora_unet_{module.replace('.', '_')}"
        if kind not in ("A", "B"):
            continue  # DoRA's magnitudes have no place in that layout
        state[f"{stem}.lora_{'down' if kind == 'A' else 'up'}.weight"] = weight.detach().cpu().contiguous()
        state[f"{stem}.alpha"] = torch.tensor(float(config.lora_alpha))
    with replacing(place) as temporary:
        save_file(state, temporary, metadata=dict(facts) | {"ss_network_dim": str(config.r)})
