"""People without a name whom a verb brings into the picture: `a waiter brings the soup`, `two cops follow them`.

Enters: a sentence of action. Leaves: `Extra`s, named as the cast keeps them.
Only who acts is staged: `at a table full of guests` stays scenery. Korean writes roles without articles; there the
subject's particle tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from screenplay2board.plan.asides import aside_words
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Hit, Lexicon, Sentence, Token, is_korean

_ARTICLES = frozenset({"a", "an", "another", "one"})
NUMBERS = {
    "two": 2, "few": 2, "three": 3, "several": 3, "some": 3, "many": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "dozen": 12, "dozens": 12, "twenty": 20, "fifty": 50,
    "hundred": 100, "hundreds": 100,
}  # fmt: skip
# More would crowd a small picture, and each of them is posed and drawn.
MOST = 3
# Between the role and its verb may stand a few words: `A waiter in black brings the soup`.
_VERB_WITHIN_WORDS = 7
_ADJECTIVES_BEFORE = 2
_BARE_ADJECTIVES = frozenset({"old", "young", "armed", "masked", "drunken", "barefoot", "ragged", "uniformed"})
_PLACING = frozenset({"On", "In", "At", "Under", "Behind", "Around", "Outside", "Inside", "Along", "By", "Across"})
_STOPS = frozenset({"and", "who", "that", "where", "while", "as", "of", "is", "was", "'s"})


class Extra(NamedTuple):
    """Nameless people. drawn: how many of them are drawn; told: how many they are, 0 where nothing says so.

    text: the words before the role: `a tall old`.
    """

    name: str
    drawn: int
    told: int
    text: str = ""


def extras_of(sentence: Sentence) -> Iterator[Extra]:
    """Return the nameless people who act in a sentence."""
    tokens = sentence.tokens
    if len(tokens) < 2 or is_korean(sentence.text):
        return
    words = vocabulary()
    if not any(words.groups.may_begin(token) or words.roles.may_begin(token) for token in tokens):
        return
    end = _reveals(sentence)
    aside = aside_words(sentence)
    hits = [hit for hit in words.groups.find(tokens) if tokens[hit.first].text.islower()]  # capitals introduce
    hits = [hit for hit in hits if hit.first not in aside]
    taken = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    for hit in hits:
        start = clause_start(tokens, hit.first, NUMBERS)
        if start and tokens[start - 1].text.lower() == "the":
            continue  # the two women are women we know
        number = NUMBERS.get(tokens[start].text.lower(), 0)
        bare = start == hit.first == 0 or _opens_clause(sentence, hit)
        if (number or bare or _is_crowd(hit)) and acts(tokens, hit, words.action):
            told = " ".join(token.text for token in tokens[max(0, hit.first - _ADJECTIVES_BEFORE) : hit.first])
            yield Extra(_name(tokens, hit), min(number or int(hit.targets[0]), MOST), number, told)
    capital = {index for index, token in enumerate(tokens) if token.text[0].isupper() and index > 0}
    for hit in words.roles.find(tokens):
        if hit.first in taken or hit.first in capital or hit.first == 0 or tokens[hit.last].text.endswith("s"):
            continue
        start = clause_start(tokens, hit.first, _ARTICLES)
        before, after = sentence.text[: tokens[start].start].rstrip(), sentence.text[tokens[hit.last].end :]
        named = _NAME_BEHIND.match(after) is not None
        appositive = before.endswith((",", ")")) or named  # PIP (19), a dishwasher; a girl, ROSE (7),
        if tokens[hit.first].start < end or hit.first in aside:
            continue
        if (
            tokens[start].text.lower() in _ARTICLES
            and start < hit.first
            and not appositive
            and acts(tokens, hit, words.action)
        ):
            yield Extra(_name(tokens, hit), 1, 1, " ".join(token.text for token in tokens[start : hit.first]))
    if tokens[0].text.istitle():
        group = next((hit for hit in words.groups.find(tokens[:2]) if hit.first == 0), None)
        if (
            group is not None
            and (group.last == 0 or tokens[group.last].text.islower())
            and acts(tokens, group, words.action)
        ):
            yield Extra(_name(tokens, group), min(int(group.targets[0]), MOST), 0)


def _reveals(sentence: Sentence) -> int:
    """Return up to where a sentence speaks of somebody whom it names behind a colon: `A man crawls past: Tull.`"""
    match = _REVEALED.search(sentence.text)
    return match.start() if match else 0


def clause_start(tokens: Sequence[Token], index: int, openings: Sequence[str] | frozenset[str] | dict[str, int]) -> int:
    """Return where the article or number stands that belongs to a noun, the noun's own place where there is none."""
    for back in range(1, _ADJECTIVES_BEFORE + 2):
        place = index - back
        if place < 0:
            break
        if tokens[place].text.lower() in openings:
            return place
    return index


def _opens_clause(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether a group stands bare where a clause begins: `Old men look up`, `On the porch old men play chess`."""
    adjective = hit.first > 0 and sentence.tokens[hit.first - 1].text.lower() in _BARE_ADJECTIVES
    return adjective and (hit.first == 1 or sentence.tokens[0].text in _PLACING)


def _is_crowd(hit: Hit) -> bool:
    return hit.targets[0] == "5"


def acts(tokens: Sequence[Token], hit: Hit, lexicon: Lexicon) -> bool:
    """Tell whether a verb of `lexicon` follows soon, and the noun stands where a subject does."""
    behind = list(tokens[hit.last + 1 : hit.last + 1 + _VERB_WITHIN_WORDS])
    for index, token in enumerate(behind):
        goes_on = index + 1 < len(behind) and behind[index + 1].text.endswith("ing")
        if token.text.lower() in _STOPS and index and not goes_on:
            behind = behind[:index]
            break
    if not behind:
        return False
    before = list(tokens[max(0, hit.first - 4) : hit.first])
    for index in range(len(before) - 1, -1, -1):
        if index and before[index].start - before[index - 1].end > 1:  # behind a comma a clause begins
            before = before[index:]
            break
    if any(token.text.lower() in _OBJECT_MARKS for token in before):
        return False
    found = lexicon.find(behind)
    return any(target.startswith(("pose:", "event:")) for hit in found for target in hit.targets)


# `a girl, ROSE (7),`: the role is of who is named; `a woman, late thirties, paces` has no name yet.
_NAME_BEHIND = re.compile(r",\s*(?:[a-z]+\s+){0,3}[A-Z]|(?:\s+[a-z]+){1,4},\s*[A-Z]{2,}[A-Z .'’-]*(?:\(|,)")
_REVEALED = re.compile(r": (?:[A-Z][a-z]+|[A-Z]{2,})(?: [A-Z][A-Za-z]+)?\s*(?:\(|[.,]|$)")
_OBJECT_MARKS = frozenset(
    {"at", "to", "with", "from", "of", "behind", "beside", "near", "toward", "towards", "after", "for", "by", "like"}
    | {
        "against",
        "over",
        "under",
        "past",
        "into",
        "onto",
        "on",
        "around",
        "between",
        "in",
        "sees",
        "watches",
        "through",
    }
)


def _name(tokens: Sequence[Token], hit: Hit) -> str:
    words = [token.text for token in tokens[hit.first : hit.last + 1]]
    return " ".join(word.upper() for word in words if word.lower() not in NUMBERS)
