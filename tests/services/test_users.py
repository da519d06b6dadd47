"""Users, roles, and the rules that keep somebody in charge."""

import pytest

from tests import cast
from webhooks.errors import Conflict, Invalid, NotFound, Unauthorized
from webhooks.ids import new_id
from webhooks.services import applications, principals, users
from webhooks.services.site import Site


def test_an_address_is_found_in_any_case(site: Site) -> None:
    created = users.create(site, "  Ada@Example.ORG ", "correct horse", "Ada")
    assert created.email == "ada@example.org"
    found = users.find_by_email(site, "ADA@example.org ")
    assert found is not None
    assert found.id == created.id


@pytest.mark.parametrize(
    "email",
    ["", "ada", "@x", "a@", "a b@x.org", "a@b@c", "a\0@x.org", "a" * 300 + "@x"],
)
def test_it_refuses_what_is_no_address(site: Site, email: str) -> None:
    with pytest.raises(Invalid):
        users.create(site, email, "correct horse")


def test_an_address_is_taken_once(site: Site) -> None:
    cast.alice(site)
    with pytest.raises(Conflict):
        users.create(site, "Alice@example.org", "correct horse")
    assert users.count(site) == 1


def test_a_new_password_ends_every_sign_in(site: Site) -> None:
    alice = cast.alice(site)
    secret = cast.user_token(site, alice)
    assert principals.for_bearer(site, secret, "192.0.2.1").id == alice.id
    users.set_password(site, alice.id, "battery staple")
    with pytest.raises(Unauthorized):
        principals.for_bearer(site, secret, "192.0.2.1")


def test_being_switched_off_ends_every_sign_in(site: Site) -> None:
    cast.alice(site)
    bob = cast.bob(site)
    secret = cast.user_token(site, bob)
    users.update(site, bob.id, {"is_active": False})
    users.update(site, bob.id, {"is_active": True})
    with pytest.raises(Unauthorized):
        principals.for_bearer(site, secret, "192.0.2.1")


@pytest.mark.parametrize("changes", [{"is_admin": False}, {"is_active": False}])
def test_the_last_administrator_stays(site: Site, changes: dict[str, bool]) -> None:
    alice = cast.alice(site)
    with pytest.raises(Conflict):
        users.update(site, alice.id, changes)
    still = users.get(site, alice.id)
    assert still.is_admin
    assert still.is_active


def test_somebody_else_can_take_over(site: Site) -> None:
    alice, bob = cast.alice(site), cast.bob(site)
    users.update(site, bob.id, {"is_admin": True})
    changed = users.update(site, alice.id, {"is_admin": False})
    assert not changed.is_admin


def test_it_refuses_to_change_other_fields(site: Site) -> None:
    alice = cast.alice(site)
    with pytest.raises(Invalid):
        users.update(site, alice.id, {"password_hash": "x"})


def test_roles_are_given_changed_and_taken(site: Site) -> None:
    application = cast.application(site)
    bob = cast.bob(site, application, "viewer")
    assert users.roles_of(site, bob.id) == {application.id: "viewer"}
    users.set_role(site, application.id, bob.id, "editor")
    assert users.roles_of(site, bob.id) == {application.id: "editor"}
    users.set_role(site, application.id, bob.id, None)
    assert users.roles_of(site, bob.id) == {}


def test_an_application_keeps_its_last_owner(site: Site) -> None:
    application = cast.application(site)
    alice = cast.alice(site)
    for role in (None, "viewer"):
        with pytest.raises(Conflict):
            users.set_role(site, application.id, alice.id, role)
    assert users.roles_of(site, alice.id) == {application.id: "owner"}


def test_ownership_can_be_handed_over(site: Site) -> None:
    application = cast.application(site)
    alice, bob = cast.alice(site), cast.bob(site)
    users.set_role(site, application.id, bob.id, "owner")
    users.set_role(site, application.id, alice.id, "viewer")
    assert applications.get(site, application.id).owner_id == bob.id
    found = [(user.email, role) for user, role in users.members(site, application.id)]
    assert found == [("alice@example.org", "viewer"), ("bob@example.org", "owner")]


def test_it_refuses_unknown_roles_people_and_applications(site: Site) -> None:
    application = cast.application(site)
    alice = cast.alice(site)
    with pytest.raises(Invalid):
        users.set_role(site, application.id, alice.id, "god")
    with pytest.raises(NotFound):
        users.set_role(site, application.id, new_id(), "viewer")
    with pytest.raises(NotFound):
        users.set_role(site, new_id(), alice.id, "viewer")


def test_all_users_are_listed_by_address(site: Site) -> None:
    cast.bob(site)
    cast.alice(site)
    page = users.list_(site)
    assert [user.name for user in page.items] == ["Alice", "Bob"]
