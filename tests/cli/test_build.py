"""`s2b build` from end to end: the first run, the second, edits, damage, and everything a user can do wrong."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import click.testing
import pytest

from screenplay2board.cli import main
from screenplay2board.store import PanelStore, picture_name

SCRIPT = """Title: A Test
Author: Somebody

INT. KITCHEN - DAY

MINA (30s, red coat) waits at the table with a LETTER in her hand.

MINA
(quietly)
You are late.

WALTER (70, white beard) comes in.

WALTER
I know.
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "night.fountain").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


def s2b(*arguments: str) -> click.testing.Result:
    result = click.testing.CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def build(*arguments: str) -> dict[str, object]:
    result = s2b("build", "night.fountain", "--no-pdf", "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    report: dict[str, object] = json.loads(result.stdout)
    return report


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_first_build_makes_the_whole_book(here: Path) -> None:
    result = s2b("build", "night.fountain")
    assert result.exit_code == 0, result.output
    out = here / "build" / "night"
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    pictures = [shot["picture"] for shot in manifest["shots"]]
    assert len(pictures) >= 3
    assert all((out / picture).read_bytes().startswith(b"\x89PNG") for picture in pictures)
    assert (out / "night.pdf").read_bytes().startswith(b"%PDF-")
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "A Test" in page
    assert "You are late." in page
    assert result.stdout.splitlines() == ["build/night/index.html", "build/night/night.pdf"]


def test_the_second_build_draws_nothing_and_changes_no_byte(here: Path) -> None:
    first = build()
    before = files_below(here / "build")
    second = build()
    assert first["rendered"] == first["panels"]
    assert (second["rendered"], second["cached"]) == (0, first["panels"])
    assert files_below(here / "build") == before


def test_a_build_with_nothing_to_do_loads_neither_numpy_nor_rich(here: Path) -> None:
    build()
    probe = """
import sys
from screenplay2board.cli import main
try:
    main(["build", "night.fountain", "--no-pdf"])
except SystemExit as end:
    print(end.code, sorted({"numpy", "rich", "weasyprint", "pikepdf"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


def test_the_bytes_do_not_depend_on_the_number_of_workers(here: Path) -> None:
    build("-o", "one", "--store", "store-one", "-j", "1")
    build("-o", "two", "--store", "store-two", "-j", "2", "--executor", "processes")
    one, two = files_below(here / "one"), files_below(here / "two")
    assert one.keys() == two.keys()
    assert {name for name in one if one[name] != two[name]} <= {".s2b-lock"}


def test_a_style_of_ones_own_draws_every_panel_again_and_only_once(here: Path) -> None:
    build()
    (here / "mine.toml").write_text("ink = 60\n", encoding="utf-8")
    styled = build("--drawing", "mine.toml", "-j", "2", "--executor", "processes")
    assert styled["rendered"] == styled["panels"]
    (here / "mine.toml").rename(here / "yours.toml")
    (here / "board.toml").write_text('[render]\nstyle = "yours.toml"\n', encoding="utf-8")
    assert build()["rendered"] == 0


@pytest.mark.parametrize("words", ["[en\n", "en = 3\n", "[en]\ncontents = 3\n"])
def test_wrong_words_of_a_project_are_told_before_anything_is_drawn(here: Path, words: str) -> None:
    (here / "own" / "shared").mkdir(parents=True)
    (here / "own" / "shared" / "labels.toml").write_text(words, encoding="utf-8")
    result = s2b("build", "night.fountain", "--templates", "own")
    assert result.exit_code == 1
    assert "error[S2B603]: " in result.stderr
    assert "shared/labels.toml" in result.stderr
    assert not (here / "build").exists()


def test_an_edited_line_draws_only_its_own_panels(here: Path) -> None:
    first = build()
    (here / "night.fountain").write_text(SCRIPT.replace("I know.", "I know. Forgive me."), encoding="utf-8")
    captioned = build()
    assert captioned["rendered"] == 0, "a caption is not part of a picture"
    (here / "night.fountain").write_text(SCRIPT.replace("\n\nWALTER\nI", "\n\nWALTER\n(shouting)\nI"), encoding="utf-8")
    changed = build()
    assert 1 <= int(str(changed["rendered"])) < int(str(first["panels"]))


def test_a_damaged_panel_is_noticed_and_drawn_again(here: Path) -> None:
    build()
    store = PanelStore(here / ".s2b")
    key = next(store.keys())
    whole = (here / ".s2b" / picture_name(key)).read_bytes()
    (here / ".s2b" / picture_name(key)).write_bytes(whole[:-1] + b"\0")
    shutil.rmtree(here / "build")
    result = s2b("build", "night.fountain", "--no-pdf")
    assert "is damaged and will be made again" in result.stderr
    assert result.exit_code == 0
    assert (here / ".s2b" / picture_name(key)).read_bytes() == whole


def test_a_picture_that_somebody_deleted_comes_back_from_the_store(here: Path) -> None:
    build()
    pictures = sorted((here / "build/night/panels").iterdir())
    pictures[0].unlink()
    assert build()["rendered"] == 0
    assert pictures[0].exists()


def test_removed_shots_leave_no_pictures_behind(here: Path) -> None:
    build()
    mine = here / "build/night/panels/mine.txt"
    mine.write_text("not from a build")
    (here / "night.fountain").write_text(SCRIPT.partition("\n\nWALTER (70")[0], encoding="utf-8")
    build()
    manifest = json.loads((here / "build/night/manifest.json").read_text(encoding="utf-8"))
    left = {f"panels/{p.name}" for p in (here / "build/night/panels").iterdir()}
    assert left == {shot["picture"] for shot in manifest["shots"]} | {"panels/mine.txt"}


def test_a_backend_that_fails_marks_the_panel_and_the_exit_code(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from screenplay2board.render.sketch import panel

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of ink")

    monkeypatch.setattr(panel, "draw", broken)
    result = s2b("build", "night.fountain", "--no-pdf", "--executor", "inline")
    assert result.exit_code == 1
    assert "could not be made: RuntimeError: out of ink" in result.stderr
    page = (here / "build/night/index.html").read_text(encoding="utf-8")
    assert "out of ink" in page
    monkeypatch.undo()
    monkeypatch.chdir(here)
    assert int(str(build()["rendered"])) > 0


@pytest.mark.parametrize(
    ("prepare", "arguments", "told"),
    [
        ("", ["missing.fountain"], "missing.fountain"),
        ("mkdir folder.fountain", ["folder.fountain"], "folder"),
        ("", ["night.fountain", "--backend", "skech"], "did you mean `sketch`?"),
        ("toml", ["night.fountain"], "aspect_ratio"),
    ],
    ids=["missing file", "directory", "backend", "unknown key"],
)
def test_what_a_user_gets_wrong_is_said_plainly(here: Path, prepare: str, arguments: list[str], told: str) -> None:
    if prepare == "toml":
        (here / "board.toml").write_text('[book]\naspect_ration = "16:9"\n')
    elif prepare:
        (here / "folder.fountain").mkdir()
    result = s2b("build", *arguments, "--no-pdf")
    assert result.exit_code == 1
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert not (here / "build").exists()


@pytest.mark.parametrize(("flag", "value"), [("--book", "thre"), ("--page", "A5"), ("--orientation", "wide")])
def test_a_mistyped_choice_is_wrong_usage_and_lists_what_there_is(here: Path, flag: str, value: str) -> None:
    result = s2b("build", "night.fountain", flag, value)
    assert result.exit_code == 2
    assert f"'{value}' is not one of" in result.stderr
    assert not (here / "build").exists()


def test_an_emptied_script_leaves_the_last_book_as_it_is(here: Path) -> None:
    build()
    before = files_below(here / "build")
    (here / "night.fountain").write_text("/* to be written again */", encoding="utf-8")
    result = s2b("build", "night.fountain", "--no-pdf")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "has no scenes" in result.stderr
    assert files_below(here / "build") == before


def test_a_store_that_takes_nothing_leaves_the_last_book_as_it_is(here: Path) -> None:
    build()
    before = files_below(here / "build")
    (here / "blocked").write_text("in the way")
    (here / "night.fountain").write_text(SCRIPT.replace("30s, red coat", "60s, tall"), encoding="utf-8")
    result = s2b("build", "night.fountain", "--no-pdf", "--store", "blocked/store", "--executor", "inline")
    assert result.exit_code == 1
    assert "drawing stopped" in result.stderr
    assert files_below(here / "build") == before


def test_a_script_from_stdin_becomes_a_book(here: Path) -> None:
    built = build()
    result = click.testing.CliRunner().invoke(main, ["build", "-", "--no-pdf", "--format", "json"], input=SCRIPT)
    report = json.loads(result.stdout)
    assert (result.exit_code, report["rendered"], report["panels"]) == (0, 0, built["panels"])
    assert report["outputs"] == [str(Path("build/stdin/index.html"))]


@pytest.mark.parametrize("folder", ["", "night"])
def test_a_file_where_the_output_folder_should_be_is_an_error_not_a_crash(here: Path, folder: str) -> None:
    (here / "build").mkdir() if folder else None
    (here / "build" / folder).write_text("in the way") if folder else (here / "build").write_text("in the way")
    result = s2b("build", "night.fountain", "--no-pdf")
    assert result.exit_code == 1
    assert "error[S2B702]: cannot write" in result.stderr


def test_a_full_disk_is_told_and_what_was_there_stays(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build()
    before = files_below(here / "build")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    (here / "night.fountain").write_text(SCRIPT.replace("30s, red coat", "60s, tall"), encoding="utf-8")
    monkeypatch.setattr(os, "fsync", full)
    result = s2b("build", "night.fountain", "--no-pdf", "--executor", "inline")
    assert result.exit_code == 1
    assert "No space left on device" in result.stderr
    assert files_below(here / "build") == before
    monkeypatch.undo()
    monkeypatch.chdir(here)
    assert build()["failed"] == 0


def test_a_page_that_could_not_be_written_stays_as_it_was_and_is_written_next_time(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from screenplay2board import pipeline

    build()
    page = here / "build" / "night" / "index.html"
    before = page.read_bytes()
    (here / "night.fountain").write_text(SCRIPT.replace("You are late", "You are early"), encoding="utf-8")
    monkeypatch.setattr(pipeline, "write_html", lambda book, folder, diagnostics: None)
    assert json.loads(s2b("build", "night.fountain", "--no-pdf", "--format", "json").stdout)["outputs"] == []
    assert page.read_bytes() == before
    monkeypatch.undo()
    monkeypatch.chdir(here)
    build()
    assert "You are early" in page.read_text(encoding="utf-8")


def test_a_second_build_in_the_same_folder_is_refused(here: Path) -> None:
    from screenplay2board.output import OutputFolder

    out = here / "build" / "night"
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, pathlib\nfrom screenplay2board.output import OutputFolder\n"
            f"with OutputFolder(pathlib.Path({str(out)!r})).claim():\n print('held', flush=True); sys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        result = s2b("build", "night.fountain", "--no-pdf")
        assert result.exit_code == 1
        assert f"another build is writing to the same output folder (process {holder.pid})" in result.stderr
        holder.kill()
    with OutputFolder(out).claim():
        pass
    assert build()["failed"] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_an_interrupted_build_keeps_whole_panels_and_the_next_goes_on(here: Path, blow: signal.Signals) -> None:
    scenes = "\n\n".join(f"INT. ROOM {n} - DAY\n\nMINA waits.\n\nMINA\nLine {n}.\n" for n in range(24))
    (here / "night.fountain").write_text(SCRIPT + "\n" + scenes, encoding="utf-8")
    command = [sys.executable, "-m", "screenplay2board", "build", "night.fountain", "--no-pdf", "-j", "2"]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs inherit ignoring it
    try:
        running = subprocess.Popen(
            [*command, "--executor", "processes"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
    finally:
        signal.signal(signal.SIGINT, before)
    store = PanelStore(here / ".s2b")
    deadline = time.monotonic() + 60
    while not list(store.keys()) and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(blow)
    _, errors = running.communicate(timeout=30)
    if blow == signal.SIGINT:
        assert running.returncode == 130
        assert "interrupted" in errors
        assert "Traceback" not in errors
    kept = set(store.keys())
    assert kept
    report = build("-j", "2", "--executor", "processes")
    assert report["failed"] == 0
    assert int(str(report["cached"])) >= len(kept)


@pytest.mark.parametrize(
    ("flags", "code", "said", "hint"),
    [
        (["--drawing", "pencl"], "S2B504", "has no drawing style `pencl`", "did you mean `pencil`?"),
        (["--executor", "process"], "S2B502", "there is no `process` among the executors", "did you mean `processes`?"),
        (["--backend", "painting"], "S2B502", "there is no `painting` among the backends", "use `sketch`"),
    ],
)
def test_a_name_that_nothing_bears_stops_the_build_before_it_draws(
    here: Path, flags: list[str], code: str, said: str, hint: str
) -> None:
    result = s2b("build", "night.fountain", "--no-pdf", *flags)
    assert result.exit_code == 1
    assert f"error[{code}]" in result.stderr
    assert said in result.stderr
    assert hint in result.stderr
    assert not (here / "build").exists()


def test_the_renderer_begins_to_load_first_of_all_where_nothing_was_ever_drawn(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("screenplay2board.cli.orders.get_ready", asked.append)

    def interrupted(*_: object) -> None:
        asked.append("settings")
        raise KeyboardInterrupt

    monkeypatch.setattr("screenplay2board.settings.load_settings", interrupted)
    for arguments in (["-j", "2"], ["-j", "1"], ["-j", "2", "--executor", "inline"], ["-j", "2", "--backend", "none"]):
        s2b("build", "night.fountain", *arguments)
    (here / ".s2b").mkdir()
    s2b("build", "night.fountain", "-j", "2")
    assert asked == [("screenplay2board.render.sketch.panel",), *["settings"] * 5]


def test_what_reads_the_command_line_loads_neither_settings_nor_the_renderer() -> None:
    code = "import screenplay2board.cli.build, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pydantic", "yaml", "numpy", "jinja2", "screenplay2board.pipeline"} & set(loaded)
