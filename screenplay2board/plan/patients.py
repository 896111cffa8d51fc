"""Whom something is done to: who is dragged, carried, knocked down or taken away, and with whom somebody acts.

Enters: a sentence, its people and the `Facts` of its words. Leaves: the same `Facts` with partners, what is suffered
and who is gone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise

from screenplay2board.plan.facts import MUTUAL, Facts
from screenplay2board.plan.subjects import BODY, Context, Person
from screenplay2board.plan.words import Hit, Sentence, Token, is_korean
from screenplay2board.stage.names import LEADING

# What two do with each other, so that the one who does it turns to the other.
PAIRED = MUTUAL | {"comfort", "hand_over", "slap", "choke", "whisper", *LEADING}
_AUXILIARIES = frozenset({"is", "are", "was", "were", "be", "been", "being", "gets", "get", "got"})
_PARTICIPLE = re.compile(
    r"\w+(?:ed|en)|held|led|hit|shot|struck|thrown|drawn|brought|caught|torn|hauled|kept|pulled|dragged|carried"
)
# What somebody does in the passive -> what who does it does, and how it is suffered.
_SUFFERED: Mapping[str, tuple[str, str]] = {
    "drag": ("drag_body", "dragged"), "drag_body": ("drag_body", "dragged"), "carry": ("carry_bride", "carried"),
    "carry_bride": ("carry_bride", "carried"), "pull": ("pull_by_hand", "pulled"), "hold": ("escort", "hands_behind"),
    "escort": ("escort", "hands_behind"), "pull_by_hand": ("pull_by_hand", "pulled"), "throw": ("push", "fall"),
    "push": ("push", "stagger"), "punch": ("punch", "guard"), "kick": ("kick", "fall"), "hug": ("hug", "hug"),
    "kiss": ("kiss", "kiss"),
}  # fmt: skip
_AGENT_WITHIN_WORDS = 2  # `by the two guards`
_STRIKES = frozenset({"punch", "throw", "push", "kick", "slap", "swing", "pull"})
# `knocks Jasmine down`, `throws him to the ground`: right behind whom it is done to.
_FELLS = re.compile(
    r"\s+(?:down|over|sprawling|flat|(?:clean )?off (?:his|her|their) feet"
    r"|(?:on)?to the (?:floor|ground|mat|grass|dirt|mud|pavement|ice|sand|deck))\b"
)
_KNOCKS = re.compile(r"\b(?:knocks?|sweeps?|blows?|hurls?|flings?|throws?) (?:him|her|them|[A-Z]\w+)\b")  # a wave does
_AT_THING = re.compile(
    r"\b(?:kick|punch|hit|slam|slap|throw|push|shove|stab|pull)\w* (?:open |shut |at )?"
    r"(?:the|an?|his|her|its|their) \w+"
)
_OFFERS = re.compile(
    r"\b(?:holds?|reach(?:es)?|stretch(?:es)?|puts?|extends?|offers?) (?:out |\w+ )?(?:his|her|a) hand\b"
)
_TAKES_IT = re.compile(r"\b(?:takes?|grabs?|clasps?|shakes?) (?:it|his|her)\b(?! \w+ing)")
# Who looks at these looks at nobody who is there.
_LOOKS_OFF = re.compile(
    r"\b(?:look|gaz|star|watch|peer|glanc)\w*\b(?: \w+){0,2}? (?:out|away|off"
    r"|into the (?:distance|dark|fire|rain|water)"
    r"|(?:at )?the (?:sky|road|horizon|sea|water|yard|street|ground|floor|ceiling|fire|rain|stars|river|lake|snow))\b"
    r"|내다[보본봐]|허공을|먼 산을|하늘을 (?:올려다)?[보본봐]"
)
_KOREAN_TAKEN = re.compile(r"끌고 [나가간]|데려[가간]|데리고 [나가간]|연행|끌려 ?[나가간]|실려 ?[나가간]|업고 [나가간]")
_HOLDING_PARTS = frozenset({"arms", "hand", "hands", "lap", "fist"})
_ONES_OWN = frozenset({"cover_mouth", "cover_ears", "facepalm", "rub_neck", "hand_on_heart"})
_OF_ONE_BODY = re.compile(
    r"\b(?:covers?|wipes?|rubs?|touch(?:es)?|holds?|strokes?|brush(?:es)?|dabs?)\b[^,.;]{0,12}"
    r"\b(his|her) (?:mouth|ears|eyes|face|brow|neck|chest|tears|cheeks?)\b"
)
_IN_ARMS = re.compile(r"\s+in (?:his|her) arms\b")
_TAKES = (
    r"(?:drags?|carr(?:y|ies)|hauls?|leads?|march(?:es)?|escorts?|wheels?|takes?|drives?|rush(?:es)?|whisks?|ushers?)"
)
_TAKEN = r"(?:dragged|carried|led|hauled|marched|escorted|taken|driven|wheeled|rushed|whisked|ushered|pulled)"
_AWAY = r"(?:away|inside|indoors|upstairs|off(?! (?:his|her|the|their|a))|out(?! (?:his|her|a|an)\b))"
_TAKES_AWAY = re.compile(rf"\b{_TAKES}\b(?P<whom>[^.,;]{{1,48}}?)\b{_AWAY}\b")
_IS_TAKEN = re.compile(rf"\b(?:is|are|was|were|gets?|being)\s+(?:\w+ly )?{_TAKEN}\b[^.,;]{{0,24}}?\b(?:{_AWAY}|down)\b")


def suffered(
    hit: Hit, sentence: Sentence, people: list[Person], doers: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return (who does it, to whom) of a verb in the passive; None of any other word.

    `Fenn is dragged down the steps by the policemen`: nobody does it where no agent is named.
    """
    tokens = sentence.tokens
    if is_korean(tokens[hit.first].text) or not _is_passive(tokens, hit) or not doers:
        return None
    if all(target.removeprefix("pose:") not in _SUFFERED for target in hit.targets):
        return None
    for person in people:
        before = tokens[max(hit.last, person.first - _AGENT_WITHIN_WORDS) : person.first]
        if person.first > hit.last and any(token.text.lower() == "by" for token in before):
            return person.names, doers
    return (), doers


def _is_passive(tokens: list[Token], hit: Hit) -> bool:
    before = [token.text.lower() for token in tokens[max(0, hit.first - 2) : hit.first]]
    if before and before[-1].endswith("ly"):
        before.pop()
    auxiliary = bool(before) and before[-1] in _AUXILIARIES
    return auxiliary and _PARTICIPLE.fullmatch(tokens[hit.first].text.lower()) is not None


def done_to(pose: str) -> tuple[str, str]:
    """Return what who does a passive verb does, and how it is suffered."""
    return _SUFFERED.get(pose, (pose, "stand"))


def settle_pairs(sentence: Sentence, people: list[Person], facts: Facts, context: Context) -> None:
    """Find with whom everybody acts, who falls for it, and who is taken away."""
    others = [person for person in people if not person.subject and _is_human(person, context)]
    _in_arms(sentence, people, facts)
    _on_stretcher(others, facts)
    _one_leads(facts)
    together: dict[str, str] = {}
    for name, poses in facts.poses.items():
        target = next((one for one, other in facts.partners.items() if other == name), None)
        target = target or next((n for person in others for n in person.names if n != name), None)
        target = target or _whose_body(sentence, name, context)
        if target is not None and not PAIRED.isdisjoint(poses):
            facts.partners.setdefault(name, target)
            shared = facts.telling_pose(name)
            if shared is not None and shared in MUTUAL:
                together.setdefault(target, shared)
        elif target is None and not _STRIKES.isdisjoint(poses) and _AT_THING.search(sentence.text):
            facts.at_things.add(name)
        if "comfort" in poses and name not in facts.partners:  # a blanket around himself
            facts.poses[name] = [pose for pose in poses if pose != "comfort"]
    facts.poses = {name: poses for name, poses in facts.poses.items() if poses}
    for name, pose in together.items():
        facts.poses.setdefault(name, [pose])
    if facts.look is not None and facts.look.target is None and _LOOKS_OFF.search(sentence.text):
        facts.at_things.add(facts.look.viewer)
    _touch_other(sentence, facts, context)
    _fell(sentence, others, facts)
    _take_away(sentence, people, facts, context.present)


def _is_human(person: Person, context: Context) -> bool:
    return all(name in context.looks and context.looks[name].kind == "person" for name in person.names)


def whose_arms(hit: Hit, people: list[Person], tokens: list[Token]) -> tuple[str, ...]:
    """Return who has it in `sees the baby in Mrs. Abel's arms`: whose arms they are."""
    for person in people:
        within = hit.first < person.first <= max(hit.last, hit.first + _AGENT_WITHIN_WORDS)
        behind = tokens[person.last + 1].text.lower() if person.last + 1 < len(tokens) else ""
        inside = tokens[person.first - 1].text.lower() == "in" and behind in _HOLDING_PARTS
        if within and inside and not person.subject and hit.targets[0].startswith(("pose:hold", "prop:")):
            return person.names
    return ()


def _touch_other(sentence: Sentence, facts: Facts, context: Context) -> None:
    """Let who covers somebody else's mouth reach for it: `She covers his mouth with her hand.`"""
    for name, poses in facts.poses.items():
        own = _OF_ONE_BODY.search(sentence.text)
        if own is None or _ONES_OWN.isdisjoint(poses) or context.fits("she" if own[1] == "her" else "he", (name,)):
            continue
        facts.poses[name] = ["reach" if pose in _ONES_OWN else pose for pose in poses]
        other = context.meant_by("she" if own[1] == "her" else "he", (name,))
        if other and other[0] in context.present:
            facts.partners[name] = other[0]


def _whose_body(sentence: Sentence, doer: str, context: Context) -> str | None:
    """Return whom somebody touches who is only named by a pronoun: `wraps a blanket around her shoulders`."""
    for owner, part in pairwise(sentence.tokens[1:]):
        if owner.text in ("his", "her") and part.text.lower() in BODY:
            pronoun = "she" if owner.text == "her" else "he"
            meant = context.meant_by(pronoun, (doer,))
            own = context.fits(pronoun, (doer,)) and sentence.text[: owner.start].rstrip().endswith((",", "with"))
            return meant[0] if meant and meant[0] in context.present and not own else None
    return None


def _in_arms(sentence: Sentence, people: list[Person], facts: Facts) -> None:
    """Let who is told to be in somebody's arms be carried there: `staggers out with the girl in her arms`."""
    carrier = next((name for person in people if person.subject for name in person.names), None)
    for person in people:
        if carrier is None or person.subject or carrier in person.names or "asleep" in facts.emotions.get(carrier, ""):
            continue
        if _IN_ARMS.match(sentence.text, sentence.tokens[person.last].end):
            facts.poses.setdefault(carrier, []).append("carry_child")
            facts.partners[carrier] = person.names[0]


def _on_stretcher(others: list[Person], facts: Facts) -> None:
    """Let who is carried on a stretcher lie, and two carry it."""
    if "stretcher" not in facts.props:
        return
    bearers = [name for name, poses in facts.poses.items() if not {"carry", "carry_bride"}.isdisjoint(poses)]
    for name, other in zip(bearers, (*bearers[1:], *bearers[:1]), strict=True):
        facts.poses[name] = ["carry_stretcher"]
        facts.partners |= {name: other} if other != name else {}
    for name in (name for person in others for name in person.names):
        facts.poses[name] = ["lie"]


def take_hand(sentence: Sentence, facts: Facts, context: Context) -> None:
    """Let who takes a hand that has just been held out hold hands with who offers it: `She takes it.`"""
    taker = next(iter(facts.subjects), None)
    offers = context.offers_hand
    if taker is not None and offers is not None and taker != offers and _TAKES_IT.search(sentence.text):
        for one, other in ((taker, offers), (offers, taker)):
            facts.poses.setdefault(one, []).append("hold_hands")
            facts.partners[one] = other
            facts.held.pop(one, None)
        facts.people = tuple(dict.fromkeys((*facts.people, offers)))
    context.offers_hand = taker if _OFFERS.search(sentence.text) else None


def _one_leads(facts: Facts) -> None:
    """Let one of several who lead somebody do it; the others go with them."""
    for pose in LEADING if len(facts.poses) > 1 else ():
        leaders = [name for name, poses in facts.poses.items() if pose in poses]
        for name in leaders[1:] if pose not in ("toast", "high_five", "carry_stretcher") else ():
            facts.poses[name] = ["walk" if known == pose else known for known in facts.poses[name]]


def _fell(sentence: Sentence, others: list[Person], facts: Facts) -> None:
    """Let who is knocked down fall."""
    if not _KNOCKS.search(sentence.text) and not any(not _STRIKES.isdisjoint(poses) for poses in facts.poses.values()):
        return
    for person in others:
        if _FELLS.match(sentence.text, sentence.tokens[person.last].end):
            for name in person.names:
                facts.poses[name] = ["fall"]
                facts.felled.append(name)


def _take_away(sentence: Sentence, people: list[Person], facts: Facts, present: Collection[str]) -> None:
    """Let who is dragged out, driven off or led away be gone, with who does it; who has not been here comes."""
    taken = _IS_TAKEN.search(sentence.text)
    takes = _TAKES_AWAY.search(sentence.text)
    gone: list[str] = []
    if taken is not None or _KOREAN_TAKEN.search(sentence.text):
        gone = [name for person in people for name in person.names]
    elif takes is not None:
        start, end = takes.span("whom")
        whom = [p for p in people if not p.subject and start <= sentence.tokens[p.first].start < end]
        before = [p for p in people if p.subject and sentence.tokens[p.first].start < takes.start()] if whom else []
        gone = [name for person in (*before, *whom) for name in person.names]
        if takes[0].endswith("out") and not {name for person in whom for name in person.names} <= set(present):
            gone = []  # carried out of somewhere to where we are
    facts.leaving.extend(name for name in dict.fromkeys(gone) if name not in facts.leaving)
