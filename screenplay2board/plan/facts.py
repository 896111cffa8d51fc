"""What a sentence of action says, as far as pictures need it.

Enters nothing; `plan/reading.py` fills `Facts`, and the rest of the planner reads them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from screenplay2board.plan.vocabulary import vocabulary

# What brings somebody in on their feet, into a train where all others sit.
AFOOT = frozenset(
    {"walk", "run", "push", "stagger", "limp", "sneak", "knock", "stand", "carry", "lean_wall", "climb", "hand_over"}
    | {"aim", "fall", "peek", "drag", "lean"}
)
# What two do with each other.
MUTUAL = frozenset({"hug", "kiss", "waltz", "dance", "shake_hands", "hold_hands"})

# What happens heats a beat even where nobody's face is told.
_EVENT_HEAT = {"fight": 0.75, "threat": 0.6, "big": 0.35, "weak": 0.4, "unease": 0.4}
_WEAPON_HEAT = 0.5


class Look(NamedTuple):
    """Somebody's glance. target: a person or a prop, None where it is not said; notices: it discovers something."""

    viewer: str
    target: str | None
    notices: bool


@dataclass(slots=True)
class Facts:
    """What a sentence says. people: those it is about, subjects first. owners: those who are only named to say whose
    something is. striking: props that want an insert.

    written: how the text writes each prop. taking: what is held now was somebody else's. giving: (giver, receiver) of
    what the giver holds. gone: who leaves has left already. dropping: whose things are out of their hands by now;
    putting: who lays down or throws what they still hold; let_go: what that is; it: it is called so. partners: with
    whom somebody does it. felled: who is knocked down. at_things: who does it to a thing, and to nobody.
    """

    people: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    owners: frozenset[str] = frozenset()
    poses: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    emotions: dict[str, str] = field(default_factory=dict[str, str])
    mood: str | None = None
    entering: list[str] = field(default_factory=list[str])
    leaving: list[str] = field(default_factory=list[str])
    look: Look | None = None
    props: list[str] = field(default_factory=list[str])
    striking: list[str] = field(default_factory=list[str])
    written: dict[str, str] = field(default_factory=dict[str, str])
    held: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    dropping: list[str] = field(default_factory=list[str])
    putting: list[str] = field(default_factory=list[str])
    let_go: list[str] = field(default_factory=list[str])
    partners: dict[str, str] = field(default_factory=dict[str, str])
    felled: list[str] = field(default_factory=list[str])
    at_things: set[str] = field(default_factory=set[str])
    it: bool = False
    giving: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    taking: bool = False
    gone: bool = False
    turns_on_thing: bool = False
    sounds: list[str] = field(default_factory=list[str])
    events: set[str] = field(default_factory=set[str])

    def telling_pose(self, name: str) -> str | None:
        """Return the pose that shows best what a person does here."""
        poses = self.poses.get(name)
        return max(poses, key=lambda pose: vocabulary().telling.get(pose, 0)) if poses else None

    @property
    def seen_closely(self) -> bool:
        """Whether somebody looks at something here, or reads it."""
        return self.look is not None or any("read" in poses for poses in self.poses.values())

    def stands(self, name: str) -> bool:
        """Tell whether a person does something here for which nobody keeps their seat."""
        poses = self.poses.get(name, ())
        return not AFOOT.isdisjoint(poses) or ("reach" in poses and "door" in self.props)

    def come_out(self, present: Collection[str]) -> None:
        """Let who leaves somewhere for where the camera is, and has not been here, come in: `run out of the barn`."""
        self.entering.extend(name for name in self.leaving if name not in present and name not in self.entering)
        self.leaving = [name for name in self.leaving if name in present]

    def leave_out(self, name: str) -> None:
        """Forget what the sentence says of somebody."""
        self.people = tuple(other for other in self.people if other != name)
        self.subjects = tuple(other for other in self.subjects if other != name)
        self.poses.pop(name, None)
        self.emotions.pop(name, None)
        self.held.pop(name, None)
        self.partners.pop(name, None)
        for names in (self.entering, self.leaving, self.dropping, self.putting):
            if name in names:
                names.remove(name)

    def heat(self) -> tuple[float, str]:
        """Return how heated the sentence is, 0 to 1, and its strongest emotion."""
        strength = vocabulary().emotion_strength
        emotions = [self.emotions[name] for name in self.subjects if name in self.emotions]
        emotions += list(self.emotions.values()) or ([self.mood] if self.mood else [])
        emotion = max(emotions, key=lambda name: strength[name], default="neutral")
        heat = strength[emotion]
        for event in self.events:
            heat = max(heat, _EVENT_HEAT.get(event, 0.0))
        if not vocabulary().weapons.isdisjoint(self.props):
            heat = max(heat, _WEAPON_HEAT)
        return heat, emotion
