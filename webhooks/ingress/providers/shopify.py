"""Shopify: HMAC-SHA256 of the body, in Base64."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

_SHOP = (
    ("X-Shopify-Shop-Domain", "example.myshopify.com"),
    ("X-Shopify-API-Version", "2026-01"),
)

PROVIDER = Provider(
    key="shopify",
    label="Shopify",
    summary="Orders, products and customers of a shop.",
    help=(
        "In the shop's admin under Settings, Notifications, Webhooks create a webhook "
        "in JSON with the URL; the key stands below the list. An app enters the URL as "
        "the uri of its webhook subscription, and its client secret is the key."
    ),
    source="https://shopify.dev/docs/apps/build/webhooks/verify-deliveries",
    asks_for="Signing key or client secret",
    asks_help=(
        "Keep the old one as second for an hour after a change: so long may Shopify "
        "go on to use it."
    ),
    schemes=(Scheme("header.X-Shopify-Hmac-SHA256", encoding="base64"),),
    deadline_seconds=5,
    retries="Eight times within four hours; then an app's subscription may be deleted.",
    id_places=("header.X-Shopify-Webhook-Id",),
    samples=(
        Sample(
            "orders/create",
            '{"id":820982911946154508,"email":"jon@example.com","created_at":'
            '"2026-01-05T10:11:12-05:00","currency":"USD","total_price":"403.00",'
            '"name":"#9999","line_items":[{"id":866550311766439020,"sku":"SKU2006-001",'
            '"title":"T-shirt","quantity":1,"price":"403.00"}]}',
            (("X-Shopify-Topic", "orders/create"), *_SHOP),
        ),
        Sample(
            "app/uninstalled",
            '{"id":548380009,"name":"Super Toys","domain":"example.myshopify.com"}',
            (("X-Shopify-Topic", "app/uninstalled"), *_SHOP),
        ),
    ),
)
