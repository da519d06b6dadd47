"""``flask demo``: an instance with something in it, to look around."""

import secrets

import click

from webhooks.cli.current import current_site
from webhooks.cli.output import Answer, command
from webhooks.cli.password import read_password
from webhooks.services.demo import fill


@command(None, "demo")
@click.option(
    "--days",
    default=fill.DAYS,
    show_default=True,
    type=click.IntRange(1, 30),
    help="How many days back the story begins.",
)
@click.option(
    "--seed",
    default=fill.SEED,
    show_default=True,
    help="Another number tells another story.",
)
@click.option(
    "--password-stdin",
    is_flag=True,
    help="Read everybody's password from standard input; one is made up otherwise.",
)
def demo(days: int, seed: int, password_stdin: bool) -> Answer:
    """Fill an empty data directory with a greenhouse and a corner shop.

    Two applications with nine webhooks, thousands of requests, six workflows that
    ran, four users and some tokens, as if it had been in use for two weeks. It
    refuses a data directory that holds anything, and one that a server uses.
    """
    password = read_password(True) if password_stdin else secrets.token_urlsafe(12)
    filled = fill.fill(current_site(), password, days, seed)
    data = {
        "emails": list(filled.emails),
        "applications": filled.applications,
        "deliveries": filled.deliveries,
        "runs": filled.runs,
    }
    text = (
        f"Filled: {filled.applications} applications, {filled.deliveries} requests, "
        f"{filled.runs} runs.\nSign in as {filled.emails[0]} (administrator), or as "
        f"{', '.join(filled.emails[1:])}."
    )
    if not password_stdin:
        data["password"] = password
        text += f"\nEverybody's password: {password}"
    return Answer(data, text)
