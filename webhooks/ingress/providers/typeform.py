"""Typeform: HMAC-SHA256 of the body, Base64 behind ``sha256=``."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="typeform",
    label="Typeform",
    summary="Answers to a form, as soon as they are sent.",
    help=(
        "In the form under Connect, Webhooks, Add a webhook: enter the URL, save, then "
        "edit it to enter the secret, and switch it on."
    ),
    source="https://www.typeform.com/developers/webhooks/secure-your-webhooks/",
    asks_for="Secret",
    asks_help="Any long random text; the same as in the form's webhook.",
    schemes=(Scheme("header.Typeform-Signature", encoding="base64", prefix="sha256="),),
    deadline_seconds=30,
    retries=(
        "Several times over some hours; an answer of 404 or 410 switches the webhook "
        "off."
    ),
    id_places=("json.event_id",),
    samples=(
        Sample(
            "form_response",
            '{"event_id":"01HX5Y2Q0Z3E4C5V6B7N8M9K0J","event_type":"form_response",'
            '"form_response":{"form_id":"lT4Z3j","token":"a3a12ec67a1365927098a606107fac15",'
            '"submitted_at":"2026-01-05T10:11:12Z","answers":[{"type":"text",'
            '"text":"Hello","field":{"id":"JwWggjAKtOkA","type":"short_text",'
            '"ref":"greeting"}}]}}',
        ),
    ),
)
