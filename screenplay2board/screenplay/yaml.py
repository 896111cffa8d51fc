"""Read YAML screenplays.

Enters: the text of a YAML file. Leaves: `Screenplay`, the same model as from Fountain, every element with its place.
The format: `yaml_file.py`, docs/schemas/screenplay.schema.json. Codes: S2B120 syntax, S2B121 unknown key, S2B122 wrong
value, S2B123 a paragraph that is nothing or two things, S2B124 a scene without heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.marked_yaml import YamlMapping, YamlNode, YamlSequence, load_yaml, locate, plain_data
from screenplay2board.screenplay.fountain.elements import ONE_LINE_TYPES, cut_element, make_element
from screenplay2board.screenplay.fountain.lines import TAB, split_cue
from screenplay2board.screenplay.scenes import form_scenes
from screenplay2board.screenplay.types import CharacterNote, Dual, Element, ElementType, Note, Screenplay
from screenplay2board.screenplay.yaml_file import (
    KINDS,
    ElementEntry,
    SceneFileEntry,
    ScreenplayFile,
    Speech,
    is_cue_key,
)
from screenplay2board.validation import Codes, KeyPath, validate

CODES = Codes(unknown_key="S2B121", wrong_value="S2B122")
_NOTE = re.compile(r"[ \t]*\[\[((?:[^\]]|\](?!\]))*)\]\]")
_EMPTY_BEGINNING = re.compile(r"\A(?:[ \t]*\n)+")
# What parts the text of one entry into elements, as it would in Fountain.
_PARTS = {"action": re.compile(r"\n(?:[ \t]*\n)+"), "lyrics": re.compile(r"\n\s*")}
_PARENTHETICAL_LINE = re.compile(r"\([^()\n]*\)")


def read_yaml(text: str, file: str, diagnostics: Diagnostics) -> Screenplay:
    """Read a YAML screenplay; what cannot be understood is reported and left out."""
    root = load_yaml(text, file, "S2B120", diagnostics)
    nothing = Screenplay(file=file, elements=(), scenes=())
    if root is None:
        return nothing
    if not isinstance(root, YamlMapping):
        hint = "begin with `title:` and `scenes:`; a Fountain script ends in .fountain"
        diagnostics.error("S2B122", "a list or text stands here, expected `scenes:`", root.span, hint=hint)
        return nothing
    where = _Places(root, text)
    read = validate(ScreenplayFile, cast("dict[str, Any]", plain_data(root)), where, CODES, diagnostics)
    reader = _Reader(where, diagnostics)
    cast_notes = tuple(
        CharacterNote(name=" ".join(name.split()).upper(), description=text, span=where.extent(("cast", name)))
        for name, text in (read.cast or {}).items()
        if text
    )
    elements = (*reader.title_page(read), *reader.scenes(read))
    return Screenplay(file=file, elements=elements, scenes=form_scenes(elements, file), cast=cast_notes)


class _Places:
    """Finds places in the file; `- MINA: text` is found under the names of the long form too."""

    def __init__(self, root: YamlMapping, text: str) -> None:
        self.root = root
        self.lines = text.split("\n")

    def __call__(self, path: KeyPath, *, key: bool = False) -> Span | None:
        """Return the place of the value, or the last key, at `path`."""
        return locate(self.root, self._written(path), key=key)

    def node(self, path: KeyPath) -> YamlNode | None:
        """Return the node at `path`, or None."""
        node: YamlNode | None = self.root
        for step in self._written(path):
            if isinstance(node, YamlMapping):
                node = node.get(str(step))
            elif isinstance(node, YamlSequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                return None
        return node

    def extent(self, path: KeyPath) -> Span:
        """Return the stretch from the first to the last character of what stands at `path`."""
        while (node := self.node(path)) is None:
            path = path[:-1]
        start, last = node.span, _last_scalar(node)
        end_line, end_column = last.span.end_line, last.span.end_column
        if end_column == 1 and end_line > last.span.line:  # a block, which ends where the next line begins
            end_line -= 1
            while end_line > last.span.line and not self.lines[end_line - 1].strip():
                end_line -= 1
            end_column = len(self.lines[end_line - 1].rstrip()) + 1
        return replace(start, end_line=max(end_line, start.line), end_column=end_column)

    def _written(self, path: KeyPath) -> KeyPath:
        """Return the path as it stands in the file."""
        if len(path) < 5 or path[4] != "dialogue":
            return path
        element = _step(_step(_step(_step(self.root, path[0]), path[1]), path[2]), path[3])
        if not isinstance(element, YamlMapping) or element.entry("dialogue") or not element.entries:
            return path
        cue = element.entries[0]
        if not is_cue_key(cue.key.text):
            return path
        below = path[5:] if isinstance(cue.value, YamlMapping) and path[5:6] != ("character",) else ()
        return (*path[:4], cue.key.text, *below)


def _step(node: YamlNode | None, step: str | int) -> YamlNode | None:
    if isinstance(node, YamlMapping):
        return node.get(str(step))
    if isinstance(node, YamlSequence) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


def _last_scalar(node: YamlNode) -> YamlNode:
    """Return the last text in a node; lists and mappings themselves end where the next token begins."""
    while isinstance(node, (YamlMapping, YamlSequence)):
        parts: Sequence[YamlNode] = (
            node.items if isinstance(node, YamlSequence) else tuple(entry.value for entry in node.entries)
        )
        if not parts:
            break
        node = parts[-1]
    return node


class _Reader:
    """Turns validated entries into elements."""

    def __init__(self, where: _Places, diagnostics: Diagnostics) -> None:
        self.where = where
        self.diagnostics = diagnostics

    def title_page(self, read: ScreenplayFile) -> Iterator[Element]:
        """Yield the title page entries, the title first."""
        if read.title:
            yield self._element("title_page", read.title, ("title",), key="Title")
        for key, value in (read.title_page or {}).items():
            if value:
                yield self._element("title_page", value, ("title_page", key), key=key)

    def scenes(self, read: ScreenplayFile) -> Iterator[Element]:
        """Yield the elements of all scenes."""
        for index, scene in enumerate(read.scenes or ()):
            if scene is not None:
                yield from self._scene(scene, ("scenes", index))

    def _scene(self, scene: SceneFileEntry, path: KeyPath) -> Iterator[Element]:
        if scene.heading and scene.heading.strip():
            heading = self._element("scene_heading", " ".join(scene.heading.split()), (*path, "heading"))
            notes = self._notes(scene.notes, (*path, "notes"))
            yield replace(heading, scene_number=scene.number, notes=(*heading.notes, *notes))
        else:
            hint = "write `heading: INT. KITCHEN - NIGHT`"
            message = "a scene without `heading` goes on from the scene before"
            self.diagnostics.warning("S2B124", message, self.where(path), hint=hint)
        yield from self._texts("synopsis", scene.synopsis or "", (*path, "synopsis"))
        for index, entry in enumerate(scene.elements or ()):
            if entry is not None:
                yield from self._entry(entry, (*path, "elements", index))

    def _entry(self, entry: ElementEntry, path: KeyPath) -> Iterator[Element]:
        if not entry.model_fields_set and isinstance(self.where.node(path), YamlMapping):
            return  # what stands here was not understood, and is reported
        kinds = [kind for kind in KINDS if getattr(entry, kind) is not None]
        if len(kinds) != 1:
            found = " and ".join(f"`{kind}`" for kind in kinds) or "nothing"
            message = f"a paragraph that is {found}, expected one of {', '.join(KINDS)}"
            self.diagnostics.error("S2B123", message, self.where(path), hint="put each on an item of its own")
            return
        kind = kinds[0]
        notes = self._notes(entry.notes, (*path, "notes"))
        place = (*path, kind) if isinstance(self.where.node(path), YamlMapping) else path
        if kind == "dialogue" and entry.dialogue:
            yield from _with_notes(self._speech(entry.dialogue, place), notes)
        elif kind == "dual":
            sides: tuple[Dual, Dual] = ("left", "right")
            for index, (speech, side) in enumerate(zip(entry.dual or (), sides, strict=False)):
                if speech is not None:
                    for element in self._speech(speech, (*place, index)):
                        yield replace(element, dual=side)
        elif kind == "shot":
            yield from self._note(f"shot: {entry.shot}", place)
        elif kind == "note":
            yield from self._note(entry.note or "", place)
        elif kind == "page_break":
            yield Element(type="page_break", text="", span=self.where.extent(place))
        else:
            texts = self._texts(cast("ElementType", kind), str(getattr(entry, kind)), place)
            for element in _with_notes(texts, notes):
                yield replace(element, depth=entry.depth or 1) if element.type == "section" else element

    def _texts(self, kind: ElementType, text: str, path: KeyPath) -> Iterator[Element]:
        """Yield an element for each paragraph of action or line of lyrics, and mere notes where nothing else stands."""
        for part in _PARTS[kind].split(text) if kind in _PARTS else (text,):
            element = self._element(kind, part, path)
            if element.text:
                yield element
            else:
                yield from (cut_element("note", note) for note in element.notes if note.text)

    def _speech(self, speech: Speech, path: KeyPath) -> Iterator[Element]:
        """Yield a cue and what is said; `(softly)` in front, or on a line of its own, is a parenthetical."""
        cue = split_cue(speech.character)
        name = self._element("character", cue.name.upper(), (*path, "character"))
        if not name.text:
            self.diagnostics.error("S2B122", "the name of who speaks is empty", self.where((*path, "character")))
            return
        extension = ", ".join(part for part in (cue.extension, speech.extension) if part) or None
        notes = self._notes(speech.notes, (*path, "notes"))
        yield replace(name, extension=extension, notes=(*name.notes, *notes))
        if speech.parenthetical and speech.parenthetical.strip(" ()"):
            text = f"({speech.parenthetical.strip().removeprefix('(').removesuffix(')')})"
            yield self._element("parenthetical", text, (*path, "parenthetical"))
        for kind, text in _spoken(speech.text or ""):
            yield from self._texts(kind, text, (*path, "text"))
        yield from self._texts("lyrics", speech.lyrics or "", (*path, "lyrics"))

    def _element(self, kind: ElementType, text: str, path: KeyPath, *, key: str | None = None) -> Element:
        """Make an element of text with Fountain's emphasis and notes in it."""
        span = self.where.extent(path)
        notes = [_note(found.group(1), span) for found in _NOTE.finditer(text)]
        said = _EMPTY_BEGINNING.sub("", _NOTE.sub("", text)).rstrip().split("\n")
        lines = [line.replace("\t", TAB) if kind == "action" else line.strip() for line in said]
        if kind in ONE_LINE_TYPES:
            lines = [" ".join(line for line in lines if line)]
        return make_element(kind, lines, span, notes, key=key)

    def _note(self, text: str, path: KeyPath) -> Iterator[Element]:
        note = _note(text, self.where.extent(path))
        if note.text:
            yield cut_element("note", note)

    def _notes(self, texts: tuple[str, ...], path: KeyPath) -> tuple[Note, ...]:
        return tuple(_note(text, self.where.extent((*path, index))) for index, text in enumerate(texts) if text.strip())


def _note(text: str, span: Span) -> Note:
    """Make a note of text, its lines without space around them."""
    return Note(text="\n".join(line.strip() for line in text.strip().split("\n")), span=span)


def _with_notes(elements: Iterator[Element], notes: tuple[Note, ...]) -> Iterator[Element]:
    """Hang notes on the first of some elements."""
    for index, element in enumerate(elements):
        yield replace(element, notes=(*element.notes, *notes)) if index == 0 and notes else element


def _spoken(text: str) -> Iterator[tuple[ElementType, str]]:
    """Split what is said into parentheticals and dialogue."""
    rest = text.strip()
    opening = _PARENTHETICAL_LINE.match(rest)
    if opening and rest[opening.end() :].strip():
        yield "parenthetical", opening.group()
        rest = rest[opening.end() :].strip()
    lines: list[str] = []
    for line in rest.split("\n"):
        if _PARENTHETICAL_LINE.fullmatch(line.strip()):
            if lines:
                yield "dialogue", "\n".join(lines)
            yield "parenthetical", line.strip()
            lines = []
        else:
            lines.append(line)
    if any(line.strip() for line in lines):
        yield "dialogue", "\n".join(lines)
