"""``flask retention``: deleting what is older or more than the settings keep."""

import click

from webhooks.cli.current import current_site
from webhooks.cli.output import Answer, command, size
from webhooks.services import retention

group = click.Group("retention", help="Delete what need not be kept any more.")


@command(group, "run")
@click.option("--dry-run", is_flag=True, help="Count, but delete nothing.")
def run(dry_run: bool) -> Answer:
    """Delete deliveries beyond the limits, and what has expired.

    The server does this by itself every hour; beside it this command deletes
    in small steps, so that requests are still stored meanwhile.
    """
    swept = retention.sweep(current_site(), dry_run=dry_run)
    verb = "Would delete" if dry_run else "Deleted"
    text = (
        f"{verb} {swept.deliveries} deliveries ({size(swept.bytes)}) and "
        f"{swept.expired} expired sign-ins."
    )
    data = {
        "dryRun": dry_run,
        "deliveries": swept.deliveries,
        "bytes": swept.bytes,
        "expired": swept.expired,
        "seconds": round(swept.seconds, 3),
    }
    return Answer(data, text)
