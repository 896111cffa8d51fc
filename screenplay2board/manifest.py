"""What `manifest.json` says of a build: its scenes and shots in the words of the shots YAML, pictures, every file.

Enters: a planned shot list and its panel specifications, or a manifest, which may come from anybody. Leaves: the
manifest as plain data, or a checked `Manifest`.

    s2b, title, source, language   which version built which screenplay
    drawing                        what all pictures have in common: style, frame, seed, backend and its version
    looks                          a digest of how each character is drawn, by name
    scenes                         number, heading, location, cast, set, time, weather; how many of `shots` are its own
    shots                          in the order of the book; `picture` lies in the folder, `key` names it in the store
    files                          every file of the build, and what it was made from
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from screenplay2board import __version__
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.output import MANIFEST
from screenplay2board.plan.shot_data import scene_data, shot_data
from screenplay2board.plan.types import (
    CameraAngle,
    CameraMove,
    Effect,
    Framing,
    Lens,
    ScenePlan,
    Shot,
    ShotList,
    ShotSize,
    Status,
    TimeOfDay,
    Weather,
)
from screenplay2board.render.types import PanelSpec
from screenplay2board.store import content_key

LARGEST_BYTES = 64_000_000  # some twenty times the manifest of a feature film
LOOK_DIGITS = 16
LONGEST_FACT = 64  # characters of what all pictures have in common; of the rest the digest is enough to compare


class _Part(BaseModel):
    """A part of a manifest. Keys that a later version adds are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, allow_inf_nan=False)


class ManifestActor(_Part):
    """What somebody does in a shot."""

    pose: str
    emotion: str = "neutral"
    holding: tuple[str, ...] = ()
    wears: tuple[str, ...] = ()
    looks_at: str | None = None


class ManifestShot(_Part):
    """A panel. picture: its file below the folder. key: in the store; both None where it is omitted.

    cast: everybody present. dialogue: each speech under its cue.
    """

    id: str
    scene: str
    number: str
    panel: int = Field(ge=1)
    size: ShotSize
    angle: CameraAngle
    move: CameraMove
    framing: Framing
    lens: Lens
    effect: Effect | None = None
    subject: tuple[str, ...] = ()
    over: str | None = None
    cast: Mapping[str, ManifestActor] = Field(default_factory=dict[str, ManifestActor])
    props: tuple[str, ...] = ()
    writing: str = ""
    set: str
    time: TimeOfDay
    weather: Weather
    action: str = ""
    dialogue: tuple[Mapping[str, str], ...] = ()
    sound: str = ""
    notes: tuple[str, ...] = ()
    transition: str = ""
    duration_s: float = Field(ge=0)
    prompt: str | None = None
    negative_prompt: str | None = None
    seed: int | None = None
    status: Status
    picture: str | None
    key: str | None = Field(pattern="^[0-9a-f]{64}$")


class ManifestScene(_Part):
    """A scene. cast: who appears, in order. panels: how many of the shots are its own."""

    scene: str
    heading: str
    location: str
    cast: tuple[str, ...]
    set: str
    time: TimeOfDay
    weather: Weather
    panels: int = Field(ge=0)


class Manifest(_Part):
    """What a build says of itself."""

    title: str
    source: str
    language: str
    drawing: Mapping[str, str]
    looks: Mapping[str, str]
    scenes: tuple[ManifestScene, ...]
    shots: tuple[ManifestShot, ...]


def manifest_of(
    shot_list: ShotList,
    specs: Mapping[str, PanelSpec],
    names: Mapping[str, str],
    *,
    drawing: Mapping[str, str],
    language: str,
    files: Mapping[str, str],
) -> dict[str, object]:
    """Return what stands in manifest.json. specs, names: specification and picture file of each shot that is drawn."""
    return {
        "s2b": __version__,
        "title": shot_list.title,
        "source": shot_list.file,
        "language": language,
        "drawing": {
            name: value if len(value) <= LONGEST_FACT else content_key(value) for name, value in drawing.items()
        },
        "looks": _looks(specs),
        "scenes": [_scene(scene) for scene in shot_list.scenes],
        "shots": [
            _shot(shot, scene, specs.get(shot.id), names.get(shot.id))
            for scene in shot_list.scenes
            for shot in scene.shots
        ],
        "files": files,
    }


def read_manifest(folder: Path, diagnostics: Diagnostics) -> Manifest | None:
    """Return the manifest of a build folder; None where there is none that can be used (S2B720, S2B721)."""
    path = folder / MANIFEST
    try:
        if path.stat().st_size > LARGEST_BYTES:
            return _unusable(path, f"it is larger than {LARGEST_BYTES} bytes", diagnostics)
        data = path.read_bytes()
    except OSError as error:
        reason = "it has no manifest.json" if isinstance(error, FileNotFoundError) else str(error.strerror or error)
        hint = "`s2b build SCRIPT` writes one, build/NAME by default; a script itself can be named too"
        diagnostics.error("S2B720", f"`{folder}` is no build folder: {reason}", hint=hint)
        return None
    return parse_manifest(data, path, diagnostics)


def parse_manifest(data: bytes, path: Path, diagnostics: Diagnostics) -> Manifest | None:
    """Return the manifest in `data`; None where it cannot be used (S2B721). path: for the message."""
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        return _unusable(path, f"`{place}`: {first['msg'].lower()}" if place else first["msg"].lower(), diagnostics)
    panels = sum(scene.panels for scene in manifest.scenes)
    if panels != len(manifest.shots):
        return _unusable(path, f"its scenes have {panels} panels, its list {len(manifest.shots)}", diagnostics)
    return manifest


def _unusable(path: Path, reason: str, diagnostics: Diagnostics) -> None:
    hint = "build it again: another version of s2b may have written it"
    diagnostics.error("S2B721", f"`{path}` cannot be used: {reason}", hint=hint)


def _scene(scene: ScenePlan) -> dict[str, object]:
    more = {"location": scene.location, "cast": scene.roster, "panels": len(scene.shots)}
    return {**scene_data(scene), **more}


def _shot(shot: Shot, scene: ScenePlan, spec: PanelSpec | None, picture: str | None) -> dict[str, Any]:
    """Return a shot in the words of the shots YAML; what a machine looks up is there even where it is the usual."""
    said = {name: value for name, value in shot_data(shot, scene).items() if name != "duration"}
    return {
        **said,
        "id": shot.id,
        "scene": shot.scene_number,
        "panel": shot.panel,
        "angle": shot.angle,
        "move": shot.move,
        "lens": shot.lens,
        "set": shot.set,
        "time": shot.time_of_day,
        "weather": shot.weather,
        "duration_s": round(shot.duration_s, 3),
        "line": shot.span.line,
        "status": shot.status,
        "picture": picture,
        "key": spec.key if spec else None,
    }


def _looks(specs: Mapping[str, PanelSpec]) -> dict[str, str]:
    """Return a digest of each character's look and likeness, by name."""
    looks = {name: look for spec in specs.values() for name, look in spec.brief.looks}
    likenesses = {one.name: one.identity() for spec in specs.values() for one in spec.likenesses}
    return {name: content_key([look, likenesses.get(name)])[:LOOK_DIGITS] for name, look in looks.items()}
