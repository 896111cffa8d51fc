"""`s2b explain`: why a shot is what it is, from the line of the script to the key in the store."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import click

from screenplay2board.book.camera_names import ANGLE_NAMES
from screenplay2board.cli.options import SCRIPT, Project, config_option, format_option, open_project
from screenplay2board.cli.report import Format, printable, show
from screenplay2board.diagnostics import Diagnostics, nearest
from screenplay2board.pipeline import read_and_plan, specify
from screenplay2board.plan.types import CameraAngle, Shot, ShotList
from screenplay2board.render.choosing import ChosenBackend, choose_backend, open_store
from screenplay2board.render.types import PanelSpec


@click.command()
@SCRIPT
@click.argument("number")
@click.option("--backend", help="Another backend than the project's.")
@click.option("--model", metavar="CARD", help="Another model than the project's.")
@config_option
@format_option
def command(
    script: Path, number: str, backend: str | None, model: str | None, config: Path | None, style: Format
) -> None:
    """Explain the shot NUMBER (12B, 12B-2, or its id) of SCRIPT."""
    diagnostics = Diagnostics()
    project = open_project(script, config, diagnostics, {"render.backend": backend, "model.card": model})
    planned = read_and_plan(script, project.settings, diagnostics)
    shots: list[Shot] = []
    if planned is not None:
        shots = [shot for shot in planned.shot_list.shots if number.lower() in _names(shot)]
        if not shots:
            known = [name for shot in planned.shot_list.shots for name in _names(shot)]
            near = nearest(number.lower(), known)
            hint = f"did you mean `{near.upper()}`?" if near else None
            diagnostics.error("S2B705", f"there is no shot `{number}` in `{script}`", hint=hint)
    told = [_explain(shot, planned.shot_list, project, diagnostics) for shot in shots] if planned else []
    show(diagnostics, style)
    if style == "json":
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    elif told:
        click.echo("\n\n".join("\n".join(_lines(one)) for one in told))
    sys.exit(int(diagnostics.has_errors))


def _names(shot: Shot) -> set[str]:
    names = {shot.id.lower(), f"{shot.number}-{shot.panel}".lower()}
    return names | {shot.number.lower()} if shot.panel == 1 else names


def _explain(shot: Shot, shot_list: ShotList, project: Project, diagnostics: Diagnostics) -> dict[str, Any]:
    """Return everything that is known of a shot, plain."""
    backend = choose_backend(project.settings, diagnostics)
    spec = specify(shot_list, project.settings, backend).get(shot.id) if backend else None
    store = open_store(project.settings.store.url or project.store_root, diagnostics)
    record = store.describe(spec.key) if spec and store else None
    return {
        "number": shot.number,
        "panel": shot.panel,
        "id": shot.id,
        "status": shot.status,
        "picture": {
            name: getattr(shot, name)
            for name in (
                "size", "angle", "move", "framing", "lens", "effect", "set", "time_of_day", "weather", "duration_s",
            )
        },
        "subject": list(shot.subject),
        "over": shot.over,
        "writing": shot.writing,
        "actors": [
            {"name": a.name, "pose": a.pose, "emotion": a.emotion, "looks_at": a.looks_at, "holding": list(a.holding),
             "wears": list(a.wears)}
            for a in shot.actors
        ],
        "reason": shot.reason,
        "rejected": list(shot.rejected),
        "decided_by": dict(sorted(shot.origins.items())),
        "source": [{"file": s.file, "line": s.line, "end_line": s.end_line, "text": _text(s.file, s.line, s.end_line)}
                   for s in shot.covers],
        "backend": backend.name if backend else None,
        "seed": spec.seed if spec else None,
        "key": spec.key if spec else None,
        "stored": record is not None,
        "painting": _painting(spec, backend),
        "staging": list(record.reasons) if record else [],
    }  # fmt: skip


def _painting(spec: PanelSpec | None, backend: ChosenBackend | None) -> dict[str, Any] | None:
    """Return what the model is told of a panel; None where no model paints it."""
    if spec is None or backend is None or backend.name != "diffusion":
        return None
    from screenplay2board.render.diffusion.backend import tell_prompt  # needs the tokenizer, and so torch

    return tell_prompt(spec, backend.options["model"])


def _text(file: str, first: int, last: int) -> list[str]:
    try:
        lines = Path(file).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return []
    return lines[first - 1 : last]


def _lines(told: Mapping[str, Any]) -> list[str]:
    """Return the explanation as people read it."""
    picture = told["picture"]
    angle = ANGLE_NAMES[cast("CameraAngle", picture["angle"])] or "eye level"
    head = f"{told['number']}-{told['panel']}  {picture['size']}, {picture['framing']}, {angle}"
    if picture["move"] != "static":
        head += f", {picture['move']}"
    lines = [click.style(head, bold=True), f"  because {told['reason']}" if told["reason"] else ""]
    lines += [f"  {name} decided by {origin}" for name, origin in told["decided_by"].items() if origin != "planner"]
    lines += [f"  rejected: {text}" for text in told["rejected"]]
    for source in told["source"]:
        lines.append(f"  {source['file']}:{source['line']}")
        lines += [f"    {source['line'] + i} | {printable(text)}" for i, text in enumerate(source["text"])]
    lines.append(f"  place: {picture['set']}, {picture['time_of_day']}, {picture['weather']}")
    if told["writing"]:
        lines.append(f"  to be read: {printable(told['writing'])}")
    for actor in told["actors"]:
        holding = f", holding {', '.join(actor['holding'])}" if actor["holding"] else ""
        wears = f", wearing {', '.join(actor['wears'])}" if actor["wears"] else ""
        gaze = f", looking at {actor['looks_at']}" if actor["looks_at"] else ""
        mark = "*" if actor["name"] in told["subject"] else " "
        lines.append(f"  {mark} {actor['name']}: {actor['pose']}, {actor['emotion']}{gaze}{holding}{wears}")
    lines += [f"  {name}: {text}" for name, text in (told["painting"] or {}).items() if text]
    lines += [f"  staged: {reason}" for reason in told["staging"]]
    lines.append(f"  {picture['duration_s']:.1f} s, seed {told['seed']}, backend {told['backend']}")
    lines.append(f"  key {told['key']} ({'in the store' if told['stored'] else 'not drawn yet'})")
    return [line for line in lines if line]
