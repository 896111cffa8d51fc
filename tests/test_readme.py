"""What the README tells people to type works as it stands."""

import re
import shlex
from pathlib import Path

import click.testing
import pytest

from screenplay2board.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)


def commands(block: str) -> list[list[str]]:
    """Return the commands of a block, `&&` taken apart."""
    lines = [line.partition("#")[0] for line in block.splitlines()]
    return [shlex.split(part) for line in lines for part in line.split("&&") if part.strip()]


def test_the_commands_of_a_new_project_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = [block for block in BLOCKS if "s2b init" in block]
    monkeypatch.chdir(tmp_path)
    ran = 0
    for command in commands(block):
        if command[0] == "cd":
            monkeypatch.chdir(Path(command[1]))
            continue
        assert command[0] == "s2b"
        if command[1] == "watch":  # goes on until somebody stops it; tests/watch has it
            continue
        result = click.testing.CliRunner().invoke(main, command[1:])
        assert result.exit_code == 0, f"{command}: {result.output}"
        ran += 1
    assert ran == 4
    assert (tmp_path / "night" / "build" / "night" / "night.pdf").is_file()


def test_the_two_commands_are_each_one_line_that_makes_its_own_environment() -> None:
    build, tests = (block.strip() for block in BLOCKS if "venv" in block)
    for line in (build, tests):
        assert "\n" not in line
        assert line.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    script = build.split()[-1]
    assert (ROOT / script).is_file()
    assert "torch==2.13.0 '.[test]'" in tests


def test_every_command_of_the_table_exists_and_has_help() -> None:
    named = set(re.findall(r"`s2b (\w+)", README))
    assert named >= set(COMMANDS)
    for name in named:
        result = click.testing.CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0, name


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / target).exists(), target
