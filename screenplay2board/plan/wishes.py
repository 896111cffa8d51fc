"""What the writer asks of the camera, in notes and in the script's own words.

Enters: notes such as `[[shot: CU MINA, low angle, push in]]`, `[[cut]]`, `[[no shot]]`, and lines such as `CLOSE ON
THE KEY` or `MINA'S POV`. Leaves: `Wish`es; words that nobody understands in a shot note are diagnostics S2B201.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from screenplay2board.diagnostics import Diagnostics, Span, nearest
from screenplay2board.plan.names import NameIndex
from screenplay2board.plan.types import CameraAngle, CameraMove, Effect, Framing, Lens, Origin, ShotSize
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Hit, Token, is_korean, iter_tokens, tokens_of
from screenplay2board.screenplay.types import Note

Direction = Literal["reverse", "back_to_scene", "angle_on"]

_COMMAND = re.compile(r"\s*([^\W\d_]+)\s*[:：]\s*")
_SECONDS = re.compile(r"\b(\d{1,3}(?:\.\d{1,3})?)\s*(?:seconds|second|secs|sec|s\b|초)")  # 2S is a two-shot
_LENS = re.compile(r"\b(\d{2,3})\s?mm\b", re.IGNORECASE)
# Shorter focal lengths look wide on a full frame, longer ones look long.
_WIDE_BELOW_MM = 35
_LONG_FROM_MM = 75
_VIEW = re.compile(r"(?:\bP\.?O\.?V\.?|^WHAT [A-Z'’]+ SEES?|시점|시점샷)(?=$|[\s:.\-–—])")
_LONGEST_SHOT_LINE = 100
_LONGEST_VIEWER = 6  # words up to `POV`
# `MS. PARK` is somebody; a medium shot of hers is written `MS PARK` or `MS - PARK`.
_TITLE_AND_NAME = re.compile(r"\s*M[Ss]\.\s+\w")
_TITLED_CUE = re.compile(r"MS ([A-Z][A-Z'’-]+(?: [A-Z][A-Z'’-]+)?)(?: *\(.*)?")
_SENTENCE_CASE_OPENINGS = re.compile(r".* (?:on|shot|angle)$|close-?up$", re.IGNORECASE)
_KOREAN_FRAMINGS = frozenset(
    f"framing:{name}" for name in ("two-shot", "group", "ots", "pov", "insert", "reaction", "establishing", "single")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of one shot; None and empty where nothing is asked.

    subject: people, or a prop for an insert. over: whose shoulder or eyes. words: as written, for the reason.
    """

    origin: Origin
    words: str
    size: ShotSize | None = None
    angle: CameraAngle | None = None
    move: CameraMove | None = None
    framing: Framing | None = None
    lens: Lens | None = None
    effect: Effect | None = None
    subject: tuple[str, ...] = ()
    over: str | None = None
    emotion: str | None = None
    pose: str | None = None
    duration_s: float | None = None
    direction: Direction | None = None


class Command(NamedTuple):
    """A note as the planner takes it. text: of plain notes, what is printed under the panel."""

    kind: Literal["shot", "cut", "no_shot", "plain"]
    span: Span
    wish: Wish | None = None
    text: str = ""


def read_note(note: Note, names: NameIndex, diagnostics: Diagnostics) -> Command:
    """Tell what a note asks for; what begins with no command is a remark for people."""
    commands = vocabulary().commands
    prefix = _COMMAND.match(note.text)
    if prefix and commands.first(prefix[1]) == "shot" and len(tokens_of(prefix[1])) == 1:
        body = note.text[prefix.end() :]
        wish, unknown = read_camera_words(body, names, "note")
        _report(note, prefix.end(), unknown, names, diagnostics)
        if not body.strip():
            diagnostics.warning(
                "S2B202",
                "a shot note without wishes",
                note.span,
                hint="write for example `[[shot: CU MINA, low angle]]`",
            )
        return Command("shot", note.span, wish)
    tokens = tokens_of(note.text)
    hits = commands.find(tokens)
    if hits and hits[0].first == 0 and hits[0].last == len(tokens) - 1 and hits[0].targets[0] != "shot":
        return Command(cast('Literal["cut", "no_shot"]', hits[0].targets[0]), note.span)
    return Command("plain", note.span, text=" ".join(note.text.split()))


def read_camera_words(text: str, names: NameIndex, origin: Origin) -> tuple[Wish, list[Token]]:
    """Read camera language; also return the words that mean nothing, neither to the camera nor in the scene."""
    numbers = [match.span() for pattern in (_SECONDS, _LENS) for match in pattern.finditer(text)]
    tokens = [t for t in tokens_of(text) if not any(start <= t.start < end for start, end in numbers)]
    found: dict[str, str] = {}
    used: set[int] = set()
    mentions = names.find(tokens)
    for mention in mentions:
        used.update(range(mention.first, mention.last + 1))
    direction_of_view: Hit | None = None
    for hit in vocabulary().camera.find(tokens):
        if any(index in used for index in range(hit.first, hit.last + 1)):
            continue
        used.update(range(hit.first, hit.last + 1))
        for target in hit.targets:
            kind, _, value = target.partition(":")
            found.setdefault(kind, value)
            if value in ("ots", "pov", "reverse"):
                direction_of_view = hit
    props, pose, emotion = _scene_words(tokens, used)
    people = tuple(dict.fromkeys(name for mention in mentions for name in mention.names))
    over, subject = _view(found, tokens, direction_of_view, people, names)
    focal = _LENS.search(text)
    seconds = _SECONDS.search(text)
    wish = Wish(
        origin=origin,
        words=" ".join(text.split()),
        size=cast("ShotSize | None", found.get("size")),
        angle=cast("CameraAngle | None", found.get("angle")),
        move=cast("CameraMove | None", found.get("move")),
        framing=_framing(found, subject, props),
        lens=_lens_of_mm(int(focal[1])) if focal else cast("Lens | None", found.get("lens")),
        effect=cast("Effect | None", found.get("effect")),
        subject=props if props and (not subject or found.get("framing") == "insert") else subject,
        over=over,
        pose=pose,
        emotion=emotion,
        duration_s=float(seconds[1]) if seconds else None,
        direction=cast("Direction | None", found.get("direction")),
    )
    return wish, [token for index, token in enumerate(tokens) if index not in used]


def read_shot_line(line: str, names: NameIndex) -> Wish:
    """Read a line of the script that opens a shot: the camera speaks in its opening and in capitals.

    `WIDE - the pier, the ferry behind them` asks for a wide shot of the pier, not for a back view.
    """
    line = line.partition("\n")[0]
    used = opens_shot(line)
    if line.isupper() or used >= len(line.rstrip(" .:")):
        return read_camera_words(line[:_LONGEST_SHOT_LINE], names, "script")[0]
    rest = re.split(r"[.,;!?]", line[used:], maxsplit=1)[0]
    opening = read_camera_words(line[:used], names, "script")[0]
    tokens = tokens_of(rest)
    people = tuple(dict.fromkeys(name for mention in names.find(tokens[:6]) for name in mention.names))
    props, _, _ = _scene_words(tokens[:5], set())
    close = opening.size in ("ECU", "CU", "MCU") or opening.framing == "insert"
    subject = opening.subject or people or (props[:1] if close else ())
    framing = opening.framing or ("insert" if close and props and not people and not opening.subject else None)
    return replace(opening, words=" ".join(line.split())[:_LONGEST_SHOT_LINE], subject=subject, framing=framing)


def _scene_words(tokens: list[Token], used: set[int]) -> tuple[tuple[str, ...], str | None, str | None]:
    """Return props, a pose and an emotion among the words the camera left over, and mark them as used."""
    props: list[str] = []
    pose = emotion = None
    for hit in vocabulary().action.find(tokens):
        if any(index in used for index in range(hit.first, hit.last + 1)):
            continue
        used.update(range(hit.first, hit.last + 1))
        for target in hit.targets:
            kind, _, value = target.partition(":")
            if kind == "prop":
                props.append(value)
            elif kind == "pose":
                pose = pose or value
            elif kind == "emotion":
                emotion = emotion or value
    return tuple(dict.fromkeys(props)), pose, emotion


def _view(
    found: dict[str, str], tokens: list[Token], hit: Hit | None, people: tuple[str, ...], names: NameIndex
) -> tuple[str | None, tuple[str, ...]]:
    """Tell whose shoulder or eyes a view belongs to and whom it shows.

    `OTS MINA on JUN`, `over Mina's shoulder on Jun`, `MINA'S POV`, `POV of Mina`, `민수 시점`: the first named is the
    viewer; `OTS JUN` alone shows Jun, over the other's shoulder.
    """
    if hit is None or not people or found.get("framing") not in ("ots", "pov"):
        return None, people
    owner = next((m for m in names.find(tokens) if m.case == "possessive"), None)
    if owner is not None:
        return owner.names[0], tuple(name for name in people if name != owner.names[0])
    if found["framing"] == "pov":
        return people[0], people[1:]
    return (people[0], people[1:]) if len(people) > 1 else (None, people)


def _framing(found: dict[str, str], subject: tuple[str, ...], props: tuple[str, ...]) -> Framing | None:
    framing = found.get("framing")
    if framing is None and props and not subject and found.get("size") in ("ECU", "CU", "MCU"):
        return "insert"
    return cast("Framing | None", framing)


def _lens_of_mm(focal_length_mm: int) -> Lens:
    if focal_length_mm < _WIDE_BELOW_MM:
        return "wide"
    return "long" if focal_length_mm >= _LONG_FROM_MM else "normal"


def _report(note: Note, offset: int, unknown: list[Token], names: NameIndex, diagnostics: Diagnostics) -> None:
    """Report each word of a shot note that nobody understands, with its place and what is nearest."""
    for token in unknown:
        start = offset + token.start
        before = note.text[:start]
        line = note.span.line + before.count("\n")
        # Two columns for the opening brackets on the note's first line.
        column = len(before) - before.rfind("\n") if "\n" in before else note.span.column + 2 + start
        span = Span(file=note.span.file, line=line, column=column, end_column=column + len(token.text), end_line=line)
        near = nearest(token.text.lower(), (word.lower() for word in (*vocabulary().camera_words, *names.written)))
        diagnostics.warning(
            "S2B201",
            f"unknown word `{token.text}` in a shot note; expected sizes, angles, moves, framings, people or props",
            span,
            hint=f"did you mean `{near}`?" if near else "for example `[[shot: CU MINA, low angle, push in]]`",
        )


def cue_opens_shot(cue: str, cues: Set[str]) -> bool:
    """Tell whether what stands as a cue is a shot line: `MS MINA` where MINA speaks too, not the lawyer `MS HART`."""
    titled = _TITLED_CUE.fullmatch(cue)
    return opens_shot(cue) > 0 and (titled is None or (titled[1] in cues and f"MS. {titled[1]}" not in cues))


def is_bare_shot_line(line: str) -> bool:
    """Tell whether a line only opens a shot and tells nothing: `INSERT - THE KEY`, `MINA'S POV`, `BACK TO SCENE`."""
    used = opens_shot(line)
    if not used:
        return False
    rest = tokens_of(line[used:])
    return (
        line.isupper()
        or len(rest) == 0
        or (
            len(rest) <= 3
            and not line.rstrip().endswith(("다.", "다"))
            and len(line) < 40
            and not _scene_words(rest, set())[1]
        )
    )


@lru_cache(maxsize=4096)
def opens_shot(text: str) -> int:
    """Return how many characters of a line open a shot (`CLOSE ON`, `INSERT -`), 0 where it is no shot line.

    Counts in capitals, or written as a label with a colon, or as an unmistakable phrase (`Close on`).
    """
    line = text.partition("\n")[0]
    head = line[:80]
    if _TITLE_AND_NAME.match(head):
        return 0
    first = next(iter_tokens(head), None)
    if first is None or not (vocabulary().camera.may_begin(first) or _VIEW.search(head)):
        return 0
    tokens = tokens_of(head)
    hits = vocabulary().camera.find(tokens[:6])
    if not hits or hits[0].first != 0 or hits[0].targets[0].startswith(("filler", "lens", "effect")):
        view = _VIEW.search(head)
        if view is None:
            return 0
        upper = head[: view.end()].isupper() or is_korean(line)
        return view.end() if upper and sum(token.start < view.end() for token in tokens) <= _LONGEST_VIEWER else 0
    phrase = head[: tokens[hits[0].last].end]
    after = head[len(phrase) :]
    if re.match(r"\s*[:：]", after):
        return len(phrase)
    if is_korean(phrase):
        opening = hits[0].targets[0] in _KOREAN_FRAMINGS or hits[0].targets[0].startswith(("size:", "angle:"))
        return len(phrase) if opening and re.match(r"\s*(?:[-–—.,)/]|$)", after) else 0
    if phrase.isupper():
        whole_line = line.isupper() or re.match(r"\s*[-–—.]", after) is not None
        if hits[0].last > 0:
            return len(phrase) if whole_line or re.search(r" (?:ON|SHOT|ANGLE)$", phrase) else 0
        starter = vocabulary().starters.first(phrase)
        alone = re.match(r"\s*(?:[-–—.]|$)", after) is not None
        return len(phrase) if starter and whole_line and (alone or starter == "opener") else 0
    return len(phrase) if hits[0].last > 0 and _SENTENCE_CASE_OPENINGS.match(phrase) else 0
