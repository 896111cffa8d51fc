"""Who a stranger turns out to be: `The Man in the Hat steps out. This is DORAN (45).`

Enters: the action's sentences and the names of the cast. Leaves: `Reveal`s: two names that are one person's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from screenplay2board.plan.genders import SentencesByScene
from screenplay2board.plan.names import Mention, NameIndex
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Sentence

_UNMASKING = re.compile(r"(?:^|[:,;–—-] *)(?i:this|that|it|he|she) ?(?:is|['’]s) (?=[A-Z])")
# `The girl -- LILY TRAN -- lies in bed`: who is named between dashes is the one before them.
# A sentence that only says who somebody is: a name in capitals, an age, more about them.
_INTRODUCED = re.compile(r"[A-Z][A-Z.'’\"“” -]+(?:, \d\d|\s*\(\d\d)")
_DASHES = re.compile(r" *(?:--|[–—]) *")


# `The witch, whose name is GRISELDA`, `the girl called RO`.
_NAMED = re.compile(r",? (?:whose name is|who is called|called|named) ", re.IGNORECASE)
# `The waitress, ANNA (25), bursts in`; `The driver, ANNA and BEN get out` are three.
_DEFINITE = re.compile(r"(?:^|\W)[Tt]he (?:\w+ ){0,2}$")
# `Behind the guard, Nora drops` are two.
_PLACES_HIM = re.compile(
    r"\b(?:behind|beside|before|below|above|beneath|opposite|past|near|next to|in front of|across from|with|like)"
    r" the (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_LIST_GOES_ON = re.compile(r"\s*(?:\([^()]*\))?,? (?:and|&) ")


class Reveal(NamedTuple):
    """Two names of one person. surely: the text names them in one breath, so that it holds of somebody who speaks."""

    stranger: str
    name: str
    surely: bool = False


def reveals(action: SentencesByScene, index: Callable[[], NameIndex]) -> Iterator[Reveal]:
    """Return who is named after they were seen. index: the names of the cast."""
    for scene in action:
        before: Mention | None = None
        for _, sentences in scene:
            for last, sentence in zip((None, *sentences), sentences, strict=False):
                if last is not None and _INTRODUCED.match(sentence.text):
                    yield from _named_next(last, sentence, index())
                unmasked = _UNMASKING.search(sentence.text)
                if unmasked and before is not None:
                    yield from _named_at(sentence, index().find(sentence.tokens), unmasked.end(), before)
                found = index().find(sentence.tokens)
                if ": " in sentence.text or _DASHES.search(sentence.text):
                    yield from _behind_colon(sentence, found)
                    yield from _between_dashes(sentence, found)
                yield from _in_one_breath(sentence, found)
                before = next(iter(found), before)


def spoken_as(people: Iterable[tuple[str, bool, Set[int]]]) -> Iterator[Reveal]:
    """Return whose cue says more than the action: `a man tied to a chair` who speaks as OLD MAN in that scene.

    people: (name, whether they speak, numbers of their scenes).
    """
    told = list(people)
    for stranger, speaks, scenes in told:
        cues = [name for name, talks, where in told if talks and name.endswith(f" {stranger}") and scenes <= where]
        if not speaks and scenes and len(cues) == 1:
            yield Reveal(stranger, cues[0])


def _named_at(sentence: Sentence, found: Sequence[Mention], start: int, stranger: Mention) -> Iterator[Reveal]:
    yield from (
        Reveal(stranger.names[0], mention.names[0])
        for mention in found
        if sentence.tokens[mention.first].start == start
    )


def _in_one_breath(sentence: Sentence, found: Sequence[Mention]) -> Iterator[Reveal]:
    """Return whom the words between two names make one person: `The witch, whose name is GRISELDA`."""
    for first, second in pairwise(found):
        start, end = sentence.tokens[first.first].start, sentence.tokens[first.last].end
        between = sentence.text[end : sentence.tokens[second.first].start]
        called = _NAMED.fullmatch(between) is not None
        opening = sentence.text[:start]
        defined = between == ", " and bool(_DEFINITE.search(opening)) and not _PLACES_HIM.search(opening)
        defined = defined and _LIST_GOES_ON.match(sentence.text, sentence.tokens[second.last].end) is None
        if first.case != "possessive" and (called or defined):
            yield Reveal(first.names[0], second.names[0], surely=True)


def _named_next(last: Sentence, sentence: Sentence, index: NameIndex) -> Iterator[Reveal]:
    """Return who is named by the next words alone: `A SOLDIER lies under a tree. CORPORAL FINCH, 22, American.`"""
    found, before = index.find(sentence.tokens), index.find(last.tokens)
    acts = any(
        target.startswith(("pose:", "event:"))
        for hit in vocabulary().action.find(sentence.tokens) for target in hit.targets
    )  # fmt: skip
    if before and len(found) == 1 and not acts:
        yield Reveal(before[0].names[0], found[0].names[0])


def _behind_colon(sentence: Sentence, found: Sequence[Mention]) -> Iterator[Reveal]:
    """Return who is named behind a colon, with the one before it: `The rider comes in: ABIGAIL (40).`"""
    colon = sentence.text.find(": ")
    starts = [(mention.names[0], sentence.tokens[mention.first].start) for mention in found]
    before = [name for name, start in starts if start < colon]
    behind = [name for name, start in starts if start > colon and not sentence.text[colon + 1 : start].strip()]
    if colon >= 0 and len(before) == 1 and behind:
        yield Reveal(before[0], behind[0])


def _between_dashes(sentence: Sentence, found: Sequence[Mention]) -> Iterator[Reveal]:
    for first, second in pairwise(found):
        between = sentence.text[sentence.tokens[first.last].end : sentence.tokens[second.first].start]
        if _DASHES.fullmatch(between):
            yield Reveal(first.names[0], second.names[0])
