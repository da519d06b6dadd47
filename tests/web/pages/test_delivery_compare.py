"""The page that compares two requests, and the command that repeats one."""

import json

from tests.web.pages.browser import Browser
from tests.web.pages.sending import arrive
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

TOKEN = (("X-TOKEN", "sesame"),)


def test_it_compares_with_the_one_before_unless_told(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    bodies = ({"a": 1}, {"a": 2}, {"a": 3})
    first, _, third = (
        arrive(site, webhook, json.dumps(body).encode()) for body in bodies
    )
    place = f"{inspector}/deliveries/{third}/compare"
    page = alice.get(place)
    assert "data.body.a changed 2 3" in page.text
    assert "data.body.a changed 1 3" in alice.get(f"{place}?with={first}").text
    assert "Nothing differs" in alice.get(f"{place}?with={third}").text
    earliest = f"{inspector}/deliveries/{first}/compare"
    assert "Nothing to compare with" in alice.get(earliest).text
    assert alice.status(f"{place}?with={'0' * 24}") == 404


def test_text_and_bytes_have_their_own_form(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    for body in (b"one\ntwo", b"one\n<b>", b"\xff\x00", b"\xff\x01"):
        last = arrive(site, webhook, body, headers=())
        page = alice.get(f"{inspector}/deliveries/{last}/compare")
        if body == b"one\n<b>":
            assert "Removed: two Added: <b>" in page.text
    assert "at byte 1" in page.text


def test_secrets_are_masked_until_asked_for_by_who_may(
    alice: Browser, viewer: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    arrive(site, webhook, headers=(("X-TOKEN", "other"),))
    last = arrive(site, webhook, headers=TOKEN)
    for action in ("compare", "curl"):
        place = f"{inspector}/deliveries/{last}/{action}"
        assert "sesame" not in alice.client.get(place).text
        assert "sesame" in alice.client.get(f"{place}?show=secrets").text
        assert viewer.status(place) == 200
        assert viewer.status(f"{place}?show=secrets") == 403


def test_a_command_is_plain_text_that_no_browser_runs(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    sent = arrive(site, webhook, b"<script>alert(1)</script>", headers=())
    answer = alice.client.get(f"{inspector}/deliveries/{sent}/curl")
    assert answer.mimetype == "text/plain"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.text.startswith("curl -X POST ")
    assert f"/webhooks/{webhook.token}" in answer.text


def test_a_large_body_is_told_to_be_a_file(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    sent = arrive(site, webhook, b"x" * 300_000)
    text = alice.client.get(f"{inspector}/deliveries/{sent}/curl").text
    assert text.startswith("# Download the body first")
    assert f"--data-binary @delivery-{sent}.bin" in text
