"""The compiled hot loops: find the library that was built of `kernels.c`, and call it with arrays.

Enters: arrays as the NumPy functions take them. Leaves: what those return, equal to the last bit. Where there is no
library (no compiler when the package was installed), `compiled()` is None and the NumPy functions do the work.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
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

WITHOUT = "S2B_NO_KERNELS"  # set in the environment, it makes NumPy do all the work
SOURCE = Path(__file__).with_name("kernels.c")
LIBRARY = SOURCE.with_name({"win32": "libkernels.dll", "darwin": "libkernels.dylib"}.get(sys.platform, "libkernels.so"))

_I, _D, _F, _P = ctypes.c_int64, ctypes.c_double, ctypes.c_float, ctypes.c_void_p
_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "s2b_rasterize": (_I, (_P, _P, _P, _P, _I, _I, _I, _D, _D, _P, _P, _P)),
    "s2b_interpolate": (None, (_P, _P, _P, _P, _P, _I, _I, _P, _P)),
    "s2b_coverage": (None, (_P, _P, _I, _I, _I, _P, _P)),
    "s2b_fill": (None, (_P, _P, _I, _D, _D, _I, _I, _I, _F, _F, _P, _P)),
    "s2b_fill_mixed": (None, (_P, _P, _I, _P, _D, _D, _I, _I, _I, _F, _P, _P, _P)),
    "s2b_changes": (_I, (_P, _P, _I, _I, _I, _I, _F, _F, _P, _P, _P)),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no library, and what brings it."""

    reason: str
    hint: str = "install a C compiler (gcc or clang), then install screenplay2board again"


def source_digest(source: Path = SOURCE) -> str:
    """Return what a library built of `source` must report: a library of older code is not used."""
    return hashlib.sha256(source.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:16]


@cache
def find() -> Kernels | Missing:
    """Return the library, or why there is none."""
    if os.environ.get(WITHOUT):
        return Missing(f"turned off by {WITHOUT}", f"unset {WITHOUT}")
    if not LIBRARY.exists():
        return Missing("not compiled when this was installed")
    try:
        library = ctypes.CDLL(str(LIBRARY))
        library.s2b_source.restype = ctypes.c_char_p
        built_of = library.s2b_source()
        if built_of != source_digest().encode():
            return Missing("compiled from an older version", "install screenplay2board again")
    except (OSError, AttributeError) as error:
        return Missing(f"cannot be loaded ({error})")
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


class Kernels:
    """The functions of `kernels.c`; each returns what the NumPy function of its name returns."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library

    def rasterize(
        self,
        points: Array,
        nearness: Array,
        faces: Indices,
        two_sided: npt.NDArray[np.bool_],
        size: tuple[int, int],
        least: tuple[float, float],
    ) -> tuple[Array, Indices, int]:
        """See `raster.rasterize`; least: double area, and how far outside its edges a triangle reaches."""
        width, height = size
        points, nearness = _of(points, np.float64), _of(nearness, np.float64)
        faces, two_sided = _of(faces, np.int64), _of(two_sided, np.bool_)
        chosen = np.empty(len(faces), dtype=np.int64)
        keys, face = np.empty((height, width)), np.empty((height, width), dtype=np.int64)
        count = self._library.s2b_rasterize(
            _at(points), _at(nearness), _at(faces), _at(two_sided), len(faces), width, height, *least,
            _at(chosen), _at(keys), _at(face),
        )  # fmt: skip
        return keys, face, count

    def interpolate(self, screen: Array, values: Array, faces: Indices, triangle: Indices, depth: Image) -> Image:
        """See `raster.interpolate`."""
        screen, values = _of(screen, np.float64), _of(values, np.float64)
        faces, triangle, depth = _of(faces, np.int64), _of(triangle, np.int64), _of(depth, np.float32)
        height, width = triangle.shape
        planes, out = np.zeros((len(faces), 4)), np.empty((height, width), dtype=np.float32)
        self._library.s2b_interpolate(
            _at(screen), _at(values), _at(faces), _at(triangle), _at(depth), width, height, _at(planes), _at(out)
        )
        return out

    def coverage(self, points: Array, starts: Indices, width: int, height: int) -> Image:
        """See `paint.coverage`."""
        points, starts = _of(points, np.float64), _of(starts, np.int64)
        cells = np.zeros((height, width + 2), dtype=np.int64)
        out = np.empty((height, width), dtype=np.float32)
        self._library.s2b_coverage(_at(points), _at(starts), len(starts) - 1, width, height, _at(cells), _at(out))
        return out

    def fill(
        self, points: Array, starts: Indices, shift: tuple[float, float], part: Image, ink: tuple[float, float]
    ) -> None:
        """Fill polygons, moved by -`shift`, into `part` of a picture; ink: grey and alpha. See `paint.Canvas.fill`."""
        points, starts = _of(points, np.float64), _of(starts, np.int64)
        height, width = part.shape
        cells = np.zeros((height, width + 2), dtype=np.int64)
        self._library.s2b_fill(
            _at(points), _at(starts), len(starts) - 1, *shift, width, height, part.strides[0] // 4, *ink,
            _at(cells), _at(part),
        )  # fmt: skip

    def fill_mixed(
        self, points: Array, starts: Indices, greys: Array, shift: tuple[float, float], part: Image, nothing: float
    ) -> None:
        """Fill polygons, each in its grey, into `part` of a picture. See `paint.Canvas.fill_mixed`."""
        points, starts, greys = _of(points, np.float64), _of(starts, np.int64), _of(greys, np.float64)
        height, width = part.shape
        cells = np.zeros((2, height, width + 2), dtype=np.int64)
        self._library.s2b_fill_mixed(
            _at(points), _at(starts), len(starts) - 1, _at(greys), *shift, width, height, part.strides[0] // 4,
            nothing, _at(cells[0]), _at(cells[1]), _at(part),
        )  # fmt: skip

    def changes(
        self, depth: Image, part: npt.NDArray[np.int32], lowest: float, per_metre: float
    ) -> tuple[Indices, Indices]:
        """See `trace.changes`; both images may be transposed ones."""
        turned = depth.flags.f_contiguous and not depth.flags.c_contiguous
        order = "F" if turned else "C"
        depth, part = np.asarray(depth, np.float32, order=order), np.asarray(part, np.int32, order=order)
        lines, steps = depth.shape[0], depth.shape[1] - 1
        apart = (1, lines) if turned else (steps + 1, 1)
        marks = np.empty(16 * max(steps, 1), dtype=np.uint8)
        places = np.empty((2, lines * steps), dtype=np.int64)
        count = self._library.s2b_changes(
            _at(depth), _at(part), lines, steps, *apart, lowest, per_metre, _at(marks), _at(places[0]), _at(places[1])
        )
        return places[0, :count], places[1, :count]
