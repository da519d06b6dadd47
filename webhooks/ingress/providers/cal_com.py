"""Cal.com: HMAC-SHA256 of the body, bare hexadecimal."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="cal-com",
    label="Cal.com",
    summary="Bookings that are made, moved or cancelled.",
    help=(
        "In Cal.com under Settings, Developer, Webhooks, New: enter the URL as "
        "subscriber URL, choose the event triggers, and enter the secret."
    ),
    source="https://cal.com/docs/core-features/webhooks",
    asks_for="Secret",
    asks_help="Any long random text; the same as in Cal.com's webhook.",
    schemes=(Scheme("header.X-Cal-Signature-256"),),
    samples=(
        Sample(
            "BOOKING_CREATED",
            '{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-05T10:11:12.345Z",'
            '"payload":{"type":"30min","title":"30 min meeting",'
            '"uid":"bFJeNb2uX8ANpT3JL5EfXw",'
            '"startTime":"2026-01-06T09:00:00Z","endTime":"2026-01-06T09:30:00Z",'
            '"organizer":{"name":"Bob","email":"bob@example.com"},'
            '"attendees":[{"name":"Alice","email":"alice@example.com"}],'
            '"status":"ACCEPTED"}}',
        ),
    ),
)
