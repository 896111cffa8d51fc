r"""The whole road, and the only place that joins the stages.

    script.fountain | .yaml | .fdx
          | read            screenplay/   Screenplay: scenes, elements, characters, each with its Span
          v
    Screenplay + script.shots.yaml (what people decided)
          | plan            plan/         ShotList: every shot with size, angle, move, cast, duration and the reason why
          v
    ShotList
          | stage           stage/        Stage: set, posed cast, props, light and a solved camera, in metres
          v
    Stage ---------> draw   render/sketch/      ink and grey marker, any machine
          \--------> paint  render/diffusion/   Stable Diffusion, LoRA and trigger token, guided by the stage
          | store           store.py      content-addressed panels; nothing is drawn twice
          v
    Panels
          | lay out         book/         pages, captions -> HTML, PDF
          v
    build/<name>/           output.py     index.html, <name>.pdf, panels/, manifest.json

Staging happens where a panel is drawn, in the workers: what is already in the store is not even staged.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError

from screenplay2board import __version__
from screenplay2board.book.html import write_html
from screenplay2board.book.lay_out import PanelPicture, lay_out, picture_names
from screenplay2board.book.templates import BookTemplates, template_problem
from screenplay2board.book.types import Book, BookPlan, BookSettings
from screenplay2board.book.wording import Wording
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.manifest import manifest_of
from screenplay2board.order import BuildOrder, BuildReport, build_date
from screenplay2board.output import PANELS, OutputFolder
from screenplay2board.plan.annotations import apply_annotations, read_annotations
from screenplay2board.plan.paths import annotations_path
from screenplay2board.plan.planner import plan
from screenplay2board.plan.types import CastOverride, ShotList
from screenplay2board.render.choosing import (
    ChosenBackend,
    WorkersWish,
    Workshop,
    choose_backend,
    open_store,
    works_on_this_machine,
)
from screenplay2board.render.panels import PanelMaker, Progress
from screenplay2board.render.specs import PictureSettings, panel_specs
from screenplay2board.render.types import PanelSpec
from screenplay2board.screenplay.reading import STDIN, read_screenplay, script_name
from screenplay2board.screenplay.types import Screenplay
from screenplay2board.settings import Settings
from screenplay2board.store import PanelStore, content_key
from screenplay2board.up_to_date import inputs_digest, last_record, remember

FLAGGED = "flagged: "
DOUBTS = (FLAGGED, "too long for the prompt: ", "not translated: ")  # what a painter says of a doubtful panel
NAMED_FAILURES = 5  # so many failures are told one by one; the book marks all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A screenplay that was read, and its shots with what people decided."""

    screenplay: Screenplay
    shot_list: ShotList


def read_and_plan(script: Path, settings: Settings, diagnostics: Diagnostics) -> Planned | None:
    """Read a screenplay, plan its shots and apply the shots YAML beside it; None where it cannot be read."""
    screenplay = read_screenplay(script, diagnostics)
    if screenplay is None:
        return None
    shot_list = propose(screenplay, settings, diagnostics)
    shots_file = annotations_path(script)
    if script != STDIN and shots_file.is_file():
        annotations = read_annotations(shots_file, diagnostics)
        if annotations is not None:
            shot_list = apply_annotations(shot_list, annotations, diagnostics)
    return Planned(screenplay=screenplay, shot_list=shot_list)


def propose(screenplay: Screenplay, settings: Settings, diagnostics: Diagnostics) -> ShotList:
    """Plan the shots of a screenplay as if nobody had edited them."""
    shot_list = plan(screenplay, cast=cast_overrides(settings, screenplay), diagnostics=diagnostics)
    return dataclasses.replace(shot_list, title=settings.project.title or shot_list.title)


def cast_overrides(settings: Settings, screenplay: Screenplay) -> tuple[CastOverride, ...]:
    """Return what the project, or else the screenplay's own cast, settles about characters, in the planner's terms."""
    overrides: list[CastOverride] = []
    for name, entry in settings.cast.items():
        said = entry.model_dump(exclude={"height", "clothes", "description", "lora", "lora_weight", "trigger"})
        words = ", ".join(part for part in (entry.description, entry.clothes) if part)
        span = settings.cast_spans.get(name)
        overrides.append(CastOverride(name=name, height_m=entry.height, description=words, span=span, **said))
    for note in screenplay.cast:
        if note.name not in settings.cast:
            overrides.append(CastOverride(name=note.name, description=note.description, span=note.span))
    return tuple(overrides)


def compile_book(
    order: BuildOrder,
    backend: ChosenBackend | None,
    inputs: str | None,
    diagnostics: Diagnostics,
    progress: Progress,
    workshop: Workshop,
) -> BuildReport | None:
    """Compile a screenplay into its book; return None where there is nothing to build.

    backend: None where it is wrong (reported): then only the screenplay's own faults are found. inputs: the digest
    under which a book that came out whole is remembered as up to date, None where it cannot be.

    Raises: OutputBusyError where another build writes to the folder; OSError where the output cannot be written.
    """
    report, findings = BuildReport(), Diagnostics()
    with report.timed("plan"):
        planned = read_and_plan(order.script, order.settings, findings)
    diagnostics.extend(findings)
    if planned is None or not planned.shot_list.scenes:  # an emptied script must not replace yesterday's book
        return None
    book_settings = order.settings.book_settings(language=language_of(planned.screenplay), templates=order.templates)
    wording = _wording(book_settings, diagnostics)
    if wording is None or backend is None:
        return None
    with report.timed("specify"):
        specs = specify(planned.shot_list, order.settings, backend)
    maker = _panel_maker(order, backend, specs, workshop, progress, diagnostics)
    if maker is None:
        return None
    with maker.folder.claim():
        pictures = _make_pictures(planned.shot_list, specs, maker, report)
        if pictures is None:  # the book of the last build is worth more than one without pictures
            return report
        if backend.gpu:
            found = Diagnostics()
            pictures = _doubted(pictures, planned.shot_list, specs, maker.order.open_store(), found)
            diagnostics.extend(found)
            findings.extend(found)
        book = lay_out(
            planned.shot_list,
            planned.screenplay,
            pictures,
            order.settings.frame_px,
            book_settings,
            wording,
            build_date(),
            _plans(planned.shot_list, specs, order.settings.book.plans, wording, report),
        )
        files = dict(maker.files)
        _write_documents(book, order, maker.folder, files, report, diagnostics)
        maker.folder.write_manifest(_manifest(planned, order.settings, backend, specs, files))
        whole = not diagnostics.has_errors and len(report.outputs) == len(order.documents)
        same = inputs == inputs_digest(order, backend)  # nobody wrote in the meantime
        remember(order, inputs if whole and same else None, files, report, findings)
    return report


def _panel_maker(
    order: BuildOrder,
    backend: ChosenBackend,
    specs: Mapping[str, PanelSpec],
    workshop: Workshop,
    progress: Progress,
    diagnostics: Diagnostics,
) -> PanelMaker | None:
    """Return what makes the pictures; None where the store, the executor or the device is wrong (reported)."""
    store = open_store(order.store_url or order.store_root, diagnostics)
    if store is None:
        return None
    missing = len(specs) - len(store.describe_all(spec.key for spec in specs.values()))
    gpus = backend.gpus(missing)
    executor = workshop.executor(WorkersWish.of(order), gpu=backend.gpu, gpus=len(gpus), diagnostics=diagnostics)
    if executor is None or (missing and works_on_this_machine(executor) and not backend.works_here(diagnostics)):
        return None
    record = last_record(order)
    return PanelMaker(
        order=backend.work_order(order.store_root, order.store_url, specs.values(), gpus),
        executor=executor,
        folder=OutputFolder(order.out_dir, record.files if record else None),
        progress=progress,
        diagnostics=diagnostics,
    )


def _make_pictures(
    shot_list: ShotList, specs: Mapping[str, PanelSpec], maker: PanelMaker, report: BuildReport
) -> dict[str, PanelPicture] | None:
    """Return the picture of each shot, by id; None where no more panels can be drawn, such as on a full disk."""
    names = _picture_files(shot_list, specs)
    with report.timed("render"):
        maker.make(specs.values(), {name: specs[id_].key for id_, name in names.items()})
    _count(report, shot_list, specs, maker)
    _tell_failures(shot_list, specs, maker, maker.diagnostics)
    if maker.stopped is not None:
        return None
    return {
        id_: PanelPicture(
            file=name if name in maker.files else None,
            failure=maker.failures.get(specs[id_].key, ""),
        )
        for id_, name in names.items()
    }


def describe(script: Path, settings: Settings, diagnostics: Diagnostics) -> dict[str, object] | None:
    """Return the manifest that a build of `script` would write, and draw nothing; None where there is none to build."""
    planned = read_and_plan(script, settings, diagnostics)
    if planned is None or not planned.shot_list.scenes:
        return None
    backend = choose_backend(settings, diagnostics)
    if backend is None:
        return None
    specs = specify(planned.shot_list, settings, backend)
    return _manifest(planned, settings, backend, specs, files={})


def specify(shot_list: ShotList, settings: Settings, backend: ChosenBackend) -> dict[str, PanelSpec]:
    """Return the panel specification of every shot that is drawn, by shot id."""
    common = PictureSettings(
        frame_px=settings.frame_px,
        style=backend.style,
        seed=settings.render.seed,
        likenesses=backend.likenesses,
        set_pictures=backend.set_pictures,
        seeds=backend.seeds,
    )
    return panel_specs(shot_list, common, backend.fingerprint)


def language_of(screenplay: Screenplay) -> str:
    """Return `ko` where a quarter of the first letters are Hangul (names and headings may be Latin), else `en`."""
    letters = "".join(element.text for element in screenplay.elements[:400])
    hangul = sum("가" <= letter <= "힣" for letter in letters)
    return "ko" if hangul * 4 > sum(map(str.isalpha, letters)) else "en"


def _count(report: BuildReport, shot_list: ShotList, specs: Mapping[str, PanelSpec], maker: PanelMaker) -> None:
    drawn = [shot for shot in shot_list.shots if shot.id in specs]
    report.scenes = len(shot_list.scenes)
    report.shots = len({(shot.scene_number, shot.number) for shot in drawn})
    report.panels = len(drawn)
    keys = [specs[shot.id].key for shot in drawn]
    report.rendered = sum(key in maker.rendered for key in keys)
    report.failed = sum(key in maker.failures for key in keys)
    report.cached = report.panels - report.rendered - report.failed


def _tell_failures(
    shot_list: ShotList, specs: Mapping[str, PanelSpec], maker: PanelMaker, diagnostics: Diagnostics
) -> None:
    failed = [shot for shot in shot_list.shots if shot.id in specs and specs[shot.id].key in maker.failures]
    if maker.stopped is not None:
        diagnostics.error(
            "S2B505",
            f"drawing stopped, {len(failed)} panels are missing: a panel {maker.stopped}",
            hint="mend that (--store names another store); the next build makes only what is missing",
        )
        return
    for shot in failed[:NAMED_FAILURES]:
        reason = maker.failures[specs[shot.id].key]
        diagnostics.error(
            "S2B503",
            f"panel {shot.number} could not be made: {reason}",
            shot.span,
            hint="the book marks its place; the next build makes only what is missing",
        )
    if len(failed) > NAMED_FAILURES:
        rest = len(failed) - NAMED_FAILURES
        diagnostics.error("S2B503", f"{rest} more panels could not be made, the book marks them all")


def _doubted(
    pictures: Mapping[str, PanelPicture],
    shot_list: ShotList,
    specs: Mapping[str, PanelSpec],
    store: PanelStore,
    diagnostics: Diagnostics,
) -> dict[str, PanelPicture]:
    """Mark the pictures that a judge refused to the last; warn of them, and of words that fell out of prompts."""
    marked = dict(pictures)
    records = store.describe_all(spec.key for spec in specs.values())
    for shot in shot_list.shots:
        record = records.get(specs[shot.id].key) if shot.id in specs else None
        for reason in record.reasons if record else ():
            if reason.startswith(DOUBTS):
                hint = "another `seed` or `prompt` in the shots YAML paints it anew"
                diagnostics.warning("S2B537", f"panel {shot.number}: {reason}", shot.span, hint=hint)
            if reason.startswith(FLAGGED):
                marked[shot.id] = dataclasses.replace(marked[shot.id], doubt=reason.removeprefix(FLAGGED))
    return marked


def _wording(settings: BookSettings, diagnostics: Diagnostics) -> Wording | None:
    """Return the words of the book's language; None where a project's own are wrong (reported)."""
    try:
        return BookTemplates(settings.templates, language=settings.language).wording
    except TemplateError as error:
        diagnostics.error("S2B603", template_problem(error), hint="compare it with the table that comes with s2b")
        return None


def _plans(
    shot_list: ShotList, specs: Mapping[str, PanelSpec], wanted: bool, wording: Wording, report: BuildReport
) -> Mapping[str, BookPlan]:
    """Return the floor plans, none where the project wants none."""
    if not wanted:
        return {}
    from screenplay2board.book.plans import book_plans  # staging needs NumPy, which a build of kept panels does not

    with report.timed("plans"):
        return book_plans(shot_list, {id_: spec.brief for id_, spec in specs.items()}, wording.labels["floor_plan"])


def _write_documents(
    book: Book,
    order: BuildOrder,
    folder: OutputFolder,
    files: dict[str, str],
    report: BuildReport,
    diagnostics: Diagnostics,
) -> None:
    """Write the documents that are not there yet for exactly this book, and add them to `files`."""
    before, kept = folder.files_of_last_build(), folder.files_as_left()
    plain = dataclasses.replace(book, settings=dataclasses.replace(book.settings, templates=None))
    templates = BookTemplates(order.templates).digest("")
    source = content_key({"book": plain, "files": dict(files), "templates": templates, "s2b": __version__})
    pdf_name = f"{script_name(order.script)}.pdf"
    if "html" in order.documents:
        with report.timed("html"):
            written = kept.get("index.html") == source and (folder.root / "index.html").is_file()
            written = written or write_html(book, folder.root, diagnostics) is not None
        if written:
            files["index.html"] = source
            report.outputs.append(str(folder.root / "index.html"))
        elif "index.html" in before:
            files["index.html"] = before["index.html"]  # the old page stays, and is written anew next time
    if "pdf" in order.documents:
        with report.timed("pdf"):
            written = kept.get(pdf_name) == source and (folder.root / pdf_name).is_file()
            written = written or _write_pdf(book, order, folder.root / pdf_name, diagnostics)
        if written:
            files[pdf_name] = source
            report.outputs.append(str(folder.root / pdf_name))
        elif pdf_name in before:
            files[pdf_name] = before[pdf_name]


def _write_pdf(book: Book, order: BuildOrder, path: Path, diagnostics: Diagnostics) -> bool:
    from screenplay2board.book.pdf import write_pdf  # WeasyPrint takes a second to load and may lack its libraries

    cache = order.store_root / "pdf"
    found = Diagnostics()
    written = write_pdf(book, path, order.out_dir, cache, found) is not None
    asked = "pdf" in order.required
    for item in found:  # without the PDF's libraries the book is still whole, unless the PDF was asked for by name
        missing = asked and not written and item.severity == "warning"
        diagnostics.extend([dataclasses.replace(item, severity="error") if missing else item])
    return written


def _picture_files(shot_list: ShotList, specs: Mapping[str, PanelSpec]) -> dict[str, str]:
    """Return the file of each picture below the output folder, by shot id."""
    return {id_: f"{PANELS}/{name}" for id_, name in picture_names(shot_list.shots).items() if id_ in specs}


def _manifest(
    planned: Planned,
    settings: Settings,
    backend: ChosenBackend,
    specs: Mapping[str, PanelSpec],
    files: Mapping[str, str],
) -> dict[str, object]:
    width_px, height_px = settings.frame_px
    common = {"style": backend.style, "frame": f"{width_px}x{height_px}", "seed": str(settings.render.seed)}
    return manifest_of(
        planned.shot_list,
        specs,
        _picture_files(planned.shot_list, specs),
        drawing={**backend.fingerprint, **common},
        language=language_of(planned.screenplay),
        files=files,
    )
