"""Files that can be read, and what is said about those that cannot."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from screenplay2board.diagnostics import Diagnostic, Diagnostics
from screenplay2board.screenplay import reading
from screenplay2board.screenplay.reading import read_screenplay
from screenplay2board.screenplay.types import Screenplay

SCRIPT = "INT. HALL - DAY\n\nDust.\n"
KOREAN = "S#1. 카페 내부 / 낮\n\n민수: 어디 가?\n"


def read(path: Path) -> tuple[Screenplay | None, list[Diagnostic]]:
    diagnostics = Diagnostics()
    return read_screenplay(path, diagnostics), list(diagnostics)


def write(folder: Path, data: bytes, name: str = "a.fountain") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["a.fountain", "a.FOUNTAIN", "a.txt", "a.spmd"])
def test_suffix_names_the_reader(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, SCRIPT.encode(), name)
    screenplay, findings = read(path)
    assert screenplay is not None
    assert (screenplay.file, len(screenplay.scenes), findings) == (path.as_posix(), 1, [])


def test_script_without_suffix_is_fountain(tmp_path: Path) -> None:
    screenplay, findings = read(write(tmp_path, SCRIPT.encode(), "night"))
    assert screenplay is not None
    assert ([element.type for element in screenplay.elements], findings) == (["scene_heading", "action"], [])


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_final_draft_script_without_suffix_is_known_by_its_beginning(tmp_path: Path, mark: bytes) -> None:
    data = b"<FinalDraft><Content><Paragraph Type='Action'><Text>Dust.</Text></Paragraph></Content></FinalDraft>"
    screenplay, _ = read(write(tmp_path, mark + data, "night"))
    assert screenplay is not None
    assert [element.text for element in screenplay.elements] == ["Dust."]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_name_that_is_not_utf_8_is_an_error(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.fountain")
    screenplay, [finding] = read(write(tmp_path, SCRIPT.encode(), name))
    assert (screenplay, finding.code) == (None, "S2B108")
    assert finding.message == f"the name of `{tmp_path}/caf\ufffd.fountain` is not UTF-8"


def test_missing_file_suggests_only_scripts_with_a_similar_name(tmp_path: Path) -> None:
    write(tmp_path, SCRIPT.encode(), "long.fountain")
    write(tmp_path, b"", "missing.png")
    _, [finding] = read(tmp_path / "missing.fountain")
    assert finding.hint == "check the path; `s2b init` makes a new project"
    _, [finding] = read(tmp_path / "long.fdx")
    assert finding.hint == f"did you mean `{tmp_path}/long.fountain`?"


def test_missing_file_is_an_error_that_suggests_another(tmp_path: Path) -> None:
    write(tmp_path, SCRIPT.encode(), "night.fountain")
    screenplay, [finding] = read(tmp_path / "nigth.fountain")
    assert (screenplay, finding.code, finding.severity) == (None, "S2B101", "error")
    assert finding.message == f"there is no file `{tmp_path}/nigth.fountain`"
    assert finding.hint == f"did you mean `{tmp_path}/night.fountain`?"


def test_directory_is_an_error_that_names_a_script_in_it(tmp_path: Path) -> None:
    write(tmp_path, SCRIPT.encode(), "night.fountain")
    screenplay, [finding] = read(tmp_path)
    assert (screenplay, finding.code) == (None, "S2B102")
    assert finding.message == f"`{tmp_path}` is a directory, expected a screenplay"
    assert finding.hint == f"name a file in it, such as `{tmp_path}/night.fountain`"


def test_unknown_suffix_is_an_error_that_lists_the_known(tmp_path: Path) -> None:
    screenplay, [finding] = read(write(tmp_path, SCRIPT.encode(), "a.fountian"))
    assert (screenplay, finding.code) == (None, "S2B108")
    assert finding.message.startswith(f"`{tmp_path}/a.fountian` ends in `.fountian`, expected one of .fdx, .fountain,")
    assert finding.hint == "rename it to `a.fountain` if that is what it is"


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 50, b"\0" * 100])
def test_binary_data_is_an_error(tmp_path: Path, data: bytes) -> None:
    screenplay, [finding] = read(write(tmp_path, data))
    assert (screenplay, finding.code) == (None, "S2B103")
    assert finding.message == f"`{tmp_path}/a.fountain` holds binary data, expected text"


@pytest.mark.parametrize("line_break", [b"\n", b"\r\n", b"\r"])
def test_invalid_utf_8_is_an_error_that_names_the_line(tmp_path: Path, line_break: bytes) -> None:
    data = line_break.join([b"INT. HALL - DAY", b"", "É caf".encode() + b"\xe9 bar"])
    screenplay, [finding] = read(write(tmp_path, data))
    assert (screenplay, finding.code, finding.message) == (None, "S2B104", "byte 0xE9 in line 3 is not UTF-8")
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (3, 6)
    assert finding.hint == (
        f"save the file as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 {tmp_path}/a.fountain > utf8.fountain"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    screenplay, findings = read(write(tmp_path, KOREAN.encode(encoding)))
    assert screenplay is not None
    assert (screenplay.elements[0].text, findings) == ("카페 내부 / 낮", [])


def test_utf_16_that_is_cut_off_is_an_error(tmp_path: Path) -> None:
    screenplay, [finding] = read(write(tmp_path, KOREAN.encode("utf-16")[:-1]))
    assert (screenplay, finding.code) == (None, "S2B104")


def test_korean_legacy_encoding_is_read_with_a_warning(tmp_path: Path) -> None:
    screenplay, [finding] = read(write(tmp_path, KOREAN.encode("cp949")))
    assert screenplay is not None
    assert [element.text for element in screenplay.elements] == ["카페 내부 / 낮", "민수", "어디 가?"]
    assert (finding.code, finding.severity) == ("S2B118", "warning")
    assert finding.message == "byte 0xC6 in line 1 is not UTF-8; the file is read as Korean CP949"


@pytest.mark.parametrize("data", [b"", b"\n \n\t\n"])
def test_empty_file_is_an_error(tmp_path: Path, data: bytes) -> None:
    screenplay, [finding] = read(write(tmp_path, data))
    assert (screenplay, finding.code, finding.severity) == (None, "S2B106", "error")
    assert finding.message == f"`{tmp_path}/a.fountain` is empty"


def test_script_in_which_nothing_happens_is_an_error(tmp_path: Path) -> None:
    screenplay, [finding] = read(write(tmp_path, b"Title: X\n\n# Act\n"))
    assert screenplay is not None
    assert (finding.code, finding.severity) == ("S2B107", "error")
    assert finding.message == f"`{tmp_path}/a.fountain` has no scenes"


def test_script_without_headings_is_a_warning(tmp_path: Path) -> None:
    screenplay, [finding] = read(write(tmp_path, b"It rains.\n"))
    assert screenplay is not None
    assert (len(screenplay.scenes), finding.code, finding.severity) == (1, "S2B107", "warning")
    assert finding.message == f"`{tmp_path}/a.fountain` has no scene heading; all of it is one scene"


def test_file_that_is_too_large_is_an_error_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.fountain"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    screenplay, [finding] = read(path)
    assert (screenplay, finding.code) == (None, "S2B105")
    assert finding.message == f"`{path}` has 50 MB, expected at most 16 MB"


def test_file_that_cannot_be_opened_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    screenplay, [finding] = read(write(tmp_path, SCRIPT.encode()))
    assert (screenplay, finding.code) == (None, "S2B109")
    assert finding.message == f"`{tmp_path}/a.fountain` cannot be read: permission denied"


def test_scene_number_that_stands_twice_is_a_warning(tmp_path: Path) -> None:
    text = "INT. A #1#\n\nOne.\n\nINT. B #1#\n\nTwo.\n"
    screenplay, [finding] = read(write(tmp_path, text.encode()))
    assert screenplay is not None
    assert (finding.code, finding.severity) == ("S2B119", "warning")
    assert finding.message == "scene number `1` stands twice, first in line 1"


def test_largest_file_leaves_room_for_any_feature() -> None:
    assert reading.LARGEST_FILE_BYTES > 50 * 200_000
