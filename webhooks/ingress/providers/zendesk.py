"""Zendesk: HMAC-SHA256 of time and body, in Base64; the body may be empty."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="zendesk",
    label="Zendesk",
    summary="Tickets, users and other events of a Zendesk account.",
    help=(
        "In Zendesk's Admin Center under Apps and integrations, Webhooks, Create "
        "webhook: enter the URL as endpoint URL, with POST and JSON. After saving, "
        "reveal the signing secret on the webhook's page."
    ),
    source="https://developer.zendesk.com/documentation/webhooks/verifying/",
    asks_help=(
        "Stands on the webhook's page. Tests that are sent before it is saved are "
        "signed with another one and are refused."
    ),
    schemes=(
        Scheme(
            "header.X-Zendesk-Webhook-Signature",
            content="{timestamp}{body}",
            encoding="base64",
            timestamp="header.X-Zendesk-Webhook-Signature-Timestamp",
            timestamp_unit="rfc3339",
        ),
    ),
    # Secondary sources say 10 or 12; the shorter one is on the safe side.
    deadline_seconds=10,
    id_places=("header.X-Zendesk-Webhook-Invocation-Id",),
    samples=(
        Sample(
            "ticket created",
            '{"id":"01HX6A7B8C9D0E1F2G3H4J5K6M","type":"zen:event-type:ticket.created",'
            '"account_id":22129848,"time":"2026-01-05T10:11:12Z",'
            '"zendesk_event_version":"2022-11-06","subject":"zen:ticket:5158",'
            '"detail":{"id":"5158","subject":"Help, I need somebody","status":"OPEN",'
            '"priority":"NORMAL"},"event":{}}',
        ),
    ),
)
