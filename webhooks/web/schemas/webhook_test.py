"""Test requests in JSON, and what comes of them."""

from webhooks.services.sample_draft import LONGEST_PATH
from webhooks.web.schemas.base import Closed
from webhooks.web.schemas.delivery import Verification
from webhooks.web.schemas.fields import (
    Anything,
    Flag,
    ListOf,
    Number,
    Part,
    Text,
    Whole,
)


class WebhookTestPost(Closed):
    """A request to send to one's own webhook; all of it may be left out.

    ``sample`` names one of the provider's events, of which the first is sent when
    there is no ``body`` either; the other fields change it.
    """

    sample = Text(metadata={"description": "The name of a sample, see /providers."})
    method = Text()
    path = Text(
        metadata={
            "description": "Path and query behind the webhook's URL.",
            "maxLength": LONGEST_PATH,
        }
    )
    headers = Anything(
        load_default=dict,
        metadata={"description": "An object, or a list of name and value pairs."},
    )
    body = Anything(
        allow_none=True,
        metadata={"description": "A text; any other value goes out as JSON."},
    )
    body_base64 = Text()
    sign = Flag(
        metadata={
            "description": "Sign it as the sender would; what goes without saying "
            "where the webhook has a signature."
        }
    )
    wrong = Flag(
        load_default=False, metadata={"description": "Make the signature a wrong one."}
    )


class WebhookTested(Closed):
    """What the caller got; ``body`` if it is text, else ``bodyBase64``.

    ``verification`` is null for what was turned away unread. ``curl`` is a script
    that makes the same request, with the secret in ``$SECRET``; null where only the
    sender can sign.
    """

    delivery_id = Text(allow_none=True)
    verification = Part(Verification, allow_none=True)
    status_code = Whole()
    headers = ListOf(ListOf(Text()))
    body = Text()
    body_base64 = Text()
    duration_ms = Number()
    curl = Text(allow_none=True)
    curl_note = Text()
