"""The one place where a command finds the instance it works on, and for whom."""

from typing import cast

from flask import current_app

from webhooks.access import Principal
from webhooks.services.site import Site

# Whoever can run commands in the data directory can read all of it anyway.
OPERATOR = Principal(
    kind="user",
    id="",
    name="command line",
    scopes=frozenset({"all.User"}),
    is_admin=True,
)


def current_site() -> Site:
    """Return the instance of the application that the command runs in."""
    return cast(Site, current_app.extensions["switchhook"])
