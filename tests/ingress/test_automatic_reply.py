"""Answers that nobody has to write."""

import json
from dataclasses import replace

import pytest

from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.pipeline import automatic_reply, timeout_reply
from webhooks.ingress.reply import Reply, text_reply

ENDPOINT = Endpoint("w", "a")


def test_most_senders_get_success_with_the_webhooks_status() -> None:
    reply = automatic_reply(replace(ENDPOINT, response_code=202), "POST")
    assert (reply.status, json.loads(reply.body)) == (202, {"success": True})
    headers = dict(reply.headers)
    assert headers["Content-Type"] == "application/json"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    ("code", "status", "has_body"),
    [(100, 200, True), (204, 204, False), (304, 304, False), (599, 599, True)],
)
def test_every_response_code_goes_out_sensibly(
    code: int, status: int, has_body: bool
) -> None:
    reply = automatic_reply(replace(ENDPOINT, response_code=code), "POST")
    assert (reply.status, bool(reply.body)) == (status, has_body)


def test_head_gets_no_body() -> None:
    assert automatic_reply(ENDPOINT, "HEAD").body == b""


def test_twilio_gets_an_empty_document() -> None:
    endpoint = replace(ENDPOINT, verification_type="twilio")
    reply = automatic_reply(endpoint, "POST")
    assert reply.status == 200
    assert dict(reply.headers)["Content-Type"] == "text/xml"
    assert reply.body == (
        b'<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
    )


def test_fitbit_gets_204_whatever_the_response_code() -> None:
    endpoint = replace(ENDPOINT, verification_type="fitbit", response_code=200)
    reply = automatic_reply(endpoint, "POST")
    assert (reply.status, reply.body) == (204, b"")


def test_the_owners_own_reply_wins() -> None:
    own = text_reply(418, "short and stout", (("X-Pot", "tea"), ("Set-Cookie", "a=1")))
    endpoint = replace(ENDPOINT, static_reply=own, verification_type="twilio")
    reply = automatic_reply(endpoint, "POST")
    assert (reply.status, reply.body) == (418, b"short and stout")
    headers = dict(reply.headers)
    assert headers["X-Pot"] == "tea"
    assert "Set-Cookie" not in headers
    assert headers["Content-Security-Policy"].startswith("sandbox ")


def test_other_origins_may_read_it_where_the_owner_allows() -> None:
    for static in (None, Reply(200)):
        endpoint = replace(ENDPOINT, static_reply=static, allow_cors=True)
        headers = dict(automatic_reply(endpoint, "POST").headers)
        assert headers["Access-Control-Allow-Origin"] == "*"


def test_who_waited_in_vain_gets_losants_words() -> None:
    reply = timeout_reply(ENDPOINT, "POST")
    assert reply.status == 504
    assert json.loads(reply.body) == {"error": "Time out waiting for workflow reply"}
    assert dict(reply.headers)["Content-Type"] == "application/json"
    assert timeout_reply(ENDPOINT, "HEAD").body == b""


def test_the_owner_can_choose_other_words() -> None:
    endpoint = replace(
        ENDPOINT, timeout_reply=text_reply(202, "later"), allow_cors=True
    )
    reply = timeout_reply(endpoint, "POST")
    assert (reply.status, reply.body) == (202, b"later")
    assert dict(reply.headers)["Access-Control-Allow-Origin"] == "*"
