"""Write greys as a small PNG: 16 greys, 4 bits a pixel, the same bytes every time.

Specification: https://www.w3.org/TR/png-3/ (palette images, section 11.2.2; filters, section 9).
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch.kernels import compiled

Bytes = npt.NDArray[np.uint8]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Tones are flat: what is left after the filters is runs of zeros, which Z_RLE packs five times as fast as a search for
# repetitions, and 5 % smaller.
_COMPRESSION = (6, zlib.DEFLATED, 15, 8, zlib.Z_RLE)
_UP, _PAETH = 2, 4


def encode(picture: npt.NDArray[np.uint8], palette: tuple[int, ...]) -> bytes:
    """Return a PNG of `picture` (height, width) in the at most 16 greys of `palette`; each pixel takes the nearest."""
    if not 1 <= len(palette) <= 16:
        raise ValueError(f"a palette of {len(palette)} greys does not fit 4 bits")
    height, width = picture.shape
    greys = np.asarray(palette, dtype=np.int64)
    table = np.abs(np.arange(256)[:, None] - greys[None]).argmin(axis=1).astype(np.uint8)
    kernels = compiled()
    rows = _filtered(_packed(picture, table)) if kernels is None else kernels.pack(picture, table)
    header = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    packer = zlib.compressobj(*_COMPRESSION)
    data = packer.compress(rows.tobytes()) + packer.flush()
    colours = np.repeat(greys, 3).astype(np.uint8).tobytes()
    return _SIGNATURE + b"".join(
        _chunk(name, content)
        for name, content in ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", data), (b"IEND", b""))
    )


def _packed(picture: Bytes, table: Bytes) -> Bytes:
    """Return rows of 4-bit indices, two a byte."""
    height, width = picture.shape
    indices = np.zeros((height, (width + 1) // 2 * 2), dtype=np.uint8)
    indices[:, :width] = table[picture]
    return ((indices[:, 0::2] << 4) | indices[:, 1::2]).astype(np.uint8, copy=False)


def _filtered(packed: Bytes) -> Bytes:
    """Return the rows after their filter: of Up and Paeth the one that leaves fewer bytes, Up where both leave as many.

    Up is good at edges that run down, Paeth at those that lean.
    """
    above, left, corner = np.zeros_like(packed), np.zeros_like(packed), np.zeros_like(packed)
    above[1:], left[:, 1:], corner[1:, 1:] = packed[:-1], packed[:, :-1], packed[:-1, :-1]
    across, down = above.astype(np.int16) - corner, left.astype(np.int16) - corner  # from the guess to left and above
    from_left, from_above, from_corner = np.abs(across), np.abs(down), np.abs(across + down)
    guess = np.where(from_above <= from_corner, above, corner)
    guess = np.where((from_left <= from_above) & (from_left <= from_corner), left, guess)
    up, paeth = packed - above, packed - guess
    wins = np.count_nonzero(paeth, axis=1) < np.count_nonzero(up, axis=1)
    rows = np.where(wins[:, None], paeth, up)
    return np.concatenate([np.where(wins, _PAETH, _UP).astype(np.uint8)[:, None], rows], axis=1)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
