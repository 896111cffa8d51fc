"""Animals that stand in a scene: horse, dog, cat, bird. They face +z; sizes in metres are those of common breeds.

Source: withers heights of a riding horse (1.45 to 1.65 m), a shepherd dog (0.60 m) and a house cat (0.25 m).
"""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.geometry import Points, rotation
from screenplay2board.stage.props.site import Kind, Site

# A leg of a horse from the body down: (height, how far forward of its root), standing and at a gallop.
_FORELEG = ((1.02, 0.0), (0.60, 0.02), (0.48, 0.02), (0.15, 0.0), (0.085, 0.03), (0.066, 0.07))
_HINDLEG = ((1.04, 0.0), (0.66, 0.06), (0.50, -0.10), (0.15, -0.06), (0.085, -0.03), (0.066, 0.01))
_FORELEG_REACHING = ((1.02, 0.0), (0.78, 0.30), (0.70, 0.38), (0.46, 0.68), (0.40, 0.75), (0.36, 0.82))
_FORELEG_FOLDED = ((1.02, 0.0), (0.68, 0.20), (0.58, 0.20), (0.52, -0.12), (0.56, -0.20), (0.60, -0.24))
_HINDLEG_PUSHING = ((1.04, 0.0), (0.74, -0.16), (0.62, -0.38), (0.34, -0.60), (0.27, -0.66), (0.22, -0.68))
_HINDLEG_GATHERED = ((1.04, 0.0), (0.68, 0.22), (0.52, 0.10), (0.22, 0.34), (0.16, 0.40), (0.13, 0.46))
_FORE_RADII = (0.125, 0.075, 0.066, 0.045, 0.055, 0.066)
_HIND_RADII = (0.175, 0.105, 0.072, 0.047, 0.056, 0.066)


def horse(site: Site, *, grey: float = 0.55, gait: str = "stand", saddle: bool = False) -> None:
    """Stand a horse whose back is 1.33 m high over the origin; gait: stand or gallop."""
    coat = site.soft("horse", grey, crease_m=0.05, weight=1.1)
    dark = site.soft("mane", 0.9, crease_m=0.05)
    body = ((0, 1.10, -0.86), (0, 1.10, -0.66), (0, 1.05, -0.25), (0, 1.04, 0.18), (0, 1.08, 0.48), (0, 1.14, 0.66))
    site.tube(coat, body, (0.10, 0.27, 0.285, 0.285, 0.29, 0.17), 14)
    gallop = gait == "gallop"
    low, far = (0.16, 0.12) if gallop else (0.0, 0.0)  # a galloping horse stretches its neck
    neck = ((0, 1.14, 0.48), (0, 1.40 - 0.4 * low, 0.76 + far), (0, 1.70 - low, 0.95 + far))
    site.tube(coat, neck, (0.24, 0.155, 0.11), 12)
    at = site.at(0, -low, far)
    at.tube(coat, ((0, 1.82, 0.90), (0, 1.73, 1.05), (0, 1.52, 1.28), (0, 1.45, 1.36)), (0.09, 0.125, 0.078, 0.06), 12)
    for side in (-1.0, 1.0):
        at.tube(coat, ((side * 0.06, 1.84, 0.92), (side * 0.085, 1.97, 0.94)), (0.036, 0.006), 6)
        at.ball(dark, (side * 0.098, 1.72, 1.07), (0.018, 0.026, 0.026), around=8, stacked=5)
        at.line(((side * 0.055, 1.47, 1.38), (side * 0.05, 1.44, 1.36)), 0.8, 0.1)
    mane = ((0, 1.92 - low, 0.93 + far), (0, 1.72 - low, 0.80 + far), (0, 1.50 - 0.6 * low, 0.62), (0, 1.36, 0.44))
    site.tube(dark, mane, (0.035, 0.07, 0.085, 0.03), 8, flatness=0.6)
    tail = ((0, 1.24, -0.84), (0, 1.20, -1.02), (0, 0.85, -1.10), (0, 0.48, -1.04))
    if gallop:
        tail = ((0, 1.24, -0.84), (0, 1.30, -1.08), (0, 1.20, -1.42), (0, 1.00, -1.70))
    site.tube(dark, tail, (0.045, 0.065, 0.085, 0.015), 8)
    fore = (_FORELEG_REACHING, _FORELEG_FOLDED) if gallop else (_FORELEG, _FORELEG)
    hind = (_HINDLEG_GATHERED, _HINDLEG_PUSHING) if gallop else (_HINDLEG, _HINDLEG)
    for side, front, back in zip((-1.0, 1.0), fore, hind, strict=True):
        _leg(site, coat, dark, side * 0.15, 0.50, front, _FORE_RADII)
        _leg(site, coat, dark, side * 0.15, -0.62, back, _HIND_RADII)
    if saddle:
        leather = site.soft("saddle", 0.85, crease_m=0.03)
        site.ball(leather, (0, 1.30, -0.02), (0.24, 0.07, 0.30), around=12, stacked=6)
        rein = ((0.09, 1.56 - low, 1.24 + far), (0.16, 1.45 - low / 2, 0.80), (0.06, 1.52, 0.34))
        site.line(rein, 0.9, 0.15)
        site.line([(-x, y, z) for x, y, z in rein], 0.9, 0.15)


def _leg(site: Site, coat: int, hoof: int, x: float, z: float, path: Points, radii: tuple[float, ...]) -> None:
    points = [(x, y, z + forward) for y, forward in np.asarray(path)]
    site.tube(coat, points, radii, 9)
    foot, ankle = np.array(points[-1]), np.array(points[-2])
    site.tube(hoof, (foot * 0.7 + ankle * 0.3, foot), (radii[-1] * 0.96, radii[-1] * 1.12), 9)


def dog(site: Site, *, height: float = 0.85, grey: float = 0.5) -> None:
    """Stand a dog that looks ahead; height: to its ears."""
    k = height / 0.85
    coat = site.soft("dog", grey, crease_m=0.03)
    dark = site.soft("muzzle", min(1.0, grey + 0.4), crease_m=0.02)

    def scaled(points: Points) -> Points:
        return np.asarray(points, dtype=np.float64) * k

    site.tube(coat, scaled(((0, 0.44, -0.40), (0, 0.46, -0.28), (0, 0.44, 0.0), (0, 0.46, 0.18), (0, 0.50, 0.30))),
              scaled((0.07, 0.125, 0.13, 0.15, 0.10)), 12)  # fmt: skip
    site.tube(coat, scaled(((0, 0.50, 0.22), (0, 0.62, 0.34), (0, 0.71, 0.38))), scaled((0.115, 0.085, 0.075)), 10)
    site.ball(coat, scaled((0, 0.73, 0.40)), scaled((0.088, 0.085, 0.105)), around=12, stacked=8)
    site.tube(coat, scaled(((0, 0.71, 0.45), (0, 0.68, 0.58))), scaled((0.058, 0.036)), 9)
    site.ball(dark, scaled((0, 0.70, 0.595)), scaled((0.024, 0.02, 0.02)), around=8, stacked=5)
    site.line(scaled(((0.045, 0.665, 0.50), (0.0, 0.655, 0.59), (-0.045, 0.665, 0.50))), 0.6, 0.2)
    for side in (-1.0, 1.0):
        site.ball(dark, scaled((side * 0.05, 0.755, 0.485)), scaled((0.014, 0.016, 0.012)), around=7, stacked=5)
        site.tube(dark, scaled(((side * 0.055, 0.79, 0.38), (side * 0.085, 0.86, 0.37), (side * 0.10, 0.80, 0.41))),
                  scaled((0.034, 0.022, 0.006)), 6)  # fmt: skip
        site.tube(coat, scaled(((side * 0.085, 0.44, 0.22), (side * 0.085, 0.24, 0.20), (side * 0.085, 0.04, 0.21),
                                (side * 0.085, 0.02, 0.27))), scaled((0.07, 0.042, 0.032, 0.036)), 8)  # fmt: skip
        site.tube(coat, scaled(((side * 0.08, 0.44, -0.30), (side * 0.085, 0.27, -0.25), (side * 0.085, 0.17, -0.37),
                                (side * 0.085, 0.03, -0.33), (side * 0.085, 0.02, -0.27))),
                  scaled((0.10, 0.06, 0.036, 0.030, 0.036)), 8)  # fmt: skip
    site.tube(coat, scaled(((0, 0.50, -0.40), (0, 0.58, -0.54), (0, 0.72, -0.60), (0, 0.80, -0.56))),
              scaled((0.042, 0.04, 0.032, 0.008)), 8)  # fmt: skip


def cat(site: Site, *, height: float = 0.46, grey: float = 0.6) -> None:
    """Sit a cat that looks ahead; height: to its ears."""
    k = height / 0.46
    coat = site.soft("cat", grey, crease_m=0.02)
    dark = site.soft("cat_eyes", 0.95, crease_m=0.01)

    def scaled(points: Points) -> Points:
        return np.asarray(points, dtype=np.float64) * k

    site.tube(coat, scaled(((0, 0.06, -0.15), (0, 0.12, -0.10), (0, 0.21, -0.03), (0, 0.30, 0.03))),
              scaled((0.085, 0.115, 0.098, 0.055)), 12)  # fmt: skip
    site.ball(coat, scaled((0, 0.355, 0.055)), scaled((0.066, 0.056, 0.062)), around=12, stacked=8)
    site.ball(coat, scaled((0, 0.338, 0.108)), scaled((0.028, 0.022, 0.022)), around=9, stacked=6)
    site.tube(coat, scaled(((0.09, 0.03, -0.18), (0.17, 0.025, -0.08), (0.17, 0.025, 0.08), (0.12, 0.03, 0.16))),
              scaled((0.026, 0.026, 0.024, 0.012)), 8)  # fmt: skip
    for side in (-1.0, 1.0):
        site.tube(coat, scaled(((side * 0.038, 0.385, 0.055), (side * 0.05, 0.455, 0.05))), scaled((0.028, 0.003)), 6)
        site.ball(dark, scaled((side * 0.03, 0.368, 0.106)), scaled((0.012, 0.014, 0.01)), around=7, stacked=5)
        site.tube(coat, scaled(((side * 0.035, 0.20, 0.05), (side * 0.035, 0.02, 0.07), (side * 0.035, 0.018, 0.10))),
                  scaled((0.035, 0.024, 0.026)), 8)  # fmt: skip
        site.ball(coat, scaled((side * 0.10, 0.07, -0.06)), scaled((0.045, 0.07, 0.09)), around=10, stacked=6)
        whiskers = [((side * 0.02, 0.336, 0.128), (side * 0.10, 0.336 + rise, 0.12)) for rise in (-0.012, 0.012)]
        site.lines(scaled(whiskers), 0.4, 0.3)


def bird(site: Site, *, height: float = 0.34, grey: float = 0.85) -> None:
    """Perch a bird on the ground; height: to its crown. A crow unless it is made smaller and lighter."""
    k = height / 0.34
    plumage = site.soft("bird", grey, crease_m=0.015)
    beak = site.soft("beak", 0.35, crease_m=0.01)

    def scaled(points: Points) -> Points:
        return np.asarray(points, dtype=np.float64) * k

    site.tube(plumage, scaled(((0, 0.14, -0.14), (0, 0.16, -0.06), (0, 0.19, 0.02), (0, 0.25, 0.08))),
              scaled((0.035, 0.072, 0.078, 0.045)), 12)  # fmt: skip
    site.ball(plumage, scaled((0, 0.295, 0.095)), scaled((0.044, 0.044, 0.05)), around=10, stacked=7)
    site.tube(beak, scaled(((0, 0.293, 0.13), (0, 0.28, 0.20))), scaled((0.019, 0.004)), 7)
    site.tube(plumage, scaled(((0, 0.13, -0.12), (0, 0.09, -0.28))), scaled((0.042, 0.03)), 6, flatness=0.35)
    for side in (-1.0, 1.0):
        wing = rotation(0.0, -28.0) @ np.array((0.0, 0.0, 1.0))
        points = [np.array((side * 0.07, 0.18, -0.03)) + wing * reach for reach in (0.09, 0.0, -0.16)]
        site.tube(plumage, scaled(points), scaled((0.03, 0.05, 0.012)), 7, flatness=0.5)
        site.line(scaled(((side * 0.028, 0.11, 0.02), (side * 0.03, 0.01, 0.03), (side * 0.03, 0.0, 0.08))), 1.2, 0.1)
        site.ball(beak, scaled((side * 0.036, 0.305, 0.118)), scaled((0.008, 0.009, 0.008)), around=6, stacked=4)


ANIMALS: dict[str, Kind] = {
    "horse": Kind(build=horse, size=(0.6, 1.95, 2.4)),
    "dog": Kind(build=dog, size=(0.3, 0.85, 1.2)),
    "cat": Kind(build=cat, size=(0.3, 0.46, 0.36)),
    "bird": Kind(build=bird, size=(0.2, 0.34, 0.5)),
}
