"""A store behind a URL holds what one in a folder holds, and says in one line why it cannot be reached."""

import sys
from pathlib import Path

import fsspec
import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.store import PanelStore, content_key, picture_name
from screenplay2board.store_files import FolderFiles, UrlFiles, open_files

KEYS = [content_key(number) for number in range(20)]


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    return f"memory://{request.node.name}/store"


def test_a_store_behind_a_url_keeps_describes_and_forgets(url: str) -> None:
    store = PanelStore(url)
    assert list(store.keys()) == []
    for number, key in enumerate(KEYS):
        store.put(key, b"picture" * (number + 1), ("because",))
    again = PanelStore(url)
    assert sorted(again.keys()) == sorted(KEYS)
    assert again.get(KEYS[1], Diagnostics()) == b"picturepicture"
    assert again.describe_all([*KEYS, content_key("never made")]).keys() == set(KEYS)
    assert again.prune(frozenset(KEYS[:5])).panels == 15
    assert again.summary().panels == 5


def test_damage_behind_a_url_is_found(url: str) -> None:
    store = PanelStore(url)
    store.put(KEYS[0], b"picture")
    store.put(KEYS[1], b"picture")
    files = UrlFiles(url)
    files.write(picture_name(KEYS[0]), b"pictore")
    files.write(picture_name(KEYS[1]), b"pic")
    assert store.describe(KEYS[0]) is not None
    assert store.describe(KEYS[1]) is None
    diagnostics = Diagnostics()
    assert store.get(KEYS[0], diagnostics) is None
    assert [item.code for item in diagnostics] == ["S2B501"]


def test_many_panels_cost_two_requests(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = PanelStore(url)
    for key in KEYS:
        store.put(key, b"picture")
    asked: list[str] = []
    for name in ("cat", "find", "info"):
        call = getattr(fsspec.filesystem("memory"), name)
        monkeypatch.setattr(
            fsspec.filesystem("memory"), name, lambda *a, _c=call, _n=name, **k: (asked.append(_n), _c(*a, **k))[1]
        )
    assert len(store.describe_all(KEYS)) == 20
    assert asked.count("cat") == 1
    assert asked.count("find") == 1


def test_a_file_url_is_a_folder(tmp_path: Path) -> None:
    assert isinstance(open_files(f"file://{tmp_path}"), FolderFiles)
    PanelStore(f"file://{tmp_path}").put(KEYS[0], b"picture")
    assert PanelStore(tmp_path).get(KEYS[0], Diagnostics()) == b"picture"


def test_what_stands_in_the_way_of_a_url_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OSError, match="ValueError: Protocol not known: nowhere"):
        PanelStore("nowhere://bucket/store")
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(OSError, match="needs fsspec, which is not installed"):
        PanelStore("memory://x")


def test_whatever_a_storage_raises_becomes_an_oserror(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = UrlFiles(url)

    def refuse(*given: object, **named: object) -> None:
        raise RuntimeError("no credentials")

    monkeypatch.setattr(fsspec.filesystem("memory"), "pipe_file", refuse)
    with pytest.raises(OSError, match="RuntimeError: no credentials"):
        files.write("panels/ab/x.png", b"1")
