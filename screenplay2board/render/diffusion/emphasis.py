r"""Read the weights in a prompt: `(word:1.2)`, `(word)`, `[word]`, and `\(` for a bracket.

Enters: a prompt. Leaves: its stretches with their weights. This is the syntax that AUTOMATIC1111's web UI made common:
round brackets multiply by 1.1, square ones divide by it, a number is taken as it is, and brackets nest. It is read here
because compel (2.5) reads a syntax of its own, `(word)1.2`, and sd_embed is in no package index.
"""

from __future__ import annotations

import re

ROUND, SQUARE = 1.1, 1 / 1.1
LIMITS = (0.0, 4.0)  # beyond them embeddings leave what the UNet was trained on

Stretch = tuple[str, float]

_TOKEN = re.compile(r"\\([\\()\[\]])|:\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*\)|([\[\]()])|([^\\\[\]():]+)|(.)", re.DOTALL)


def read_emphasis(prompt: str) -> list[Stretch]:
    """Return the stretches of `prompt` and their weights, neighbours of one weight joined; never raises."""
    found: list[list[str | float]] = []
    opened: list[tuple[str, int]] = []  # bracket, the number of stretches before it
    for escaped, number, bracket, text, other in _TOKEN.findall(prompt):
        if number and opened and opened[-1][0] == "(":
            _multiply(found, opened.pop()[1], float(number))
        elif bracket in ("(", "["):
            opened.append((bracket, len(found)))
        elif bracket and opened and opened[-1][0] == {")": "(", "]": "["}[bracket]:
            _multiply(found, opened.pop()[1], ROUND if bracket == ")" else SQUARE)
        else:
            found.append([escaped or text or other or (f":{number})" if number else bracket), 1.0])
    for bracket, first in opened:  # never closed: they were meant as brackets
        found.insert(first, [bracket, 1.0])
    joined: list[Stretch] = []
    for text, weight in found:
        weight = min(max(float(weight), LIMITS[0]), LIMITS[1])
        if joined and joined[-1][1] == weight:
            joined[-1] = (joined[-1][0] + str(text), weight)
        else:
            joined.append((str(text), weight))
    return joined


def without_emphasis(prompt: str) -> str:
    """Return the words of `prompt` alone."""
    return "".join(text for text, _ in read_emphasis(prompt))


def _multiply(found: list[list[str | float]], first: int, factor: float) -> None:
    for stretch in found[first:]:
        stretch[1] = float(stretch[1]) * factor
