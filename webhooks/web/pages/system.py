"""The administrators' view of the instance: health, settings, version."""

import platform
import shutil
import sqlite3
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webhooks.services.site import Site
from webhooks.settings import SETTINGS
from webhooks.web.current import current_site
from webhooks.web.pages.visitor import administrators_only

system_pages = Blueprint("system", __name__, url_prefix="/admin/system")


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """A setting in force; a secret's value is never part of it."""

    name: str
    value: str
    source: str
    help: str


@system_pages.get("")
@administrators_only
def show() -> ResponseReturnValue:
    """Show how the instance is doing and how it is set up."""
    site = current_site()
    database = site.settings.database_path
    usage = shutil.disk_usage(database.parent)
    return render_template(
        "system/show.html",
        warnings=warnings_of(site),
        settings=shown_settings(site),
        database_bytes=sum(
            file.stat().st_size for file in database.parent.glob(f"{database.name}*")
        ),
        free_bytes=usage.free,
        waiting=len(site.replies),
        watching=len(site.live),
        python_version=platform.python_version(),
        sqlite_version=sqlite3.sqlite_version,
    )


def warnings_of(site: Site) -> list[str]:
    """Return what an administrator should look at, in words."""
    found = []
    if site.trouble:
        found.append(site.trouble)
    if site.draining:
        found.append("The server is shutting down.")
    if site.settings.public_url_is_guessed:
        found.append(
            "The server listens for everybody, but nobody said under which address. "
            f"URLs are shown with {site.settings.public_url}. "
            "Set SWITCHHOOK_PUBLIC_URL to the address that senders use."
        )
    return found


def shown_settings(site: Site) -> list[ShownSetting]:
    """Return every setting with the value in force and where it comes from."""
    rows = []
    for row in SETTINGS:
        value = getattr(site.settings, row.name.lower())
        if row.secret:
            text = "•••• (set)" if value else ""
        elif value is None:
            text = "off"
        elif isinstance(value, tuple) and row.kind == "rate":
            text = f"{value[0]}/{value[1]:g}"
        elif isinstance(value, tuple):
            text = ", ".join(map(str, value))
        else:
            text = str(value)
        source = site.settings.sources[row.name]
        rows.append(ShownSetting(row.environment_name, text, source, row.help))
    return rows
