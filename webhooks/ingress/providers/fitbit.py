"""Fitbit: HMAC-SHA1 of the body; the key is the client secret and an ampersand."""

from webhooks.ingress.reply import Reply
from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="fitbit",
    label="Fitbit",
    summary="Notices that somebody's activities, food, sleep or body data changed.",
    help=(
        "At dev.fitbit.com in your application's settings add a subscriber with the "
        "URL as its endpoint, and enter the verification code that is shown there as "
        "this webhook's. The secret is the application's OAuth 2.0 Client Secret."
    ),
    source=(
        "https://dev.fitbit.com/build/reference/web-api/developer-guide/"
        "using-subscriptions/"
    ),
    asks_for="Client secret",
    asks_help="The OAuth 2.0 Client Secret; the ampersand is added here.",
    companion="fitbit",
    schemes=(
        Scheme(
            "header.X-Fitbit-Signature",
            "hmac-sha1",
            encoding="base64",
            key_suffix="&",
            unquote=True,
        ),
    ),
    refusal_status=404,
    deadline_seconds=5,
    retries="A subscriber that is not answered with 204 in time may be switched off.",
    answer=Reply(204),
    samples=(
        Sample(
            "activities",
            '[{"collectionType":"activities","date":"2026-01-05","ownerId":"228S74",'
            '"ownerType":"user","subscriptionId":"1234"}]',
        ),
        Sample(
            "access revoked",
            '[{"collectionType":"userRevokedAccess","date":"2026-01-05","ownerId":'
            '"228S74","ownerType":"user","subscriptionId":"1234"}]',
        ),
    ),
)
