"""Lamps, fires and signs: what shines on the set. Their pools of light stand in the set's plan."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.props.site import Kind, Site


def floor_lamp(site: Site, *, width: float = 0.44, height: float = 1.6, depth: float = 0.44, grey: float = 0.3) -> None:
    """Stand a lamp with a cloth shade on the floor, or a small one on a table."""
    part = site.soft("lamp", grey)
    scale = width / 0.44
    site.tube(part, ((0, 0, 0), (0, 0.03, 0)), (0.14 * scale, 0.13 * scale), 12)
    site.post(part, 0, 0, height - 0.2 * scale, 0.015, 6)
    shade = site.soft("shade", 0.0, emission=0.0 if site.night else None)
    drop = min(0.3, height * 0.55)
    site.tube(
        shade,
        ((0, height - drop, 0), (0, height, 0)),
        (width / 2, depth / 3.2),
        16,
        caps=(False, False),
        two_sided=True,
    )


def pendant(
    site: Site, *, width: float = 0.5, height: float = 0.8, drop: float = 0.7, grey: float = 0.55, style: str = "cone"
) -> None:
    """Hang a lamp: its shade's lower rim is at the origin, the cable goes up; style: cone, globe, bulb, bare."""
    cable = max(drop, height - 0.2)
    site.line(((0, 0.15, 0), (0, cable + 0.18, 0)), 0.8, 0.15)
    glow = 0.0 if site.night else 0.02
    if style in ("globe", "bulb", "bare"):
        radius = {"globe": width / 2, "bulb": 0.09, "bare": 0.06}[style]
        site.ball(site.soft("bulb", 0.0, emission=glow), (0, radius, 0), radius, around=12, stacked=8)
        return
    site.tube(
        site.soft("shade", grey), ((0, 0, 0), (0, 0.18, 0)), (width / 2, 0.05), 18, caps=(False, False), two_sided=True
    )
    site.ball(site.soft("bulb", 0.0, emission=glow), (0, 0, 0), 0.06, around=10, stacked=6)


def strip_light(site: Site, *, width: float = 1.2, height: float = 0.08, depth: float = 0.2) -> None:
    """Hang a fluorescent fitting under the ceiling; the origin is its lower side."""
    site.box(site.hard("strip", 0.0, emission=0.0, casts=False), (0, height / 2, 0), (width, height, depth), weight=0.8)


def candles(site: Site, *, width: float = 0.2, height: float = 0.25, depth: float = 0.2, count: int = 1) -> None:
    """Stand candles, lit at night."""
    wax, thick = site.soft("candle", 0.0), min(0.022, height * 0.09)
    flame = site.soft("flame", 0.0, emission=0.0, casts=False)
    for i in range(count):
        angle = 2.4 * i
        x, z = (np.cos(angle) * width * 0.35, np.sin(angle) * depth * 0.35) if count > 1 else (0.0, 0.0)
        tall = height * (1.0 - 0.25 * (i % 3) / 2)
        site.post(wax, x, z, tall * 0.8, thick, 8)
        site.tube(
            flame,
            ((x, tall * 0.82, z), (x, tall * 0.92, z), (x, tall * 1.05, z)),
            (thick * 0.4, thick * 0.75, 0.002),
            7,
        )


def campfire(site: Site, *, width: float = 0.9, height: float = 0.8, depth: float = 0.9) -> None:
    """Build a fire of logs within stones; it burns day and night."""
    log = site.soft("log", 0.6)
    for angle in np.linspace(0, np.pi, 5)[:-1]:
        x, z = np.cos(angle) * width * 0.36, np.sin(angle) * depth * 0.36
        site.tube(log, ((-x, 0.04, -z), (x * 0.2, 0.2, z * 0.2)), 0.05, 7)
    flame = site.soft("flame", 0.0, emission=0.0, casts=False)
    for x, z, tall in ((0.0, 0.0, 1.0), (-0.13, 0.06, 0.65), (0.14, 0.04, 0.72), (0.03, 0.12, 0.5)):
        top = height * tall
        site.tube(flame, ((x, 0.08, z), (x * 1.3, top * 0.4, z), (x * 0.6, top, z)), (0.08, 0.1, 0.004), 9)
    stone = site.soft("stone", 0.3)
    for i, angle in enumerate(np.linspace(0, 2 * np.pi, 10)[:-1]):
        site.ball(
            stone,
            (np.cos(angle) * width / 2, 0.06, np.sin(angle) * depth / 2),
            (0.11, 0.09, 0.1),
            around=8,
            stacked=5,
            bump=0.15,
            seed=i,
        )


def _curve(shares: tuple[float, float, float, float]) -> tuple[float, ...]:
    """Return what has these values at foot, belly, neck and tip of a tongue of flame, along all of it."""
    return tuple(map(float, np.polyval(np.polyfit((0.0, 0.3, 0.66, 1.0), shares, 3), RISE)))


RISE = tuple(step / 9 for step in range(10))
_WAVE = _curve((0.0, 0.5, -0.3, 1.0))
SWAY = (
    _WAVE[1],
    *_WAVE[1:],
)  # to the side, in leans of the tip; upright at the foot, which stays above the ground
SWELL = _curve((0.8, 1.0, 0.5, 0.0))  # thickness


def blaze(
    site: Site,
    *,
    width: float = 3.0,
    height: float = 3.2,
    depth: float = 1.0,
    smoke: float = 1.0,
    soot: float = 0.0,
    seed: int = 0,
) -> None:
    """Raise flames along the width, and smoke above them that is `smoke` times as high; 0 for none.

    soot: how wide the black behind the flames is, in widths: against a light wall nothing else lets them shine.
    """
    random = np.random.default_rng(seed + 5)
    if soot:
        black = site.soft("soot", 0.95, emission=0.92, casts=False)
        for x, y, wide in ((-0.22, 0.36, 0.34), (0.2, 0.38, 0.36), (0.02, 0.62, 0.3), (-0.06, 0.9, 0.2)):
            size = (soot * wide * width, 0.32 * height, 0.12 * depth)
            site.ball(black, (x * width, y * height, -0.3 * depth), size, around=16, stacked=10, bump=0.12, seed=seed)
    flame = site.soft("flame", 0.0, emission=0.0, casts=False)
    glow = site.soft("flame_edge", 0.3, emission=0.22, casts=False)
    count = max(4, round(width / (0.15 * height + 0.03)))
    for i, x in enumerate(np.linspace(-width / 2, width / 2, count)):
        tall = height * random.uniform(0.5, 1.0) * (1.0 - 0.35 * abs(2 * i / (count - 1) - 1))
        lean, thick, z = random.uniform(-0.16, 0.16) * height, 0.085 * height, random.uniform(-0.5, 0.5) * depth
        tongue = [(x + lean * sway, max(0.05, tall * up), z) for up, sway in zip(RISE, SWAY, strict=True)]
        site.tube(glow, [(px, py, pz - 0.3 * thick) for px, py, pz in tongue], _tongue(1.25 * thick), 10)
        site.tube(flame, [(px, 0.86 * py, pz + 0.2 * thick) for px, py, pz in tongue], _tongue(0.85 * thick), 10)
    part = site.soft("smoke", 0.55, casts=False)
    for i in range(round(4 * smoke)):
        up, radius = height * (1.0 + 0.4 * i), height * (0.2 + 0.09 * i)
        middle = (0.3 * width * random.uniform(-0.5, 0.5) + 0.12 * height * i, up, -0.3 * depth)
        size = (1.2 * radius, 0.8 * radius, radius)
        site.ball(part, middle, size, around=14, stacked=9, bump=0.16, seed=seed + i)


def _tongue(thick_m: float) -> tuple[float, ...]:
    return tuple(max(0.004, thick_m * share) for share in SWELL)


def street_lamp(site: Site, *, reach: float = 1.0, height: float = 4.6, depth: float = 0.3, style: str = "arm") -> None:
    """Stand a street lamp, its arm to +x; style: arm, lantern, globe."""
    post = site.soft("lamp_post", 0.7, weight=0.9)
    site.tube(post, ((0, 0, 0), (0, 0.4, 0), (0, 0.45, 0), (0, height, 0)), (0.11, 0.1, 0.05, 0.045), 8)
    glass = site.soft("lamp_glass", 0.0, emission=0.0 if site.night else 0.08)
    if style == "arm":
        site.tube(post, ((0, height, 0), (reach * 0.5, height + 0.25, 0), (reach, height + 0.15, 0)), 0.04, 6)
        site.ball(glass, (reach + 0.1, height + 0.08, 0), (0.26, 0.12, depth * 0.53), around=12, stacked=6)
    elif style == "globe":
        site.ball(glass, (0, height + 0.2, 0), 0.22, around=12, stacked=8)
    else:
        site.tube(glass, ((0, height, 0), (0, height + 0.42, 0)), (0.12, 0.2), 6)
        site.tube(post, ((0, height + 0.42, 0), (0, height + 0.62, 0)), (0.24, 0.02), 6)


def neon_sign(site: Site, *, width: float = 1.6, height: float = 0.5, depth: float = 0.08, seed: int = 0) -> None:
    """Hang a sign of bright tubes on a dark board, facing +z; the origin is its lower edge."""
    site.box(site.hard("sign", 0.82), (0, height / 2, 0), (width, height, depth), grey=0.1)
    z, x = depth / 2 + 0.01, -width / 2 + 0.1
    if site.write(-0.46 * width, 0.1 * height, 0.92 * width, 0.8 * height, z=z, grey=1.0):
        return
    random = np.random.default_rng(seed + 9)
    while x < width / 2 - 0.15:
        wide = random.uniform(0.1, 0.18)
        low, high = height * 0.25, height * 0.75
        strokes = (
            ((x, low, z), (x, high, z), (x + wide, high, z), (x + wide, low, z)),
            ((x + wide, high, z), (x, high, z), (x, low, z), (x + wide, low, z)),
            ((x, high, z), (x, low, z), (x + wide, low, z)),
            ((x, low, z), (x + wide / 2, high, z), (x + wide, low, z)),
        )
        site.line(strokes[int(random.integers(0, 4))], 1.6, 1.0, facing=(0, 0, 1))
        x += wide + 0.07


def spotlight(site: Site, *, width: float = 0.3, height: float = 0.4, depth: float = 0.4) -> None:
    """Hang a theatre lamp that points down and forward; the origin is below it."""
    can = site.soft("spot", 0.75)
    site.tube(can, ((0, height, -depth / 2), (0, height * 0.3, depth * 0.3)), (width * 0.3, width * 0.5), 12)
    lens = site.soft("lens", 0.0, emission=0.0)
    site.ball(lens, (0, height * 0.27, depth * 0.33), (width * 0.42, width * 0.42, 0.03), around=10, stacked=5)


PRACTICALS: dict[str, Kind] = {
    "floor_lamp": Kind(build=floor_lamp, size=(0.44, 1.6, 0.44)),
    "pendant": Kind(build=pendant, size=(0.5, 0.8, 0.5), solid=False),
    "strip_light": Kind(build=strip_light, size=(1.2, 0.08, 0.2), solid=False),
    "candles": Kind(build=candles, size=(0.06, 0.25, 0.06)),
    "fire": Kind(build=blaze, size=(3.0, 3.2, 1.0), solid=False),
    "campfire": Kind(build=campfire, size=(0.9, 0.8, 0.9)),
    "street_lamp": Kind(build=street_lamp, size=(0.3, 4.9, 0.3)),
    "neon_sign": Kind(build=neon_sign, size=(1.6, 0.5, 0.08), solid=False),
    "spotlight": Kind(build=spotlight, size=(0.3, 0.4, 0.4), solid=False),
}
