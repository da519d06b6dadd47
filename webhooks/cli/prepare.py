"""``flask prepare``: what the server runs before it serves. Not for people."""

import os

import click
from flask.cli import with_appcontext

from webhooks.cli.current import current_site
from webhooks.errors import WebhooksError
from webhooks.services import start

# gunicorn gives up at once, and does not try again, on this exit code.
EXIT_CODE = 4


@click.command("prepare", hidden=True)
@click.option("--tell", type=int, help="A descriptor to write to when done.")
@with_appcontext
def prepare(tell: int | None) -> None:
    """Bring the data directory up to date and print how to reach the server."""
    site = current_site()
    try:
        prepared = start.prepare(site, start.START_WAIT_SECONDS)
    except WebhooksError as error:
        click.echo(error.message, err=True)
        raise SystemExit(EXIT_CODE) from error
    if tell is not None:
        site.close()
        os.write(tell, start.PREPARED)
    settings = site.settings
    click.echo(settings.greeting())
    if prepared.backup is not None:
        click.echo(f"  The database was upgraded; the copy before is {prepared.backup}")
    if prepared.was_unclean:
        click.echo("  The last run did not end cleanly; the database is whole.")
    if prepared.setup_code is not None:
        link = f"{settings.public_url}/setup?code={prepared.setup_code}"
        click.echo(f"  To sign in for the first time, open {link}")
        click.echo(f"  or open /setup elsewhere with the code {prepared.setup_code}")
