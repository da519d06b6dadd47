"""Onfleet: HMAC-SHA512 of the body; the secret is written in hexadecimal."""

from webhooks.ingress.signatures.contract import (
    Provider,
    Question,
    Sample,
    Scheme,
)

PROVIDER = Provider(
    key="onfleet",
    label="Onfleet",
    summary="Tasks and drivers of a delivery fleet.",
    help=(
        "In Onfleet's dashboard under Settings, API & Webhooks: add a webhook with the "
        "URL and a trigger. The secret stands on the same page."
    ),
    source="https://docs.onfleet.com/reference/secrets",
    asks_for="Webhook secret",
    asks_help="A hexadecimal text; Onfleet has one for the whole organisation.",
    schemes=(Scheme("header.X-Onfleet-Signature", "hmac-sha512", key="hex"),),
    questions=(
        Question(
            "GET",
            ("query.check",),
            "Onfleet asks whether the address is yours when the webhook is made.",
            text="{query.check}",
        ),
    ),
    deadline_seconds=10,
    retries="Repeated; after 300 failures in a row the webhook is switched off.",
    samples=(
        Sample(
            "taskCompleted",
            '{"taskId":"ybB97rNxtFlOZsCqLkXqnkFV","workerId":"h*wSb*apKlDkUFnuLTtjPke7",'
            '"actionContext":{"id":"h*wSb*apKlDkUFnuLTtjPke7","type":"WORKER"},'
            '"triggerId":3,"triggerName":"taskCompleted","time":1767607872000,"data":{}}',
        ),
    ),
)
