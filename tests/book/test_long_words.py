"""Words that are longer than a line."""

from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
from sample_book import bare_book, draw_pictures, sample_panel, sample_scene

from screenplay2board.book.pdf import write_pdf
from screenplay2board.book.types import BookPanel, BookSettings
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.types import DialogueLine


def test_a_word_longer_than_the_line_is_broken_and_not_cut_off(tmp_path: Path) -> None:
    panel = sample_panel("1", 0, action="W" * 90)
    rights, width = right_ends_of_w(panel, tmp_path)
    assert len(rights) >= 90
    assert max(rights) < width


def test_a_long_name_in_the_lines_that_go_on_below_a_panel_is_broken_too(tmp_path: Path) -> None:
    line = DialogueLine(character="W" * 300, text="Some words that go on and on. " * 60)
    panel = replace(sample_panel("1", 0), dialogue=(line,))
    rights, width = right_ends_of_w(panel, tmp_path)
    assert len(rights) >= 300
    assert max(rights) < width


def right_ends_of_w(panel: BookPanel, folder: Path) -> tuple[list[float], float]:
    """Return where every W of a book of one panel ends, and the width of the page."""
    book = bare_book([replace(sample_scene(1, 1), panels=(panel,))], BookSettings(style="six"))
    draw_pictures(book, folder)
    path = write_pdf(book, folder / "book.pdf", folder, None, Diagnostics())
    assert path is not None
    page = pdfium.PdfDocument(path)[2]
    text = page.get_textpage()
    rights = [text.get_charbox(i)[2] for i in range(text.count_chars()) if text.get_text_range(i, 1) == "W"]
    return rights, page.get_width()
