"""What hangs on a user, and what remains when the user goes."""

import pytest

from tests import cast
from webhooks.errors import Conflict, NotFound, Unauthorized
from webhooks.services import api_tokens, applications, principals, user_roles, users
from webhooks.services.site import Site


def test_roles_say_where_nobody_else_owns(site: Site) -> None:
    alone = cast.application(site, "alone")
    shared = cast.application(site, "Shared")
    bob = cast.bob(site, shared, "owner")
    alice = cast.alice(site)
    found = [
        (row.application_name, row.alone) for row in user_roles.of_user(site, alice.id)
    ]
    assert found == [("alone", True), ("Shared", False)]
    # Somebody who cannot sign in looks after nothing.
    users.update(site, bob.id, {"is_active": False})
    assert all(row.alone for row in user_roles.of_user(site, alice.id))
    users.set_role(site, alone.id, bob.id, "viewer")
    assert [row.alone for row in user_roles.of_user(site, bob.id)] == [False, False]


def test_what_a_deleted_user_made_stays(site: Site) -> None:
    application = cast.application(site)
    bob = cast.bob(site, application, "owner")
    secret = cast.user_token(site, bob)
    token, _ = api_tokens.create(
        site, application.id, principals.for_user(site, bob), "Script"
    )
    assert user_roles.delete(site, bob.id).email == bob.email
    assert users.find(site, bob.id) is None
    with pytest.raises(Unauthorized):
        principals.for_bearer(site, secret, "192.0.2.1")
    assert [who.name for who, _ in users.members(site, application.id)] == ["Alice"]
    assert api_tokens.get(site, application.id, token.id).status == "active"


def test_another_owner_is_named_or_none(site: Site) -> None:
    cast.alice(site)
    bob = cast.bob(site)
    application = applications.create(site, principals.for_user(site, bob), "Bob's")
    users.set_role(site, application.id, cast.charlie(site).id, "owner")
    user_roles.delete(site, bob.id)
    named = applications.get(site, application.id).owner_id
    assert named == cast.charlie(site).id
    user_roles.delete(site, cast.charlie(site).id)
    assert applications.get(site, application.id).owner_id is None
    assert users.members(site, application.id) == []


@pytest.mark.parametrize("is_deleted", [True, False])
@pytest.mark.parametrize("absent", [0, 1])
def test_the_owner_that_is_named_can_sign_in(
    site: Site, absent: int, is_deleted: bool
) -> None:
    """Whichever of the two has the smaller id."""
    application, alice = cast.application(site), cast.alice(site)
    people = [cast.bob(site, application, "owner"), cast.charlie(site)]
    users.set_role(site, application.id, people[1].id, "owner")
    users.update(site, people[absent].id, {"is_active": False})
    present = people[1 - absent]
    if is_deleted:
        users.update(site, present.id, {"is_admin": True})
        user_roles.delete(site, alice.id)
    else:
        users.set_role(site, application.id, alice.id, "viewer")
    assert applications.get(site, application.id).owner_id == present.id


def test_the_last_administrator_is_not_deleted(site: Site) -> None:
    alice = cast.alice(site)
    cast.bob(site)
    with pytest.raises(Conflict):
        user_roles.delete(site, alice.id)
    assert users.get(site, alice.id).is_admin


@pytest.mark.parametrize("user_id", ["x", "0" * 24])
def test_nobody_is_not_deleted(site: Site, user_id: str) -> None:
    with pytest.raises(NotFound):
        user_roles.delete(site, user_id)
