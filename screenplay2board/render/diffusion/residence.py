"""Which parts of a model lie on the device, and which wait in main memory.

Enters: how much memory is free, and how large the parts are. Leaves: `MemoryPlan`; `Residence` moves the parts. A model
works in three phases, each with parts of its own: it reads (text and image encoders), takes steps (UNet and
ControlNets) and decodes (VAE). Where not all of them fit beside what a phase computes with, one phase's parts at a time
lie on the device.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from screenplay2board.render.diffusion.cards import ModelCard

Phase = Literal["read", "steps", "decode"]
GIB = 1 << 30

# What a phase computes with, beside its weights, in bytes of float16 for each latent cell. Counted on SD 1.5's
# architecture on the CPU (`benchmarks/diffusion.py memory`: 66,653 and 124,048); a GPU's libraries may take more, and
# then less is painted at once.
STEP_BYTES_PER_CELL = 70_000  # with the unguided half beside it
DECODE_BYTES_PER_CELL = 130_000
TILE_CELLS = 64 * 64  # a tile of AutoencoderKL is as large as what it was trained on


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryPlan:
    """How a model fits. remarks: what people should know of it."""

    offload: bool = False
    tiles: bool = False
    remarks: tuple[str, ...] = ()


def plan_memory(
    card: ModelCard, weights: Mapping[Phase, int], *, free: int | None, batch_size: int, cells: int, itemsize: int = 2
) -> MemoryPlan:
    """Return how a model is to be laid into `free` bytes; None is unknown, and then everything should fit.

    weights: bytes of each phase's parts, in the precision of the device. cells: of a picture's latents. itemsize: bytes
    of a number in that precision.
    """
    steps = STEP_BYTES_PER_CELL * cells * batch_size * itemsize // 2
    decoding = DECODE_BYTES_PER_CELL * cells * itemsize // 2
    working = max(steps, decoding)  # pictures are decoded one by one
    tight = free is not None and sum(weights.values()) + working > free
    offload = card.offload == "always" or (card.offload == "auto" and tight)
    resident = weights["decode"] if offload else sum(weights.values())
    crowded = free is not None and resident + decoding > free and cells > TILE_CELLS // 2
    tiles = card.vae_tiles == "always" or (card.vae_tiles == "auto" and crowded)
    told = f"{free / GIB:.1f} GiB are free: " if free is not None else ""
    remarks: list[str] = []
    if offload and card.offload == "auto":
        remarks.append(f"{told}parts that do not work wait in main memory")
    if tiles and card.vae_tiles == "auto":
        remarks.append(f"{told}the VAE decodes in tiles")
    return MemoryPlan(offload=offload, tiles=tiles, remarks=tuple(remarks))


class Residence:
    """Brings each phase's parts to the device when the phase begins; all at once where they fit together."""

    def __init__(self, parts: Mapping[Phase, Sequence[Any]], device: str, *, one_at_a_time: bool) -> None:
        self._parts = parts
        self._device = device
        self._one_at_a_time = one_at_a_time
        self._here: Phase | None = None
        self.settle()

    def settle(self) -> None:
        """Put every part where it belongs now, also weights that have come to it since."""
        for phase, modules in self._parts.items():
            for module in modules:
                module.to("cpu" if self._one_at_a_time and phase != self._here else self._device)

    @property
    def here(self) -> Phase | None:
        """The phase whose parts alone lie on the device; None before the first, and where all of them lie there."""
        return self._here

    def enter(self, phase: Phase) -> None:
        """Begin a phase."""
        if not self._one_at_a_time or self._here == phase:
            return
        for module in self._parts[self._here] if self._here else ():
            module.to("cpu")
        for module in self._parts[phase]:
            module.to(self._device)
        self._here = phase


def forget_encoder(vae: Any) -> None:
    """Let go of the half of an AutoencoderKL that encodes, 137 MB of SD's in float32: only mode `image` needs it."""
    vae.encoder = vae.quant_conv = None


def weight_bytes(modules: Sequence[Any], itemsize: int) -> int:
    """Return how large the weights of parts are, at `itemsize` bytes a number."""
    return sum(parameter.numel() for module in modules for parameter in module.parameters()) * itemsize
