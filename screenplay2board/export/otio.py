"""An OpenTimelineIO file: the board as a track of stills, for the pipelines that speak it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from screenplay2board.export.types import Cut, Timeline, dialogue_lines
from screenplay2board.render.panels import Progress

METADATA = "screenplay2board"


def write_otio(timeline: Timeline, path: Path, progress: Progress) -> None:  # noqa: ARG001
    """Write the timeline. Pictures are named as seen from its folder; what the board knows stands in the metadata."""
    import opentimelineio as otio  # pyright: ignore[reportMissingTypeStubs] # the extra `export`

    rate = float(timeline.rate.exact)
    film = otio.schema.Timeline(
        name=timeline.title, global_start_time=otio.opentime.RationalTime(timeline.start_timecode, rate)
    )
    track = otio.schema.Track(name="Board", kind=otio.schema.TrackKind.Video)
    for cut in timeline.cuts:
        length = otio.opentime.TimeRange(
            otio.opentime.RationalTime(0, rate), otio.opentime.RationalTime(cut.frames, rate)
        )
        media = otio.schema.ExternalReference(
            target_url=quote(os.path.relpath(timeline.folder / cut.picture, path.parent).replace(os.sep, "/")),
            available_range=length,
        )
        track.append(
            otio.schema.Clip(name=cut.name, media_reference=media, source_range=length, metadata={METADATA: _told(cut)})
        )
    film.tracks.append(track)
    path.write_text(otio.adapters.write_to_string(film, "otio_json") + "\n", encoding="utf-8")


def _told(cut: Cut) -> dict[str, Any]:
    shot = cut.shot
    return {
        "scene": shot.scene,
        "heading": cut.scene.heading,
        "id": shot.id,
        "key": shot.key or "",
        "size": shot.size,
        "angle": shot.angle,
        "move": shot.move,
        "lens": shot.lens,
        "cast": list(shot.cast),
        "action": shot.action,
        "dialogue": [{cue: speech} for cue, speech in dialogue_lines(shot)],
        "notes": list(shot.notes),
    }
