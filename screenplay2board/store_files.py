"""Where a panel store keeps its files: a folder of this machine, or any URL that fsspec opens.

Enters: names below the store, such as `panels/ab/KEY.png`, and bytes. Leaves: the bytes again. Every failure is an
OSError, whatever the storage's own library raises. fsspec (https://filesystem-spec.readthedocs.io) is loaded only for
URLs, and what a URL needs beyond it (s3fs, gcsfs, adlfs) is a package of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar
from urllib.parse import unquote, urlsplit

from screenplay2board.files import remove_stale, write_atomically

WORTH_LISTING = 8  # a listing costs one request for each 1,000 files, a size one request
STALE_TEMPORARY_S = 300.0  # a panel is written in milliseconds: an older temporary file is a killed build's

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


class StoreFiles(Protocol):
    """Files by name below one place. Every method raises OSError where the storage fails."""

    def read(self, name: str) -> bytes:
        """Return a file. Raises: OSError, also where there is none."""
        ...

    def read_all(self, names: Sequence[str]) -> dict[str, bytes]:
        """Return those of the files that can be read."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Write a file, so that no reader takes half of it for the whole."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file; one that is not there is no error."""
        ...

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names of the files two levels below `folder`, in order; not those that are being written."""
        ...

    def sizes(self, names: Sequence[str]) -> dict[str, int]:
        """Return the sizes in bytes of those of the files that are there."""
        ...

    def remove_stale(self) -> None:
        """Remove the temporary files that killed builds left."""
        ...


def is_url(place: str) -> bool:
    """Tell whether a place is a URL rather than a folder: `C:\\store` is a folder."""
    return "://" in place


def open_files(place: Path | str) -> StoreFiles:
    """Return the files at a folder or URL.

    Raises: OSError where fsspec does not know the URL, lacks a package for it, or cannot reach it.
    """
    if isinstance(place, Path) or not is_url(place):
        return FolderFiles(Path(place))
    parts = urlsplit(place)
    if parts.scheme == "file":  # plain files are written whole by ours, not by fsspec
        return FolderFiles(Path(unquote(parts.path)))
    return UrlFiles(place)


class FolderFiles:
    """Files in a folder of this machine, each written beside its place, synced and renamed."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, name: str) -> bytes:
        """Return a file."""
        return (self._root / name).read_bytes()

    def read_all(self, names: Sequence[str]) -> dict[str, bytes]:
        """Return those of the files that can be read."""
        return _found(names, self.read)

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole or not at all."""
        write_atomically(self._root / name, data)

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        (self._root / name).unlink(missing_ok=True)

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names below `folder`, in order."""
        for path in sorted((self._root / folder).glob("??/*")):
            if not path.name.startswith("."):
                yield path.relative_to(self._root).as_posix()

    def sizes(self, names: Sequence[str]) -> dict[str, int]:
        """Return the sizes in bytes of those of the files that are there."""
        return _found(names, lambda name: (self._root / name).stat().st_size)

    def remove_stale(self) -> None:
        """Remove the temporary files that killed builds left."""
        remove_stale(self._root, "panels/??/*", older_than_s=STALE_TEMPORARY_S)
        remove_stale(self._root, "pdf/*", older_than_s=STALE_TEMPORARY_S)


class UrlFiles:
    """Files behind a URL. Object stores show a file when all of it has arrived; checksums tell the rest."""

    def __init__(self, url: str) -> None:
        """Open the URL and reach for it once. Raises: OSError where that fails."""
        try:
            core: Any = import_module("fsspec.core")
        except ImportError as error:
            hint = "pip install 'screenplay2board[store]'"
            raise OSError(f"a store behind a URL needs fsspec, which is not installed: {hint}") from error
        self._files, root = _told(core.url_to_fs, url)
        self._root = str(root).rstrip("/")
        _told(self._files.exists, self._root)

    def read(self, name: str) -> bytes:
        """Return a file."""
        return bytes(_told(self._files.cat_file, self._path(name)))

    def read_all(self, names: Sequence[str]) -> dict[str, bytes]:
        """Return those of the files that can be read; storages that can fetch them side by side do so."""
        by_path = {self._path(name): name for name in names}
        if not by_path:
            return {}
        found = _told(self._files.cat, list(by_path), on_error="omit")
        return {by_path[path]: bytes(data) for path, data in found.items() if path in by_path}

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        path = self._path(name)
        _told(self._files.makedirs, path.rpartition("/")[0], exist_ok=True)
        _told(self._files.pipe_file, path, data)

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        try:
            _told(self._files.rm_file, self._path(name))
        except FileNotFoundError:
            return

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names below `folder`, in order."""
        try:
            found = _told(self._files.find, self._path(folder))
        except FileNotFoundError:
            return
        prefix = f"{self._root}/"
        for path in sorted(found):
            yield str(path).removeprefix(prefix)

    def sizes(self, names: Sequence[str]) -> dict[str, int]:
        """Return the sizes in bytes of those of the files that are there; many of them from one listing."""
        if len(names) < WORTH_LISTING:
            return _found(names, lambda name: int(_told(self._files.info, self._path(name))["size"]))
        listed: dict[str, Any] = _told(self._files.find, self._root, detail=True)
        paths = {name: self._path(name) for name in names}
        return {name: int(listed[path]["size"]) for name, path in paths.items() if path in listed}

    def remove_stale(self) -> None:
        """Do nothing: there are no temporary files."""

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


def _found(names: Sequence[str], look: Callable[[str], _Found]) -> dict[str, _Found]:
    """Return what `look` finds for those of the names where it does not fail."""
    found: dict[str, _Found] = {}
    for name in names:
        try:
            found[name] = look(name)
        except OSError:
            continue
    return found


def _told(call: Callable[_Given, _Found], *given: _Given.args, **named: _Given.kwargs) -> _Found:
    """Call a storage's library. Raises: OSError for whatever goes wrong there (credentials, network, packages)."""
    try:
        return call(*given, **named)
    except OSError:
        raise
    except Exception as error:  # each storage's library has exceptions of its own
        raise OSError(f"{type(error).__name__}: {' '.join(str(error).split())}") from error
