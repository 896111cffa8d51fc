"""The compiled hot loops: find the library that was built of the C files in `native`, and call it with arrays.

Enters: arrays as the NumPy functions take them. Leaves: what those return, equal to the last bit. Where there is no
library (no compiler when the package was installed), `compiled()` is None and the NumPy functions do the work. A
library of other code than lies here is not used either, and a warning says so: nobody who changed the code would know.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
import threading
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Image = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]
AnyArray = npt.NDArray[Any]

COMPILE = "run `python hatch_build.py` in the source tree, or install screenplay2board again"
WITHOUT = "S2B_NO_KERNELS"  # set in the environment, it makes NumPy do all the work
SOURCES = Path(__file__).with_name("native")
_NAMES = {"win32": "libkernels.dll", "darwin": "libkernels.dylib"}
LIBRARY = SOURCES.with_name(_NAMES.get(sys.platform, "libkernels.so"))

_I, _D, _F, _P = ctypes.c_int64, ctypes.c_double, ctypes.c_float, ctypes.c_void_p
_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "s2b_normals": (None, (_P, _I, _P, _I, _P, _P)),
    "s2b_transform": (None, (_P, _I, _P, _P, _P)),
    "s2b_rasterize": (_I, (_P, _P, _I, _P, _P)),
    "s2b_nearest": (None, (_P, _P, _I, _P)),
    "s2b_resolve": (None, (_P, _P, _P, _P, _P, _P, _I, _I, _P, _P, _P, _P)),
    "s2b_marked": (None, (_P, _P, _I, _P)),
    "s2b_smooth": (None, (_P, _P, _P, _I, _I, _P, _I, _P)),
    "s2b_fill": (None, (_P, _P, _I, _D, _D, _I, _I, _P, _P, _P)),
    "s2b_fill_mixed": (None, (_P, _P, _I, _P, _D, _D, _I, _I, _P, _P, _P, _P)),
    "s2b_borders": (_I, (_P, _P, _I, _I, _P, _P, _I, _P)),
    "s2b_walk": (_I, (_P, _I, _P, _P, _P, _P)),
    "s2b_levels": (None, (_P, _I, _P, _I, _P)),
    "s2b_rim": (None, (_P, _P, _I, _I, _I, _P, _I, _F, _P, _P, _P)),
    "s2b_depth_around": (None, (_P, _P, _I, _I, _P, _P, _I, _P, _P, _F, _P)),
    "s2b_blur_lanes": (None, (_P, _P, _I, _I, _P, _P)),
    "s2b_enlarge": (None, (_P, _I, _P, _P, _P, _I, _I, _I, _P)),
    "s2b_streaks": (None, (_P, _P, _I, _P, _P, _P)),
    "s2b_toned": (None, (_P, _P, _P, _I, _I, _P)),
    "s2b_within_limits": (None, (_P, _P, _P, _P, _F, _P, _P, _I, _P)),
    "s2b_soften": (None, (_P, _I, _I, _I, _P, _P)),
    "s2b_covered": (None, (_P, _P, _P, _P, _I, _P, _I, _P, _P)),
    "s2b_shade": (None, (_P, _P, _P, _P, _P, _P, _P, _P, _I, _P)),
    "s2b_pack": (None, (_P, _P, _I, _I, _P, _P)),
}
# Rows of tables as the C files read and write them.
_INK = np.dtype([("figure", "i4"), ("label", "i4"), ("crease_m", "f4"), ("inked", "i4")])
_BORDER = np.dtype(
    [("start", "i8"), ("end", "i8"), ("owner", "i8"), ("jump_m", "f8"), ("depth_m", "f8"), ("bits", "i8")]
)
_SURFACE = np.dtype([("grey", "f4"), ("deepening", "f4"), ("night", "f4"), ("emission", "f4"), ("glossy", "i4")])
_LIGHTING = np.dtype([("numbers", "f4", 8), ("has_night", "i4"), ("has_fog", "i4")])
_SHOWN = np.dtype([("plane", "f8", 3), ("part", "i4"), ("ready", "i4")])


class _Scene(ctypes.Structure):
    """Triangles and the size of their picture, as `raster.c` reads them."""

    _fields_ = (
        ("points", _P), ("nearness", _P), ("faces", _P), ("width", _I), ("height", _I),
        ("least_area", _D), ("edge_px", _D),
    )  # fmt: skip


class _Fill(ctypes.Structure):
    """A part of a picture and the ink that comes on it."""

    _fields_ = (("picture", _P), ("stride", _I), ("grey", _F), ("alpha", _F), ("nothing", _F))


class _Streaks(ctypes.Structure):
    """A picture with the people on it, and the strength of a marker's second stroke."""

    _fields_ = (
        ("picture", _P), ("people", _P), ("rows", _P), ("columns", _P), ("width", _I), ("height", _I),
        ("people_width", _I), ("strength", _F), ("darkest", ctypes.c_int32), ("lightest", ctypes.c_int32),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no library, and what brings it."""

    reason: str
    hint: str = "install a C compiler (gcc or clang), then install screenplay2board again"


def source_digest(sources: Path = SOURCES) -> str:
    """Return what a library built of the C files in `sources` must report: a library of other code is not used."""
    digest = hashlib.sha256()
    for path in sorted(sources.glob("*.[ch]")):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


@cache
def find() -> Kernels | Missing:
    """Return the library, or why there is none; warn where there is one that cannot be used."""
    if os.environ.get(WITHOUT):
        return Missing(f"turned off by {WITHOUT}", f"unset {WITHOUT}")
    if not LIBRARY.exists():
        return Missing("missing")
    found = _loaded()
    if isinstance(found, Missing):
        message = f"panels are drawn with NumPy, about three times slower: the compiled library is {found.reason}"
        warnings.warn(f"{message}; {found.hint}", RuntimeWarning, stacklevel=2)
    return found


def _loaded() -> Kernels | Missing:
    """Return the library that lies here, or why it cannot be used."""
    try:
        library = ctypes.CDLL(str(LIBRARY))
        library.s2b_source.restype = ctypes.c_char_p
        built_of = library.s2b_source()
    except (OSError, AttributeError) as error:
        return Missing(f"not loadable ({error})")
    if built_of != source_digest().encode():
        return Missing("of other code", COMPILE)
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return Kernels(library)


def compiled() -> Kernels | None:
    """Return the library where it can be used."""
    found = find()
    return found if isinstance(found, Kernels) else None


def _of(array: npt.ArrayLike, dtype: type[np.generic]) -> AnyArray:
    """Return `array` as C reads it."""
    return np.ascontiguousarray(array, dtype=dtype)


def _at(array: AnyArray) -> int:
    return array.ctypes.data


@dataclass(frozen=True, slots=True)
class Triangles:
    """What `raster.rasterize` and `raster.nearest` take, as C reads it.

    size_px: (width, height). least: double area, and how far outside its edges a triangle reaches.
    """

    points: Array
    nearness: Array
    faces: Indices
    two_sided: npt.NDArray[np.bool_]
    size_px: tuple[int, int]
    least: tuple[float, float]

    @classmethod
    def of(
        cls,
        points: Array,
        nearness: Array,
        faces: Indices,
        two_sided: npt.NDArray[np.bool_],
        size_px: tuple[int, int],
        least: tuple[float, float],
    ) -> Triangles:
        """Return the triangles, their arrays copied where C could not read them."""
        points, nearness = _of(points, np.float64), _of(nearness, np.float64)
        return cls(points, nearness, _of(faces, np.int64), _of(two_sided, np.bool_), size_px, least)

    def arguments(self) -> tuple[Any, ...]:
        """Return what the C functions take first."""
        scene = _Scene(_at(self.points), _at(self.nearness), _at(self.faces), *self.size_px, *self.least)
        return ctypes.byref(scene), _at(self.two_sided), len(self.faces)


class Kernels:
    """The functions of the C files; each returns what the NumPy function of its name returns."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        self._own = threading.local()

    def _zeros(self, name: str, count: int, dtype: type[np.generic] = np.int64) -> AnyArray:
        """Return zeros of this thread; who takes them leaves zeros: new pages cost as much as filling them."""
        zeros: AnyArray = getattr(self._own, name, np.zeros(0, dtype=dtype))
        if len(zeros) < count:
            zeros = np.zeros(count, dtype=dtype)
            setattr(self._own, name, zeros)
        return zeros

    def _sums(self, width: int, height: int) -> tuple[int, int]:
        """Return the addresses of zeros for areas in pixels, and for the tiles that were touched."""
        amount = self._zeros("amount", height * (width + 2))
        return _at(amount), _at(self._zeros("touched", height * (width // 32 + 2), np.uint8))

    def smooth_normals(self, points: Array, triangles: Indices) -> Array:
        """See `stage.geometry.smooth_normals`."""
        points, triangles = _of(points, np.float64), _of(triangles, np.int64)
        out, scratch = np.zeros(points.shape), np.empty(triangles.shape)
        self._library.s2b_normals(_at(points), len(points), _at(triangles), len(triangles), _at(scratch), _at(out))
        return out

    def transform(self, points: Array, origin: Array, axes: Array) -> Array:
        """See `raster.transform`."""
        points, origin, axes = (_of(each, np.float64) for each in (points, origin, axes))
        out = np.empty(points.shape)
        self._library.s2b_transform(_at(points), len(points), _at(origin), _at(axes), _at(out))
        return out

    def rasterize(self, scene: Triangles) -> tuple[Array, Indices]:
        """See `raster.rasterize`."""
        chosen, keys = np.empty(len(scene.faces), dtype=np.int64), np.empty(scene.size_px[::-1])
        count = self._library.s2b_rasterize(*scene.arguments(), _at(chosen), _at(keys))
        return keys, chosen[:count]

    def nearest(self, scene: Triangles) -> Image:
        """See `raster.nearest`."""
        out = np.empty(scene.size_px[::-1], dtype=np.float32)
        self._library.s2b_nearest(*scene.arguments(), _at(out))
        return out

    def resolve(
        self, seen: tuple[Array, Indices], screen: Array, values: Array, faces: Indices, parts: Indices
    ) -> tuple[Image, npt.NDArray[np.int32], Image]:
        """See `raster.resolve`; seen: what `rasterize` returns."""
        keys, chosen = seen
        screen, values = _of(screen, np.float64), _of(values, np.float64)
        faces, parts = _of(faces, np.int64), _of(parts, np.int64)
        height, width = keys.shape
        shown = np.zeros(len(chosen), dtype=_SHOWN)
        depth, out = np.empty(keys.shape, dtype=np.float32), np.empty(keys.shape, dtype=np.float32)
        part = np.empty(keys.shape, dtype=np.int32)
        self._library.s2b_resolve(
            _at(keys), _at(chosen), _at(screen), _at(values), _at(faces), _at(parts), width, height, _at(shown),
            _at(depth), _at(part), _at(out),
        )  # fmt: skip
        return depth, part, out

    def marked(self, part: AnyArray, table: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """See `raster.marked`."""
        part, table = _of(part, np.int32), _of(table, np.bool_)
        out = np.empty(part.shape, dtype=np.bool_)
        self._library.s2b_marked(_at(part), _at(table), part.size, _at(out))
        return out

    def smooth(self, values: Array, starts: Indices, closed: npt.NDArray[np.bool_], strides: Sequence[int]) -> Array:
        """See `polylines.smooth_values`."""
        out = np.array(values, dtype=np.float64, order="C")
        starts, closed, steps = _of(starts, np.int64), _of(closed, np.bool_), np.array(strides, dtype=np.int64)
        scratch = np.empty_like(out)
        columns = out.shape[1] if out.ndim > 1 else 1
        self._library.s2b_smooth(
            _at(out), _at(starts), _at(closed), len(closed), columns, _at(steps), len(steps), _at(scratch)
        )
        return out

    def fill(
        self, points: Array, starts: Indices, shift: tuple[float, float], part: Image, ink: tuple[float, float]
    ) -> None:
        """Fill polygons, moved by -`shift`, into `part` of a picture; ink: grey and alpha. See `paint.Canvas.fill`."""
        points, starts = _of(points, np.float64), _of(starts, np.int64)
        height, width = part.shape
        fill = _Fill(_at(part), part.strides[0] // 4, *ink, 0.0)
        self._library.s2b_fill(
            _at(points), _at(starts), len(starts) - 1, *shift, width, height, ctypes.byref(fill),
            *self._sums(width, height),
        )  # fmt: skip

    def fill_mixed(
        self, points: Array, starts: Indices, greys: Array, shift: tuple[float, float], part: Image, nothing: float
    ) -> None:
        """Fill polygons, each in its grey, into `part` of a picture. See `paint.Canvas.fill_mixed`."""
        points, starts, greys = _of(points, np.float64), _of(starts, np.int64), _of(greys, np.float64)
        height, width = part.shape
        fill = _Fill(_at(part), part.strides[0] // 4, 0.0, 0.0, nothing)
        amount, touched = self._sums(width, height)
        weighted = self._zeros("weighted", height * (width + 2))
        self._library.s2b_fill_mixed(
            _at(points), _at(starts), len(starts) - 1, _at(greys), *shift, width, height, ctypes.byref(fill),
            amount, _at(weighted), touched,
        )  # fmt: skip

    def borders(
        self,
        depth: Image,
        part: npt.NDArray[np.int32],
        table: tuple[AnyArray, AnyArray, AnyArray, AnyArray],
        limits: tuple[float, ...],
    ) -> tuple[Indices, Indices, Indices, Array, Array, Indices]:
        """See `trace.find_borders`; table: figure, label, crease and inked of the parts. The last numbers are bits."""
        depth, part = _of(depth, np.float32), _of(part, np.int32)
        ink = np.empty(len(table[0]), dtype=_INK)
        ink["figure"], ink["label"], ink["crease_m"], ink["inked"] = table
        numbers = np.array(limits, dtype=np.float32)
        height, width = depth.shape
        room = 1 << 15
        while True:
            out = np.empty(room, dtype=_BORDER)
            count: int = self._library.s2b_borders(
                _at(depth), _at(part), width, height, _at(ink), _at(numbers), room, _at(out)
            )
            if count <= room:
                break
            room = count
        start, end, owner, jump_m, depth_m, bits = (out[name][:count].copy() for name in _BORDER.names or ())
        return start, end, owner, jump_m, depth_m, bits

    def walk(self, following: Indices) -> tuple[Indices, Indices, npt.NDArray[np.bool_]]:
        """See `trace.walk`."""
        links = np.array(following, dtype=np.int64)
        previous, order, lengths = np.empty((3, len(links)), dtype=np.int64)
        closed = np.empty(len(links), dtype=np.bool_)
        count = self._library.s2b_walk(
            _at(links), len(links), _at(previous), _at(order), _at(lengths), _at(closed)
        )  # fmt: skip
        return order, lengths[:count].copy(), closed[:count].copy()

    def depth_around(
        self,
        seen: tuple[Image, AnyArray],
        places: tuple[Indices, Indices],
        figures: tuple[AnyArray, Indices] | None,
        farthest_m: float,
    ) -> Array:
        """See `ink.depth_around`; seen: depth and part; figures: of the parts, and of the places."""
        depth, part = _of(seen[0], np.float32), _of(seen[1], np.int32)
        columns, rows = _of(places[0], np.int64), _of(places[1], np.int64)
        table, own = (None, None) if figures is None else (_of(figures[0], np.int32), _of(figures[1], np.int64))
        out = np.empty(len(rows))
        self._library.s2b_depth_around(
            _at(depth), _at(part), *depth.shape[::-1], _at(columns), _at(rows), len(rows),
            None if table is None else _at(table), None if own is None else _at(own), farthest_m, _at(out),
        )  # fmt: skip
        return out

    def levels(self, darkness: Image, thresholds: Sequence[float]) -> npt.NDArray[np.uint8]:
        """See `tone.tone_levels`."""
        darkness, limits = _of(darkness, np.float32), np.array(thresholds, dtype=np.float32)
        out = np.empty(darkness.shape, dtype=np.uint8)
        self._library.s2b_levels(_at(darkness), darkness.size, _at(limits), len(limits), _at(out))
        return out

    def rim(
        self,
        depth: Image,
        people: npt.NDArray[np.bool_],
        cut: tuple[slice, slice],
        reaches: Sequence[float],
        behind_m: float,
    ) -> npt.NDArray[np.bool_]:
        """See `tone.rim`; cut: the part of the picture that it can touch."""
        depth, people = _of(depth, np.float32), _of(people, np.bool_)
        out = np.zeros(people.shape, dtype=np.bool_)
        height, width = people[cut].shape
        limits, room = np.array(reaches, dtype=np.float32), np.empty((2, height * width), dtype=np.float32)
        self._library.s2b_rim(
            _at(depth[cut]), _at(people[cut]), width, height, people.shape[1], _at(limits), len(limits), behind_m,
            _at(room[0]), _at(room[1]), _at(out[cut]),
        )  # fmt: skip
        return out

    def blur_lanes(self, levels: npt.NDArray[np.uint8], lanes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
        """See `tone.blur_lanes`; lanes: of each level."""
        levels, lanes = _of(levels, np.uint8), _of(lanes, np.uint64)
        height, width = levels.shape
        out = np.empty(levels.shape, dtype=np.uint64)
        scratch = np.empty(levels.size + 4 * width + 4, dtype=np.uint64)
        self._library.s2b_blur_lanes(_at(levels), _at(lanes), width, height, _at(scratch), _at(out))
        return out

    def enlarge(
        self, blurred: npt.NDArray[np.uint64], rows: Indices, columns: Indices, tables: npt.NDArray[np.uint8]
    ) -> npt.NDArray[np.uint8]:
        """See `tone.enlarged`."""
        blurred, tables = _of(blurred, np.uint64), _of(tables, np.uint8)
        rows, columns = _of(rows, np.int64), _of(columns, np.int64)
        out = np.empty((rows.shape[1], columns.shape[1]), dtype=np.uint8)
        self._library.s2b_enlarge(
            _at(blurred), blurred.shape[1], _at(rows), _at(columns), _at(tables), len(tables), *out.shape[::-1],
            _at(out),
        )  # fmt: skip
        return out

    def streaks(
        self,
        picture: npt.NDArray[np.uint8],
        strokes: tuple[Array, Indices],
        people: tuple[npt.NDArray[np.bool_], Indices, Indices],
        strength: float,
        between: tuple[int, int],
    ) -> npt.NDArray[np.uint8]:
        """See `tone.streaks`; strokes: the points and starts of polygons; people: where, and their rows and columns."""
        out, mask = picture.copy(), _of(people[0], np.bool_)
        rows, columns = _of(people[1], np.int64), _of(people[2], np.int64)
        points, starts = _of(strokes[0], np.float64), _of(strokes[1], np.int64)
        own = _Streaks(
            _at(out), _at(mask), _at(rows), _at(columns), *out.shape[::-1], mask.shape[1], strength, *between
        )
        self._library.s2b_streaks(
            _at(points), _at(starts), len(starts) - 1, ctypes.byref(own), *self._sums(*out.shape[::-1])
        )
        return out

    def toned(self, darkness: Image, kept: npt.NDArray[np.bool_], curve: Image) -> Image:
        """See `tone_plan.toned`."""
        darkness, kept, curve = _of(darkness, np.float32), _of(kept, np.bool_), _of(curve, np.float32)
        out = np.empty_like(darkness)
        self._library.s2b_toned(_at(darkness), _at(kept), _at(curve), len(curve) - 1, darkness.size, _at(out))
        return out

    def within_limits(
        self,
        darkness: Image,
        seen: tuple[AnyArray, npt.NDArray[np.bool_], Image],
        lit_from: float,
        least: Image,
        most: Image,
    ) -> Image:
        """See `masses.within_limits`; seen: part, where shadows are cast, and facing."""
        darkness, least, most = (_of(each, np.float32) for each in (darkness, least, most))
        part, cast, facing = _of(seen[0], np.int32), _of(seen[1], np.bool_), _of(seen[2], np.float32)
        out = np.empty_like(darkness)
        self._library.s2b_within_limits(
            _at(darkness), _at(part), _at(cast), _at(facing), lit_from, _at(least), _at(most), darkness.size, _at(out)
        )  # fmt: skip
        return out

    def soften(self, covered: npt.NDArray[np.uint8], shape: tuple[int, ...], most: int) -> npt.NDArray[np.bool_]:
        """See `shade.softened`; most: what a place can add up to."""
        covered = _of(covered, np.uint8)
        out = np.empty(shape, dtype=np.bool_)
        scratch = np.empty(covered.size + 3 * covered.shape[1] + 8, dtype=np.uint16)
        self._library.s2b_soften(_at(covered), shape[1], shape[0], most, _at(scratch), _at(out))
        return out

    def covered(
        self, places: tuple[Image, Image, Image, Image], nearness: Image, size: int, view: AnyArray
    ) -> npt.NDArray[np.uint8]:
        """See `shade._covered`; places: x, y, z and depth, view: the numbers of a `ShadowView` in `shade.c`."""
        x, y, z, depth = (_of(each, np.float32) for each in places)
        nearness, view = _of(nearness, np.float32), _of(view, np.float32)
        out = np.empty(x.shape, dtype=np.uint8)
        self._library.s2b_covered(
            _at(x), _at(y), _at(z), _at(depth), x.size, _at(nearness), size, _at(view), _at(out)
        )  # fmt: skip
        return out

    def shade(
        self,
        seen: tuple[AnyArray, Image, Image],
        shadow: npt.NDArray[np.bool_],
        ground: tuple[Image, Image | None],
        surfaces: tuple[AnyArray, ...],
        light: tuple[tuple[float, ...], bool],
    ) -> Image:
        """See `shade.darkened`; seen: part, depth and facing, ground: the sky and the night, light: numbers, fog."""
        part, depth, facing = _of(seen[0], np.int32), _of(seen[1], np.float32), _of(seen[2], np.float32)
        shadow, sky = _of(shadow, np.bool_), _of(ground[0], np.float32)
        night = None if ground[1] is None else _of(ground[1], np.float32)
        table = np.empty(len(surfaces[0]), dtype=_SURFACE)
        for name, column in zip(_SURFACE.names or (), surfaces, strict=True):
            table[name] = column
        lighting = np.zeros(1, dtype=_LIGHTING)
        lighting["numbers"], lighting["has_night"], lighting["has_fog"] = light[0], night is not None, light[1]
        out = np.empty(part.shape, dtype=np.float32)
        self._library.s2b_shade(
            _at(part), _at(depth), _at(facing), _at(shadow), _at(sky), None if night is None else _at(night),
            _at(table), _at(lighting), part.size, _at(out),
        )  # fmt: skip
        return out

    def pack(self, picture: npt.NDArray[np.uint8], table: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """See `png.encode`."""
        picture, table = _of(picture, np.uint8), _of(table, np.uint8)
        height, width = picture.shape
        rows = np.empty((height, 1 + (width + 1) // 2), dtype=np.uint8)
        scratch = np.zeros(2 * rows.shape[1], dtype=np.uint8)
        self._library.s2b_pack(_at(picture), _at(table), width, height, _at(scratch), _at(rows))
        return rows
