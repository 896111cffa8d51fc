"""What flows between the stages of preparing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from training.dataset import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A picture somewhere and what is known of it. picture: its file; sample.file_name: its name in the source."""

    picture: Path
    sample: Sample
