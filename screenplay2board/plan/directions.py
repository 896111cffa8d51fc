"""Lines of action that steer the film and show nothing by themselves: titles, montages, intercuts, endings.

Enters: a sentence. Leaves: what kind of direction it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Direction = Literal["title", "montage", "end", "intercut", "flashback", "memory", "back", "later"]

_TITLE = re.compile(
    r"(?:SUPER(?:IMPOSE)?|TITLE(?: CARD)?|CAPTION|CHYRON|CARD|LEGEND|SUBTITLE|TEXT|ON[- ]SCREEN TEXT|자막|타이틀)"
    r"\s*(?:[:：\-–—]|$|[\"“])"
)
_MONTAGE = re.compile(r"(?:(?:BEGIN |START )?(?:MONTAGE|SERIES OF SHOTS)|몽타주)(?=\W|$)(?! ?끝)")
_END = re.compile(
    r"(?:END (?:OF )?(?:THE )?(?:INTERCUT|MONTAGE|FLASHBACK|DREAM|SERIES OF SHOTS|ACT|TEASER|EPISODE)"
    r"|THE END|FINIS|MORE|CONTINUED|(?:몽타주|교차 ?편집) ?끝|끝)(?=\W|$)"
)
_INTERCUT = re.compile(r"(?:INTER-?CUT(?:TING)?|교차(?: ?편집)?)(?=\W|$)")
_FLASHBACK = re.compile(
    r"(?:QUICK |BRIEF |BEGIN )?(?:FLASH ?BACK|FLASH ?FORWARD|FLASH CUT|FLASH TO|DREAM|MEMORY|회상)(?: SEQUENCE)?"
    r"\s*[:\-–—]\s*(?P<heading>\S.*)"
)
# A line that says no more than that what follows is remembered: `(플래시백)`, `FLASHBACK:`.
_MEMORY = re.compile(r"(?:(?:QUICK |BRIEF |BEGIN )?FLASH ?BACK|플래[시쉬] ?백|회상)\W*$")
_BACK = re.compile(
    r"(?:BACK TO (?:PRESENT|THE PRESENT|REALITY)|END (?:OF )?(?:THE )?(?:FLASHBACK|DREAM|FLASH))(?=\W|$)"
    r"|(?:(?:다시 )?현재|현실)\W*$|(?:플래[시쉬] ?백|회상) ?끝"
)
# A line that says no more than that time has passed in the same place: `MOMENTS LATER`, `잠시 후`.
_LATER = re.compile(
    r"(?:(?:AN?|SOME|MUCH|TWO|THREE|FEW|SEVERAL|LITTLE|BIT|WHILE|TIME|SECONDS?|MOMENTS?|MINUTES?|HOURS?) )*LATER"
    r"(?: THAT (?:MORNING|DAY|AFTERNOON|EVENING|NIGHT))?\W*$"
    r"|(?:잠시|한참|얼마|몇 ?(?:분|시간)) ?(?:후|뒤)\W*$|시간 ?경과\W*$"
)
# Openings and endings that a Fountain reader takes for action, since they do not end in `TO:`.
_TRANSITION = re.compile(
    r"(?:FADE (?:IN|OUT|UP|TO BLACK|TO WHITE|FROM BLACK)|CUT TO BLACK|SMASH TO BLACK|IRIS (?:IN|OUT)|DISSOLVE"
    r"|F\.?[IO]\.?|페이드 ?(?:인|아웃)|암전|디졸브)[.:]?",
    re.IGNORECASE,
)
_TO_THE_PRESENT = re.compile(r"(?:END (?:OF )?(?:FLASHBACK|DREAM)|BACK TO)", re.IGNORECASE)
# How such a line may be set off: `- 몽타주 -`, `(플래시백)`, `<현재>`.
_BRACKETS = "-–—<〈([【# "
_ITEM = re.compile(r"(?:[-–—•*]{1,2}|\(?[A-Z0-9]{1,2}[.)])\s+\S")


@lru_cache(maxsize=1024)
def direction_of(text: str) -> Direction | None:
    """Return what kind of direction a sentence is, None for one that tells something to be seen."""
    line = text.strip().lstrip(_BRACKETS)
    if line[:2].isascii() and not line[:2].isupper():
        return None
    if _FLASHBACK.match(line) and re.match(r"(?:INT|EXT|I/E|내부|외부)\b", flashback_heading(line)):
        return "flashback"
    for kind, pattern in _PATTERNS:
        if pattern.match(line):
            return kind
    return None


def is_direction(text: str) -> bool:
    """Tell whether a sentence only steers the film."""
    return direction_of(text) is not None


def is_transition(text: str) -> bool:
    """Tell whether a line of action is a transition without `TO:`."""
    return _TRANSITION.fullmatch(text.strip()) is not None


def goes_back(text: str) -> bool:
    """Tell whether a transition leads back from a memory: `BACK TO SCENE:`."""
    return _TO_THE_PRESENT.match(text.strip()) is not None


@dataclass(slots=True)
class Montage:
    """Whether the pictures that come are each of another place. listed: whether they are the items of a list."""

    running: bool = False
    listed: bool = False
    paragraph: int = -1  # of the last picture

    def begin(self) -> None:
        """Let a montage or a memory begin."""
        self.running, self.listed = True, False

    def is_over(self, text: str, paragraph: int) -> bool:
        """Tell whether a list of pictures ends here, since the text is no list any more."""
        if not self.running:
            return False
        if is_montage_item(text):
            self.listed = True
        elif self.listed and paragraph != self.paragraph:
            self.running = False
        return not self.running

    def begins_picture(self, paragraph: int, *, cut: bool) -> bool:
        """Tell whether another picture begins: with each paragraph, and where there is a cut."""
        if not self.running or not (cut or paragraph != self.paragraph):
            return False
        self.paragraph = paragraph
        return True


def flashback_heading(text: str) -> str:
    """Return the heading behind `FLASHBACK -`."""
    match = _FLASHBACK.match(text.strip())
    return match["heading"].strip() if match else ""


def is_montage_item(text: str) -> bool:
    """Tell whether a line is one picture of a montage: `-- Pip burns a steak`, `A) The bus leaves`."""
    line = text.lstrip()
    return (not line[:1].isalpha() or line[1:2] in (")", ".")) and _ITEM.match(line) is not None


_PATTERNS: tuple[tuple[Direction, re.Pattern[str]], ...] = (
    ("title", _TITLE),
    ("montage", _MONTAGE),
    ("memory", _MEMORY),
    ("back", _BACK),
    ("end", _END),
    ("intercut", _INTERCUT),
    ("later", _LATER),
)
