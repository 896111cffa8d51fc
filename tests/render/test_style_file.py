"""Drawing styles of people's own: read from a file, carried to workers, a part of every panel's key."""

import dataclasses
from pathlib import Path

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.choosing import choose_backend
from screenplay2board.render.sketch.backend import SketchBackend
from screenplay2board.render.sketch.style_file import HatchEntry, StyleFile, decode, encode, read_style
from screenplay2board.render.sketch.styles import STYLES, Hatch, SketchStyle
from screenplay2board.settings import load_settings


def read(folder: Path, text: str) -> tuple[SketchStyle | None, list[str]]:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    diagnostics = Diagnostics()
    style = read_style(path, diagnostics)
    return style, [f"{item.span.line if item.span else 0} {item.code} {item.message}" for item in diagnostics]


def test_everything_that_a_style_has_can_be_said_in_a_file() -> None:
    assert {*StyleFile.model_fields} - {"based_on"} == {field.name for field in dataclasses.fields(SketchStyle)} - {
        "name"
    }
    assert {*HatchEntry.model_fields} == {field.name for field in dataclasses.fields(Hatch)}


def test_a_file_changes_what_it_says_and_leaves_the_rest_to_its_base(tmp_path: Path) -> None:
    style, problems = read(tmp_path, 'based_on = "pencil"\nink = 20\n[[hatches]]\nfrom_level = 3\nspacing_px = 4\n')
    assert problems == []
    hatch = Hatch(from_level=3, angle_deg=-38.0, spacing_px=4.0, width_px=1.2, grey=120)
    assert style == dataclasses.replace(STYLES["pencil"], name="own", ink=20, hatches=(hatch,))


def test_no_tones_are_line_alone(tmp_path: Path) -> None:
    style, problems = read(tmp_path, "tones = []\n")
    assert style is not None
    assert (style.tones, style.tone_darkness, problems) == ((), (), [])


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("inks = 3\n", ["1 S2B303 unknown key `inks`"]),
        ('\nbased_on = "pencl"\n', ["2 S2B304 unknown drawing style `pencl`"]),
        ("ink = 300\n", ["1 S2B304 `ink` is `300`, expected at most 255"]),
        ("white_ink_from = 1\n", ["1 S2B304 `white_ink_from` is `1`, expected two numbers such as `[0.84, 1.1]`"]),
        ("tones = [9, 5]\n", ["1 S2B304 2 `tones` stand beside 6 of `tone_darkness`"]),
        (
            "tones = [5, 9]\ntone_darkness = [0.5, 0.4]\n",
            ["1 S2B304 `tones` do not go from light to dark", "2 S2B304 `tone_darkness` does not rise"],
        ),
        (
            "surveyed = true\n" + "".join(f"[[hatches]]\ngrey = {grey}\n" for grey in range(5)),
            ["2 S2B304 the style needs 18 greys, a picture has 16"],
        ),
        ("ink = [\n", ["2 S2B302 cannot be read as TOML: invalid value"]),
    ],
)
def test_what_is_wrong_in_a_file_is_told_at_its_place(tmp_path: Path, text: str, problems: list[str]) -> None:
    style, told = read(tmp_path, text)
    assert style is None
    assert told == problems


def test_the_example_of_the_documentation_is_a_style(tmp_path: Path) -> None:
    example = (Path(__file__).parents[2] / "docs" / "styles.md").read_text(encoding="utf-8").split("```toml\n")[1]
    style, problems = read(tmp_path, example.partition("```")[0])
    assert problems == []
    assert style is not None
    assert style.line_weight == 1.7


@pytest.mark.parametrize("name", STYLES)
def test_a_style_travels_to_workers_as_text(name: str) -> None:
    assert decode(encode(STYLES[name])) == STYLES[name]


def test_every_built_in_style_has_greys_enough() -> None:
    from screenplay2board.render.sketch.drawing import _palette  # pyright: ignore[reportPrivateUsage]

    assert {name for name, style in STYLES.items() if len(_palette(style)) > 16} == set()


def test_the_style_itself_is_in_the_fingerprint_and_not_its_name(tmp_path: Path) -> None:
    def fingerprint(name: str, text: str) -> object:
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / "board.toml").write_text(f'[render]\nstyle = "{name}"\n', encoding="utf-8")
        diagnostics = Diagnostics()
        backend = choose_backend(load_settings(tmp_path / "board.toml", diagnostics), diagnostics)
        assert list(diagnostics) == []
        assert backend is not None
        assert SketchBackend(**backend.options).fingerprint() == backend.fingerprint
        return backend.style, backend.fingerprint

    first = fingerprint("a.toml", "ink = 30\n")
    assert fingerprint("b.toml", "ink = 30  # black\n") == first
    assert fingerprint("b.toml", "ink = 31\n") != first
