"""Measure a feature-length book: 1,500 panels of 1280x720 to HTML and PDF, cold, unchanged, and with one scene edited.

    python benchmarks/book.py [--panels 1500] [--style three]

Prints processor seconds, peak memory and file size, one line a step. Panels are 4-bit grey palette PNGs of about 65 KB,
the size of those of the sketch backend.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from screenplay2board.book.html import write_html
from screenplay2board.book.pdf import write_pdf
from screenplay2board.book.types import Book, BookPanel, BookScene, BookSettings
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.types import DialogueLine

PANELS_PER_SCENE = 13
DIFFERENT_PICTURES = 100
WIDTH_PX, HEIGHT_PX = 1280, 720
ACTION = "Mina crosses the platform, against the stream of people, without taking her eyes off the man with the case."
SPEECH = "You could have called. You could have written. You could have done a thousand things, and you did none."


def draw_pictures(folder: Path) -> None:
    """Draw pictures whose PNGs are as large as those of sketches."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(7)
    rows = np.linspace(15, 8, HEIGHT_PX)[:, None]  # (height, 1)
    for index in range(DIFFERENT_PICTURES):
        grain = random.random((HEIGHT_PX, WIDTH_PX)) < 0.035  # strokes of marker and ink, (height, width)
        pixels = np.where(grain, random.integers(0, 15, (HEIGHT_PX, WIDTH_PX)), rows).astype(np.uint8)
        image = Image.fromarray(pixels, "L")
        indexed = Image.frombytes("P", image.size, image.tobytes())
        indexed.putpalette([value for grey in range(16) for value in (grey * 17,) * 3])
        indexed.save(folder / f"{index:03d}.png", bits=4)


def make_book(out: Path, panels: int, style: str) -> Book:
    """Return a book of `panels` panels; each picture is a file of its own, as in a real book."""
    source = out / "source"
    draw_pictures(source)
    (out / "panels").mkdir()
    scenes: list[BookScene] = []
    for first in range(0, panels, PANELS_PER_SCENE):
        number = first // PANELS_PER_SCENE + 1
        made: list[BookPanel] = []
        for index in range(first, min(first + PANELS_PER_SCENE, panels)):
            name = f"panels/{index:05d}.png"
            data = (source / f"{index % DIFFERENT_PICTURES:03d}.png").read_bytes()
            (out / name).write_bytes(data)
            letter = "" if index == first else "ABCDEFGHJKLMNPQRSTUVWXYZ"[index - first - 1]
            made.append(_panel(index, f"{number}{letter}", name))
        scenes.append(
            BookScene(
                number=str(number),
                anchor=f"scene-{number}",
                heading=f"INT. STATION - PLATFORM {number} - NIGHT",
                synopsis="",
                duration_s=sum(panel.duration_s for panel in made),
                panels=tuple(made),
            )
        )
    return Book(
        title="The Last Train",
        authors="A. Writer",
        credit="written by",
        draft="Draft 3",
        date="",
        source="train.fountain",
        scenes=tuple(scenes),
        settings=BookSettings(style=style),  # type: ignore[arg-type]
    )


def _panel(index: int, number: str, image: str) -> BookPanel:
    return BookPanel(
        id=f"p{index}",
        number=number,
        panel=1,
        image=image,
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        alt="Mina on the platform",
        size=("Wide shot", "Medium shot", "Close-up")[index % 3],
        angle=("", "low angle")[index % 2],
        cast=("MINA", "JONAH"),
        action=ACTION,
        dialogue=(DialogueLine(character="MINA", text=SPEECH),) if index % 2 else (),
        duration_s=3.0,
        source=f"train.fountain:{index * 3}",
    )


def measure(name: str, step: Callable[[], object]) -> None:
    """Run one step and print what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    step()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    print(f"{name:28} {time.process_time() - cpu:7.2f} cpu s {time.perf_counter() - wall:7.2f} s, peak {peak:5.0f} MB")


def main() -> None:
    """Measure the steps of a book."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panels", type=int, default=1500)
    parser.add_argument("--style", default="three")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        book = make_book(out, options.panels, options.style)
        diagnostics = Diagnostics()
        pdf, cache = out / "book.pdf", out / "cache"
        measure("html", lambda: write_html(book, out, diagnostics))
        measure("pdf, cold", lambda: write_pdf(book, pdf, out, cache, diagnostics))
        print(f"{'':28} {pdf.stat().st_size / 1e6:7.1f} MB")
        measure("pdf, nothing changed", lambda: write_pdf(book, pdf, out, cache, diagnostics))
        scene = book.scenes[3]
        edited = replace(scene, panels=(replace(scene.panels[0], action="Nobody."), *scene.panels[1:]))
        changed = replace(book, scenes=(*book.scenes[:3], edited, *book.scenes[4:]))
        measure("pdf, one scene edited", lambda: write_pdf(changed, pdf, out, cache, diagnostics))
        for diagnostic in diagnostics:
            print(f"{diagnostic.code}: {diagnostic.message}")


if __name__ == "__main__":
    main()
