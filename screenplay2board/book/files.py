"""Write files whole or not at all, and keep names from input inside their folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def write_atomically(path: Path) -> Generator[Path]:
    """Yield a temporary path beside `path` and move it there at the end; after an error nothing is left behind.

    Raises: OSError where the folder cannot be made or written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes files that only their owner may read; a book is for everybody whom the umask admits.
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def inside(folder: Path, name: str) -> Path | None:
    """Return the path of `name` below `folder`, None where it would lead out of it."""
    root = folder.resolve()
    path = (root / name).resolve()
    return path if path.is_relative_to(root) else None
