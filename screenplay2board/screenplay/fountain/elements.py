"""Make elements out of lines of a `Source`: inline markup read, notes attached, spans exact."""

from __future__ import annotations

from collections.abc import Sequence

from screenplay2board.diagnostics import Span
from screenplay2board.screenplay.fountain.inline import style_lines
from screenplay2board.screenplay.fountain.source import Source
from screenplay2board.screenplay.types import Element, ElementType, Note, StyledRun

ONE_LINE_TYPES: frozenset[ElementType] = frozenset(
    {"scene_heading", "character", "transition", "centered", "section", "synopsis"}
)
"""Elements that have no line breaks in Fountain; other readers make one line of several."""


def make_element(
    kind: ElementType,
    lines: list[str],
    span: Span,
    notes: Sequence[Note] = (),
    *,
    scene_number: str | None = None,
    depth: int | None = None,
    extension: str | None = None,
    key: str | None = None,
) -> Element:
    """Make an element of lines that may still hold emphasis; its span is widened to hold its notes."""
    text, runs = style_lines(lines)
    return Element(
        type=kind,
        text=text,
        span=cover(span, notes) if notes else span,
        runs=runs,
        notes=tuple(notes),
        scene_number=scene_number,
        depth=depth,
        extension=extension,
        key=key,
    )


def lines_span(source: Source, first: int, last: int) -> Span:
    """Return the span from the first visible character of line `first` to the last of line `last`."""
    start, end = source.lines[first], source.lines[last]
    return source.span(first, len(start) - len(start.lstrip()), last, len(end.rstrip()))


def cover(span: Span, notes: Sequence[Note]) -> Span:
    """Widen a span so that it holds `notes`."""
    spans = [span, *(note.span for note in notes)]
    start = min((each.line, each.column) for each in spans)
    end = max((each.end_line, each.end_column) for each in spans)
    return Span(file=span.file, line=start[0], column=start[1], end_line=end[0], end_column=end[1])


def cut_element(kind: ElementType, cut: Note) -> Element:
    """Make an element of a note or boneyard that stands in a paragraph of its own."""
    runs = (StyledRun(text=cut.text),) if cut.text else ()
    return Element(type=kind, text=cut.text, span=cut.span, runs=runs)
