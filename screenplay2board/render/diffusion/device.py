"""Which device paints, in which precision, and how much of it is free."""

from __future__ import annotations

from dataclasses import dataclass

import torch

GIB = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device and the precision of the weights on it."""

    name: str
    dtype: torch.dtype

    @property
    def is_gpu(self) -> bool:
        """Whether batches pay there."""
        return self.name != "cpu"


def choose_device(wanted: str | None) -> Device:
    """Return the wanted device, or the best there is; float16 on GPUs, float32 on the CPU.

    bfloat16 is 15 times slower on CPUs without AMX, and float16 does not work there at all.
    Raises: ValueError where this machine has no such device.
    """
    cuda, mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    name = wanted or ("cuda" if cuda else "mps" if mps else "cpu")
    kind, _, index = name.partition(":")
    known = {"cpu": True, "cuda": cuda, "mps": mps}
    if not known.get(kind, False):
        raise ValueError(f"this machine has no device `{name}`")
    if index and (not index.isdigit() or (kind == "cuda" and int(index) >= torch.cuda.device_count())):
        raise ValueError(f"this machine has no device `{name}`")
    return Device(name=name, dtype=torch.float32 if kind == "cpu" else torch.float16)


def default_batch(device: Device) -> int:
    """Return how many pictures are made at once where a card says nothing: batches pay on GPUs alone."""
    return 4 if device.is_gpu else 1


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
