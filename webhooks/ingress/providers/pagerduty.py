"""PagerDuty v3: HMAC-SHA256 of the body, as one or several ``v1=`` items."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="pagerduty",
    label="PagerDuty",
    summary="Incidents and services (webhooks of version 3).",
    help=(
        "In PagerDuty under Integrations, Generic Webhooks (v3), New Webhook: enter "
        "the URL, choose scope and events, and copy the secret, which is shown once."
    ),
    source="https://developer.pagerduty.com/docs/verifying-webhook-signatures",
    asks_help="Shown once when the webhook is made.",
    schemes=(Scheme("header.X-PagerDuty-Signature", prefix="v1=", separator=","),),
    deadline_seconds=5,
    retries="A few times after a timeout or an answer of 429 or 5xx.",
    id_places=("json.event.id",),
    samples=(
        Sample(
            "incident.triggered",
            '{"event":{"id":"01BWDWL3NYY7LUFPZCC28QUCMK","event_type":'
            '"incident.triggered","resource_type":"incident",'
            '"occurred_at":"2026-01-05T10:11:12.345Z","data":{"id":"PGR0VU2",'
            '"type":"incident","number":2,"status":"triggered",'
            '"title":"A little bump in the road","urgency":"high",'
            '"service":{"id":"PF9KMXH","summary":"API Service"}}}}',
        ),
    ),
)
