"""The command `s2b`: one module a command, loaded when it is called, so that `s2b --help` is instant.

Only this package prints or ends the process.
Exit codes: 0 done, 1 errors, 2 usage, 130 interrupted.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import click

from screenplay2board import __version__
from screenplay2board.diagnostics import nearest
from screenplay2board.registry import names

# name -> (what it does, module); the attribute is `command`
COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("Compile a screenplay into a storyboard book.", "build"),
    "watch": ("Show the book in the browser, built again at every change.", "watch"),
    "init": ("Start a project: a screenplay, board.toml, a CI job.", "init"),
    "plan": ("Write or update the shot list that people edit.", "plan"),
    "check": ("Report what is wrong with a screenplay and its shot list.", "check"),
    "explain": ("Say why a shot is what it is.", "explain"),
    "diff": ("Say what is different between two boards or scripts.", "diff"),
    "export": ("Write a board for editing programs, spreadsheets, slides, players.", "export"),
    "parse": ("Print the elements of a screenplay.", "parse"),
    "cache": ("Look after the panel store.", "cache"),
    "model": ("Choose, check, pin and fetch the model that paints.", "model"),
    "train": ("Train the tokens that hold a shot's size.", "train"),
    "worker": ("Draw panels for the builds of a cluster.", "worker"),
    "doctor": ("Say what this machine has and what is missing.", "doctor"),
}

INTERRUPTED = 130  # 128 and the number of SIGINT


class LazyGroup(click.Group):
    """A group that knows its commands' names and helps, and imports a command when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"screenplay2board.cli.{COMMANDS[cmd_name][1]}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Ctrl-C ends it with the code that shells know."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(INTERRUPTED)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve as click does, and suggest the nearest command where there is none."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = nearest(args[0], COMMANDS)
            if near:
                advice = f" Did you mean `{near}`?"
            elif args[0].lower().endswith(names("readers")):
                advice = f" To compile a screenplay: `s2b build {args[0]}`"
            else:
                advice = ""
            raise click.UsageError(error.message + advice, ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (text, _) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="s2b")
def main() -> None:
    """Compile screenplays into storyboard books.

    s2b build night.fountain    reads the script, plans its shots, draws every panel and writes build/night/.
    """
    # https://no-color.org: set and not empty; a dumb terminal shows escape sequences as text
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        click.get_current_context().color = False
