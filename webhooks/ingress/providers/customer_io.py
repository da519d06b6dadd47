"""Customer.io: HMAC-SHA256 of version, time and body, bare hexadecimal.

A delivery that fails is repeated for seven days, and whether it is then signed anew
is not said: the time is not held against it.
"""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="customer-io",
    label="Customer.io",
    summary="Sent, opened, clicked and other message events.",
    help=(
        "In Customer.io under Data & Integrations, Integrations, Reporting Webhooks, "
        "Add Reporting Webhook: enter the URL and choose the events. The signing key "
        "stands on the same page."
    ),
    source="https://docs.customer.io/api/webhooks/",
    asks_for="Webhook signing key",
    asks_help="Stands on the page of the reporting webhook.",
    schemes=(
        Scheme(
            "header.X-CIO-Signature",
            content="v0:{timestamp}:{body}",
            timestamp="header.X-CIO-Timestamp",
        ),
    ),
    deadline_seconds=4,
    retries="For seven days with growing pauses; later events wait behind it.",
    id_places=("json.event_id",),
    samples=(
        Sample(
            "email opened",
            '{"event_id":"01E4C4CT6YDC7Y5M7FE1GWWPQJ","object_type":"email",'
            '"metric":"opened","timestamp":1767607872,"data":{"customer_id":"42",'
            '"delivery_id":"RPILAgABcRhIBqSp7kiPekGBIeVh","subject":"Hello"}}',
        ),
    ),
)
