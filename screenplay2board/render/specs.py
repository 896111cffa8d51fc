"""From shots to panel specifications: the key of every picture.

Enters: scenes, shots, the cast, the frame and the backend's fingerprint. Leaves: one `PanelSpec` a shot.
A key is the sha256 of what the picture depends on and nothing else, so that a new number, caption or place in the file
draws nothing again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screenplay2board.plan.types import ShotList
from screenplay2board.render.types import PanelSpec
from screenplay2board.stage.brief import make_brief
from screenplay2board.store import content_key

SEED_BITS = 31  # what every random generator in use takes


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSettings:
    """What all pictures of a build have in common. seed: a project's own, mixed into every panel's."""

    frame_px: tuple[int, int]
    style: str
    seed: int = 0


def panel_specs(shot_list: ShotList, settings: PictureSettings, fingerprint: Mapping[str, str]) -> dict[str, PanelSpec]:
    """Return the specification of every shot that is not omitted, by shot id, in the order of the book."""
    cast = {member.name: member for member in shot_list.cast}
    specs: dict[str, PanelSpec] = {}
    for scene in shot_list.scenes:
        for shot in scene.shots:
            if shot.status == "omitted":
                continue
            brief = make_brief(scene, shot, cast, settings.frame_px)
            wishes = {"style": settings.style, "prompt": shot.prompt, "negative_prompt": shot.negative_prompt}
            content = content_key({"brief": brief, **wishes, "seed": shot.seed, "project_seed": settings.seed})
            specs[shot.id] = PanelSpec(
                key=content_key({"content": content, "backend": fingerprint}),
                brief=brief,
                style=settings.style,
                seed=shot.seed if shot.seed is not None else int(content, 16) >> (256 - SEED_BITS),
                prompt=shot.prompt,
                negative_prompt=shot.negative_prompt,
            )
    return specs
