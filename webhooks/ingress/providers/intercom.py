"""Intercom: HMAC-SHA1 of the body, hexadecimal behind ``sha1=``."""

from webhooks.ingress.signatures.contract import (
    Provider,
    Question,
    Sample,
    Scheme,
)

PROVIDER = Provider(
    key="intercom",
    label="Intercom",
    summary="Conversations, contacts and tickets.",
    help=(
        "In Intercom's Developer Hub open the app, then Webhooks: enter the URL as "
        "endpoint URL and choose the topics. The secret is the app's client secret "
        "under Basic information."
    ),
    source="https://developers.intercom.com/docs/webhooks",
    asks_for="Client secret",
    asks_help="Stands under Basic information of the app in the Developer Hub.",
    schemes=(Scheme("header.X-Hub-Signature", "hmac-sha1", prefix="sha1="),),
    questions=(
        Question(
            "HEAD", (), "Intercom looks whether the address is there when it is saved."
        ),
    ),
    deadline_seconds=5,
    id_places=("json.id",),
    samples=(
        Sample(
            "conversation.user.created",
            '{"type":"notification_event","id":"notif_ccd8a4d0-f965-11e3-a367-c779cae3e1b3",'
            '"topic":"conversation.user.created","app_id":"a86dr8yl",'
            '"created_at":1767607872,"data":{"type":"notification_event_data","item":'
            '{"type":"conversation","id":"53","state":"open"}}}',
        ),
        Sample(
            "ping",
            '{"type":"notification_event","id":"notif_0c2f6f40-e9d2-11f0-8e5a-7d4bcb5ed1f2",'
            '"topic":"ping","app_id":"a86dr8yl","data":{"type":"notification_event_data",'
            '"item":{"type":"ping","message":"Hello from Intercom"}}}',
        ),
    ),
)
