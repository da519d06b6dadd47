"""What a webhook's fields may hold."""

from typing import Any

import pytest

from webhooks.errors import Invalid
from webhooks.services.webhook_rules import (
    RULES,
    clean_field,
    clean_static_reply,
    clean_timeout_reply,
    header_pairs,
)
from webhooks.storage.models import Webhook

SERVERS_OWN = {
    "id",
    "application_id",
    "token",
    "token_hash",
    "creation_date",
    "last_updated",
}


def test_every_column_has_a_rule_or_is_the_servers_own() -> None:
    columns = set(Webhook.__table__.columns.keys())
    assert set(RULES) == columns - SERVERS_OWN


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 256),
        ("name", "a\0b"),
        ("name", "\ud800"),
        ("name", None),
        ("description", "x" * 32768),
        ("response_code", 99),
        ("response_code", 600),
        ("response_code", 200.0),
        ("response_code", "200"),
        ("response_code", True),
        ("response_code", 2**63),
        ("response_code", None),
        ("verification_type", "Facebook"),
        ("verification_type", "nonsense"),
        ("verification_type", None),
        ("verification_type", ["none"]),
        ("wait_for_reply", 1),
        ("wait_for_reply", "true"),
        ("basic_auth_username", "a:b"),
        ("basic_auth_password", "x" * 256),
        ("cast_buffers_as", "Array"),
        ("reply_timeout_seconds", 0),
        ("reply_timeout_seconds", 121),
        ("reply_timeout_seconds", True),
        ("reply_timeout_seconds", float("nan")),
        ("allowed_methods", []),
        ("allowed_methods", "GET"),
        ("allowed_methods", ["G T"]),
        ("allowed_methods", [1]),
        ("allowed_addresses", ["300.0.0.1"]),
        ("allowed_addresses", "10.0.0.0/8"),
        ("allowed_addresses", ["10.0.0.0/8"] * 101),
        ("rate_limit", {"requests": 0, "seconds": 1}),
        ("rate_limit", {"requests": 1}),
        ("rate_limit", {"requests": 1, "seconds": 1, "more": 1}),
        ("rate_limit", {"requests": True, "seconds": 1}),
        ("rate_limit", {"requests": 1, "seconds": 0.5}),
        ("rate_limit", {"requests": 1, "seconds": 10**400}),
        ("token", "x"),
        ("id", "x"),
    ],
)
def test_it_refuses(column: str, value: Any) -> None:
    with pytest.raises(Invalid):
        clean_field(column, value)


@pytest.mark.parametrize(
    ("column", "value", "kept"),
    [
        ("response_code", 100, 100),
        ("response_code", 599, 599),
        ("allowed_methods", ["post", "GET", "get"], ["GET", "POST"]),
        ("allowed_methods", None, None),
        ("allowed_addresses", ["10.1.2.3/8", "::1"], ["10.0.0.0/8", "::1/128"]),
        ("allowed_addresses", [], None),
        ("reply_timeout_seconds", 1, 1.0),
        ("reply_timeout_seconds", None, None),
        ("rate_limit", None, None),
        (
            "rate_limit",
            {"requests": 5, "seconds": 1.5},
            {"requests": 5, "seconds": 1.5},
        ),
    ],
)
def test_it_takes(column: str, value: Any, kept: Any) -> None:
    assert clean_field(column, value) == kept


def test_a_static_reply_leaves_out_what_cannot_be_sent() -> None:
    given = {
        "statusCode": 201,
        "headers": {"X-One": ["a", "b"], "Set-Cookie": "s=1", "Content-Type": "a/b"},
        "body": "hello",
    }
    assert clean_static_reply(given, allow_html=False) == {
        "statusCode": 201,
        "headers": [["Content-Type", "a/b"], ["X-One", "a"], ["X-One", "b"]],
        "body": "hello",
    }


@pytest.mark.parametrize(
    "reply",
    [
        "text",
        [],
        {"status": 200},
        {"statusCode": 199},
        {"statusCode": "200"},
        {"statusCode": True},
        {"headers": "X: y"},
        {"headers": [["X"]]},
        {"headers": {"X": 1}},
        {"headers": {"X Y": "z"}},
        {"headers": {"X": "a\r\nSet-Cookie: s=1"}},
        {"headers": {"X": "☃"}},
        {"headers": {"Content-Type": "text/html"}},
        {"body": b"bytes"},
        {"body": "x" * (256 * 1024 + 1)},
        {"body": "\ud800"},
    ],
)
def test_it_refuses_static_replies_that_cannot_be_sent(reply: Any) -> None:
    with pytest.raises(Invalid):
        clean_static_reply(reply, allow_html=False)


def test_html_is_allowed_where_the_webhook_allows_it() -> None:
    reply = {"headers": {"Content-Type": "text/html"}, "body": "<p>"}
    assert clean_static_reply(reply, allow_html=True) is not None


def test_a_timeout_reply_has_losants_status_unless_given() -> None:
    assert clean_timeout_reply({"body": "late"}) == {"statusCode": 504, "body": "late"}
    for bad in ({"headers": {}}, {"statusCode": 600}, {"body": 1}, "x"):
        with pytest.raises(Invalid):
            clean_timeout_reply(bad)


def test_headers_come_as_an_object_or_as_pairs() -> None:
    assert header_pairs({"A": "1", "B": ["2", "3"]}, "headers") == [
        ("A", "1"),
        ("B", "2"),
        ("B", "3"),
    ]
    assert header_pairs([["A", "1"], ("A", "2")], "headers") == [("A", "1"), ("A", "2")]
