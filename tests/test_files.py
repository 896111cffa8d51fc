"""Files are written whole or not at all, full disks are told, and what killed writers left is removed."""

import os
import resource
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from screenplay2board.files import inside, remove_stale, write_atomically
from screenplay2board.output import OutputFolder
from screenplay2board.store import PanelStore


@contextmanager
def room_for(size_bytes: int) -> Generator[None]:
    """Make every file end at `size_bytes`, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_the_old_file_and_names_it(tmp_path: Path) -> None:
    path = tmp_path / "night.shots.yaml"
    write_atomically(path, b"old")
    with pytest.raises(OSError) as caught, room_for(1000):
        write_atomically(path, b"x" * 5000)
    assert caught.value.filename == str(path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {path.name: b"old"}


def test_a_file_in_the_way_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError) as caught:
        write_atomically(tmp_path / "file" / "page.html", b"")
    assert caught.value.filename == str(tmp_path / "file" / "page.html")


def test_names_that_lead_out_of_a_folder_have_no_path_in_it(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "link").symlink_to(tmp_path)
    outside = [inside(tmp_path / "book", name) for name in ("../x", "/etc/passwd", "a/../../x", "link/x")]
    assert outside == [None] * 4
    assert inside(tmp_path / "book", "panels/../001A.png") == tmp_path / "book" / "001A.png"


def test_only_temporary_files_that_are_old_enough_are_removed(tmp_path: Path) -> None:
    for name in (".old.tmp", ".young.tmp", "mine.tmp", ".hidden"):
        (tmp_path / name).write_text("")
    os.utime(tmp_path / ".old.tmp", (0, 0))
    remove_stale(tmp_path, older_than_s=60)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".hidden", ".young.tmp", "mine.tmp"]


def test_a_build_removes_what_a_killed_one_left_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "panels").mkdir()
    left = [tmp_path / ".index.html.abc.tmp", tmp_path / "panels" / ".001A.png.abc.tmp"]
    for path in left:
        path.write_text("half")
    with OutputFolder(tmp_path).claim():
        assert not any(path.exists() for path in left)


def test_the_store_keeps_what_another_build_may_still_be_writing(tmp_path: Path) -> None:
    folder = tmp_path / "panels" / "ab"
    folder.mkdir(parents=True)
    for name in (".old.tmp", ".young.tmp"):
        (folder / name).write_text("half")
    os.utime(folder / ".old.tmp", (0, 0))
    PanelStore(tmp_path).remove_stale()
    assert [p.name for p in folder.iterdir()] == [".young.tmp"]
