"""The history of a workflow, one run of it, and the runs of a delivery."""

import pytest

from tests.web.pages import flows
from tests.web.pages.browser import Browser
from tests.web.pages.sending import arrive
from webhooks.services import deliveries
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.services.workflows import Workflow


@pytest.fixture
def path(home: str, bell: Workflow) -> str:
    """The address of its history."""
    return f"{home}/workflows/{bell.id}/runs"


def test_an_empty_history_says_so(alice: Browser, path: str) -> None:
    assert "No run yet" in alice.get(path).headings


def test_runs_are_listed_by_status_and_page_by_page(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    for _ in range(51):
        flows.run(site, bell)
    error = {"name": "Error", "message": "Too cold", "nodeId": "hot"}
    failed = flows.run(site, bell, status="failed", error=error)
    page = alice.get(path)
    assert f"{path}/{failed.id}" in page.links
    assert "Too cold" in page.text
    [older] = [link for link in page.links if "before=" in link]
    rest = alice.get(older)
    assert len([link for link in rest.links if link.startswith(f"{path}/")]) == 2
    only = alice.get(f"{path}?status=failed")
    assert [link for link in only.links if link.startswith(f"{path}/")] == [
        f"{path}/{failed.id}"
    ]
    assert "Nothing found" in alice.get(f"{path}?status=waiting").headings
    assert f"{path}/{failed.id}" in alice.get(f"{path}?status=odd").links


def test_runs_are_filtered_and_older_ones_with_the_same_filter(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    for _ in range(51):
        error = {"name": "Error", "message": "Too cold", "nodeId": "hot"}
        flows.run(site, bell, status="failed", error=error, duration_ms=2000.0)
    slow = flows.run(site, bell, duration_ms=2000.0)
    page = alice.get(f"{path}?q=too+cold&longer=1000&trigger=virtualButton")
    assert f"{path}/{slow.id}" not in page.links
    [older] = [link for link in page.links if "before=" in link]
    assert "q=too+cold" in older
    assert "longer=1000" in older
    assert "trigger=virtualButton" in older
    rest = alice.get(older)
    assert len([link for link in rest.links if link.startswith(f"{path}/")]) == 1
    assert "Nothing found" in alice.get(f"{path}?longer=10000").headings


def test_a_run_shows_the_path_it_took(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    run = flows.run(site, bell, trace=flows.trace())
    page = alice.get(f"{path}/{run.id}")
    assert "2 steps" in page.text
    assert "Is it hot?" in page.text
    assert "True 0.4 ms" in page.text
    assert "Hot: 7" in page.text
    assert '"heat": 7' in page.text


def test_viewers_see_dots_for_globals(
    alice: Browser, viewer: Browser, site: Site, bell: Workflow, path: str
) -> None:
    run = flows.run(site, bell, trace=flows.trace())
    assert "sesame" in alice.client.get(f"{path}/{run.id}").text
    shown = viewer.client.get(f"{path}/{run.id}").text
    assert "sesame" not in shown
    assert "&#34;heat&#34;: 7" in shown


def test_a_failed_run_names_the_node_and_the_error(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    trace = flows.trace()
    trace.steps[1].error = "It is too hot."
    error = {
        "name": "HeatError",
        "message": "It is too hot.",
        "nodeId": "say",
        "nodeType": "DebugNode",
    }
    run = flows.run(site, bell, status="failed", error=error, trace=trace)
    text = alice.get(f"{path}/{run.id}").text
    assert "HeatError : It is too hot. In the node “Say so”." in text


def test_a_waiting_run_says_until_when_and_is_cancelled(
    alice: Browser, viewer: Browser, site: Site, bell: Workflow, path: str
) -> None:
    due = site.clock.now()
    run = flows.run(site, bell, status="waiting", due_at=due, finished_at=None)
    here = f"{path}/{run.id}"
    assert "until" in alice.get(here).text
    assert [f for f in viewer.get(here).forms if "cancel" in f.action] == []
    response = alice.send(here, f"{here}/cancel")
    assert response.location == here
    page = alice.get(here)
    assert "cancelled" in page.text
    assert [f for f in page.forms if "cancel" in f.action] == []


def test_an_interrupted_run_says_why_it_is_not_repeated(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    run = flows.run(site, bell, status="interrupted")
    assert "repeatAfterCrash" in alice.get(f"{path}/{run.id}").text


def test_a_run_of_another_workflow_is_not_found(
    alice: Browser, site: Site, application: Application, bell: Workflow, path: str
) -> None:
    other = flows.workflow(site, application, name="Other")
    run = flows.run(site, other)
    assert alice.status(f"{path}/{run.id}") == 404
    assert alice.post(f"{path}/{run.id}/cancel").status_code == 404


def test_a_delivery_and_its_runs_lead_to_each_other(
    alice: Browser,
    site: Site,
    webhook: Webhook,
    bell: Workflow,
    inspector: str,
    path: str,
) -> None:
    delivery_id = arrive(site, webhook, path="/door")
    found = deliveries.get(site, webhook.application_id, webhook.id, delivery_id)
    run = flows.run(site, bell, delivery_seq=found.seq, trigger_type="webhook")
    page = alice.get(f"{inspector}/deliveries/{delivery_id}")
    assert page.links[f"{path}/{run.id}"] == "Door bell"
    shown = alice.get(f"{path}/{run.id}")
    assert shown.links[f"{inspector}/deliveries/{delivery_id}"] == "POST /door"


def test_a_form_that_is_sent_twice_runs_it_again_once(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    key = flows.button_key(site, bell)
    run = flows.run(site, bell, trigger_key=key, trace=flows.trace())
    form = alice.get(f"{path}/{run.id}").form("/retry")
    sent = [alice.client.post(form.action, data=form.fields) for _ in range(2)]
    assert [each.status_code for each in sent] == [303, 303]
    assert sent[0].location == sent[1].location
    another = alice.send(f"{path}/{run.id}", f"{path}/{run.id}/retry")
    assert another.location not in {sent[0].location, path}
