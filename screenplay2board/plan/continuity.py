"""Who is there and how, kept through a scene: who sat down stays seated, who left is gone, who holds a gun holds it on.

Enters: the facts of each beat. Leaves: the `Actor`s of each beat, in order of appearance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from screenplay2board.plan.reading import Facts
from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.plan.vocabulary import vocabulary

# Poses that last until another one takes their place.
_POSTURES = frozenset({"stand", "sit", "sit_table", "sit_lean", "lie", "kneel", "crouch", "drive", "ride", "lean"})
_SEATED = frozenset({"sit", "sit_table", "sit_lean", "type", "drive", "ride"})
_LASTING = frozenset(
    {"phone", "aim", "hands_up", "arms_crossed", "hold_hands", "type", "hug", "hands_on_hips", "hands_in_pockets"}
)
_LOCOMOTION = frozenset({"walk", "run", "climb"})
# Poses that bring a seated or lying person to their feet.
_UPRIGHT = frozenset(
    {"walk", "run", "punch", "guard", "hug", "climb", "fall", "shake_hands", "hands_up", "lean", "aim"}
)
_HANDS = frozenset({"hold", "read", "phone", "drink", "cup", "reach"})
_TABLE_SETS = frozenset({"cafe", "restaurant", "kitchen", "office", "interrogation_room", "bar", "school"})
# No frame shows more people; of a larger company those who came first step back until they act again.
MOST_PRESENT = 12
# For how many beats a face keeps its emotion when nothing renews it; strong ones last longer.
_EMOTION_BEATS = 3
_STRONG_EMOTION_BEATS = 5
_STRONG = 0.6
_IDLE = ("stand", "stand_weight", "stand", "stand_weight", "stand", "hands_in_pockets", "stand_weight")


@dataclass(slots=True)
class _State:
    """One person at this moment. base: the posture to come back to; lasting: a pose of the hands that goes on."""

    name: str
    idle: str
    base: str = "stand"
    lasting: str | None = None
    moving: str | None = None
    now: str | None = None
    emotion: str = "neutral"
    emotion_beats: int = 0
    holding: list[str] = field(default_factory=list[str])
    looks_at: str | None = None


class Continuity:
    """Keeps the people of a scene."""

    def __init__(self, set_name: str, looks: Mapping[str, CharacterLook]) -> None:
        self._set = set_name
        self._looks = looks
        self._present: dict[str, _State] = {}
        self._roster: dict[str, None] = {}

    def bring(self, names: Iterable[str]) -> None:
        """Let people be present from now on."""
        for name in names:
            if name not in self._looks:
                continue
            self._roster[name] = None
            if name not in self._present:
                if len(self._present) >= MOST_PRESENT:
                    del self._present[next(iter(self._present))]
                self._present[name] = _State(name, _idle_pose(name, self._looks[name]), self._first_posture())

    def _first_posture(self) -> str:
        if self._set == "car" and not self._present:
            return "drive"
        return vocabulary().seats.get(self._set, "stand")

    def remove(self, names: Iterable[str]) -> None:
        """Let people be gone."""
        for name in names:
            self._present.pop(name, None)

    def take_over(self, before: Continuity) -> None:
        """Go on with the people of the scene before, as they were."""
        for name, state in before._present.items():
            self._present[name] = state
            self._roster[name] = None

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
        for name, state in self._present.items():
            state.now = None
            if name in facts.subjects and state.moving and name not in facts.poses:
                state.moving = None
        for name in facts.poses:
            state = self._present.get(name)
            if state is not None:
                for pose in sorted(set(facts.poses[name]), key=facts.poses[name].index):
                    self._change_posture(state, pose)
                self._perform(state, facts, facts.telling_pose(name) or state.base)
        for name, props in facts.held.items():
            state = self._present.get(name)
            if state is not None:
                state.holding = [*props, *(prop for prop in state.holding if prop not in props)][:2]
        for name in facts.dropping:
            self._drop(name, facts.props)
        for name, emotion in facts.emotions.items():
            self.feel(name, emotion)
        if facts.look is not None and facts.look.viewer in self._present:
            self._present[facts.look.viewer].looks_at = facts.look.target

    def _change_posture(self, state: _State, pose: str) -> None:
        if pose in _POSTURES:
            state.base = self._seat(pose)
            state.moving = None
            if pose in ("lie", "kneel", "crouch"):
                state.lasting = None
        elif pose in _UPRIGHT and state.base not in ("drive", "ride") and not (pose == "aim" and state.base != "lie"):
            state.base = "stand"

    def _seat(self, pose: str) -> str:
        if self._set == "car" and pose == "sit":
            return "drive" if next(iter(self._present), None) and len(self._present) == 1 else "sit"
        return "sit_table" if pose == "sit" and self._set in _TABLE_SETS else pose

    def _perform(self, state: _State, facts: Facts, pose: str) -> None:
        """Show a pose at this beat, as far as the posture allows it."""
        state.now = pose
        if pose in _LOCOMOTION:
            state.lasting = None
            if state.base in ("drive", "ride"):
                state.now = state.base
            elif "stop" not in facts.events and "onward" in facts.events:
                state.moving = pose
        elif state.base in _SEATED and (pose in _HANDS or pose in ("think", "talk", "argue", "look_down", "stand")):
            state.now = state.base
        elif state.base == "lie" and pose not in ("cry", "reach"):
            state.now = "lie"
        if pose in _LASTING:
            state.lasting = pose
        elif pose == "hold" and "phone" in facts.held.get(state.name, ()):
            state.lasting = "phone"  # who picks up a phone has it at the ear
        elif pose in _POSTURES or pose in _HANDS:
            state.lasting = None
        implied = vocabulary().implied_props.get(pose)
        if (
            implied
            and implied not in state.holding
            and not (pose == "read" and (state.holding or state.name in facts.held))
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

    def emotion_of(self, name: str) -> str:
        """Return a person's face, neutral where they are not present."""
        state = self._present.get(name)
        return state.emotion if state is not None else "neutral"

    def face(self, name: str, target: str | None) -> None:
        """Let a person look at somebody or something."""
        state = self._present.get(name)
        if state is not None and target != name:
            state.looks_at = target

    def rest(self) -> None:
        """Let the last actions be over, before somebody speaks; who runs stops for it, who strolls does not."""
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
            if looks_at in self._looks and looks_at not in self._present:
                looks_at = state.looks_at = None  # who was looked at has left
            if looks_at is None and len(self._present) == 2:
                looks_at = next(other for other in self._present if other != name)
            actors.append(
                Actor(
                    name=name, pose=self._pose(state, speaking), emotion=emotion, looks_at=looks_at,
                    holding=tuple(state.holding), speaking=speaking,
                )
            )  # fmt: skip
            state.emotion_beats -= 1
            if state.emotion_beats <= 0:
                state.emotion = "asleep" if state.emotion == "asleep" and state.base == "lie" else "neutral"
        return tuple(actors)

    def _pose(self, state: _State, speaking: bool) -> str:
        if state.now is not None:
            return state.now
        if state.lasting is not None and state.base not in ("lie", "drive"):
            if state.base in _SEATED and state.lasting != "type":
                return state.base
            return state.lasting
        if state.moving is not None:
            return state.moving
        if state.base != "stand":
            leaning = speaking and state.emotion in ("angry", "rage", "shout", "determined", "worried")
            return "sit_lean" if leaning and state.base == "sit" else state.base
        if speaking:
            if state.emotion in ("shout", "scream", "rage"):
                return "shout"
            if state.emotion == "angry":
                return "argue"
            return "hold" if state.holding else "talk"
        if state.holding:
            return "hold"
        return {
            "angry": "arms_crossed",
            "suspicious": "arms_crossed",
            "cry": "cry",
            "think": "think",
            "asleep": "lie",
        }.get(state.emotion, state.idle)


def _idle_pose(name: str, look: CharacterLook) -> str:
    """Return how a person stands when nothing is said: their own way, always the same."""
    pose = _IDLE[hashlib.sha256(f"{name}\0idle".encode()).digest()[0] % len(_IDLE)]
    return "stand" if pose == "hands_in_pockets" and (look.gender == "female" or look.age == "child") else pose
