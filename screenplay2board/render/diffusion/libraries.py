"""The edge to diffusers and transformers, whose types are incomplete: everything behind it is `Any`."""

from __future__ import annotations

from importlib import import_module
from typing import Any

diffusers: Any = import_module("diffusers")
transformers: Any = import_module("transformers")
attention_processors: Any = import_module("diffusers.models.attention_processor")


def quiet_libraries() -> None:
    """Stop the progress bars and remarks of both libraries: this program tells its own progress."""
    for name in ("diffusers.utils.logging", "transformers.utils.logging"):
        logging: Any = import_module(name)
        logging.set_verbosity_error()
        logging.disable_progress_bar()
