"""Every style on every page with pictures of every shape: nothing is clipped, and as many panels a page as it says."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pypdfium2 as pdfium
import pytest
from sample_book import ACTIONS, bare_book, draw_panel, sample_scene

from screenplay2board.book.pdf import write_pdf
from screenplay2board.book.types import BookSettings, BookStyle, Orientation, PageSize, ScriptLine
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.types import DialogueLine

PER_PAGE = {"one": 1, "two": 2, "three": 3, "six": 6, "nine": 9}
# The shapes between these are measured in test_grid.py, which covers every combination.
ASPECT_RATIOS = (2.39, 16 / 9, 1.0, 9 / 16)
LONG_SPEECH = "I told you that it would rain and you laughed, and now look at us. " * 60


def picture_boxes(page: pdfium.PdfPage) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, right, top of the pictures on a page, in points."""
    return [item.get_bounds() for item in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE])]


def text_boxes(page: pdfium.PdfPage) -> list[tuple[float, float, float, float]]:
    """Return the boxes of the lines of text on a page."""
    text = page.get_textpage()
    return [text.get_rect(index) for index in range(text.count_rects())]


def overlaps(first: tuple[float, ...], second: tuple[float, ...], slack_pt: float = 0.5) -> bool:
    """Return whether two boxes share more than a hair."""
    return (
        first[0] < second[2] - slack_pt
        and second[0] < first[2] - slack_pt
        and first[1] < second[3] - slack_pt
        and second[1] < first[3] - slack_pt
    )


def lay_out(settings: BookSettings, tmp_path: Path, panels: int, **changes: object) -> pdfium.PdfDocument:
    """Write a book of one scene whose panels share one picture, and open its PDF."""
    width = 200
    height = round(width / settings.aspect_ratio)
    draw_panel(tmp_path / "panels/a.png", width_px=width, height_px=height)
    scene = sample_scene(1, panels, script=tuple(ScriptLine(type="action", text=action) for action in ACTIONS))
    scene = replace(scene, panels=tuple(replace(p, image="panels/a.png", **changes) for p in scene.panels))  # type: ignore[arg-type]
    diagnostics = Diagnostics()
    path = write_pdf(bare_book([scene], settings), tmp_path / "book.pdf", tmp_path, None, diagnostics)
    assert list(diagnostics) == []
    assert path is not None
    return pdfium.PdfDocument(path)


@pytest.mark.parametrize("aspect_ratio", ASPECT_RATIOS, ids=lambda ratio: f"{ratio:.2f}")
@pytest.mark.parametrize("orientation", get_args(Orientation))
@pytest.mark.parametrize("page_size", get_args(PageSize))
@pytest.mark.parametrize("style", get_args(BookStyle))
def test_panels_stand_whole_and_apart(
    style: BookStyle, page_size: PageSize, orientation: Orientation, aspect_ratio: float, tmp_path: Path
) -> None:
    settings = BookSettings(style=style, page_size=page_size, orientation=orientation, aspect_ratio=aspect_ratio)
    per_page = PER_PAGE.get(style, 4 if orientation == "portrait" else 2)

    pdf = lay_out(settings, tmp_path, per_page + 1)

    boards = [pdf[index] for index in range(2, len(pdf))]
    assert [len(picture_boxes(page)) for page in boards] == [per_page, 1]
    for page in boards:
        width, height = page.get_size()
        assert (width > height) == (orientation == "landscape")
        boxes = picture_boxes(page)
        for box in boxes:
            assert box[0] > 36
            assert box[1] > 36
            assert box[2] < width - 36
            assert box[3] < height - 72
            assert (box[2] - box[0]) / (box[3] - box[1]) == pytest.approx(aspect_ratio, rel=0.02)
        assert not any(overlaps(one, other) for one, other in pairwise(boxes))
        assert not any(overlaps(picture, line) for picture in boxes for line in text_boxes(page))


@pytest.mark.parametrize("style", [style for style in get_args(BookStyle) if style != "script"])
def test_a_long_speech_is_printed_to_its_last_word_and_runs_into_nothing(style: BookStyle, tmp_path: Path) -> None:
    speech = DialogueLine(character="MINA", text=LONG_SPEECH + "Finis.")

    pdf = lay_out(BookSettings(style=style), tmp_path, 3, dialogue=(speech,))

    text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert text.count("Finis.") == 3
    assert len(text.split()) >= 3 * len(LONG_SPEECH.split())
    for page in list(pdf)[2:]:
        lines = text_boxes(page)
        assert min(line[1] for line in lines) > 15
        assert not any(overlaps(picture, line) for picture in picture_boxes(page) for line in lines)


def test_pages_grow_with_panels(tmp_path: Path) -> None:
    pdf = lay_out(BookSettings(style="six"), tmp_path, 20)

    assert len(pdf) - 2 == math.ceil(20 / 6)
