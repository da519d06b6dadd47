"""From a token to the webhook as ingress sees it, and never an old one."""

import sqlite3
from contextlib import closing

import pytest

from tests.frozen_clock import FrozenClock
from tests.services.arrivals import webhook
from webhooks.errors import NotFound, Unavailable
from webhooks.services import applications, webhooks
from webhooks.services.endpoints import find_by_id, resolve
from webhooks.services.site import Site

PUBLIC = "http://127.0.0.1:8000"


def test_a_change_is_seen_at_the_next_request(site: Site) -> None:
    hook = webhook(site)
    assert site.endpoints.find(hook.token).enabled
    webhooks.update(site, hook.application_id, hook.id, {"enabled": False})
    assert not site.endpoints.find(hook.token).enabled


def test_a_change_by_another_process_is_seen_too(
    site: Site, clock: FrozenClock
) -> None:
    hook = webhook(site)
    assert site.endpoints.find(hook.token).response_code == 200
    with closing(sqlite3.connect(site.settings.database_path)) as other, other:
        other.execute("UPDATE webhook SET response_code = 201")
    clock.move(0.01)
    assert site.endpoints.find(hook.token).response_code == 201


def test_what_did_not_change_is_not_read_again(site: Site) -> None:
    hook = webhook(site)
    assert site.endpoints.find(hook.token) is site.endpoints.find(hook.token)


def test_a_rotated_token_is_unknown_at_once(site: Site) -> None:
    hook = webhook(site)
    site.endpoints.find(hook.token)
    changed = webhooks.rotate_token(site, hook.application_id, hook.id)
    assert site.endpoints.find(changed.token).webhook_id == hook.id
    with pytest.raises(NotFound):
        site.endpoints.find(hook.token)


def test_every_unknown_token_gets_the_same_words(site: Site) -> None:
    hook = webhook(site)
    site.endpoints.find(hook.token)
    webhooks.delete(site, hook.application_id, hook.id)
    odd = ("", "short", "a" * 26, hook.token, hook.token.upper(), "\ud800", "%00")
    messages = set()
    for token in odd:
        with pytest.raises(NotFound) as caught:
            site.endpoints.find(token)
        messages.add(caught.value.message)
    assert messages == {"Webhook was not found"}


def test_globals_are_put_into_secrets(site: Site) -> None:
    hook = webhook(site, basic_auth_username="u", basic_auth_password="{{globals.p}}")
    assert site.endpoints.find(hook.token).basic_auth_password == ""
    entries = [{"key": "p", "json": '"hidden"'}]
    applications.set_globals(site, hook.application_id, entries)
    found = site.endpoints.find(hook.token)
    assert found.basic_auth_password == "hidden"
    assert "hidden" not in repr(found)
    assert resolve("a{{ globals.n }}b", {"n": 1}) == "a1b"


def test_an_id_is_worth_nothing_in_another_application(site: Site) -> None:
    hook, other = webhook(site), webhook(site)
    found = find_by_id(site.store, hook.application_id, hook.id, PUBLIC)
    assert found == site.endpoints.find(hook.token)
    assert find_by_id(site.store, other.application_id, hook.id, PUBLIC) is None


def test_a_failing_database_is_no_traceback(site: Site, clock: FrozenClock) -> None:
    hook = webhook(site)
    site.endpoints.find(hook.token)
    site.endpoints.close()
    clock.move(1)
    with pytest.raises(Unavailable):
        site.endpoints.find(hook.token)


def test_a_time_out_reply_says_what_its_body_is(site: Site) -> None:
    hook = webhook(site, wait_for_reply=True, timeout_reply={"body": "later"})
    reply = site.endpoints.find(hook.token).timeout_reply
    assert reply is not None
    assert reply.headers == (("Content-Type", "text/plain; charset=utf-8"),)
