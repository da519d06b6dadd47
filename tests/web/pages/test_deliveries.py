"""The page of one delivery (fault cases U02, U04)."""

import threading

import pytest
from flask import Flask

from tests import cast
from tests.web.pages.browser import Browser
from tests.web.pages.sending import JSON, arrive
from webhooks.services import webhooks
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

SECRET_HEADERS = (
    ("AUTHORIZATION", "Bearer sesame"),
    ("COOKIE", "a=sesame"),
    ("X-HUB-SIGNATURE-256", "sha256=sesame"),
    ("X-GITLAB-TOKEN", "sesame"),
    ("X-API-KEY", "sesame"),
)


def test_it_shows_what_came_and_what_was_answered(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    delivery = arrive(
        site,
        webhook,
        b'{"b": 1.50, "a": [true, null]}',
        method="PUT",
        path="/door",
        query="open=1&who=%C3%A4&open=2",
        headers=(*JSON, ("USER-AGENT", "curl/8")),
    )
    page = alice.get(f"{inspector}/deliveries/{delivery}")
    assert "PUT /door" in page.headings
    assert "PUT /door?open=1&who=%C3%A4&open=2" in page.text
    assert "192.0.2.7" in page.text
    assert "User-Agent curl/8" in page.text
    assert "who ä" in page.text
    # Laid out, but neither reordered nor renumbered.
    assert '{ "b": 1.50, "a": [ true, null ] }' in page.text
    assert "Answered automatically" in page.text
    assert '"success": true' in page.text


def test_secret_headers_are_masked_until_asked_for(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    path = f"{inspector}/deliveries/{arrive(site, webhook, headers=SECRET_HEADERS)}"
    masked = alice.client.get(path).text
    assert "sesame" not in masked
    assert "X-Hub-Signature-256" in masked
    assert alice.client.get(f"{path}?show=secrets").text.count("sesame") == 5


def test_viewers_cannot_ask_for_secrets(
    viewer: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    path = f"{inspector}/deliveries/{arrive(site, webhook, headers=SECRET_HEADERS)}"
    response = viewer.client.get(f"{path}?show=secrets")
    assert response.status_code == 403
    assert "sesame" not in response.text
    assert "show=secrets" not in viewer.client.get(path).text


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "text/javascript"])
def test_a_body_is_handed_out_as_a_file_and_never_as_a_page(
    alice: Browser, site: Site, webhook: Webhook, inspector: str, kind: str
) -> None:
    body = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    delivery = arrive(site, webhook, body, headers=(("CONTENT-TYPE", kind),))
    response = alice.client.get(f"{inspector}/deliveries/{delivery}/body")
    assert response.data == body
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_long_body_is_cut_and_can_be_had_whole(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    body = b'{"a": "' + b"x" * 1_000_000 + b'"}'
    path = f"{inspector}/deliveries/{arrive(site, webhook, body)}"
    response = alice.client.get(path)
    assert len(response.data) < 150_000
    assert "Only the beginning is shown" in response.text
    assert alice.client.get(f"{path}/body").data == body


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 950 + b"]" * 950,
        b"\xff\xfe\x00broken",
        b'{"a": ' * 200_000,
        b'"' + b"\\" * 100_001,
        b"\xed\xa0\x80",
        b"",
        bytes(range(256)),
    ],
)
def test_any_bytes_can_be_looked_at(
    alice: Browser, site: Site, webhook: Webhook, inspector: str, body: bytes
) -> None:
    path = f"{inspector}/deliveries/{arrive(site, webhook, body)}"
    for view in ("pretty", "raw", "hex", "nonsense"):
        assert len(alice.client.get(f"{path}?view={view}").data) < 400_000


def test_a_refused_request_is_shown_with_its_reason(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    webhooks.update(
        site, webhook.application_id, webhook.id, {"allowed_methods": ["GET"]}
    )
    delivery = arrive(site, webhook, method="POST")
    page = alice.get(f"{inspector}/deliveries/{delivery}")
    assert "refused" in page.text
    assert "405" in page.text


def test_a_delivery_is_sent_once_more(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    first = arrive(site, webhook, b'{"n": 1}')
    response = alice.send(f"{inspector}/deliveries/{first}", f"{first}/replay")
    assert response.status_code == 303
    page = alice.get(response.location or "")
    assert f"Replay of {first}" in page.text
    assert '{ "n": 1 }' in page.text


def test_a_waiting_caller_can_be_answered_by_hand(
    app: Flask, site: Site, alice: Browser, webhook: Webhook, inspector: str
) -> None:
    webhooks.update(site, webhook.application_id, webhook.id, {"wait_for_reply": True})
    answers = []

    def call() -> None:
        client = app.test_client()
        answers.append(client.post(f"/webhooks/{webhook.token}", json={}))

    caller = threading.Thread(target=call)
    caller.start()
    try:
        delivery = wait_for_caller(site, webhook)
        path = f"{inspector}/deliveries/{delivery}"
        page = alice.get(path)
        assert "The caller waits for your answer" in page.headings
        response = alice.send(
            path, "/reply", status_code="418", body="tea", content_type="text/plain"
        )
        assert response.status_code == 303
    finally:
        site.replies.release(webhook.id)
        caller.join(60)
    assert answers[0].status_code == 418
    assert answers[0].data == b"tea"
    assert "The caller waits" not in alice.get(path).text


def wait_for_caller(site: Site, webhook: Webhook) -> str:
    """Return the delivery whose caller waits, as soon as there is one.

    A caller begins to wait just before the delivery is stored and has a number.
    """
    for _ in range(12_000):
        found = site.replies.waiting(webhook.id)
        if found and found[0].seq:
            return found[0].delivery_id
        threading.Event().wait(0.005)
    raise AssertionError("no caller waits")


def test_an_answer_that_comes_too_late_says_so(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    delivery = arrive(site, webhook)
    response = alice.post(
        f"{inspector}/deliveries/{delivery}/reply",
        status_code="200",
        content_type="text/plain",
        body="x",
    )
    assert response.status_code == 404
    assert cast.PASSWORD not in response.text


def test_the_code_in_a_check_of_the_address_is_masked_until_asked_for(
    alice: Browser, viewer: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    changes = {"verification_type": "facebook", "verification_code": "sesame"}
    webhooks.update(site, webhook.application_id, webhook.id, changes)
    check = "hub.mode=subscribe&hub.challenge=1&hub.verify_token=sesame"
    path = f"{inspector}/deliveries/{arrive(site, webhook, method='GET', query=check)}"
    home = inspector.partition("/webhooks/")[0]
    for reader in (alice, viewer):
        for place in (path, inspector, home):
            assert "sesame" not in reader.client.get(place).text
    assert "show=secrets" not in viewer.client.get(path).text
    assert f"{path}?show=secrets" in alice.client.get(path).text
    assert "sesame" in alice.client.get(f"{path}?show=secrets").text
