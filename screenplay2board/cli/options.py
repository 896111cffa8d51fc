"""Options that several commands share, and what they mean: which project, which settings, which store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from screenplay2board.cli.report import FORMATS
from screenplay2board.diagnostics import Diagnostics

if TYPE_CHECKING:
    from screenplay2board.settings import Settings

BOARD = "board.toml"
STATE = ".s2b"

Command = TypeVar("Command", bound=Callable[..., Any])

SCRIPT = click.argument("script", type=click.Path(path_type=Path))


def format_option(command: Command) -> Command:
    """Add `--format`: how diagnostics and results are written."""
    return click.option(
        "--format",
        "style",
        type=click.Choice(FORMATS),
        default="human",
        show_default=True,
        help="How to write results and diagnostics; json is for machines.",
    )(command)


def config_option(command: Command) -> Command:
    """Add `--config`: the project's settings."""
    return click.option(
        "-c",
        "--config",
        type=click.Path(path_type=Path),
        help=f"Settings file; by default the {BOARD} beside the script or in a folder above it.",
    )(command)


def strict_option(command: Command) -> Command:
    """Add `--strict`: warnings end the command with code 1."""
    return click.option("--strict", is_flag=True, help="Treat warnings as errors.")(command)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Where a script belongs. root: the folder of its board.toml, or its own; the state lies there."""

    root: Path
    settings: Settings

    @property
    def store_root(self) -> Path:
        """Return the folder of the panel store and other state; it may be deleted at any time."""
        return self.root / STATE


def open_project(
    script: Path, config: Path | None, diagnostics: Diagnostics, overrides: Mapping[str, object] | None = None
) -> Project:
    """Find and load the settings that hold for `script`, with `overrides` from flags on top."""
    from screenplay2board.settings import load_settings  # what checks files takes longer to load than the rest of s2b

    found = config or find_board(script)
    return Project(root=root_of(script, found), settings=load_settings(found, diagnostics, overrides))


def root_of(script: Path, board: Path | None) -> Path:
    """Return the folder of a script's project. board: its settings file, if it has one."""
    return board.parent if board else script.parent


def find_board(script: Path) -> Path | None:
    """Return the nearest board.toml beside `script` or above it, not beyond the checkout it lies in."""
    folder = script.absolute().parent
    for candidate in (folder, *folder.parents):
        board = candidate / BOARD
        if board.is_file():
            return _relative(board)
        if (candidate / ".git").exists():
            break
    return None


def _relative(path: Path) -> Path:
    """Return `path` as people would write it here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
