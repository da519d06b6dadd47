"""Runs over their life: taken once, waiting, switched off, left by a crash."""

from datetime import timedelta
from typing import Any

import pytest

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.services.flow_parts import count
from tests.services.pressed import (
    asking,
    counted,
    delayed,
    press,
    pressed_flow,
    restarted,
)
from tests.services.serving import (
    Gate,
    Serving,
    messages,
    statuses,
    stored_runs,
    until,
)
from webhooks.errors import Unavailable
from webhooks.services import run_ticket, runner
from webhooks.services.applications import Application
from webhooks.services.run_starter import QueuedRuns
from webhooks.services.running import look_around
from webhooks.services.site import Site


@pytest.fixture
def owner(site: Site) -> Application:
    return cast.application(site)


def test_a_wait_takes_no_slot_and_ends_at_its_time(
    site: Site, serving: Serving, owner: Application
) -> None:
    flow = pressed_flow(site, owner, *delayed())
    press(site, flow)
    serving.settle()
    (run,) = stored_runs(site)
    assert run.status == "waiting"
    assert run.due_at == run.created_at + timedelta(seconds=30)
    serving.pass_time(29)
    assert counted(site, flow) == 0
    serving.pass_time(1)
    assert counted(site, flow) == 1
    (run,) = stored_runs(site)
    assert (run.status, run.state, run.start, run.due_at) == (
        "succeeded",
        None,
        None,
        None,
    )
    assert [each["text"] for each in messages(run)] == ["before"]


def test_a_number_that_is_in_line_twice_runs_once_and_cuts_no_wait_short(
    site: Site, serving: Serving, owner: Application
) -> None:
    """Looking for more finds runs again that are in line already."""
    flow = pressed_flow(site, owner, *delayed())
    press(site, flow)
    serving.settle()
    (run,) = stored_runs(site)
    for _ in range(3):
        serving.runner.queue.put(owner.id, run.seq, announced=False)
        serving.settle()
    assert statuses(site) == ["waiting"]
    serving.pass_time(30)
    assert counted(site, flow) == 1


def test_a_queued_run_is_started_once_whoever_claims_it(
    site: Site, serving: Serving, owner: Application
) -> None:
    flow = pressed_flow(site, owner, count())
    site.runner = QueuedRuns(site.store)
    for _ in range(20):
        press(site, flow)
    assert statuses(site) == ["queued"] * 20
    site.runner = serving.runner
    for _ in range(4):
        look_around(site)
        serving.runner.queue.note_more(owner.id)
    serving.settle()
    assert statuses(site) == ["succeeded"] * 20
    assert counted(site, flow) == 20


def test_a_looping_application_keeps_no_other_from_starting(
    site: Site, serving: Serving, owner: Application
) -> None:
    gate = Gate(site)
    blocked = pressed_flow(site, owner, *asking())
    for _ in range(110):
        press(site, blocked)
    gate.wait_for(96)
    other = pressed_flow(site, cast.application(site, "Other"), count())
    press(site, other)
    until(lambda: counted(site, other) == 1, "the other one has run")
    until(lambda: serving.runner.queue.running == 96, "the other one is over")
    gate.release()


def test_a_run_that_cannot_be_read_just_now_runs_later(
    site: Site,
    serving: Serving,
    owner: Application,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A run that was taken must not stay under way for ever."""
    flow = pressed_flow(site, owner, count())
    read, refused = run_ticket.read, []

    def fail(*arguments: Any) -> Any:
        if len(refused) < 2:
            refused.append(1)
            raise Unavailable("The disk fails.")
        return read(*arguments)

    monkeypatch.setattr(run_ticket, "read", fail)
    monkeypatch.setattr("webhooks.services.run_execution._RETRY_SECONDS", 0)
    press(site, flow)
    serving.settle()
    assert (statuses(site), counted(site, flow)) == (["succeeded"], 1)


def test_a_waiting_run_that_cannot_be_taken_just_now_is_taken_later(
    site: Site,
    serving: Serving,
    owner: Application,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flow = pressed_flow(site, owner, *delayed())
    press(site, flow)
    serving.settle()

    def refuse(*_: Any) -> Any:
        raise Unavailable("The disk fails.")

    monkeypatch.setattr(site.store.writer, "submit", refuse)
    serving.pass_time(30)
    monkeypatch.undo()
    monkeypatch.setattr(site.reader, "row", refuse)
    serving.pass_time(5)
    monkeypatch.undo()
    assert statuses(site) == ["waiting"]
    serving.pass_time(5)
    assert counted(site, flow) == 1


def test_while_the_server_stops_nothing_new_is_taken(
    site: Site, serving: Serving, owner: Application, clock: FrozenClock
) -> None:
    flow = pressed_flow(site, owner, count())
    site.draining = True
    serving.runner.queue._slots = 0
    press(site, flow)
    serving.runner.queue._slots = 10
    serving.runner.queue.pump()
    serving.settle()
    assert statuses(site) == ["queued"]
    site.draining = False
    restarted(serving).settle()
    assert statuses(site) == ["succeeded"]


def test_what_is_in_line_is_found_past_what_others_have_in_line(
    site: Site, serving: Serving, owner: Application
) -> None:
    """A hundred thousand runs of one application must not be read to find one."""
    site.runner = QueuedRuns(site.store)
    other = cast.application(site, "Other")
    for application in (owner, other, owner):
        press(site, pressed_flow(site, application, count()))
    found = site.reader.rows(runner._WITH_QUEUED)
    names = [row["application_id"] for row in found]
    assert names == sorted([owner.id, other.id])
    plan = site.reader.rows(f"EXPLAIN QUERY PLAN {runner._NEXT}", (owner.id, 1))
    used = "COVERING INDEX ix_run_unfinished (status=? AND application_id=?)"
    assert used in plan[0]["detail"]
