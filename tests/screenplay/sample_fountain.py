"""Read a piece of Fountain: what the tests of the syntax share."""

from __future__ import annotations

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.fountain import read_fountain
from screenplay2board.screenplay.types import Element


def read(text: str) -> list[Element]:
    return list(read_fountain(text, "script.fountain", Diagnostics()).elements)


def types(text: str) -> list[str]:
    return [element.type for element in read(text)]


def texts(text: str) -> list[str]:
    return [element.text for element in read(text)]
