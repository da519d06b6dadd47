"""Runs are found by what they did, in portions, and never another workflow's."""

import pytest

from tests.web.pages import flows
from webhooks.services import applications, run_search
from webhooks.services.run_search import RunFilter
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow


@pytest.fixture
def workflow(site: Site) -> Workflow:
    owner = applications.create(site, None, "Test")
    made = flows.workflow(site, owner)
    flows.run(site, made, duration_ms=5.0)
    flows.run(
        site,
        made,
        status="failed",
        trigger_type="timer",
        duration_ms=1500.0,
        error={"name": "HttpError", "message": "100% of ü was refused"},
    )
    flows.run(site, flows.workflow(site, owner), status="failed")
    return made


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({}, 2),
        ({"status": "failed"}, 1),
        ({"status": "no such status"}, 2),
        ({"trigger": "timer"}, 1),
        ({"trigger": "webhook"}, 0),
        ({"longer": "1000"}, 1),
        ({"longer": "nan"}, 2),
        ({"q": "httperror"}, 1),
        ({"q": "0% of ü"}, 1),
        ({"q": "_"}, 0),
        ({"q": "' OR 1 = 1 --"}, 0),
        ({"q": "refused", "status": "succeeded"}, 0),
    ],
)
def test_fields_of_the_form_narrow_what_is_found(
    site: Site, workflow: Workflow, given: dict[str, str], count: int
) -> None:
    wanted = RunFilter.of(given)
    found = run_search.search(site, workflow.id, wanted, limit=10, before=None)
    assert len(found.items) == count
    assert found.next_cursor is None


def test_pages_follow_one_another(site: Site, workflow: Workflow) -> None:
    first = run_search.search(site, workflow.id, RunFilter(), limit=1, before=None)
    assert first.next_cursor is not None
    rest = run_search.search(
        site, workflow.id, RunFilter(), limit=1, before=int(first.next_cursor)
    )
    assert [run.status for run in (*first.items, *rest.items)] == [
        "failed",
        "succeeded",
    ]
    assert rest.next_cursor is None


def test_what_was_not_looked_at_is_left_for_the_next_page(
    site: Site, workflow: Workflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_search, "LOOKED_AT", 1)
    wanted = RunFilter(status="succeeded")
    first = run_search.search(site, workflow.id, wanted, limit=10, before=None)
    assert first.items == []
    assert first.next_cursor is not None
    rest = run_search.search(
        site, workflow.id, wanted, limit=10, before=int(first.next_cursor)
    )
    assert [run.status for run in rest.items] == ["succeeded"]
