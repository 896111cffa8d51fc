"""Which places an intercut names: `INTERCUT - BARN / HILL`, `INTERCUT BETWEEN CRATER AND TRENCH`, `교차편집 - 교실`.

Enters: the line, where everybody was last. Leaves: settings, each with the people who are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from screenplay2board.plan.continuity import VEHICLES, Continuity
from screenplay2board.plan.setting import Setting, in_era
from screenplay2board.plan.types import CharacterLook
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.whereabouts import Whereabouts
from screenplay2board.plan.words import tokens_of, without_particle

_OPENING = re.compile(r"\W*(?:INTER-?CUT(?:TING)?|교차 ?(?:편집)?)\W*(?:BETWEEN\b|WITH\b)?", re.IGNORECASE)
_BETWEEN_PLACES = re.compile(r"\s*[/,&↔]\s*|\s+[-–—]\s+|\s+(?:AND|WITH)\s+|(?<=[가-힣])(?:와|과)\s+", re.IGNORECASE)
_FILLERS = frozenset({"THE", "A", "AN", "INT", "EXT", "DAY", "NIGHT", "안", "밖"})


def places_between(line: str) -> tuple[str, ...]:
    """Return the places that a line of intercutting names, as it writes them."""
    opening = _OPENING.match(line)
    rest = line[opening.end() :] if opening else ""
    return tuple(part.strip(" .:;-–—") for part in _BETWEEN_PLACES.split(rest) if part.strip(" .:;-–—"))


def other_ends(
    line: str, home: Setting, whereabouts: Whereabouts, looks: Mapping[str, CharacterLook]
) -> Iterator[tuple[Setting, Continuity]]:
    """Return the places of an intercut beside the scene's own, with who was last in them; what is no place is left out.

    A place that the film has not shown is staged by its name, with nobody in it yet.
    """
    for place in places_between(line):
        words = frozenset(without_particle(token.text.upper()) for token in tokens_of(place)) - _FILLERS
        if not words or names_place(words, home):
            continue
        left = whereabouts.last_at(words)
        if left is not None:
            setting, people, waiting = left
            there = Continuity(setting.set, looks)
            there.take_over(people, waiting)
            yield setting, there
            continue
        hits = vocabulary().places.find(tokens_of(place))
        set_name = hits[-1].targets[0] if hits else None
        if set_name is None or home.set in (set_name, vocabulary().exterior_of.get(set_name)):
            continue
        indoors = set_name in vocabulary().exterior_of and set_name not in VEHICLES
        setting = replace(home, location=place.upper(), interior=indoors, set=set_name, remark="")
        yield in_era(setting, home.era), Continuity(set_name, looks)


def names_place(words: frozenset[str], setting: Setting) -> bool:
    """Tell whether words name a place: all of them stand in its heading."""
    return words <= {without_particle(token.text.upper()) for token in tokens_of(setting.location)}
