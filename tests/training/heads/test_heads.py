"""The detector of heads learns from drawings whose heads are known, and says how well it finds them in others."""

from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from PIL import Image as PillowImage
from PIL import ImageDraw

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.framing import JudgeError
from screenplay2board.render.diffusion.heads import (
    CELL_PX,
    DOWN,
    HEIGHT_PX,
    JOINTS,
    Head,
    heads_in,
    joints_in,
    load_detector,
    seen_width,
)
from screenplay2board.render.panels import Unwatched
from training.cli import command
from training.dataset import Dataset, Sample, write_metadata
from training.heads.measures import HeadScores, scores_of
from training.heads.pictures import KEPT_PX, changed
from training.heads.settings import HeadSettings
from training.heads.targets import Labels, labels_of, targets_of
from training.heads.training import loss_of, train_heads

torch.set_num_threads(1)

WIDTH = 160
PLAIN = HeadSettings(vae="", blur_px=0, noise=0)


def labels(*heads: tuple[float, float, float, float], joints: tuple[tuple[float, ...], ...] = ()) -> Labels:
    return Labels(
        heads=np.asarray(heads, dtype=np.float32).reshape(-1, 4),
        joints=np.asarray(joints, dtype=np.float32).reshape(-1, 4),
    )


def answered(own: Labels) -> torch.Tensor:
    """Maps of a network that answers just what it should."""
    targets = targets_of([own], WIDTH)
    heats = torch.logit(targets.heats[0].clamp(0.001, 0.999))
    return torch.cat([heats[:1], targets.shape[0], heats[1:]])


def blobs(folder: Path, count: int) -> Dataset:
    """Pictures of nobody to two people, who are dark heads on a grey body."""
    samples = []
    for number in range(count):
        picture = PillowImage.new("RGB", (128, 96), "white")
        pen = ImageDraw.Draw(picture)
        people = []
        for place in range(number % 3):
            height = (12, 20, 30)[(number + place) % 3]
            x, y = 30 + 60 * place + number % 7, 20 + number % 11
            pen.rectangle((x - height / 2, y, x + height / 2, 96), fill=(150, 150, 150))
            pen.ellipse((x - height * 0.375, y - height / 2, x + height * 0.375, y + height / 2), fill="black")
            points = [[0.5, 0.5, 0]] * 18
            people.append({"head": [x / 128, y / 96, height / 96], "shown": 1.0, "points": points})
        picture.save(folder / f"{number}.png")
        samples.append(
            Sample(file_name=f"{number}.png", text="people", title=f"work {number}", details={"people": people})
        )
    write_metadata(folder, samples)
    return Dataset(folder=folder, samples=tuple(samples))


def test_what_the_maps_say_is_read_back():
    own = labels((0.3, 0.4, 0.5, 1.0), (0.8, 0.2, 0.08, 1.0), joints=((1, 0.31, 0.9, 0.5),))
    first, second = sorted(heads_in(answered(own), 0.5), key=lambda head: head.x)
    assert (first.x, first.y, first.height) == pytest.approx((0.3, 0.4, 0.5), abs=1e-3)
    assert (second.x, second.y, second.height) == pytest.approx((0.8, 0.2, 0.08), abs=1e-3)
    (joint,) = joints_in(answered(own), 0.5)
    assert joint.kind == JOINTS[1] == "hip"
    assert (joint.x, joint.y) == pytest.approx((0.31, 0.9), abs=0.03)
    assert heads_in(answered(labels()), 0.5) == ()


def test_a_head_of_which_little_shows_is_neither_asked_for_nor_forbidden():
    hidden, gone, tiny = (0.5, 0.5, 0.3, 0.25), (0.5, 0.5, 0.3, 0.05), (0.5, 0.5, 0.02, 1.0)
    for head, left_out in ((hidden, True), (gone, False), (tiny, True)):
        targets = targets_of([labels(head)], WIDTH)
        assert float(targets.heats.max()) == 0
        assert bool((targets.asked == 0).any()) == left_out


def test_the_loss_is_least_where_the_answer_is_right():
    own = labels((0.3, 0.4, 0.5, 1.0))
    targets = targets_of([own], WIDTH)
    right = loss_of(answered(own)[None], targets, 0.3)
    higher, nothing = answered(own)[None].clone(), torch.zeros(1, DOWN + 1 + len(JOINTS), 32, WIDTH // CELL_PX) - 5
    higher[:, 1] += 0.3
    assert float(right) < float(loss_of(higher, targets, 0.3)) < float(loss_of(nothing, targets, 0.3))


def test_labels_go_with_the_window_of_the_picture():
    picture = np.full((KEPT_PX, KEPT_PX), 1.0, dtype=np.float32)
    picture[40:80, 100:130] = 0.0
    own = labels((115 / KEPT_PX, 60 / KEPT_PX, 40 / KEPT_PX, 1.0))
    generator = torch.Generator().manual_seed(0)
    greys = torch.from_numpy(picture)[None, None].repeat(24, 1, 1, 1)
    settings = PLAIN.model_copy(update={"zoom": (0.75, 1.1)})
    windows, targets = changed(greys, [own] * 24, settings, generator)
    assert windows.shape == (24, 1, HEIGHT_PX, HEIGHT_PX)
    held = 0
    for window, heat, shape in zip(windows, targets.heats, targets.shape, strict=True):
        dark = (window[0] < (window.min() + window.max()) / 2).nonzero().float()
        peak = (heat[0] == 1).nonzero()
        if not len(peak) or len(dark) > 4000:  # a blot, or the head lies outside
            continue
        row, column = peak[0].tolist()
        x, y = (
            (column + 0.5 + float(shape[1, row, column])) * CELL_PX,
            (row + 0.5 + float(shape[2, row, column])) * CELL_PX,
        )
        inside = dark[((dark[:, 0] - y).abs() < 40) & ((dark[:, 1] - x).abs() < 40)]
        held += bool((inside.mean(dim=0) - torch.tensor([y, x])).abs().max() < 3)
    assert held >= 16


def test_scores_count_finds_misses_and_doubles():
    own = labels((0.3, 0.4, 0.2, 1.0), (0.7, 0.4, 0.1, 1.0), (0.5, 0.9, 0.2, 0.2))
    found = (
        Head(x=0.31, y=0.4, height=0.22, score=0.9), Head(x=0.3, y=0.42, height=0.2, score=0.5),
        Head(x=0.5, y=0.9, height=0.2, score=0.5), Head(x=0.1, y=0.1, height=0.1, score=0.4),
    )  # fmt: skip
    scores = scores_of(found, own, 1.0)
    assert (scores.asked, scores.found, scores.false, scores.counted) == (2, 1, 2, 0)
    assert scores.height_error(0.5) == pytest.approx(0.1)
    assert scores.recall == 0.5
    assert scores.precision == pytest.approx(1 / 3)
    everything = scores + scores_of(found[:1], labels((0.3, 0.4, 0.2, 1.0)), 1.0)
    assert (everything.pictures, everything.counted, everything.found) == (2, 1, 2)
    assert HeadScores().recall is None


def test_a_detector_learns_to_find_heads(tmp_path: Path):
    dataset = blobs(tmp_path, 150)
    settings = PLAIN.model_copy(update={"epochs": 6, "held_out": 0.3, "zoom": (0.9, 1.0)})
    diagnostics = Diagnostics()
    trained = train_heads(dataset, settings, diagnostics, Unwatched())
    assert trained is not None, [item.message for item in diagnostics]
    scores = trained.held_out["all"]
    assert scores.pictures >= 25
    assert scores.f1 > 0.8
    error = scores.height_error(0.5)
    assert error is not None
    assert error < 0.3
    trained.save(tmp_path / "d.safetensors")
    loaded, facts = load_detector(tmp_path / "d.safetensors")
    picture = np.asarray(dataset.open(dataset.samples[2]), dtype=np.uint8)
    assert loaded.heads(picture) == trained.detector.heads(picture)
    assert facts["data"] == dataset.hash()


def test_the_seed_settles_the_detector(tmp_path: Path):
    dataset = blobs(tmp_path, 45)
    found = []
    for seed in (1, 1, 2):
        settings = PLAIN.model_copy(update={"epochs": 1, "held_out": 0.3, "seed": seed})
        trained = train_heads(dataset, settings, Diagnostics(), Unwatched())
        assert trained is not None
        found.append(trained.detector.net.maps.weight)
    assert torch.equal(found[0], found[1])
    assert not torch.equal(found[0], found[2])


def test_too_few_pictures_are_told(tmp_path: Path):
    diagnostics = Diagnostics()
    assert train_heads(blobs(tmp_path, 6), PLAIN, diagnostics, Unwatched()) is None
    assert {item.code for item in diagnostics} == {"S2B841"}
    assert any(
        item.message.endswith("to train on, expected at least 8") and "head-pictures" in (item.hint or "")
        for item in diagnostics
    )


def test_pictures_without_labels_teach_nothing():
    assert labels_of(Sample(file_name="a.png", text="a man")) is None


def test_the_command_measures_on_other_pictures_too(tmp_path: Path):
    for name, count in (("data", 48), ("others", 12)):
        (tmp_path / name).mkdir()
        blobs(tmp_path / name, count)
    (tmp_path / "h.toml").write_text('epochs = 1\nvae = ""\nheld_out = 0.3\n')
    arguments = [
        "heads",
        str(tmp_path / "data"),
        str(tmp_path / "h.safetensors"),
        "--settings",
        str(tmp_path / "h.toml"),
    ]
    result = CliRunner().invoke(command, [*arguments, "--tests", str(tmp_path / "others")])
    assert result.exit_code == 0, result.output
    assert "on pictures held out" in result.output
    assert f"on {tmp_path / 'others'}" in result.output
    assert load_detector(tmp_path / "h.safetensors")[0].net is not None


def test_what_is_no_detector_is_refused(tmp_path: Path):
    path = tmp_path / "d.safetensors"
    with pytest.raises(JudgeError, match="cannot be read: no such file or directory"):
        load_detector(path)
    from screenplay2board.render.diffusion.framing import SHIPPED as FRAMING

    path.write_bytes(FRAMING.read_bytes())
    with pytest.raises(JudgeError, match=r"is no detector of heads; `python -m training heads` makes one"):
        load_detector(path)


def test_pictures_are_seen_at_one_height():
    assert [seen_width(*size) for size in ((512, 512), (1280, 720), (1024, 428), (144, 256), (1, 900))] == [
        128, 224, 304, 64, 64,
    ]  # fmt: skip
