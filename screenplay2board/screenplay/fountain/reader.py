"""Read Fountain 1.1 into elements and scenes.

Enters: the text of a `.fountain` file. Leaves: `Screenplay`, and diagnostics for what is probably not meant.

Specification: https://fountain.io/syntax, and where it is silent the reference implementation
(https://github.com/nyousefi/Fountain). Korean scripts are read as they are written in Korea (`korean.py`). Any text
is a screenplay: reading never raises, and takes time linear in the length of the text.
"""

from __future__ import annotations

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.screenplay.fountain.paragraphs import ParagraphReader
from screenplay2board.screenplay.fountain.source import read_source
from screenplay2board.screenplay.fountain.title_page import read_korean_title, read_title_page
from screenplay2board.screenplay.korean import KoreanScript
from screenplay2board.screenplay.scenes import form_scenes
from screenplay2board.screenplay.types import Screenplay

# Without any proper heading, this many lines that look like one are taken for headings without their empty lines.
_FEWEST_LOOSE_HEADINGS = 3
_MOST_LOOSE_REPORTS = 5


def read_fountain(text: str, file: str, diagnostics: Diagnostics) -> Screenplay:
    """Read the text of a Fountain file; `file` is the name its spans carry."""
    source = read_source(text, file, diagnostics)
    titles, first = read_title_page(source, diagnostics)
    korean = None if text.isascii() else KoreanScript.detect(source.lines)
    if not titles and korean is not None:
        titles, first = read_korean_title(source, korean)
    reader = ParagraphReader(source, first, korean)
    reader.read()
    if len(reader.loose_headings) >= _FEWEST_LOOSE_HEADINGS and not reader.has_headings:
        loose = reader.loose_headings
        reader = ParagraphReader(source, first, korean, strict=False)
        reader.read()
        diagnostics.warning(
            "S2B116",
            f"no scene heading has an empty line before and behind it; {len(loose)} lines are taken for headings",
            loose[0],
            hint="put an empty line before and behind each scene heading",
        )
    else:
        _report_loose(reader.loose_headings, diagnostics)
    diagnostics.extend(reader.findings)
    elements = (*titles, *reader.elements)
    return Screenplay(file=file, elements=elements, scenes=form_scenes(elements, file))


def _report_loose(spans: list[Span], diagnostics: Diagnostics) -> None:
    for span in spans[:_MOST_LOOSE_REPORTS]:
        diagnostics.warning(
            "S2B116",
            "this line looks like a scene heading but has no empty line before and behind it; it is read as action",
            span,
            hint="put an empty line before and behind it, or force action with `!`",
        )
    if len(spans) > _MOST_LOOSE_REPORTS:
        diagnostics.warning("S2B116", f"{len(spans) - _MOST_LOOSE_REPORTS} more lines look like scene headings")
