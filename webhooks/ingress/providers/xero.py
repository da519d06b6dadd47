"""Xero: HMAC-SHA256 of the body, in Base64; answers have no body.

Before a subscription counts, Xero sends some rightly and some wrongly signed requests
without events, and wants 200 for the former and 401 for the latter.
"""

from webhooks.ingress.reply import Reply
from webhooks.ingress.signatures.contract import (
    Provider,
    Question,
    Sample,
    Scheme,
)

PROVIDER = Provider(
    key="xero",
    label="Xero",
    summary="Contacts and invoices of a Xero organisation.",
    help=(
        "In Xero's developer portal open the app, then Webhooks: enter the URL as "
        "delivery URL, save, and copy the webhooks key. With the key stored here, "
        "choose Send intent to receive there."
    ),
    source=(
        "https://developer.xero.com/documentation/guides/webhooks/"
        "configuring-your-server/"
    ),
    asks_for="Webhooks key",
    asks_help="Stands on the page Webhooks of the app.",
    schemes=(Scheme("header.X-Xero-Signature", encoding="base64"),),
    questions=(
        Question(
            "POST",
            ("json.entropy", "!json.events.*.eventType"),
            "Xero tests whether right and wrong signatures are told apart.",
            signed=True,
        ),
    ),
    deadline_seconds=5,
    retries="With growing pauses for up to 24 hours; then the webhook is disabled.",
    answer=Reply(200),
    samples=(
        Sample(
            "contact updated",
            '{"events":[{"resourceUrl":"https://api.xero.com/api.xro/2.0/Contacts/'
            '717f2bfc","resourceId":"717f2bfc-c6d4-41fd-b238-3f2f0c0cf777",'
            '"eventDateUtc":"2026-01-05T10:11:12.345","eventType":"Update",'
            '"eventCategory":"CONTACT","tenantId":"c2cc9b6e-9458-4c7d-93cc-f02b81b0594f",'
            '"tenantType":"ORGANISATION"}],"lastEventSequence":1,"firstEventSequence":1,'
            '"entropy":"S0m3r4Nd0mt3xt"}',
        ),
    ),
)
