"""Final Cut Pro XML 1.10, which DaVinci Resolve reads too: the board as a project of stills.

A still has no frame rate of its own: its format says only how large it is, its asset lasts 0 s, and a `video` element
holds it in the spine (Apple's document type definition of FCPXML 1.10, and what Final Cut Pro writes itself).
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

from screenplay2board.export.types import Cut, FrameRate, Timeline, dialogue_lines
from screenplay2board.render.panels import Progress

VERSION = "1.10"
EDIT_FORMAT = "r1"
STILL_FORMAT = "r2"
FIRST_ASSET = 3


def write_fcpxml(timeline: Timeline, path: Path, progress: Progress) -> None:  # noqa: ARG001
    """Write the project. Pictures are named as seen from its folder; a clip's note has slate, action and dialogue."""
    rate = timeline.rate
    width, height = (str(size) for size in timeline.frame_px)
    root = ET.Element("fcpxml", version=VERSION)
    resources = ET.SubElement(root, "resources")
    ET.SubElement(resources, "format", id=EDIT_FORMAT, frameDuration=_time(1, rate), width=width, height=height)
    ET.SubElement(resources, "format", id=STILL_FORMAT, name="FFVideoFormatRateUndefined", width=width, height=height)
    event = ET.SubElement(ET.SubElement(root, "library"), "event", name=timeline.title)
    project = ET.SubElement(event, "project", name=timeline.title)
    start = timeline.start_timecode
    sequence = ET.SubElement(
        project,
        "sequence",
        format=EDIT_FORMAT,
        duration=_time(timeline.frames, rate),
        tcStart=_time(start, rate),
        tcFormat="NDF",
    )
    spine = ET.SubElement(sequence, "spine")
    for number, cut in enumerate(timeline.cuts, start=FIRST_ASSET):
        asset = ET.SubElement(
            resources,
            "asset",
            id=f"r{number}",
            name=cut.name,
            start="0s",
            duration="0s",
            hasVideo="1",
            videoSources="1",
            format=STILL_FORMAT,
        )
        source = os.path.relpath(timeline.folder / cut.picture, path.parent).replace(os.sep, "/")
        ET.SubElement(asset, "media-rep", kind="original-media", src=quote(source))
        clip = ET.SubElement(
            spine,
            "video",
            ref=f"r{number}",
            name=cut.name,
            offset=_time(start + cut.start, rate),
            start="0s",
            duration=_time(cut.frames, rate),
        )
        ET.SubElement(clip, "note").text = _note(cut)
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=False)
    path.write_bytes(b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n' + data + b"\n")


def _time(frames: int, rate: FrameRate) -> str:
    """Return a time as FCPXML has it: seconds as a fraction, whole frames exactly."""
    seconds = frames / rate.exact
    return f"{seconds.numerator}s" if seconds.denominator == 1 else f"{seconds.numerator}/{seconds.denominator}s"


def _note(cut: Cut) -> str:
    spoken = [f"{cue}: {speech}" for cue, speech in dialogue_lines(cut.shot)]
    text = "\n".join(part for part in (cut.slate, cut.shot.action, *spoken) if part)
    # XML 1.0 has no place for most control characters, not even escaped
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")
