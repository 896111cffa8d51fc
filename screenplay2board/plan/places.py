"""The places that one scene shows: its own, the other end of a telephone line, a memory, a view of somewhere else.

Enters: the setting of the scene, and where the script goes from there. Leaves: the people of the place where the camera
is, and its setting where it is not the scene's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import cast

from screenplay2board.diagnostics import Span
from screenplay2board.plan.continuity import VEHICLES, Continuity
from screenplay2board.plan.facts import Facts
from screenplay2board.plan.names import NameIndex
from screenplay2board.plan.setting import Setting, in_era
from screenplay2board.plan.types import CharacterLook, TimeOfDay, Weather
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.wishes import Wish
from screenplay2board.plan.words import Sentence, is_korean, tokens_of, without_particle

# `HIGH ANGLE - THE STREET`: what stands behind the dash may be a place.
_BEHIND_DASH = re.compile(r"[-–—:]\s*(?:THE |A |AN )?([^-–—:.\n]+)")
# Only places that are looked down or out upon; a view of THE ROOM is the scene's own.
_VIEWED = frozenset(
    {
        "street",
        "western_street",
        "alley",
        "road",
        "bridge",
        "rooftop",
        "skyline",
        "park",
        "garden",
        "forest",
        "field",
        "meadow",
        "grain_field",
        "mountains",
    }
    | {"beach", "desert", "river", "harbour", "boat", "cemetery", "ruins", "station"}
)


# What is afloat is looked at from the shore.
_AFLOAT = frozenset({"boat", "ship"})
# Things that somebody indoors can only see through a window.
_OUTDOOR_THINGS = frozenset({"car", "bicycle", "motorbike", "horse"})
# `on a hill`, `across the river`: a place of the text behind one of these is where it happens.
_WHERE = frozenset(
    {"in", "at", "on", "through", "across", "down", "along", "into", "outside", "over", "up", "by", "inside", "onto"}
)
_WHERE_WITHIN_WORDS = 4
# `계단을 뛰어 올라온다`, `복도에서`: particles of where it happens.
_KOREAN_AT = re.compile(r"[가-힣](?:에서?|으?로|[을를])$")
# `On the far side of the hill, ...`: so near the beginning a sentence says where it is.
_NAMED_WITHIN_WORDS = 7
# What is seen from indoors.
_OUTSIDE = re.compile(
    r"^\W*Outside\b|\b(?:waits?|waiting|stands?|gathers?|gathered|parked|is|are) outside\b"
    r"|\b(?:across the (?:road|street|way|yard|square|water|river|valley|canal|courtyard)"
    r"|on the other side of the (?:road|street|glass|river|fence)|in the distance|down below|far below"
    r"|through (?:the|his|her|a) (?:\w+ )?(?:window|windows|binoculars|scope|windscreen|windshield|telescope|fence))\b"
    # who looks out of the window is still inside
    r"|창밖(?!(?:을|만|으로)\s(?:\S{1,6}\s)?(?:본|보[고며는았]|봐|바라|내다|쳐다|응시|향|시선|눈을))"
    r"|창문 너머|길 건너",
    re.IGNORECASE,
)
# Who is there is seen from a car, and not in it.
_BESIDE_A_CAR = re.compile(
    r"\b(?:at|on|by|from|along) the (?:\w+ )?(?:curb|kerb|sidewalk|pavement|roadside|shoulder|porch|platform|corner)\b"
    r"|\blook(?:s|ing) in\b|\b(?:at|to|into) (?:the|her|his|their) (?:\w+ )?(?:car )?window\b"
    r"|\b(?:surrounds?|blocks?|passes|overtakes) the (?:car|taxi|cab|truck|van|pickup|bus)\b"
    r"|\b(?:taps?|raps?|knocks?) (?:on|at) the (?:glass|window)\b",
    re.IGNORECASE,
)
_GETTING_IN = re.compile(
    r"\b(?:gets?|climbs?|jumps?|hops?|slides?|dives?|piles?) (?:back )?(?:in|into) (?:the|his|her|their|an?) "
    r"(?:[\w-]+ )?(?:car|truck|van|taxi|cab|sedan|pickup|jeep|limo|limousine|bus|ambulance|carriage|wagon|cruiser)\b"
)
_OUT_OF = re.compile(
    r"\bout of (?:the|a|his|her|their)\b|밖으로|에서 나"
    r"|\b(?:steps?|comes?|walks?|runs?|staggers?|rushes|storms|bursts|hurries|climbs?|crawls?) out\b"
)
_GETTING_OUT = re.compile(
    r"(?<!n't )(?<!n’t )(?<!not )\b(?:gets?|climbs?|jumps?|steps?|hops?|scrambles?|tumbles?) (?:out|off|down)\b"
    r"|내린다|내려"
)


class Worlds:
    """The places of a scene with the people in them; the first is the scene's own. came_from: the scene before's."""

    def __init__(self, setting: Setting, looks: Mapping[str, CharacterLook]) -> None:
        self._looks = looks
        self._places: list[tuple[Setting, Continuity]] = [(setting, Continuity(setting.set, looks))]
        self._current = 0
        self._remembering = False
        self._remembered: list[Continuity] = []
        self._riding: int | None = None
        self._outside: int | None = None
        self._outside_paragraph = -1
        self._door_paragraph = -9
        self._cutting = False
        self.came_from: Setting | None = None

    @property
    def people(self) -> Continuity:
        """Return the people where the camera is."""
        return self._places[self._current][1]

    @property
    def home(self) -> Continuity:
        """Return the people of the scene's own place."""
        return self._places[0][1]

    @property
    def home_setting(self) -> Setting:
        """Return the scene's own place."""
        return self._places[0][0]

    @property
    def elsewhere(self) -> Setting | None:
        """Return where the camera is, None in the scene's own place."""
        return self._places[self._current][0] if self._current else None

    @property
    def is_split(self) -> bool:
        """Tell whether there is more than the scene's own place."""
        return len(self._places) > 1

    @property
    def roster(self) -> tuple[str, ...]:
        """Return all who are seen anywhere in the scene."""
        return tuple(dict.fromkeys(name for _, people in self._places for name in people.roster))

    def add(self, setting: Setting, people: Continuity) -> None:
        """Let another place be cut to, with the people that are there."""
        self._places.append((setting, people))

    def cut_between(self, setting: Setting, people: Continuity) -> None:
        """Let the scene go to and fro between its own place and another one, which words of the action may name."""
        if not any(setting.location == known.location for known, _ in self._places):
            self._places.append((setting, people))
        self._cutting = True

    def share_with(self, other_end: tuple[tuple[str, ...], str] | None) -> None:
        """Let people be in another place from now on: the other end of a line that the writer names."""
        if other_end is not None:
            people, place = other_end
            here = self.home_setting
            indoors = place in vocabulary().exterior_of and place not in VEHICLES
            setting = replace(here, location=f"{people[0]}, {place}".upper(), interior=indoors, set=place, remark="")
            self.home.remove(people)
            self._places.append((setting, Continuity(place, self._looks)))
            self._places[-1][1].bring(people)

    def enter(self, setting: Setting) -> None:
        """Go to a place where nobody is yet, as a memory does."""
        people = Continuity(setting.set, self._looks)
        self._places.append((setting, people))
        self._remembered.append(people)
        self._current = len(self._places) - 1
        self._remembering = True

    def return_home(self) -> None:
        """Go back to the scene's own place; who was remembered, or seen in a montage, is not there any more."""
        self._current = 0
        self._remembering = False
        for people in self._remembered:
            people.remove(people.present)

    def stays_away(self, name: str) -> bool:
        """Tell whether somebody who is spoken of is in another place, and not here."""
        return name not in self.people.present and not self._remembering and self.knows(name)

    @property
    def everybody(self) -> tuple[str, ...]:
        """Return who is in any of the places, those where the camera is first."""
        there = dict.fromkeys(self.people.present)
        return tuple(there | dict.fromkeys(name for _, people in self._places for name in people.present))

    def knows(self, name: str) -> bool:
        """Tell whether somebody is in any of the places."""
        return any(name in people.present for _, people in self._places)

    def follow(
        self, sentence: Sentence, facts: Facts, wish: Wish | None, lead_in: Sequence[tuple[str, Span]], paragraph: int
    ) -> Setting | None:
        """Cut to the place of a sentence; return a place that is shown without anybody in it."""
        if paragraph != self._outside_paragraph:
            self.look_back()
        self.go_to(facts.people)
        if self._cutting and not (facts.people and facts.people[0] in self.people.present):
            self._go_to_named(sentence)
        self.ride(facts, sentence.text)
        if "door" in facts.props and any("reach" in poses for poses in facts.poses.values()):
            self._door_paragraph = paragraph
        here = self.home_setting
        through_eyes = wish is not None and wish.framing == "pov"
        outside = None
        told = facts.subjects or facts.people
        at_window = any(
            "lean_window" in facts.poses.get(name, ()) for name in told
        )  # in one frame with who sits inside
        if here.interior and not at_window and not any(self.knows(name) for name in told):
            seen = through_eyes and (here.set in VEHICLES or not _OUTDOOR_THINGS.isdisjoint(facts.props))
            inside = facts.look is not None and facts.look.viewer in facts.people  # a newcomer at the window
            at_door = paragraph - self._door_paragraph <= 1  # who stands outside an open door is at it
            seen = seen or (not inside and not at_door and tells_of_outside(sentence))
            inside_already = here.set in VEHICLES and bool(self.home.present)
            seen = seen or (inside_already and _BESIDE_A_CAR.search(sentence.text) is not None)
            if seen and (facts.people or facts.props):  # rain before the window is one look
                self._outside_paragraph = paragraph
            if seen or self._outside_paragraph == paragraph:
                outside = outside_of(here, self.came_from)
        there = shown_place(wish, sentence, lead_in, here) or outside
        if there is not None and facts.people and (through_eyes or outside is not None):
            self._outside_paragraph = paragraph
            self.look_out(there)
            return None
        return there

    def _go_to_named(self, sentence: Sentence) -> None:
        """Go to the one of several places that a sentence begins with: `On the hill, a RIDER waits.`"""
        tokens = sentence.tokens[:_NAMED_WITHIN_WORDS]
        korean = is_korean(sentence.text)
        for hit in vocabulary().places.find(tokens):
            before = tokens[hit.first - 1].text.lower() if hit.first else ""
            before = tokens[hit.first - 2].text.lower() if before in ("the", "a", "his", "her", "their") else before
            for index, (setting, _) in enumerate(self._places):
                word = without_particle(tokens[hit.last].text.upper())
                same = word in setting.location or setting.set in hit.targets
                if same and (before in _WHERE or (korean and hit.first == 0)):
                    self._current = index
                    return

    def look_out(self, setting: Setting) -> None:
        """Go to a place that is seen from here; it is the same one each time."""
        if self._outside is None or self._places[self._outside][0] != setting:
            self._outside = len(self._places)
            self._places.append((setting, Continuity(setting.set, self._looks)))
        self._current = self._outside

    @property
    def looking_out(self) -> bool:
        """Tell whether the camera shows what is outside."""
        return self._current == self._outside

    def look_back(self) -> None:
        """Be indoors again after a view of what is outside."""
        if self.looking_out:
            self._current = 0

    def ride(self, facts: Facts, text: str) -> None:
        """Put who drives into a car, with all who are there, and back onto the road when they get out."""
        here, people = self._places[self._current]
        if not here.interior and here.set not in VEHICLES and _GETTING_IN.search(text):
            facts.leaving.extend(
                name for name in facts.subjects if name not in facts.leaving
            )  # the car takes them along
        if self._riding is None:
            drives = [name for name in facts.subjects if "drive" in facts.poses.get(name, ())]
            if here.interior or here.set in VEHICLES or here.era or not drives:
                return
            together = people.present if drives[0] in people.present else ()  # who drives past takes nobody along
            aboard = tuple(dict.fromkeys((*drives, *facts.people, *together)))
            people.remove(aboard)
            inside = replace(here, set="car", interior=False)
            self._riding = len(self._places)
            self._places.append((inside, Continuity("car", self._looks)))
            self._places[self._riding][1].driver = drives[0]
            self._places[self._riding][1].bring(aboard)
            self._current = self._riding
        elif self._current == self._riding and _GETTING_OUT.search(text):
            out = [name for name in facts.subjects if name in people.present]
            people.remove(out)
            self._current = 0
            self.home.bring(out)
        elif self._current == self._riding and not facts.people and "car" in facts.props:
            self._current = 0  # another car is seen from the road

    def is_elsewhere(self, name: str) -> bool:
        """Tell whether somebody is at the other end of the line."""
        return any(name in people.present for _, people in self._places[1:])

    def go_to(self, names: Iterable[str]) -> None:
        """Go where the first of these people is.

        A newcomer is at that end of an intercut where nobody has been seen yet, else where the camera is, and so is
        everybody in a memory.
        """
        first = next(iter(names), None)
        if self._remembering or first is None or first in self.people.present or len(self._places) == 1:
            return
        rosters = [people.roster for _, people in self._places]
        for index, (_, people) in enumerate(self._places):
            if first in people.present:
                self._current = index
                return
        if self._cutting and () in rosters:
            self._current = rosters.index(())
        elif self._current == self._riding:
            self._current = 0  # nobody new sits in the car


def called_place(sentence: Sentence, names: NameIndex, home: Continuity) -> tuple[tuple[str, ...], str] | None:
    """Return who is at the other end in `INTERCUT MINA'S KITCHEN / JUN'S CAR`, and the set of their place."""
    owners = [mention for mention in names.find(sentence.tokens) if mention.case == "possessive"]
    for mention, after in zip_longest(owners, owners[1:]):
        end = after.first if after is not None else len(sentence.tokens)
        hits = vocabulary().places.find(sentence.tokens[mention.last + 1 : end])
        if hits and mention.names[0] != next(iter(home.roster), None):
            return mention.names, hits[-1].targets[0]
    return None


def is_scenery(sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of the place itself: of weather, light, houses, land."""
    return bool(vocabulary().scenery.find(sentence.tokens))


def tells_of_outside(sentence: Sentence) -> bool:
    """Tell whether a sentence is about what is seen from indoors."""
    return _OUTSIDE.search(sentence.text) is not None


def leaves_a_house(text: str) -> bool:
    """Tell whether somebody comes out of something; outdoors they come to where the camera is."""
    return _OUT_OF.search(text) is not None


def outside_of(here: Setting, before: Setting | None) -> Setting:
    """Return what lies outside a place: where the film has just been outdoors, or what such places stand at."""
    if before is not None and not before.interior:
        return before
    place = vocabulary().exterior_of.get(here.set, "street")
    return in_era(replace(here, location=f"OUTSIDE {here.location}", interior=False, set=place, remark=""), here.era)


def shown_place(
    wish: Wish | None, sentence: Sentence, lead_in: Sequence[tuple[str, Span]], here: Setting
) -> Setting | None:
    """Return the place that a shot line looks at where it is not the scene's own: `HIGH ANGLE - THE STREET`."""
    if wish is None or wish.origin != "script":
        return None
    through_eyes = wish.framing == "pov"
    if not through_eyes and (
        (wish.subject and wish.framing != "insert")
        or wish.size in ("ECU", "CU", "MCU", "MS", "MLS")
        or wish.framing not in (None, "establishing")
    ):
        return None
    line = lead_in[-1][0] if lead_in else sentence.text
    found = _BEHIND_DASH.search(line.partition("\n")[0])
    if found is None:
        return None
    hits = vocabulary().places.find(tokens_of(found[1])[:4])
    place = hits[-1].targets[0] if hits else None
    if place is None or not (through_eyes or place in _VIEWED):
        return None
    there = _seen_from(here, place, found[1].strip())
    return None if there.set == here.set else there


def _seen_from(here: Setting, place: str, location: str) -> Setting:
    """Return a place as somebody sees it from `here`: what is afloat from the shore, houses from outside."""
    words = vocabulary()
    if place in _AFLOAT:
        place = "harbour"
    elif place in VEHICLES or not here.interior:
        place = words.exterior_of.get(place, place)
    indoors = here.interior and place in words.exterior_of and place not in VEHICLES
    return in_era(replace(here, location=location, interior=indoors, set=place, remark=""), here.era)


def told_place(sentence: Sentence, here: Setting) -> Setting:
    """Return where and when a picture of a montage is: what its words say, else `here`."""
    words, tokens = vocabulary(), sentence.tokens
    there = here
    for hit in words.places.find(tokens):
        before = {token.text.lower() for token in tokens[max(0, hit.first - _WHERE_WITHIN_WORDS) : hit.first]}
        if not before.isdisjoint(_WHERE) or hit.first <= 1 or _KOREAN_AT.search(tokens[hit.last].text):
            place = hit.targets[0]
            indoors = place in words.exterior_of and place not in VEHICLES
            location = here.location if place == here.set else place.upper()
            there = replace(here, location=location, interior=indoors, set=place, remark="")
            break
    time = next((target for target in words.times.targets(sentence.text) if target != "same"), here.time_of_day)
    weather = words.weather.first(sentence.text) or here.weather
    there = replace(there, time_of_day=cast(TimeOfDay, time), weather=cast(Weather, weather))
    return in_era(there, here.era)
