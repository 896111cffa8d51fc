"""What a picture is seen through or in: dark frames before the camera, and the wall round a mirror.

All are flat and face +z, where the camera is, or who looks into the mirror; their middle is at the origin.
`face`: where across the opening the face is, 0 left to 1 right; nothing crosses it.
"""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.surfaces import ellipsoid

DARK = 0.88  # what is so near is out of the light
BAR_SHARE = 0.016  # of the frame's width: the bars of a window before the lens
EDGE_SHARE = 0.075  # of the frame's width: a jamb at one side
BRANCH_LEAVES = 110  # at one corner
LEAVES = 96  # clusters round the picture


def near_window(site: Site, *, width: float = 1.0, height: float = 0.56, face: float = 0.5) -> None:
    """Hold a window's frame and its bars before the camera."""
    part = site.hard("near_frame", DARK, emission=DARK, casts=False)
    bar = BAR_SHARE * width
    _border(site, part, width, height, 0.05 * width)
    upright = (0.5 - face) * 0.5 + (0.26 if face > 0.5 else -0.26) if abs(face - 0.5) < 0.2 else 0.0
    _bar(site, part, upright * width, 0.0, bar, height)
    _bar(site, part, 0.0, -0.24 * height, width, bar)
    shine = [((x + 0.10) * width, 0.42 * height, 0.0) for x in (-0.45, -0.40, 0.18)]
    site.lines([((x, y, z), (x - 0.16 * width, y - 0.3 * height, z)) for x, y, z in shine], 0.7, 0.75)


def near_doorway(site: Site, *, width: float = 1.0, height: float = 0.56, face: float = 0.5) -> None:
    """Hold the sides and the lintel of a doorway before the camera."""
    part = site.hard("near_frame", DARK, emission=DARK, casts=False)
    half = 0.23 * width
    x = float(np.clip((face - 0.5) * width, -0.26 * width, 0.26 * width))
    out = 0.6 * width
    for near, far in ((x - half, -out), (x + half, out)):
        _bar(site, part, 0.5 * (near + far), 0.0, abs(far - near), 1.4 * height)
        site.line(((near, -0.7 * height, 0.0), (near, 0.7 * height, 0.0)), 1.2, 0.1)
    _bar(site, part, 0.0, 0.52 * height, 1.2 * width, 0.12 * height)


def near_screen(site: Site, *, width: float = 1.0, height: float = 0.56, face: float = 0.5) -> None:
    """Hold the rim of a screen before the camera: who is seen in it calls. Its buttons lie below, the caller's own
    picture in the corner away from the face."""
    rim = site.hard("near_frame", DARK, emission=DARK, casts=False)
    side, low = 0.045 * width, 0.075 * height
    out = 0.3 * width
    for x in (-1.0, 1.0):
        _bar(site, rim, x * (0.5 * width - side + 0.5 * out), 0.0, out, 1.6 * height)
    for y, thick in ((1.0, 0.055 * height), (-1.0, low)):
        _bar(site, rim, 0.0, y * (0.5 * height - thick + 0.5 * out), 1.6 * width, out)
    ring = np.linspace(0.0, 2.0 * np.pi, 17)[:-1]
    for number, grey in enumerate((0.55, 0.55, 0.1, 0.55)):
        button = site.hard("near_button", grey, emission=grey, casts=False)
        x, y, radius = (number - 1.5) * 0.06 * width, -0.5 * height + low + 0.055 * height, 0.018 * width
        disc = [(x + radius * np.cos(a), y + radius * np.sin(a), 0.002) for a in ring]
        site.polygon(button, disc, edge=(0.8, 0.1))
    left = -1.0 if face > 0.5 else 1.0
    own, tall = 0.15 * width, 0.15 * width * 0.66
    x, y = left * (0.5 * width - side - 0.62 * own), 0.5 * height - 0.055 * height - 0.66 * tall
    site.panel(site.hard("near_inset", 0.3, emission=0.3, casts=False), x - own / 2, y - tall / 2, own, tall, z=0.002)
    head = site.hard("near_inset_head", 0.75, emission=0.75, casts=False)
    for up, wide, high in ((0.08, 0.2, 0.26), (-0.5, 0.42, 0.38)):
        bust = [(x + wide * tall * np.cos(a), y + (up + high * np.sin(a)) * tall, 0.003) for a in ring]
        bust = [(px, max(py, y - tall / 2), z) for px, py, z in bust]
        site.polygon(head, bust)


def near_leaves(site: Site, *, width: float = 1.0, height: float = 0.56, face: float = 0.5, seed: int = 3) -> None:
    """Hold leaves round the picture before the camera, most of them at the side away from the face."""
    parts = [site.soft("near_leaves", grey, emission=grey, casts=False, crease_m=0.01) for grey in (0.9, 0.68)]
    chance = np.random.default_rng(seed)
    away = -1.0 if face > 0.5 else 1.0
    for number in range(LEAVES):
        turn = chance.uniform(0.0, 2.0 * np.pi)
        x, y = chance.uniform(0.47, 0.58) * np.cos(turn), chance.uniform(0.48, 0.6) * np.sin(turn)
        x += away * 0.10 * chance.uniform(0.0, 1.0)
        size = width * chance.uniform(0.035, 0.075) * (1.35 if x * away > 0 else 0.9)
        lean = chance.uniform(-0.6, 0.6)
        axes = np.array(((np.cos(lean), -np.sin(lean), 0.0), (np.sin(lean), np.cos(lean), 0.0), (0.0, 0.0, 1.0)))
        middle = (x * width, y * height, 0.02 * chance.uniform(-1.0, 1.0))
        leaf = ellipsoid(middle, (size, 0.42 * size, 0.004), axes, around=8, stacked=6)
        site.loft(parts[number % 2], leaf)


def near_edge(site: Site, *, width: float = 1.0, height: float = 0.56, side: float = 1.0) -> None:
    """Hold the jamb of a door or the corner of a wall before one side of the picture."""
    part = site.hard("near_frame", DARK, emission=DARK, casts=False)
    inner, outer = (0.5 - EDGE_SHARE) * width, 0.7 * width
    _bar(site, part, side * 0.5 * (inner + outer), 0.0, outer - inner, 1.6 * height)
    x = side * (inner - 0.012 * width)
    site.line(((x, -0.8 * height, 0.0), (x, 0.8 * height, 0.0)), 1.0, 0.12)


def near_branch(site: Site, *, width: float = 1.0, height: float = 0.56, side: float = 1.0, seed: int = 5) -> None:
    """Hang a branch with its leaves before the upper corner at one side of the picture."""
    part = site.soft("near_leaves", DARK, emission=DARK, casts=False, crease_m=0.01)
    chance = np.random.default_rng(seed)
    for _ in range(BRANCH_LEAVES):
        along, below = chance.uniform(0.0, 1.0) ** 1.4, chance.uniform(0.0, 1.0)
        x = side * (0.54 - 0.34 * along) * width
        y = (0.56 - (0.34 - 0.26 * along) * below) * height
        size, lean = width * chance.uniform(0.02, 0.036), chance.uniform(-1.2, 0.4) * side
        axes = np.array(((np.cos(lean), -np.sin(lean), 0.0), (np.sin(lean), np.cos(lean), 0.0), (0.0, 0.0, 1.0)))
        site.loft(part, ellipsoid((x, y, 0.0), (size, 0.42 * size, 0.004), axes, around=8, stacked=6))


def mirror_wall(site: Site, *, width: float = 0.8, height: float = 1.1, grey: float = 0.12) -> None:
    """Stand a wall with a framed opening: what is behind it is what the mirror shows."""
    wall = site.hard("mirror_wall", grey, casts=False)
    reach = 2.2
    _ring(site, wall, width, height, reach, 0.0)
    frame = site.hard("mirror_frame", 0.6, casts=False)
    _ring(site, frame, width, height, 0.035, 0.02)
    site.lines([((-0.42 * width, 0.30 * height, 0.03), (-0.30 * width, 0.44 * height, 0.03))], 0.8, 0.5)


def _border(site: Site, part: int, width: float, height: float, thick: float) -> None:
    for side in (-1.0, 1.0):
        _bar(site, part, side * 0.5 * width, 0.0, 2 * thick, 1.2 * height)
        _bar(site, part, 0.0, side * 0.5 * height, 1.2 * width, 0.8 * thick)  # heads have little room above them


def _ring(site: Site, part: int, width: float, height: float, reach: float, z: float) -> None:
    """Add the rectangles round an opening, `reach` metres broad."""
    for side in (-1.0, 1.0):
        _bar(site, part, side * (0.5 * width + 0.5 * reach), 0.0, reach, height + 2 * reach, z)
        _bar(site, part, 0.0, side * (0.5 * height + 0.5 * reach), width, reach, z)
    loop = [(x * width / 2, y * height / 2, z) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]
    site.line(loop, 1.0, 0.1)


def _bar(site: Site, part: int, x: float, y: float, width: float, height: float, z: float = 0.0) -> None:
    site.panel(part, x - width / 2, y - height / 2, width, height, z=z, edge=None)


FOREGROUNDS: dict[str, Kind] = {
    "near_window": Kind(build=near_window, size=(1.0, 0.56, 0.02), solid=False),
    "near_doorway": Kind(build=near_doorway, size=(1.0, 0.56, 0.02), solid=False),
    "near_screen": Kind(build=near_screen, size=(1.0, 0.56, 0.02), solid=False),
    "near_leaves": Kind(build=near_leaves, size=(1.0, 0.56, 0.06), solid=False),
    "near_edge": Kind(build=near_edge, size=(1.0, 0.56, 0.02), solid=False),
    "near_branch": Kind(build=near_branch, size=(1.0, 0.56, 0.06), solid=False),
    "mirror_wall": Kind(build=mirror_wall, size=(0.8, 1.1, 0.05), solid=False),
}
