"""Pictures and styles: padding, lines, bubbles, hashes, groups, balance."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image as PillowImage
from PIL import ImageDraw
from safetensors.torch import save_file

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.panels import Unwatched
from training.dataset import Sample
from training.prepare.augment import swap_sides
from training.prepare.balance import balance
from training.prepare.bubbles import empty_bubbles
from training.prepare.cluster import cluster, nearest_titles
from training.prepare.extract import extract
from training.prepare.line_detector import LineDetector, open_detector
from training.prepare.lineart import lines_of
from training.prepare.pictures import make_pictures, padded
from training.prepare.regions import label_regions
from training.prepare.settings import BalanceSettings, ClusterSettings, ExtractSettings, PictureSettings
from training.prepare.split import perceptual_hash
from training.prepare.types import Labelled


def page() -> PillowImage.Image:
    """A grey page with a bubble of letters at the left and a face at the right."""
    picture = PillowImage.new("RGB", (256, 256), (150, 150, 150))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((10, 10, 130, 90), fill="white", outline="black", width=2)
    for row in range(2):
        for column in range(6):
            pen.rectangle((35 + 12 * column, 35 + 18 * row, 41 + 12 * column, 44 + 18 * row), outline="black", width=2)
    pen.ellipse((140, 120, 240, 240), fill="white", outline="black", width=2)
    pen.ellipse((165, 160, 175, 168), fill="black")
    pen.ellipse((205, 160, 215, 168), fill="black")
    pen.line((175, 210, 205, 210), fill="black", width=3)
    return picture


def test_regions_are_told_apart_and_u_shapes_are_one() -> None:
    mask = np.array([[1, 0, 1, 0, 1], [1, 0, 1, 0, 0], [1, 1, 1, 0, 1]], dtype=bool)
    labels = label_regions(mask)
    assert labels.max() == 3
    assert labels[0, 0] == labels[0, 2] != labels[0, 4]


@pytest.mark.parametrize("seed", range(4))
def test_regions_of_a_random_mask_are_those_of_a_flood_fill(seed: int) -> None:
    mask = np.random.default_rng(seed).random((24, 31)) < 0.6
    labels, seen = label_regions(mask), np.zeros(mask.shape, dtype=bool)
    count = 0
    for start in zip(*np.nonzero(mask), strict=True):
        if seen[start]:
            continue
        count += 1
        heap, found = [start], set[int]()
        while heap:
            y, x = heap.pop()
            if 0 <= y < 24 and 0 <= x < 31 and mask[y, x] and not seen[y, x]:
                seen[y, x] = True
                found.add(int(labels[y, x]))
                heap += [(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)]
        assert len(found) == 1
    assert labels.max() == count


def test_padding_keeps_the_whole_picture() -> None:
    square = np.asarray(padded(PillowImage.new("RGB", (50, 100), "black"), 64).convert("L"))
    assert square.shape == (64, 64)
    assert (square[:, 16:48] == 0).all()
    assert (square[:, :16] == 255).all()


def test_a_bubble_is_emptied_and_a_face_is_kept() -> None:
    before, after = np.asarray(page()), np.asarray(empty_bubbles(page()))
    assert (after[33:65, 33:108] == 255).all()
    assert (after[100:] == before[100:]).all()
    assert (after[:, :12] == before[:, :12]).all()  # the outline stays


def test_lines_are_dark_where_tones_meet_and_white_in_the_tones() -> None:
    lines = np.asarray(lines_of(page()).convert("L"))
    assert lines[100:110, 20:120].min() == 255  # plain grey
    assert lines[118:124, 185:195].min() < 100  # the head's outline


def test_left_and_right_are_swapped_but_not_where_they_are_no_sides() -> None:
    assert swap_sides("Left hand, leftmost, right-handed, all right, bright") == (
        "Right hand, rightmost, left-handed, all right, bright"
    )


def test_hashes_hold_under_scaling_and_differ_between_pictures(tmp_path: Path) -> None:
    picture = page()
    picture.save(tmp_path / "a.png")
    picture.resize((180, 180)).save(tmp_path / "b.jpg", quality=70)
    picture.rotate(90).save(tmp_path / "c.png")
    one, same, other = (perceptual_hash(tmp_path / name) for name in ("a.png", "b.jpg", "c.png"))
    assert (one ^ same).bit_count() <= 4
    assert (one ^ other).bit_count() > 16


def test_titles_of_a_like_style_stay() -> None:
    rows = np.array([[0, 0], [0, 0.1], [0.1, 0], [0.1, 0.1], [5, 5], [5, 6]], dtype=np.float64)
    assert nearest_titles(["a", "a", "b", "b", "c", "c"], rows, 2) == {"a", "b"}


@pytest.mark.parametrize("way", ["kmeans", "hdbscan"])
def test_groups_tell_dark_from_light_and_are_shown(tmp_path: Path, way: str) -> None:
    labelled: list[Labelled] = []
    for index in range(8):
        picture = PillowImage.new("RGB", (40, 40), "white" if index < 4 else "black")
        ImageDraw.Draw(picture).line((5, 5 + index, 35, 5 + index), fill="grey")
        picture.save(tmp_path / f"{index}.png")
        labelled.append(Labelled(picture=tmp_path / f"{index}.png", sample=Sample(file_name=f"{index}.png", text="")))
    settings = ClusterSettings.model_validate({"group": way, "groups": 2})
    cluster(labelled, settings, tmp_path / "out", 0, Diagnostics())
    groups = [json.loads(line)["group"] for line in (tmp_path / "out" / "groups.jsonl").read_text().splitlines()]
    assert len(set(groups[:4])) == len(set(groups[4:])) == 1
    assert groups[0] != groups[4]
    assert len(list((tmp_path / "out" / "groups").glob("*.png"))) == 2


def test_balance_evens_out_the_tokens_and_repeats_itself() -> None:
    labelled = [
        Labelled(picture=Path("x"), sample=Sample(file_name=f"{index}", text="", size="MS" if index % 4 else "CU"))
        for index in range(16)
    ]
    kept = balance(labelled, BalanceSettings(how="sample"), 1)
    assert Counter(item.sample.size for item in kept) == {"MS": 4, "CU": 4}
    assert kept == balance(labelled, BalanceSettings(how="sample"), 1)
    weighted = balance(labelled, BalanceSettings(how="weight"), 1)
    sums = Counter[str]()
    for item in weighted:
        sums[item.sample.token] += item.sample.details["weight"]
    assert sums["<ms_trg>"] == pytest.approx(sums["<cu_trg>"], abs=0.01)


def test_coco_captions_are_read(tmp_path: Path) -> None:
    page().save(tmp_path / "a.png")
    data = {
        "images": [{"id": 7, "file_name": "a.png"}, {"id": 8, "file_name": "../b.png"}],
        "annotations": [{"image_id": 7, "caption": "a close-up of a girl"}],
    }
    (tmp_path / "captions.json").write_text(json.dumps(data))
    diagnostics = Diagnostics()
    labelled = extract(tmp_path / "captions.json", ExtractSettings(), tmp_path / "unpacked", diagnostics)
    assert [item.sample.text for item in labelled] == ["a close-up of a girl"]
    assert [item.code for item in diagnostics] == ["S2B823"]


def test_a_phones_picture_stands_upright_and_keeps_its_shape_where_that_is_asked(tmp_path: Path) -> None:
    upright = PillowImage.new("RGB", (30, 60), "white")
    upright.paste("black", (0, 0, 30, 10))  # a black sky
    turned = PillowImage.Exif()
    turned[274] = 6  # the camera was held on its side
    upright.rotate(90, expand=True).save(tmp_path / "a.jpg", exif=turned, quality=95)
    item = Labelled(picture=tmp_path / "a.jpg", sample=Sample(file_name="a.jpg", text="a"))
    wanted = PictureSettings(px=60, square=False)
    (made,) = make_pictures((item,), wanted, tmp_path, Diagnostics(), Unwatched())
    with PillowImage.open(made.picture) as picture:
        assert picture.size == (30, 60)
        assert picture.convert("L").getpixel((15, 4)) < 30
        assert picture.convert("L").getpixel((15, 50)) > 220


def test_a_detectors_weights_make_the_lines_and_edges_do_without_them(tmp_path: Path) -> None:
    torch.manual_seed(0)
    weights = LineDetector().state_dict()
    # as they are published: normalisation has no weights of its own, blocks lie below `conv_block`
    assert {"model0.1.weight", "model1.3.bias", "model2.2.conv_block.5.weight", "model3.3.weight"} <= set(weights)
    assert tuple(weights["model3.0.weight"].shape) == (256, 128, 3, 3)
    save_file(weights, tmp_path / "sk_model.safetensors")
    lines = open_detector(str(tmp_path / "sk_model.safetensors"), Diagnostics())
    assert lines is not None
    picture = page().resize((62, 50))
    drawn = lines(picture)
    assert (drawn.size, drawn.mode) == ((62, 50), "RGB")
    assert drawn.tobytes() == lines(picture).tobytes()
    picture.save(tmp_path / "a.png")
    item = Labelled(picture=tmp_path / "a.png", sample=Sample(file_name="a.png", text="a"))
    told = Diagnostics()
    wanted = PictureSettings(px=64, lineart="detector", detector="nowhere.safetensors")
    (fallen,) = make_pictures((item,), wanted, tmp_path, told, Unwatched())
    (edges,) = make_pictures((item,), PictureSettings(px=64, lineart="edges"), tmp_path, told, Unwatched())
    assert fallen.picture == edges.picture
    assert [item.code for item in told] == ["S2B82G"]
