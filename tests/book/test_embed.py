"""Pictures in PDFs: verbatim where a PDF can hold them, compressed anew where not, refused where damaged."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image
from sample_book import draw_panel

from screenplay2board.book.embed import embed_image


def encoded(image: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, **{"format": "PNG", **options})  # type: ignore[arg-type]
    return buffer.getvalue()


def test_a_palette_png_keeps_its_bits_and_its_very_data(tmp_path: Path) -> None:
    draw_panel(tmp_path / "a.png")
    data = (tmp_path / "a.png").read_bytes()

    image = embed_image(data)

    assert (image.bits, image.colors, image.width_px, image.height_px) == (4, 1, 320, 180)
    assert image.data in data
    assert image.palette is not None
    assert image.palette[:6] == bytes([0, 0, 0, 17, 17, 17])


@pytest.mark.parametrize(("mode", "colors"), [("L", 1), ("RGB", 3)])
def test_plain_pngs_are_taken_over_verbatim(mode: str, colors: int) -> None:
    data = encoded(Image.new(mode, (30, 20), 100 if mode == "L" else (1, 2, 3)))

    image = embed_image(data)

    assert (image.bits, image.colors) == (8, colors)
    assert image.data in data


def test_transparent_parts_become_paper() -> None:
    image = embed_image(encoded(Image.new("RGBA", (2, 1), (0, 0, 0, 0))))

    # A row is a filter byte and its pixels.
    assert zlib.decompress(image.data)[-3:] in (bytes([255, 255, 255]), bytes([0, 0, 0]))
    assert image.colors == 3
    assert zlib.decompress(image.data)[1:4] == bytes([255, 255, 255])


def test_a_jpeg_is_taken_over_verbatim() -> None:
    data = encoded(Image.new("RGB", (32, 16), "red"), format="JPEG")

    image = embed_image(data)

    assert image.jpeg
    assert image.data == data


def test_a_damaged_png_is_refused(tmp_path: Path) -> None:
    draw_panel(tmp_path / "a.png")
    data = bytearray((tmp_path / "a.png").read_bytes())
    data[len(data) // 2] ^= 1

    with pytest.raises(ValueError, match="wrong checksum"):
        embed_image(bytes(data))


@pytest.mark.parametrize("length", [0, 7, 8, 40, -20])
def test_a_truncated_png_is_refused(tmp_path: Path, length: int) -> None:
    draw_panel(tmp_path / "a.png")

    with pytest.raises(ValueError, match=r"damaged PNG|not a picture"):
        embed_image((tmp_path / "a.png").read_bytes()[:length])


def test_text_is_refused() -> None:
    with pytest.raises(ValueError, match="not a picture"):
        embed_image(b"<svg onload='x()'/>")
