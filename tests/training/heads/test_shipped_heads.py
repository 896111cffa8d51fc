"""The detector that comes with the program finds heads in drawings that it never saw, and the judges go by it."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import TOKENS
from screenplay2board.render.diffusion.heads import SHIPPED, find_heads, load_detector, shipped_detector
from screenplay2board.render.panels import Unwatched
from training.dataset import Dataset
from training.heads.measures import NOBODY
from training.heads.training import measured
from training.synthesize.pictures import synthesize
from training.synthesize.settings import Frame, SynthesizeSettings
from training.validate.answers import RememberedVote
from training.validate.judges import open_judge, source_of

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Pictures of nobody to three people in styles and places of the test, of another seed."""
    settings = SynthesizeSettings(
        count=48, seed=77, frames=(Frame(px=(224, 128)), Frame(px=(128, 128))), people={0: 1, 1: 2, 2: 1, 3: 1},
        label_people=True, styles={"ink": 1, "pencil": 1, "rough": 1}, sets=("bar", "library", "museum"),
        sizes={"CU": 1, "MS": 1, "FS": 1}, workers=1,
    )  # fmt: skip
    dataset = synthesize(settings, tmp_path_factory.mktemp("drawn"), Diagnostics(), Unwatched())
    assert dataset is not None
    return dataset


def test_it_is_small():
    assert SHIPPED.stat().st_size < 1_000_000


def test_its_file_says_how_well_it_finds():
    _, facts = load_detector(SHIPPED)
    held_out = json.loads(facts["held_out"])
    assert held_out["all"]["heads"] >= 300
    assert held_out["all"]["recall"] >= 0.75
    assert held_out["all"]["precision"] >= 0.85
    assert set(held_out) >= {"CU", "MCU", "MS", "MLS", "FS", "LS", NOBODY, "ink", "pencil", "clean", "noir"}


def test_nobody_one_and_several_heads_are_found(drawn: Dataset):
    scores = measured(shipped_detector(), drawn, drawn.samples)
    found = scores["all"]
    assert found.recall is not None
    assert found.precision is not None
    assert found.recall >= 0.7
    assert found.precision >= 0.85
    error = found.height_error(0.5)
    assert error is not None
    assert error < 0.2


@pytest.mark.parametrize("size", [(64, 64), (17, 33), (300, 40), (40, 300), (1, 1)])
def test_pictures_of_any_size_are_taken(size: tuple[int, int]):
    picture = np.full((size[1], size[0], 3), 255, dtype=np.uint8)
    assert list(find_heads(picture)) == []


def test_the_pose_judge_measures_by_it_and_is_mostly_right(drawn: Dataset, tmp_path: Path):
    judge = open_judge("pose", "", Diagnostics())
    assert judge is not None
    alone = [sample for sample in drawn.samples if len(sample.details["people"]) == 1 and sample.size]
    pictures = [np.asarray(drawn.open(sample), dtype=np.uint8) for sample in alone]
    answers = judge(pictures).tolist()
    right = sum(TOKENS[said] == sample.token for said, sample in zip(answers, alone, strict=True) if said < len(TOKENS))
    assert len(alone) >= 12
    assert right >= 0.8 * len(alone), answers
    remembered = RememberedVote(judge, source_of("pose", ""), tmp_path)
    remembered([drawn.path(alone[0])], Unwatched())
    (file,) = tmp_path.iterdir()
    assert file.name.startswith("pose-"), "its answers belong to the weights"
