"""Unpack WebDataset shards: tar files whose members of one stem are one sample (`0001.jpg`, `0001.txt`, `0001.json`).

Enters: a .tar or a folder of them. Leaves: labelled pictures, unpacked into a folder. Only regular files of known
kinds are unpacked, under names of our own making, so that no member's name can lead anywhere.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, cast

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.files import write_atomically
from screenplay2board.store import content_key
from training.dataset import IMAGE_SUFFIXES, Sample
from training.prepare.types import Labelled

MAX_MEMBER_BYTES = 64 * 1024 * 1024  # a picture of more is no picture for training


def read_shards(source: Path, unpacked: Path, diagnostics: Diagnostics) -> Iterator[Labelled]:
    """Yield the samples of all shards, in the order of their names."""
    for shard in [source] if source.is_file() else sorted(source.glob("*.tar")):
        try:
            with tarfile.open(shard, "r:") as archive:
                yield from _samples(archive, shard, unpacked, diagnostics)
        except (tarfile.TarError, EOFError) as problem:
            diagnostics.error(
                "S2B822", f"`{shard}` cannot be read as a tar file: {problem}", Span(file=str(shard), line=1)
            )


def _samples(archive: tarfile.TarFile, shard: Path, unpacked: Path, diagnostics: Diagnostics) -> Iterator[Labelled]:
    members: dict[str, dict[str, tarfile.TarInfo]] = {}
    for member in archive:
        path = PurePosixPath(member.name)
        if member.isfile() and member.size <= MAX_MEMBER_BYTES:
            stem, _, suffix = path.name.partition(".")
            members.setdefault((path.parent / stem).as_posix(), {})[f".{suffix.lower()}"] = member
    for key, parts in sorted(members.items()):
        suffix = next((suffix for suffix in IMAGE_SUFFIXES if suffix in parts), None)
        if suffix is None:
            continue
        text, title = _caption(archive, parts)
        if not text:
            place = Span(file=str(shard), line=1)
            diagnostics.warning("S2B821", f"`{key}{suffix}` has no caption and is left out", place)
            continue
        picture = unpacked / f"{content_key([shard.name, key])[:32]}{suffix}"
        if not picture.is_file() or picture.stat().st_size != parts[suffix].size:
            write_atomically(picture, _bytes(archive, parts[suffix]))
        name = f"{shard.name}/{key}{suffix}"
        yield Labelled(picture=picture, sample=Sample(file_name=name, text=text, title=title or shard.stem))


def _caption(archive: tarfile.TarFile, parts: dict[str, tarfile.TarInfo]) -> tuple[str, str]:
    """Return the caption and the title of a sample, from its .txt or its .json."""
    data: dict[str, Any] = {}
    if ".json" in parts:
        try:
            read = json.loads(_bytes(archive, parts[".json"]))
        except ValueError:
            read = None
        data = cast("dict[str, Any]", read) if isinstance(read, dict) else {}
    plain = _bytes(archive, parts[".txt"]).decode("utf-8", "replace") if ".txt" in parts else ""
    text = plain or str(data.get("caption") or data.get("text") or "")
    return " ".join(text.split()), str(data.get("title") or "")


def _bytes(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return file.read() if file is not None else b""
