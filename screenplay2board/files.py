"""Files that are written whole or not at all, and names from input that stay inside their folder."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

TEMPORARY = ".tmp"  # ends the name of a file that is being written; it begins with a dot
Stamp = tuple[int, int]  # time of a file's last change in nanoseconds, and its size in bytes
LONGEST_PREFIX = 40  # a long name must not make the temporary one too long for the file system


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Yield a temporary path beside `path`; at the end it is synced and takes the place of `path`.

    Whatever happens, `path` holds the old content or the whole new content, and nothing else is left.
    Raises: OSError where the folder cannot be made or written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:LONGEST_PREFIX]}.", suffix=TEMPORARY)
    except OSError as error:
        error.filename = str(path)  # people know the file that they asked for, not its temporary name
        raise
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("r+b") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())  # mkstemp makes files that only their owner may read
        temporary.replace(path)
    except OSError as error:
        if error.filename in (None, name):
            error.filename = str(path)
        raise
    finally:
        temporary.unlink(missing_ok=True)


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all. Raises: OSError, with nothing left behind."""
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def remove_stale(folder: Path, pattern: str = "*", *, older_than_s: float = 0.0) -> None:
    """Remove the temporary files that killed writers left among the files of `folder` that match `pattern`.

    older_than_s: younger ones may belong to somebody who is still writing.
    """
    latest = time.time() - older_than_s
    for path in sorted(folder.glob(f"{pattern}{TEMPORARY}")):
        with contextlib.suppress(OSError):  # somebody else was faster, or the folder is read-only
            if path.name.startswith(".") and path.lstat().st_mtime <= latest:
                path.unlink()


def inside(folder: Path, name: str) -> Path | None:
    """Return the path of `name` below `folder`, None where it would lead out of it or is no name."""
    root = folder.resolve()
    try:
        path = (root / name).resolve()
    except ValueError:  # a null byte
        return None
    return path if path.is_relative_to(root) else None


def stamp_of(path: Path) -> Stamp | None:
    """Return what changes when a file is written, None where there is no file."""
    try:
        found = path.stat()
    except (OSError, ValueError):  # a null byte
        return None
    return found.st_mtime_ns, found.st_size


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
