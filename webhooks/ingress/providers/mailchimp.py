"""Mailchimp audiences: no signature, but a secret in the query of the address."""

from webhooks.ingress.providers._secret_in_query import in_query, parameter
from webhooks.ingress.signatures.contract import Provider, Question, Sample

PROVIDER = Provider(
    key="mailchimp",
    label="Mailchimp",
    summary="Subscribers who join, leave or change (Marketing).",
    help=(
        "In Mailchimp open the audience, then Settings, Webhooks, Create New Webhook: "
        "enter the URL with ?secret=SECRET behind it."
    ),
    source=(
        "https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/"
    ),
    asks_for="Secret",
    asks_help="Any long random text; the same as behind the URL.",
    build=in_query,
    options=(parameter("secret"),),
    questions=(
        Question(
            "GET",
            (),
            "Mailchimp looks whether the address is there when it is saved.",
            signed=True,
        ),
    ),
    deadline_seconds=10,
    retries="With growing pauses, for 75 minutes.",
    samples=(
        Sample(
            "subscribe",
            "type=subscribe&fired_at=2026-01-05+10%3A11%3A12&data%5Bid%5D=8a25ff1d98"
            "&data%5Blist_id%5D=a6b5da1054&data%5Bemail%5D=alice%40example.com"
            "&data%5Bmerges%5D%5BFNAME%5D=Alice",
            content_type="application/x-www-form-urlencoded",
        ),
    ),
)
