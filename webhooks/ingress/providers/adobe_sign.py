"""Adobe Acrobat Sign: every request carries the application's client id.

It signs nothing, and it wants the id back: in a header of the answer to its first
question, and in a header or the body of every later one.
"""

from webhooks.ingress.signatures.contract import (
    Provider,
    Question,
    Sample,
    Scheme,
)

_CLIENT_ID = "header.X-AdobeSign-ClientId"

PROVIDER = Provider(
    key="adobe-sign",
    label="Adobe Acrobat Sign",
    summary="Agreements that are sent, signed or declined.",
    help=(
        "In Acrobat Sign under Account, Webhooks: make a webhook with the URL. Enter "
        "the application's client id here as the secret. Let this webhook answer "
        'with {"xAdobeSignClientId": "CLIENT ID"} as JSON, because Adobe wants it '
        "back from every notification."
    ),
    source="https://helpx.adobe.com/sign/developer/webhook/overview.html",
    asks_for="Client ID",
    asks_help="The id of the application that made the webhook.",
    schemes=(Scheme(_CLIENT_ID, "equals"),),
    questions=(
        Question(
            "GET",
            (_CLIENT_ID,),
            "Adobe asks whether the address is yours when the webhook is made.",
            secret_at=_CLIENT_ID,
            headers=(("X-AdobeSign-ClientId", f"{{{_CLIENT_ID}}}"),),
        ),
    ),
    id_places=("json.webhookNotificationId",),
    samples=(
        Sample(
            "agreement signed",
            '{"webhookId":"CBJCHBCAABAAo6zvp1Nk","webhookName":"Example",'
            '"webhookNotificationId":"3f7c52f0-8f5c-4d2c-9f0f-4b8f6a1b2c3d",'
            '"webhookScope":"ACCOUNT","event":"AGREEMENT_WORKFLOW_COMPLETED",'
            '"eventDate":"2026-01-05T10:11:12Z","eventResourceType":"agreement",'
            '"agreement":{"id":"CBJCHBCAABAA1","name":"Contract","status":"SIGNED"}}',
        ),
    ),
)
