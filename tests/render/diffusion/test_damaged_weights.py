"""Damaged weights of every kind of file: told in one line that names the file, never raised, never painted with."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch
from damaged_weights import TOLD, WAYS, Damage, write_models

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.checks import check_card
from screenplay2board.render.diffusion.device import Device
from screenplay2board.render.diffusion.lock import verify_lock, write_lock
from screenplay2board.render.diffusion.models import ModelError, load_model

torch.set_num_threads(1)
CPU = Device(name="cpu", dtype=torch.float32)
KINDS = ("unet", "vae", "text_encoder", "peft", "kohya", "embedding")
Models = Mapping[str, tuple[ModelCard, Path]]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return write_models(tmp_path_factory.mktemp("models"))


@contextmanager
def damaged(path: Path, damage: Damage) -> Iterator[bool]:
    """Damage a file for a while; tell whether it is another file now."""
    whole = path.read_bytes()
    damage.on(path)
    try:
        yield path.read_bytes() != whole
    finally:
        path.write_bytes(whole)


def refusal(card: ModelCard) -> str:
    """Return why a card's model is not loaded, empty where it is."""
    found = Diagnostics()
    check_card(card, found)
    told = "; ".join(item.message for item in found if item.severity == "error")
    if told:
        assert all(item.hint for item in found)
        return told
    try:
        load_model(card, CPU)
    except ModelError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_must_not_be_painted_with_is_told_by_its_name(kind: str, models: Models):
    card, path = models[kind]
    for way in sorted(TOLD):
        with damaged(path, Damage(way, 0)) as other:
            said = refusal(card)
        assert bool(said) == other, way
        assert path.name in said or str(path.parent) in said or not other, (way, said)
        assert "\n" not in said, way


@pytest.mark.parametrize("way", [way for way in WAYS if way not in TOLD])
def test_no_damage_raises_anything_else(way: str, models: Models):
    for card, path in (models["text_encoder"], models["peft"]):
        with damaged(path, Damage(way, 1)):
            assert "\n" not in refusal(card)


def test_a_flipped_bit_in_the_weights_is_found_by_the_lock_alone(models: Models, tmp_path: Path):
    card, path = models["unet"]
    files = check_card(card, Diagnostics())
    write_lock(tmp_path, card, files)
    with damaged(path, Damage("body bit", 3)):
        assert refusal(card) == ""
        found = Diagnostics()
        verify_lock(tmp_path, card, check_card(card, Diagnostics()), found)
    assert [item.message for item in found] == [f"`unet/{path.name}` differs from board.lock"]
