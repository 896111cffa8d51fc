"""Group the panels of a scene into rows, and its script into pages.

Enters: a scene and a measured page. Leaves: rows of panels with fitted captions; for the style that shows the script,
pages that hold the panels and the paragraphs of the script that they tell.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from screenplay2board.book.captions import Caption, fit_caption, plain, text_width_em
from screenplay2board.book.grid import PT_MM, PageGrid
from screenplay2board.book.types import BookPanel, BookScene, ScriptLine
from screenplay2board.book.wording import panel_label

# Courier Prime is 0.6 em wide; the script stands at this size.
SCRIPT_FONT_PT = 8.6
SCRIPT_LINE_MM = SCRIPT_FONT_PT * 1.22 * PT_MM
SCRIPT_CHARACTER_MM = 0.6 * SCRIPT_FONT_PT * PT_MM
# Width of each kind of paragraph as a share of the script's column, and the blank lines above it.
SCRIPT_SHAPES = {
    "character": (0.62, 1.0),
    "parenthetical": (0.48, 0.0),
    "dialogue": (0.68, 0.0),
    "lyrics": (0.68, 0.0),
}
# Of a picture's height, what it gives at most to a caption that would else go on over a page of its own.
MOST_YIELDED = 0.4
# How much of a text must stand in a paragraph of the script to say that it is told there.
SNIPPET_CHARACTERS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A panel in its place, with its label and what of its words stands beside it."""

    panel: BookPanel
    label: str
    caption: Caption


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Panels side by side. omitted: labels of the removed shots that stood after them.

    yielded_mm: height that the pictures give to their captions.
    """

    cells: tuple[Cell, ...]
    omitted: tuple[str, ...] = ()
    yielded_mm: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptPage:
    """A page with the script on one side and the panels on the other."""

    script: tuple[ScriptLine, ...]
    rows: tuple[Row, ...]


def panel_labels(scene: BookScene) -> dict[str, str]:
    """Return the label of each panel by its id: `12A`, and `12A-2` where one shot has several panels."""
    numbers = [panel.number for panel in scene.panels if not panel.omitted]
    several = {number for number in set(numbers) if numbers.count(number) > 1}
    return {panel.id: panel_label(panel, several=panel.number in several) for panel in scene.panels}


def scene_rows(scene: BookScene, grid: PageGrid) -> tuple[Row, ...]:
    """Return the rows of a scene: as many panels each as the page has columns."""
    labels = panel_labels(scene)
    script = " ".join(plain(line.text) for line in scene.script) if grid.script_width_mm else ""
    rows: list[Row] = []
    panels: list[BookPanel] = []
    omitted: list[str] = []

    def add_row() -> None:
        captions, yielded_mm = _captions(panels, grid, script)
        cells = (Cell(panel=p, label=labels[p.id], caption=c) for p, c in zip(panels, captions, strict=True))
        rows.append(Row(cells=tuple(cells), omitted=tuple(omitted), yielded_mm=yielded_mm))
        panels.clear()
        omitted.clear()

    for panel in scene.panels:
        if panel.omitted:
            omitted.append(labels[panel.id])
            continue
        if len(panels) == grid.columns:
            add_row()
        panels.append(panel)
    if panels or omitted:
        add_row()
    return tuple(rows)


def _captions(panels: list[BookPanel], grid: PageGrid, script: str) -> tuple[list[Caption], float]:
    """Return the captions of a row, and the height in mm that its pictures give to them.

    Where a row fills its page, what does not fit would stand alone on the next one: pictures yield a little instead.
    """
    as_wished = [fit_caption(panel, grid, script) for panel in panels]
    if grid.rows > 1 or grid.beside or not any(caption.rest for caption in as_wished):
        return as_wished, 0.0
    for lines in range(1, math.floor(MOST_YIELDED * grid.picture_height_mm / grid.line_mm) + 1):
        yielded_mm = lines * grid.line_mm
        roomier = replace(grid, caption_height_mm=grid.caption_height_mm + yielded_mm)
        captions = [fit_caption(panel, roomier, script) for panel in panels]
        if not any(caption.rest for caption in captions):
            return captions, yielded_mm
    return as_wished, 0.0


def script_pages(scene: BookScene, grid: PageGrid) -> tuple[ScriptPage, ...]:
    """Return the pages of a scene with its script: a page ends where its panels or its column of script are full."""
    rows = scene_rows(scene, grid)
    starts = [_row_start(row, scene.script) for row in rows]
    capacity = math.floor(grid.content_height_mm / SCRIPT_LINE_MM) - 1
    pages: list[ScriptPage] = []
    row, line = 0, 0
    # A page takes rows while it has places for them and their paragraphs fit, at least one row; what the script
    # still has to say before the next row goes to pages without panels.
    starts = _rising(starts, len(scene.script))
    pieces = list(scene.script)
    while row < len(rows) or line < len(pieces):
        taken = 1 if row < len(rows) else 0
        while (
            taken
            and taken < grid.rows
            and row + taken < len(rows)
            and _script_lines(pieces[line : _end(starts, row + taken + 1, pieces)], grid) <= capacity
        ):
            taken += 1
        end = max(line, _end(starts, row + taken, pieces))
        fitting, rest = _fill(pieces[line:end], capacity, grid)
        pages.append(ScriptPage(script=tuple(fitting), rows=rows[row : row + taken]))
        row += taken
        if rest:
            # The text between `line` and `end` is replaced by what is left of it.
            pieces[line:end] = rest
            shift = len(rest) - (end - line)
            starts = [start + shift if start >= end else min(start, line) for start in starts]
        else:
            line = end
    return tuple(pages)


def _end(starts: list[int], row: int, pieces: list[ScriptLine]) -> int:
    """Return where the script of the rows before `row` ends.

    What the last of them tells stands beside it, though the row after it may tell of the same paragraph.
    """
    if row >= len(starts):
        return len(pieces)
    if row == 0 or starts[row] > starts[row - 1]:
        return starts[row]
    end = starts[row] + 1
    if pieces[end - 1 : end] and pieces[end - 1].type == "character":
        while end < len(pieces) and pieces[end].type in ("parenthetical", "dialogue"):
            end += 1
    return min(end, len(pieces))


def _rising(starts: list[int | None], total: int) -> list[int]:
    """Put rows that were not found in the script where the row before them stands; never backwards."""
    result: list[int] = []
    last = 0
    for start in starts:
        last = max(last, start if start is not None else last)
        result.append(min(last, total))
    if result:
        result[0] = 0
    return result


def _row_start(row: Row, script: tuple[ScriptLine, ...]) -> int | None:
    """Return the paragraph of the script that the first panel of a row tells, a speech from its cue on."""
    if not row.cells:
        return None
    panel = row.cells[0].panel
    snippet = plain(panel.action or (panel.dialogue[0].text if panel.dialogue else ""))[:SNIPPET_CHARACTERS]
    if not snippet:
        return None
    for index, line in enumerate(script):
        if snippet in plain(line.text):
            while index > 0 and script[index].type in ("dialogue", "parenthetical"):
                index -= 1
            return index
    return None


def _fill(lines: list[ScriptLine], capacity: int, grid: PageGrid) -> tuple[list[ScriptLine], list[ScriptLine]]:
    """Take the paragraphs that fit into `capacity` lines; a paragraph longer than that is cut between words."""
    room = float(capacity)
    for index, line in enumerate(lines):
        needed = _paragraph_lines(line, grid)
        if needed <= room:
            room -= needed
            continue
        if index and (needed <= capacity or room < 4):
            # A cue stays with what is said.
            while index > 1 and lines[index - 1].type in ("character", "parenthetical"):
                index -= 1
            return lines[:index], lines[index:]
        head, tail = _cut(line, room, grid)
        return [*lines[:index], head], [tail, *lines[index + 1 :]]
    return lines, []


def _cut(line: ScriptLine, room: float, grid: PageGrid) -> tuple[ScriptLine, ScriptLine]:
    share, gap = SCRIPT_SHAPES.get(line.type, (1.0, 1.0))
    characters = int((room - gap - 1) * share * grid.script_width_mm / SCRIPT_CHARACTER_MM * 0.9)
    if text_width_em(line.text) > 0.8 * len(line.text):
        characters = characters * 6 // 10  # wide letters, as of Hangul
    cut = max(line.text.rfind(" ", 0, max(characters, 1)), 0) or max(characters, 1)
    return ScriptLine(type=line.type, text=line.text[:cut]), ScriptLine(type=line.type, text=line.text[cut:].lstrip())


def _script_lines(lines: list[ScriptLine], grid: PageGrid) -> float:
    return sum(_paragraph_lines(line, grid) for line in lines)


def _paragraph_lines(line: ScriptLine, grid: PageGrid) -> float:
    share, gap = SCRIPT_SHAPES.get(line.type, (1.0, 1.0))
    width = share * grid.script_width_mm / SCRIPT_CHARACTER_MM * 0.95
    return gap + sum(max(1, math.ceil(_script_width(part) / width)) for part in line.text.split("\n"))


def _script_width(text: str) -> float:
    """Return a width in characters of the script's face; letters that it lacks are as wide as in the text face."""
    return sum(1.0 if ord(character) < 0x250 else text_width_em(character) / 0.6 for character in text)
