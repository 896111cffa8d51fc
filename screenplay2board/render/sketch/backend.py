"""The sketch backend: panels drawn from their briefs, on any machine.

Enters: `PanelSpec`. Leaves: `RenderedPanel` with a PNG, or `FailedPanel` with one line about what went wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from screenplay2board.render.sketch.styles import STYLES
from screenplay2board.render.types import FailedPanel, PanelSpec, RenderedPanel

VERSION = "7"  # raise it with every change of what is drawn: panels in stores are then drawn anew


class SketchBackend:
    """Stages and draws panels one after the other. It keeps nothing between them."""

    def fingerprint(self) -> Mapping[str, str]:
        """Return the name and version that a panel's key contains."""
        return {"backend": "sketch", "version": VERSION}

    def styles(self) -> Sequence[str]:
        """Return the names of the drawing styles."""
        return tuple(STYLES)

    def render(self, batch: Sequence[PanelSpec]) -> Iterator[RenderedPanel | FailedPanel]:
        """Yield one result for each panel, in order."""
        for spec in batch:
            yield _render_one(spec)


def _render_one(spec: PanelSpec) -> RenderedPanel | FailedPanel:
    # Loaded here: a build that finds every panel in the store needs only the fingerprint.
    from screenplay2board.render.sketch.drawing import draw
    from screenplay2board.stage.director import direct

    try:
        stage = direct(spec.brief)
        drawing = draw(stage, style=spec.style, seed=spec.seed)
        return RenderedPanel(key=spec.key, png=drawing.png(), reasons=stage.reasons)
    except Exception as error:  # noqa: BLE001 - one broken panel must not lose the others; it is reported as failed
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
        return FailedPanel(key=spec.key, reason=reason.removesuffix(": "))
