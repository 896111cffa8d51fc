"""Find phrases of the vocabulary that name somebody where they are written with a pronoun.

Enters: the words of a sentence, its mentions. Leaves: hits, at the places of the words as the script writes them.
`grabs him by the arm` is one row of data; `grabs Tomas by the arm`, `grabs the boy by the arm` are found by it too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from screenplay2board.plan.names import Mention
from screenplay2board.plan.types import CharacterLook
from screenplay2board.plan.words import Hit, Lexicon, Token, is_korean, stems

_ARTICLES = frozenset({"the", "a", "an"})
# Who is meant without a name: `the boy's arm`.
_FEMALE = frozenset({"woman", "girl", "lady", "bride", "mother", "daughter", "sister", "wife"})
_MALE = frozenset({"man", "boy", "guy", "groom", "father", "son", "brother", "husband", "kid", "child", "stranger"})
_OBJECTS = {"female": ("her", "her"), "male": ("him", "his")}  # gender -> as an object, as an owner


def hits_of(
    tokens: list[Token], mentions: Sequence[Mention], looks: Mapping[str, CharacterLook], lexicon: Lexicon
) -> list[Hit]:
    """Return what `lexicon` finds, with the longer phrases that are found where names stand as pronouns."""
    hits = lexicon.find(tokens)
    spoken, places = _with_pronouns(tokens, mentions, looks)
    if len(places) == len(tokens) and spoken == tokens:
        return hits
    phrases = [
        Hit(hit.targets, places[hit.first][0], places[hit.last][1])
        for hit in lexicon.find(spoken)
        if any(spoken[index] is not tokens[places[index][0]] for index in range(hit.first, hit.last + 1))
    ]
    phrases = [phrase for phrase in phrases if phrase.last > phrase.first]
    kept = [hit for hit in hits if not any(p.first <= hit.last and hit.first <= p.last for p in phrases)]
    return sorted((*kept, *phrases), key=lambda hit: hit.first)


def _with_pronouns(
    tokens: list[Token], mentions: Sequence[Mention], looks: Mapping[str, CharacterLook]
) -> tuple[list[Token], list[tuple[int, int]]]:
    """Return the words with pronouns for whom something is done to, and for each the (first, last) it stands for."""
    by_place = {mention.first: mention for mention in mentions}
    spoken: list[Token] = []
    places: list[tuple[int, int]] = []
    index = 0
    while index < len(tokens):
        first, last, word = _pronoun_at(tokens, index, by_place, looks)
        if word is None:
            spoken.append(tokens[index])
        else:
            if places and tokens[places[-1][0]].text in _ARTICLES:
                spoken.pop()
                first = places.pop()[0]
            spoken.append(Token(word, stems(word), tokens[first].start, tokens[last].end))
        places.append((first, last))
        index = last + 1
    return spoken, places


def _pronoun_at(
    tokens: list[Token], index: int, by_place: Mapping[int, Mention], looks: Mapping[str, CharacterLook]
) -> tuple[int, int, str | None]:
    """Return (first, last) of what stands at `index`, and the pronoun for it where it is somebody."""
    token, mention = tokens[index], by_place.get(index)
    if index == 0 or is_korean(token.text):
        return index, index, None
    owner = token.text.endswith(("'s", "’s", "s'", "s’"))
    if mention is not None:
        owner = tokens[mention.last].text.endswith(("'s", "’s", "s'", "s’"))
        first, *others = mention.names
        if others:
            return index, mention.last, "their" if owner else "them"
        look = looks.get(first)
        if look is None or look.kind != "person":
            return index, index, None
        return index, mention.last, _OBJECTS[look.gender][owner]
    noun = token.text.lower().removesuffix("'s").removesuffix("’s")
    gender = "female" if noun in _FEMALE else "male" if noun in _MALE else None
    if gender is None or token.text[0].isupper():
        return index, index, None
    return index, index, _OBJECTS[gender][owner]
