"""Notion: HMAC-SHA256 of the body behind ``sha256=``.

The key is a token that Notion tells in its first request, which is not signed.
"""

from webhooks.ingress.signatures.contract import (
    Provider,
    Question,
    Sample,
    Scheme,
)

PROVIDER = Provider(
    key="notion",
    label="Notion",
    summary="Pages, databases and comments that a connection can see.",
    help=(
        "Leave the secret empty here. At notion.so/developers/connections open your "
        "connection, then Webhooks, Create a subscription: enter the URL. Notion "
        "sends its verification token, which is kept here as the secret. It stands in "
        "the body of that first delivery: copy it from there into Notion's Verify."
    ),
    source="https://developers.notion.com/reference/webhooks",
    asks_for="Verification token",
    asks_help="Begins with secret_; taken from Notion's first request if left empty.",
    may_lack_secret=True,
    schemes=(Scheme("header.X-Notion-Signature", prefix="sha256="),),
    questions=(
        Question(
            "POST",
            # Every event has a type. Whether this request is signed, with the very
            # token that it tells, does not matter.
            ("json.verification_token", "!json.type"),
            "Notion tells its verification token when a subscription is made.",
            adopts="json.verification_token",
        ),
    ),
    retries="Repeated after a failure; attempt_number in the body counts.",
    id_places=("json.id",),
    samples=(
        Sample(
            "page.content_updated",
            '{"id":"367cba44-b6f3-4c92-81e7-6a2e9659efd4",'
            '"timestamp":"2026-01-05T10:11:12.345Z",'
            '"workspace_id":"13950b26-c203-4f3b-b97d-93ec06319565",'
            '"subscription_id":"29d75c0d-5546-4414-8459-7b7a92f1fc4b",'
            '"type":"page.content_updated","attempt_number":1,'
            '"entity":{"id":"153104cd-477e-809d-8dc4-ff2d96ae3090","type":"page"},'
            '"data":{"updated_blocks":[]}}',
        ),
    ),
)
