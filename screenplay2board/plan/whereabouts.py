"""Where everybody was last, from scene to scene: who is still there when the film comes back, and who drives.

Enters: each scene when it has been read. Leaves: what the next ones may take over from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from screenplay2board.plan.clothes import Clothes
from screenplay2board.plan.continuity import Continuity
from screenplay2board.plan.setting import Setting
from screenplay2board.plan.words import tokens_of, without_particle
from screenplay2board.screenplay.types import SceneHeading

# Parallel action comes back after so many scenes; later everybody may have gone home.
_SCENES_AWAY = 3
_TIME_HAS_PASSED = re.compile(r"LATER|NEXT|FOLLOWING|DAYS?\b.*\bAFTER|다음|며칠|잠시 후|이튿날|년 후|시간 후")


@dataclass(slots=True)
class _Left:
    """A place that the film has left. scene: when, counted from 0."""

    scene: int
    setting: Setting
    people: Continuity


@dataclass(slots=True)
class Whereabouts:
    """What is remembered from scene to scene. clothes: what everybody has taken off and put on."""

    clothes: Clothes = field(default_factory=Clothes)
    _scene: int = 0
    _left: dict[tuple[str, bool], _Left] = field(default_factory=dict[tuple[str, bool], _Left])
    _last_seen: dict[str, tuple[int, Setting]] = field(default_factory=dict[str, tuple[int, Setting]])

    def leave(self, setting: Setting, people: Continuity) -> None:
        """Remember a scene that has been read to its end."""
        self._left[setting.location, setting.interior] = _Left(self._scene, setting, people)
        self._last_seen |= dict.fromkeys(people.roster, (self._scene, setting))
        self._scene += 1

    def driver(self, setting: Setting) -> str | None:
        """Return who drove when the film was in this vehicle last."""
        left = self._left.get((setting.location, setting.interior))
        return left.people.driver if left is not None else None

    def of(self, name: str) -> Setting | None:
        """Return where somebody was seen last."""
        seen = self._last_seen.get(name)
        return seen[1] if seen is not None else None

    def last_at(self, words: frozenset[str]) -> tuple[Setting, Continuity, tuple[str, ...]] | None:
        """Return the place that some words of a heading name, where the film was last, and who was not seen since."""
        for left in sorted(self._left.values(), key=lambda left: -left.scene):
            if words <= {without_particle(token.text.upper()) for token in tokens_of(left.setting.location)}:
                waiting = (name for name in left.people.present if self._last_seen[name][0] <= left.scene)
                return left.setting, left.people, tuple(waiting)
        return None

    def still_at(self, setting: Setting, heading: SceneHeading | None) -> tuple[Continuity, tuple[str, ...]] | None:
        """Return whom parallel action comes back to: the people of this place, without those seen elsewhere since."""
        left = self._left.get((setting.location, setting.interior))
        if left is None or heading is None or not 1 < self._scene - left.scene <= _SCENES_AWAY:
            return None
        if left.setting.time_of_day != setting.time_of_day or _TIME_HAS_PASSED.search(heading.text.upper()):
            return None
        waiting = (name for name in left.people.present if self._last_seen[name][0] <= left.scene)
        return left.people, tuple(waiting)
