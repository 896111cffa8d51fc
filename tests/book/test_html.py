"""The page of a book: what it says, that nothing in a screenplay can run in it, and how it behaves in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sample_book import bare_book, draw_pictures, rich_book, sample_panel, sample_scene

from screenplay2board.book.html import write_html
from screenplay2board.book.types import Book, BookSettings
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.types import DialogueLine

VOID = {"meta", "link", "img", "br", "hr", "input"}


class Outline(HTMLParser):
    """Collect the tags of a page and check that they nest."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page_of(book: Book, folder: Path) -> str:
    diagnostics = Diagnostics()
    path = write_html(book, folder, diagnostics)
    assert list(diagnostics) == []
    assert path == folder / "index.html"
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page of a book that has everything in it."""
    folder = tmp_path_factory.mktemp("page")
    book = rich_book()
    draw_pictures(book, folder)
    page_of(book, folder)
    return folder


@pytest.fixture(scope="module")
def text(rich: Path) -> str:
    return (rich / "index.html").read_text(encoding="utf-8")


def visible(text: str) -> str:
    """Return the text of a page without tags, style and script."""
    body = re.sub(r"<(style|script)>.*?</\1>", " ", text, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_everything_that_belongs_on_a_panel_stands_on_the_page(text: str) -> None:
    page = visible(text)

    for expected in (
        "The Night Letter", "Blue draft", "22 November 2026", "1:01", "LS establishing", "2.7 s", "MINA, JONAH",
        "MINA (softly) You came.", "JONAH (O.S.) I said that I would.", "Rain on glass.", "CUT TO:",
        "the letter has no stamp", "No picture", "the renderer ran out of memory", "night.fountain:312", "1D Omitted",
        "미나가 우산을 털며", "Мина смотрит в окно.", "Πού είναι", "Mina waits for a man who may not come.",
    ):  # fmt: skip
        assert expected in page, expected


def test_tags_nest_and_ids_are_there_once(text: str) -> None:
    outline = Outline(text)

    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert outline.open == []
    assert len(ids) == len(set(ids))
    assert all(a["href"][1:] in ids for a in outline.all("a") if a["href"].startswith("#"))


def test_pictures_have_words_sizes_and_wait_until_they_are_needed(rich: Path, text: str) -> None:
    pictures = [image for image in Outline(text).all("img") if image.get("src")]

    assert len(pictures) == 17
    for image in pictures:
        assert image["alt"].startswith("Mina and Jonah")
        assert (image["width"], image["height"], image["loading"]) == ("320", "180", "lazy")
        assert (rich / image["src"]).is_file()


def test_the_policy_allows_the_pages_own_style_and_scripts_and_nothing_else(text: str) -> None:
    (policy,) = [meta["content"] for meta in Outline(text).all("meta") if "http-equiv" in meta]
    rules = {rule.split()[0]: set(rule.split()[1:]) for rule in policy.split("; ")}

    def hashes(tag: str) -> set[str]:
        found = re.findall(rf"<{tag}>(.*?)</{tag}>", text, flags=re.S)
        return {f"'sha256-{base64.b64encode(hashlib.sha256(item.encode()).digest()).decode()}'" for item in found}

    assert rules["default-src"] == {"'none'"}
    assert rules["script-src"] == hashes("script")
    assert rules["style-src"] == hashes("style")
    assert rules["img-src"] == {"'self'", "file:", "data:"}


def test_no_attribute_runs_anything_and_no_address_leads_outside(text: str) -> None:
    for tag, attributes in Outline(text).tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        for name in ("src", "href"):
            assert not attributes.get(name, "").startswith(("http", "//", "javascript"))


def test_markup_in_a_screenplay_stays_text(tmp_path: Path) -> None:
    attack = "</style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}"
    panel = sample_panel("1", 1, action=attack, alt=attack, cast=(attack,), size=attack, id=attack, source=attack)
    scene = replace(sample_scene(1, 1), panels=(panel,), heading=attack, anchor=attack, synopsis=attack)
    book = replace(bare_book([scene], BookSettings()), title=attack, authors=attack, source=attack)

    outline = Outline(page_of(book, tmp_path))

    assert len(outline.all("script")) == 2
    assert outline.open == []
    assert not [1 for _, attributes in outline.tags if "onerror" in attributes]


def test_names_of_pictures_are_escaped_in_addresses(tmp_path: Path) -> None:
    panel = sample_panel("1", 1, image="panels/a b#1?%.png")

    text = page_of(bare_book([replace(sample_scene(1, 1), panels=(panel,))], BookSettings()), tmp_path)

    assert 'src="panels/a%20b%231%3F%25.png"' in text


def test_the_same_book_gives_the_same_page(rich: Path, tmp_path: Path) -> None:
    assert page_of(rich_book(), tmp_path) == (rich / "index.html").read_text(encoding="utf-8")


def test_fonts_are_laid_beside_the_page_and_the_korean_ones_only_where_needed(rich: Path, tmp_path: Path) -> None:
    page_of(bare_book([sample_scene(1, 1)], BookSettings()), tmp_path)

    assert not (tmp_path / "fonts/S2BKorean-Regular.woff2").exists()
    assert (tmp_path / "fonts/S2BSans-Regular.woff2").read_bytes()[:4] == b"wOF2"
    assert (rich / "fonts/S2BKorean-Regular.woff2").is_file()


def test_two_panels_of_one_id_keep_their_own_anchors(tmp_path: Path) -> None:
    panel = sample_panel("1", 1)

    text = page_of(bare_book([replace(sample_scene(1, 1), panels=(panel, panel))], BookSettings()), tmp_path)

    assert 'id="panel-shot-1-1"' in text
    assert 'id="panel-shot-1-1-2"' in text


def test_a_book_without_scenes_says_so(tmp_path: Path) -> None:
    assert "This book has no scenes yet." in visible(page_of(bare_book([], BookSettings()), tmp_path))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    diagnostics = Diagnostics()

    assert write_html(rich_book(), tmp_path / "file", diagnostics) is None
    assert [item.code for item in diagnostics] == ["S2B604"]


# In the browser


@pytest.fixture(params=[1400, 390], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, browser: Browser, rich: Path) -> Iterator[Page]:
    """Open the page from the disk; whatever the console says fails the test."""
    context = browser.new_context(viewport={"width": request.param, "height": 844})
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("requestfailed", lambda failed: said.append(failed.url))
    opened.goto((rich / "index.html").as_uri())
    yield opened
    context.close()
    assert said == []


def focused_panel(page: Page) -> str | None:
    return page.evaluate("document.activeElement.closest('.panel')?.querySelector('.number').textContent ?? null")


@pytest.mark.browser
def test_the_page_fits_its_window_and_its_fonts_load(page: Page) -> None:
    page.evaluate("document.fonts.ready.then(() => null)")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "document.fonts.check('16px \"S2B Sans\"') && document.fonts.check('16px \"S2B Korean\"', '카')"
    )
    assert page.evaluate(
        "[...document.fonts].some((font) => font.family.includes('Korean') && font.status === 'loaded')"
    )


@pytest.mark.browser
@pytest.mark.parametrize("width_px", [390, 1280])
def test_words_longer_than_a_line_are_broken_and_do_not_widen_the_page(
    browser: Browser, tmp_path: Path, width_px: int
) -> None:
    long = "Room" * 80
    line = DialogueLine(character=long, parenthetical=long, text=long)
    panel = sample_panel("1", 0, action=long, cast=(long,), dialogue=(line,), notes=(long,), transition=long)
    scene = replace(sample_scene(1, 1, heading=long, synopsis=long), panels=(panel,))
    book = replace(bare_book([scene], BookSettings()), title=long, authors=long, draft=long, source=long)
    draw_pictures(book, tmp_path)
    page_of(book, tmp_path)
    page = browser.new_page(viewport={"width": width_px, "height": 844})
    page.goto((tmp_path / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.browser
def test_arrows_walk_from_panel_to_panel_and_stop_at_the_ends(page: Page) -> None:
    page.keyboard.press("ArrowRight")
    assert focused_panel(page) == "1"
    page.keyboard.press("ArrowRight")
    assert focused_panel(page) == "1A"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert focused_panel(page) == "1"
    page.keyboard.press("Escape")
    assert focused_panel(page) is None


@pytest.mark.browser
def test_arrows_up_and_down_walk_by_rows(page: Page) -> None:
    columns = page.evaluate("getComputedStyle(document.querySelector('.grid')).gridTemplateColumns.split(' ').length")
    labels = ["1", "1A", "1B", "1C"]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")

    assert focused_panel(page) == labels[columns]
    page.keyboard.press("ArrowUp")
    assert focused_panel(page) == "1"


@pytest.mark.browser
def test_a_click_enlarges_and_escape_returns_to_the_panel(page: Page) -> None:
    page.locator(".picture").nth(1).click()

    assert page.evaluate("document.getElementById('viewer').open")
    assert page.locator("#viewer-caption").inner_text().startswith("1A")
    assert page.locator("#viewer-picture").get_attribute("alt") == "Mina and Jonah at a table, panel 1A"
    page.keyboard.press("ArrowRight")
    assert page.locator("#viewer-caption").inner_text().startswith("1B")
    page.click("#viewer-previous")
    page.click("#viewer-previous")
    assert page.locator("#viewer-previous").is_disabled()
    page.keyboard.press("Escape")
    assert not page.evaluate("document.getElementById('viewer').open")
    expect(page.locator("#panel-shot-1-100 .picture")).to_be_focused()


@pytest.mark.browser
def test_enter_enlarges_a_panel_without_picture_too(page: Page) -> None:
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert focused_panel(page) == "1C"

    page.keyboard.press("Enter")

    assert page.locator("#viewer-picture").is_hidden()
    assert "1C" in page.locator("#viewer-caption").inner_text()


@pytest.mark.browser
def test_a_question_mark_shows_the_keys(page: Page) -> None:
    page.keyboard.press("?")

    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#help").is_hidden()


@pytest.mark.browser
def test_brackets_walk_from_scene_to_scene(page: Page) -> None:
    marked = page.locator(".scenes a[aria-current]")
    page.keyboard.press("]")
    expect(marked).to_have_attribute("href", "#scene-1")
    page.keyboard.press("]")
    expect(marked).to_have_attribute("href", "#scene-2")
    assert focused_panel(page) == "2"
    page.keyboard.press("[")
    expect(marked).to_have_attribute("href", "#scene-1")
    assert focused_panel(page) == "1"


@pytest.mark.browser
def test_the_list_of_scenes_is_beside_the_panels_or_in_a_drawer(page: Page) -> None:
    narrow = page.viewport_size is not None and page.viewport_size["width"] < 1000
    assert page.locator("#scenes").is_visible() is not narrow
    if narrow:
        page.click("#menu")
        assert page.locator("#menu").get_attribute("aria-expanded") == "true"
        page.keyboard.press("Escape")
        page.locator("#scenes").wait_for(state="hidden")
        page.click("#menu")
    page.click(".scenes a[href='#scene-3']")

    assert page.evaluate("location.hash") == "#scene-3"
    assert page.evaluate("Math.abs(document.getElementById('scene-3').getBoundingClientRect().top) < 140")
    if narrow:
        page.locator("#scenes").wait_for(state="hidden")


@pytest.mark.browser
def test_a_character_can_be_picked_out(page: Page) -> None:
    page.select_option("#cast-filter", label="ΕΛΈΝΗ")

    assert page.locator(".panel:visible .number").all_inner_texts() == ["2A"]
    page.select_option("#cast-filter", value="")
    assert page.locator(".panel:visible").count() == 18


@pytest.mark.browser
def test_the_theme_follows_the_system_and_the_choice_stays(page: Page) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(paper)
    assert light != dark

    page.click("#theme")
    assert page.evaluate(paper) == light
    page.reload()
    assert page.evaluate(paper) == light
    page.keyboard.press("t")
    assert page.evaluate(paper) == dark


@pytest.mark.browser
def test_texts_stand_out_enough_from_their_ground_in_both_themes(page: Page) -> None:
    """WCAG 2.2, 1.4.3: a contrast of at least 4.5."""
    measure = """() => {
      const luminance = (color) => {
        const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((c) => c / 255)
          .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ground = (node) => {
        for (let at = node; at; at = at.parentElement) {
          const color = getComputedStyle(at).backgroundColor;
          if (!color.startsWith("rgba(0, 0, 0, 0")) return color;
        }
        return "rgb(255, 255, 255)";
      };
      return [...document.querySelectorAll("main *, .bar *, .scenes *")]
        .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
        .map((node) => {
          const [a, b] = [luminance(getComputedStyle(node).color), luminance(ground(node))].sort((x, y) => y - x);
          return [node.className || node.tagName, (a + 0.05) / (b + 0.05)];
        }).filter(([, contrast]) => contrast < 4.5);
    }"""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(measure) == [], scheme


@pytest.mark.browser
def test_everything_one_can_use_has_a_name(page: Page) -> None:
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("a, button, select, dialog, nav, article")]
        .filter((node) => !(node.getAttribute("aria-label") || node.getAttribute("aria-labelledby")
          || node.textContent.trim() || node.labels?.[0]?.textContent.trim()))
        .map((node) => node.outerHTML.slice(0, 80))"""
    )

    assert nameless == []


@pytest.mark.browser
def test_the_page_prints_its_panels_and_not_its_tools(page: Page) -> None:
    page.emulate_media(media="print")

    assert page.locator(".bar").is_hidden()
    assert page.locator("#scenes").is_hidden()
    assert page.locator(".panel").first.is_visible()


@pytest.mark.browser
def test_the_page_reads_without_its_script(browser: Browser, rich: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto((rich / "index.html").as_uri())

    assert page.locator("#scenes").is_visible()
    assert page.locator(".panel").count() == 18
    page.locator("a.picture").first.click()
    page.wait_for_url("**/panels/1-100.png")
    context.close()
