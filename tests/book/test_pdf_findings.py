"""What is said of a PDF that lacks something or could not be written."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from sample_book import draw_panel, sample_panel
from sample_pdf import edit, one_panel, small_book, write

from screenplay2board.book import typeset
from screenplay2board.book.pdf import write_pdf
from screenplay2board.book.types import Book
from screenplay2board.diagnostics import Diagnostics


def findings(book: Book, folder: Path, cache: Path | None = None) -> Sequence[tuple[str, str, str]]:
    """Write a book and return code, severity and message of what was found."""
    diagnostics = Diagnostics()
    write_pdf(book, folder / "book.pdf", folder, cache, diagnostics)
    return [(item.code, item.severity, item.message) for item in diagnostics]


def test_a_missing_picture_is_named_and_the_book_is_written_all_the_same(tmp_path: Path) -> None:
    found = findings(one_panel(sample_panel("1", 1, image="panels/gone.png")), tmp_path)

    assert found == [("S2B605", "warning", "picture `panels/gone.png` was left out: the file is missing")]
    assert (tmp_path / "book.pdf").is_file()


def test_a_picture_outside_the_folder_is_never_read(tmp_path: Path) -> None:
    draw_panel(tmp_path / "secret.png")
    inner = tmp_path / "book"
    inner.mkdir()
    (inner / "link.png").symlink_to(tmp_path / "secret.png")

    for image in ("../secret.png", str(tmp_path / "secret.png"), "link.png"):
        found = findings(one_panel(sample_panel("1", 1, image=image)), inner)
        assert [code for code, _, _ in found] == ["S2B605"], image


def test_a_damaged_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")

    found = findings(one_panel(sample_panel("1", 1, image="a.png")), tmp_path)

    assert found == [("S2B605", "warning", "picture `a.png` was left out: damaged PNG: it ends too early")]


def test_characters_that_no_font_has_are_named_each_time(tmp_path: Path) -> None:
    draw_panel(tmp_path / "a.png")
    book = one_panel(sample_panel("1", 1, image="a.png", action="A sign: \U000f1234."))
    expected = [("S2B602", "warning", "no font has the characters \U000f1234 (U+F1234)")]

    assert findings(book, tmp_path, tmp_path / "cache") == expected
    assert findings(book, tmp_path, tmp_path / "cache") == expected


@pytest.mark.parametrize(
    "source", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "https://templates.invalid/../x"]
)
def test_a_template_cannot_fetch_what_is_not_the_books(source: str, tmp_path: Path) -> None:
    own = tmp_path / "own" / "three"
    own.mkdir(parents=True)
    (own / "scene.html").write_text(f'<img src="{source}"><p>{{{{ scene.heading }}}}</p>')
    draw_panel(tmp_path / "a.png")

    found = findings(one_panel(sample_panel("1", 1, image="a.png"), templates=tmp_path / "own"), tmp_path)

    assert [(code, severity) for code, severity, _ in found] == [("S2B606", "warning")]
    assert "PermissionError" in found[0][2] or "FileNotFoundError" in found[0][2]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    book = small_book(tmp_path, scenes=1)
    (tmp_path / "file").write_text("")
    diagnostics = Diagnostics()

    path = write_pdf(book, tmp_path / "file" / "book.pdf", tmp_path, None, diagnostics)

    assert path is None
    assert [item.code for item in diagnostics] == ["S2B604"]
    assert "cannot be written" in diagnostics.items[0].message


def test_a_failed_write_leaves_the_old_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = small_book(tmp_path, scenes=1)
    before = write(book, tmp_path).read_bytes()

    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pikepdf.Pdf, "save", full_disk)
    found = findings(edit(book, 0, 0, action="New."), tmp_path)

    assert [(code, severity) for code, severity, _ in found] == [("S2B604", "error")]
    assert "No space left on device" in found[0][2]
    assert (tmp_path / "book.pdf").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


class _NoPango:
    """An import finder that acts as WeasyPrint does where Pango is missing."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_without_pango_the_command_that_brings_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = small_book(tmp_path, scenes=1)
    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "screenplay2board.book.typeset")
    monkeypatch.setattr(sys, "meta_path", [_NoPango(), *sys.meta_path])
    monkeypatch.setattr("platform.system", lambda: "Linux")
    diagnostics = Diagnostics()

    path = write_pdf(book, tmp_path / "book.pdf", tmp_path, None, diagnostics)

    assert path is None
    (item,) = diagnostics
    assert (item.code, item.severity) == ("S2B601", "warning")
    assert item.message == (
        "no PDF was written, since WeasyPrint cannot load its libraries: cannot load library 'libpango-1.0-0'"
    )
    assert item.hint is not None
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in item.hint


def test_half_a_picture_is_told_even_where_pages_are_typeset(tmp_path: Path) -> None:
    assert typeset.Typesetter  # WeasyPrint, which comes with it, would let Pillow take half a picture for a whole one
    whole = io.BytesIO()
    Image.effect_noise((64, 64), 40).save(whole, "PNG")
    (tmp_path / "half.png").write_bytes(whole.getvalue()[:1500])
    with pytest.raises(OSError, match="truncated"), Image.open(tmp_path / "half.png") as picture:
        picture.load()
