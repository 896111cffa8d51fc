"""A board becomes an edit: end to end, to the frame, without drift."""

import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from sample_timeline import timeline_at

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.export.timeline import make_timeline
from screenplay2board.export.types import FRAME_RATES, FrameRate, Timeline
from screenplay2board.manifest import read_manifest


@pytest.mark.parametrize("rate", FRAME_RATES)
def test_cuts_lie_end_to_end_and_rounding_never_adds_up(built: Path, rate: str) -> None:
    timeline = timeline_at(built, rate)
    assert timeline.cuts[0].start == 0
    assert all(before.end == after.start for before, after in zip(timeline.cuts, timeline.cuts[1:], strict=False))
    seconds = sum(cut.shot.duration_s for cut in timeline.cuts)
    assert abs(timeline.frames - seconds * float(FRAME_RATES[rate])) <= 0.5


@pytest.mark.parametrize(
    ("rate", "frame", "timecode"),
    [
        ("24", 86_400 + 23, "01:00:00:23"),
        ("25", 25 * 3_725 + 3, "01:02:05:03"),
        ("23.976", 24, "00:00:01:00"),  # timecode counts 24 where 23.976 frames pass
        ("59.94", 60 * 60, "00:01:00:00"),
    ],
)
def test_timecode_counts_whole_frames(rate: str, frame: int, timecode: str) -> None:
    assert FrameRate(FRAME_RATES[rate]).timecode(frame) == timecode


def test_a_time_becomes_its_nearest_frame() -> None:
    assert FrameRate(Fraction(24)).frame_at(0.1) == 2
    assert FrameRate(Fraction(24_000, 1001)).frame_at(1001.0) == 24_000


def test_the_slate_names_what_is_not_usual(timeline: Timeline) -> None:
    (low,) = [cut.slate for cut in timeline.cuts if cut.shot.angle == "low"]
    assert low.endswith(" CU, low")
    assert "eye" not in " ".join(cut.slate for cut in timeline.cuts)


def test_missing_pictures_are_told_and_nothing_outside_the_folder_is_taken(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(built, folder)
    (tmp_path / "secret.png").write_bytes(b"")
    data = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    data["shots"][0]["picture"] = "../secret.png"
    (folder / "manifest.json").write_text(json.dumps(data), encoding="utf-8")
    for path in (folder / "panels").iterdir():
        path.unlink()
    diagnostics = Diagnostics()
    manifest = read_manifest(folder, diagnostics)
    assert manifest is not None
    assert make_timeline(manifest, folder, FrameRate(Fraction(24)), diagnostics) is None
    said = [item.message for item in diagnostics]
    assert "secret.png` is missing" in said[0]
    assert said[-1] == f"{len(data['shots']) - 3} more pictures are missing"
