"""The page that sends a request to another server."""

import pytest

from tests.runtime.scripted_server import ScriptedServer, answer
from tests.web.pages.browser import Browser
from tests.web.pages.sending import arrive
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

HEADERS = (
    ("HOST", "here"),
    ("CONTENT-TYPE", "text/plain"),
    ("X-TOKEN", "sesame"),
)


@pytest.fixture
def environment() -> dict[str, str]:
    return {"SWITCHHOOK_ALLOW_PRIVATE_NETWORKS": "127.0.0.0/8"}


@pytest.fixture
def path(site: Site, webhook: Webhook, inspector: str) -> str:
    sent = arrive(site, webhook, b"hello", path="/in", headers=HEADERS)
    return f"{inspector}/deliveries/{sent}/forward"


def test_it_sends_and_shows_the_answer(alice: Browser, path: str) -> None:
    hostile = b"<script>alert(1)</script>"
    reply = answer(hostile, "418 Teapot", "X-B: <b>", "Set-Cookie: a=1")
    with ScriptedServer(reply) as server:
        response = alice.send(path, url=f"http://127.0.0.1:{server.port}/x")
    assert response.status_code == 200
    (request,) = server.requests
    assert request.startswith(b"POST /x/in HTTP/1.1\r\n")
    assert b"\r\ncontent-type: text/plain\r\n" in request
    assert b"sesame" not in request
    assert "418" in response.text
    assert "&lt;script&gt;alert(1)" in response.text
    assert "<script>alert" not in response.text


def test_a_secret_goes_along_when_ticked_by_who_may_see_it(
    alice: Browser, path: str
) -> None:
    assert "may be a secret" in alice.get(path).text
    with ScriptedServer(answer()) as server:
        alice.send(path, url=f"http://127.0.0.1:{server.port}/", headers=["x-token"])
    assert b"\r\nx-token: sesame\r\n" in server.requests[0]
    assert b"text/plain" not in server.requests[0]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "Write the URL to send to."),
        ("http://10.0.0.1/", "was not sent"),
        ("file:///etc/passwd", "must begin with http"),
    ],
)
def test_what_cannot_be_sent_is_said_at_the_url(
    alice: Browser, path: str, url: str, said: str
) -> None:
    response = alice.send(path, url=url)
    assert response.status_code == 400
    assert said in response.text


def test_a_header_that_is_not_offered_is_refused(alice: Browser, path: str) -> None:
    response = alice.send(path, url="http://127.0.0.1:1/", headers=["host"])
    assert response.status_code == 400
