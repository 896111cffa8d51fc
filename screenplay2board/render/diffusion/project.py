"""From a project's `[model]` to a card that can be painted with, and whether this machine should.

Enters: `ModelSettings`. Leaves: a checked `ModelCard`, or diagnostics that say what is missing and how to get it.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from screenplay2board.diagnostics import Diagnostics, name_hint, nearest
from screenplay2board.registry import names
from screenplay2board.render.diffusion.cards import ModelCard, ModelSettings, load_card
from screenplay2board.render.diffusion.checks import check_card
from screenplay2board.render.diffusion.lock import verify_lock

INSTALL = "pip install 'screenplay2board[diffusion]'"
NEEDED = ("torch", "diffusers", "transformers", "peft", "safetensors")


def missing_packages() -> tuple[str, ...]:
    """Return the packages of the extra `diffusion` that are not installed."""
    return tuple(name for name in NEEDED if find_spec(name) is None)


def open_card(
    settings: ModelSettings, folder: Path, diagnostics: Diagnostics, *, frozen: bool = False
) -> ModelCard | None:
    """Return the card of a project whose files are all there and whole; None where they are not (reported).

    frozen: whether they must be those of board.lock.
    """
    missing = missing_packages()
    if missing:
        diagnostics.error("S2B530", f"painting needs {', '.join(missing)}, which are not installed", hint=INSTALL)
        return None
    found = Diagnostics()
    card = load_card(settings, folder, found)
    if card is not None:
        files = check_card(card, found)
        judges = names("judges")
        if card.judge not in judges:
            hint = name_hint(nearest(card.judge, judges), judges)
            found.error("S2B531", f"there is no judge `{card.judge}`", hint=hint)
        if frozen and not found.has_errors:
            verify_lock(folder, card, files, found)
    diagnostics.extend(found)
    return None if found.has_errors else card


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
