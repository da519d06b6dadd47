"""The people of the story: an administrator, an owner, an editor, a viewer; tokens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from webhooks.access import Principal
from webhooks.services import api_tokens, principals, users
from webhooks.services.applications import Application
from webhooks.services.demo.stage import Stage

ADMINISTRATOR: Final = "ada@example.org"
_OTHERS: Final = (
    ("bo@example.org", "Bo", "owner"),
    ("cleo@example.org", "Cleo", "editor"),
    ("dana@example.org", "Dana", "viewer"),
)


@dataclass(frozen=True, slots=True)
class People:
    """The administrator as a principal, and everybody's addresses."""

    administrator: Principal
    emails: tuple[str, ...]


def move_in(stage: Stage, password: str) -> People:
    """Create everybody, with one password for all. Raises Invalid for a bad one."""
    site = stage.site
    ada = users.create(site, ADMINISTRATOR, password, "Ada", is_admin=True)
    for email, name, _ in _OTHERS:
        users.create(site, email, password, name)
    emails = (ADMINISTRATOR, *(email for email, _, _ in _OTHERS))
    return People(principals.for_user(site, ada), emails)


def join(stage: Stage, places: Iterable[Application]) -> None:
    """Give everybody their role in each application."""
    for application in places:
        for email, _, role in _OTHERS:
            user = users.find_by_email(stage.site, email)
            if user is not None:
                users.set_role(stage.site, application.id, user.id, role)


def hand_out_tokens(stage: Stage, owner: Principal, application: Application) -> None:
    """Create one token that works, one that has expired soon, one switched off."""
    site, now = stage.site, stage.site.clock.now()
    read = ("all.Application.read",)
    api_tokens.create(
        site, application.id, owner, "Raspberry Pi in the shed", expiration_date=None
    )
    api_tokens.create(
        site,
        application.id,
        owner,
        "Backup script",
        scope=read,
        expiration_date=now + timedelta(days=1),
    )
    old, _ = api_tokens.create(site, application.id, owner, "Old dashboard", scope=read)
    api_tokens.update(site, application.id, old.id, {"status": "inactive"})
