"""``flask users``: people who may sign in."""

import click

from webhooks.cli.current import current_site
from webhooks.cli.output import Answer, command, table
from webhooks.cli.password import read_password
from webhooks.errors import NotFound
from webhooks.services import users
from webhooks.services.paging import ListQuery

group = click.Group("users", help="Create users and set passwords.")

_password_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)


@command(group, "create")
@click.argument("email")
@click.option("--admin", is_flag=True, help="Make the user administrator.")
@click.option("--name", default="", help="The name to show.")
@_password_stdin
def create(email: str, admin: bool, name: str, password_stdin: bool) -> Answer:
    """Create a user who can sign in with EMAIL.

    The password has 8 to 2048 characters and is read from standard input or
    asked for.
    """
    password = read_password(password_stdin)
    user = users.create(current_site(), email, password, name, is_admin=admin)
    data = {"id": user.id, "email": user.email, "isAdmin": user.is_admin}
    return Answer(data, f"Created {user.email} ({user.id}).")


@command(group, "set-password")
@click.argument("email")
@_password_stdin
def set_password(email: str, password_stdin: bool) -> Answer:
    """Give the user EMAIL a new password and end all of their sign-ins."""
    site = current_site()
    user = users.find_by_email(site, email)
    if user is None:
        raise NotFound("No user has this e-mail address; `flask users list` shows all.")
    users.set_password(site, user.id, read_password(password_stdin))
    data = {"id": user.id, "email": user.email}
    return Answer(data, f"{user.email} has a new password and is signed out.")


@command(group, "list")
def list_() -> Answer:
    """List every user."""
    query = ListQuery(sort_field="email", per_page=1000)
    people = users.list_(current_site(), query).items
    data = [
        {
            "id": user.id,
            "email": user.email,
            "name": user.name,
            "isAdmin": user.is_admin,
            "isActive": user.is_active,
        }
        for user in people
    ]
    rows = [
        (row["id"], row["email"], _state(row["isAdmin"], row["isActive"]), row["name"])
        for row in data
    ]
    return Answer(data, table(("ID", "EMAIL", "KIND", "NAME"), rows))


def _state(is_admin: object, is_active: object) -> str:
    kind = "administrator" if is_admin else "user"
    return kind if is_active else f"{kind} (inactive)"
