"""Tokens that a user gets by signing in through the API: one day, one user."""

from collections.abc import Sequence
from datetime import timedelta

from webhooks.access import known_scopes
from webhooks.errors import Invalid, Unauthorized
from webhooks.ids import digest, new_id, new_secret
from webhooks.services.site import Site
from webhooks.storage.models import User, UserToken

PREFIX = "swh_user_"
LIFE = timedelta(hours=24)
DEFAULT_SCOPE = ("all.User",)


def create(
    site: Site, user: User, scope: Sequence[str] = DEFAULT_SCOPE
) -> tuple[UserToken, str]:
    """Create a token for a user who has just signed in; return it and its secret.

    Raises Invalid for an unknown scope, and Unauthorized if the password was
    changed or the user switched off since the password was checked.
    """
    unknown = [each for each in scope if each not in known_scopes()]
    if unknown or not scope:
        text = "requestedScopes must hold known scopes, at least one"
        raise Invalid(text, "requestedScopes")
    secret = new_secret(PREFIX)
    now = site.clock.now()
    token = UserToken(
        id=new_id(),
        token_hash=digest(secret),
        user_id=user.id,
        scope=sorted(set(scope)),
        creation_date=now,
        expiration_date=now + LIFE,
        last_used=None,
    )
    with site.store.writing() as session:
        current = session.get(User, user.id)
        if (
            current is None
            or not current.is_active
            or current.password_hash != user.password_hash
        ):
            raise Unauthorized("Sign in again: the password has been changed.")
        session.add(token)
        session.flush()
    return token, secret
