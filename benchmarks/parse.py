"""Measure how long a 120-page Fountain script takes to read: `python benchmarks/parse.py`.

The script is made from rules, so that nobody's screenplay lies in the repository: scenes of headings, action, speeches,
with emphasis, notes, dual dialogue, sections and a boneyard, in the shares of produced features. A page is 55 lines of
at most 60 (action) or 35 (dialogue) characters. Prints the best and the median of the runs in milliseconds.
"""

from __future__ import annotations

import argparse
import random
import statistics
import textwrap
import time

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.fountain import read_fountain

PAGE_LINES = 55
ACTION_WIDTH_CHARS = 60
DIALOGUE_WIDTH_CHARS = 35

_NAMES = ("MINA", "O'BRIEN", "DR. WEST", "YOUNG TOM", "ÉLISE", "SERGEANT 2", "THE PILOT", "R2")
_PLACES = ("KITCHEN", "HARBOUR WALL", "POLICE STATION - CORRIDOR", "MINA'S CAR", "ROOF", "HOSPITAL ROOM 12", "BAR")
_TIMES = ("DAY", "NIGHT", "DAWN", "CONTINUOUS", "LATER", "EVENING")
_TEXT = (
    "the door opens and she looks past him at rain on glass a phone RINGS nobody moves then all of them run down into"
    " light of an old lamp swings over wet stone hands shake water drips far away something heavy falls he waits again"
)
_WORDS = _TEXT.split()
_ASIDES = ("(beat)", "(quietly)", "(into phone)", "(to Tom, who is not listening)")


def make_script(pages: int, seed: int = 7) -> str:
    """Return a Fountain script of `pages` printed pages; the same seed gives the same script."""
    chance = random.Random(seed)
    blocks = ["Title:\n    _**THE LAST FERRY**_\nCredit: written by\nAuthor: A Rule\nDraft date: 1/2/2026"]
    lines = scene = 0
    while lines < pages * PAGE_LINES:
        if scene % 30 == 0:
            blocks.append(f"# Act {scene // 30 + 1}")
        scene += 1
        side = chance.choice(("INT.", "EXT.", "INT./EXT."))
        heading = f"{side} {chance.choice(_PLACES)} - {chance.choice(_TIMES)}"
        blocks.append(heading + (f" #{scene}#" if scene % 2 else ""))
        lines += 3
        for _ in range(chance.randint(4, 16)):
            block, height = _action(chance) if chance.random() < 0.45 else _speech(chance)
            blocks.append(block)
            lines += height
        if chance.random() < 0.2:
            blocks.append("CUT TO:")
            lines += 2
    blocks.append("/*\nINT. CUT SCENE - DAY\n\nNobody sees this.\n*/")
    blocks.append("> THE END <")
    return "\n\n".join(blocks) + "\n"


def _sentence(chance: random.Random, least: int, most: int) -> str:
    words = [chance.choice(_WORDS) for _ in range(chance.randint(least, most))]
    if chance.random() < 0.1:
        words[1] = f"*{words[1]}*"
    if chance.random() < 0.05:
        words[-1] = f"**{words[-1]}**"
    return " ".join(words).capitalize() + "."


def _action(chance: random.Random) -> tuple[str, int]:
    text = " ".join(_sentence(chance, 5, 16) for _ in range(chance.randint(1, 3)))
    if chance.random() < 0.05:
        text += " [[shot: CU MINA, low angle]]"
    if chance.random() < 0.1:
        text += "\n" + _sentence(chance, 2, 6)
    return text, 1 + sum(len(textwrap.wrap(line, ACTION_WIDTH_CHARS)) for line in text.split("\n"))


def _speech(chance: random.Random) -> tuple[str, int]:
    cue = chance.choice(_NAMES) + chance.choice(("", "", "", " (V.O.)", " (CONT'D)"))
    parts = [cue + (" ^" if chance.random() < 0.02 else "")]
    if chance.random() < 0.25:
        parts.append(chance.choice(_ASIDES))
    text = " ".join(_sentence(chance, 3, 12) for _ in range(chance.randint(1, 3)))
    parts.append(text)
    return "\n".join(parts), len(parts) + len(textwrap.wrap(text, DIALOGUE_WIDTH_CHARS))


def main() -> None:
    """Read the script several times and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    script = make_script(arguments.pages)
    taken: list[float] = []
    elements = scenes = 0
    for _ in range(arguments.runs):
        start = time.perf_counter()
        screenplay = read_fountain(script, "benchmark.fountain", Diagnostics())
        taken.append((time.perf_counter() - start) * 1000)
        elements, scenes = len(screenplay.elements), len(screenplay.scenes)
    size = f"{arguments.pages} pages, {len(script) / 1000:.0f} kB, {elements} elements, {scenes} scenes"
    print(f"{size}: best {min(taken):.1f} ms, median {statistics.median(taken):.1f} ms")


if __name__ == "__main__":
    main()
