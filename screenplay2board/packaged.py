"""Where the files lie that come with the package."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def template_root() -> Path:
    """Return the folder of the templates that come with the package.

    In the wheel they lie inside the package, in a checkout beside it.
    """
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parent / "templates"
