"""The title page of the Fountain 1.1 specification (https://fountain.io/syntax), sentence by sentence."""

from __future__ import annotations

import pytest
from sample_fountain import read, types

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.fountain import read_fountain


def test_title_page_has_values_beside_and_below_its_keys() -> None:
    text = "Title:\n    _**ONE**_\n\tTwo\nDraft date: 1/2/2026\nContact:\n   A: b\n\nFADE IN:"
    assert [(e.type, e.key, e.text) for e in read(text)] == [
        ("title_page", "Title", "ONE\nTwo"),
        ("title_page", "Draft date", "1/2/2026"),
        ("title_page", "Contact", "A: b"),
        ("action", None, "FADE IN:"),
    ]


@pytest.mark.parametrize("text", ["Draft date: 6/23/2012", "\n\nTitle: X", "My Own Key: a value", "제목: 편지"])
def test_single_entry_is_a_title_page(text: str) -> None:
    assert types(text) == ["title_page"]


@pytest.mark.parametrize(
    "text",
    [
        "FADE IN:",
        "CUT TO:",
        "\tTitle: X",
        "int. hall - 3:00 pm",
        "Steel, in the middle of a heated phone call:",
        "He opens the card: a threat.",
        "NARRATOR: Once upon a time.",
        "https://example.org/script",
    ],
)
def test_first_line_with_a_colon_may_be_the_body(text: str) -> None:
    assert "title_page" not in types(text)


def test_line_that_is_not_indented_ends_the_title_page() -> None:
    diagnostics = Diagnostics()
    screenplay = read_fountain("Title: X\nby nobody\n\nHe goes.", "a.fountain", diagnostics)
    assert [(e.type, e.text) for e in screenplay.elements] == [
        ("title_page", "X"),
        ("action", "by nobody"),
        ("action", "He goes."),
    ]
    [finding] = diagnostics
    assert (finding.code, finding.severity, str(finding.span)) == ("S2B113", "warning", "a.fountain:2:1")
    assert finding.message == "this line is neither a `key: value` nor indented; the title page ends before it"


def test_key_that_stands_twice_is_reported() -> None:
    diagnostics = Diagnostics()
    read_fountain("Title: X\nAuthor: A\ntitle: Y\n\nHe goes.", "a.fountain", diagnostics)
    assert [finding.message for finding in diagnostics] == [
        "the title page has `title` twice; the first, in line 1, counts"
    ]


def test_title_entry_is_found_in_any_case() -> None:
    screenplay = read_fountain("TITLE: X\nauthor: A\n\nHe goes.", "a.fountain", Diagnostics())
    assert (screenplay.title_entry("Title"), screenplay.title_entry("Author")) == ("X", "A")
