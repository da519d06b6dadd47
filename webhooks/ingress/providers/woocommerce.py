"""WooCommerce: HMAC-SHA256 of the body, in Base64.

Its first delivery, when the webhook is saved, is a form without a signature.
"""

from webhooks.ingress.signatures.contract import (
    Provider,
    Question,
    Sample,
    Scheme,
)

_SIGNATURE = "header.X-WC-Webhook-Signature"

PROVIDER = Provider(
    key="woocommerce",
    label="WooCommerce",
    summary="Orders, products and customers of a WordPress shop.",
    help=(
        "In WordPress under WooCommerce, Settings, Advanced, Webhooks, Add webhook: "
        "set the status to active, choose a topic, and enter the URL as delivery URL "
        "and the secret."
    ),
    source="https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks",
    asks_for="Secret",
    asks_help="The same as in the shop's webhook.",
    schemes=(Scheme(_SIGNATURE, encoding="base64"),),
    questions=(
        Question(
            "POST",
            ("form.webhook_id", f"!{_SIGNATURE}"),
            "WooCommerce looks whether the address is there when it is saved.",
        ),
    ),
    retries="None; after more than five failures in a row the webhook is disabled.",
    # X-WC-Webhook-Delivery-ID is no id: it is made of the webhook's number and the
    # second, so that orders of the same second share it.
    samples=(
        Sample(
            "order.created",
            '{"id":727,"status":"processing","currency":"EUR","total":"29.35",'
            '"date_created_gmt":"2026-01-05T10:11:12","billing":{"first_name":"Alice",'
            '"email":"alice@example.com"},"line_items":[{"id":315,"name":"Door",'
            '"quantity":1,"total":"29.35"}]}',
            (
                ("X-WC-Webhook-Topic", "order.created"),
                ("X-WC-Webhook-Resource", "order"),
                ("X-WC-Webhook-Event", "created"),
            ),
        ),
    ),
)
