"""The book and its status for browsers on this machine, over HTTP.

Enters: the output folder of the builds, and the `StatusBoard` of a session. Leaves: a page that shows the book and
changes with it. `/` is that page, `/-/events` the status as server-sent events
(https://html.spec.whatwg.org/multipage/server-sent-events.html), `/book/` the output folder.

Only this machine is answered, and only by its own name: a page from elsewhere cannot reach the script by giving its
own name this machine's address (DNS rebinding).
"""

from __future__ import annotations

import contextlib
import json
import mimetypes
import threading
from collections.abc import Generator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from screenplay2board.files import inside
from screenplay2board.packaged import template_root
from screenplay2board.watch.status import StatusBoard

HERE = "127.0.0.1"
OWN_NAMES = frozenset({HERE, "localhost"})
PAGE = {"": "live/index.html", "-/live.css": "live/live.css", "-/live.js": "live/live.js"}
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".woff2": "font/woff2"}
HEARTBEAT_S = 10.0  # so often a browser that has gone is noticed
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class LiveServer(ThreadingHTTPServer):
    """Answers browsers in threads of its own. port: 0 takes a free one; `url` says which.

    Raises: OSError where the port is taken.
    """

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, folder: Path, board: StatusBoard, port: int) -> None:
        self.folder = folder
        self.board = board
        super().__init__((HERE, port), _Answer)

    @property
    def url(self) -> str:
        """Return the address of the page."""
        return f"http://{HERE}:{self.server_port}/"

    @contextlib.contextmanager
    def running(self) -> Generator[None]:
        """Answer until the block ends."""
        thread = threading.Thread(target=self.serve_forever, name="live preview", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.board.close()
            self.shutdown()
            self.server_close()
            thread.join()


class _Answer(BaseHTTPRequestHandler):
    """Answers one request."""

    server: LiveServer  # pyright: ignore[reportIncompatibleVariableOverride]
    protocol_version = "HTTP/1.1"
    server_version = "s2b"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer a request for the page, the status or a file of the book."""
        name, _, port = self.headers.get("Host", "").partition(":")
        if name not in OWN_NAMES or port != str(self.server.server_port):
            self.send_error(HTTPStatus.FORBIDDEN, "this preview answers this machine alone")
            return
        path = unquote(urlsplit(self.path).path).removeprefix("/")
        if path == "-/events":
            self._send_events()
        elif path in PAGE:
            self._send_file(template_root() / PAGE[path], policy=POLICY)
        elif path.startswith("book/"):
            self._send_file(inside(self.server.folder, path.removeprefix("book/") or "index.html"))
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal for what the builds say."""

    def _send_file(self, path: Path | None, *, policy: str | None = None) -> None:
        try:
            data = path.read_bytes() if path is not None else None
            stamp = path.stat().st_mtime_ns if path is not None else 0
        except OSError:
            data, stamp = None, 0
        if data is None or path is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        tag = f'"{stamp:x}-{len(data):x}"'
        known = self.headers.get("If-None-Match") == tag
        self.send_response(HTTPStatus.NOT_MODIFIED if known else HTTPStatus.OK)
        kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("ETag", tag)
        self.send_header("Cache-Control", "no-cache")  # asked again each time, sent again when changed
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        if policy is not None:
            self.send_header("Content-Security-Policy", policy)
        self.send_header("Content-Length", "0" if known else str(len(data)))
        self.end_headers()
        if not known and self.command != "HEAD":
            with contextlib.suppress(ConnectionError):
                self.wfile.write(data)

    def _send_events(self) -> None:
        """Send every status until the browser or the session has gone."""
        self.close_connection = True  # it has no length: its end is the end of the connection
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        board, seen = self.server.board, 0
        with contextlib.suppress(ConnectionError):
            while not board.closed:
                turn, status = board.later_than(seen, timeout_s=HEARTBEAT_S)
                line = f"data: {json.dumps(status.as_json(), ensure_ascii=False)}\n\n" if turn > seen else ":\n\n"
                self.wfile.write(line.encode())
                self.wfile.flush()
                seen = turn
