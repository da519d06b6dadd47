"""Deleting a webhook that has very many deliveries."""

import pytest

from tests.services.arrivals import Waiting, arrive, webhook
from webhooks.errors import NotFound
from webhooks.services import applications, deliveries, removal, webhooks
from webhooks.services.site import Site
from webhooks.storage import pruning


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "BATCH_BYTES", 3)


def test_everything_goes_in_steps(site: Site) -> None:
    hook, other = webhook(site), webhook(site)
    for _ in range(5):
        arrive(site, hook)
    kept = arrive(site, other).delivery_id
    webhooks.delete(site, hook.application_id, hook.id)
    with pytest.raises(NotFound):
        webhooks.get(site, hook.application_id, hook.id)
    assert deliveries.newest_seq(site, hook.id) == 0
    assert deliveries.get(site, other.application_id, other.id, kept or "")


def test_the_url_dies_before_the_first_delivery_does(site: Site) -> None:
    hook = webhook(site)
    arrive(site, hook)
    removal.empty(site, [hook.id])
    with pytest.raises(NotFound):
        site.endpoints.find(hook.token)
    webhooks.delete(site, hook.application_id, hook.id)


def test_waiting_callers_are_let_go(site: Site) -> None:
    hook = webhook(site, wait_for_reply=True)
    caller = Waiting(site, hook)
    applications.delete(site, hook.application_id)
    assert caller.result().reply.status == 410


def test_what_is_not_there_cannot_be_deleted(site: Site) -> None:
    hook, other = webhook(site), webhook(site)
    with pytest.raises(NotFound):
        webhooks.delete(site, other.application_id, hook.id)
    assert site.endpoints.find(hook.token)
