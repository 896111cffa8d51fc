"""What training leaves: files that `s2b build`, diffusers and other programs take as they are.

tokens: `pytorch_lora_weights.safetensors`, `tokens.safetensors` (textual inversion) and `card.toml`; base, VAE and
ControlNet: a folder of diffusers.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
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
from screenplay2board.render.diffusion.weights import ENCODERS
from training.train.kohya import write_kohya
from training.train.rows import TokenRows
from training.train.settings import TrainSettings

TOKENS = "tokens.safetensors"
CARD = "card.toml"
KOHYA = "kohya_lora.safetensors"


def write_tokens(
    parts: DiffusionParts, rows: Sequence[TokenRows], settings: TrainSettings, folder: Path, facts: Mapping[str, str]
) -> Path:
    """Write LoRA, rows and card into `folder`; return the card's path.

    rows: of each text encoder. facts: hashes that say what it was made of. Raises: OSError.
    """
    modules: dict[str, Any] = {"unet": parts.unet}
    if settings.lora.text_rank:
        names = ("text_encoder", "text_encoder_2")
        modules |= dict(zip(names, parts.text_encoders, strict=False))
    layers = {f"{name}_lora_layers": lora_of(module) for name, module in modules.items()}
    kind = diffusers.StableDiffusionXLPipeline if parts.family == "sdxl" else diffusers.StableDiffusionPipeline
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        # alpha and targets go along as metadata: without them a LoRA whose alpha is not its rank loads wrongly
        kind.save_lora_weights(scratch, **layers, **_collate_lora_metadata(modules))
        _copy_with(Path(scratch) / LORA_FILE, folder / LORA_FILE, facts, half=settings.lora.half)
    with replacing(folder / TOKENS) as temporary:
        save_file(_named_rows(rows), temporary, metadata=dict(facts))
    if settings.kohya:
        write_kohya(modules, folder / KOHYA, facts)
    card = folder / CARD
    write_atomically(card, card_text(parts, settings, folder).encode())
    return card


def lora_of(module: Any) -> dict[str, torch.Tensor]:
    """Return the weights of a module's LoRA by peft's names."""
    return get_peft_model_state_dict(module, save_embedding_layers=False)


def _named_rows(rows: Sequence[TokenRows]) -> dict[str, torch.Tensor]:
    """Return the rows by token; SDXL's two encoders have a name in front, as other programs read them."""
    if len(rows) == 1:
        return {token: vectors.rows for token, vectors in rows[0].vectors_of().items()}
    return {
        f"{encoder}.{token}": vectors.rows
        for encoder, of_one in zip(ENCODERS, rows, strict=True)
        for token, vectors in of_one.vectors_of().items()
    }


def card_text(parts: DiffusionParts, settings: TrainSettings, folder: Path) -> str:
    """Return the model card of a trained LoRA with its tokens, as TOML; a base on this disk is named from `folder`."""
    base, config = (
        os.path.relpath(name, folder) if name and Path(name).exists() else name
        for name in (settings.base, settings.config)
    )
    known = set(settings.tokens.phrases)
    sizes = {size: token for size, token in TOKEN_OF_SIZE.items() if token in known}
    native = min(settings.sizes_px[0])
    lines = [
        '# Written by `python -m training train`. In board.toml: [model] card = "<this file>"',
        'name = "trained tokens"',
        f'family = "{parts.family}"',
        f"base = {json.dumps(base)}",
        *_given(variant=settings.variant, config=config),
        f'embeddings = ["{TOKENS}"]',
        *_given(prefix=settings.style, negative_prompt=settings.negative_prompt),
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
    return "\n".join(lines) + "\n"


def _given(**values: str | None) -> Iterator[str]:
    """Yield lines of TOML for the values that are there."""
    return (f"{key} = {json.dumps(value)}" for key, value in values.items() if value)


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


def _copy_with(source: Path, place: Path, facts: Mapping[str, str], *, half: bool) -> None:
    """Copy a safetensors file, adding to its metadata. half: whether it is float16 from then on."""
    with safe_open(source, framework="pt") as file:
        opened: Any = file
        metadata: dict[str, str] = dict(opened.metadata() or {})
    tensors = load_file(source)
    if half:
        tensors = {name: tensor.half() for name, tensor in tensors.items()}
    with replacing(place) as temporary:
        save_file(tensors, temporary, metadata=metadata | dict(facts))
