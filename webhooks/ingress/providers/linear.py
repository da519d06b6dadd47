"""Linear: HMAC-SHA256 of the body, bare hexadecimal.

The body tells when it was sent. Linear repeats a delivery after one and after six
hours, so that time is not held against it.
"""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="linear",
    label="Linear",
    summary="Issues, comments and projects of a workspace.",
    help=(
        "In Linear under Settings, API, Webhooks, New webhook: enter the URL, choose "
        "what to be told of, and copy the signing secret."
    ),
    source="https://linear.app/developers/webhooks",
    asks_help="Stands on the webhook's page in Linear's settings.",
    schemes=(Scheme("header.Linear-Signature"),),
    deadline_seconds=5,
    retries="Three times: after 1 minute, 1 hour and 6 hours.",
    id_places=("header.Linear-Delivery",),
    samples=(
        Sample(
            "issue created",
            '{"action":"create","type":"Issue","createdAt":"2026-01-05T10:11:12.000Z",'
            '"data":{"id":"2174add1-f7c8-44e3-bbf3-2d60b5ea8bc9","title":"Fix a door",'
            '"priority":2,"state":{"name":"Todo"}},'
            '"url":"https://linear.app/example/issue/EX-1","webhookTimestamp":1767607872000,'
            '"webhookId":"000042e3-d123-4980-b49f-8e140eef9329"}',
            (("Linear-Event", "Issue"),),
        ),
        Sample(
            "comment created",
            '{"action":"create","type":"Comment","createdAt":"2026-01-05T10:11:12.000Z",'
            '"data":{"id":"8f4f0d0d-6a5e-4b4a-8f0a-1f5f5d7f0f11","body":"Looks good",'
            '"issueId":"2174add1-f7c8-44e3-bbf3-2d60b5ea8bc9"},'
            '"webhookTimestamp":1767607872000,'
            '"webhookId":"000042e3-d123-4980-b49f-8e140eef9329"}',
            (("Linear-Event", "Comment"),),
        ),
    ),
)
