"""The store keeps whole panels, notices damage and shares a folder."""

import json
import os
from pathlib import Path

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import write_atomically
from screenplay2board.plan.types import CharacterLook
from screenplay2board.store import PanelStore, canonical_json, content_key, picture_name

KEY = content_key({"picture": 1})
OTHER = content_key({"picture": 2})


def test_a_stored_panel_comes_back_with_its_record(tmp_path: Path) -> None:
    store = PanelStore(tmp_path)
    store.put(KEY, b"png", ("because",))
    diagnostics = Diagnostics()
    assert store.get(KEY, diagnostics) == b"png"
    record = store.describe(KEY)
    assert record is not None
    assert record.reasons == ("because",)
    assert len(diagnostics) == 0


def test_an_absent_panel_is_none_without_a_diagnostic(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    assert PanelStore(tmp_path).get(KEY, diagnostics) is None
    assert len(diagnostics) == 0


def test_a_changed_byte_is_reported_and_the_panel_counts_as_absent(tmp_path: Path) -> None:
    store = PanelStore(tmp_path)
    store.put(KEY, b"picture")
    (tmp_path / picture_name(KEY)).write_bytes(b"pictore")
    diagnostics = Diagnostics()
    assert store.get(KEY, diagnostics) is None
    assert [item.message for item in diagnostics] == [
        f"the stored panel `{KEY[:12]}` is damaged and will be made again"
    ]
    assert store.describe(KEY) is None


@pytest.mark.parametrize("damage", [b"", b"{", b'{"sha256": 1}', b"\xff\xfe"])
def test_a_damaged_record_makes_the_panel_absent(tmp_path: Path, damage: bytes) -> None:
    store = PanelStore(tmp_path)
    store.put(KEY, b"picture")
    (tmp_path / picture_name(KEY)).with_suffix(".json").write_bytes(damage)
    assert store.get(KEY, Diagnostics()) is None


def test_a_picture_without_its_record_does_not_exist(tmp_path: Path) -> None:
    store = PanelStore(tmp_path)
    write_atomically(tmp_path / picture_name(KEY), b"killed before the record was written")
    assert store.describe(KEY) is None
    assert list(store.keys()) == []


def test_a_failed_write_leaves_the_old_content_and_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_verify_removes_only_what_is_damaged(tmp_path: Path) -> None:
    store = PanelStore(tmp_path)
    store.put(KEY, b"whole")
    store.put(OTHER, b"torn")
    (tmp_path / picture_name(OTHER)).write_bytes(b"tora")
    assert store.verify(Diagnostics()) == 1
    assert list(store.keys()) == [KEY]


def test_prune_keeps_what_is_named_and_fresh_temporary_files(tmp_path: Path) -> None:
    store = PanelStore(tmp_path)
    store.put(KEY, b"kept")
    store.put(OTHER, b"dropped")
    fresh = (tmp_path / picture_name(KEY)).with_name(".x.png.1.tmp")
    fresh.write_bytes(b"another build is writing this")
    stale = (tmp_path / picture_name(KEY)).with_name(".y.png.1.tmp")
    stale.write_bytes(b"left by a killed build")
    os.utime(stale, (0, 0))
    removed = store.prune(frozenset({KEY}))
    assert removed.panels == 1
    assert list(store.keys()) == [KEY]
    assert fresh.exists()
    assert not stale.exists()
    assert store.summary().panels == 1


def test_canonical_json_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical_json({"b": 1, "a": (1.5, "é")}) == '{"a":[1.5,"é"],"b":1}'.encode()


def test_canonical_json_of_a_dataclass_names_every_field() -> None:
    value = json.loads(canonical_json(CharacterLook()))
    assert value["hair"] == "short"
    assert content_key(CharacterLook()) != content_key(CharacterLook(seed=1))


def test_canonical_json_refuses_what_has_no_form() -> None:
    with pytest.raises(TypeError, match="`object` has no canonical form"):
        canonical_json({"a": object()})
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json(float("nan"))
