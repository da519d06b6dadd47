"""Mailgun: HMAC-SHA256 of time and token, both in the body.

The signature does not cover the event itself, so whoever has seen one could put it
under another: every token is good once. The time allowed is longer than the eight
hours for which Mailgun repeats a delivery.
"""

from typing import Final

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

_HALF_A_DAY: Final = 12 * 3600

PROVIDER = Provider(
    key="mailgun",
    label="Mailgun",
    summary="Delivered, opened, clicked and failed mails, and incoming mail.",
    help=(
        "In Mailgun under Send, Sending, Webhooks, Add webhook: choose the event and "
        "enter the URL. The secret is the HTTP webhook signing key of the account, "
        "not the API key. Incoming mail with attachments comes in a form of several "
        "parts, in which the signature is not looked for: it is refused."
    ),
    source=(
        "https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/"
        "securing-webhooks"
    ),
    asks_for="HTTP webhook signing key",
    asks_help="Stands beside the API keys in Mailgun's account settings.",
    schemes=(
        Scheme(
            "json.signature.signature",
            content="{timestamp}{id}",
            timestamp="json.signature.timestamp",
            id="json.signature.token",
        ),
        # Routes and old webhooks send forms; of repeated fields the last counts.
        Scheme(
            "form.signature",
            content="{timestamp}{id}",
            timestamp="form.timestamp",
            id="form.token",
            name="form",
        ),
    ),
    tolerance_seconds=_HALF_A_DAY,
    retries="For 8 hours with growing pauses, unless the answer is 200 or 406.",
    id_places=("json.signature.token", "form.token"),
    samples=(
        Sample(
            "delivered",
            '{"signature":{"timestamp":"1767607872",'
            '"token":"a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0",'
            '"signature":""},"event-data":{"event":"delivered",'
            '"id":"CPgfbmQMTCKtHW6uIWtuVe","timestamp":1767607872.654,'
            '"recipient":"alice@example.com","message":{"headers":'
            '{"to":"Alice <alice@example.com>","subject":"Hello"}}}}',
        ),
    ),
)
