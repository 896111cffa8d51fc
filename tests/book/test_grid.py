"""Measured pages: every picture fits, whatever its shape, and leaves its caption room."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from screenplay2board.book.grid import MARGIN_SIDE_MM, PageGrid, measure_page, style_wishes
from screenplay2board.book.templates import BookTemplates
from screenplay2board.book.types import BookSettings, BookStyle, Orientation, PageSize

ASPECT_RATIOS = (2.39, 2.0, 1.85, 16 / 9, 4 / 3, 1.0, 9 / 16)
COMBINATIONS = list(product(get_args(BookStyle), get_args(PageSize), get_args(Orientation), ASPECT_RATIOS))


def measured(style: BookStyle, page_size: PageSize, orientation: Orientation, aspect_ratio: float) -> PageGrid:
    settings = BookSettings(style=style, page_size=page_size, orientation=orientation, aspect_ratio=aspect_ratio)
    return measure_page(settings, style_wishes(BookTemplates().table(f"{style}/style.toml"), orientation))


@pytest.mark.parametrize(("style", "page_size", "orientation", "aspect_ratio"), COMBINATIONS)
def test_every_combination_fits_its_page(
    style: BookStyle, page_size: PageSize, orientation: Orientation, aspect_ratio: float
) -> None:
    grid = measured(style, page_size, orientation, aspect_ratio)

    board = grid.columns * grid.cell_width_mm + (grid.columns - 1) * grid.gap_mm
    beside = grid.script_width_mm + 2 * grid.gap_mm if grid.script_width_mm else 0
    assert board + beside <= grid.content_width_mm + 1e-6
    assert grid.rows * grid.cell_height_mm + (grid.rows - 1) * grid.gap_mm < grid.content_height_mm
    assert grid.content_width_mm + 2 * MARGIN_SIDE_MM == pytest.approx(grid.page_width_mm)
    assert grid.picture_width_mm / grid.picture_height_mm == pytest.approx(aspect_ratio)
    assert grid.picture_width_mm <= grid.cell_width_mm + 1e-6
    assert grid.picture_height_mm <= grid.cell_height_mm + 1e-6
    if grid.beside:
        assert grid.picture_width_mm + grid.caption_width_mm < grid.cell_width_mm
    else:
        assert grid.picture_height_mm + grid.caption_height_mm < grid.cell_height_mm
    # A picture that nobody can read would fit too.
    assert grid.picture_width_mm * grid.picture_height_mm > 1000


@pytest.mark.parametrize(("style", "per_page"), [("one", 1), ("two", 2), ("three", 3), ("six", 6), ("nine", 9)])
@pytest.mark.parametrize("orientation", get_args(Orientation))
def test_a_style_has_as_many_panels_as_its_name_says(style: BookStyle, per_page: int, orientation: Orientation) -> None:
    assert measured(style, "A4", orientation, 16 / 9).per_page == per_page


def test_an_upright_page_of_three_has_its_words_beside_the_pictures() -> None:
    assert measured("three", "A4", "portrait", 16 / 9).beside
    assert not measured("three", "A4", "landscape", 16 / 9).beside


def test_a_style_with_an_unknown_wish_is_refused() -> None:
    with pytest.raises(TypeError, match="colums"):
        style_wishes({"colums": 3}, "portrait")
