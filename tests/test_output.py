"""The output folder is one build's at a time and holds only what its manifest names."""

import json
import multiprocessing
import os
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from screenplay2board.output import MANIFEST, OutputBusyError, OutputFolder


def _hold(root: Path, held: Event, release: Event) -> None:
    with OutputFolder(root).claim():
        held.set()
        release.wait(20)


def test_a_second_build_in_the_same_folder_is_told_who_holds_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path, held, release))
    other.start()
    try:
        assert held.wait(20)
        with pytest.raises(OutputBusyError) as caught, OutputFolder(tmp_path).claim():
            pass
        assert caught.value.process == str(other.pid)
    finally:
        release.set()
        other.join(20)
    with OutputFolder(tmp_path).claim():
        assert (tmp_path / ".s2b-lock").read_text() == str(os.getpid())


def test_a_killed_build_leaves_the_folder_free(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path, held, release))
    other.start()
    assert held.wait(20)
    other.kill()
    other.join(20)
    with OutputFolder(tmp_path).claim():
        assert other.exitcode == -9


def test_files_of_the_last_build_that_are_no_longer_named_are_removed(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    for name in ("001A.png", "001B.png", "mine.txt"):
        (tmp_path / name).write_text(name)
    folder.write_manifest({"files": {"001A.png": "key", "001B.png": "key"}})
    folder.write_manifest({"files": {"001A.png": "key"}})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["001A.png", MANIFEST, "mine.txt"]


def test_a_hostile_manifest_removes_nothing_outside_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "build"
    root.mkdir()
    precious = tmp_path / "precious.txt"
    precious.write_text("keep")
    (root / "link").symlink_to(tmp_path)
    (root / MANIFEST).write_text(
        json.dumps({"files": {"../precious.txt": "", str(precious): "", "link/precious.txt": ""}})
    )
    OutputFolder(root).write_manifest({"files": {}})
    assert precious.read_text() == "keep"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": []}', '{"files": null}'])
def test_a_damaged_manifest_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    assert OutputFolder(tmp_path).files_of_last_build() == {}


@pytest.mark.parametrize("name", ["panels", "fonts", ".s2b-lock"])
def test_links_that_lead_out_of_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    root, victim = tmp_path / "build", tmp_path / "victim"
    root.mkdir()
    victim.write_text("precious") if name == ".s2b-lock" else victim.mkdir()
    (root / name).symlink_to(victim)
    with pytest.raises(OSError) as caught, OutputFolder(root).claim():
        pass
    assert caught.value.filename == str(root / name)
    assert victim.is_dir() or victim.read_text() == "precious"
