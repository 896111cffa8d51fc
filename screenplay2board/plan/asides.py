"""Words of a sentence that nobody in it does: remarks in parentheses, quotations, comparisons.

Enters: a sentence. Leaves: the indices of such words.
"""

from __future__ import annotations

import re

from screenplay2board.plan.words import Sentence

_ASIDE = re.compile(r"[(（][^()（）]*[)）]|[\"“][^\"“”]*[\"”]")
# `butters bread the way other people plaster walls`, `bears down on them like weather`, `as if he had been shot`. What
# somebody looks like they feel is seen, and stays.
_COMPARISON = re.compile(
    r"(?<!look )(?<!looks )(?<!looking )\b(?:as if|as though"
    r"|like (?=(?:an?|the|some\w*|two|it|he|she|they|[\w-]+ing)\b)|like (?=\w+[.,!?]))[^,.;!?—–]*"
    r"|(?<!all )(?<!lead )(?<!leads )(?<!know )(?<!knows )(?<!on )(?<!by )(?<!in )(?<!of )(?<!block )(?<!blocks )"
    r"\bthe way (?:other|an?|the|some|most|only|he|she|they|you|people|men|women|children|\w+s)\b[^,.;!?—–]*"
)


def aside_words(sentence: Sentence) -> frozenset[int]:
    """Return the indices of the words that are said, read or compared with, and not done."""
    text = sentence.text
    places = [match.span() for match in _ASIDE.finditer(text)] if any(mark in text for mark in '(（"“') else []
    if " as " in text or " like " in text or " the way " in text:
        places += [match.span() for match in _COMPARISON.finditer(text)]
    if not places:
        return frozenset()
    return frozenset(
        i for i, token in enumerate(sentence.tokens) if any(start <= token.start < end for start, end in places)
    )
