"""A session builds at every change of a source, and only then."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.order import BuildOrder, BuildReport
from screenplay2board.render.choosing import WorkersWish, Workshop
from screenplay2board.render.panels import Progress
from screenplay2board.settings import load_settings
from screenplay2board.sources import sources
from screenplay2board.watch.session import Session
from screenplay2board.watch.status import StatusBoard

WAIT_S = 20.0


class ScriptedDesk:
    """Notes what the script said at each build; `during` is called in the middle of one."""

    def __init__(self, script: Path) -> None:
        self.script = script
        self.board = StatusBoard()
        self.seen: list[str] = []
        self.built = threading.Semaphore(0)
        self.during: Callable[[int], None] = lambda build: None

    def config(self) -> Path | None:
        return board if (board := self.script.parent / "board.toml").is_file() else None

    def order(self, diagnostics: Diagnostics) -> BuildOrder | None:
        folder = self.script.parent
        settings = load_settings(self.config(), diagnostics)
        return BuildOrder(script=self.script, settings=settings, out_dir=folder / "out", store_root=folder / ".s2b")

    def build(self, order: BuildOrder, diagnostics: Diagnostics, progress: Progress) -> BuildReport | None:
        text = order.script.read_text()
        self.during(len(self.seen))
        self.seen.append(text)
        if "wrong" in text:
            diagnostics.error("S2B999", "wrong")
            return None
        return BuildReport(outputs=["index.html"])

    def tell(self, report: BuildReport | None, diagnostics: Diagnostics) -> str:
        self.built.release()
        return "made" if report else "not made"

    def wait(self) -> None:
        assert self.built.acquire(timeout=WAIT_S), "nothing was built"


@pytest.fixture
def desk(tmp_path: Path):
    script = tmp_path / "night.fountain"
    script.write_text("one")
    made = ScriptedDesk(script)
    stop = threading.Event()
    session = Session(script=script, desk=made, board=made.board, stop=stop)
    thread = threading.Thread(target=session.run)
    thread.start()
    try:
        made.wait()
        yield made
    finally:
        stop.set()
        thread.join(WAIT_S)
        assert not thread.is_alive()


def test_a_changed_script_is_built_again(desk: ScriptedDesk):
    desk.script.write_text("one, two")
    desk.wait()
    assert desk.seen == ["one", "one, two"]


def test_what_changes_while_a_build_runs_is_built_after_it(desk: ScriptedDesk):
    desk.during = lambda build: desk.script.write_text("three is last") if build == 1 else None  # type: ignore[assignment]
    desk.script.write_text("two is second")
    desk.wait()
    desk.wait()
    assert desk.seen[-1] == "three is last"


@pytest.mark.parametrize("name", ["board.toml", "cast.yaml", "night.shots.yaml"])
def test_files_that_come_later_are_sources_too(desk: ScriptedDesk, name: str):
    (desk.script.parent / name).write_text("")
    desk.wait()
    assert len(desk.seen) == 2


def test_other_files_build_nothing(desk: ScriptedDesk):
    (desk.script.parent / "notes.md").write_text("buy milk")
    (desk.script.parent / "out").mkdir()
    (desk.script.parent / "out" / "index.html").write_text("a book")
    assert not desk.built.acquire(timeout=1.0)


def test_a_broken_script_is_told_and_the_last_book_counts(desk: ScriptedDesk):
    board = desk.board
    turn, status = board.later_than(0, timeout_s=WAIT_S)
    while status.state != "ready":
        turn, status = board.later_than(turn, timeout_s=WAIT_S)
    desk.script.write_text("something wrong")
    while status.state != "failed":
        turn, status = board.later_than(turn, timeout_s=WAIT_S)
    assert (status.books, status.summary, [item.code for item in status.diagnostics]) == (1, "not made", ["S2B999"])


def test_pictures_styles_and_cards_that_the_settings_name_are_sources(tmp_path: Path):
    script, board = tmp_path / "night.fountain", tmp_path / "board.toml"
    board.write_text(
        '[cast.MINA]\nreference = "cast/mina.png"\n[render]\nstyle = "ours/ink.toml"\n[model]\ncard = "ours.toml"\n'
    )
    diagnostics = Diagnostics()
    order = BuildOrder(
        script=script,
        settings=load_settings(board, diagnostics),
        out_dir=tmp_path / "out",
        store_root=tmp_path / ".s2b",
        templates=tmp_path / "templates",
    )
    assert not list(diagnostics)
    found = sources(script, board, order)
    assert {tmp_path / "cast/mina.png", tmp_path / "ours/ink.toml", tmp_path / "ours.toml"} <= found.files
    before = found.stamps()
    page = tmp_path / "templates" / "web" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("own")
    assert found.stamps() != before


def test_what_works_in_this_process_stays_from_build_to_build():
    workshop = Workshop(lasting=True)

    def chosen(**given: int | bool):
        wish = WorkersWish(workers=4)
        return workshop.executor(wish, diagnostics=Diagnostics(), **{"gpu": True, "gpus": 1, **given})  # type: ignore[arg-type]

    assert chosen() is chosen(), "a model would be loaded again"
    assert chosen(gpus=2) is chosen(), "a second process would load it a second time"
    assert chosen(gpu=False, gpus=0) is not chosen(), "sketches are drawn by all cores"
