"""What a judge's answers hang on: the bytes that it judges by, and the code that says how.

Enters: paths of weights, names of modules. Leaves: digests, so that answers from before a change are never taken for
answers of today.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from screenplay2board.render.diffusion.weights import sha256_of
from screenplay2board.store import content_key


def digest_of_files(path: Path) -> str:
    """Return a digest of a file, or of all files of a folder with their names; empty where there are none.

    Raises: OSError where one cannot be read.
    """
    if path.is_file():
        return sha256_of(path)
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else []
    return content_key([[file.relative_to(path).as_posix(), sha256_of(file)] for file in files]) if files else ""


def digest_of_modules(names: Iterable[str]) -> str:
    """Return a digest of the source of modules. Raises: ModuleNotFoundError."""
    return content_key([[name, _digest_of_module(name)] for name in sorted(set(names))])


def digest_of_package(module: str) -> str:
    """Return a digest of the source of the whole package that a module is in. Raises: ModuleNotFoundError."""
    top = module.partition(".")[0]
    folders = _spec(top).submodule_search_locations
    if not folders:
        return digest_of_modules([top])
    sources = [(Path(folder), file) for folder in sorted(folders) for file in sorted(Path(folder).rglob("*.py"))]
    return content_key([[file.relative_to(folder).as_posix(), sha256_of(file)] for folder, file in sources])


def _digest_of_module(name: str) -> str:
    spec = _spec(name)
    loader: Any = spec.loader  # every loader of files and archives has `get_data`; built-in modules have none
    data: bytes = loader.get_data(spec.origin) if spec.has_location else b""
    return hashlib.sha256(data).hexdigest()


def _spec(name: str) -> ModuleSpec:
    spec = find_spec(name)
    if spec is None:
        raise ModuleNotFoundError(f"there is no module `{name}`", name=name)
    return spec
