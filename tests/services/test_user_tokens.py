"""Tokens from signing in through the API."""

import pytest

from tests import cast
from webhooks.errors import Invalid, Unauthorized
from webhooks.ids import digest
from webhooks.services import user_tokens, users
from webhooks.services.site import Site


def test_only_the_digest_is_stored(site: Site) -> None:
    row, secret = user_tokens.create(site, cast.alice(site))
    assert row.token_hash == digest(secret)
    assert secret not in vars(row).values()


@pytest.mark.parametrize("scope", [[], ["all.Everything"], [""]])
def test_it_refuses_scopes_that_do_not_exist(site: Site, scope: list[str]) -> None:
    with pytest.raises(Invalid):
        user_tokens.create(site, cast.alice(site), scope)


def test_a_password_changed_meanwhile_makes_no_token(site: Site) -> None:
    alice = cast.alice(site)
    users.set_password(site, alice.id, "battery staple")
    with pytest.raises(Unauthorized):
        user_tokens.create(site, alice)
