"""`s2b worker`: lend this machine to the builds of a Dask cluster."""

from __future__ import annotations

import asyncio
import sys

import click

from screenplay2board.cli.options import format_option
from screenplay2board.cli.report import Format, exit_code, show
from screenplay2board.diagnostics import Diagnostics

START_S = 120  # a worker's process needs half a minute to start where every core is busy


@click.command()
@click.argument("scheduler", metavar="ADDRESS")
@click.option("--gpu", is_flag=True, help="Offer one GPU: take panels of the diffusion backend. One worker a GPU.")
@click.option("--name", help="What the scheduler calls this worker [its address].")
@click.option("--host", metavar="ADDRESS", help="Listen on this address only, such as 127.0.0.1.")
@click.option("--memory-limit", default="auto", show_default=True, help="Restart the worker above this, such as 8GB.")
@format_option
def command(scheduler: str, gpu: bool, name: str | None, host: str | None, memory_limit: str, style: Format) -> None:
    """Draw panels for every `s2b build --scheduler ADDRESS`, until Ctrl-C.

    ADDRESS is that of `dask scheduler`, such as tcp://10.0.0.5:8786. Whoever reaches a scheduler can run code on its
    workers: keep both inside a trusted network, or behind TLS as Dask's documentation describes.
    """
    diagnostics = Diagnostics()
    code = 0
    try:
        from distributed import Nanny
    except ImportError as error:
        hint = "pip install 'screenplay2board[cluster]'"
        diagnostics.error("S2B502", f"`s2b worker` needs Dask: {error}", hint=hint)
    else:

        async def serve() -> None:
            nanny = Nanny(
                scheduler,
                nthreads=1,  # a panel keeps one core, or the GPU, busy
                name=name,
                host=host,
                memory_limit=memory_limit,
                resources={"GPU": 1} if gpu else {},  # what `executors/dask.py` asks for
                dashboard_address=f"{host or ''}:0",
                death_timeout=START_S,
            )
            async with nanny:
                if style != "json":
                    click.echo(f"drawing for {scheduler}; Ctrl-C ends it", err=True)
                await nanny.finished()

        try:
            asyncio.run(serve())
        except (OSError, TimeoutError, ValueError, RuntimeError) as error:
            hint = "is `dask scheduler` running there, and can this machine reach it?"
            diagnostics.error("S2B507", f"no scheduler answers at `{scheduler}`: {error}", hint=hint)
        except KeyboardInterrupt:
            code = 130
    show(diagnostics, style)
    sys.exit(code or exit_code(diagnostics))
