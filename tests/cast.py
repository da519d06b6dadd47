"""Who and what tests are about: three people, and how to make the rest.

Alice is the administrator. Bob is editor of whichever application a test gives
him. Charlie has no part in anything.
"""

from typing import Any

from werkzeug.security import generate_password_hash

from webhooks.access import Principal
from webhooks.ids import new_id
from webhooks.services import (
    api_tokens,
    applications,
    principals,
    user_tokens,
    users,
    webhooks,
    workflows,
)
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.users import User
from webhooks.services.webhooks import Webhook
from webhooks.services.workflows import Workflow

PASSWORD = "correct horse"

# A real hash with the least work; hashing as it is done in earnest is slow.
_QUICK_HASH = generate_password_hash(PASSWORD, "scrypt:1024:8:1")


def alice(site: Site) -> User:
    """The administrator."""
    return _person(site, "alice@example.org", "Alice", is_admin=True)


def bob(
    site: Site, application: Application | None = None, role: str = "editor"
) -> User:
    """Somebody with a role in one application."""
    user = _person(site, "bob@example.org", "Bob")
    if application is not None:
        users.set_role(site, application.id, user.id, role)
    return user


def charlie(site: Site) -> User:
    """Somebody without any role."""
    return _person(site, "charlie@example.org", "Charlie")


def principal(site: Site, user: User) -> Principal:
    """The user, signed in."""
    return principals.for_user(site, user)


def application(site: Site, name: str = "Greenhouse") -> Application:
    """An application that Alice owns."""
    return applications.create(site, principal(site, alice(site)), name)


def webhook(site: Site, owner: Application, **fields: Any) -> Webhook:
    """A webhook; fields are its columns."""
    return webhooks.create(site, owner.id, {"name": "Order intake", **fields})


def workflow(site: Site, owner: Application, **fields: Any) -> Workflow:
    """A workflow; fields are its columns, or triggers, nodes and globals."""
    return workflows.create(site, owner.id, {"name": "Orders", **fields})


def token(site: Site, owner: Application, *scopes: str) -> str:
    """The secret of an API token with these scopes, or with all of them."""
    scope = scopes or api_tokens.DEFAULT_SCOPE
    return api_tokens.create(site, owner.id, None, "Script", scope=scope)[1]


def user_token(site: Site, user: User, *scopes: str) -> str:
    """The secret of a user's token."""
    return user_tokens.create(site, user, scopes or user_tokens.DEFAULT_SCOPE)[1]


def bearer(secret: str) -> dict[str, str]:
    """The headers of a request with a token."""
    return {"Authorization": f"Bearer {secret}"}


def _person(site: Site, email: str, name: str, is_admin: bool = False) -> User:
    found = users.find_by_email(site, email)
    if found is not None:
        return found
    now = site.clock.now()
    user = User(
        id=new_id(),
        email=email,
        name=name,
        password_hash=_QUICK_HASH,
        is_admin=is_admin,
        is_active=True,
        creation_date=now,
        last_updated=now,
    )
    with site.store.writing() as session:
        session.add(user)
    return user
