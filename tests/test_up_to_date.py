"""A build of a book that is up to date reads and lays out nothing, says the same, and misses no change."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from screenplay2board import BuildOrder, BuildReport, Diagnostics, build, load_settings, up_to_date
from screenplay2board.output import OutputBusyError, OutputFolder
from screenplay2board.sources import Sources

SCRIPT = """INT. KITCHEN - DAY

MINA (30s) waits. [[shot: CU MINNA]]

MINA
You are late.
"""
FILES = {
    "night.fountain": SCRIPT,
    "night.shots.yaml": "scenes: []\n",
    "board.toml": '[render]\nwidth_px = 64\nstyle = "mine.toml"\n[book]\nstyle = "six"\n',
    "cast.yaml": "MINA:\n  age: adult\n",
    "mine.toml": "ink = 60\n",
    "own/shared/labels.toml": '[en]\ncontents = "What is in it"\n',
}


class Project:
    """A small project in a folder. said: the findings of its last build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in FILES.items():
            self.write(name, text)
        self.said = Diagnostics()

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")

    def order(self, **flags: object) -> BuildOrder:
        settings = load_settings(self.folder / "board.toml", Diagnostics(), flags)
        return BuildOrder(
            script=self.folder / "night.fountain",
            settings=settings,
            out_dir=self.folder / "out",
            store_root=self.folder / ".s2b",
            documents=frozenset({"html"}),
            templates=self.folder / "own",
        )

    def build(self, order: BuildOrder | None = None) -> BuildReport:
        self.said = Diagnostics()
        report = build(order or self.order(), self.said)
        assert report is not None
        return report

    def is_up_to_date(self, order: BuildOrder | None = None) -> bool:
        return set(self.build(order).seconds) == {"check"}

    def record(self) -> Path:
        (found,) = (self.folder / ".s2b" / "books").iterdir()
        return found


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    first = made.build()
    assert first.rendered == first.panels > 0
    return made


def test_it_says_what_the_build_before_said(project: Project) -> None:
    project.write("night.fountain", SCRIPT.replace("late", "early"))
    first, findings = project.build(), list(project.said)
    again = project.build()
    assert "check" not in first.seconds
    assert set(again.seconds) == {"check"}
    assert (again.scenes, again.shots, again.panels) == (first.scenes, first.shots, first.panels)
    assert (again.rendered, again.cached, again.failed) == (0, first.panels, 0)
    assert again.outputs == first.outputs
    assert list(project.said) == findings
    assert any("MINNA" in item.message for item in findings), "the wish that nobody understands is said again"


def test_a_checkout_that_changes_only_times_leaves_it_up_to_date(project: Project) -> None:
    os.utime(project.folder / "night.fountain", (1, 1))
    assert project.is_up_to_date()


@pytest.mark.parametrize("name", [*FILES, "night.shots.lock"])
def test_a_change_of_any_source_is_seen(project: Project, name: str) -> None:
    path = project.folder / name
    path.write_text((path.read_text(encoding="utf-8") if path.is_file() else "") + "\n", encoding="utf-8")
    assert not project.is_up_to_date()
    assert project.is_up_to_date()


def test_a_flag_that_changes_the_book_is_seen(project: Project) -> None:
    assert not project.is_up_to_date(project.order(**{"book.page": "Letter"}))


def test_the_number_of_workers_changes_no_book(project: Project) -> None:
    assert project.is_up_to_date(replace(project.order(**{"render.workers": 3}), workers=3))


def test_the_date_on_the_cover_is_seen(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert not project.is_up_to_date()
    assert "2023-11-14" in (project.folder / "out" / "index.html").read_text(encoding="utf-8")


def test_another_program_builds_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(up_to_date, "_program", lambda: "a later one")
    assert not project.is_up_to_date()


def scribble(path: Path) -> None:
    """Overwrite a file, at its old length."""
    path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize("harm", [scribble, Path.unlink])
@pytest.mark.parametrize("name", ["index.html", "manifest.json", "panels"])
def test_a_harmed_output_is_mended(project: Project, name: str, harm: Callable[[Path], None]) -> None:
    out = project.folder / "out"
    whole = {path: path.read_bytes() for path in out.rglob("*") if path.is_file() and path.name != ".s2b-lock"}
    harm(min((out / name).iterdir()) if name == "panels" else out / name)
    assert not project.is_up_to_date()
    assert {path: path.read_bytes() for path in whole} == whole


@pytest.mark.parametrize("harm", ["", "{}", "[1", json.dumps({"inputs": 3})])
def test_a_record_that_cannot_be_read_only_costs_time(project: Project, harm: str) -> None:
    project.record().write_text(harm, encoding="utf-8")
    assert not project.is_up_to_date()
    assert project.is_up_to_date()


def test_a_book_with_errors_is_never_up_to_date(project: Project) -> None:
    project.write("night.shots.yaml", "scenes: 3\n")
    project.build()
    assert project.said.has_errors
    assert not project.is_up_to_date()
    assert project.said.has_errors


def test_a_script_that_changes_during_the_build_is_built_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("night.fountain", SCRIPT + "\nShe sighs.\n")
    with monkeypatch.context() as patch:
        digests = iter(["before", "after"])
        patch.setattr(Sources, "digest", digests.__next__)
        project.build()
    assert not project.is_up_to_date()


def test_another_build_in_the_folder_is_still_told(project: Project) -> None:
    with OutputFolder(project.folder / "out").claim(), pytest.raises(OutputBusyError):
        project.build()


def test_a_state_that_cannot_be_written_is_no_fault(project: Project) -> None:
    project.record().unlink()
    books = project.folder / ".s2b" / "books"
    books.rmdir()
    books.write_text("a file stands where the folder should be", encoding="utf-8")
    project.build()
    assert not project.said.has_errors
    assert not project.is_up_to_date()
