"""Files that are written whole or not at all, and names from input that stay inside their folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

LONGEST_PREFIX = 40  # a long name must not make the temporary one too long for the file system


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Yield a temporary path beside `path`; at the end it is synced and takes the place of `path`.

    Whatever happens, `path` holds the old content or the whole new content, and nothing else is left.
    Raises: OSError where the folder cannot be made or written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:LONGEST_PREFIX]}.", suffix=".tmp")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("r+b") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())  # mkstemp makes files that only their owner may read
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all. Raises: OSError, with nothing left behind."""
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def inside(folder: Path, name: str) -> Path | None:
    """Return the path of `name` below `folder`, None where it would lead out of it."""
    root = folder.resolve()
    path = (root / name).resolve()
    return path if path.is_relative_to(root) else None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
