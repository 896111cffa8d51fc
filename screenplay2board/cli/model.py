"""`s2b model`: choose, check, pin and fetch the model that paints."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from screenplay2board.cli.options import BOARD, config_option, find_board, format_option
from screenplay2board.cli.report import Format, exit_code, show
from screenplay2board.diagnostics import Diagnostics, name_hint, nearest
from screenplay2board.files import write_atomically
from screenplay2board.render.diffusion.cards import ModelCard, ModelSettings, builtin_cards, load_card
from screenplay2board.render.diffusion.checks import check_card, is_hub_id
from screenplay2board.render.diffusion.hub import HubOrder, hub_orders
from screenplay2board.render.diffusion.lock import warn_of_changes, write_lock
from screenplay2board.render.diffusion.project import INSTALL, missing_packages, project_card
from screenplay2board.settings import Settings, load_settings


@click.group()
def command() -> None:
    """Choose, check, pin and fetch the model that paints (docs/diffusion.md)."""


@command.command("list")
@format_option
def list_cards(style: Format) -> None:
    """List the built-in model cards, and whether their files are on this machine."""
    rows: list[dict[str, object]] = []
    for name in builtin_cards():
        found = Diagnostics()
        card = load_card(ModelSettings(card=name), Path(), found)
        if card is not None:
            check_card(card, found)
            rows.append({"card": name, "name": card.name, "base": card.base, "here": not found.has_errors})
    if style == "json":
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['card']:<10}{'here    ' if row['here'] else 'to fetch'}  {row['name']}, {row['base']}")


@command.command("add")
@click.argument("card")
@config_option
@format_option
def add_card(card: str, config: Path | None, style: Format) -> None:
    """Write `[model] card = CARD` into the project's board.toml; CARD is a built-in card or a card's .toml."""
    diagnostics = Diagnostics()
    path, settings = _project(config, diagnostics)
    known = builtin_cards()
    if card not in known and not (path.parent / card).is_file():
        hint = name_hint(nearest(card, known), known)
        diagnostics.error("S2B531", f"there is no model card `{card}`, nor a file of that name", hint=hint)
    elif settings.model.model_fields_set:
        hint = f"change `[model]` in {path} by hand, it is yours"
        diagnostics.error("S2B531", "the project has a model already", hint=hint)
    elif not diagnostics.has_errors:
        text = path.read_text("utf-8") if path.is_file() else ""
        gap = "\n" if text else ""
        write_atomically(path, f"{text}{gap}[model]\ncard = {json.dumps(card)}\n".encode())
        click.echo(path)
    _end(diagnostics, style)


@command.command("check")
@click.option("--model", metavar="CARD", help="Another card than the project's.")
@config_option
@format_option
def check_files(model: str | None, config: Path | None, style: Format) -> None:
    """Check the model's files: all there, whole, of one family, with their trigger tokens. Loads nothing."""
    diagnostics = Diagnostics()
    card, folder = _card(config, model, diagnostics)
    if card is not None:
        files = check_card(card, diagnostics)
        if not diagnostics.has_errors:
            warn_of_changes(folder, card, files, diagnostics)
        for path in files:
            click.echo(path)
    _end(diagnostics, style)


@command.command("lock")
@config_option
@format_option
def lock_files(config: Path | None, style: Format) -> None:
    """Write the sha256 of the model's files into board.lock: builds warn where a file differs, `--frozen` ones fail."""
    diagnostics = Diagnostics()
    card, folder = _card(config, None, diagnostics)
    if card is not None:
        files = check_card(card, diagnostics)
        if not diagnostics.has_errors:
            click.echo(write_lock(folder, card, files))
    _end(diagnostics, style)


@command.command("fetch")
@click.option("--model", metavar="CARD", help="Another card than the project's.")
@config_option
@format_option
def fetch_files(model: str | None, config: Path | None, style: Format) -> None:
    """Fetch from the Hugging Face hub what the model needs. The only command that downloads weights."""
    diagnostics = Diagnostics()
    card, _ = _card(config, model, diagnostics)
    missing = missing_packages()
    if missing:
        diagnostics.error("S2B530", f"fetching needs {', '.join(missing)}, which are not installed", hint=INSTALL)
    elif card is not None:
        _fetch(card, diagnostics)
    _end(diagnostics, style)


def _fetch(card: ModelCard, diagnostics: Diagnostics) -> None:
    for order in hub_orders(card):
        try:
            click.echo(_fetched(order))
        except Exception as error:  # noqa: BLE001  the hub's library lets through what its HTTP client raises
            reason = " ".join(str(error).split())[:200]
            diagnostics.error("S2B532", f"`{order.name}` cannot be fetched: {reason}", hint="is the network there?")


def _fetched(order: HubOrder) -> str:
    """Return the folder of a repository on this machine, once what is needed of it lies there.

    Raises: whatever huggingface_hub and its HTTP client raise where it cannot be fetched.
    """
    from huggingface_hub import HfApi, snapshot_download  # comes with diffusers

    siblings = HfApi().model_info(order.name, revision=order.revision, files_metadata=True).siblings or []
    sizes = {file.rfilename: file.size or 0 for file in siblings}
    wanted = order.files(tuple(sizes))
    if not wanted and order.folder and is_hub_id(order.folder):  # no folder inside, but a repository of its own
        return _fetched(HubOrder(name=order.folder))
    if not wanted:
        raise FileNotFoundError("the repository has no .safetensors of that name")
    size = sum(sizes[name] for name in wanted) / 1e9
    click.echo(f"fetching {order.name}: {size:.2f} GB in {len(wanted)} files", err=True)
    return snapshot_download(order.name, revision=order.revision, allow_patterns=list(wanted))


def _project(config: Path | None, diagnostics: Diagnostics) -> tuple[Path, Settings]:
    """Return the path of the project's board.toml, which need not be there, and its settings."""
    found = config or find_board(Path(BOARD))
    path = found or Path(BOARD)
    return path, load_settings(path if path.is_file() else None, diagnostics)


def _card(config: Path | None, model: str | None, diagnostics: Diagnostics) -> tuple[ModelCard | None, Path]:
    path, settings = _project(config, diagnostics)
    wanted = ModelSettings(card=model) if model else settings.model
    return project_card(wanted, path.parent, diagnostics, settings.characters), path.parent


def _end(diagnostics: Diagnostics, style: Format) -> None:
    show(diagnostics, style)
    sys.exit(exit_code(diagnostics, strict=False))
