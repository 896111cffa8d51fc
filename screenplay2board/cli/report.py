"""How diagnostics are shown: to people with the source line, in short, or as JSON.

Enters: collected diagnostics. Leaves: text on stderr, and the exit code that they mean.
"""

from __future__ import annotations

import json
import linecache
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import click

from screenplay2board.diagnostics import Diagnostic, Severity, Span

Format = Literal["human", "short", "json"]
FORMATS: tuple[Format, ...] = ("human", "short", "json")
COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}
STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # Unicode categories: control, format, surrogate, separators
JOINERS = "\u200c\u200d"  # letters and emoji of many scripts are joined by these two formats
LONGEST_EXCERPT = 160  # columns of a source line that are shown


def show(diagnostics: Iterable[Diagnostic], style: Format = "human") -> None:
    """Write diagnostics to stderr, in the order of their places, with a closing count for people."""
    items = sorted(diagnostics, key=_place)
    if style == "json":
        for item in items:
            click.echo(json.dumps(item.as_json(), ensure_ascii=False), err=True)
        return
    for item in items:
        click.echo(_headline(item), err=True)
        if style == "human":
            for line in _excerpt(item.span):
                click.echo(line, err=True)
            if item.hint:
                click.echo(f"  {click.style('hint:', bold=True)} {printable(item.hint)}", err=True)
    counts = {severity: sum(item.severity == severity for item in items) for severity in ("error", "warning")}
    told = [counted(count, severity) for severity, count in counts.items() if count]
    if told and style == "human":
        click.echo(", ".join(told), err=True)


def counted(count: int, name: str) -> str:
    """Return `1 panel` or `2 panels`."""
    return f"{count} {name}{'' if count == 1 else 's'}"


def exit_code(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> int:
    """Return 1 where there are errors (or, when strict, warnings), else 0."""
    return int(any(item.severity == "error" or (strict and item.severity == "warning") for item in diagnostics))


def _place(item: Diagnostic) -> tuple[str, int, int]:
    return (item.span.file, item.span.line, item.span.column) if item.span else ("", 0, 0)


def _headline(item: Diagnostic) -> str:
    place = printable(f"{item.span}: ") if item.span else ""
    label = click.style(f"{item.severity}[{item.code}]", fg=COLOURS[item.severity], bold=True)
    return f"{place}{label}: {printable(item.message)}"


def printable(text: str) -> str:
    """Return `text` in one line without what steers a terminal: escape sequences, bells, changes of direction."""
    return "".join("\ufffd" if unicodedata.category(c) in STEERING and c not in JOINERS else c for c in text)


def _excerpt(span: Span | None) -> list[str]:
    """Return the source line and the carets below it; nothing where the file cannot be read again."""
    if span is None or not Path(span.file).is_file():
        return []
    line = linecache.getline(span.file, span.line).rstrip("\r\n").expandtabs(1)
    line = printable(line)
    if not line.strip():
        return []
    start = min(span.column - 1, len(line))
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line)
    first = max(0, start - LONGEST_EXCERPT // 2)  # a long line is shown around the place
    shown = line[first : first + LONGEST_EXCERPT]
    marked = line[start : max(end, start + 1)][: LONGEST_EXCERPT // 2]
    number = str(span.line)
    margin = " " * len(number)
    return [
        f"  {number} | {shown}",
        f"  {margin} | {' ' * _columns(line[first:start])}{'^' * max(1, _columns(marked))}",
    ]


def _columns(text: str) -> int:
    """Return the width of `text` in terminal cells: East Asian wide letters take two."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
