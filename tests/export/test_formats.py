"""Each format is read back with a reader of its own, and is the same bytes when it is written again."""

import csv
import itertools
import json
import re
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import av
import numpy as np
import openpyxl
import opentimelineio as otio
import pptx
import pytest
from PIL import Image
from sample_timeline import timeline_at, with_action

from screenplay2board.export.types import Exporter, Timeline
from screenplay2board.registry import load, names
from screenplay2board.render.panels import Unwatched


def written(timeline: Timeline, name: str, folder: Path) -> Path:
    path = folder / f"night.{name}"
    exporter: Exporter = load("exporters", name)
    exporter(timeline, path, Unwatched())
    return path


@pytest.mark.parametrize("name", names("exporters"))
def test_the_same_board_gives_the_same_bytes(timeline: Timeline, name: str, tmp_path: Path) -> None:
    first = written(timeline, name, tmp_path).read_bytes()
    assert first
    assert written(timeline, name, tmp_path).read_bytes() == first


@pytest.mark.parametrize("name", ["csv", "edl", "fcpxml", "otio", "pptx", "srt", "storyboarder", "xlsx"])
def test_what_a_stranger_writes_breaks_no_format(timeline: Timeline, name: str, tmp_path: Path) -> None:
    hostile = with_action(timeline, "\x00\x1b[31m]]>&amp;<b>\n\r\t=1+1\u2028\ufffe 끝")
    assert written(hostile, name, tmp_path).stat().st_size > 0


def test_csv_has_a_row_for_every_shot(timeline: Timeline, tmp_path: Path) -> None:
    path = written(timeline, "csv", tmp_path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "spreadsheets take it for Latin-1 else"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert [row["shot"] for row in rows] == [shot.number for shot in timeline.manifest.shots]
    assert rows[0]["timecode"] == "01:00:00:00"
    assert any("WALTER" in row["dialogue"] and "Forgive me." in row["dialogue"] for row in rows)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_spreadsheet_calculates_a_line_of_the_script(timeline: Timeline, text: str, tmp_path: Path) -> None:
    hostile = with_action(timeline, text)
    path = written(hostile, "csv", tmp_path)
    row = next(iter(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True))))
    assert row["action"] == f"'{text}"
    sheet = openpyxl.load_workbook(written(hostile, "xlsx", tmp_path)).active
    assert sheet is not None
    head = [cell.value for cell in sheet[1]]
    cell = sheet.cell(2, head.index("action") + 1)
    assert (cell.value, cell.data_type) == (text, "s")


def test_xlsx_shows_a_small_picture_beside_each_row(timeline: Timeline, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(timeline, "xlsx", tmp_path)).active
    assert sheet is not None
    assert sheet.max_row == 1 + len(timeline.manifest.shots)
    assert len(sheet._images) == len(timeline.cuts)  # pyright: ignore
    assert sheet.freeze_panes == "B2"


def test_edl_events_lie_end_to_end_from_one_hour_on(timeline: Timeline, tmp_path: Path) -> None:
    text = written(timeline, "edl", tmp_path).read_text(encoding="utf-8")
    assert text.startswith("TITLE: =Night & Day\nFCM: NON-DROP FRAME\n")
    event = re.compile(r"^(\d{3})  AX       V     C        (\S+) (\S+) (\S+) (\S+)$", re.MULTILINE)
    events = event.findall(text)
    assert [int(number) for number, *_ in events] == list(range(1, len(timeline.cuts) + 1))
    assert events[0][3] == "01:00:00:00"
    assert all(before[4] == after[3] for before, after in itertools.pairwise(events))
    last = timeline.rate.timecode(timeline.start_timecode + timeline.frames)
    assert events[-1][4] == last
    assert text.count("* FROM CLIP NAME: ") == len(events)


def test_otio_is_read_by_its_own_library(built: Path, tmp_path: Path) -> None:
    timeline = timeline_at(built, "23.976")
    path = written(timeline, "otio", tmp_path)
    film = otio.adapters.read_from_file(str(path))
    (track,) = film.tracks
    assert [clip.name for clip in track] == [cut.name for cut in timeline.cuts]
    assert track.duration().value == timeline.frames
    assert track.duration().rate == pytest.approx(24_000 / 1001)
    assert film.global_start_time.to_timecode() == "01:00:00:00"
    for clip in track:
        assert (tmp_path / unquote(clip.media_reference.target_url)).resolve().is_file()
    assert track[0].metadata["screenplay2board"]["heading"] == "INT. KITCHEN - DAY"


@pytest.mark.parametrize("rate", ["24", "23.976", "25"])
def test_fcpxml_places_every_still_exactly(built: Path, rate: str, tmp_path: Path) -> None:
    timeline = timeline_at(built, rate)
    root = ET.fromstring(written(timeline, "fcpxml", tmp_path).read_bytes())

    def seconds(text: str | None) -> Fraction:
        assert text is not None
        assert text.endswith("s")
        return Fraction(text[:-1])

    sequence = root.find(".//sequence")
    assert sequence is not None
    clips = sequence.findall("spine/video")
    assert len(clips) == len(timeline.cuts)
    at = seconds(sequence.get("tcStart"))
    for clip in clips:
        assert seconds(clip.get("offset")) == at
        at += seconds(clip.get("duration"))
    assert at == seconds(sequence.get("tcStart")) + seconds(sequence.get("duration"))
    assets = {asset.get("id"): asset for asset in root.findall("resources/asset")}
    for clip in clips:
        media = assets[clip.get("ref")].find("media-rep")
        assert media is not None
        assert (tmp_path / unquote(media.get("src") or "")).resolve().is_file()


def test_mp4_shows_each_panel_for_as_long_as_its_cut(timeline: Timeline, tmp_path: Path) -> None:
    with av.open(str(written(timeline, "mp4", tmp_path))) as film:
        assert film.streams.video[0].average_rate == 24
        frames = [frame.to_ndarray(format="gray") for frame in film.decode(video=0)]
    assert len(frames) == timeline.frames
    for cut in timeline.cuts:
        with Image.open(timeline.folder / cut.picture) as picture:
            grey = np.asarray(picture.convert("L"), dtype=float)
        for at in (cut.start, cut.end - 1):
            assert np.abs(frames[at] - grey).mean() < 4.0, f"another picture than {cut.name} at frame {at}"


def test_pptx_has_a_slide_for_each_panel_with_its_words(timeline: Timeline, tmp_path: Path) -> None:
    deck = pptx.Presentation(str(written(timeline, "pptx", tmp_path)))
    slides = list(deck.slides)
    assert len(slides) == len(timeline.cuts)
    for slide, cut in zip(slides, timeline.cuts, strict=True):
        picture, caption = slide.shapes
        assert picture.left >= 0
        assert picture.top + picture.height < caption.top < deck.slide_height
        assert caption.text_frame.text.startswith(cut.slate)
        assert slide.notes_slide.notes_text_frame.text.startswith(cut.scene.heading)


def test_srt_times_speeches_inside_their_cuts_without_directions(timeline: Timeline, tmp_path: Path) -> None:
    text = written(timeline, "srt", tmp_path).read_text(encoding="utf-8")
    assert "MINA: You are late." in text
    assert "WALTER: I know. Forgive me." in text
    clock = r"(\d\d):(\d\d):(\d\d),(\d{3})"
    times = re.findall(rf"^{clock} --> {clock}$", text, re.MULTILINE)
    spans = [
        tuple(int(part[0]) * 3600 + int(part[1]) * 60 + int(part[2]) + int(part[3]) / 1000 for part in (t[:4], t[4:]))
        for t in times
    ]
    speaking = [cut for cut in timeline.cuts if cut.shot.dialogue]
    assert len(spans) == sum(len(cut.shot.dialogue) for cut in speaking)
    for start, end in spans:
        assert any(cut.start / 24 - 0.001 <= start < end <= cut.end / 24 + 0.001 for cut in speaking)


def test_gif_shows_each_panel_for_as_long_as_its_cut(timeline: Timeline, tmp_path: Path) -> None:
    with Image.open(written(timeline, "gif", tmp_path)) as film:
        durations: list[int] = []
        for number, cut in enumerate(timeline.cuts):
            film.seek(number)
            durations.append(film.info["duration"])
            with Image.open(timeline.folder / cut.picture) as picture:
                difference = np.abs(np.asarray(film.convert("L"), float) - np.asarray(picture.convert("L"), float))
            assert difference.mean() < 4.0, f"another picture than {cut.name}"
        assert film.n_frames == len(timeline.cuts)
    assert sum(durations) / 1000 == pytest.approx(timeline.frames / 24, abs=0.01)


def test_storyboarder_finds_the_picture_and_words_of_every_board(timeline: Timeline, tmp_path: Path) -> None:
    project = json.loads(written(timeline, "storyboarder", tmp_path).read_bytes())
    boards = project["boards"]
    assert [board["shot"] for board in boards] == [cut.name for cut in timeline.cuts]
    assert len({board["uid"] for board in boards}) == len(boards)
    assert [before["time"] + before["duration"] for before in boards[:-1]] == [after["time"] for after in boards[1:]]
    for board in boards:
        with Image.open(tmp_path / "images" / board["layers"]["reference"]["url"]) as picture:
            assert picture.size == (1600, 900)
        with Image.open(tmp_path / "images" / board["url"].replace(".png", "-thumbnail.png")) as picture:
            assert picture.size == (107, 60)
    assert any("WALTER (CONT'D): I know." in board["dialogue"] for board in boards)


def test_storyboarder_keeps_a_project_that_somebody_has_drawn_in(timeline: Timeline, tmp_path: Path) -> None:
    path = written(timeline, "storyboarder", tmp_path)
    project = json.loads(path.read_bytes())
    project["boards"][0]["layers"]["ink"] = {"url": "board-1-ink.png"}
    path.write_text(json.dumps(project))
    with pytest.raises(FileExistsError, match="somebody has drawn in it"):
        written(timeline, "storyboarder", tmp_path)
    assert json.loads(path.read_bytes()) == project
