"""Asana: HMAC-SHA256 of the body, bare hexadecimal.

The key is a secret that Asana tells in a header of its first request and wants back.
"""

from webhooks.ingress.signatures.contract import (
    Provider,
    Question,
    Sample,
    Scheme,
)

_TOLD = "header.X-Hook-Secret"

PROVIDER = Provider(
    key="asana",
    label="Asana",
    summary="Changes of tasks, projects and portfolios.",
    help=(
        "Leave the secret empty here. Make the webhook by Asana's API: POST "
        "https://app.asana.com/api/1.0/webhooks with the resource and this URL as "
        "target. Asana tells its secret in the first request, which is kept here. "
        "Every webhook at Asana needs a webhook of its own here."
    ),
    source="https://developers.asana.com/docs/webhooks-guide",
    asks_for="Hook secret",
    asks_help="Taken from Asana's first request if left empty.",
    may_lack_secret=True,
    schemes=(Scheme("header.X-Hook-Signature"),),
    questions=(
        Question(
            "POST",
            (_TOLD,),
            "Asana tells its secret when the webhook is made.",
            headers=(("X-Hook-Secret", f"{{{_TOLD}}}"),),
            adopts=_TOLD,
        ),
    ),
    deadline_seconds=10,
    retries="For up to 24 hours.",
    samples=(
        Sample(
            "task changed",
            '{"events":[{"user":{"gid":"1199","resource_type":"user"},'
            '"created_at":"2026-01-05T10:11:12.345Z","action":"changed","resource":'
            '{"gid":"14641","resource_type":"task"},"parent":null,'
            '"change":{"field":"due_at","action":"changed"}}]}',
        ),
    ),
)
