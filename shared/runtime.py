"""The worker of a service: its relay, its subscriber and its jobs, each in a thread with connections of
its own.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from shared import dead_events
from shared.bus import Bus, BusDown, Message, Subscription, Verdict, Wait, make_bus
from shared.bus.topology import dead_queue
from shared.db import Database
from shared.delivery import Delivery, Handler
from shared.logs import begin_correlation, log
from shared.relay import Relay
from shared.settings import Settings
from shared.tasks import Work, run_waiting

_log = log(__name__)
_LOOK_FOR_TASKS = 0.5  # seconds
_LOOK_FOR_REPLAYS = 1.0
_PATIENCE = (0.2, 0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True)
class Job:
    """Work that is done every so many seconds; it owns its transactions and must be safe to run twice."""

    name: str
    every: float
    run: Callable[[Database], object]


class Worker:
    """All that a service does outside of requests."""

    def __init__(
        self,
        settings: Settings,
        subscriptions: Mapping[str, Handler],
        *,
        jobs: Sequence[Job] = (),
        works: Mapping[str, Work] | None = None,
        peers: object = None,
        bus: Bus | None = None,
    ) -> None:
        self.service = settings.service
        self.settings = settings
        self.subscription = Subscription(self.service, tuple(sorted(subscriptions)))
        self.database = Database(settings.database_url, pool_size=4)
        self.bus = bus or make_bus(settings.bus_url)
        self.delivery = Delivery(self.service, self.database, subscriptions, peers=peers)
        self.works = dict(works or {})
        self.jobs = [*jobs]
        if self.subscription.topics:
            self.jobs.append(Job("replays", _LOOK_FOR_REPLAYS, self.replay))
        if self.works:
            self.jobs.append(Job("tasks", _LOOK_FOR_TASKS, self.run_tasks))

    def threads(self, stop: threading.Event) -> list[threading.Thread]:
        """Start everything; each thread begins again with patience after a fault, until `stop` is set."""
        loops: list[tuple[str, Callable[[], None]]] = [
            ("relay", lambda: Relay(self.service, self.settings.database_url, self.bus).run(stop))
        ]
        if self.subscription.topics:
            loops.append(("subscriber", lambda: self._subscribe(stop)))
            loops.append(("dead letters", lambda: self._keep_dead_letters(stop)))
        loops += [(f"job {job.name}", lambda job=job: self._run_job(job, stop)) for job in self.jobs]  # type: ignore[misc]
        started = [
            threading.Thread(
                target=_persist, args=(loop, f"{self.service} {name}", stop), name=f"{self.service} {name}"
            )
            for name, loop in loops
        ]
        for thread in started:
            thread.start()
        return started

    def run_tasks(self, database: Database) -> int:
        """Do the long work that waits; answers how many tasks came to an end."""
        return run_waiting(database, self.works)

    def replay(self, database: Database) -> int:
        """Act again on the dead letters that somebody asked for; answers how many were acted on."""
        return dead_events.replay_asked(database, self.delivery)

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set, then wait for what is under way."""
        for thread in self.threads(stop):
            thread.join()
        self.database.close()

    def _subscribe(self, stop: threading.Event) -> None:
        def receive(message: Message, wait: Wait) -> tuple[Verdict, str]:
            return self.delivery(message, lambda seconds: _wait_unless(stop, wait, seconds))

        self.bus.subscriber(self.service).run(receive, stop)

    def _keep_dead_letters(self, stop: threading.Event) -> None:
        def receive(message: Message, wait: Wait) -> tuple[Verdict, str]:
            dead_events.keep_patiently(
                self.database, message, lambda seconds: _wait_unless(stop, wait, seconds)
            )
            return Verdict.DONE, ""

        self.bus.subscriber(dead_queue(self.service)).run(receive, stop)

    def _run_job(self, job: Job, stop: threading.Event) -> None:
        while not stop.is_set():
            begin_correlation()
            job.run(self.database)
            stop.wait(job.every)


def _wait_unless(stop: threading.Event, wait: Wait, seconds: float) -> None:
    """Wait, keeping the connection alive; a message in hand when the worker stops goes back
    unacknowledged.
    """
    if stop.is_set():
        raise BusDown("the worker is stopping")
    wait(seconds)


def _persist(loop: Callable[[], None], name: str, stop: threading.Event) -> None:
    """Run `loop` again and again until `stop`; longer pauses while it keeps failing."""
    structlog.contextvars.bind_contextvars(thread=name)
    failures = 0
    while not stop.is_set():
        began = time.monotonic()
        try:
            loop()
        except Exception as error:  # noqa: BLE001 - a thread that dies silently would be a deaf service
            _log.warning("loop_failed", loop=name, reason=f"{type(error).__name__}: {error}")
        failures = 0 if time.monotonic() - began > 30 else failures + 1
        stop.wait(_PATIENCE[min(failures, len(_PATIENCE)) - 1] if failures else 0.1)
