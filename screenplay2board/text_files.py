"""Read the text files that people write beside a screenplay: settings, cast, shots YAML.

Enters: a path and the most that it may hold. Leaves: its text, byte order mark and line ends as they are, or a
diagnostic that says why there is none.
"""

from __future__ import annotations

from pathlib import Path

from screenplay2board.diagnostics import Diagnostics, Span


def read_text(
    path: Path, largest_bytes: int, code: str, diagnostics: Diagnostics, *, hint: str | None = None
) -> str | None:
    """Return the text at `path`; None where it cannot be read, is too large or not UTF-8 (reported as `code`).

    hint: what to do where the file cannot be opened.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(largest_bytes + 1)
    except OSError as problem:
        reason = (problem.strerror or "unreadable").lower()
        diagnostics.error(code, f"cannot read `{path}`: {reason}", hint=hint)
        return None
    if len(raw) > largest_bytes:
        diagnostics.error(code, f"`{path}` is larger than {largest_bytes} bytes", Span(file=str(path), line=1))
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        diagnostics.error(code, f"byte {raw[problem.start]:#04x} is not UTF-8", Span(file=str(path), line=line))
        return None
