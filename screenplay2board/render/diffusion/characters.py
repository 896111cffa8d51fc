"""LoRAs of single characters: active in the panels that show them, and in no other.

Enters: a pipeline of diffusers and the card's characters. Leaves: the same pipeline with exactly the wanted LoRAs
active. Each is read from its file once, when the first panel needs it, and stays. They are never fused and unfused,
which is not exact; only where all panels of a build show the same characters, their LoRAs are fused for good.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from screenplay2board.render.diffusion.cards import CharacterEntry, LoraEntry, ModelCard
from screenplay2board.render.diffusion.checks import find, weight_files
from screenplay2board.render.diffusion.finite import unfinite_entry
from screenplay2board.render.diffusion.parts import parts_of
from screenplay2board.render.diffusion.weights import layer_count, read_header


class LoraError(Exception):
    """A LoRA cannot be used; says why in one line."""


def add_lora(pipe: Any, name: str, lora: LoraEntry) -> None:
    """Read a LoRA under a name, inactive until `set_adapters`. Raises: LoraError where it does not fit."""
    place = Path(lora.path)
    source, file = (str(place.parent), place.name) if place.is_file() else (lora.path, lora.file)
    here = find(lora.path, lora.revision)
    layers = 0
    try:
        for path in weight_files(here, None, lora.file) if here is not None else ():
            odd = unfinite_entry(path)
            if odd is not None:
                raise LoraError(f"`{odd}` in `{path}` is not finite, it is damaged: fetch or write it again")
            layers += layer_count(read_header(path).shapes)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Already found a `peft_config`")  # several LoRAs are meant
            pipe.load_lora_weights(
                source,
                weight_name=file,
                revision=lora.revision,
                adapter_name=name,
                local_files_only=True,
                use_safetensors=True,
            )
    except LoraError:
        raise
    except Exception as error:  # diffusers and peft refuse in many ways
        said = " ".join(str(error).split())[:300]
        raise LoraError(f"the LoRA `{lora.path}` does not fit: {type(error).__name__}: {said}") from error
    taken = _layers_taken(pipe, name)
    if taken < layers or not taken:  # diffusers leaves the others out with a remark
        raise LoraError(
            f"{taken} of the {layers} layers of the LoRA `{lora.path}` fit the model: was it made for another?"
        )


def _layers_taken(pipe: Any, name: str) -> int:
    """Return how many layers of a pipeline hold matrices of the LoRA of that name."""
    parts = parts_of(pipe)
    modules = (module for part in (parts.unet, *parts.text_encoders) for module in part.modules())
    return sum(name in getattr(module, "lora_A", ()) for module in modules)


class CharacterLoras:
    """The LoRAs of the cast over one pipeline."""

    def __init__(self, pipe: Any, card: ModelCard, placed: Callable[[], None], fused: Sequence[str] = ()) -> None:
        """Take a pipeline. placed: called after new weights, to bring them to the device. fused: no longer switched."""
        self._pipe = pipe
        self._entries: dict[str, CharacterEntry] = {
            name: entry for name, entry in card.characters.items() if name not in fused
        }
        self._placed = placed
        self._read: dict[str, str] = {}
        self._active: tuple[str, ...] = ()
        self.changes = 0  # how often another set of LoRAs was made active

    @property
    def active(self) -> tuple[str, ...]:
        """Return whose LoRAs are active, in order; text that was read with others is other text."""
        return self._active

    def activate(self, names: Sequence[str]) -> None:
        """Make the LoRAs of these characters active, and no others. Raises: LoraError."""
        wanted = tuple(name for name in sorted(names) if name in self._entries)
        if wanted == self._active:
            return
        for name in wanted:
            if name not in self._read:
                adapter = f"character{len(self._read)}"  # peft takes no dots and spaces in names
                add_lora(self._pipe, adapter, self._entries[name])
                self._read[name] = adapter
                self._placed()
        if wanted:
            self._pipe.set_adapters(
                [self._read[name] for name in wanted], [self._entries[name].weight for name in wanted]
            )
            self._pipe.enable_lora()
        else:
            self._pipe.disable_lora()
        self._active = wanted
        self.changes += 1
