"""``flask webhooks``: addresses that receive requests."""

import click

from webhooks.cli.current import current_site
from webhooks.cli.lookup import every, find_application
from webhooks.cli.output import Answer, command, table
from webhooks.services import webhooks

group = click.Group("webhooks", help="Create and list webhooks.")

_application = click.option("--application", required=True, help="Id or unique name.")


@command(group, "create")
@click.argument("name")
@_application
@click.option("--description", default="", help="What it is for.")
@click.option(
    "--wait-for-reply",
    is_flag=True,
    help="Let the caller wait until a script has answered.",
)
def create(
    name: str, application: str, description: str, wait_for_reply: bool
) -> Answer:
    """Create a webhook and print its URL."""
    site = current_site()
    application_id = find_application(site, application)
    fields = {
        "name": name,
        "description": description,
        "wait_for_reply": wait_for_reply,
    }
    made = webhooks.create(site, application_id, fields)
    url = webhooks.url(site, made)
    data = {
        "id": made.id,
        "applicationId": application_id,
        "name": made.name,
        "url": url,
    }
    return Answer(data, url)


@command(group, "list")
@_application
def list_(application: str) -> Answer:
    """List an application's webhooks with their URLs."""
    site = current_site()
    application_id = find_application(site, application)
    data = [
        {
            "id": webhook.id,
            "name": webhook.name,
            "enabled": webhook.enabled,
            "url": webhooks.url(site, webhook),
        }
        for webhook in every(lambda query: webhooks.list_(site, application_id, query))
    ]
    rows = [
        (row["id"], row["url"], "" if row["enabled"] else "off", row["name"])
        for row in data
    ]
    return Answer(data, table(("ID", "URL", "", "NAME"), rows))
