"""Who is there and how, kept through a scene: who sat down stays seated, who left is gone, who holds a gun holds it on.

Enters: the facts of each beat. Leaves: the `Actor`s of each beat, in order of appearance.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from screenplay2board.plan.facts import MUTUAL, Facts
from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.stage.names import LEADING

# Poses that last until another one takes their place.
_POSTURES = frozenset(
    {"stand", "sit", "sit_table", "sit_lean", "lie", "kneel", "crouch", "drive", "ride", "lean", "lean_wall", "hide"}
    | {"sit_floor", "hug_knees", "sit_slumped", "sit_back", "sit_crossed_legs", "ride_horse", "ride_bicycle"}
    | {
        "lie_side",
        "lie_face_down",
        "lie_sprawled",
        "kneel_pray",
        "row",
        "kneel_both",
        "beg",
        "attention",
        "sleep_table",
        "fly",
    }
)
_MOUNTED = frozenset({"drive", "ride", "ride_horse", "ride_bicycle"})
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
_SEATED = _MOUNTED | {
    "sit", "sit_table", "sit_lean", "type", "sit_floor", "hug_knees", "sit_slumped", "sit_back", "sit_crossed_legs",
}  # fmt: skip
# What nobody does who drives: the car stands, or somebody else is at the wheel.
_NOT_AT_THE_WHEEL = frozenset({"type", "write", "read", "play_cards"})
_ON_GROUND = frozenset({"sit_floor", "hug_knees"})
_ASLEEP_SEATED = frozenset({"sit_slumped", "sleep_table"})
_LAIN = frozenset({"lie", "lie_side", "lie_face_down", "lie_sprawled"})
# What a seated person does instead of its standing form; who sits at a table keeps to it.
_SEATED_FORM = {
    "talk": "sit_talk", "argue": "sit_argue", "shout": "sit_argue", "point": "sit_point", "think": "sit_think",
    "cry": "sit_cry", "phone": "sit_phone", "drink": "sit_drink", "cup": "sit_drink", "read": "sit_read",
    "arms_crossed": "sit_arms_crossed", "beg": "sit_argue",
}  # fmt: skip
_AT_TABLE = frozenset({"write", "eat", "slam_table", "head_in_hands", "type"})
_LASTING = frozenset(
    {"phone", "aim", "hands_up", "arms_crossed", "hold_hands", "type", "hands_on_hips", "hands_in_pockets"}
    | {
        "dance",
        "waltz",
        "cook",
        "pour",
        "wipe",
        "sweep",
        "smoke",
        "play_guitar",
        "write",
        "eat",
        "cover_ears",
        "head_in_hands",
    }
    | {"hug", "comfort", "carry"}
)
# For how many beats a lasting pose goes on by itself; a phone stays at the ear until somebody hangs up.
_LASTING_BEATS = 6
_SHORT_LASTING_BEATS = 2
_BRIEF = frozenset({"hug", "comfort", "eat", "cook", "pour", "wipe", "carry", "head_in_hands"})
# What was in the hands is put down for it.
_BUSY_HANDS = frozenset({"eat", "type", "cook", "pour", "wipe"})
# What two who sit beside each other do without getting up.
_SIDE_BY_SIDE = frozenset({"arm_around", "pat_shoulder"})
# What nobody goes on doing when the thing is taken from them.
_WITH_THINGS = frozenset({"phone", "aim", "smoke", "play_guitar", "write", "sweep"})
_ENDLESS = frozenset({"phone", "aim", "type"})
_LOCOMOTION = frozenset({"walk", "run", "climb", "sneak", "limp", "stagger", "crawl", "jump"})
# Poses that bring a seated or lying person to their feet.
_UPRIGHT = frozenset(
    {"walk", "run", "punch", "guard", "hug", "climb", "fall", "shake_hands", "lean", "aim", "sneak", "limp", "stagger"}
    | {"jump", "dance", "waltz", "slap", "kick", "stab", "choke", "swing", "sweep", "lean_wall", "drag", "carry", "bow"}
    | {"fence", "draw_bow", "hurdle", "dive", "climb_ladder", "climb_wall", "climb_rope", "climb_stairs", "double_over"}
    | set(LEADING)
)
_HANDS = frozenset({"hold", "read", "phone", "drink", "cup", "reach", "pick_up", "pull"})
# Poses of the whole body for which somebody stands up, though the text does not say so.
_STANDING_ONLY = frozenset(
    {"hands_in_pockets", "hands_on_hips", "wave", "salute", "throw", "catch", "push", "pull", "lift", "knock", "peek"}
    | {"comfort", "hand_over", "cheer", "clap", "shrug", "pray", "photograph", "look_back", "look_up", "whisper"}
    | {"listen", "hand_on_heart", "facepalm", "cover_mouth", "cover_ears", "kiss", "hands_up", "smoke", "stand_weight"}
)
_TABLE_SETS = frozenset(
    {"cafe", "restaurant", "kitchen", "office", "interrogation_room", "bar", "school"} | {"dining_room"}
)
_CROUCHING_BEATS = 5
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
    posture_beats: int = 0
    lasting: str | None = None
    lasting_beats: int = 0
    moving: str | None = None
    now: str | None = None
    emotion: str = "neutral"
    emotion_beats: int = 0
    holding: list[str] = field(default_factory=list[str])
    looks_at: str | None = None


class Continuity:
    """Keeps the people of a scene. driver: who is at the wheel, where the scene tells."""

    def __init__(self, set_name: str, looks: Mapping[str, CharacterLook]) -> None:
        self._set = set_name
        self._looks = looks
        self._present: dict[str, _State] = {}
        self._roster: dict[str, None] = {}
        self.driver: str | None = None
        self._given: list[tuple[str, str, str]] = []

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
        return vocabulary().seats.get(self._set, "stand")

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
        for name, state in self._present.items():
            state.now = None
            if name in facts.subjects and state.moving and name not in facts.poses:
                state.moving = None
        if "wake" in facts.events:
            self.wake(facts.subjects)
        for name in facts.poses:
            state = self._present.get(name)
            if state is not None:
                for pose in dict.fromkeys(facts.poses[name]):
                    self._change_posture(state, self._meant(state, pose, facts))
                self._perform(state, facts, self._meant(state, facts.telling_pose(name) or state.base, facts))
        self._turn_to_each_other(facts)
        for name, props in facts.held.items():
            state = self._present.get(name)
            if state is not None and self._looks[name].kind == "person":
                state.holding = list(dict.fromkeys([*props, *state.holding]))[:2]
                if facts.taking:
                    self._take_away(name, props)
        for name in facts.dropping:
            self._drop(name, facts.props)
        for giver, taker in facts.giving:
            self._hand_over(giver, taker, facts)
        for name, emotion in facts.emotions.items():
            self.feel(name, emotion)
        if facts.look is not None and facts.look.viewer in self._present:
            self._present[facts.look.viewer].looks_at = facts.look.target

    def _turn_to_each_other(self, facts: Facts) -> None:
        """Let two who embrace look at each other, wherever they looked before."""
        both = [n for n, poses in facts.poses.items() if n in self._present and not MUTUAL.isdisjoint(poses)]
        if len(both) == 2:
            self._present[both[0]].looks_at, self._present[both[1]].looks_at = both[1], both[0]

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
                state.lasting = None if state.lasting in _WITH_THINGS else state.lasting

    def _change_hands(self) -> None:
        for giver, taker, thing in self._given:
            for name in (giver, taker):
                state = self._present.get(name)
                if state is not None:
                    kept = [prop for prop in state.holding if prop != thing]
                    state.holding = ([thing] if name == taker else []) + kept[:1]
        self._given = []

    def _meant(self, state: _State, pose: str, facts: Facts) -> str:
        """Return what a pose means for how somebody is: who sits on the floor sits on, who freezes does not rise.

        Who rides does so in a vehicle, on what they are on, or on a horse where one would.
        """
        if pose == "sit" and state.base in _ON_GROUND:
            return state.base
        if pose == "stand" and "stop" in facts.events and state.base in _SEATED | _LAIN:
            return state.base
        if pose != "ride" or self._set in VEHICLES:
            return pose
        return "ride_horse" if self._set in _RIDING_GROUNDS and state.base not in _MOUNTED else state.base

    def _change_posture(self, state: _State, pose: str) -> None:
        if state.emotion == "asleep" and pose not in _LAIN | _ASLEEP_SEATED:
            state.emotion = "neutral"
        if pose == "sit_lean" and state.base not in _SEATED:
            return
        if state.base == "drive" and pose in _NOT_AT_THE_WHEEL:
            state.base = "sit"
        if pose in _POSTURES:
            state.base = self._seat(pose)
            state.posture_beats = 0
            if pose == "drive":
                for other in self._present.values():  # one at a time
                    other.base = "sit" if other is not state and other.base == "drive" else other.base
            state.moving = None
            if pose in ("kneel", "crouch", "hide") or pose in _LAIN:
                state.lasting = None
        elif pose in _SIDE_BY_SIDE and state.base in _SEATED:
            return
        elif pose in _UPRIGHT and state.base not in _MOUNTED and not (pose == "aim" and state.base != "lie"):
            state.base = "stand"

    def _seat(self, pose: str) -> str:
        if self._set == "car" and pose == "sit":
            return "drive" if next(iter(self._present), None) and len(self._present) == 1 else "sit"
        return "sit_table" if pose == "sit" and self._set in _TABLE_SETS else pose

    def _perform(self, state: _State, facts: Facts, pose: str) -> None:
        """Show a pose at this beat, as far as the posture allows it."""
        state.now = pose
        if pose not in _LOCOMOTION:
            state.moving = None
        if pose in _UPRIGHT:
            state.lasting = None
        if pose in _LOCOMOTION:
            state.lasting = None
            if state.base in _MOUNTED:
                state.now = state.base
            elif "stop" not in facts.events and "onward" in facts.events:
                state.moving = pose
        elif pose == "sit_lean" and state.base not in _SEATED:
            state.now = "talk"
        elif state.base in _SEATED and pose not in _POSTURES:
            state.now = _seated_form(state.base, "hold" if pose in _SIDE_BY_SIDE else pose)
        elif state.base in _LAIN and pose != "reach" and pose not in _LAIN:
            state.now = state.base
        if pose in _LASTING:
            state.lasting = pose
            state.lasting_beats = 99 if pose in _ENDLESS else _SHORT_LASTING_BEATS if pose in _BRIEF else _LASTING_BEATS
        elif pose == "hold" and "phone" in facts.held.get(state.name, ()):
            state.lasting = "phone"  # who picks up a phone has it at the ear
            state.lasting_beats = 99
        elif pose in _POSTURES or pose in _HANDS:
            state.lasting = None
        if pose in _BUSY_HANDS:
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
            sleeping = state.emotion == "asleep" and state.base in _LAIN | _ASLEEP_SEATED
            if state.emotion_beats <= 0 and not sleeping:
                state.emotion = "neutral"
            state.posture_beats += 1
            if state.base == "crouch" and state.posture_beats > _CROUCHING_BEATS:
                state.base = "stand"  # nobody squats for long
            state.lasting_beats -= 1
            if state.lasting_beats <= 0:
                state.lasting = None
        return tuple(actors)

    def _pose(self, state: _State, speaking: bool) -> str:
        if state.now is not None:
            return state.now
        if state.lasting is not None and state.base not in _LAIN | _MOUNTED:
            return _seated_form(state.base, state.lasting) if state.base in _SEATED else state.lasting
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
        return pose if pose in _AT_TABLE else base
    if base not in ("sit", "sit_lean", "sit_back", "sit_crossed_legs", "sit_slumped"):
        return base
    if pose in _STANDING_ONLY or pose in _HANDS - _SEATED_FORM.keys():
        return base
    return _SEATED_FORM.get(pose, pose if pose in _AT_TABLE or pose in _UPRIGHT else base)


def _idle_pose(name: str, look: CharacterLook) -> str:
    """Return how a person stands when nothing is said: their own way, always the same; an animal just stands."""
    if look.kind != "person":
        return "stand"
    pose = _IDLE[hashlib.sha256(f"{name}\0idle".encode()).digest()[0] % len(_IDLE)]
    return "stand" if pose == "hands_in_pockets" and (look.gender == "female" or look.age == "child") else pose
