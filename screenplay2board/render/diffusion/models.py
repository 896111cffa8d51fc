"""Load the model that a card describes, from this disk only.

Enters: a checked `ModelCard` and a device. Leaves: `LoadedModel`. Bases: a diffusers folder, a hub id in the local
cache, a single file of A1111 or kohya, or the tiny random model. LoRAs (diffusers, peft and kohya keys) are fused, once
and for good: fusing and unfusing is not exact.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from screenplay2board.render.diffusion.cards import LoraEntry, ModelCard
from screenplay2board.render.diffusion.checks import LORA_FILE, RANDOM
from screenplay2board.render.diffusion.device import GIB, Device, free_bytes
from screenplay2board.render.diffusion.libraries import diffusers, quiet_libraries
from screenplay2board.render.diffusion.parts import parts_of, pipeline
from screenplay2board.render.diffusion.sampler import LoadedModel
from screenplay2board.render.diffusion.text import TextReader
from screenplay2board.render.diffusion.tiny import build_tiny, clip_tokenizer
from screenplay2board.render.diffusion.tokens import (
    TokenError,
    TokenVectors,
    add_tokens,
    load_checkpoint_text,
    read_vectors,
    verify_rows,
)

SMALL_GPU_BYTES = 6 * GIB  # below it the VAE decodes in tiles


# the ways in which diffusers refuses
_REFUSALS = (OSError, ValueError, RuntimeError, KeyError, TypeError)


class ModelError(Exception):
    """A model cannot be loaded; says why in one line."""


def load_model(card: ModelCard, device: Device) -> LoadedModel:
    """Return the model of a card, on its device and ready to paint.

    Raises: ModelError with what is wrong, in one line.
    """
    quiet_libraries()
    try:
        pipe, own_guide = _base(card, device)
        if card.checkpoint:
            pipe.tokenizer, pipe.text_encoder = load_checkpoint_text(Path(card.checkpoint))
            pipe.text_encoder.to(dtype=device.dtype)
        _add_embeddings(pipe, card)
        if card.vae:
            pipe.vae = diffusers.AutoencoderKL.from_pretrained(card.vae, local_files_only=True, dtype=device.dtype)
        guides = _guides(card, device, own_guide)
        _fuse_loras(pipe, card)
        _verify_tokens(pipe, card)
    except TokenError as error:
        raise ModelError(str(error)) from error
    except _REFUSALS as error:
        raise _refused(error) from error
    return _placed(pipe, card, device, guides)


def load_base(card: ModelCard, device: Device) -> tuple[Any, Any]:
    """Return the pipeline of a card's base and the ControlNet in its own folder, None where it has none.

    Raises: ModelError with what is wrong, in one line.
    """
    quiet_libraries()
    try:
        return _base(card, device)
    except _REFUSALS as error:
        raise _refused(error) from error


def _refused(error: Exception) -> ModelError:
    return ModelError(f"{type(error).__name__}: {' '.join(str(error).split())[:300]}")


def _base(card: ModelCard, device: Device) -> tuple[Any, Any]:
    if card.base.startswith(RANDOM):
        seed = card.base.removeprefix(RANDOM)
        parts = build_tiny(int(seed) if seed.isdigit() else 0)
        names = sorted({token for token in card.tokens.values() if token.startswith("<")})
        width = parts.text_encoder.get_input_embeddings().weight.shape[1]
        generator = torch.Generator().manual_seed(int(seed) if seed.isdigit() else 0)
        rows = {name: TokenVectors(name, torch.randn((1, width), generator=generator)) for name in names}
        add_tokens(parts.tokenizer, parts.text_encoder, rows)
        return pipeline(parts), parts.controlnet
    xl = card.family == "sdxl"
    kind = diffusers.StableDiffusionXLPipeline if xl else diffusers.StableDiffusionPipeline
    common: dict[str, Any] = {"local_files_only": True, "dtype": device.dtype}
    if not xl:  # a storyboard is looked at by its makers; the checker blackens drawings at random
        common |= {"safety_checker": None, "requires_safety_checker": False}
    if card.base.endswith(".safetensors"):
        return kind.from_single_file(card.base, config=card.config, **common), None
    if not xl and Path(card.base).is_dir() and not (Path(card.base) / "tokenizer").is_dir():
        common["tokenizer"] = clip_tokenizer()  # CLIP's own comes with the program
    pipe = kind.from_pretrained(card.base, revision=card.revision, variant=card.variant, use_safetensors=True, **common)
    own = Path(card.base) / "controlnet"
    guide = None
    if (own / "config.json").is_file():
        guide = diffusers.ControlNetModel.from_pretrained(own, local_files_only=True, dtype=device.dtype)
    return pipe, guide


def _guides(card: ModelCard, device: Device, own: Any) -> tuple[Any, ...]:
    found: list[Any] = []
    for entry in card.guides if card.mode == "guide" else ():
        if entry.path == "controlnet":
            if own is None:
                raise ModelError("the base has no ControlNet of its own, the card's guide wants it")
            found.append(own)
        else:
            found.append(
                diffusers.ControlNetModel.from_pretrained(
                    entry.path, revision=entry.revision, local_files_only=True, use_safetensors=True, dtype=device.dtype
                )
            )
    return tuple(found)


def _add_embeddings(pipe: Any, card: ModelCard) -> None:
    tokens = sorted({token for token in card.tokens.values() if token.startswith("<")})
    parts = parts_of(pipe)
    for number, path in enumerate(card.embeddings):
        # A1111's files do not say their token: the card's tokens name them, in order.
        name = tokens[number] if number < len(tokens) else Path(path).stem
        for place, (tokenizer, encoder) in enumerate(zip(parts.tokenizers, parts.text_encoders, strict=True)):
            add_tokens(tokenizer, encoder, read_vectors(Path(path), token=name, encoder=place))


def _fuse_loras(pipe: Any, card: ModelCard) -> None:
    """Add all LoRAs to the weights at once; a LoRA of which no part fits is an error."""
    loras = list(card.loras)
    if card.checkpoint and (Path(card.checkpoint) / LORA_FILE).is_file():
        loras.insert(0, LoraEntry(path=card.checkpoint, file=LORA_FILE))
    if not loras:
        return
    names = [f"lora{number}" for number in range(len(loras))]
    for name, lora in zip(names, loras, strict=True):
        place = Path(lora.path)
        source, file = (str(place.parent), place.name) if place.is_file() else (lora.path, lora.file)
        pipe.load_lora_weights(
            source, weight_name=file, revision=lora.revision, adapter_name=name, local_files_only=True,
            use_safetensors=True,
        )  # fmt: skip
        if not any(name in adapters for adapters in pipe.get_list_adapters().values()):
            raise ModelError(f"no weight of the LoRA `{lora.path}` fits the model")
    pipe.set_adapters(names, [lora.weight for lora in loras])
    pipe.fuse_lora(adapter_names=names)
    pipe.unload_lora_weights()


def _verify_tokens(pipe: Any, card: ModelCard) -> None:
    tokens = sorted({token for token in card.tokens.values() if token.startswith("<")})
    parts = parts_of(pipe)
    for tokenizer, encoder in zip(parts.tokenizers, parts.text_encoders, strict=True) if tokens else ():
        verify_rows(tokenizer, encoder, tokens)


def _placed(pipe: Any, card: ModelCard, device: Device, guides: tuple[Any, ...]) -> LoadedModel:
    """Move the parts to their device; the attention is PyTorch's own scaled dot product, which diffusers takes."""
    parts = parts_of(pipe)
    for module in (pipe.vae, pipe.unet, *parts.text_encoders, *guides):
        module.to(device.name, device.dtype).eval().requires_grad_(False)
    if device.is_gpu:
        for module in (pipe.vae, pipe.unet, *guides):
            module.to(memory_format=torch.channels_last)
    remarks: list[str] = []
    free = free_bytes(device)
    if free is not None and free < SMALL_GPU_BYTES:
        pipe.vae.enable_tiling()
        remarks.append(f"{free / GIB:.1f} GiB are free on {device.name}: the VAE decodes in tiles")
    return LoadedModel(
        card=card,
        device=device,
        vae=pipe.vae,
        unet=pipe.unet,
        reader=TextReader(
            list(parts.tokenizers), list(parts.text_encoders), clip_skip=card.clip_skip, device=device.name
        ),
        scheduler_config=pipe.scheduler.config,
        guides=guides,
        remarks=remarks,
    )
