"""The board as a project of Storyboarder (https://github.com/wonderunit/storyboarder), to be drawn over by hand.

Its form, as the program's own models read it (`src/js/models/board.js`): a JSON file, and in `images/` beside it a
picture for each layer of each board, 900 pixels along the shorter side, with a thumbnail 60 pixels high.
"""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from screenplay2board.export.types import Cut, Timeline, dialogue_lines
from screenplay2board.files import replacing
from screenplay2board.render.panels import Progress

VERSION = "2.1.0"  # of the program whose form this is
IMAGES = "images"
LAYER = "reference"  # lies under all that people draw
SHORTER_SIDE_PX = 900
THUMBNAIL_PX = 60  # high
BOARD_MS = 2000  # the program's usual length of a new board
MS_IN_S = 1000
UID_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
UID_LENGTH = 5


def write_storyboarder(timeline: Timeline, path: Path, progress: Progress) -> None:
    """Write the pictures into `images/` beside `path`, then the project.

    Raises: OSError where that cannot be written, or where somebody has drawn in the project that is there.
    """
    _refuse_drawn(path.with_name(f"{timeline.name}.storyboarder"))
    width, height = timeline.frame_px
    progress.begin("pictures", len(timeline.cuts))
    boards: list[dict[str, Any]] = []
    for number, (cut, uid) in enumerate(zip(timeline.cuts, _uids(timeline), strict=True), start=1):
        board = _board(cut, number, uid, timeline)
        _write_pictures(timeline.folder / cut.picture, path.parent / IMAGES, board, width / height)
        boards.append(board)
        progress.advance()
    project = {
        "version": VERSION,
        "aspectRatio": width / height,
        "fps": round(float(timeline.rate.exact), 3),
        "defaultBoardTiming": BOARD_MS,
        "boards": boards,
    }
    path.write_text(json.dumps(project, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    progress.end()


def _board(cut: Cut, number: int, uid: str, timeline: Timeline) -> dict[str, Any]:
    start, end = (round(frame * MS_IN_S / timeline.rate.exact) for frame in (cut.start, cut.end))
    stem = f"board-{number}-{uid}"
    return {
        "uid": uid,
        "url": f"{stem}.png",
        "newShot": cut.shot.panel == 1,
        "lastEdited": 0,
        "layers": {LAYER: {"url": f"{stem}-{LAYER}.png", "opacity": 1}},
        "number": number,
        "shot": cut.name,
        "time": start,
        "duration": end - start,
        "dialogue": "\n".join(f"{cue}: {speech}" for cue, speech in dialogue_lines(cut.shot)),
        "action": cut.shot.action,
        "notes": "\n".join([cut.slate, *cut.shot.notes]),
    }


def _write_pictures(source: Path, folder: Path, board: dict[str, Any], aspect: float) -> None:
    size = (SHORTER_SIDE_PX * aspect, SHORTER_SIDE_PX) if aspect >= 1 else (SHORTER_SIDE_PX, SHORTER_SIDE_PX / aspect)
    with Image.open(source) as picture:
        for name, wanted in (
            (board["layers"][LAYER]["url"], size),
            (board["url"].replace(".png", "-thumbnail.png"), (THUMBNAIL_PX * aspect, THUMBNAIL_PX)),
        ):
            pixels = (max(1, round(wanted[0])), max(1, round(wanted[1])))
            with replacing(folder / name) as temporary:
                picture.resize(pixels, Image.Resampling.LANCZOS).save(temporary, "PNG")


def _uids(timeline: Timeline) -> Iterator[str]:
    """Yield a name for each board that stays with its shot when others come or go; no two are the same."""
    taken: set[str] = set()
    for cut in timeline.cuts:
        salt = 0
        while (uid := _uid(f"{cut.shot.id}/{cut.shot.panel}/{salt}")) in taken:
            salt += 1
        taken.add(uid)
        yield uid


def _uid(text: str) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest())
    return "".join(UID_LETTERS[number // len(UID_LETTERS) ** place % len(UID_LETTERS)] for place in range(UID_LENGTH))


def _refuse_drawn(project: Path) -> None:
    """Raise FileExistsError where a board of the project has more layers than the one that is written here."""
    try:
        boards = json.loads(project.read_bytes())["boards"]
        drawn = any(set(board["layers"]) - {LAYER} for board in boards)
    except FileNotFoundError:
        return
    except (ValueError, LookupError, TypeError):
        drawn = True  # whatever it is, it was not written here
    if drawn:
        raise FileExistsError(errno.EEXIST, "somebody has drawn in it", str(project))
