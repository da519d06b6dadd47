"""Sentry integrations: HMAC-SHA256 of the body, bare hexadecimal.

The time stamp beside it is not signed, so it proves nothing and is not looked at.
"""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="sentry",
    label="Sentry",
    summary="Issues, errors, comments and alerts of a Sentry organisation.",
    help=(
        "In Sentry under Settings, Developer Settings, Custom Integrations, create an "
        "internal integration: enter the URL as webhook URL and choose the resources. "
        "The secret is its client secret."
    ),
    source="https://docs.sentry.io/integrations/integration-platform/webhooks/",
    asks_for="Client secret",
    asks_help="Stands on the integration's page after it is saved.",
    schemes=(Scheme("header.Sentry-Hook-Signature"),),
    deadline_seconds=1,
    id_places=("header.Request-ID",),
    samples=(
        Sample(
            "issue created",
            '{"action":"created","installation":{"uuid":"a8e5d37a-696c-4c54-adb5-b3f28d64c7de"},'
            '"data":{"issue":{"id":"1170820242","shortId":"EXAMPLE-1","level":"error",'
            '"title":"ReferenceError: blooopy is not defined","status":"unresolved",'
            '"project":{"slug":"front-end"}}},"actor":{"type":"application","name":"Sentry"}}',
            (("Sentry-Hook-Resource", "issue"),),
        ),
    ),
)
