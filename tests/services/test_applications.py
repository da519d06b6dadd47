"""Applications and what hangs on them."""

import pytest

from tests import cast
from webhooks.errors import Invalid, NotFound
from webhooks.ids import new_id
from webhooks.services import applications, principals, users, webhooks
from webhooks.services.site import Site


def test_its_creator_becomes_its_owner(site: Site) -> None:
    charlie = cast.charlie(site)
    created = applications.create(site, cast.principal(site, charlie), "Mine")
    assert created.owner_id == charlie.id
    assert users.roles_of(site, charlie.id) == {created.id: "owner"}


def test_without_a_creator_it_has_no_owner(site: Site) -> None:
    created = applications.create(site, None, "Nobody's")
    assert applications.get(site, created.id).owner_id is None


def test_everybody_lists_what_he_may_see(site: Site) -> None:
    one, two = cast.application(site, "One"), cast.application(site, "Two")
    seen = {}
    for user in (cast.alice(site), cast.bob(site, two), cast.charlie(site)):
        page = applications.list_(site, cast.principal(site, user))
        seen[user.name] = [row.name for row in page.items]
    token = principals.for_bearer(site, cast.token(site, one), "192.0.2.1")
    seen["token"] = [row.name for row in applications.list_(site, token).items]
    assert seen == {
        "Alice": ["One", "Two"],
        "Bob": ["Two"],
        "Charlie": [],
        "token": ["One"],
    }


def test_it_changes_what_is_given_and_nothing_else(site: Site) -> None:
    application = cast.application(site)
    applications.update(site, application.id, {"description": "new"})
    applications.update(site, application.id, {"name": "Renamed"})
    found = applications.get(site, application.id)
    assert (found.name, found.description) == ("Renamed", "new")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": " "},
        {"name": "x" * 256},
        {"name": None},
        {"description": "x" * 1025},
        {"description": "a\0b"},
        {"owner_id": "x"},
        {"id": "x"},
    ],
)
def test_it_refuses_unusable_values(site: Site, changes: dict[str, object]) -> None:
    application = cast.application(site)
    with pytest.raises(Invalid):
        applications.update(site, application.id, changes)
    assert applications.get(site, application.id).name == "Greenhouse"


def test_deleting_takes_everything_along_and_lets_callers_go(site: Site) -> None:
    application = cast.application(site)
    webhook = cast.webhook(site, application)
    cast.token(site, application)
    with site.replies.open("r.1", webhook.id, new_id()) as pending:
        applications.delete(site, application.id)
        assert pending.taken
    with pytest.raises(NotFound):
        applications.get(site, application.id)
    with pytest.raises(NotFound):
        webhooks.get(site, application.id, webhook.id)
    with pytest.raises(NotFound):
        applications.delete(site, application.id)


def test_its_summary_counts_what_it_holds(site: Site) -> None:
    application = cast.application(site)
    other = cast.application(site, "Other")
    cast.webhook(site, application)
    cast.webhook(site, application)
    cast.token(site, application)
    summary = applications.summary(site, application.id)
    assert (summary["webhookCount"], summary["apiTokenCount"]) == (2, 1)
    assert summary["flowCount"] == 0
    assert applications.summaries(site, [other.id])[other.id]["webhookCount"] == 0


@pytest.mark.parametrize("application_id", ["", "nonsense", "0" * 24, "x" * 10_000])
def test_what_does_not_exist_is_not_found(site: Site, application_id: str) -> None:
    with pytest.raises(NotFound):
        applications.get(site, application_id)
