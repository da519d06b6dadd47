"""Bearer tokens: who is behind them, and one answer to all wrong ones."""

from datetime import timedelta

import pytest

from tests import cast
from tests.frozen_clock import FrozenClock
from webhooks.errors import TooMany, Unauthorized
from webhooks.services import api_tokens, principals, users
from webhooks.services.site import Site

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.9"


def test_an_api_token_is_confined_to_its_application(site: Site) -> None:
    application = cast.application(site)
    other = cast.application(site, "Other")
    found = principals.for_bearer(site, cast.token(site, application), HERE)
    assert found.kind == "apiToken"
    assert found.sees(application.id)
    assert not found.sees(other.id)


def test_a_user_token_carries_the_users_roles(site: Site) -> None:
    application = cast.application(site)
    bob = cast.bob(site, application)
    found = principals.for_bearer(site, cast.user_token(site, bob), HERE)
    assert (found.kind, found.id, dict(found.roles)) == (
        "user",
        bob.id,
        {application.id: "editor"},
    )


def test_a_role_that_was_taken_is_gone_at_once(site: Site) -> None:
    application = cast.application(site)
    bob = cast.bob(site, application)
    secret = cast.user_token(site, bob)
    users.set_role(site, application.id, bob.id, None)
    assert not principals.for_bearer(site, secret, HERE).sees(application.id)


def test_every_wrong_token_gets_the_same_answer(site: Site, clock: FrozenClock) -> None:
    application = cast.application(site)
    soon = site.clock.now() + timedelta(seconds=5)
    expired = api_tokens.create(
        site, application.id, None, "short", expiration_date=soon
    )[1]
    row, inactive = api_tokens.create(site, application.id, None, "off")
    api_tokens.update(site, application.id, row.id, {"status": "inactive"})
    row, deleted = api_tokens.create(site, application.id, None, "gone")
    api_tokens.delete(site, application.id, row.id)
    bob = cast.bob(site)
    switched_off = cast.user_token(site, bob)
    users.update(site, bob.id, {"is_active": False})
    clock.move(5)
    texts = set()
    for token in [
        expired,
        inactive,
        deleted,
        switched_off,
        "",
        "nonsense",
        "ünïcode",
        "x" * 1_000_000,
        "' OR 1=1 --",
    ]:
        with pytest.raises(Unauthorized) as refused:
            principals.for_bearer(site, token, HERE)
        texts.add(refused.value.message)
    assert len(texts) == 1


def test_a_user_token_lives_a_day(site: Site, clock: FrozenClock) -> None:
    secret = cast.user_token(site, cast.alice(site))
    clock.move(24 * 3600 - 1)
    principals.for_bearer(site, secret, HERE)
    clock.move(1)
    with pytest.raises(Unauthorized):
        principals.for_bearer(site, secret, HERE)


def test_use_is_noted_once_a_minute(site: Site, clock: FrozenClock) -> None:
    application = cast.application(site)
    row, secret = api_tokens.create(site, application.id, None, "t")
    seen = []
    for seconds in (0, 59, 1):
        clock.move(seconds)
        principals.for_bearer(site, secret, HERE)
        seen.append(api_tokens.get(site, application.id, row.id).last_used)
    assert seen[0] == seen[1]
    assert seen[2] is not None
    assert seen[0] is not None
    assert seen[2] - seen[0] == timedelta(seconds=60)


def test_wrong_tokens_are_throttled_for_their_address_alone(
    site: Site, clock: FrozenClock
) -> None:
    application = cast.application(site)
    right = cast.token(site, application)
    for _ in range(100):
        with pytest.raises(Unauthorized):
            principals.for_bearer(site, "wrong", HERE)
    with pytest.raises(TooMany) as throttled:
        principals.for_bearer(site, "wrong", HERE)
    assert 1 <= throttled.value.retry_after_seconds <= 10
    with pytest.raises(Unauthorized):
        principals.for_bearer(site, "wrong", ELSEWHERE)
    principals.for_bearer(site, right, HERE)
    clock.move(10)
    with pytest.raises(Unauthorized):
        principals.for_bearer(site, "wrong", HERE)


def test_an_inactive_user_is_nobody(site: Site) -> None:
    bob = cast.bob(site)
    bob = users.update(site, bob.id, {"is_active": False})
    with pytest.raises(Unauthorized):
        principals.for_user(site, bob)
