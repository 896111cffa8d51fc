"""Workers on a Dask cluster: this machine's own, or that of a running scheduler.

Enters: panels. Leaves: results as they come. Workers send their pictures back and this process stores them, so that
the machines need no common disk, and whatever has arrived is kept when a worker, the scheduler or this process dies.
Where the store lies behind a URL that all machines reach, workers put their pictures there themselves.
A worker opens its backend once. Before it draws, it compares its own code, and its backend's fingerprint, with those
that the panels' keys were made with: a worker with another version or other weights must not fill the store with other
pictures. It refuses, and its panels go to the others.

A worker that dies loses nothing: the scheduler gives its panels to others, `distributed.scheduler.allowed-failures`
times (https://distributed.dask.org/en/stable/resilience.html).
"""

from __future__ import annotations

import contextlib
import platform
import time
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from distributed import Client, Future, LocalCluster, as_completed, get_worker
from distributed.client import FutureCancelledError
from distributed.diagnostics.plugin import WorkerPlugin
from distributed.scheduler import KilledWorker

from screenplay2board import __version__
from screenplay2board.packaged import program_digest
from screenplay2board.render.executors.work import (
    NoWorkersError,
    PanelQueue,
    PanelResult,
    RefusedWorker,
    StoredResult,
    WorkOrder,
    render_into_store,
    rendered,
    store_panel,
    with_set_pictures,
)
from screenplay2board.render.types import Backend, FailedPanel, PanelSpec, RenderedPanel
from screenplay2board.store import content_key

CONNECT_S = 15.0  # a scheduler that does not answer for so long is not there
FIRST_WORKER_S = 60.0  # batch systems start workers after the scheduler
GPU = "GPU"
LOOPBACK = "127.0.0.1"
IN_FLIGHT = 4  # batches sent for each worker thread: none runs dry, and little is lost with a scheduler
REJOIN_POLL_S = 0.5
WorkerResult = RenderedPanel | StoredResult | FailedPanel
LOST = "the connection to the scheduler was lost; the next build goes on from here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a worker answers that must not draw. worker: its address."""

    worker: str
    reason: str


class BackendOnWorker(WorkerPlugin):
    """Keeps one opened backend in each worker, also in those that join later."""

    def __init__(self, order: WorkOrder, fingerprint: Mapping[str, str]) -> None:
        self.name = plugin_name(order, fingerprint)
        self._order = order
        self._program = _program()
        self._fingerprint = dict(fingerprint)
        self._backend: Backend | None = None

    def render(self, batch: Sequence[PanelSpec]) -> list[WorkerResult] | Refusal:
        """Return one result for each panel; whatever goes wrong becomes a `FailedPanel`."""
        other = _differences(self._program, _program())
        if other:
            return _refusal(f"does not run the program of this build: {other}")
        try:
            backend = self._open()
            found = backend.fingerprint()
        except Exception as error:  # noqa: BLE001  a worker that lacks a package or weights must say so, not end the build
            return _refusal(f"cannot open the backend: {type(error).__name__}: {' '.join(str(error).split())}")
        other = _differences(self._fingerprint, found)
        if other:
            return _refusal(f"would draw other pictures: {other}")
        results: list[WorkerResult]
        if self._order.workers_store:
            try:
                results = list(render_into_store(backend, self._order.open_store(), batch))
            except OSError as error:
                return _failed(batch, f"{_here()} cannot reach the store: {error}")
        else:
            results = list(rendered(backend, batch))
        reasons = [result.reason for result in results if isinstance(result, FailedPanel) and result.lasting]
        return _refusal(f"draws nothing: {reasons[0]}") if reasons and len(reasons) == len(results) else results

    def _open(self) -> Backend:
        if self._backend is None:
            self._backend = self._order.open_backend()
        return self._backend

    def __getstate__(self) -> dict[str, Any]:
        """Leave the opened backend behind: it holds what cannot travel."""
        return {**self.__dict__, "_backend": None}


def plugin_name(order: WorkOrder, fingerprint: Mapping[str, str]) -> str:
    """Return the name under which a worker keeps this backend; builds with the same one share it."""
    identity = {
        "program": program_digest(),
        "backend": order.backend,
        "options": order.options,
        "fingerprint": fingerprint,
    }
    return f"s2b-{content_key(identity)[:16]}"


def render_on_worker(name: str, batch: Sequence[PanelSpec]) -> list[WorkerResult] | Refusal:
    """Make panels with the backend that this worker keeps under `name`; runs on a worker."""
    plugin: BackendOnWorker = get_worker().plugins[name]  # pyright: ignore[reportAssignmentType]
    return plugin.render(batch)


class DaskExecutor:
    """Make panels on the cluster of the scheduler at `address`, or on `workers` processes here.

    Panels of a backend that is made for a GPU go to the workers that offer one (`s2b worker --gpu`), if there are any.
    """

    def __init__(self, workers: int = 1, address: str | None = None) -> None:
        self.workers = workers
        self.address = address

    def run(self, order: WorkOrder, specs: Sequence[PanelSpec]) -> Generator[PanelResult | RefusedWorker]:
        """Yield one result for each panel as it is done. Closing the iterator takes back what has not begun.

        Raises: NoWorkersError where no scheduler answers at the address, or where it has no worker.
        """
        if not specs:
            return
        with contextlib.ExitStack() as stack:
            client = self._connect(stack)
            plugin = BackendOnWorker(order, order.open_backend().fingerprint())
            try:
                client.register_plugin(plugin)
            except Exception as error:  # a worker that lacks this program, or has one of another make
                told = f"a worker of the scheduler at `{self.address}` cannot take panels"
                raise NoWorkersError(f"{told}: {type(error).__name__}: {error}") from error
            run = _Run(client, plugin.name, self._resources(client, order), order)
            stack.callback(run.take_back)
            yield from run.work_off(PanelQueue(specs, order.batch_size))

    def _connect(self, stack: contextlib.ExitStack) -> Client:
        address: str | LocalCluster | None = self.address
        if address is None:
            address = LocalCluster(
                n_workers=self.workers,
                threads_per_worker=1,
                host=LOOPBACK,
                dashboard_address=f"{LOOPBACK}:0",
                worker_dashboard_address=f"{LOOPBACK}:0",
            )
            stack.callback(address.close)
        try:
            client = Client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise NoWorkersError(f"no scheduler answers at `{self.address}`: {error}") from error
        stack.callback(client.close)
        return client

    def _resources(self, client: Client, order: WorkOrder) -> dict[str, float] | None:
        """Return what a worker must offer to take a panel, once the first worker is there."""
        try:
            client.wait_for_workers(1, timeout=FIRST_WORKER_S)
        except TimeoutError as error:
            raise NoWorkersError(f"the scheduler at `{self.address}` has no workers") from error
        workers: Mapping[str, Mapping[str, Any]] = client.scheduler_info(n_workers=-1)["workers"]
        offered = any(worker["resources"].get(GPU) for worker in workers.values())
        return {GPU: 1} if order.gpu and offered else None


class _Run:
    """The panels of one build on a cluster: a window of batches in flight, the rest waiting here.

    A scheduler blames a worker's death on everything that was waiting on that worker. So the panels that it gives up
    are suspects only, and each is tried once more with nothing beside it.
    """

    def __init__(self, client: Client, plugin: str, resources: Mapping[str, float] | None, order: WorkOrder) -> None:
        self._client = client
        self._plugin = plugin
        self._resources = resources
        self._store = order.open_store()
        self._workers_store = order.workers_store
        self._in_flight: dict[Future[Any], tuple[PanelSpec, ...]] = {}
        self._suspects: deque[PanelSpec] = deque()
        self._alone = False
        self._refused: set[str] = set()  # addresses of workers that must not draw
        self._drawing = False  # whether any worker may

    def work_off(self, pending: PanelQueue) -> Iterator[PanelResult | RefusedWorker]:
        """Yield a result for every panel of `pending`, and each worker that refuses."""
        done = as_completed(loop=self._client.loop)
        yield from self._fill(pending, done)
        for future in done:
            batch = self._in_flight.pop(future)
            results: list[WorkerResult] = []
            try:
                if self._client.status != "running":
                    raise ConnectionError
                answer: list[WorkerResult] | Refusal = future.result()
                if isinstance(answer, Refusal):
                    yield from self._pass_on(answer, batch, pending)
                    if not self._fit_worker_comes():
                        self.take_back()
                        yield from self._give_up((), pending, f"could not be drawn: {answer.reason}", lasting=True)
                        return
                else:
                    results, self._drawing = answer, True
            except (FutureCancelledError, OSError):
                yield from self._give_up(batch, pending)
                return
            except KilledWorker as error:
                if self._alone:
                    results = _failed(batch, f"{error.allowed_failures + 1} workers died with it")
                else:
                    self._suspects.extend(batch)
            except Exception as error:  # noqa: BLE001  a result that cannot travel
                results = _failed(batch, f"{type(error).__name__}: {error}")
            yield from self._fill(pending, done)  # before storing, so that no worker runs dry
            for result in results:
                stored = store_panel(self._store, result) if isinstance(result, RenderedPanel) else result
                yield stored
                yield from pending.settle(stored)
            yield from self._fill(pending, done)  # what had waited for these results
        yield from self._give_up((), pending)  # nothing, unless the scheduler died with nothing in flight

    def _pass_on(self, refusal: Refusal, batch: tuple[PanelSpec, ...], pending: PanelQueue) -> Iterator[RefusedWorker]:
        """Let the panels of a worker that refused be taken by others, and name it once."""
        if self._alone:
            self._suspects.extend(batch)
        else:
            pending.put_back(batch)
        if refusal.worker not in self._refused:
            self._refused.add(refusal.worker)
            yield RefusedWorker(reason=refusal.reason)

    def _fit_worker_comes(self) -> bool:
        """Tell whether there is a worker that has not refused; one that drew may have died and come back."""
        end = time.monotonic() + (FIRST_WORKER_S if self._drawing else 0.0)
        while True:
            threads = self._threads()
            if threads is None or any(address not in self._refused for address in threads):
                return True
            if time.monotonic() >= end:
                return False
            time.sleep(REJOIN_POLL_S)

    def _threads(self) -> Mapping[str, int] | None:
        """Return the threads of each worker by its address; None once the scheduler is gone."""
        try:
            return cast("Mapping[str, int]", self._client.nthreads())
        except OSError:
            return None

    def _fill(self, pending: PanelQueue, done: as_completed) -> Iterator[PanelResult]:
        """Send batches while the workers can take more; yield those that lack the picture they are made after."""
        threads = self._threads()
        if threads is None:
            return
        fit = {address: count for address, count in threads.items() if address not in self._refused}
        window = IN_FLIGHT * (sum(fit.values()) or 1)
        while len(self._in_flight) < window and (batch := pending.take()):
            yield from self._submit(batch, fit, pending, done)
        if self._suspects and not self._in_flight:
            self._alone = True
            yield from self._submit((self._suspects.popleft(),), fit, pending, done)

    def _submit(
        self, batch: tuple[PanelSpec, ...], fit: Mapping[str, int], pending: PanelQueue, done: as_completed
    ) -> Iterator[PanelResult]:
        sent, failed = (batch, ()) if self._workers_store else with_set_pictures(self._store, batch)
        if sent:
            future = self._client.submit(
                render_on_worker,
                self._plugin,
                sent,
                pure=False,
                resources=self._resources,
                workers=list(fit) if self._refused and fit else None,
                allow_other_workers=bool(self._refused and fit),  # should these die, others may try, or refuse
            )
            self._in_flight[future] = sent
            done.add(future)
        for result in failed:
            yield result
            yield from pending.settle(result)

    def _give_up(
        self, batch: Sequence[PanelSpec], pending: PanelQueue, reason: str = LOST, *, lasting: bool = False
    ) -> Iterator[PanelResult]:
        begun = [spec for group in (batch, *self._in_flight.values(), self._suspects) for spec in group]
        self._in_flight.clear()
        self._suspects.clear()
        for spec in (*begun, *pending.drain()):
            yield FailedPanel(key=spec.key, reason=reason, lasting=lasting)

    def take_back(self) -> None:
        """Cancel what has not begun; what is being drawn ends on its worker and is thrown away."""
        if self._in_flight and self._client.status == "running":
            with contextlib.suppress(OSError):
                self._client.cancel(list(self._in_flight), force=True)


def _failed(batch: Sequence[PanelSpec], reason: str) -> list[WorkerResult]:
    return [FailedPanel(key=spec.key, reason=reason) for spec in batch]


def _refusal(reason: str) -> Refusal:
    return Refusal(worker=get_worker().address, reason=f"{_here()} {reason}")


def _program() -> dict[str, str]:
    """Return what tells one make of this program from another."""
    return {"version": __version__, "code": program_digest()[:12]}


def _differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    """Return what a worker has in place of what a build was made with; empty where that is the same."""
    return ", ".join(
        f"{name} `{theirs.get(name)}` for `{ours.get(name)}`"
        for name in sorted(theirs.keys() | ours.keys())
        if theirs.get(name) != ours.get(name)
    )


def _here() -> str:
    return f"the worker `{get_worker().name}` on {platform.node()}"
