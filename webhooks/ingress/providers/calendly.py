"""Calendly: HMAC-SHA256 of time and body, in one header with the time."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="calendly",
    label="Calendly",
    summary="Invitees who book or cancel.",
    help=(
        "Make the subscription by Calendly's API: POST "
        "https://api.calendly.com/webhook_subscriptions with this URL as url, the "
        "events, and a long random text as signing_key, which is also the secret here."
    ),
    source="https://developer.calendly.com/api-docs/webhook-signatures",
    asks_for="Signing key",
    asks_help="The signing_key that the subscription was made with.",
    schemes=(
        Scheme(
            "header.Calendly-Webhook-Signature",
            content="{timestamp}.{body}",
            prefix="v1=",
            separator=",",
            timestamp="item.t",
        ),
    ),
    tolerance_seconds=300,
    deadline_seconds=15,
    retries="For 24 hours with growing pauses; then the webhook is disabled.",
    samples=(
        Sample(
            "invitee.created",
            '{"event":"invitee.created","created_at":"2026-01-05T10:11:12.000000Z",'
            '"created_by":"https://api.calendly.com/users/AAAAAAAAAAAAAAAA","payload":'
            '{"email":"alice@example.com","name":"Alice","status":"active","uri":'
            '"https://api.calendly.com/scheduled_events/BBBB/invitees/CCCC",'
            '"scheduled_event":{"name":"15 Minute Meeting",'
            '"start_time":"2026-01-06T09:00:00.000000Z"}}}',
        ),
    ),
)
