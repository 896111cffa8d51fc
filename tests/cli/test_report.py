"""Diagnostics read well for people and for machines."""

import json
from pathlib import Path

import click
import pytest

from screenplay2board.cli.report import exit_code, show
from screenplay2board.diagnostics import Diagnostic, Span


def shown(capsys: pytest.CaptureFixture[str], *items: Diagnostic, style: str = "human") -> str:
    show(items, style)  # type: ignore[arg-type]
    return click.unstyle(capsys.readouterr().err)


def test_people_see_the_place_the_line_a_caret_and_a_hint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "night.fountain"
    script.write_text("INT. ROOM - DAY\n\nShe reads [[note\n", encoding="utf-8")
    span = Span(file=str(script), line=3, column=11, end_column=17)
    item = Diagnostic(
        code="S2B104", severity="warning", message="note is never closed", span=span, hint="close it with `]]`"
    )
    assert shown(capsys, item) == (
        f"{script}:3:11: warning[S2B104]: note is never closed\n"
        "  3 | She reads [[note\n"
        "    |           ^^^^^^\n"
        "  hint: close it with `]]`\n"
        "1 warning\n"
    )


def test_carets_stand_below_wide_letters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "밤.fountain"
    script.write_text("지우가 [[샷\n", encoding="utf-8")
    item = Diagnostic(
        code="S2B104", severity="error", message="x", span=Span(file=str(script), line=1, column=5, end_column=8)
    )
    assert "  1 | 지우가 [[샷\n    |        ^^^^\n" in shown(capsys, item)


def test_a_long_line_is_shown_around_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "long.fountain"
    script.write_text("x" * 5000 + "HERE" + "y" * 5000, encoding="utf-8")
    item = Diagnostic(
        code="S2B104", severity="error", message="m", span=Span(file=str(script), line=1, column=5001, end_column=5005)
    )
    lines = shown(capsys, item).splitlines()
    assert max(map(len, lines)) < 300
    caret = lines[2].index("^")
    assert lines[1][caret : caret + 4] == "HERE"


def test_diagnostics_come_in_the_order_of_their_places(capsys: pytest.CaptureFixture[str]) -> None:
    late = Diagnostic(code="S2B1", severity="note", message="late", span=Span(file="a", line=9))
    early = Diagnostic(code="S2B1", severity="note", message="early", span=Span(file="a", line=2))
    assert shown(capsys, late, early, style="short") == "a:2:1: note[S2B1]: early\na:9:1: note[S2B1]: late\n"


def test_machines_get_one_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    item = Diagnostic(code="S2B1", severity="error", message="m", span=Span(file="a", line=2, column=3))
    assert json.loads(shown(capsys, item, style="json")) == {
        "code": "S2B1",
        "severity": "error",
        "message": "m",
        "hint": None,
        "span": {"file": "a", "line": 2, "column": 3, "end_line": 2, "end_column": 3},
    }


def test_warnings_fail_only_when_strict() -> None:
    warning = Diagnostic(code="S2B1", severity="warning", message="m")
    assert exit_code([warning]) == 0
    assert exit_code([warning], strict=True) == 1
    assert exit_code([Diagnostic(code="S2B1", severity="error", message="m")]) == 1


def test_what_steers_a_terminal_is_not_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "night.fountain"
    script.write_text("\x1b]0;owned\x07 \u202e [[note\n", encoding="utf-8")
    item = Diagnostic(
        code="S2B121",
        severity="error",
        message="unknown key `\x1b[2J\x9b`",
        span=Span(file=str(script), line=1, column=14, end_column=20),
        hint="did you mean\nthis?",
    )
    show([item])
    told = click.unstyle(capsys.readouterr().err)
    assert not set(told) & set("\x1b\x07\x9b\u202e")
    assert "unknown key `\ufffd[2J\ufffd`" in told
    assert "  1 | \ufffd]0;owned\ufffd \ufffd [[note" in told
    assert "did you mean\ufffdthis?" in told
