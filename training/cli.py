"""`python -m training STEP`, also `s2b train STEP`: the steps from data to a model, loaded when they are called."""

from __future__ import annotations

from importlib import import_module

import click

from screenplay2board.cli import INTERRUPTED

# name -> (what it does, module in training.commands); the attribute is `command`
STEPS: dict[str, tuple[str, str]] = {
    "prepare": ("Make a dataset of labelled pictures.", "prepare"),
    "synthesize": ("Draw a dataset of labelled pictures with the stage.", "synthesize"),
    "train": ("Train a LoRA and trigger tokens, or a part of a small model.", "train"),
    "generate": ("Paint pictures from a list of prompts.", "generate"),
    "judge": ("Train the judge that tells framings, and measure it.", "judge"),
    "heads": ("Train the detector of heads in drawings, and measure it.", "heads"),
    "validate": ("Measure how well a model holds the sizes of shots.", "validate"),
}
GO_ON = frozenset(STEPS) - {"judge", "heads"}  # steps that keep what they have done; the others take minutes


class Steps(click.Group):
    """A group that imports a step when it is used."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a step; Ctrl-C ends it without a traceback, and says whether it will go on."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            step = ctx.invoked_subcommand
            click.echo("interrupted" + (": the same command goes on from here" if step in GO_ON else ""), err=True)
            ctx.exit(INTERRUPTED)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click gives it
        """Return the steps in their order."""
        return list(STEPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a step; None where there is none of that name."""
        if cmd_name not in STEPS:
            return None
        found: click.Command = import_module(f"training.commands.{STEPS[cmd_name][1]}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the steps from the table, without importing them."""
        with formatter.section("Steps"):
            formatter.write_dl([(name, text) for name, (text, _) in STEPS.items()])


@click.group(cls=Steps, subcommand_metavar="STEP [ARGS]...")
def command() -> None:
    """Train the tokens that hold a shot's size (docs/training.md)."""


def main() -> None:
    """Run `python -m training`."""
    command(prog_name="python -m training")
