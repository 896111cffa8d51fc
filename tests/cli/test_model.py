"""`s2b build --backend diffusion` from end to end with the tiny model, and `s2b model`."""

import json
from pathlib import Path

import click.testing
import pytest
import torch

from screenplay2board.cli import main
from screenplay2board.render.diffusion.backend import DiffusionBackend

torch.set_num_threads(1)

SCRIPT = "INT. KITCHEN - DAY\n\nMINA (30s, red coat) waits at the table.\n"
CARD = """base = "random:0"
native_px = 64
multiple_px = 32
steps = 2
guidance_scale = 1.0
retries = 0
tokens = { LS = "<fs_trg>", CU = "<cu_trg>" }

[[guides]]
kind = "line"
path = "controlnet"
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "night.fountain").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "small.toml").write_text(CARD, encoding="utf-8")
    return tmp_path


def s2b(*arguments: str) -> click.testing.Result:
    result = click.testing.CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def build(*arguments: str) -> dict[str, int]:
    result = s2b("build", "night.fountain", "--no-pdf", "--format", "json", "--backend", "diffusion", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_tiny_model_makes_a_book(here: Path):
    report = build("--model", "tiny")
    assert report["failed"] == 0
    assert report["rendered"] == report["panels"] > 0
    assert (here / "build/night/index.html").is_file()
    assert build("--model", "tiny")["rendered"] == 0


def test_another_card_paints_anew_and_explain_tells_its_prompt(here: Path):
    first = build("--model", "small.toml")
    assert first["rendered"] == first["panels"]
    (here / "small.toml").write_text(CARD.replace("steps = 2", "steps = 1"), encoding="utf-8")
    assert build("--model", "small.toml")["rendered"] == first["panels"]
    (here / "small.toml").write_text(CARD.replace("steps = 2", "steps = 1\nbatch_size = 2"), encoding="utf-8")
    assert build("--model", "small.toml")["rendered"] == 0
    told = s2b("explain", "night.fountain", "1", "--backend", "diffusion", "--model", "small.toml", "--format", "json")
    (shot,) = json.loads(told.stdout)
    assert shot["stored"]
    assert shot["painting"]["prompt"].startswith("<fs_trg>, long shot")
    assert shot["painting"]["negative prompt"] == ""


def test_what_is_missing_is_told_before_anything_is_loaded(here: Path):
    result = s2b("build", "night.fountain", "--backend", "diffusion", "--model", "seed")
    assert result.exit_code == 1
    assert "error[S2B532]: the model's base `stable-diffusion-v1-5/stable-diffusion-v1-5` is not on this machine" in (
        result.stderr
    )
    assert "error[S2B535]: the model has no trigger tokens <cu_trg>, <fs_trg>, <ms_trg>" in result.stderr
    assert "`s2b model fetch`" in result.stderr
    result = s2b("build", "night.fountain", "--backend", "diffusion", "--model", "tny")
    assert "hint: did you mean `tiny`?" in result.stderr
    result = s2b("build", "night.fountain", "--backend", "diffusion")
    assert "error[S2B531]: the model has no `base`" in result.stderr


def test_a_precision_that_this_machine_lacks_is_told_once_and_before_anything_is_loaded(
    here: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(DiffusionBackend, "open_model", None)  # it would be called to load weights
    (here / "small.toml").write_text(f'device = "cpu"\ndtype = "float16"\n{CARD}', encoding="utf-8")
    result = s2b("build", "night.fountain", "--no-pdf", "--backend", "diffusion", "--model", "small.toml")
    assert result.exit_code == 1
    assert result.stderr.count("error[") == 1
    assert (
        "error[S2B539]: the model cannot be painted with here: "
        'the CPU does not paint in float16: say `dtype = "float32"`, or leave it out\n'
        "  hint: `s2b doctor` tells what this machine paints with"
    ) in result.stderr
    assert not (here / "build").exists()


def test_what_fell_out_of_a_prompt_is_told_at_its_shot(here: Path):
    words = ", ".join(f"thing number {n}" for n in range(40))
    assert s2b("plan", "night.fountain").exit_code == 0
    told = s2b("explain", "night.fountain", "1", "--format", "json")
    (shot,) = json.loads(told.stdout)
    text = (here / "night.shots.yaml").read_text("utf-8")
    assert f"id: {shot['id']}" in text
    (here / "night.shots.yaml").write_text(
        text.replace(f"id: {shot['id']}", f"id: {shot['id']}\n        prompt: {words}"), encoding="utf-8"
    )
    result = s2b("build", "night.fountain", "--no-pdf", "--backend", "diffusion", "--model", "small.toml")
    assert (
        "warning[S2B537]: panel 1: too long for the prompt: establishing shot, eye level, thing number 39"
        in result.stderr
    )


def test_auto_says_why_it_does_not_paint(here: Path):
    (here / "board.toml").write_text('[model]\ncard = "tiny"\n', encoding="utf-8")
    result = s2b("build", "night.fountain", "--no-pdf")
    assert result.exit_code == 0
    if not torch.cuda.is_available() and not torch.backends.mps.is_available():
        assert "`auto` draws sketches: `tiny` is configured, but there is no GPU" in result.stderr


def test_a_model_is_added_listed_checked_and_locked(here: Path):
    assert s2b("model", "add", "small.toml").stdout == "board.toml\n"
    assert s2b("model", "add", "tiny").exit_code == 1
    cards = {row["card"]: row["here"] for row in json.loads(s2b("model", "list", "--format", "json").stdout)}
    assert cards["tiny"]
    assert set(cards) == {"few-step", "sd15", "sdxl", "seed", "tiny"}
    assert s2b("model", "check").exit_code == 0
    assert s2b("model", "check", "--model", "sd15").exit_code in (0, 1)
    result = s2b("build", "night.fountain", "--no-pdf", "--backend", "diffusion", "--frozen")
    assert "error[S2B536]: there is no readable board.lock" in result.stderr
    assert s2b("model", "lock").stdout == "board.lock\n"
    assert build("--frozen")["failed"] == 0
    (here / "small.toml").write_text(CARD.replace("random:0", "random:1"), encoding="utf-8")
    result = s2b("build", "night.fountain", "--no-pdf", "--backend", "diffusion", "--frozen")
    assert "error[S2B536]: the base is `random:1`, board.lock has `random:0`" in result.stderr
