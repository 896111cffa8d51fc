"""Places in source files and what is wrong there.

Enters: findings of every stage. Leaves: one ordered list of diagnostics, shown together by the command line.

Code ranges: S2B1xx reading screenplays, S2B2xx plan and shots YAML, S2B3xx settings, S2B4xx stage, S2B5xx rendering
and store, S2B6xx book and exports, S2B7xx command line, S2B8xx training.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of a source file. Lines and columns count from 1, in characters; `end_column` is exclusive."""

    file: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __post_init__(self) -> None:
        if self.end_line == 0:
            object.__setattr__(self, "end_line", self.line)
        if self.end_column == 0:
            object.__setattr__(self, "end_column", self.column)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding: what was found, then what was expected, where, and what to do about it."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    hint: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return it for machines; lines and columns count from 1."""
        place = None if self.span is None else asdict(self.span)
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "hint": self.hint,
            "span": place,
        }


@dataclass(slots=True)
class Diagnostics:
    """Collect findings along the way; a stage receives it and adds to it."""

    items: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def error(self, code: str, message: str, span: Span | None = None, *, hint: str | None = None) -> None:
        """Add an error: the result cannot be trusted there."""
        self.items.append(Diagnostic(code=code, severity="error", message=message, span=span, hint=hint))

    def warning(self, code: str, message: str, span: Span | None = None, *, hint: str | None = None) -> None:
        """Add a warning: the result stands, but probably not as meant."""
        self.items.append(Diagnostic(code=code, severity="warning", message=message, span=span, hint=hint))

    def note(self, code: str, message: str, span: Span | None = None, *, hint: str | None = None) -> None:
        """Add a remark that asks for nothing."""
        self.items.append(Diagnostic(code=code, severity="note", message=message, span=span, hint=hint))

    def extend(self, items: Iterable[Diagnostic]) -> None:
        """Take over findings that were made elsewhere."""
        self.items.extend(items)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def has_errors(self) -> bool:
        """Whether anything stands in the way of exit code 0."""
        return any(item.severity == "error" for item in self.items)


LISTED_NAMES = 24  # more would hide the message


def name_hint(near: str | None, known: Iterable[str]) -> str:
    """Return the hint for an unknown name: the known one that is `near`, or what there is."""
    names = tuple(known)
    more = ", ..." if len(names) > LISTED_NAMES else ""
    return f"did you mean `{near}`?" if near else f"known: {', '.join(names[:LISTED_NAMES])}{more}"


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the known name most like `name`, or None where nothing is near."""
    matches = difflib.get_close_matches(name, list(known), n=1, cutoff=cutoff)
    return matches[0] if matches else None
