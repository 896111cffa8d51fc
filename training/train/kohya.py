"""Write a LoRA in kohya's layout, which A1111, Forge and ComfyUI read.

Names are a prefix for the part and the layer's path with underscores; alphas are tensors beside each layer.
Source: https://github.com/kohya-ss/sd-scripts, networks/lora.py; diffusers' loaders/lora_conversion_utils.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from peft.utils.save_and_load import get_peft_model_state_dict
from safetensors.torch import save_file

from screenplay2board.files import replacing

TEXT_ROOT = "text_model"  # the layers of a text encoder lie below it there, whatever transformers does now
KINDS = {"lora_A.weight": "lora_down.weight", "lora_B.weight": "lora_up.weight"}


def write_kohya(modules: Mapping[str, Any], place: Path, facts: Mapping[str, str]) -> None:
    """Write the LoRAs of `modules` (by diffusers' names of the parts) into one file. Raises: OSError."""
    state: dict[str, torch.Tensor] = {}
    two = "text_encoder_2" in modules
    prefixes = {
        "unet": "lora_unet", "text_encoder": "lora_te1" if two else "lora_te", "text_encoder_2": "lora_te2",
    }  # fmt: skip
    for part, module in modules.items():
        alpha = float(module.peft_config["default"].lora_alpha)
        for name, weight in get_peft_model_state_dict(module, save_embedding_layers=False).items():
            kind = next(kind for kind in KINDS if name.endswith(f".{kind}"))
            layer = name.removesuffix(f".{kind}").removeprefix(f"{TEXT_ROOT}.")
            path = layer if part == "unet" else f"{TEXT_ROOT}.{layer}"
            stem = f"{prefixes[part]}_{path.replace('.', '_')}"
            state[f"{stem}.{KINDS[kind]}"] = weight.detach().cpu().contiguous()
            state[f"{stem}.alpha"] = torch.tensor(alpha)
    rank = modules["unet"].peft_config["default"].r
    with replacing(place) as temporary:
        save_file(state, temporary, metadata=dict(facts) | {"ss_network_dim": str(rank)})
