"""Things in a sentence: which of them are seen, who has them in hand, and what `it` and `the screen` mean.

Enters: hits of the vocabulary with those who do them. Leaves: props, what is held and what wants to be seen closely, in
`Facts`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from screenplay2board.plan.facts import Facts
from screenplay2board.plan.subjects import Context
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Hit, Sentence, Token, is_korean
from screenplay2board.plan.written import LEGIBLE, writing_in

# What has a screen; `the screen` is that of the one spoken of last.
_DEVICES = frozenset({"phone", "laptop", "monitor", "television"})
# What only measures where `of` follows: a ring of dead screens, a sheet of rain, a ball of fire.
_MEASURES = frozenset({"ring", "paper", "rope", "ball", "table", "chair", "bed"})
_PICTURES = frozenset({"drawing", "sketch", "poster", "drawings", "sketches", "posters"})  # of somebody
# Where a thing lies that is in somebody's hands, and where one that they wear is.
_IN_HANDS = frozenset({"hand", "hands", "lap", "arms", "fist", "palm"})
_WORN_AT = frozenset({"over", "around", "on", "round", "across"})
_OWNED = frozenset({"his", "her", "the", "a", "an"})
# What hangs from a shoulder is had in hand.
_SLUNG = frozenset({"bag", "rifle", "guitar", "rope", "broom", "axe"})
_SHOULDERS = frozenset({"shoulder", "shoulders", "arm"})
_JOINING_WORDS = 3  # `with a flashlight and the knife`
_WITH_WORDS = frozenset({"with", "carrying"})
_READ = frozenset({"letter", "paper", "book", "newspaper", "photograph", "map", "card", "phone"})
_PUT_AWAY = re.compile(
    r"\b(?:puts?|sets?|lays?) (?:down|away|aside|back)\b|\b(?:drops?|lowers?|tosses|hangs|pockets) (?:his|her|the|it)\b"
    r"|내려놓|치운"
)

_BUILT_IN: Mapping[str, frozenset[str]] = {"boxing_ring": frozenset({"ring"})}

# Poses in which the hands have the thing that the sentence names.
HOLDING_POSES = frozenset(
    {"hold", "read", "phone", "aim", "drink", "cup", "reach", "hand_over", "carry", "pick_up", "lift", "throw", "catch"}
    | {"swing", "stab", "eat", "smoke", "photograph", "play_guitar", "pull", "slam_table"}
)
_SUBJECT_WITHIN_WORDS = 2
# `She lifts it, wipes the dust from the glass`: an object so near the beginning is what the verb is about.
_OBJECT_WITHIN_WORDS = 2
# A sentence of so many words that names no thing we know is about something else.
_WORDS_OF_SOMETHING_ELSE = 5


def see_thing(prop: str, hit: Hit, tokens: list[Token], facts: Facts) -> None:
    """Note a thing; in capitals, or telling and near the verb, it wants to be seen closely."""
    words = vocabulary()
    if prop not in facts.props:
        first = not facts.props and hit.first <= _SUBJECT_WITHIN_WORDS and prop not in words.surroundings
        facts.turns_on_thing = facts.turns_on_thing or first
        facts.props.append(prop)
        facts.written[prop] = " ".join(token.text for token in tokens[hit.first : hit.last + 1])
    written = tokens[hit.last].text
    capitals = written.isupper() and len(written) > 1 and not is_korean(written)
    if (capitals or prop in words.telling_props) and prop not in (*facts.striking, *words.surroundings):
        facts.striking.append(prop)


def take_in_hand(uses: list[tuple[str, Hit, tuple[str, ...]]], tokens: list[Token], facts: Facts) -> None:
    """Give things into hands where a verb or `in his hand`, `with a gun` does."""
    held_props = vocabulary().held_props
    joined = -9
    for prop, hit, doers in uses:
        if prop not in held_props:
            continue
        behind = {token.text.lower() for token in tokens[hit.last + 1 : hit.last + 5]}
        before = {token.text.lower() for token in tokens[max(0, hit.first - 4) : hit.first]}
        nearest = tokens[hit.last + 1].text.lower() if hit.last + 1 < len(tokens) else ""
        in_hand = "in" in behind and not behind.isdisjoint(_IN_HANDS)
        in_hand = in_hand or (not before.isdisjoint(_WITH_WORDS) and nearest not in _WORN_AT)
        in_hand = in_hand or (prop == "umbrella" and "under" in before)
        in_hand = in_hand or (nearest in ("over", "on") and prop in _SLUNG and not behind.isdisjoint(_SHOULDERS))
        in_hand = in_hand or any(target.startswith("pose:") for target in hit.targets)  # dribbles
        in_hand = in_hand or (joined >= hit.first - _JOINING_WORDS and "and" in before)
        joined = hit.last if in_hand else joined
        for name in doers[:1]:
            poses = facts.poses.get(name, [])
            if in_hand or any(pose in HOLDING_POSES for pose in poses):
                facts.held.setdefault(name, []).append(prop)


def take_it(tokens: list[Token], facts: Facts, context: Context) -> None:
    """Let `picks it up` mean the thing spoken of before."""
    facts.it = any(token.text in ("it", "them") for token in tokens[: _OBJECT_WITHIN_WORDS + 2])
    if "fire" in facts.props and tokens[0].text == "It" and context.last_prop in vocabulary().held_props:
        facts.props.remove("fire")  # a letter that burns is no house on fire
    it = next((index for index, token in enumerate(tokens) if token.text == "it"), len(tokens))
    if not facts.props and it == len(tokens) and len(tokens) > _WORDS_OF_SOMETHING_ELSE:
        context.last_prop = None  # `it` in the next sentence is what this one is about
        return
    if facts.props and not (it <= _OBJECT_WITHIN_WORDS and context.last_prop not in facts.props):
        context.last_prop = facts.props[-1]
        return
    last = context.last_prop
    if last is None:
        return
    read = "letter" if last == "envelope" else last  # She opens it and reads.
    if read in _READ:  # He reads.
        for name in (name for name, poses in facts.poses.items() if "read" in poses):
            facts.held.setdefault(name, []).append(read)
    named_before = any(token.text.lower() in _OWNED for token in tokens[:it])  # pulls off his sweater, wraps it
    if last in vocabulary().held_props and it < len(tokens) and (facts.props or not named_before):
        for name, poses in facts.poses.items():
            if not HOLDING_POSES.isdisjoint(poses):
                facts.held[name] = [read if "read" in poses else last]


def put_away(sentence: Sentence, facts: Facts) -> None:
    """Let a thing that somebody merely puts down be no event, unless the writer sets it in capitals."""
    if facts.striking and _PUT_AWAY.search(sentence.text):
        facts.striking = [prop for prop in facts.striking if facts.written.get(prop, "").isupper()]


def see_writing(sentence: Sentence, facts: Facts, context: Context) -> None:
    """Let a thing whose words the script gives be seen closely: `A note lies there. It says: "Gone."`"""
    if not writing_in(sentence.text):
        return
    spoken_of = next((prop for prop in (context.last_prop, context.last_device) if prop in LEGIBLE), None)
    if not facts.props and spoken_of is not None:
        facts.props.append(spoken_of)
    thing = next((prop for prop in facts.props if prop in LEGIBLE), None)
    if thing is not None and thing not in facts.striking:
        facts.striking.append(thing)


def is_built_in(hit: Hit, context: Context) -> bool:
    """Tell whether a word means a part of the place and no thing: the ring of a boxing gym is on no finger."""
    return any(target.removeprefix("prop:") in _BUILT_IN.get(context.place, ()) for target in hit.targets)


def is_measure(tokens: list[Token], hit: Hit) -> bool:
    """Tell whether a thing only measures another: `a ring of dead screens`."""
    behind = tokens[hit.last + 1].text if hit.last + 1 < len(tokens) else ""
    if tokens[hit.last].text.lower() in _PICTURES:
        return False
    return behind == "of" and all(target.removeprefix("prop:") in _MEASURES for target in hit.targets)


def says_what_kind(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether a thing only says what kind the next noun is: `dog food`, `a glass wall`."""
    tokens = sentence.tokens
    if hit.last + 1 >= len(tokens) or not all(target.startswith("prop:") for target in hit.targets):
        return False
    behind = tokens[hit.last + 1]
    joined = sentence.text[tokens[hit.last].end : behind.start] == " "
    return joined and behind.text.lower() in vocabulary().compound_heads


def screens_named(hits: list[Hit], context: Context) -> list[Hit]:
    """Let `the screen` be that of the phone or the television spoken of before, and remember what was spoken of."""
    named: list[Hit] = []
    for hit in hits:
        props = [target.removeprefix("prop:") for target in hit.targets if target.startswith("prop:")]
        if props == ["screen"] and context.last_device is not None:
            hit = hit._replace(targets=(f"prop:{context.last_device}",))
        elif props and props[0] in _DEVICES:
            context.last_device = props[0]
        named.append(hit)
    return named
