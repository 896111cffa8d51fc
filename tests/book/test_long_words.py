"""Words that are longer than a line."""

from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
from sample_book import bare_book, draw_pictures, sample_panel, sample_scene

from screenplay2board.book.pdf import write_pdf
from screenplay2board.book.types import BookSettings
from screenplay2board.diagnostics import Diagnostics


def test_a_word_longer_than_the_line_is_broken_and_not_cut_off(tmp_path: Path) -> None:
    scene = replace(sample_scene(1, 1), panels=(sample_panel("1", 0, action="W" * 90),))
    book = bare_book([scene], BookSettings())
    draw_pictures(book, tmp_path)
    path = write_pdf(book, tmp_path / "book.pdf", tmp_path, None, Diagnostics())
    assert path is not None
    page = pdfium.PdfDocument(path)[2]
    text = page.get_textpage()
    rights = [text.get_charbox(i)[2] for i in range(text.count_chars()) if text.get_text_range(i, 1) == "W"]
    assert len(rights) >= 90
    assert max(rights) < page.get_width()
