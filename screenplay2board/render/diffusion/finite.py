"""Weights that are not numbers: no header shows them, and one of them spoils every picture.

Enters: modules that were loaded, or a safetensors file. Leaves: the name of the first weight with an infinite value or
none at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open


def unfinite_weight(modules: Iterable[torch.nn.Module]) -> tuple[str, str] | None:
    """Return the kind of a module and the name of its weight; None where all numbers are finite."""
    for module in modules:
        for name, weight in module.named_parameters():
            if not _finite(weight):
                return type(module).__name__, name
    return None


def unfinite_entry(path: Path) -> str | None:
    """Return the name of an entry of a file. Raises: SafetensorError or OSError where it cannot be read."""
    opened: Any = safe_open(path, framework="pt")
    with opened as stored:
        return next((name for name in sorted(stored.keys()) if not _finite(stored.get_tensor(name))), None)


def _finite(weight: torch.Tensor) -> bool:
    """Tell whether all numbers are finite: then so is their sum, which takes one pass and no memory.

    Where large ones overflow together, each is looked at.
    """
    if not weight.is_floating_point():
        return True
    numbers = weight.detach()
    if numbers.itemsize == 1:
        numbers = numbers.float()  # 8-bit ones cannot be added
    return math.isfinite(float(numbers.sum())) or bool(torch.isfinite(numbers).all())
