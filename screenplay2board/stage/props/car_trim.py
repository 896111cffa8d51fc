"""What tells a car from a toy when one is near: grille, lamps, wipers, handles, arches; and the marks of its trade.

Enters: a `Site` with a car's body, front at +z, and its measures. Leaves: more parts and ink on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from screenplay2board.stage.geometry import Array
from screenplay2board.stage.props.site import Site

PROUD_M = 0.012  # of what lies on the bodywork
WHEEL_M = 0.33
_ARCH_M, _ARCH_POINTS = 0.41, 7
_DRIVER_X, _DRIVER_EYES_M = 0.34, 0.34  # of who drives: aside of the middle, and over the lower edge of the glass
_LAYERS_M = {"driver_coat": 0.0, "driver": 0.004, "driver_hair": 0.008}  # one before the other
_CHECKS, _CHECK_M = 16, 0.085  # a taxi's, in two rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodywork:
    """Measures of a car, in metres.

    half: half width. stretch: of its depth against a saloon's 4.5 m. lamp_z: of the head lamps' glass. axles: z of the
    wheels. doors: z of the gaps. cabin: (z, y) of the glass from rear sill to bonnet; narrow: half width at each.
    """

    half: float
    stretch: float
    lamp_z: float
    axles: tuple[float, float]
    doors: tuple[float, ...]
    cabin: Sequence[tuple[float, float]]
    narrow: Sequence[float]


def wheel(site: Site, x: float, y: float, z: float, radius: float, thick: float, tyre: int, hub: int) -> None:
    """Add a wheel whose outer side is at `x`; tyre, hub: their parts."""
    side = 1.0 if x > 0 else -1.0
    site.tube(tyre, ((x - side * thick, y, z), (x, y, z)), radius, 18)
    site.tube(hub, ((x, y, z), (x + side * 0.015, y, z)), radius * 0.52, 14)


def trim(site: Site, body: Bodywork, paint: int) -> None:
    """Add what every car has; paint: its bodywork's part."""
    _front(site, body)
    dark = site.hard("car_trim", 0.7, casts=False)
    reach = body.half + 0.02
    handles = [(side * reach, 0.8, z - 0.16) for side in (-1.0, 1.0) for z in body.doors[:-1]]
    site.boxes(dark, handles, np.broadcast_to((0.04, 0.035, 0.17), (len(handles), 3)), edges=False)
    turn = np.linspace(0.0, np.pi, _ARCH_POINTS)
    arch = np.stack([np.zeros_like(turn), WHEEL_M + _ARCH_M * np.sin(turn), _ARCH_M * np.cos(turn)], axis=-1)
    for side in (-1.0, 1.0):
        x = side * (body.half + PROUD_M)
        arches = [arch + np.array((x, 0.0, z)) for z in body.axles]
        site.lines(arches, 1.0, 0.12, facing=(side, 0.0, 0.0))
        site.lines([((x, 0.35, z), (x, 0.93, z)) for z in body.doors], 0.8, 0.15, facing=(side, 0.0, 0.0))
        for z in body.doors[1:-1]:
            _pillar(site, body, paint, side, z)


def _front(site: Site, body: Bodywork) -> None:
    z, half = 2.255 * body.stretch, body.half
    grille = site.hard("grille", 0.78, casts=False)
    site.panel(grille, -0.5 * half, 0.52, half, 0.15, z=z, edge=(0.9, 0.1))
    rows = [((-0.5 * half, y, z + PROUD_M), (0.5 * half, y, z + PROUD_M)) for y in (0.57, 0.62)]
    site.lines(rows, 0.6, 0.75, facing=(0.0, 0.0, 1.0))
    site.line(((-0.96 * half, 0.5, z), (0.96 * half, 0.5, z)), 0.9, 0.15, facing=(0.0, 0.0, 1.0))
    turn = np.linspace(0.0, 2 * np.pi, 17)
    rim = np.stack([0.15 * np.cos(turn), 0.1 * np.sin(turn), np.zeros_like(turn)], axis=-1)
    for side in (-1.0, 1.0):
        middle = np.array((side * half * 0.72, 0.66, body.lamp_z))
        site.line(rim + middle, 1.2, 0.08)
        site.line(0.6 * rim + middle, 0.6, 0.45)
    (z0, y0), (z1, y1) = body.cabin[3], body.cabin[2]
    along = np.array((0.0, y1 - y0, z1 - z0))
    foot = np.array((0.0, y0 + 0.02, z0 + 0.01))
    blade = np.stack([foot, foot + 0.3 * along + np.array((0.42, 0.0, 0.0))])
    site.lines([blade + np.array((x, 0.0, 0.0)) for x in (-0.55, 0.05)], 1.2, 0.05)


def _pillar(site: Site, body: Bodywork, paint: int, side: float, z: float) -> None:
    """Part the side windows: a strip of bodywork up the glass."""
    low, high = _on_glass(body, z, 0.02), _on_glass(body, z, 0.98)
    wide = np.array((0.0, 0.0, 0.05))
    out = np.array((side, 1.0, 1.0)), np.array((side * 0.012, 0.0, 0.0))
    corners = [point * out[0] + out[1] for point in (low - wide, low + wide, high + wide, high - wide)]
    site.quads(paint, [corners], edge=(0.8, 0.15), two_sided=True)


def _on_glass(body: Bodywork, z: float, share: float) -> Array:
    """Return the point of the right window at `z`, at a share of its height."""
    (_, sill), (_, roof) = body.cabin[0], body.cabin[1]
    x = body.narrow[0] + (body.narrow[1] - body.narrow[0]) * share
    return np.array((x, sill + (roof - sill) * share, z))


def driver(site: Site, body: Bodywork) -> None:
    """Show who drives behind the glass, which is drawn as a surface: shoulders, head and hair, from ahead and aside."""
    (z0, y0), (z1, y1) = body.cabin[3], body.cabin[2]
    screen = np.array((0.0, y1 - y0, z1 - z0))
    length = float(np.linalg.norm(screen))
    out = np.array((0.0, z0 - z1, y1 - y0)) / length * PROUD_M
    _silhouette(site, np.array((_DRIVER_X, y0, z0)) + out, np.array((1.0, 0.0, 0.0)), screen / length, length)
    back = body.doors[-1] - 0.5
    low, high = _on_glass(body, back, 0.0), _on_glass(body, back, 1.0)
    tall = float(np.linalg.norm(high - low))
    for side in (-1.0, 1.0):
        mirror = np.array((side, 1.0, 1.0))
        foot = (low + np.array((PROUD_M, 0.0, 0.0))) * mirror
        _silhouette(site, foot, np.array((0.0, 0.0, 1.0)), (high - low) * mirror / tall, tall)


def _silhouette(site: Site, foot: Array, across: Array, up: Array, tall: float) -> None:
    """Draw a driver on a pane from its lower edge at `foot`; tall: of the pane, in metres."""
    middle = min(_DRIVER_EYES_M, 0.62 * tall)
    turn = np.linspace(0.0, 2 * np.pi, 13)[:-1]
    head = np.stack([0.092 * np.cos(turn), middle + 0.125 * np.sin(turn)], axis=-1)
    hair = np.stack([0.1 * np.cos(turn[:7]), middle + 0.045 + 0.1 * np.sin(turn[:7])], axis=-1)
    coat = np.array([(-0.24, 0.01), (0.24, 0.01), (0.22, middle - 0.2), (0.07, middle - 0.1), (-0.07, middle - 0.1),
                     (-0.22, middle - 0.2)])  # fmt: skip
    for name, grey, outline in (("driver_coat", 0.8, coat), ("driver", 0.0, head), ("driver_hair", 0.92, hair)):
        part = site.hard(name, grey, casts=False)
        shift = _LAYERS_M[name] * np.cross(across, up) * np.sign(np.cross(across, up) @ foot + 1e-9)
        points = foot + shift + outline[:, :1] * across + outline[:, 1:] * up
        site.polygon(part, points, edge=(0.8, 0.1) if name == "driver" else None)


def police_marks(site: Site, body: Bodywork, roof_m: float) -> None:
    """Add a broad stripe along the sides, a shield on each door and on the bonnet, and the light bar."""
    stripe = site.hard("police_stripe", 0.72, casts=False)
    shield = site.hard("police_shield", 0.0, casts=False)
    reach, (rear, front) = body.half + PROUD_M, body.axles
    bands = (  # z of both ends, y of both edges: between the wheels, and on the wing
        (rear + _ARCH_M, front - _ARCH_M, 0.44, 0.86),
        (front + _ARCH_M, 2.0 * body.stretch, 0.62, 0.74),
    )
    for side in (-1.0, 1.0):
        site.quads(stripe, [_on_side(side, reach, *band) for band in bands], two_sided=True)
        x, z = side * (reach + PROUD_M), 0.5 * (body.doors[1] + body.doors[2])
        site.polygon(shield, [(x, 0.66 + y, z + across) for across, y in _hexagon(0.17)])
    hood = [(across, 0.885 - 0.13 * along, 1.3 * body.stretch + along) for across, along in _hexagon(0.24)]
    site.polygon(stripe, hood)
    site.box(site.hard("light_bar", 0.6), (0, roof_m + 0.07, -0.4), (1.0, 0.12, 0.26))
    site.box(site.hard("light_on", 0.0, emission=0.0), (0.3, roof_m + 0.08, -0.39), (0.36, 0.13, 0.27))


def taxi_marks(site: Site, body: Bodywork, roof_m: float) -> None:
    """Add the chequered band along the sides and the sign on the roof."""
    checks = site.hard("taxi_checks", 0.8, casts=False)
    reach, rear = body.half + PROUD_M, -0.5 * _CHECKS * _CHECK_M
    for side in (-1.0, 1.0):
        squares = [
            _on_side(side, reach, z, z + _CHECK_M, 0.5 + row * _CHECK_M, 0.5 + (row + 1) * _CHECK_M)
            for row in (0, 1)
            for z in (rear + (2 * place + row) * _CHECK_M for place in range(_CHECKS // 2))
        ]
        site.quads(checks, squares, two_sided=True)
    sign = site.hard("taxi_sign", 0.0, emission=0.0)
    site.box(sign, (0, roof_m + 0.12, -0.4), (0.6, 0.2, 0.22), weight=1.2, grey=0.08)
    letters = [
        ((-0.2, 0.19), (-0.08, 0.19)), ((-0.14, 0.19), (-0.14, 0.06)),  # T
        ((-0.06, 0.06), (0.0, 0.19)), ((0.0, 0.19), (0.06, 0.06)), ((-0.03, 0.11), (0.03, 0.11)),  # A
        ((0.08, 0.19), (0.16, 0.06)), ((0.08, 0.06), (0.16, 0.19)),  # X
        ((0.21, 0.19), (0.21, 0.06)),  # I
    ]  # fmt: skip
    z = -0.4 + 0.11 + PROUD_M
    site.lines([[(x, roof_m + y, z) for x, y in stroke] for stroke in letters], 1.0, 0.05, facing=(0.0, 0.0, 1.0))


def _on_side(side: float, x: float, rear: float, front: float, low: float, high: float) -> list[tuple[float, ...]]:
    """Return the corners of a rectangle on the bodywork's side."""
    return [(side * x, low, rear), (side * x, low, front), (side * x, high, front), (side * x, high, rear)]


def _hexagon(radius_m: float) -> list[tuple[float, float]]:
    """Return the corners of a shield as it looks from across the street."""
    turn = np.linspace(0.0, 2 * np.pi, 6, endpoint=False) + np.pi / 6
    return list(zip((radius_m * np.cos(turn)).tolist(), (radius_m * np.sin(turn)).tolist(), strict=True))
