"""Write greys as a small PNG: 16 greys, 4 bits a pixel, the same bytes every time.

Specification: https://www.w3.org/TR/png-3/ (palette images, section 11.2.2).
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch.kernels import compiled

Bytes = npt.NDArray[np.uint8]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LEVEL = 6  # of zlib: higher ones take twice as long for 2 % less


def encode(picture: npt.NDArray[np.uint8], palette: tuple[int, ...]) -> bytes:
    """Return a PNG of `picture` (height, width) in the at most 16 greys of `palette`; each pixel takes the nearest."""
    if not 1 <= len(palette) <= 16:
        raise ValueError(f"a palette of {len(palette)} greys does not fit 4 bits")
    height, width = picture.shape
    greys = np.asarray(palette, dtype=np.int64)
    table = np.abs(np.arange(256)[:, None] - greys[None]).argmin(axis=1).astype(np.uint8)
    kernels = compiled()
    rows = _less_above(_packed(picture, table) if kernels is None else kernels.pack(picture, table))
    header = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 15, 9)
    data = packer.compress(rows.tobytes()) + packer.flush()
    colours = np.repeat(greys, 3).astype(np.uint8).tobytes()
    return _SIGNATURE + b"".join(
        _chunk(name, content)
        for name, content in ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", data), (b"IEND", b""))
    )


def _packed(picture: Bytes, table: Bytes) -> Bytes:
    """Return rows of 4-bit indices, two a byte, each row after its filter, 0."""
    height, width = picture.shape
    indices = np.zeros((height, (width + 1) // 2 * 2), dtype=np.uint8)
    indices[:, :width] = table[picture]
    rows = np.zeros((height, 1 + indices.shape[1] // 2), dtype=np.uint8)
    rows[:, 1:] = (indices[:, 0::2] << 4) | indices[:, 1::2]
    return rows


def _less_above(rows: Bytes) -> Bytes:
    """Return the rows less the ones above them, filter 2 (Up): edges run down as often as across, 9 % smaller."""
    filtered = rows.copy()
    filtered[1:] -= rows[:-1]
    filtered[:, 0] = 2
    return filtered


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
