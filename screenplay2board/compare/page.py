"""Write a comparison as one HTML page with the pictures of both sides, that works from the file system.

Enters: a `BoardDiff`. Leaves: `index.html`, its pictures and fonts, and `manifest.json` with the comparison for
machines. The page has no script; its Content-Security-Policy allows its own style and pictures and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from screenplay2board import __version__
from screenplay2board.book import faces
from screenplay2board.book.alt_text import alt_text
from screenplay2board.book.templates import BookTemplates
from screenplay2board.book.web_page import anchor_of, content_policy, copy_fonts
from screenplay2board.compare.pictures import Picture, PictureFolder
from screenplay2board.compare.report import as_json, counts, renumbering, running_time
from screenplay2board.compare.types import Board, BoardDiff, Change, SceneDiff, ShotDiff, label
from screenplay2board.compare.wording import NOTHING, USUAL, value
from screenplay2board.compare.words import Piece, marked
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import write_atomically
from screenplay2board.manifest import ManifestScene, ManifestShot
from screenplay2board.output import OutputFolder

PAGE = "index.html"
FIELD = "field_"  # begins the names of the labels of what can change
WORDS = ("action", "dialogue")
UNREADABLE = ("look", "card", "weights", "own_style", "staging")  # a page says only that they are different


@dataclass(frozen=True, slots=True, kw_only=True)
class WebChange:
    """What is different: a label, whose it is, and both values in pieces (none where there is nothing to read)."""

    label: str
    who: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSide:
    """A shot on one side. alt: what its picture shows."""

    label: str
    shot: ManifestShot
    picture: Picture | None
    alt: str
    camera: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebShot:
    """A shot of the page. kinds: `added`, `removed`, or those of `moved`, `changed`, `redrawn`.

    words: what is told differently; it stands below the pictures, each side's below its own.
    """

    anchor: str
    kinds: tuple[str, ...]
    old: WebSide | None
    new: WebSide | None
    changes: tuple[WebChange, ...]
    words: Mapping[str, WebChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebScene:
    """A scene of the page."""

    anchor: str
    scene: SceneDiff
    kinds: tuple[str, ...]
    changes: tuple[WebChange, ...]
    shots: tuple[WebShot, ...]


def write_page(diff: BoardDiff, out: Path, diagnostics: Diagnostics) -> Path | None:
    """Write the page into `out`; return its path, None where the folder holds something else (S2B722).

    Diagnostics: S2B723 pictures that a side said it had are missing.
    Raises: OutputBusyError where another run writes to the folder; OSError where it cannot be written.
    """
    folder = OutputFolder(out)
    if "shots" in folder.manifest():
        hint = "choose another folder with -o, such as build/changes"
        diagnostics.error("S2B722", f"`{out}` holds a book, which the page would replace", hint=hint)
        return None
    with folder.claim():
        templates = BookTemplates(language=diff.new.manifest.language)
        pictures = PictureFolder(root=out)
        text = _Page(diff, templates, pictures).text()
        copy_fonts(templates, out, korean=faces.has_korean([text]))
        write_atomically(out / PAGE, text.encode())
        files = {**pictures.files, PAGE: __version__}
        folder.write_manifest({"s2b": __version__, "comparison": as_json(diff), "files": files})
    for name, count in pictures.missing.items():
        hint = "build it again; the page marks their places"
        diagnostics.warning("S2B723", f"`{name}` lacks pictures that its manifest names: {count}", hint=hint)
    return out / PAGE


class _Page:
    """Fills the page of one comparison."""

    def __init__(self, diff: BoardDiff, templates: BookTemplates, pictures: PictureFolder) -> None:
        self.diff, self.templates, self.pictures = diff, templates, pictures
        self.labels, self.term = templates.labels, templates.wording.term
        self.anchors: set[str] = set()

    def text(self) -> str:
        """Return the page, having copied its pictures."""
        scenes = tuple(self._scenes())
        sides = (side for scene in scenes for shot in scene.shots for side in (shot.new, shot.old) if side)
        drawn = next((side.picture for side in sides if side.picture), None)
        css = self.templates.fill(
            "diff/diff.css",
            fonts="fonts/",
            sans=faces.SANS,
            korean=True,
            aspect_ratio=f"{drawn.width_px / drawn.height_px if drawn else 16 / 9:.4f}",
        ).strip()
        return self.templates.fill(
            "diff/index.html",
            diff=self.diff,
            counts={name: count for name, count in counts(self.diff).items() if count},
            everywhere=tuple(self._changes(self.diff.everywhere)),
            running_time=running_time(self.diff),
            renumbered=renumbering(self.diff),
            scenes=scenes,
            css=css,
            policy=content_policy(css),
            language=self.diff.new.manifest.language,
        )

    def _scenes(self) -> Iterator[WebScene]:
        """Yield the scenes of which there is something to show; shots that only have another number are not."""
        for scene in self.diff.scenes:
            shown = (shot for shot in scene.shots if shot.fate != "kept" or shot.changed or shot.moved)
            shots = tuple(self._shot(shot, scene) for shot in shown)
            kinds = (scene.fate,) if scene.fate != "kept" else ("moved",) if scene.moved else ()
            if shots or kinds or scene.changes:
                yield WebScene(
                    anchor=anchor_of(f"scene-{scene.facts.scene}", self.anchors),
                    scene=scene,
                    kinds=kinds,
                    changes=tuple(self._changes(scene.changes)),
                    shots=shots,
                )

    def _shot(self, shot: ShotDiff, scene: SceneDiff) -> WebShot:
        kinds = {"moved": shot.moved, "changed": bool(shot.changes), "redrawn": shot.redrawn}
        newest = shot.new or shot.old
        assert newest is not None
        causes = tuple(cause for cause in shot.causes if cause not in scene.changes)  # the scene's head tells those
        words = {change.path[0]: change for change in shot.changes if change.path[0] in WORDS}
        other = tuple(change for change in shot.changes if change.path[0] not in WORDS)
        return WebShot(
            anchor=anchor_of(f"shot-{label(newest)}", self.anchors),
            kinds=(shot.fate,) if shot.fate != "kept" else tuple(kind for kind, holds in kinds.items() if holds),
            old=self._side(self.diff.old, shot.old, scene.old or scene.facts),
            new=self._side(self.diff.new, shot.new, scene.facts),
            changes=tuple(self._changes((*other, *causes))),
            words=dict(zip(words, self._changes(tuple(words.values())), strict=True)),
        )

    def _side(self, board: Board, shot: ManifestShot | None, scene: ManifestScene) -> WebSide | None:
        if shot is None:
            return None
        words = {name: value(name, getattr(shot, name)) for name in ("framing", "angle", "move", "effect")}
        return WebSide(
            label=label(shot),
            shot=shot,
            picture=self.pictures.copy(board, shot),
            alt=alt_text(shot, scene, self.templates.wording),
            camera=tuple(self.term(word) for name, word in words.items() if word != USUAL.get(name, NOTHING)),
        )

    def _changes(self, changes: tuple[Change, ...]) -> Iterator[WebChange]:
        for change in changes:
            field, *rest = change.path
            who = rest[0] if field in ("cast", "look") and rest else ""
            name = rest[-1] if len(rest) == 2 or field == "drawing" else field
            before, after = self._values(name, change)
            label = self.labels.get(f"{FIELD}{name}", name.replace("_", " "))
            yield WebChange(label=label, who=who, before=before, after=after)

    def _values(self, field: str, change: Change) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """Return both values in pieces; none of them where only a digest is known."""
        if field in UNREADABLE:
            return (), ()
        if field == "cast" and len(change.path) == 2:  # somebody comes or goes
            there, away = self.labels["present"], self.labels["absent"]
            before, after = (there if present else away for present in (change.before, change.after))
            return marked(before, after)
        return marked(value(field, change.before, self.term), value(field, change.after, self.term))
