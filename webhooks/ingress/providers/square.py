"""Square: HMAC-SHA256 of the notification URL and the body, in Base64."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="square",
    label="Square",
    summary="Payments, orders and customers of a Square seller.",
    help=(
        "In Square's Developer Dashboard under Webhooks, Subscriptions, Add "
        "subscription: enter the URL as notification URL. Open the subscription and "
        "choose Show beside its signature key. The URL must be written there exactly "
        "as it is here."
    ),
    source="https://developer.squareup.com/docs/webhooks/step3validate",
    asks_for="Signature key",
    asks_help="Stands in the details of the webhook subscription; each has its own.",
    schemes=(
        Scheme(
            "header.X-Square-Hmacsha256-Signature",
            content="{url}{body}",
            encoding="base64",
        ),
    ),
    refusal_status=403,
    deadline_seconds=10,
    retries="For up to 24 hours, with growing pauses.",
    id_places=("json.event_id",),
    retry_mark="header.Square-Retry-Number",
    samples=(
        Sample(
            "payment.updated",
            '{"merchant_id":"6SSW7HV8K2ST5","type":"payment.updated",'
            '"event_id":"13b867cf-db3d-4b1c-90b6-2f32a9d78124",'
            '"created_at":"2026-01-05T10:11:12.123Z","data":{"type":"payment",'
            '"id":"hYy9pRFVxpDsO1FB05SunFWUe9JZY","object":{"payment":'
            '{"id":"hYy9pRFVxpDsO1FB05SunFWUe9JZY","status":"COMPLETED",'
            '"amount_money":{"amount":100,"currency":"USD"}}}}}',
            (("Square-Environment", "Sandbox"),),
        ),
    ),
)
