"""Compare two boards: what came, went, moved, got another number, says something else or looks otherwise.

Enters: two `Board`s. Leaves: a `BoardDiff` in the order of the newer board; what was lost stands where it was.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from screenplay2board.compare.changes import board_changes, causes_of, scene_changes, shot_changes
from screenplay2board.compare.matching import match
from screenplay2board.compare.types import Board, BoardDiff, BoardScene, Change, SceneDiff, ShotDiff
from screenplay2board.manifest import ManifestShot
from screenplay2board.plan.matching import Position


def compare(old: Board, new: Board) -> BoardDiff:
    """Return what is different between two boards."""
    comparison = _Comparison(old, new)
    scenes = tuple(comparison.scenes())
    differing = sum(shot.new is not None for scene in scenes for shot in scene.shots)
    return BoardDiff(
        old=old,
        new=new,
        everywhere=comparison.everywhere,
        scenes=tuple(scene for scene in scenes if scene.differs),
        unchanged=sum(len(scene.shots) for scene in comparison.new) - differing,
    )


class _Comparison:
    """Two boards whose scenes and shots have been recognised."""

    def __init__(self, old: Board, new: Board) -> None:
        self.old, self.new = old.scenes, new.scenes
        self.everywhere = board_changes(old.manifest, new.manifest)
        recognised = match(self.old, self.new)
        self.scene_was = {now: then for then, now in recognised.scenes.items()}
        self.shot_was = recognised.shots
        self.kept = frozenset(recognised.shots.values())

    def scenes(self) -> Iterator[SceneDiff]:
        """Yield all scenes, with those of their shots that differ."""
        moved = _moved(self.scene_was)
        for then, now in _woven(self.scene_was, len(self.old), len(self.new)):
            before = self.old[then].facts if then is not None else None
            after = self.new[now].facts if now is not None else None
            changes = scene_changes(before, after) if before and after else ()
            shots = tuple(shot for shot in self._shots(then, now, changes) if shot.differs)
            yield SceneDiff(old=before, new=after, shots=shots, changes=changes, moved=now in moved)

    def _shots(self, then: int | None, now: int | None, scene: Sequence[Change]) -> Iterator[ShotDiff]:
        """Yield the shots of a scene. then, now: its places in the boards. scene: what changed about it as a whole."""
        old, new = _shots_at(self.old, then), _shots_at(self.new, now)
        was = {number: self.shot_was.get((now, number)) for number in range(len(new))} if now is not None else {}
        here = {number: place[1] for number, place in was.items() if place is not None and place[0] == then}
        moved = _moved(here)
        for before, after in _woven(here, len(old), len(new)):
            if now is not None and after is not None:
                place = was[after]
                elsewhere = place is not None and place[0] != then
                yield self._shot(place, (now, after), scene, moved=after in moved or elsewhere)
            elif before is not None and (then, before) not in self.kept:
                yield ShotDiff(old=old[before], new=None)

    def _shot(self, then: Position | None, now: Position, scene: Sequence[Change], *, moved: bool) -> ShotDiff:
        after = self.new[now[0]].shots[now[1]]
        if then is None:
            return ShotDiff(old=None, new=after)
        before = self.old[then[0]].shots[then[1]]
        changes = shot_changes(before, after, self.old[then[0]].facts, self.new[now[0]].facts)
        causes = causes_of(after, self.everywhere, scene) if before.key != after.key and not changes else ()
        return ShotDiff(old=before, new=after, changes=changes, causes=causes, moved=moved)


def _shots_at(scenes: Sequence[BoardScene], place: int | None) -> Sequence[ManifestShot]:
    return scenes[place].shots if place is not None else ()


def _woven(was: Mapping[int, int], old_count: int, new_count: int) -> Iterator[tuple[int | None, int | None]]:
    """Yield (old, new) in the order of the new; each old one that is in no pair follows the one that it followed.

    was: new place -> old place.
    """
    became = {then: now for now, then in was.items()}
    lost: defaultdict[int, list[int]] = defaultdict(list)
    last = -1
    for then in range(old_count):
        if then in became:
            last = became[then]
        else:
            lost[last].append(then)
    for now in range(-1, new_count):
        if now >= 0:
            yield was.get(now), now
        for then in lost[now]:
            yield then, None


def _moved(was: Mapping[int, int]) -> frozenset[int]:
    """Return the new places of what changed its order: the fewest that have to move for the rest to keep theirs.

    was: new place -> old place. Source: longest increasing subsequence, C. Schensted, Canadian J. Math. 13 (1961) 179.
    """
    tails: list[int] = []  # the least old place on which a sequence of each length ends
    ends: list[int] = []  # the new place of it
    before: dict[int, int | None] = {}
    for now, then in sorted(was.items()):
        length = bisect.bisect_left(tails, then)
        before[now] = ends[length - 1] if length else None
        tails[length : length + 1] = [then]
        ends[length : length + 1] = [now]
    place = ends[-1] if ends else None
    in_order: set[int] = set()
    while place is not None:
        in_order.add(place)
        place = before[place]
    return frozenset(was) - in_order
