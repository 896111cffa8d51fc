"""Emphasis and escapes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt  # comes with rich

from screenplay2board.screenplay.fountain.inline import style_lines


def styled(*lines: str) -> list[tuple[str, str]]:
    text, runs = style_lines(list(lines))
    assert "".join(run.text for run in runs) == text
    return [(run.text, "b" * run.bold + "i" * run.italic + "u" * run.underline) for run in runs]


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("*a b*", [("a b", "i")]),
        ("**a**", [("a", "b")]),
        ("***a***", [("a", "bi")]),
        ("_a_", [("a", "u")]),
        ("_**a**_", [("a", "bu")]),
        ("x *a* y", [("x ", ""), ("a", "i"), (" y", "")]),
        ("_A *B* c_.", [("A ", "u"), ("B", "iu"), (" c", "u"), (".", "")]),
        ("**a *b* c**", [("a ", "b"), ("b", "bi"), (" c", "b")]),
        ("***a** b*", [("a", "bi"), (" b", "i")]),
        ("***a* b**", [("a", "bi"), (" b", "b")]),
        ("*a*b*c*", [("a", "i"), ("b", ""), ("c", "i")]),
        ("__a__", [("a", "u")]),
        ("_a *b_ c*", [("a ", "u"), ("b", "iu"), (" c", "i")]),
        (
            "**b*i*b** and *a**b**c*",
            [("b", "b"), ("i", "bi"), ("b", "b"), (" and ", ""), ("a", "i"), ("b", "bi"), ("c", "i")],
        ),
    ],
)
def test_markers_style_what_they_enclose(line: str, runs: list[tuple[str, str]]) -> None:
    assert styled(line) == runs


@pytest.mark.parametrize(
    "line",
    [
        "He dialed *69 and then *23, and then hung up.",
        "* a *",
        "** word",
        "*never closed",
        "never opened*",
        "_ kilos_",
        "some_variable_name",
        "a * b * c",
        "****",
        "______",
        "5 * 3",
        "C:\\temp",
    ],
)
def test_markers_that_enclose_nothing_are_text(line: str) -> None:
    assert styled(line) == [(line, "")]


def test_spaces_decide_what_is_italic() -> None:
    assert styled("He dialed *69 and then 23*, and then hung up.")[1] == ("69 and then 23", "i")


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("**\\*9765\\***", [("*9765*", "b")]),
        ("\\*a\\*", [("*a*", "")]),
        ("\\_a\\_ \\\\", [("_a_ \\", "")]),
        ("*69 and 23\\*, then", [("*69 and 23*, then", "")]),
        ("\\[\\[x]] \\# \\a", [("[[x]] # \\a", "")]),
    ],
)
def test_backslash_makes_punctuation_literal(line: str, runs: list[tuple[str, str]]) -> None:
    assert styled(line) == runs


def test_emphasis_does_not_cross_line_breaks() -> None:
    assert styled("They *share a look.", "It is BAD.*") == [("They *share a look.\nIt is BAD.*", "")]


def test_runs_of_one_style_join_across_lines() -> None:
    assert styled("*a*", "*b*", "c") == [("a\nb\n", "i"), ("c", "")]


def test_no_text_has_no_runs() -> None:
    assert style_lines([]) == ("", ())


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("**b*i*b**", [("b", "b"), ("i", "bi"), ("b", "b")]),
        ("*i**b**i*", [("i", "i"), ("b", "bi"), ("i", "i")]),
        ("***a** b*", [("a", "bi"), (" b", "i")]),
        ("***a* b**", [("a", "bi"), (" b", "b")]),
        ("*a **b***", [("a ", "i"), ("b", "bi")]),
        ("_u**b**u_", [("u", "u"), ("b", "bu"), ("u", "u")]),
        ("a*b*c", [("a", ""), ("b", "i"), ("c", "")]),
        ("2*3*4 and 5**6", [("2", ""), ("3", "i"), ("4 and 5**6", "")]),
    ],
)
def test_emphasis_tight_inside_other_emphasis_is_matched_as_in_commonmark(
    text: str, runs: list[tuple[str, str]]
) -> None:
    assert styled(text) == runs


@given(st.lists(st.sampled_from(("*", "**", "***", "a", "b", " ")), max_size=14).map("".join))
def test_asterisks_are_matched_as_commonmark_matches_them(middle: str) -> None:
    line = f"x{middle}y"
    assert styled(line) == commonmark(line)


def commonmark(line: str) -> list[tuple[str, str]]:
    """Return what a CommonMark parser of others makes of a line, as `styled` gives it."""
    depth = {"strong": 0, "em": 0}
    runs: list[tuple[str, str]] = []
    for token in MarkdownIt().parseInline(line)[0].children or ():
        if token.nesting:
            depth[token.type.partition("_")[0]] += token.nesting
        elif token.content:
            style = "b" * bool(depth["strong"]) + "i" * bool(depth["em"])
            before = runs.pop()[0] if runs and runs[-1][1] == style else ""
            runs.append((before + token.content, style))
    return runs
