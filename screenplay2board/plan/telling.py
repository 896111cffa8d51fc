"""Write down what has been understood of a sentence of action: its `Beat`.

Enters: a sentence with its `Facts`, what notes ask of it, who is there. Leaves: a `Beat`.
"""

from __future__ import annotations

from typing import cast

from screenplay2board.diagnostics import Span
from screenplay2board.plan.beats import Beat
from screenplay2board.plan.facts import Facts
from screenplay2board.plan.pending import Pending
from screenplay2board.plan.places import is_scenery
from screenplay2board.plan.setting import Setting
from screenplay2board.plan.types import Actor, Effect, Weather
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Sentence


def action_beat(
    sentence: Sentence,
    span: Span,
    facts: Facts,
    pending: Pending,
    *,
    paragraph: int,
    actors: tuple[Actor, ...],
    people: tuple[str, ...],
    elsewhere: Setting | None,
    weather: Weather | None,
) -> Beat:
    """Return the beat of a sentence. people: whom it is about, those who are there; elsewhere, weather: see `Beat`."""
    heat, emotion = facts.heat()
    return Beat(
        kind="action",
        text=sentence.text,
        span=span,
        paragraph=paragraph,
        words=len(sentence.text.split()),
        actors=actors,
        people=people,
        doers=max(1, sum(name in people for name in facts.subjects)),
        elsewhere=elsewhere,
        weather=weather,
        effect=cast(
            "Effect | None", next((hit.targets[0] for hit in vocabulary().effects.find(sentence.tokens)), None)
        ),
        entering=tuple(facts.entering),
        leaving=tuple(facts.leaving),
        look=facts.look,
        heat=heat,
        emotion=emotion,
        pose=facts.telling_pose(facts.subjects[0]) if facts.subjects else None,
        events=frozenset(facts.events),
        props=tuple(facts.props),
        striking=tuple(facts.striking),
        turns_on_thing=facts.turns_on_thing,
        scenery=is_scenery(sentence),
        sounds=tuple(facts.sounds),
        written=dict(facts.written),
        notes=tuple(pending.notes),
        wish=pending.wish,
        cut=pending.cut,
        joined=pending.joined,
        lead_in=tuple(pending.lead_in),
    )


def silent_beat(before: Beat, sentence: Sentence, span: Span, pending: Pending, paragraph: int) -> Beat:
    """Return a beat for words that are only written under the picture of the beat before them."""
    return Beat(
        kind="action",
        text=sentence.text,
        span=span,
        paragraph=paragraph,
        words=len(sentence.text.split()),
        actors=before.actors,
        elsewhere=before.elsewhere,
        weather=before.weather,
        notes=tuple(pending.notes),
        joined=True,
    )
