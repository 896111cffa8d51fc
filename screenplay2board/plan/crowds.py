"""Crowds that a sentence speaks of without the word: `a gym full of parents`, `a dozen reporters`, `rows of pupils`.

Enters: a sentence. Leaves: whether so many people are there that they fill the set. Who of them acts is an `Extra`;
all the others stand or sit about.
"""

from __future__ import annotations

import re

from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Sentence, Token

_MANY = frozenset(
    {"dozen", "dozens", "hundred", "hundreds", "thousand", "thousands", "score", "scores", "ten", "twelve", "fifteen"}
    | {"twenty", "thirty", "forty", "fifty", "sixty", "many", "countless"}
)
# `full of parents`, `packed with commuters`, `a column of soldiers`, `lined with mourners`.
_FULL = frozenset({"full", "packed", "crowded", "filled", "lined", "jammed", "crammed", "alive", "thick", "swarming"})
_BODIES = frozenset(
    {"column", "columns", "line", "lines", "row", "rows", "rank", "ranks", "group", "throng", "sea", "band", "troop"}
    | {"company", "stream", "swarm", "army", "wave", "flood", "huddle", "cluster", "knot", "busload", "classroom"}
)
_LINKS = frozenset({"of", "with"})
_PEOPLE_WITHIN_WORDS = 4  # `packed with tired rush-hour commuters`
_GENERAL = frozenset({"people", "parents", "families", "kids", "children", "folk", "folks", "relatives", "strangers"})
# Plurals of people that no role or group names one by one.
_KINDS = frozenset(
    {
        "truckers",
        "pupils",
        "commuters",
        "villagers",
        "drinkers",
        "diners",
        "travelers",
        "travellers",
        "fans",
        "recruits",
    }
    | {"refugees", "settlers", "peasants", "townspeople", "congregants", "worshippers", "schoolchildren", "patients"}
    | {"inmates", "cadets", "athletes", "teammates", "classmates", "journalists", "delegates", "senators", "jurors"}
    | {
        "gamblers",
        "dancers",
        "ravers",
        "clubbers",
        "regulars",
        "tourists",
        "migrants",
        "evacuees",
        "marchers",
        "mourners",
    }
)
_PEOPLE = _GENERAL | _KINDS
_HOLDING = _FULL | _BODIES
_NUMBER = re.compile(r"\d{2,4}")
_FROM = 8  # a figure from which on people are a crowd


def tells_crowd(sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of so many people that they fill the place."""
    tokens = sentence.tokens
    return any(_is_plural_of_people(tokens, index) and _are_many(tokens, index) for index in range(len(tokens)))


def _is_plural_of_people(tokens: list[Token], index: int) -> bool:
    word = tokens[index].text
    if not word.islower():
        return index == 0 and word.istitle() and word.lower() in _KINDS
    if word in _PEOPLE:
        return True
    if not word.endswith(("s", "men")):
        return False
    words = vocabulary()
    plural = word.endswith(("men", "women")) or (word.endswith("s") and word != tokens[index].stems[0])
    return plural and (
        bool(words.groups.find([tokens[index]])) or words.roles.first(tokens[index].stems[0]) is not None
    )


def _are_many(tokens: list[Token], index: int) -> bool:
    """Tell whether a number, a body of people or something full of them stands before the noun."""
    before = [token.text.lower() for token in tokens[max(0, index - _PEOPLE_WITHIN_WORDS) : index]]
    if before in ([], ["the"]) and tokens[index].text.lower() in _KINDS:
        return True  # Diners drink coffee
    if any(word in _MANY or (_NUMBER.fullmatch(word) and int(word) >= _FROM) for word in before):
        return True
    link = next((place for place in range(len(before) - 1, 0, -1) if before[place] in _LINKS), 0)
    return link > 0 and before[link - 1] in _HOLDING
