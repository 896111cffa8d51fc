"""Take speeches apart: their parts with parentheticals, long ones in pieces that a panel can hold, and how they sound.

Enters: the elements of one speech. Leaves: `SpeechPart`s, and the emotion and heat of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from screenplay2board.diagnostics import Span
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import is_korean, sentence_places
from screenplay2board.screenplay.types import Element, Note

# More words than this do not fit under a panel; a piece of a longer speech aims at the second number.
LONGEST_LINE_WORDS = 34
_PIECE_WORDS = 24
GOES_ON = " …"  # what stands where a sentence is cut
_WHISPER = re.compile(
    r"\b(?:whisper\w*|sotto|under (?:his|her) breath|hushed|low voice|mutter\w*|murmur\w*)\b|속삭|귓속말|나직"
)
_WHISPER_HEAT = 0.6
# How a line is called out that tells no feeling itself: by the faces around.
_CALLED_AMONG = {
    "happy": "happy", "smile": "happy", "love": "happy", "calm": "happy", "fear": "worried", "scream": "fear",
    "cry": "worried", "pain": "worried", "asleep": "worried", "worried": "worried", "surprise": "surprise",
    "angry": "determined", "rage": "determined", "shout": "determined", "determined": "determined",
}  # fmt: skip
_ONE_EXCLAMATION = 0.25
_MORE_EXCLAMATION = 0.4
# A line gets hotter by its marks only so far; the strongest moment of a scene needs a strong feeling.
_MARKED_HEAT, _STRONG_FEELING = 0.9, 0.75


class SpeechPart(NamedTuple):
    """A parenthetical and the words it goes with. notes: those that stand in it."""

    parenthetical: str
    text: str
    span: Span
    notes: tuple[Note, ...]
    lyrics: bool = False


def speech_parts(elements: Iterable[Element]) -> Iterator[SpeechPart]:
    """Return the parts of a speech; a parenthetical without words behind it is a part of its own."""
    pending: Element | None = None
    pending_notes: tuple[Note, ...] = ()
    for element in elements:
        if element.type == "parenthetical":
            if pending is not None:
                yield SpeechPart(_bare(pending.text), "", pending.span, pending.notes)
            pending = element
            pending_notes = element.notes
        elif element.type in ("dialogue", "lyrics"):
            text = element.text
            parenthetical = _bare(pending.text) if pending else ""
            start = pending.span if pending else element.span
            span = _joined(start, element.span)
            yield SpeechPart(parenthetical, text, span, (*pending_notes, *element.notes), element.type == "lyrics")
            pending, pending_notes = None, ()
    if pending is not None:
        yield SpeechPart(_bare(pending.text), "", pending.span, pending.notes)


def _bare(parenthetical: str) -> str:
    text = " ".join(parenthetical.split())
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text.strip("()")


def _joined(first: Span, last: Span) -> Span:
    return Span(
        file=first.file, line=first.line, column=first.column, end_line=last.end_line, end_column=last.end_column
    )


def pieces(text: str) -> list[str]:
    """Split the words of a long speech into pieces at its sentence ends; a short one is one piece."""
    words = text.split()
    if len(words) <= LONGEST_LINE_WORDS:
        return [text]
    result: list[str] = []
    current: list[str] = []
    for start, end in sentence_places(text):
        sentence = text[start:end].split()
        if current and len(current) + len(sentence) > _PIECE_WORDS + 6:
            result.append(" ".join(current))
            current = []
        while len(sentence) > LONGEST_LINE_WORDS:  # a sentence without end is cut, at a comma where it has one
            cut = _cut_of(sentence)
            result.append(" ".join([*current, *sentence[:cut]]) + GOES_ON)
            current, sentence = [], sentence[cut:]
        current.extend(sentence)
    if current:
        result.append(" ".join(current))
    return result


def _cut_of(words: list[str]) -> int:
    """Return before which word a sentence that is too long is cut."""
    commas = (place for place in range(_PIECE_WORDS, _PIECE_WORDS // 2, -1) if words[place - 1].endswith((",", ";")))
    return next(commas, _PIECE_WORDS)


def joined(first: str, second: str) -> str:
    """Return two pieces of a speech as one, without the mark of a cut sentence between them."""
    return f"{first.removesuffix(GOES_ON)} {second}".strip()


def tone(text: str, parenthetical: str, feeling: str | None, lasting: str, mood: str = "neutral") -> tuple[str, float]:
    """Return the emotion of a line and its heat.

    feeling: what the parenthetical says; lasting: the face the speaker had before; mood: the face of those around. A
    line that is called out is not angry for that: its words tell, then the faces before and around it.
    """
    strength = vocabulary().emotion_strength
    marks = text.count("!")
    told = vocabulary().speech.first(text) or (vocabulary().cries.first(text) if marks else None)
    emotion = feeling or told or (lasting if lasting != "neutral" else None)
    if emotion == lasting and lasting in ("shout", "scream") and not marks:
        emotion = None  # who shouted before says this line in a lower voice
    heat = strength.get(emotion or "neutral", 0.0)
    if feeling is None and emotion is not None and emotion != lasting and not marks:
        heat *= 0.6  # words said calmly weigh less than words shouted
    if marks:
        most = 1.0 if heat >= _STRONG_FEELING else _MARKED_HEAT
        heat = min(most, heat + (_ONE_EXCLAMATION if marks == 1 else _MORE_EXCLAMATION))
    if _is_shouted(text):
        emotion = emotion if emotion in ("rage", "scream", "fear") else "shout"
        heat = max(heat, strength["shout"])
    elif marks and emotion is None:
        emotion = _CALLED_AMONG.get(mood, "shout" if marks > 1 else None)
    if parenthetical and _WHISPER.search(parenthetical):
        heat = max(heat, _WHISPER_HEAT)
    return emotion or "neutral", min(1.0, heat)


def _is_shouted(text: str) -> bool:
    """Tell whether a line is written in capitals; short ones (`OK`, `FBI`) need an exclamation mark."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 2 and not is_korean(text) and text.isupper() and ("!" in text or len(letters) >= 14)
