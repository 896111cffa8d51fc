"""Who does what a verb says: the subject of its clause.

Enters: a word of the vocabulary, the people of its sentence. Leaves: the names of those who do it.
"""

from __future__ import annotations

from screenplay2board.plan.subjects import PREPOSITIONS, Person
from screenplay2board.plan.words import Hit, Sentence

# From a name to the `who` that means it; parentheses with the age and the clothes may stand between.
_WHO_WITHIN_WORDS = 12
# `Mina watches Jun leave`: a verb behind what is seen or heard is done by that.
_PERCEIVES = frozenset(
    {"watch", "watches", "watched", "watching", "see", "sees", "saw", "hear", "hears", "heard", "hearing", "seeing"}
)
_SEEN_WITHIN_WORDS = 5
_NO_NOUNS = frozenset({"the", "a", "an", "his", "her", "their", "its", "to", "and", "as", "while", "then", "or", "in"})


def doers_of(hit: Hit, people: list[Person], default: tuple[str, ...], sentence: Sentence) -> tuple[str, ...]:
    """Return the subject that governs a word: the last one before it, with those joined to it."""
    for clause in (_relative_subject, _seen_subject):
        if (meant := clause(hit, people, sentence)) is not None:
            return meant
    found: tuple[str, ...] = ()
    last, joined = -9, False
    for person in people:
        if not person.subject or person.first > hit.first:
            continue
        beside = joined or person.first - last <= 2 or _is_listed(hit, person, sentence)
        found = (*found, *person.names) if found and beside else person.names
        last, joined = person.last, person.joined
    return tuple(dict.fromkeys(found)) or default


def _is_listed(hit: Hit, person: Person, sentence: Sentence) -> bool:
    """Tell whether somebody is the last of several described ones: `PRIYA (31), a bride, and OWEN (33), run`."""
    tokens = sentence.tokens
    if person.first < 2 or tokens[person.first - 1].text.lower() not in ("and", "&"):
        return False
    described = sentence.text[tokens[person.first - 2].end : tokens[person.first - 1].start].strip() in (",", ")", "),")
    return described and not tokens[hit.first].text.endswith("s")


def _relative_subject(hit: Hit, people: list[Person], sentence: Sentence) -> tuple[str, ...] | None:
    """Return whom `who` means before a word: `hands it to OTTO, who is eating`; None outside such a clause.

    Behind the main verb the clause goes on to the end or to the next subject, before it to the next comma.
    """
    tokens = sentence.tokens
    who = next((index for index in range(hit.first - 1, 0, -1) if tokens[index].text == "who"), None)
    if who is None or any(person.subject and who < person.first < hit.first for person in people):
        return None
    before = [person for person in people if person.last < who]
    if not before or who - before[-1].last > _WHO_WITHIN_WORDS:
        return None
    embedded = before[-1].subject  # `Marek, who has waited, gets up`: the main verb is still to come
    if embedded and "," in sentence.text[tokens[who].end : tokens[hit.first].start]:
        return None
    return before[-1].names


def _seen_subject(hit: Hit, people: list[Person], sentence: Sentence) -> tuple[str, ...] | None:
    """Return who is seen or heard doing it: `watches JUN leave`.

    Nobody where a thing does it, None outside such a clause.
    """
    tokens = sentence.tokens
    verb = tokens[hit.first].text
    acts = hit.targets[0].startswith(("pose:", "event:", "emotion:"))
    nearby = range(hit.first - 2, max(-1, hit.first - 2 - _SEEN_WITHIN_WORDS), -1)
    sense = next((index for index in nearby if tokens[index].text.lower() in _PERCEIVES), None)
    # `watches Jun and smiles` is what the one who watches does: it has that one's ending, and a conjunction before it
    if sense is None or not acts or not verb.islower() or verb.endswith(("s", "ed")) or verb in PREPOSITIONS:
        return None
    between = sentence.text[tokens[sense].end : tokens[hit.first].start]
    if any(mark in between for mark in ",;.-–—") or tokens[hit.first - 1].text.lower() in _NO_NOUNS:
        return None
    if any(person.subject and sense < person.first < hit.first for person in people):
        return None
    return next((person.names for person in reversed(people) if sense < person.first < hit.first), ())
