"""Paddle Billing: HMAC-SHA256 of time and body, in one header with the time."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="paddle",
    label="Paddle",
    summary="Transactions, subscriptions and customers (Paddle Billing).",
    help=(
        "In Paddle under Developer Tools, Notifications, New destination: choose URL, "
        "enter the URL and the events. Then edit the destination and copy its secret "
        "key."
    ),
    source="https://developer.paddle.com/webhooks/signature-verification",
    asks_for="Endpoint secret key",
    asks_help="Begins with pdl_ntfset_; each destination has its own.",
    schemes=(
        Scheme(
            "header.Paddle-Signature",
            content="{timestamp}:{body}",
            prefix="h1=",
            separator=";",
            timestamp="item.ts",
        ),
    ),
    # Paddle's own libraries allow 5 seconds, which a slow network breaks.
    tolerance_seconds=300,
    deadline_seconds=5,
    retries="Up to 60 times within three days, with growing pauses.",
    id_places=("json.event_id",),
    samples=(
        Sample(
            "transaction.completed",
            '{"event_id":"evt_01hv8x29kz0t586xy6zn1a62ny",'
            '"event_type":"transaction.completed","occurred_at":"2026-01-05T10:11:12.000Z",'
            '"notification_id":"ntf_01hv8x29qy8gyzhwzyz8pkhx5z",'
            '"data":{"id":"txn_01hv8wptq8987qeep44cyrewp9","status":"completed",'
            '"customer_id":"ctm_01hv6y1jedq4p1n0yqn5ba3ky4","currency_code":"USD"}}',
        ),
    ),
)
