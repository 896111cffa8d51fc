"""The page of a comparison shows both sides, runs nothing, and takes nothing that a folder has no right to give."""

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser
from sample_boards import board, edited

from screenplay2board.compare.comparison import compare
from screenplay2board.compare.page import write_page
from screenplay2board.compare.types import Board
from screenplay2board.diagnostics import Diagnostics

CHANGES = (
    ("Eleven", "Twelve"),
    ("WALTER\nWe", "[[shot: ECU WALTER, low angle]]\nWALTER\nWe"),
    ("Nobody comes", "Few come"),
)


def drawn(board: Board, folder: Path) -> Board:
    """Give each picture of a board a file; equal keys have equal pictures."""
    for shot in board.manifest.shots:
        assert shot.picture is not None
        assert shot.key is not None
        path = folder / shot.picture
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (32, 18), int(shot.key[:2], 16)).save(path)
    return replace(board, folder=folder)


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Board, Board]:
    old = drawn(board(tmp_path, name="old"), tmp_path / "before")
    new = drawn(board(tmp_path, edited(*CHANGES), "new"), tmp_path / "after")
    return old, new


def written(sides: tuple[Board, Board], out: Path) -> str:
    diagnostics = Diagnostics()
    path = write_page(compare(*sides), out, diagnostics)
    assert list(diagnostics) == []
    assert path is not None
    assert path == out / "index.html"
    return path.read_text(encoding="utf-8")


def test_both_pictures_of_a_changed_shot_stand_side_by_side_with_the_words_of_each(
    sides: tuple[Board, Board], tmp_path: Path
) -> None:
    text = written(sides, tmp_path / "out")
    (first, *_) = re.findall(r'<article class="shot".*?</article>', text, re.DOTALL)
    assert len(re.findall(r'<img src="panels/\w+\.png" width="32" height="18" alt="[^"]+"', first)) == 2
    assert "<del>Eleven</del>" in first
    assert "<ins>Twelve</ins>" in first
    assert "<ins>ECU</ins>" in text
    for source in re.findall(r'src="([^"]+)"', text):
        assert (tmp_path / "out" / source).is_file()


def test_the_same_comparison_gives_the_same_bytes(sides: tuple[Board, Board], tmp_path: Path) -> None:
    written(sides, tmp_path / "one")
    written(sides, tmp_path / "two")
    written(sides, tmp_path / "two")
    files = [
        {str(p.relative_to(tmp_path / name)): p.read_bytes() for p in (tmp_path / name).rglob("*.*") if p.suffix}
        for name in ("one", "two")
    ]
    assert files[0] == files[1]
    assert "index.html" in files[0]


def test_a_second_comparison_leaves_no_picture_of_the_first(sides: tuple[Board, Board], tmp_path: Path) -> None:
    out = tmp_path / "out"
    written(sides, out)
    assert list((out / "panels").iterdir())
    written((sides[0], replace(sides[0], name="again")), out)
    assert list((out / "panels").iterdir()) == []
    assert json.loads((out / "manifest.json").read_text("utf-8"))["comparison"]["scenes"] == []


def test_a_folder_that_holds_a_book_is_left_alone(sides: tuple[Board, Board], tmp_path: Path) -> None:
    out = tmp_path / "book"
    out.mkdir()
    (out / "manifest.json").write_text('{"shots": [], "files": {"index.html": "1"}}')
    (out / "index.html").write_text("the book")
    diagnostics = Diagnostics()
    assert write_page(compare(*sides), out, diagnostics) is None
    assert [item.code for item in diagnostics] == ["S2B722"]
    assert (out / "index.html").read_text() == "the book"


@pytest.mark.parametrize(
    "picture", ["../secret.png", "panels/link.png", "panels/text.png", "panels", "\0", "/etc/passwd"]
)
def test_only_pictures_below_a_board_s_own_folder_are_shown(
    sides: tuple[Board, Board], tmp_path: Path, picture: str
) -> None:
    old, new = sides
    Image.new("L", (8, 8)).save(tmp_path / "secret.png")
    (tmp_path / "before/panels/link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "before/panels/text.png").write_text("no picture, whatever it is called, nor is it short")
    shots = tuple(shot.model_copy(update={"picture": picture}) for shot in old.manifest.shots)
    hostile = replace(old, manifest=old.manifest.model_copy(update={"shots": shots}))
    diagnostics = Diagnostics()
    write_page(compare(hostile, new), tmp_path / "out", diagnostics)
    assert [item.code for item in diagnostics] == ["S2B723"]
    secret = (tmp_path / "secret.png").read_bytes()
    assert all(path.read_bytes() != secret for path in (tmp_path / "out/panels").iterdir())
    assert "No picture" in (tmp_path / "out/index.html").read_text("utf-8")


def test_texts_of_a_board_cannot_become_markup(sides: tuple[Board, Board], tmp_path: Path) -> None:
    old, new = sides
    title = "<script>alert(1)</script>"
    text = written(
        (old, replace(new, name=title, manifest=new.manifest.model_copy(update={"title": title}))), tmp_path / "out"
    )
    assert "<script" not in text
    assert "script-src 'none'" in html.unescape(text)
    assert "&lt;script&gt;" in text


def test_a_korean_board_has_a_korean_page(sides: tuple[Board, Board], tmp_path: Path) -> None:
    old, new = sides
    text = written((old, replace(new, manifest=new.manifest.model_copy(update={"language": "ko"}))), tmp_path / "out")
    assert "스토리보드 변경 사항" in text
    assert "로우 앵글" in text
    assert (tmp_path / "out/fonts/S2BKorean-Regular.woff2").is_file()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_any_width_and_shows_its_pictures(
    sides: tuple[Board, Board], tmp_path: Path, browser: Browser, width: int
) -> None:
    written(sides, tmp_path / "out")
    page = browser.new_page(viewport={"width": width, "height": 4000})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((tmp_path / "out/index.html").as_uri())
    page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    before, after = (page.locator(".shot .side").nth(i).bounding_box() for i in (0, 1))
    assert before is not None
    assert after is not None
    assert (before["y"] == after["y"]) == (width > 1000)
    assert complaints == []
    page.close()
