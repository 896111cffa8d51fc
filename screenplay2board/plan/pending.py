"""What notes and shot lines ask of the beat that comes next, and where words and notes stand in the source.

Enters: elements, their sentences and notes. Leaves: `Pending` wishes and spans.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from screenplay2board.diagnostics import Span
from screenplay2board.plan.names import NameIndex
from screenplay2board.plan.subjects import Context
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.wishes import Wish, read_camera_words
from screenplay2board.plan.words import Sentence
from screenplay2board.screenplay.types import Element, Note

_SUBJECT_WORDS = 4
_OWN_VIEW = re.compile(r"\W*(?:(HIS|HER) P\.?O\.?V|WHAT (HE|SHE) SEES)", re.IGNORECASE)
# A note's place in its paragraph is known up to markup that the reader has taken out.
_NOTE_TOLERANCE_CHARS = 4


@dataclass(slots=True)
class Pending:
    """What notes and shot lines ask of the beat that comes next."""

    wish: Wish | None = None
    cut: bool = False
    joined: bool = False
    notes: list[str] = field(default_factory=list[str])
    lead_in: list[tuple[str, Span]] = field(default_factory=list[tuple[str, Span]])

    def take(self) -> Pending:
        """Return what is pending and forget it."""
        taken = Pending(self.wish, self.cut, self.joined, self.notes, self.lead_in)
        self.wish, self.cut, self.joined, self.notes, self.lead_in = None, False, False, [], []
        return taken


def shown_anew(pending: Pending, sentence: Sentence) -> Pending:
    """Return what is pending with a wide shot, since a line such as `LATER` says that time has passed here."""
    wide = Wish(origin="script", words=sentence.text.strip(), framing="establishing")
    return replace(pending, wish=pending.wish or wide, cut=True)


def told_camera(sentence: Sentence, names: NameIndex) -> Wish | None:
    """Read `We push in on Mina` and `The camera follows him`: a move that the action itself tells."""
    words = [token.text.lower() for token in sentence.tokens[:4]]
    if "camera" not in words and words[:1] != ["we"] and "카메라가" not in words and "카메라" not in words:
        return None
    wish = read_camera_words(sentence.text, names, "script")[0]
    return replace(wish, size=None, angle=None, framing=None, lens=None, subject=(), pose=None) if wish.move else None


def tells_own_insert(pending: Pending, sentence: Sentence, names: NameIndex) -> bool:
    """Tell whether an insert is told by its own line: what follows is about people, and does not name the thing."""
    wish = pending.wish
    if wish is None or wish.framing != "insert" or not names.find(sentence.tokens[:_SUBJECT_WORDS]):
        return False
    things = {
        target.removeprefix("prop:") for hit in vocabulary().action.find(sentence.tokens) for target in hit.targets
    }
    return things.isdisjoint(wish.subject)


def seen_by(wish: Wish, context: Context) -> Wish:
    """Return a point of view with whose it is: `HIS POV` is that of the man spoken of last."""
    pronoun = _OWN_VIEW.match(wish.words)
    if wish.over is not None or pronoun is None:
        return wish
    viewer = context.meant_by("he" if (pronoun[1] or pronoun[2]).upper() in ("HIS", "HE") else "she")
    return replace(wish, over=viewer[0]) if viewer else wish


def merged(first: Pending, second: Pending | None) -> Pending:
    """Return what two places ask together; the second has the last word."""
    if second is None:
        return first
    return Pending(
        second.wish or first.wish,
        first.cut or second.cut,
        first.joined or second.joined,
        [*first.notes, *second.notes],
        first.lead_in,
    )


def joined_span(first: Span, last: Span) -> Span:
    """Return the place from the beginning of one to the end of another."""
    return Span(
        file=first.file, line=first.line, column=first.column, end_line=last.end_line, end_column=last.end_column
    )


def span_of(element: Element, sentence: Sentence) -> Span:
    """Return the place of a sentence in the source, by the line breaks of its paragraph."""
    before = element.text[: sentence.start]
    line = min(element.span.line + before.count("\n"), element.span.end_line)
    last = min(line + sentence.text.count("\n"), element.span.end_line)
    column = element.span.column + sentence.start if "\n" not in before else sentence.start - before.rfind("\n")
    tail = sentence.text.rpartition("\n")[2]
    end_column = len(tail) + (column if "\n" not in sentence.text else 1)
    return Span(file=element.span.file, line=line, column=column, end_line=last, end_column=end_column)


def sentence_of_note(element: Element, note: Note, sentences: Sequence[Sentence]) -> int:
    """Return the index of the sentence before which an inline note stands, their number where it stands behind all."""
    line = max(0, note.span.line - element.span.line)
    lines = element.text.split("\n")
    if line >= len(lines):
        return len(sentences)
    start = sum(len(text) + 1 for text in lines[:line])
    column = note.span.column - (element.span.column if line == 0 else 1)
    earlier = [other.span for other in element.notes if other.span.line == note.span.line and other.span < note.span]
    column -= sum(span.end_column - span.column for span in earlier if span.end_line == span.line)
    offset = start + max(0, column) - _NOTE_TOLERANCE_CHARS
    return next((index for index, sentence in enumerate(sentences) if sentence.start >= offset), len(sentences))
