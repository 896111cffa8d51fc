"""The framing judge learns sizes from drawn pictures, sees any format, and says how well it judges."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image as PillowImage
from PIL import ImageDraw

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import TOKENS
from screenplay2board.render.diffusion.framing import SHIPPED, JudgeError, seen, seen_size
from screenplay2board.render.panels import Unwatched
from training.dataset import Dataset, Sample, write_metadata
from training.synthesize.pictures import synthesize
from training.synthesize.settings import Frame, SynthesizeSettings
from training.validate.confusion import confusion_of
from training.validate.framing import load_framing, token_judge
from training.validate.framing_settings import JudgeSettings
from training.validate.framing_training import blurred, changed, split, train_framing

torch.set_num_threads(1)

SHARES = {"CU": 0.55, "MS": 0.25, "FS": 0.1}  # head through frame, docs/film.md


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> Dataset:
    """Pictures by the stage, small ones."""
    settings = SynthesizeSettings(count=180, seed=11, frames=(Frame(px=(64, 64)),), plain=0.6, workers=1)
    dataset = synthesize(settings, tmp_path_factory.mktemp("drawn"), Diagnostics(), Unwatched())
    assert dataset is not None
    return dataset


def heads(folder: Path, count: int, sizes=tuple(SHARES)) -> Dataset:
    """Pictures of a head alone, at different places."""
    samples = []
    for number in range(count):
        size = sizes[number % len(sizes)]
        picture = PillowImage.new("RGB", (48, 48), "white")
        height = SHARES[size] * 48
        left = 2 + number * 7 % 20
        ImageDraw.Draw(picture).ellipse((left, 4, left + height * 0.8, 4 + height), fill="black")
        picture.save(folder / f"{number}.png")
        samples.append(Sample(file_name=f"{number}.png", text="a head", size=size, title=f"work {number // 3}"))
    write_metadata(folder, samples)
    return Dataset(folder=folder, samples=tuple(samples))


def pictures_of(dataset: Dataset, samples) -> list[np.ndarray]:
    return [np.asarray(dataset.open(sample), dtype=np.uint8) for sample in samples]


def test_a_judge_learns_sizes_from_drawn_pictures(drawn: Dataset):
    judge = train_framing(drawn, JudgeSettings(epochs=8, batch_size=16), Diagnostics(), Unwatched())
    assert judge is not None
    train, held_out = split(drawn.samples, 0.2)
    assert int(judge.held_out.counts.sum()) == int(judge.soft.counts.sum()) == len(held_out)
    assert judge.facts["pictures"] == str(len(train))
    answers = [int(judge.classify(picture[None]).argmax()) for picture in pictures_of(drawn, held_out)]
    again = confusion_of([TOKENS.index(sample.token) for sample in held_out], answers)
    assert (again.counts == judge.held_out.counts).all()
    assert judge.held_out.accuracy >= 0.7  # chance is 1/3


def test_a_share_of_what_is_taught_is_seen_through_a_vae_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    dataset, softened = heads(tmp_path, 90), []

    def soften(picture: PillowImage.Image) -> np.ndarray:
        softened.append(picture.size)
        return np.asarray(picture, dtype=np.uint8)

    monkeypatch.setattr("training.validate.framing_training.softener", lambda card, diagnostics: soften)
    settings = JudgeSettings(epochs=1, vae="tiny", through_vae=0.25)
    assert train_framing(dataset, settings, Diagnostics(), Unwatched()) is not None
    assert len(softened) == len(split(dataset.samples, 0.2)[0]) // 4
    softened.clear()
    assert train_framing(dataset, JudgeSettings(epochs=1), Diagnostics(), Unwatched()) is not None
    assert not softened


def test_a_card_that_cannot_be_opened_is_told_before_a_judge_is_taught(tmp_path: Path):
    diagnostics = Diagnostics()
    assert train_framing(heads(tmp_path, 90), JudgeSettings(vae="nowhere"), diagnostics, Unwatched()) is None
    assert diagnostics.has_errors


def test_the_judge_that_comes_along_is_right(drawn: Dataset):
    judge = load_framing(SHIPPED)
    assert judge.held_out.accuracy >= 0.98
    assert judge.soft.accuracy >= 0.98
    assert judge.held_out.totals.min() >= 400
    answers = [int(judge.classify(picture[None]).argmax()) for picture in pictures_of(drawn, drawn.samples)]
    found = confusion_of([TOKENS.index(sample.token) for sample in drawn.samples], answers)
    assert found.right.min() >= 0.9  # at 64 px, half of what it was measured on


def test_the_weights_are_few():
    assert SHIPPED.stat().st_size < 300_000
    assert 50_000 <= sum(weight.numel() for weight in load_framing(SHIPPED).net.parameters()) <= 150_000


@pytest.mark.parametrize("size", [(64, 64), (17, 33), (300, 40), (40, 300), (1, 1), (192, 96)])
def test_pictures_of_any_size_are_taken(size):
    pictures = np.random.default_rng(0).integers(0, 256, (2, size[1], size[0], 3), dtype=np.uint8)
    found = load_framing(SHIPPED).classify(pictures)
    assert found.shape == (2, 3)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)


def test_no_pictures_give_no_answers():
    assert load_framing(SHIPPED).classify(np.zeros((0, 8, 8, 3), dtype=np.uint8)).shape == (0, 3)


def test_a_frame_is_seen_at_one_height_whatever_its_width():
    assert seen_size(512, 512) == (64, 64)
    assert seen_size(1024, 512) == (128, 64)
    assert seen_size(96, 170) == (40, 64)
    picture = np.full((1, 100, 200, 3), (255, 0, 0), dtype=np.uint8)
    assert seen(picture).shape == (1, 1, 64, 128)
    assert float(seen(picture).mean()) == pytest.approx(0.299, abs=1e-3)


def test_an_answer_does_not_hang_on_the_other_pictures():
    pictures = np.random.default_rng(1).integers(0, 256, (5, 64, 64, 3), dtype=np.uint8)
    judge = load_framing(SHIPPED)
    alone = np.concatenate([judge.classify(picture[None]) for picture in pictures])
    np.testing.assert_allclose(judge.classify(pictures), alone, atol=1e-5)


def test_the_seed_settles_the_judge_and_leaves_chance_alone(tmp_path: Path):
    dataset = heads(tmp_path, 150)
    before = torch.random.get_rng_state()
    first, again, other = (
        train_framing(dataset, JudgeSettings(epochs=1, seed=seed), Diagnostics(), Unwatched()) for seed in (1, 1, 2)
    )
    assert torch.equal(before, torch.random.get_rng_state())
    assert first is not None
    assert again is not None
    assert other is not None
    assert torch.equal(first.net.head.weight, again.net.head.weight)
    assert not torch.equal(first.net.head.weight, other.net.head.weight)


def test_a_saved_judge_answers_as_before(tmp_path: Path):
    judge = train_framing(heads(tmp_path, 150), JudgeSettings(epochs=1), Diagnostics(), Unwatched())
    assert judge is not None
    judge.save(tmp_path / "judge.safetensors")
    loaded = load_framing(tmp_path / "judge.safetensors")
    pictures = np.random.default_rng(2).integers(0, 256, (3, 48, 48, 3), dtype=np.uint8)
    assert (loaded.classify(pictures) == judge.classify(pictures)).all()
    assert (loaded.held_out.counts == judge.held_out.counts).all()
    assert dict(loaded.facts) == dict(judge.facts)


def test_titles_lie_on_one_side_of_the_split():
    samples = [Sample(file_name=f"{n}.png", text="", title=f"work {n % 40}") for n in range(400)]
    train, held_out = split(samples, 0.25)
    assert len(train) + len(held_out) == 400
    assert not {sample.title for sample in train} & {sample.title for sample in held_out}
    assert 40 <= len(held_out) <= 160
    assert split([*samples, Sample(file_name="x", text="", title="new")], 0.25)[1][: len(held_out)] == held_out


def test_a_class_without_pictures_is_told(tmp_path: Path):
    diagnostics = Diagnostics()
    dataset = heads(tmp_path, 120, sizes=("CU", "FS"))
    assert train_framing(dataset, JudgeSettings(), diagnostics, Unwatched()) is None
    (found,) = diagnostics
    assert found.code == "S2B841"
    assert found.message == f"no picture in `{tmp_path}` has the size of `<ms_trg>` (medium)"
    assert found.hint is not None
    assert "`size`" in found.hint


def test_too_few_pictures_to_measure_on_are_told(tmp_path: Path):
    diagnostics = Diagnostics()
    assert train_framing(heads(tmp_path, 30), JudgeSettings(), diagnostics, Unwatched()) is None
    messages = [item.message for item in diagnostics]
    assert any("to measure on, expected at least 8" in message for message in messages)


def test_changes_keep_the_framing_and_follow_their_generator():
    greys = torch.ones((8, 1, 64, 64))
    greys[:, :, 8:40, 10:30] = 0
    plain = JudgeSettings(blur_px=0, noise=0)
    first, again = (changed(greys, plain, torch.Generator().manual_seed(3)) for _ in range(2))
    assert torch.equal(first, again)
    assert first.shape == greys.shape
    for picture in first:
        rows = picture[0].median(dim=1).values  # a blot covers at most a third
        assert rows.shape == (64,)
        dark = (picture[0] < (picture.min() + picture.max()) / 2).any(dim=1).nonzero()
        assert int(dark.min()) <= 8
        assert int(dark.max()) >= 39
    noisy = changed(greys, JudgeSettings(), torch.Generator().manual_seed(3))
    assert not torch.allclose(noisy, first)


def test_blur_keeps_the_mean_and_lowers_the_spread():
    greys = torch.rand((2, 1, 64, 64), generator=torch.Generator().manual_seed(0))
    soft = blurred(greys, 2.0)
    assert float(soft.mean()) == pytest.approx(float(greys.mean()), abs=0.01)
    assert float(soft.std()) < 0.3 * float(greys.std())
    assert torch.equal(blurred(greys, 0.0), greys)


def test_what_is_no_judge_is_refused(tmp_path: Path):
    path = tmp_path / "judge.safetensors"
    with pytest.raises(JudgeError, match="cannot be read: no such file or directory"):
        load_framing(path)
    path.write_bytes(SHIPPED.read_bytes()[:-100])
    with pytest.raises(JudgeError, match=r"bytes of weights, its header says"):
        load_framing(path)
    diagnostics = Diagnostics()
    assert token_judge(str(path), diagnostics) is None
    (found,) = diagnostics
    assert found.code == "S2B840"
    assert found.hint == "`python -m training judge DATASET OUT.safetensors` makes one"


def test_weights_of_something_else_are_refused(tmp_path: Path):
    from safetensors.torch import save_file

    save_file({"a": torch.zeros(2)}, tmp_path / "other.safetensors")
    with pytest.raises(JudgeError, match="is no framing judge"):
        load_framing(tmp_path / "other.safetensors")
    save_file({"a": torch.zeros(2)}, tmp_path / "half.safetensors", metadata={"format": "s2b framing judge 1"})
    with pytest.raises(JudgeError, match="is damaged"):
        load_framing(tmp_path / "half.safetensors")


def test_the_trainer_is_told_tokens(drawn: Dataset):
    judge = token_judge("framing", Diagnostics())
    assert judge is not None
    chosen = drawn.samples[:12]
    found = judge(pictures_of(drawn, chosen))
    assert sum(token == sample.token for token, sample in zip(found, chosen, strict=True)) >= 10
