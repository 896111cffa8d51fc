"""What the rest of a scene tells about its beginning: who is there before the action names them, and who drives.

Enters: a scene and the cast. Leaves: names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from screenplay2board.plan.cast import Cast
from screenplay2board.plan.directions import direction_of
from screenplay2board.plan.places import Worlds
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Sentence
from screenplay2board.screenplay.types import Element, Scene

_VOICE_MARK = re.compile(r"[(（]?(?:F|E|N|Na|V\.?O\.?|필터|전화|목소리|소리|filtered)[)）]?", re.IGNORECASE)


def there_from_the_start(scene: Scene, cast: Cast, worlds: Worlds) -> list[str]:
    """Return who speaks in the scene before the action has brought them in: they have been there all along."""
    told: list[str] = []
    found: list[str] = []
    decided: set[str] = set()
    elements = scene.elements
    for index, element in enumerate(elements):
        if element.type in ("action", "transition") and direction_of(element.text) == "intercut":
            break  # who speaks from now on may be at the other end
        if element.type == "action":
            told.append(element.text.upper())
        elif element.type == "character" and not cast.opens_shot(element):
            cue = cast.cue(element)
            if cue.unseen or heard_only(elements[index + 1 : index + 2]):
                continue
            for name in cue.names:
                if name in decided or worlds.is_elsewhere(name):
                    continue
                decided.add(name)
                if not any(part in text for text in told for part in cast.names.ways(name)):
                    found.append(name)
    return found


def driver_of(scene: Scene, cast: Cast, action: Mapping[int, Sequence[Sentence]]) -> str | None:
    """Return who drives in this scene, None where nothing tells."""
    for element in scene.elements:
        for sentence in action.get(id(element), ()):
            for hit in vocabulary().driving.find(sentence.tokens):
                people = [m for m in cast.names.find(sentence.tokens) if m.first < hit.first]
                if people:
                    return people[0].names[0]
    if not cast.drivers:
        return None
    return next((name for name in _named_in(scene, cast, action) if name in cast.drivers), None)


def _named_in(scene: Scene, cast: Cast, action: Mapping[int, Sequence[Sentence]]) -> Iterator[str]:
    """Return who is named in the action and the cues of a scene, in order."""
    for element in scene.elements:
        if element.type == "character" and not cast.opens_shot(element):
            yield from cast.cue(element).names
        for sentence in action.get(id(element), ()):
            yield from (name for mention in cast.names.find(sentence.tokens) for name in mention.names)


def heading_says(scene: Scene, *words: str) -> bool:
    """Tell whether one of some words stands in a scene's heading."""
    return scene.heading is not None and any(word in scene.heading.text.upper() for word in words)


def stay_on_the_line(callers: Sequence[str], scene: Scene, cast: Cast) -> bool:
    """Tell whether who ends a scene on the telephone answers in the next without having come there."""
    told: list[str] = []
    for element in scene.elements:
        if element.type == "action":
            told.append(element.text.upper())
        elif element.type == "character" and not cast.opens_shot(element):
            for name in set(callers).intersection(cast.cue(element).names):
                return not any(way in text for way in cast.names.ways(name) for text in told)
    return False


def heard_only(elements: Sequence[Element]) -> bool:
    """Tell whether a speech is marked as a voice on the line below its cue: `(F)`, `(filtered)`, `(V.O.)`."""
    first = elements[0] if elements and elements[0].type == "parenthetical" else None
    return first is not None and _VOICE_MARK.fullmatch(first.text.strip()) is not None
