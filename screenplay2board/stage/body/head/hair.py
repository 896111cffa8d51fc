"""Hair: one closed surface for each style, from the crown to the hem, without joints.

Enters: a skull, a look and a head space. Leaves: meshes and lock lines. A style is a row of data; lengths in head
heights, angles `a` in radians around the head from the face (0) to the nape (pi), positive toward the person's right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.head.skull import CROWN_Y, Skull
from screenplay2board.stage.body.head.space import HeadSpace, Outline, height_at, shell_of
from screenplay2board.stage.geometry import Array, Geometry, Part, Points, SurfaceCurve, ellipsoid, tube

_SHORT_HEM = (
    (0, 0.365), (0.45, 0.37), (0.8, 0.30), (1.0, 0.20), (1.25, 0.12), (1.45, -0.06), (1.62, 0.09), (1.85, -0.10),
    (2.3, -0.24), (3.2, -0.30),
)  # fmt: skip
_BUZZ_HEM = (
    (0, 0.35), (0.5, 0.36), (0.85, 0.33), (1.05, 0.18), (1.3, 0.13), (1.45, -0.02), (1.6, 0.09), (1.9, -0.08),
    (2.4, -0.20), (3.2, -0.26),
)  # fmt: skip
_TIED_HEM = ((0, 0.40), (0.4, 0.39), (0.8, 0.30), (1.1, 0.17), (1.38, -0.02), (1.6, 0.10), (2.0, -0.06), (3.2, -0.24))
_LONG_HEM = (
    (0, 0.41), (0.35, 0.40), (0.70, 0.33), (0.86, 0.20), (0.99, -0.02), (1.12, -0.42), (1.26, -0.72), (1.6, -0.80),
    (2.1, -0.90), (3.2, -0.98),
)  # fmt: skip
_BOB_HEM = (
    (0, 0.235), (0.65, 0.23), (0.88, 0.18), (1.04, -0.02), (1.16, -0.30), (1.28, -0.40), (1.6, -0.42), (2.3, -0.38),
    (3.2, -0.36),
)  # fmt: skip
_BALDING_HEM = (
    (0, 0.56), (0.7, 0.55), (1.0, 0.45), (1.3, 0.22), (1.5, -0.02), (1.65, 0.09), (1.9, -0.10), (2.4, -0.22),
    (3.2, -0.26),
)  # fmt: skip


_CROP_HEM = (
    (0, 0.27), (0.6, 0.26), (0.9, 0.27), (1.1, 0.16), (1.3, 0.11), (1.45, -0.04), (1.62, 0.08), (1.9, -0.09),
    (2.4, -0.21), (3.2, -0.27),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class HairStyle:
    """A head of hair.

    hem: (|a|, y) where it ends. thickness over the skin. lift: extra height over the forehead at angle lift_at (quiff).
    flare: how far hanging hair stands out at its end; wave and wave_count: its swing; tuck: how far the end turns in.
    jag: raggedness of the hem. groove and locks: depth and number of the locks. curl: size of bumps.
    parting: angle of the parting line, None for none. ridge: height of a mohawk. strokes: lock lines in ink.
    """

    hem: Outline = _SHORT_HEM
    thickness: float = 0.055
    lift: float = 0.0
    lift_at: float = 0.0
    flare: float = 0.0
    wave: float = 0.0
    wave_count: float = 2.0
    tuck: float = 0.0
    jag: float = 0.0
    groove: float = 0.006
    locks: int = 11
    curl: float = 0.0
    parting: float | None = None
    ridge: float = 0.0
    strokes: int = 14
    extras: tuple[str, ...] = field(default=())


STYLES: Mapping[str, HairStyle] = {
    "short": HairStyle(lift=0.02, jag=0.012),
    "side": HairStyle(thickness=0.065, lift=0.075, lift_at=0.35, parting=-0.55, jag=0.012, locks=9),
    "buzz": HairStyle(hem=_BUZZ_HEM, thickness=0.016, groove=0.0, strokes=0),
    "fringe": HairStyle(
        hem=((0, 0.22), (0.35, 0.20), (0.75, 0.20), (0.98, 0.10), (1.25, 0.06), (1.45, -0.10), (1.65, 0.04),
             (2.0, -0.14), (3.2, -0.30)),
        thickness=0.075, jag=0.035, groove=0.014, locks=11, strokes=16,
    ),
    "bangs": HairStyle(hem=_BOB_HEM, thickness=0.062, jag=0.022, tuck=0.10, flare=0.05, locks=13),
    "messy": HairStyle(
        hem=((0, 0.26), (0.5, 0.27), (0.9, 0.20), (1.2, 0.10), (1.45, -0.08), (1.7, -0.02), (2.3, -0.28), (3.2, -0.34)),
        thickness=0.085, jag=0.075, groove=0.035, locks=9, strokes=16,
    ),
    "curly": HairStyle(
        hem=((0, 0.33), (0.6, 0.32), (0.95, 0.20), (1.25, 0.02), (1.6, -0.08), (2.3, -0.22), (3.2, -0.28)),
        thickness=0.12, curl=0.040, groove=0.0, strokes=22, extras=("curls",),
    ),
    "afro": HairStyle(
        hem=((0, 0.34), (0.6, 0.33), (0.9, 0.22), (1.15, 0.0), (1.5, -0.12), (2.3, -0.24), (3.2, -0.28)),
        thickness=0.27, curl=0.018, groove=0.0, strokes=26, extras=("curls",),
    ),
    "long": HairStyle(hem=_LONG_HEM, thickness=0.060, flare=0.05, wave=0.010, wave_count=1.3, jag=0.05, groove=0.014,
                      locks=13, parting=0.18, strokes=20),
    "bob": HairStyle(hem=_BOB_HEM, thickness=0.068, flare=0.09, tuck=0.16, jag=0.014, groove=0.008, locks=13),
    "wavy": HairStyle(
        hem=((0, 0.40), (0.35, 0.38), (0.68, 0.30), (0.86, 0.16), (1.00, -0.10), (1.14, -0.48), (1.30, -0.66),
             (2.0, -0.76), (3.2, -0.82)),
        thickness=0.080, flare=0.11, wave=0.038, wave_count=2.4, jag=0.06, groove=0.020, locks=11, parting=0.28,
        lift=0.025, lift_at=-0.2, strokes=20,
    ),
    "curly_long": HairStyle(
        hem=((0, 0.33), (0.5, 0.31), (0.85, 0.20), (1.05, -0.06), (1.18, -0.44), (1.36, -0.62), (2.0, -0.70),
             (3.2, -0.74)),
        thickness=0.135, flare=0.12, curl=0.042, groove=0.0, jag=0.05, strokes=30, extras=("curls",),
    ),
    "ponytail": HairStyle(hem=_TIED_HEM, thickness=0.046, extras=("ponytail",)),
    "bun": HairStyle(hem=_TIED_HEM, thickness=0.046, extras=("bun",)),
    "braids": HairStyle(hem=_TIED_HEM, thickness=0.048, parting=0.0, extras=("braids",)),
    "crop": HairStyle(hem=_CROP_HEM, thickness=0.055, jag=0.024, locks=13, strokes=16),
    "balding": HairStyle(hem=_BALDING_HEM, thickness=0.045, strokes=9),
    "crew": HairStyle(hem=_BUZZ_HEM, thickness=0.034, lift=0.035, jag=0.008, locks=15, strokes=12),
    "slick": HairStyle(thickness=0.046, groove=0.016, locks=17, strokes=22),
    "quiff": HairStyle(hem=_BUZZ_HEM, thickness=0.045, lift=0.15, jag=0.01, groove=0.012, locks=9, strokes=16),
    "undercut": HairStyle(
        hem=_BUZZ_HEM, thickness=0.02, lift=0.13, lift_at=-0.5, parting=0.75, groove=0.01, strokes=12,
    ),
    "thin": HairStyle(thickness=0.018, groove=0.004, locks=9, strokes=12),
    "widow_peak": HairStyle(
        hem=((0, 0.33), (0.22, 0.40), (0.5, 0.43), (0.8, 0.36), (1.0, 0.21), (1.25, 0.12), (1.45, -0.04), (1.62, 0.09),
             (1.85, -0.10), (3.2, -0.28)),
        thickness=0.05, groove=0.012, locks=15, strokes=18,
    ),
    "mullet": HairStyle(
        hem=((0, 0.31), (0.6, 0.30), (0.95, 0.20), (1.25, 0.06), (1.5, -0.06), (1.75, -0.34), (2.3, -0.60),
             (3.2, -0.70)),
        thickness=0.07, jag=0.05, groove=0.02, locks=11, lift=0.03,
    ),
    "grown_out": HairStyle(
        hem=((0, 0.34), (0.4, 0.32), (0.7, 0.22), (0.95, 0.02), (1.2, -0.16), (1.6, -0.28), (2.3, -0.36), (3.2, -0.42)),
        thickness=0.085, jag=0.05, groove=0.02, locks=11, parting=0.1, wave=0.012, strokes=18,
    ),
    "pixie": HairStyle(
        hem=((0, 0.25), (0.4, 0.21), (0.8, 0.22), (1.05, 0.06), (1.25, -0.12), (1.42, -0.20), (1.6, -0.06),
             (2.1, -0.18), (3.2, -0.30)),
        thickness=0.075, jag=0.04, groove=0.014, locks=13, parting=-0.5, strokes=18,
    ),
    "shoulder": HairStyle(
        hem=((0, 0.39), (0.35, 0.37), (0.68, 0.28), (0.88, 0.12), (1.02, -0.12), (1.14, -0.44), (1.3, -0.56),
             (2.0, -0.58), (3.2, -0.60)),
        thickness=0.066, flare=0.08, tuck=0.10, jag=0.02, groove=0.012, parting=-0.3, strokes=18,
    ),
    "layered": HairStyle(
        hem=((0, 0.38), (0.3, 0.34), (0.6, 0.20), (0.85, 0.04), (1.0, -0.24), (1.14, -0.40), (1.3, -0.62), (2.0, -0.70),
             (3.2, -0.74)),
        thickness=0.075, flare=0.14, jag=0.10, groove=0.022, locks=9, parting=0.3, strokes=20,
    ),
    "long_bangs": HairStyle(
        hem=((0, 0.235), (0.65, 0.23), (0.86, 0.16), (1.0, -0.06), (1.12, -0.46), (1.26, -0.76), (1.6, -0.84),
             (2.1, -0.92), (3.2, -1.0)),
        thickness=0.062, flare=0.05, jag=0.03, groove=0.014, locks=13, strokes=22,
    ),
    "high_ponytail": HairStyle(hem=_TIED_HEM, thickness=0.042, groove=0.012, locks=17, extras=("high_ponytail",)),
    "side_tail": HairStyle(hem=_TIED_HEM, thickness=0.046, parting=-0.4, extras=("side_tail",)),
    "topknot": HairStyle(hem=_TIED_HEM, thickness=0.042, groove=0.012, locks=17, extras=("topknot",)),
    "chignon": HairStyle(hem=_TIED_HEM, thickness=0.046, parting=0.0, extras=("chignon",)),
    "twin_tails": HairStyle(hem=_TIED_HEM, thickness=0.046, parting=0.0, extras=("twin_tails",)),
    "crown_braid": HairStyle(hem=_TIED_HEM, thickness=0.046, parting=0.0, extras=("crown_braid",)),
    "cornrows": HairStyle(hem=_TIED_HEM, thickness=0.026, groove=0.030, locks=26, strokes=26),
    "dreadlocks": HairStyle(
        hem=((0, 0.37), (0.35, 0.35), (0.68, 0.26), (0.86, 0.10), (1.00, -0.16), (1.14, -0.50), (1.30, -0.66),
             (2.0, -0.72), (3.2, -0.76)),
        thickness=0.095, flare=0.07, jag=0.09, groove=0.075, locks=17, strokes=26,
    ),
    "mohawk": HairStyle(hem=_BUZZ_HEM, thickness=0.014, groove=0.0, ridge=0.23, jag=0.0, strokes=0),
}  # fmt: skip
BARE = ("bald", "hijab", "hood")
# What is tied: knots as height, depth and radius; tails as the path of their middle and its radii.
KNOTS: Mapping[str, tuple[float, float, float]] = {
    "bun": (0.42, -0.52, 0.165), "chignon": (-0.06, -0.50, 0.15), "topknot": (0.66, -0.16, 0.14),
}  # fmt: skip
TAILS: Mapping[str, tuple[tuple[tuple[float, float, float], ...], tuple[float, ...]]] = {
    "high_ponytail": (
        (
            (0, 0.50, -0.34),
            (0, 0.62, -0.50),
            (0, 0.46, -0.74),
            (0.01, 0.0, -0.80),
            (0, -0.42, -0.70),
            (0, -0.70, -0.62),
        ),
        (0.05, 0.09, 0.14, 0.13, 0.10, 0.015),
    ),
    "side_tail": (
        ((0.26, -0.16, -0.34), (0.36, -0.24, -0.26), (0.42, -0.42, -0.02), (0.38, -0.66, 0.14), (0.33, -0.90, 0.20)),
        (0.07, 0.10, 0.115, 0.09, 0.012),
    ),
}
_GLOSS_FROM_Y = 0.16  # hair shines round the crown; below, each wave would have a ring of its own


def style_of(look: CharacterLook) -> HairStyle | None:
    """Return the style of `look`, None for none."""
    if look.hair in BARE:
        return None
    if look.hair == "fringe" and look.gender == "female":
        return STYLES["bangs"]
    return STYLES.get(look.hair, STYLES["short"])


def forehead_y(look: CharacterLook) -> float:
    """Return the height of the lowest hair over the brows."""
    style = style_of(look)
    return 0.36 if style is None else float(height_at(style.hem, np.linspace(0, 0.55, 4)).min())


def hides_ears(look: CharacterLook) -> bool:
    """Tell whether nothing of the ears shows."""
    if look.hair in ("hijab", "hood") or look.hat in ("helmet", "headscarf"):
        return True
    style = style_of(look)
    return style is not None and float(height_at(style.hem, 1.5)) < -0.1


@dataclass(frozen=True, slots=True)
class HairShell:
    """The surface of one head of hair. pressed_y: above this height a hat holds the hair down, infinite for none."""

    skull: Skull
    style: HairStyle
    seed: int
    pressed_y: float

    def hem(self, angle: Array) -> Array:
        """Return the height where the hair ends at angles `angle`."""
        turn, style = np.abs(angle), self.style
        y = height_at(style.hem, turn)
        phase = self.seed % 7
        ragged = np.sin(angle * style.locks + phase) + 0.6 * np.sin(angle * (2 * style.locks + 3) + 2.0 * phase)
        y = y + style.jag * 0.6 * ragged * np.clip((turn - 0.05) / 0.2, 0.35, 1)
        if style.parting is not None:
            y = y + 0.03 * np.exp(-(((angle - style.parting) / 0.16) ** 2))
        if style.lift_at:
            y = y - 0.06 * np.exp(-(((angle - style.lift_at) / 0.35) ** 2))
        return np.minimum(y, CROWN_Y - 0.004)

    def points(self, angle: Array, y: Array) -> Array:
        """Return the surface at `angle` and `y` (same shape), (..., 3), hanging straight below the widest place."""
        style, skull = self.style, self.skull
        hem = self.hem(angle)
        share = np.clip((y - hem) / np.maximum(CROWN_Y - hem, 1e-6), 0, 1)  # 0 hem, 1 crown
        hanging = np.clip((0.05 - y) / 0.9, 0, 1)
        hairline = hem > -0.1
        extra = style.thickness * np.where(hairline, np.minimum(1, 0.5 + 1.2 * share), 1.0)
        extra = extra + style.lift * np.exp(-(((angle - style.lift_at) / 0.75) ** 2)) * np.sin(np.pi * share**0.8)
        phase = self.seed % 9
        lock = np.abs(np.sin(angle * style.locks / 2 + phase + 2.2 * hanging))
        extra = extra + style.groove * (lock - 0.5) * (0.4 + 0.6 * (1 - share))
        if style.curl:
            bumps = np.sin(9 * angle + 11 * y + phase) * np.sin(17 * y + 2 * phase) + 0.6 * np.sin(
                14 * angle - 23 * y + phase
            )
            extra = extra + style.curl * bumps
        if style.parting is not None:
            at_parting = np.exp(-(((angle - style.parting) / 0.10) ** 2)) * np.clip(1.6 * share - 0.1, 0, 1)
            extra = extra * (1 - 0.55 * at_parting)
        if style.ridge:
            across = np.sin(angle) * skull.profile(np.maximum(y, 0.0))[0]
            behind = np.where(np.abs(angle) > 2.3, np.clip((y + 0.1) / 0.3, 0, 1), 1)
            spikes = 1 + 0.16 * np.sin(9 * y + 7 * np.cos(angle))
            extra = extra + style.ridge * np.exp(-((across / 0.07) ** 2)) * behind * spikes * (share > 0.02)
        pressed = y > self.pressed_y
        extra = np.where(pressed, np.minimum(extra, 0.012), extra)
        swing = (
            style.wave * np.sin(hanging * 2 * np.pi * style.wave_count + 0.8 * np.abs(angle) + phase) * (hanging > 0)
        )
        tuck = style.tuck * np.clip((0.22 - share) / 0.22, 0, 1) ** 1.5 * ~hairline
        out = extra + style.flare * np.sin(np.minimum(hanging * 1.7, 1) * np.pi * 0.6) * (hanging > 0) + swing - tuck
        points = skull.surface(np.pi / 2 + angle, np.maximum(y, -0.02), out)
        nape = np.clip((np.abs(angle) - 1.3) / 1.2, 0, 1) * hanging
        points[..., 2] += 0.16 * nape * (style.flare <= 0.1)  # long hair falls in behind the neck
        points[..., 1] = np.where(y < 0.1, y, points[..., 1])
        return points

    def grid(self, *, detailed: bool) -> Array:
        """Return points (rows, columns, 3) from the crown to a hem that turns in."""
        angles = np.linspace(-np.pi, np.pi, 72 if detailed else 40, endpoint=False)
        turns = np.linspace(0.80, 1.40, 9)
        angles = np.unique(np.round(np.concatenate([angles, turns, -turns]), 4))
        hem = self.hem(angles)
        upper = 0.05 + (CROWN_Y - 0.003 - 0.05) * np.cos(np.linspace(0, np.pi / 2, 12 if detailed else 8))
        lowest = float(hem.min())
        lower = np.linspace(0.05, lowest, max(2, round((0.05 - lowest) / (0.075 if detailed else 0.15))))[1:]
        levels = np.concatenate([upper, lower])
        heights = np.maximum(levels[:, None], hem[None])  # (rows, columns)
        points = self.points(np.broadcast_to(angles, heights.shape), heights)
        rim = self._rim(angles, hem, points[-1])
        return np.concatenate([points, rim[None]])  # (rows + 1, columns, 3)

    def _rim(self, angles: Array, hem: Array, last: Array) -> Array:
        """Return the row that closes the hem: on the skin at a hairline, inside the curtain elsewhere."""
        on_skin = self.skull.surface(np.pi / 2 + angles, hem, 0.003)
        inside = last * np.array([0.86, 1.0, 0.86]) + np.array([0.0, 0.012, 0.0])
        share = np.clip((hem + 0.25) / 0.2, 0, 1)[:, None]
        return share * on_skin + (1 - share) * inside


def build_hair(
    geometry: Geometry,
    space: HeadSpace,
    skull: Skull,
    look: CharacterLook,
    figure: int,
    *,
    detailed: bool,
    hat_y: float,
) -> None:
    """Add the hair of `look`; `hat_y` is the height above which a hat holds it down (infinite without a hat)."""
    style = style_of(look)
    if style is None:
        return
    dark = look.hair_grey > 0.5
    part = geometry.add_part(
        Part(
            name="hair", figure=figure, grey=look.hair_grey, crease_m=0.016, line_weight=0.95,
            shade_gain=0.10 if dark else 0.22,
        )
    )  # fmt: skip
    crown = part
    if look.hair_grey > 0.45 and style.strokes and not style.curl:
        crown = geometry.add_part(replace(geometry.parts[part], glossy=True))
    shell = HairShell(skull, style, look.seed, hat_y)
    grid = shell.grid(detailed=detailed)
    vertices, faces = shell_of(grid, caps=(True, False)).mesh()
    shines = vertices[faces, 1].mean(axis=1) > _GLOSS_FROM_Y  # (faces,)
    hung = space.hanging(vertices)
    geometry.add_mesh(hung, faces[shines], crown, two_sided=True)
    geometry.add_mesh(hung, faces[~shines], part, two_sided=True)
    rng = np.random.default_rng((look.seed, 0x4A1))
    stroke_grey = 0.62 if dark else 0.85  # light hair is told from a cap by its locks
    if style.strokes and detailed:
        _lock_strokes(geometry, space, shell, rng, figure, stroke_grey)
    _extras(geometry, space, style, part, figure, stroke_grey, tied_y=min(0.34, hat_y - 0.04))


def _lock_strokes(
    geometry: Geometry, space: HeadSpace, shell: HairShell, rng: np.random.Generator, figure: int, grey: float
) -> None:
    """Draw ink lines along the locks, or small arcs on curls."""
    style = shell.style
    light = grey > 0.7
    strokes = round(1.7 * style.strokes) if light else style.strokes
    for index in range(strokes):
        angle = -np.pi + 2 * np.pi * (index + rng.uniform(0.1, 0.9)) / strokes
        hem = float(shell.hem(np.array([angle]))[0])
        if "curls" in style.extras:
            middle = rng.uniform(hem + 0.05, 0.5)
            turn = np.linspace(0, 1.35 * np.pi, 8) + rng.uniform(0, 6)
            size = rng.uniform(0.03, 0.05)
            angles, heights = angle + 2.6 * size * np.cos(turn), middle + size * np.sin(turn)
        else:
            top, bottom = rng.uniform(0.08, 0.30), rng.uniform(0.62, 0.97)
            share = np.linspace(top, bottom, 9)
            heights = 0.53 + (hem + 0.01 - 0.53) * share
            angles = angle + rng.uniform(-0.12, 0.12) * share + 0.05 * np.sin(5 * share)
        if float(heights.max()) > shell.pressed_y:
            continue
        points = shell.points(np.asarray(angles), np.asarray(heights))
        points = points + 0.012 * (points - np.array([0.0, 0.1, 0.0])) * np.array([1.0, 0.2, 1.0])
        geometry.curves.append(
            SurfaceCurve(
                figure=figure,
                points=space.hanging(points),
                weight=0.55,
                grey=grey,
                min_head_px=36 if light else 80,
            )
        )


def _extras(
    geometry: Geometry, space: HeadSpace, style: HairStyle, part: int, figure: int, grey: float, *, tied_y: float
) -> None:
    """Add what is tied: bun, ponytail, braids."""

    def add_tube(path: Points, radii: Points, sides: int = 10) -> None:
        vertices, faces = tube(path, radii, sides).mesh()
        geometry.add_mesh(space.hanging(vertices), faces, part)

    def add_knot(y: float, z: float, size: float) -> None:
        vertices, faces = ellipsoid((0.0, y, z), size, around=14, stacked=9).mesh()
        geometry.add_mesh(space.world(vertices), faces, part)
        turn = np.linspace(0.4, 5.2, 14)
        spiral = np.stack(
            [0.02 * turn * np.cos(turn), y + 0.02 * turn * np.sin(turn), z - 1.03 * size + 0.01 * turn], axis=1
        )
        geometry.curves.append(
            SurfaceCurve(figure=figure, points=space.world(spiral), weight=0.55, grey=grey, min_head_px=80)
        )

    for name, (y, z, size) in KNOTS.items():
        if name in style.extras:
            add_knot(min(y, tied_y + 0.08 if name == "bun" else y), z, size)
    for name, (path, radii) in TAILS.items():
        if name in style.extras:
            line = np.array(path)
            line[:2, 1] = np.minimum(line[:2, 1], tied_y + 0.25)
            add_tube(line, np.array(radii))
    if "twin_tails" in style.extras:
        for side in (1.0, -1.0):
            line = np.array([(0.34, 0.16, -0.16), (0.46, 0.15, -0.22), (0.54, -0.04, -0.20), (0.50, -0.44, -0.06),
                             (0.44, -0.74, 0.02)]) * (side, 1, 1)  # fmt: skip
            add_tube(line, np.array([0.05, 0.085, 0.115, 0.09, 0.012]))
    if "crown_braid" in style.extras:
        around = np.linspace(-2.3, 2.3, 29)
        line = np.stack([0.40 * np.sin(around), 0.30 + 0.05 * np.cos(around), 0.44 * np.cos(around) - 0.05], axis=1)
        add_tube(line, 0.062 * (1 + 0.22 * np.abs(np.sin(around * 9))), 8)
    if "ponytail" in style.extras:
        path = np.array([(0, 0.30, -0.44), (0, 0.33, -0.60), (0, 0.15, -0.72), (0.01, -0.2, -0.70), (0.0, -0.55, -0.62),
                         (-0.01, -0.78, -0.58)])  # fmt: skip
        path[:2, 1] += tied_y - 0.34
        add_tube(path, np.array([0.05, 0.10, 0.135, 0.125, 0.095, 0.015]))
    if "braids" in style.extras:
        for side in (1, -1):
            share = np.linspace(0, 1, 15)
            x = side * np.interp(share, (0, 0.2, 0.5, 1), (0.24, 0.33, 0.36, 0.34))
            y = -0.12 - 0.80 * share
            z = np.interp(share, (0, 0.25, 0.55, 1), (-0.16, -0.06, 0.12, 0.22))
            radius = 0.062 * (1 + 0.26 * np.abs(np.sin(share * 14))) * np.where(share > 0.93, 0.55, 1.0)
            add_tube(np.stack([x, y, z], axis=1), radius, 9)
