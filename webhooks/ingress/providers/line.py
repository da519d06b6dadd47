"""LINE: HMAC-SHA256 of the body, in Base64."""

from webhooks.ingress.signatures.contract import (
    Provider,
    Question,
    Sample,
    Scheme,
)

PROVIDER = Provider(
    key="line",
    label="LINE",
    summary="Messages to an official account (Messaging API).",
    help=(
        "In the LINE Developers Console open the channel, then Messaging API: enter "
        "the URL as webhook URL, choose Verify, and switch Use webhook on. The secret "
        "is the channel secret under Basic settings."
    ),
    source="https://developers.line.biz/en/docs/messaging-api/receiving-messages/",
    asks_for="Channel secret",
    asks_help="Stands under Basic settings of the channel.",
    schemes=(Scheme("header.X-Line-Signature", encoding="base64"),),
    questions=(
        Question(
            "POST",
            ("json.destination", "!json.events.*.type"),
            "LINE sends no events when Verify is chosen.",
            signed=True,
        ),
    ),
    retries="None, unless webhook redelivery is switched on in the console.",
    id_places=("json.events.*.webhookEventId",),
    samples=(
        Sample(
            "text message",
            '{"destination":"xxxxxxxxxx","events":[{"type":"message","message":'
            '{"type":"text","id":"14353798921116","text":"Hello, world"},'
            '"timestamp":1767607872000,"source":{"type":"user",'
            '"userId":"U80696558e1aa831"},"replyToken":"757913772c4646b784d4b7ce46d12671",'
            '"mode":"active","webhookEventId":"01FZ74A0TDDPYRVKNK77XKC3ZR",'
            '"deliveryContext":{"isRedelivery":false}}]}',
        ),
    ),
)
