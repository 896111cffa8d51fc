"""Supervised worker processes on this machine.

Enters: panels. Leaves: results as they come. A worker that dies (killed for memory, crashed in native code) loses
nothing: its panels go to other workers, one by one, and a panel that has killed `MAX_ATTEMPTS` workers is named and
given up.

Loading the renderer takes longer than drawing a panel. So workers are forked, where that is safe, from one process that
has loaded it once (https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods), and whoever
knows early that there will be work lets that process begin while the book is planned: `get_ready`.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import cast

from screenplay2board.render.executors.work import PanelQueue, PanelResult, WorkOrder, render_into_store
from screenplay2board.render.types import FailedPanel, PanelSpec

MAX_ATTEMPTS = 2  # the second death with the same panel is no accident
MAX_DEATHS_IN_A_ROW = 5  # workers that die without one result between them will not come right by themselves
VISIBLE_GPUS = "CUDA_VISIBLE_DEVICES"
STOP_GRACE_S = 5.0  # a panel takes about a second; then the worker is killed
FORKED = sys.platform.startswith("linux")  # macOS' frameworks break in forked processes, Windows cannot fork


def available_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def get_ready(modules: Sequence[str] = ()) -> None:
    """Start the process that workers are forked from; it loads `modules` while this one goes on.

    A second call does nothing. Where processes are not forked, each worker loads what it needs.
    """
    if not FORKED:
        return
    multiprocessing.get_context("forkserver").set_forkserver_preload([__name__, *modules])
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # inherited: Ctrl-C is the parent's to answer
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def work(connection: Connection, order: WorkOrder, gpu: str | None = None) -> None:
    """Make the panels that come over `connection` until it is closed; the main function of a worker process.

    gpu: the only one that this process sees; None leaves all that there are.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent decides
    if gpu is not None:
        os.environ[VISIBLE_GPUS] = gpu  # CUDA reads it once, when the backend first asks for a device
    backend = order.open_backend()
    store = order.open_store()
    try:
        while True:
            batch: tuple[PanelSpec, ...] = connection.recv()
            for result in render_into_store(backend, store, batch):
                connection.send(result)
    except (EOFError, BrokenPipeError):
        return  # the parent is done, or gone


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    connection: Connection
    gpu: str | None = None
    batch: tuple[PanelSpec, ...] = ()  # what it has been given and has not answered yet


class ProcessExecutor:
    """Make panels in `workers` processes; where the order names GPUs, in one process for each of them."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def run(self, order: WorkOrder, specs: Sequence[PanelSpec]) -> Generator[PanelResult]:
        """Yield one result for each panel as it is done. Closing the iterator stops the workers."""
        get_ready()
        crew = _Crew(order, min(len(order.gpus) or self.workers, len(specs)))
        try:
            yield from crew.work_off(PanelQueue(specs, order.batch_size))
        finally:
            crew.stop()


class _Crew:
    """The workers of one run."""

    def __init__(self, order: WorkOrder, size: int) -> None:
        self._order = order
        self._context = multiprocessing.get_context("forkserver") if FORKED else multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._size = size
        self._attempts: dict[str, int] = {}
        self._deaths_in_a_row = 0

    def work_off(self, pending: PanelQueue) -> Iterator[PanelResult]:
        while pending.unfinished or any(worker.batch for worker in self._workers):
            self._hand_out(pending)
            busy = {worker.connection: worker for worker in self._workers if worker.batch}
            for connection in wait(list(busy)):
                worker = busy[cast("Connection", connection)]
                try:
                    result: PanelResult = worker.connection.recv()
                except (EOFError, OSError):
                    results: Iterator[PanelResult] = self._mourn(worker, pending)
                else:
                    self._deaths_in_a_row = 0
                    worker.batch = tuple(spec for spec in worker.batch if spec.key != result.key)
                    results = iter((result,))
                for settled in results:
                    yield settled
                    yield from pending.settle(settled)
            if self._deaths_in_a_row >= MAX_DEATHS_IN_A_ROW:
                yield from self._give_up(pending)
                return

    def _hand_out(self, pending: PanelQueue) -> None:
        while len(self._workers) < min(self._size, len(pending) + sum(1 for w in self._workers if w.batch)):
            self._workers.append(self._start())
        for worker in self._workers:
            if not worker.batch and (batch := pending.take()):
                worker.batch = batch
                with contextlib.suppress(OSError):  # it died while idle: reading its connection tells
                    worker.connection.send(worker.batch)

    def _mourn(self, worker: _Worker, pending: PanelQueue) -> Iterator[PanelResult]:
        """Give what a dead worker had left to others, each panel alone, so that one that kills takes no other along."""
        self._deaths_in_a_row += 1
        cause = self._bury(worker)
        for spec in worker.batch:
            if len(worker.batch) == 1:
                self._attempts[spec.key] = self._attempts.get(spec.key, 0) + 1
            attempts = self._attempts.get(spec.key, 0)
            if attempts < MAX_ATTEMPTS and self._deaths_in_a_row < MAX_DEATHS_IN_A_ROW:
                pending.put_back_alone(spec)
            else:
                yield FailedPanel(key=spec.key, reason=f"its worker {cause}, {max(attempts, 1)} times")

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        taken = {worker.gpu for worker in self._workers}
        gpu = next((gpu for gpu in self._order.gpus if gpu not in taken), None)
        process = self._context.Process(target=work, args=(theirs, self._order, gpu), daemon=True)
        process.start()
        theirs.close()  # so that the worker's death closes the pipe
        return _Worker(process, ours, gpu)

    def _bury(self, worker: _Worker) -> str:
        worker.connection.close()
        worker.process.join(STOP_GRACE_S)
        self._workers.remove(worker)
        code = worker.process.exitcode
        if code is not None and code < 0:
            return f"was killed by signal {-code} ({signal.Signals(-code).name})"
        return f"ended with code {code}"

    def _give_up(self, pending: PanelQueue) -> Iterator[PanelResult]:
        begun = [spec for worker in self._workers for spec in worker.batch]
        for spec in (*begun, *pending.drain()):
            yield FailedPanel(key=spec.key, reason=f"{MAX_DEATHS_IN_A_ROW} workers in a row died at once")

    def stop(self) -> None:
        """End all workers: those that are idle at once, those that are drawing after their panel or by force."""
        for worker in self._workers:
            worker.connection.close()
            if worker.batch:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join(STOP_GRACE_S)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers.clear()
