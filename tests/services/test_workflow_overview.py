"""How workflows ran last, who listens to a webhook, and what a run belongs to."""

import pytest

from tests import cast
from tests.web.pages import flows
from tests.web.pages.sending import arrive
from webhooks.errors import NotFound
from webhooks.services import deliveries, workflow_overview
from webhooks.services.site import Site


def test_the_last_run_of_each_workflow_is_found(site: Site) -> None:
    application = cast.application(site)
    one, two = (flows.workflow(site, application, name=name) for name in "ab")
    flows.run(site, one)
    newest = flows.run(site, one, status="failed")
    found = workflow_overview.last_runs(site, [one.id, two.id])
    assert {key: run.id for key, run in found.items()} == {one.id: newest.id}


def test_listeners_are_those_of_this_application(site: Site) -> None:
    application, elsewhere = (cast.application(site, name) for name in ("A", "B"))
    webhook = cast.webhook(site, application)
    document = flows.document(webhook.id)
    late = flows.workflow(site, application, **{**document, "name": "late"})
    early = flows.workflow(site, application, **{**document, "name": "Early"})
    flows.workflow(site, application, **flows.document())
    flows.workflow(site, elsewhere, **document)
    found = workflow_overview.listeners(site, application.id, webhook.id)
    assert [row.id for row in found] == [early.id, late.id]


def test_names_are_found_by_id(site: Site) -> None:
    application = cast.application(site)
    webhook = cast.webhook(site, application)
    bell = flows.workflow(site, application)
    names = workflow_overview.names_of(site, [bell.id, "0" * 24])
    assert names == {bell.id: "Door bell"}
    webhooks = workflow_overview.webhook_names(site, application.id)
    assert webhooks == {webhook.id: "Order intake"}
    assert workflow_overview.find(site, bell.id).name == "Door bell"
    with pytest.raises(NotFound):
        workflow_overview.find(site, "0" * 24)


def test_a_run_knows_its_delivery(site: Site) -> None:
    application = cast.application(site)
    webhook = cast.webhook(site, application)
    bell = flows.workflow(site, application)
    delivery_id = arrive(site, webhook)
    stored = deliveries.get(site, application.id, webhook.id, delivery_id)
    caused = flows.run(site, bell, delivery_seq=stored.seq)
    found = workflow_overview.delivery_of(site, caused)
    assert found is not None
    assert found.id == delivery_id
    assert workflow_overview.delivery_of(site, flows.run(site, bell)) is None
