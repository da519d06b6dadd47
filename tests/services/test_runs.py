"""Listing and showing runs."""

from datetime import timedelta

import pytest

from tests import cast
from tests.services.flow_parts import count, run
from tests.services.pressed import press, pressed_flow
from tests.services.serving import Serving, stored_runs
from tests.services.stored_deliveries import stored
from webhooks.errors import Conflict, Invalid, NotFound
from webhooks.services import runs, workflows
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow


@pytest.fixture
def owner(site: Site) -> Application:
    return cast.application(site)


@pytest.fixture
def flow(site: Site, owner: Application) -> Workflow:
    return pressed_flow(site, owner, count())


def test_runs_are_listed_newest_first_page_by_page(site: Site, flow: Workflow) -> None:
    made = [run(site, flow).id for _ in range(5)]
    found: list[str] = []
    cursor: str | None = None
    pages = 0
    while pages == 0 or cursor is not None:
        page = runs.list_(site, flow.application_id, flow.id, limit=2, before=cursor)
        found += [item.id for item in page.items]
        cursor, pages = page.next_cursor, pages + 1
    assert found == made[::-1]
    assert pages == 3
    older = runs.list_(site, flow.application_id, before=made[2])
    assert [item.id for item in older.items] == made[1::-1]


def test_runs_are_chosen_by_state_workflow_and_delivery(
    site: Site, owner: Application, flow: Workflow
) -> None:
    seq = stored(site, cast.webhook(site, owner))
    other = pressed_flow(site, owner, count())
    failed = run(site, flow, status="failed").id
    caused = run(site, other, delivery_seq=seq).id
    run(site, pressed_flow(site, cast.application(site, "Other"), count()))

    def ids(**chosen: object) -> list[str]:
        page = runs.list_(site, owner.id, **chosen)  # type: ignore[arg-type]
        return [item.id for item in page.items]

    assert ids() == [caused, failed]
    assert ids(workflow_id=flow.id) == [failed]
    assert ids(status="failed") == [failed]
    assert ids(delivery_seq=seq) == [caused]


@pytest.mark.parametrize(
    "query",
    [{"limit": 0}, {"limit": 201}, {"status": "x"}, {"before": "x"}, {"before": "-1"}],
)
def test_odd_queries_are_refused(
    site: Site, owner: Application, query: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        runs.list_(site, owner.id, **query)  # type: ignore[arg-type]


def test_a_run_is_shown_with_its_steps_and_its_definition(
    site: Site, serving: Serving, owner: Application, flow: Workflow
) -> None:
    run_id = press(site, flow)
    serving.settle()
    workflows.update(site, owner.id, flow.id, {"nodes": [count("other")]})
    detail = runs.get(site, owner.id, run_id)
    assert [step.type for step in detail.steps] == ["StoreValueNode"]
    assert detail.definition is not None
    assert detail.definition.nodes[0]["config"]["keyName"] == "count"
    assert detail.run.paths_completed == 1
    assert detail.run.duration_ms is not None


def test_a_run_of_another_application_is_unknown(
    site: Site, owner: Application, flow: Workflow
) -> None:
    stranger = cast.application(site, "Other")
    for application_id, run_id in ((stranger.id, run(site, flow).id), (owner.id, "x")):
        with pytest.raises(NotFound):
            runs.get(site, application_id, run_id)


@pytest.mark.parametrize("status", ["running", "succeeded", "interrupted"])
def test_what_is_under_way_or_over_cannot_be_cancelled(
    site: Site, owner: Application, flow: Workflow, status: str
) -> None:
    made = run(site, flow, status=status)
    with pytest.raises(Conflict):
        runs.cancel(site, owner.id, made.id)
    assert stored_runs(site)[0].status == status


def test_what_is_queued_or_waits_can(
    site: Site, owner: Application, flow: Workflow
) -> None:
    due = site.clock.now() + timedelta(hours=1)
    for status, due_at in (("queued", None), ("waiting", due)):
        made = run(site, flow, status=status, due_at=due_at, start="{}", state="{}")
        runs.cancel(site, owner.id, made.id)
        after = stored_runs(site)[-1]
        assert (after.status, after.start, after.state) == ("cancelled", None, None)
        assert after.due_at is None
