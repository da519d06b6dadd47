"""Webex: HMAC-SHA1 of the body, bare hexadecimal."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="webex",
    label="Webex",
    summary="Messages, rooms, meetings and calls.",
    help=(
        "Make the webhook by Webex's API: POST https://webexapis.com/v1/webhooks with "
        "this URL as targetUrl, resource and event, and a long random text as secret, "
        "which is also the secret here."
    ),
    source="https://developer.webex.com/docs/api/guides/webhooks",
    asks_for="Secret",
    asks_help="The secret that the webhook was made with.",
    schemes=(Scheme("header.X-Spark-Signature", "hmac-sha1"),),
    samples=(
        Sample(
            "message created",
            '{"id":"Y2lzY29zcGFyazovL3VzL1dFQkhPT0svZjRlNjA1NjAtNjYwMi00ZmIwLWEyNWEtOTQ5ODgxNjA5NDk3",'
            '"name":"New message","resource":"messages","event":"created",'
            '"actorId":"Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRk",'
            '"data":{"id":"Y2lzY29zcGFyazovL3VzL01FU1NBR0UvOTJkYjNiZTAtNDNiZC0xMWU2",'
            '"roomType":"group","personEmail":"alice@example.com",'
            '"created":"2026-01-05T10:11:12.345Z"}}',
        ),
    ),
)
