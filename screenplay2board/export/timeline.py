"""From a build folder to a `Timeline`.

Frames are counted from the sum of all durations before a cut, so that rounding never adds up.
"""

from __future__ import annotations

import re
from pathlib import Path

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.export.types import Cut, FrameRate, Timeline
from screenplay2board.files import inside
from screenplay2board.manifest import Manifest
from screenplay2board.screenplay.reading import script_name

_FRAME = re.compile(r"(\d{1,5})x(\d{1,5})")
NAMED_PICTURES = 3  # so many missing pictures are told one by one


def make_timeline(manifest: Manifest, folder: Path, rate: FrameRate, diagnostics: Diagnostics) -> Timeline | None:
    """Return a build as an edit; None where it has no panels or lacks pictures (S2B610, S2B611)."""
    frame = _FRAME.fullmatch(manifest.drawing.get("frame", ""))
    cuts = _cuts(manifest, rate)
    if not cuts or frame is None:
        diagnostics.error("S2B610", f"`{folder}` holds no panels", hint="build it again")
        return None
    # a manifest may come from anybody: only pictures below its folder are taken
    missing = [cut.picture for cut in cuts if (path := inside(folder, cut.picture)) is None or not path.is_file()]
    for name in missing[:NAMED_PICTURES]:
        diagnostics.error("S2B611", f"the picture `{folder / name}` is missing", hint="build it again")
    if len(missing) > NAMED_PICTURES:
        diagnostics.error("S2B611", f"{len(missing) - NAMED_PICTURES} more pictures are missing")
    if missing:
        return None
    return Timeline(
        manifest=manifest,
        name=script_name(Path(manifest.source)),
        folder=folder,
        rate=rate,
        frame_px=(int(frame[1]), int(frame[2])),
        cuts=cuts,
    )


def _cuts(manifest: Manifest, rate: FrameRate) -> tuple[Cut, ...]:
    cuts: list[Cut] = []
    shots = iter(manifest.shots)
    seconds, start = 0.0, 0
    for scene in manifest.scenes:
        for _ in range(scene.panels):
            shot = next(shots)
            if shot.picture is None:
                continue
            seconds += shot.duration_s
            end = max(start + 1, rate.frame_at(seconds))
            cuts.append(Cut(scene=scene, shot=shot, picture=shot.picture, start=start, frames=end - start))
            start = end
    return tuple(cuts)
