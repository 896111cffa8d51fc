"""A folder becomes a dataset: stages joined, labels of every layout, and what is told of bad input."""

import errno
import io
import json
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image as PillowImage
from PIL import ImageDraw

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion import translation
from screenplay2board.render.panels import Unwatched
from training.cli import command
from training.dataset import Dataset, read_dataset
from training.prepare.run import prepare
from training.prepare.settings import PictureSettings, PrepareSettings, SplitSettings
from training.settings_file import read_settings

SMALL = PictureSettings(px=64)


def draw(path: Path, shade: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = PillowImage.new("RGB", (60, 90), "white")
    ImageDraw.Draw(picture).ellipse((5, 5 + shade, 30, 40 + shade), outline="black", fill=(shade, 0, 90))
    picture.save(path)


def sketches(folder: Path, captions: dict[str, str]) -> Path:
    for index, (name, caption) in enumerate(captions.items()):
        draw(folder / f"{name}.png", index * 5)
        (folder / f"{name}.txt").write_text(caption, "utf-8")
    return folder


def made(source: Path, out: Path, **settings: object) -> tuple[Dataset | None, Diagnostics]:
    diagnostics = Diagnostics()
    chosen = PrepareSettings.model_validate({"source": str(source), "pictures": SMALL, **settings})
    return prepare(chosen, out, diagnostics, Unwatched()), diagnostics


def test_a_newcomers_folder_becomes_a_dataset_by_one_command(tmp_path: Path) -> None:
    source = sketches(tmp_path / "mine", {"a": "Close-up, low angle, female, happy.", "b": "풀 샷, 아이레벨, 남자"})
    result = CliRunner().invoke(command, ["prepare", str(source), str(tmp_path / "data")])
    assert result.exit_code == 0, result.output
    dataset = read_dataset(tmp_path / "data", Diagnostics())
    assert dataset is not None
    assert [sample.text for sample in dataset.samples[::2]] == [
        "<cu_trg>, close-up, low angle, female, happy",
        "<fs_trg>, full shot, eye level, male",
    ]
    assert dataset.open(dataset.samples[0]).size == (512, 512)
    assert "S2B828" in result.output  # no medium shot was there


def test_mirrored_pictures_swap_sides_in_their_captions(tmp_path: Path) -> None:
    dataset, _ = made(sketches(tmp_path / "in", {"a": "medium shot, left-handed man, all right"}), tmp_path / "out")
    assert dataset is not None
    assert dataset.samples[1].text == "<ms_trg>, medium shot, all right, right-handed man"
    first, second = (dataset.open(sample) for sample in dataset.samples)
    assert first.transpose(PillowImage.Transpose.FLIP_LEFT_RIGHT).tobytes() == second.tobytes()


@pytest.mark.parametrize(
    ("background", "told"), [("배경 없음, 낮", "no background, day time"), ("배경 있음, 교실, 밤", "classroom, night")]
)
def test_a_webtoon_label_gives_pieces_in_english(background: str, told: str, tmp_path: Path) -> None:
    draw(tmp_path / "in" / "deep" / "S01.JPEG")
    person = {"gender": "여자", "age": "청년", "shape": "단발, 마름, 기쁨", "clothing": "흰 셔츠", "movement": "걷는"}
    label = {
        "meta": {"product": {"title": "A"}},
        "label": {
            "directing": {"composition": {"shot": "롱 샷", "angle": "하이앵글", "light": "역광"}},
            "character": {"char_num": 1, "char_info": [person]},
            "background": {"background_info": background},
        },
    }
    (tmp_path / "in" / "deep" / "L01.json").write_text(json.dumps(label), "utf-8")
    dataset, _ = made(tmp_path / "in", tmp_path / "out")
    assert dataset is not None
    sample = dataset.samples[0]
    assert (sample.size, sample.angle, sample.title, sample.token) == ("LS", "high", "A", "<fs_trg>")
    assert sample.text.startswith("<fs_trg>, long shot, high angle, female, youth, happy")
    assert sample.text.endswith(f"walking, {told}")


def test_words_that_no_table_has_go_to_a_translation_model_and_english_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translation, "Translator", lambda name: lambda text: f"{name} of {len(text)} letters")
    source = sketches(tmp_path / "in", {"a": "medium shot, low angle, happy, 꿻뷁"})
    dataset, diagnostics = made(source, tmp_path / "out", tags={"translator": "word"})
    assert dataset is not None
    assert dataset.samples[0].text == "<ms_trg>, medium shot, low angle, happy, word of 2 letters"
    assert "S2B827" not in [item.code for item in diagnostics]


def test_a_translation_model_that_is_not_there_is_told_and_tables_do(tmp_path: Path) -> None:
    source = sketches(tmp_path / "in", {"a": "미디엄 샷, 여자"})
    dataset, diagnostics = made(source, tmp_path / "out", tags={"translator": str(tmp_path / "nowhere")})
    assert dataset is not None
    assert dataset.samples[0].text == "<ms_trg>, medium shot, female"
    assert "S2B829" in [item.code for item in diagnostics]


def test_shards_are_unpacked_under_names_of_our_own(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    picture = io.BytesIO()
    PillowImage.new("RGB", (20, 20), "red").save(picture, format="PNG")
    with tarfile.open(tmp_path / "in" / "0.tar", "w") as archive:
        for name, data in (("../../evil.png", picture.getvalue()), ("../../evil.txt", b"medium shot")):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    dataset, _ = made(tmp_path / "in", tmp_path / "out")
    assert dataset is not None
    assert not list(tmp_path.parent.glob("evil*"))
    assert dataset.samples[0].size == "MS"


@pytest.mark.parametrize(
    ("captions", "code"), [({"a": "a girl"}, "S2B825"), ({"a": "medium shot, 꿻뷁"}, "S2B827"), ({}, "S2B820")]
)
def test_what_a_source_lacks_is_told(tmp_path: Path, captions: dict[str, str], code: str) -> None:
    (tmp_path / "in").mkdir()
    _, diagnostics = made(sketches(tmp_path / "in", captions), tmp_path / "out")
    assert code in [item.code for item in diagnostics]


def of_size(width: int, height: int) -> bytes:
    """A picture file whose header promises a size and whose pixels are missing."""
    data = io.BytesIO()
    PillowImage.new("L", (1, 1)).save(data, "BMP")
    return data.getvalue()[:18] + width.to_bytes(4, "little") + height.to_bytes(4, "little") + data.getvalue()[26:]


@pytest.mark.parametrize("content", [b"\x89PNG broken", of_size(8, 8), of_size(60_000, 60_000)])
def test_a_broken_picture_is_left_out_with_a_warning(tmp_path: Path, content: bytes) -> None:
    source = sketches(tmp_path / "in", {"a": "medium shot", "b": "full shot"})
    (source / "b.png").write_bytes(content)
    dataset, diagnostics = made(source, tmp_path / "out")
    assert dataset is not None
    assert len(dataset) == 2
    (item,) = (item for item in diagnostics if item.code == "S2B826")
    assert item.severity == "warning"
    assert item.message.startswith("`b.png` is no picture that can be read and is left out: ")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            "sketchs/",
            "`{given}` is not there, expected a folder of pictures\n  hint: did you mean `{folder}/sketches`?",
        ),
        ("other", "`{given}` is not there, expected a folder of pictures\n  hint: give the folder of your pictures"),
        ("sketches/a.png", "`{given}` is no folder\n  hint: give the folder of your pictures, or settings (.toml)"),
    ],
)
def test_a_mistyped_folder_is_told_as_a_folder(tmp_path: Path, given: str, told: str) -> None:
    sketches(tmp_path / "sketches", {"a": "medium shot"})
    result = CliRunner().invoke(command, ["prepare", f"{tmp_path}/{given}", str(tmp_path / "data")])
    assert result.exit_code == 1
    assert told.format(given=f"{tmp_path}/{given}", folder=tmp_path) in result.output


def test_a_full_disk_is_no_fault_of_the_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(picture: PillowImage.Image, path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr("training.prepare.pictures.save", full)
    source = sketches(tmp_path / "in", {"a": "medium shot"})
    result = CliRunner().invoke(command, ["prepare", str(source), str(tmp_path / "data")])
    assert result.exit_code == 1
    assert "the disk is full\n  hint: make room and call it again: it goes on where it was" in result.output
    assert "no picture that can be read" not in result.output


def test_titles_lie_on_one_side_of_the_split_and_twins_on_one(tmp_path: Path) -> None:
    for title in "abcd":
        sketches(tmp_path / "in" / title, {f"{title}{index}": "medium shot" for index in range(3)})
    apart = SplitSettings(validation=0.5, near="report")
    dataset, diagnostics = made(tmp_path / "in", tmp_path / "out", split=apart)
    held = read_dataset(tmp_path / "out" / "validation", Diagnostics())
    assert dataset is not None
    assert held is not None
    assert not {sample.title for sample in dataset.samples} & {sample.title for sample in held.samples}
    assert len(held) == 6
    assert [item.code for item in diagnostics].count("S2B82B") > 0  # the same pictures lie in each title


def test_long_captions_are_shortened_to_the_window(tmp_path: Path) -> None:
    caption = "full shot, " + ", ".join(f"purple shirt number {index}" for index in range(40))
    dataset, diagnostics = made(sketches(tmp_path / "in", {"a": caption}), tmp_path / "out")
    assert dataset is not None
    assert dataset.samples[0].text.startswith("<fs_trg>, full shot")
    assert "S2B82C" in [item.code for item in diagnostics]


def test_a_second_run_makes_no_picture_again(tmp_path: Path) -> None:
    source = sketches(tmp_path / "in", {"a": "medium shot", "b": "full shot"})
    first, _ = made(source, tmp_path / "out")
    assert first is not None
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "images").iterdir()}
    second, _ = made(source, tmp_path / "out")
    assert second is not None
    assert second.samples == first.samples
    assert times == {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "images").iterdir()}


def test_the_recipe_has_the_values_that_hold_without_it() -> None:
    assert read_settings("prepare", PrepareSettings, Diagnostics()) == PrepareSettings()
