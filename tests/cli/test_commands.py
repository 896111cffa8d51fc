"""The commands beside `build`: what they print, where, and how they end."""

import json
import re
from pathlib import Path

import click.testing
import pytest

from screenplay2board.cli import main
from screenplay2board.files import write_atomically

SCRIPT = """Title: A Test

INT. KITCHEN - DAY

MINA (30s, red coat) reads a LETTER.

MINA
(shouting)
Who wrote this?

WALTER
(70)
I did.
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "night.fountain").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


def s2b(*arguments: str, code: int = 0) -> click.testing.Result:
    result = click.testing.CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


def test_parse_prints_elements_with_their_places() -> None:
    parsed = json.loads(s2b("parse", "night.fountain").stdout)
    heading = next(element for element in parsed["elements"] if element["type"] == "scene_heading")
    assert (heading["text"], heading["line"], heading["end_line"]) == ("INT. KITCHEN - DAY", 3, 3)
    expected = {"type", "text", "line", "end_line", "scene_number", "depth", "dual", "extension", "key", "notes"}
    assert expected <= heading.keys()


def test_parse_writes_fountain_that_reads_the_same(here: Path) -> None:
    written = s2b("parse", "night.fountain", "--format", "fountain").stdout
    (here / "again.fountain").write_text(written, encoding="utf-8")

    def plain(name: str) -> list[tuple[str, str]]:
        return [(e["type"], e["text"]) for e in json.loads(s2b("parse", name).stdout)["elements"]]

    assert plain("again.fountain") == plain("night.fountain")


def test_plan_writes_the_shot_list_once_and_keeps_what_people_change(here: Path) -> None:
    first = s2b("plan", "night.fountain")
    assert first.stdout.splitlines() == ["night.shots.yaml", "night.shots.lock"]
    assert "night.shots.yaml is up to date" in s2b("plan", "night.fountain").stderr
    shots = here / "night.shots.yaml"
    text = shots.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=")
    edited = text.replace("size: CU", "size: ECU  # closer!", 1)
    assert edited != text
    shots.write_text(edited, encoding="utf-8")
    (here / "night.fountain").write_text(SCRIPT + "\nMINA\nWhy?\n", encoding="utf-8")
    s2b("plan", "--check", "night.fountain", code=1)
    assert shots.read_text(encoding="utf-8") == edited
    s2b("plan", "night.fountain")
    merged = shots.read_text(encoding="utf-8")
    assert "size: ECU  # closer!" in merged
    assert "Why?" in merged
    s2b("plan", "--check", "night.fountain")


@pytest.mark.parametrize("written", [0, 1, 2, 3])
def test_plan_killed_between_its_files_takes_no_proposal_for_a_decision(
    here: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    s2b("plan", "night.fountain")
    shots, lock = here / "night.shots.yaml", here / "night.shots.lock"
    shots.write_text(re.sub(r"size: \w+", "size: ECU # mine", shots.read_text(), count=1))
    assert "# mine" in shots.read_text()
    script = here / "night.fountain"
    script.write_text(script.read_text().replace("(shouting)\n", "") + "\nMINA runs out.\n")
    before = shots.read_bytes(), lock.read_bytes()
    s2b("plan", "night.fountain")
    expected = shots.read_bytes(), lock.read_bytes()
    assert expected[0] != before[0]
    shots.write_bytes(before[0])
    lock.write_bytes(before[1])

    left = written

    def killed(path: Path, data: bytes) -> None:
        nonlocal left
        if not left:
            raise KeyboardInterrupt
        left -= 1
        write_atomically(path, data)

    with monkeypatch.context() as patch:
        patch.setattr("screenplay2board.cli.plan.write_atomically", killed)
        s2b("plan", "night.fountain", code=0 if written == 3 else 130)
    s2b("plan", "night.fountain")
    assert (shots.read_bytes(), lock.read_bytes()) == expected
    assert "# mine" in shots.read_text()
    assert not list(here.glob("*.next"))


def test_plan_leaves_a_broken_shot_list_alone(here: Path) -> None:
    shots = here / "night.shots.yaml"
    shots.write_text("scenes:\n  - {scene: 1, shots: [\n", encoding="utf-8")
    result = s2b("plan", "night.fountain", code=1)
    assert "night.shots.yaml:" in result.stderr
    assert shots.read_text(encoding="utf-8") == "scenes:\n  - {scene: 1, shots: [\n"
    assert not (here / "night.shots.lock").exists()


def test_explain_says_why_and_what_key() -> None:
    told = s2b("explain", "night.fountain", "1").stdout
    assert "because" in told
    assert "night.fountain:5" in told
    (shot,) = json.loads(s2b("explain", "night.fountain", "1", "--format", "json").stdout)
    assert len(shot["key"]) == 64
    assert shot["stored"] is False
    assert shot["source"][0]["line"] == 5


def test_explain_tells_the_words_on_a_thing_and_people_may_change_them(here: Path) -> None:
    (here / "note.fountain").write_text('INT. KITCHEN - DAY\n\nA NOTE reads: "Gone."\n', encoding="utf-8")
    (shot,) = json.loads(s2b("explain", "note.fountain", "1A", "--format", "json").stdout)
    assert shot["writing"] == "Gone."
    assert "to be read: Gone." in s2b("explain", "note.fountain", "1A").stdout
    s2b("plan", "note.fountain")
    shots = here / "note.shots.yaml"
    text = shots.read_text(encoding="utf-8")
    assert "writing: Gone." in text
    shots.write_text(text.replace("writing: Gone.", "writing: Back soon"), encoding="utf-8")
    assert "to be read: Back soon" in s2b("explain", "note.fountain", "1A").stdout


def test_explain_of_an_unknown_shot_suggests_one() -> None:
    result = s2b("explain", "night.fountain", "1AA", code=1)
    assert "there is no shot `1AA`" in result.stderr
    assert "did you mean" in result.stderr


def test_check_finds_mistakes_in_notes_and_shot_lists(here: Path) -> None:
    assert "nothing to report" in s2b("check", "night.fountain").stderr
    (here / "night.fountain").write_text(SCRIPT.replace("MINA (30s", "[[shot: CLOSEUPP MINA]]\n\nMINA (30s"))
    found = json.loads(s2b("check", "night.fountain", "--format", "json", "--strict", code=1).stdout)
    assert [(item["code"], item["span"]["line"]) for item in found] == [("S2B201", 5)]


def test_check_writes_sarif_for_code_scanning(here: Path) -> None:
    folder = here / "drafts 2"
    folder.mkdir()
    script = folder / "night.fountain"
    script.write_text(SCRIPT.replace("MINA (30s", "[[shot: CLOSEUPP MINA]]\n\nMINA (30s"), encoding="utf-8")
    told = json.loads(s2b("check", str(script), "--format", "sarif").stdout)
    run = told["runs"][0]
    assert (told["version"], [rule["id"] for rule in run["tool"]["driver"]["rules"]]) == ("2.1.0", ["S2B201"])
    result = run["results"][0]
    assert (result["ruleId"], result["level"]) == ("S2B201", "warning")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "drafts%202/night.fountain"}
    assert place["region"]["startLine"] == place["region"]["endLine"] == 5
    assert place["region"]["endColumn"] > place["region"]["startColumn"]


def test_init_starts_a_project_that_checks_clean_and_overwrites_nothing(here: Path) -> None:
    written = s2b("init", "new").stdout.splitlines()
    assert written == ["new/night.fountain", "new/board.toml", "new/.gitignore", "new/.github/workflows/storyboard.yml"]
    assert "nothing to report" in s2b("check", "new/night.fountain").stderr
    (here / "new" / "board.toml").write_text("# mine\n")
    again = s2b("init", "new")
    assert again.stdout == ""
    assert "`new/board.toml` exists and is left as it is" in again.stderr
    assert (here / "new" / "board.toml").read_text() == "# mine\n"


def test_cache_counts_verifies_and_prunes(here: Path) -> None:
    s2b("build", "night.fountain", "--no-pdf", "-q")
    panels = json.loads(s2b("cache", "info", "--format", "json").stdout)["panels"]
    assert panels >= 3
    assert json.loads(s2b("cache", "prune", "--format", "json").stdout)["removed"] == 0
    picture = next((here / ".s2b" / "panels").rglob("*.png"))
    picture.write_bytes(picture.read_bytes()[:-1] + b"\0")
    checked = json.loads(s2b("cache", "verify", "--format", "json").stdout)
    assert checked == {"whole": panels - 1, "damaged": 1}
    (here / "night.fountain").write_text(SCRIPT.replace("30s, red coat", "60, short white hair"), encoding="utf-8")
    s2b("build", "night.fountain", "--no-pdf", "-q")
    assert json.loads(s2b("cache", "prune", "--format", "json").stdout)["removed"] > 0
    assert "0 drawn" in s2b("build", "night.fountain", "--no-pdf").stderr


def test_doctor_reports_what_is_here() -> None:
    findings = {item["name"]: item for item in json.loads(s2b("doctor", "--format", "json").stdout)}
    assert findings["s2b"]["ok"]
    assert findings["PDF"]["ok"], findings["PDF"]["detail"]


def test_doctor_names_the_command_where_pango_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from screenplay2board.cli import doctor

    def broken(name: str) -> None:
        raise OSError("cannot load library 'libgobject-2.0-0'")

    monkeypatch.setattr(doctor, "import_module", broken)
    told = s2b("doctor").stdout
    assert "missing  PDF: Pango cannot be loaded" in told
    assert "install" in told


def test_doctor_and_build_name_what_is_missing_for_quick_drawing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from screenplay2board.render.sketch import kernels

    missing = kernels.Missing("missing")
    monkeypatch.setattr(kernels, "find", lambda: missing)
    (line,) = [line for line in s2b("doctor").stdout.splitlines() if "sketches" in line]
    assert line == ("missing  sketches: drawn with NumPy, about three times slower: the compiled library is missing")
    (here / "night.fountain").write_text(SCRIPT, encoding="utf-8")
    first = s2b("build", "night.fountain", "--no-pdf", "--executor", "inline").stderr
    assert first.count("note[S2B520]: panels are drawn with NumPy") == 1
    assert "install a C compiler" in first
    assert "S2B520" not in s2b("build", "night.fountain", "--no-pdf").stderr  # nothing was drawn


@pytest.mark.parametrize("wrong", [["biuld"], ["night.fountain"]])
def test_a_wrong_command_is_a_usage_error_with_advice(wrong: list[str]) -> None:
    result = s2b(*wrong, code=2)
    assert "build" in result.stderr


@pytest.mark.parametrize(("no_color", "coloured"), [("1", False), ("", True)])
def test_no_color_is_honoured_on_a_terminal(monkeypatch: pytest.MonkeyPatch, no_color: str, coloured: bool) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    result = click.testing.CliRunner().invoke(main, ["check", "missing.fountain"], color=True)
    assert ("\x1b[" in result.stderr) == coloured


def test_a_dumb_terminal_gets_no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    result = click.testing.CliRunner().invoke(main, ["check", "missing.fountain"], color=True)
    assert "\x1b[" not in result.stderr


@pytest.mark.parametrize("command", ["build", "check", "plan"])
def test_json_is_json_even_where_nothing_could_be_read(command: str) -> None:
    result = s2b(command, "missing.fountain", "--format", "json", code=1)
    json.loads(result.stdout)
    assert [json.loads(line)["code"] for line in result.stderr.splitlines()] == ["S2B101"] * (command != "check")


def test_an_interrupt_ends_every_command_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("screenplay2board.cli.check.read_and_plan", interrupted)
    assert s2b("check", "night.fountain", code=130).stderr == "interrupted\n"


def test_parse_reads_fountain_from_stdin() -> None:
    runner = click.testing.CliRunner()
    result = runner.invoke(main, ["parse", "-", "--format", "fountain"], input=SCRIPT)
    assert result.exit_code == 0
    assert result.stdout == SCRIPT
    empty = runner.invoke(main, ["parse", "-"], input="")
    assert empty.exit_code == 1
    assert "error[S2B106]: `stdin` is empty" in empty.stderr


def test_plan_of_stdin_is_a_usage_error() -> None:
    assert "a shot list lies beside its script" in s2b("plan", "-", code=2).stderr


def test_check_counts_in_words() -> None:
    assert s2b("check", "night.fountain").stderr.startswith("nothing to report: 1 scene, ")
