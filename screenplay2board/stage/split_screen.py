"""A split screen: two people who are not together, each in one half of the picture and in their own place.

Enters: a brief that asks for it. Leaves: a brief for each half, which is staged as any other shot is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from screenplay2board.plan.types import Actor
from screenplay2board.stage.sets import plan_set
from screenplay2board.stage.types import StageBrief

Side = Literal["left", "right"]

GUTTER = 0.008  # of the picture's width: the line between the halves


def halves_of(brief: StageBrief) -> tuple[StageBrief, StageBrief] | None:
    """Return the briefs of both halves, None where no split screen is asked for, or of fewer than two people."""
    people = [name for name in dict.fromkeys((*brief.subject, *brief.roster)) if name in dict(brief.looks)]
    if brief.effect != "split screen" or len(people) < 2:
        return None
    return _half(brief, people[0], 0), _half(brief, people[1], 1)


def gutter_px(width_px: int) -> int:
    """Return the width of the line between the halves, such that both are equally wide."""
    line = max(2, round(GUTTER * width_px))
    return line + (width_px - line) % 2


def _half(brief: StageBrief, name: str, place: int) -> StageBrief:
    """Return the shot of `name` in one half: alone, with the face towards the other half."""
    actor = next((actor for actor in brief.actors if actor.name == name), Actor(name=name, pose="phone"))
    place_name = brief.places[place] if place < len(brief.places) else brief.set
    here = place_name == brief.set
    width, height = brief.frame_px
    return replace(
        brief,
        set=place_name,
        # Two rooms of one kind are not the same room.
        set_seed=brief.set_seed + place,
        interior=brief.interior if here else _is_inside(place_name, brief),
        roster=(name,)
        if place == 0
        else ("", name),  # the first of a roster looks to the right, the second to the left
        looks=tuple((other, look) for other, look in brief.looks if other == name),
        actors=(replace(actor, looks_at=None),),
        subject=(name,),
        over=None,
        framing="single",
        effect=None,
        places=(),
        frame_px=((width - gutter_px(width)) // 2, height),
    )


def _is_inside(place: str, brief: StageBrief) -> bool:
    """Tell whether a set has a roof; a car and a set that nobody knows have one."""
    try:
        plan = plan_set(place, seed=brief.set_seed, time_of_day=brief.time_of_day, weather=brief.weather)
    except KeyError:
        return True
    return plan.ceiling_m is not None or any(mark.use == "drive" for mark in plan.marks)
