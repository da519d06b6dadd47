"""The one place where a request finds the instance that it belongs to."""

from typing import cast

from flask import Flask, current_app

from webhooks.services.site import Site

EXTENSION = "switchhook"


def site_of(app: Flask) -> Site:
    """Return the instance that an application serves."""
    return cast(Site, app.extensions[EXTENSION])


def current_site() -> Site:
    """Return the instance that the current request belongs to."""
    return site_of(current_app)
