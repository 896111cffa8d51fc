"""Whole scripts: `fountain/x.fountain` reads as `fountain/x.json` says.

To add a pair, write the script, then run `python -m screenplay2board parse x.fountain` for its elements, check every
line of them against the script, and save them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.elements_json import elements_as_json
from screenplay2board.screenplay.fountain import read_fountain

FOLDER = Path(__file__).parent / "fountain"
SCRIPTS = sorted(FOLDER.glob("*.fountain"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_script_reads_as_its_json_says(script: Path) -> None:
    expected = json.loads(script.with_suffix(".json").read_text(encoding="utf-8"))
    screenplay = read_fountain(script.read_text(encoding="utf-8"), script.name, Diagnostics())
    assert elements_as_json(screenplay) == expected


def test_every_json_has_its_script() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {path.stem for path in SCRIPTS}
