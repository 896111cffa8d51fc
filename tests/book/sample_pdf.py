"""A small book with its pictures as a PDF: what the tests of the PDF share."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
from sample_book import bare_book, draw_pictures, sample_scene

from screenplay2board.book.pdf import write_pdf
from screenplay2board.book.types import Book, BookPanel, BookSettings
from screenplay2board.diagnostics import Diagnostics

MM_PT = 72 / 25.4


def write(book: Book, folder: Path, cache: Path | None = None) -> Path:
    """Write a book that must come out without a finding."""
    diagnostics = Diagnostics()
    path = write_pdf(book, folder / "book.pdf", folder, cache, diagnostics)
    assert [item.message for item in diagnostics] == []
    assert path == folder / "book.pdf"
    return path


def small_book(folder: Path, scenes: int = 3) -> Book:
    """Return a plain book with its pictures drawn."""
    book = bare_book([sample_scene(number, 2) for number in range(1, scenes + 1)], BookSettings())
    draw_pictures(book, folder)
    return book


def one_panel(panel: BookPanel, **settings: object) -> Book:
    """Return a book of one panel."""
    return bare_book([replace(sample_scene(1, 1), panels=(panel,))], BookSettings(**settings))  # type: ignore[arg-type]


def page_texts(path: Path) -> list[str]:
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pdfium.PdfDocument(path)]


def edit(book: Book, scene: int, panel: int, **changes: object) -> Book:
    """Return the book with one panel changed."""
    panels = list(book.scenes[scene].panels)
    panels[panel] = replace(panels[panel], **changes)  # type: ignore[arg-type]
    scenes = list(book.scenes)
    scenes[scene] = replace(scenes[scene], panels=tuple(panels))
    return replace(book, scenes=tuple(scenes))
