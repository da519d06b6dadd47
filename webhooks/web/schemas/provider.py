"""The senders whose signatures are understood."""

from marshmallow import fields

from webhooks.web.schemas.base import Closed
from webhooks.web.schemas.fields import Flag, ListOf, Number, Part, Text, Whole


class ProviderSecret(Closed):
    """What the sender calls its secret, and where it stands."""

    label = Text()
    help = Text()
    may_be_lacking = Flag(
        metadata={"description": "The sender tells it in its first request."}
    )


class ProviderOption(Closed):
    """A setting beside the secrets; one of ``choices`` where there are any."""

    name = Text()
    label = Text()
    help = Text()
    default = Text()
    required = Flag()
    choices = ListOf(fields.Dict())


class ProviderSample(Closed):
    """An event as the sender sends it."""

    name = Text()
    method = Text()
    query = Text()
    content_type = Text()
    headers = ListOf(ListOf(Text()))
    body = Text()


class Provider(Closed):
    """A sender: ``key`` is what a webhook's ``signature.provider`` takes."""

    key = Text()
    label = Text()
    also = ListOf(Text(), metadata={"description": "Who signs in the same way."})
    summary = Text()
    help = Text()
    source = Text()
    verification_type = Text(
        metadata={"description": "The verificationType that belongs to it."}
    )
    secret = Part(ProviderSecret, allow_none=True)
    options = ListOf(Part(ProviderOption))
    tolerance_seconds = Number(
        metadata={"description": "How old a time stamp may be; 0: any age."}
    )
    signs_url = Flag()
    refusal_status = Whole()
    deadline_seconds = Number(
        allow_none=True,
        metadata={"description": "How long it waits for an answer; null: unknown."},
    )
    retries = Text()
    sends_id = Flag(metadata={"description": "Its deliveries carry an id."})
    handshakes = ListOf(Text())
    samples = ListOf(Part(ProviderSample))


class ProviderList(Closed):
    """Every sender."""

    items = ListOf(Part(Provider))
    count = Whole()
