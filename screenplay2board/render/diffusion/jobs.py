"""From a staged and worded panel to what the sampler works on.

Enters: a `PanelSpec` with its prompt and its guidance, and the model. Leaves: `Job`: texts and pictures as tokens, each
with the places where it is read.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import torch

from screenplay2board.render.diffusion.guidance import PX_PER_CELL, Cells, Guidance
from screenplay2board.render.diffusion.prompts import Prompt
from screenplay2board.render.diffusion.sampler import Job, LoadedModel
from screenplay2board.render.types import PanelSpec


def make_job(model: LoadedModel, spec: PanelSpec, prompt: Prompt, guidance: Guidance, seed: int) -> Job:
    """Return the job that paints a panel with one seed. Raises: OSError where a reference is no picture."""
    places = guidance.people or {}
    people = [(text, places[name]) for name, text in prompt.people if name in places] if model.card.regions else []
    chunks = 1
    if model.card.long_prompts:
        texts = (prompt.text, prompt.negative, *(text for text, _ in people))
        chunks = max(model.reader.chunks(text) for text in texts)
    active = model.characters.active if model.characters is not None else ()
    read = partial(model.reader.read, chunks=chunks, adapters=active)
    return Job(
        size_px=guidance.size_px,
        prompt=read(prompt.text),
        negative=read(prompt.negative),
        seed=seed,
        maps=guidance.maps,
        start=guidance.start,
        people=tuple((read(text), cells) for text, cells in people),
        pictures=_pictures(model, spec, guidance),
    )


def _pictures(model: LoadedModel, spec: PanelSpec, guidance: Guidance) -> tuple[tuple[torch.Tensor, Cells], ...]:
    """Return the reference pictures of a panel as tokens, and how strongly each works where.

    A character's works where the character stands, the set's where nobody does. Where the stage does not guide, they
    work everywhere.
    """
    entry, reader = model.card.ip_adapter, model.pictures
    if entry is None or reader is None:
        return ()
    width, height = (side // PX_PER_CELL for side in guidance.size_px)
    everywhere = np.ones((height, width), dtype=np.float32)
    places = guidance.people
    found: list[tuple[torch.Tensor, Cells]] = []
    for likeness in spec.likenesses:
        cells = everywhere if places is None else places.get(likeness.name)
        if likeness.picture and cells is not None:
            found.append((reader.read(likeness.picture), entry.weight * cells))
    if spec.set_picture:
        crowd = np.sum([*(places or {}).values(), 0 * everywhere], axis=0)
        found.append((reader.read(spec.set_picture), entry.set_weight * (1 - np.minimum(crowd, 1))))
    return tuple(found)
