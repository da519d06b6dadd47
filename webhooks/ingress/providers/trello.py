"""Trello: HMAC-SHA1 of the body and the callback URL, in Base64."""

from webhooks.ingress.signatures.contract import (
    Provider,
    Question,
    Sample,
    Scheme,
)

PROVIDER = Provider(
    key="trello",
    label="Trello",
    summary="Changes of cards, lists and boards.",
    help=(
        "Make the webhook by Trello's API: POST https://api.trello.com/1/webhooks with "
        "the board or card as idModel and this URL as callbackURL. The secret stands "
        "under API key of your Power-Up at trello.com/power-ups/admin. The URL must be "
        "written there exactly as it is here."
    ),
    source="https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/",
    asks_for="Application secret",
    asks_help="Stands below the API key of your Power-Up.",
    schemes=(
        Scheme(
            "header.X-Trello-Webhook",
            "hmac-sha1",
            "{body}{url}",
            "base64",
        ),
    ),
    questions=(
        Question(
            "HEAD", (), "Trello looks whether the address is there when it is saved."
        ),
    ),
    # A board's and a card's webhook tell of the same action.
    id_places=("json.model.id json.action.id",),
    samples=(
        Sample(
            "updateCard",
            '{"action":{"id":"51f9424bcd6e040f3c002412","type":"updateCard",'
            '"date":"2026-01-05T10:11:12.345Z","data":{"card":{"id":"51a7c0d6",'
            '"name":"Fix the door"},"old":{"name":"Door"}},"memberCreator":'
            '{"fullName":"Alice"}},"model":{"id":"4d5ea62fd76aa1136000000c",'
            '"name":"Example board"}}',
        ),
    ),
)
