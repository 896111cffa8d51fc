"""Drawn datasets: balanced, labelled as the stage knows, drawn once, with the words of real prompts."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.panels import Unwatched
from screenplay2board.stage.framing import SIZES
from training.dataset import Dataset, read_dataset
from training.settings_file import parse_settings
from training.synthesize.briefs import dealt, orders
from training.synthesize.pictures import caption, synthesize
from training.synthesize.settings import Frame, SynthesizeSettings


def test_sizes_are_dealt_out_evenly_at_every_point():
    sizes = dealt({"CU": 1.0, "MS": 2.0, "FS": 1.0}, 40)
    for count in range(4, 41, 4):
        assert [sizes[:count].count(size) for size in ("CU", "MS", "FS")] == [count // 4, count // 2, count // 4]


def test_more_pictures_leave_the_first_ones_as_they_are():
    few, many = (list(orders(SynthesizeSettings(count=count))) for count in (5, 50))
    assert many[:5] == few


def test_another_seed_gives_other_pictures():
    one, other = (next(orders(SynthesizeSettings(seed=seed))) for seed in (0, 1))
    assert one.brief != other.brief


def test_heads_are_as_high_as_the_label_says(pictures: Dataset):
    for sample in pictures.samples:
        assert sample.size is not None
        low, high = SIZES[sample.size].head
        assert 0.9 * low <= sample.details["head_share"] <= 1.1 * high


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Pictures of nobody to three people, with what they show."""
    settings = SynthesizeSettings(
        count=16, seed=4, frames=(Frame(px=(96, 64)),), people={0: 1, 1: 1, 2: 1, 3: 1}, label_people=True, plain=1.0,
        sizes={"MS": 1, "FS": 1}, workers=1,
    )  # fmt: skip
    dataset = synthesize(settings, tmp_path_factory.mktemp("groups"), Diagnostics(), Unwatched())
    assert dataset is not None
    return dataset


def test_pictures_of_nobody_have_no_size_and_no_heads(groups: Dataset):
    empty = [sample for sample in groups.samples if not sample.details["people"]]
    assert empty
    for sample in empty:
        assert sample.size is None
        assert sample.details["head_share"] == 0
        assert sample.token == ""


def test_people_are_written_down_where_the_ink_is(groups: Dataset):
    peopled = [sample for sample in groups.samples if sample.details["people"]]
    assert {len(sample.details["people"]) for sample in peopled} >= {1, 2, 3}
    for sample in peopled:
        ink = np.asarray(groups.open(sample).convert("L")) < 250
        for person in sample.details["people"]:
            x, y, height = person["head"]
            across, down = height * 0.5 * ink.shape[0] / ink.shape[1], height * 0.5
            rows = slice(max(0, int((y - down) * ink.shape[0])), int((y + down) * ink.shape[0]) + 1)
            columns = slice(max(0, int((x - across) * ink.shape[1])), int((x + across) * ink.shape[1]) + 1)
            assert person["shown"] < 0.4 or ink[rows, columns].any()
            assert len(person["points"]) == 18


def test_the_first_head_of_one_person_is_as_high_as_the_share_says(groups: Dataset):
    for sample in groups.samples:
        if len(sample.details["people"]) == 1:
            (person,) = sample.details["people"]
            assert person["head"][2] == pytest.approx(sample.details["head_share"], abs=1e-3)


def test_labels_of_people_are_read_as_they_were_written(groups: Dataset):
    assert read_dataset(groups.folder, Diagnostics()) == groups


def test_captions_have_token_shot_and_angle_first_and_tell_no_place_of_a_plain_picture(pictures: Dataset):
    sample = pictures.samples[0]
    assert [piece.kind for piece in sample.pieces][:3] == ["token", "shot", "angle"]
    assert sample.text.startswith("<cu_trg>, close-up, ")
    assert sample.text.endswith("no background")


def test_no_part_of_a_caption_but_token_and_shot_tells_the_size():
    """Every kind of piece is said as often of every size."""
    sizes = ("CU", "MS", "FS")
    counts: dict[str, Counter[str]] = {size: Counter() for size in sizes}
    for order in orders(SynthesizeSettings(count=900)):
        counts[order.brief.size].update({piece.kind for piece in caption(order)})
    for kind in {kind for size in sizes for kind in counts[size]}:
        said = [counts[size][kind] / 300 for size in sizes]
        assert max(said) - min(said) < 0.12, (kind, said)


def test_a_dataset_reads_as_it_was_written(pictures: Dataset):
    diagnostics = Diagnostics()
    assert read_dataset(pictures.folder, diagnostics) == pictures
    assert list(diagnostics) == []


def test_maps_lie_beside_the_pictures_and_show_the_same_person(pictures: Dataset):
    for sample in pictures.samples[:6]:
        depth = np.asarray(PillowImage.open(pictures.folder / sample.details["depth_file"]))
        ink = np.asarray(pictures.open(sample).convert("L")) < 100
        assert depth.shape == ink.shape
        assert (depth[ink] > 0).mean() > 0.8


def test_what_lies_there_is_not_drawn_again(tmp_path: Path):
    settings = SynthesizeSettings(count=3, frames=(Frame(px=(64, 64)),), plain=1.0, workers=1)
    first = synthesize(settings, tmp_path, Diagnostics(), Unwatched())
    assert first is not None
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.png")}
    more = synthesize(settings.model_copy(update={"count": 4}), tmp_path, Diagnostics(), Unwatched())
    assert more is not None
    assert more.samples[:3] == first.samples
    assert {path: path.stat().st_mtime_ns for path in times} == times
    assert len(list(tmp_path.rglob("*.png"))) == len(times) + 1


def test_the_same_settings_give_the_same_dataset_with_any_number_of_processes(tmp_path: Path):
    settings = SynthesizeSettings(count=10, frames=(Frame(px=(64, 64)),), plain=1.0)
    hashes = []
    for workers in (1, 2):
        changed = settings.model_copy(update={"workers": workers})
        dataset = synthesize(changed, tmp_path / str(workers), Diagnostics(), Unwatched())
        assert dataset is not None
        hashes.append(dataset.hash())
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("count = 0", "`count` is `0`, expected at least 1"),
        ("pictures = 3", "unknown key `pictures`"),
        ("[sizes]\nCLOSE = 1.0", "unknown shot size `CLOSE`"),
    ],
)
def test_wrong_settings_are_told_with_their_place(text: str, message: str):
    diagnostics = Diagnostics()
    assert parse_settings(text, "pictures.toml", SynthesizeSettings, diagnostics) is None
    (item,) = diagnostics
    assert item.message == message
    assert item.span is not None
    assert item.span.line == text.count("\n") + 1


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (SynthesizeSettings(styles={"inks": 1.0}), "unknown style `inks`"),
        (SynthesizeSettings(sets=("kitchn",)), "unknown set `kitchn`"),
        (SynthesizeSettings(styles={"ink": 0.0}), "no weight in `styles` is above 0"),
    ],
)
def test_settings_that_nothing_can_be_drawn_by_are_refused(settings: SynthesizeSettings, message: str, tmp_path: Path):
    diagnostics = Diagnostics()
    assert synthesize(settings, tmp_path, diagnostics, Unwatched()) is None
    assert [item.message for item in diagnostics] == [message]
    assert list(tmp_path.iterdir()) == []
