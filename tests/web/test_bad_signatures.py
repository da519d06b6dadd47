"""Whatever is wrong with a signature: the right status, a reason, and no run."""

import re
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.frozen_clock import FrozenClock
from tests.services.arrivals import webhook
from tests.services.flow_parts import count, on_webhook, starts
from tests.services.serving import stored_runs
from tests.web.signed_requests import URL, Case, cases, send, value
from webhooks.ingress.request import InboundRequest
from webhooks.services import deliveries, webhooks, workflows
from webhooks.services.deliveries import Delivery, DeliveryQuery
from webhooks.services.site import Site

SENTENCE = re.compile(r"[A-Z].{15,900}\.", re.DOTALL)


class Receiver:
    """A webhook with a workflow that listens to it."""

    def __init__(self, site: Site, client: FlaskClient, case: Case) -> None:
        self.site, self.client, self.case = site, client, case
        self.stored, self.seen = case.secret(), set[str]()
        self.hook = webhook(site, signature=self._signature(self.stored))
        trigger = starts(on_webhook(self.hook.id))
        flow = {"name": "Listens", "triggers": [trigger], "nodes": [count()]}
        workflows.create(site, self.hook.application_id, flow)

    def _signature(self, secret: str) -> dict[str, Any]:
        case = self.case
        options = {k: v for k, v in case.options.items() if v}
        fields: dict[str, Any] = {"provider": case.provider.key, "secrets": [secret]}
        return {**fields, "registeredUrl": URL, "options": options}

    def send(self, request: InboundRequest, secret: str) -> tuple[int, Delivery]:
        """Send a request while that secret is stored; return what came of it."""
        hook = self.hook
        if secret != self.stored:
            changes = {"signature": self._signature(secret)}
            webhooks.update(self.site, hook.application_id, hook.id, changes)
            self.stored = secret
        answer = send(self.client, hook.token, request)
        (row,) = [row for row in self._rows() if row.id not in self.seen]
        self.seen.add(row.id)
        return answer.status_code, row

    def _rows(self) -> list[Delivery]:
        self.site.store.writer.submit(lambda connection: None)
        hook = self.hook
        query = DeliveryQuery(limit=3)
        found = deliveries.list_(self.site, hook.application_id, hook.id, query)
        return list(found.items)


@pytest.fixture
def now(site: Site) -> datetime:
    return site.clock.now()


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_nothing_that_is_wrong_gets_in_or_remains_unexplained(
    site: Site, client: FlaskClient, clock: FrozenClock, case: Case
) -> None:
    receiver = Receiver(site, client, case)
    request, key = case.signed(site.clock.now())
    status, row = receiver.send(request, key)
    assert (status < 300, row.status, row.verdict) == (True, "accepted", "verified")
    runs = len(stored_runs(site))
    assert runs == 1
    for name, bad, stored in case.broken(site.clock.now()):
        status, row = receiver.send(bad, stored)
        assert status == case.provider.refusal_status, name
        assert (row.status, row.verdict) == ("refused", "failed"), name
        assert SENTENCE.fullmatch(row.reason), (name, row.reason)
        assert stored not in row.reason or case.scheme.has_public_key, name
        right = value(request, case.scheme.signature)[len(case.scheme.prefix) :]
        assert not right or right not in row.reason, name
        clock.monotonic_seconds += 2  # or refusals would no longer be kept
    assert len(stored_runs(site)) == runs
