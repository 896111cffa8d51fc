"""Copy the pictures of both sides beside the page that shows them.

Enters: boards, whose folders may come from anybody. Leaves: PNG files below the page's folder, named by their content,
so that what both sides show is there once.
"""

from __future__ import annotations

import hashlib
import struct
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from screenplay2board.book.embed import PNG_SIGNATURE
from screenplay2board.compare.types import Board
from screenplay2board.files import inside, write_atomically
from screenplay2board.manifest import ManifestShot
from screenplay2board.output import PANELS

LARGEST_BYTES = 100_000_000
NAME_DIGITS = 24
_HEADER = struct.Struct(">8s4x4sII")  # of a PNG: signature, the first chunk's length and type, width and height in px


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the page. file: below its folder."""

    file: str
    width_px: int
    height_px: int


@dataclass(slots=True, kw_only=True)
class PictureFolder:
    """Where the pictures go.

    files: those of this page, with the keys that they have in the store. missing: how many a board lacks, by its name.
    """

    root: Path
    files: dict[str, str] = field(default_factory=dict[str, str])
    missing: Counter[str] = field(default_factory=Counter[str])

    def copy(self, board: Board, shot: ManifestShot) -> Picture | None:
        """Copy the picture of a shot; None where there is none. Raises: OSError where it cannot be written."""
        if board.folder is None or shot.picture is None:
            return None
        data = _read(board.folder, shot.picture)
        size = _size(data)
        if size is None:
            self.missing[board.name] += 1
            return None
        digest = hashlib.sha256(data).hexdigest()
        name = f"{PANELS}/{digest[:NAME_DIGITS]}.png"
        path = self.root / name
        if name not in self.files and not (path.is_file() and path.read_bytes() == data):
            write_atomically(path, data)
        self.files.setdefault(name, shot.key or digest)
        return Picture(file=name, width_px=size[0], height_px=size[1])


def _read(folder: Path, name: str) -> bytes:
    """Return the bytes of a file below `folder`, none where it leads out of it or is no file of sensible size."""
    try:
        path = inside(folder, name)
        if path is None or not path.is_file() or path.stat().st_size > LARGEST_BYTES:
            return b""
        return path.read_bytes()
    except (OSError, ValueError):  # a name may hold what no file system takes
        return b""


def _size(data: bytes) -> tuple[int, int] | None:
    """Return the (width, height) of a PNG in px, None where it is none."""
    if len(data) < _HEADER.size:
        return None
    signature, kind, width, height = _HEADER.unpack_from(data)
    return (width, height) if signature == PNG_SIGNATURE and kind == b"IHDR" and width and height else None
