"""The board as a film: every panel for as long as its shot lasts, H.264 in an MP4, without sound."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from PIL import Image

from screenplay2board.export.types import Timeline
from screenplay2board.render.panels import Progress

QUALITY = "20"  # x264's constant rate factor: lines stay crisp, a minute of stills takes about a megabyte
PRESET = "veryfast"
PIXELS = "yuv420p"  # what every player shows


def write_mp4(timeline: Timeline, path: Path, progress: Progress) -> None:
    """Write the film, one panel after the other; its width is made even, as the coding of colours wants it."""
    import av  # the extra `export`
    from av.video.frame import VideoFrame

    width, height = (size - size % 2 for size in timeline.frame_px)
    progress.begin("film", len(timeline.cuts))
    # one thread: the same board gives the same bytes on every machine
    options = {"crf": QUALITY, "preset": PRESET, "tune": "stillimage", "threads": "1"}
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as film:
        stream = film.add_stream("libx264", rate=timeline.rate.exact, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, PIXELS
        stream.codec_context.time_base = Fraction(1) / timeline.rate.exact
        for cut in timeline.cuts:
            with Image.open(timeline.folder / cut.picture) as picture:
                still = VideoFrame.from_image(picture.convert("RGB").crop((0, 0, width, height))).reformat(
                    format=PIXELS
                )
            for at in range(cut.start, cut.end):
                still.pts = at
                film.mux(stream.encode(still))
            progress.advance()
        film.mux(stream.encode())
    progress.end()
