"""An instance that runs workflows, as the server does, under a test's control.

Time moves only when told to: the alarm has no thread, and ``pass_time`` makes it
fire. Runs are under way on threads; ``settle`` waits until none is.
"""

import json
import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from tests.frozen_clock import FrozenClock
from webhooks.services import runs
from webhooks.services.runner import Runner
from webhooks.services.site import Site
from webhooks.services.timers import Timers
from webhooks.storage.models import Run
from webhooks.workflows.ports import HttpRequest, HttpResponse


class Serving:
    """The serving side of a site."""

    def __init__(self, site: Site, clock: FrozenClock) -> None:
        self.site = site
        self.clock = clock
        self.runner = Runner(site)
        self.runner.alarm.start = lambda: None  # type: ignore[method-assign]
        self.timers = Timers(site, self.runner.alarm)
        site.runner, site.timers = self.runner, self.timers

    def begin(self) -> "Serving":
        """Take up what is there, as a start does."""
        runs.recover(self.site)
        self.runner.begin()
        self.timers.begin()
        return self

    def settle(self) -> None:
        """Wait until no run is under way or in line, and no timer fires."""
        until(lambda: not (self._firing() or self._busy()), "every run has settled")

    def _busy(self) -> bool:
        queue = self.runner.queue
        # All at one moment: a run is never between being queued and being under way.
        with queue._lock:
            groups = queue._groups.values()
            if queue._closed:
                return any(group.running or group.queued for group in groups)
            # Also between the last run in memory and the next from the database.
            return any(group.running or group.has_line for group in groups)

    @staticmethod
    def _firing() -> bool:
        return any(thread.name == "timer" for thread in threading.enumerate())

    def pass_time(self, seconds: float) -> None:
        """Let time pass, and what is due happen."""
        self.clock.move(seconds)
        self.runner.alarm.fire()
        self.settle()

    def close(self) -> None:
        """Start nothing more and wait for what is under way."""
        self.site.draining = True
        self.runner.end(60)


def until(condition: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Look again and again until something holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not in {seconds} s: {what}"
        time.sleep(0.002)


class Gate:
    """Outbound HTTP of a test: a run that makes a request stays until released."""

    def __init__(self, site: Site) -> None:
        self.arrived: list[str] = []
        self._open = threading.Event()
        site.__dict__["workflow_http"] = self

    def request(self, request: HttpRequest) -> HttpResponse:
        """Note who came, and answer when the gate is open."""
        self.arrived.append(request.url)
        assert self._open.wait(60)
        return HttpResponse(200, {}, b"{}", request.url)

    def wait_for(self, count: int) -> None:
        """Wait until so many runs stand here."""
        until(lambda: len(self.arrived) >= count, f"{count} runs are at the gate")

    def release(self) -> None:
        """Let everybody through, now and from now on."""
        self._open.set()


def stored_runs(site: Site, workflow_id: str | None = None) -> list[Run]:
    """Return the runs as stored, the first one first, with all their texts."""
    texts = undefer(Run.start), undefer(Run.state), undefer(Run.steps)
    wanted = select(Run).order_by(Run.seq).options(*texts)
    if workflow_id is not None:
        wanted = wanted.where(Run.workflow_id == workflow_id)
    with site.store.reading() as session:
        return list(session.scalars(wanted))


def statuses(site: Site, workflow_id: str | None = None) -> list[str]:
    """Return the states of the runs, the first one first."""
    return [run.status for run in stored_runs(site, workflow_id)]


def messages(run: Run) -> list[dict[str, Any]]:
    """Return the debug messages of a run."""
    found: list[dict[str, Any]] = json.loads(run.steps or "{}").get("messages", [])
    return found
