"""The bytes of a PDF, and what its cache saves from being laid out again."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sample_book import draw_panel, draw_pictures, rich_book
from sample_pdf import edit, page_texts, small_book, write

from screenplay2board.book import typeset
from screenplay2board.book.pdf import write_pdf
from screenplay2board.diagnostics import Diagnostics


@pytest.fixture
def typeset_count(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the documents that WeasyPrint lays out."""
    documents: list[str] = []
    original = typeset.Typesetter.pages

    def counted(self: typeset.Typesetter, html: str) -> typeset.TypesetPages:
        documents.append(html)
        return original(self, html)

    monkeypatch.setattr(typeset.Typesetter, "pages", counted)
    return documents


def run_elsewhere(folder: Path, name: str, seed: str) -> bytes:
    """Write the rich book in a process of its own, with another hash seed."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from sample_book import rich_book\n"
        "from screenplay2board.book.pdf import write_pdf\n"
        "from screenplay2board.diagnostics import Diagnostics\n"
        "folder = Path(sys.argv[2])\n"
        "write_pdf(rich_book(), folder / sys.argv[3], folder, None, Diagnostics())\n"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(folder), name]
    subprocess.run(command, check=True, env=environment, cwd=root)
    return (folder / name).read_bytes()


def test_the_same_book_gives_the_same_bytes(rich_pdf: Path) -> None:
    first = run_elsewhere(rich_pdf.parent, "first.pdf", "1")
    second = run_elsewhere(rich_pdf.parent, "second.pdf", "2")

    assert first == second == rich_pdf.read_bytes()


def test_the_cache_changes_no_byte(rich_pdf: Path, tmp_path: Path) -> None:
    for _ in range(2):
        diagnostics = Diagnostics()
        path = write_pdf(rich_book(), tmp_path / "book.pdf", rich_pdf.parent, tmp_path / "cache", diagnostics)
        assert path is not None
        assert path.read_bytes() == rich_pdf.read_bytes()
        path.unlink()


def test_a_book_in_which_nothing_changed_is_not_touched(tmp_path: Path, typeset_count: list[str]) -> None:
    book = small_book(tmp_path)
    path = write(book, tmp_path, tmp_path / "cache")
    before = path.stat()
    typeset_count.clear()

    write(book, tmp_path, tmp_path / "cache")

    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino
    assert typeset_count == []


def test_an_edited_scene_is_the_only_one_that_is_laid_out_again(tmp_path: Path, typeset_count: list[str]) -> None:
    book = small_book(tmp_path)
    write(book, tmp_path, tmp_path / "cache")
    typeset_count.clear()

    path = write(edit(book, 1, 0, action="Nobody is there."), tmp_path, tmp_path / "cache")

    assert len(typeset_count) == 1
    assert "Nobody is there." in page_texts(path)[3]


def test_a_line_inserted_in_the_script_lays_out_no_other_scene(tmp_path: Path) -> None:
    book = rich_book()
    draw_pictures(book, tmp_path)
    write_pdf(book, tmp_path / "a.pdf", tmp_path, tmp_path / "cache", Diagnostics())
    kept = {path.name for path in (tmp_path / "cache").iterdir() if not path.name.startswith("book-")}
    scenes = tuple(
        replace(scene, panels=tuple(replace(panel, source="1234") for panel in scene.panels)) for scene in book.scenes
    )
    write_pdf(replace(book, scenes=scenes), tmp_path / "b.pdf", tmp_path, tmp_path / "cache", Diagnostics())
    assert kept
    assert {path.name for path in (tmp_path / "cache").iterdir() if not path.name.startswith("book-")} == kept


def test_a_new_picture_is_bound_without_laying_anything_out(tmp_path: Path, typeset_count: list[str]) -> None:
    book = small_book(tmp_path)
    before = write(book, tmp_path, tmp_path / "cache").read_bytes()
    typeset_count.clear()
    draw_panel(tmp_path / str(book.scenes[1].panels[0].image), seed=99)

    after = write(book, tmp_path, tmp_path / "cache").read_bytes()

    assert typeset_count == []
    assert after != before


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    cache = tmp_path / "cache"
    before = write(book, tmp_path, cache).read_bytes()
    (tmp_path / "book.pdf").unlink()
    for kept in cache.iterdir():
        kept.write_bytes(kept.read_bytes()[:100])

    assert write(book, tmp_path, cache).read_bytes() == before


def test_a_pdf_that_somebody_changed_is_written_again(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    path = write(book, tmp_path, tmp_path / "cache")
    before = path.read_bytes()
    path.write_bytes(before + b"junk")

    assert write(book, tmp_path, tmp_path / "cache").read_bytes() == before
