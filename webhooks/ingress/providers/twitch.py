"""Twitch EventSub: HMAC-SHA256 of id, time and body."""

from webhooks.ingress.signatures.contract import Provider, Question, Sample, Scheme

_RETRY = "header.Twitch-Eventsub-Message-Retry"
_FOLLOW = (
    '"subscription":{"id":"f1c2a387-161a-49f9-a165-0f21d7a4e1c4","status":"%s","type":'
    '"channel.follow","version":"2","cost":0,"condition":{"broadcaster_user_id":'
    '"12826"},"transport":{"method":"webhook","callback":"https://example.com/"},'
    '"created_at":"2026-01-05T10:11:12.634234626Z"}'
)


def _headers(kind: str) -> tuple[tuple[str, str], ...]:
    return (
        ("Twitch-Eventsub-Message-Type", kind),
        ("Twitch-Eventsub-Message-Retry", "0"),
        ("Twitch-Eventsub-Subscription-Type", "channel.follow"),
        ("Twitch-Eventsub-Subscription-Version", "2"),
    )


PROVIDER = Provider(
    key="twitch",
    label="Twitch",
    summary="Follows, subscriptions, streams and chat of channels, by EventSub.",
    help=(
        "Store a secret of 10 to 100 ASCII characters here. Then create the EventSub "
        "subscription with the transport method webhook, the URL as callback and the "
        "same secret. The URL must be https on port 443."
    ),
    source="https://dev.twitch.tv/docs/eventsub/handling-webhook-events",
    asks_for="Secret",
    asks_help="The transport's secret in Create EventSub Subscription.",
    schemes=(
        Scheme(
            "header.Twitch-Eventsub-Message-Signature",
            content="{id}{timestamp}{body}",
            prefix="sha256=",
            timestamp="header.Twitch-Eventsub-Message-Timestamp",
            timestamp_unit="rfc3339",
            id="header.Twitch-Eventsub-Message-Id",
        ),
    ),
    questions=(
        Question(
            "POST",
            ("header.Twitch-Eventsub-Message-Type=webhook_callback_verification",),
            "Twitch sends a challenge for every new subscription.",
            signed=True,
            text="{json.challenge}",
        ),
    ),
    tolerance_seconds=600,
    refusal_status=403,
    retries="Several times; a subscription that fails too often is revoked.",
    id_places=("header.Twitch-Eventsub-Message-Id",),
    # It stands in first deliveries, too, but Twitch repeats nothing by hand.
    retry_mark=_RETRY,
    samples=(
        Sample(
            "channel.follow",
            "{" + _FOLLOW % "enabled" + ',"event":{"user_id":"1337","user_login":'
            '"awesome_user","user_name":"Awesome_User","broadcaster_user_id":"12826",'
            '"broadcaster_user_login":"twitch","broadcaster_user_name":"Twitch",'
            '"followed_at":"2026-01-05T10:11:12.634234626Z"}}',
            _headers("notification"),
        ),
        Sample(
            "revocation",
            "{" + _FOLLOW % "authorization_revoked" + "}",
            _headers("revocation"),
        ),
    ),
)
