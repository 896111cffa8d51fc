"""Which device paints, in which precision, and how much of it is free."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from shutil import which

import torch

from screenplay2board.render.diffusion.cards import Precision

GIB = 1 << 30
MOST_AT_ONCE = 4  # pictures; 8 gain another tenth on the CPU, and a single panel would cost twice as much
CPU_CELLS = 64 * 64  # of a picture of 512 px, where a second one at once gains nothing (`benchmarks/diffusion.py`)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device and the precision of the weights on it."""

    name: str
    dtype: torch.dtype

    @property
    def is_gpu(self) -> bool:
        """Whether it is not the CPU."""
        return self.name != "cpu"


def choose_device(wanted: str | None, dtype: Precision = "auto") -> Device:
    """Return the wanted device, or the best there is; by itself float16 on GPUs, float32 on the CPU.

    Raises: ValueError where this machine has no such device, or the device does not compute in that precision.
    """
    cuda, mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    name = wanted or ("cuda" if cuda else "mps" if mps else "cpu")
    kind, _, index = name.partition(":")
    known = {"cpu": True, "cuda": cuda, "mps": mps}
    if not known.get(kind, False):
        raise ValueError(f"this machine has no device `{name}`")
    if index and (not index.isdigit() or (kind == "cuda" and int(index) >= torch.cuda.device_count())):
        raise ValueError(f"this machine has no device `{name}`")
    if dtype == "auto":
        return Device(name=name, dtype=torch.float32 if kind == "cpu" else torch.float16)
    if kind == "cpu" and dtype != "float32":
        _check_cpu(dtype)
    # `is_bf16_supported` takes the current device, as the build's processes see one each
    if kind == "cuda" and dtype == "bfloat16" and not torch.cuda.is_bf16_supported(including_emulation=False):
        raise ValueError('this GPU computes bfloat16 by emulation alone: say `dtype = "float16"`, or leave it out')
    return Device(name=name, dtype=getattr(torch, dtype))


def _check_cpu(dtype: Precision) -> None:
    """Refuse what this CPU computes only by detours. Raises: ValueError."""
    if dtype == "float16":
        raise ValueError('the CPU does not paint in float16: say `dtype = "float32"`, or leave it out')
    if not torch.cpu.get_capabilities().get("amx_bf16"):
        raise ValueError(
            'this CPU has no AMX, without which bfloat16 is 15 times slower: say `dtype = "float32"`, or leave it out'
        )


def check_compiler() -> None:
    """Look for the compiler that torch.compile makes code with. Raises: ValueError where there is none.

    Source: torch/_inductor/config.py, `cpp.cxx`; Triton needs one on a GPU as well.
    """
    usual = {"darwin": "clang++", "win32": "cl"}.get(sys.platform, "g++")
    name = os.environ.get("CXX", usual)
    if which(name) is None:
        raise ValueError(f"`compile = true` needs the C++ compiler `{name}`, which is not here: leave it out")


def default_batch(device: Device, cells: int) -> int:
    """Return how many pictures are made at once where a card says nothing. cells: of one picture's latents.

    On the CPU several small pictures read the weights once, and large ones gain nothing by it: at most as many as have
    the latents of one picture of 512 px, which is what they then need of memory as well.
    """
    return MOST_AT_ONCE if device.is_gpu else max(1, min(MOST_AT_ONCE, CPU_CELLS // cells))


def free_bytes(device: Device) -> int | None:
    """Return how much memory is free on a CUDA device; None elsewhere."""
    return torch.cuda.mem_get_info(device.name)[0] if device.name.startswith("cuda") else None


def free_cached(device: Device) -> None:
    """Give memory that PyTorch keeps for later back to the device; nothing to do on the CPU."""
    if device.name.startswith("cuda"):
        torch.cuda.empty_cache()
    elif device.name == "mps":
        torch.mps.empty_cache()


def describe() -> str:
    """Say in one line what torch finds here, for `s2b doctor`."""
    version = f"torch {torch.__version__}"
    if torch.cuda.is_available():
        name, total = torch.cuda.get_device_name(0), torch.cuda.get_device_properties(0).total_memory
        return f"{version}, {torch.cuda.device_count()} CUDA device(s): {name}, {total / GIB:.0f} GiB"
    if torch.backends.mps.is_available():
        return f"{version}, Apple GPU (MPS)"
    return f"{version}, no GPU: painting works on the CPU, some minutes a panel with full-size models"
