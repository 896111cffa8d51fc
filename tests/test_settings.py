from pathlib import Path

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.settings import Settings, load_settings
from screenplay2board.stage import names


def load(tmp_path: Path, toml: str, overrides: dict[str, object] | None = None) -> tuple[Settings, list[str]]:
    path = tmp_path / "board.toml"
    path.write_text(toml, "utf-8")
    diagnostics = Diagnostics()
    settings = load_settings(path, diagnostics, overrides)
    lines = [
        f"{item.span.line}:{item.span.column} {item.severity} {item.code} {item.message} | {item.hint}"
        if item.span
        else f"- {item.severity} {item.code} {item.message} | {item.hint}"
        for item in diagnostics
    ]
    return settings, lines


def test_without_a_file_the_defaults_hold():
    diagnostics = Diagnostics()
    settings = load_settings(None, diagnostics, {})
    assert not len(diagnostics)
    assert settings.book.style == "three"
    assert settings.frame_px == (1280, 720)


def test_values_are_read(tmp_path: Path):
    settings, problems = load(
        tmp_path,
        '[project]\ntitle = "Night"\nlanguage = "ko"\n[book]\nstyle = "Nine"\npage = "letter"\n'
        'aspect_ratio = "2.39:1"\n'
        "[render]\nwidth_px = 1000\n[cast.Mina]\nyears = 8\nheight = '128 cm'\nbuild = 'slim'\nhat = 'none'\n",
    )
    assert problems == []
    assert (settings.project.title, settings.book.style, settings.book.page) == ("Night", "nine", "Letter")
    assert settings.frame_px == (1000, 418)
    assert settings.book_settings().language == "ko"
    mina = settings.cast["MINA"]
    assert (mina.years, mina.height, mina.build, mina.hat, mina.hair) == (8, 1.28, "slim", "none", None)


@pytest.mark.parametrize(
    ("written", "ratio"),
    [('"16:9"', 16 / 9), ("1.85", 1.85), ('"2.39:1"', 2.39), ('"9:16"', 9 / 16), ("1", 1.0), ('"4x3"', 4 / 3)],
)
def test_aspect_ratios_are_read_in_every_common_form(tmp_path: Path, written: str, ratio: float):
    settings, problems = load(tmp_path, f"[book]\naspect_ratio = {written}\n")
    assert problems == []
    assert settings.book.aspect_ratio == pytest.approx(ratio)


def test_unknown_keys_name_their_place_and_the_nearest_key(tmp_path: Path):
    settings, problems = load(
        tmp_path,
        '# hi\n[boook]\nx = 1\n\n[book]\nstyle = "six"\n  orientatoin = "landscape"\n[cast.MINA]\nhairs = "bob"\n',
    )
    assert problems == [
        "7:3 error S2B303 unknown key `orientatoin` in `book` | did you mean `orientation`?",
        "9:1 error S2B303 unknown key `hairs` in `cast.MINA` | did you mean `hair`?",
        "2:2 error S2B303 unknown key `boook` | did you mean `book`?",
    ]
    assert settings.book.style == "six"


def test_wrong_values_name_their_place_and_what_was_expected(tmp_path: Path):
    settings, problems = load(
        tmp_path,
        '[book]\nstyle = "sixx"\naspect_ratio = "wide"\n[render]\nwidth_px = "big"\nworkers = 0\n'
        "seed = -1\n"
        "[cast]\nA = 3\n[cast.B]\nskin_grey = 2\naccessories = ['tie', 'sword']\nbuild = 'skinny'\n",
    )
    assert problems == [
        "2:1 error S2B304 unknown book style `sixx` | did you mean `six`?",
        "3:1 error S2B304 `aspect_ratio` is `wide`, expected a ratio such as `16:9`, `2.39` or `1.85` | None",
        "5:1 error S2B304 `width_px` is `big`, expected a whole number | None",
        "7:1 error S2B304 `seed` is `-1`, expected at least 0 | None",
        "6:1 error S2B304 `workers` is `0`, expected at least 1 | None",
        "9:1 error S2B304 `A` is `3`, expected keys with values | None",
        f"13:1 error S2B304 unknown build `skinny` | known: {', '.join(names.BUILDS)}",
        "11:1 error S2B304 `skin_grey` is `2`, expected at most 1 | None",
        f"12:23 error S2B304 unknown accessory `sword` | known: {', '.join(names.ACCESSORIES)}",
    ]
    assert settings.cast["B"].accessories == ("tie",)


def test_toml_that_cannot_be_read_says_where(tmp_path: Path):
    _, problems = load(tmp_path, "[book]\nstyle = \n")
    assert problems == ["2:9 error S2B302 cannot be read as TOML: invalid value | None"]
    _, problems = load(tmp_path, "a = " + "[" * 100_000)
    assert problems == ["1:1 error S2B302 cannot be read as TOML: nested too deep | None"]


def test_flags_win_over_the_file_and_their_mistakes_have_no_place(tmp_path: Path):
    toml = '[book]\nstyle = "one"\npage = "A4"\n'
    settings, problems = load(tmp_path, toml, {"book.style": "nine", "book.page": None, "render.style": "pencil"})
    assert problems == []
    assert (settings.book.style, settings.book.page, settings.render.style) == ("nine", "A4", "pencil")
    _, problems = load(tmp_path, toml, {"book.style": "ninety"})
    assert problems == ["- error S2B304 unknown book style `ninety` | did you mean `nine`?"]


@pytest.mark.parametrize("top", ["cast:\n  ", ""])
def test_the_cast_may_stand_in_its_own_file(tmp_path: Path, top: str):
    (tmp_path / "cast.yaml").write_text(
        f"{top}MINA: {{hair: bob, years: 30, aliases: [Young Mina]}}\n{'  ' if top else ''}TOM: {{hiar: bob}}\n",
        "utf-8",
    )
    settings, problems = load(tmp_path, "[cast.MINA]\nhair = 'long'\n[cast.ANNA]\n")
    assert set(settings.cast) == {"MINA", "TOM", "ANNA"}
    assert settings.cast["MINA"].hair == "long"
    assert [line.split(" ", 1)[1] for line in problems] == [
        "error S2B303 unknown key `hiar` in `cast.TOM` | did you mean `hair`?",
        "warning S2B305 character `MINA` stands here and in board.toml, board.toml holds "
        "| keep the character in one of the two files",
    ]
    assert problems[0].split(":")[0] == ("3" if top else "2")


def test_a_name_that_two_characters_claim_is_an_error(tmp_path: Path):
    settings, problems = load(tmp_path, "[cast.MINA]\naliases = 'the girl'\n[cast.'THE GIRL']\n")
    assert problems == [
        "3:7 error S2B305 `THE GIRL` names both `MINA` and `THE GIRL` | leave the name with one of the two"
    ]
    assert settings.cast["MINA"].aliases == ("THE GIRL",)


def test_files_that_cannot_be_read_are_reported(tmp_path: Path):
    for name, content, words in (
        ("none.toml", None, "no such file or directory"),
        ("bytes.toml", b"[book]\n\xff", "byte 0xff is not UTF-8"),
        ("big.toml", b"#" * 1_000_001, "is larger than"),
    ):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        diagnostics = Diagnostics()
        assert load_settings(path, diagnostics).book.style == "three"
        assert [item.code for item in diagnostics] == ["S2B301"]
        assert words in diagnostics.items[0].message
    diagnostics = Diagnostics()
    load_settings(tmp_path, diagnostics)
    assert [item.code for item in diagnostics] == ["S2B301"]
