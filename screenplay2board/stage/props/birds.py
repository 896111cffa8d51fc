"""Birds from one kit: perched with folded wings, or on the wing; and flocks of them.

Enters: a row of `birds.toml`. Leaves: meshes on a `Site`, in the bird's own axes (z ahead, origin between the feet;
of one that flies, below its breast on the ground).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from screenplay2board.packaged import tables
from screenplay2board.stage.geometry import Array, vec
from screenplay2board.stage.props.site import Site
from screenplay2board.stage.surfaces import sheet, tube

FLYING_M = 3.2  # height of a bird that flies through the picture
FLOCK = 11  # birds of a flock: enough for many, few enough for each to be drawn
FLOCK_SPREAD_M = (7.0, 1.6, 3.6)  # half of how wide, high and deep a flock flies
FLOCK_M = 6.5  # height of its middle


@dataclass(frozen=True, slots=True, kw_only=True)
class Bird:
    """The measures of a bird; what they mean stands at the head of `birds.toml`."""

    height: float
    body: float
    neck: float
    beak: tuple[float, float]
    legs: float
    span: float
    chord: float
    tail: float
    grey: float
    beak_grey: float
    head: float = 1.0

    @property
    def head_radius_m(self) -> float:
        """Radius of the skull."""
        return 0.52 * self.body * self.head

    @property
    def skull(self) -> Array:
        """Where the middle of the skull is when the bird is perched, (3,)."""
        return vec(0.0, self.height - self.head_radius_m, 1.05 * self.body + 0.15 * max(self.neck, 0.0))


@cache
def birds() -> Mapping[str, Bird]:
    """Return all birds by name."""
    rows = tables("stage/props/birds.toml")
    return {name: _bird((rows[row["like"]] if "like" in row else {}) | row) for name, row in rows.items()}


def _bird(row: Mapping[str, Any]) -> Bird:
    length, thick = row["beak"]
    others: dict[str, Any] = {key: value for key, value in row.items() if key not in ("beak", "like")}
    return Bird(beak=(length, thick), **others)


def add_bird(site: Site, bird: Bird, *, flying: bool = False, stroke: float = 0.5) -> None:
    """Build a bird; stroke: where a flying one has its wings, -1 low to 1 high."""
    plumage = site.soft("plumage", bird.grey, crease_m=0.15 * bird.body)
    beak = site.soft("beak", bird.beak_grey, crease_m=0.1 * bird.body)
    if flying:
        _add_flying(site, plumage, beak, bird, stroke)
    else:
        _add_perched(site, plumage, beak, bird)


def _add_perched(site: Site, plumage: int, beak: int, bird: Bird) -> None:
    b, skull = bird.body, bird.skull
    belly = bird.legs + 0.9 * b
    breast = vec(0.0, belly + 0.55 * b, 0.75 * b)
    rump = vec(0.0, belly - 0.1 * b, -2.1 * b)
    trunk = np.stack([rump, vec(0.0, belly, -1.1 * b), vec(0.0, belly + 0.15 * b, 0.0), breast])
    site.loft(plumage, tube(trunk, np.array((0.35, 0.9, 1.0, 0.72)) * b, 12).refine(2))
    nape = np.stack([breast - vec(0.0, 0.2 * b, 0.3 * b), 0.5 * (breast + skull) - vec(0.0, 0.0, 0.2 * b), skull])
    site.loft(plumage, tube(nape, np.array((0.66, 0.56 if bird.neck < 0.1 else 0.3, 0.46)) * b, 10).refine(2))
    site.loft(
        plumage,
        tube([rump, vec(0.0, belly - 0.3 * b, -2.1 * b - bird.tail)], np.array((0.42, 0.34)) * b, 8, flatness=0.35),
    )
    for side in (1.0, -1.0):
        wing = [(side * 0.66 * b, belly + 0.5 * b, 0.35 * b), (side * 0.86 * b, belly + 0.25 * b, -0.7 * b),
                (side * 0.45 * b, belly - 0.1 * b, -2.4 * b)]  # fmt: skip
        site.loft(plumage, tube(wing, np.array((0.34, 0.5, 0.08)) * b, 8, flatness=0.6).refine(2))
        foot = [
            (side * 0.32 * b, bird.legs + 0.2 * b, 0.0),
            (side * 0.32 * b, 0.012, 0.0),
            (side * 0.34 * b, 0.008, 0.5 * b),
        ]
        site.tube(beak, foot, 0.05 * b, 6)
    _add_skull(site, plumage, beak, bird, skull)


def _add_skull(site: Site, plumage: int, beak: int, bird: Bird, skull: Array) -> None:
    r = bird.head_radius_m
    site.ball(plumage, skull, r, around=12, stacked=9)
    length, thick = bird.beak
    root = skull + vec(0.0, -0.15 * r, 0.8 * r)
    site.loft(beak, tube([root, root + vec(0.0, -0.05 * length, 0.6 * length), root + vec(0.0, -0.22 * length, length)],
                         np.array((1.0, 0.75, 0.1)) * thick, 8))  # fmt: skip
    eye = site.soft("bird_eye", 0.0 if bird.grey > 0.6 else 0.95, crease_m=0.05 * r, casts=False)
    forward = 0.72 if bird.head > 1.2 else 0.35  # an owl looks ahead
    for side in (1.0, -1.0):
        across = 0.9 * float(np.sqrt(1.0 - forward**2 - 0.06))
        site.ball(eye, skull + vec(side * across, 0.22, forward) * r, 0.17 * r * bird.head, around=8, stacked=6)


def _add_flying(site: Site, plumage: int, beak: int, bird: Bird, stroke: float) -> None:
    b = bird.body
    trunk = np.array([(0.0, 0.0, -1.7 * b), (0.0, 0.02, -0.6 * b), (0.0, 0.0, 0.6 * b), (0.0, 0.08 * b, 1.5 * b)])
    site.loft(plumage, tube(trunk, np.array((0.3, 0.8, 0.8, 0.42)) * b, 10, reference=(0.0, 1.0, 0.0)).refine(2))
    skull = vec(0.0, 0.15 * b, 1.9 * b + 0.8 * max(bird.neck, 0.0))
    site.loft(
        plumage,
        tube([trunk[-1] - vec(0.0, 0.0, 0.3 * b), skull], np.array((0.42, 0.4)) * b, 9, reference=(0.0, 1.0, 0.0)),
    )
    _add_skull(site, plumage, beak, bird, skull)
    fan = np.array([[(-0.35 * b, 0.0, -1.5 * b), (0.35 * b, 0.0, -1.5 * b)],
                    [(-0.9 * b, -0.02, -1.7 * b - bird.tail), (0.9 * b, -0.02, -1.7 * b - bird.tail)]])  # fmt: skip
    site.mesh(plumage, *sheet(fan), two_sided=True)
    for side in (1.0, -1.0):
        site.mesh(plumage, *sheet(_wing(bird, side, stroke)), two_sided=True)


def _wing(bird: Bird, side: float, stroke: float) -> Array:
    """Return the rows (2, 6, 3) of the fore and the hind edge of a spread wing."""
    out = np.linspace(0.0, 1.0, 6)
    half = 0.5 * bird.span
    rise = half * stroke * (0.75 * out - 0.42 * out**2)  # it bends at the wrist
    x = side * (0.4 * bird.body + half * out * (1.0 - 0.12 * stroke**2))
    ahead = bird.body * 0.7 + bird.chord * (0.35 * np.sin(np.pi * np.minimum(out * 1.25, 1.0)) - 0.55 * out**2)
    deep = bird.chord * np.array((1.0, 0.98, 0.92, 0.82, 0.62, 0.12))
    fore = np.stack([x, rise + 0.1 * bird.body, ahead], axis=1)
    return np.stack([fore, fore - np.stack([0 * x, 0.05 * deep, deep], axis=1)])


def flock_places(seed: int = 0) -> Array:
    """Return where the birds of a flock fly, (n, 3), the first in its middle."""
    chance = np.random.default_rng(seed)
    spread = chance.uniform(-1.0, 1.0, (FLOCK, 3)) * FLOCK_SPREAD_M
    spread[:, 0] = np.linspace(-1.0, 1.0, FLOCK) * FLOCK_SPREAD_M[0] + 0.25 * spread[:, 0]  # no two in one place
    spread[:, 2] -= 0.4 * np.abs(spread[:, 0])
    spread[FLOCK // 2] = 0.0
    order = [FLOCK // 2, *(i for i in range(FLOCK) if i != FLOCK // 2)]
    return spread[order] + (0.0, FLOCK_M, 0.0)


def add_flock(site: Site, bird: Bird) -> None:
    """Build a flock on the wing, every bird with its own stroke."""
    for number, place in enumerate(flock_places()):
        x, y, z = place.tolist()
        add_bird(
            site.at(x, y, z, 8.0 * (number % 3 - 1)), bird, flying=True, stroke=(0.9, 0.2, -0.5, 0.55, -0.1)[number % 5]
        )
