"""Write a screenplay as Fountain.

Enters: `Screenplay`, whatever it was read from. Leaves: text that `read_fountain` reads into the same elements.

Specification: https://fountain.io/syntax. An element is forced (`!`, `.`, `@`, `>`) only where the reader would take it
for something else.
"""

from __future__ import annotations

from screenplay2board.screenplay.types import Screenplay


def write_fountain(screenplay: Screenplay) -> str:
    raise NotImplementedError
