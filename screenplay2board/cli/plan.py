"""`s2b plan`: write the shot list that people edit, or bring a changed script into it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from screenplay2board.cli.options import SCRIPT, config_option, format_option, open_project, strict_option
from screenplay2board.cli.report import Format, exit_code, show
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import write_atomically
from screenplay2board.pipeline import propose
from screenplay2board.plan.annotations import read_annotations
from screenplay2board.plan.lock import pending_lock, pending_path, write_lock
from screenplay2board.plan.merge import Merged, merge
from screenplay2board.plan.paths import annotations_path, lock_path
from screenplay2board.schemas import FOLDER, write_schemas
from screenplay2board.screenplay.reading import STDIN, read_screenplay


@click.command()
@SCRIPT
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where the shot list is out of date.")
@config_option
@strict_option
@format_option
def command(script: Path, check: bool, config: Path | None, strict: bool, style: Format) -> None:
    """Write SCRIPT's shot list, NAME.shots.yaml, or merge the script's changes into it.

    What people changed in it is never overwritten. NAME.shots.lock remembers what was proposed; commit both.
    """
    if script == STDIN:
        raise click.BadParameter("a shot list lies beside its script; name a file", param_hint="SCRIPT")
    diagnostics = Diagnostics()
    shots_file = annotations_path(script)
    merged = _merged(script, shots_file, config, diagnostics, to_write=not check)
    changed: list[Path] = []
    if merged is not None and not diagnostics.has_errors:
        new = {shots_file: merged.text.encode(), lock_path(shots_file): write_lock(merged.lock).encode()}
        changed = [path for path, data in new.items() if not path.is_file() or path.read_bytes() != data]
        try:
            if not check:
                _write(new, changed, pending_lock(merged.lock, merged.text), lock_path(shots_file))
                write_schemas(script.parent / FOLDER)
        except OSError as error:
            hint = "no decision is lost; mend that and run `s2b plan` again"
            diagnostics.error("S2B702", f"cannot write `{error.filename}`: {error.strerror or error}", hint=hint)
            changed = [path for path in changed if path.is_file() and path.read_bytes() == new[path]]
    if check and changed:
        hint = f"run `s2b plan {script}` and commit the result"
        problem = "is out of date" if shots_file.is_file() else "is not written yet"
        diagnostics.error("S2B706", f"`{shots_file}` {problem}", hint=hint)
    show(diagnostics, style)
    if style == "json":
        click.echo(json.dumps({"shots": str(shots_file), "changed": [str(path) for path in changed]}))
    elif merged is not None and not check:
        for path in changed:
            click.echo(path)
        if not changed and not diagnostics.has_errors:
            click.echo(f"{shots_file} is up to date", err=True)
    sys.exit(exit_code(diagnostics, strict=strict))


def _write(new: Mapping[Path, bytes], changed: list[Path], pending: str, lock: Path) -> None:
    """Write the shot list and its lock so that a kill between the two leaves them belonging together."""
    waiting = pending_path(lock)
    if changed:
        write_atomically(waiting, pending.encode())
    for path in changed:
        write_atomically(path, new[path])
    waiting.unlink(missing_ok=True)


def _merged(
    script: Path, shots_file: Path, config: Path | None, diagnostics: Diagnostics, *, to_write: bool
) -> Merged | None:
    project = open_project(script, config, diagnostics)
    screenplay = read_screenplay(script, diagnostics)
    if screenplay is None:
        return None
    annotations = None
    if shots_file.exists():
        annotations = read_annotations(shots_file, diagnostics)
        if annotations is None:
            return None
    return merge(propose(screenplay, project.settings, diagnostics), annotations, diagnostics, to_write=to_write)
