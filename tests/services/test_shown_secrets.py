"""Where senders show their secrets, and what is left of a request without them."""

import json
from typing import Any

import pytest

from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.services.secret_parts import DOTS
from webhooks.services.shown_secrets import (
    HIDDEN_BODY,
    NONE,
    ShownSecrets,
    stored_in,
    used_in,
)

SECRET = "open-sesame"
GRAPH = "json.value.*.clientState"


def places(provider: str, **options: str) -> tuple[str, ...]:
    """Return the places of a stored signature, the same as of one in use."""
    stored = {"provider": provider, "secrets": [SECRET], "options": options}
    found = stored_in(stored)
    assert found == used_in(SignatureSettings(provider, (SECRET,), options=options))
    return found.places


@pytest.mark.parametrize(
    ("provider", "options", "found"),
    [
        ("microsoft-graph", {}, (GRAPH,)),
        ("telegram", {}, ("header.X-Telegram-Bot-Api-Secret-Token",)),
        ("gitlab", {}, ("header.X-Gitlab-Token",)),
        ("shared-secret", {}, ("header.X-Secret",)),
        ("shared-secret", {"where": "query", "name": "key"}, ("query.key",)),
        ("cloudevents", {}, ("header.Authorization", "query.access_token")),
        # The number of a subscription is no secret; the verify token is.
        ("strava", {"subscription_id": "1"}, ("query.hub.verify_token",)),
        ("github", {}, ()),
        ("shared-secret", {"where": "nowhere"}, ()),
        ("gone", {}, ()),
    ],
)
def test_the_provider_says_where(
    provider: str, options: dict[str, str], found: tuple[str, ...]
) -> None:
    assert places(provider, **options) == found


@pytest.mark.parametrize("key", PROVIDERS)
def test_every_place_is_one_that_can_be_blanked(key: str) -> None:
    kinds = {place.partition(".")[0] for place in places(key)}
    assert kinds <= {"header", "query", "json", "form"}


def test_without_a_signature_there_is_none() -> None:
    assert stored_in(None) is used_in(None) is NONE
    headers, body = [["X-Secret", SECRET]], SECRET.encode()
    assert NONE.headers(headers) == headers
    assert (NONE.query(SECRET), NONE.body(body)) == (SECRET, body)
    assert NONE.in_payload({"data": {"headers": {"x-secret": SECRET}}}) == {}


def test_headers_are_known_by_name_in_any_case() -> None:
    found = ShownSecrets(("header.X-Door",))
    given = [["X-DOOR", "one"], ["x-door", "two"], ["X-Door-2", "three"]]
    assert found.headers(given) == [
        ["X-DOOR", DOTS],
        ["x-door", DOTS],
        ["X-Door-2", "three"],
    ]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("door=1", "door=********"),
        ("a=1&door=2&b=3&door=4", "a=1&door=********&b=3&door=********"),
        ("%64oor=1", "%64oor=********"),
        ("door", "door"),
        ("", ""),
        ("a=door", "a=door"),
        ("&&door=1&", "&&door=********&"),
    ],
)
def test_a_query_keeps_all_but_the_value(raw: str, shown: str) -> None:
    assert ShownSecrets(("query.door",)).query(raw) == shown
    form = ShownSecrets(("form.door",)).body(raw.encode())
    assert form == shown.encode()


@pytest.mark.parametrize("value", [SECRET, "other", 7, None, {"a": SECRET}, [SECRET]])
def test_a_field_of_the_body_is_dots_whatever_it_held(value: Any) -> None:
    body = {"value": [{"clientState": value, "n": 1}, {"clientState": value}, 3]}
    shown = ShownSecrets((GRAPH,)).body(json.dumps(body).encode())
    assert json.loads(shown) == {
        "value": [{"clientState": DOTS, "n": 1}, {"clientState": DOTS}, 3]
    }


@pytest.mark.parametrize(
    "body",
    [
        b'{"value": [{"client\\u0053tate": "open-sesame"}]}',
        b'{"value": [{"clientState": "x", "clientState": "open-sesame"}]}',
        b'{"value": [{"clientState": "open-\\u0073esame"}]}',
        b'\xef\xbb\xbf{"value": [{"clientState": "open-sesame"}]}',
        b'{"value": [{"clientState": "open-sesame"}',
        b"open-sesame",
        b"\x00\xff open-sesame",
        b'{"value": [{"clientState": "open-sesame"}]}' + b" " * 300_000,
        b'{"value": [{"clientState": "other"}], "again": "open-sesame"}',
    ],
)
def test_no_way_to_write_a_body_gets_it_through(body: bytes) -> None:
    shown = ShownSecrets((GRAPH,), (SECRET.encode(),)).body(body)
    assert b"esame" not in shown


@pytest.mark.parametrize(
    "body", [b"", b"hello", b'{"value": 1.0,  "clientStates": []}', b"\x00\xff"]
)
def test_a_body_without_it_stays_as_it_came(body: bytes) -> None:
    assert ShownSecrets((GRAPH,), (SECRET.encode(),)).body(body) == body


def test_what_cannot_be_read_is_hidden_if_it_holds_a_stored_secret() -> None:
    found = stored_in({"provider": "telegram", "secrets": [SECRET, "abc"]})
    assert found.body(b"\x00 open-sesame") == HIDDEN_BODY
    # A short one says nothing: it is in bodies that have nothing to do with it.
    assert found.body(b"abc") == b"abc"


def test_a_runs_payload_names_its_secrets() -> None:
    payload = {
        "data": {
            "headers": {"x-door": "one"},
            "query": {"door": ["two", "three"]},
            "body": {"value": [{"clientState": "four"}, {}], "door": "five"},
            "rawBody": "c2l4",
        }
    }
    found = ShownSecrets(
        ("header.X-Door", "query.door", GRAPH, "form.door"), (b"seven",)
    ).in_payload(payload)
    assert found == {
        "secret header.X-Door": ["one"],
        "secret query.door": [["two", "three"]],
        f"secret {GRAPH}": ["four"],
        "secret form.door": ["five"],
        "secret rawBody": "c2l4",
        "stored secrets": ["seven"],
    }
