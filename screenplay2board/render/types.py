"""What goes to a backend and what comes back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from screenplay2board.stage.types import StageBrief

# What can be known of a stage pixel by pixel; named as the ControlNets that read it.
MapKind = Literal["depth", "normal", "pose", "line", "scribble", "seg"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What a painter knows of a character beyond words. picture: a PNG or JPEG of them, empty where there is none.

    adapter: the identity of the character's LoRA (weights and strength), empty without one; the backend knows its file
    by `name`. trigger: the words or token that call it.
    """

    name: str
    picture: bytes = b""
    adapter: str = ""
    trigger: str = ""

    def identity(self) -> tuple[str, str, str, str]:
        """Return what a picture of the character depends on, small enough for a key."""
        return self.name, hashlib.sha256(self.picture).hexdigest(), self.adapter, self.trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelSpec:
    """One picture to make. key: names the panel in the store. seed: from the content, or a person's choice.

    style: the drawing style. prompt, negative_prompt: a person's own words for a backend that reads prompts.
    likenesses: of the people that the frame shows. after: the key of the panel that shows the set and must lie in the
    store before this one is made; set_picture: its PNG, which whoever hands the panel to a backend fills in.
    """

    key: str
    brief: StageBrief
    style: str
    seed: int
    prompt: str | None = None
    negative_prompt: str | None = None
    likenesses: tuple[Likeness, ...] = ()
    after: str | None = None
    set_picture: bytes = b""

    @property
    def adapters(self) -> tuple[str, ...]:
        """Return the names of the characters whose LoRAs are active: panels that differ here are no batch."""
        return tuple(sorted(likeness.name for likeness in self.likenesses if likeness.adapter))


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPanel:
    """A finished picture: PNG bytes and what the backend has to say about it (reasons of the director, timings)."""

    key: str
    png: bytes
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedPanel:
    """A picture that could not be made, and why, in one line. lasting: whether the next would fail the same way."""

    key: str
    reason: str
    lasting: bool = False


class Backend(Protocol):
    """A way to make pictures. One instance may be used by one process only.

    Its class may have `preload`, a tuple of modules: a process that workers are forked from loads them beforehand.
    """

    def fingerprint(self) -> Mapping[str, str]:
        """Return whatever else the pictures depend on: name, version, hashes of weights; part of every key."""
        ...

    def styles(self) -> Sequence[str]:
        """Return the names of its drawing styles; none where it takes every name."""
        ...

    def render(self, batch: Sequence[PanelSpec]) -> Iterator[RenderedPanel | FailedPanel]:
        """Yield one result for each panel, in any order; a failure of one does not end the others."""
        ...
