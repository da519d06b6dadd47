"""Formstack: HMAC-SHA256 of the body, hexadecimal behind ``sha256=``."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="formstack",
    label="Formstack",
    summary="Submissions of a form.",
    help=(
        "In the form under Settings, Emails & Actions, add a webhook: enter the URL, "
        "choose JSON as content type, and enter the secret as HMAC key."
    ),
    source="https://developers.formstack.com/docs/webhook-setup",
    asks_for="HMAC key",
    asks_help="Any long random text; the same as in the form's webhook.",
    schemes=(Scheme("header.X-FS-Signature", prefix="sha256="),),
    samples=(
        Sample(
            "submission",
            '{"FormID":"1234567","UniqueID":"987654321",'
            '"Name":{"first":"Alice","last":"Example"},"Email":"alice@example.com"}',
        ),
    ),
)
