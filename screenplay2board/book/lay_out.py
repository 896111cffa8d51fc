"""From a plan and its pictures to a book: what stands on the pages, in words for people.

Enters: the shot list, its screenplay, and where each picture lies. Leaves: a `Book`, still without pages.
Sizes, angles and moves are named as in docs/film.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from screenplay2board.book.alt_text import alt_text
from screenplay2board.book.camera_names import ANGLE_NAMES, FRAMING_NAMES, LENS_NAMES, SIZE_NAMES
from screenplay2board.book.types import Book, BookPanel, BookPlan, BookScene, BookSettings, ScriptLine
from screenplay2board.book.wording import Wording
from screenplay2board.plan.types import Shot, ShotList
from screenplay2board.screenplay.types import Scene, Screenplay

LONGEST_STEM = 40  # characters; four bytes each still leave room within the 255 bytes of most file systems
RESERVED_STEM = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # names of devices on Windows
SCRIPT_TYPES = frozenset(
    {"action", "character", "parenthetical", "dialogue", "lyrics", "transition", "centered", "scene_heading"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelPicture:
    """The picture of a shot: its file below the output folder, or why there is none. doubt: what a judge refused."""

    file: str | None
    failure: str = ""
    doubt: str = ""


def lay_out(
    shot_list: ShotList,
    screenplay: Screenplay,
    pictures: Mapping[str, PanelPicture],
    frame_px: tuple[int, int],
    settings: BookSettings,
    wording: Wording,
    date: str,
    plans: Mapping[str, BookPlan] | None = None,
) -> Book:
    """Return the book of `shot_list`; `pictures` is by shot id, `plans` by scene number.

    wording: of the book's language. `date` is printed where the title page has none.
    """
    written = {scene.number: scene for scene in screenplay.scenes}
    revised = {number: _revised_lines(scene) for number, scene in written.items()}
    scenes = tuple(
        BookScene(
            number=scene.number,
            anchor=anchor(scene.number),
            heading=scene.heading,
            synopsis=scene.synopsis,
            duration_s=sum(shot.duration_s for shot in scene.shots if shot.status == "active"),
            panels=tuple(
                _panel(
                    shot,
                    pictures.get(shot.id),
                    frame_px,
                    alt_text(shot, scene, wording),
                    revised.get(scene.number, frozenset()),
                )
                for shot in scene.shots
            ),
            script=tuple(
                ScriptLine(type=element.type, text=element.text)
                for element in (written[scene.number].elements if scene.number in written else ())
                if element.type in SCRIPT_TYPES and element.text
            ),
            plan=(plans or {}).get(scene.number),
        )
        for scene in shot_list.scenes
    )
    return Book(
        title=shot_list.title,
        authors=_entry(screenplay, "author", "authors", "글", "작가"),
        credit=_entry(screenplay, "credit"),
        draft=_entry(screenplay, "draft date", "revision"),
        date=_entry(screenplay, "date") or date,
        source=PurePath(shot_list.file).name,  # where it lies on one machine is nothing for a book
        scenes=scenes,
        settings=settings,
    )


def anchor(scene_number: str) -> str:
    """Return the id of a scene in the HTML and the PDF: `scene-12a`."""
    return "scene-" + re.sub(r"[^a-z0-9]+", "-", scene_number.lower()).strip("-")


def picture_names(shots: Iterable[Shot]) -> dict[str, str]:
    """Return the file name of each shot's picture, by shot id: `012B.png`, `012B-2.png` for its second panel.

    Numbers can clash (setup A of scene 10, first setup of an inserted scene 10A): the later one's id is added.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for shot in shots:
        rest = shot.number.lstrip("0123456789")
        digits = shot.number[: len(shot.number) - len(rest)]
        stem = _file_stem((digits.zfill(3) if digits else "") + rest)
        if shot.panel > 1:
            stem += f"-{shot.panel}"
        if stem.lower() in taken:
            stem += "-" + _file_stem(shot.id)
        wanted, count = stem, 1
        while stem.lower() in taken:  # two ids may read the same once they are file names
            count += 1
            stem = f"{wanted}-{count}"
        taken.add(stem.lower())  # file systems that ignore case keep one of two
        names[shot.id] = f"{stem}.png"
    return names


def _file_stem(text: str) -> str:
    """Return `text` as a part of a file name that every system takes, however long and whatever is in it."""
    stem = re.sub(r"[^\w-]+", "-", text)[:LONGEST_STEM]
    return f"{stem}-" if RESERVED_STEM.fullmatch(stem) else stem


def _revised_lines(scene: Scene) -> frozenset[int]:
    """Return the lines of a scene that its script marks as revised."""
    spans = (element.span for element in scene.elements if element.revision)
    return frozenset(line for span in spans for line in range(span.line, span.end_line + 1))


def _panel(
    shot: Shot, picture: PanelPicture | None, frame_px: tuple[int, int], alt: str, revised: frozenset[int]
) -> BookPanel:
    return BookPanel(
        id=shot.id,
        number=shot.number,
        panel=shot.panel,
        image=picture.file if picture else None,
        width_px=frame_px[0],
        height_px=frame_px[1],
        alt=alt,
        size=shot.size,
        size_name=SIZE_NAMES[shot.size],
        angle=ANGLE_NAMES[shot.angle],
        move=shot.move if shot.move != "static" else "",
        lens=LENS_NAMES[shot.lens],
        effect=shot.effect or "",
        framing=FRAMING_NAMES[shot.framing],
        cast=tuple(name for name in shot.subject if any(actor.name == name for actor in shot.actors)),
        action=shot.action,
        dialogue=shot.dialogue,
        sound=shot.sound,
        notes=shot.notes,
        transition=shot.transition,
        duration_s=shot.duration_s,
        source=str(shot.span.line),
        omitted=shot.status == "omitted",
        failure=picture.failure if picture else "",
        doubt=picture.doubt if picture else "",
        revised=any(not revised.isdisjoint(range(span.line, span.end_line + 1)) for span in shot.covers),
    )


def _entry(screenplay: Screenplay, *keys: str) -> str:
    return next((text for key in keys if (text := screenplay.title_entry(key))), "")
