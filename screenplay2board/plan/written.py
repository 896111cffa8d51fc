"""Find the words that stand on a thing: `The screen reads: COME HOME.`, `A note: "Back at nine."`

Enters: the action that a shot of the thing tells. Leaves: the words, without their quotation marks.
"""

from __future__ import annotations

import re

# What may be read on it, where the script gives the words.
LEGIBLE = frozenset(
    ("phone", "letter", "envelope", "paper", "newspaper", "sign", "screen", "monitor", "television", "laptop")
)
MOST_LETTERS = 90  # more would not be read in the time of a shot
# `On a screen: Jun's face` is a picture, and no words.
_TELLS = (
    r"(?:reads?|reading|says?|saying|written|writes|scrawled|printed|titled|displays?|flashes|blinks|"
    r"messages?|texts?|notes?|signs?|posters?|banners?|flyers?|headlines?|letters|words|caller id|"
    r"(?<!on a )(?<!on the )(?:screen|display)|scoreboard|billboard|plaque|label|caption|marquee|graffiti|"
    r"name tag|nameplate|sticker|licen[sc]e plate)"
)
_QUOTES = (('"', '"'), ("“", "”"), ("«", "»"), ("‘", "’"), ("「", "」"))
_QUOTED = "|".join(f"{opening}([^{opening}{closing}]+){closing}" for opening, closing in _QUOTES)
# How far words and what they say may be apart, in letters: bounded, so that time grows linearly with any text.
_AFTER_WORD = re.compile(rf"\b{_TELLS}\b[^.!?\"“«「‘]{{0,60}}(?:{_QUOTED})", re.IGNORECASE)
_AFTER_COLON = re.compile(
    rf"\b{_TELLS}\b[^.!?:\"“]{{0,30}}:\s{{0,4}}([^\s\"“«「].{{0,200}}?)(?:\.(?=\s|$)|$)", re.IGNORECASE
)
_IN_CAPITALS = re.compile(
    r"\b(?:reads|says|reading|saying|flashes|flashing|blinks|blinking|displays|shows)\s+"
    r"([A-Z0-9][A-Z0-9 '’!?,-]{0,120}[A-Z0-9!?])(?=[.\s]|$)"
)
_KOREAN = re.compile(
    rf"(?:{_QUOTED})\s*(?:이?라고|이?라는)\s*[^.]{{0,12}}?(?:적|쓰|쓴|써|씌|뜨|뜬|떠|찍|문자|메시지|글|쪽지|문구|간판|제목)"
)
_KOREAN_THING = re.compile(
    rf"(?:문자|메시지|쪽지|편지|메모|간판|표지판|화면|제목|문구)[^.:\"“]{{0,12}}[:：,]?\s*(?:{_QUOTED})"
)
_NOTHING_ELSE = re.compile(rf"^\s*(?:{_QUOTED})\s*$")
_PATTERNS = (_NOTHING_ELSE, _AFTER_WORD, _KOREAN, _KOREAN_THING, _AFTER_COLON, _IN_CAPITALS)
_MARKS = (":", *(opening for opening, _ in _QUOTES))


def writing_in(text: str) -> str:
    """Return the words that a text says are to be read on a thing; none where it gives no words, or too many."""
    place = writing_place(text)
    found = "" if place is None else " ".join(text[place.start : place.stop].split())
    return found if len(found) <= MOST_LETTERS else ""


def writing_place(text: str) -> range | None:
    """Return where those words stand, in characters: nobody in them is there."""
    marked = any(mark in text for mark in _MARKS)  # most sentences are not, and are done in one search
    for pattern in _PATTERNS if marked else (_IN_CAPITALS,):
        match = pattern.search(text)
        if match is not None and match.lastindex is not None:
            return range(*match.span(match.lastindex))
    return None
