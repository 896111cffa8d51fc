"""Templates: found in checkout and wheel, a project's own first, in a sandbox, with clear words when they are wrong."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from jinja2 import TemplateError
from sample_book import bare_book, draw_pictures, sample_scene

from screenplay2board.book.camera_names import ANGLE_NAMES, FRAMING_NAMES, LENS_NAMES, SIZE_NAMES
from screenplay2board.book.faces import font_hint, has_korean, pango_hint
from screenplay2board.book.html import write_html
from screenplay2board.book.pdf import write_pdf
from screenplay2board.book.templates import BookTemplates, template_problem, template_root
from screenplay2board.book.types import BookSettings, BookStyle
from screenplay2board.compare.wording import NOTHING, USUAL
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.types import CAMERA_MOVES, EFFECTS, TIMES_OF_DAY, WEATHERS
from screenplay2board.stage.names import PROPS

ROOT = Path(__file__).resolve().parents[2]


def test_the_templates_of_the_checkout_are_found() -> None:
    assert template_root() == ROOT / "templates"


def test_the_wheel_takes_the_templates_to_where_they_are_searched() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included["templates"] == "screenplay2board/templates"


@pytest.mark.parametrize("style", get_args(BookStyle))
def test_each_style_has_a_folder_with_all_it_needs(style: BookStyle) -> None:
    templates = BookTemplates()

    assert templates.table(f"{style}/style.toml")["font_size_pt"] > 0
    assert templates.read(f"{style}/scene.html") is not None


def test_fonts_come_with_their_licence() -> None:
    fonts = {path.name for path in (ROOT / "templates/fonts").iterdir()}

    assert "OFL.txt" in fonts
    assert sum((ROOT / "templates/fonts" / name).stat().st_size for name in fonts) < 2_000_000


def test_every_label_has_a_korean_word() -> None:
    labels = BookTemplates().table("shared/labels.toml")

    assert labels["ko"].keys() == labels["en"].keys()


def test_every_camera_word_and_thing_has_its_term_in_every_language_but_english() -> None:
    names = (ANGLE_NAMES, FRAMING_NAMES, LENS_NAMES, SIZE_NAMES)
    words = {*CAMERA_MOVES, *EFFECTS, *PROPS, *TIMES_OF_DAY, *WEATHERS, *USUAL.values(), NOTHING}
    words = words.union(*(table.values() for table in names)) - {""}
    for language, terms in BookTemplates().table("shared/terms.toml").items():
        assert terms.keys() == words, language


def test_a_projects_own_words_replace_single_ones(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "labels.toml").write_text('[en]\ncontents = "Index"\n', encoding="utf-8")
    labels = BookTemplates(tmp_path).labels
    assert (labels["contents"], labels["panel"]) == ("Index", "Panel")
    assert BookTemplates(tmp_path, language="ko").labels["contents"] == "차례"


def test_an_unknown_language_falls_back_to_english() -> None:
    assert BookTemplates(language="xx").labels["contents"] == "Contents"
    assert BookTemplates(language="ko-KR").labels["contents"] == "차례"


def own_templates(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_html", ".html").replace("_css", ".css").replace(
            "_toml", ".toml"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def write_both(folder: Path, own: Path) -> list[tuple[str, str]]:
    """Write HTML and PDF of a small book with templates of its own; return codes and messages."""
    book = bare_book([sample_scene(1, 1)], BookSettings(templates=own))
    draw_pictures(book, folder)
    diagnostics = Diagnostics()
    write_html(book, folder, diagnostics)
    write_pdf(book, folder / "book.pdf", folder, None, diagnostics)
    return [(item.code, item.message) for item in diagnostics]


def test_a_folder_of_ones_own_is_searched_first(tmp_path: Path) -> None:
    own = own_templates(tmp_path / "own", web__index_html="<p>{{ book.title }} & mine</p>")

    assert write_both(tmp_path, own) == []
    assert (tmp_path / "index.html").read_text() == "<p>Bare & mine</p>"
    assert (tmp_path / "book.pdf").is_file()


def test_a_style_may_be_changed_in_one_file(tmp_path: Path) -> None:
    own = own_templates(tmp_path / "own", three__style_toml=(ROOT / "templates/two/style.toml").read_text())

    assert BookTemplates(own).table("three/style.toml")["font_size_pt"] == 9.0
    assert write_both(tmp_path, own) == []


@pytest.mark.parametrize(
    "attack",
    [
        "{{ book.__class__.__mro__[1].__subclasses__() }}",
        "{{ labels.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    ],
)
def test_a_template_cannot_leave_the_sandbox(attack: str, tmp_path: Path) -> None:
    own = own_templates(tmp_path / "own", web__index_html=attack)

    found = write_both(tmp_path, own)

    assert [code for code, _ in found] == ["S2B603"]
    assert "unsafe" in found[0][1] or "undefined" in found[0][1] or "no attribute" in found[0][1]
    assert not (tmp_path / "index.html").exists()


@pytest.mark.parametrize("name", ["../pyproject.toml", "/etc/hostname", "three/../../pyproject.toml"])
def test_names_do_not_lead_out_of_the_folders(name: str) -> None:
    assert BookTemplates().read(name) is None


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    own = tmp_path / "own"
    own.mkdir()
    (own / "link.txt").symlink_to(tmp_path / "secret")

    assert BookTemplates(own).read("link.txt") is None


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"three__scene_html": "{% for %}"}, "template `three/scene.html`, line 1 cannot be filled"),
        ({"three__scene_html": "{{ nothing_such }}"}, "a template cannot be filled: 'nothing_such' is undefined"),
        ({"three__scene_html": "{{ 1 / 0 }}"}, "a template cannot be filled: three/scene.html: division by zero"),
        ({"three__style_toml": "columns = "}, "a template cannot be filled: `three/style.toml` is not valid TOML"),
        ({"three__style_toml": "colums = 3"}, "a template cannot be filled: `three/style.toml`:"),
    ],
)
def test_a_wrong_template_is_named(files: dict[str, str], message: str, tmp_path: Path) -> None:
    found = write_both(tmp_path, own_templates(tmp_path / "own", **files))

    assert [code for code, _ in found] == ["S2B603"]
    assert found[0][1].startswith(message)


def test_a_missing_template_is_named() -> None:
    with pytest.raises(TemplateError) as caught:
        BookTemplates().fill("four/scene.html")

    assert template_problem(caught.value) == "template `four/scene.html` was not found"


def test_the_digest_changes_with_every_file_and_only_with_them(tmp_path: Path) -> None:
    before = BookTemplates(own_templates(tmp_path / "own")).digest("three")
    assert BookTemplates().digest("three") == before

    own = own_templates(tmp_path / "own", three__style_css="b { color: red }")

    assert BookTemplates(own).digest("three") != before
    assert BookTemplates(own).digest("six") == BookTemplates().digest("six")


def test_korean_faces_are_asked_for_by_korean_only() -> None:
    assert has_korean(["abc", "카페"])
    assert has_korean(["ㅋㅋ"])
    assert not has_korean(["Élise Иван Ελένη — “quoted” … →"])


@pytest.mark.parametrize(
    ("system", "command"),
    [("Linux", "dnf install pango"), ("Darwin", "brew install pango"), ("Windows", "WEASYPRINT_DLL_DIRECTORIES")],
)
def test_hints_name_the_command_of_the_platform(system: str, command: str) -> None:
    assert command in pango_hint(system)
    assert "noto" in font_hint(system).lower()


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.getcwd() }}",
        "{% include '/etc/passwd' %}",
        "{% include 'shared/../../../../../../../etc/passwd' %}",
        "{% include 'x.html' %}",
        "{% for i in range(10 ** 9) %}x{% endfor %}",
        "{{ 'x' * 10 ** 10 }}",
        "{{ 9 ** (9 ** 9) }}",
    ],
)
def test_a_template_reaches_nothing_but_its_values(source: str, tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(source)
    with pytest.raises(TemplateError):
        BookTemplates(tmp_path).fill("x.html")


def test_templates_may_still_multiply(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("{{ '-' * 3 }}{{ 2.5 * 4 }}{{ 2 ** 8 }}")
    assert BookTemplates(tmp_path).fill("x.html") == "---10.0256"


@pytest.mark.parametrize("front", ["<p>no digits</p>", "{% for n in range(front_pages + 1) %}<p>{% endfor %}"])
def test_front_matter_without_its_specimen_is_a_finding(front: str, tmp_path: Path) -> None:
    book = bare_book([sample_scene(1, 1)], BookSettings(templates=tmp_path / "own"))
    draw_pictures(book, tmp_path)
    (tmp_path / "own" / "shared").mkdir(parents=True)
    (tmp_path / "own" / "shared" / "front.html").write_text(front + "<div style='break-before: page'></div>" * 2)
    diagnostics = Diagnostics()
    assert write_pdf(book, tmp_path / "book.pdf", tmp_path, None, diagnostics) is None
    assert [item.code for item in diagnostics if item.severity == "error"] == ["S2B603"]


def test_every_letter_of_a_printed_page_has_the_contrast_that_wcag_asks_for() -> None:
    """Source: WCAG 2.2, 1.4.3: 4.5 to 1, on white paper."""
    sheets = [path.read_text(encoding="utf-8") for path in template_root().glob("*/*.css") if path.parent.name != "web"]
    greys = {
        int(found, 16) for sheet in sheets for found in re.findall(r"(?<![-\w])color: #(\w{2})(?:\w{4}|\w)\b", sheet)
    }
    assert greys
    for grey in greys:
        light = grey / 255
        luminance = light / 12.92 if light <= 0.04045 else ((light + 0.055) / 1.055) ** 2.4
        assert 1.05 / (luminance + 0.05) >= 4.5, f"#{grey:02x}"
