"""Grant what the writer asks of a shot; what is not asked stays as the grammar chose it.

Enters: a `Wish`, the grammar's own picture, the beat. Leaves: the picture, and a sentence that says whose wish it was.
"""

from __future__ import annotations

import re

from screenplay2board.plan.beats import Beat, Picture, SceneAnalysis
from screenplay2board.plan.candidates import (
    CU,
    LS,
    MCU,
    MLS,
    MS,
    SIZE_INDEX,
    establishing_size,
    lens_for,
    people_framing,
    size_name,
)
from screenplay2board.plan.types import Framing, ShotSize
from screenplay2board.plan.wishes import Wish
from screenplay2board.stage.names import PROPS

# Empty hands are shown as a thing is.
_HANDS = re.compile(r"\b(?:hands?|fingers?|fists?|knuckles|palms?)\b|손", re.IGNORECASE)


def grant(wish: Wish, chosen: Picture, beat: Beat, scene: SceneAnalysis, before: Picture | None) -> tuple[Picture, str]:
    """Return the picture with the wish laid over it, and the reason."""
    present = tuple(actor.name for actor in beat.actors)
    framing = _framing(wish, chosen) if beat.actors or beat.elsewhere is None else "establishing"
    subject, over, remark = _subject_and_over(wish, framing, chosen, beat, present, before)
    hands = framing == "insert" and _HANDS.search(wish.words) is not None and bool(subject or beat.people)
    if hands and not (subject and subject[0] in PROPS):
        subject, remark = (subject or beat.people)[:1], "the hands"
    elif framing == "insert" and not (subject and subject[0] in PROPS):
        framing, subject = _insert_of_nothing(subject, present)
        remark = "no thing to insert is named that can be drawn"
    if framing == "ots" and over is None:
        framing = "single"
    if framing in ("single", "two-shot", "group") and subject and all(name in scene.looks for name in subject):
        framing = people_framing(len(subject))
    if framing == "insert" and wish.framing is None and wish.size is not None and SIZE_INDEX[wish.size] >= LS:
        framing = "establishing"  # `AERIAL SHOT - THE CAR` shows where the car is
    size = wish.size or _size(wish, framing, chosen, scene)
    picture = Picture(
        size=size, framing=framing, subject=subject, over=over, angle=wish.angle or chosen.angle,
        move=wish.move or "static", lens=wish.lens or lens_for(size, framing),
    )  # fmt: skip
    asked = "a note asks" if wish.origin == "note" else "the script asks"
    reason = f"{asked} for `{wish.words}`"
    return picture, f"{reason}; {remark}" if remark else reason


def _framing(wish: Wish, chosen: Picture) -> Framing:
    if wish.framing is not None:
        return wish.framing
    if wish.size in ("ECU", "CU") and _HANDS.search(wish.words):
        return "insert"
    if wish.subject:
        if wish.subject[0] in PROPS:
            return "insert"
        return people_framing(len(wish.subject))
    if wish.size is not None and SIZE_INDEX[wish.size] >= LS and chosen.framing not in ("establishing", "pov"):
        return "establishing"
    if (
        wish.size is not None
        and SIZE_INDEX[wish.size] <= MCU
        and chosen.framing in ("establishing", "two-shot", "group")
    ):
        return "single"
    return chosen.framing


def _subject_and_over(
    wish: Wish, framing: Framing, chosen: Picture, beat: Beat, present: tuple[str, ...], before: Picture | None
) -> tuple[tuple[str, ...], str | None, str]:
    """Return whom the frame shows, over whose shoulder or through whose eyes, and what had to be guessed."""
    subject = wish.subject or _default_subject(framing, chosen, beat, present)
    over = wish.over
    if wish.direction == "reverse" and not wish.subject and before is not None:
        others = tuple(name for name in present if name not in before.subject)
        if before.over:
            subject, over = (before.over,), before.subject[0] if before.subject else None
        elif others:
            subject = others[:1]
        framing = "ots" if framing == "ots" else framing
    remark = ""
    if framing == "ots" and over is None:
        over = next((name for name in (*beat.listeners, *present) if name not in subject), None)
        if over is None:
            remark = "nobody is there to look over"
    elif framing == "pov":
        if over is None:
            over = (
                beat.people[0]
                if beat.people and not wish.subject
                else next((n for n in present if n not in subject), None)
            )
        subject = tuple(name for name in subject if name != over) or tuple(n for n in beat.people if n != over)[:2]
        if not subject:
            subject = beat.striking[:1] or beat.props[:1]
    elif framing not in ("ots", "pov"):
        over = None
    return subject, over, remark


def _default_subject(framing: Framing, chosen: Picture, beat: Beat, present: tuple[str, ...]) -> tuple[str, ...]:
    if framing == "insert":
        return beat.striking[:1] or beat.props[:1]
    if framing == "two-shot":
        return tuple(dict.fromkeys((*beat.people, *present)))[:2]
    if framing == "group":
        return tuple(dict.fromkeys((*beat.people, *present)))[:5]
    if framing == "reaction" and chosen.framing != "reaction" and beat.listeners:
        return beat.listeners[:1]
    people = tuple(name for name in chosen.subject if name not in PROPS)
    if framing in ("single", "reaction", "back", "ots"):
        return people[:1] or beat.people[:1] or present[:1]
    return chosen.subject


def _insert_of_nothing(subject: tuple[str, ...], present: tuple[str, ...]) -> tuple[Framing, tuple[str, ...]]:
    people = tuple(name for name in subject if name not in PROPS) or present[:1]
    return ("single", people[:1]) if people else ("establishing", ())


def _size(wish: Wish, framing: Framing, chosen: Picture, scene: SceneAnalysis) -> ShotSize:
    """Return a size that suits the framing asked for, near the grammar's own."""
    own = SIZE_INDEX[chosen.size]
    if wish.framing == "insert" and framing != "insert":
        return size_name(MCU)  # as near as one comes to a thing that cannot be drawn
    if framing == "establishing":
        return size_name(max(own, establishing_size(scene)))
    if framing == "insert":
        return size_name(CU)
    if framing == "reaction":
        return size_name(min(own, MCU))
    if framing == "ots":
        return size_name(max(MCU, min(own, MS)))
    if framing in ("two-shot", "group"):
        return size_name(max(MS if framing == "two-shot" else MLS, own))
    if framing == "single" and wish.direction == "angle_on":
        return size_name(min(own, MS))
    return chosen.size
