"""Timers: when they fire, and what changes do to their rhythm."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests import cast
from tests.frozen_clock import START, FrozenClock
from tests.services.flow_parts import count, definitions, index, starts, timer
from tests.services.pressed import counted, restarted
from tests.services.serving import Serving, statuses, stored_runs
from webhooks.errors import Unavailable
from webhooks.services import workflow_versions, workflows
from webhooks.services.applications import Application
from webhooks.services.run_starter import NoTimers
from webhooks.services.running import look_around
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow
from webhooks.storage.models import WorkflowDefinition


@pytest.fixture
def owner(site: Site) -> Application:
    return cast.application(site)


def ticking(site: Site, owner: Application, **fields: Any) -> Workflow:
    """A workflow that counts how often its timer fires, each minute unless told."""
    given = {"triggers": [starts(timer("t"))], "nodes": [count()], **fields}
    return cast.workflow(site, owner, **given)


def change(site: Site, flow: Workflow, **changes: Any) -> None:
    workflows.update(site, flow.application_id, flow.id, changes)


def due(site: Site, flow: Workflow) -> datetime | None:
    return index(site, flow.id)[0].due_at


def test_it_fires_every_so_many_seconds(
    site: Site, serving: Serving, owner: Application
) -> None:
    flow = ticking(site, owner)
    serving.pass_time(59)
    assert counted(site, flow) == 0
    serving.pass_time(1)
    assert counted(site, flow) == 1
    for _ in range(5):
        serving.pass_time(60)
    assert counted(site, flow) == 6
    run = stored_runs(site)[0]
    assert (run.trigger_type, run.trigger_key) == ("timer", "t")
    assert run.created_at == START + timedelta(seconds=60)
    assert due(site, flow) == START + timedelta(seconds=420)


@pytest.mark.parametrize(
    ("config", "meta", "first"),
    [
        ({"cron": "30 10 * * *"}, {}, datetime(2026, 1, 5, 10, 30, tzinfo=UTC)),
        (
            {"cron": "30 10 * * *", "tz": "Europe/Berlin"},
            {},
            datetime(2026, 1, 6, 9, 30, tzinfo=UTC),
        ),
        (
            {},
            {
                "timerTypeSelect": "cronWeekly",
                "weekdays": [3],
                "timeAt": "08:00:00",
            },
            datetime(2026, 1, 7, 8, tzinfo=UTC),
        ),
    ],
)
def test_it_fires_by_the_clock_on_the_wall(
    site: Site,
    serving: Serving,
    owner: Application,
    config: dict[str, Any],
    meta: dict[str, Any],
    first: datetime,
) -> None:
    trigger = starts({"type": "timer", "key": "t", "config": config, "meta": meta})
    flow = ticking(site, owner, triggers=[trigger])
    assert due(site, flow) == first
    seconds = (first - START).total_seconds()
    serving.pass_time(seconds - 1)
    assert counted(site, flow) == 0
    serving.pass_time(31)
    assert counted(site, flow) == 1
    assert (due(site, flow) or first) > first


def test_a_clock_that_is_set_moves_those_that_go_by_it(
    site: Site, serving: Serving, owner: Application, clock: FrozenClock
) -> None:
    """They look again every 30 seconds; the others do not care (P12)."""
    noon = starts(timer("t", cron="0 12 * * *"))
    by_clock = ticking(site, owner, triggers=[noon])
    by_seconds = ticking(site, owner, triggers=[starts(timer("s"))])
    clock.jump(2 * 3600)
    serving.pass_time(30)
    assert (counted(site, by_clock), counted(site, by_seconds)) == (1, 0)
    clock.jump(-24 * 3600)
    serving.pass_time(30)
    assert counted(site, by_seconds) == 1
    serving.pass_time(60)
    assert counted(site, by_seconds) == 2


def test_a_clock_set_back_while_nobody_served_makes_no_wait_longer(
    site: Site, serving: Serving, owner: Application, clock: FrozenClock
) -> None:
    flow = ticking(site, owner)
    clock.jump(-86_400)
    later = restarted(serving)
    later.pass_time(60)
    assert counted(site, flow) == 1


def test_times_that_nobody_was_there_for_are_left_out(
    site: Site, serving: Serving, owner: Application
) -> None:
    """And the rhythm is kept."""
    flow = ticking(site, owner)
    serving.clock.move(150)
    later = restarted(serving)
    later.pass_time(0)
    assert counted(site, flow) == 0
    assert due(site, flow) == START + timedelta(seconds=180)
    later.pass_time(30)
    assert counted(site, flow) == 1


def test_an_edit_keeps_the_rhythm_and_runs_what_is_new(
    site: Site, serving: Serving, owner: Application
) -> None:
    flow = ticking(site, owner)
    serving.pass_time(50)
    change(site, flow, nodes=[count("new")])
    change(site, flow, name="Renamed")
    serving.pass_time(10)
    assert counted(site, flow) == 0
    (run,) = stored_runs(site)
    assert run.definition_id == definitions(site, flow.id)[-1]


def test_another_schedule_begins_anew(
    site: Site, serving: Serving, owner: Application
) -> None:
    flow = ticking(site, owner)
    serving.pass_time(50)
    change(site, flow, triggers=[starts(timer("t", seconds=20))])
    serving.pass_time(10)
    assert counted(site, flow) == 0
    serving.pass_time(10)
    assert counted(site, flow) == 1


@pytest.mark.parametrize("how", ["disabled", "removed", "deleted"])
def test_a_timer_that_is_no_more_does_not_fire(
    site: Site, serving: Serving, owner: Application, how: str
) -> None:
    flow = ticking(site, owner)
    if how == "disabled":
        change(site, flow, enabled=False)
    elif how == "removed":
        change(site, flow, triggers=[])
    else:
        workflows.delete(site, owner.id, flow.id)
    for _ in range(3):
        serving.pass_time(60)
    assert stored_runs(site) == []
    assert len(serving.runner.alarm) == 0
    if how == "disabled":
        change(site, flow, enabled=True)
        serving.pass_time(60)
        assert counted(site, flow) == 1


@pytest.mark.parametrize("how", ["disabled", "edited"])
def test_a_change_while_it_fires_is_not_undone_by_it(
    site: Site,
    serving: Serving,
    owner: Application,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    """The next time belongs to whoever changed the workflow."""
    flow = ticking(site, owner)
    admit = serving.runner.admit

    def late(runs: Any) -> None:
        monkeypatch.undo()
        if how == "disabled":
            change(site, flow, enabled=False)
        else:
            change(site, flow, nodes=[count("new")])
        admit(runs)

    monkeypatch.setattr(serving.runner, "admit", late)
    serving.pass_time(60)
    for _ in range(3):
        serving.pass_time(60)
    found = stored_runs(site)[1:]
    if how == "disabled":
        assert found == []
    else:
        newest = definitions(site, flow.id)[-1]
        assert [run.definition_id for run in found] == [newest] * 3


def test_the_version_that_runs_by_default_has_the_timers(
    site: Site, serving: Serving, owner: Application
) -> None:
    flow = ticking(site, owner)
    fields = {
        "version": "v1",
        "triggers": [starts(timer("t", seconds=30))],
        "nodes": [count("v1")],
    }
    made = workflow_versions.create(site, owner.id, flow.id, fields)
    change(site, flow, default_version_id=made.id)
    serving.pass_time(30)
    assert [run.version for run in stored_runs(site)] == ["v1"]


def test_what_a_command_changes_is_noticed(
    site: Site, serving: Serving, owner: Application
) -> None:
    """A command beside the server plans nothing itself."""
    site.timers = NoTimers()
    flow = ticking(site, owner)
    site.timers = serving.timers
    serving.pass_time(60)
    assert counted(site, flow) == 0
    look_around(site)
    serving.pass_time(60)
    assert counted(site, flow) == 1
    site.timers = NoTimers()
    change(site, flow, enabled=False)
    site.timers = serving.timers
    look_around(site)
    serving.pass_time(60)
    assert counted(site, flow) == 1


def test_a_run_that_cannot_be_stored_just_now_is_stored_soon(
    site: Site, serving: Serving, owner: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = ticking(site, owner)

    def refuse(*_: Any) -> Any:
        raise Unavailable("The disk fails.")

    monkeypatch.setattr(site.store.writer, "submit", refuse)
    serving.pass_time(60)
    monkeypatch.undo()
    assert serving.runner.queue._groups == {}
    serving.pass_time(5)
    assert counted(site, flow) == 1
    assert due(site, flow) == START + timedelta(seconds=120)


def test_a_time_that_cannot_be_stored_holds_up_nobody(
    site: Site, serving: Serving, owner: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> Any:
        raise Unavailable("The disk fails.")

    monkeypatch.setattr(site.store.writer, "submit", refuse)
    flow = ticking(site, owner)
    monkeypatch.undo()
    assert due(site, flow) is None
    serving.pass_time(60)
    assert counted(site, flow) == 1


def test_a_workflow_that_cannot_be_read_holds_up_no_other(
    site: Site, serving: Serving, owner: Application
) -> None:
    broken, good = ticking(site, owner), ticking(site, owner)
    with site.store.writing() as session:
        session.delete(session.get(WorkflowDefinition, broken.definition_id))
    site.__dict__.pop("definitions")
    later = restarted(serving)
    later.pass_time(60)
    assert counted(site, good) == 1
    assert statuses(site) == ["succeeded"]
