"""The manifest says what a build drew and why; one that comes from a stranger is checked before it is believed."""

import json
from pathlib import Path
from typing import Any

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.manifest import Manifest, ManifestActor, ManifestShot, parse_manifest, read_manifest
from screenplay2board.output import MANIFEST
from screenplay2board.pipeline import describe
from screenplay2board.plan.shot_data import KEY_ORDER
from screenplay2board.settings import load_settings
from screenplay2board.store import canonical_json

SCRIPT = "INT. KITCHEN - NIGHT\n\nMINA (30s) sits.\n\nMINA\n(softly)\nWho is there?\n"


@pytest.fixture
def data(tmp_path: Path) -> dict[str, Any]:
    script = tmp_path / "night.fountain"
    script.write_text(SCRIPT, encoding="utf-8")
    diagnostics = Diagnostics()
    found = describe(script, load_settings(None, diagnostics), diagnostics)
    assert found is not None
    return json.loads(canonical_json(found))


def parsed(data: object) -> tuple[Manifest | None, list[str]]:
    diagnostics = Diagnostics()
    manifest = parse_manifest(json.dumps(data).encode(), Path("build/manifest.json"), diagnostics)
    return manifest, [f"{item.code} {item.message}" for item in diagnostics]


def test_what_a_build_writes_can_be_read_again(data: dict[str, Any]) -> None:
    manifest, said = parsed(data)
    assert said == []
    assert manifest is not None
    assert [scene.heading for scene in manifest.scenes] == ["INT. KITCHEN - NIGHT"]
    assert [shot.id for shot in manifest.shots] == [shot["id"] for shot in data["shots"]]
    speech = next(shot for shot in manifest.shots if shot.dialogue)
    assert [dict(line) for line in speech.dialogue] == [{"MINA": "(softly) Who is there?"}]
    assert speech.cast["MINA"].pose
    assert manifest.drawing["style"] == "ink"
    assert set(manifest.looks) == {"MINA"}


def test_nothing_that_a_shot_list_says_of_a_shot_is_lost() -> None:
    written = {"heading", "shots", "duration", *ManifestActor.model_fields, *ManifestShot.model_fields}
    assert set(KEY_ORDER) <= written
    assert "duration_s" in written


def test_a_later_version_may_say_more(data: dict[str, Any]) -> None:
    data["more"] = data["shots"][0]["more"] = 1
    assert parsed(data)[0] is not None


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("scenes",), None, "`scenes`: input should be a valid array"),
        (("shots", 0, "size"), "HUGE", "`shots.0.size`: input should be 'ecu', 'cu'"),
        (("shots", 0, "panel"), "1", "`shots.0.panel`: input should be a valid integer"),
        (("shots", 0, "key"), "../../secret", "`shots.0.key`: string should match pattern"),
        (("shots", 0, "duration_s"), -1, "`shots.0.duration_s`: input should be greater than or equal to 0"),
        (("shots", 0, "duration_s"), float("nan"), "`shots.0.duration_s`: "),
        (("shots", 0, "cast"), {"MINA": 1}, "`shots.0.cast.MINA`: "),
        (("scenes", 0, "panels"), 99, "its scenes have 99 panels, its list "),
    ],
)
def test_what_is_not_as_it_should_be_is_named(
    data: dict[str, Any], path: tuple[str | int, ...], value: object, said: str
) -> None:
    part: Any = data
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    manifest, (message,) = parsed(data)
    assert manifest is None
    assert message.startswith(f"S2B721 `build/manifest.json` cannot be used: {said}")


@pytest.mark.parametrize("text", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_manifest_at_all_is_said_so(tmp_path: Path, text: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(text)
    diagnostics = Diagnostics()
    assert read_manifest(tmp_path, diagnostics) is None
    (item,) = diagnostics
    assert item.code == "S2B721"
    assert item.hint == "build it again: another version of s2b may have written it"


def test_a_folder_without_a_manifest_is_no_build(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    assert read_manifest(tmp_path, diagnostics) is None
    assert [item.message for item in diagnostics] == [f"`{tmp_path}` is no build folder: it has no manifest.json"]
