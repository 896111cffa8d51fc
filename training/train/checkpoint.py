"""Checkpoints: everything a run needs to go on as if it had never been cut.

A checkpoint is a folder `step-00001000` with `state.safetensors` (weights that learn, their averages, the optimiser's
moments) and `checkpoint.json` (step, hashes, scaler), written beside its place and renamed: it is whole or not there.
A damaged one is refused and the one before it is taken. No pickles.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import replacing

STATE = "state.safetensors"
FACTS = "checkpoint.json"
PART = ".part"  # ends the name of a folder that is being written


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A moment of a run. step: how many are done. identity: hash of what the run depends on. extra: small facts."""

    step: int
    identity: str
    tensors: Mapping[str, torch.Tensor]
    extra: Mapping[str, Any]


def save_checkpoint(folder: Path, checkpoint: Checkpoint, *, keep: int) -> Path:
    """Write a checkpoint below `folder` and remove the oldest beyond `keep`. Raises: OSError."""
    place = folder / f"step-{checkpoint.step:08d}"
    part = folder / f"{place.name}{PART}"
    for stale in folder.glob(f"step-*{PART}"):
        shutil.rmtree(stale)
    part.mkdir(parents=True)
    tensors = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in checkpoint.tensors.items()}
    with replacing(part / STATE) as temporary:
        save_file(tensors, temporary)
    facts = {
        "step": checkpoint.step,
        "identity": checkpoint.identity,
        "sha256": _sha256(part / STATE),
        "extra": checkpoint.extra,
    }
    with replacing(part / FACTS) as temporary:
        temporary.write_text(json.dumps(facts), "utf-8")
    if place.exists():
        shutil.rmtree(place)
    part.rename(place)
    for old in _places(folder)[:-keep]:
        shutil.rmtree(old)
    return place


def load_latest(folder: Path, identity: str, diagnostics: Diagnostics) -> Checkpoint | None:
    """Return the latest whole checkpoint of this very run; None where there is none.

    A damaged one is reported as a warning. One of another run is an error: its weights must not be gone on from.
    """
    for place in reversed(_places(folder)):
        try:
            facts = cast("dict[str, Any]", json.loads((place / FACTS).read_text("utf-8")))
            if facts["sha256"] != _sha256(place / STATE):
                raise ValueError("its sum does not match")
            if facts["identity"] != identity:
                hint = "train into another folder, or remove this one's `checkpoints`"
                diagnostics.error("S2B831", f"`{place}` belongs to a run with other settings or data", hint=hint)
                return None
            return Checkpoint(
                step=int(facts["step"]), identity=identity, tensors=load_file(place / STATE), extra=facts["extra"]
            )
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as problem:
            diagnostics.warning("S2B832", f"checkpoint `{place}` is damaged ({problem}), the one before it is taken")
    return None


def _places(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("step-*") if path.is_dir() and not path.name.endswith(PART))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def optimizer_tensors(optimizer: torch.optim.Optimizer, names: list[str]) -> dict[str, torch.Tensor]:
    """Return the optimiser's moments by the names of its parameters, in their order."""
    state = cast("dict[int, dict[str, torch.Tensor]]", optimizer.state_dict()["state"])
    return {
        f"optimizer.{key}.{names[place]}": torch.as_tensor(value)
        for place, moments in state.items()
        for key, value in moments.items()
    }


def restore_optimizer(optimizer: torch.optim.Optimizer, names: list[str], tensors: Mapping[str, torch.Tensor]) -> None:
    """Give the optimiser its moments back."""
    places = {name: place for place, name in enumerate(names)}
    state: dict[int, dict[str, torch.Tensor]] = {}
    for name, tensor in tensors.items():
        if name.startswith("optimizer."):
            _, key, parameter = name.split(".", 2)
            state.setdefault(places[parameter], {})[key] = tensor
    found = optimizer.state_dict()
    found["state"] = state
    optimizer.load_state_dict(found)
