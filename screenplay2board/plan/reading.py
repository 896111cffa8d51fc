"""Understand one sentence of action: who does what, looks where, holds what, comes or goes, and what is heard.

Enters: a sentence with its words, the people of the cast, who was spoken of before. Leaves: `Facts`.
This is shallow reading by vocabulary and word order: the first person of a clause is its subject, people behind a
preposition or a verb are objects; in Korean the particles tell. Pronouns mean the last fitting person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from screenplay2board.plan.names import Mention, NameIndex
from screenplay2board.plan.types import Gender
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Hit, Sentence, Token, is_korean

_PREPOSITIONS = frozenset(
    [
        "at",
        "to",
        "with",
        "from",
        "of",
        "behind",
        "beside",
        "near",
        "toward",
        "towards",
        "after",
        "before",
        "for",
        "by",
        "against",
        "over",
        "under",
        "past",
        "into",
        "onto",
        "on",
        "around",
        "between",
        "beyond",
        "about",
        "opposite",
        "across",
        "like",
        "off",
        "through",
        "upon",
    ]
)
_DETERMINERS = frozenset(
    ["the", "a", "an", "his", "her", "their", "its", "this", "that", "old", "young", "little", "poor"]
)
_NEW_CLAUSE = frozenset(["as", "while", "when", "but", "then", "until", "and", "where", "whereas"])
_SUBJECT_PRONOUNS = frozenset(["he", "she", "they", "both"])
_OBJECT_PRONOUNS = frozenset(["him", "her", "them"])
_SHARES = frozenset(["one", "two", "three", "some", "both", "all", "each", "none"])
_POSSESSIVE_PRONOUNS = frozenset(["his", "her", "their"])
_NEGATIONS = frozenset(
    [
        "not",
        "never",
        "no",
        "without",
        "cannot",
        "neither",
        "nobody",
        "nothing",
        "don't",
        "doesn't",
        "didn't",
        "isn't",
        "can't",
        "won't",
        "couldn't",
    ]
)
_KOREAN_NEGATION = re.compile(r"(?:않|못|없|말)")
_KOREAN_SUBJECT_NOUN = re.compile(r"[가-힣]{1,6}(?:이|가)$")
_KOREAN_PRONOUNS = {"그녀": "she", "그": "he", "둘": "they", "두": "they"}
# Poses in which the hands have the thing that the sentence names.
_HOLDING_POSES = frozenset({"hold", "read", "phone", "aim", "drink", "cup", "reach"})
_BODY = frozenset(
    [
        "face",
        "eyes",
        "eye",
        "hand",
        "hands",
        "mouth",
        "lips",
        "cheek",
        "head",
        "hair",
        "shoulder",
        "back",
        "feet",
        "fingers",
    ]
)
# What a hand that falls does not do to the whole person.
_WHOLE_BODY = frozenset({"fall", "run", "walk", "climb", "lie", "sit", "stand", "big", "enter", "exit"})
_SUBJECT_WITHIN_WORDS = 2
# Who does several things in a sentence is drawn doing the most telling one: the first found in this order.
_TELLING_ORDER = [
    "punch",
    "aim",
    "fall",
    "hug",
    "climb",
    "run",
    "cry",
    "hands_up",
    "shout",
    "guard",
    "phone",
    "drive",
    "ride",
    "lie",
    "type",
    "read",
    "point",
    "drink",
    "cup",
    "shake_hands",
    "hold_hands",
    "wave",
    "kneel",
    "crouch",
    "argue",
    "sit_table",
    "sit_lean",
    "hold",
    "reach",
    "sit",
    "lean",
    "arms_crossed",
    "hands_on_hips",
    "hands_in_pockets",
    "think",
    "walk",
    "look_up",
    "look_down",
    "look_back",
    "stand",
    "talk",
    "stand_weight",
]
_TELLING = {pose: rank for rank, pose in enumerate(reversed(_TELLING_ORDER), 1)}


class Look(NamedTuple):
    """Somebody's glance. target: a person or a prop, None where it is not said; notices: it discovers something."""

    viewer: str
    target: str | None
    notices: bool


@dataclass(slots=True)
class Facts:
    """What a sentence says. people: those it is about, subjects first. striking: props that want an insert.

    written: how the text writes each prop.
    """

    people: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    poses: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    emotions: dict[str, str] = field(default_factory=dict[str, str])
    mood: str | None = None
    entering: list[str] = field(default_factory=list[str])
    leaving: list[str] = field(default_factory=list[str])
    look: Look | None = None
    props: list[str] = field(default_factory=list[str])
    striking: list[str] = field(default_factory=list[str])
    written: dict[str, str] = field(default_factory=dict[str, str])
    held: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    dropping: list[str] = field(default_factory=list[str])
    turns_on_thing: bool = False
    sounds: list[str] = field(default_factory=list[str])
    events: set[str] = field(default_factory=set[str])

    def telling_pose(self, name: str) -> str | None:
        """Return the pose that shows best what a person does here."""
        poses = self.poses.get(name)
        return max(poses, key=lambda pose: _TELLING.get(pose, 0)) if poses else None


@dataclass(slots=True)
class Context:
    """Who was spoken of: what pronouns and sentences without a subject mean. recent: last mentioned last."""

    genders: Mapping[str, Gender]
    subjects: tuple[str, ...] = ()
    recent: list[str] = field(default_factory=list[str])
    last_prop: str | None = None

    def mention(self, names: Sequence[str]) -> None:
        """Remember that people were spoken of."""
        for name in names:
            if name in self.recent:
                self.recent.remove(name)
            self.recent.append(name)

    def meant_by(self, pronoun: str, avoid: Sequence[str] = ()) -> tuple[str, ...]:
        """Return whom a pronoun means."""
        if pronoun in ("they", "them", "their", "both"):
            return self.subjects if len(self.subjects) > 1 else tuple(self.recent[-2:])
        gender: Gender = "female" if pronoun in ("she", "her") else "male"
        candidates = [*self.recent, *self.subjects]
        for name in reversed(candidates):
            if self.genders.get(name) == gender and name not in avoid:
                return (name,)
        return ()


class _Person(NamedTuple):
    names: tuple[str, ...]
    first: int
    last: int
    subject: bool


def read_sentence(sentence: Sentence, names: NameIndex, context: Context, doer: tuple[str, ...] | None = None) -> Facts:
    """Read one sentence; `context` moves on to what it is about. doer: who acts where no subject is named."""
    tokens = sentence.tokens
    hits = _hits(tokens)
    people = _people(sentence, names.find(tokens), hits, context)
    facts = Facts()
    taken = {index for person in people for index in range(person.first, person.last + 1)}
    hits = [hit for hit in hits if not (hit.first == hit.last and hit.first in taken)]
    default = _default_subject(sentence, hits, people, context) if doer is None else doer
    _assign(tokens, hits, people, default, facts)
    if facts.mood and not facts.emotions and len(people) == 1:
        facts.emotions[people[0].names[0]] = facts.mood  # `The gun shakes in his hand`: the fear is his
    _hear(sentence, facts)
    subjects = tuple(dict.fromkeys(n for person in people if person.subject for n in person.names))
    if not subjects and (facts.poses or facts.emotions or facts.look):
        doers = [*facts.poses, *facts.emotions, *((facts.look.viewer,) if facts.look else ())]
        subjects = tuple(dict.fromkeys(doers))
    if not subjects and not people and default and _is_korean_statement(sentence.text):
        subjects = default
    objects = tuple(dict.fromkeys(n for person in people if not person.subject for n in person.names))
    facts.subjects = subjects
    facts.people = tuple(dict.fromkeys((*subjects, *objects)))
    _take_it(tokens, facts, context)
    context.mention([*objects, *subjects])
    if subjects:
        context.subjects = subjects
    return facts


def _take_it(tokens: list[Token], facts: Facts, context: Context) -> None:
    """Let `picks it up` mean the thing spoken of before."""
    if facts.props:
        context.last_prop = facts.props[-1]
    elif context.last_prop in vocabulary().held_props and any(token.text == "it" for token in tokens):
        for name, poses in facts.poses.items():
            if "hold" in poses:
                facts.held.setdefault(name, []).append(context.last_prop)


def _is_korean_statement(text: str) -> bool:
    """Tell a Korean sentence with its subject left out from a mere noun phrase."""
    return is_korean(text) and text.rstrip(" .!?…").endswith("다")


def _hits(tokens: list[Token]) -> list[Hit]:
    """Return the vocabulary of a sentence; inside phrases (`raises the gun`) the things are found too."""
    lexicon = vocabulary().action
    hits: list[Hit] = []
    for hit in lexicon.find(tokens):
        hits.append(hit)
        if hit.last > hit.first:
            for index in range(hit.first, hit.last + 1):
                for inner in lexicon.find([tokens[index]]):
                    props = tuple(target for target in inner.targets if target.startswith("prop:"))
                    if props and not any(target.startswith("prop:") for target in hit.targets):
                        hits.append(Hit(props, index, index))
    return hits


def _people(sentence: Sentence, mentions: list[Mention], hits: list[Hit], context: Context) -> list[_Person]:
    """Return all people named or meant by pronouns, and whether they are subjects."""
    tokens = sentence.tokens
    verbs = {hit.first for hit in hits if any(t.startswith(("pose:", "event:")) for t in hit.targets)}
    people: list[_Person] = []
    by_place = {mention.first: mention for mention in mentions}
    covered = {index for mention in mentions for index in range(mention.first, mention.last + 1)}
    verb_seen = False
    for index, token in enumerate(tokens):
        mention = by_place.get(index)
        if mention is not None:
            subject = _is_subject(tokens, mention, people, verb_seen, verbs)
            meant = mention.names[:1] if subject and tokens[0].text == "One" and index > 0 else mention.names
            people.append(_Person(meant, mention.first, mention.last, subject))
            continue
        if index in verbs:
            verb_seen = True
        if index in covered:
            continue
        word = token.text.lower() if token.text.isascii() else _korean_pronoun(token.text)
        if word in _SUBJECT_PRONOUNS and (word != "both" or index == 0):
            meant = context.meant_by(word)
            if meant:
                people.append(_Person(meant, index, index, True))
        elif word in _POSSESSIVE_PRONOUNS and index == 0:
            meant = context.meant_by("she" if word == "her" else "he" if word == "his" else "they")
            if meant:
                people.append(_Person(meant, index, index, True))
        elif word in _OBJECT_PRONOUNS and verb_seen and not _is_determiner(tokens, index):
            avoid = [name for person in people if person.subject for name in person.names]
            meant = context.meant_by(word, avoid)
            if meant:
                people.append(_Person(meant, index, index, False))
    return people or _owner(tokens, context)


def _owner(tokens: list[Token], context: Context) -> list[_Person]:
    """Return whom a sentence without people is about by a possessive: `The light falls on his face.`"""
    for index, token in enumerate(tokens):
        if token.text in ("his", "her") and _is_body(tokens[index + 1 : index + 2]):
            meant = context.meant_by("she" if token.text == "her" else "he")
            return [_Person(meant, index, index, False)] if meant else []
    return []


def _is_body(tokens: list[Token]) -> bool:
    return bool(tokens) and tokens[0].text.lower() in _BODY


def _korean_pronoun(text: str) -> str:
    for korean, english in _KOREAN_PRONOUNS.items():
        if (
            text.startswith(korean)
            and (len(text) - len(korean)) <= 1
            and (text[len(korean) :] in ("", "는", "은", "가", "이"))
        ):
            return english if text != "그" else ""
    return ""


def _is_determiner(tokens: list[Token], index: int) -> bool:
    """Tell `her` before a noun (`her hand`) from `her` alone."""
    return (
        tokens[index].text.lower() == "her"
        and index + 1 < len(tokens)
        and tokens[index + 1].text.lower() not in _PREPOSITIONS | _NEW_CLAUSE
    )


def _is_subject(tokens: list[Token], mention: Mention, before: list[_Person], verb_seen: bool, verbs: set[int]) -> bool:
    if mention.case in ("subject", "object"):
        return mention.case == "subject"
    index = mention.first - 1
    while index >= 0 and tokens[index].text.lower() in _DETERMINERS:
        index -= 1
    previous = tokens[index].text.lower() if index >= 0 else ""
    if before and previous in ("and", "&") and before[-1].last == index - 1:
        return before[-1].subject
    if before and before[-1].last == index:
        return before[-1].subject
    if previous == "of" and index == 1 and tokens[0].text.lower() in _SHARES:
        return True
    if previous in _PREPOSITIONS:
        return False
    if previous == "and":
        return not verb_seen or any(mention.last < verb <= mention.last + 2 for verb in verbs)
    if previous in _NEW_CLAUSE or not before:
        return not verb_seen or previous in _NEW_CLAUSE or index < 0
    return not verb_seen and not any(person.subject for person in before)


def _assign(
    tokens: list[Token], hits: list[Hit], people: list[_Person], default: tuple[str, ...], facts: Facts
) -> None:
    """Give each verb, face and thing of the sentence to the person it belongs to."""
    uses: list[tuple[str, Hit, tuple[str, ...]]] = []
    body_acts = _is_body_subject(tokens)
    for position, hit in enumerate(hits):
        if _is_negated(tokens, hit):
            continue
        doers = _doers(hit, people, default)
        for target in hit.targets:
            kind, _, value = target.partition(":")
            if body_acts and value in _WHOLE_BODY:
                continue
            if kind == "pose":
                for name in doers:
                    facts.poses.setdefault(name, []).append(value)
            elif kind == "emotion":
                _feel(value, doers, facts)
            elif kind == "prop":
                _see_thing(value, hit, tokens, facts)
                uses.append((value, hit, doers))
            elif kind == "event":
                _happen(value, hit, hits[position + 1 :], people, doers, facts)
    _take_in_hand(uses, tokens, facts)


def _is_body_subject(tokens: list[Token]) -> bool:
    """Tell whether a part of a body is the subject: `Her hand falls`, `Mina's eyes move`."""
    for first, second in pairwise(tokens[:4]):
        if _is_body([second]) and (first.text.lower() in _POSSESSIVE_PRONOUNS or first.text.endswith(("'s", "’s"))):
            return True
    return False


def _is_negated(tokens: list[Token], hit: Hit) -> bool:
    """Tell whether the words before an English hit, or behind a Korean one, deny it; `We see` is nobody's either."""
    before = [token.text.lower() for token in tokens[max(0, hit.first - 3) : hit.first]]
    if before and (before[-1] in _NEGATIONS or before[-1] == "we"):
        return True
    if hit.targets[0].startswith("prop:"):
        behind = tokens[hit.last + 1].text if hit.last + 1 < len(tokens) else ""
        return behind.startswith("없")
    if any(word in _NEGATIONS - {"no", "without"} for word in before[-2:]):
        return True
    behind = tokens[hit.last + 1].text if hit.last + 1 < len(tokens) else ""
    return bool(behind) and _KOREAN_NEGATION.match(behind) is not None


def _doers(hit: Hit, people: list[_Person], default: tuple[str, ...]) -> tuple[str, ...]:
    """Return the subject that governs a word: the last one before it, with those joined to it."""
    found: tuple[str, ...] = ()
    last = -9
    for person in people:
        if not person.subject or person.first > hit.first:
            continue
        found = (*found, *person.names) if found and person.first - last <= 2 else person.names
        last = person.last
    return tuple(dict.fromkeys(found)) or default


def _default_subject(sentence: Sentence, hits: list[Hit], people: list[_Person], context: Context) -> tuple[str, ...]:
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
        if any(_KOREAN_SUBJECT_NOUN.match(token.text) for token in sentence.tokens):
            return ()
        return context.subjects
    first = hits[0] if hits else None
    if first is not None and first.first == 0 and any(t.startswith("pose:") for t in first.targets):
        return context.subjects
    opening = sentence.tokens[0].text.lower()
    if people and not people[0].subject and (opening in _PREPOSITIONS or opening in ("there", "in", "here")):
        return people[-1].names
    return ()


def _feel(emotion: str, doers: tuple[str, ...], facts: Facts) -> None:
    if not doers:
        facts.mood = facts.mood or emotion
    strength = vocabulary().emotion_strength
    for name in doers:
        known = facts.emotions.get(name)
        if known is None or strength[emotion] > strength[known]:
            facts.emotions[name] = emotion


def _see_thing(prop: str, hit: Hit, tokens: list[Token], facts: Facts) -> None:
    """Note a thing; in capitals, or telling and near the verb, it wants to be seen closely."""
    words = vocabulary()
    if prop not in facts.props:
        facts.turns_on_thing = facts.turns_on_thing or (not facts.props and hit.first <= _SUBJECT_WITHIN_WORDS)
        facts.props.append(prop)
        facts.written[prop] = " ".join(token.text for token in tokens[hit.first : hit.last + 1])
    written = tokens[hit.last].text
    capitals = written.isupper() and len(written) > 1 and not is_korean(written)
    if (capitals or prop in words.telling_props) and prop not in facts.striking:
        facts.striking.append(prop)


def _take_in_hand(uses: list[tuple[str, Hit, tuple[str, ...]]], tokens: list[Token], facts: Facts) -> None:
    """Give things into hands where a verb or `in his hand`, `with a gun` does."""
    held_props = vocabulary().held_props
    for prop, hit, doers in uses:
        if prop not in held_props:
            continue
        behind = {token.text.lower() for token in tokens[hit.last + 1 : hit.last + 5]}
        before = {token.text.lower() for token in tokens[max(0, hit.first - 4) : hit.first]}
        in_hand = ("in" in behind and not behind.isdisjoint({"hand", "hands"})) or not before.isdisjoint(
            {"with", "carrying"}
        )
        for name in doers[:1]:
            poses = facts.poses.get(name, [])
            if in_hand or any(pose in _HOLDING_POSES for pose in poses):
                facts.held.setdefault(name, []).append(prop)


def _happen(
    event: str, hit: Hit, later: list[Hit], people: list[_Person], doers: tuple[str, ...], facts: Facts
) -> None:
    if event == "enter":
        facts.entering.extend(name for name in doers if name not in facts.entering)
    elif event == "exit":
        thing_left = any(
            target.startswith("prop:") and target != "prop:door" and 0 < other.first - hit.last <= 3
            for other in later for target in other.targets
        )  # fmt: skip
        if not thing_left:
            facts.leaving.extend(name for name in doers if name not in facts.leaving)
    elif event == "drop":
        facts.dropping.extend(doers[:1])
    elif event in ("look", "notice"):
        _glance(event, hit, later, people, doers, facts)
    elif doers or not people or event not in ("big", "fight"):
        facts.events.add(event)


def _glance(
    event: str, hit: Hit, later: list[Hit], people: list[_Person], doers: tuple[str, ...], facts: Facts
) -> None:
    if not doers:
        return
    viewer = doers[0]
    seen = [person for person in people if not person.subject and viewer not in person.names]
    after = [person for person in seen if person.first > hit.last] or (seen if not hit.last else [])
    target: str | None = after[0].names[0] if after else None
    if target is None:
        target = next((t[5:] for other in later for t in other.targets if t.startswith("prop:")), None)
    notices = event == "notice" or (facts.look is not None and facts.look.notices)
    if facts.look is None or (facts.look.target is None and target is not None) or notices:
        facts.look = Look(viewer, target or (facts.look.target if facts.look else None), notices)


def _hear(sentence: Sentence, facts: Facts) -> None:
    """Collect sounds: English words in capitals, Korean ones in any form."""
    lexicon = vocabulary().sound
    korean = is_korean(sentence.text)
    if not korean and not any(token.text.isupper() and len(token.text) > 1 for token in sentence.tokens):
        return
    for hit in lexicon.find(sentence.tokens):
        words = sentence.text[sentence.tokens[hit.first].start : sentence.tokens[hit.last].end]
        if (words.isupper() or is_korean(words)) and words not in facts.sounds:
            facts.sounds.append(words)
