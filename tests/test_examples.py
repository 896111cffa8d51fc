"""Every example builds without a remark, completely, with every panel a picture."""

import json
from pathlib import Path

import pytest
from PIL import Image

from screenplay2board import BuildOrder, Diagnostics, build, load_settings

EXAMPLES = Path(__file__).parent.parent / "examples"
SCRIPTS = sorted(
    path
    for path in EXAMPLES.rglob("*")
    if path.suffix in (".fountain", ".fdx", ".yaml") and not path.name.endswith((".shots.yaml", "cast.yaml"))
)
# Half the width draws four times as fast; what the panels show is the same.
WIDTH_PX = 640


def test_there_is_an_example_of_every_kind() -> None:
    assert {path.suffix for path in SCRIPTS} == {".fountain", ".fdx", ".yaml"}
    assert any(path.name.endswith(".ko.fountain") for path in SCRIPTS)
    assert (EXAMPLES / "first-snow" / "board.toml").is_file()
    assert (EXAMPLES / "first-snow" / "first-snow.shots.yaml").is_file()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_an_example_becomes_a_book(script: Path, tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    board = script.parent / "board.toml"
    settings = load_settings(board if board.is_file() else None, diagnostics, {"render.width_px": WIDTH_PX})
    order = BuildOrder(
        script=script,
        settings=settings,
        out_dir=tmp_path / "out",
        store_root=tmp_path / "store",
        documents=frozenset({"html"}) if script.stat().st_size > 5000 else frozenset({"html", "pdf"}),
    )
    report = build(order, diagnostics)
    assert [item for item in diagnostics if item.severity != "note"] == []
    assert report is not None
    assert report.failed == 0
    assert report.rendered + report.cached == report.panels > report.scenes
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    for shot in manifest["shots"]:
        if shot["picture"]:
            with Image.open(tmp_path / "out" / shot["picture"]) as picture:
                assert picture.size == settings.frame_px
                assert len(picture.convert("L").getcolors() or []) > 3, f"{shot['number']} shows nothing"
