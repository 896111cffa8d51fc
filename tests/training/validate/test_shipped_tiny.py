"""The tiny model that ships: small enough, and its tokens hold the size of the shot."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import torch

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.sampler import LoadedModel
from screenplay2board.render.panels import Unwatched
from training.generate import open_model, paint, read_worded_card
from training.validate.answers import read_picture
from training.validate.conditions import FOLDERS, token_columns
from training.validate.confusion import TOKENS
from training.validate.framing import SHIPPED, load_framing
from training.validate.prompts import read_validation_prompts

torch.set_num_threads(1)
PROMPTS = 12
LEAST_RIGHT = 9  # of 12; chance gives as many or more in 4 of 1,000 tries


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    card = read_worded_card("tiny", Diagnostics(), batch_size=PROMPTS)
    assert card is not None
    model = open_model(card, Diagnostics())
    assert model is not None
    return model


def test_it_is_at_most_20_megabytes():
    folder = Path(str(files("screenplay2board.render.diffusion").joinpath("data", "tiny")))
    assert 10_000_000 < sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) <= 20_000_000


def test_the_same_prompts_and_seeds_come_as_close_as_the_token_says(tiny: LoadedModel, tmp_path: Path):
    prompts = read_validation_prompts("", 249, Diagnostics())[:: 249 // PROMPTS][:PROMPTS]
    judge = load_framing(SHIPPED)
    for place, column in enumerate(token_columns(tiny.card, prompts, seed=0)):
        painted = paint(tiny, column.orders, tmp_path, (128, 128), Diagnostics(), Unwatched())
        assert painted.failed == ()
        pictures = [read_picture(tmp_path / order.file_name) for order in column.orders]
        answers = [int(judge.classify(picture[None]).argmax()) for picture in pictures]
        right = int(np.sum(np.equal(answers, place)))
        assert right >= LEAST_RIGHT, f"{TOKENS[place]} ({FOLDERS[column.asked]}): {answers}"
