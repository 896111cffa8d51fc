"""Read a screenplay file with the reader its suffix names.

Enters: a path, or `-` for standard input. Leaves: `Screenplay`, or None and an error that says why not. Every fault of
the file is a diagnostic: missing, a directory, too big, binary, in another encoding, empty, without scenes.
"""

from __future__ import annotations

import codecs
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

from screenplay2board.diagnostics import Diagnostics, Span, nearest
from screenplay2board.registry import is_built_in, load, names
from screenplay2board.screenplay.types import Screenplay

MEGABYTE = 1_000_000
LARGEST_FILE_BYTES = 16 * MEGABYTE
"""A feature film has about 0.2 MB; what is much larger is no screenplay, and would take hours to plan and draw."""

STDIN = Path("-")
"""The script that is read from standard input; a file of that name is `./-`."""

UNNAMED_FORMAT = ".fountain"
"""What a script is whose name does not say: standard input, and files without a suffix."""

# Formats that declare their encoding themselves: their readers take the bytes.
READ_AS_BYTES = frozenset({".fdx"})

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters that no editor writes; tab, line feed, form feed, carriage return and Ctrl-Z may stand in text.
_BINARY_BYTES = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1a\x1b")
_BINARY_SHARE = 0.01
_SUBSTANCE = frozenset({"action", "character", "dialogue", "lyrics", "centered", "scene_heading"})


def read_screenplay(path: Path, diagnostics: Diagnostics) -> Screenplay | None:
    """Read the screenplay at `path`, Fountain where no suffix names a format; None where it cannot be read at all."""
    if path == STDIN:
        data = sys.stdin.buffer.read(LARGEST_FILE_BYTES + 1)
        if len(data) > LARGEST_FILE_BYTES:
            _report_too_large("stdin", "more than", LARGEST_FILE_BYTES, diagnostics)
            return None
        return read_screenplay_bytes(data, "stdin", _format_of(data), diagnostics)
    suffix = _reader_name(path, diagnostics)
    data = _read_bytes(path, diagnostics) if suffix is not None else None
    if suffix is None or data is None:
        return None
    return read_screenplay_bytes(data, path.as_posix(), suffix or _format_of(data), diagnostics)


def script_name(path: Path) -> str:
    """Return what the files that are made of a script are called."""
    return "stdin" if path == STDIN else path.stem


def _format_of(data: bytes) -> str:
    """Return the format of a script without a suffix: Final Draft files are XML, all else is Fountain."""
    beginning = data[:64].removeprefix(codecs.BOM_UTF8).lstrip()
    return ".fdx" if beginning.startswith((b"<?xml", b"<FinalDraft")) else UNNAMED_FORMAT


def read_screenplay_bytes(data: bytes, file: str, suffix: str, diagnostics: Diagnostics) -> Screenplay | None:
    """Read a screenplay that is in memory with the reader of `suffix`; None where it cannot be read at all.

    file: what diagnostics call it.
    """
    if not data.strip():
        diagnostics.error("S2B106", f"`{file}` is empty", hint="write a scene, or start from an example: s2b init")
        return None
    if suffix in READ_AS_BYTES:
        read_data = cast("Callable[[bytes, str, Diagnostics], Screenplay]", load("readers", suffix))
        screenplay = read_data(data, file, diagnostics)
    else:
        text = decode(data, file, diagnostics)
        if text is None:
            return None
        read_text = cast("Callable[[str, str, Diagnostics], Screenplay]", load("readers", suffix))
        screenplay = read_text(text, file, diagnostics)
    _check_scenes(screenplay, diagnostics)
    return screenplay


def _reader_name(path: Path, diagnostics: Diagnostics) -> str | None:
    """Return the suffix under which a reader is registered for `path`, empty where it has none."""
    told = os.fsencode(path).decode("utf-8", "replace")
    if told != str(path):  # it goes into books, manifests and shot lists, which are UTF-8
        hint = "rename it, and the folders it lies in"
        diagnostics.error("S2B108", f"the name of `{Path(told).as_posix()}` is not UTF-8", hint=hint)
        return None
    if path.is_dir():
        diagnostics.error(
            "S2B102", f"`{path.as_posix()}` is a directory, expected a screenplay", hint=_hint_inside(path)
        )
        return None
    if not path.exists():
        diagnostics.error("S2B101", f"there is no file `{path.as_posix()}`", hint=_hint_beside(path))
        return None
    suffix = path.suffix.lower()
    if not suffix or is_built_in("readers", suffix):  # looking for plug-ins takes longer than reading most scripts
        return suffix
    known = names("readers")
    if suffix in known:
        return suffix
    near = nearest(suffix, known)
    diagnostics.error(
        "S2B108",
        f"`{path.as_posix()}` ends in `{path.suffix}`, expected one of {', '.join(known)}",
        hint=f"rename it to `{path.with_suffix(near or '.fountain').name}` if that is what it is",
    )
    return None


def _hint_inside(folder: Path) -> str:
    try:
        scripts = sorted(child.name for child in folder.iterdir() if child.suffix.lower() in names("readers"))
    except OSError:
        scripts = []
    return f"name a file in it, such as `{(folder / scripts[0]).as_posix()}`" if scripts else "name a file"


def _hint_beside(path: Path) -> str:
    """Suggest the script beside `path` whose name without its suffix is most like it."""
    try:
        beside = {child.stem: child for child in path.parent.iterdir() if child.suffix.lower() in names("readers")}
    except OSError:
        beside = {}
    near = nearest(path.stem, beside)
    return f"did you mean `{beside[near].as_posix()}`?" if near else "check the path; `s2b init` makes a new project"


def _read_bytes(path: Path, diagnostics: Diagnostics) -> bytes | None:
    file = path.as_posix()
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            diagnostics.error(
                "S2B109", f"`{file}` is not a regular file", hint="save it to a file, or pipe it in: s2b build -"
            )
            return None
        if status.st_size > LARGEST_FILE_BYTES:
            _report_too_large(file, "", status.st_size, diagnostics)
            return None
        return path.read_bytes()
    except OSError as error:
        diagnostics.error(
            "S2B109", f"`{file}` cannot be read: {(error.strerror or str(error)).lower()}", hint="check its permissions"
        )
        return None


def _report_too_large(file: str, about: str, size_bytes: int, diagnostics: Diagnostics) -> None:
    has = f"{about} {size_bytes / MEGABYTE:.0f} MB".strip()
    diagnostics.error(
        "S2B105",
        f"`{file}` has {has}, expected at most {LARGEST_FILE_BYTES // MEGABYTE} MB",
        hint="a feature film has about 0.2 MB; split the file if it really holds several",
    )


def decode(data: bytes, file: str, diagnostics: Diagnostics) -> str | None:
    """Decode the bytes of a text file: UTF-8, or UTF-16 and UTF-32 with a byte order mark, or Korean CP949."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                diagnostics.error("S2B104", f"`{file}` begins like {encoding.upper()} but is not: {error.reason}")
                return None
    control = len(data) - len(data.translate(None, _BINARY_BYTES))
    if control > _BINARY_SHARE * len(data):
        diagnostics.error(
            "S2B103",
            f"`{file}` holds binary data, expected text",
            hint="export the screenplay as Fountain, Final Draft (.fdx) or plain text",
        )
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_legacy(data, file, error, diagnostics)


def _decode_legacy(data: bytes, file: str, error: UnicodeDecodeError, diagnostics: Diagnostics) -> str | None:
    """Read text that is not UTF-8 as Korean CP949 if it can be that; say where the first wrong byte stands."""
    before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    span = Span(file=file, line=line, column=column)
    byte = f"byte 0x{data[error.start]:02X} in line {line}"
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        text = ""
    letters = sum(character.isalpha() and not character.isascii() for character in text)
    hangul = sum("가" <= character <= "힣" for character in text)
    if letters and hangul > letters / 2:
        diagnostics.warning(
            "S2B118",
            f"{byte} is not UTF-8; the file is read as Korean CP949",
            span,
            hint=f"convert it: iconv -f CP949 -t UTF-8 {file} > utf8.fountain",
        )
        return text
    diagnostics.error(
        "S2B104",
        f"{byte} is not UTF-8",
        span,
        hint=f"save the file as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 {file} > utf8.fountain",
    )
    return None


def _check_scenes(screenplay: Screenplay, diagnostics: Diagnostics) -> None:
    """Report a script without scenes or headings, and scene numbers that stand twice."""
    if diagnostics.has_errors and not screenplay.elements:
        return
    if not any(element.type in _SUBSTANCE for element in screenplay.elements):
        diagnostics.error(
            "S2B107",
            f"`{screenplay.file}` has no scenes",
            hint="write a scene heading such as `INT. KITCHEN - DAY`, an empty line, and what happens there",
        )
        return
    headings = [element for element in screenplay.elements if element.type == "scene_heading"]
    if not headings:
        diagnostics.warning(
            "S2B107",
            f"`{screenplay.file}` has no scene heading; all of it is one scene",
            hint="head each scene with a line such as `INT. KITCHEN - DAY` between empty lines",
        )
    first: dict[str, int] = {}
    for heading in headings:
        number = heading.scene_number
        if number is not None and number in first:
            diagnostics.warning(
                "S2B119",
                f"scene number `{number}` stands twice, first in line {first[number]}",
                heading.span,
                hint="give each scene its own number, such as `12A` for one inserted behind 12",
            )
        elif number is not None:
            first[number] = heading.span.line
