"""The diffusion backend: panels painted by the model of a card.

Enters: `PanelSpec`s, in any number. Leaves: a `RenderedPanel` or `FailedPanel` for each. The model is loaded at the
first panel and stays; a build that finds all panels in the store never loads torch. A key depends on the card and the
bytes of its weights, not on device, batch size or where the files lie.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.checks import check_card
from screenplay2board.render.diffusion.weights import WeightsError, sha256_of
from screenplay2board.render.types import FailedPanel, PanelSpec, RenderedPanel
from screenplay2board.store import content_key

if TYPE_CHECKING:
    from screenplay2board.render.diffusion.judge import Judge, Verdict
    from screenplay2board.render.diffusion.korean import Translate
    from screenplay2board.render.diffusion.prompts import Prompt
    from screenplay2board.render.diffusion.sampler import Job, LoadedModel, Picture
    from screenplay2board.stage.types import Stage

VERSION = "2"  # raise it with every change of what is painted
# What a card says that no picture depends on; characters are a part of the keys of their own panels.
_NOT_IN_KEY = frozenset(
    {"name", "batch_size", "device", "base", "vae", "checkpoint", "config", "embeddings", "variant", "characters",
     "compile", "offload", "translator", "vlm"}
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class _Try:
    """A panel on its way. best: the picture to keep if no later one is better."""

    spec: PanelSpec
    prompt: Prompt
    stage: Stage
    job: Job
    seed: int
    attempt: int = 0
    best: tuple[Verdict, Picture] | None = None
    refused: list[str] = field(default_factory=list[str])


class DiffusionBackend:
    """Paints panels with one model. model: the card as JSON, as `card_options` writes it; empty for the tiny one.

    fused: the characters, as a JSON list, that every panel of the build shows.
    """

    def __init__(self, model: str = "", fused: str = "") -> None:
        self.card = ModelCard.model_validate_json(model) if model else ModelCard(base="random:0")
        self._fused: tuple[str, ...] = tuple(json.loads(fused)) if fused else ()
        self._model: LoadedModel | None = None
        self._translator: Translate | None = None
        self._judge: Judge | None = None
        self._fingerprint: dict[str, str] | None = None

    def fingerprint(self) -> Mapping[str, str]:
        """Return what the pictures depend on: the card's settings and the sha256 of every file of its model."""
        if self._fingerprint is None:
            self._fingerprint = card_fingerprint(self.card)
        return self._fingerprint

    def styles(self) -> Sequence[str]:
        """Return nothing: the model has the style that it has."""
        return ()

    def render(self, batch: Sequence[PanelSpec]) -> Iterator[RenderedPanel | FailedPanel]:
        """Yield one result for each panel, those of equal shape together."""
        if not batch:
            return
        from screenplay2board.render.diffusion import judging
        from screenplay2board.render.diffusion.models import ModelError
        from screenplay2board.render.diffusion.residence import forget_encoder

        try:
            model = self.open_model()
            if self.card.mode != "image":
                forget_encoder(model.vae)
        except (ModelError, ImportError, ValueError) as error:
            for spec in batch:
                yield FailedPanel(key=spec.key, reason=f"could not be painted: {error}", lasting=True)
            return
        if self._judge is None:
            self._judge = judging.Judges(self.card)
        judge = self._judge
        waiting = sorted(batch, key=_kind)  # so that nothing reloads between two batches
        while waiting:
            kind = _kind(waiting[0])
            group = [spec for spec in waiting[: model.batch_size] if _kind(spec) == kind]
            waiting = waiting[len(group) :]
            yield from self._render_group(model, judge, group)

    def open_model(self) -> LoadedModel:
        """Load the model, once. Raises: ModelError, ImportError or ValueError with what is wrong in one line."""
        if self._model is None:
            from screenplay2board.render.diffusion.device import check_compiler, choose_device
            from screenplay2board.render.diffusion.models import load_model

            device = choose_device(self.card.device, self.card.dtype)
            if self.card.compile:
                check_compiler()
            self._model = load_model(self.card, device, fused=self._fused)
        return self._model

    def _translate(self) -> Translate | None:
        """Return the card's translation model, None where it has none; it is loaded at the first text."""
        if self._translator is None and self.card.translator:
            from screenplay2board.render.diffusion.translation import Translator

            self._translator = Translator(self.card.translator)
        return self._translator

    def _render_group(
        self, model: LoadedModel, judge: Judge, group: Sequence[PanelSpec]
    ) -> Iterator[RenderedPanel | FailedPanel]:
        """Paint panels of one kind; those that the judge refuses again, with the next seed."""
        tries: list[_Try] = []
        from screenplay2board.render.diffusion.characters import LoraError

        try:
            if model.characters is not None:
                model.characters.activate(group[0].adapters)
        except LoraError as error:
            for spec in group:
                yield FailedPanel(key=spec.key, reason=str(error))
            return
        for spec in group:
            try:
                tries.append(self._prepared(model, spec))
            except Exception as error:  # noqa: BLE001  one broken panel must not lose the others
                yield FailedPanel(key=spec.key, reason=f"{type(error).__name__}: {' '.join(str(error).split())}")
        while tries:
            pictures = sample_within_memory(model, [replace(one.job, seed=one.seed) for one in tries])
            again: list[_Try] = []
            for one, picture in zip(tries, pictures, strict=True):
                if self._judged(one, judge, picture) or one.attempt >= self.card.retries:
                    yield self._finished(one, model)
                else:
                    one.attempt += 1
                    one.seed = (one.seed + 1) % (1 << 63)
                    again.append(one)
            tries = again

    def _prepared(self, model: LoadedModel, spec: PanelSpec) -> _Try:
        from screenplay2board.render.diffusion.guidance import guide
        from screenplay2board.render.diffusion.jobs import make_job
        from screenplay2board.render.diffusion.prompts import make_prompt

        prompt = make_prompt(spec, self.card, model.reader.count_tokens, self._translate())
        guidance = guide(spec, self.card)
        job = make_job(model, spec, prompt, guidance, spec.seed)
        return _Try(spec=spec, prompt=prompt, stage=guidance.stage, job=job, seed=spec.seed)

    def _judged(self, one: _Try, judge: Judge, picture: Picture | None) -> bool:
        if picture is None:
            one.refused.append(f"seed {one.seed}: the model gave no numbers")
            return False
        verdict = judge(picture, one.stage)
        if one.best is None or verdict.score > one.best[0].score or verdict.accepted:
            one.best = (verdict, picture)
        if not verdict.accepted:
            one.refused.append(f"seed {one.seed}: {verdict.reason}")
        return verdict.accepted

    def _finished(self, one: _Try, model: LoadedModel) -> RenderedPanel | FailedPanel:
        if one.best is None:
            return FailedPanel(key=one.spec.key, reason="; ".join(one.refused))
        verdict, picture = one.best
        reasons = [f"prompt: {one.prompt.text}", f"negative prompt: {one.prompt.negative}", f"seed {one.seed}"]
        if one.prompt.dropped:
            reasons.append(f"too long for the prompt: {', '.join(piece.text for piece in one.prompt.dropped)}")
        if one.prompt.untranslated:
            reasons.append(f"not translated: {', '.join(one.prompt.untranslated)}")
        reasons += [f"refused: {text}" for text in one.refused]
        if not verdict.accepted:
            reasons.append(f"flagged: {verdict.reason}; the best of {one.attempt + 1} tries was kept")
        elif verdict.reason:
            reasons.append(f"flagged: {verdict.reason}")
        reasons.append(f"painted on {model.device.name} at {model.device.dtype}, {model.batch_size} at once")
        reasons += [*model.remarks, *one.stage.reasons]
        return RenderedPanel(key=one.spec.key, png=_png(picture, one.spec.brief.frame_px), reasons=tuple(reasons))


def card_options(card: ModelCard) -> dict[str, str]:
    """Return the options that give a card to a backend in any process."""
    return {"model": json.dumps(card.model_dump(mode="json", exclude_unset=True), sort_keys=True)}


def card_fingerprint(card: ModelCard) -> dict[str, str]:
    """Return what all pictures of a card depend on: hashes of its settings and of its files.

    Raises: WeightsError where a file is missing or damaged, with the first of what `check_card` finds.
    """
    said = {name: value for name, value in card.model_dump(mode="json").items() if name not in _NOT_IN_KEY}
    for entry in (*said["loras"], *said["guides"], *((said["ip_adapter"],) if said["ip_adapter"] else ())):
        for where in ("path", "revision", "encoder"):
            entry.pop(where, None)
    found = Diagnostics()
    files = check_card(card.model_copy(update={"characters": {}}), found)
    if found.has_errors:
        raise WeightsError(next(item.message for item in found if item.severity == "error"))
    base = card.base if not files else ""
    return {
        "backend": "diffusion",
        "version": VERSION,
        "card": content_key(said),
        "weights": content_key([base, [sha256_of(path) for path in files]]),
    }


def _kind(spec: PanelSpec) -> tuple[tuple[str, ...], tuple[int, int]]:
    """Return what the panels of one batch have in common: LoRAs and shape."""
    return spec.adapters, spec.brief.frame_px


def tell_prompt(spec: PanelSpec, model: str) -> dict[str, str]:
    """Return what a model is told of a panel, without loading its weights. model: the card as JSON.

    The words are counted with CLIP's tokenizer, a trigger token as one; tokens of several vectors may push out more.
    """
    from screenplay2board.render.diffusion.prompts import make_prompt
    from screenplay2board.render.diffusion.tiny import clip_tokenizer

    card = ModelCard.model_validate_json(model)
    tokenizer: Any = clip_tokenizer()
    tokenizer.add_tokens(list(card.trigger_tokens()))
    prompt = make_prompt(spec, card, lambda text: len(tokenizer(text, verbose=False).input_ids) - 2)
    return {
        "model": card.name or card.base,
        "prompt": prompt.text,
        "negative prompt": prompt.negative,
        "fell out of 77 tokens": ", ".join(piece.text for piece in prompt.dropped),
        "not translated": ", ".join(prompt.untranslated),
        "sampler": f"{card.sampler}, {card.steps} steps, guidance {card.guidance_scale:g}, mode {card.mode}",
    }


def sample_within_memory(model: LoadedModel, jobs: Sequence[Job]) -> list[Picture | None]:
    """Paint the jobs; where memory runs out, half as many at once from here on, and say so."""
    import torch

    from screenplay2board.render.diffusion.device import free_cached
    from screenplay2board.render.diffusion.sampler import sample

    pictures: list[Picture | None] = []
    while len(pictures) < len(jobs):
        rest = jobs[len(pictures) :]
        shape = rest[0].prompt.embeds.shape
        equal = [job for job in rest[: model.batch_size] if job.prompt.embeds.shape == shape]
        try:
            pictures += sample(model, equal if len(equal) == len(rest[: model.batch_size]) else rest[:1])
        except torch.OutOfMemoryError:
            if model.batch_size == 1:
                raise
            half = model.batch_size // 2
            model.remarks.append(f"memory ran out at {model.batch_size} pictures at once: {half} from here on")
            model.card = model.card.model_copy(update={"batch_size": half})
            free_cached(model.device)
    return pictures


def _png(picture: Picture, frame_px: tuple[int, int]) -> bytes:
    from PIL import Image as PillowImage

    from screenplay2board.render.diffusion.guidance import fitted

    stream = io.BytesIO()
    fitted(PillowImage.fromarray(picture), frame_px).save(stream, "PNG")
    return stream.getvalue()
