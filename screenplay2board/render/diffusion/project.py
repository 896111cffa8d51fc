"""From a project's `[model]` to a card that can be painted with, and whether this machine should.

Enters: `ModelSettings`. Leaves: a checked `ModelCard`, or diagnostics that say what is missing and how to get it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from screenplay2board.diagnostics import Diagnostics, name_hint, nearest
from screenplay2board.registry import names
from screenplay2board.render.diffusion.cards import CharacterEntry, ModelCard, ModelSettings, load_card
from screenplay2board.render.diffusion.checks import check_card
from screenplay2board.render.diffusion.lock import verify_lock, warn_of_changes
from screenplay2board.render.executors.processes import VISIBLE_GPUS

INSTALL = "pip install 'screenplay2board[diffusion]'"
HERE = "`s2b doctor` tells what this machine paints with"
HEADS = "heads"  # the judge that needs a detector
VLM = "vlm"  # the judge that needs a model of its own
NEEDED = ("torch", "diffusers", "transformers", "peft", "safetensors")


def missing_packages() -> tuple[str, ...]:
    """Return the packages of the extra `diffusion` that are not installed."""
    return tuple(name for name in NEEDED if find_spec(name) is None)


def project_card(
    settings: ModelSettings, folder: Path, diagnostics: Diagnostics, characters: Mapping[str, CharacterEntry]
) -> ModelCard | None:
    """Return the card of a project, with the LoRAs of its cast; None where there is none (reported)."""
    card = load_card(settings, folder, diagnostics)
    if card is None or not characters:
        return card
    everybody = {**card.characters, **characters}
    return ModelCard.model_validate({**card.model_dump(exclude_unset=True), "characters": everybody})


def open_card(
    settings: ModelSettings,
    folder: Path,
    diagnostics: Diagnostics,
    *,
    characters: Mapping[str, CharacterEntry] | None = None,
    frozen: bool = False,
) -> ModelCard | None:
    """Return the card of a project whose files are all there and whole; None where they are not (reported).

    characters: LoRAs of the cast, by name. frozen: whether all files must be those of board.lock.
    """
    missing = missing_packages()
    if missing:
        diagnostics.error("S2B530", f"painting needs {', '.join(missing)}, which are not installed", hint=INSTALL)
        return None
    found = Diagnostics()
    card = project_card(settings, folder, found, characters or {})
    if card is not None:
        files = check_card(card, found)
        for judge in card.judges:
            check_judge(judge, card, found)
        if not found.has_errors:
            (verify_lock if frozen else warn_of_changes)(folder, card, files, found)
    diagnostics.extend(found)
    return None if found.has_errors else card


def check_device(card: ModelCard, diagnostics: Diagnostics) -> None:
    """Report a device, a precision or a compiler that this machine lacks. Loads torch, and no weights."""
    # a build with nothing to paint loads no torch
    from screenplay2board.render.diffusion.device import check_compiler, choose_device

    try:
        choose_device(card.device, card.dtype)
        if card.compile:
            check_compiler()
    except ValueError as error:
        diagnostics.error("S2B539", f"the model cannot be painted with here: {error}", hint=HERE)


def check_judge(name: str, card: ModelCard, diagnostics: Diagnostics) -> None:
    """Report a judge that there is not, or that lacks what it judges by."""
    known = names("judges")
    if name not in known:
        hint = name_hint(nearest(name, known), known)
        diagnostics.error("S2B531", f"there is no judge `{name}`", hint=hint)
    elif name == HEADS and card.head_detector not in names("head_detectors"):
        detectors = names("head_detectors")
        hint = name_hint(nearest(card.head_detector, detectors), detectors)
        diagnostics.error("S2B531", f"there is no detector of heads `{card.head_detector}`", hint=hint)
    elif name == VLM and not card.vlm:
        hint = 'name the folder of one that is on this machine: `vlm = "models/qwen2-vl"`'
        diagnostics.error("S2B531", f"the judge `{name}` needs a vision-language model", hint=hint)


def paints_here(settings: ModelSettings, diagnostics: Diagnostics) -> bool:
    """Tell whether `auto` should paint with the model that is configured, and say which and why in one line."""
    missing = missing_packages()
    if missing:
        why = f"{', '.join(missing)} are not installed"
        diagnostics.note("S2B530", f"`auto` draws sketches: a model is configured, but {why}", hint=INSTALL)
        return False
    torch: Any = import_module("torch")
    gpu = "CUDA" if torch.cuda.is_available() else "MPS" if torch.backends.mps.is_available() else ""
    name = settings.card or settings.base
    if not gpu:
        hint = "`--backend diffusion` paints on the CPU, slowly"
        diagnostics.note("S2B530", f"`auto` draws sketches: `{name}` is configured, but there is no GPU", hint=hint)
        return False
    diagnostics.note("S2B530", f"`auto` paints with `{name}`: a model is configured and {gpu} is there")
    return True


def visible_gpus() -> tuple[str, ...]:
    """Return the names by which CUDA_VISIBLE_DEVICES calls the GPUs that this process sees."""
    torch: Any = import_module("torch")
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    names = [name.strip() for name in os.environ.get(VISIBLE_GPUS, "").split(",") if name.strip()]
    return tuple(names[:count]) if len(names) >= count else tuple(str(number) for number in range(count))
