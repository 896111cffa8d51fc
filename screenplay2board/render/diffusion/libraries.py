"""The edge to diffusers and transformers, whose types are incomplete: everything behind it is `Any`.

Both load SciPy where they find it, 52 MB for schedules and losses that no picture here needs: they are kept from seeing
it. The rest of the program imports it as ever.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, cast


@contextmanager
def _unseen(package: str) -> Generator[None]:
    """Let a package look as if it were not installed; nothing changes where it is loaded already.

    Source: https://docs.python.org/3/reference/import.html#the-module-cache, `None` in `sys.modules`.
    """
    modules = cast("dict[str, Any]", sys.modules)
    if package in modules:
        yield
        return
    modules[package] = None
    try:
        yield
    finally:
        del modules[package]


with _unseen("scipy"):
    diffusers: Any = import_module("diffusers")
    transformers: Any = import_module("transformers")
    transformers.utils.is_scipy_available()  # transformers keeps the answer, and loads its losses later
attention_processors: Any = import_module("diffusers.models.attention_processor")


def quiet_libraries() -> None:
    """Stop the progress bars and remarks of both libraries: this program tells its own progress."""
    for name in ("diffusers.utils.logging", "transformers.utils.logging"):
        logging: Any = import_module(name)
        logging.set_verbosity_error()
        logging.disable_progress_bar()
