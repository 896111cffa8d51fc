"""Korean prompts in English, by a dictionary of terms (`data/korean.toml`), then by a translation model.

Enters: text in any mixture of both. Leaves: English, and the Korean words that nobody knows.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

Translate = Callable[[str], str]

_HANGUL = re.compile(r"[가-힣]+")
_RUN = re.compile(r"[가-힣]+(?:\s+[가-힣]+)*")


def translate(text: str, translator: Translate | None = None) -> tuple[str, tuple[str, ...]]:
    """Return `text` with its Korean in English, and the words that were left out because nobody knows them.

    translator: reads what the dictionary does not know all of, a stretch between two commas as a whole.
    """
    unknown: list[str] = []
    pieces: list[str] = []
    for written in text.split(","):
        english, missing = _by_dictionary(written)
        if missing and translator is not None:
            english = translator(written.strip())
            missing = _HANGUL.findall(english)  # what the model has left as it was
            english = _HANGUL.sub(" ", english)
        unknown += missing
        pieces.append(" ".join(english.split()))
    return ", ".join(piece for piece in pieces if piece), tuple(dict.fromkeys(unknown))


def _by_dictionary(text: str) -> tuple[str, list[str]]:
    """Return one stretch in English, and the words that the dictionary does not have."""
    unknown: list[str] = []

    def english(run: re.Match[str]) -> str:
        words, said = run.group().split(), list[str]()
        while words:
            length, meaning = _longest(words)
            if meaning is None:
                unknown.append(words[0])
            elif meaning:
                said.append(meaning)
            words = words[length:]
        return " ".join(said)

    return _RUN.sub(english, text), unknown


def has_korean(text: str) -> bool:
    """Tell whether there is Hangul in `text`."""
    return _HANGUL.search(text) is not None


@cache
def _dictionary() -> tuple[Mapping[str, str], tuple[str, ...], int]:
    """Return the terms, the endings (longest first), and the most words of a term."""
    text = files("screenplay2board.render.diffusion").joinpath("data", "korean.toml").read_text("utf-8")
    data = tomllib.loads(text)
    endings = sorted((word.strip() for word in data["endings"]["words"].split(",")), key=len, reverse=True)
    return data["terms"], tuple(endings), max(len(term.split()) for term in data["terms"])


def _longest(words: list[str]) -> tuple[int, str | None]:
    """Return how many of `words` the longest term at their start takes, and its meaning."""
    terms, endings, most = _dictionary()
    for length in range(min(most, len(words)), 0, -1):
        phrase = " ".join(words[:length])
        if phrase in terms:
            return length, terms[phrase]
        for ending in endings:
            stem = phrase.removesuffix(ending)
            if stem != phrase and stem in terms:
                return length, terms[stem]
    return 1, None
