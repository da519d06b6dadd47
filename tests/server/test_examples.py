"""Calls to copy: each is run as it stands and arrives as its webhook wants it."""

from typing import Any

import pytest

from tests.server.example_runners import RUNNERS
from tests.server.running import RunningServer
from webhooks.storage.models import Webhook
from webhooks.web.pages.examples import Example, examples_for

SECRET = "pa/ss wö:rd"
KINDS: dict[str, dict[str, Any]] = {
    "anything": {},
    "only GET": {"allowed_methods": ["GET"]},
    "only PUT": {"allowed_methods": ["PUT"]},
    "only DELETE": {"allowed_methods": ["DELETE"]},
    "a password": {
        "basic_auth_username": "o'brien@home",
        "basic_auth_password": SECRET,
    },
}
API_NAMES = {
    "allowed_methods": "allowedMethods",
    "basic_auth_username": "basicAuthUsername",
    "basic_auth_password": "basicAuthPassword",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", RUNNERS)
def test_a_call_to_copy_arrives(server: RunningServer, key: str, kind: str) -> None:
    fields = KINDS[kind]
    secret = SECRET
    if key == "javascript" and "basic_auth_password" in fields:
        # btoa takes no letters beyond Latin 1, and sends those differently.
        fields = {**fields, "basic_auth_password": (secret := "pa/ss word")}
    webhook = server.webhook(**{API_NAMES[name]: v for name, v in fields.items()})
    example = found(Webhook(**fields), server.url + webhook.path, key)
    assert SECRET not in example.text
    RUNNERS[key](example.text, secret)
    [delivery] = webhook.deliveries()
    assert delivery["status"] == "accepted"
    method = (fields.get("allowed_methods") or ["POST"])[0]
    assert delivery["method"] == method
    if method in {"POST", "PUT"}:
        assert isinstance(delivery["body"], dict)
        assert "application/json" in delivery["contentType"]
    else:
        assert delivery["query"] == {"hello": "world"}


def found(webhook: Webhook, url: str, key: str) -> Example:
    return next(each for each in examples_for(webhook, url) if each.key == key)
