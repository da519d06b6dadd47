"""Okta event hooks: a header of your choice holds the secret."""

from collections.abc import Mapping

from webhooks.ingress.providers._names import header_name
from webhooks.ingress.signatures.contract import (
    Option,
    Provider,
    Question,
    Sample,
    Scheme,
)


def _build(options: Mapping[str, str]) -> tuple[Scheme, ...]:
    """Return the scheme: the header equals the secret. Raises ValueError."""
    return (Scheme(f"header.{header_name(options, 'header')}", "equals"),)


PROVIDER = Provider(
    key="okta",
    label="Okta",
    summary="Sign-ins, users and other events of an Okta organisation.",
    help=(
        "In Okta's Admin Console under Workflow, Event Hooks, Create Event Hook: enter "
        "the URL, Authorization as authentication field and the secret as "
        "authentication secret. Save, then verify the endpoint ownership."
    ),
    source="https://developer.okta.com/docs/concepts/event-hooks/",
    asks_for="Authentication secret",
    asks_help="Any long random text; the same as in the event hook.",
    build=_build,
    options=(
        Option(
            "header",
            "Authentication field",
            "The header's name as it stands in the event hook.",
            default="Authorization",
        ),
    ),
    questions=(
        Question(
            "GET",
            ("header.X-Okta-Verification-Challenge",),
            "Okta asks whether the address is yours when the hook is verified.",
            json={"verification": "{header.X-Okta-Verification-Challenge}"},
        ),
    ),
    deadline_seconds=3,
    retries="Once.",
    id_places=("json.eventId",),
    samples=(
        Sample(
            "user created",
            '{"eventType":"com.okta.event_hook","eventTypeVersion":"1.0",'
            '"cloudEventsVersion":"0.1","eventId":"b5a188b9-5ece-4636-b041-482ffda96311",'
            '"eventTime":"2026-01-05T10:11:12.000Z","source":"https://example.okta.com/'
            'api/v1/eventHooks/who8vt36qfNpCGz9H1e6","contentType":"application/json",'
            '"data":{"events":[{"uuid":"348e3d8a-1f2b-11f0-8d2b-e1c0e3a3b2d4",'
            '"eventType":"user.lifecycle.create","displayMessage":"Create Okta user",'
            '"outcome":{"result":"SUCCESS"}}]}}',
        ),
    ),
)
