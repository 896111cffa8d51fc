"""Load the model that a card describes, from this disk only.

Enters: a checked `ModelCard` and a device. Leaves: `LoadedModel`. Bases: a diffusers folder, a hub id in the local
cache, a single file of A1111 or kohya, or the tiny random model. LoRAs (diffusers, peft and kohya keys) are fused, once
and for good: fusing and unfusing is not exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from huggingface_hub.errors import StrictDataclassError
from safetensors import SafetensorError

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.attention import install, takes_regions
from screenplay2board.render.diffusion.cards import LoraEntry, ModelCard
from screenplay2board.render.diffusion.characters import CharacterLoras, LoraError, add_lora
from screenplay2board.render.diffusion.checks import LORA_FILE, RANDOM, check_card, find
from screenplay2board.render.diffusion.device import Device, default_batch, free_bytes
from screenplay2board.render.diffusion.finite import unfinite_entry, unfinite_weight
from screenplay2board.render.diffusion.guidance import native_cells
from screenplay2board.render.diffusion.libraries import diffusers, quiet_libraries
from screenplay2board.render.diffusion.parts import parts_of, pipeline
from screenplay2board.render.diffusion.pictures import LoadedAdapter, load_adapter
from screenplay2board.render.diffusion.residence import MemoryPlan, Phase, Residence, plan_memory, weight_bytes
from screenplay2board.render.diffusion.sampler import LoadedModel, try_sampler
from screenplay2board.render.diffusion.text import TextReader
from screenplay2board.render.diffusion.tiny import build_tiny, clip_tokenizer
from screenplay2board.render.diffusion.tokens import (
    TokenError,
    TokenVectors,
    add_tokens,
    load_checkpoint_text,
    load_text_encoder,
    read_vectors,
    verify_rows,
)
from screenplay2board.render.diffusion.weights import WeightsError, read_header

COMPILER = "inductor"  # what torch.compile makes code with
# the ways in which diffusers, transformers and safetensors refuse
_REFUSALS = (
    OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError, IndexError, AssertionError,
    NotImplementedError, ImportError, ArithmeticError, SafetensorError, StrictDataclassError,
)  # fmt: skip


class ModelError(Exception):
    """A model cannot be loaded; says why in one line."""


def load_model(card: ModelCard, device: Device, *, fused: Sequence[str] = ()) -> LoadedModel:
    """Return the model of a card, on its device and ready to paint.

    fused: the characters that all panels of the build show; their LoRAs become part of the model.
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
        _fuse_loras(pipe, card, [card.characters[name] for name in fused])
        _verify_tokens(pipe, card)
        adapter = load_adapter(pipe, card.ip_adapter) if card.ip_adapter else None
        model = _Placing(pipe=pipe, card=card, device=device, guides=guides, adapter=adapter).place(fused)
        try_sampler(model)
    except (TokenError, LoraError) as error:
        raise ModelError(str(error)) from error
    except _REFUSALS as error:
        raise _refused(error, card) from error
    return model


def load_base(card: ModelCard, device: Device) -> tuple[Any, Any]:
    """Return the pipeline of a card's base and the ControlNet in its own folder, None where it has none.

    Raises: ModelError with what is wrong, in one line.
    """
    quiet_libraries()
    try:
        return _base(card, device)
    except TokenError as error:
        raise ModelError(str(error)) from error
    except _REFUSALS as error:
        raise _refused(error, card) from error


def _refused(error: Exception, card: ModelCard) -> ModelError:
    """Return a library's refusal in one line, with the file that holds the weight which it speaks of."""
    said = _in_a_line(error)
    words = set(said.split())
    for path in check_card(card, Diagnostics()):
        if path.suffix == ".safetensors" and words & _names_in(path):
            return ModelError(f"`{path}` does not fit its configuration: {said}")
    return ModelError(f"{type(error).__name__}: {said}")


def _in_a_line(error: Exception) -> str:
    """Return what a library says, without diffusers' advice to load it all the same."""
    return " ".join(str(error).split()).partition(" If you want to ")[0][:300]


def _names_in(path: Path) -> set[str]:
    try:
        return set(read_header(path).shapes)
    except WeightsError:  # a damaged file, which is what the library may have said in its own words
        return set()


def _base(card: ModelCard, device: Device) -> tuple[Any, Any]:
    if card.base.startswith(RANDOM):
        seed = card.base.removeprefix(RANDOM)
        parts = build_tiny(int(seed) if seed.isdigit() else 0)
        learned = card.embeddings or card.checkpoint  # they bring the tokens
        names = () if learned else card.trigger_tokens()
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
        return _single_file(kind, card, common), None
    if not xl and Path(card.base).is_dir() and not (Path(card.base) / "tokenizer").is_dir():
        common["tokenizer"] = clip_tokenizer()  # CLIP's own comes with the program
    common |= _text_encoders(card, device)
    pipe = kind.from_pretrained(card.base, revision=card.revision, variant=card.variant, use_safetensors=True, **common)
    own = Path(card.base) / "controlnet"
    guide = None
    if (own / "config.json").is_file():
        guide = diffusers.ControlNetModel.from_pretrained(own, local_files_only=True, dtype=device.dtype)
    return pipe, guide


def _single_file(kind: Any, card: ModelCard, common: Mapping[str, Any]) -> Any:
    """Return the pipeline of a file of A1111 or kohya. Raises: ModelError, as diffusers renames what is in the file."""
    misfit = f"`{card.base}` does not fit its configuration `{card.config}`"
    try:
        return kind.from_single_file(card.base, config=card.config, **common)
    except NotImplementedError as error:  # what is in no file has no data to be copied
        raise ModelError(f"{misfit}: it lacks weights") from error
    except _REFUSALS as error:
        raise ModelError(f"{misfit}: {_in_a_line(error)}") from error


def _text_encoders(card: ModelCard, device: Device) -> dict[str, Any]:
    """Return the text encoders of a base's folder, loaded strictly: left to the pipeline, they may keep random rows."""
    place = find(card.base, card.revision)
    if place is None or not place.is_dir():
        return {}
    kinds = {"text_encoder": "CLIPTextModel"}
    if card.family == "sdxl":
        kinds["text_encoder_2"] = "CLIPTextModelWithProjection"
    found: dict[str, Any] = {}
    for part, kind in kinds.items():
        folder = place / part
        special = card.variant if (folder / f"model.{card.variant}.safetensors").is_file() else None
        found[part] = load_text_encoder(folder, kind, variant=special, dtype=device.dtype, use_safetensors=True)
    return found


def _guides(card: ModelCard, device: Device, own: Any) -> tuple[Any, ...]:
    found: list[Any] = []
    for entry in card.working_guides():
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
    tokens = card.trigger_tokens()
    parts = parts_of(pipe)
    for number, path in enumerate(card.embeddings):
        # A1111's files do not say their token: the card's tokens name them, in order.
        name = tokens[number] if number < len(tokens) else Path(path).stem
        for place, (tokenizer, encoder) in enumerate(zip(parts.tokenizers, parts.text_encoders, strict=True)):
            rows = read_vectors(Path(path), token=name, encoder=place)
            try:
                add_tokens(tokenizer, encoder, rows)
            except TokenError as error:
                raise TokenError(f"`{path}`: {error}") from error


def _fuse_loras(pipe: Any, card: ModelCard, characters: Sequence[LoraEntry]) -> None:
    """Add the LoRAs that hold for the whole build to the weights at once."""
    loras = [*card.loras, *characters]
    if card.checkpoint and (Path(card.checkpoint) / LORA_FILE).is_file():
        loras.insert(0, LoraEntry(path=card.checkpoint, file=LORA_FILE))
    if not loras:
        return
    names = [f"lora{number}" for number in range(len(loras))]
    for name, lora in zip(names, loras, strict=True):
        add_lora(pipe, name, lora)
    pipe.set_adapters(names, [lora.weight for lora in loras])
    pipe.fuse_lora(adapter_names=names)
    pipe.unload_lora_weights()


def _verify_tokens(pipe: Any, card: ModelCard) -> None:
    tokens = card.trigger_tokens()
    parts = parts_of(pipe)
    for tokenizer, encoder in zip(parts.tokenizers, parts.text_encoders, strict=True) if tokens else ():
        verify_rows(tokenizer, encoder, tokens)


def _verify_whole(parts: Mapping[Phase, Sequence[Any]], card: ModelCard) -> None:
    """Refuse parts whose files lacked a weight, or hold what is no number.

    What is missing libraries leave without data, or fill at random.
    """
    modules = [module for group in parts.values() for module in group]
    for module in modules:
        missing = [name for name, weight in module.named_parameters() if weight.is_meta]
        if missing:
            kind = type(module).__name__
            raise ModelError(f"{len(missing)} weights of the {kind} are in no file, such as `{missing[0]}`")
    found = unfinite_weight(modules)
    if found is not None:
        for path in check_card(card, Diagnostics()):
            name = unfinite_entry(path) if path.suffix == ".safetensors" else None
            if name is not None:
                raise ModelError(f"`{name}` in `{path}` is not finite, it is damaged: fetch or write it again")
        kind, name = found
        raise ModelError(f"`{name}` of the {kind} is not finite: do its LoRAs fit, and are their weights small?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placing:
    """A pipeline that is whole, on its way to the device."""

    pipe: Any
    card: ModelCard
    device: Device
    guides: tuple[Any, ...]
    adapter: LoadedAdapter | None

    def place(self, fused: Sequence[str]) -> LoadedModel:
        """Move the parts to the device, or where they wait, and let the UNet attend to regions."""
        pipe, card, device = self.pipe, self.card, self.device
        if takes_regions(pipe.unet):
            install(pipe.unet, self.adapter.matrices if self.adapter else None)
        parts = self._parts()
        _verify_whole(parts, card)
        for module in (module for group in parts.values() for module in group):
            module.to(dtype=device.dtype).eval().requires_grad_(False)
        if device.is_gpu:
            for module in (pipe.vae, pipe.unet, *self.guides):
                module.to(memory_format=torch.channels_last)
        plan = self._plan(parts)
        if plan.tiles:
            pipe.vae.enable_tiling()
        residence = Residence(parts, device.name, one_at_a_time=plan.offload)
        if card.compile:
            pipe.unet.compile(backend=COMPILER)
        read = partial(residence.enter, "read")
        words = parts_of(pipe)
        reader = TextReader(
            list(words.tokenizers),
            list(words.text_encoders),
            clip_skip=card.clip_skip,
            device=device.name,
            enter=read,
        )
        return LoadedModel(
            card=card,
            device=device,
            vae=pipe.vae,
            unet=pipe.unet,
            reader=reader,
            scheduler_config=pipe.scheduler.config,
            guides=self.guides,
            pictures=self.adapter.reader(device.name, read) if self.adapter else None,
            characters=CharacterLoras(pipe, card, residence.settle, fused),
            residence=residence,
            remarks=list(plan.remarks),
        )

    def _parts(self) -> dict[Phase, list[Any]]:
        """Return the parts by the phase that they work in."""
        readers = [*parts_of(self.pipe).text_encoders]
        readers += [self.adapter.encoder, self.adapter.projection] if self.adapter else []
        return {"read": readers, "steps": [self.pipe.unet, *self.guides], "decode": [self.pipe.vae]}

    def _plan(self, parts: Mapping[Phase, Sequence[Any]]) -> MemoryPlan:
        card, itemsize = self.card, self.device.dtype.itemsize
        sizes: dict[Phase, int] = {phase: weight_bytes(modules, itemsize) for phase, modules in parts.items()}
        cells = native_cells(card)
        batch = card.batch_size or default_batch(self.device, cells)
        free = free_bytes(self.device)
        return plan_memory(card, sizes, free=free, batch_size=batch, cells=cells, itemsize=itemsize)
