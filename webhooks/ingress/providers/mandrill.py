"""Mandrill: HMAC-SHA1 of the address and the sorted form fields, in Base64."""

from webhooks.ingress.signatures.contract import (
    Provider,
    Question,
    Sample,
    Scheme,
)

PROVIDER = Provider(
    key="mandrill",
    label="Mailchimp Transactional (Mandrill)",
    summary="Sent, opened, clicked and bounced mails, and incoming mail.",
    help=(
        "In Mandrill under Settings, Webhooks, Add a Webhook: enter the URL and choose "
        "the events. Then enter the key here that stands beside the webhook. The URL "
        "must be written there exactly as it is here."
    ),
    source=(
        "https://mandrill.zendesk.com/hc/en-us/articles/"
        "205583257-How-to-Authenticate-Webhook-Requests"
    ),
    asks_for="Webhook key",
    asks_help="Stands in the column Key of Mandrill's webhooks.",
    schemes=(
        Scheme(
            "header.X-Mandrill-Signature",
            "hmac-sha1",
            "{url}{form}",
            "base64",
        ),
    ),
    questions=(
        Question(
            "HEAD", (), "Mandrill looks whether the address is there when it is saved."
        ),
    ),
    samples=(
        Sample(
            "open",
            "mandrill_events=%5B%7B%22event%22%3A%22open%22%2C%22ts%22%3A1767607872%2C"
            "%22_id%22%3A%22exampleaaaaaaaaaaaaaaaaaaaaaaaaaaa%22%2C%22msg%22%3A%7B"
            "%22subject%22%3A%22Hello%22%2C%22email%22%3A%22alice%40example.com%22"
            "%2C%22state%22%3A%22sent%22%7D%7D%5D",
            content_type="application/x-www-form-urlencoded",
        ),
    ),
)
