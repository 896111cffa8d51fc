"""`s2b export`: what it writes where, and what it says of wrong wishes."""

import json
import shutil
import sys
from pathlib import Path

import click.testing
import pytest

from screenplay2board.cli import main
from screenplay2board.export import edl

SCRIPT = "INT. KITCHEN - DAY\n\nMINA (30s) waits.\n"


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "night.fountain").write_text(SCRIPT, encoding="utf-8")
    (folder / "board.toml").write_text("[render]\nwidth_px = 64\n", encoding="utf-8")
    done = s2b("build", str(folder / "night.fountain"), "--no-pdf", "-q", "-o", str(folder / "out"))
    assert done.exit_code == 0, done.output
    return folder / "out"


@pytest.fixture
def out(board: Path, tmp_path: Path) -> Path:
    shutil.copytree(board.parent, tmp_path / "project")
    return tmp_path / "project" / "out"


def s2b(*arguments: str) -> click.testing.Result:
    result = click.testing.CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_files_lie_beside_the_pictures_and_the_next_build_leaves_them_alone(out: Path) -> None:
    done = s2b("export", str(out), "-t", "edl", "-t", "csv")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [str(out / "night.edl"), str(out / "night.csv")]
    again = s2b("build", str(out.parent / "night.fountain"), "--no-pdf", "-o", str(out), "--book", "six")
    assert again.exit_code == 0, again.output
    assert (out / "night.edl").is_file()


def test_another_folder_is_made(out: Path, tmp_path: Path) -> None:
    done = s2b("export", str(out), "-t", "fcpxml", "-o", str(tmp_path / "cut" / "one"), "--format", "json")
    path = tmp_path / "cut" / "one" / "night.fcpxml"
    assert json.loads(done.stdout) == {"outputs": [str(path)]}
    assert 'src="../../project/out/panels/' in path.read_text(encoding="utf-8")


def test_an_unknown_format_gets_the_nearest_and_nothing_is_written(out: Path) -> None:
    done = s2b("export", str(out), "-t", "csv", "-t", "fcpxm")
    assert done.exit_code == 1
    assert "S2B612" in done.stderr
    assert "did you mean `fcpxml`?" in done.stderr
    assert not (out / "night.csv").exists()


def test_a_script_is_no_build_folder(tmp_path: Path) -> None:
    (tmp_path / "night.fountain").write_text(SCRIPT, encoding="utf-8")
    done = s2b("export", str(tmp_path / "night.fountain"), "-t", "csv")
    assert done.exit_code == 1
    assert "s2b build" in done.stderr


def test_a_missing_library_is_told_with_the_command_that_brings_it(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    done = s2b("export", str(out), "-t", "mp4", "-t", "srt")
    assert done.exit_code == 1
    assert "needs the library `av`" in done.stderr
    assert "screenplay2board[export]" in done.stderr
    assert done.stdout.splitlines() == [str(out / "night.srt")], "the others are written"
    assert not list(out.glob("*.mp4"))
    assert not list(out.glob(".*.tmp"))


def test_a_full_disk_leaves_the_old_file(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert s2b("export", str(out), "-t", "edl").exit_code == 0
    before = (out / "night.edl").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(edl, "write_edl", full)
    done = s2b("export", str(out), "-t", "edl")
    assert done.exit_code == 1
    assert "S2B702" in done.stderr
    assert "No space left" in done.stderr
    assert (out / "night.edl").read_bytes() == before
    assert not list(out.glob(".*.tmp"))
