"""Order, rates and captions hang on seed and step alone."""

from collections import Counter

import pytest
import torch

from screenplay2board.render.diffusion.prompts import Piece
from screenplay2board.render.diffusion.tiny import scheduler
from training.dataset import Sample
from training.train.captions import caption
from training.train.noise import draw_noise, step_weights, target
from training.train.schedule import BatchPlan, derived_seed, generator, learning_share
from training.train.settings import CaptionSettings

SAMPLE = Sample(
    file_name="1.png",
    text="<ms_trg>, medium shot, eye level, female, happy",
    pieces=(
        Piece("token", "<ms_trg>"),
        Piece("shot", "medium shot"),
        Piece("angle", "eye level"),
        Piece("gender", "female"),
        Piece("emotion", "happy"),
    ),
    size="MS",
)


def test_the_rate_rises_to_its_peak_and_falls_to_its_end():
    shares = [learning_share(step, steps=100, warmup=10, final=0.1) for step in range(100)]
    assert shares[:11] == sorted(shares[:11])
    assert max(shares) == pytest.approx(1.0)
    assert shares[10:] == sorted(shares[10:], reverse=True)
    assert learning_share(100, steps=100, warmup=10, final=0.1) == pytest.approx(0.1)


def test_every_picture_is_seen_in_every_epoch_and_batches_hold_one_bucket():
    buckets = [0, 1, 0, 0, 1, 0, 0]
    plan = BatchPlan(buckets, [""] * 7, seed=3, batch_size=2, balance=False)
    for epoch in range(4):
        batches = plan.epoch(epoch)
        assert len(batches) == plan.batches_per_epoch
        assert all(len({buckets[picture] for picture in batch}) == 1 for batch in batches)
    seen = Counter(picture for batch in plan.epoch(0) for picture in batch)
    assert len(seen) >= 6  # an odd one of a bucket may wait for the next epoch
    assert plan.epoch(0) != plan.epoch(1)


def test_a_rare_token_is_shown_as_often_as_a_common_one():
    tokens = ["<ms_trg>"] * 30 + ["<fs_trg>"] * 5
    plan = BatchPlan([0] * 35, tokens, seed=0, batch_size=4, balance=True)
    seen = Counter(tokens[picture] for epoch in range(5) for batch in plan.epoch(epoch) for picture in batch)
    assert seen["<fs_trg>"] == pytest.approx(seen["<ms_trg>"], rel=0.1)


def test_batches_are_found_by_their_number_alone():
    plans = [BatchPlan([0] * 9, [""] * 9, seed=1, batch_size=2, balance=False) for _ in range(2)]
    forward = [plans[0].at(number) for number in range(12)]
    backward = [plans[1].at(number) for number in reversed(range(12))]
    assert forward == backward[::-1]
    assert [epoch for epoch, _ in forward] == sorted(epoch for epoch, _ in forward)


def test_chance_hangs_on_all_that_it_is_named_by():
    assert derived_seed(1, "a") != derived_seed(2, "a") != derived_seed(2, "b")
    draws = [torch.randn(3, generator=generator(0, "noise", 1, 2)) for _ in range(2)]
    assert torch.equal(*draws)


def test_tokens_stand_alone_in_a_share_of_the_captions():
    settings = CaptionSettings(size_words=0.5, piece_dropout=0.0, dropout=0.1)
    texts = [caption(SAMPLE, settings, seed=0, epoch=epoch, with_token=True) for epoch in range(1000)]
    told = Counter(texts)
    assert set(told) == {"", SAMPLE.text, "<ms_trg>, eye level, female, happy"}
    assert told[""] == pytest.approx(100, abs=35)
    assert told[SAMPLE.text] == pytest.approx(450, abs=60)


def test_without_token_no_word_of_the_size_is_told():
    settings = CaptionSettings(size_words=1.0, piece_dropout=0.0, dropout=0.0)
    assert caption(SAMPLE, settings, seed=0, epoch=0, with_token=False) == "eye level, female, happy"


def test_a_plain_caption_gets_the_token_of_its_size():
    sample = Sample(file_name="1.png", text="a woman laughs", size="CU")
    settings = CaptionSettings(piece_dropout=0.0, dropout=0.0)
    assert caption(sample, settings, seed=0, epoch=0, with_token=True) == "<cu_trg>, a woman laughs"


def test_noise_offset_is_shared_by_a_channel():
    plain, offset = (draw_noise((4, 8, 8), generator(0), share) for share in (0.0, 0.5))
    added = offset - plain
    assert torch.allclose(added, added[:, :1, :1].expand_as(added), atol=1e-6)
    assert bool((added[:, 0, 0] != 0).all())


@pytest.mark.parametrize("kind", ["epsilon", "sample", "v_prediction"])
def test_min_snr_weighs_every_kind_of_prediction_alike_in_terms_of_the_picture(kind: str):
    """The weight of an error of the picture is min(SNR, gamma), whatever is predicted (Hang et al. 2023, eq. 7)."""
    noise_schedule = scheduler()
    noise_schedule.register_to_config(prediction_type=kind)
    times = torch.tensor([10, 300, 700])
    latents, noise = torch.randn(3, 4, 8, 8), torch.randn(3, 4, 8, 8)
    signal = noise_schedule.alphas_cumprod[times]
    snr = signal / (1 - signal)
    noisy = noise_schedule.add_noise(latents, noise, times)
    wrong = latents + 0.1  # a guess of the picture, and what it says in each kind's terms
    a, b = signal.sqrt()[:, None, None, None], (1 - signal).sqrt()[:, None, None, None]
    said_noise = (noisy - a * wrong) / b
    said = {"epsilon": said_noise, "sample": wrong, "v_prediction": a * said_noise - b * wrong}[kind]
    error = (said - target(noise_schedule, latents, noise, times)).square().mean(dim=(1, 2, 3))
    weighted = error * step_weights(noise_schedule, times, 5.0)
    assert torch.allclose(weighted, 0.01 * snr.clamp(max=5.0), rtol=1e-3)
