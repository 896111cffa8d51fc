"""Let what a sentence says agree with itself: who sleeps on a seat does not lie, who draws aims, who goes is gone.

Enters: a sentence, its people and the `Facts` of its words. Leaves: the same `Facts`, settled.
"""

from __future__ import annotations

import re

from screenplay2board.plan.facts import Facts
from screenplay2board.plan.subjects import Person
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Sentence, Token

# What takes two arms to carry.
_LOADS = frozenset({"box", "suitcase", "bag", "plate", "cake"})
# What is poured from a bottle into a glass; all else comes from a pot.
_BOTTLED = frozenset({"bottle", "glass"})
_FIREARMS = ("gun", "rifle")
_SITTING = frozenset({"sit", "sit_table", "sit_slumped"})
_ON_GROUND = frozenset({"sit_floor", "hug_knees"})
_RIDERS = frozenset({"rider", "riders", "horseman", "horsemen", "horsewoman"})
_LYING = frozenset({"lie", "lie_side"})
_GOES = re.compile(r"(?:\bgoes|(?:\b(?:is|are)|['’](?:s|re)) (?:already |long )?gone)(?=\s*(?:[.,;!]|$))")
_INTO_HAND = re.compile(
    r"\b(?:drops?|puts?|press(?:es)?|slips?|places?|lays?|folds?|pushes|shoves) (?:it|them|the [\w-]+|an? [\w-]+) "
    r"(?:in|into) (?:his|her|their|[\w.-]+['’]s) (?:\w+ )?hands?\b"
)
_AT_WINDOW = re.compile(r"^\W*(?:In|At|Behind|Inside, (?:through|in|behind)) (?:the|a|an) (?:[\w-]+ ){0,2}window,")
_INTO_A_HOUSE = re.compile(
    r"\b(?:run|go|walk|hurr|head|rush|disappear|retreat|slip|storm|vanish|dash|race|sprint|limp|stagger)\w*"
    r"(?: \w+)?(?: past \w+)? (?:back )?(?:(?:in|inside|indoors)(?=\s*(?:[.,;]|and\b|$))"
    r"|(?:into|to|inside) the (?:\w+ )?(?:house|building|church|chapel|barn|shop|store|station|hotel|motel|bar|saloon"
    r"|hut|tent|cabin|garage|school|hospital|office|tower|bank|castle|bunker|tunnel|woods|forest|crowd|kitchen|bedroom"
    r"|bathroom|basement|cellar|attic|hall|hallway|corridor|next room|other room))\b"
)
_IN_HAND = re.compile(r"\bin (?:his|her|\w+['’]s) (?:\w+ )?(?:hands?|palm|fist|fingers)\b")
_AT_TABLE = re.compile(
    r"\b(?:at|in|behind) (?:(?:the|a|an|his|her|their) )?(?:[\w’'-]+ ){0,2}(?:table|desk|booth|console|piano)\b",
    re.IGNORECASE,
)
# What is done sitting as well, so that a seat that is named is sat on.
_COMPANY = re.compile(
    r"\b(?:family|guests|everyone|everybody|company|children|men|women|all of them|people|team)\b", re.IGNORECASE
)
_QUIET = frozenset(
    {"read", "write", "eat", "drink", "cup", "phone", "type", "hold", "smoke", "play_guitar", "think", "cry"}
)
_ON_A_SEAT = re.compile(
    r"\b(?:on|in) (?:the|a|an|his|her|their) (?:[\w’'-]+ ){0,2}(?:couch|sofa|armchair|bench|stool|barstool|pew|swing)\b"
)
_ON_A_WALL = re.compile(r"\bon the (?:\w+ )?(?:blackboard|whiteboard|chalkboard|board|wall|mirror|window|glass)\b")
_DRAWS = re.compile(
    r"\bdraws?(?: first| fast| too| together)?\s*[.!]|\b(?:go|goes|reach|reaches) for (?:his|her|their) guns?\b"
    r"|\bdraws? (?:an?|the|his|her) (?:[\w-]+ ){0,2}(?:gun|pistol|revolver|weapon|blaster|sidearm)\b"
)
_BODY = re.compile(r"\b(?:body|corpse)\s*(?:[:,—–]|--)\s*(?:(?:an?|the)\s+)?")
_STANDS = re.compile(r"\bst(?:ands?|anding|ood)\b")
_LIES = re.compile(r"\bl(?:ie|ies|ying|ay)\b")
# Who sleeps there does not lie.
_SLEEPS = r"\b(?:asleep|sleeps|sleeping|dozes|dozing|slept|snores|snoring|unconscious)\b"
_SEAT = (
    r"\b(?:in|on|at) (?:(?:the|a|an|his|her|their) )?(?:[\w’'-]+ ){0,2}"
    r"(?:chairs?|armchair|wheelchair|seats?|sofa|couch|bench|throne|wheel|stool|desk|table|bar|counter|train|bus|taxi|cab)\b"
)
_ON_SEAT = re.compile(f"{_SLEEPS}[^.,;]*{_SEAT}|^{_SEAT}[^.,;]*{_SLEEPS}", re.IGNORECASE)
# With a ball in play `shoots` is a throw at a basket, or a kick at a goal.
_BALL_THROWN = re.compile(
    r"\b(?:basketball|dribbl\w+|hoop|backboard|(?:up|down|on|onto|across) the court|the basket|free throw|jump shot"
    r"|rebound|three-pointer|handball|volleyball|water polo)\b"
)
_BALL_KICKED = re.compile(
    r"\b(?:goalkeeper|goalie|penalty (?:kick|area|box|spot)|striker|midfielder|soccer|footballer|corner kick)\b"
)
_PASSES = re.compile(r"\bpass(?:es)? (?:the ball |it )?to\b|\binbounds\b")
_STOOPING = re.compile(r"\b(?:floor|ground|street|pavement|grass|sand|dirt|stoops?|bends?|fallen|dropped|feet)\b")
_LAPS = re.compile(r"\bhead (?:is )?in (?:his|her|\w+['’]s) lap\b")
_OFF = re.compile(r"\b(?:off|aside|away|back)\b")


def game_of(text: str) -> str | None:
    """Return what `shoots` means from here on, `throw` or `kick`, None where the words tell of no ball game."""
    if _BALL_THROWN.search(text):
        return "throw"
    return "kick" if _BALL_KICKED.search(text) else None


def settle(
    sentence: Sentence, people: list[Person], default: tuple[str, ...], facts: Facts, game: str | None = None
) -> None:
    """Settle what a sentence says of its people. default: who acts where no subject is named; game: see `game_of`."""
    if game is not None:
        _play(game, sentence.text, people, facts)
    _mount(sentence.tokens, people, facts)
    _draw(sentence.text, people, facts)
    for name in facts.poses:
        _settle_postures(name, sentence, facts)
        _settle_deeds(name, sentence, facts)
        if "hug" in facts.poses[name] and all(person.names == (name,) for person in people):
            _hold_close(name, facts)
    if any(poses.count("fall") > 1 for poses in facts.poses.values()):
        facts.events.discard("brief")  # trips and falls
    _lay_out(sentence, people, facts)
    _settle_hands(sentence, people, facts)
    _take_seats(sentence, people, facts)
    _let_go(sentence, people, default, facts)


def _mount(tokens: list[Token], people: list[Person], facts: Facts) -> None:
    """Let who is called a rider ride, unless they get off: `A lone rider crosses the flat.`"""
    for person in people:
        called = {token.text.lower() for token in tokens[person.first : person.last + 1]}
        if person.subject and not called.isdisjoint(_RIDERS):
            for name in person.names:
                if "stand" not in facts.poses.get(name, ()):
                    facts.poses.setdefault(name, []).append("ride")


def _draw(text: str, people: list[Person], facts: Facts) -> None:
    """Let who draws and says no more aim: `Jude draws.`"""
    if _DRAWS.search(text):
        for name in (name for person in people if person.subject for name in person.names):
            facts.poses.setdefault(name, []).append("aim")


def _play(game: str, text: str, people: list[Person], facts: Facts) -> None:
    """Let who shoots or passes a ball throw or kick it."""
    if not vocabulary().weapons.isdisjoint(facts.props):
        return
    passing = next((n for p in people if p.subject for n in p.names), None) if _PASSES.search(text) else None
    if passing is not None:
        facts.poses.setdefault(passing, []).append(game)
    for name, poses in facts.poses.items():
        if "aim" in poses or name == passing:
            facts.poses[name] = _instead(poses, "aim", game)
            facts.held[name] = ["ball"] if game == "throw" else []
            facts.putting.append(name)


def _settle_postures(name: str, sentence: Sentence, facts: Facts) -> None:
    """Let postures agree: who sleeps sitting does not lie, who stands at the counter does not sit there."""
    poses = facts.poses[name]
    sits = not _SITTING.isdisjoint(poses) and _LIES.search(sentence.text) is None
    if "lie" in poses and (sits or _ON_SEAT.search(sentence.text)):
        poses = [pose for pose in poses if pose not in _LYING] + ["sit_slumped"]
    if _LAPS.search(sentence.text):
        poses = [pose for pose in poses if pose not in ("hold", "head_in_hands")]
    if not _ON_GROUND.isdisjoint(poses):  # on the floor, the back against the wall
        poses = [pose for pose in poses if pose not in ("lean_wall", "sit")]
    if "stand" in poses and _STANDS.search(sentence.text):
        poses = [pose for pose in poses if pose != "sit_table"]
    facts.poses[name] = poses


def _settle_deeds(name: str, sentence: Sentence, facts: Facts) -> None:
    """Let what hands do agree with the things that are named."""
    poses = facts.poses[name]
    weapon = next((prop for prop in facts.props if prop in _FIREARMS), None)
    if "write" in poses and _ON_A_WALL.search(sentence.text):
        poses = _instead(poses, "write", "reach")
    if "throw" in poses and "door" in facts.props:
        poses = _instead(poses, "throw", "push")
    if "point" in poses and weapon is not None:  # draws a revolver and points it at him
        poses = _instead(poses, "point", "aim")
        facts.held[name] = [weapon]
    held = facts.held.get(name, [])
    if "aim" in poses and weapon is None and "sword" in held:  # 장검을 뽑아 목에 겨눈다
        poses = _instead(poses, "aim", "fence")
    if held and "pick_up" in poses and not _STOOPING.search(sentence.text):
        poses = _instead(poses, "pick_up", "hold")  # from a table
    if held:  # he pulls a gun from his coat, lifts it
        taken = "aim" if "lift" in poses and "gun" in held else "hold"
        poses = _instead(_instead(poses, "pull", taken), "lift", taken)
        if _LOADS.isdisjoint(held):
            poses = _instead(poses, "carry", "hold")
    if "pour" in poses and not _BOTTLED.isdisjoint(facts.props):
        facts.held[name] = ["bottle", "glass"]
    if "sweep" in poses and _OFF.search(sentence.text):  # sweeps the photograph off the table
        poses = _instead(poses, "sweep", "reach")
    facts.poses[name] = poses


def _instead(poses: list[str], pose: str, other: str) -> list[str]:
    return [other if known == pose else known for known in poses]


def _settle_hands(sentence: Sentence, people: list[Person], facts: Facts) -> None:
    """Let things that are given be things, and what is said to be in a hand be held."""
    held_props = vocabulary().held_props
    if facts.giving and held_props.isdisjoint(facts.props) and "it" not in sentence.text.split():
        facts.giving = []  # one gives a look, too
    in_hand = [prop for prop in facts.props if prop in held_props][:1]
    if in_hand and people and not facts.held and not facts.poses and _IN_HAND.search(sentence.text):
        facts.held[people[0].names[0]] = in_hand  # THE KEY in her open hand
    put = _INTO_HAND.search(sentence.text)
    giver = next((name for person in people if person.subject for name in person.names), None)
    taker = next((n for p in people if not p.subject and put for n in p.names if n != giver), None)
    if giver is not None and taker is not None and not facts.giving:
        facts.giving.append((giver, taker))
        facts.putting = []
    for giver, _ in facts.giving:
        facts.poses.setdefault(giver, []).append("hand_over")


def _hold_close(name: str, facts: Facts) -> None:
    """Let who presses a thing to their breast hold it: `영수가 보자기를 품에 안고 걷는다`."""
    thing = next((prop for prop in facts.props if prop in vocabulary().held_props), None)
    if thing is not None:
        facts.poses[name] = _instead(facts.poses[name], "hug", "hold")
        facts.held.setdefault(name, []).append(thing)


def _lay_out(sentence: Sentence, people: list[Person], facts: Facts) -> None:
    """Let who is found as a body lie there: `His lamp finds a body: a WOMAN IN WHITE.`"""
    body = _BODY.search(sentence.text)
    if body is None:
        return
    for person in people:
        if sentence.tokens[person.first].start == body.end():
            for name in person.names:
                facts.poses[name], facts.emotions[name] = ["lie"], "asleep"


def _take_seats(sentence: Sentence, people: list[Person], facts: Facts) -> None:
    """Seat who does something quiet on a seat that is named: `She is doing a crossword on the couch.`"""
    if people and not facts.poses and not facts.entering and _AT_TABLE.search(sentence.text):
        facts.poses |= {name: ["sit_table"] for person in people for name in person.names}
    elif not people and _AT_TABLE.search(sentence.text) and _COMPANY.search(sentence.text):
        facts.events.add("seated")
    if facts.entering or facts.dropping or facts.leaving or not _ON_A_SEAT.search(sentence.text):
        return
    for name in dict.fromkeys(name for person in people if person.subject for name in person.names):
        if _QUIET.issuperset(facts.poses.get(name, ())):
            facts.poses.setdefault(name, []).append("sit")


def _let_go(sentence: Sentence, people: list[Person], default: tuple[str, ...], facts: Facts) -> None:
    """Let who goes be gone: `She goes.`, `The waiter nods and goes.`, `He's already gone.`"""
    if _AT_WINDOW.search(sentence.text) and not facts.leaving:  # seen for a moment from outside
        facts.leaving.extend(name for person in people if person.subject for name in person.names)
    match = _GOES.search(sentence.text) or (None if facts.entering else _INTO_A_HOUSE.search(sentence.text))
    if match is None or facts.leaving:
        return
    before = [person for person in people if person.subject and sentence.tokens[person.first].start <= match.start()]
    facts.leaving.extend(before[-1].names if before else default)
