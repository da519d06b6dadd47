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
from wtforms.validators import InputRequired, Length, Optional

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
        description="It stands in the terminal where the server was started.",
    )
    email = EmailField(
        "E-mail address",
        [InputRequired()],
        [stripped],
        description="You sign in with it. Nothing is ever sent there.",
    )
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


class ChosenPasswordForm(Form):
    """The password that somebody chooses behind a link."""

    password = PasswordField(
        "Password", list(_NEW_PASSWORD), description=_PASSWORD_HELP
    )


class ProfileForm(Form):
    """What a user is called."""

    name = StringField("Name", [Length(max=255)], [stripped])


class EmailForm(Form):
    """The address that a user signs in with."""

    email = EmailField("E-mail address", [InputRequired()], [stripped])
    email_password = PasswordField(
        "Current password",
        [InputRequired()],
        description="So that nobody else at this browser can take your account.",
    )


class UserForm(Form):
    """What an administrator may change about somebody."""

    name = StringField("Name", [Length(max=255)], [stripped])
    email = EmailField("E-mail address", [InputRequired()], [stripped])


class NewUserForm(Form):
    """A user whom an administrator adds."""

    email = EmailField("E-mail address", [InputRequired()], [stripped])
    name = StringField("Name", [Length(max=255)], [stripped])
    password = PasswordField(
        "Password",
        [Optional(strip_whitespace=False), Length(SHORTEST, LONGEST)],
        description="Leave it empty to get a link by which they choose their own.",
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
