"""What validation found, for people and for machines: `report.html`, one file with its pictures, and `report.json`.

Sizes stand side by side everywhere. A mean is always over all three, and the worst stands beside it.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from PIL import Image as PillowImage

from screenplay2board import __version__
from screenplay2board.files import write_atomically
from screenplay2board.render.diffusion.cards import TOKENS
from training.validate.confusion import ANGLE_CLASSES, SIZE_CLASSES, Confusion
from training.validate.correction import Estimate
from training.validate.measures import Consistency

REPORT_HTML, REPORT_JSON = "report.html", "report.json"
TEMPLATE = "report.html.j2"
THUMB_PX = 128  # height of a picture on the sheet
GAP_PX = 4
JPEG_QUALITY = 85
# What each condition is, in one line of the report.
TOLD: Mapping[str, str] = {
    "tokens": "each prompt with the token of each size, the same seed for all three",
    "permuted": "control: the same pictures, the labels of each prompt dealt anew; chance is 1/3",
    "off": "control: the same prompts and seeds without any token, one picture held against all sizes",
    "base": "control: the model without LoRA and tokens",
    "angles": "medium shots of each prompt from each angle, the same seed for all three",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionResult:
    """One condition in the eyes of one judge. sizes: in the order of the classes. matrix: rows of what was asked.

    all_right: share of prompts of which all three sizes came as asked.
    """

    name: str
    sizes: tuple[Estimate, ...]
    matrix: Confusion
    all_right: float

    def as_json(self) -> dict[str, Any]:
        """Return it for report.json."""
        raw, corrected = [size.raw for size in self.sizes], [size.corrected for size in self.sizes]
        return {
            "condition": self.name, "sizes": [size.as_json() for size in self.sizes],
            "mean": {"raw": round(sum(raw) / len(raw), 4), "corrected": round(sum(corrected) / len(corrected), 4)},
            "lowest": {"raw": round(min(raw), 4), "corrected": round(min(corrected), 4)},
            "all_three_right": round(self.all_right, 4), "matrix": self.matrix.as_json(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeResult:
    """What one judge said. confusion: measured on the labelled pictures before."""

    name: str
    confusion: Confusion
    conditions: tuple[ConditionResult, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it for report.json."""
        told = [condition.as_json() for condition in self.conditions]
        return {"judge": self.name, "calibration": self.confusion.as_json(), "conditions": told}


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleResult:
    """How far pictures lie from those of a reference in style. halves: the reference's from each other, the least.

    by: what is compared.
    """

    origin: str
    by: str
    halves: float
    conditions: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentResult:
    """What stays and what differs beside the size. drawn_diversity: of the labelled pictures, for comparison.

    clip: mean cosine of pictures and prompts, by condition and token; empty without weights. style: how far each
    condition lies from the reference in style, and the reference's halves from each other.
    """

    consistency: Consistency | None
    diversity: Mapping[str, float]
    drawn_diversity: Mapping[str, float]
    clip: Mapping[str, float]
    style: StyleResult

    def as_json(self) -> dict[str, Any]:
        """Return it for report.json."""
        kept = self.consistency
        found = None if kept is None else {
            "same_prompt": round(kept.same, 5), "other_prompt": round(kept.other, 5), "kept": round(kept.kept, 4),
        }  # fmt: skip
        return {
            "consistency": found, "diversity": _rounded(self.diversity),
            "diversity_of_labelled": _rounded(self.drawn_diversity), "clip": _rounded(self.clip),
            "style": {"reference": self.style.origin, "by": self.style.by, "halves": round(self.style.halves, 5),
                      "conditions": _rounded(self.style.conditions)},
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a validation found. facts: hashes of the model. sheet: (heading, pictures of the first prompts)."""

    model: str
    facts: Mapping[str, str]
    settings: Mapping[str, Any]
    size_px: tuple[int, int]
    prompts: tuple[str, ...]
    calibration: str
    judges: tuple[JudgeResult, ...]
    content: ContentResult
    sheet: tuple[tuple[str, tuple[Path, ...]], ...]

    def as_json(self) -> dict[str, Any]:
        """Return everything but the pictures."""
        return {
            "program": f"screenplay2board {__version__}", "model": self.model, "facts": dict(self.facts),
            "settings": dict(self.settings), "size_px": list(self.size_px), "prompts": len(self.prompts),
            "calibration": self.calibration, "judges": [judge.as_json() for judge in self.judges],
            "content": self.content.as_json(),
        }  # fmt: skip

    def told(self) -> str:
        """Return the shares of every judge, condition and size as text: raw, corrected and its interval."""
        lines: list[str] = []
        for judge in self.judges:
            lines.append(f"judge {judge.name}, right {judge.confusion.accuracy:.3f} of the time on {self.calibration}")
            for condition in judge.conditions:
                for size in condition.sizes:
                    low, high = size.interval
                    lines.append(
                        f"  {condition.name:<9}{size.classes.names[size.asked]:<10} raw {size.raw:.3f}"
                        f"  corrected {size.corrected:.3f} [{low:.3f}, {high:.3f}]"
                    )
        return "\n".join(lines)


def write_report(report: Report, folder: Path) -> None:
    """Write report.html and report.json. Raises: OSError."""
    data = report.as_json()
    write_atomically(folder / REPORT_JSON, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
    # Every value is escaped: prompts and names of models are other people's text.
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    page = environment.get_template(TEMPLATE).render(
        report=data,
        tokens=TOKENS,
        names={**SIZE_CLASSES.names, **ANGLE_CLASSES.names},
        told=TOLD,
        headings=[heading for heading, _ in report.sheet],
        sheet=sheet_uri([paths for _, paths in report.sheet]),
        shown=report.prompts[: max((len(paths) for _, paths in report.sheet), default=0)],
    )
    write_atomically(folder / REPORT_HTML, page.encode())


def sheet_uri(columns: Sequence[Sequence[Path]]) -> str:
    """Return pictures as one JPEG in a data URI, a column each; empty where there are none. Raises: OSError."""
    if not columns or not columns[0]:
        return ""
    thumbs: list[list[PillowImage.Image]] = []
    for paths in columns:
        thumbs.append([])
        for path in paths:
            with PillowImage.open(path) as picture:
                width = max(1, round(picture.width * THUMB_PX / picture.height))
                thumbs[-1].append(picture.convert("RGB").resize((width, THUMB_PX), PillowImage.Resampling.LANCZOS))
    across = thumbs[0][0].width + GAP_PX
    height = len(thumbs[0]) * (THUMB_PX + GAP_PX) - GAP_PX
    paper = PillowImage.new("RGB", (len(thumbs) * across - GAP_PX, height), "white")
    for x, column in enumerate(thumbs):
        for y, thumb in enumerate(column):
            paper.paste(thumb, (x * across, y * (THUMB_PX + GAP_PX)))
    data = io.BytesIO()
    paper.save(data, "JPEG", quality=JPEG_QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(data.getvalue()).decode()}"


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 5) for name, value in values.items()}
