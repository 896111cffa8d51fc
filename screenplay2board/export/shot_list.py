"""The shot list as a table: CSV for every program, XLSX with small pictures for people.

Enters: a `Timeline`. Leaves: one row a shot, those that are omitted too.
"""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

from PIL import Image

from screenplay2board.export.types import Cut, Timeline, dialogue_lines
from screenplay2board.manifest import ManifestShot
from screenplay2board.render.panels import Progress

COLUMNS = (
    "scene",
    "heading",
    "shot",
    "panel",
    "status",
    "size",
    "angle",
    "move",
    "lens",
    "framing",
    "effect",
    "subject",
    "cast",
    "props",
    "set",
    "time",
    "weather",
    "action",
    "dialogue",
    "sound",
    "notes",
    "transition",
    "duration_s",
    "timecode",
    "picture",
)
LONG = frozenset({"heading", "action", "dialogue", "notes"})
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that spreadsheets would calculate

THUMBNAIL_PX = 240
POINTS_IN_PX = 0.75
CREATED = datetime.datetime(1980, 1, 1)  # the same board gives the same file on every day


def write_csv(timeline: Timeline, path: Path, progress: Progress) -> None:  # noqa: ARG001
    """Write UTF-8 with a byte order mark, without which spreadsheets take other letters than ASCII for Latin-1."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([_harmless(str(value)) for value in row] for row in rows(timeline))


def write_xlsx(timeline: Timeline, path: Path, progress: Progress) -> None:
    """Write a workbook: a small picture before each row, the head fixed, a filter on every column."""
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs] # the extra `export`

    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    pictures = {(cut.shot.id, cut.shot.panel): cut.picture for cut in timeline.cuts}
    found = rows(timeline)
    progress.begin("shot list", len(found))
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": timeline.title, "created": CREATED})
        sheet = book.add_worksheet("Shots")
        head = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        height_px = THUMBNAIL_PX * timeline.frame_px[1] / timeline.frame_px[0]
        sheet.write_row(0, 0, ["", *(name.replace("_", " ") for name in COLUMNS)], head)
        sheet.set_column_pixels(0, 0, THUMBNAIL_PX + 8)
        for column, name in enumerate(COLUMNS, start=1):
            sheet.set_column(column, column, 36 if name in LONG else 12)
        for line, (shot, row) in enumerate(zip(timeline.manifest.shots, found, strict=True), start=1):
            sheet.set_row(line, height_px * POINTS_IN_PX)
            sheet.write_row(line, 1, row, text)
            picture = pictures.get((shot.id, shot.panel))
            if picture is not None:
                small = _thumbnail(timeline.folder / picture)
                sheet.insert_image(line, 0, picture, {"image_data": small, "description": row[2], "x_offset": 4})
            progress.advance()
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 1, len(found), len(COLUMNS))
    progress.end()


def rows(timeline: Timeline) -> list[list[str | float]]:
    """Return what stands in each column, one row a shot of the manifest."""
    headings = {scene.scene: scene.heading for scene in timeline.manifest.scenes}
    cuts = {(cut.shot.id, cut.shot.panel): cut for cut in timeline.cuts}
    return [
        _row(shot, headings.get(shot.scene, ""), cuts.get((shot.id, shot.panel)), timeline)
        for shot in timeline.manifest.shots
    ]


def _row(shot: ManifestShot, heading: str, cut: Cut | None, timeline: Timeline) -> list[str | float]:
    values: dict[str, str | float] = {
        "scene": shot.scene,
        "heading": heading,
        "shot": shot.number,
        "panel": shot.panel,
        "status": shot.status,
        "size": shot.size,
        "angle": shot.angle,
        "move": shot.move,
        "lens": shot.lens,
        "framing": shot.framing,
        "effect": shot.effect or "",
        "subject": ", ".join(shot.subject),
        "cast": ", ".join(shot.cast),
        "props": ", ".join(shot.props),
        "set": shot.set,
        "time": shot.time,
        "weather": shot.weather,
        "action": shot.action,
        "dialogue": "\n".join(f"{cue}: {speech}" for cue, speech in dialogue_lines(shot)),
        "sound": shot.sound,
        "notes": "\n".join(shot.notes),
        "transition": shot.transition,
        "duration_s": shot.duration_s,
        "timecode": timeline.rate.timecode(timeline.start_timecode + cut.start) if cut else "",
        "picture": shot.picture or "",
    }
    return [values[name] for name in COLUMNS]


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet calculates: a script may come from anybody."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _thumbnail(path: Path) -> io.BytesIO:
    with Image.open(path) as picture:
        small = picture.convert("L" if picture.mode in ("1", "L", "P") else "RGB")
        small.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX * 4))
        data = io.BytesIO()
        small.save(data, "PNG", optimize=False)
    return data
