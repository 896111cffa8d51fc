"""Understand one sentence of action: who does what, looks where, holds what, comes or goes, and what is heard.

Enters: a sentence with its words, the people of the cast, who was spoken of before. Leaves: `Facts`.
This is shallow reading by vocabulary and word order: the first person of a clause is its subject, people behind a
preposition or a verb are objects; in Korean the particles tell. Pronouns mean the last fitting person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise, zip_longest

from screenplay2board.plan.asides import aside_words, only_heard
from screenplay2board.plan.crowds import tells_crowd
from screenplay2board.plan.doers import doers_of
from screenplay2board.plan.facts import MUTUAL, Facts, Look
from screenplay2board.plan.names import Mention, NameIndex, counted_names, with_late_particles
from screenplay2board.plan.patients import done_to, settle_pairs, suffered, take_hand, whose_arms
from screenplay2board.plan.settling import game_of, settle
from screenplay2board.plan.spoken_names import hits_of
from screenplay2board.plan.subjects import (
    BODY,
    WORN,
    Context,
    Person,
    behind_participle,
    default_subject,
    is_body_subject,
    people_of,
)
from screenplay2board.plan.things import (
    is_built_in,
    is_measure,
    put_away,
    says_what_kind,
    screens_named,
    see_thing,
    see_writing,
    take_in_hand,
    take_it,
)
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Hit, Lexicon, Sentence, Token, is_korean
from screenplay2board.stage.names import GATHERINGS

_NEGATIONS = frozenset(
    {"not", "never", "no", "without", "cannot", "neither", "nobody", "nothing", "don't", "doesn't", "didn't"}
    | {"isn't", "can't", "won't", "couldn't"}
)
_STOPPING = frozenset({"stops", "stop", "stopped", "quits", "finishes", "avoids", "without"})
# `The smile leaves his face`: what is going is not there.
_GOING = frozenset({"leaves", "fades", "dies", "vanishes", "disappears", "drops", "falters", "freezes"})
_HARDLY = frozenset({"nearly", "almost", "barely", "hardly"})  # nearly slipping is no fall
_KOREAN_NEGATION = re.compile(r"(?:않|못|없|말)")
# What two people do with each other: who it is done to does it too.
# Hangul syllables come in rows of final consonants; that of adjectives and of verbs before a noun is `n`.
_FIRST_SYLLABLE, _FINALS, _FINAL_N = 0xAC00, 28, 4
# `a GIRL, soaked, unconscious`: so far behind a name may its adjectives stand.
_ADJECTIVES_BEHIND = 2
_STATES = ("emotion:", "pose:lie")
_SHARED = frozenset({"walk", "run", "sit_table", "sneak", "swim", "eat"})
_COMPANY = frozenset({"with", "beside", "alongside"})
# Who is held is embraced, unless these words do not follow: `holds him back`, `holds her hand`.
_HELD_CLOSE, _OBJECT_WITHIN_WORDS = "hug", 2
_HELD_CLOSE_BEHIND = frozenset(["", "close", "tight", "tightly", "closer", "in", "and", "as", "while", "until", "for"])
# `Mina's brother TOM`: so many words from the owner to whom they have.
_KINSHIP_WORDS = 2
_THING_WITHIN_WORDS = 4  # `lays the heavy old book down`
# What animals do that are nobody here is not done by the person the sentence names beside them.
_ANIMALS = frozenset(
    {"dog", "dogs", "cat", "cats", "horse", "horses", "bird", "birds", "crow", "crows", "wolf", "rat", "fly", "fox"}
    | {"cow", "cows", "goat", "goats", "sheep", "coyote", "mule", "donkey", "pig", "pigs", "chicken", "gulls", "deer"}
    | {"bear", "snake", "fish", "rabbit", "squirrel", "pony", "puppy", "kitten", "wolves", "foxes", "monkey", "lion"}
)
_APPOSED = re.compile(r"(?:[A-Za-z’']|\))\s*,\s*an?\s+(?:[\w-]+\s+){0,2}$")
_BEHIND_PARTICIPLE = frozenset({"the", "a", "an", "his", "her", "their", "at", "in", "on", "with", "and", "to", "into"})
_NOUN_MARKS = frozenset({"the", "a", "an", "this", "that", "another", "one", "no"})
_GONE = re.compile(
    r"(?:\b(?:is|are|was|has|have)|['’]s) (?:\w+ )?(?:gone|vanished|disappeared|missing)\b"
    r"|(?:사라지고|보이지|온데간데) ?(?:없|않)"
)
_TAKES_FROM = re.compile(
    r"\b(?:takes?|snatch(?:es)?|grabs?|pulls?|plucks?|rips?|tears?|wrenches|wrests?|slides|lifts)\b[^.;]*"
    r"\b(?:from|out of) (?:his|her|him|them|their|\w+['’]s)\b|빼앗"
)
# What a hand that falls does not do to the whole person.
_WHOLE_BODY = frozenset(
    {"fall", "run", "walk", "climb", "lie", "sit", "stand", "big", "enter", "exit", "jump", "stagger"}
)
# `A child's voice, faint.`: whose it is need not be there.
_HEARD = frozenset({"voice", "footsteps", "laugh", "laughter", "scream", "cry", "whistle"})
# What is dropped is on the floor by now; what is laid down or thrown is in the hand still.
_LET_FALL = frozenset({"drop", "let", "hang"})
_GATHERINGS = frozenset(f"prop:{name}" for name in GATHERINGS)


def read_sentence(sentence: Sentence, names: NameIndex, context: Context, doer: tuple[str, ...] | None = None) -> Facts:
    """Read one sentence; `context` moves on to what it is about. doer: who acts where no subject is named."""
    sound = only_heard(sentence.text)
    if sound is not None:
        return Facts(sounds=[sound])
    tokens = sentence.tokens
    aside = aside_words(sentence)
    named = with_late_particles(sentence, names.find(tokens))
    mentions = [m for m in named if m.first not in aside and not _is_apposed(sentence, m)]
    mentions = [m for m, after in zip_longest(mentions, mentions[1:]) if not _only_owns(m, after)]
    mentions = [m for m, after in zip_longest(mentions, mentions[1:]) if not _is_renamed(sentence, m, after)]
    mentions = [counted_names(tokens, m) for m in mentions if not _is_first_half(tokens, m, context)]
    animals = any(context.looks[name].kind != "person" for m in mentions for name in m.names if name in context.looks)
    lexicon = vocabulary().being_action if animals else vocabulary().action
    hits = _with_things(tokens, hits_of(tokens, mentions, context.looks, lexicon), lexicon)
    hits = [kept for hit in hits if hit.first not in aside and (kept := _as_noun(tokens, hit)) is not None]
    hits = [hit for hit in hits if not is_measure(tokens, hit) and not says_what_kind(sentence, hit)]
    hits = [hit for hit in hits if not is_built_in(hit, context)]
    people = people_of(sentence, mentions, hits, context)
    facts = Facts()
    taken = {index for person in people for index in range(person.first, person.last + 1)}
    hits = [kept for hit in hits if (kept := _beside_names(hit, taken)) is not None]
    hits = screens_named(_of_people(sentence, hits, people), context)
    default = default_subject(sentence, hits, people, context) if doer is None else doer
    _assign(sentence, hits, people, default, facts)
    if facts.mood and facts.mood != "asleep" and not facts.emotions and len(people) == 1:
        facts.emotions[people[0].names[0]] = facts.mood  # `The gun shakes in his hand`: the fear is his
    context.game = game_of(sentence.text) or context.game
    settle(sentence, people, default, facts, context.game)
    settle_pairs(sentence, people, facts, context)
    facts.taking = _TAKES_FROM.search(sentence.text) is not None
    facts.gone = bool(facts.leaving) and _GONE.search(sentence.text) is not None
    _hear(sentence, facts, aside | taken)
    subjects = tuple(dict.fromkeys(n for person in people if person.subject for n in person.names))
    if not subjects and (facts.poses or facts.emotions or facts.look):
        doers = [*facts.poses, *facts.emotions, *((facts.look.viewer,) if facts.look else ())]
        subjects = tuple(dict.fromkeys(doers))
    if not subjects and not people and default and _is_korean_statement(sentence.text):
        subjects = default
    objects = tuple(dict.fromkeys(n for person in people if not person.subject for n in person.names))
    objects = tuple(dict.fromkeys((*objects, *facts.partners.values())))
    facts.subjects = subjects
    facts.owners = _owners(sentence, people)
    facts.people = tuple(dict.fromkeys((*subjects, *objects)))
    if tells_crowd(sentence) and "crowd" not in facts.props:
        facts.props.append("crowd")
    put_away(sentence, facts)
    see_writing(sentence, facts, context)
    take_it(tokens, facts, context)
    take_hand(sentence, facts, context)
    context.mention([*objects, *subjects, *facts.felled])  # `knocks Jasmine down. She lies there`
    if subjects or objects:
        context.subjects = tuple(facts.felled) or subjects or objects[:1]  # `It bursts on Walt's chest. He looks down`
    return facts


def _only_owns(mention: Mention, after: Mention | None) -> bool:
    """Tell whether somebody is only named to say whose the next one is: `Mina's brother TOM`."""
    return mention.case == "possessive" and after is not None and after.first - mention.last <= _KINSHIP_WORDS


def _is_renamed(sentence: Sentence, mention: Mention, after: Mention | None) -> bool:
    """Tell whether a role with `a` before it is who is named behind the comma: `A second guard, TULLY (25), sits`."""
    tokens = sentence.tokens
    if after is None or not tokens[mention.first].text.islower() or not tokens[after.first].text.isupper():
        return False
    article = any(
        token.text.lower() in ("a", "an", "another") for token in tokens[max(0, mention.first - 2) : mention.first]
    )
    return article and sentence.text[tokens[mention.last].end : tokens[after.first].start].strip() == ","


def _owners(sentence: Sentence, people: list[Person]) -> frozenset[str]:
    """Return who is only named as an owner: `This is MARIA, the boy's mother`, but not `the boy's hand`."""
    tokens = sentence.tokens
    owning: set[str] = set()
    others: set[str] = set()
    for person in people:
        behind = tokens[person.last + 1].text.lower() if person.last + 1 < len(tokens) else ""
        heard = any(token.text.lower() in _HEARD for token in tokens[person.last + 1 : person.last + 3])
        apart = sentence.text[: tokens[person.first].start].rstrip().endswith(",")  # , Dev's jacket around her
        near = behind in BODY or (behind in WORN and not apart)
        owns = tokens[person.last].text.endswith(("'s", "’s")) and (heard or not near)
        (owning if owns and (heard or not person.subject) else others).update(person.names)
    return frozenset(owning - others)


def _is_first_half(tokens: list[Token], mention: Mention, context: Context) -> bool:
    """Tell whether an animal or a vehicle only says what the next noun is: the truck driver, a car door."""
    kinds = [context.looks[name].kind for name in mention.names if name in context.looks]
    behind = tokens[mention.last + 1 : mention.last + 2]
    if not kinds or kinds[0] == "person" or not behind:
        return False
    words = vocabulary()
    targets = [target for hit in words.action.find(behind) for target in hit.targets]
    thing = any(target.startswith("prop:") for target in targets)
    acts = any(target.startswith("pose:") for target in targets)  # the deer drinks
    return (thing and not acts) or bool(words.roles.find(behind))


def _beside_names(hit: Hit, taken: set[int]) -> Hit | None:
    """Return a word of the vocabulary where it is no part of a name; of several words only things are: a police car.

    Of a crowd a few act; all the others stand behind them.
    """
    if hit.first not in taken or hit.last not in taken:
        return hit
    gathering = next((target for target in hit.targets if target in _GATHERINGS), None)
    if gathering is not None:
        return hit._replace(targets=(gathering,))
    named = hit.first == hit.last or all(target.startswith("prop:") for target in hit.targets)
    return None if named else hit


def _is_apposed(sentence: Sentence, mention: Mention) -> bool:
    """Tell whether a role only says what the one named before the comma is: `The PROSECUTOR, a tall woman, rises.`"""
    if not sentence.tokens[mention.first].text.islower():
        return False
    return _APPOSED.search(sentence.text[: sentence.tokens[mention.first].start]) is not None


def _is_noun(tokens: list[Token], hit: Hit) -> bool:
    """Tell whether an article makes a noun of a verb: `the fall`, `a walk`."""
    if hit.first == 0 or hit.last > hit.first or not _GATHERINGS.isdisjoint(hit.targets):
        return False
    if hit.targets[0].startswith("emotion:") and hit.last + 1 < len(tokens):  # a wounded man is not who looks at him
        before, behind = tokens[hit.first - 1].text.lower(), tokens[hit.last + 1].text
        return before in _NOUN_MARKS and behind.islower() and vocabulary().roles.first(behind) is not None
    if not hit.targets[0].startswith(("pose:", "event:")):
        return False
    if tokens[hit.first - 1].text.lower() not in _NOUN_MARKS:
        return False
    behind = tokens[hit.last + 1].text if hit.last + 1 < len(tokens) else ""
    of_thing = behind.islower() and behind not in _BEHIND_PARTICIPLE and vocabulary().roles.first(behind) is None
    word = tokens[hit.first]
    participle = word.text.endswith("ing") and word.stems[0] != word.text.lower()  # a swing is none
    return not participle or of_thing  # through the swinging doors


def _as_noun(tokens: list[Token], hit: Hit) -> Hit | None:
    """Return a hit as it is; where an article makes a noun of it only the thing that it names: `a shovel`."""
    if not _is_noun(tokens, hit):
        return hit
    things = tuple(target for target in hit.targets if target.startswith("prop:"))
    return hit._replace(targets=things) if things else None


def _of_people(sentence: Sentence, hits: list[Hit], people: list[Person]) -> list[Hit]:
    """Leave out what a thing or an animal does: `his chair falls`, `A cat sleeps on the chair beside her`."""
    tokens = sentence.tokens
    props = ((hit.last, target) for hit in hits for target in hit.targets if target.startswith("prop:"))
    things = {place for place, target in props if target not in _GATHERINGS}
    first_subject = min((person.first for person in people if person.subject), default=99)
    clause = behind_participle(sentence)  # a mule that is led does not do what stands behind it
    animal = next((i for i, token in enumerate(tokens[:4]) if i >= clause and token.text.lower() in _ANIMALS), None)
    kept: list[Hit] = []
    for hit in hits:
        acts = hit.targets[0].startswith(("pose:", "emotion:")) or hit.targets[0] in ("event:big", "event:fight")
        verb = tokens[hit.first].text.lower()
        joined = hit.first > 1 and sentence.text[tokens[hit.first - 1].end : tokens[hit.first].start] == " "
        by_thing = joined and hit.first - 1 in things and (verb.endswith("s") or verb in ("on", "over"))  # on his knees
        by_animal = animal is not None and animal < hit.first and first_subject > animal
        before = tokens[hit.first - 1].text.lower()  # they watch the fox eat
        by_animal = by_animal or (before in _ANIMALS and all(person.last != hit.first - 1 for person in people))
        by_thing = by_thing or (before == "it" and hit.first > 1 and animal is None)  # just before it hits the floor
        behind = tokens[hit.last + 1].text.lower() if hit.last + 1 < len(tokens) else ""
        puts_away = (
            hit.targets[0] == "pose:hide"
            and hit.first == hit.last
            and behind in ("the", "a", "it", "his", "her", "their")
        )
        if verb == "hands" and not any(p.subject and p.last == hit.first - 1 for p in people):
            continue  # in both hands
        if verb == "hands" and "pose:hands_up" in hit.targets and any(p.last == hit.first - 1 for p in people):
            continue  # hands up the boy
        if not puts_away and not (acts and (by_thing or by_animal)):
            kept.append(hit)
    return kept


def _is_korean_statement(text: str) -> bool:
    """Tell a Korean sentence with its subject left out from a mere noun phrase."""
    return is_korean(text) and text.rstrip(" .!?…").endswith("다")


def _with_things(tokens: list[Token], found: list[Hit], lexicon: Lexicon) -> list[Hit]:
    """Return the vocabulary of a sentence with the things and faces inside phrases: `raises the gun`."""
    hits: list[Hit] = []
    for hit in found:
        hits.append(hit)
        if hit.last > hit.first and "event:none" not in hit.targets:
            for index in range(hit.first, hit.last + 1):
                for inner in lexicon.find([tokens[index]]):
                    for kind in ("prop:", "emotion:"):
                        inside = tuple(target for target in inner.targets if target.startswith(kind))
                        if inside and not any(target.startswith(kind) for target in hit.targets):
                            hits.append(Hit(inside, index, index))
    return hits


def _assign(sentence: Sentence, hits: list[Hit], people: list[Person], default: tuple[str, ...], facts: Facts) -> None:
    """Give each verb, face and thing of the sentence to the person it belongs to."""
    tokens = sentence.tokens
    uses: list[tuple[str, Hit, tuple[str, ...]]] = []
    body_acts = is_body_subject(tokens)
    verbs = {hit.first for hit in hits if any(target.startswith("pose:") for target in hit.targets)}
    for position, hit in enumerate(hits):
        if _is_negated(tokens, hit):
            continue
        doers = _described_by(hit, sentence, people) or doers_of(hit, people, default, sentence)
        doers = whose_arms(hit, people, tokens) or doers
        passive = suffered(hit, sentence, people, doers)
        doers, patients = passive if passive is not None else (doers, ())
        for target in hit.targets:
            kind, _, value = target.partition(":")
            if body_acts and value in _WHOLE_BODY:
                continue
            if kind == "pose":
                value = _with_somebody(value, hit, tokens, people, doers)
                value, borne = done_to(value) if patients else (value, value)
                for name in patients:
                    facts.poses.setdefault(name, []).append(borne)
                    facts.partners |= dict.fromkeys(doers, name)
                for name in doers:
                    facts.poses.setdefault(name, []).append(value)
                for name in _partners(value, hit, tokens, people, doers, verbs):
                    facts.poses.setdefault(name, []).append(value)
            elif kind == "emotion":
                _feel(value, doers, facts)
            elif kind == "prop":
                see_thing(value, hit, tokens, facts)
                uses.append((value, hit, doers))
            elif value == "drop":
                falls = not _LET_FALL.isdisjoint(tokens[hit.first].stems)
                (facts.dropping if falls else facts.putting).extend(doers[:1])
                facts.let_go.extend(_thing_at(hit, hits, korean=is_korean(tokens[hit.first].text)))
            elif kind == "event":
                _happen(value, hit, hits[position + 1 :], people, doers, facts)
    take_in_hand(uses, tokens, facts)


def _thing_at(hit: Hit, hits: list[Hit], *, korean: bool) -> list[str]:
    """Return the thing that a verb is about, if any: the first behind it, in Korean the last before it."""
    things = [(other.first, target[5:]) for other in hits for target in other.targets if target.startswith("prop:")]
    if korean:
        return [prop for first, prop in things if 0 < hit.first - first <= _THING_WITHIN_WORDS][-1:]
    return [prop for first, prop in things if 0 <= first - hit.first <= _THING_WITHIN_WORDS][:1]


def _with_somebody(pose: str, hit: Hit, tokens: list[Token], people: list[Person], doers: tuple[str, ...]) -> str:
    """Return what a verb means that is done to somebody: who is held or caught is embraced, who is knocked is hit."""
    if pose == "hold" and _holds_somebody(hit, tokens, people, doers):
        return _HELD_CLOSE
    other = _object_of(hit, people) if pose in ("knock", "catch", "drag") else None
    if other is None or hit.last > hit.first:
        return pose
    if pose != "catch":
        return {"knock": "punch", "drag": "drag_body"}[pose]
    behind = tokens[other.last + 1].text.lower() if other.last + 1 < len(tokens) else ""
    return "stand" if behind.endswith("ing") or behind in ("in", "at", "out") else _HELD_CLOSE  # catches him stealing


def _holds_somebody(hit: Hit, tokens: list[Token], people: list[Person], doers: tuple[str, ...]) -> bool:
    """Tell whether who is held is a person, and not only kept: `Cal holds her`, but `holds him at gunpoint`."""
    if hit.last > hit.first or not tokens[hit.first].stems[0].startswith(("hold", "held")):
        return False
    held = _object_of(hit, people)
    if held is None or set(held.names) & set(doers):
        return False
    behind = tokens[held.last + 1].text.lower() if held.last + 1 < len(tokens) else ""
    return behind in _HELD_CLOSE_BEHIND


def _object_of(hit: Hit, people: list[Person]) -> Person | None:
    """Return to whom something is done: the person right behind the verb."""
    return next((p for p in people if not p.subject and 0 < p.first - hit.last <= _OBJECT_WITHIN_WORDS), None)


def _described_by(hit: Hit, sentence: Sentence, people: list[Person]) -> tuple[str, ...]:
    """Return whom a word right before or behind a name describes: `his sleeping MOTHER`, `a GIRL, soaked, asleep`."""
    tokens = sentence.tokens
    if is_korean(tokens[hit.last].text):  # 바닥에 쓰러진 준영
        verb = tokens[hit.last].text
        adjective = (ord(verb[-1]) - _FIRST_SYLLABLE) % _FINALS == _FINAL_N and not verb.endswith("면")  # 돌아보면
        titled = vocabulary().roles.find(tokens[hit.last + 1 : hit.last + 2])  # 쓰러진 무사 도진
        noun = hit.last + 1 + bool(titled)
        return next((p.names for p in people if adjective and p.first in (hit.last + 1, noun)), ())
    if not tokens[hit.last].text.lower().endswith(("ing", "ed", "asleep", "dead", "unconscious")):
        return ()
    for person in people:
        behind = 0 < hit.first - person.last <= _ADJECTIVES_BEHIND and hit.targets[0].startswith(_STATES)
        commas = all(text == ", " for text in _between(sentence, person.last, hit.first)) if behind else False
        if person.first == hit.last + 1 or commas:
            return person.names
    return ()


def _between(sentence: Sentence, first: int, last: int) -> Iterator[str]:
    """Return what stands between each two neighbouring words from `first` to `last`."""
    for one, two in pairwise(sentence.tokens[first : last + 1]):
        yield sentence.text[one.end : two.start]


def _partners(
    pose: str, hit: Hit, tokens: list[Token], people: list[Person], doers: tuple[str, ...], verbs: Collection[int]
) -> tuple[str, ...]:
    """Return who does the same: whom somebody embraces, beside whom they walk, with whom they sit."""
    behind = -1 if is_korean(tokens[hit.first].text) else hit.first  # Korean objects stand before their verb
    for person in people if doers else ():
        if person.first <= behind or person.subject or set(person.names) & set(doers):
            continue
        if pose in _SHARED and any(hit.last < other < person.first for other in verbs):
            continue  # `Anna comes out and sits beside him`: he does not come
        before = {token.text.lower() for token in tokens[max(hit.last, person.first - 3) : person.first]}
        if pose in MUTUAL or (pose in _SHARED and not before.isdisjoint(_COMPANY)):
            return person.names
    return ()


def _is_negated(tokens: list[Token], hit: Hit) -> bool:
    """Tell whether the words before an English hit, or behind a Korean one, deny it; `We see` is nobody's either."""
    before = [token.text.lower() for token in tokens[max(0, hit.first - 3) : hit.first]]
    if before and (before[-1] in _NEGATIONS or before[-1] == "we"):
        return True
    if hit.targets[0].startswith("prop:"):
        behind = tokens[hit.last + 1].text if hit.last + 1 < len(tokens) else ""
        return behind.startswith("없")
    if len(before) > 0 and before[-1] in _STOPPING and tokens[hit.first].text.endswith("ing"):
        return True  # stops typing
    if before and before[-1] in _HARDLY and hit.targets[0].startswith(("pose:", "event:")):
        return True
    if any(word in _NEGATIONS - {"no", "without"} for word in before[-2:]):
        return True
    behind = tokens[hit.last + 1].text if hit.last + 1 < len(tokens) else ""
    if behind in _GOING and hit.targets[0].startswith("emotion:"):
        return True
    return bool(behind) and _KOREAN_NEGATION.match(behind) is not None


def _feel(emotion: str, doers: tuple[str, ...], facts: Facts) -> None:
    if not doers:
        facts.mood = facts.mood or emotion
    strength = vocabulary().emotion_strength
    for name in doers:
        known = facts.emotions.get(name)
        if known is None or strength[emotion] > strength[known]:
            facts.emotions[name] = emotion


def _happen(event: str, hit: Hit, later: list[Hit], people: list[Person], doers: tuple[str, ...], facts: Facts) -> None:
    if event == "enter":
        facts.entering.extend(name for name in doers if name not in facts.entering)
    elif event == "exit":
        thing_left = any(
            target.startswith("prop:") and target != "prop:door" and 0 < other.first - hit.last <= 3
            for other in later for target in other.targets
        )  # fmt: skip
        if not thing_left:
            facts.leaving.extend(name for name in doers if name not in facts.leaving)
    elif event == "give":
        taker = next((n for p in people if not p.subject for n in p.names if n not in doers), None)
        if doers and taker:
            facts.giving.append((doers[0], taker))
        elif doers:  # to a passing waiter
            facts.putting.append(doers[0])
    elif event in ("look", "notice"):
        _glance(event, hit, later, people, doers, facts)
    elif doers or not people or event not in ("big", "fight"):
        facts.events.add(event)


def _glance(event: str, hit: Hit, later: list[Hit], people: list[Person], doers: tuple[str, ...], facts: Facts) -> None:
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


def _hear(sentence: Sentence, facts: Facts, aside: frozenset[int]) -> None:
    """Collect sounds: English words in capitals, Korean ones in any form."""
    lexicon = vocabulary().sound
    korean = is_korean(sentence.text)
    if not korean and not any(token.text.isupper() and len(token.text) > 1 for token in sentence.tokens):
        return
    for hit in lexicon.find(sentence.tokens):
        if hit.first in aside:
            continue  # NURSE BELL makes no noise
        words = sentence.text[sentence.tokens[hit.first].start : sentence.tokens[hit.last].end]
        if (words.isupper() or is_korean(words)) and words not in facts.sounds:
            facts.sounds.append(words)
