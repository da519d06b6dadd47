"""What hangs on a user, and taking a user away.

Apart from ``users.py``, because it looks over all applications at once: nobody is
to leave one without an owner unnoticed.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from webhooks.errors import NotFound
from webhooks.ids import is_id
from webhooks.services.site import Site
from webhooks.services.users import keep_an_admin, owners_within
from webhooks.storage.models import Application, Membership, User


@dataclass(frozen=True, slots=True)
class Role:
    """A user's role in an application; ``alone`` if nobody else owns it."""

    application_id: str
    application_name: str
    role: str
    alone: bool


def of_user(site: Site, user_id: str) -> list[Role]:
    """Return the user's roles, sorted by the names of the applications."""
    others = aliased(Membership)
    active = (
        select(func.count())
        .select_from(others)
        .join(User, User.id == others.user_id)
        .where(
            others.application_id == Membership.application_id,
            others.role == "owner",
            others.user_id != user_id,
            User.is_active,
        )
        .scalar_subquery()
    )
    statement: Any = (
        select(Application.id, Application.name, Membership.role, active)
        .join(Membership, Membership.application_id == Application.id)
        .where(Membership.user_id == user_id)
        .order_by(Application.name.collate("NOCASE"), Application.id)
    )
    with site.store.reading() as session:
        rows = session.execute(statement).all()
    return [
        Role(id_, name, role, role == "owner" and not others_own)
        for id_, name, role, others_own in rows
    ]


def delete(site: Site, user_id: str) -> User:
    """Delete a user with their roles and sign-ins; return who it was.

    What they made stays. An application that nobody else owns is looked after by
    the administrators from then on.
    Raises NotFound, and Conflict for the last active administrator.
    """
    with site.store.writing() as session:
        user = session.get(User, user_id) if is_id(user_id) else None
        if user is None:
            raise NotFound("User was not found")
        ruled = user.is_admin and user.is_active
        _hand_over(session, user_id)
        session.delete(user)
        session.flush()
        if ruled:
            keep_an_admin(session)
    return user


def _hand_over(session: Any, user_id: str) -> None:
    """Let applications that name this owner name another one, if there is one."""
    owned = session.scalars(select(Application).where(Application.owner_id == user_id))
    for application in owned.all():
        owners = owners_within(session, application.id)
        application.owner_id = next((each for each in owners if each != user_id), None)
