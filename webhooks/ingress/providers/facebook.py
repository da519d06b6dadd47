"""Meta's Graph API: HMAC-SHA256 of the body with the app's secret."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="facebook",
    label="Meta (Facebook, Instagram, Messenger)",
    summary="Pages, Instagram accounts, Messenger and Threads of your Meta app.",
    help=(
        "In the Meta app dashboard under Webhooks enter the URL as Callback URL and "
        "the verification code of this webhook as Verify Token. The secret is the App "
        "Secret under App settings, Basic."
    ),
    source="https://developers.facebook.com/docs/graph-api/webhooks/getting-started",
    asks_for="App secret",
    asks_help="Under App settings, Basic in the Meta app dashboard.",
    companion="facebook",
    # The older X-Hub-Signature (SHA-1) comes beside it and is never looked at.
    schemes=(Scheme("header.X-Hub-Signature-256", prefix="sha256="),),
    retries="At once, then a few times more with growing pauses for 36 hours.",
    # There is none of a delivery, and a message's own id comes again when the message
    # is taken back.
    samples=(
        Sample(
            "Messenger message",
            '{"object":"page","entry":[{"id":"682498302938465","time":1767607872000,'
            '"messaging":[{"sender":{"id":"1234567890"},"recipient":{"id":'
            '"682498302938465"},"timestamp":1767607871500,"message":{"mid":"m_1",'
            '"text":"Hello"}}]}]}',
        ),
        Sample(
            "comment on a page",
            '{"object":"page","entry":[{"id":"682498302938465","time":1767607872,'
            '"changes":[{"field":"feed","value":{"item":"comment","verb":"add",'
            '"comment_id":"44444444_444444444","message":"Hello"}}]}]}',
        ),
    ),
    also=("Instagram", "Messenger", "Threads"),
)
