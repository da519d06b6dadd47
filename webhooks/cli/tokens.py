"""``flask tokens``: secrets with which scripts use the API."""

from datetime import timedelta

import click

from webhooks.cli.current import current_site
from webhooks.cli.lookup import find_application
from webhooks.cli.output import Answer, command
from webhooks.services import api_tokens

group = click.Group("tokens", help="Create API tokens.")


@command(group, "create")
@click.option("--application", required=True, help="Id or unique name.")
@click.option("--name", required=True, help="What the token is for.")
@click.option(
    "--scope",
    "scopes",
    required=True,
    multiple=True,
    help="What it may do, such as all.Application or deliveries.take; repeatable.",
)
@click.argument("more_scopes", metavar="[SCOPE]...", nargs=-1)
@click.option("--description", default="", help="More about it.")
@click.option(
    "--expires-days",
    type=click.IntRange(1, 36_500),
    help="When it ends; by default never.",
)
def create(
    application: str,
    name: str,
    scopes: tuple[str, ...],
    more_scopes: tuple[str, ...],
    description: str,
    expires_days: int | None,
) -> Answer:
    """Create an API token and print it alone on standard output.

    It is shown only now: only its digest is stored. More scopes may follow the
    first one.
    """
    site = current_site()
    application_id = find_application(site, application)
    expiration = None
    if expires_days is not None:
        expiration = site.clock.now() + timedelta(days=expires_days)
    made, secret = api_tokens.create(
        site,
        application_id,
        None,
        name,
        description=description,
        scope=(*scopes, *more_scopes),
        expiration_date=expiration,
    )
    data = {
        "id": made.id,
        "applicationId": application_id,
        "name": made.name,
        "scope": made.scope,
        "token": secret,
    }
    return Answer(data, secret)
