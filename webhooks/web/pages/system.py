"""The administrators' view of the instance: health, storage, backups, settings."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webhooks.services import backup, backup_on_request, vitals
from webhooks.services.site import Site
from webhooks.settings import SETTINGS
from webhooks.web.current import current_site
from webhooks.web.pages.visitor import administrators_only

system_pages = Blueprint("system", __name__, url_prefix="/admin/system")

_SHOWN_BACKUPS: Final = 8


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """A setting in force; a secret's value is never part of it."""

    name: str
    value: str
    source: str
    help: str


@dataclass(frozen=True, slots=True)
class ShownBackup:
    """A copy of the database, by the name of its file."""

    name: str
    made: datetime
    size: int


@system_pages.get("")
@administrators_only
def show() -> ResponseReturnValue:
    """Show how the instance is doing and how it is set up."""
    site = current_site()
    copies = backup.list_(site)
    now = vitals.measure(site)
    return render_template(
        "system/show.html",
        vitals=now,
        uptime=in_words(now.uptime),
        warnings=warnings_of(site),
        settings=shown_settings(site),
        backups=[_shown(path) for path in copies[:_SHOWN_BACKUPS]],
        backup_count=len(copies),
    )


@system_pages.post("/backups")
@administrators_only
def make_backup() -> ResponseReturnValue:
    """Copy the database now."""
    path = backup_on_request.create(current_site())
    flash(f"{path.name} was made and checked.")
    return redirect(url_for("system.show"), 303)


def in_words(span: timedelta) -> str:
    """Return a span of time by its two largest units, such as ``3 d 4 h``."""
    minutes = max(0, int(span.total_seconds())) // 60
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


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


def _shown(path: Path) -> ShownBackup:
    status = path.stat()
    made = datetime.fromtimestamp(status.st_mtime, UTC)
    return ShownBackup(path.name, made, status.st_size)
