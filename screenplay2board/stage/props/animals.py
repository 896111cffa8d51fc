"""Animals that stand in a scene as pieces of the set: every breed on four legs, and birds. They face +z."""

from __future__ import annotations

from functools import partial

from screenplay2board.stage.geometry import Array
from screenplay2board.stage.props.birds import FLYING_M, add_bird, birds
from screenplay2board.stage.props.quadruped import add_quadruped, breeds, posture_named, stand_of
from screenplay2board.stage.props.site import Kind, Site

_GAITS = {"gallop": "run"}
SADDLE_M = 1.45  # height of a saddle's seat: that of the pose of who rides


def quadruped(site: Site, *, breed: str, grey: float | None = None, gait: str = "stand", saddle: bool = False) -> None:
    """Stand an animal on four legs; gait: a posture of `quadrupeds.toml`, or gallop."""
    measures, posture = breeds()[breed], posture_named(_GAITS.get(gait, gait))
    bones = stand_of(measures, posture)
    if saddle:  # whatever the gait, who rides sits where the pose has them
        back = bones.along(0.5, 0.25 * measures.length, measures.length)
        site = site.at(0.0, SADDLE_M - 0.05 - float(back[1]), 0.0)
        leather = site.soft("saddle", 0.85, crease_m=0.03)
        site.ball(leather, (0.0, float(back[1]) - 0.02, -0.02), (0.25, 0.07, 0.30), around=12, stacked=6)
        _add_reins(site, measures.head_m, bones.head)
    add_quadruped(site, measures, posture, bones, grey=grey)


def _add_reins(site: Site, head_m: float, head: Array) -> None:
    _, y, z = head.tolist()
    for side in (-1.0, 1.0):
        mouth = (side * 0.13 * head_m, y - 0.20 * head_m, z + 0.36 * head_m)
        site.line((mouth, (side * 0.17, y - 0.45 * head_m, z - 0.2), (side * 0.06, SADDLE_M + 0.24, 0.34)), 0.9, 0.15)


def bird(site: Site, *, kind: str = "crow", flying: bool = False) -> None:
    """Perch a bird on the ground, or let it fly over it."""
    measures = birds()[kind]
    add_bird(site.at(0.0, FLYING_M, 0.0) if flying else site, measures, flying=flying)


def _size(breed: str) -> tuple[float, float, float]:
    measures = breeds()[breed]
    wide = 2.0 * max(row[2] for row in measures.trunk) * measures.length
    return (wide, measures.height_m, 2.0 * measures.length)


ANIMALS: dict[str, Kind] = {
    **{name: Kind(build=partial(quadruped, breed=name), size=_size(name)) for name in breeds()},
    **{
        name: Kind(build=partial(bird, kind=name), size=(2 * row.body, row.height, 4 * row.body + 2 * row.tail))
        for name, row in birds().items()
    },
    "bird": Kind(build=bird, size=(0.2, 0.40, 0.5)),
}
