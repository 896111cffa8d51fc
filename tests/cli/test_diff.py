"""`s2b diff` takes build folders and scripts, says what is different, and ends as `git diff` would."""

import json
from pathlib import Path

import click.testing
import pytest

from screenplay2board.cli import main

SCRIPT = """Title: A Test

INT. KITCHEN - DAY

MINA (30s, red coat) waits.

MINA
Who wrote this?
"""
EDITED = SCRIPT.replace("Who wrote this?", "Who wrote this letter?")
SMALL = "[render]\nwidth_px = 128\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "board.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "old.fountain").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "new.fountain").write_text(EDITED, encoding="utf-8")
    return tmp_path


def s2b(*arguments: str, code: int = 0, stdin: str | None = None) -> click.testing.Result:
    result = click.testing.CliRunner().invoke(main, list(arguments), input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


def test_two_scripts_are_compared_without_drawing_anything(here: Path) -> None:
    result = s2b("diff", "old.fountain", "new.fountain")
    assert result.stdout.splitlines() == [
        "old.fountain -> new.fountain",
        "shots: 1 changed, 1 unchanged; running time 0:03 -> 0:04",
        "",
        "scene 1  INT. KITCHEN - DAY",
        "~ 1A  words, 1.9 s -> 2.2 s",
    ]
    assert result.stderr == ""
    assert sorted(path.name for path in here.iterdir()) == ["board.toml", "new.fountain", "old.fountain"]


def test_a_build_folder_is_compared_with_the_script_it_came_from() -> None:
    s2b("build", "old.fountain", "--no-pdf", "-q")
    assert "no difference: 2 shots unchanged" in s2b("diff", "build/old", "old.fountain", "--exit-code").stdout
    assert "words" in s2b("diff", "build/old", "new.fountain", "--exit-code", code=1).stdout


def test_the_other_version_may_come_from_standard_input() -> None:
    assert s2b("diff", "-", "new.fountain", stdin=SCRIPT).stdout.startswith("- -> new.fountain\nshots: 1 changed")


def test_a_page_draws_both_sides_once_and_shows_them(here: Path) -> None:
    result = s2b("diff", "old.fountain", "new.fountain", "-o", "changes")
    assert str(Path("changes/index.html")) in result.stderr
    assert "changes" not in result.stdout
    page = (here / "changes/index.html").read_text("utf-8")
    assert page.count("<img ") == 2
    stored = {path: path.stat().st_mtime_ns for path in (here / ".s2b").rglob("*.png")}
    s2b("diff", "old.fountain", "new.fountain", "-o", "changes")
    assert {path: path.stat().st_mtime_ns for path in (here / ".s2b").rglob("*.png")} == stored
    assert len(stored) == 2


def test_the_pictures_of_a_page_keep_their_panels_when_the_store_is_pruned(here: Path) -> None:
    s2b("diff", "old.fountain", "new.fountain", "-o", "build/changes")
    (here / "new.fountain").write_text(EDITED.replace("MINA (", "[[shot: ECU MINA]]\nMINA ("), encoding="utf-8")
    s2b("diff", "old.fountain", "new.fountain", "-o", "build/changes")
    shown = json.loads((here / "build/changes/manifest.json").read_text("utf-8"))["files"]
    s2b("cache", "prune")
    stored = {path.stem for path in (here / ".s2b").rglob("*.png")}
    assert stored == {key for name, key in shown.items() if name.endswith(".png")}
    assert len(stored) > 2


def test_json_and_markdown_alone_go_to_stdout() -> None:
    told = json.loads(s2b("diff", "old.fountain", "new.fountain", "--format", "json").stdout)
    assert told["counts"]["changed"] == 1
    assert (told["old"]["name"], told["new"]["name"]) == ("old.fountain", "new.fountain")
    markdown = s2b("diff", "old.fountain", "new.fountain", "--format", "markdown").stdout
    assert markdown.startswith("### Storyboard: A Test\n")


def test_settings_can_be_named_for_a_script_that_lies_elsewhere(here: Path) -> None:
    (here / "elsewhere").mkdir()
    (here / "elsewhere/.git").mkdir()
    (here / "elsewhere/old.fountain").write_text(SCRIPT, encoding="utf-8")
    apart = s2b("diff", "elsewhere/old.fountain", "new.fountain").stdout
    assert "everywhere: frame 1280x720 -> 128x72" in apart
    assert "everywhere" not in s2b("diff", "elsewhere/old.fountain", "new.fountain", "-c", "board.toml").stdout


@pytest.mark.parametrize(
    ("side", "message"),
    [
        ("nowhere.fountain", "error[S2B720]: there is no `nowhere.fountain`"),
        ("empty", "error[S2B720]: `empty` is no build folder: it has no manifest.json"),
        ("board.toml", "error[S2B720]: `board.toml` is neither a build folder nor a script"),
        ("strange", "error[S2B721]: `strange/manifest.json` cannot be used: `title`: field required"),
    ],
)
def test_a_side_that_is_neither_says_so(here: Path, side: str, message: str) -> None:
    (here / "empty").mkdir()
    (here / "strange").mkdir()
    (here / "strange/manifest.json").write_text("{}")
    result = s2b("diff", side, "new.fountain", code=1)
    assert message in result.stderr
    assert "hint:" in result.stderr
    assert result.stdout == ""


def test_errors_of_a_script_are_told_and_its_warnings_left_to_check(here: Path) -> None:
    (here / "empty.fountain").write_text("", encoding="utf-8")
    assert "error[S2B" in s2b("diff", "empty.fountain", "new.fountain", code=1).stderr
    (here / "noted.fountain").write_text(f"{SCRIPT}\n[[shot: HUGE]]\nMINA leaves.\n", encoding="utf-8")
    assert "warning" in s2b("check", "noted.fountain").stderr
    assert s2b("diff", "noted.fountain", "new.fountain").stderr == ""


def test_a_book_is_not_replaced_by_a_page(here: Path) -> None:
    s2b("build", "old.fountain", "--no-pdf", "-q")
    before = (here / "build/old/index.html").read_bytes()
    assert "S2B722" in s2b("diff", "build/old", "new.fountain", "-o", "build/old", code=1).stderr
    assert (here / "build/old/index.html").read_bytes() == before


def test_an_output_folder_that_cannot_be_written_is_an_error(here: Path) -> None:
    (here / "file").write_text("")
    result = s2b("diff", "old.fountain", "new.fountain", "-o", "file/below", code=1)
    assert "error[S2B702]: cannot write `file/below`" in result.stderr
