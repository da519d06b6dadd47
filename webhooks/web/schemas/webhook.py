"""Webhooks in JSON: Losant's fields, and ours behind them."""

from typing import Any

from webhooks.ingress.cast import CASTS
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.verification import VERIFICATIONS
from webhooks.services import webhook_rules as rules
from webhooks.services import webhook_signature
from webhooks.web.schemas.base import Arguments, Closed
from webhooks.web.schemas.fields import (
    Anything,
    Flag,
    ListOf,
    Moment,
    Number,
    Part,
    QueryFlag,
    Text,
    Whole,
)
from webhooks.web.schemas.listing import Linked, ListEnvelope


def _between(bounds: tuple[int, int], description: str = "") -> dict[str, Any]:
    return {"minimum": bounds[0], "maximum": bounds[1], "description": description}


class StaticReply(Closed):
    """The answer instead of ``{"success": true}``; kept in the API's words."""

    statusCode = Whole(metadata={"minimum": 200, "maximum": 599})
    headers = Anything(
        metadata={"description": "An object, or a list of name and value pairs."}
    )
    body = Text(metadata={"maxLength": rules.LONGEST_REPLY})


class TimeoutReply(Closed):
    """The answer when nobody replied in time; kept in the API's words."""

    statusCode = Whole(metadata={"minimum": 200, "maximum": 599})
    body = Text(metadata={"maxLength": rules.LONGEST_REPLY})


class RateLimit(Closed):
    """At most so many requests in so many seconds."""

    requests = Whole(required=True, metadata=_between(rules.RATE_REQUESTS))
    seconds = Number(required=True, metadata=_between(rules.RATE_SECONDS))


class Signature(Closed):
    """How the sender signs, in the API's words; secrets are write-only."""

    provider = Text(required=True, metadata={"enum": list(PROVIDERS)})
    secrets = ListOf(
        Text(),
        metadata={
            "description": "Newest first. Shown as placeholders; one that is sent "
            "back keeps the secret that it stands for.",
            "maxItems": webhook_signature.MOST_SECRETS,
        },
    )
    registeredUrl = Text(
        allow_none=True,
        metadata={
            "description": "The URL as it stands at the sender, where that signs it.",
            "maxLength": webhook_signature.LONGEST_URL,
        },
    )
    toleranceSeconds = Number(
        allow_none=True,
        metadata=_between(
            webhook_signature.TOLERANCE,
            "How old a time stamp may be; null: as the provider has it, 0: any age.",
        ),
    )
    deduplicate = Flag(
        metadata={"description": "Answer a repeated delivery, but start nothing."}
    )
    allowRedelivery = Flag(
        metadata={"description": "Let repetitions by hand through all the same."}
    )
    options = Anything(metadata={"description": "The provider's own, by name."})


class WebhookDeleteArguments(Arguments):
    """What goes with the webhook."""

    include_workflows = QueryFlag(
        load_default=False,
        metadata={"description": "Delete every workflow that listens to it, too."},
    )


class WebhookPatch(Closed):
    """What may be changed; whatever is left out stays as it is."""

    name = Text(metadata={"minLength": 1, "maxLength": rules.LONGEST_NAME})
    description = Text(metadata={"maxLength": rules.LONGEST_TEXT})
    response_code = Whole(metadata=_between((100, 599)))
    verification_type = Text(metadata={"enum": list(VERIFICATIONS)})
    verification_code = Text(metadata={"maxLength": rules.LONGEST_TEXT})
    wait_for_reply = Flag()
    basic_auth_username = Text(metadata={"maxLength": rules.LONGEST_CREDENTIAL})
    basic_auth_password = Text(metadata={"maxLength": rules.LONGEST_CREDENTIAL})
    is_websocket = Flag(metadata={"description": "Cannot be changed afterwards."})
    cast_buffers_as = Text(metadata={"enum": list(CASTS)})
    annotate_multipart = Flag()
    enabled = Flag()
    reply_timeout_seconds = Number(
        allow_none=True,
        metadata=_between(
            rules.REPLY_TIMEOUT, "How long a caller waits; null: as the server says."
        ),
    )
    timeout_reply = Part(TimeoutReply, allow_none=True)
    static_reply = Part(StaticReply, allow_none=True)
    answer_when_runs_end = Flag()
    allowed_methods = ListOf(
        Text(),
        allow_none=True,
        metadata={"description": "null: every method.", "minItems": 1},
    )
    allow_cors = Flag()
    allow_html_replies = Flag()
    allowed_addresses = ListOf(
        Text(),
        allow_none=True,
        metadata={"description": "Addresses and networks; null: every address."},
    )
    rate_limit = Part(
        RateLimit,
        allow_none=True,
        metadata={"description": "null: as the server says."},
    )
    include_raw_body = Flag()
    signature = Part(
        Signature,
        allow_none=True,
        metadata={"description": "null: requests need not be signed."},
    )


class WebhookPost(WebhookPatch):
    """A new webhook; only ``name`` is required."""

    name = Text(
        required=True, metadata={"minLength": 1, "maxLength": rules.LONGEST_NAME}
    )


class Webhook(WebhookPatch, Linked):
    """A webhook as it is."""

    id = Text()
    webhook_id = Text(attribute="id", dump_only=True)
    application_id = Text()
    creation_date = Moment()
    last_updated = Moment()
    token = Text(metadata={"description": "The secret part of its URL."})
    url = Text(metadata={"description": "Where senders send to."})


class WebhookList(ListEnvelope):
    """A page of webhooks."""

    application_id = Text()
    items = ListOf(Part(Webhook))
