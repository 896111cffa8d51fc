"""Animals and vehicles that act in a sentence: `the DOG runs after the ball`, `HORSES gallop past`.

Enters: a sentence of action. Leaves: who acts, by the name that the cast gives them, their kind and how many they are.
Only who acts is staged as somebody: `he mounts his horse`, `a dog collar` stay things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from screenplay2board.plan.extras import MOST, NUMBERS, acts, clause_start
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Hit, Sentence, Token, is_korean

_DETERMINERS = frozenset({"a", "an", "another", "one", "the", "his", "her", "their", "its", "my", "this", "that"})
_KOREAN_SUBJECT = re.compile(r"(?:들)?(?:이|가|은|는|도|께서)$")
# What may follow an animal that acts; another noun makes a dog collar, a horse stable of it.
_FOLLOWERS = frozenset(
    {"is", "are", "that", "which", "who", "and", "in", "on", "with", "from", "at", "of", "across", "over", "behind"}
    | {"beside", "under", "by", "near", "through", "then", "still", "now", "just", "also", "suddenly"}
)
_SEVERAL = 3  # of a plural without a number
# Of such a thing an animal is made that is none.
_MATERIALS = frozenset(
    {
        "golden",
        "gold",
        "silver",
        "bronze",
        "brass",
        "stone",
        "marble",
        "wooden",
        "porcelain",
        "china",
        "glass",
        "stuffed",
    }
    | {"toy", "plastic", "plush", "paper", "carved", "painted", "clay", "ivory", "model", "mechanical", "embroidered"}
)


class BeingFound(NamedTuple):
    """Animals or vehicles that act. number: how many, where they are several."""

    name: str
    kind: str
    number: int


def beings_of(sentence: Sentence) -> Iterator[BeingFound]:
    """Return the animals and vehicles that act in a sentence."""
    words = vocabulary()
    tokens = sentence.tokens
    if not any(words.beings.may_begin(token) for token in tokens):
        return
    for hit in words.beings.find(tokens):
        if is_korean(tokens[hit.last].text):
            if _KOREAN_SUBJECT.search(tokens[hit.last].text):
                noun = words.beings.korean_word(tokens[hit.last])
                many = noun.endswith("들") and hit.targets[0] not in words.flocks
                yield BeingFound(noun, hit.targets[0], _SEVERAL if many else 1)
            continue
        number = _number(tokens, hit)
        if number and _verb_follows(tokens, hit):
            name = " ".join(token.text.upper() for token in tokens[hit.first : hit.last + 1])
            yield BeingFound(name, hit.targets[0], 1 if hit.targets[0] in words.flocks else number)


def _number(tokens: list[Token], hit: Hit) -> int:
    """Return how many a noun means, 0 where it does not stand as a subject would."""
    word = tokens[hit.last].text
    if word.istitle() and hit.first:
        return 0  # Mr. Fox
    start = clause_start(tokens, hit.first, _DETERMINERS | set(NUMBERS))
    if any(token.text.lower() in _MATERIALS for token in tokens[max(0, hit.first - 3) : hit.first]):
        return 0
    opening = tokens[start].text.lower()
    several = word.lower() in vocabulary().bare_plurals or (word.lower().endswith("s") and len(word) > 3)
    if start < hit.first:
        return min(
            NUMBERS.get(opening, _SEVERAL if several and word.lower() not in vocabulary().bare_plurals else 1), MOST
        )
    bare = several and (word.isupper() or word.lower() not in vocabulary().beings_as_verbs)
    return _SEVERAL if bare else int(word.isupper() and len(word) > 1)


def _verb_follows(tokens: list[Token], hit: Hit) -> bool:
    """Tell whether the noun is what acts, and not the first half of another noun."""
    lexicon = vocabulary().being_action
    behind = tokens[hit.last + 1 : hit.last + 2]
    if not behind or not acts(tokens, hit, lexicon):
        return False
    word = behind[0].text
    verb = any(t.startswith(("pose:", "event:")) for found in lexicon.find(tokens[hit.last + 1 : hit.last + 4])[:1]
               if not found.first for t in found.targets)  # fmt: skip
    return verb or word.lower() in _FOLLOWERS or word.endswith(("ly", "ing")) or word.lower() in NUMBERS
