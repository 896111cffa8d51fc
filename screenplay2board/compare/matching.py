"""Say which scenes and shots of two boards are the same ones.

Enters: two boards. Leaves: pairs of positions. The id of a shot counts first, since it survives edits; then its
picture, where both boards have it once; then what it covers, as the planner follows shots through a changed script
(`plan/matching.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from screenplay2board.compare.types import BoardScene
from screenplay2board.manifest import ManifestScene, ManifestShot
from screenplay2board.plan.lock import Lock, LockedScene, LockedShot
from screenplay2board.plan.matching import Position, Recognised, recognise


def match(old: Sequence[BoardScene], new: Sequence[BoardScene]) -> Recognised:
    """Return which scenes and shots of `new` are those of `old`."""
    known: dict[Position, Position] = {}
    for key in (_id, _picture):
        before = _once(old, key, frozenset(known.values()))
        after = _once(new, key, frozenset(known))
        known.update({place: before[name] for name, place in after.items() if name in before})
    return recognise(_lock(old), _lock(new), known)


def _id(shot: ManifestShot) -> Hashable:
    return shot.id


def _picture(shot: ManifestShot) -> Hashable:
    return shot.key


def _once(
    scenes: Sequence[BoardScene], key: Callable[[ManifestShot], Hashable], taken: frozenset[Position]
) -> dict[Hashable, Position]:
    """Return the places of the shots that have their key alone, leaving out the `taken` places."""
    places = [
        (key(shot), (index, number))
        for index, scene in enumerate(scenes)
        for number, shot in enumerate(scene.shots)
        if (index, number) not in taken
    ]
    count = Counter(name for name, _ in places)
    return {name: place for name, place in places if name is not None and count[name] == 1}


def _lock(scenes: Iterable[BoardScene]) -> Lock:
    """Return a board in the form in which the planner compares proposals."""
    return Lock(
        scenes=tuple(
            LockedScene(
                data=_scene_data(scene.facts),
                shots=tuple(LockedShot(id=shot.id, data=_shot_data(shot)) for shot in scene.shots),
            )
            for scene in scenes
        )
    )


def _scene_data(scene: ManifestScene) -> dict[str, object]:
    return {"scene": scene.scene, "heading": scene.heading}


def _shot_data(shot: ManifestShot) -> dict[str, object]:
    return {
        "action": shot.action,
        "dialogue": shot.dialogue,
        "framing": shot.framing,
        "subject": shot.subject,
        "panel": shot.panel,
    }
