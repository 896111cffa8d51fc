"""Reading takes time in proportion to the length of the text, whatever it holds."""

from __future__ import annotations

import sys
import time
from types import FrameType
from typing import Any

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.fountain import read_fountain
from screenplay2board.screenplay.writer import write_fountain

MARKS = ["[[", "/*", "*", "_", "(", ")", " ", "\t", "INT. ", "#", "=", ">", "~", "@", "!", ".", "^", "\\", "]]", "*/"]
PIECES = ["[[a]]", "[[a]]x", "/**/x", "*a ", "a* ", "*a*", "_a_", "A(", "TO:", "CUT TO:", "- NIGHT ", "(NIGHT", "a b"]
LINES = [
    "[[\n",
    "[[a\n",
    "[[a\n\n",
    "/*\n",
    "/*\n*/\n",
    "(\n",
    "a\n",
    "A\n",
    "A\nb\n\n",
    "A ^\nb\n\n",
    "  \n",
    "\n",
    "\r",
]
SCRIPTS = [
    "INT. A\n\n",
    "INT. A\n",
    "Title: x\n",
    " x\n",
    "~a\n",
    "#a\n",
    "@a\n",
    "민수: 가\n",
    "민수  \n",
    "S#1. 방 / 낮\n",
]
BEGINNINGS = ["", "ANN\n", "Title: x\n", "민수: "]


@pytest.mark.parametrize("piece", [*MARKS, *PIECES, *LINES, *SCRIPTS])
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_work_grows_linearly(beginning: str, piece: str) -> None:
    """Count calls and lines of Python run for a text and for one four times as long."""
    short, long = (_count_work(beginning + piece * count) for count in (60, 240))
    assert long < 4.6 * short + 400


def _count_work(text: str) -> int:
    steps = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal steps
        steps += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read_fountain(text, "a.fountain", Diagnostics())
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("piece", [*MARKS, "INT. - NIGHT ", "A(", "a b", "가 "])
def test_line_of_a_megabyte_is_read_at_once(piece: str) -> None:
    """A search that is quadratic inside the regular expression engine would take minutes here, not seconds."""
    text = piece * (1_000_000 // len(piece))
    diagnostics = Diagnostics()
    start = time.process_time()
    screenplay = read_fountain(text, "a.fountain", diagnostics)
    taken_s = time.process_time() - start
    assert taken_s < 8
    assert len(diagnostics) < 20
    if screenplay.elements:
        assert write_fountain(screenplay)


@pytest.mark.parametrize(
    "beginning", ["민수", "민수:", "민수(", "민수 1", "S#1", "씬", "1.", "INT.", "A", "A (", "> ", "#", "Title:"]
)
@pytest.mark.parametrize("filling", [" ", "\t", ")", "가", "1"])
def test_long_tail_of_a_short_beginning_is_read_at_once(beginning: str, filling: str) -> None:
    text = f"비가 온다.\n\n{beginning}{filling * 300_000}\n다음.\n"
    start = time.process_time()
    write_fountain(read_fountain(text, "a.fountain", Diagnostics()))
    assert time.process_time() - start < 3


@pytest.mark.parametrize("piece", ["[[ ", "/* ", "x [[\n\n"])
def test_unclosed_markers_are_reported_a_few_times_and_counted(piece: str) -> None:
    diagnostics = Diagnostics()
    read_fountain(piece * 100, "a.fountain", diagnostics)
    *shown, rest = list(diagnostics)
    assert len(shown) == 5
    assert {finding.code for finding in shown} <= {"S2B110", "S2B111"}
    assert rest.message in ("95 more notes are never closed", "95 more boneyards are never closed")
