"""The board as a deck of slides: a panel a slide, its slate and words below it, its facts in the speaker's notes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from screenplay2board.export.types import Cut, Timeline, dialogue_lines
from screenplay2board.render.panels import Progress

SLIDE_IN = (13.333, 7.5)  # width and height in inches, the usual 16:9 slide
MARGIN_IN = 0.4
CAPTION_IN = 1.3
SLATE_PT, CAPTION_PT = 18, 14
BLANK_LAYOUT = 6  # of the library's own template
UNDATED = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP file knows


def write_pptx(timeline: Timeline, path: Path, progress: Progress) -> None:
    """Write the slides."""
    from pptx import Presentation  # the extra `export`
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = (Inches(size) for size in SLIDE_IN)
    deck.core_properties.title = timeline.title
    width, height = _fitted(timeline.frame_px)
    progress.begin("slides", len(timeline.cuts))
    for cut in timeline.cuts:
        slide = deck.slides.add_slide(deck.slide_layouts[BLANK_LAYOUT])
        left = Inches((SLIDE_IN[0] - width) / 2)
        picture = slide.shapes.add_picture(
            str(timeline.folder / cut.picture), left, Inches(MARGIN_IN), Inches(width), Inches(height)
        )
        (about,) = picture.element.xpath("./p:nvPicPr/p:cNvPr")
        about.set("descr", _plain(f"{cut.slate}. {cut.shot.action}".strip()))
        below = Inches(MARGIN_IN + height + 0.05)
        frame = slide.shapes.add_textbox(left, below, Inches(width), Inches(CAPTION_IN)).text_frame
        frame.word_wrap = True
        _write(frame, cut)
        notes = slide.notes_slide.notes_text_frame
        if notes is not None:
            notes.text = _plain("\n".join([cut.scene.heading, f"{cut.shot.duration_s:g} s", *cut.shot.notes]))
        progress.advance()
    data = io.BytesIO()
    deck.save(data)
    path.write_bytes(_undated(data))
    progress.end()


def _fitted(frame_px: tuple[int, int]) -> tuple[float, float]:
    """Return (width, height) of the picture in inches, as large as the slide has room for."""
    room = (SLIDE_IN[0] - 2 * MARGIN_IN, SLIDE_IN[1] - 2 * MARGIN_IN - CAPTION_IN)
    scale = min(room[0] / frame_px[0], room[1] / frame_px[1])
    return frame_px[0] * scale, frame_px[1] * scale


def _write(frame: object, cut: Cut) -> None:
    from pptx.text.text import TextFrame
    from pptx.util import Pt

    assert isinstance(frame, TextFrame)
    lines = [cut.slate, cut.shot.action, *(f"{cue}: {speech}" for cue, speech in dialogue_lines(cut.shot))]
    for number, line in enumerate(line for line in lines if line):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = _plain(line)
        run.font.size = Pt(SLATE_PT if number == 0 else CAPTION_PT)
        run.font.bold = number == 0


def _plain(text: str) -> str:
    """Return text without the control characters that XML has no place for."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")


def _undated(data: io.BytesIO) -> bytes:
    """Return the ZIP file without the time at which it was written: the same board gives the same bytes."""
    still = io.BytesIO()
    with zipfile.ZipFile(data) as source, zipfile.ZipFile(still, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, UNDATED), source.read(name), zipfile.ZIP_DEFLATED)
    return still.getvalue()
