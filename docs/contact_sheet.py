"""Put the panels of a built book on one sheet: `python docs/contact_sheet.py build/last-ferry sheet.png`.

Enters: a folder that `s2b build` wrote. Leaves: a grey PNG of 16 tones, panels in the order of the book, numbered.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

GAP_PX = 8
LABEL_PX = 16
TONES = 16


def contact_sheet(book: Path, columns: int, width_px: int, start: int, count: int | None) -> Image.Image:
    """Return `count` panels of `book` from `start` on, `columns` beside each other, each `width_px` wide."""
    manifest = json.loads((book / "manifest.json").read_text(encoding="utf-8"))
    shots = [shot for shot in manifest["shots"] if shot["picture"]][start:]
    shots = shots[:count] if count else shots
    pictures = [Image.open(book / shot["picture"]).convert("L") for shot in shots]
    height_px = round(width_px * pictures[0].height / pictures[0].width)
    rows = -(-len(pictures) // columns)
    sheet = Image.new(
        "L", (columns * (width_px + GAP_PX) + GAP_PX, rows * (height_px + LABEL_PX + GAP_PX) + GAP_PX), 255
    )
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(LABEL_PX - 4)
    for index, (shot, picture) in enumerate(zip(shots, pictures, strict=True)):
        x = GAP_PX + index % columns * (width_px + GAP_PX)
        y = GAP_PX + index // columns * (height_px + LABEL_PX + GAP_PX)
        sheet.paste(picture.resize((width_px, height_px), Image.Resampling.LANCZOS), (x, y))
        draw.rectangle((x, y, x + width_px - 1, y + height_px - 1), outline=40)
        draw.text((x, y + height_px + 1), f"{shot['number']}  {shot['size']}", fill=40, font=font)
    return sheet


def main() -> None:
    """Read the arguments and write the sheet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("book", type=Path)
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("--width", type=int, default=400, help="of a panel, in pixels")
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--count", type=int)
    arguments = parser.parse_args()
    sheet = contact_sheet(arguments.book, arguments.columns, arguments.width, arguments.start, arguments.count)
    sheet.quantize(TONES, dither=Image.Dither.NONE).save(arguments.sheet, optimize=True, bits=4)
    print(f"{arguments.sheet}: {arguments.sheet.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
