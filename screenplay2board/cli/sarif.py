"""Diagnostics as SARIF 2.1.0, which code hosts show beside the lines of a pull request.

Specification: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from screenplay2board import __version__
from screenplay2board.diagnostics import Diagnostic, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """Return one run with a result for each diagnostic. Paths are relative to the working folder where they can be."""
    items = list(diagnostics)
    driver = {
        "name": "screenplay2board",
        "semanticVersion": __version__,
        "rules": [{"id": code} for code in sorted({item.code for item in items})],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(item) for item in items],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(item: Diagnostic) -> dict[str, Any]:
    text = f"{item.message}. Hint: {item.hint}" if item.hint else item.message
    result: dict[str, Any] = {"ruleId": item.code, "level": item.severity, "message": {"text": text}}
    if item.span is not None:
        result["locations"] = [{"physicalLocation": _place(item.span)}]
    return result


def _place(span: Span) -> dict[str, Any]:
    path = Path(span.file)
    here = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    region = {
        "startLine": span.line, "startColumn": span.column, "endLine": span.end_line,
        "endColumn": max(span.end_column, span.column + 1) if span.end_line == span.line else span.end_column,
    }  # fmt: skip
    return {"artifactLocation": {"uri": quote(here.as_posix())}, "region": region}
