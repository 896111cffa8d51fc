"""`s2b train` and `python -m training`: the same steps, wrong input told plainly."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image as PillowImage

from screenplay2board.cli import INTERRUPTED, main
from screenplay2board.diagnostics import Diagnostics
from training.cli import STEPS, command
from training.commands.reporting import files_reported
from training.dataset import Sample, write_metadata
from training.heads.settings import HeadSettings
from training.settings_file import read_settings, recipes
from training.synthesize.settings import SynthesizeSettings
from training.train.settings import TrainSettings
from training.validate.framing_settings import JudgeSettings
from training.validate.settings import ValidateSettings


def test_both_commands_have_the_same_steps():
    one = CliRunner().invoke(main, ["train", "--help"])
    other = subprocess.run([sys.executable, "-m", "training", "--help"], capture_output=True, text=True, check=True)
    for name, (what, _) in STEPS.items():
        assert f"{name} " in one.output
        assert what in other.stdout


@pytest.mark.parametrize("step", sorted(STEPS))
def test_every_step_says_how_it_is_called(step: str):
    result = CliRunner().invoke(command, [step, "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage:" in result.output


@pytest.mark.parametrize("name", [name for name in recipes() if name not in ("prepare",)])
def test_every_recipe_is_valid_settings(name: str):
    models = {
        "validate": ValidateSettings, "pictures": SynthesizeSettings, "head-tests": SynthesizeSettings,
        "judge-angles": JudgeSettings, "judge": JudgeSettings, "heads": HeadSettings,
    }  # fmt: skip
    model = next((model for ending, model in models.items() if name.endswith(ending)), TrainSettings)
    diagnostics = Diagnostics()
    assert read_settings(name, model, diagnostics) is not None, list(diagnostics)


def test_an_unknown_recipe_suggests_the_nearest(tmp_path: Path):
    result = CliRunner().invoke(command, ["train", "token", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "error[S2B801]: there is no file `token`, nor a recipe of that name" in result.output
    assert "hint: did you mean `tokens`?" in result.output


def test_wrong_settings_are_told_with_their_line(tmp_path: Path):
    file = tmp_path / "mine.toml"
    file.write_text('kind = "tokens"\n[lora]\nranks = 4\n[loss]\nmin_snr_gamma = -1\n')
    result = CliRunner().invoke(command, ["train", str(file), str(tmp_path / "out")])
    assert result.exit_code == 1
    assert f"{file}:3:1: error[S2B802]: unknown key `ranks` in `lora`" in result.output
    assert "hint: did you mean `rank`?" in result.output
    assert f"{file}:5:1: error[S2B803]: `min_snr_gamma` is `-1`, expected at least 0" in result.output
    assert not (tmp_path / "out").exists()


def test_a_recipe_without_data_says_what_to_give(tmp_path: Path):
    result = CliRunner().invoke(command, ["train", "tiny-vae", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "error[S2B834]: no dataset is named" in result.output
    assert "hint: give `--data FOLDER`, or `data` in the settings" in result.output


def test_synthesize_draws_and_counts(tmp_path: Path):
    file = tmp_path / "few.toml"
    file.write_text("count = 50\nplain = 1.0\nworkers = 1\n[[frames]]\npx = [64, 64]\n")
    result = CliRunner().invoke(command, ["synthesize", str(file), str(tmp_path / "out"), "--count", "3"])
    assert result.exit_code == 0, result.output
    told = "3 pictures: 1 close-up (<cu_trg>), 1 medium (<ms_trg>), 1 full (<fs_trg>)"
    assert result.output == f"{tmp_path / 'out'}: {told}\n"
    assert (tmp_path / "out" / "metadata.jsonl").read_text().count("\n") == 3


def test_a_full_disk_is_told_with_what_to_do():
    diagnostics = Diagnostics()
    with files_reported(diagnostics):
        raise OSError(errno.ENOSPC, "No space left on device")
    (item,) = diagnostics
    assert item.message == "a file cannot be written: the disk is full"
    assert item.hint == "make room and call it again: it goes on where it was"


def test_packages_that_are_missing_are_named_with_the_command_that_brings_them(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("training.commands.reporting.missing_packages", lambda: ("torch", "peft"))
    result = CliRunner().invoke(command, ["train", "tokens", "out", "--data", "nowhere"])
    assert result.exit_code == 1
    assert "error[S2B830]: this step needs torch, peft, which are not installed" in result.output
    assert "hint: pip install 'screenplay2board[training]'" in result.output


def test_results_are_told_to_machines_as_the_manifest(tmp_path: Path):
    file = tmp_path / "few.toml"
    file.write_text("count = 3\nplain = 1.0\nworkers = 1\n[[frames]]\npx = [64, 64]\n")
    called = ["synthesize", str(file), str(tmp_path / "out"), "--format", "json"]
    first = CliRunner().invoke(command, called)
    manifest = json.loads(first.stdout)
    assert (manifest["step"], manifest["counts"]["pictures"]) == ("synthesize", 3)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert CliRunner().invoke(command, called).stdout == first.stdout
    assert before == {path: path.stat().st_mtime_ns for path in before}  # a second run does nothing


@pytest.mark.parametrize(
    ("step", "runs", "told"),
    [
        ("synthesize", "training.commands.synthesize.synthesize", "interrupted: the same command goes on from here\n"),
        ("judge", "training.validate.framing_training.train_framing", "interrupted\n"),
    ],
)
def test_ctrl_c_ends_a_step_without_a_traceback_and_says_whether_it_goes_on(
    step: str, runs: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def pressed(*arguments: object):
        raise KeyboardInterrupt

    write_metadata(tmp_path, [Sample(file_name="a.png", text="medium shot")])
    PillowImage.new("L", (8, 8)).save(tmp_path / "a.png")
    monkeypatch.setattr(runs, pressed)
    given = ["pictures", "out"] if step == "synthesize" else [str(tmp_path), "out.safetensors"]
    result = CliRunner().invoke(command, [step, *given])
    assert (result.exit_code, result.output) == (INTERRUPTED, told)
