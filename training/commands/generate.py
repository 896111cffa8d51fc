"""`python -m training generate`: paint pictures from a list of prompts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from screenplay2board.cli.options import format_option
from screenplay2board.cli.progress import Bar
from screenplay2board.cli.report import Format, exit_code, show
from screenplay2board.diagnostics import Diagnostics
from training.commands.reporting import check_packages, files_reported

if TYPE_CHECKING:
    from training.generate import SeedMode

Pair = tuple[int, int]


def pair(mark: str, example: str) -> Callable[[click.Context, click.Parameter, str | None], Pair | None]:
    """Return a callback that reads two whole numbers above 0 with a mark between them, like `example`."""

    def read(ctx: click.Context, param: click.Parameter, value: str | None) -> Pair | None:
        first, _, second = (value or "").partition(mark)
        if value is not None and not (first.isdecimal() and second.isdecimal() and int(first) and int(second)):
            raise click.BadParameter(f"`{value}` is not like `{example}`", ctx, param)
        return None if value is None else (int(first), int(second))

    return read


@click.command("generate")
@click.argument("card")
@click.argument("prompts", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Base of all seeds.")
@click.option(
    "--seeds",
    "mode",
    type=click.Choice(["content", "index"]),
    default="content",
    show_default=True,
    help="Take each seed from the text and the base, or count up from the base line by line.",
)
@click.option(
    "--shard",
    callback=pair("/", "2/4"),
    metavar="2/4",
    default="1/1",
    help="Paint the second of four parts of the list.",
)
@click.option(
    "--size",
    callback=pair("x", "512x288"),
    metavar="512x288",
    help="Width and height in pixels; the card's square if left out.",
)
@click.option("--batch-size", type=click.IntRange(1, 64), help="Pictures at once.")
@format_option
def command(
    card: str,
    prompts: Path,
    folder: Path,
    seed: int,
    mode: SeedMode,
    shard: Pair,
    size: Pair | None,
    batch_size: int | None,
    style: Format,
) -> None:
    """Paint the pictures of PROMPTS into FOLDER with the model of CARD (a built-in card or a .toml).

    PROMPTS has a line of JSON for each picture: {"file_name": "a.png", "text": "...", "seed": 7}; the seed may be left
    out. Pictures that lie there whole are not painted again: run it once more to go on.
    """
    diagnostics = Diagnostics()
    check_packages(diagnostics)
    if shard[0] > shard[1]:
        raise click.BadParameter(f"there is no part {shard[0]} of {shard[1]}", param_hint="--shard")
    if not diagnostics.has_errors:
        from training.generate import generate, read_prompts, read_worded_card

        orders = read_prompts(prompts, diagnostics, base_seed=seed, mode=mode)
        read = read_worded_card(card, diagnostics, batch_size=batch_size)
        result = None
        if read is not None and not diagnostics.has_errors:
            with files_reported(diagnostics):
                result = generate(read, orders, folder, diagnostics, Bar(item="picture"), size_px=size, shard=shard)
        if result is not None and style == "json":
            click.echo(json.dumps({"painted": result.painted, "kept": result.kept, "failed": list(result.failed)}))
        elif result is not None:
            click.echo(f"{folder}: {result.painted} painted, {result.kept} were there, {len(result.failed)} failed")
    show(diagnostics, style)
    sys.exit(exit_code(diagnostics))
