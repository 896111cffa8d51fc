"""The rich book as a PDF, written once for the tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_book import draw_pictures, rich_book
from sample_pdf import write


@pytest.fixture(scope="module")
def rich_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished book with everything in it, written once."""
    folder = tmp_path_factory.mktemp("rich")
    book = rich_book()
    draw_pictures(book, folder)
    write(book, folder)
    return folder / "book.pdf"
