"""Which files of the hub's repositories a card needs: those that would be loaded, and no others.

Repositories of Stable Diffusion hold the same weights four times over (single files, two precisions, pickles), 25 GB
where 2 are read. Enters: a card, and the names of a repository's files. Leaves: `HubOrder`s and the names to fetch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from screenplay2board.render.diffusion.cards import ModelCard, is_there
from screenplay2board.render.diffusion.checks import chosen_weights, encoder_folder, is_hub_id, named_models

CONFIGURATIONS = (".json", ".txt", ".model", ".spm", ".jinja")  # of parts and of their tokenizers


@dataclass(frozen=True, slots=True, kw_only=True)
class HubOrder:
    """A repository that a card needs. variant: the precision of the files that are taken where there are several.

    file: the only one that is needed. folder: the only one whose files are needed. weights: whether those are needed
    beside the configuration.
    """

    name: str
    revision: str | None = None
    variant: str | None = None
    file: str | None = None
    folder: str | None = None
    weights: bool = True

    def files(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the names to fetch of all that a repository has."""
        if self.file is not None:
            return tuple(name for name in names if name == self.file)
        below = f"{self.folder}/" if self.folder else ""
        inside = [name.removeprefix(below) for name in names if name.startswith(below)]
        parts = [name for name in inside if name.count("/") <= 1]
        wanted = [name for name in parts if name.endswith(CONFIGURATIONS)]
        wanted += chosen_weights(parts, self.variant) if self.weights else ()
        return tuple(f"{below}{name}" for name in sorted(wanted))


def hub_orders(card: ModelCard) -> tuple[HubOrder, ...]:
    """Return what is to be fetched of everything that a card names and that is no file or folder here."""
    adapter = card.ip_adapter
    orders = [
        HubOrder(name=name, revision=revision, variant=card.variant if what == "base" else None, file=file)
        for what, name, revision, file in named_models(card)
        if what != "image encoder"
    ]
    if adapter is not None and not is_there(encoder_folder(adapter)):
        inside = HubOrder(name=adapter.path, revision=adapter.revision, folder=adapter.encoder)
        orders.append(HubOrder(name=adapter.encoder) if is_there(Path(adapter.path)) else inside)
    if card.config is not None:
        orders.append(HubOrder(name=card.config, weights=False))
    return tuple(dict.fromkeys(order for order in orders if is_hub_id(order.name) and not is_there(Path(order.name))))
