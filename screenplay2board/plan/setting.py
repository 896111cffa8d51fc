"""Where and when a scene plays: its set, time of day and weather.

Enters: the heading, the words of the action, the scene before. Leaves: `Setting`, with a sentence on what was not
known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from screenplay2board.plan.types import TimeOfDay, Weather
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.wishes import opens_shot
from screenplay2board.plan.words import Sentence, Token, tokens_of
from screenplay2board.screenplay.types import SceneHeading

_PARTS = re.compile(r"\s+[-–—/]\s+|\s*[,(/)]\s*|\s+[-–—]|[-–—]\s+")
# A room that is somebody's is where they sleep.
_OWN_ROOM = re.compile(r"['’]S ROOM\b|의 방\b")
# Where a letter alone tells the time of day, as crews write it: `카페 앞 / N`, `INT. CAFE - D`.
_TIME_LETTERS: dict[str, TimeOfDay] = {"D": "day", "N": "night"}
_SHIPS_BRIDGE = re.compile(r"\bBRIDGE\b")
ERA_WORDS = 4  # so many different words of a time prove it
# Outdoors a word of weather anywhere in the action makes the weather; indoors it must be said near the beginning.
_SENTENCES_INDOORS = 3
_TURNS = re.compile(
    r"\b(?:begins?|starts?|sets? in|comes? on|comes? down|breaks? out|rolls? in)\b|시작|쏟아지기"
    r"|(?P<ends>\b(?:stops|ends|lifts|clears|dies down)\b|그친|그치|멎|걷힌)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Place and time of a scene. location: as the heading writes it, upper case. era: a time long ago, None for today.

    remark: what had to be guessed.
    """

    location: str
    interior: bool
    set: str
    time_of_day: TimeOfDay
    weather: Weather
    era: str | None = None
    remark: str = ""


def era_of(sentences: Iterable[Sentence]) -> str | None:
    """Return the time long ago in which a whole screenplay plays, None for today. sentences: its action, its headings.

    A single word is no proof: a sheriff drives a car, and a child rides a horse.
    """
    words: dict[str, set[str]] = {}
    for sentence in sentences:
        for hit in vocabulary().eras.find(sentence.tokens):
            told = " ".join(token.stems[0] for token in sentence.tokens[hit.first : hit.last + 1])
            words.setdefault(hit.targets[0], set()).add(told)
    return next((era for era, told in words.items() if len(told) >= ERA_WORDS), None)


def in_era(setting: Setting, era: str | None) -> Setting:
    """Return `setting` with the set that stands for its place in `era`."""
    sets = vocabulary().sets_of_era.get(era or "", {})
    return replace(setting, era=era, set=sets.get(setting.set, setting.set))


def read_setting(heading: SceneHeading | None, sentences: Sequence[Sentence], before: Setting | None) -> Setting:
    """Find the setting of a scene. sentences: its action; before: the setting of the scene before it."""
    if heading is None or (before is not None and _goes_on(heading)):
        if before is not None:
            return before
        return Setting(
            location="",
            interior=False,
            set="outdoors",
            time_of_day="day",
            weather="clear",
            remark="no heading says where this is, so it stands outdoors",
        )
    interior = heading.interior
    location = " ".join(heading.location.upper().split())
    same_place = before is not None and before.location == location
    if not heading.interior and not heading.exterior:
        guess = _place(heading.location)
        interior = (guess is None or guess in vocabulary().exterior_of) and "전경" not in heading.location
    set_name, remark = _set(heading, interior)
    if interior and _SHIPS_BRIDGE.search(location):
        aboard = before is not None and before.set in ("boat", "harbour")
        set_name, remark = ("boat" if aboard else "spaceship"), ""
    time_of_day = _time(heading, before)
    weather = _weather(heading, sentences, interior)
    if weather is None:
        continuous = _is_continuous(heading) or (
            same_place and before is not None and before.time_of_day == time_of_day
        )
        weather = before.weather if before is not None and continuous else "clear"
    return Setting(
        location=location, interior=interior, set=set_name, time_of_day=time_of_day, weather=weather, remark=remark
    )


def goes_on_from(heading: SceneHeading | None, setting: Setting, before: Setting | None) -> bool:
    """Tell whether a scene goes on where the one before it was: the same place at the same or a continuous time."""
    if before is None or heading is None:
        return False
    same_place = setting.location == before.location and setting.interior == before.interior
    return _goes_on(heading) or (same_place and _is_continuous(heading))


def _goes_on(heading: SceneHeading) -> bool:
    """Tell whether a forced heading is a shot of the scene before it (`.CLOSE ON MINA`, `.LATER`)."""
    if heading.interior or heading.exterior:
        return False
    return opens_shot(heading.location or heading.text) > 0 or not heading.location.strip()


def _place(text: str) -> str | None:
    """Return the set a place name means: the last word that is known, in the last part that knows one.

    Where that is only some room, it is one of the house named before it: `HOSPITAL - ROOM 12`.
    """
    places = vocabulary().places
    parts = [part for part in _PARTS.split(text) if part]
    known = [hit.targets[0] for part in parts for hit in places.find(tokens_of(part))]
    if not known:
        return None
    rooms = vocabulary().rooms_within
    return next((house for house in reversed(known[:-1]) if known[-1] in rooms.get(house, ())), known[-1])


def _set(heading: SceneHeading, interior: bool) -> tuple[str, str]:
    words = vocabulary()
    found = _place(heading.location)
    if found == "room" and interior and _OWN_ROOM.search(heading.location.upper()):
        return "bedroom", ""
    if found is None:
        plain = "room" if interior else "outdoors"
        place = heading.location.strip() or heading.text.strip()
        return plain, f"the place `{place}` is not in the vocabulary, so it stands in {_article(plain)}"
    if interior and heading.exterior:
        return found, ""
    if interior and found in words.interior_of:
        return words.interior_of[found], ""
    if not interior and found in words.exterior_of:
        return words.exterior_of[found], ""
    return found, ""


def _article(set_name: str) -> str:
    return "a plain room" if set_name == "room" else "a plain outdoors"


def _time(heading: SceneHeading, before: Setting | None) -> TimeOfDay:
    letter = _TIME_LETTERS.get(heading.time_of_day.partition(" ")[0].rstrip("."))
    if letter is not None:
        return letter
    for text in (heading.time_of_day, heading.location):
        for target in vocabulary().times.targets(text):
            if target != "same":
                return cast(TimeOfDay, target)
    return before.time_of_day if before is not None else "day"


def _is_continuous(heading: SceneHeading) -> bool:
    return vocabulary().times.first(heading.time_of_day) == "same"


def _weather(heading: SceneHeading, sentences: Sequence[Sentence], interior: bool) -> Weather | None:
    in_heading = _weather_in([tokens_of(heading.text)])
    if in_heading:
        return in_heading
    looked_at = sentences[:_SENTENCES_INDOORS] if interior else sentences
    return _weather_in(s.tokens for s in looked_at if turn_of_weather(s) is None)


def turn_of_weather(sentence: Sentence) -> Weather | None:
    """Return the weather that begins here: `It starts to rain.`, `눈이 내리기 시작한다`; `clear` where it stops."""
    turns = _TURNS.search(sentence.text)
    found = _weather_in([sentence.tokens]) if turns else None
    return None if turns is None or found is None else "clear" if turns["ends"] else found


def _weather_in(sentences: Iterable[list[Token]]) -> Weather | None:
    for tokens in sentences:
        for hit in vocabulary().weather.find(tokens):
            return cast(Weather, hit.targets[0])
    return None
