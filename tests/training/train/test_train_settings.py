"""Settings of training: what does nothing is told, and what cannot be had is told before hours are spent."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.panels import Unwatched
from training.dataset import Dataset
from training.settings_file import read_settings, recipes
from training.train.run import train
from training.train.settings import READ_BY, TrainSettings, idle_settings

TRAINED = [
    name
    for name in recipes()
    if "kind" in tomllib.loads(files("training").joinpath("recipes", f"{name}.toml").read_text("utf-8"))
]


@pytest.mark.parametrize("name", TRAINED)
def test_every_setting_of_a_recipe_does_something(name: str):
    settings = read_settings(name, TrainSettings, Diagnostics())
    assert settings is not None
    assert idle_settings(settings) == ()


@pytest.mark.parametrize(
    ("given", "idle"),
    [
        ({"kind": "base", "kohya": True, "lora": {"rank": 4}}, ("kohya", "lora")),
        ({"kind": "vae", "captions": {"dropout": 0.2}, "loss": {"noise_offset": 0.1}},
         ("captions", "loss.noise_offset")),
        ({"kind": "controlnet", "regularization": "others"}, ("regularization",)),
        ({"kind": "base", "validation": {"every": 5, "judge": "framing", "patience": 2}},
         ("validation.judge", "validation.patience")),
        ({"kind": "tokens", "loss": {"kl_weight": 1.0}}, ("loss.kl_weight",)),
        ({"kind": "tokens", "validation": {"patience": 2, "judge": "framing"}}, ("validation.patience",)),
        ({"kind": "tokens", "validation": {"patience": 2, "every": 5}}, ("validation.patience",)),
        ({"kind": "tokens", "validation": {"patience": 2, "every": 5, "judge": "framing"}}, ()),
    ],
)  # fmt: skip
def test_settings_that_do_nothing_are_found(given: dict[str, Any], idle: tuple[str, ...]):
    assert idle_settings(TrainSettings.model_validate(given)) == idle


def test_the_table_of_readers_names_settings_that_are_there():
    for name in READ_BY:
        holder: Any = TrainSettings
        for part in name.split("."):
            field = holder.model_fields[part]
            holder = field.annotation


def test_what_does_nothing_and_what_is_missing_is_told_before_pictures_are_encoded(
    small_base: Path, pictures: Dataset, tmp_path: Path
):
    judge = str(tmp_path / "judge.safetensors")
    settings = TrainSettings.model_validate({
        "base": str(small_base), "data": str(pictures.folder), "sizes_px": [[64, 64]],
        "loss": {"kl_weight": 1.0}, "validation": {"every": 2, "judge": judge},
    })  # fmt: skip
    diagnostics = Diagnostics()
    assert train(settings, tmp_path / "out", diagnostics, Unwatched()) is None
    assert [(item.code, item.severity) for item in diagnostics] == [("S2B836", "warning"), ("S2B840", "error")]
    first, second = diagnostics
    assert (first.message, first.hint) == ('`loss.kl_weight` does nothing where `kind = "tokens"`', "leave it out")
    assert f"`{judge}` cannot be read" in second.message
    assert not list((tmp_path / "out").iterdir())
