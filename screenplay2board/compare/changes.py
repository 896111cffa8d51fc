"""Say what is different about one shot, one scene, one board.

Enters: the two versions. Leaves: `Change`s, each the path of a value in the words of the shots YAML. Values that follow
from others are left out: of somebody who comes or goes, what they do; of a shot, the set and hour of its scene; of
another framing, past whom it looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from screenplay2board.compare.types import Change
from screenplay2board.manifest import Manifest, ManifestScene, ManifestShot
from screenplay2board.plan.shot_data import Leaves, leaves

NOT_SAID = frozenset({"id", "scene", "number", "panel", "status", "picture", "key"})  # told otherwise, or not at all
SCENE_FACTS = ("heading", "location", "cast", "set", "time", "weather")
WHERE = ("set", "time", "weather")
PERSON_STEPS = 2  # of the path ("cast", "MINA"), at which it stands that she is there
DURATION_DIGITS = 1  # a difference that no page shows is none


def shot_changes(
    old: ManifestShot, new: ManifestShot, old_scene: ManifestScene, new_scene: ManifestScene
) -> tuple[Change, ...]:
    """Return what a shot says or shows differently, in the order of the shots YAML."""
    before, after = _said(old), _said(new)
    inherited = {
        (name,)
        for name in WHERE
        if before[(name,)] == getattr(old_scene, name) and after[(name,)] == getattr(new_scene, name)
    }
    comes_or_goes = {path for path in before.keys() ^ after.keys() if len(path) == PERSON_STEPS}
    paths = (
        p for p in {**before, **after} if p not in inherited and (p in comes_or_goes or p[:2] not in comes_or_goes)
    )
    found = (Change(path=path, before=before.get(path), after=after.get(path)) for path in paths)
    differing = tuple(change for change in found if change.before != change.after)
    return tuple(change for change in differing if change.path != ("over",) or old.framing == new.framing)


def scene_changes(old: ManifestScene, new: ManifestScene) -> tuple[Change, ...]:
    """Return what is different about a scene as a whole, its number apart."""
    return _of_mappings(old.model_dump(include=set(SCENE_FACTS)), new.model_dump(include=set(SCENE_FACTS)))


def board_changes(old: Manifest, new: Manifest) -> tuple[Change, ...]:
    """Return what is different everywhere: the title, how pictures are drawn, how characters look."""
    titles = _of_mappings({"title": old.title}, {"title": new.title})
    drawing = _of_mappings(old.drawing, new.drawing, "drawing")
    both = old.looks.keys() & new.looks.keys()  # whoever comes or goes is told with the shots
    looks = _of_mappings(
        {name: look for name, look in old.looks.items() if name in both},
        {name: look for name, look in new.looks.items() if name in both},
        "look",
    )
    return (*titles, *drawing, *looks)


def causes_of(new: ManifestShot, everywhere: Iterable[Change], scene: Iterable[Change]) -> tuple[Change, ...]:
    """Return why a shot that is what it was has another picture; `staging` where nothing that is written says why."""
    people = {*new.cast, *new.subject, *((new.over,) if new.over else ())}
    causes = tuple(
        change
        for change in everywhere
        if change.path[0] == "drawing" or (change.path[0] == "look" and change.path[1] in people)
    )
    return (*causes, *scene) or (Change(path=("staging",)),)


def _said(shot: ManifestShot) -> Leaves:
    """Return the values of a shot by path."""
    data = shot.model_dump(exclude=set(NOT_SAID))
    data["duration_s"] = round(shot.duration_s, DURATION_DIGITS)
    return leaves(data)


def _of_mappings(before: Mapping[str, Any], after: Mapping[str, Any], *above: str) -> tuple[Change, ...]:
    names = dict.fromkeys((*before, *after))
    return tuple(
        Change(path=(*above, name), before=before.get(name), after=after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )
