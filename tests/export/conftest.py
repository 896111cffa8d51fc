"""A small board that was really built, for all tests of exports."""

from pathlib import Path

import pytest
from sample_timeline import timeline_at

from screenplay2board import BuildOrder, Diagnostics, build, load_settings
from screenplay2board.export.types import Timeline

SCRIPT = """Title: =Night & Day

INT. KITCHEN - DAY

MINA (30s) waits at the table.

MINA
(quietly)
You are late.

WALTER (70) comes in. [[shot: CU WALTER, low angle]]

WALTER (CONT'D)
I know. (beat) Forgive me.

EXT. GARDEN - NIGHT

An empty bench.
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("board")
    (folder / "night.fountain").write_text(SCRIPT, encoding="utf-8")
    diagnostics = Diagnostics()
    report = build(
        BuildOrder(
            script=folder / "night.fountain",
            settings=load_settings(None, diagnostics, {"render.width_px": 128}),
            out_dir=folder / "out",
            store_root=folder / ".s2b",
            documents=frozenset({"html"}),
        ),
        diagnostics,
    )
    assert report is not None
    assert report.panels >= 5
    return folder / "out"


@pytest.fixture
def timeline(built: Path) -> Timeline:
    return timeline_at(built, "24")
