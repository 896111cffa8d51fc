"""The bench on which a piece is built: local metres in, meshes and ink lines in the world out.

A builder works in the piece's own axes: x right, y up, z toward its front, origin on the floor in the middle of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from screenplay2board.stage.geometry import Array, Edge, Geometry, Part, Points, SurfaceCurve, cross, rotation, unit
from screenplay2board.stage.props.lettering import lettered
from screenplay2board.stage.surfaces import Loft, ellipsoid, tube

_BOX_LOOPS = ((0, 1, 3, 2, 0), (4, 5, 7, 6, 4), (0, 4), (1, 5), (2, 6), (3, 7))
_DETAIL_HEAD_PX = 40.0  # marks on a thing in a hand show while the head of its owner is at least this high
_FRONT_LOOP = (1, 5, 7, 3, 1)


@dataclass(frozen=True, slots=True)
class Site:
    """Where a piece stands. origin (3,), turn (3, 3). night: lamps are on, windows are dark.

    figure: whose hand it is in, 0 for the set. being: it is that figure itself, an animal or a vehicle, and has the
    edges and lines of a piece. writing: the words that stand on it, if it is a thing that is read.
    """

    geometry: Geometry
    origin: Array
    turn: Array
    night: bool = False
    figure: int = 0
    being: bool = False
    writing: str = ""

    @property
    def _held(self) -> bool:
        """Tell whether this is a thing in a hand: it has contours, and fine lines that show from near."""
        return self.figure > 0 and not self.being

    def at(self, x: float, y: float, z: float, yaw_deg: float = 0.0) -> Site:
        """Return the site of a part of this piece."""
        return replace(self, origin=self.place((x, y, z)), turn=self.turn @ rotation(yaw_deg))

    def place(self, points: Points) -> Array:
        """Return world points of local `points` (n, 3) or (3,)."""
        return np.asarray(points, dtype=np.float64) @ self.turn.T + self.origin

    def hard(
        self, name: str, grey: float, *, emission: float | None = None, casts: bool = True, gain: float = 0.18
    ) -> int:
        """Register a part whose ink is its own edges (boxes, walls)."""
        return self._part(name, grey, inked=False, emission=emission, casts=casts, gain=gain)

    def soft(
        self,
        name: str,
        grey: float,
        *,
        crease_m: float = 0.06,
        weight: float = 0.8,
        emission: float | None = None,
        casts: bool = True,
        gain: float = 0.18,
    ) -> int:
        """Register a part whose outline is traced (round and organic things)."""
        return self._part(name, grey, True, crease_m, weight, emission, casts, gain)

    def _part(
        self,
        name: str,
        grey: float,
        inked: bool,
        crease_m: float = 0.06,
        weight: float = 0.8,
        emission: float | None = None,
        casts: bool = True,
        gain: float = 0.18,
    ) -> int:
        return self.geometry.add_part(
            Part(
                name=name,
                figure=self.figure,
                grey=min(max(grey, 0.0), 1.0),
                inked=inked or self._held,
                crease_m=min(crease_m, 0.012) if self._held else crease_m,
                line_weight=weight,
                emission=emission,
                casts=casts,
                shade_gain=gain,
            )
        )

    def box(
        self,
        part: int,
        centre: Points,
        size_m: Sequence[float],
        tilt: Array | None = None,
        *,
        weight: float = 0.9,
        grey: float = 0.15,
        edges: bool = True,
    ) -> None:
        """Add one box with its ink edges; `tilt` (3, 3) turns it about its centre."""
        turn = self.turn if tilt is None else self.turn @ tilt
        corners = self.geometry.add_boxes([(0.0, 0.0, 0.0)], [size_m], part, turn, offset=self.place(centre))
        if edges and not self._held:
            self._box_ink(corners, _BOX_LOOPS, weight, grey)

    def boxes(
        self,
        part: int,
        centres: Points,
        sizes_m: Points,
        *,
        weight: float = 0.8,
        grey: float = 0.2,
        edges: bool | str = True,
    ) -> None:
        """Add many boxes as one mesh; edges `front`: only the outline of each front is inked."""
        corners = self.geometry.add_boxes(centres, sizes_m, part, self.turn, offset=self.origin)
        if edges and not self._held:
            self._box_ink(corners, (_FRONT_LOOP,) if edges == "front" else _BOX_LOOPS, weight, grey)

    def _box_ink(self, corners: Array, loops: Sequence[Sequence[int]], weight: float, grey: float) -> None:
        ink = self.geometry.edges
        for loop in loops:
            ink.extend(Edge(points, weight, grey) for points in corners[:, list(loop)])

    def quads(
        self,
        part: int,
        corners: Points,
        *,
        edge: tuple[float, float] | None = None,
        two_sided: bool = False,
    ) -> None:
        """Add flat quadrilaterals (n, 4, 3), seen from where they run counter-clockwise; their ink likewise."""
        quads = self.place(corners)
        self.geometry.add_quads(quads, part, two_sided=two_sided)
        if edge is not None and not self._held:
            loops = quads[:, [0, 1, 2, 3, 0]]
            if two_sided:
                self.geometry.edges.extend(Edge(loop, edge[0], edge[1]) for loop in loops)
                return
            normals = cross(quads[:, 1] - quads[:, 0], quads[:, 2] - quads[:, 0])
            pairs = zip(loops, normals, strict=True)
            self.geometry.edges.extend(Edge(loop, edge[0], edge[1], normal) for loop, normal in pairs)

    def panel(
        self,
        part: int,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        z: float = 0.012,
        edge: tuple[float, float] | None = (0.8, 0.2),
        two_sided: bool = False,
    ) -> None:
        """Add an upright rectangle facing the piece's front; (x, y) is its lower left corner."""
        right, top = x + width, y + height
        self.quads(part, [((x, y, z), (right, y, z), (right, top, z), (x, top, z))], edge=edge, two_sided=two_sided)

    def slab(
        self,
        part: int,
        x: float,
        z: float,
        width: float,
        depth: float,
        *,
        y: float = 0.004,
        edge: tuple[float, float] | None = None,
    ) -> None:
        """Add a flat rectangle on the floor, seen from above; (x, z) is its middle."""
        a, b, near, far = x - width / 2, x + width / 2, z + depth / 2, z - depth / 2
        self.quads(part, [((a, y, near), (b, y, near), (b, y, far), (a, y, far))], edge=edge)

    def polygon(
        self, part: int, points: Points, *, edge: tuple[float, float] | None = None, two_sided: bool = True
    ) -> None:
        """Add a flat convex polygon (n, 3)."""
        outline = self.place(points)
        self.geometry.add_polygon(outline, part, two_sided=two_sided)
        if edge is not None and not self._held:
            normal = None if two_sided else cross(outline[1] - outline[0], outline[2] - outline[0])
            self.geometry.add_line(np.vstack([outline, outline[:1]]), edge[0], edge[1], normal)

    def mesh(self, part: int, points: Points, faces: Points, *, two_sided: bool = False) -> None:
        """Add a mesh of local points (n, 3)."""
        self.geometry.add_mesh(self.place(points), np.asarray(faces, dtype=np.int64), part, two_sided=two_sided)

    def line(self, points: Points, weight: float = 0.7, grey: float = 0.25, *, facing: Points | None = None) -> None:
        """Add an ink line; `facing` (3,): the side of a wall on which it lies."""
        normal = None if facing is None else self.turn @ np.asarray(facing, dtype=np.float64)
        path = self.place(points)
        if self._held:
            self.geometry.curves.append(SurfaceCurve(self.figure, path, weight, grey, _DETAIL_HEAD_PX))
        else:
            self.geometry.add_line(path, weight, grey, normal)

    def lines(self, paths: Points, weight: float = 0.6, grey: float = 0.35, *, facing: Points | None = None) -> None:
        """Add many ink lines (n, points, 3) of one weight."""
        normal = None if facing is None else self.turn @ np.asarray(facing, dtype=np.float64)
        if not np.size(np.asarray(paths)):
            return
        world = self.place(paths)
        if self._held:
            held = (SurfaceCurve(self.figure, path, weight, grey, _DETAIL_HEAD_PX) for path in world)
            self.geometry.curves.extend(held)
        else:
            self.geometry.edges.extend(Edge(path, weight, grey, normal) for path in world)

    def write(self, x: float, y: float, width: float, height: float, *, z: float, grey: float = 0.05) -> bool:
        """Letter the words of this thing on its front, in the field whose lower left corner is (x, y, z).

        Returns whether there are words, and letters for them.
        """
        strokes = lettered(self.writing, width, height)
        weight = 0.8 if self._held else 1.3
        for stroke in strokes:
            points = np.column_stack([stroke + np.array((x, y)), np.full(len(stroke), z)])
            self.line(points, weight, grey, facing=(0, 0, 1))
        return bool(strokes)

    def loft(self, part: int, loft: Loft, *, two_sided: bool = False) -> None:
        """Add a loft made in local metres."""
        vertices, faces = loft.mesh()
        self.mesh(part, vertices, faces, two_sided=two_sided)

    def tube(
        self,
        part: int,
        path: Points,
        radii_m: float | Points,
        sides: int = 8,
        *,
        caps: tuple[bool, bool] = (True, True),
        flatness: float = 1.0,
        two_sided: bool = False,
    ) -> None:
        """Add a tube along `path` (n, 3) with one radius or one for each point."""
        line = np.asarray(path, dtype=np.float64)
        radii = np.broadcast_to(np.asarray(radii_m, dtype=np.float64), (len(line),))
        self.loft(part, tube(line, radii, sides, caps=caps, flatness=flatness), two_sided=two_sided)

    def post(self, part: int, x: float, z: float, height: float, radius: float, sides: int = 8, y: float = 0.0) -> None:
        """Add an upright cylinder."""
        self.tube(part, ((x, y, z), (x, y + height, z)), radius, sides)

    def ball(
        self,
        part: int,
        centre: Points,
        radii_m: Points,
        *,
        around: int = 12,
        stacked: int = 8,
        bump: float = 0.0,
        seed: int = 0,
    ) -> None:
        """Add an ellipsoid."""
        self.loft(part, ellipsoid(centre, radii_m, around=around, stacked=stacked, bump=bump, seed=seed))

    def prism(
        self,
        part: int,
        profile: Points,
        half_width: float | Sequence[float],
        *,
        edge: tuple[float, float] | None = (0.9, 0.15),
    ) -> tuple[Array, Array]:
        """Add a flat shaded solid: `profile` (n, 2) of (z, y), drawn from -half_width to half_width in x.

        Returns its left and right outlines (n, 3) in local metres. The profile runs clockwise seen from +x.
        """
        outline = np.asarray(profile, dtype=np.float64)
        half = np.broadcast_to(np.asarray(half_width, dtype=np.float64), (len(outline),))
        left = np.stack([-half, outline[:, 1], outline[:, 0]], axis=-1)
        right = left * (-1.0, 1.0, 1.0)
        following = np.roll(np.arange(len(outline)), -1)
        self.quads(part, np.stack([left, right, right[following], left[following]], axis=1), two_sided=True)
        for side in (left, right):
            middle = np.broadcast_to(side.mean(axis=0), side.shape)
            fan = np.stack([middle, side, side[following]], axis=1).reshape(-1, 3)
            self.mesh(part, fan, np.arange(len(fan)).reshape(-1, 3), two_sided=True)
            if edge is not None:
                self.line(np.vstack([side, side[:1]]), *edge)
        if edge is not None:
            self.lines(np.stack([left, right], axis=1), edge[0] * 0.8, edge[1] + 0.05)
        return left, right


Builder = Callable[..., None]
Size = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A row of the registry: how a piece is built, and the space it takes.

    size: (width, height, depth) in metres; parameters of these names override it. solid: a camera or a person cannot
    stand in it. seat_m: height of the surface that people sit or lie on; parameter `seat` overrides it.
    base_m: height of its lower side, where it hangs; parameter `y` overrides it. hung: its back, not its middle, is at
    the origin. sat_on_top: the seat is at the piece's height. flight: it rises by steps toward -z.
    face: the place (x, y, z) that a close shot of a vehicle shows.
    """

    build: Builder
    size: Size
    solid: bool = True
    seat_m: float | None = None
    base_m: float = 0.0
    hung: bool = False
    sat_on_top: bool = False
    flight: bool = False
    face: Size | None = None


def direction(start: Points, end: Points) -> Array:
    """Return the unit vector from `start` to `end`, (3,)."""
    return unit(np.asarray(end, dtype=np.float64) - np.asarray(start, dtype=np.float64))
