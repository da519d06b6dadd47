"""Deliveries in JSON, and how to ask for them."""

from marshmallow import fields

from webhooks.services import delivery_query, work_queue
from webhooks.web.schemas.base import Arguments, Closed
from webhooks.web.schemas.fields import (
    Anything,
    Flag,
    ListOf,
    Moment,
    Number,
    Part,
    QueryFlag,
    QueryNumber,
    QueryText,
    QueryWhole,
    Text,
    Whole,
)


class DeliveryListArguments(Arguments):
    """Which deliveries; the newest come first."""

    limit = QueryWhole(
        load_default=delivery_query.DEFAULT_LIMIT,
        metadata={
            "minimum": 1,
            "maximum": delivery_query.MOST,
            "default": delivery_query.DEFAULT_LIMIT,
        },
    )
    before = QueryText(metadata={"description": "A nextCursor or a delivery's id."})
    after = QueryText(metadata={"description": "A cursor or a delivery's id."})
    status = QueryText(metadata={"enum": list(delivery_query.STATUSES)})
    method = QueryText()
    q = QueryText(metadata={"description": "Text to find.", "maxLength": 255})
    path = QueryText(
        metadata={
            "description": "How the path begins; with `*` for any text, all of it.",
            "maxLength": 255,
        }
    )
    verdict = QueryText(metadata={"enum": list(delivery_query.VERDICTS)})
    source = QueryText(metadata={"enum": list(delivery_query.SOURCES)})
    response_status = QueryText(
        metadata={"description": "A status such as `404`, or a class such as `4xx`."}
    )
    received_from = Moment(metadata={"description": "Received then or later."})
    received_to = Moment(metadata={"description": "Received before then."})


class TakeArguments(Arguments):
    """How long to wait for work, and for how long to hold it."""

    wait = QueryNumber(
        load_default=0.0,
        metadata={
            "description": "Seconds to wait for a delivery.",
            "minimum": 0,
            "maximum": work_queue.MOST_WAIT_SECONDS,
        },
    )
    lease = QueryWhole(
        load_default=60,
        metadata={
            "description": "Seconds after which it is given out again.",
            "minimum": 1,
            "maximum": work_queue.MOST_LEASE_SECONDS,
        },
    )
    since = QueryText(
        metadata={"description": "Where a new queue begins: a cursor or an id."}
    )
    waiting = QueryFlag(
        load_default=False,
        metadata={"description": "Only deliveries whose caller still waits."},
    )


class Verification(Closed):
    """What the check of the sender found."""

    scheme = Text()
    verdict = Text()
    reason = Text()


class Answer(Closed):
    """What the caller got; ``body`` if it is text, else ``bodyBase64``."""

    status_code = Whole()
    headers = ListOf(ListOf(Text()))
    body = Text()
    body_base64 = Text()
    duration_ms = Number(allow_none=True)
    source = Text()


class Delivery(Closed):
    """One request as it came in, and what became of it."""

    id = Text()
    webhook_id = Text()
    application_id = Text()
    creation_date = Moment(attribute="received_at", dump_only=True)
    method = Text()
    path = Text()
    query = fields.Dict()
    raw_query = Text()
    headers = ListOf(ListOf(Text()))
    remote_address = Text()
    content_type = Text()
    size = Whole()
    body = fields.Raw(allow_none=True)
    body_omitted = Flag(
        metadata={"description": "True where a list leaves out a large body."}
    )
    reply_id = Text(allow_none=True)
    verification = Part(Verification)
    status = Text(metadata={"enum": list(delivery_query.STATUSES)})
    source = Text()
    response = Part(Answer, allow_none=True)
    late_reply = fields.Dict(allow_none=True)
    replay_of = Text(allow_none=True)
    duplicate_of = Text(allow_none=True)
    runs = ListOf(fields.Dict())


class DeliveryList(Closed):
    """A page of deliveries; ``nextCursor`` is null on the last."""

    items = ListOf(Part(Delivery))
    next_cursor = Text(allow_none=True)
    searched_to = Moment(
        allow_none=True,
        metadata={
            "description": "Set when the search was ended before the page was full."
        },
    )


class Replayed(Closed):
    """The new delivery, null if nothing was stored, and what it was answered."""

    delivery_id = Text(allow_none=True)
    response = Part(Answer)


class ForwardPost(Closed):
    """Where to send a delivery, and what of it besides method and body.

    ``headers`` names those to send, all but possible secrets if it is left out.
    """

    url = Text(required=True, metadata={"maxLength": 8192})
    headers = ListOf(Text())
    secrets = Flag(
        load_default=False,
        metadata={"description": "Also headers and a query that may hold secrets."},
    )
    path_and_query = Flag(
        load_default=False,
        metadata={"description": "Add the delivery's path and query to the URL."},
    )


class Forwarded(Closed):
    """What the other server answered, and the address that was used."""

    url = Text()
    response = Part(Answer)


class ReplyPost(Closed):
    """What the waiting caller gets.

    ``headers`` are an object or a list of pairs. ``body`` is a text, or any
    other JSON value, which goes out as JSON; bytes come as ``bodyBase64``.
    """

    status_code = Whole(load_default=200, metadata={"minimum": 200, "maximum": 599})
    headers = Anything(load_default=dict)
    body = Anything(allow_none=True)
    body_base64 = Text()
