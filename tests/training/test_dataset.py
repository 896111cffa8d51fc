"""Datasets as people have them: with metadata, with captions beside pictures, and with everything that goes wrong."""

import json
from pathlib import Path

import pytest
from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.prompts import Piece
from training.dataset import Dataset, Sample, check_pictures, read_dataset, write_metadata


def picture(path: Path, grey: int = 200) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    PillowImage.new("L", (8, 8), grey).save(path)


def told(folder: Path) -> list[str]:
    diagnostics = Diagnostics()
    assert read_dataset(folder, diagnostics) is None
    return [f"{item.span.line if item.span else ''}: {item.message}" for item in diagnostics]


def test_metadata_reads_as_it_was_written(tmp_path: Path):
    picture(tmp_path / "a" / "1.png")
    samples = (
        Sample(
            file_name="a/1.png",
            text="<cu_trg>, happy",
            pieces=(Piece("token", "<cu_trg>"), Piece("emotion", "happy")),
            size="CU",
            angle="low",
            title="a",
            details={"head_share": 0.6, "names": ["다", "b"]},
        ),
    )
    write_metadata(tmp_path, samples)
    assert read_dataset(tmp_path, Diagnostics()) == Dataset(folder=tmp_path, samples=samples)


def test_pictures_with_captions_beside_them_are_read_folder_by_folder(tmp_path: Path):
    for name in ("b/2.jpg", "b/1.png", "top.webp"):
        picture(tmp_path / name)
        (tmp_path / name).with_suffix(".txt").write_text(f"caption of\n{name}\n", encoding="utf-8-sig")
    found = read_dataset(tmp_path, Diagnostics())
    assert found is not None
    assert [(sample.file_name, sample.text, sample.title) for sample in found.samples] == [
        ("b/1.png", "caption of b/1.png", "b"),
        ("b/2.jpg", "caption of b/2.jpg", "b"),
        ("top.webp", "caption of top.webp", ""),
    ]


def test_a_picture_without_caption_is_an_error_that_says_what_to_write(tmp_path: Path):
    picture(tmp_path / "1.png")
    picture(tmp_path / "2.png")
    (tmp_path / "2.txt").write_text(" \n")
    assert told(tmp_path) == [": `1.png` has no caption", "1: `2.png` has an empty caption"]


def test_a_folder_without_pictures_and_one_that_is_not_there(tmp_path: Path):
    assert told(tmp_path) == [f": `{tmp_path}` holds no pictures with captions"]
    assert told(tmp_path / "no") == [f": there is no folder `{tmp_path / 'no'}`"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "this is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[1]", "expected an object with `file_name` and `text`"),
        ('{"file_name": "1.png"}', "`text` is missing or no text"),
        ('{"file_name": "../1.png", "text": ""}', "there is no picture `../1.png` in `{folder}`"),
        ('{"file_name": "1.png", "text": "a", "size": "C"}', "unknown size `C`"),
        ('{"file_name": "1.png", "text": "a", "angle": "eyelevel"}', "unknown angle `eyelevel`"),
        ('{"file_name": "1.png", "text": "a", "pieces": [["tone", "b"]]}', "`pieces` is no list of [kind, text]"),
        ('{"file_name": "0.png", "text": "a"}', "`0.png` stands in line 1 already"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(line: str, message: str, tmp_path: Path):
    for number in range(2):
        picture(tmp_path / "set" / f"{number}.png")
    picture(tmp_path / "1.png")
    folder = tmp_path / "set"
    (folder / "metadata.jsonl").write_text(json.dumps({"file_name": "0.png", "text": "a"}) + "\n\n" + line + "\n")
    assert told(folder) == [f"3: {message.replace('{folder}', str(folder))}"]


def test_many_complaints_of_one_kind_are_cut_short(tmp_path: Path):
    for number in range(30):
        picture(tmp_path / f"{number:02d}.png")
    lines = told(tmp_path)
    assert len(lines) == 11
    assert lines[-1] == ": and 20 more of these"


def test_broken_pictures_are_left_out_with_a_warning(tmp_path: Path):
    for name in ("whole", "cut", "text"):
        picture(tmp_path / f"{name}.png")
        (tmp_path / f"{name}.txt").write_text("a")
    (tmp_path / "cut.png").write_bytes((tmp_path / "cut.png").read_bytes()[:40])
    (tmp_path / "text.png").write_text("no picture")
    diagnostics = Diagnostics()
    found = read_dataset(tmp_path, diagnostics)
    assert found is not None
    assert [sample.file_name for sample in check_pictures(found, diagnostics).samples] == ["whole.png"]
    assert {item.severity for item in diagnostics} == {"warning"}
    assert len(diagnostics) == 2


def test_transparent_parts_are_paper(tmp_path: Path):
    PillowImage.new("RGBA", (4, 4), (0, 0, 0, 0)).save(tmp_path / "1.png")
    (tmp_path / "1.txt").write_text("a")
    found = read_dataset(tmp_path, Diagnostics())
    assert found is not None
    assert found.open(found.samples[0]).getpixel((0, 0)) == (255, 255, 255)


def test_the_hash_hangs_on_captions_and_pictures_and_not_on_the_folder(tmp_path: Path):
    hashes: list[str] = []
    for name, grey, text in (("a", 1, "x"), ("b", 1, "x"), ("c", 2, "x"), ("d", 1, "y")):
        picture(tmp_path / name / "1.png", grey)
        (tmp_path / name / "1.txt").write_text(text)
        found = read_dataset(tmp_path / name, Diagnostics())
        assert found is not None
        hashes.append(found.hash())
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3
