"""Whether a character is a man or a woman: told by pronouns, by first names, by what a reader expects.

Enters: names and the action's sentences. Leaves: genders; what nothing tells is left open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence, Set
from typing import cast

from screenplay2board.plan.names import Mention, NameIndex
from screenplay2board.plan.subjects import BODY
from screenplay2board.plan.types import Gender
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Sentence, Token, is_korean
from screenplay2board.screenplay.types import Element

_Paragraph = Sequence[tuple[Sentence, Sequence[Mention]]]
SentencesByScene = Sequence[Sequence[tuple[Element, Sequence[Sentence]]]]

_OWN = re.compile(r"\s*(?:\([^()]*\))?,\s*")
# `TICK (22), nervous, a laptop on his knees`
_OWN_FURTHER_ON = re.compile(r"\s*(?:\([^()]*\))?(?:,\s[^.;:!?()]*)*")
_AFTER_OBJECT = frozenset({"and", "with", "in", "on", "at", "to", "from", "as", "while", "but", "then", "by", "into"})
_DETERMINERS = frozenset({"a", "an", "the", "his", "this", "that", "two", "another", "some"})  # slides her a whiskey
_OF_WOMEN = re.compile(r"[A-Z]{2,}(?:[^AO]A|ETTE|ELLE|LYN|INE)", re.IGNORECASE)
_OF_KOREAN_MEN = ("준", "혁", "철", "식", "석", "훈", "섭", "환", "규", "범", "욱", "국", "만", "봉", "태", "걸", "병")
_OF_KOREAN_WOMEN = (
    "희",
    "숙",
    "자",
    "순",
    "미",
    "아",
    "혜",
    "화",
    "나",
    "리",
    "린",
    "은",
    "연",
    "옥",
    "애",
    "솔",
    "례",
)
# Pronouns are counted this far; a leading part has hundreds, and the answer does not change.
_ENOUGH_PRONOUNS = 24
_SURE_PRONOUNS = 2
_SURE_AGAINST_NAME = 4


def genders_by_pronoun(
    people: Set[str], leads: Set[str], action: SentencesByScene, names: NameIndex
) -> tuple[dict[str, Gender], dict[str, Gender]]:
    """Count `he` and `she` after each person's name; return the genders that are clear, and those that are likely.

    Other pronouns count only where the paragraph names nobody else, and only for people whom `he` and `she` leave open.
    A single pronoun may mean somebody else, so that a name tells more than it does.
    """
    strong: dict[str, Counter[str]] = {name: Counter() for name in sorted(people)}
    weak: dict[str, Counter[str]] = {name: Counter() for name in strong}
    for scene in action:
        told = [[(sentence, _known(sentence, names, strong)) for sentence in sentences] for _, sentences in scene]
        only = _alone_in(told)
        for paragraph in told:
            _count_pronouns(paragraph, strong, weak, only)
    surely: dict[str, Gender] = {}
    perhaps: dict[str, Gender] = {}
    for name in sorted(leads):  # near an extra, `she` is rather the lead they pass by
        count = strong[name] if strong[name] else weak[name]
        if count["female"] != count["male"] and max(count.values()) >= 2 * min(count["female"], count["male"]):
            enough = _SURE_PRONOUNS if gender_by_name(name) is None else _SURE_AGAINST_NAME
            genders = surely if strong[name].total() >= enough else perhaps
            genders[name] = "female" if count["female"] > count["male"] else "male"
    return surely, perhaps


def _known(sentence: Sentence, names: NameIndex, people: Container[str]) -> list[Mention]:
    """Return the mentions of people of the cast."""
    return [mention for mention in names.find(sentence.tokens) if mention.names[0] in people]


def _alone_in(scene: Sequence[_Paragraph]) -> str | None:
    """Return the one person that a scene names; `he` in its later paragraphs is them. None where there are more."""
    named = {mention.names[0] for paragraph in scene for _, mentions in paragraph for mention in mentions}
    return named.pop() if len(named) == 1 else None


def _count_pronouns(
    paragraph: _Paragraph,
    strong: dict[str, Counter[str]],
    weak: dict[str, Counter[str]],
    only: str | None,
) -> None:
    """Count the pronouns of one paragraph for the people it names. only: the one person of the scene, if it is one."""
    last = only
    acted_on: set[str] = set()
    told: dict[str, str] = {}  # one person is not `he` and `she` in one paragraph: the second is somebody else
    named_here = {mention.names[0] for _, mentions in paragraph for mention in mentions}
    alone = len(named_here) == 1
    for sentence, mentions in paragraph:
        for hit in vocabulary().pronouns.find(sentence.tokens):
            if hit.targets[0] == "both":
                continue
            before = [mention for mention in mentions if mention.first < hit.first and mention.case != "object"]
            own = _right_before(sentence, mentions, hit.first)
            who = own or (before[0].names[0] if before else last)
            if who is None or strong[who].total() >= _ENOUGH_PRONOUNS:
                continue
            if told.get(who, hit.targets[0]) != hit.targets[0]:
                continue
            subject = sentence.tokens[hit.first].text.lower() in ("he", "she") and not before
            if subject and hit.targets[0] in acted_on:
                continue  # `Bill hands it to her. She drinks.`
            if _is_object(sentence.tokens, hit.first):
                acted_on.add(hit.targets[0])
            if subject and not named_here:
                weak[who][hit.targets[0]] += 1  # of an earlier paragraph
            elif own or subject:
                told[who] = hit.targets[0]
                strong[who][hit.targets[0]] += 1
            elif (alone or _is_own(sentence.tokens, hit.first, before)) and not _is_object(sentence.tokens, hit.first):
                told[who] = hit.targets[0]
                weak[who][hit.targets[0]] += 1
        last = mentions[0].names[0] if mentions else last


def _right_before(sentence: Sentence, mentions: Sequence[Mention], index: int) -> str | None:
    """Return whom a possessive belongs to that follows a name and a comma: `ROTH (33), his arm in a sling`."""
    pronoun = sentence.tokens[index]
    for mention in mentions:
        if mention.last >= index or pronoun.text not in ("his", "her"):
            continue
        between = sentence.text[sentence.tokens[mention.last].end : pronoun.start]
        if _OWN.fullmatch(between):
            return mention.names[0]
        named = any(mention.last < other.first < index for other in mentions)
        if not named and _OWN_FURTHER_ON.fullmatch(between) and not _does(sentence.tokens[mention.last + 1 : index]):
            return mention.names[0]
    return None


def _does(tokens: list[Token]) -> bool:
    """Tell whether words say that somebody does something, and not only what they are like and have."""
    hits = vocabulary().action.find(tokens)
    return any(target.startswith(("pose:", "event:")) for hit in hits for target in hit.targets)


def _is_own(tokens: Sequence[Token], index: int, before: Sequence[Mention]) -> bool:
    """Tell whether a possessive is the subject's own: `Marit drops to her knees`."""
    owners = {mention.names for mention in before}
    return len(owners) == 1 and tokens[min(index + 1, len(tokens) - 1)].text.lower() in BODY - {"back"}


def _is_object(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a pronoun is acted on, so that it is not the subject itself: `Gus stares at her.`"""
    word = tokens[index].text.lower()
    at_end = index + 1 >= len(tokens) or tokens[index + 1].text.lower() in _AFTER_OBJECT | _DETERMINERS
    at_end = at_end or (tokens[index + 1].text.lower() == "back" and index + 2 == len(tokens))  # holds her back
    return word in ("him", "them") or (word == "her" and at_end)


def gender_by_name(*names: str) -> Gender | None:
    """Return what a first name tells."""
    for name in names:
        for word in name.split():
            found = vocabulary().names.first(word)
            if found:
                return cast("Gender", found)
    return None


def gender_by_ending(name: str) -> Gender | None:
    """Return what the ending of an unknown first name tells: most in `-a` are women's, those in `-혁` men's."""
    first = name.split()[0]
    if is_korean(first):
        given = first[-2:] if len(first) in (2, 3) else ""
        return "male" if given.endswith(_OF_KOREAN_MEN) else "female" if given.endswith(_OF_KOREAN_WOMEN) else None
    return "female" if _OF_WOMEN.fullmatch(first) and vocabulary().roles.first(first) is None else None


def usual_gender(*names: str) -> Gender | None:
    """Return what a reader expects of a profession or a relation."""
    return cast("Gender | None", next(filter(None, map(vocabulary().usual.first, names)), None))
