"""Forms about people: set-up, sign-in, passwords, users and members."""

from wtforms import (
    BooleanField,
    EmailField,
    Form,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length

from webhooks.access import ROLES
from webhooks.services.passwords import LONGEST, SHORTEST
from webhooks.web.forms.base import choices, stripped

_NEW_PASSWORD = (InputRequired(), Length(SHORTEST, LONGEST))
_PASSWORD_HELP = f"At least {SHORTEST} characters; a few words make a good one."


class SetupForm(Form):
    """The first user, with the code that the server printed."""

    code = StringField(
        "Setup code",
        [InputRequired()],
        [stripped],
        description="Printed in the terminal where the server was started.",
    )
    email = EmailField("E-mail address", [InputRequired()], [stripped])
    name = StringField("Name", [Length(max=255)], [stripped])
    password = PasswordField(
        "Password", list(_NEW_PASSWORD), description=_PASSWORD_HELP
    )


class SignInForm(Form):
    """Sign-in; ``next`` is where to go on to."""

    email = EmailField("E-mail address", [InputRequired()], [stripped])
    password = PasswordField("Password", [InputRequired()])
    next = HiddenField()


class PasswordForm(Form):
    """A user's own new password."""

    current_password = PasswordField("Current password", [InputRequired()])
    password = PasswordField(
        "New password", list(_NEW_PASSWORD), description=_PASSWORD_HELP
    )


class ProfileForm(Form):
    """What a user is called."""

    name = StringField("Name", [Length(max=255)], [stripped])


class NewUserForm(Form):
    """A user whom an administrator adds."""

    email = EmailField("E-mail address", [InputRequired()], [stripped])
    name = StringField("Name", [Length(max=255)], [stripped])
    password = PasswordField(
        "Password",
        list(_NEW_PASSWORD),
        description="Tell it to them; they can change it under Account.",
    )
    is_admin = BooleanField(
        "Administrator", description="Sees every application and manages users."
    )


class UserPasswordForm(Form):
    """A password that an administrator sets for somebody."""

    password = PasswordField(
        "New password",
        list(_NEW_PASSWORD),
        description="Signs them out everywhere.",
    )


class MemberForm(Form):
    """A person's role in an application."""

    email = EmailField(
        "E-mail address",
        [InputRequired()],
        [stripped],
        description="Of somebody who has an account on this server.",
    )
    role = SelectField(
        "Role",
        choices=choices((role, role.capitalize()) for role in ROLES),
        default="editor",
    )
