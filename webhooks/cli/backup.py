"""``flask backup``: consistent copies of the database, made and put back."""

from pathlib import Path

import click

from webhooks.cli.current import current_site
from webhooks.cli.output import Answer, command, size, table
from webhooks.services import backup

group = click.Group("backup", help="Copy the database, check a copy, put one back.")

_file = click.argument("file", type=click.Path(path_type=Path))


@command(group, "create")
@click.option("--label", default="manual", help="A word for the file's name.")
def create(label: str) -> Answer:
    """Copy the database while the server runs, and print the copy's path."""
    path = backup.create(current_site(), label)
    return Answer({"path": str(path), "size": path.stat().st_size}, str(path))


@command(group, "list")
def list_() -> Answer:
    """List the copies in the data directory, newest first."""
    found = backup.list_(current_site())
    data = [{"path": str(path), "size": path.stat().st_size} for path in found]
    rows = [(size(path.stat().st_size), path) for path in found]
    return Answer(data, table(("SIZE", "PATH"), rows))


@command(group, "verify")
@_file
def verify(file: Path) -> Answer:
    """Check that FILE is an undamaged backup that this version can start with."""
    report = backup.verify(backup.locate(current_site(), file))
    data = {
        "path": str(report.path),
        "version": report.version,
        "size": report.size_bytes,
        "deliveries": report.deliveries,
    }
    text = (
        f"{report.path} is sound: schema {report.version}, "
        f"{report.deliveries} deliveries, {size(report.size_bytes)}."
    )
    return Answer(data, text)


@command(group, "restore")
@_file
def restore(file: Path) -> Answer:
    """Put the backup FILE in the database's place.

    The server must be stopped. The database that was there is kept in the
    backups folder.
    """
    site = current_site()
    restored = backup.restore(site, backup.locate(site, file))
    kept = restored.replaced
    text = f"Restored {restored.source}."
    if kept is not None:
        text += f" The database that was there is now {kept}."
    data = {
        "restored": str(restored.source),
        "replaced": None if kept is None else str(kept),
    }
    return Answer(data, text)
