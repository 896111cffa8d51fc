"""What makes the panels of a build: the backend, its workers and the store, each by a name that people chose.

Enters: settings and wishes. Leaves: a `ChosenBackend`, an executor, a store; or diagnostics (S2B502, S2B504, S2B506,
S2B508) that say what is unknown or cannot be reached.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from screenplay2board.diagnostics import Diagnostics, name_hint, nearest
from screenplay2board.order import BuildOrder
from screenplay2board.registry import UnknownNameError, load
from screenplay2board.render.diffusion.backend import card_options
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.likenesses import fused_characters, read_likenesses
from screenplay2board.render.diffusion.project import check_device, open_card, paints_here, visible_gpus
from screenplay2board.render.executors.inline import InlineExecutor
from screenplay2board.render.executors.processes import ProcessExecutor, get_ready
from screenplay2board.render.executors.work import Executor, WorkOrder
from screenplay2board.render.sketch.styles import OWN, is_style_file
from screenplay2board.render.specs import SeedPolicy
from screenplay2board.render.types import Backend, Likeness, PanelSpec
from screenplay2board.settings import Settings
from screenplay2board.store import PanelStore

GPU_BACKENDS = ("diffusion",)
GPU_BATCH = 4  # panels that go to a GPU's worker at once, where the model's card says nothing
LOCAL_EXECUTORS = ("inline", "processes")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenBackend:
    """A backend that was chosen. options: what makes it in any process. style: the drawing style, as it knows it.

    preload: the modules that it draws with. batch_size: panels given to it at once. likenesses, set_pictures, seeds:
    what its panels are made after, as `PictureSettings` has them.
    """

    name: str
    options: Mapping[str, str]
    style: str
    batch_size: int
    fingerprint: Mapping[str, str]
    preload: tuple[str, ...] = ()
    likenesses: Mapping[str, Likeness] = field(default_factory=dict[str, Likeness])
    set_pictures: bool = False
    seeds: SeedPolicy = "panel"

    @property
    def gpu(self) -> bool:
        """Whether it is made for a GPU."""
        return self.name in GPU_BACKENDS

    def gpus(self, missing: int) -> tuple[str, ...]:
        """Return the names of this machine's GPUs where there is work for more than one of them."""
        return visible_gpus() if self.gpu and missing > self.batch_size else ()

    def works_here(self, diagnostics: Diagnostics) -> bool:
        """Tell whether this machine has the device and the precision that the backend works with (else reported)."""
        found = Diagnostics()
        if self.gpu:
            check_device(ModelCard.model_validate_json(self.options["model"]), found)
        diagnostics.extend(found)
        return not found.has_errors

    def work_order(
        self, store_root: Path, store_url: str | None, specs: Collection[PanelSpec], gpus: tuple[str, ...] = ()
    ) -> WorkOrder:
        """Return what its workers need to know. specs: all panels of the build; gpus: one process for each."""
        fused = fused_characters(specs) if self.gpu else ()
        return WorkOrder(
            backend=self.name,
            store_root=store_root,
            store_url=store_url,
            options={**self.options, **({"fused": json.dumps(fused)} if fused else {})},
            batch_size=self.batch_size,
            gpu=self.gpu,
            gpus=gpus,
        )


def choose_backend(settings: Settings, diagnostics: Diagnostics, *, frozen: bool = False) -> ChosenBackend | None:
    """Return the backend to use, `auto` being what this machine can do; None where something is unknown."""
    name = settings.render.backend
    if name == "auto":
        name = "diffusion" if settings.model.model_fields_set and paints_here(settings.model, diagnostics) else "sketch"
    factory = _loaded("backends", name, "sketch", diagnostics)
    if factory is None:
        return None
    if name == "diffusion":
        return _painter(factory, settings, diagnostics, frozen=frozen)
    if name == "sketch" and is_style_file(settings.render.style):
        return _own_artist(factory, settings, diagnostics)
    backend: Backend = factory()
    styles, style = backend.styles(), settings.render.style
    if styles and style not in styles:
        hint = name_hint(nearest(style, styles), styles)
        diagnostics.error("S2B504", f"the backend `{name}` has no drawing style `{style}`", hint=hint)
        return None
    return ChosenBackend(
        name=name,
        options={},
        style=style,
        batch_size=1,
        fingerprint=backend.fingerprint(),
        preload=getattr(factory, "preload", ()),
    )


def _own_artist(factory: Any, settings: Settings, diagnostics: Diagnostics) -> ChosenBackend | None:
    """Return the sketch backend with a style from a file of the project; None where the file is wrong (reported)."""
    from screenplay2board.render.sketch.style_file import encode, read_style

    style = read_style(Path(settings.render.style), diagnostics)
    if style is None:
        return None
    options = {"own_style": encode(style)}
    backend: Backend = factory(**options)
    return ChosenBackend(
        name="sketch",
        options=options,
        style=OWN,
        batch_size=1,
        fingerprint=backend.fingerprint(),
        preload=factory.preload,
    )


def _painter(factory: Any, settings: Settings, diagnostics: Diagnostics, *, frozen: bool) -> ChosenBackend | None:
    """Return the diffusion backend with the project's model and cast; None where something is wrong (reported)."""
    card = open_card(settings.model, settings.folder, diagnostics, characters=settings.characters, frozen=frozen)
    if card is None:
        return None
    references = {
        name: (entry.reference, settings.cast_spans.get(name))
        for name, entry in settings.cast.items()
        if entry.reference
    }
    found = Diagnostics()
    likenesses = read_likenesses(card, references, settings.folder, found)
    diagnostics.extend(found)
    if found.has_errors:
        return None
    options = card_options(card)
    backend: Backend = factory(**options)
    return ChosenBackend(
        name="diffusion",
        options=options,
        style=settings.render.style,
        batch_size=card.batch_size or GPU_BATCH,
        fingerprint=backend.fingerprint(),
        likenesses=likenesses,
        set_pictures=card.ip_adapter is not None and card.ip_adapter.set_weight > 0,
        seeds=card.seeds,
    )


def open_store(place: Path | str, diagnostics: Diagnostics) -> PanelStore | None:
    """Return the panel store of a folder or URL; None where it cannot be reached (reported)."""
    try:
        return PanelStore(place)
    except OSError as error:
        hint = "`[store] url` and `--store` take what fsspec opens: s3://, gs://, sftp://, file://; or a folder"
        diagnostics.error("S2B508", f"the store `{place}` cannot be opened: {error}", hint=hint)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkersWish:
    """How people want panels to be spread. executor: a registered name, or `auto`. scheduler: a cluster's address."""

    executor: str = "auto"
    scheduler: str | None = None
    workers: int = 1

    @classmethod
    def of(cls, order: BuildOrder) -> WorkersWish:
        """Return the wish of a build."""
        return cls(executor=order.executor, scheduler=order.scheduler, workers=order.workers)

    def executor_name(self, *, gpu: bool, gpus: int) -> str:
        """Return the name of the executor; `auto` starts workers only where there is more than one to start.

        gpu: whether the backend fills a GPU, or all cores, with one process. gpus: how many there are for it here.
        """
        if self.executor != "auto":
            return self.executor
        if self.scheduler is not None:
            return "dask"
        return "processes" if (gpus if gpu else self.workers) > 1 else "inline"


def prepare_workers(wish: WorkersWish, backend: ChosenBackend) -> None:
    """Let the workers of this machine load what they draw with, where there will be any."""
    if wish.executor_name(gpu=backend.gpu, gpus=0) == "processes":
        get_ready(backend.preload)


def choose_executor(
    wish: WorkersWish, *, gpu: bool = False, gpus: int = 0, diagnostics: Diagnostics
) -> Executor | None:
    """Return the executor, None where it is unknown. gpu, gpus: as `executor_name` takes them."""
    name = wish.executor_name(gpu=gpu, gpus=gpus)
    factory = _loaded("executors", name, "processes", diagnostics)
    if factory is None:
        return None
    if wish.scheduler is not None and name in LOCAL_EXECUTORS:
        hint = "leave out --scheduler, or use `--executor dask`"
        diagnostics.error("S2B506", f"the executor `{name}` works on this machine and takes no scheduler", hint=hint)
        return None
    executor: Executor = factory(wish.workers, wish.scheduler) if wish.scheduler else factory(wish.workers)
    return executor


@dataclass(slots=True, kw_only=True)
class Workshop:
    """The workers of the builds of one process.

    lasting: whether more builds follow this one. A model that was loaded stays for them then: what is made for a GPU
    works in this process, on one GPU.
    """

    lasting: bool = False
    _here: Executor | None = None

    def executor(self, wish: WorkersWish, *, gpu: bool, gpus: int, diagnostics: Diagnostics) -> Executor | None:
        """Return what `choose_executor` chooses; where it works in this process, the one that the last build had."""
        found = choose_executor(wish, gpu=gpu, gpus=min(gpus, 1) if self.lasting else gpus, diagnostics=diagnostics)
        if not self.lasting or not isinstance(found, InlineExecutor):
            return found
        self._here = self._here or found
        return self._here


def works_on_this_machine(executor: Executor) -> bool:
    """Tell whether an executor's workers are this machine's own, so that what it lacks can be told beforehand."""
    return isinstance(executor, InlineExecutor | ProcessExecutor)


def _loaded(kind: Literal["backends", "executors"], name: str, known: str, diagnostics: Diagnostics) -> Any:
    """Return what is registered under a name that people chose; report where it is unknown or cannot be imported."""
    try:
        return load(kind, name)
    except UnknownNameError as error:
        diagnostics.error("S2B502", str(error), hint=error.hint or f"use `{known}`, which is always there")
    except ImportError as error:
        hint = f"install what it needs, or use `{known}`"
        diagnostics.error("S2B502", f"`{name}` of the {kind} cannot be loaded: {error}", hint=hint)
    return None
