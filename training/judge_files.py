"""The files of small judges: a network in float16, with what was measured of it as metadata."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

from screenplay2board.files import replacing


def halved(net: nn.Module) -> dict[str, torch.Tensor]:
    """Return the weights of a network as its file holds them: float16, counters as they are."""
    return {
        name: (weight.half() if weight.is_floating_point() else weight).contiguous()
        for name, weight in net.state_dict().items()
    }


def write_net(net: nn.Module, path: Path, metadata: Mapping[str, str]) -> None:
    """Write a judge's network, whole or not at all. Raises: OSError."""
    with replacing(path) as temporary:
        save_file(halved(net), temporary, metadata=dict(metadata))
