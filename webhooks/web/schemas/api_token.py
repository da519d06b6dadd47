"""API tokens in JSON; the secret is in the answer that creates it and no other."""

from webhooks.access import known_scopes
from webhooks.services import api_tokens
from webhooks.web.schemas.base import Closed
from webhooks.web.schemas.fields import ListOf, Moment, Part, Text
from webhooks.web.schemas.listing import Linked, ListEnvelope


class _Named(Closed):
    name = Text(metadata={"minLength": 1, "maxLength": api_tokens.LONGEST_NAME})
    description = Text(metadata={"maxLength": api_tokens.LONGEST_DESCRIPTION})


class ApiTokenPatch(_Named):
    """What may be changed; whatever is left out stays as it is."""

    status = Text(metadata={"enum": list(api_tokens.STATUSES)})


class ApiTokenPost(_Named):
    """A new token; only ``name`` is required."""

    name = Text(
        required=True, metadata={"minLength": 1, "maxLength": api_tokens.LONGEST_NAME}
    )
    expiration_date = Moment(
        allow_none=True, metadata={"description": "null or absent: never."}
    )
    scope = ListOf(
        Text(metadata={"enum": list(known_scopes())}),
        metadata={"default": list(api_tokens.DEFAULT_SCOPE), "minItems": 1},
    )


class ApiToken(_Named, Linked):
    """A token as it is."""

    id = Text()
    api_token_id = Text(attribute="id", dump_only=True)
    application_id = Text()
    owner_id = Text(attribute="application_id", dump_only=True)
    owner_type = Text()
    creator_id = Text()
    creator_type = Text()
    creator_name = Text()
    creation_date = Moment()
    last_updated = Moment()
    last_used = Moment(allow_none=True)
    expiration_date = Moment(allow_none=True)
    scope = ListOf(Text())
    status = Text()
    token_prefix = Text(metadata={"description": "How its secret begins."})
    token = Text(metadata={"description": "The secret, once."})


class ApiTokenList(ListEnvelope):
    """A page of tokens."""

    owner_id = Text()
    owner_type = Text()
    application_id = Text()
    items = ListOf(Part(ApiToken))
