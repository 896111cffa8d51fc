"""A small script, and boards of it as people edit it."""

from pathlib import Path

from screenplay2board.compare.types import Board
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.manifest import parse_manifest
from screenplay2board.pipeline import describe
from screenplay2board.settings import load_settings
from screenplay2board.store import canonical_json

SCRIPT = """Title: Night Shift

INT. KITCHEN - NIGHT

MINA (30s, red coat) sits at the table.

MINA
Eleven minutes, and then the last ferry goes.

WALTER (70, white beard) comes in with a cup.

WALTER
We are closed, and we stay closed.

INT. BAR - NIGHT

JONAH (40, hat) pours a drink.

JONAH
Nobody comes here any more.

EXT. STREET - NIGHT

Mina runs down the street.

MINA
Wait for me!
"""


def edited(*changes: tuple[str, str]) -> str:
    """Return the script with each first text replaced by the second; each has to be there."""
    text = SCRIPT
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return text


def board(folder: Path, text: str = SCRIPT, name: str = "night", shots: str = "", **overrides: str) -> Board:
    """Return the board of a script, planned and not drawn. shots: the shots YAML beside it."""
    script = folder / f"{name}.fountain"
    script.write_text(text, encoding="utf-8")
    if shots:
        (folder / f"{name}.shots.yaml").write_text(shots, encoding="utf-8")
    diagnostics = Diagnostics()
    settings = load_settings(None, diagnostics, {key.replace("_", ".", 1): value for key, value in overrides.items()})
    data = describe(script, settings, diagnostics)
    assert data is not None
    manifest = parse_manifest(canonical_json(data), script, diagnostics)
    assert manifest is not None
    assert list(diagnostics) == []
    return Board(name=name, manifest=manifest)
