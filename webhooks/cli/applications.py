"""``flask applications``: the fences around webhooks and tokens."""

import click

from webhooks.access import Principal
from webhooks.cli.current import OPERATOR, current_site
from webhooks.cli.lookup import every
from webhooks.cli.output import Answer, command, table
from webhooks.errors import NotFound
from webhooks.services import applications, principals, users
from webhooks.services.site import Site

group = click.Group("applications", help="Create and list applications.")


@command(group, "create")
@click.argument("name")
@click.option("--description", default="", help="What it is for.")
@click.option(
    "--owner",
    metavar="EMAIL",
    help="Who owns it; by default nobody, and administrators look after it.",
)
def create(name: str, description: str, owner: str | None) -> Answer:
    """Create an application and print its id."""
    site = current_site()
    principal = None if owner is None else _principal(site, owner)
    made = applications.create(site, principal, name, description)
    return Answer({"id": made.id, "name": made.name}, made.id)


@command(group, "list")
def list_() -> Answer:
    """List every application."""
    site = current_site()
    found = list(every(lambda query: applications.list_(site, OPERATOR, query)))
    data = [{"id": application.id, "name": application.name} for application in found]
    rows = [(application.id, application.name) for application in found]
    return Answer(data, table(("ID", "NAME"), rows))


def _principal(site: Site, email: str) -> Principal:
    user = users.find_by_email(site, email)
    if user is None:
        raise NotFound("No user has this e-mail address; `flask users list` shows all.")
    return principals.for_user(site, user)
