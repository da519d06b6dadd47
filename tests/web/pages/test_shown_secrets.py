"""Secrets that a sender shows in each request: no viewer reads them anywhere.

A table of the places where they may stand and of the ways to look.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.ingress.requests_factory import inbound
from tests.services.flow_parts import DEBUG, on_webhook
from tests.services.serving import Serving, stored_runs
from tests.web.pages.browser import Browser
from tests.web.pages.read_by_scripts import read_by_scripts
from tests.web.signed_requests import send
from webhooks.ingress.request import InboundRequest
from webhooks.services import deliveries
from webhooks.services.applications import Application
from webhooks.services.deliveries import DeliveryQuery
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.web.pages.live_frames import DeliveryFrames

SECRET = "open-sesame-4711"
WRONG = "open-barley-0815"
JSON = ("Content-Type", "application/json")
IN_HEADER = {"where": "header", "name": "X-Door"}
IN_QUERY = {"where": "query", "name": "door"}


def _headed(secret: str) -> InboundRequest:
    return inbound(headers=(JSON, ("X-Door", secret)), body=b'{"shown":"value-1"}')


def _queried(secret: str) -> InboundRequest:
    query = f"shown=value-1&%64oor={secret}&last=1"
    return inbound(headers=(JSON,), query=query, body=b"{}")


def _notified(secret: str) -> InboundRequest:
    one = {"clientState": secret, "changeType": "value-1", "id": "1"}
    return _graph({"value": [one, {**one, "id": "2"}]})


def _graph(document: dict[str, Any]) -> InboundRequest:
    return inbound(headers=(JSON,), body=json.dumps(document).encode())


SENDERS: dict[str, tuple[str, dict[str, str], Callable[[str], InboundRequest]]] = {
    "header": ("shared-secret", IN_HEADER, _headed),
    "query": ("shared-secret", IN_QUERY, _queried),
    "json": ("microsoft-graph", {}, _notified),
}


@pytest.fixture(params=SENDERS)
def sender(request: pytest.FixtureRequest) -> str:
    """Where the secret stands."""
    name: str = request.param
    return name


@pytest.fixture
def hook(site: Site, application: Application, sender: str) -> Webhook:
    """A webhook whose requests show their secret, and what listens to it."""
    provider, options, _ = SENDERS[sender]
    signature = {"provider": provider, "secrets": [SECRET], "options": options}
    made = cast.webhook(site, application, signature=signature, include_raw_body=True)
    cast.workflow(
        site,
        application,
        triggers=[on_webhook(made.id) | {"outputIds": [["a"]]}],
        nodes=[DEBUG],
    )
    return made


@pytest.fixture(params=[SECRET, WRONG], ids=["right", "wrong"])
def delivery_id(
    app: Flask,
    site: Site,
    hook: Webhook,
    sender: str,
    request: pytest.FixtureRequest,
) -> str:
    """A delivery with a secret in it; what is wrong may be an older one."""
    made = SENDERS[sender][2](request.param)
    send(app.test_client(), hook.token, made)
    site.store.writer.submit(lambda connection: None)
    page = deliveries.list_(site, hook.application_id, hook.id, DeliveryQuery())
    (row,) = page.items
    assert row.status == ("accepted" if request.param == SECRET else "refused")
    return row.id


def pages(hook: Webhook, delivery_id: str) -> list[str]:
    """Every page and file that shows something of a delivery."""
    home = f"/applications/{hook.application_id}"
    one = f"{home}/webhooks/{hook.id}/deliveries/{delivery_id}"
    return [
        *(home, f"{home}/deliveries", f"{home}/webhooks/{hook.id}"),
        *(one, f"{one}?view=raw", f"{one}?view=tree", f"{one}?view=hex"),
        *(f"{one}/body", f"{one}/curl", f"{one}/compare?with={delivery_id}"),
        f"{home}/webhooks/{hook.id}?delivery={delivery_id}",
        *(f"{home}/deliveries/export?format={f}" for f in ("jsonl", "csv", "har")),
    ]


def tells(text: str) -> bool:
    """Tell whether a text, or bytes as a page shows them, hold one of the secrets."""
    shown = text.encode().hex(" ")
    plain = text.replace("\n", "").replace(" ", "")
    codes = [each.encode().hex() for each in (SECRET, WRONG)]
    return (
        any(each in text or each in shown for each in (SECRET, WRONG))
        or any(code in plain for code in codes)
        or "barley" in text
        or "sesame" in text
    )


def test_no_page_tells_it_to_a_viewer_and_all_else_is_there(
    viewer: Browser, hook: Webhook, delivery_id: str
) -> None:
    texts = []
    for path in pages(hook, delivery_id):
        answer = viewer.client.get(path)
        assert answer.status_code == 200, path
        assert not tells(answer.text), path
        texts.append(answer.text)
    assert all("value-1" in text for text in texts[-3:])


def test_its_owner_can_read_it(
    alice: Browser, hook: Webhook, delivery_id: str, sender: str
) -> None:
    one = f"{pages(hook, delivery_id)[3]}?show=secrets&view=raw"
    assert tells(alice.client.get(one).text)
    exported = f"{pages(hook, delivery_id)[-1]}&secrets=1"
    assert tells(alice.client.get(exported).text)


def test_no_reader_gets_it_from_the_api(
    app: Flask, site: Site, application: Application, hook: Webhook, delivery_id: str
) -> None:
    texts = read_by_scripts(app, site, application, hook, delivery_id)
    seen = {who: tells(text) for who, text in texts.items()}
    assert seen == {"reader": False, "owner": True}


def test_the_live_list_tells_it_to_nobody(
    app: Flask, site: Site, hook: Webhook, delivery_id: str
) -> None:
    """Its frames are made once for all who look."""
    frame = DeliveryFrames(app, site, hook.id).next(0, [])
    assert frame is not None
    assert delivery_id in frame.text
    assert not tells(frame.text)


@pytest.mark.parametrize("part", ["sesame", "barley", "open-"])
def test_nobody_can_guess_it_by_searching(
    viewer: Browser, hook: Webhook, delivery_id: str, part: str
) -> None:
    home = f"/applications/{hook.application_id}/webhooks/{hook.id}"
    assert delivery_id not in viewer.client.get(f"{home}?q={part}").text
    # Its other parts are found as ever.
    assert delivery_id in viewer.client.get(f"{home}?q=json").text


@pytest.mark.parametrize("sender", SENDERS, indirect=True)
def test_no_run_keeps_or_shows_it(
    app: Flask,
    site: Site,
    clock: FrozenClock,
    viewer: Browser,
    hook: Webhook,
    sender: str,
) -> None:
    serving = Serving(site, clock).begin()
    request = replace(SENDERS[sender][2](SECRET), received_at=site.clock.now())
    assert send(app.test_client(), hook.token, request).status_code == 200
    serving.settle()
    serving.close()
    (run,) = stored_runs(site)
    assert not tells(json.dumps([run.start, run.state, run.steps]))
    home = f"/applications/{hook.application_id}/workflows/{run.workflow_id}"
    page = deliveries.list_(site, hook.application_id, hook.id, DeliveryQuery())
    for path in (
        f"{home}/runs/{run.id}",
        f"{home}/runs/{run.id}/trace",
        f"{home}/samples/{page.items[0].id}",
    ):
        answer = viewer.client.get(path)
        assert answer.status_code == 200, path
        assert not tells(answer.text), path
        assert "application/json" in answer.text, path
        if sender == "json":
            assert base64.b64encode(request.body).decode() not in answer.text, path
