"""``flask database``: the schema's version, and bringing it up to date."""

import click

from webhooks.cli.current import current_site
from webhooks.cli.output import Answer, command
from webhooks.services import database

group = click.Group("database", help="Show or upgrade the database's schema.")


@command(group, "status")
def status() -> Answer:
    """Show which schema the database has and which one is needed.

    The exit code is 0 only when they are the same.
    """
    found = database.status(current_site())
    data = {"current": found.current, "needed": found.needed, "state": found.state}
    text = f"{found.state}: the database has schema {found.current or 'none'}, "
    text += f"this version needs {found.needed}."
    return Answer(data, text, found.state == "current")


@command(group, "upgrade")
def upgrade() -> Answer:
    """Bring the schema to this version's state; a backup is made first.

    The server must be stopped; it does the same by itself when it starts.
    """
    result = database.upgrade(current_site())
    data = {
        "before": result.before,
        "after": result.after,
        "backup": None if result.backup is None else str(result.backup),
    }
    if result.before == result.after:
        return Answer(data, f"Nothing to do: the schema is {result.after} already.")
    text = f"Upgraded from {result.before or 'nothing'} to {result.after}."
    if result.backup is not None:
        text += f" The copy made before is {result.backup}."
    return Answer(data, text)
