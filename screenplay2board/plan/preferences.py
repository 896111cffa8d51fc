"""Weighted preferences between pictures: what a cut should and should not do.

Enters: candidates and the setups before them. Leaves: the choice, with the reason and what was rejected.
Adding a preference is adding a function to `PREFERENCES`; weights are in the currency of one size step, which costs 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from screenplay2board.plan.beats import Beat, Picture
from screenplay2board.plan.candidates import ECU, MCU, MLS, SIZE_INDEX, Candidate

_APART: frozenset[str] = frozenset({"insert", "pov", "establishing"})
# After so many close shots in a row the audience wants to see where everybody is (docs/film.md, coverage).
CLOSE_SHOTS_BEFORE_WIDE = 5
LONGEST_RUN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the preferences know: the beat, whether it is the scene's peak, the pictures before, newest last."""

    beat: Beat
    peak: bool
    before: tuple[Picture, ...]
    close_run: int


def _jump_cut(picture: Picture, moment: Moment) -> tuple[float, str]:
    """Between two cuts on one subject the size or the angle must change."""
    before = moment.before[-1]
    if before.subject == picture.subject and before.over == picture.over and picture.framing not in ("insert", "pov"):
        same_size = before.size == picture.size
        same_side = before.angle == picture.angle and before.framing == picture.framing
        if same_size and same_side:
            return 3.0, "a jump cut from the shot before"
        if same_size:
            return 0.7, "the same size as the shot before"
    return 0.0, ""


def _size_step(picture: Picture, moment: Moment) -> tuple[float, str]:
    """Steps of more than two sizes are for shock, or for going to a place or a thing."""
    before = moment.before[-1]
    if picture.framing in _APART or before.framing in _APART or moment.beat.heat >= 0.85:
        return 0.0, ""
    step = abs(SIZE_INDEX[picture.size] - SIZE_INDEX[before.size])
    return (0.9 * (step - 2), f"a jump of {step} sizes") if step > 2 else (0.0, "")


def _monotony(picture: Picture, moment: Moment) -> tuple[float, str]:
    """No run of more than three identical shots, and two are enough where something else fits."""
    run = 0
    for before in reversed(moment.before):
        if (before.size, before.framing) != (picture.size, picture.framing):
            break
        run += 1
    if run >= LONGEST_RUN:
        return 8.0, f"a run of {run + 1} shots alike"
    return (0.55 * (run - 1), "the third shot of its kind") if run > 1 else (0.0, "")


def _reestablish(picture: Picture, moment: Moment) -> tuple[float, str]:
    """After many close shots a wider one shows again where everybody is."""
    if moment.close_run < CLOSE_SHOTS_BEFORE_WIDE or len(moment.beat.actors) < 2:
        return 0.0, ""
    if picture.framing == "insert" and moment.beat.striking:
        return 0.0, ""  # the knife under the table is what this is about
    wide = SIZE_INDEX[picture.size] >= MLS and picture.framing in ("two-shot", "group", "establishing")
    return (0.0, "") if wide else (1.6, f"{moment.close_run} close shots in a row")


def _newcomer(picture: Picture, moment: Moment) -> tuple[float, str]:
    """Who comes in is seen."""
    missing = [name for name in moment.beat.entering if name not in picture.subject]
    return (1.2, f"{missing[0]} comes in unseen") if missing and picture.framing != "establishing" else (0.0, "")


def _save_the_strongest(picture: Picture, moment: Moment) -> tuple[float, str]:
    """The extreme close-up is kept for the strongest moment of the scene."""
    if SIZE_INDEX[picture.size] == ECU and picture.framing != "insert" and not moment.peak:
        return 2.5, "an ECU is kept for the strongest moment"
    return 0.0, ""


def _other_angle(picture: Picture, moment: Moment) -> tuple[float, str]:
    """A slanted camera twice in a row is a mannerism."""
    if picture.angle != "eye" and moment.before[-1].angle == picture.angle:
        return 0.5, f"a second {picture.angle} angle in a row"
    return 0.0, ""


def _shoulder_first(picture: Picture, moment: Moment) -> tuple[float, str]:
    """Over-the-shoulder shots come in pairs: the answer is taken over the other shoulder at the same size."""
    before = moment.before[-1]
    if before.framing != "ots" or moment.beat.kind != "speech":
        return 0.0, ""
    answers = picture.framing == "ots" and picture.over in before.subject
    odd_size = answers and picture.size != before.size
    return (0.0, "") if answers and not odd_size else (0.3, "leaves the other shoulder out")


Preference = Callable[[Picture, Moment], tuple[float, str]]
PREFERENCES: tuple[Preference, ...] = (
    _jump_cut, _size_step, _monotony, _reestablish, _newcomer, _save_the_strongest, _other_angle, _shoulder_first,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The chosen picture, why, and what was not chosen."""

    picture: Picture
    reason: str
    rejected: tuple[str, ...]


def choose(candidates: Iterable[Candidate], moment: Moment) -> Choice:
    """Return the cheapest candidate; equal ones in the order they were thought of."""
    weighed: list[tuple[float, int, Candidate, str]] = []
    for order, candidate in enumerate(candidates):
        cost, worst, objection = candidate.cost, 0.0, ""
        if moment.before:
            for preference in PREFERENCES:
                more, text = preference(candidate.picture, moment)
                cost += more
                if more > worst:
                    worst, objection = more, text
        weighed.append((cost, order, candidate, objection))
    weighed.sort(key=lambda row: (row[0], row[1]))
    cost, _, best, _ = weighed[0]
    return Choice(picture=best.picture, reason=best.why, rejected=_rejected(weighed, cost))


def _rejected(weighed: Sequence[tuple[float, int, Candidate, str]], best: float) -> tuple[str, ...]:
    """Say of the two next pictures what spoke against them."""
    lines: list[str] = []
    for cost, _, candidate, objection in weighed[1:3]:
        against = objection or "fits a little less"
        lines.append(f"{named(candidate.picture)}: {against} (+{cost - best:.1f})")
    return tuple(lines)


def named(picture: Picture) -> str:
    """Say a picture in words: `MS over JUN on MINA`."""
    subject = ", ".join(picture.subject) or "the place"
    if picture.framing == "ots" and picture.over:
        return f"{picture.size} over {picture.over} on {subject}"
    angle = f", {picture.angle} angle" if picture.angle != "eye" else ""
    return f"{picture.size} {picture.framing} of {subject}{angle}"


def is_close(picture: Picture) -> bool:
    """Tell whether a picture counts as close for re-establishing."""
    return SIZE_INDEX[picture.size] <= MCU + 1 and picture.framing not in ("two-shot", "group", "establishing")
