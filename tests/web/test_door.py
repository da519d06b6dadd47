"""The door: what of WSGI becomes a request, and what never reaches Flask."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.services.arrivals import webhook
from webhooks.services import deliveries
from webhooks.services.deliveries import Delivery, DeliveryQuery
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


@pytest.fixture
def hook(site: Site) -> Webhook:
    return webhook(site)


def only(site: Site, hook: Webhook) -> Delivery:
    page = deliveries.list_(site, hook.application_id, hook.id, DeliveryQuery())
    (row,) = page.items
    return row


@pytest.mark.parametrize(
    ("suffix", "path", "query"),
    [
        ("", "/", ""),
        ("/", "/", ""),
        ("?a=1", "/", "a=1"),
        ("/a//b/?x=%2f", "/a//b/", "x=%2f"),
        ("/a#b?c", "/a", ""),
        ("/a?b?c#d", "/a", "b?c"),
    ],
)
def test_the_raw_target_is_kept(
    client: FlaskClient, site: Site, hook: Webhook, suffix: str, path: str, query: str
) -> None:
    target = f"/webhooks/{hook.token}{suffix}"
    client.post("/", environ_overrides={"RAW_URI": target})
    row = only(site, hook)
    assert (row.path, row.raw_query) == (path, query)


def test_it_never_redirects(client: FlaskClient, hook: Webhook) -> None:
    for suffix in ("", "/", "//", "/a/", "/../"):
        answer = client.get(f"/webhooks/{hook.token}{suffix}")
        assert answer.status_code == 200
        assert answer.get_json() == {"success": True}


def test_every_method_is_the_webhooks_and_no_one_elses(
    client: FlaskClient, site: Site, hook: Webhook
) -> None:
    answer = client.options(f"/webhooks/{hook.token}")
    assert answer.status_code == 200
    assert "Allow" not in answer.headers
    assert only(site, hook).method == "OPTIONS"


def test_what_is_no_webhook_goes_on_to_the_application(
    client: FlaskClient, site: Site
) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/webhooksx").get_json(silent=True) != {"success": True}


@pytest.mark.parametrize(
    ("code", "status", "body"),
    [(100, 200, True), (199, 200, True), (204, 204, False), (205, 205, False)],
)
def test_odd_response_codes_do_not_hang_the_client(
    client: FlaskClient, site: Site, code: int, status: int, body: bool
) -> None:
    """Decision 12 and finding 14."""
    hook = webhook(site, response_code=code)
    answer = client.post(f"/webhooks/{hook.token}")
    assert (answer.status_code, bool(answer.data)) == (status, body)


def test_a_fault_of_ours_is_logged_and_not_shown(
    app: Flask,
    client: FlaskClient,
    hook: Webhook,
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(token: str) -> None:
        raise RuntimeError("an inner secret")

    monkeypatch.setattr(site.endpoints, "find", fail)
    answer = client.post(f"/webhooks/{hook.token}")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "an inner secret" in caplog.text


def test_no_memory_for_bodies_is_left_taken(
    client: FlaskClient, site: Site, hook: Webhook
) -> None:
    client.post(f"/webhooks/{hook.token}", data=b"abc")
    client.post("/webhooks/unknown", data=b"abc")
    assert site.bodies.used == 0
