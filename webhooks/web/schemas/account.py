"""Signing in, and who one is, in JSON."""

from marshmallow import fields

from webhooks.access import known_scopes
from webhooks.services import passwords
from webhooks.web.schemas.base import Closed
from webhooks.web.schemas.fields import Flag, ListOf, Moment, Text, Whole
from webhooks.web.schemas.listing import Linked


class UserCredentials(Closed):
    """What signing in needs; there is no second factor, so its code is unused."""

    email = Text(required=True, metadata={"maxLength": 1024})
    password = Text(
        required=True,
        metadata={"minLength": passwords.SHORTEST, "maxLength": passwords.LONGEST},
    )
    two_factor_code = Text()
    requested_scopes = ListOf(Text(metadata={"enum": list(known_scopes())}))


class AuthedUser(Closed):
    """A token for a day."""

    user_id = Text()
    token = Text()
    needs_to_verify_email = Flag()


class Me(Linked):
    """The user whose token is used."""

    id = Text()
    user_id = Text(attribute="id", dump_only=True)
    email = Text()
    name = Text()
    is_admin = Flag()
    creation_date = Moment()
    last_updated = Moment()
    summary = fields.Dict(Text(), Whole())
