"""From shots to panel specifications: the key of every picture.

Enters: scenes, shots, the cast, the frame and the backend's fingerprint. Leaves: one `PanelSpec` a shot.
A key is the sha256 of what the picture depends on and nothing else, so that a new number, caption or place in the file
draws nothing again. Where a scene's first wide panel shows its later ones the set, its key is a part of theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from screenplay2board.plan.types import CastMember, ScenePlan, Shot, ShotList
from screenplay2board.render.types import Likeness, PanelSpec
from screenplay2board.stage.brief import make_brief, people_told
from screenplay2board.store import content_key

SEED_BITS = 31  # what every random generator in use takes
WIDE = frozenset({"FS", "LS", "ELS"})  # sizes that show a set
SeedPolicy = Literal["panel", "scene"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSettings:
    """What all pictures of a build have in common. seed: a project's own, mixed into every panel's.

    likenesses: of characters by name, for backends that take them. set_pictures: whether a scene's first wide panel
    shows its later ones the set. seeds: from each panel's content, or one for each scene.
    """

    frame_px: tuple[int, int]
    style: str
    seed: int = 0
    likenesses: Mapping[str, Likeness] = field(default_factory=dict[str, Likeness])
    set_pictures: bool = False
    seeds: SeedPolicy = "panel"


def panel_specs(shot_list: ShotList, settings: PictureSettings, fingerprint: Mapping[str, str]) -> dict[str, PanelSpec]:
    """Return the specification of every shot that is not omitted, by shot id, in the order of the book."""
    maker = _SpecMaker({member.name: member for member in shot_list.cast}, settings, fingerprint)
    specs: dict[str, PanelSpec] = {}
    for scene in shot_list.scenes:
        drawn = [shot for shot in scene.shots if shot.status != "omitted"]
        first = next((shot for shot in drawn if shot.size in WIDE), None) if settings.set_pictures else None
        set_panel = maker.spec(scene, first) if first else None
        for shot in drawn:
            shows_it = first is not None and shot is not first and shot.set == first.set
            specs[shot.id] = maker.spec(scene, shot, after=set_panel.key if set_panel and shows_it else None)
    return specs


@dataclass(frozen=True, slots=True)
class _SpecMaker:
    """Makes the specifications of one build."""

    cast: Mapping[str, CastMember]
    settings: PictureSettings
    fingerprint: Mapping[str, str]

    def spec(self, scene: ScenePlan, shot: Shot, *, after: str | None = None) -> PanelSpec:
        """Return the specification of a shot. after: the key of the panel that shows it the set."""
        settings = self.settings
        brief = make_brief(scene, shot, self.cast, settings.frame_px)
        wishes = {"style": settings.style, "prompt": shot.prompt, "negative_prompt": shot.negative_prompt}
        content = content_key({"brief": brief, **wishes, "seed": shot.seed, "project_seed": settings.seed})
        seed = shot.seed if shot.seed is not None else _seed(content)
        names = [actor.name for actor in people_told(brief)]
        likenesses = tuple(settings.likenesses[name] for name in names if name in settings.likenesses)
        more: dict[str, Any] = {}  # only what is there: panels that need nothing of it keep their keys
        if likenesses:
            more["likenesses"] = [likeness.identity() for likeness in likenesses]
        if after:
            more["after"] = after
        if settings.seeds == "scene" and shot.seed is None:
            more["seed"] = seed = _seed(content_key([scene.location, shot.set, settings.seed]))
        return PanelSpec(
            key=content_key({"content": content, "backend": self.fingerprint, **more}),
            brief=brief,
            style=settings.style,
            seed=seed,
            prompt=shot.prompt,
            negative_prompt=shot.negative_prompt,
            likenesses=likenesses,
            after=after,
        )


def _seed(key: str) -> int:
    """Return the seed that a content key stands for."""
    return int(key, 16) >> (256 - SEED_BITS)
