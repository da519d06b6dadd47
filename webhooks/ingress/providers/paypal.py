"""PayPal: an RSA signature, checked with the certificate that PayPal publishes."""

from webhooks.ingress.signatures import paypal
from webhooks.ingress.signatures.contract import CustomCheck, Option, Provider, Sample

PROVIDER = Provider(
    key=paypal.KEY,
    label="PayPal",
    summary="Payments, refunds, disputes and subscriptions of a PayPal app.",
    help=(
        "In the PayPal developer dashboard open your app, choose Add Webhook and "
        "enter the URL. It must begin with https:// and be on port 443. Then enter "
        "the webhook ID that PayPal shows here."
    ),
    source="https://developer.paypal.com/api/rest/webhooks/rest/",
    asks_for="",
    custom=CustomCheck(
        check=paypal.check,
        sign=paypal.sign,
        message=(
            "header.PayPal-Transmission-Id",
            "header.PayPal-Transmission-Time",
        ),
    ),
    options=(
        Option(
            "webhookId",
            "Webhook ID",
            "PayPal shows it beside the URL in your app. The webhook simulator signs "
            f"with {paypal.SIMULATOR} instead.",
            required=True,
            pattern="[A-Za-z0-9_]{1,50}",
            example="4JH86294D6297924G",
        ),
    ),
    # Whether a repetition is stamped anew is not documented, and they go on for days.
    tolerance_seconds=0,
    retries="Up to 25 times in three days, until the answer is a 2xx.",
    id_places=("json.id",),
    samples=(
        Sample(
            "PAYMENT.CAPTURE.COMPLETED",
            '{"id":"WH-1","event_version":"1.0","create_time":"2026-01-31T12:00:00Z",'
            '"resource_type":"capture","event_type":"PAYMENT.CAPTURE.COMPLETED",'
            '"summary":"Payment completed for EUR 19.99 EUR","resource":{"id":"1",'
            '"status":"COMPLETED","amount":{"currency_code":"EUR","value":"19.99"}}}',
        ),
    ),
)
