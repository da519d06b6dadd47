"""The data of a webhook's trigger."""

from tests.ingress.requests_factory import inbound
from webhooks.ingress.body import EMPTY_BODY, ParsedBody
from webhooks.ingress.trigger_payload import trigger_data


def _headers(*headers: tuple[str, str]) -> dict[str, str]:
    found: dict[str, str] = trigger_data(inbound(headers=headers), EMPTY_BODY)[
        "headers"
    ]
    assert found.pop("x-forwarded-for") == "203.0.113.9"
    return found


def test_it_has_losants_fields() -> None:
    request = inbound(
        "PATCH",
        path="/orders%2Fnew/x",
        query="source=shop&n=1&n=2",
        headers=(("Content-Type", "application/json"), ("X-A", "1")),
        body=b'{"sku":"A-17"}',
    )
    assert trigger_data(request, ParsedBody({"sku": "A-17"}), "W.abc") == {
        "path": "/orders%2Fnew/x",
        "method": "patch",
        "headers": {
            "content-type": "application/json",
            "x-a": "1",
            "x-forwarded-for": "203.0.113.9",
        },
        "query": {"source": "shop", "n": ["1", "2"]},
        "body": {"sku": "A-17"},
        "replyId": "W.abc",
    }


def test_there_is_no_reply_id_when_nobody_waits() -> None:
    data = trigger_data(inbound("GET"), EMPTY_BODY)
    assert "replyId" not in data
    assert "rawBody" not in data
    assert data["body"] is None


def test_cookies_never_reach_it() -> None:
    headers = (("cookie", "s=1"), ("COOKIE", "t=2"), ("Cookie2", "u=3"))
    assert _headers(*headers) == {"cookie2": "u=3"}


def test_repeated_headers_are_joined_in_order() -> None:
    headers = (("X-D", "1"), ("Y", "-"), ("x-d", "2"))
    assert _headers(*headers) == {"x-d": "1, 2", "y": "-"}


def test_header_values_are_read_as_their_sender_meant_them() -> None:
    headers = (("A", "caf\xc3\xa9"), ("B", "caf\xe9"))
    assert _headers(*headers) == {"a": "café", "b": "café"}


def test_the_callers_address_comes_last_whatever_the_sender_claims() -> None:
    claim = ("X-Forwarded-For", "10.0.0.1")
    data = trigger_data(inbound(headers=(claim,)), EMPTY_BODY)
    assert data["headers"]["x-forwarded-for"] == "10.0.0.1, 203.0.113.9"


def test_an_address_that_a_proxy_has_added_is_not_added_again() -> None:
    claim = ("X-Forwarded-For", "10.0.0.1, 203.0.113.9")
    data = trigger_data(inbound(headers=(claim,)), EMPTY_BODY)
    assert data["headers"]["x-forwarded-for"] == "10.0.0.1, 203.0.113.9"


def test_the_raw_body_comes_along_when_asked_for() -> None:
    data = trigger_data(inbound(body=b"\x00\xff"), EMPTY_BODY, include_raw_body=True)
    assert data["rawBody"] == "AP8="
