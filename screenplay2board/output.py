"""The output folder of a build: who may write to it, what lies in it, what must go.

Enters: pictures and documents of one build. Leaves: `panels/`, the documents, and `manifest.json`, which names every
file that belongs to the build, so that the next one removes what is no longer true and touches nothing else.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import IO, Any

from screenplay2board.files import Stamp, inside, remove_stale, stamp_of, write_atomically
from screenplay2board.store import canonical_json

MANIFEST = "manifest.json"
LOCK = ".s2b-lock"
PANELS = "panels"
FONTS = "fonts"


class OutputBusyError(Exception):
    """Another build is writing to the folder. process: its number, empty where it is not known."""

    def __init__(self, process: str) -> None:
        self.process = process
        super().__init__(process)


class OutputFolder:
    """One build's folder. Use `claim` before writing.

    stamps: of files as the last build left them, by name, where that is known.
    """

    def __init__(self, root: Path, stamps: Mapping[str, Stamp] | None = None) -> None:
        self.root = root
        self._stamps = stamps or {}

    @contextlib.contextmanager
    def claim(self) -> Generator[None]:
        """Hold the folder for this process; the system lets go of it however the process ends.

        Raises: OutputBusyError where another build holds it; OSError where it cannot be written.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        for name in (PANELS, FONTS):
            if inside(self.root, name) is None:  # a link may come from anybody, as the manifest may
                raise OSError(errno.ELOOP, "it leads out of the output folder", str(self.root / name))
        with _open_lock(self.root / LOCK) as file:
            if not _try_lock(file):
                file.seek(0)
                raise OutputBusyError(file.read().strip())
            try:
                file.seek(0)
                file.truncate()
                file.write(str(os.getpid()))
                file.flush()
            except OSError as error:
                error.filename = str(self.root)
                raise
            for left in (self.root, self.root / PANELS, self.root / FONTS):
                remove_stale(left)  # whoever wrote them is gone: the folder is ours alone
            yield

    def manifest(self) -> dict[str, Any]:
        """Return the manifest of the last build, empty where there is none that can be read."""
        try:
            found: Any = json.loads((self.root / MANIFEST).read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}  # pyright: ignore[reportUnknownVariableType]

    def files_of_last_build(self) -> Mapping[str, str]:
        """Return the file names of the last build with what each was made from, as its manifest says."""
        files: Any = self.manifest().get("files", {})
        if not isinstance(files, dict):
            return {}
        return {str(name): str(source) for name, source in files.items()}  # pyright: ignore[reportUnknownVariableType]

    def files_as_left(self) -> Mapping[str, str]:
        """Return those of the last build's files that nobody is known to have touched since."""
        files = self.files_of_last_build()
        touched = {name for name, stamp in self._stamps.items() if stamp_of(self.root / name) != stamp}
        return {name: source for name, source in files.items() if name not in touched}

    def write_manifest(self, manifest: Mapping[str, object]) -> None:
        """Write the manifest and remove the last build's files that it does not name."""
        before = self.files_of_last_build()
        files = manifest["files"]
        assert isinstance(files, Mapping)
        text = json.dumps(json.loads(canonical_json(manifest)), indent=1, ensure_ascii=False, sort_keys=True)
        write_atomically(self.root / MANIFEST, text.encode() + b"\n")
        for name in before:
            # a manifest may come from anybody: what leads out of the folder is not ours to remove
            if name not in files and (path := inside(self.root, name)) is not None:
                path.unlink(missing_ok=True)


def _open_lock(path: Path) -> IO[str]:
    """Open the lock file, never through a link, which might empty somebody's file."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, 0o666), "r+")


def _try_lock(file: IO[str]) -> bool:
    if sys.platform == "win32":
        import msvcrt

        file.seek(1 << 20)  # locks on Windows are mandatory: a byte beyond the text leaves the number readable
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
