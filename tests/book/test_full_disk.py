"""A disk that is full under a PDF."""

import resource
from pathlib import Path

from sample_book import bare_book, draw_pictures, sample_scene

from screenplay2board.book.pdf import write_pdf
from screenplay2board.book.types import BookSettings
from screenplay2board.diagnostics import Diagnostics


def test_a_full_disk_under_a_pdf_is_an_error_and_not_the_end_of_the_process(tmp_path: Path) -> None:
    book = bare_book([sample_scene(1, 2)], BookSettings())
    draw_pictures(book, tmp_path)
    diagnostics = Diagnostics()
    out = tmp_path / "out" / "book.pdf"
    assert write_pdf(book, out, tmp_path, tmp_path / "cache", diagnostics) == out  # now every page is typeset
    out.unlink()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, before[1]))  # every file ends there, as on a full disk
    try:
        path = write_pdf(book, out, tmp_path, tmp_path / "cache", diagnostics)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path is None
    assert [item.code for item in diagnostics] == ["S2B604"]
    assert list((tmp_path / "out").iterdir()) == []
