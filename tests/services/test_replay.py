"""Sending a stored request through again, byte for byte."""

import pytest

from tests.services.arrivals import arrive, webhook
from webhooks.errors import Conflict, NotFound
from webhooks.services import deliveries, replay, webhooks
from webhooks.services.site import Site


def test_a_replay_is_a_new_delivery_with_the_same_bytes(site: Site) -> None:
    hook = webhook(site)
    body = bytes(range(256))
    headers = (("A", "1"), ("A", "\xe9"))
    sent = arrive(
        site, hook, body, method="PATCH", path="/%2f", query="a=%zz", headers=headers
    )
    assert sent.delivery_id is not None
    done = replay.replay(site, hook.application_id, hook.id, sent.delivery_id)
    assert done.reply.status == 200
    assert done.delivery_id not in {None, sent.delivery_id}
    first, second = (
        deliveries.get(site, hook.application_id, hook.id, found or "")
        for found in (sent.delivery_id, done.delivery_id)
    )
    same = ("method", "path", "raw_query", "headers", "body", "remote_address")
    assert [getattr(first, n) for n in same] == [getattr(second, n) for n in same]
    assert (second.replay_of, second.source) == (first.id, "replay")


def test_a_replay_is_checked_like_a_new_request(site: Site) -> None:
    hook = webhook(site)
    sent = arrive(site, hook).delivery_id or ""
    changes = {"basic_auth_username": "u", "basic_auth_password": "p"}
    webhooks.update(site, hook.application_id, hook.id, changes)
    done = replay.replay(site, hook.application_id, hook.id, sent)
    assert done.reply.status == 401


def test_what_is_not_there_or_disabled_cannot_be_replayed(site: Site) -> None:
    hook, other = webhook(site), webhook(site)
    sent = arrive(site, hook).delivery_id or ""
    with pytest.raises(NotFound):
        replay.replay(site, other.application_id, other.id, sent)
    with pytest.raises(NotFound):
        replay.replay(site, hook.application_id, hook.id, "a" * 24)
    webhooks.update(site, hook.application_id, hook.id, {"enabled": False})
    with pytest.raises(Conflict, match="disabled"):
        replay.replay(site, hook.application_id, hook.id, sent)
