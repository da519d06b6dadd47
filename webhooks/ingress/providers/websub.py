"""WebSub (PubSubHubbub), by which YouTube tells of new videos.

The hub chooses the hash and names it before the signature; YouTube's takes SHA-1.

Anybody who knows the URL can have a hub ask whether a subscription is wanted, or its
end, and neither question is signed. So what is confirmed is the owner's to say, an end
only on request: whoever wants none can let it lapse as well.
"""

from typing import Final

from webhooks.ingress.signatures.contract import (
    Algorithm,
    Option,
    Provider,
    Question,
    Sample,
    Scheme,
)

_HASHES: Final[tuple[tuple[str, Algorithm], ...]] = (
    ("sha1", "hmac-sha1"),
    ("sha256", "hmac-sha256"),
    ("sha384", "hmac-sha384"),
    ("sha512", "hmac-sha512"),
)


def _intent(mode: str, summary: str, *agreed: str) -> Question:
    return Question(
        "GET",
        (f"query.hub.mode={mode}", "query.hub.topic", "query.hub.challenge"),
        summary,
        text="{query.hub.challenge}",
        agreed=agreed,
        listed=("query.hub.topic", "option.topic"),
        wrong_status=404,
    )


PROVIDER = Provider(
    key="websub",
    label="WebSub (YouTube)",
    summary="New videos of a YouTube channel, and other feeds with a hub.",
    help=(
        "Subscribe at the hub: for YouTube at "
        "https://pubsubhubbub.appspot.com/subscribe, with this URL as callback, "
        "https://www.youtube.com/xml/feeds/videos.xml?channel_id=CHANNEL as topic and "
        "the secret as HMAC secret. Subscriptions end after some days: renew them."
    ),
    source="https://www.w3.org/TR/websub/",
    asks_for="HMAC secret",
    asks_help="Any long random text; the hub.secret of the subscription.",
    schemes=tuple(
        Scheme("header.X-Hub-Signature", algorithm, prefix=f"{name}=", name=name)
        for name, algorithm in _HASHES
    ),
    questions=(
        _intent("subscribe", "The hub asks whether the subscription is wanted."),
        _intent(
            "unsubscribe",
            "The hub asks whether its end is wanted.",
            "option.unsubscribe=yes",
        ),
    ),
    options=(
        Option(
            "topic",
            "Topic",
            "The hub.topic of the subscription; several with spaces between them. For "
            "others nothing is confirmed (404). While it is empty, a subscription to "
            "any topic is.",
            pattern=r"\s*https?://\S+(?:\s+https?://\S+)*\s*",
            example="https://www.youtube.com/xml/feeds/videos.xml?channel_id=CHANNEL",
        ),
        Option(
            "unsubscribe",
            "End of the subscription",
            "Whoever knows the URL can ask the hub to end the subscription, and the "
            "hub asks here. Say yes while you unsubscribe yourself, then no again.",
            default="no",
            choices=(("no", "not confirmed"), ("yes", "confirmed")),
        ),
    ),
    # Its specification has what is wrongly signed ignored and acknowledged; a hub
    # would repeat it otherwise.
    refusal_status=202,
    also=("YouTube", "PubSubHubbub"),
    samples=(
        Sample(
            "new video",
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" '
            'xmlns="http://www.w3.org/2005/Atom"><title>YouTube video feed</title>'
            "<entry><id>yt:video:VIDEO_ID</id><yt:videoId>VIDEO_ID</yt:videoId>"
            "<yt:channelId>CHANNEL_ID</yt:channelId><title>Video title</title>"
            "<published>2026-01-05T10:11:12+00:00</published></entry></feed>\n",
            content_type="application/atom+xml",
        ),
    ),
)
