"""Who is there and how, kept through a scene: who sat down stays seated, who left is gone, who holds a gun holds it on.

Enters: the facts of each beat. Leaves: the `Actor`s of each beat, in order of appearance.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from screenplay2board.plan.facts import MUTUAL, Facts
from screenplay2board.plan.patients import PAIRED
from screenplay2board.plan.postures import (
    ASLEEP_SEATED,
    AT_TABLE,
    BENT,
    BRIEF,
    BUSY_HANDS,
    CABS,
    CARRIED,
    CROUCHING_BEATS,
    ENDLESS,
    HANDS,
    HELD_BEATS,
    IN_SEAT,
    LAIN,
    LASTING,
    LASTING_BEATS,
    LOCOMOTION,
    MOUNTED,
    NOT_AT_THE_WHEEL,
    ON_FEET,
    ON_GROUND,
    POSTURES,
    ROUSING,
    ROWS,
    SEATED,
    SEATED_FORM,
    SHORT_LASTING_BEATS,
    SIDE_BY_SIDE,
    STANDING_ONLY,
    TABLE_SETS,
    UPRIGHT,
    WITH_THINGS,
)
from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.plan.vocabulary import vocabulary

# Sets in which people are carried.
VEHICLES = frozenset({"car", "bus", "train", "plane", "boat", "ship", "spaceship", "truck_cab", "cockpit"})
# Where who rides and names no vehicle rides a horse.
_RIDING_GROUNDS = frozenset(
    {
        "western_street",
        "desert",
        "field",
        "meadow",
        "grain_field",
        "mountains",
        "forest",
        "snowfield",
        "farmyard",
        "beach",
        "palace_yard",
    }
)
_MOUNTED_ROLE = re.compile(r"\b(?:RIDERS?|HORSEM[AE]N|CAVALRYM[AE]N)\b")
# No frame shows more people; of a larger company those who came first step back until they act again.
MOST_PRESENT = 12
# For how many beats a face keeps its emotion when nothing renews it; strong ones last longer.
_EMOTION_BEATS = 3
_STRONG_EMOTION_BEATS = 5
_STRONG = 0.6
_IDLE = ("stand", "stand_weight", "stand", "stand_weight", "stand", "hands_in_pockets", "stand_weight")


@dataclass(slots=True)
class _State:
    """One person at this moment.

    base: the posture to come back to; lasting: a pose of the hands that goes on, partner: with whom. held_beats: for
    how long nothing was said of what they hold. aloof: busy with a thing, turned to nobody.
    """

    name: str
    idle: str
    base: str = "stand"
    posture_beats: int = 0
    lasting: str | None = None
    lasting_beats: int = 0
    moving: str | None = None
    now: str | None = None
    emotion: str = "neutral"
    emotion_beats: int = 0
    holding: list[str] = field(default_factory=list[str])
    held_beats: int = 0
    looks_at: str | None = None
    partner: str | None = None
    aloof: bool = False


class Continuity:
    """Keeps the people of a scene. driver: who is at the wheel, where the scene tells."""

    def __init__(self, set_name: str, looks: Mapping[str, CharacterLook]) -> None:
        self._set = set_name
        self._looks = looks
        self._present: dict[str, _State] = {}
        self._roster: dict[str, None] = {}
        self.driver: str | None = None
        self._all_seated = False
        self._given: list[tuple[str, str, str]] = []
        self._put: list[tuple[str, tuple[str, ...]]] = []

    def bring(self, names: Iterable[str], afoot: Collection[str] = ()) -> None:
        """Let people be present from now on. afoot: those of them who come in on their feet."""
        for name in names:
            if name not in self._looks:
                continue
            self._roster[name] = None
            if name not in self._present:
                if len(self._present) >= MOST_PRESENT:
                    del self._present[next(iter(self._present))]
                self._present[name] = _State(
                    name, _idle_pose(name, self._looks[name]), "stand" if name in afoot else self._first_posture(name)
                )

    def _first_posture(self, name: str) -> str:
        if self._set in _RIDING_GROUNDS and _MOUNTED_ROLE.search(name):
            return "ride_horse"
        if self._set == "car" and (name == self.driver if self.driver else not self._present):
            return "drive"
        if (seated := vocabulary().seated.get(self._set)) is not None and (pose := seated.first(name)) is not None:
            return pose
        return "sit_table" if self._all_seated else vocabulary().seats.get(self._set, "stand")

    def remove(self, names: Iterable[str]) -> None:
        """Let people be gone."""
        for name in names:
            self._present.pop(name, None)

    def take_over(self, before: Continuity, names: Iterable[str] | None = None) -> None:
        """Go on with the people of an earlier scene, as they were: all of them, or those of `names`."""
        for name in before._present if names is None else names:
            self._present[name] = before._present[name]
            self._roster[name] = None

    @property
    def on_the_phone(self) -> tuple[str, ...]:
        """Return who is on the telephone now."""
        return tuple(name for name, state in self._present.items() if state.lasting == "phone")

    @property
    def roster(self) -> tuple[str, ...]:
        """Return all who have been present, in order of appearance."""
        return tuple(self._roster)

    @property
    def present(self) -> tuple[str, ...]:
        """Return who is there, in order of appearance."""
        return tuple(self._present)

    def act(self, facts: Facts) -> None:
        """Let people do what a sentence says."""
        self._change_hands()
        self._all_seated = self._all_seated or "seated" in facts.events
        for name, state in self._present.items():
            state.now, state.aloof = None, name in facts.at_things
            state.looks_at = None if state.aloof else state.looks_at
            if name in facts.subjects and state.moving and name not in facts.poses:
                state.moving = None
        if "wake" in facts.events:
            self.wake(facts.subjects)
        for name in facts.poses:
            state = self._present.get(name)
            if state is not None:
                for pose in dict.fromkeys(facts.poses[name]):
                    self._change_posture(state, self._meant(state, pose, facts), brief="brief" in facts.events)
                self._perform(state, facts, self._meant(state, facts.telling_pose(name) or state.base, facts))
        self._turn_to_each_other(facts)
        for name, props in facts.held.items():
            state = self._present.get(name)
            if state is not None and self._looks[name].kind == "person":
                kept = [prop for prop in state.holding if prop in CARRIED or prop in facts.props]
                state.holding = list(dict.fromkeys([*props, *kept]))[:2]
                if facts.taking:
                    self._take_away(name, props)
        for state in self._present.values():
            state.held_beats = 0 if not set(state.holding).isdisjoint(facts.props) else state.held_beats
        self._put = [(name, () if facts.it else tuple(facts.let_go or facts.props)) for name in facts.putting]
        for name in facts.dropping:
            if name not in facts.putting:
                self._drop(name, [] if facts.it else facts.let_go or facts.props)
        for giver, taker in facts.giving:
            self._hand_over(giver, taker, facts)
        for name, emotion in facts.emotions.items():
            self.feel(name, emotion)
        if facts.look is not None and facts.look.viewer in self._present:
            self._present[facts.look.viewer].looks_at = facts.look.target
        self._pair(facts)

    def _turn_to_each_other(self, facts: Facts) -> None:
        """Let two who embrace look at each other, wherever they looked before."""
        both = [n for n, poses in facts.poses.items() if n in self._present and not MUTUAL.isdisjoint(poses)]
        if len(both) == 2:
            self._present[both[0]].looks_at, self._present[both[1]].looks_at = both[1], both[0]

    def _pair(self, facts: Facts) -> None:
        """Let who does something with somebody turn to them, and be done with it when the other does something else."""
        for name, state in self._present.items():
            if name in facts.partners:
                state.looks_at = state.partner = facts.partners[name]
                dragged = self._present.get(facts.partners[name])
                if state.lasting == "drag_body" and dragged is not None:
                    dragged.base = "lie"
            elif state.lasting in PAIRED and (state.partner in facts.poses or name in facts.poses):
                state.lasting = None

    def _hand_over(self, giver: str, taker: str, facts: Facts) -> None:
        """Show the giver with the thing now, and let the taker have it from the next beat on."""
        things = [*facts.held.get(giver, ()), *(prop for prop in facts.props if prop in vocabulary().held_props)]
        state = self._present.get(giver)
        if state is not None:
            things = things or state.holding[:1]
            state.holding = list(dict.fromkeys([*things, *state.holding]))[:2]
        self._given = [(giver, taker, thing) for thing in dict.fromkeys(things)][:1]

    def _take_away(self, taker: str, things: Collection[str]) -> None:
        """Let what somebody takes be in nobody else's hands: `She takes the cigarette from his lips.`"""
        for name, state in self._present.items():
            if name != taker and not set(things).isdisjoint(state.holding):
                state.holding = [prop for prop in state.holding if prop not in things]
                state.lasting = None if state.lasting in WITH_THINGS else state.lasting

    def _change_hands(self) -> None:
        for name, props in self._put:
            self._drop(name, list(props))
        self._put = []
        for giver, taker, thing in self._given:
            for name in (giver, taker):
                state = self._present.get(name)
                if state is not None:
                    kept = [prop for prop in state.holding if prop != thing]
                    state.holding = ([thing] if name == taker else []) + kept[:1]
        self._given = []

    def _meant(self, state: _State, pose: str, facts: Facts) -> str:
        """Return what a pose means for how somebody is: who sits on the floor sits on, who freezes does not rise.

        Who rides does so in a vehicle, on what they are on, or on a horse where one would. In a car one stays seated.
        """
        if self._set in CABS and pose in IN_SEAT:
            return state.base if state.base == "drive" and pose != "wave" else IN_SEAT[pose]
        if pose == "lie" and self._set in ROWS and facts.emotions.get(state.name) == "asleep":
            return "sit_slumped"
        if pose == "sit" and state.base in ON_GROUND:
            return state.base
        if pose == "stand" and "stop" in facts.events and state.base in SEATED | LAIN:
            return state.base
        if pose != "ride" or self._set in VEHICLES:
            return pose
        return "ride_horse" if self._set in _RIDING_GROUNDS and state.base not in MOUNTED else state.base

    def _change_posture(self, state: _State, pose: str, *, brief: bool) -> None:
        if state.emotion == "asleep" and pose not in LAIN | ASLEEP_SEATED:
            state.emotion = "neutral"
        if pose == "sit_lean" and state.base not in SEATED:
            return
        if state.base == "drive" and pose in NOT_AT_THE_WHEEL:
            state.base = "sit"
        if brief and (pose in BENT or pose in ("lean", "fall")):
            state.base = "stand" if state.base in BENT else state.base
        elif pose == "fall" and state.base not in MOUNTED:
            state.base = "lie_sprawled"
        elif (pose in ON_FEET and state.base in BENT) or (pose in ROUSING and state.base in LAIN):
            state.base = "stand"
        elif pose in POSTURES:
            state.base = self._seat(pose)
            state.posture_beats = 0
            if pose == "drive":
                for other in self._present.values():  # one at a time
                    other.base = "sit" if other is not state and other.base == "drive" else other.base
            state.moving = None
            if pose in ("kneel", "crouch", "hide") or pose in LAIN:
                state.lasting = None
        elif pose in SIDE_BY_SIDE and state.base in SEATED:
            return
        elif pose in UPRIGHT and state.base not in MOUNTED and not (pose == "aim" and state.base != "lie"):
            state.base = "stand"

    def _seat(self, pose: str) -> str:
        if self._set == "car" and pose == "sit":
            return "drive" if next(iter(self._present), None) and len(self._present) == 1 else "sit"
        return "sit_table" if pose == "sit" and self._set in TABLE_SETS else pose

    def _perform(self, state: _State, facts: Facts, pose: str) -> None:
        """Show a pose at this beat, as far as the posture allows it."""
        state.now = pose
        if pose not in LOCOMOTION:
            state.moving = None
        if pose in UPRIGHT:
            state.lasting = None
        if pose in LOCOMOTION:
            state.lasting = None
            if state.base in MOUNTED:
                state.now = state.base
            elif "stop" not in facts.events and "onward" in facts.events:
                state.moving = pose
        elif pose == "sit_lean" and state.base not in SEATED:
            state.now = "talk"
        elif state.base in SEATED and pose not in POSTURES:
            state.now = _seated_form(state.base, "hold" if pose in SIDE_BY_SIDE else pose)
        elif state.base in BENT and pose in AT_TABLE:
            state.now = state.base  # who writes on their knees has no table
        elif state.base in LAIN and pose not in ("reach", "fall") and pose not in LAIN:
            state.now = state.base
        elif state.base == "lean_window" and pose not in POSTURES:
            state.now = state.base  # who speaks into a car does not get in
        if pose in LASTING:
            state.lasting = pose
            state.lasting_beats = 99 if pose in ENDLESS else SHORT_LASTING_BEATS if pose in BRIEF else LASTING_BEATS
        elif pose == "hold" and "phone" in facts.held.get(state.name, ()):
            state.lasting = "phone"  # who picks up a phone has it at the ear
            state.lasting_beats = 99
        elif pose in POSTURES or pose in HANDS:
            state.lasting = None
        if pose in BUSY_HANDS:
            state.holding = []  # what was in the hands is put down
        implied = vocabulary().implied_props.get(pose)
        if (
            implied
            and self._looks[state.name].kind == "person"
            and implied not in state.holding
            and not (pose in ("read", "photograph") and (state.holding or state.name in facts.held))
        ):
            state.holding = [implied, *state.holding][:2]

    def _drop(self, name: str, props: list[str]) -> None:
        state = self._present.get(name)
        if state is None:
            return
        gone = [prop for prop in state.holding if prop in props]
        if not gone and not props:
            gone = ["phone"] if state.lasting == "phone" else state.holding[:1]
        state.holding = [prop for prop in state.holding if prop not in gone]
        if (state.lasting == "phone" and "phone" in gone) or (state.lasting == "aim" and "gun" in gone):
            state.lasting = None

    def feel(self, name: str, emotion: str) -> None:
        """Give a person a face that lasts for some beats."""
        state = self._present.get(name)
        if state is not None:
            state.emotion = emotion
            strong = vocabulary().emotion_strength[emotion] >= _STRONG
            state.emotion_beats = _STRONG_EMOTION_BEATS if strong else _EMOTION_BEATS

    def wake(self, names: Iterable[str]) -> None:
        """Let sleepers wake up: who speaks is awake."""
        for name in names:
            state = self._present.get(name)
            if state is not None and state.emotion == "asleep":
                state.emotion = "neutral"
                state.base = {"sit_slumped": "sit", "sleep_table": "sit_table"}.get(state.base, state.base)

    def emotion_of(self, name: str) -> str:
        """Return a person's face, neutral where they are not present."""
        state = self._present.get(name)
        return state.emotion if state is not None else "neutral"

    def mood_around(self, names: Collection[str]) -> str:
        """Return the strongest face of all but `names`."""
        strength = vocabulary().emotion_strength
        faces = (state.emotion for name, state in self._present.items() if name not in names)
        return max(faces, key=lambda emotion: strength[emotion], default="neutral")

    def sleeps(self, name: str) -> bool:
        """Tell whether somebody sleeps here, and hears nothing."""
        return self.emotion_of(name) == "asleep"

    def face(self, name: str, target: str | None) -> None:
        """Let a person look at somebody or something."""
        state = self._present.get(name)
        if state is not None and target != name:
            state.looks_at = target
            if state.lasting in PAIRED and target != state.partner:
                state.lasting = None

    def rest(self) -> None:
        """Let the last actions be over, before somebody speaks; who runs stops for it, who strolls does not."""
        self._change_hands()
        for state in self._present.values():
            state.now = None
            if state.moving == "run":
                state.moving = None

    def actors(self, speaker: tuple[str, ...] = ()) -> tuple[Actor, ...]:
        """Return everybody present as they are now, and let emotions fade by one beat."""
        actors: list[Actor] = []
        for name, state in self._present.items():
            speaking = name in speaker
            emotion = state.emotion
            if speaking and emotion in ("neutral", "calm"):
                emotion = "talk"
            looks_at = state.looks_at
            if state.lasting in PAIRED:
                looks_at = state.partner
            if looks_at in self._looks and looks_at not in self._present:
                looks_at = state.looks_at = None  # who was looked at has left
            if looks_at is None and len(self._present) == 2 and not state.aloof:
                looks_at = next(other for other in self._present if other != name)
            actors.append(
                Actor(
                    name=name, pose=self._pose(state, speaking), emotion=emotion, looks_at=looks_at,
                    holding=tuple(state.holding), speaking=speaking,
                )
            )  # fmt: skip
            state.held_beats += 1
            if state.held_beats > HELD_BEATS and state.lasting not in WITH_THINGS:
                state.holding = [prop for prop in state.holding if prop in CARRIED]
            state.emotion_beats -= 1
            sleeping = state.emotion == "asleep" and state.base in LAIN | ASLEEP_SEATED
            if state.emotion_beats <= 0 and not sleeping:
                state.emotion = "neutral"
            state.posture_beats += 1
            if state.base in BENT and state.posture_beats > CROUCHING_BEATS:
                state.base = "stand"  # nobody squats for long
            state.lasting_beats -= 1
            if state.lasting_beats <= 0:
                state.lasting = None
        return tuple(actors)

    def _pose(self, state: _State, speaking: bool) -> str:
        if state.now is not None:
            return state.now
        if state.lasting is not None and state.base not in LAIN | MOUNTED:
            return _seated_form(state.base, state.lasting) if state.base in SEATED else state.lasting
        if state.moving is not None:
            return state.moving
        if state.base != "stand":
            if speaking and state.base in ("lie_face_down", "lie_sprawled"):
                state.base = "sit_floor"  # nobody talks into the ground
            if speaking and state.base in ("sit", "sit_back", "sit_crossed_legs", "sit_slumped"):
                heated = state.emotion in ("angry", "rage", "shout", "scream")
                pressing = state.emotion in ("determined", "worried")
                return "sit_argue" if heated else "sit_lean" if pressing else "sit_talk"
            if state.emotion == "cry" and state.base == "sit":
                return "sit_cry"
            return state.base
        if speaking:
            if state.emotion in ("shout", "scream", "rage"):
                return "shout"
            if state.emotion == "angry":
                return "argue"
            return "hold" if state.holding else "talk"
        if state.holding:
            return "hold"
        if self._looks[state.name].kind != "person":
            return state.idle
        return {
            "angry": "arms_crossed",
            "suspicious": "arms_crossed",
            "cry": "cry",
            "think": "think",
            "asleep": "lie",
        }.get(state.emotion, state.idle)


def _seated_form(base: str, pose: str) -> str:
    """Return how somebody who sits does what a pose says."""
    if base == "sit_table":
        return pose if pose in AT_TABLE else base
    if base not in ("sit", "sit_lean", "sit_back", "sit_crossed_legs", "sit_slumped"):
        return base
    if pose in STANDING_ONLY or pose in HANDS - SEATED_FORM.keys():
        return base
    return SEATED_FORM.get(pose, pose if pose in AT_TABLE or pose in UPRIGHT else base)


def _idle_pose(name: str, look: CharacterLook) -> str:
    """Return how a person stands when nothing is said: their own way, always the same; an animal just stands."""
    if look.kind != "person":
        return "stand"
    pose = _IDLE[hashlib.sha256(f"{name}\0idle".encode()).digest()[0] % len(_IDLE)]
    return "stand" if pose == "hands_in_pockets" and (look.gender == "female" or look.age == "child") else pose
