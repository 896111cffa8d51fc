"""What the live preview answers, to whom, and what browsers show."""

import http.client
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from screenplay2board.diagnostics import Diagnostic
from screenplay2board.watch.server import LiveServer
from screenplay2board.watch.status import Status, StatusBoard

BOOK = '<!doctype html><html lang="en"><title>{title}</title><body>{panels}<p>{title}</p></body></html>'


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    folder = tmp_path / "build" / "night"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(BOOK.format(title="Night", panels=""))
    (tmp_path / "secret.txt").write_text("secret")
    with LiveServer(folder, StatusBoard(), 0) as made, made.running():
        yield made


def ask(server: LiveServer, path: str, *, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of an answer, the path being sent as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_the_page_and_the_book_are_answered(server: LiveServer):
    status, headers, body = ask(server, "/")
    assert status == 200
    assert b"/-/live.js" in body
    assert "script-src 'self'" in headers["content-security-policy"]
    assert b"<title>Night</title>" in ask(server, "/book/index.html")[2]
    assert ask(server, "/book/index.html", method="HEAD")[2] == b""


def test_a_page_from_elsewhere_that_takes_this_address_gets_nothing(server: LiveServer):
    for host in ("evil.example", f"evil.example:{server.server_port}", "127.0.0.1:1", ""):
        assert ask(server, "/book/index.html", Host=host)[0] == 403, host
    assert ask(server, "/book/index.html", Host=f"localhost:{server.server_port}")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/book/../../secret.txt",
        "/book/%2e%2e/%2e%2e/secret.txt",
        "/book//etc/passwd",
        "/book/link.txt",
        "/book/a%00b",
        "/secret.txt",
        "/-/",
    ],
)
def test_nothing_outside_the_book_is_answered(server: LiveServer, path: str):
    (server.folder / "link.txt").symlink_to(server.folder.parent.parent / "secret.txt")
    assert ask(server, path)[0] == 404


def test_a_picture_is_sent_again_only_when_it_changed(server: LiveServer):
    picture = server.folder / "001.png"
    picture.write_bytes(b"first")
    tag = ask(server, "/book/001.png")[1]["etag"]
    assert ask(server, "/book/001.png", If_None_Match=tag)[0::2] == (304, b"")
    os.utime(picture, ns=(1, 1))  # drawn anew within the same second, and as long
    assert ask(server, "/book/001.png", If_None_Match=tag)[0::2] == (200, b"first")


def test_the_latest_status_is_sent_at_once_and_then_every_later_one(server: LiveServer):
    server.board.show(Status(state="building", total=3))
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", "/-/events")
    answer = connection.getresponse()
    first = json.loads(answer.readline().removeprefix(b"data: "))
    assert (first["state"], first["total"]) == ("building", 3)
    assert answer.readline() == b"\n"
    wrong = Diagnostic(code="S2B106", severity="error", message="`night.fountain` is empty")
    server.board.show(Status(state="failed", summary="no book", diagnostics=(wrong,)))
    second = json.loads(answer.readline().removeprefix(b"data: "))
    assert second["diagnostics"][0]["message"] == wrong.message
    connection.close()


def test_the_browser_shows_the_new_book_at_the_same_panel(server: LiveServer, browser: Browser):
    panels = [f'<div class="panel" id="panel-{n}" style="height:400px">{n}</div>' for n in range(20)]
    page_file = server.folder / "index.html"
    page_file.write_text(BOOK.format(title="One", panels="".join(panels)))
    server.board.show(Status(state="ready", books=1, summary="20 panels"))
    page = browser.new_page(viewport={"width": 800, "height": 600})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(server.url)
    expect(page).to_have_title("One")
    expect(page.locator(".words")).to_have_text("20 panels")
    page.frames[1].evaluate("scrollTo(0, 4100)")

    page_file.write_text(BOOK.format(title="Two", panels='<div style="height:900px">new</div>' + "".join(panels)))
    server.board.show(Status(state="ready", books=2, summary="21 panels"))
    expect(page).to_have_title("Two")
    expect(page.locator("iframe")).to_have_count(1)
    top = page.frames[1].evaluate("document.getElementById('panel-10').getBoundingClientRect().top")
    assert abs(top - (-100 + 8)) < 2, "panel 10 was 100 pixels above the top, and the body has a margin of 8"

    wrong = Diagnostic(code="S2B106", severity="error", message="`<b>` is empty", hint="write a scene")
    server.board.show(Status(state="failed", books=2, summary="no book was made", diagnostics=(wrong,)))
    expect(page.locator(".findings li")).to_contain_text("`<b>` is empty")
    expect(page.locator(".words")).to_contain_text("the last good book is shown")
    assert page.title() == "Two"
    page.close()
    assert said == []


def test_closing_lets_browsers_go(server: LiveServer):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", "/-/events")
    answer = connection.getresponse()
    answer.readline()
    start = time.monotonic()
    server.board.close()
    answer.read()
    assert time.monotonic() - start < 5
    connection.close()
