"""Zoom: HMAC-SHA256 of version, time and body; its challenge is signed as well."""

from webhooks.ingress.signatures.contract import (
    Mac,
    Provider,
    Question,
    Sample,
    Scheme,
)

PROVIDER = Provider(
    key="zoom",
    label="Zoom",
    summary="Meetings, webinars, recordings and users of your account.",
    help=(
        "In the Zoom App Marketplace open your app under Manage, go to Features, "
        "Access, copy the Secret Token here and save it, then add an event "
        "subscription with the URL as its endpoint and press Validate."
    ),
    source="https://developers.zoom.us/docs/api/webhooks/",
    asks_for="Secret token",
    asks_help="Under Features, Access of the app; not the client secret.",
    schemes=(
        Scheme(
            "header.x-zm-signature",
            content="v0:{timestamp}:{body}",
            prefix="v0=",
            timestamp="header.x-zm-request-timestamp",
        ),
    ),
    questions=(
        Question(
            "POST",
            ("json.event=endpoint.url_validation",),
            "Zoom asks when the URL is validated, and again every 72 hours.",
            signed=True,
            json={
                "plainToken": "{json.payload.plainToken}",
                "encryptedToken": "{mac}",
            },
            mac=Mac(over="json.payload.plainToken"),
        ),
    ),
    tolerance_seconds=300,
    deadline_seconds=3,
    retries="Three times: after 5 minutes, 20 more and 60 more.",
    samples=(
        Sample(
            "meeting.started",
            '{"event":"meeting.started","event_ts":1767607872000,"payload":'
            '{"account_id":"AAAAAABBBB","object":{"id":"1234567890","uuid":'
            '"4444AAAiAAAAAiAiAiiAii==","host_id":"x1yCzABCDEfg23HiJKl4mN","topic":'
            '"My Meeting","type":2,"start_time":"2026-01-05T10:11:12Z","timezone":'
            '"UTC","duration":60}}}',
        ),
        Sample(
            "recording.completed",
            '{"event":"recording.completed","event_ts":1767607872000,"payload":'
            '{"account_id":"AAAAAABBBB","object":{"id":1234567890,"uuid":'
            '"4444AAAiAAAAAiAiAiiAii==","topic":"My Meeting","recording_count":1}}}',
        ),
    ),
)
