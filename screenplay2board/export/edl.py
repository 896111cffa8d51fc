"""An edit decision list in the CMX 3600 form, which every editing program reads: one video event a panel."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from screenplay2board.export.types import Timeline
from screenplay2board.render.panels import Progress

LONGEST_TITLE = 70  # characters, the form's own limit
REEL = "AX"  # auxiliary source: what has no tape, such as stills


def write_edl(timeline: Timeline, path: Path, progress: Progress) -> None:  # noqa: ARG001
    """Write the list. Event numbers have three digits, and four where there are more than 999 panels."""
    lines = [f"TITLE: {timeline.title[:LONGEST_TITLE]}", "FCM: NON-DROP FRAME", ""]
    timecode = timeline.rate.timecode
    for number, cut in enumerate(timeline.cuts, start=1):
        source = f"{timecode(0)} {timecode(cut.frames)}"
        start = timeline.start_timecode + cut.start
        record = f"{timecode(start)} {timecode(start + cut.frames)}"
        lines += [
            f"{number:03d}  {REEL:<8} V     C        {source} {record}",
            f"* FROM CLIP NAME: {PurePosixPath(cut.picture).name}",
            f"* COMMENT: {cut.slate}",
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
