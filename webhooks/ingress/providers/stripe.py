"""Stripe: HMAC-SHA256 of time and body; the secret is text, ``whsec_`` included."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="stripe",
    label="Stripe",
    summary="Payments, invoices and subscriptions.",
    help=(
        "In the Stripe dashboard under Developers, Webhooks: add a destination with "
        "the URL as its endpoint, and reveal its signing secret."
    ),
    source="https://docs.stripe.com/webhooks",
    asks_help="Begins with whsec_; each endpoint has its own.",
    schemes=(
        Scheme(
            "header.Stripe-Signature",
            content="{timestamp}.{body}",
            prefix="v1=",
            separator=",",
            timestamp="item.t",
        ),
    ),
    tolerance_seconds=300,
    retries="For three days with growing pauses; in a sandbox three times.",
    id_places=("json.id",),
    samples=(
        Sample(
            "payment_intent.succeeded",
            '{"id":"evt_1","object":"event","type":"payment_intent.succeeded",'
            '"livemode":false,"data":{"object":{"id":"pi_1","object":"payment_intent",'
            '"amount":1999,"currency":"eur","status":"succeeded"}}}',
        ),
    ),
)
