"""Who a sentence is about: its people, named or meant by pronouns, and which of them act.

Enters: the words of a sentence, its mentions and hits, who was spoken of before. Leaves: `Person`s.
The first person of a clause is its subject, people behind a preposition or a verb are objects; in Korean the particles
tell. Pronouns mean the last fitting person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from screenplay2board.plan.kin import kin_named
from screenplay2board.plan.names import Mention
from screenplay2board.plan.types import Age, CharacterLook, Gender
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Hit, Sentence, Token, is_korean
from screenplay2board.stage.names import ANIMALS

PREPOSITIONS = frozenset(
    {"at", "to", "with", "from", "of", "behind", "beside", "near", "toward", "towards", "after", "before", "for", "by"}
    | {"against", "over", "under", "past", "into", "onto", "on", "around", "between", "beyond", "about", "opposite"}
    | {"across", "like", "off", "through", "upon"}
)
# `At a table`, `in bed`, `on his knees`: poses without a verb.
_PLACES = PREPOSITIONS | {"in"}
_DETERMINERS = frozenset(
    ["the", "a", "an", "his", "her", "their", "its", "this", "that", "old", "young", "little", "poor"]
)
_NEW_CLAUSE = frozenset(["as", "while", "when", "but", "then", "until", "and", "where", "whereas"])
# `Then slides off the horse`: a verb behind these is done by who acted before.
_CONNECTIVES = frozenset(["then", "and", "but", "now", "still"])
# `Out comes HARLAN`, `There stands MINA`: who is named behind such a word and a verb acts.
_WAYS = frozenset(["there", "here", "in", "out", "up", "down", "off", "away"])
_SUBJECT_PRONOUNS = frozenset(["he", "she", "they", "both"])
# What follows `her` where it is no possessive: `holds her close`.
_BEHIND_OBJECT = frozenset(
    {"close", "closer", "tight", "tightly", "away", "off", "again", "in", "so", "there", "up", "down", "out", "back"}
    | {"inside", "home", "along"}
)
_DETERMINERS_BEHIND = frozenset(
    ["a", "an", "the", "his", "their", "this", "that", "two", "one", "some", "another", "what"]
)
_OBJECT_PRONOUNS = frozenset(["him", "her", "them"])
_SUBJECT_OF: Mapping[str, str] = {"him": "he", "her": "she", "them": "they"}
_EVERYBODY = frozenset(["everyone", "everybody", "all", "모두", "다들", "일동"])
_NUMBERS: Mapping[str, int] = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SHARES = frozenset(["one", "two", "three", "some", "both", "all", "each", "none"])
_POSSESSIVE_PRONOUNS = frozenset(["his", "her", "their"])
_KOREAN_SUBJECT_NOUN = re.compile(r"[가-힣]{1,6}(?:이|가)$")
# Parts of a person: `눈물이 흐른다` is somebody's crying.
_KOREAN_BODY = re.compile(r"(?:눈물|손|눈|눈빛|얼굴|입술|목소리|숨|고개|심장|어깨|몸|다리)(?:이|가)$")
# From the last syllable of a name to the next name; what ends in `-는` tells what is done with somebody.
_KOREAN_AND = re.compile(r"[가-힣]?(?:와|과|랑) (?:[가-힣]{1,6}(?<!는) )?")
_PARENTHESES = re.compile(r"[(（][^()（）]*[)）]")
_KOREAN_BESIDE = re.compile(r"(?:옆|앞|뒤|곁|쪽|위|맞은편|건너편)")
_CONTRACTED = re.compile(r"['’](?:s|re|ll|d|ve)$")
_KOREAN_PRONOUNS = {
    "그녀": "she", "그": "he", "둘": "they", "두": "they", "부녀": "they", "모녀": "they", "부자": "they",
    "남매": "they", "자매": "they", "형제": "they", "연인": "they",
}  # fmt: skip
# 모자 is a hat as well, 부부 a group of its own: with these they are two people.
_KOREAN_TOGETHER = re.compile(r"(?:함께|나란히|마주|서로|같이)")
_KOREAN_HAT_OR_PAIR = re.compile(r"모자(?:가|는)")
# What a noun behind `the` tells of a person: gender and ages.
_GROWN: tuple[Age, ...] = ("teen", "adult", "elder")
_DESCRIPTIONS: Mapping[str, tuple[Gender | None, tuple[Age, ...]]] = {
    "man": ("male", _GROWN), "woman": ("female", _GROWN), "lady": ("female", _GROWN), "guy": ("male", _GROWN),
    "gentleman": ("male", _GROWN), "boy": ("male", ("child", "teen")), "girl": ("female", ("child", "teen")),
    "child": (None, ("child",)), "kid": (None, ("child", "teen")),
}  # fmt: skip
_AGED: Mapping[str, tuple[Age, ...]] = {
    "old": ("elder",), "older": ("adult", "elder"), "elderly": ("elder",), "young": ("teen", "adult"),
    "younger": ("teen", "adult"), "little": ("child",), "small": ("child",),
}  # fmt: skip
_SINGULAR: Mapping[str, str] = {
    "men": "man", "women": "woman", "ladies": "lady", "guys": "guy", "boys": "boy", "girls": "girl",
    "children": "child", "kids": "kid",
}  # fmt: skip
# `climbs out, a blanket around him`: what is said behind the comma is had by who acts.
_ON_ONESELF = re.compile(
    r",\s+(?:an?|the|his|her|[\w-]+['’]s)\s+(?:[\w’'-]+\s+){1,3}(?:still\s+)?(?:around|over|on|about|behind|before|under|beside)\s+$"
)
_SEVERAL = 2  # people whom `they` means at least
_MOST_ADJECTIVES = 3
_SHORTEST_PARTICIPLE = 5  # `King`, `Ring` are none
# `His left hand shakes`, `His reflection lies over the glass`: so near stands what is theirs.
_BODY_WITHIN_WORDS = 4
_ADJECTIVES_OF_BODY = 1
BODY = frozenset(
    {"face", "eyes", "eye", "hand", "hands", "mouth", "lips", "cheek", "head", "hair", "shoulder", "back", "feet"}
    | {
        "finger",
        "fingers",
        "lap",
        "knees",
        "knee",
        "arms",
        "arm",
        "chest",
        "throat",
        "neck",
        "nose",
        "brow",
        "ear",
        "wrist",
    }
    | {"stomach", "belly", "waist", "jaw", "chin", "forehead", "shoulders", "cheeks", "leg", "legs", "ankle", "foot"}
    | {"fist", "palm", "thigh", "side", "gaze", "smile", "tears", "breath", "voice"}
)
# What they wear is as near as they are: who tugs at somebody's sleeve has them there.
WORN = frozenset(
    {"sleeve", "sleeves", "collar", "lapel", "lapels", "coat", "jacket", "shirt", "apron", "hem", "skirt", "boot"}
    | {"boots", "belt", "pocket", "hood", "scarf", "tie"}
)


@dataclass(slots=True)
class Context:
    """Who was spoken of: what pronouns and sentences without a subject mean.

    recent: last mentioned last. present: who is there, whom `everybody` means. acted: who was spoken of since the last
    line of dialogue, told: to whom that line was spoken. game: what `shoots` means since a ball was in play.
    offers_hand: who has just held out a hand.
    last_prop, last_device: what `it` and `the screen` mean. place: the set.
    """

    looks: Mapping[str, CharacterLook]
    subjects: tuple[str, ...] = ()
    recent: list[str] = field(default_factory=list[str])
    present: tuple[str, ...] = ()
    acted: list[str] = field(default_factory=list[str])
    told: tuple[str, ...] = ()
    game: str | None = None
    offers_hand: str | None = None
    last_prop: str | None = None
    last_device: str | None = None
    place: str = ""

    def mention(self, names: Sequence[str]) -> None:
        """Remember that people were spoken of."""
        for name in names:
            if name in self.recent:
                self.recent.remove(name)
            self.recent.append(name)
        self.acted.extend(names)

    def hear(self, speakers: tuple[str, ...], listeners: tuple[str, ...]) -> None:
        """Remember a line: `He gets up` is who has just spoken, `They get up` are those to whom it was said."""
        self.mention((*reversed(listeners[:1]), *speakers))
        self.subjects, self.told = speakers, listeners

    def meant_by(self, pronoun: str, avoid: Sequence[str] = ()) -> tuple[str, ...]:
        """Return whom a pronoun means."""
        if pronoun in ("they", "them", "their", "both"):
            if not self.acted and len(self.told) >= _SEVERAL:
                return self.told  # `Sit down.` They sit.
            people = [name for name in self.recent if name in self.looks and self.looks[name].kind == "person"]
            there = [name for name in people if name in self.present]  # rather than cars that have just come
            acting = tuple(name for name in self.subjects if name in people) or self.subjects
            if len(acting) > 1 and (set(acting) <= set(people) or len(there) < _SEVERAL):
                return acting
            return tuple((there if len(there) >= _SEVERAL else people or self.recent)[-_SEVERAL:])
        gender: Gender = "female" if pronoun in ("she", "her") else "male"
        fitting = [
            name
            for name in reversed([*self.recent, *self.subjects])
            if name in self.looks and self.looks[name].gender == gender and name not in avoid
        ]
        people = [name for name in fitting if self.looks[name].kind == "person"]
        people = [name for name in people if name in self.present or not name[-1].isdigit()]  # of many, those here
        people.sort(key=lambda name: name[-1].isdigit())  # rather than one of many
        animals = [name for name in fitting if self.looks[name].kind in ANIMALS]
        there = [name for name in (*people, *animals) if name in self.present]
        return tuple((there or people or fitting)[:1])

    def fits(self, pronoun: str, names: Sequence[str]) -> bool:
        """Tell whether `he` or `she` may mean the one of `names`."""
        gender: Gender = "female" if pronoun == "she" else "male"
        return pronoun in ("he", "she") and len(names) == 1 and self.looks[names[0]].gender == gender

    @property
    def animal(self) -> str | None:
        """Return the animal that was spoken of last and is there, whom `it` means."""
        last = next((name for name in reversed(self.recent) if name in self.present and name in self.looks), None)
        return last if last is not None and self.looks[last].kind in ANIMALS else None

    def described(self, noun: str, adjectives: Sequence[str]) -> tuple[str, ...]:
        """Return who of those present `the old man` means: one that fits, the one spoken of last; `the women`: all."""
        gender, ages = _DESCRIPTIONS[_SINGULAR.get(noun, noun)]
        for adjective in adjectives:
            ages = _AGED.get(adjective, ages)
        told = [*reversed(self.recent), *self.present]
        fitting = [
            name
            for name in told
            if name in self.present and self.looks[name].age in ages and gender in (None, self.looks[name].gender)
        ]
        fitting = list(dict.fromkeys(fitting))
        if noun in _SINGULAR:
            before = [name for name in told if gender == self.looks[name].gender and self.looks[name].age in ages]
            fitting = fitting if len(fitting) > 1 else list(dict.fromkeys(before))[:2]
            return tuple(fitting) if len(fitting) > 1 else ()
        if "other" in adjectives:
            fitting = [name for name in fitting if name not in self.subjects]
        return tuple(fitting[:1])


class Person(NamedTuple):
    """People of a sentence and their words. joined: whether `and` leads to the next, whatever stands between."""

    names: tuple[str, ...]
    first: int
    last: int
    subject: bool
    joined: bool = False


def people_of(sentence: Sentence, mentions: list[Mention], hits: list[Hit], context: Context) -> list[Person]:
    """Return all people named or meant by pronouns, and whether they are subjects."""
    tokens = sentence.tokens
    verbs = {
        hit.first
        for hit in hits
        if any(t.startswith(("pose:", "event:")) for t in hit.targets) and tokens[hit.first].text.lower() not in _PLACES
    }
    kin = kin_named(tokens, mentions, context.looks, context.recent, context.present)
    mentions = [*_descriptions(tokens, [*_joined(sentence, mentions), *_counted(tokens, context), *kin], context)]
    people: list[Person] = []
    clause = behind_participle(sentence)
    mentions = [m._replace(case="object") if m.last < clause and m.case == "open" else m for m in mentions]
    by_place = {mention.first: mention for mention in mentions}
    covered = {index for mention in mentions for index in range(mention.first, mention.last + 1)}
    verb_seen = False
    for index, token in enumerate(tokens):
        verb_seen = verb_seen and index != clause
        mention = by_place.get(index)
        if mention is not None:
            after = next((other for other in mentions if other.first > index), None)
            subject = _is_subject(tokens, mention, people, verb_seen, verbs)
            meant = mention.names[:1] if subject and tokens[0].text == "One" and index > 0 else mention.names
            people.append(Person(meant, mention.first, mention.last, subject, _is_joined(sentence, mention, after)))
            continue
        if index in verbs:
            verb_seen = True
        if index in covered:
            continue
        word = _CONTRACTED.sub("", token.text.lower()) if not is_korean(token.text) else _korean_pronoun(tokens, index)
        if word in _SUBJECT_PRONOUNS and (word != "both" or index == 0):
            later = [name for mention in mentions if mention.first > index for name in mention.names]
            named = tuple(dict.fromkeys(name for person in people for name in person.names))
            if word == "they" and len(named) >= _SEVERAL:
                meant = named  # `Nora grabs Otto and they walk off`
            else:
                own = [p.names[0] for p in people if p.subject and context.fits(word, p.names)]
                # `She looks at Moe`: she is not Moe; `Priya laughs until she cries`: she is Priya
                meant = tuple(own[-1:]) or context.meant_by(word, later) or context.meant_by(word)
            if meant:
                people.append(Person(meant, index, index, True))
        elif word == "it" and index == 0 and context.animal is not None:
            people.append(Person((context.animal,), index, index, True))
        elif word in _EVERYBODY and index == 0 and context.present:
            people.append(Person(context.present, index, index, True))
        elif word in _POSSESSIVE_PRONOUNS and index == 0:
            meant = context.meant_by("she" if word == "her" else "he" if word == "his" else "they")
            if meant and not _owns_subject(mentions, verbs):
                own_body = any(_is_body([after]) for after in tokens[1:_BODY_WITHIN_WORDS])
                people.append(Person(meant, index, index, own_body))  # what their car does is not their doing
        elif (
            word in _OBJECT_PRONOUNS
            and (verb_seen or (mentions and index and tokens[index - 1].text.lower() in PREPOSITIONS))
            and not _is_determiner(tokens, index)
        ):
            avoid = [name for person in people if person.subject for name in person.names]
            seen_doing = people[-1:] and not people[-1].subject and tokens[index - 1].text.endswith("ing")
            if (seen_doing or _ON_ONESELF.search(sentence.text[: token.start])) and any(
                context.fits(_SUBJECT_OF[word], person.names) for person in people if person.subject
            ):
                continue  # she sees him watching her
            beside = [p.names[0] for p in people if not p.subject and context.fits(_SUBJECT_OF[word], p.names)]
            beside = [name for name in beside if name not in avoid]
            meant = tuple(beside[-1:]) or context.meant_by(word, avoid)  # `with Walt on her arm, shielding him`
            if word == "them":  # things, where nobody is there
                meant = tuple(name for name in meant if name in context.present)
            if meant:
                people.append(Person(meant, index, index, False))
    return _revealed(sentence, people) or _owner(tokens, context)


def behind_participle(sentence: Sentence) -> int:
    """Return where the main clause begins behind `Leading a mule, ...`, 0 where there is no such opening.

    What an opening participle names is done something with; who does it stands in the main clause.
    """
    tokens = sentence.tokens
    comma = sentence.text.find(", ")
    opening = tokens[0].text if tokens else ""
    if comma < 0 or not opening.endswith("ing") or not opening.istitle() or len(opening) < _SHORTEST_PARTICIPLE:
        return 0
    return next((index for index, token in enumerate(tokens) if token.start > comma), 0)


def _revealed(sentence: Sentence, people: list[Person]) -> list[Person]:
    """Return the people, who is named behind a colon as the one it was all about: `A man crawls past: Tull.`"""
    colon = sentence.text.find(": ")
    if colon < 0 or any(person.subject and sentence.tokens[person.first].start < colon for person in people):
        return people
    for place, person in enumerate(people):
        if sentence.text[colon + 1 : sentence.tokens[person.first].start].strip().lower() in ("", "it is", "it's"):
            return [*people[:place], Person(person.names, 0, 0, True), *people[place + 1 :]]
    return people


def _descriptions(tokens: list[Token], mentions: list[Mention], context: Context) -> list[Mention]:
    """Return the mentions with what `the old man` and `the girl` mean, where a name does not say more."""
    found = {mention.first: mention for mention in mentions if mention.last > mention.first}
    long = {index for mention in found.values() for index in range(mention.first, mention.last + 1)}
    found |= {mention.first: mention for mention in mentions if mention.first not in long}
    for index, token in enumerate(tokens):
        known = token.text in _DESCRIPTIONS or (token.text in _SINGULAR and index not in found)
        if index in long or not known:
            continue
        adjectives: list[str] = []
        for before in reversed(tokens[max(0, index - _MOST_ADJECTIVES - 1) : index]):
            if before.text.lower() in ("the", "this", "that"):
                names = context.described(token.text, adjectives)
                if names and not _is_called_so(found.get(index), adjectives, context):
                    found[index] = Mention(names, index, index, "open")
                break
            if before.text in PREPOSITIONS | _NEW_CLAUSE | {"a", "an", "in"}:
                break
            adjectives.append(before.text.lower())
    return [found[index] for index in sorted(found)]


def _is_called_so(mention: Mention | None, adjectives: Sequence[str], context: Context) -> bool:
    """Tell whether `the woman` is somebody present who has no other name."""
    return mention is not None and not adjectives and any(name in context.present for name in mention.names)


def _joined(sentence: Sentence, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions, whom a Korean particle joins to the next as what that one is: `미나와 준이 앉는다`.

    A word or two on the next one may stand between: `순사(30대)와 앞잡이 칠복(40대)이 들어온다`.
    """
    joined = list(mentions)
    for index in range(len(joined) - 2, -1, -1):
        mention, following = joined[index], joined[index + 1]
        if _is_joined(sentence, mention, following):
            joined[index] = mention._replace(case=following.case)
    return joined


def _is_joined(sentence: Sentence, mention: Mention, following: Mention | None) -> bool:
    if following is None or not is_korean(sentence.tokens[mention.last].text):
        return False
    last = sentence.tokens[mention.last]
    between = _PARENTHESES.sub("", sentence.text[last.end - 1 : sentence.tokens[following.first].start])
    return _KOREAN_AND.fullmatch(between) is not None


def _counted(tokens: list[Token], context: Context) -> Iterator[Mention]:
    """Return whom `the four of them` and `all three` mean: those who are there, else those spoken of last."""
    for index, token in enumerate(tokens):
        number = _NUMBERS.get(token.text.lower(), 0)
        if not number:
            continue
        of_them = [after.text.lower() for after in tokens[index + 1 : index + 3]] == ["of", "them"]
        all_of = index > 0 and tokens[index - 1].text.lower() == "all"
        if of_them or all_of:
            fitting = context.present if len(context.present) == number else tuple(context.recent[-number:])
            if len(fitting) == number:
                yield Mention(fitting, index, index + 2 if of_them else index, "open")


def _owns_subject(mentions: list[Mention], verbs: set[int]) -> bool:
    """Tell whether the owner named first belongs to who acts: `Her brother TOM sleeps`, `Their MOTHER jumps out`."""
    first_verb = min(verbs, default=99)
    return bool(mentions) and mentions[0].first < min(first_verb, 6) and mentions[0].case != "possessive"


def _owner(tokens: list[Token], context: Context) -> list[Person]:
    """Return whom a sentence without people is about by a possessive: `The light falls on his face.`"""
    for index, token in enumerate(tokens):
        theirs = {behind.text.lower() for behind in tokens[index + 1 : index + 3]}
        if token.text in ("his", "her") and not theirs.isdisjoint(BODY | WORN):
            meant = context.meant_by("she" if token.text == "her" else "he")
            return [Person(meant, index, index, False)] if meant else []
    return []


def _is_body(tokens: list[Token]) -> bool:
    return bool(tokens) and tokens[0].text.lower() in BODY


def _korean_pronoun(tokens: list[Token], index: int) -> str:
    text = tokens[index].text
    if text in _KOREAN_PRONOUNS and _is_beside(tokens, index):
        return ""  # 그녀 옆에 앉는다
    if text.startswith("둘") and index and vocabulary().roles.first(tokens[index - 1].text) is not None:
        return ""  # 경찰 둘이
    behind = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if _KOREAN_HAT_OR_PAIR.fullmatch(text) and _KOREAN_TOGETHER.match(behind):
        return "they"
    for korean, english in _KOREAN_PRONOUNS.items():
        if (
            text.startswith(korean)
            and (len(text) - len(korean)) <= 1
            and (text[len(korean) :] in ("", "는", "은", "가", "이"))
        ):
            return english if text != "그" else ""
    return ""


def _is_beside(tokens: list[Token], index: int) -> bool:
    """Tell whether a Korean name only says where: `수진 옆에`, but not `수진, 옆으로 비켜선다`."""
    if index + 1 == len(tokens) or tokens[index + 1].start > tokens[index].end + 1:
        return False
    return _KOREAN_BESIDE.match(tokens[index + 1].text) is not None


def _is_determiner(tokens: list[Token], index: int) -> bool:
    """Tell `her` before a noun (`her hand`) from `her` alone."""
    return (
        tokens[index].text.lower() == "her"
        and index + 1 < len(tokens)
        and tokens[index + 1].text.lower() not in PREPOSITIONS | _NEW_CLAUSE | _BEHIND_OBJECT | _DETERMINERS_BEHIND
    )


def _is_subject(tokens: list[Token], mention: Mention, before: list[Person], verb_seen: bool, verbs: set[int]) -> bool:
    if mention.case in ("subject", "object"):
        return mention.case == "subject"
    if is_korean(tokens[mention.last].text) and _is_beside(tokens, mention.last):
        return False
    index = mention.first - 1
    while index >= 0 and tokens[index].text.lower() in _DETERMINERS:
        index -= 1
    behind = mention.last + 1
    apart = index >= 0 and tokens[index + 1].start - tokens[index].end > 1  # a comma
    if apart and behind in verbs and tokens[behind].text.endswith("ing"):
        return True  # `She rides away, the dog running after her`
    previous = tokens[index].text.lower() if index >= 0 else ""
    if before and previous in ("and", "&") and before[-1].last == index - 1:
        return before[-1].subject
    if before and before[-1].last == index and mention.case != "possessive" and not apart:  # Behind him, KARL
        return before[-1].subject
    if previous == "of" and index == 1 and tokens[0].text.lower() in _SHARES:
        return True
    if previous in PREPOSITIONS:
        return False
    if previous == "and":
        return not verb_seen or any(mention.last < verb <= mention.last + 2 for verb in verbs)
    if previous in _NEW_CLAUSE or not before:
        return not verb_seen or previous in _NEW_CLAUSE or index < 0
    return not verb_seen and not any(person.subject for person in before)


def is_body_subject(tokens: list[Token]) -> bool:
    """Tell whether a part of a body is the subject: `Her hand falls`, `Mina's eyes move`."""
    if any(_KOREAN_BODY.match(token.text) for token in tokens):
        return True
    for index, first in enumerate(tokens[:3]):
        theirs = first.text.lower() in _POSSESSIVE_PRONOUNS or first.text.endswith(("'s", "’s"))
        part = tokens[index + 1 : index + 2 + _ADJECTIVES_OF_BODY]  # Her red hair
        if theirs and (_is_body(part[:1]) or (_is_body(part[1:]) and not part[0].text.endswith("s"))):
            return True
    return False


def default_subject(sentence: Sentence, hits: list[Hit], people: list[Person], context: Context) -> tuple[str, ...]:
    """Return who acts where no subject stands before the verb.

    `At the table sits MINA`: who is named afterwards. `Sits. Reads.`: who acted before, likewise in Korean unless a
    thing has the subject's particle (`문이 열린다`).
    """
    subject = next((person for person in people if person.subject), None)
    if subject is not None:
        return subject.names
    if not sentence.tokens:
        return ()
    if is_korean(sentence.text):
        things = [token.text for token in sentence.tokens if _KOREAN_SUBJECT_NOUN.match(token.text)]
        if any(_KOREAN_BODY.match(thing) is None for thing in things):
            return ()
        return context.subjects
    tokens = sentence.tokens[behind_participle(sentence) :]
    opening = tokens[0].text.lower()
    verb = 1 if opening in _CONNECTIVES or opening.endswith("ly") else 0
    first = next((hit for hit in hits if hit.first == verb), None)
    if first is not None and any(t.startswith(("pose:", "event:", "emotion:")) for t in first.targets):
        return context.subjects
    named = bool(people) and sentence.tokens[people[-1].first].text.lower() not in _OBJECT_PRONOUNS
    if named and not people[0].subject and (opening in PREPOSITIONS or opening in _WAYS):
        return people[-1].names
    return ()
