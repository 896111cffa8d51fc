"""Tell a comparison in Markdown, for the summary of a CI run or a comment on a pull request.

Enters: a `BoardDiff`. Leaves: GitHub-flavoured Markdown (https://github.github.com/gfm/) of bounded length. Texts come
from scripts of strangers: nothing in them becomes markup, a link, an issue or a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from screenplay2board.compare.report import Group, counts_text, everywhere_text, groups, renumbering
from screenplay2board.compare.types import BoardDiff

LONGEST_TABLE = 50  # rows; with what stands around them a comment has at most some 60 lines
LONGEST_CELL = 300  # characters
NAMES = {"+": "added", "-": "removed", "~": "changed", ">": "moved"}
_MARKUP = re.compile(r"[\\`*_\[\]<|~&]")
_CALLS = re.compile(r"[@#](?=\w)")  # mentions and issues: GitHub looks for them after the escapes are gone


def markdown_lines(diff: BoardDiff) -> Iterator[str]:
    """Yield the comparison as Markdown."""
    yield f"### Storyboard: {escaped(diff.new.manifest.title or diff.new.name)}"
    yield ""
    yield f"{escaped(counts_text(diff))}."
    facts = {"Everywhere": everywhere_text(diff), "Renumbered": renumbering(diff)}
    for name, text in facts.items():
        if text:
            yield ""
            yield f"**{name}**: {escaped(text)}"
    rows = [row for group in groups(diff) for row in _rows(group)]
    if rows:
        yield ""
        yield "| shot | | what |"
        yield "|---|---|---|"
        yield from rows[:LONGEST_TABLE]
    if len(rows) > LONGEST_TABLE:
        yield ""
        yield f"and {len(rows) - LONGEST_TABLE} more lines: `s2b diff` without `--format markdown` has them all"


def escaped(text: str) -> str:
    """Return `text` in one line, meaning nothing in Markdown, cut where it is very long."""
    line = " ".join(text.split())
    cut = line if len(line) <= LONGEST_CELL else line[: LONGEST_CELL - 1] + "…"
    return _CALLS.sub(lambda found: f"{found[0]}<!-- -->", _MARKUP.sub(lambda found: f"\\{found[0]}", cut))


def _rows(group: Group) -> Iterator[str]:
    told = ", ".join(part for part in (escaped(group.heading), escaped(group.text)) if part)
    yield f"| **{escaped(group.number)}** | {NAMES.get(group.mark, '')} | **{told}** |"
    for row in group.rows:
        yield f"| {escaped(row.numbers)} | {NAMES[row.mark]} | {escaped(row.text)} |"
