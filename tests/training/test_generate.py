"""Batch painting: seeds hang on texts, shards make up the whole, what is there is not painted again."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import TOKEN_OF_SIZE, ModelCard
from screenplay2board.render.panels import Unwatched
from training import generate as generate_module
from training.cli import command
from training.generate import (
    LARGEST_SEED,
    PaintOrder,
    generate,
    key_of,
    open_model,
    paint,
    read_prompts,
    read_worded_card,
    seed_of,
    sharded,
)

torch.set_num_threads(1)

CARD = ModelCard(base="random:0", tokens=dict(TOKEN_OF_SIZE), native_px=64, multiple_px=32, steps=1, mode="none")
ORDERS = tuple(PaintOrder(file_name=f"{n}.png", text=f"a woman, number {n}", seed=n) for n in range(5))


@pytest.fixture(scope="module")
def model():
    found = open_model(CARD, Diagnostics())
    assert found is not None
    return found


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return path


def read(path: Path, mode="content", seed=0):
    diagnostics = Diagnostics()
    return read_prompts(path, diagnostics, base_seed=seed, mode=mode), diagnostics


def test_a_line_put_in_between_changes_no_other_seed(tmp_path: Path):
    first, last, between = ({"file_name": f"{n}.png", "text": f"text {n}"} for n in range(3))
    before, _ = read(written(tmp_path / "a.jsonl", first, last))
    after, _ = read(written(tmp_path / "b.jsonl", first, between, last))
    assert [order.seed for order in before] == [after[0].seed, after[2].seed]
    assert len({order.seed for order in after}) == 3


def test_the_same_text_twice_gives_two_pictures(tmp_path: Path):
    orders, _ = read(written(tmp_path / "a.jsonl", *({"file_name": f"{n}.png", "text": "same"} for n in range(3))))
    assert len({order.seed for order in orders}) == 3
    assert orders[0].seed == seed_of("same", 0)


def test_another_base_gives_other_seeds_of_63_bits():
    seeds = {seed_of("text", base) for base in range(100)}
    assert len(seeds) == 100
    assert max(seeds) <= LARGEST_SEED


def test_seeds_can_be_counted_up_or_named(tmp_path: Path):
    lines = [
        {"file_name": "a", "text": "x"},
        {"file_name": "b.png", "text": "x", "seed": 7},
        {"file_name": "c", "text": "y"},
    ]
    orders, diagnostics = read(written(tmp_path / "a.jsonl", *lines), mode="index", seed=100)
    assert [(order.file_name, order.seed) for order in orders] == [("a.png", 100), ("b.png", 7), ("c.png", 102)]
    assert not len(diagnostics)


def test_every_wrong_line_is_told_with_its_number(tmp_path: Path):
    path = written(
        tmp_path / "a.jsonl",
        {"file_name": "good.png", "text": "x", "more": 1},
        "",
        "{",
        "[1]",
        {"text": "x"},
        {"file_name": "a.png"},
        {"file_name": "a.png", "text": "x", "seed": -1},
        {"file_name": "../a.png", "text": "x"},
        {"file_name": "a.jpg", "text": "x"},
        {"file_name": "good", "text": "x"},
    )
    orders, diagnostics = read(path)
    assert [order.file_name for order in orders] == ["good.png"]
    found = [(item.span.line if item.span else 0, item.message) for item in diagnostics]
    assert found == [
        (3, "this is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        (4, "expected an object with `file_name` and `text`"),
        (5, "`file_name` is missing or no text"),
        (6, "`text` is missing or no text"),
        (7, "`seed` is `-1`, expected a whole number of at least 0"),
        (8, "`../a.png` leads out of the folder of the pictures"),
        (9, "`a.jpg` is no PNG, pictures are written as PNG"),
        (10, "`good.png` stands in line 1 already"),
    ]
    assert {item.code for item in diagnostics} == {"S2B843"}


def test_a_list_that_is_empty_or_not_there_is_told(tmp_path: Path):
    _, diagnostics = read(written(tmp_path / "a.jsonl"))
    assert [item.message for item in diagnostics] == [f"`{tmp_path / 'a.jsonl'}` asks for no pictures"]
    _, diagnostics = read(tmp_path / "none.jsonl")
    assert [item.message for item in diagnostics] == [
        f"cannot read `{tmp_path / 'none.jsonl'}`: no such file or directory"
    ]


def test_shards_make_up_the_whole_list():
    parts = [sharded(ORDERS, shard, 3) for shard in (1, 2, 3)]
    assert [order.file_name for order in parts[1]] == ["1.png", "4.png"]
    assert sorted(order.file_name for part in parts for order in part) == [order.file_name for order in ORDERS]


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The seeds of all pictures that are painted from here on."""
    seeds: list[int] = []
    original = generate_module.sample_within_memory

    def counting(model, jobs):
        seeds.extend(job.seed for job in jobs)
        return original(model, jobs)

    monkeypatch.setattr(generate_module, "sample_within_memory", counting)
    return seeds


def test_what_lies_there_whole_is_not_painted_again(model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seeds = counted(monkeypatch)
    first = paint(model, ORDERS, tmp_path, (32, 32), Diagnostics(), Unwatched())
    assert (first.painted, first.kept, first.failed) == (5, 0, ())
    before = {order.file_name: (tmp_path / order.file_name).read_bytes() for order in ORDERS}
    (tmp_path / "1.png").unlink()
    (tmp_path / "2.png").write_bytes(before["2.png"][:-40])  # cut while it was written
    PillowImage.new("RGB", (32, 32)).save(tmp_path / "3.png")  # somebody else's
    seeds.clear()
    again = paint(model, ORDERS, tmp_path, (32, 32), Diagnostics(), Unwatched())
    assert seeds == [1, 2, 3]
    assert (again.painted, again.kept) == (3, 2)
    assert before == {order.file_name: (tmp_path / order.file_name).read_bytes() for order in ORDERS}


def test_another_text_seed_size_or_model_is_painted_anew(model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    order = PaintOrder(file_name="a.png", text="a man", seed=1)
    paint(model, [order], tmp_path, (32, 32), Diagnostics(), Unwatched())
    seeds = counted(monkeypatch)
    paint(model, [order], tmp_path, (32, 32), Diagnostics(), Unwatched())
    assert seeds == []
    paint(
        model, [PaintOrder(file_name="a.png", text="a woman", seed=1)], tmp_path, (32, 32), Diagnostics(), Unwatched()
    )
    paint(
        model, [PaintOrder(file_name="a.png", text="a woman", seed=2)], tmp_path, (32, 32), Diagnostics(), Unwatched()
    )
    paint(
        model, [PaintOrder(file_name="a.png", text="a woman", seed=2)], tmp_path, (64, 32), Diagnostics(), Unwatched()
    )
    assert seeds == [1, 2, 2]
    generate(CARD.model_copy(update={"steps": 2}), [PaintOrder(file_name="a.png", text="a woman", seed=2)], tmp_path,
             Diagnostics(), Unwatched(), size_px=(64, 32))  # fmt: skip
    assert len(seeds) == 4


def test_a_picture_says_what_it_was_painted_by(model, tmp_path: Path):
    paint(model, ORDERS[:1], tmp_path, (64, 32), Diagnostics(), Unwatched())
    with PillowImage.open(tmp_path / "0.png") as picture:
        assert picture.size == (64, 32)
        told = json.loads(picture.info["s2b"])
    assert (told["text"], told["seed"]) == ("a woman, number 0", 0)
    assert key_of(tmp_path / "0.png") == told["key"]


def test_a_picture_without_numbers_is_told_and_the_others_are_painted(
    model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(model, jobs):
        return [None if job.seed == 1 else np.zeros((32, 32, 3), dtype=np.uint8) for job in jobs]

    monkeypatch.setattr(generate_module, "sample_within_memory", broken)
    diagnostics = Diagnostics()
    result = paint(model, ORDERS, tmp_path, (32, 32), diagnostics, Unwatched())
    assert (result.painted, result.failed) == (4, ("1.png",))
    assert [item.message for item in diagnostics] == ["the model gave no numbers for `1.png`"]
    assert not (tmp_path / "1.png").exists()


def test_a_model_that_fails_while_painting_is_told_and_what_is_missing_counted(
    model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    diagnostics = Diagnostics()

    def fail(model, jobs):
        raise TypeError("unsupported operand")

    monkeypatch.setattr(generate_module, "sample_within_memory", fail)
    painted = paint(model, ORDERS, tmp_path, (64, 64), diagnostics, Unwatched())
    assert (painted.painted, painted.failed) == (0, tuple(order.file_name for order in ORDERS))
    (problem,) = diagnostics
    assert "cannot paint: TypeError: unsupported operand" in problem.message


def test_words_beyond_the_window_are_told(model, tmp_path: Path):
    diagnostics = Diagnostics()
    order = PaintOrder(file_name="a.png", text="word " * 80, seed=0)
    paint(model, [order], tmp_path, (32, 32), diagnostics, Unwatched())
    assert [item.message for item in diagnostics] == ["the text has 80 tokens, 75 are read"]


def test_sides_that_the_model_cannot_paint_are_refused(tmp_path: Path):
    diagnostics = Diagnostics()
    assert generate(CARD, ORDERS, tmp_path, diagnostics, Unwatched(), size_px=(50, 32)) is None
    message = "50x32 px cannot be painted, both sides must be multiples of 32"
    assert [item.message for item in diagnostics] == [message]


def test_a_guided_card_paints_from_words_alone(tmp_path: Path):
    text = 'base = "random:0"\nmode = "guide"\n[[guides]]\nkind = "depth"\npath = "controlnet"\n'
    (tmp_path / "card.toml").write_text(text)
    card = read_worded_card(str(tmp_path / "card.toml"), Diagnostics(), batch_size=3)
    assert card is not None
    assert (card.mode, card.guides, card.batch_size) == ("none", (), 3)


def test_the_command_paints_a_shard_and_goes_on(tmp_path: Path):
    (tmp_path / "card.toml").write_text(
        'base = "random:0"\nnative_px = 64\nmultiple_px = 32\nsteps = 1\n[tokens]\nCU = "<cu_trg>"\n'
    )
    prompts = written(tmp_path / "p.jsonl", *({"file_name": f"{n}", "text": f"<cu_trg>, {n}"} for n in range(3)))
    arguments = ["generate", str(tmp_path / "card.toml"), str(prompts), str(tmp_path / "out")]
    result = CliRunner().invoke(command, [*arguments, "--shard", "2/2"])
    assert result.exit_code == 0, result.output
    assert "1 painted, 0 were there, 0 failed" in result.output
    assert not (tmp_path / "out" / "manifest.json").exists()
    result = CliRunner().invoke(command, [*arguments, "--format", "json"])
    assert json.loads(result.stdout) == {"painted": 2, "kept": 1, "failed": []}
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["counts"] == {"pictures": 3}


@pytest.mark.parametrize(("option", "value"), [("--shard", "3/2"), ("--shard", "half"), ("--size", "0x64")])
def test_wrong_options_are_usage_errors(tmp_path: Path, option: str, value: str):
    result = CliRunner().invoke(command, ["generate", "tiny", "p.jsonl", str(tmp_path), option, value])
    assert result.exit_code == 2
