"""What can be chosen by name: `name -> "module:attribute"`, loaded only when it is used.

Adding a reader, a backend, an executor or an exporter touches one new file and one row here. Third parties add theirs
through the entry point group `screenplay2board.<kind>`; a row of this table wins over an entry point of the same name.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from screenplay2board.diagnostics import nearest

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Kind = Literal["readers", "backends", "executors", "exporters", "judges", "framing_judges", "head_detectors"]

_ROWS: dict[Kind, dict[str, str]] = {
    "readers": {  # by file suffix
        ".fountain": "screenplay2board.screenplay.fountain:read_fountain",
        ".spmd": "screenplay2board.screenplay.fountain:read_fountain",
        ".txt": "screenplay2board.screenplay.fountain:read_fountain",
        ".yaml": "screenplay2board.screenplay.yaml:read_yaml",
        ".yml": "screenplay2board.screenplay.yaml:read_yaml",
        ".fdx": "screenplay2board.screenplay.fdx:read_fdx",
    },
    "backends": {
        "diffusion": "screenplay2board.render.diffusion.backend:DiffusionBackend",
        "sketch": "screenplay2board.render.sketch.backend:SketchBackend",
    },
    "executors": {
        "dask": "screenplay2board.render.executors.dask:DaskExecutor",
        "inline": "screenplay2board.render.executors.inline:InlineExecutor",
        "processes": "screenplay2board.render.executors.processes:ProcessExecutor",
    },
    "exporters": {  # by what the file's name ends in
        "csv": "screenplay2board.export.shot_list:write_csv",
        "edl": "screenplay2board.export.edl:write_edl",
        "fcpxml": "screenplay2board.export.fcpxml:write_fcpxml",
        "gif": "screenplay2board.export.gif:write_gif",
        "mp4": "screenplay2board.export.animatic:write_mp4",
        "otio": "screenplay2board.export.otio:write_otio",
        "pptx": "screenplay2board.export.deck:write_pptx",
        "srt": "screenplay2board.export.subtitles:write_srt",
        "storyboarder": "screenplay2board.export.storyboarder:write_storyboarder",
        "xlsx": "screenplay2board.export.shot_list:write_xlsx",
    },
    "judges": {  # of painted panels
        "framing": "screenplay2board.render.diffusion.framing:framing_judge",
        "heads": "screenplay2board.render.diffusion.judge:HeadsJudge",
        "none": "screenplay2board.render.diffusion.judge:no_judge",
        "plain": "screenplay2board.render.diffusion.judge:plain_judge",
        "vlm": "screenplay2board.render.diffusion.vlm:VlmJudge",
    },
    "framing_judges": {  # of painted pictures, in `python -m training validate`
        "framing": "training.validate.judges:framing_vote",
        "pose": "training.validate.judges:pose_vote",
        "vlm": "training.validate.vlm:vlm_vote",
    },
    "head_detectors": {  # from pictures to boxes around heads
        "drawings": "screenplay2board.render.diffusion.heads:find_heads",
    },
}


class UnknownNameError(LookupError):
    """Nothing is registered under a name; the message lists what is."""

    def __init__(self, kind: Kind, name: str) -> None:
        known = names(kind)
        near = nearest(name, known)
        self.hint = f"did you mean `{near}`?" if near else None
        super().__init__(f"there is no `{name}` among the {kind}: {', '.join(known)}")


def is_built_in(kind: Kind, name: str) -> bool:
    """Tell whether `name` is this package's own."""
    return name in _ROWS[kind]


def names(kind: Kind) -> tuple[str, ...]:
    """Return the names registered for `kind`, in order."""
    plugins = {point.name for point in _plugins(kind)}
    return tuple(sorted(plugins | set(_ROWS[kind])))


def load(kind: Kind, name: str) -> Any:
    """Import and return what is registered under `name`.

    Raises: UnknownNameError where nothing is; ImportError where a plugin's own imports fail.
    """
    target = _ROWS[kind].get(name)
    if target is not None:
        module, _, attribute = target.partition(":")
        return getattr(import_module(module), attribute)
    for point in _plugins(kind):
        if point.name == name:
            return point.load()
    raise UnknownNameError(kind, name)


def _plugins(kind: Kind) -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points  # takes longer to load than `s2b --help` should

    return entry_points(group=f"screenplay2board.{kind}")
