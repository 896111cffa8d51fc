"""Turn a panel's picture into an image of a PDF without decoding it.

Enters: the bytes of a PNG or JPEG. Leaves: the stream and what its dictionary says. A PNG's compressed data is a PDF's
FlateDecode stream with a PNG predictor (ISO 32000-1, 7.4.4.4), so that it is taken over byte by byte, at its own bit
depth; what a PDF cannot hold so (interlace, alpha, 16 bits) is compressed anew.
Source: PNG specification, https://www.w3.org/TR/png-3/
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# PNG colour types: bit 0 palette, bit 1 colour, bit 2 alpha.
GREY, RGB, PALETTE = 0, 2, 3
# A panel is a few megapixels; a larger picture is hostile or a mistake.
PIXELS_LIMIT = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedImage:
    """An image stream. colors: components a pixel. palette: RGB bytes of an indexed image. jpeg: a DCT stream."""

    data: bytes
    width_px: int
    height_px: int
    bits: int
    colors: int
    palette: bytes | None = None
    jpeg: bool = False


def embed_image(data: bytes) -> EmbeddedImage:
    """Return the image in `data` as a PDF holds it.

    Raises: ValueError where it is no picture, or a damaged one.
    """
    if data.startswith(PNG_SIGNATURE):
        verbatim = _png_verbatim(data)
        if verbatim is not None:
            return verbatim
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > PIXELS_LIMIT:
                raise ValueError(f"picture of {image.width}x{image.height} px is too large")
            if image.format == "JPEG" and image.mode in ("L", "RGB"):
                image.verify()
                colors = 3 if image.mode == "RGB" else 1
                width, height = image.size
                return EmbeddedImage(data=data, width_px=width, height_px=height, bits=8, colors=colors, jpeg=True)
            return _compressed_anew(image)
    except (OSError, SyntaxError, Image.DecompressionBombError) as err:
        raise ValueError(f"not a picture that can be read: {err}") from err


def _png_verbatim(data: bytes) -> EmbeddedImage | None:
    """Take over the data of a PNG, None where a PDF cannot hold it as it is.

    Raises: ValueError where the PNG is damaged.
    """
    width = height = bits = color_type = 0
    palette: bytes | None = None
    pieces: list[bytes] = []
    for kind, body in _png_chunks(data):
        if kind == b"IHDR":
            width, height, bits, color_type, _, _, interlace = struct.unpack(">IIBBBBB", body)
            if interlace or bits > 8 or color_type not in (GREY, RGB, PALETTE):
                return None
        elif kind == b"PLTE":
            palette = body
        elif kind == b"tRNS":
            return None
        elif kind == b"IDAT":
            pieces.append(body)
    if not pieces or not width or not height or (color_type == PALETTE and not palette):
        raise ValueError("damaged PNG: no image data")
    return EmbeddedImage(
        data=b"".join(pieces),
        width_px=width,
        height_px=height,
        bits=bits,
        colors=3 if color_type == RGB else 1,
        palette=palette if color_type == PALETTE else None,
    )


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield type and body of each chunk, checksums verified up to the end chunk."""
    at = len(PNG_SIGNATURE)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        checksum = data[at + 8 + length : at + 12 + length]
        if len(checksum) < 4 or struct.unpack(">I", checksum)[0] != zlib.crc32(body, zlib.crc32(kind)):
            raise ValueError("damaged PNG: wrong checksum")
        if kind == b"IEND":
            return
        yield kind, body
        at += 12 + length
    raise ValueError("damaged PNG: it ends too early")


def _compressed_anew(image: Image.Image) -> EmbeddedImage:
    """Compress a picture that a PDF cannot take over; transparent parts show white paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba)
    mode = "L" if image.mode in ("1", "L", "I;16", "I") else "RGB"
    buffer = io.BytesIO()
    image.convert(mode).save(buffer, format="PNG")
    result = _png_verbatim(buffer.getvalue())
    if result is None:
        raise ValueError("not a picture that can be printed")
    return result
