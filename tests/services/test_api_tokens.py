"""API tokens of applications."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import cast
from webhooks.access import Principal
from webhooks.errors import Forbidden, Invalid, NotFound
from webhooks.ids import digest, new_id
from webhooks.services import api_tokens
from webhooks.services.site import Site


def test_the_secret_is_not_stored(site: Site) -> None:
    application = cast.application(site)
    row, secret = api_tokens.create(site, application.id, None, "Script")
    assert row.token_hash == digest(secret)
    assert secret.startswith(row.token_prefix)
    assert len(row.token_prefix) < 16
    assert secret not in vars(row).values()


def test_it_remembers_who_made_it(site: Site) -> None:
    application = cast.application(site)
    alice = cast.principal(site, cast.alice(site))
    row, _ = api_tokens.create(site, application.id, alice, "Script")
    found = (row.creator_id, row.creator_type, row.creator_name)
    assert found == (alice.id, "user", "Alice")


@pytest.mark.parametrize(
    "scope",
    [[], ["all.Everything"], ["webhook.get", "webhook.get"], "all.Application", [None]],
)
def test_it_refuses_unusable_scopes(site: Site, scope: list[str]) -> None:
    application = cast.application(site)
    with pytest.raises(Invalid):
        api_tokens.create(site, application.id, None, "Script", scope=scope)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2020, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=UTC),
        datetime(2030, 1, 1),  # noqa: DTZ001  # naive on purpose
    ],
)
def test_it_refuses_an_expiry_that_makes_no_sense(site: Site, moment: datetime) -> None:
    application = cast.application(site)
    with pytest.raises(Invalid):
        api_tokens.create(site, application.id, None, "t", expiration_date=moment)


def test_nobody_gives_away_more_than_he_has(site: Site) -> None:
    application = cast.application(site)
    weak = Principal(
        "apiToken",
        new_id(),
        "weak",
        frozenset({"applicationApiTokens.post", "webhook.get", "all.Application.read"}),
        application_id=application.id,
    )
    api_tokens.create(site, application.id, weak, "same", scope=["webhook.get"])
    for scope in ("all.Application", "webhook.*", "webhooks.post"):
        with pytest.raises(Forbidden):
            api_tokens.create(site, application.id, weak, "more", scope=[scope])


def test_nobody_gives_away_secrets_that_he_cannot_see(site: Site) -> None:
    application = cast.application(site)
    scopes = frozenset({"applicationApiTokens.post", "all.Application.read"})
    reader = Principal(
        "apiToken", new_id(), "reader", scopes, application_id=application.id
    )
    with pytest.raises(Forbidden):
        api_tokens.create(site, application.id, reader, "t", scope=["webhook.get"])


def test_it_changes_name_description_and_status_only(site: Site) -> None:
    application = cast.application(site)
    row, _ = api_tokens.create(site, application.id, None, "Script")
    changes = {"name": "New", "description": "d", "status": "inactive"}
    changed = api_tokens.update(site, application.id, row.id, changes)
    assert (changed.name, changed.description, changed.status) == (
        "New",
        "d",
        "inactive",
    )
    for bad in ({"scope": ["webhook.get"]}, {"status": "on"}, {"name": ""}):
        with pytest.raises(Invalid):
            api_tokens.update(site, application.id, row.id, bad)


def test_a_token_of_another_application_does_not_exist(site: Site) -> None:
    application, other = cast.application(site), cast.application(site, "Other")
    row, _ = api_tokens.create(site, application.id, None, "Script")
    for call in (
        lambda: api_tokens.get(site, other.id, row.id),
        lambda: api_tokens.update(site, other.id, row.id, {}),
        lambda: api_tokens.delete(site, other.id, row.id),
    ):
        with pytest.raises(NotFound):
            call()


def test_it_can_expire(site: Site) -> None:
    application = cast.application(site)
    later = site.clock.now() + timedelta(days=1)
    row, _ = api_tokens.create(site, application.id, None, "t", expiration_date=later)
    assert api_tokens.get(site, application.id, row.id).expiration_date == later
