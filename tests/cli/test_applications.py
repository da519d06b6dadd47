"""``flask applications``, ``webhooks`` and ``tokens``: making what scripts need."""

import json

from tests.cli.conftest import Run
from webhooks.services import principals, users, webhooks
from webhooks.services.site import Site


def made(flask: Run, name: str = "Farm") -> str:
    result = flask("applications", "create", name)
    assert result.exit_code == 0, result.stderr
    return result.stdout.strip()


def test_an_application_is_created_and_listed(flask: Run) -> None:
    application_id = made(flask)
    listed = json.loads(flask("applications", "list", "--json").stdout)
    assert listed == [{"id": application_id, "name": "Farm"}]
    assert "Farm" in flask("applications", "list").stdout


def test_an_owner_can_be_named(flask: Run, site: Site) -> None:
    user = users.create(site, "bob@example.org", "correct horse")
    result = flask("applications", "create", "Farm", "--owner", "bob@example.org")
    assert users.roles_of(site, user.id) == {result.stdout.strip(): "owner"}


def test_an_unknown_owner_is_refused(flask: Run) -> None:
    result = flask("applications", "create", "Farm", "--owner", "x@example.org")
    assert result.exit_code == 1
    assert "flask users list" in result.stderr


def test_a_webhook_is_created_by_the_application_name(flask: Run, site: Site) -> None:
    application_id = made(flask)
    result = flask(
        "webhooks", "create", "Door", "--application", "Farm", "--wait-for-reply"
    )
    assert result.exit_code == 0, result.stderr
    (webhook,) = webhooks.list_(site, application_id).items
    assert result.stdout == webhooks.url(site, webhook) + "\n"
    assert webhook.wait_for_reply


def test_webhooks_are_listed_with_their_urls(flask: Run) -> None:
    application_id = made(flask)
    flask("webhooks", "create", "Door", "--application", application_id)
    (row,) = json.loads(
        flask("webhooks", "list", "--application", "Farm", "--json").stdout
    )
    assert row["name"] == "Door"
    assert row["url"] in flask("webhooks", "list", "--application", "Farm").stdout


def test_a_token_is_printed_alone_and_works(flask: Run, site: Site) -> None:
    application_id = made(flask)
    result = flask(
        *("tokens", "create", "--application", "Farm", "--name", "script"),
        *("--scope", "deliveries.take", "--scope", "reply.post"),
    )
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("\n") == 1
    principal = principals.for_bearer(site, result.stdout.strip(), "127.0.0.1")
    assert principal.application_id == application_id
    assert principal.scopes == {"deliveries.take", "reply.post"}


def test_several_scopes_may_follow_one_option(flask: Run, site: Site) -> None:
    made(flask)
    words = ("--application", "Farm", "--name", "script", "--scope", "webhook.get")
    result = flask("tokens", "create", *words, "reply.post", "deliveries.take")
    assert result.exit_code == 0, result.stderr
    principal = principals.for_bearer(site, result.stdout.strip(), "127.0.0.1")
    assert principal.scopes == {"webhook.get", "reply.post", "deliveries.take"}


def test_an_unknown_scope_is_refused(flask: Run) -> None:
    made(flask)
    words = ("--application", "Farm", "--name", "x", "--scope", "all.Everything")
    result = flask("tokens", "create", *words)
    assert result.exit_code == 1
    assert "scope" in result.stderr


def test_an_unknown_application_is_refused(flask: Run) -> None:
    for name in ("Barn", "0" * 24):
        result = flask("webhooks", "create", "Door", "--application", name)
        assert result.exit_code == 1
        assert result.stdout == ""
        assert result.stderr.startswith("Error: ")


def test_a_name_that_two_applications_have_is_refused(flask: Run) -> None:
    ids = {made(flask), made(flask)}
    result = flask("webhooks", "create", "Door", "--application", "Farm")
    assert result.exit_code == 1
    assert all(one in result.stderr for one in ids)
