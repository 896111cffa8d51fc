"""Measure a page: where its panels stand and how much room each caption has.

Enters: page size, orientation, aspect ratio, and a style's wishes (`templates/<style>/style.toml`).
Leaves: a `PageGrid` in millimetres. Every panel of a page fits whole, whatever its shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from screenplay2board.book.types import BookSettings

# ISO 216 and ANSI/ASME Y14.1, portrait.
PAGE_SIZES_MM = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
MARGIN_SIDE_MM = 14.0
# Running header and the scene's heading stand above the panels, the folio below them.
MARGIN_TOP_MM = 30.0
MARGIN_BOTTOM_MM = 15.0
LINE_HEIGHT = 1.38
PT_MM = 25.4 / 72.0
# Lines of words are no longer than this (some 90 letters), and no wider than their picture unless they are shorter.
LONGEST_LINE_EM = 50.0
# Two pictures within this share of each other's area count as equal; then the roomier caption wins.
EQUAL_AREA = 0.9
# Rounding of millimetres to CSS pixels must not push the last row to the next page.
SLACK_MM = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleWishes:
    """What a style asks for. caption_width_mm: at least, beside a picture; caption_height_mm: at least, below one.

    script_share: share of the page's width that the script takes, 0 for styles without script.
    """

    columns: int
    rows: int
    font_size_pt: float
    gap_mm: float
    caption_width_mm: float
    caption_height_mm: float
    script_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageGrid:
    """A measured page, all lengths in millimetres but the font size."""

    page_width_mm: float
    page_height_mm: float
    content_width_mm: float
    content_height_mm: float
    columns: int
    rows: int
    gap_mm: float
    cell_width_mm: float
    cell_height_mm: float
    picture_width_mm: float
    picture_height_mm: float
    beside: bool
    caption_width_mm: float
    caption_height_mm: float
    font_size_pt: float
    script_width_mm: float

    @property
    def line_mm(self) -> float:
        """Return the height of a line of a caption."""
        return self.font_size_pt * LINE_HEIGHT * PT_MM

    @property
    def measure_em(self) -> float:
        """Return the length of the lines of a caption."""
        return min(self.caption_width_mm / (self.font_size_pt * PT_MM), LONGEST_LINE_EM)

    @property
    def per_page(self) -> int:
        """Return how many panels stand on a full page."""
        return self.columns * self.rows


def style_wishes(table: dict[str, Any], orientation: str) -> StyleWishes:
    """Read a style's wishes from its table; the part named like the orientation overrides the common part.

    Raises: TypeError where a field is missing or unknown.
    """
    common = {key: value for key, value in table.items() if not isinstance(value, dict)}
    return StyleWishes(**{**common, **table.get(orientation, {})})


def measure_page(settings: BookSettings, wishes: StyleWishes) -> PageGrid:
    """Return the grid of a page: the largest picture that leaves the caption the room that the style asks for."""
    width, height = PAGE_SIZES_MM[settings.page_size]
    if settings.orientation == "landscape":
        width, height = height, width
    content_width = width - 2 * MARGIN_SIDE_MM
    content_height = height - MARGIN_TOP_MM - MARGIN_BOTTOM_MM
    script_width = content_width * wishes.script_share
    board_width = content_width - (script_width + 2 * wishes.gap_mm if script_width else 0.0)
    cell_width = (board_width - wishes.gap_mm * (wishes.columns - 1)) / wishes.columns
    cell_height = (content_height - SLACK_MM - wishes.gap_mm * (wishes.rows - 1)) / wishes.rows
    picture = _largest_picture(settings.aspect_ratio, cell_width, cell_height, wishes)
    return PageGrid(
        page_width_mm=width,
        page_height_mm=height,
        content_width_mm=content_width,
        content_height_mm=content_height,
        columns=wishes.columns,
        rows=wishes.rows,
        gap_mm=wishes.gap_mm,
        cell_width_mm=cell_width,
        cell_height_mm=cell_height,
        picture_width_mm=picture.width_mm,
        picture_height_mm=picture.height_mm,
        beside=picture.beside,
        caption_width_mm=picture.caption_width_mm,
        caption_height_mm=picture.caption_height_mm,
        font_size_pt=wishes.font_size_pt,
        script_width_mm=script_width,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    width_mm: float
    height_mm: float
    beside: bool
    caption_width_mm: float
    caption_height_mm: float


def _largest_picture(aspect_ratio: float, cell_width: float, cell_height: float, wishes: StyleWishes) -> _Picture:
    """Compare a caption below the picture with one beside it."""
    em = wishes.font_size_pt * PT_MM
    below_height = min(cell_height - wishes.caption_height_mm, cell_width / aspect_ratio)
    below = _Picture(
        width_mm=below_height * aspect_ratio,
        height_mm=below_height,
        beside=False,
        caption_width_mm=min(cell_width, max(below_height * aspect_ratio, LONGEST_LINE_EM * em)),
        caption_height_mm=cell_height - below_height - 0.6 * em,
    )
    beside_width = min(cell_width - wishes.caption_width_mm - 1.6 * em, cell_height * aspect_ratio)
    beside = _Picture(
        width_mm=beside_width,
        height_mm=beside_width / aspect_ratio,
        beside=True,
        caption_width_mm=cell_width - beside_width - 1.6 * em,
        caption_height_mm=cell_height,
    )

    def area(picture: _Picture) -> float:
        return picture.width_mm * picture.height_mm

    small, large = sorted((below, beside), key=area)
    roomier = max((below, beside), key=lambda p: p.caption_width_mm * p.caption_height_mm)
    return roomier if area(small) >= EQUAL_AREA * area(large) else large
