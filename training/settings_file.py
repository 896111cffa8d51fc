"""Settings of a step, as people write them: a commented TOML file whose unknown keys are errors with their place."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from screenplay2board.diagnostics import Diagnostics, name_hint, nearest
from screenplay2board.marked_toml import load_toml
from screenplay2board.text_files import read_text
from screenplay2board.validation import Codes, KeyPath, Strict, validate

MAX_SETTINGS_BYTES = 100_000
CODES = Codes(unknown_key="S2B802", wrong_value="S2B803")

Settings = TypeVar("Settings", bound=Strict)


def recipes() -> tuple[str, ...]:
    """Return the names of the settings files that come with the program."""
    folder = files("training").joinpath("recipes")
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")))


def read_settings(name: str, model: type[Settings], diagnostics: Diagnostics) -> Settings | None:
    """Return the settings in the file `name`, or in the recipe of that name; None where they are wrong (reported)."""
    path = Path(name)
    if path.suffix == ".toml" or path.is_file():
        text = read_text(path, MAX_SETTINGS_BYTES, "S2B801", diagnostics)
    elif name in recipes():
        text = files("training").joinpath("recipes", f"{name}.toml").read_text("utf-8")
    else:
        known = recipes()
        hint = name_hint(nearest(name, known), known)
        diagnostics.error("S2B801", f"there is no file `{name}`, nor a recipe of that name", hint=hint)
        return None
    return None if text is None else parse_settings(text, name, model, diagnostics)


def parse_settings(text: str, file: str, model: type[Settings], diagnostics: Diagnostics) -> Settings | None:
    """Return the settings that stand in `text`; everything wrong in it is reported, and then there are none."""
    toml = load_toml(text, file, "S2B801", diagnostics)
    if toml is None:
        return None

    def locate(path: KeyPath, *, key: bool = False):  # noqa: ARG001  the scanner marks keys only
        return toml.locate(path)

    found = Diagnostics()
    settings = validate(model, toml.data, locate, CODES, found)
    diagnostics.extend(found)
    return None if found.has_errors else settings
