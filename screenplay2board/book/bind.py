"""Bind typeset pages into one PDF: pictures, folios, links of the contents, bookmarks, metadata.

Enters: the PDF bytes of the front matter and of each scene. Leaves: a PDF file, the same bytes for the same input.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, OutlineItem, Pdf, String

from screenplay2board.book.addresses import SCENE_LINK
from screenplay2board.book.embed import EmbeddedImage
from screenplay2board.book.typeset import picture_name

MM_PT = 72.0 / 25.4
FOLIO_BASELINE_MM = 8.0
FOLIO_GREY = 0.45
FOLIO_SIZE_PT = 7.0
# The cover has no folio.
FIRST_FOLIO = 2

LoadPicture = Callable[[str], EmbeddedImage | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """The pages of a scene and its bookmark."""

    title: str
    pdf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BookInformation:
    """What the PDF says about itself."""

    title: str
    authors: str
    language: str
    producer: str
    contents_title: str


class SpecimenError(ValueError):
    """The front matter does not end with a specimen of the digits."""


def bind_book(
    front: bytes,
    chapters: Iterable[Chapter],
    path: Path,
    information: BookInformation,
    load_picture: LoadPicture,
) -> int:
    """Write the bound book to `path` and return its number of pages.

    The last page of `front` is a specimen of the digits for the folios and is not bound.
    """
    pdf = Pdf.new()
    with Pdf.open(io.BytesIO(front)) as source:
        folio = _folio_font(pdf, source)
        pdf.pages.extend(source.pages[:-1])
    front_pages = len(pdf.pages)
    pictures = _Pictures(pdf, load_picture)
    starts: list[int] = []
    titles: list[str] = []
    for chapter in chapters:
        starts.append(len(pdf.pages))
        titles.append(chapter.title)
        with Pdf.open(io.BytesIO(chapter.pdf)) as source:
            pdf.pages.extend(source.pages)
    for page in pdf.pages:
        pictures.place(page)
    _link_contents(pdf, front_pages, starts)
    for number, page in enumerate(pdf.pages, start=1):
        if number >= FIRST_FOLIO:
            folio.stamp(page, number)
    _add_bookmarks(pdf, information.contents_title, titles, starts)
    _add_information(pdf, information)
    with path.open("wb") as file:
        patient = _PatientFile(file)
        pdf.save(patient, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate, linearize=False)  # pyright: ignore[reportArgumentType]
        patient.finish()
    return len(pdf.pages)


class _PatientFile(io.RawIOBase):
    """A stream that keeps the error of a full disk until `finish`: raised inside QPDF, it would abort the process."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self._error: OSError | None = None

    def writable(self) -> bool:
        """Say that one can write here."""
        return True

    def write(self, data: Any) -> int:
        """Write, or after an error only pretend to."""
        if self._error is None:
            try:
                self._file.write(data)
            except OSError as error:
                self._error = error
        return len(data)

    def finish(self) -> None:
        """Write what is left. Raises: OSError where any of it could not be written."""
        if self._error is not None:
            raise self._error
        self._file.flush()


class _Pictures:
    """Put pictures in the place of their placeholders; one that stands on several pages is stored once."""

    def __init__(self, pdf: Pdf, load: LoadPicture) -> None:
        self._pdf = pdf
        self._load = load
        self._streams: dict[str, Any] = {}
        self._seen: set[tuple[int, int]] = set()

    def place(self, page: pikepdf.Page) -> None:
        resources: Any = page.obj.get(Name.Resources)
        if resources is None or resources.objgen in self._seen:
            return
        self._seen.add(resources.objgen)  # WeasyPrint shares one resources dictionary among the pages of a document
        x_objects: Any = resources.get(Name.XObject, Dictionary())
        for key in list(x_objects.keys()):
            stream = x_objects[key]
            if stream.get(Name.Filter) != Name.DCTDecode:
                continue
            name = picture_name(stream.read_raw_bytes())
            if name is None:
                continue
            if name not in self._streams:
                self._streams[name] = self._stream(name)
            if self._streams[name] is not None:
                x_objects[key] = self._streams[name]

    def _stream(self, name: str) -> Any:
        image = self._load(name)
        if image is None:
            return None
        stream: Any = pikepdf.Stream(self._pdf, image.data)
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        stream.Width, stream.Height, stream.BitsPerComponent = image.width_px, image.height_px, image.bits
        stream.Interpolate = True
        device = Name.DeviceRGB if image.colors == 3 else Name.DeviceGray
        if image.palette is not None:
            stream.ColorSpace = _indexed(image.palette)
        else:
            stream.ColorSpace = device
        if image.jpeg:
            stream.Filter = Name.DCTDecode
        else:
            stream.Filter = Name.FlateDecode
            stream.DecodeParms = Dictionary(
                Predictor=15, Colors=image.colors, BitsPerComponent=image.bits, Columns=image.width_px
            )
        return self._pdf.make_indirect(stream)


def _indexed(palette: bytes) -> Array:
    """Return an indexed colour space, of greys where the palette has nothing else."""
    entries = len(palette) // 3
    red, green, blue = palette[0::3], palette[1::3], palette[2::3]
    if red == green == blue:
        return Array([Name.Indexed, Name.DeviceGray, entries - 1, String(red)])
    return Array([Name.Indexed, Name.DeviceRGB, entries - 1, String(palette)])


class _FolioFont:
    """Write page numbers with the digits of the specimen page."""

    def __init__(self, font: Any, codes: tuple[bytes, ...], widths_pt: tuple[float, ...]) -> None:
        self._font = font
        self._codes = codes
        self._widths_pt = widths_pt

    def stamp(self, page: pikepdf.Page, number: int) -> None:
        """Write `number` centred in the bottom margin.

        WeasyPrint leaves its own transformation in force at the end of a page: without q and Q around the page's
        content the number would land mirrored at the top.
        """
        digits = [int(digit) for digit in str(number)]
        width = sum(self._widths_pt[digit] for digit in digits)
        box = page.mediabox
        x = (float(box[0]) + float(box[2]) - width) / 2
        y = float(box[1]) + FOLIO_BASELINE_MM * MM_PT
        text = b"".join(self._codes[digit] for digit in digits).hex()
        content = f"Q q {FOLIO_GREY} g BT /S2BFolio {FOLIO_SIZE_PT} Tf {x:.2f} {y:.2f} Td <{text}> Tj ET Q"
        resources: Any = page.obj[Name.Resources]
        if Name.Font not in resources:
            resources[Name.Font] = Dictionary()
        resources.Font[Name.S2BFolio] = self._font
        page.contents_add(b"q", prepend=True)
        page.contents_add(content.encode())


def _folio_font(pdf: Pdf, front: Pdf) -> _FolioFont:
    """Read font, codes and widths of the ten digits from the last page of the front matter.

    Raises: SpecimenError where the page does not show the ten digits in one font.
    """
    page = front.pages[-1]
    font_name, codes = None, b""
    for instruction in pikepdf.parse_content_stream(page, "Tf Tj TJ"):
        operator = str(instruction.operator)
        operands: list[Any] = list(instruction.operands)
        if operator == "Tf":
            font_name = operands[0]
        elif operator == "Tj":
            codes += bytes(operands[0])
        elif operator == "TJ":
            codes += b"".join(bytes(item) for item in operands[0] if isinstance(item, String))
    if font_name is None or len(codes) != 20:
        raise SpecimenError("the specimen page of the front matter must show the ten digits and nothing else")
    resources: Any = page.obj[Name.Resources]
    font = resources.Font[font_name]
    pairs = tuple(codes[at : at + 2] for at in range(0, 20, 2))
    widths = _glyph_widths(font)
    advances = tuple(widths.get(int.from_bytes(pair, "big"), 600.0) * FOLIO_SIZE_PT / 1000 for pair in pairs)
    return _FolioFont(pdf.copy_foreign(font), pairs, advances)


def _glyph_widths(font: Any) -> dict[int, float]:
    """Return the widths of a composite font's glyphs in thousandths of an em (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    items: list[Any] = list(font.DescendantFonts[0].get(Name.W, Array()))
    at = 0
    while at + 1 < len(items):
        first, second = int(items[at]), items[at + 1]
        if isinstance(second, Array):
            widths |= {first + offset: float(width) for offset, width in enumerate(second)}  # type: ignore[arg-type]
            at += 2
        else:
            widths |= dict.fromkeys(range(first, int(second) + 1), float(items[at + 2]))
            at += 3
    return widths


def _link_contents(pdf: Pdf, front_pages: int, starts: list[int]) -> None:
    """Point the entries of the contents at the pages of their scenes."""
    for page in list(pdf.pages)[:front_pages]:
        annotations: Any = page.obj.get(Name.Annots, Array())
        for annotation in annotations:
            target = str(annotation.get(Name.A, Dictionary()).get(Name.URI, ""))
            if target.startswith(SCENE_LINK):
                del annotation[Name.A]
                position = int(target.removeprefix(SCENE_LINK))
                annotation.Dest = Array([pdf.pages[starts[position]].obj, Name.Fit])


def _add_bookmarks(pdf: Pdf, contents_title: str, titles: list[str], starts: list[int]) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem(contents_title, 1, "Fit"))
        outline.root.extend(OutlineItem(title, start, "Fit") for title, start in zip(titles, starts, strict=True))
    pdf.Root.PageMode = Name.UseOutlines


def _add_information(pdf: Pdf, information: BookInformation) -> None:
    """Say title, authors and language; no dates, since they would differ from run to run."""
    pdf.Root.Lang = String(information.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    info: Any = pdf.docinfo
    info[Name.Title] = String(information.title)
    if information.authors:
        info[Name.Author] = String(", ".join(information.authors.splitlines()))
    info[Name.Producer] = String(information.producer)
