"""Read Final Draft files (.fdx).

Enters: the bytes of an FDX file, from anybody. Leaves: `Screenplay`, every element with the line of its `<Paragraph>`.

FDX is XML without a published schema; the names here are those that Final Draft 8 to 13 and its peers write. A document
type, entities and external references are refused, depth and size are limited. Codes: S2B130 XML that cannot be read,
S2B131 what a screenplay has no business to hold, S2B132 no Final Draft script, S2B133 a paragraph type that is not
known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn
from xml.parsers import expat

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.marked_yaml import collection_paused
from screenplay2board.screenplay.fountain.elements import ONE_LINE_TYPES, cut_element
from screenplay2board.screenplay.fountain.lines import TAB, split_cue
from screenplay2board.screenplay.scenes import form_scenes
from screenplay2board.screenplay.types import Dual, Element, ElementType, Note, Screenplay, StyledRun

MAX_DEPTH = 40
MAX_ELEMENTS = 200_000  # a feature film has some 20,000
CHUNK_BYTES = 1 << 16  # limits are noticed after each chunk at the latest

TYPES: Mapping[str, ElementType] = {
    "scene heading": "scene_heading", "action": "action", "character": "character", "parenthetical": "parenthetical",
    "dialogue": "dialogue", "transition": "transition", "shot": "action", "general": "action", "singing": "lyrics",
    "lyrics": "lyrics", "cast list": "note", "new act": "centered", "end of act": "centered", "act break": "centered",
    "scene": "scene_heading", "synopsis": "synopsis", "outline 1": "section", "outline 2": "section",
    "outline 3": "section", "outline 4": "section", "outline body": "synopsis",
}  # fmt: skip
_LINE_BREAK = re.compile(r"[ \t]*\n[ \t]*")
# How title pages say who did what; the line below such a line is the name.
_CREDITS = ("by", "written by", "screenplay by", "story by", "teleplay by", "written and directed by", "an original")


class _RefusedError(Exception):
    """The file holds what is refused; says what."""


@dataclass(slots=True)
class _Node:
    """An XML element with its place. text: all character data directly in it."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    column: int
    children: list[_Node] = field(default_factory=list["_Node"])
    text: list[str] = field(default_factory=list[str])
    end_line: int = 0
    end_column: int = 0

    def all(self, tag: str) -> Iterator[_Node]:
        """Yield the children of one name."""
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> _Node | None:
        """Return the first child of one name."""
        return next(self.all(tag), None)


def _refusal(what: str) -> Callable[..., NoReturn]:
    """Return a handler that refuses the file."""

    def refuse(*_: object) -> NoReturn:
        raise _RefusedError(what)

    return refuse


class _TreeBuilder:
    """Builds a small tree with expat, and refuses what is not plain XML."""

    def __init__(self) -> None:
        self.root: _Node | None = None
        self.open: list[_Node] = []
        self.count = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = _refusal("a document type (`<!DOCTYPE`)")
        self.parser.EntityDeclHandler = _refusal("an entity declaration")
        self.parser.UnparsedEntityDeclHandler = _refusal("an entity declaration")
        self.parser.ExternalEntityRefHandler = _refusal("a reference to another file")

    def read(self, data: bytes) -> None:
        """Read a whole document. Raises: `_RefusedError`, `expat.ExpatError`; what was read so far stays."""
        for start in range(0, len(data), CHUNK_BYTES):
            self.parser.Parse(data[start : start + CHUNK_BYTES], False)
        self.parser.Parse(b"", True)

    def place(self) -> tuple[int, int]:
        """Return line and column, from 1."""
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise _RefusedError(f"more than {MAX_ELEMENTS} elements")
        if len(self.open) >= MAX_DEPTH:
            raise _RefusedError(f"elements nested deeper than {MAX_DEPTH}")
        line, column = self.place()
        node = _Node(tag=tag, attributes=attributes, line=line, column=column, end_line=line, end_column=column)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _end(self, tag: str) -> None:
        node = self.open.pop()
        node.end_line, node.end_column = self.place()
        node.end_column += len(f"</{tag}>")

    def _characters(self, text: str) -> None:
        if self.open:
            self.open[-1].text.append(text)


@collection_paused()
def read_fdx(data: bytes, file: str, diagnostics: Diagnostics) -> Screenplay:
    """Read an FDX file; what stands in front of a fault is kept."""
    builder = _TreeBuilder()
    nothing = Screenplay(file=file, elements=(), scenes=())
    try:
        builder.read(data)
    except _RefusedError as problem:
        line, column = builder.place()
        message = f"the file holds {problem}, which no screenplay needs"
        span = Span(file=file, line=line, column=column)
        diagnostics.error("S2B131", message, span, hint="open it in Final Draft and save it again")
        return nothing
    except (expat.ExpatError, LookupError, ValueError) as problem:
        line, column = builder.place()
        words = expat.ErrorString(problem.code) if isinstance(problem, expat.ExpatError) else str(problem)
        message = f"cannot be read as XML: {words or 'not well-formed'}"
        diagnostics.error("S2B130", message, Span(file=file, line=line, column=column))
    root = builder.root
    if root is None:
        return nothing
    if root.tag != "FinalDraft":
        span = Span(file=file, line=root.line, column=root.column)
        hint = "export the screenplay as Final Draft (.fdx) or Fountain"
        diagnostics.error("S2B132", f"`<{root.tag}>` stands here, expected `<FinalDraft>`", span, hint=hint)
        return nothing
    reader = _Reader(root, file, diagnostics)
    elements = tuple(reader.elements())
    return Screenplay(file=file, elements=elements, scenes=form_scenes(elements, file))


class _Reader:
    """Turns the paragraphs of a document into elements."""

    def __init__(self, root: _Node, file: str, diagnostics: Diagnostics) -> None:
        self.root = root
        self.file = file
        self.diagnostics = diagnostics
        self.unknown: set[str] = set()
        revisions = root.first("Revisions")
        self.revisions = {
            node.attributes.get("ID", ""): node.attributes.get("Color") or node.attributes.get("Name", "")
            for node in (revisions.all("Revision") if revisions else ())
        }
        self.revision_order = list(self.revisions)

    def elements(self) -> Iterator[Element]:
        """Yield the title page, the script, and the script notes that stand apart from it."""
        page = self.root.first("TitlePage")
        content = page.first("Content") if page else None
        if content is not None:
            yield from self._title_page(content)
        script = self.root.first("Content")
        for index, node in enumerate(script.all("Paragraph") if script else ()):
            yield from self._paragraph(node, first=index == 0)
        notes = self.root.first("ScriptNotes")
        for node in notes.all("ScriptNote") if notes else ():
            note = self._note(node)
            if note.text:
                yield cut_element("note", note)

    def _span(self, node: _Node) -> Span:
        return Span(
            file=self.file, line=node.line, column=node.column, end_line=node.end_line, end_column=node.end_column
        )

    def _paragraph(self, node: _Node, *, first: bool = False, dual: Dual | None = None) -> Iterator[Element]:
        if node.attributes.get("StartsNewPage") == "Yes" and not first:
            yield Element(type="page_break", text="", span=self._span(node))
        pair = node.first("DualDialogue")
        if pair is not None:
            yield from self._dual(pair)
            return
        kind = self._kind(node)
        omitted = node.first("OmittedScene")
        if omitted is not None:
            yield from self._omitted(node, omitted)
            return
        runs = _tidied(_runs(node), kind)
        text = "".join(run.text for run in runs)
        notes = tuple(note for child in node.all("ScriptNote") if (note := self._note(child)).text)
        if kind == "scene_heading" and text.strip().upper() == "OMITTED":
            yield from self._omitted(node, None)
            return
        if text.strip():
            yield self._element(node, kind, runs, notes, dual)
        elif notes:
            yield from (cut_element("note", note) for note in notes)
        yield from self._summary(node)

    def _kind(self, node: _Node) -> ElementType:
        written = node.attributes.get("Type", "Action")
        kind = TYPES.get(" ".join(written.lower().split()))
        if kind is None:
            if written not in self.unknown:
                message = f"paragraph type `{written}` is read as action"
                self.diagnostics.note("S2B133", message, self._span(node))
                self.unknown.add(written)
            kind = "action"
        centered = node.attributes.get("Alignment") == "Center" and kind == "action"
        return "centered" if centered else kind

    def _element(
        self, node: _Node, kind: ElementType, runs: tuple[StyledRun, ...], notes: tuple[Note, ...], dual: Dual | None
    ) -> Element:
        extension: str | None = None
        depth: int | None = None
        if kind == "character":
            # Final Draft shows cues and headings in capitals, however they were typed.
            cue = split_cue("".join(run.text for run in runs).strip())
            runs = (StyledRun(text=cue.name.upper()),)
            extension = cue.extension
        elif kind == "scene_heading":
            runs = tuple(replace(run, text=run.text.upper()) for run in runs)
        elif kind == "parenthetical" and not (runs[0].text.startswith("(") and runs[-1].text.endswith(")")):
            runs = (StyledRun(text="("), *runs, StyledRun(text=")"))
        elif kind == "section":
            depth = int(node.attributes.get("Type", "1")[-1])
        number = node.attributes.get("Number", "").strip() or None
        return Element(
            type=kind,
            text="".join(run.text for run in runs),
            span=self._span(node),
            runs=runs,
            notes=notes,
            scene_number=number if kind == "scene_heading" else None,
            depth=depth,
            dual=dual,
            extension=extension,
            revision=self._revision(node),
        )

    def _dual(self, pair: _Node) -> Iterator[Element]:
        """Yield two speeches side by side: the first character stands left, all that follows the second right."""
        side: Dual = "left"
        cues = 0
        for node in pair.all("Paragraph"):
            if self._kind(node) == "character":
                cues += 1
                side = "left" if cues == 1 else "right"
            yield from self._paragraph(node, dual=side)

    def _omitted(self, node: _Node, content: _Node | None) -> Iterator[Element]:
        """Yield what an omitted scene once said, as a boneyard: it is kept, and nothing is drawn of it."""
        number = node.attributes.get("Number", "").strip()
        lines = [f"OMITTED {number}".strip()]
        for paragraph in content.all("Paragraph") if content else ():
            text = "".join(run.text for run in _runs(paragraph)).strip()
            lines += [text] if text else []
        text = "\n".join(lines)
        yield Element(type="boneyard", text=text, span=self._span(node), runs=(StyledRun(text=text),))

    def _summary(self, node: _Node) -> Iterator[Element]:
        """Yield the summary of a scene, which stands in its heading's properties, as a synopsis."""
        properties = node.first("SceneProperties")
        summary = properties.first("Summary") if properties else None
        for paragraph in summary.all("Paragraph") if summary else ():
            runs = _tidied(_runs(paragraph), "synopsis")
            if runs:
                text = "".join(run.text for run in runs)
                yield Element(type="synopsis", text=text, span=self._span(paragraph), runs=runs)

    def _note(self, node: _Node) -> Note:
        lines = ("".join(run.text for run in _runs(paragraph)) for paragraph in node.all("Paragraph"))
        return Note(text="\n".join(lines).strip(), span=self._span(node))

    def _revision(self, node: _Node) -> str | None:
        """Return the colour of the newest revision that touched a paragraph."""
        ids = {node.attributes.get("RevisionID", "")} | {
            child.attributes.get("RevisionID", "") for child in node.all("Text")
        }
        found = [id for id in self.revision_order if id in ids]
        known = found[-1] if found else next((id for id in sorted(ids) if id.strip("0")), None)
        return (self.revisions.get(known) or known) if known else None

    def _title_page(self, content: _Node) -> Iterator[Element]:
        """Yield title page entries: the title first, the author below a credit, everything else as contact."""
        expected = "Title"
        for node in content.all("Paragraph"):
            runs = _tidied(_runs(node), "title_page")
            text = "".join(run.text for run in runs)
            if not text.strip():
                continue
            if expected != "Title" and text.strip().lower().rstrip(":") in _CREDITS:
                key, expected = "Credit", "Authors"
            else:
                key, expected = expected or "Contact", ""
            yield Element(type="title_page", key=key, text=text, span=self._span(node), runs=runs)


def _runs(paragraph: _Node) -> tuple[StyledRun, ...]:
    """Return the text of a paragraph, neighbours of one style joined."""
    runs: list[StyledRun] = []
    for node in paragraph.all("Text"):
        text = "".join(node.text).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
        styles = node.attributes.get("Style", "").split("+")
        if "AllCaps" in styles:
            text = text.upper()
        run = StyledRun(text=text, bold="Bold" in styles, italic="Italic" in styles, underline="Underline" in styles)
        if runs and replace(runs[-1], text="") == replace(run, text=""):
            runs[-1] = replace(run, text=runs[-1].text + text)
        elif text:
            runs.append(run)
    return tuple(runs)


def _tidied(runs: tuple[StyledRun, ...], kind: ElementType) -> tuple[StyledRun, ...]:
    """Return runs with the white space that Fountain keeps: indentation in action, line breaks but in headings."""
    if kind == "action":
        kept = [replace(run, text=run.text.replace("\t", TAB)) for run in runs]
    else:
        line_break = " " if kind in ONE_LINE_TYPES else "\n"
        kept = [replace(run, text=_LINE_BREAK.sub(line_break, run.text)) for run in runs]
    in_front = "\n" if kind == "action" else None
    while kept and not kept[-1].text.rstrip():
        kept.pop()
    if kept:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    while kept and not kept[0].text.strip(in_front):
        kept.pop(0)
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip(in_front))
    return tuple(kept)
