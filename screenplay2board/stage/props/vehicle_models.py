"""Vehicles from lists of simple solids: `vehicles.toml`. The front is +z.

What the rows mean stands at the head of the file. Boats and ships of other modules are turned so that their bow leads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, cast

import numpy as np

from screenplay2board.packaged import tables
from screenplay2board.stage.geometry import Array, vec
from screenplay2board.stage.props.site import Kind, Site
from screenplay2board.stage.props.wilds import boat_hull, mast
from screenplay2board.stage.surfaces import Loft

GLASS_GREY = 0.55
_LOFT_SIDES = 18
PROUD_M = 0.012  # of windows before the wall they are in
_FLIPPED = vec(-1.0, 1.0, 1.0)
Row = Mapping[str, Any]


@cache
def _models() -> Mapping[str, Row]:
    return tables("stage/props/vehicles.toml")


def vehicle(site: Site, *, model: str, grey: float | None = None) -> None:
    """Build a vehicle; grey: of its first solid, None for the model's own."""
    row = _models()[model]
    shades = _Shades(site, model, grey)
    for kind, build in _BUILDERS.items():
        for entry in row.get(kind, ()):
            build(site, shades, entry)


class _Shades:
    """The parts of one vehicle by name and grey, so that one grey is one part."""

    def __init__(self, site: Site, model: str, own: float | None) -> None:
        self._site = site
        self._model = model
        self._own = own
        self._parts: dict[tuple[str, float, bool], int] = {}

    def of(self, entry: Row, *, soft: bool = False) -> int:
        """Return the part of a row, by its name and grey."""
        grey = float(entry["grey"])
        first = not self._parts and self._own is not None
        return self.named(str(entry.get("name", self._model)), self._own if first and self._own else grey, soft=soft)

    def named(self, name: str, grey: float, *, soft: bool = False) -> int:
        """Return a part, new where it is asked for the first time."""
        key = (name, grey, soft)
        if key not in self._parts:
            emission = 0.0 if name in ("head_lamp", "light_on") else None
            full = name if name in ("head_lamp", "tyre", "hub") else f"vehicle_{name}"
            make = self._site.soft if soft else self._site.hard
            self._parts[key] = make(full, grey, emission=emission)
        return self._parts[key]

    @property
    def glass(self) -> int:
        """Return the part of all windows."""
        return self.named("window", GLASS_GREY)


def _sides(points: Sequence[Sequence[float]], *, twin: bool) -> list[Array]:
    """Return points (n, 3), and their mirror image where there is a twin."""
    own = np.asarray(points, dtype=np.float64)
    return [own, own * _FLIPPED] if twin else [own]


def _prism(site: Site, shades: _Shades, entry: Row) -> None:
    site.prism(shades.of(entry), entry["profile"], entry["half"], edge=(1.1, 0.1))


def _loft(site: Site, shades: _Shades, entry: Row) -> None:
    shift = float(entry.get("twin", 0.0))
    for x in (shift, -shift) if shift else (0.0,):
        rings = [((x, y, z), (wide, 0.0, 0.0), (0.0, deep, 0.0)) for z, y, wide, deep in entry["rings"]]
        loft = Loft.from_rings(rings, _LOFT_SIDES, squareness=2.4).refine(3)
        site.loft(shades.of(entry, soft=True), loft)
        ribs = [loft.surface[:, round(degrees / 360 * _LOFT_SIDES)] for degrees in entry.get("ribs", ())]
        hoops = [
            np.vstack([ring, ring[:1]]) for ring in loft.surface[[3 * number for number in entry.get("hoops", ())]]
        ]
        for path in (*ribs, *hoops):
            site.line(path + PROUD_M * (path - np.mean(loft.centres, axis=0)), 1.0, 0.1)


def _side_window(site: Site, shades: _Shades, entry: Sequence[float]) -> None:
    z0, z1, y0, y1, x = entry
    _slant_window(site, shades, {"x": x, "corners": ((z0, y0), (z1, y0), (z1, y1), (z0, y1))})


def _slant_window(site: Site, shades: _Shades, entry: Row) -> None:
    x = float(entry["x"]) + PROUD_M
    corners = [(x, y, z) for z, y in entry["corners"]][::-1]
    site.quads(shades.glass, [corners], edge=(0.8, 0.15))
    site.quads(shades.glass, [[(-a, b, c) for a, b, c in corners[::-1]]], edge=(0.8, 0.15))


def _pane(site: Site, shades: _Shades, entry: Sequence[float]) -> None:
    low, high, z0, y0, z1, y1 = entry
    out = PROUD_M if z0 > 0 else -PROUD_M
    corners = [(-low, y0, z0 + out), (low, y0, z0 + out), (high, y1, z1 + out), (-high, y1, z1 + out)]
    site.quads(shades.glass, [corners if z0 > 0 else corners[::-1]], edge=(0.9, 0.12))


def _wheels(site: Site, shades: _Shades, entry: Sequence[float]) -> None:
    z, radius, half = entry
    tyre, hub = shades.named("tyre", 0.85, soft=True), shades.named("hub", 0.2, soft=True)
    for side in (1.0, -1.0):
        x = side * (half + 0.14)
        site.tube(tyre, ((x - side * 0.3, radius, z), (x, radius, z)), radius, 20)
        site.tube(hub, ((x, radius, z), (x + side * 0.02, radius, z)), radius * 0.5, 14)


def _box(site: Site, shades: _Shades, entry: Row) -> None:
    for (place,) in _sides([entry["at"]], twin=bool(entry.get("twin"))):
        site.box(shades.of(entry), place, entry["of"], weight=0.8)


def _tube(site: Site, shades: _Shades, entry: Row) -> None:
    path = np.asarray(entry["path"], dtype=np.float64)
    for points in _sides(path[:, :3].tolist(), twin=bool(entry.get("twin"))):
        site.tube(shades.of(entry, soft=True), points, path[:, 3], 8)


def _wing(site: Site, shades: _Shades, entry: Row) -> None:
    for points in _sides(entry["corners"], twin=bool(entry.get("twin"))):
        site.polygon(shades.of(entry), points, edge=(1.0, 0.1))


def _line(site: Site, _shades: _Shades, entry: Sequence[Sequence[float]]) -> None:
    for points in _sides(entry, twin=True):
        site.line(points, 0.8, 0.2)


def _dots(site: Site, shades: _Shades, entry: Row) -> None:
    row = np.linspace(entry["from"], entry["to"], int(entry["number"]))
    centres = np.concatenate(_sides(row.tolist(), twin=True))
    site.boxes(shades.of(entry), centres, np.broadcast_to(entry["of"], centres.shape), edges=False)


def _lamp(site: Site, shades: _Shades, entry: Sequence[float]) -> None:
    x, y, z, radius = entry
    part = shades.named("head_lamp", 0.0, soft=True)
    for side in (1.0, -1.0):
        site.ball(part, (side * x, y, z), (radius, radius * 0.8, 0.05), around=12, stacked=6)


_BUILDERS: Mapping[str, Callable[[Site, _Shades, Any], None]] = {
    "prisms": _prism, "lofts": _loft, "side": _side_window, "slant": _slant_window, "panes": _pane, "wheels": _wheels,
    "boxes": _box, "tubes": _tube, "wings": _wing, "lines": _line, "dots": _dots, "lamps": _lamp,
}  # fmt: skip


def rowing_boat(site: Site, *, width: float = 1.6, height: float = 0.62, depth: float = 4.2, grey: float = 0.3) -> None:
    """Float a rowing boat with its oars, bow ahead; half of it under the water."""
    boat_hull(site.at(0.0, -0.14, 0.0, 180.0), width=width, height=height, depth=depth, grey=grey)


def sailing_boat(site: Site, *, width: float = 2.4, height: float = 8.0, depth: float = 6.6, grey: float = 0.2) -> None:
    """Float a boat under sail, bow ahead."""
    boat_hull(site.at(0.0, -0.2, 0.0, 180.0), width=width, height=1.0, depth=depth, grey=grey)
    mast(site.at(0.0, 0.3, 0.7, 90.0), height=height - 0.3, width=3.0)
    sail = site.soft("sail", 0.0, weight=1.0)
    site.polygon(sail, [(0.0, 0.9, depth / 2 - 0.2), (0.35, 0.95, 1.0), (0.05, height - 1.2, 0.75)], edge=(0.9, 0.15))


def _size(row: Row) -> tuple[float, float, float]:
    width, height, depth = cast("Sequence[float]", row["size"])
    return (float(width), float(height), float(depth))


def _face(row: Row) -> tuple[float, float, float] | None:
    """Return what a close shot shows: what the row says, else the inner side of a head lamp."""
    if "face" in row:
        x, y, z = cast("Sequence[float]", row["face"])
        return (float(x), float(y), float(z))
    lamps = cast("Sequence[Sequence[float]]", row.get("lamps", ()))
    return (0.5 * lamps[0][0], lamps[0][1], lamps[0][2]) if lamps else None


VEHICLE_MODELS: dict[str, Kind] = {
    **{
        name: Kind(build=partial(vehicle, model=name), size=_size(row), face=_face(row))
        for name, row in _models().items()
    },
    "rowing_boat": Kind(build=rowing_boat, size=(2.3, 0.62, 4.2)),
    "sailing_boat": Kind(build=sailing_boat, size=(2.8, 8.0, 6.6)),
}
