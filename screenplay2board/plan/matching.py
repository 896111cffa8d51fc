"""Recognise scenes and shots of a new proposal as those of an older one, whatever their numbers and places are now.

Enters: a lock (the older proposal) and a new shot list, or two locks. Leaves: the new shot list with the old ids where
a shot is the same one, and which old scene became which new one. What a shot tells (its action and dialogue) counts
most, then its framing and subject, then its id, then where it stands among the others. All passes take time linear in
the number of shots, except within small gaps.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from screenplay2board.plan.lock import Lock, lock_of
from screenplay2board.plan.types import ScenePlan, ShotList

# Shares of common words, 0 to 1, from which on two texts are taken for versions of one another.
SAME_SCENE = 0.35
SAME_SHOT = 0.5
SAME_ID = 0.2
# Beyond these sizes only neighbours are compared, so that a hostile script cannot cost quadratic time.
LARGEST_GAP = 24
SCENE_NEIGHBOURS = 12
_WORD = re.compile(r"\w+")

Old = TypeVar("Old")
New = TypeVar("New")
Position = tuple[int, int]  # of a scene, and of a shot in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A new proposal that carries the old ids. scenes: position in the lock -> position in the shot list."""

    shot_list: ShotList
    scenes: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What is the same in two versions. scenes: old position -> new position. shots: new position -> old position."""

    scenes: Mapping[int, int]
    shots: Mapping[Position, Position]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a shot tells."""

    position: Position
    id: str
    text: str
    look: tuple[Hashable, ...]


def follow(shot_list: ShotList, lock: Lock) -> Followed:
    """Give the shots of a new proposal the ids they had in the lock; new shots get ids that the lock never used.

    What the script had lost before comes second: it only takes what nothing else continues. So a proposal followed by
    its own lock is that lock.
    """
    recognised = recognise(lock, lock_of(shot_list))
    ids = {now: lock.scenes[then[0]].shots[then[1]].id for now, then in recognised.shots.items()}
    return Followed(shot_list=_with_ids(shot_list, ids, lock), scenes=recognised.scenes)


def recognise(before: Lock, after: Lock, known: Mapping[Position, Position] | None = None) -> Recognised:
    """Say which scenes and shots of `after` are those of `before`.

    known: shots that are known to be the same, new position -> old position.
    """
    old, new = _tell(before), _tell(after)
    matching = _SceneMatching(
        old_data=[scene.data for scene in before.scenes],
        new_data=[scene.data for scene in after.scenes],
        old_texts=["\n".join(told.text for told in shots) for shots in old],
        new_texts=["\n".join(told.text for told in shots) for shots in new],
    )
    matching.match([index for index, scene in enumerate(before.scenes) if not scene.gone])
    matching.match([index for index, scene in enumerate(before.scenes) if scene.gone])
    gone = {shot.id for scene in before.scenes for shot in scene.shots if shot.gone}
    shots = dict(known or {})
    became = {then: now for now, then in shots.items()}
    for scene, turned in matching.pairs.items():
        standing = [
            t for t in old[scene] if (became[t.position][0] == turned if t.position in became else t.id not in gone)
        ]
        facing = [t for t in new[turned] if shots.get(t.position, (scene,))[0] == scene]
        shots.update({now.position: then.position for then, now in _matched_shots(standing, facing, became)})
    for lost_before in (False, True):
        used = set(shots.values())
        lost = [t for told in old for t in told if t.position not in used and (t.id in gone) == lost_before]
        found = [t for told in new for t in told if t.position not in shots and t.text]
        shots.update({now.position: then.position for then, now in _in_turn(lost, found, lambda told: told.text)})
    return Recognised(scenes=dict(sorted(matching.pairs.items())), shots=shots)


def _tell(lock: Lock) -> list[list[_Told]]:
    """Return what the shots of each scene tell."""
    return [
        [_told(index, number, shot.id, shot.data) for number, shot in enumerate(scene.shots)]
        for index, scene in enumerate(lock.scenes)
    ]


def _told(scene: int, number: int, id: str, data: Mapping[str, Any]) -> _Told:
    speeches = (f"{cue}: {text}" for item in data.get("dialogue", ()) for cue, text in item.items())
    text = "\n".join((str(data.get("action", "")), *speeches)).strip()
    look = (data.get("framing"), tuple(data.get("subject", ())), data.get("panel", 1))
    return _Told(position=(scene, number), id=id, text=text, look=look)


def _with_ids(shot_list: ShotList, ids: Mapping[Position, str], lock: Lock) -> ShotList:
    used = {shot.id for scene in lock.scenes for shot in scene.shots}

    def fresh(id: str) -> str:
        candidate, count = id, 1
        while candidate in used:
            count += 1
            candidate = f"{id}-{count}"
        used.add(candidate)
        return candidate

    scenes: list[ScenePlan] = []
    for index, scene in enumerate(shot_list.scenes):
        shots = tuple(
            replace(shot, id=known) if (known := ids.get((index, number))) else replace(shot, id=fresh(shot.id))
            for number, shot in enumerate(scene.shots)
        )
        scenes.append(scene if shots == scene.shots else replace(scene, shots=shots))
    return replace(shot_list, scenes=tuple(scenes))


def _in_turn(old: Iterable[Old], new: Iterable[New], key: Callable[[Any], Hashable]) -> list[tuple[Old, New]]:
    """Pair the first of each key with the first of the same key, the second with the second, and so on."""
    waiting: defaultdict[Hashable, deque[Old]] = defaultdict(deque)
    for item in old:
        waiting[key(item)].append(item)
    return [(waiting[key(item)].popleft(), item) for item in new if waiting.get(key(item))]


def _likeness(first: Counter[str], second: Counter[str]) -> float:
    """Return the share of common words, 0 to 1 (Dice)."""
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


@dataclass(slots=True, kw_only=True)
class _SceneMatching:
    """Pairs scenes by heading and text, then by either, then by likeness. pairs: old position -> new position."""

    old_data: Sequence[Mapping[str, Any]]
    new_data: Sequence[Mapping[str, Any]]
    old_texts: Sequence[str]
    new_texts: Sequence[str]
    pairs: dict[int, int] = field(default_factory=dict[int, int])
    taken: set[int] = field(default_factory=set[int])

    def match(self, old: Sequence[int]) -> None:
        """Pair the scenes at these old positions with new ones that are still free."""
        self._pass(old, lambda data, text: (data.get("heading"), text, data.get("scene")))
        self._pass(old, lambda data, text: (data.get("heading"), text))
        self._pass(old, lambda _, text: text or None)
        self._take(self._alike([i for i in old if i not in self.pairs]))

    def _pass(self, old: Sequence[int], key: Callable[[Mapping[str, Any], str], Hashable]) -> None:
        left = [(key(self.old_data[i], self.old_texts[i]), i) for i in old if i not in self.pairs]
        right = [(key(self.new_data[i], self.new_texts[i]), i) for i in self._free()]
        keyed = _in_turn(left, right, lambda item: item[0])
        self._take((before[1], after[1]) for before, after in keyed if before[0] is not None)

    def _take(self, found: Iterable[tuple[int, int]]) -> None:
        for before, after in found:
            self.pairs[before] = after
            self.taken.add(after)

    def _free(self) -> list[int]:
        return [i for i in range(len(self.new_data)) if i not in self.taken]

    def _alike(self, left: list[int]) -> list[tuple[int, int]]:
        """Pair what is left by common words, an equal heading and number helping; the best pairs first."""
        words = {i: _words(self.old_texts[i]) for i in left}
        by_heading: defaultdict[object, list[int]] = defaultdict(list)
        for i in left:
            by_heading[self.old_data[i].get("heading")].append(i)
        scored: list[tuple[float, int, int]] = []
        for place, after in enumerate(self._free()):
            data, told = self.new_data[after], _words(self.new_texts[after])
            around = left[max(0, place - SCENE_NEIGHBOURS) : place + SCENE_NEIGHBOURS + 1]
            for before in dict.fromkeys((*by_heading.get(data["heading"], [])[:SCENE_NEIGHBOURS], *around)):
                heading = self.old_data[before].get("heading") == data["heading"]
                number = self.old_data[before].get("scene") == data["scene"]
                score = 0.7 * _likeness(words[before], told) + 0.25 * heading + 0.05 * number
                if score >= SAME_SCENE or (heading and number):
                    scored.append((-score, before, after))
        return _best(scored)


def _best(scored: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Take pairs from the best score on, each item once. Scores are negative: lowest first."""
    chosen: list[tuple[int, int]] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, before, after in sorted(scored):
        if before not in used_old and after not in used_new:
            chosen.append((before, after))
            used_old.add(before)
            used_new.add(after)
    return chosen


def _matched_shots(
    old: Sequence[_Told], new: Sequence[_Told], known: Mapping[Position, Position]
) -> list[tuple[_Told, _Told]]:
    """Pair the shots of one scene: what tells and looks the same, what tells the same, what stands in its place.

    known: shots that are the same whatever they tell, old position -> new position.
    """
    places = {told.position: i for i, told in enumerate(new)}
    # position in `old` -> position in `new`
    pairs = {i: places[now] for i, told in enumerate(old) if (now := known.get(told.position)) in places}
    taken = set(pairs.values())

    def key_pass(key: Callable[[_Told], Hashable]) -> None:
        left = [i for i in range(len(old)) if i not in pairs]
        right = [i for i in range(len(new)) if i not in taken]
        for before, after in _in_turn(
            [(key(old[i]), i) for i in left], [(key(new[i]), i) for i in right], lambda item: item[0]
        ):
            if before[0] is not None:
                pairs[before[1]] = after[1]
                taken.add(after[1])

    key_pass(lambda told: (told.text, told.look))
    key_pass(lambda told: told.text or None)
    by_id = {told.id: i for i, told in enumerate(old) if i not in pairs}
    for i, told in enumerate(new):
        before = by_id.get(told.id)
        if i not in taken and before is not None and _likeness(_words(old[before].text), _words(told.text)) >= SAME_ID:
            pairs[before] = i
            taken.add(i)
    for _ in range(2):  # what is found in a gap makes two gaps of it, and one left on both sides is the same
        pairs.update(_matched_in_gaps(old, new, pairs))
    return [(old[before], new[after]) for before, after in pairs.items()]


def _matched_in_gaps(old: Sequence[_Told], new: Sequence[_Told], pairs: Mapping[int, int]) -> list[tuple[int, int]]:
    """Pair what stands between the same recognised shots, by likeness; one left on both sides is the same."""
    became = {after: before for before, after in pairs.items()}
    gaps: defaultdict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    last = -1
    for i in range(len(old)):
        if i in pairs:
            last = i
        else:
            gaps[last][0].append(i)
    last = -1
    for i in range(len(new)):
        if i in became:
            last = became[i]
        else:
            gaps[last][1].append(i)
    found: list[tuple[int, int]] = []
    for left, right in gaps.values():
        if not left or not right:
            continue
        if len(left) == len(right) == 1 and old[left[0]].look == new[right[0]].look:
            found.append((left[0], right[0]))
            continue
        before_words = {i: _words(old[i].text) for i in left[:LARGEST_GAP]}
        scored = [
            (-likeness, before, after)
            for after in right[:LARGEST_GAP]
            for before in left[:LARGEST_GAP]
            if old[before].text
            and new[after].text
            and (likeness := _likeness(before_words[before], _words(new[after].text))) >= SAME_SHOT
        ]
        found.extend(_best(scored))
    return found
