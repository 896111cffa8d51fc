"""A small book with everything that may stand on a page, and grey test panels for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw

from screenplay2board.book.types import Book, BookPanel, BookScene, BookSettings, ScriptLine
from screenplay2board.plan.types import DialogueLine

SIZES = ("LS", "MLS", "CU", "MS", "ECU")
ACTIONS = (
    "MINA (30s, red coat) comes in out of the rain, shakes her umbrella and looks for a free table.",
    "The espresso machine hisses.",
    "Jonah slides the envelope across the table without looking at her. She does not touch it.",
    "A tram passes. Its light wanders over their faces, the cups, the letter between them.",
)


def draw_panel(path: Path, *, width_px: int = 320, height_px: int = 180, seed: int = 0) -> None:
    """Draw a 4-bit grey palette PNG, as the sketch backend writes them."""
    image = Image.new("P", (width_px, height_px), 15)
    image.putpalette([value for grey in range(16) for value in (grey * 17,) * 3])
    draw = ImageDraw.Draw(image)
    digest = hashlib.sha256(str(seed).encode()).digest()
    horizon = height_px * (90 + digest[0] % 60) // 255
    draw.rectangle((0, horizon, width_px, height_px), fill=13)
    for index in range(6):
        x = digest[index + 1] * width_px // 255
        draw.line((x, 0, width_px // 2, horizon), fill=8, width=1 + width_px // 640)
    center, head = width_px * (30 + digest[9] % 40) // 100, height_px // 9
    top = height_px // 4
    draw.rounded_rectangle(
        (center - 2 * head, top + 2 * head, center + 2 * head, height_px + head), head, fill=digest[10] % 8, outline=0
    )
    draw.ellipse((center - head, top, center + head, top + 2.4 * head), fill=14, outline=0, width=2)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, bits=4, optimize=False)


def sample_panel(number: str, index: int, **changes: object) -> BookPanel:
    """Return a panel with an image name of its own."""
    panel = BookPanel(
        id=f"shot-{number}-{index}",
        number=number,
        panel=1,
        image=f"panels/{number}-{index}.png",
        width_px=320,
        height_px=180,
        alt=f"Mina and Jonah at a table, panel {number}",
        size=SIZES[index % len(SIZES)],
        angle=("", "low angle", "high angle")[index % 3],
        move=("", "push in")[index % 2],
        lens=("", "long lens")[index % 4 == 3],
        cast=("MINA", "JONAH")[: 1 + index % 2],
        action=ACTIONS[index % len(ACTIONS)],
        duration_s=2.0 + index % 5 * 0.7,
        source=f"night.fountain:{12 + index * 3}",
    )
    return replace(panel, **changes)  # type: ignore[arg-type]


def sample_scene(number: int, panels: int, *, heading: str = "INT. CAFE - NIGHT", **changes: object) -> BookScene:
    """Return a scene whose panels are numbered 1, 1A, 1B ..."""
    letters = ("", *"ABCDEFGHJKLMNPQRSTUVWXYZ")
    made = tuple(sample_panel(f"{number}{letters[index % 25]}", number * 100 + index) for index in range(panels))
    scene = BookScene(
        number=str(number),
        anchor=f"scene-{number}",
        heading=heading,
        synopsis="",
        duration_s=sum(panel.duration_s for panel in made),
        panels=made,
    )
    return replace(scene, **changes)  # type: ignore[arg-type]


def rich_book(settings: BookSettings | None = None) -> Book:
    """Return a book in which every field of a panel occurs."""
    first = sample_scene(1, 5, synopsis="Mina waits for a man who may not come.")
    panels = list(first.panels)
    panels[0] = replace(panels[0], transition="CUT TO:", sound="Rain on glass.", framing="establishing")
    panels[1] = replace(
        panels[1],
        dialogue=(
            DialogueLine(character="MINA", text="You came.", parenthetical="(softly)"),
            DialogueLine(character="JONAH", text="I said that I would. I have never been late.", extension="O.S."),
        ),
    )
    panels[2] = replace(panels[2], notes=("the letter has no stamp", "match the light of 1A"), revised=True)
    panels[3] = replace(panels[3], image=None, failure="the renderer ran out of memory")
    panels[4] = replace(panels[4], omitted=True, image=None)
    korean = sample_scene(2, 3, heading="내부. 카페 - 밤", synopsis="미나가 기다린다.")
    spoken = replace(
        korean.panels[0],
        action="미나가 우산을 털며 들어온다. 빈자리를 찾는다.",
        cast=("미나", "준호"),
        dialogue=(DialogueLine(character="미나", text="왔구나. 똠방각하 뷁!", parenthetical="작게"),),
    )
    russian = replace(
        korean.panels[1],
        action="Мина смотрит в окно.",
        cast=("ИВАН", "ΕΛΈΝΗ", "ÉLISE"),
        dialogue=(DialogueLine(character="ΕΛΈΝΗ", text="Πού είναι το γράμμα;", extension="V.O."),),
    )
    script = (
        ScriptLine(type="scene_heading", text="EXT. STREET - NIGHT"),
        *(
            line
            for action in ACTIONS
            for line in (
                ScriptLine(type="action", text=action),
                ScriptLine(type="character", text="MINA"),
                ScriptLine(type="parenthetical", text="(softly)"),
                ScriptLine(type="dialogue", text="We should go before the rain gets heavier. It always does."),
            )
        ),
        ScriptLine(type="transition", text="CUT TO:"),
    )
    return Book(
        title="The Night Letter",
        authors="Ada Example\nBo Sample",
        credit="written by",
        draft="Blue draft",
        date="22 November 2026",
        source="night.fountain",
        scenes=(
            replace(first, panels=tuple(panels)),
            replace(korean, panels=(spoken, russian, korean.panels[2])),
            sample_scene(3, 11, heading="EXT. STREET - NIGHT", script=script),
        ),
        settings=settings or BookSettings(),
    )


def draw_pictures(book: Book, folder: Path) -> None:
    """Draw every picture that a book names."""
    for seed, panel in enumerate(panel for scene in book.scenes for panel in scene.panels):
        if panel.image:
            draw_panel(folder / panel.image, width_px=panel.width_px, height_px=panel.height_px, seed=seed)


def bare_book(scenes: Iterable[BookScene], settings: BookSettings) -> Book:
    """Return a book of these scenes with nothing on its title page but the title."""
    return Book(
        title="Bare", authors="", credit="", draft="", date="", source="", scenes=tuple(scenes), settings=settings
    )
